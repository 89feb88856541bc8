//! The schemas of a document: what of them leaves out what generators of clients need, and what does not fit them. They are few keywords of JSON
//! Schema (2020-12); one that is not known here is an error, so that nothing passes for being unread.

use serde_json::Value;

/// The schemas that say too little, each with where it stands.
pub(crate) fn lacking(document: &Value) -> Vec<String> {
    let mut lacking = Vec::new();
    walk(document, "", &mut lacking);
    lacking
}

/// Looks for schemas below a value: wherever the key is `schema` or one of the components.
fn walk(value: &Value, place: &str, lacking: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| walk(item, place, lacking)),
        Value::Object(members) => {
            for (name, member) in members {
                let place = format!("{place}/{name}");
                match name.as_str() {
                    // No part of the document, but data.
                    "examples" | "example" | "x-paging" => {}
                    "schema" => check(member, &place, lacking),
                    "schemas" => member.as_object().unwrap().iter().for_each(|(name, schema)| {
                        check(schema, &format!("{place}/{name}"), lacking)
                    }),
                    _ => walk(member, &place, lacking),
                }
            }
        }
        _ => {}
    }
}

fn check(schema: &Value, place: &str, lacking: &mut Vec<String>) {
    if !schema.is_object() {
        return lacking.push(format!("{place}: no schema but {schema}"));
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
        name => name.as_str().into_iter().collect(),
    };
    let has = |name: &str| schema.get(name).is_some();
    let mut lacks = |what: &str| lacking.push(format!("{place}: {what}"));
    if types.is_empty() && !["$ref", "enum", "oneOf", "anyOf", "const"].into_iter().any(has) {
        lacks("no type");
    }
    if types.contains(&"array") && !has("items") {
        lacks("an array without items");
    }
    if types.contains(&"object") && !has("properties") && !has("additionalProperties") {
        lacks("an object without properties");
    }
    if types.contains(&"object") && has("properties") {
        let required =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
        required
            .filter(|name| schema["properties"].get(*name).is_none())
            .for_each(|name| lacks(&format!("requires {name}, which it does not have")));
    }
    for (name, member) in schema["properties"].as_object().into_iter().flatten() {
        check(member, &format!("{place}/{name}"), lacking);
    }
    for name in ["items", "additionalProperties"] {
        if let Some(inner) = schema.get(name).filter(|inner| inner.is_object()) {
            check(inner, &format!("{place}/{name}"), lacking);
        }
    }
}

/// Why a value does not fit a schema of the document, and where; None where it does.
pub(crate) fn unfit(
    schema: &Value,
    value: &Value,
    document: &Value,
    place: &str,
) -> Option<String> {
    if let Some(fault) = undeclared(schema, value, place) {
        return Some(fault);
    }
    for (keyword, wanted) in schema.as_object().unwrap() {
        let fault = match keyword.as_str() {
            "description" => None,
            "$ref" => unfit(
                document.pointer(wanted.as_str().unwrap().trim_start_matches('#')).unwrap(),
                value,
                document,
                place,
            ),
            "type" => {
                let fits = [wanted]
                    .into_iter()
                    .chain(wanted.as_array().into_iter().flatten())
                    .any(|name| is_of(value, name));
                (!fits).then(|| format!("{place}: {value} is no {wanted}"))
            }
            "enum" => (!wanted.as_array().unwrap().contains(value))
                .then(|| format!("{place}: {value} is not among {wanted}")),
            "minimum" => value
                .as_i64()
                .filter(|number| *number < wanted.as_i64().unwrap())
                .map(|number| format!("{place}: {number} is below {wanted}")),
            "required" => {
                let names = wanted.as_array().unwrap().iter().filter(|_| value.is_object());
                names
                    .filter(|name| value.get(name.as_str().unwrap()).is_none())
                    .map(|name| format!("{place}: has no {name}"))
                    .next()
            }
            "properties" => {
                let members = wanted
                    .as_object()
                    .unwrap()
                    .iter()
                    .filter_map(|(name, schema)| Some((name, schema, value.get(name)?)));
                let mut faults = members.map(|(name, schema, member)| {
                    unfit(schema, member, document, &format!("{place}/{name}"))
                });
                faults.find_map(|fault| fault)
            }
            "items" => {
                let items = value.as_array().into_iter().flatten().enumerate();
                items
                    .map(|(n, item)| unfit(wanted, item, document, &format!("{place}/{n}")))
                    .find_map(|fault| fault)
            }
            "additionalProperties" if wanted.is_boolean() => {
                let known =
                    |name: &&String| schema["properties"].get(*name).is_some() || wanted == true;
                let strange = value
                    .as_object()
                    .into_iter()
                    .flat_map(|members| members.keys())
                    .find(|name| !known(name));
                strange.map(|name| format!("{place}: {name} is not known"))
            }
            "additionalProperties" => {
                let known = |name: &str| schema["properties"].get(name).is_some();
                let others =
                    value.as_object().into_iter().flatten().filter(|(name, _)| !known(name));
                others
                    .map(|(name, member)| {
                        unfit(wanted, member, document, &format!("{place}/{name}"))
                    })
                    .find_map(|fault| fault)
            }
            other => Some(format!("{place}: the keyword {other} is not known")),
        };
        if fault.is_some() {
            return fault;
        }
    }
    None
}

/// A member that a schema does not name although it names some: JSON Schema lets it pass, and generated clients drop it.
fn undeclared(schema: &Value, value: &Value, place: &str) -> Option<String> {
    let declared = schema.get("properties")?.as_object()?;
    if schema.get("additionalProperties").is_some() {
        return None;
    }
    let strange = value.as_object()?.keys().find(|name| !declared.contains_key(*name))?;
    Some(format!("{place}: {strange} is not declared"))
}

/// Whether a value is of a type.
fn is_of(value: &Value, name: &Value) -> bool {
    match name.as_str() {
        Some("null") => value.is_null(),
        Some("boolean") => value.is_boolean(),
        Some("integer") => value.is_u64() || value.is_i64(),
        Some("number") => value.is_number(),
        Some("string") => value.is_string(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        _ => false,
    }
}

#[test]
fn what_does_not_fit_is_found_where_it_is() {
    let document = serde_json::json!({ "components": { "schemas": { "Row": { "type": "object", "properties": { "id": { "type": "integer", "minimum": 1 } },
        "required": ["id"], "additionalProperties": false } } } });
    let schema = serde_json::json!({ "type": ["array", "null"], "items": { "$ref": "#/components/schemas/Row" } });
    let judged = |text: &str| unfit(&schema, &serde_json::from_str(text).unwrap(), &document, "");
    assert_eq!((judged("null"), judged("[]"), judged(r#"[{"id":1}]"#)), (None, None, None));
    for (text, wanted) in [
        ("1", ": 1 is no "),
        (r#"[{"id":1},{}]"#, "/1: has no "),
        (r#"[{"id":"1"}]"#, "/0/id: \"1\" is no "),
        (r#"[{"id":0}]"#, "/0/id: 0 is below 1"),
        (r#"[{"id":1,"x":2}]"#, "/0: x is not known"),
    ] {
        assert!(judged(text).unwrap().starts_with(wanted), "{text}: {:?}", judged(text));
    }
    assert!(unfit(&serde_json::json!({ "maxLength": 1 }), &"ab".into(), &document, "").is_some());
}
