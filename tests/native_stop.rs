//! The native adapter's end and its log: signals, slow readers, pipes that nobody reads.

#![cfg(unix)]
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

use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};
use support::server::command;
use support::{Connection, Server};

const PAGE: &str = "/pagination/offset?limit=1";
const ENDLESS: &str = "/with/records=1000000000/export/csv";

/// Seconds from a signal to an exit with code 0.
fn stopped(server: &mut Server, signal: &str) -> f64 {
    let start = Instant::now();
    server.signal(signal);
    let status = server.exit_within(Duration::from_secs(10)).expect("ends");
    assert_eq!(status.code(), Some(0), "{}", server.log());
    start.elapsed().as_secs_f64()
}

/// A client that has begun an answer without end and reads no more of it.
fn slow_reader(server: &Server) -> Connection {
    let mut connection = server.connect();
    connection.send("GET", ENDLESS, &[], b"");
    assert_eq!(connection.receive_head().unwrap().status, 200);
    connection
}

#[test]
fn interrupt_and_terminate_end_idle_connections_at_once_with_exit_0() {
    for signal in ["INT", "TERM"] {
        let mut server = Server::start(&[]);
        let fresh = server.connect();
        let mut kept = server.connect();
        assert_eq!(kept.exchange("GET", PAGE).status, 200);
        let time = stopped(&mut server, signal);
        assert!(time < 1.0, "{signal}: {time} s");
        assert!(kept.is_closed_within(Duration::from_secs(1)));
        drop(fresh);
    }
}

#[test]
fn a_request_that_is_being_answered_gets_its_answer() {
    let mut server = Server::start(&[]);
    let (username, password) = server.credentials().login;
    let body = format!("{{\"username\": \"{username}\", \"password\": \"{password}\"}}");
    let headers =
        [("Content-Type", "application/json"), ("Content-Length", &*body.len().to_string())];
    let mut connection = server.connect();
    connection.send("POST", "/auth/session_token/login", &headers, &body.as_bytes()[..5]);
    thread::sleep(Duration::from_millis(100));
    server.signal("TERM");
    thread::sleep(Duration::from_millis(300));
    assert!(std::net::TcpStream::connect(server.address).is_err(), "nobody else is let in");
    connection.send_raw(&body.as_bytes()[5..]).unwrap();
    let reply = connection.receive().unwrap();
    assert_eq!((reply.status, reply.header("connection")), (200, Some("close")));
    assert_eq!(server.exit_within(Duration::from_secs(1)).expect("ends").code(), Some(0));
}

#[test]
fn a_slow_reader_is_cut_and_the_exit_comes_within_five_seconds() {
    let mut server = Server::start(&[]);
    let mut reader = slow_reader(&server);
    let time = stopped(&mut server, "TERM");
    assert!(time < 5.0, "{time} s");
    while let Ok(Some(_)) = reader.receive_chunk() {}
}

#[test]
fn a_second_signal_ends_at_once() {
    let mut server = Server::start(&[]);
    let _reader = slow_reader(&server);
    server.signal("INT");
    thread::sleep(Duration::from_millis(200));
    assert!(server.exit_within(Duration::ZERO).is_none());
    let time = stopped(&mut server, "INT");
    assert!(time < 1.0, "{time} s");
}

#[test]
fn each_request_is_a_line_of_the_log() {
    let mut server = Server::start(&[]);
    let mut connection = server.connect();
    let page = connection.exchange("GET", PAGE);
    connection.exchange("HEAD", "/auth/http_basic?x=%22");
    connection.exchange("POST", "/nothing");
    let log = server.log_when(|log| log.lines().count() >= 3);
    let lines: Vec<&str> = log.lines().collect();
    assert_eq!(lines.len(), 3, "{log}");
    assert!(lines[0].starts_with("127.0.0.1:"), "{log}");
    assert!(
        lines[0].ends_with(&format!("Z \"GET {PAGE} HTTP/1.1\" 200 {}", page.body.len())),
        "{log}"
    );
    assert!(lines[1].ends_with("\"HEAD /auth/http_basic?x=%22 HTTP/1.1\" 401 -"), "{log}");
    assert!(lines[2].contains("\"POST /nothing HTTP/1.1\" 404 "), "{log}");
    connection.exchange("GET", "/last");
    stopped(&mut server, "TERM");
    assert!(
        server.log_when(|log| log.contains("/last")).contains("/last"),
        "the last lines are written"
    );
}

#[test]
fn quiet_means_not_a_word() {
    let mut server = Server::start(&["--quiet"]);
    assert_eq!(server.get(PAGE).status, 200);
    stopped(&mut server, "TERM");
    assert_eq!(server.log(), "");
}

#[test]
fn a_log_that_nobody_reads_holds_up_neither_requests_nor_the_end() {
    let mut command = command(&["start", "--port", "0"]);
    command.stdin(Stdio::null());
    let mut server = Server::spawn_unheard(command);
    let mut connection = server.connect();
    let long = format!("/nothing?{}", "x".repeat(1000));
    for _ in 0..6000 {
        assert_eq!(connection.exchange("GET", &long).status, 404);
    }
    let time = stopped(&mut server, "TERM");
    assert!(time < 2.0, "{time} s");
}

#[test]
fn closed_outputs_are_no_reason_to_stop() {
    for redirect in ["2>&-", "2>/dev/full"] {
        let program = env!("CARGO_BIN_EXE_playground");
        let mut command = std::process::Command::new("sh");
        command.args(["-c", &format!("exec {program} start --port 0 {redirect}")]);
        let mut server = Server::spawn(command);
        for _ in 0..50 {
            assert_eq!(server.get(PAGE).status, 200);
        }
        stopped(&mut server, "TERM");
    }
    // Without a stdout there is no banner: the port is chosen here.
    for redirect in [">&-", ">/dev/full"] {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let program = env!("CARGO_BIN_EXE_playground");
        let mut command = std::process::Command::new("sh");
        command.args(["-c", &format!("exec {program} start --quiet --port {port} {redirect}")]);
        let mut child = command.spawn().unwrap();
        let answered = (0..400).any(|_| {
            thread::sleep(Duration::from_millis(10));
            std::net::TcpStream::connect(("127.0.0.1", port)).is_ok()
        });
        let reply = answered.then(|| support::http::get(([127, 0, 0, 1], port).into(), PAGE));
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(reply.map(|reply| reply.status), Some(200), "{redirect}");
    }
}
