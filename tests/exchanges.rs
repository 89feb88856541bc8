//! The shared table of exchanges (`tests/exchanges.json`), on the core. `native_exchanges.rs` runs it on the command over TCP, and the
//! wasm adapters run it too: same request, same bytes.
//!
//! `UPDATE=1 cargo test --test exchanges` writes the answers anew; read the difference before you commit it.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and reads and writes its own files"
)]

#[path = "support/table.rs"]
mod table;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use connector_playground::credentials::Credentials;
use connector_playground::request::base_url;
use connector_playground::{Body, Playground, Settings, State, Timestamp};
use http::Response;
use serde_json::{Value, json};

/// Where the table lies.
const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/exchanges.json");

fn playground(table: &Value) -> (Playground, Timestamp) {
    let text = |key: &str| table["settings"][key].as_str().unwrap();
    let settings = Settings::builder(text("seed"), text("anchor").parse().unwrap())
        .set("now", text("now"))
        .unwrap();
    (Playground::new(settings.build().unwrap()), text("now").parse().unwrap())
}

/// What `{name}` in requests stands for.
fn values(credentials: &Credentials, now: Timestamp) -> Value {
    json!({
        "basic_b64": STANDARD.encode(format!("{}:{}", credentials.basic_user, credentials.basic_pass).as_bytes()),
        "bearer": credentials.bearer,
        "api_key": credentials.api_key,
        "session_user": credentials.session_user,
        "session_pass": credentials.session_pass,
        "token": credentials.issue_token(now, 3600),
    })
}

fn request(exchange: &Value, values: &Value) -> http::Request<bytes::Bytes> {
    let request = table::request(exchange, values);
    let mut built = http::Request::builder().method(&*request.method).uri(request.path);
    for (name, value) in request.headers {
        built = built.header(name, value);
    }
    built.body(request.body.into()).unwrap()
}

fn kept(response: Response<Body>) -> Value {
    let (head, body) = response.into_parts();
    let headers = head.headers.iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap()));
    table::kept(head.status.as_u16(), headers, &body.into_bytes())
}

#[test]
fn the_core_gives_the_answers_of_the_table() {
    let mut table = table::read();
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
        std::fs::write(PATH, serde_json::to_string_pretty(&table).unwrap() + "\n").unwrap();
    }
}

#[test]
fn pages_of_other_origins_may_read_every_header_that_an_answer_has_and_no_others_are_named() {
    // What every page may read (Fetch standard, "CORS-safelisted response-header name"), and what is for the browser alone.
    let always =
        ["cache-control", "content-length", "content-type", "vary", "x-content-type-options"];
    let table = table::read();
    let (playground, now) = playground(&table);
    let state = State::new();
    let limited = || {
        let request = http::Request::get("/with/rate_limit=true,capacity=1/pagination/offset")
            .header("host", "a.test");
        kept(playground.handle(request.body(bytes::Bytes::new()).unwrap(), now, &state))
    };
    let more = [limited(), limited()];
    assert_eq!(more[1]["status"], 429);
    let (mut seen, mut exposed) =
        (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
    let exchanges =
        table["exchanges"].as_array().unwrap().iter().map(|exchange| &exchange["response"]);
    for headers in exchanges.chain(&more).map(|response| response["headers"].as_object().unwrap()) {
        let Some(names) = headers.get("access-control-expose-headers") else { continue };
        exposed.extend(names.as_str().unwrap().split(", ").map(str::to_ascii_lowercase));
        let own = headers.keys().filter(|name| !always.contains(&name.as_str()));
        seen.extend(own.filter(|name| !name.starts_with("access-control-")).cloned());
    }
    assert_eq!(exposed, seen);
}

#[test]
fn headers_that_are_not_needed_change_nothing() {
    let table = table::read();
    let (playground, now) = playground(&table);
    let answer = |request| kept(playground.handle(request, now, &State::new()));
    let mut needed = 0;
    for exchange in table["exchanges"].as_array().unwrap() {
        let bare = || {
            let (head, body) = request(exchange, &table["credentials"]).into_parts();
            let mut built = http::Request::builder().method(head.method).uri(head.uri);
            if let Some(host) = head.headers.get("host") {
                built = built.header("host", host);
            }
            built.body(body).unwrap()
        };
        let whole = request(exchange, &table["credentials"]);
        let (head, ()) = bare().map(drop).into_parts();
        if playground.needs_headers(&head) {
            needed += usize::from(answer(bare()) != answer(whole));
        } else if answer(bare())["status"] != 400 {
            assert_eq!(answer(bare()), answer(whole), "{}", exchange["name"]);
        }
    }
    assert!(needed > 5, "{needed}");
}

#[test]
fn headers_that_nothing_reads_change_nothing() {
    let table = table::read();
    let (playground, now) = playground(&table);
    let state = State::new();
    let answer =
        |(head, body)| kept(playground.handle(http::Request::from_parts(head, body), now, &state));
    for exchange in table["exchanges"].as_array().unwrap() {
        let (mut head, body) = request(exchange, &table["credentials"]).into_parts();
        let all = std::mem::take(&mut head.headers);
        for (name, value) in all.iter().filter(|(name, _)| base_url::READ.contains(name)) {
            head.headers.append(name, value.clone());
        }
        assert_eq!(answer((head, body)), exchange["response"], "{}", exchange["name"]);
    }
}
