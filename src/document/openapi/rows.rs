//! Schemas of rows in another form. Samples show a few rows; the schema has to fit all of them.

use super::declared;
use crate::dataset::form::Form;
use crate::dataset::form::nulls::Nulls;
use serde_json::Value;

/// Makes the schemas of records, wherever they are inside a schema, fit each record of a form.
pub(super) fn fit(schema: &mut Value, form: Form) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(|item| fit(item, form)),
        Value::Object(members) => {
            members.values_mut().for_each(|member| fit(member, form));
            if is_record(schema) {
                fit_record(schema, form);
            } else if is_trace(schema) {
                fit_trace(schema, form);
            }
        }
        _ => {}
    }
}

/// Whether a schema is that of records, in whatever form.
fn is_record(schema: &Value) -> bool {
    let properties = &schema["properties"];
    ["id", "email", "updatedAt"].iter().all(|name| properties.get(name).is_some())
}

/// Whether a schema is that of what is left of a record in a feed: its id, and what became of it.
fn is_trace(schema: &Value) -> bool {
    let has = |name: &str| schema["properties"].get(name).is_some();
    has("id") && ["op", "deleted", "deletedAt"].into_iter().any(has)
}

fn fit_trace(schema: &mut Value, form: Form) {
    for (name, is_number) in [("id", form.big_ids), ("deletedAt", form.time.is_number())] {
        if is_number && let Some(member) = schema["properties"].get_mut(name) {
            member["type"] = "integer".into();
        }
    }
}

fn fit_record(schema: &mut Value, form: Form) {
    let (changes, nulls) = (form.drift.any(), form.nulls);
    let text = vec!["string"];
    let mut unknown = text.clone();
    unknown.extend((nulls == Nulls::Null).then_some("null"));
    let mut company = unknown.clone();
    company.extend(changes.retype.then_some("object"));
    let absent = nulls == Nulls::Absent;
    // Whether a member may be another than samples show, its types, and whether it need not be there.
    for (name, differs, types, may_lack) in [
        ("phone", changes.add, &text, true),
        ("address", changes.drop, &text, true),
        ("company", changes.retype || nulls != Nulls::None, &company, absent),
        ("job", changes.rename || nulls != Nulls::None, &unknown, absent || changes.rename),
        ("job_title", changes.rename, &unknown, true),
    ] {
        if differs {
            let member = &mut schema["properties"][name];
            member["type"] =
                if let [one] = types[..] { one.into() } else { types.as_slice().into() };
        }
        if types.contains(&"object") {
            let object = r#"{"name":{"type":"string"}}"#;
            schema["properties"][name]["properties"] = declared(object);
        }
        if differs && may_lack {
            leave(schema, name);
        }
    }
}

/// Makes a member one that need not be there.
fn leave(schema: &mut Value, name: &str) {
    if let Some(required) = schema["required"].as_array_mut() {
        required.retain(|required| required != name);
    }
}
