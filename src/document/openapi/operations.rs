//! The paths of the document: an operation for each endpoint, with its parameters and its body.

use super::schemas::{member_schema, of_type, parameter_schema};
use super::terms::Terms;
use super::{answers, declared, object};
use crate::document::example::FIRST;
use crate::rendering::TOTALS;
use crate::request::parameter::{Kind, Location, Parameter};
use crate::response::error::Challenge;
use crate::router::{BodyFormat, Endpoint, Group, Routes};
use serde_json::{Map, Value};

pub(super) fn paths(routes: &Routes, terms: &Terms) -> Value {
    let mut paths = Map::new();
    for group in routes.groups() {
        for endpoint in &group.endpoints {
            let item = paths.entry(endpoint.path).or_insert_with(|| Map::new().into());
            let method = endpoint.method.as_str().to_ascii_lowercase();
            // A path can have two rows.
            let first = item.as_object().is_none_or(Map::is_empty);
            let before = if first { String::new() } else { format!("{method}_") };
            item[method] = operation(group, endpoint, &before, terms);
        }
    }
    Value::Object(paths)
}

fn operation(group: &Group, endpoint: &Endpoint, before: &str, terms: &Terms) -> Value {
    let id = endpoint.path.trim_matches('/').replace(['{', '}'], "").replace(['/', '.'], "_");
    let in_line = |parameter: &&&Parameter| {
        matches!(parameter.location, Location::Query | Location::Path | Location::Header)
    };
    let mut operation = object([
        ("operationId", [before, &id].concat().into()),
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
        ("schema", parameter_schema(parameter, terms.form)),
    ]);
    if demanded {
        described["example"] = FIRST.into();
        described["schema"] = of_type("string");
    }
    described
}

fn request_body(endpoint: &Endpoint, terms: &Terms) -> Value {
    if !endpoint.details.formats.is_empty() {
        return upload_body(endpoint.details.formats);
    }
    let (mut members, mut required): (Map<String, Value>, Vec<&str>) = Default::default();
    for member in
        endpoint.parameters.iter().filter(|parameter| parameter.location == Location::Body)
    {
        members.insert(member.name.to_owned(), member_schema(member, terms.form));
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
    let mut not_empty = of_type("string");
    not_empty["minLength"] = 1.into();
    if let Some(members) = endpoint.details.one_of {
        let given = members.map(|name| {
            let property = object([(name, not_empty.clone())]);
            object([("properties", property), ("required", vec![name].into())])
        });
        schema["oneOf"] = given.to_vec().into();
    }
    if let Some((integer, text)) = endpoint.details.exclusive {
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
