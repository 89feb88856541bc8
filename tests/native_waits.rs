//! What the native adapter waits for, and for how long: a head, a body, the next request. The waits are real: 31 s
//! together, more than a test may take, and hardly any of the processor's; with `ALL` in the environment (`cargo xtask all --only waits`) 76 s.

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
    reason = "tests measure time, start clients, look at processes, and say what is skipped"
)]

mod support;

use std::thread;
use std::time::{Duration, Instant};
use support::Server;

const PAGE: &str = "/pagination/offset?limit=1";

/// 11 s. A head is timed from its first byte; an idle connection is not a slow one (case O01).
#[test]
fn a_slow_head_is_408_after_ten_seconds_and_an_idle_connection_lives_on() {
    let server = Server::start(&[]);
    let mut idle = server.connect();
    assert_eq!(idle.exchange("GET", PAGE).status, 200);
    let mut fresh = server.connect();
    let mut slow = server.connect();
    let mut slow_later = server.connect();
    assert_eq!(slow_later.exchange("GET", PAGE).status, 200);
    for connection in [&mut slow, &mut slow_later] {
        connection.send_raw(b"GET /pagination/offset HTTP/1.1\r\nHo").unwrap();
    }
    let start = Instant::now();
    thread::sleep(Duration::from_secs(6));
    assert_eq!(idle.exchange("GET", PAGE).status, 200);
    // A byte now and then does not help.
    slow.send_raw(b"s").unwrap();
    for connection in [&mut slow, &mut slow_later] {
        let reply = connection.receive().unwrap();
        assert_eq!(
            (reply.status, reply.header("content-length"), reply.header("connection")),
            (408, Some("47"), Some("close"))
        );
        let waited = start.elapsed();
        assert!((9_500..30_000).contains(&waited.as_millis()), "{waited:?}");
        assert!(connection.is_closed_within(Duration::from_secs(1)));
    }
    assert_eq!(fresh.exchange("GET", PAGE).status, 200);
    assert_eq!(idle.exchange("GET", PAGE).status, 200);
}

/// With `ALL` in the environment alone.
#[test]
fn an_idle_connection_is_closed_after_75_seconds_without_a_word() {
    if std::env::var_os("ALL").is_none() {
        eprintln!("skipped: it takes 76 s; ALL=1 has the time for it");
        return;
    }
    let server = Server::start(&[]);
    let mut used = server.connect();
    assert_eq!(used.exchange("GET", PAGE).status, 200);
    let start = Instant::now();
    let mut fresh = server.connect();
    assert!(used.is_closed_within(Duration::from_secs(110)));
    assert!(start.elapsed() > Duration::from_millis(74_500), "{:?}", start.elapsed());
    assert!(fresh.is_closed_within(Duration::from_secs(20)));
}

#[test]
fn a_body_that_does_not_come_is_408_as_json_after_30_seconds() {
    let server = Server::start(&[]);
    let mut connection = server.connect();
    connection.patience(Duration::from_secs(60));
    let head = "POST /auth/session_token/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{";
    connection.send_raw(head.as_bytes()).unwrap();
    let start = Instant::now();
    let reply = connection.receive().unwrap();
    assert!((29..40).contains(&start.elapsed().as_secs()));
    assert_eq!(
        (reply.status, reply.text()),
        (408, "{\"error\":\"Request body did not arrive in time\"}")
    );
    assert_eq!(reply.header("connection"), Some("close"));
}
