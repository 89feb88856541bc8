//! Clients that send too much: requests without end, heads and bodies beyond every measure; and clients that go in mid-answer.

use crate::endure::{endure, plain};
use crate::scale::{figure, raise_files, turn};
use crate::support::{Connection, Server};
use crate::{ENDLESS, PAGE};
use std::fmt::Write as _;
use std::thread;
use std::time::{Duration, Instant};

#[test]
fn pipelining_floods_are_answered_in_order_or_wait_in_the_network() {
    let _turn = turn();
    let (readers, requests, deaf) = figure((4, 500, 16), (8, 5000, 100));
    endure("pipelining floods", figure(16, 48), plain, |server| {
        // Clients that never read: what they send waits with them.
        let flood = format!("GET {PAGE} HTTP/1.1\r\nHost: a\r\n\r\n").repeat(1000);
        let mut deaf: Vec<Connection> = (0..deaf).map(|_| server.connect()).collect();
        for connection in &mut deaf {
            connection.write_patience(Duration::from_millis(20));
            let stuck = (0..1000).any(|_| connection.send_raw(flood.as_bytes()).is_err());
            assert!(stuck, "the server reads on though nobody takes its answers");
        }
        // Clients that send a lot before they read get every answer.
        thread::scope(|scope| {
            for _ in 0..readers {
                scope.spawn(|| in_order(server, requests));
            }
        });
        format!(
            "{} clients that never read, {readers} that got {requests} answers in their order",
            deaf.len()
        )
    });
}

fn in_order(server: &Server, requests: usize) {
    let mut connection = server.connect();
    let ask =
        |n: usize| format!("GET /pagination/offset?limit=1&offset={n} HTTP/1.1\r\nHost: a\r\n\r\n");
    for start in (0..requests).step_by(100) {
        let all: String = (start..start + 100).map(ask).collect();
        connection.send_raw(all.as_bytes()).unwrap();
        for n in start..start + 100 {
            let reply = connection.receive().unwrap();
            assert!(reply.text().contains(&format!("\"offset\":{n}")), "{n}: {}", reply.text());
        }
    }
}

#[test]
fn head_bombs_are_refused_in_little_memory() {
    let _turn = turn();
    let size = figure(1 << 20, 8 << 20);
    let line = format!("GET /pagination/offset?x={}", "x".repeat(size));
    let one = format!("GET {PAGE} HTTP/1.1\r\nHost: a\r\nX: {}", "y".repeat(size));
    let mut many = format!("GET {PAGE} HTTP/1.1\r\nHost: a\r\n");
    for n in 0..size / 16 {
        let _ = write!(many, "X-{n}: y\r\n");
    }
    let settings = format!("GET /with/{} HTTP/1.1\r\nHost: a\r\n\r\n", "seed=a,".repeat(7000));
    let nested = format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", "%2525".repeat(12_000));
    let bombs = [(line, 414), (one, 431), (many, 431), (settings, 400), (nested, 404)];
    let each = figure(16, 64);
    endure("head bombs", figure(24, 64), plain, |server| {
        thread::scope(|scope| {
            for n in 0..each {
                let (server, (bomb, status)) = (server, &bombs[n % bombs.len()]);
                scope.spawn(move || {
                    let mut connection = server.connect();
                    // Some of it may find the connection closed.
                    let _ = connection.send_raw(bomb.as_bytes());
                    if let Ok(reply) = connection.receive() {
                        assert_eq!(reply.status, *status);
                    }
                });
            }
        });
        format!("{each} heads of up to {} KiB", size / 1024)
    });
}

#[test]
fn body_bombs_are_refused_in_little_memory() {
    let _turn = turn();
    let each = figure(12, 48);
    let nested = "[".repeat(60_000);
    // Each of these rows is one more to remember.
    let rows: String =
        (1..figure(50_000, 1_000_000)).map(|n| format!("{{\"id\":\"{n}\"}}\n")).collect();
    let query = format!("{{\"query\":\"{}\"}}", "{a".repeat(20_000));
    let bombs = [
        ("/auth/session_token/login", &nested, 400),
        ("/pagination/search", &nested, 400),
        ("/graphql", &query, 200),
        ("/with/records=1000000000/playground/check?stream=step", &rows, 200),
        ("/playground/check?stream=people", &nested, 200),
        ("/auth/session_token/login", &rows, 413),
    ];
    endure("body bombs", figure(64, 512), plain, |server| {
        thread::scope(|scope| {
            for n in 0..each {
                let (target, body, status) = bombs[n % bombs.len()];
                scope.spawn(move || {
                    let mut connection = server.connect();
                    let length = body.len().to_string();
                    let kind = if target.contains("step") {
                        "application/x-ndjson"
                    } else {
                        "application/json"
                    };
                    connection.send(
                        "POST",
                        target,
                        &[("Content-Type", kind), ("Content-Length", &length)],
                        b"",
                    );
                    let _ = connection.send_raw(body.as_bytes());
                    if let Ok(reply) = connection.receive() {
                        assert_eq!(reply.status, status, "{target}: {}", reply.text());
                        assert_eq!(
                            reply.header("content-type"),
                            Some("application/json"),
                            "{target}"
                        );
                    }
                });
            }
            scope.spawn(|| endless_chunks(server));
        });
        format!("{each} bodies of up to {} KiB and one without end", rows.len() / 1024)
    });
}

/// A body in chunks that never ends is refused at its endpoint's limit.
fn endless_chunks(server: &Server) {
    let mut connection = server.connect();
    connection.send(
        "POST",
        "/playground/check?stream=people",
        &[("Transfer-Encoding", "chunked")],
        b"",
    );
    let chunk = format!("{:x}\r\n{}\r\n", 64 * 1024, " ".repeat(64 * 1024));
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(20) && connection.send_raw(chunk.as_bytes()).is_ok()
    {
    }
    // The answer may be lost with the reset that ends the sending.
    if let Ok(reply) = connection.receive() {
        assert!([400, 413].contains(&reply.status), "{}", reply.text());
    }
}

#[test]
fn resets_in_mid_answer_leave_nothing_behind() {
    let _turn = turn();
    raise_files();
    let count = figure(300, 3000);
    endure("resets", figure(48, 64), plain, |server| {
        thread::scope(|scope| {
            for caller in 0..8 {
                scope.spawn(move || {
                    for n in 0..count / 8 {
                        let mut connection = server.connect();
                        let encoding = [(
                            "Accept-Encoding",
                            if (caller + n) % 2 == 0 { "gzip" } else { "identity" },
                        )];
                        connection.send("GET", ENDLESS, &encoding, b"");
                        assert_eq!(connection.receive_head().unwrap().status, 200);
                        // A close with unread bytes is a reset.
                    }
                });
            }
        });
        format!("{count} answers left in their midst")
    });
}
