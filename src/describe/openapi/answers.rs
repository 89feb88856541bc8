//! What the document says of answers: their statuses, headers, schemas and examples. Schemas are read off the answers of the samples.

use super::of_type;
use crate::describe::example;
use crate::endpoint::Endpoint;
use crate::json::{self, filled};
use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde_json::{Map, Value};

pub(super) fn responses(endpoint: &Endpoint) -> Value {
    let mut responses = Value::Object(Map::new());
    let nothing = |sample: &&&str| example::response(endpoint, sample).status() == StatusCode::NO_CONTENT;
    let empty = endpoint.notes.samples.iter().filter(nothing).count();
    if empty == 0 || empty < endpoint.notes.samples.len() {
        let ok = success(endpoint);
        if let Some(headers) = endpoint.details.partial {
            responses["206"] =
                json::object(&mut [("description", "Partial Content".into()), ("content", ok["content"].clone())]);
            describe_headers(headers, &mut responses["206"]);
        }
        responses["200"] = ok;
        describe_headers(endpoint.details.headers, &mut responses["200"]);
    }
    if empty > 0 {
        responses["204"] = json::object(&mut [("description", "No content".into())]);
    }
    for error in endpoint.errors() {
        let entry = &mut responses[error.status().as_u16().to_string()];
        if entry.is_null() {
            *entry = filled(REFUSAL, &mut [reason(error.status()).into()]);
        }
        let examples = &mut entry["content"]["application/json"]["examples"];
        let number = examples.as_object().map_or(0, Map::len) + 1;
        examples[format!("error{number}")] = filled(r#"{"value":{"error":"$0"}}"#, &mut [error.to_string().into()]);
    }
    if !endpoint.free {
        responses["429"] = filled(LIMITED, &mut []);
    }
    responses["default"] = filled(OTHER, &mut []);
    responses
}

/// The refusals of one status.
const REFUSAL: &str = r##"{"description":"$0","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"},"examples":{}}}}"##;
const LIMITED: &str = r##"{"description":"Rate limit exceeded; only where limits are on","headers":{"Retry-After":{"description":"Seconds to wait",
"schema":{"type":"integer","minimum":1}}},"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"}}}}"##;
const OTHER: &str = r##"{"description":"Any other error","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"}}}}"##;

/// What a status is called that an answer can have. `http` knows the names of all there are, which is more than the wasm module should carry.
pub(in crate::describe) fn reason(status: StatusCode) -> &'static str {
    match status {
        StatusCode::OK => "OK",
        StatusCode::NO_CONTENT => "No Content",
        StatusCode::PARTIAL_CONTENT => "Partial Content",
        StatusCode::METHOD_NOT_ALLOWED => "Method Not Allowed",
        StatusCode::TOO_MANY_REQUESTS => "Too Many Requests",
        StatusCode::BAD_REQUEST => "Bad Request",
        StatusCode::UNAUTHORIZED => "Unauthorized",
        StatusCode::FORBIDDEN => "Forbidden",
        StatusCode::NOT_FOUND => "Not Found",
        StatusCode::PAYLOAD_TOO_LARGE => "Payload Too Large",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "Unsupported Media Type",
        StatusCode::RANGE_NOT_SATISFIABLE => "Range Not Satisfiable",
        _ => "",
    }
}

fn describe_headers(headers: &[(&str, &str)], response: &mut Value) {
    for (name, about) in headers {
        response["headers"][name] =
            json::object(&mut [("description", (*about).into()), ("schema", of_type("string"))]);
    }
}

/// The 200 of an endpoint: its samples' answers, and a schema that all of them fit.
fn success(endpoint: &Endpoint) -> Value {
    let mut schema = Value::Null;
    let mut examples = Map::new();
    let mut content_type = "application/json".to_owned();
    for (n, sample) in endpoint.notes.samples.iter().enumerate() {
        let response = example::response(endpoint, sample);
        if response.status() == StatusCode::NO_CONTENT {
            continue;
        }
        if let Some(found) = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()) {
            found.split(';').next().unwrap_or_default().clone_into(&mut content_type);
        }
        let body = response.into_body().into_bytes();
        let mut value = json::read(&body).unwrap_or_else(|| String::from_utf8_lossy(&body).into_owned().into());
        merge(&mut schema, schema_of(&value));
        hide_secrets(endpoint, &mut value);
        examples
            .insert(format!("sample{}", n + 1), json::object(&mut [("summary", (*sample).into()), ("value", value)]));
    }
    if schema.is_null() {
        schema = of_type("object");
    }
    if let Some(declared) = endpoint.details.schema {
        schema = filled(declared, &mut []);
    }
    for (name, about) in endpoint.notes.answers {
        schema["properties"][name]["description"] = (*about).into();
    }
    let content = json::object(&mut [("schema", schema), ("examples", examples.into())]);
    json::object(&mut [("description", "OK".into()), ("content", json::object(&mut [(&content_type, content)]))])
}

/// Tokens and credentials of examples are none.
fn hide_secrets(endpoint: &Endpoint, value: &mut Value) {
    for (name, member) in value.as_object_mut().into_iter().flatten() {
        if endpoint.private || name == "token" {
            *member = name.to_ascii_uppercase().into();
        }
    }
}

/// The schema of one value.
fn schema_of(value: &Value) -> Value {
    match value {
        Value::Null => of_types("null"),
        Value::Bool(_) => of_types("boolean"),
        Value::Number(_) => of_types("integer"),
        Value::String(_) => of_types("string"),
        Value::Array(items) => {
            let mut schema = of_types("array");
            items.iter().for_each(|item| merge(&mut schema["items"], schema_of(item)));
            schema
        }
        Value::Object(members) => {
            let (mut properties, mut required): (Map<String, Value>, Vec<Value>) = Default::default();
            for (name, member) in members {
                properties.insert(name.clone(), schema_of(member));
                required.push(name.as_str().into());
            }
            let mut schema = of_types("object");
            schema["properties"] = properties.into();
            schema["required"] = required.into();
            schema
        }
    }
}

/// The schema of one type that others may join.
fn of_types(name: &str) -> Value {
    json::object(&mut [("type", vec![name].into())])
}

/// Makes a schema, or none yet, fit the values of another too: types are joined, members and items merged.
fn merge(schema: &mut Value, other: Value) {
    match (schema, other) {
        (Value::Object(schema), Value::Object(other)) => {
            for (key, value) in other {
                let before = schema.entry(&key).or_insert(Value::Null);
                merge_keyword(&key, before, value);
            }
        }
        (schema, other) => *schema = other,
    }
}

fn merge_keyword(key: &str, before: &mut Value, value: Value) {
    match (key, before, value) {
        // A member that one of the values lacks is not required.
        ("required", Value::Array(before), Value::Array(names)) => before.retain(|name| names.contains(name)),
        ("type", Value::Array(before), Value::Array(items)) => {
            for item in items {
                if !before.contains(&item) {
                    before.push(item);
                }
            }
        }
        ("properties", Value::Object(before), Value::Object(members)) => {
            for (name, schema) in members {
                merge(before.entry(name).or_insert(Value::Null), schema);
            }
        }
        (_, before, value) => merge(before, value),
    }
}
