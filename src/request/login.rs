//! The login's JSON body (contract, section 10): checked in the order type, syntax, members, then name and password.

use super::parameter::Parameter;
use super::{Call, Input, body};
use crate::response::error::ApiError;
use serde_json::Value;

/// A login with the right name and password.
#[derive(Clone, Copy, Debug)]
pub struct Login;

static USERNAME: Parameter =
    Parameter::member("username", "User name; the server prints it when it starts.");
static PASSWORD: Parameter =
    Parameter::member("password", "Password; the server prints it when it starts.");

impl Input for Login {
    fn parameters() -> Vec<&'static Parameter> {
        vec![&USERNAME, &PASSWORD]
    }

    fn errors() -> Vec<ApiError> {
        use ApiError::{
            Coding, Login, LoginIncomplete, LoginTypes, MalformedJson, MediaType, NotAnObject,
            TooLarge,
        };
        vec![
            TooLarge,
            Coding,
            MediaType,
            MalformedJson,
            NotAnObject,
            LoginIncomplete,
            LoginTypes,
            Login,
        ]
    }

    fn read(call: &Call<'_>) -> Result<Self, ApiError> {
        let members = body::object(call)?;
        let [user, password] =
            [&USERNAME, &PASSWORD].map(|member| members.get(member.name).unwrap_or(&Value::Null));
        let absent = |value: &Value| value.is_null() || value == "";
        if absent(user) || absent(password) {
            return Err(ApiError::LoginIncomplete);
        }
        let (Value::String(user), Value::String(password)) = (user, password) else {
            return Err(ApiError::LoginTypes);
        };
        let right = call.credentials.is_session(user.as_bytes(), password.as_bytes());
        if right { Ok(Self) } else { Err(ApiError::Login) }
    }
}
