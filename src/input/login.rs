//! The login's JSON body (contract, section 10): checked in the order type, syntax, members, then name and password.

use super::parameter::Parameter;
use super::{Call, Input};
use crate::error::ApiError;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde_json::Value;

/// A login with the right name and password.
#[derive(Clone, Copy, Debug)]
pub struct Login;

static USERNAME: Parameter = Parameter::member("username", "User name; the server prints it when it starts.");
static PASSWORD: Parameter = Parameter::member("password", "Password; the server prints it when it starts.");

impl Input for Login {
    fn parameters() -> Vec<&'static Parameter> {
        vec![&USERNAME, &PASSWORD]
    }

    fn errors() -> Vec<ApiError> {
        use ApiError::{Login, LoginIncomplete, LoginTypes, MalformedJson, MediaType, NotAnObject, TooLarge};
        vec![TooLarge, MediaType, MalformedJson, NotAnObject, LoginIncomplete, LoginTypes, Login]
    }

    fn read(call: &Call<'_>) -> Result<Self, ApiError> {
        if !is_json(call.headers) {
            return Err(ApiError::MediaType);
        }
        // serde_json refuses NaN, other encodings than UTF-8 and nesting above 128 levels; a byte order mark is skipped.
        let text = call.body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(call.body);
        let body: Value = serde_json::from_slice(text).map_err(|_| ApiError::MalformedJson)?;
        let members = body.as_object().ok_or(ApiError::NotAnObject)?;
        let [user, password] = [&USERNAME, &PASSWORD].map(|member| members.get(member.name).unwrap_or(&Value::Null));
        let absent = |value: &Value| value.is_null() || value == "";
        if absent(user) || absent(password) {
            return Err(ApiError::LoginIncomplete);
        }
        let (Value::String(user), Value::String(password)) = (user, password) else { return Err(ApiError::LoginTypes) };
        let right = call.credentials.is_session(user.as_bytes(), password.as_bytes());
        if right { Ok(Self) } else { Err(ApiError::Login) }
    }
}

/// Whether the body is declared as `application/json` or `application/*+json`, in any case and with any parameters.
fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let subtype = essence.strip_prefix("application/").unwrap_or_default();
    subtype == "json" || subtype.strip_suffix("+json").is_some_and(|name| !name.is_empty())
}
