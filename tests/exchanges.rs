//! The shared table of exchanges, on the core. Every door runs the same table (`tests/exchanges.json`): same request, same bytes.
//!
//! `UPDATE=1 cargo test --test exchanges` writes the answers anew; read the difference before you commit it.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and reads and writes its own files"
)]

use api_playground::data::credentials::Credentials;
use api_playground::{Body, Playground, Settings, State, Timestamp};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{Request, Response};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/exchanges.json");
/// What `{origin}` in a body stands for here.
const ORIGIN: &str = "http://playground.test:5001";
/// Longer bodies are kept as length and digest.
const SHOWN: usize = 3000;

fn playground(table: &Value) -> (Playground, Timestamp) {
    let text = |key: &str| table["settings"][key].as_str().unwrap();
    let mut settings = Settings::new(text("seed"), Timestamp::from_seconds(0));
    settings.set("anchor", text("anchor")).unwrap();
    settings.set("now", text("now")).unwrap();
    (Playground::new(settings.settle().unwrap()), Timestamp::parse(text("now")).unwrap())
}

/// The values that `{name}` in requests stands for.
fn values(credentials: &Credentials, now: Timestamp) -> Value {
    json!({
        "basic_b64": STANDARD.encode(format!("{}:{}", credentials.basic_user, credentials.basic_pass)),
        "bearer": credentials.bearer,
        "api_key": credentials.api_key,
        "session_user": credentials.session_user,
        "session_pass": credentials.session_pass,
        "token": credentials.issue_token(now, 3600),
    })
}

fn filled(text: &str, values: &Value) -> String {
    values
        .as_object()
        .unwrap()
        .iter()
        .fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value.as_str().unwrap()))
}

fn request(exchange: &Value, values: &Value) -> Request<Bytes> {
    let request = &exchange["request"];
    let method = request["method"].as_str().unwrap();
    let mut built = Request::builder().method(method).uri(request["path"].as_str().unwrap());
    built = built.header("host", ORIGIN.trim_start_matches("http://"));
    for (name, value) in request["headers"].as_object().into_iter().flatten() {
        built = built.header(name, filled(value.as_str().unwrap(), values));
    }
    let body = filled(request["body"].as_str().unwrap_or_default(), values);
    built.body(body.into()).unwrap()
}

/// What the table keeps of a response.
fn kept(response: Response<Body>) -> Value {
    let (head, body) = response.into_parts();
    let mut headers = Map::new();
    for (name, value) in &head.headers {
        headers.insert(name.to_string(), value.to_str().unwrap().into());
    }
    let body = body.into_bytes();
    let body = if body.len() <= SHOWN {
        String::from_utf8(body.to_vec()).unwrap().replace(ORIGIN, "{origin}").into()
    } else {
        let digest: String = Sha256::digest(&body).iter().map(|byte| format!("{byte:02x}")).collect();
        json!({ "bytes": body.len(), "sha256": digest })
    };
    json!({ "status": head.status.as_u16(), "headers": headers, "body": body })
}

#[test]
fn the_core_gives_the_answers_of_the_table() {
    let mut table: Value = serde_json::from_str(&std::fs::read_to_string(TABLE).unwrap()).unwrap();
    let (playground, now) = playground(&table);
    let values = values(playground.credentials(), now);
    let update = std::env::var("UPDATE").is_ok();
    if update {
        table["credentials"] = values.clone();
    }
    assert_eq!(table["credentials"], values, "credentials come from the seed");
    let state = State::new();
    for exchange in table["exchanges"].as_array_mut().unwrap() {
        let response = kept(playground.handle(request(exchange, &values), now, &state));
        if update {
            exchange["response"] = response;
        } else {
            assert_eq!(response, exchange["response"], "{}", exchange["name"]);
        }
    }
    if update {
        std::fs::write(TABLE, serde_json::to_string_pretty(&table).unwrap() + "\n").unwrap();
    }
}
