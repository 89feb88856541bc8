//! Clients that take their time: heads and bodies byte by byte, connections that say nothing, or nothing more.

use crate::endure::{endure, plain};
use crate::scale::{figure, raise_files, turn};
use crate::support::{Connection, Server};
use crate::{ENDLESS, PAGE};
use std::thread;
use std::time::{Duration, Instant};

/// Between two bytes of a slow client.
const PAUSE: Duration = Duration::from_millis(100);

/// Connections that each send one of the starts, then a piece now and then until `time` is over; how many are answered 408.
fn trickle(
    server: &Server,
    count: usize,
    starts: &[String],
    piece: &[u8],
    time: Duration,
) -> usize {
    let mut all: Vec<Connection> = (0..count).map(|_| server.connect()).collect();
    for (connection, start) in all.iter_mut().zip(starts.iter().cycle()) {
        connection.send_raw(start.as_bytes()).unwrap();
    }
    let begin = Instant::now();
    while begin.elapsed() < time {
        thread::sleep(PAUSE);
        for connection in &mut all {
            // Fails where it was closed.
            let _ = connection.send_raw(piece);
        }
    }
    let mut refused = 0;
    for connection in &mut all {
        connection.patience(Duration::from_millis(1));
        refused += usize::from(connection.receive().is_ok_and(|reply| reply.status == 408));
    }
    refused
}

#[test]
fn slow_heads_hold_up_nobody() {
    let _turn = turn();
    raise_files();
    // The long form waits for the answer to them.
    let (count, time) = figure((300, 1000), (2000, 11_500));
    endure("slow heads", figure(16, 96), plain, |server| {
        let start = format!("GET {PAGE} HTTP/1.1\r\nHost: a\r\nX: ");
        let refused = trickle(server, count, &[start], b"x", Duration::from_millis(time));
        assert_eq!(refused, figure(0, count));
        format!("{count} clients, {refused} of them answered 408")
    });
}

#[test]
fn slow_bodies_hold_up_nobody() {
    let _turn = turn();
    raise_files();
    let (count, time) = figure((300, 1000), (2000, 32_000));
    let lines = "Host: a\r\nContent-Type: application/json\r\nContent-Length: 60000";
    endure("slow bodies", figure(16, 96), plain, |server| {
        let starts = ["/auth/session_token/login", "/playground/check?stream=people"]
            .map(|target| format!("POST {target} HTTP/1.1\r\n{lines}\r\n\r\n["));
        let refused = trickle(server, count, &starts, b" ", Duration::from_millis(time));
        assert_eq!(refused, figure(0, count));
        format!("{count} clients, {refused} of them answered 408")
    });
}

#[test]
fn clients_that_fall_silent_hold_up_nobody() {
    let _turn = turn();
    raise_files();
    let count = figure(100, 600);
    endure("silent clients", figure(64, 256), plain, |server| {
        let mut all = Vec::new();
        for _ in 0..count {
            let nothing = server.connect();
            let mut in_head = server.connect();
            in_head.send_raw(b"GET / HTTP/1.1\r\nHo").unwrap();
            let mut in_body = server.connect();
            in_body.send("POST", "/auth/session_token/login", &[("Content-Length", "9")], b"{");
            let half_closed = server.connect();
            half_closed.half_close();
            let mut half_closed_in_answer = server.connect();
            half_closed_in_answer.send("GET", ENDLESS, &[], b"");
            half_closed_in_answer.half_close();
            all.extend([nothing, in_head, in_body, half_closed, half_closed_in_answer]);
        }
        thread::sleep(Duration::from_millis(figure(500, 5000)));
        format!("{} clients", all.len())
    });
}

/// More connections than the server keeps, so that some must go; but never one that is needed.
#[test]
fn five_thousand_idle_connections_keep_nobody_out() {
    let _turn = turn();
    let count = raise_files().saturating_sub(200).min(5000);
    endure("idle connections", figure(128, 192), plain, |server| {
        let mut all: Vec<Connection> = Vec::with_capacity(count);
        for _ in 0..count {
            let mut connection = server.connect();
            assert_eq!(connection.exchange("GET", PAGE).status, 200, "number {}", all.len());
            all.push(connection);
        }
        thread::sleep(Duration::from_millis(figure(200, 5000)));
        let closed = all.iter().filter(|connection| connection.is_closed()).count();
        format!("{count} connections, {closed} of them closed to make room")
    });
}
