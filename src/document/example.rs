//! Example responses for the documents. They are real: a playground with a fixed seed and its clock at the anchor answers the samples of
//! the table, with the default settings or with those that change the shape of responses.

use super::Api;
use crate::credentials::Credentials;
use crate::request::base_url::SEC_FETCH_SITE;
use crate::request::parameter::{Kind, Location};
use crate::request::same_origin::SAME_ORIGIN;
use crate::response::body::Body;
use crate::response::error::Challenge;
use crate::router::Endpoint;
use crate::settings::{Settings, SettingsBuilder};
use crate::state::State;
use crate::time::Timestamp;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use http::{Request, Response};
use serde_json::{Map, Value};
use std::sync::LazyLock;

/// The seed of the examples.
pub const SEED: &str = Settings::SEED;
/// The anchor of the examples, and their present: 2026-01-01T00:00:00Z.
pub const ANCHOR: Timestamp = Settings::ANCHOR;
/// Where the examples seem to come from.
pub const AUTHORITY: &str = "127.0.0.1:5001";

static CREDENTIALS: LazyLock<Credentials> = LazyLock::new(|| Credentials::new(SEED));

/// The settings of the examples, whose clock stands still at the anchor, with others that are set.
pub fn settings(pairs: &[(&str, String)]) -> Settings {
    let set = |builder: SettingsBuilder, (key, text): &(&str, String)| builder.set(key, text);
    let still = Settings::builder(SEED, ANCHOR).set("clock_speed", "0");
    let builder = still.and_then(|still| pairs.iter().try_fold(still, set));
    builder.and_then(SettingsBuilder::build).unwrap_or_default()
}

/// A server that answers the samples under settings of its own.
#[derive(Debug)]
pub struct Server(Box<dyn super::Server>);

impl Server {
    /// With the settings of the examples, and these.
    pub fn new(api: Api, pairs: &[(&str, String)]) -> Self {
        Self((api.server)(settings(pairs)))
    }

    /// The response to a sample. With the behaviour `first_cursor`, a first request says that it is the first.
    pub fn response(&self, endpoint: &Endpoint, target: &str) -> Response<Body> {
        let mut request = request(endpoint, target);
        if let Some(cursor) =
            endpoint.cursor().filter(|_| self.0.settings().behaviours.first_cursor)
        {
            if cursor.location == Location::Body {
                let mut body = serde_json::from_slice::<Value>(request.body()).unwrap_or_default();
                body[cursor.name] = FIRST.into();
                *request.body_mut() = body.to_string().into();
            } else {
                *request.uri_mut() = first(target, cursor.name).parse().unwrap_or_default();
            }
        }
        self.0.respond(request, ANCHOR, &State::new())
    }
}

/// The cursor of a first request, where `first_cursor` asks for one.
pub const FIRST: &str = "*";

/// A target that says that it is the first of a walk.
pub fn first(target: &str, cursor: &str) -> String {
    let before = if target.contains('?') { "&" } else { "?" };
    [target, before, cursor, "=", FIRST].concat()
}

/// The request a sample makes, with the right credentials and body.
pub fn request(endpoint: &Endpoint, target: &str) -> Request<Bytes> {
    let mut request = Request::new(Bytes::from(body(endpoint).unwrap_or_default()));
    *request.method_mut() = endpoint.method.clone();
    *request.uri_mut() = target.parse().unwrap_or_default();
    let mut header =
        |name, value: &str| value.parse().map(|value| request.headers_mut().insert(name, value));
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

/// The `Authorization` that an endpoint accepts.
pub fn authorization(endpoint: &Endpoint) -> Option<String> {
    let c = credentials();
    endpoint.parameters.iter().find_map(|parameter| match parameter.kind {
        Kind::Credentials(Challenge::Basic) => Some(format!(
            "Basic {}",
            STANDARD.encode(format!("{}:{}", c.basic_user, c.basic_pass).as_bytes())
        )),
        Kind::Credentials(Challenge::Bearer) => Some(format!("Bearer {}", c.bearer)),
        Kind::Credentials(Challenge::ApiKey) => Some(format!("apiKey {}", c.api_key)),
        Kind::Credentials(Challenge::Token) => {
            Some(format!("Token {}", c.issue_token(ANCHOR, 3600)))
        }
        _ => None,
    })
}

/// The JSON body an endpoint takes; None for one that takes none.
pub fn body(endpoint: &Endpoint) -> Option<String> {
    if let Some(form) = endpoint.details.formats.first() {
        return Some(form.example.to_owned());
    }
    let c = credentials();
    let members =
        endpoint.parameters.iter().filter(|parameter| parameter.location == Location::Body);
    let value = |name: &str| {
        match name {
        "username" => c.session_user.as_str().into(),
        "password" => c.session_pass.as_str().into(),
        "limit" => 2.into(),
        "advance" => "PT1H".into(),
        "query" => {
            "{ people(first: 2) { totalCount edges { cursor node { id name } } pageInfo { hasNextPage endCursor } } }"
                .into()
        }
        _ => Value::Null,
    }
    };
    let mut body = Map::new();
    for member in members {
        body.insert(member.name.to_owned(), value(member.name));
    }
    body.retain(|_, value| !value.is_null());
    endpoint.takes_body().then(|| Value::from(body).to_string())
}

/// The credentials of the examples.
pub fn credentials() -> &'static Credentials {
    &CREDENTIALS
}
