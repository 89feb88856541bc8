//! Credentials. The input is the value of an `Authorization` header, and behind an empty line the body of a login. `{token:N}` stands for the
//! session token that ends N seconds from now, `{base64:TEXT}` for the base64 form of a text.

use crate::invariants::check;
use crate::server::{SERVERS, Server};
use crate::{Target, requests, seeds};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use connector_playground::{State, Timestamp};
use http::{HeaderValue, StatusCode};
use serde_json::Value;

/// The target.
pub const TARGET: Target = Target { name: "tokens", run, seeds: seeds::credentials };

/// A protected endpoint, and whether a header's value opens it.
type Endpoint = (&'static str, fn(&Server, &[u8]) -> bool);

const PROTECTED: [Endpoint; 4] = [
    ("/auth/http_basic", |server, value| {
        let it = server.playground.credentials();
        let right = STANDARD.encode(format!("{}:{}", it.basic_user, it.basic_pass).as_bytes());
        behind(value, "basic") == Some(right.as_bytes())
    }),
    ("/auth/http_bearer", |server, value| {
        behind(value, "bearer") == Some(server.playground.credentials().bearer.as_bytes())
    }),
    ("/auth/api_key", |server, value| {
        behind(value, "apikey") == Some(server.playground.credentials().api_key.as_bytes())
    }),
    ("/auth/session_token/data", |server, value| {
        is_token(server, behind(value, "token").unwrap_or(value.trim_ascii()))
    }),
];

fn run(input: &[u8]) {
    let server = &SERVERS[0];
    let (value, body) = requests::split(input, "\n\n");
    let value = expanded(server, value);
    if let Ok(header) = HeaderValue::from_bytes(&value) {
        for (path, opens) in PROTECTED {
            let mut request = server.request("GET", path).unwrap();
            request.headers_mut().insert("authorization", header.clone());
            let answered = check(server, &request, &State::new());
            assert_eq!(
                answered.status == StatusCode::OK,
                opens(server, header.as_bytes()),
                "{path} {header:?} {answered:?}"
            );
        }
    }
    if let Some(body) = body {
        login(server, server.filled(body));
    }
}

/// Puts tokens in the place of `{token:N}`, and base64 in that of `{base64:TEXT}`.
fn expanded(server: &Server, value: &[u8]) -> Vec<u8> {
    let token = |seconds: &[u8]| {
        let seconds: i64 = std::str::from_utf8(seconds).ok()?.parse().ok()?;
        let end = Timestamp::from_seconds(server.now.seconds().saturating_add(seconds));
        Some(server.playground.credentials().issue_token(end, 0))
    };
    let value = replaced(&server.filled(value), "{base64:", |text| Some(STANDARD.encode(text)));
    replaced(&value, "{token:", token)
}

/// A text with another in the place of what stands between a mark and the next `}`.
fn replaced(text: &[u8], mark: &str, other: impl Fn(&[u8]) -> Option<String>) -> Vec<u8> {
    let (before, rest) = requests::split(text, mark);
    let (inner, behind) = requests::split(rest.unwrap_or_default(), "}");
    match (other(inner), behind) {
        (Some(other), Some(behind)) => [before, other.as_bytes(), behind].concat(),
        _ => text.to_vec(),
    }
}

/// What stands behind a scheme and its spaces.
fn behind<'v>(value: &'v [u8], scheme: &str) -> Option<&'v [u8]> {
    let (found, rest) = requests::split(value.trim_ascii(), " ");
    found
        .eq_ignore_ascii_case(scheme.as_bytes())
        .then_some(rest?.trim_ascii_start())
        .filter(|rest| !rest.is_empty())
}

/// Whether a text is a token of this server that has not ended: exactly the one it would give for the end that stands in it.
fn is_token(server: &Server, text: &[u8]) -> bool {
    let bytes = std::str::from_utf8(text).ok().and_then(|text| URL_SAFE_NO_PAD.decode(text).ok());
    let Some(end) =
        bytes.as_ref().and_then(|bytes| bytes.first_chunk()).map(|end| i64::from_be_bytes(*end))
    else {
        return false;
    };
    let issued = server.playground.credentials().issue_token(Timestamp::from_millis(end), 0);
    end > server.now.millis() && issued.as_bytes() == text
}

/// A login gives a token, which opens its endpoint, to who has the right name and password.
fn login(server: &Server, body: Vec<u8>) {
    let it = server.playground.credentials();
    let mut request = server.request("POST", "/auth/session_token/login").unwrap();
    request.headers_mut().insert("content-type", HeaderValue::from_static("application/json"));
    let said: Value = serde_json::from_slice(body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&body))
        .unwrap_or_default();
    *request.body_mut() = body.into();
    let answered = check(server, &request, &State::new());
    let right = said["username"] == it.session_user && said["password"] == it.session_pass;
    assert_eq!(answered.status == StatusCode::OK, right, "{said} {answered:?}");
    assert!(
        !right
            || answered.json()["token"]
                .as_str()
                .is_some_and(|token| is_token(server, token.as_bytes()))
    );
}
