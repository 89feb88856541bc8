//! The shared table of exchanges (`tests/exchanges.json`), on the command over TCP.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

mod support;

use support::Server;
use support::table;

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
        let headers: Vec<(&str, &str)> =
            request.headers.iter().map(|(name, value)| (&**name, &**value)).collect();
        let reply =
            server.request(&request.method, &request.path, &headers, request.body.as_bytes());
        let headers = reply.headers.iter().filter(|(name, _)| !added.contains(&name.as_str()));
        let kept = table::kept(
            reply.status,
            headers.map(|(name, value)| (&**name, &**value)),
            &reply.body,
        );
        assert_eq!(kept, exchange["response"], "{}", exchange["name"]);
    }
}
