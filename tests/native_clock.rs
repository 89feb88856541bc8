//! The clock of data over TCP: it is moved for all connections at once, and the flag sets its speed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests fail by panicking"
)]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::print_stderr,
    reason = "tests start the command and talk to it"
)]

mod support;

use serde_json::Value;
use support::Server;

const JSON: [(&str, &str); 1] = [("content-type", "application/json")];

#[test]
fn the_clock_is_moved_for_all_connections() {
    let server =
        Server::start(&["--anchor", "2026-01-01T00:00:00Z", "--clock-speed", "0", "--moving"]);
    let shown =
        || -> Value { serde_json::from_slice(&server.get("/playground/clock").body).unwrap() };
    assert_eq!(shown()["now"], "2026-01-01T00:00:00Z");
    let (mut other, list) = (server.connect(), "/pagination/page_number");
    let before = other.exchange("GET", list).body;
    let reply = server.request("POST", "/playground/clock", &JSON, br#"{"advance":"P1D"}"#);
    assert_eq!((reply.status, shown()["now"].as_str()), (200, Some("2026-01-02T00:00:00Z")));
    let after = other.exchange("GET", list);
    assert_ne!(after.body, before);
    assert!(
        !after.header("date").unwrap().contains("02 Jan 2026"),
        "the date is that of the machine"
    );
    let back =
        server.request("POST", "/playground/clock", &JSON, br#"{"to":"2026-01-01T00:00:00Z"}"#);
    assert_eq!(back.status, 400);
    assert!(back.text().contains("never goes back"), "{}", back.text());
    assert_eq!(
        server.request("PUT", "/playground/clock", &JSON, b"").header("allow"),
        Some("GET, HEAD, POST, OPTIONS")
    );
}

#[test]
fn two_who_move_the_clock_at_once_both_move_it() {
    let server = Server::start(&["--anchor", "2026-01-01T00:00:00Z", "--clock-speed", "0"]);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..10 {
                    let body = br#"{"advance":"PT1M"}"#;
                    assert_eq!(
                        server.request("POST", "/playground/clock", &JSON, body).status,
                        200
                    );
                }
            });
        }
    });
    assert!(server.get("/playground/clock").text().contains("2026-01-01T01:20:00Z"));
}
