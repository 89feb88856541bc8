//! Real answers for the documents: a playground with a fixed seed, its clock at the anchor, asked by the samples of the table.

use crate::base64::Form;
use crate::body::Body;
use crate::data::credentials::Credentials;
use crate::endpoint::Endpoint;
use crate::error::Challenge;
use crate::input::own_page::SAME_ORIGIN;
use crate::input::parameter::{Kind, Place};
use crate::json;
use crate::origin::SEC_FETCH_SITE;
use crate::playground::Playground;
use crate::settings::Settings;
use crate::state::State;
use crate::time::Timestamp;
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use http::{Request, Response};
use serde_json::{Map, Value};
use std::sync::LazyLock;

/// The seed of the examples.
pub const SEED: &str = "example";
/// The anchor of the examples, and their present: 2026-01-01T00:00:00Z.
pub const ANCHOR: Timestamp = Timestamp::from_seconds(1_767_225_600);
/// Where the examples seem to come from.
pub const AUTHORITY: &str = "127.0.0.1:5001";

static PLAYGROUND: LazyLock<Playground> = LazyLock::new(|| {
    let mut settings = Settings::new(SEED, ANCHOR);
    settings.now = Some(ANCHOR);
    Playground::new(settings)
});

/// The request a sample makes, with the right credentials and body.
pub fn request(endpoint: &Endpoint, target: &str) -> Request<Bytes> {
    let mut request = Request::new(Bytes::from(body(endpoint).unwrap_or_default()));
    *request.method_mut() = endpoint.method.clone();
    *request.uri_mut() = target.parse().unwrap_or_default();
    let mut header = |name, value: &str| value.parse().map(|value| request.headers_mut().insert(name, value));
    // The samples are fixed texts; one that did not parse would show in the documents as the error it gets.
    let _ = header(HOST, AUTHORITY);
    if let Some(authorization) = authorization(endpoint) {
        let _ = header(AUTHORIZATION, &authorization);
    }
    if endpoint.takes_body() {
        let _ = header(CONTENT_TYPE, "application/json");
    }
    if endpoint.private {
        let _ = header(SEC_FETCH_SITE, SAME_ORIGIN);
    }
    request
}

/// The answer to a sample.
pub fn response(endpoint: &Endpoint, target: &str) -> Response<Body> {
    PLAYGROUND.handle(request(endpoint, target), ANCHOR, &State::new())
}

/// The `Authorization` that opens an endpoint.
pub fn authorization(endpoint: &Endpoint) -> Option<String> {
    let c = credentials();
    endpoint.parameters.iter().find_map(|parameter| match parameter.kind {
        Kind::Credentials(Challenge::Basic) => {
            Some(format!("Basic {}", Form::Standard.encode(format!("{}:{}", c.basic_user, c.basic_pass).as_bytes())))
        }
        Kind::Credentials(Challenge::Bearer) => Some(format!("Bearer {}", c.bearer)),
        Kind::Credentials(Challenge::ApiKey) => Some(format!("apiKey {}", c.api_key)),
        Kind::Credentials(Challenge::Token) => Some(format!("Token {}", c.issue_token(ANCHOR, 3600))),
        _ => None,
    })
}

/// The JSON body an endpoint takes; None for one that takes none.
pub fn body(endpoint: &Endpoint) -> Option<String> {
    if let Some(form) = endpoint.details.forms.first() {
        return Some(form.example.to_owned());
    }
    let c = credentials();
    let members = endpoint.parameters.iter().filter(|parameter| parameter.place == Place::Body);
    let value = |name: &str| match name {
        "username" => c.session_user.as_str().into(),
        "password" => c.session_pass.as_str().into(),
        "limit" => 2.into(),
        "query" => {
            "{ people(first: 2) { totalCount edges { cursor node { id name } } pageInfo { hasNextPage endCursor } } }"
                .into()
        }
        _ => Value::Null,
    };
    let mut body = Map::new();
    for member in members {
        body.insert(member.name.to_owned(), value(member.name));
    }
    body.retain(|_, value| !value.is_null());
    endpoint.takes_body().then(|| json::text(&body.into()))
}

/// The credentials of the examples.
pub fn credentials() -> &'static Credentials {
    PLAYGROUND.credentials()
}
