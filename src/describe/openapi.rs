//! The table as an OpenAPI 3.1 document. Examples are answers of the real handlers, and the schemas of answers are read off them, so
//! neither can disagree with what the server does. The same bytes at every moment and door: servers are relative, the examples' seed and
//! clock are fixed, and tokens are placeholders.

mod answers;

pub(super) use answers::reason;

use crate::endpoint::{Endpoint, Form, Group, Routes};
use crate::endpoints::ROUTES;
use crate::error::Challenge;
use crate::input::parameter::{Kind, Parameter, Place};
use crate::json::{self, filled};
use bytes::Bytes;
use http::Method;
use serde_json::{Map, Value};
use std::sync::LazyLock;

/// `YYYY-MM-DDTHH:MM:SSZ` or nothing, as a pattern that only real dates match (29 February is taken too, though no pattern tells leap years).
const TIMESTAMP: &str = "^((000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|\
    (0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z)?$";

/// One range of items.
const RANGE: &str = "^items=([0-9]+-[0-9]*|-[0-9]+)$";
/// The id of a row or nothing.
const ID: &str = "^([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})?$";

/// All of it but for version, tags and paths.
const DOCUMENT: &str = r##"{
"openapi":"3.1.0",
"info":{
    "title":"API Playground",
    "version":"$0",
    "summary":"An API to practise data connectors on.",
    "description":"Every behaviour is also reachable by a base URL: put `/with/KEY=VALUE,…` before a path to change settings for a request, as in `/with/records=100000,ties=15/pagination/keyset`.",
    "license":{"name":"MIT","identifier":"MIT"}
},
"servers":[{"url":"."}],
"tags":"$1",
"paths":"$2",
"components":{
    "schemas":{"Error":{"type":"object","properties":{"error":{"type":"string"}},"required":["error"]}},
    "securitySchemes":{
        "basic":{"type":"http","scheme":"basic"},
        "bearer":{"type":"http","scheme":"bearer"},
        "apiKey":{"type":"apiKey","in":"header","name":"Authorization","description":"`apiKey KEY`"},
        "sessionToken":{"type":"apiKey","in":"header","name":"Authorization","description":"`Token TOKEN`, with the token of the login"}
    }
}}"##;

/// The document, as the bytes that are served.
pub fn document() -> Bytes {
    static BYTES: LazyLock<Bytes> = LazyLock::new(|| Bytes::from(json::text(&build(&ROUTES))));
    BYTES.clone()
}

fn build(routes: &Routes) -> Value {
    let mut tags: Vec<Value> = Vec::new();
    for Group { heading, about, .. } in routes.groups() {
        tags.push(json::object(&mut [("name", (*heading).into()), ("description", (*about).into())]));
    }
    filled(DOCUMENT, &mut [env!("CARGO_PKG_VERSION").into(), tags.into(), paths(routes)])
}

fn paths(routes: &Routes) -> Value {
    let mut paths = Map::new();
    for group in routes.groups() {
        for endpoint in &group.endpoints {
            let item = paths.entry(endpoint.path).or_insert_with(|| Map::new().into());
            item[endpoint.method.as_str().to_ascii_lowercase()] = operation(group, endpoint);
        }
    }
    Value::Object(paths)
}

fn operation(group: &Group, endpoint: &Endpoint) -> Value {
    let id = endpoint.path.trim_matches('/').replace(['{', '}'], "").replace(['/', '.'], "_");
    // A path can have two rows.
    let id = if endpoint.method == Method::DELETE { format!("delete_{id}") } else { id };
    let in_line = |parameter: &&&Parameter| matches!(parameter.place, Place::Query | Place::Path | Place::Header);
    let mut operation = filled(
        r#"{"operationId":"$0","tags":["$1"],"summary":"$2","description":"$3"}"#,
        &mut [id.into(), group.heading.into(), endpoint.title.into(), endpoint.notes.about.into()],
    );
    let mut parameters: Vec<Value> = Vec::new();
    for declared in endpoint.parameters.iter().filter(in_line) {
        parameters.push(parameter(declared));
    }
    if !parameters.is_empty() {
        operation["parameters"] = parameters.into();
    }
    if let Some(scheme) = endpoint.parameters.iter().find_map(|p| security(p)) {
        operation["security"] = vec![json::object(&mut [(scheme, Vec::<Value>::new().into())])].into();
    }
    if endpoint.takes_body() {
        operation["requestBody"] = request_body(endpoint);
    }
    if let Some(hints) = endpoint.hints() {
        operation["x-paging"] = hints;
    }
    operation["responses"] = answers::responses(endpoint);
    operation
}

fn parameter(parameter: &Parameter) -> Value {
    let place = match parameter.place {
        Place::Path => "path",
        Place::Header => "header",
        _ => "query",
    };
    json::object(&mut [
        ("name", parameter.name.into()),
        ("in", place.into()),
        ("required", parameter.required.into()),
        ("description", parameter.about.into()),
        ("schema", parameter_schema(parameter)),
    ])
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
            filled(r#"{"type":"string","enum":"$0","default":"$1"}"#, &mut [values.into(), default.into()])
        }
        Kind::Timestamp => pattern(TIMESTAMP),
        Kind::Object => of_type("object"),
        Kind::Id => pattern(ID),
        Kind::Range => pattern(RANGE),
        Kind::Text | Kind::Cursor | Kind::Credentials(_) => of_type("string"),
    }
}

fn of_type(name: &str) -> Value {
    json::object(&mut [("type", name.into())])
}

fn pattern(pattern: &str) -> Value {
    json::object(&mut [("type", "string".into()), ("pattern", pattern.into())])
}

fn request_body(endpoint: &Endpoint) -> Value {
    if !endpoint.details.forms.is_empty() {
        return upload_body(endpoint.details.forms);
    }
    let (mut members, mut required): (Map<String, Value>, Vec<&str>) = Default::default();
    for member in endpoint.parameters.iter().filter(|parameter| parameter.place == Place::Body) {
        members.insert(member.name.to_owned(), member_schema(member));
        if member.required {
            required.push(member.name);
        }
    }
    let mut schema = json::object(&mut [("type", "object".into()), ("properties", members.into())]);
    if required.is_empty() {
        schema["additionalProperties"] = false.into();
    } else {
        schema["required"] = required.into();
    }
    if let Some((integer, text)) = endpoint.details.exclusive {
        let mut both = json::object(&mut [(integer, of_type("integer")), (text, of_type("string"))]);
        both[text]["minLength"] = 1.into();
        schema["not"] = json::object(&mut [("properties", both), ("required", vec![integer, text].into())]);
    }
    filled(r#"{"required":true,"content":{"application/json":{"schema":"$0"}}}"#, &mut [schema])
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
fn upload_body(forms: &[Form]) -> Value {
    let mut content = Map::new();
    for form in forms {
        let lines = form.media_type != "application/json";
        let example = if lines { form.example.into() } else { filled(form.example, &mut []) };
        let form =
            (form.media_type, json::object(&mut [("schema", filled(form.schema, &mut [])), ("example", example)]));
        content.insert(form.0.to_owned(), form.1);
    }
    json::object(&mut [("required", false.into()), ("content", content.into())])
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
    use crate::describe::example;
    use serde_json::json;

    #[test]
    fn the_document_describes_every_row_with_real_examples() {
        let document: Value = serde_json::from_slice(&document()).unwrap();
        for endpoint in ROUTES.groups().iter().flat_map(|group| &group.endpoints) {
            let operation = &document["paths"][endpoint.path][endpoint.method.as_str().to_ascii_lowercase()];
            assert_eq!(operation["summary"], endpoint.title);
            let responses = &operation["responses"];
            let content = responses["200"]["content"].as_object().and_then(|content| content.values().next());
            let examples = content.map(|content| content["examples"].as_object().unwrap().clone()).unwrap_or_default();
            let nothing = usize::from(responses["204"].is_object());
            assert_eq!(examples.len() + nothing, endpoint.notes.samples.len(), "{endpoint:?}");
            for example in examples.values() {
                assert!(example["value"].get("error").is_none(), "{endpoint:?} {example}");
            }
        }
        let page = &document["paths"]["/pagination/next_page_url"]["get"];
        let limits: Vec<&Value> =
            page["parameters"].as_array().unwrap().iter().map(|p| &p["schema"]["maximum"]).collect();
        assert!(limits.contains(&&json!(50)));
        let schema = &page["responses"]["200"]["content"]["application/json"]["schema"];
        assert_eq!(schema["properties"]["next_page_url"]["type"], json!(["string", "null"]));
        assert_eq!(schema["properties"]["data"]["items"]["properties"]["id"]["type"], json!(["string"]));
        assert!(page["responses"]["400"].is_object());
    }

    #[test]
    fn every_refusal_has_the_name_of_its_status() {
        for endpoint in ROUTES.groups().iter().flat_map(|group| &group.endpoints) {
            for status in endpoint.errors().iter().map(crate::error::ApiError::status) {
                assert_eq!(Some(reason(status)), status.canonical_reason());
            }
        }
    }

    #[test]
    fn no_token_or_credential_is_in_the_document() {
        let text = String::from_utf8(document().to_vec()).unwrap();
        let c = example::credentials();
        for secret in [&c.basic_pass, &c.bearer, &c.api_key, &c.session_pass, &c.issue_token(example::ANCHOR, 3600)] {
            assert!(!text.contains(secret.as_str()));
        }
    }
}
