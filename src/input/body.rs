//! JSON objects as bodies: read once, then each member like a parameter of the query.

use super::parameter::{Kind, Parameter};
use super::query::Query;
use super::{Call, Input};
use crate::error::ApiError;
use crate::json;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// A body whose members are the parameters of `T`. Null counts as absent; unknown members are refused.
#[derive(Clone, Copy, Debug)]
pub struct Body<T>(pub T);

impl<T: Input> Input for Body<T> {
    fn parameters() -> Vec<&'static Parameter> {
        T::parameters()
    }

    fn errors() -> Vec<ApiError> {
        use ApiError::{MalformedJson, MediaType, NotAnObject, NotString, TooLarge, UnexpectedMembers};
        let unexpected = UnexpectedMembers(vec!["foo".to_owned()]);
        let mut errors = vec![TooLarge, MediaType, MalformedJson, NotAnObject, unexpected, NotString("NAME")];
        errors.append(&mut T::errors());
        errors
    }

    fn read(call: &Call<'_>) -> Result<Self, ApiError> {
        let query = members(object(call)?, &T::parameters())?;
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
    match json::read(text) {
        Some(Value::Object(members)) => Ok(members),
        Some(_) => Err(ApiError::NotAnObject),
        None => Err(ApiError::MalformedJson),
    }
}

/// Members as texts, each of the type that its declaration asks for.
fn members(found: Map<String, Value>, declared: &[&'static Parameter]) -> Result<Query<'static>, ApiError> {
    let known = |name: &str| declared.iter().find(|parameter| parameter.name == name);
    let unexpected: Vec<String> = found.keys().filter(|name| known(name).is_none()).cloned().collect();
    if !unexpected.is_empty() {
        return Err(ApiError::UnexpectedMembers(unexpected));
    }
    let mut pairs = Vec::new();
    for (name, value) in found {
        let Some(parameter) = known(&name) else { continue };
        let text = match (parameter.kind, value) {
            (_, Value::Null) => continue,
            (Kind::Integer { .. }, Value::Number(number)) => {
                json::integer(&number).ok_or(ApiError::NotInteger(parameter.name))?
            }
            (Kind::Integer { .. }, _) => return Err(ApiError::NotInteger(parameter.name)),
            (_, Value::String(text)) => text,
            _ => return Err(ApiError::NotString(parameter.name)),
        };
        pairs.push((Cow::Borrowed(parameter.name), Cow::Owned(text)));
    }
    Ok(Query::of(pairs))
}

/// Whether the body is declared as `application/json` or `application/*+json`, in any case and with any parameters.
fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let subtype = essence.strip_prefix("application/").unwrap_or_default();
    subtype == "json" || subtype.strip_suffix("+json").is_some_and(|name| !name.is_empty())
}
