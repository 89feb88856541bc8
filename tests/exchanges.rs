//! The shared table of exchanges (`tests/exchanges.json`), on the core and on the real process over TCP. The wasm doors run the same table:
//! same request, same bytes.
//!
//! `UPDATE=1 cargo test --test exchanges` writes the answers anew; read the difference before you commit it.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and reads and writes its own files"
)]

mod support;

use api_playground::data::credentials::Credentials;
use api_playground::{Body, Playground, Settings, State, Timestamp, origin};
use base64ct::{Base64, Encoding};
use http::Response;
use serde_json::{Value, json};
use support::Server;
use support::table::{self, PATH};

fn playground(table: &Value) -> (Playground, Timestamp) {
    let text = |key: &str| table["settings"][key].as_str().unwrap();
    let mut settings = Settings::new(text("seed"), Timestamp::from_seconds(0));
    settings.set("anchor", text("anchor")).unwrap();
    settings.set("now", text("now")).unwrap();
    (Playground::new(settings.settle().unwrap()), Timestamp::parse(text("now")).unwrap())
}

/// What `{name}` in requests stands for.
fn values(credentials: &Credentials, now: Timestamp) -> Value {
    json!({
        "basic_b64": Base64::encode_string(format!("{}:{}", credentials.basic_user, credentials.basic_pass).as_bytes()),
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
    let answer = |(head, body)| kept(playground.handle(http::Request::from_parts(head, body), now, &state));
    for exchange in table["exchanges"].as_array().unwrap() {
        let (mut head, body) = request(exchange, &table["credentials"]).into_parts();
        let all = std::mem::take(&mut head.headers);
        for (name, value) in all.iter().filter(|(name, _)| origin::READ.contains(name)) {
            head.headers.append(name, value.clone());
        }
        assert_eq!(answer((head, body)), exchange["response"], "{}", exchange["name"]);
    }
}

#[test]
fn the_real_process_gives_the_answers_of_the_table() {
    let table = table::read();
    let text = |key: &str| table["settings"][key].as_str().unwrap();
    let settings = ["--seed", text("seed"), "--anchor", text("anchor"), "--now", text("now")];
    // The table's host is one that could be rebound; here it is the server's own.
    let server = Server::start(&[&settings[..], &["--allow-host", "*"]].concat());
    // What a connection adds to an answer.
    let added = ["date", "connection", "transfer-encoding"];
    for exchange in table["exchanges"].as_array().unwrap() {
        let request = table::request(exchange, &table["credentials"]);
        let headers: Vec<(&str, &str)> = request.headers.iter().map(|(name, value)| (&**name, &**value)).collect();
        let reply = server.request(&request.method, &request.path, &headers, request.body.as_bytes());
        let headers = reply.headers.iter().filter(|(name, _)| !added.contains(&name.as_str()));
        let kept = table::kept(reply.status, headers.map(|(name, value)| (&**name, &**value)), &reply.body);
        assert_eq!(kept, exchange["response"], "{}", exchange["name"]);
    }
}
