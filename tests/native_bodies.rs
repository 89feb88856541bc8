//! Bodies of requests over real TCP: whole, in pieces, too large, broken off, or wanted by nobody.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests fail by panicking"
)]
#![allow(
    clippy::disallowed_methods,
    reason = "tests measure time, start clients and look at processes"
)]

mod support;

use std::thread;
use std::time::Duration;
use support::{Connection, Server};

const PAGE: &str = "/pagination/offset?limit=1";
const JSON: (&str, &str) = ("Content-Type", "application/json");

/// A session login as the banner says.
fn login_body(server: &Server) -> Vec<u8> {
    let (username, password) = server.credentials().login;
    format!("{{\"username\": \"{username}\", \"password\": \"{password}\"}}").into_bytes()
}

#[test]
fn a_body_comes_whole_in_pieces_in_chunks_or_after_a_word() {
    let server = Server::start(&[]);
    let body = login_body(&server);
    let login = |connection: &mut Connection, headers: &[(&str, &str)], body: &[u8]| {
        let headers: Vec<(&str, &str)> = [JSON].iter().chain(headers).copied().collect();
        connection.send("POST", "/auth/session_token/login", &headers, body);
    };
    let mut connection = server.connect();
    login(&mut connection, &[], &body);
    assert_eq!(connection.receive().unwrap().status, 200);

    let length = body.len().to_string();
    login(&mut connection, &[("Content-Length", &length)], b"");
    for byte in &body {
        connection.send_raw(&[*byte]).unwrap();
    }
    assert_eq!(connection.receive().unwrap().status, 200);

    login(&mut connection, &[("Transfer-Encoding", "chunked")], b"");
    for piece in body.chunks(7) {
        connection.send_raw(format!("{:x};a=b\r\n", piece.len()).as_bytes()).unwrap();
        connection.send_raw(piece).unwrap();
        connection.send_raw(b"\r\n").unwrap();
    }
    connection.send_raw(b"0\r\n\r\n").unwrap();
    assert_eq!(connection.receive().unwrap().status, 200);

    login(&mut connection, &[("Content-Length", &length), ("Expect", "100-continue")], b"");
    connection.expect("POST");
    assert_eq!(connection.receive().unwrap().status, 100);
    connection.send_raw(&body).unwrap();
    assert_eq!(connection.receive().unwrap().status, 200);
}

#[test]
fn a_body_that_nobody_needs_costs_no_connection() {
    let server = Server::start(&[]);
    let mut connection = server.connect();
    for target in ["/nothing", PAGE, "/auth/session_token/data"] {
        connection.send("GET", target, &[("Content-Length", "5000")], b"");
        thread::sleep(Duration::from_millis(30));
        connection.send_raw(&[b'x'; 5000]).unwrap();
        let reply = connection.receive().unwrap();
        assert_eq!(reply.header("connection"), None, "{target}");
    }
    assert_eq!(connection.exchange("GET", PAGE).status, 200);
}

#[test]
fn a_client_that_asks_first_is_refused_before_it_sends() {
    let server = Server::start(&[]);
    let mut connection = server.connect();
    let headers = [JSON, ("Content-Length", "5000000"), ("Expect", "100-continue")];
    connection.send("POST", "/auth/session_token/login", &headers, b"");
    let reply = connection.receive().unwrap();
    assert_eq!((reply.status, reply.header("connection")), (413, Some("close")));
}

#[test]
fn a_body_too_large_is_413_for_a_client_that_is_still_sending() {
    let server = Server::start(&[]);
    for size in [70_000, 1 << 20, 3 << 20] {
        let body = vec![b'x'; size];
        let mut connection = server.connect();
        connection.send("POST", "/auth/session_token/login", &[JSON], &body);
        let reply = connection.receive().unwrap();
        assert_eq!(
            (reply.status, reply.text()),
            (413, "{\"error\":\"Request body is too large\"}"),
            "{size}"
        );
    }
    let mut chunked = server.connect();
    chunked.send(
        "POST",
        "/auth/session_token/login",
        &[JSON, ("Transfer-Encoding", "chunked")],
        b"",
    );
    for _ in 0..100 {
        chunked
            .send_raw(b"400\r\n")
            .and_then(|()| chunked.send_raw(&[b'x'; 1024]))
            .and_then(|()| chunked.send_raw(b"\r\n"))
            .unwrap();
    }
    assert_eq!(chunked.receive().unwrap().status, 413);
}

#[test]
fn a_body_that_breaks_off_or_is_no_chunk_hurts_nobody() {
    let server = Server::start(&[]);
    let mut broken = server.connect();
    broken.send(
        "POST",
        "/auth/session_token/login",
        &[JSON, ("Transfer-Encoding", "chunked")],
        b"",
    );
    broken.send_raw(b"zz\r\nx").unwrap();
    assert_eq!(broken.receive().unwrap().status, 400);
    let mut gone = server.connect();
    gone.send("POST", "/auth/session_token/login", &[JSON, ("Content-Length", "100")], b"{");
    drop(gone);
    assert_eq!(server.get(PAGE).status, 200);
}
