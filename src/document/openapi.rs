//! The table as an OpenAPI 3.1 document. Examples are answers of the real handlers, and the schemas of answers are read off them, so
//! neither can disagree with what the server does. It describes the server under the settings in force. With the same settings the same bytes
//! at every moment and adapter: servers are relative, the examples' seed and clock are fixed, and tokens are placeholders.

mod answers;
mod choices;
mod operations;
mod rows;
mod schemas;
mod terms;

use super::Api;
use crate::request::Call;
use crate::router::Group;
use crate::settings::Settings;
use crate::settings::joined;
use bytes::Bytes;
use operations::paths;
use serde_json::{Map, Value};
use std::sync::OnceLock;
use terms::Terms;

/// What the document is about.
const ABOUT: &str = "Every behaviour is also reachable by a base URL: put `/with/KEY=VALUE,…` before a path to change settings for a request, \
    as in `/with/records=100000,ties=15/pagination/keyset`; this document stands below each.";

/// The document of the settings in force, as the bytes that are served.
pub fn document(call: &Call<'_>, api: Api) -> Bytes {
    static PLAIN: OnceLock<Bytes> = OnceLock::new();
    // Braces in a server's URL would be a variable of OpenAPI.
    let public = call.links.settings.public_url.is_some() || call.links.has_one_base;
    let public = public.then(|| call.links.to("").replace('{', "%7B").replace('}', "%7D"));
    let settings = &call.instance.settings;
    if public.is_none() && Terms::are_plain(settings) {
        PLAIN.get_or_init(|| bytes(api, &Settings::default(), None)).clone()
    } else {
        bytes(api, settings, public)
    }
}

fn bytes(api: Api, settings: &Settings, public: Option<String>) -> Bytes {
    serde_json::to_vec(&build(api, settings, public)).unwrap_or_default().into()
}

fn build(api: Api, settings: &Settings, public: Option<String>) -> Value {
    let routes = (api.routes)();
    let mut tags: Vec<Value> = Vec::new();
    for Group { heading, about, .. } in routes.groups() {
        tags.push(object([("name", (*heading).into()), ("description", (*about).into())]));
    }
    let named = Terms::named(settings);
    let about = if named.is_empty() {
        String::new()
    } else {
        [" In force: `", &joined(&named, "`, `"), "`."].concat()
    };
    let mut info = declared(INFO);
    info["description"] = format!("{ABOUT}{about}").into();
    let server = |url: String| object([("url", url.into())]);
    let mut servers = vec![server(".".to_owned())];
    servers.extend(public.map(server));
    object([
        ("openapi", "3.1.0".into()),
        ("info", info),
        ("servers", servers.into()),
        ("tags", tags.into()),
        ("x-settings", choices::settings()),
        ("paths", paths(routes, &Terms::new(api, settings))),
        ("components", declared(COMPONENTS)),
    ])
}

/// What the document says of itself, but for settings in force.
const INFO: &str = concat!(
    r#"{"title":"Connector Playground","version":""#,
    env!("CARGO_PKG_VERSION"),
    r#"","summary":"An API to practise data connectors on.","description":"","license":{"name":"MIT","identifier":"MIT"}}"#
);
/// What the paths refer to.
const COMPONENTS: &str = include_str!("openapi/components.json");

/// An object of these members. Unlike serde_json's macro, it makes no code that could fail: with it, the document is 3 kB less of the module.
fn object<const N: usize>(mut members: [(&str, Value); N]) -> Value {
    moved(&mut members)
}

fn moved(members: &mut [(&str, Value)]) -> Value {
    let mut object = Map::with_capacity(members.len());
    for (name, value) in members {
        object.insert((*name).to_owned(), value.take());
    }
    Value::Object(object)
}

/// A schema or an example that the table of endpoints has as JSON.
fn declared(json: &str) -> Value {
    serde_json::from_slice(json.as_bytes()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::example;
    use crate::playground::{API, ROUTES};
    use serde_json::json;

    fn document() -> Bytes {
        bytes(API, &Settings::default(), None)
    }

    #[test]
    fn the_document_describes_every_row_with_real_examples() {
        let document: Value = serde_json::from_slice(&document()).unwrap();
        for endpoint in ROUTES.groups().iter().flat_map(|group| &group.endpoints) {
            let operation =
                &document["paths"][endpoint.path][endpoint.method.as_str().to_ascii_lowercase()];
            assert_eq!(operation["summary"], endpoint.title);
            let responses = &operation["responses"];
            let content =
                responses["200"]["content"].as_object().and_then(|content| content.values().next());
            let examples = content
                .map(|content| content["examples"].as_object().cloned().unwrap_or_default())
                .unwrap_or_default();
            let nothing = usize::from(responses["204"].is_object());
            assert_eq!(examples.len() + nothing, endpoint.notes.samples.len(), "{endpoint:?}");
            for example in examples.values() {
                assert!(example["value"].get("error").is_none(), "{endpoint:?} {example}");
            }
        }
        let page = &document["paths"]["/pagination/next_page_url"]["get"];
        let limits: Vec<&Value> = page["parameters"]
            .as_array()
            .unwrap()
            .iter()
            .map(|p| &p["schema"]["maximum"])
            .collect();
        assert!(limits.contains(&&json!(50)));
        let schema = &page["responses"]["200"]["content"]["application/json"]["schema"];
        assert_eq!(schema["properties"]["next_page_url"]["type"], json!(["string", "null"]));
        assert_eq!(schema["properties"]["data"]["items"]["properties"]["id"]["type"], "string");
        assert!(page["responses"]["400"].is_object());
    }

    #[test]
    fn every_schema_and_example_of_the_table_is_json() {
        for endpoint in ROUTES.groups().iter().flat_map(|group| &group.endpoints) {
            let schemas = endpoint
                .details
                .schema
                .into_iter()
                .chain(endpoint.details.also.map(|(_, schema)| schema));
            for schema in schemas.chain(endpoint.details.formats.iter().map(|form| form.schema)) {
                assert!(declared(schema).is_object(), "{endpoint:?}");
            }
        }
    }

    #[test]
    fn a_server_with_one_base_url_is_named_whole() {
        for (base, path, wanted) in [
            ("/a/", "/a/openapi.json", r#""servers":[{"url":"."}]"#),
            (
                "http://a.test/a/",
                "/a/openapi.json",
                r#""servers":[{"url":"."},{"url":"http://a.test/a"}]"#,
            ),
            (
                "http://a.test",
                "/openapi.json",
                r#""servers":[{"url":"."},{"url":"http://a.test"}]"#,
            ),
        ] {
            let playground = crate::Playground::new(Settings::default()).mounted_at(base);
            let request =
                http::Request::get(path).header("host", "a.test").body(Bytes::new()).unwrap();
            let body = playground
                .handle(request, example::ANCHOR, &crate::State::new())
                .into_body()
                .into_bytes();
            assert!(String::from_utf8_lossy(&body).contains(wanted), "{base}");
        }
    }

    #[test]
    fn no_token_or_credential_is_in_the_document() {
        let text = String::from_utf8(document().to_vec()).unwrap();
        let c = example::credentials();
        for secret in [
            &c.basic_pass,
            &c.bearer,
            &c.api_key,
            &c.session_pass,
            &c.issue_token(example::ANCHOR, 3600),
        ] {
            assert!(!text.contains(secret.as_str()));
        }
    }
}
