//! The schemas of parameters and of the members of bodies.

use super::object;
use crate::dataset::form::Form;
use crate::dataset::form::time_format::TimeFormat;
use crate::request::parameter::{Kind, Parameter};
use serde_json::Value;

/// `YYYY-MM-DDTHH:MM:SSZ` or nothing, as a pattern that only real dates match (29 February is taken too, though no pattern tells leap years).
const TIMESTAMP: &str = "^((000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|\
    (0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z)?$";

/// One range of items.
const RANGE: &str = "^items=([0-9]+-[0-9]*|-[0-9]+)$";
/// A duration or nothing.
const DURATION: &str =
    "^(P([0-9]+W|[0-9]+D|([0-9]+D)?T([0-9]+H([0-9]+M)?([0-9]+S)?|[0-9]+M([0-9]+S)?|[0-9]+S)))?$";
/// The id of a row or nothing.
const ID: &str = "^([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})?$";
/// The same of one that is an integer.
const BIG_ID: &str = "^([0-9]{16,19})?$";

/// A parameter, of requests for rows in a form.
pub(super) fn parameter_schema(parameter: &Parameter, form: Form) -> Value {
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
        Kind::Timestamp if form.time == TimeFormat::Z => pattern(TIMESTAMP),
        Kind::Timestamp => of_type("string"),
        Kind::Duration => pattern(DURATION),
        Kind::Object => {
            let mut schema = of_type("object");
            schema["additionalProperties"] = true.into();
            schema
        }
        Kind::Id => pattern(if form.big_ids { BIG_ID } else { ID }),
        Kind::Range => pattern(RANGE),
        Kind::Text | Kind::Cursor | Kind::Credentials(_) => of_type("string"),
    }
}

pub(super) fn of_type(name: &str) -> Value {
    object([("type", name.into())])
}

pub(super) fn pattern(pattern: &str) -> Value {
    object([("type", "string".into()), ("pattern", pattern.into())])
}

/// A member of a body: null counts as absent where it may be absent.
pub(super) fn member_schema(member: &Parameter, form: Form) -> Value {
    let mut schema = parameter_schema(member, form);
    if member.required {
        schema["minLength"] = 1.into();
    } else {
        let mut types = vec![schema["type"].take(), "null".into()];
        if member.kind == Kind::Timestamp && form.time.is_number() {
            types.push("integer".into());
        }
        schema["type"] = types.into();
        if let Some(Value::Array(values)) = schema.get_mut("enum") {
            values.push(Value::Null);
        }
    }
    schema["description"] = member.about.into();
    schema
}
