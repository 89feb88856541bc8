//! Credentials in the `Authorization` header: scheme in any case, one or more spaces, outer blanks dropped (B16, RFC 9110 sections 11.1
//! and 11.4). Having read one of these types means that the request may pass.

use super::header::joined;
use super::parameter::Parameter;
use super::{Call, Input};
use crate::credentials::TokenFault;
use crate::response::error::{ApiError, Challenge};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::AUTHORIZATION;
use std::borrow::Cow;

/// HTTP Basic (RFC 7617).
#[derive(Clone, Copy, Debug)]
pub struct BasicAuth;

/// A bearer token (RFC 6750).
#[derive(Clone, Copy, Debug)]
pub struct BearerAuth;

/// The API key, as `apiKey KEY`.
#[derive(Clone, Copy, Debug)]
pub struct ApiKeyAuth;

/// A session token from the login, as `Token TOKEN` or bare.
#[derive(Clone, Copy, Debug)]
pub struct SessionAuth;

impl Input for BasicAuth {
    fn parameters() -> Vec<&'static Parameter> {
        static DECLARED: Parameter = Parameter::credentials(
            Challenge::Basic,
            "`Basic` and the base64 form of `USER:PASSWORD`, padded.",
        );
        vec![&DECLARED]
    }

    fn read(call: &Call<'_>) -> Result<Self, ApiError> {
        let header = header(call);
        let invalid = || ApiError::InvalidAuthorization(Challenge::Basic);
        let text = std::str::from_utf8(credentials(&header, "Basic", Challenge::Basic)?)
            .map_err(|_| invalid())?;
        let decoded = STANDARD.decode(text).map_err(|_| invalid())?;
        let colon = decoded.iter().position(|&byte| byte == b':').ok_or_else(invalid)?;
        let (user, password) = (&decoded[..colon], &decoded[colon + 1..]);
        if call.credentials.is_basic(user, password) { Ok(Self) } else { Err(invalid()) }
    }
}

impl Input for BearerAuth {
    fn parameters() -> Vec<&'static Parameter> {
        static DECLARED: Parameter =
            Parameter::credentials(Challenge::Bearer, "`Bearer` and the token.");
        vec![&DECLARED]
    }

    fn read(call: &Call<'_>) -> Result<Self, ApiError> {
        let header = header(call);
        let token = credentials(&header, "Bearer", Challenge::Bearer)?;
        let right = call.credentials.is_bearer(token);
        if right { Ok(Self) } else { Err(ApiError::InvalidAuthorization(Challenge::Bearer)) }
    }
}

impl Input for ApiKeyAuth {
    fn parameters() -> Vec<&'static Parameter> {
        static DECLARED: Parameter =
            Parameter::credentials(Challenge::ApiKey, "`apiKey` and the key.");
        vec![&DECLARED]
    }

    fn read(call: &Call<'_>) -> Result<Self, ApiError> {
        let header = header(call);
        let key = credentials(&header, "apiKey", Challenge::ApiKey)?;
        let right = call.credentials.is_api_key(key);
        if right { Ok(Self) } else { Err(ApiError::InvalidAuthorization(Challenge::ApiKey)) }
    }
}

impl Input for SessionAuth {
    fn parameters() -> Vec<&'static Parameter> {
        static DECLARED: Parameter = Parameter::credentials(
            Challenge::Token,
            "`Token` and the token that the login gave; the bare token is taken too.",
        );
        vec![&DECLARED]
    }

    fn errors() -> Vec<ApiError> {
        vec![
            ApiError::MissingToken,
            ApiError::TokenFormat,
            ApiError::InvalidToken,
            ApiError::ExpiredToken,
        ]
    }

    fn read(call: &Call<'_>) -> Result<Self, ApiError> {
        let header = header(call);
        if header.is_empty() {
            return Err(ApiError::MissingToken);
        }
        let token = after_scheme(&header, "Token").unwrap_or(&header);
        call.credentials.check_token(token, call.token_clock()).map(|()| Self).map_err(|fault| {
            match fault {
                TokenFault::Malformed => ApiError::TokenFormat,
                TokenFault::Foreign => ApiError::InvalidToken,
                TokenFault::Expired => ApiError::ExpiredToken,
            }
        })
    }
}

/// What follows the scheme in `Authorization`.
fn credentials<'h>(
    header: &'h [u8],
    scheme: &str,
    challenge: Challenge,
) -> Result<&'h [u8], ApiError> {
    if header.is_empty() {
        return Err(ApiError::MissingAuthorization(challenge));
    }
    after_scheme(header, scheme).ok_or(ApiError::InvalidAuthorization(challenge))
}

/// The `Authorization` value without outer blanks, empty where there is none. Several headers are joined by commas, and then match no credentials.
fn header<'c>(call: &'c Call<'_>) -> Cow<'c, [u8]> {
    joined(call.headers, AUTHORIZATION).unwrap_or_default()
}

/// What stands behind a scheme and its spaces; None for another scheme or for nothing behind it.
fn after_scheme<'c>(header: &'c [u8], scheme: &str) -> Option<&'c [u8]> {
    let (found, rest) = header.split_at_checked(scheme.len())?;
    let rest = rest.strip_prefix(b" ").map(<[u8]>::trim_ascii_start)?;
    (found.eq_ignore_ascii_case(scheme.as_bytes()) && !rest.is_empty()).then_some(rest)
}
