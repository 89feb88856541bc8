//! What the document says of answers: their statuses, headers, schemas and examples. Schemas are read off the answers of the samples.

use super::rows;
use super::schemas::of_type;
use super::terms::Terms;
use super::{declared, object};
use crate::document::example::first;
use crate::rendering::LEADING;
use crate::request::parameter::Location;
use crate::response::body::Body;
use crate::response::error::ApiError;
use crate::router::Endpoint;
use crate::settings::behaviours::{Envelope, Last};
use http::StatusCode;
use http::header::{CONTENT_TYPE, LINK};
use serde_json::{Map, Value};

pub(super) fn responses(endpoint: &Endpoint, terms: &Terms) -> Value {
    let mut responses = Value::Object(Map::new());
    let nothing =
        |sample: &&&str| terms.shapes.response(endpoint, sample).status() == StatusCode::NO_CONTENT;
    let empty = endpoint.notes.samples.iter().filter(nothing).count();
    if empty == 0 || empty < endpoint.notes.samples.len() {
        let ok = success(endpoint, terms);
        if let Some(headers) = endpoint.details.partial {
            responses["206"] = object([
                ("description", "Partial Content".into()),
                ("content", ok["content"].clone()),
            ]);
            describe_headers(headers, &mut responses["206"]);
        }
        responses["200"] = ok;
        let headers = endpoint.details.headers.iter();
        let shown: Vec<_> = headers
            .filter(|(name, _)| !terms.behaviours.drop_total || *name != TOTAL_COUNT)
            .copied()
            .collect();
        describe_headers(&shown, &mut responses["200"]);
        if terms.behaviours.envelope != Envelope::On {
            describe_headers(&leading(endpoint), &mut responses["200"]);
        }
    }
    if endpoint.parameters.iter().any(|parameter| parameter.name == "If-None-Match") {
        responses["304"] = described("Not Modified");
        describe_headers(
            &[("ETag", "The entity tag that the file still has.")],
            &mut responses["304"],
        );
    }
    if empty > 0 {
        responses["204"] = described("No content");
    }
    for error in terms.errors(endpoint) {
        refusal(&error, &mut responses);
    }
    responses["default"] = refused("Any other error");
    if terms.limited && !endpoint.free {
        responses["429"] = limited();
        for (status, response) in responses.as_object_mut().into_iter().flatten() {
            if status != "default" {
                describe_headers(LIMITS, response);
            }
        }
    }
    responses
}

/// Adds a refusal to those of its status.
fn refusal(error: &ApiError, responses: &mut Value) {
    let entry = &mut responses[error.status().as_u16().to_string()];
    if entry.is_null() {
        *entry = refused(error.status().canonical_reason().unwrap_or_default());
        entry["content"]["application/json"]["examples"] = Map::new().into();
    }
    if error.challenge().is_some() {
        describe_headers(&[("WWW-Authenticate", "The scheme that is asked for.")], entry);
    }
    if error.status() == StatusCode::RANGE_NOT_SATISFIABLE {
        describe_headers(&[("Content-Range", "`items */TOTAL`.")], entry);
    }
    let examples = &mut entry["content"]["application/json"]["examples"];
    let number = examples.as_object().map_or(0, Map::len) + 1;
    let value = object([("error", error.to_string().into())]);
    examples[format!("error{number}")] = object([("value", value)]);
}

/// The header that no answer has where totals are left out.
const TOTAL_COUNT: &str = "X-Total-Count";
/// What every answer has where limits are on.
const LIMITS: &[(&str, &str)] = &[
    ("X-RateLimit-Limit", "Tokens that the bucket holds."),
    ("X-RateLimit-Remaining", "Tokens that are left."),
    ("X-RateLimit-Reset", "Seconds until the bucket is full."),
];

/// An answer that is an error.
fn refused(about: &str) -> Value {
    let mut response = described(about);
    let error = r##"{"application/json":{"schema":{"$ref":"#/components/schemas/Error"}}}"##;
    response["content"] = declared(error);
    response
}

/// The refusal of a request that found no token.
fn limited() -> Value {
    let wait = r#"{"Retry-After":{"description":"Seconds to wait","schema":{"type":"integer","minimum":1}}}"#;
    let mut response = refused("Rate limit exceeded");
    let content = response["content"].take();
    response["headers"] = declared(wait);
    response["content"] = content;
    response
}

/// What has just a description.
fn described(about: &str) -> Value {
    object([("description", about.into())])
}

fn describe_headers(headers: &[(&str, &str)], response: &mut Value) {
    for (name, about) in headers {
        let mut header = described(about);
        header["schema"] = of_type("string");
        response["headers"][name] = header;
    }
}

/// The headers that lead on where a list has no object around it, described as the members that they stand for.
fn leading(endpoint: &Endpoint) -> Vec<(&'static str, &'static str)> {
    let answers = endpoint.notes.answers.iter();
    let header = |name: &str| match LEADING.iter().find(|(member, _)| *member == name)?.1 {
        LINK => Some("Link"),
        _ => Some("X-Next-Cursor"),
    };
    answers.filter_map(|&(name, about)| Some((header(name)?, about))).collect()
}

/// The 200 of an endpoint: its samples' answers, and a schema that all of them fit.
fn success(endpoint: &Endpoint, terms: &Terms) -> Value {
    let mut schema = Value::Null;
    let mut examples = Map::new();
    let mut content_type = "application/json".to_owned();
    for (n, sample) in endpoint.notes.samples.iter().enumerate() {
        let (shape, example) =
            (terms.shapes.response(endpoint, sample), terms.examples.response(endpoint, sample));
        if shape.status() == StatusCode::NO_CONTENT {
            continue;
        }
        if let Some(found) = shape.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok())
        {
            found.split(';').next().unwrap_or_default().clone_into(&mut content_type);
        }
        merge(&mut schema, schema_of(&read(shape.into_body())));
        if !example.status().is_success() {
            continue;
        }
        let mut value = read(example.into_body());
        hide_secrets(endpoint, &mut value);
        let summary = match endpoint
            .cursor()
            .filter(|cursor| terms.behaviours.first_cursor && cursor.location == Location::Query)
        {
            Some(cursor) => first(sample, cursor.name),
            None => (*sample).to_owned(),
        };
        examples.insert(
            format!("sample{}", n + 1),
            object([("summary", summary.into()), ("value", value)]),
        );
    }
    let mut schema = match endpoint.details.schema {
        Some(schema) => declared(schema),
        None => schema,
    };
    if let Some(name) = endpoint.details.list {
        bend(&mut schema, name, terms);
    }
    settle(&mut schema);
    if !terms.form.is_plain() {
        rows::fit(&mut schema, terms.form);
    }
    for (name, about) in endpoint.notes.answers {
        let members = schema.get_mut("properties").filter(|members| members.is_object());
        if let Some(member) = members.and_then(|members| members.get_mut(name)) {
            member["description"] = (*about).into();
        }
    }
    let mut content = object([("schema", schema)]);
    if !examples.is_empty() {
        content["examples"] = examples.into();
    }
    let mut content = object([(&content_type, content)]);
    if let Some((media_type, schema)) = endpoint.details.also {
        content[media_type] = object([("schema", declared(schema))]);
    }
    object([("description", "OK".into()), ("content", content)])
}

/// Bends the schema of a page, whose list has this name or none, as the behaviours in force bend it.
fn bend(schema: &mut Value, name: &str, terms: &Terms) {
    let behaviours = &terms.behaviours;
    let is_object =
        !name.is_empty() && schema.get("properties").is_some_and(|members| members.is_object());
    if is_object && behaviours.envelope == Envelope::Mixed {
        schema["items"] = schema["properties"][name]["items"].clone();
        schema["type"] = vec!["object", "array"].into();
    }
    if behaviours.last != Last::Null {
        return;
    }
    let either = |known: &Value| -> Value {
        match known {
            Value::Array(types) if types.contains(&"object".into()) => {
                vec!["object", "array", "null"].into()
            }
            _ => vec!["array", "null"].into(),
        }
    };
    if is_object {
        schema["properties"][name]["type"] = vec!["array", "null"].into();
    }
    if !is_object || behaviours.envelope == Envelope::Mixed {
        schema["type"] = either(&schema["type"]);
    }
}

/// A body as a value; one that is no JSON as its text.
fn read(body: Body) -> Value {
    let bytes = body.into_bytes();
    serde_json::from_slice(&bytes)
        .unwrap_or_else(|_| String::from_utf8_lossy(&bytes).into_owned().into())
}

/// Writes a single type as its name, as most tools know it.
fn settle(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(settle),
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::Array(types) if name == "type" && types.len() == 1 => {
                        *member = types.remove(0)
                    }
                    _ => settle(member),
                }
            }
        }
        _ => {}
    }
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
            let (mut properties, mut required): (Map<String, Value>, Vec<Value>) =
                Default::default();
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
    object([("type", vec![name].into())])
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
        ("required", Value::Array(before), Value::Array(names)) => {
            before.retain(|name| names.contains(name))
        }
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
