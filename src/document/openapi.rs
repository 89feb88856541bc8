//! The table as an OpenAPI 3.1 document. Examples are answers of the real handlers, and the schemas of answers are read off them, so
//! neither can disagree with what the server does. It describes the server under the settings in force. With the same settings the same bytes
//! at every moment and adapter: servers are relative, the examples' seed and clock are fixed, and tokens are placeholders.

mod answers;
mod choices;
mod terms;

use super::Api;
use crate::rendering::TOTALS;
use crate::request::Call;
use crate::request::parameter::{Kind, Location, Parameter};
use crate::response::error::Challenge;
use crate::router::{BodyFormat, Endpoint, Group, Routes};
use crate::settings::Settings;
use crate::settings::joined;
use bytes::Bytes;
use http::Method;
use serde_json::{Map, Value};
use std::sync::OnceLock;
use terms::Terms;

use super::example::FIRST;

/// `YYYY-MM-DDTHH:MM:SSZ` or nothing, as a pattern that only real dates match (29 February is taken too, though no pattern tells leap years).
const TIMESTAMP: &str = "^((000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|\
    (0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z)?$";

/// One range of items.
const RANGE: &str = "^items=([0-9]+-[0-9]*|-[0-9]+)$";
/// The id of a row or nothing.
const ID: &str = "^([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})?$";

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

fn paths(routes: &Routes, terms: &Terms) -> Value {
    let mut paths = Map::new();
    for group in routes.groups() {
        for endpoint in &group.endpoints {
            let item = paths.entry(endpoint.path).or_insert_with(|| Map::new().into());
            item[endpoint.method.as_str().to_ascii_lowercase()] = operation(group, endpoint, terms);
        }
    }
    Value::Object(paths)
}

fn operation(group: &Group, endpoint: &Endpoint, terms: &Terms) -> Value {
    let id = endpoint.path.trim_matches('/').replace(['{', '}'], "").replace(['/', '.'], "_");
    // A path can have two rows.
    let id = if endpoint.method == Method::DELETE { format!("delete_{id}") } else { id };
    let in_line = |parameter: &&&Parameter| {
        matches!(parameter.location, Location::Query | Location::Path | Location::Header)
    };
    let mut operation = object([
        ("operationId", id.into()),
        ("tags", vec![group.heading].into()),
        ("summary", endpoint.title.into()),
        ("description", endpoint.notes.about.into()),
    ]);
    let mut parameters: Vec<Value> = Vec::new();
    for declared in endpoint.parameters.iter().filter(in_line) {
        parameters.push(parameter(declared, endpoint, terms));
    }
    if !parameters.is_empty() {
        operation["parameters"] = parameters.into();
    }
    if let Some(scheme) = endpoint.parameters.iter().find_map(|p| security(p)) {
        operation["security"] = vec![object([(scheme, Vec::<Value>::new().into())])].into();
    }
    if endpoint.takes_body() {
        operation["requestBody"] = request_body(endpoint, terms);
    }
    if let Some(mut hints) = endpoint.hints() {
        let total = hints["next"].as_str().is_some_and(|next| TOTALS.contains(&next));
        if let Some(hints) = hints.as_object_mut().filter(|_| total && terms.behaviours.drop_total)
        {
            hints.remove("next");
        }
        operation["x-paging"] = hints;
    }
    operation["responses"] = answers::responses(endpoint, terms);
    operation
}

fn parameter(parameter: &Parameter, endpoint: &Endpoint, terms: &Terms) -> Value {
    let place = match parameter.location {
        Location::Path => "path",
        Location::Header => "header",
        _ => "query",
    };
    let demanded = terms.demands(endpoint, parameter);
    let mut described = object([
        ("name", parameter.name.into()),
        ("in", place.into()),
        ("required", (parameter.required || demanded).into()),
        ("description", parameter.about.into()),
        ("schema", parameter_schema(parameter)),
    ]);
    if demanded {
        described["example"] = FIRST.into();
        described["schema"] = of_type("string");
    }
    described
}

fn parameter_schema(parameter: &Parameter) -> Value {
    match parameter.kind {
        Kind::Integer { default, bounds } => {
            let mut schema = of_type("integer");
            let (min, max) = bounds.limits();
            for (key, value) in [("minimum", min), ("maximum", max), ("default", default)] {
                if let Some(value) = value {
                    schema[key] = value.into();
                }
            }
            schema
        }
        Kind::Choice { default, values } => {
            let mut schema = of_type("string");
            schema["enum"] = values.into();
            schema["default"] = default.into();
            schema
        }
        Kind::Timestamp => pattern(TIMESTAMP),
        Kind::Object => {
            let mut schema = of_type("object");
            schema["additionalProperties"] = true.into();
            schema
        }
        Kind::Id => pattern(ID),
        Kind::Range => pattern(RANGE),
        Kind::Text | Kind::Cursor | Kind::Credentials(_) => of_type("string"),
    }
}

fn of_type(name: &str) -> Value {
    object([("type", name.into())])
}

fn pattern(pattern: &str) -> Value {
    object([("type", "string".into()), ("pattern", pattern.into())])
}

fn request_body(endpoint: &Endpoint, terms: &Terms) -> Value {
    if !endpoint.details.formats.is_empty() {
        return upload_body(endpoint.details.formats);
    }
    let (mut members, mut required): (Map<String, Value>, Vec<&str>) = Default::default();
    for member in
        endpoint.parameters.iter().filter(|parameter| parameter.location == Location::Body)
    {
        members.insert(member.name.to_owned(), member_schema(member));
        if member.required {
            required.push(member.name);
        }
    }
    let mut schema = object([("type", "object".into()), ("properties", members.into())]);
    if required.is_empty() {
        schema["additionalProperties"] = false.into();
    } else {
        schema["required"] = required.into();
    }
    if let Some((integer, text)) = endpoint.details.exclusive {
        let mut not_empty = of_type("string");
        not_empty["minLength"] = 1.into();
        let both = object([(integer, of_type("integer")), (text, not_empty)]);
        let required = |names: Vec<&str>| object([("required", names.into())]);
        schema["not"] = object([("properties", both), ("required", vec![integer, text].into())]);
        if terms.behaviours.first_cursor {
            schema["anyOf"] = vec![required(vec![integer]), required(vec![text])].into();
        }
    }
    let content = object([("application/json", object([("schema", schema)]))]);
    object([("required", true.into()), ("content", content)])
}

/// A member of a body: null counts as absent where it may be absent.
fn member_schema(member: &Parameter) -> Value {
    let mut schema = parameter_schema(member);
    if member.required {
        schema["minLength"] = 1.into();
    } else {
        schema["type"] = vec![schema["type"].take(), "null".into()].into();
        if let Some(Value::Array(values)) = schema.get_mut("enum") {
            values.push(Value::Null);
        }
    }
    schema["description"] = member.about.into();
    schema
}

/// A body of one of several forms; an empty one is taken, too.
fn upload_body(formats: &[BodyFormat]) -> Value {
    let mut content = Map::new();
    for form in formats {
        let lines = form.media_type != "application/json";
        let mut entry = object([("schema", declared(form.schema))]);
        if !form.example.is_empty() {
            entry["example"] = if lines { form.example.into() } else { declared(form.example) };
        }
        content.insert(form.media_type.to_owned(), entry);
    }
    object([("required", false.into()), ("content", content.into())])
}

/// A schema or an example that the table of endpoints has as JSON.
fn declared(json: &str) -> Value {
    serde_json::from_slice(json.as_bytes()).unwrap_or_default()
}

/// The name of a security scheme.
fn security(parameter: &Parameter) -> Option<&'static str> {
    match parameter.kind {
        Kind::Credentials(Challenge::Basic) => Some("basic"),
        Kind::Credentials(Challenge::Bearer) => Some("bearer"),
        Kind::Credentials(Challenge::ApiKey) => Some("apiKey"),
        Kind::Credentials(Challenge::Token) => Some("sessionToken"),
        _ => None,
    }
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
