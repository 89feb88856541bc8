//! JSON objects as bodies: read once, then each member like a parameter of the query.

use super::header::media_type;
use super::parameter::{Kind, Parameter};
use super::query::Query;
use super::{Call, Input};
use crate::dataset::form::time_format::TimeFormat;
use crate::response::error::ApiError;
use http::HeaderMap;
use serde_json::{Map, Number, Value};
use std::borrow::Cow;

/// The largest integer that every float up to it stands for exactly: 2^53.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A body whose members are the parameters of `T`. Null counts as absent; unknown members are refused.
#[derive(Clone, Copy, Debug)]
pub struct JsonBody<T>(pub T);

impl<T: Input> Input for JsonBody<T> {
    fn parameters() -> Vec<&'static Parameter> {
        T::parameters()
    }

    fn errors() -> Vec<ApiError> {
        use ApiError::{
            Coding, MalformedJson, MediaType, NotAnObject, NotString, TooLarge, UnexpectedMembers,
        };
        let unexpected = UnexpectedMembers(vec!["foo".to_owned()]);
        let mut errors = vec![
            TooLarge,
            Coding,
            MediaType,
            MalformedJson,
            NotAnObject,
            unexpected,
            NotString("NAME"),
        ];
        errors.append(&mut T::errors());
        errors
    }

    fn read(call: &Call<'_>) -> Result<Self, ApiError> {
        let query = members(object(call)?, &T::parameters(), call.instance.settings.form.time)?;
        T::read(&Call { query, path: Vec::new(), ..*call }).map(Self)
    }
}

/// The JSON object that the body is.
///
/// # Errors
/// Another type, no JSON, no object; in this order.
pub fn object(call: &Call<'_>) -> Result<Map<String, Value>, ApiError> {
    if !is_json(call.headers) {
        return Err(ApiError::MediaType);
    }
    // A byte order mark is skipped.
    let text = call.body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(call.body);
    match serde_json::from_slice(text) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => Err(ApiError::NotAnObject),
        Err(_) => Err(ApiError::MalformedJson),
    }
}

/// Members as texts, each of the type that its declaration asks for.
fn members(
    found: Map<String, Value>,
    declared: &[&'static Parameter],
    times: TimeFormat,
) -> Result<Query<'static>, ApiError> {
    let known = |name: &str| declared.iter().find(|parameter| parameter.name == name);
    let unexpected: Vec<String> =
        found.keys().filter(|name| known(name).is_none()).cloned().collect();
    if !unexpected.is_empty() {
        return Err(ApiError::UnexpectedMembers(unexpected));
    }
    let mut pairs = Vec::new();
    for (name, value) in found {
        let Some(parameter) = known(&name) else { continue };
        let text = match (parameter.kind, value) {
            (_, Value::Null) => continue,
            (Kind::Integer { .. }, Value::Number(number)) => {
                integer(&number).ok_or(ApiError::NotInteger(parameter.name))?
            }
            (Kind::Integer { .. }, _) => return Err(ApiError::NotInteger(parameter.name)),
            (Kind::Timestamp, Value::Number(number)) if times.is_number() => number.to_string(),
            (_, Value::String(text)) => text,
            _ => return Err(ApiError::NotString(parameter.name)),
        };
        pairs.push((Cow::Borrowed(parameter.name), Cow::Owned(text)));
    }
    Ok(Query::of(pairs))
}

/// The digits of an integer, of which 2.0 is one, too (JSON Schema 2020-12, section 6.1.1 of the validation vocabulary); None for all else.
fn integer(number: &Number) -> Option<String> {
    if number.is_u64() || number.is_i64() {
        return Some(number.to_string());
    }
    // Every whole float up to 2^53 stands for that integer alone.
    let whole = number.as_f64().filter(|float| float.abs() <= EXACT && float.fract() == 0.0)?;
    Some((whole as i64).to_string())
}

/// Whether the body is declared as `application/json` or `application/*+json`, in any case and with any parameters.
fn is_json(headers: &HeaderMap) -> bool {
    let essence = media_type(headers).unwrap_or_default();
    let subtype = essence.strip_prefix("application/").unwrap_or_default();
    subtype == "json" || subtype.strip_suffix("+json").is_some_and(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_floats_are_integers_and_others_are_not() {
        let digits = |value: &str| {
            serde_json::from_str::<Number>(value).ok().and_then(|number| integer(&number))
        };
        for (written, wanted) in [
            ("2.0", "2"),
            ("1e3", "1000"),
            ("-0.0", "0"),
            ("-7", "-7"),
            ("18446744073709551615", "18446744073709551615"),
        ] {
            assert_eq!(digits(written).as_deref(), Some(wanted));
        }
        for written in ["1.5", "1e300", "99999999999999999999", "-1e16"] {
            assert_eq!(digits(written), None, "{written}");
        }
    }
}
