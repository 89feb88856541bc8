//! A server with few file descriptors: it goes on accepting, makes room by closing what is idle, and never spins.

use crate::endure::{Variables, endure, released, settle};
use crate::scale::{figure, turn};
use crate::support::{Connection, Server};
use crate::{ENDLESS, PAGE, process};
use std::process::{Command, Stdio};

/// A server that may have this many files open.
fn starved(files: usize, variables: Variables) -> Server {
    let program = env!("CARGO_BIN_EXE_playground");
    let mut command = Command::new("sh");
    command
        .args(["-c", &format!("ulimit -n {files}; exec {program} start --port 0")])
        .stderr(Stdio::piped())
        .envs(variables.iter().copied());
    Server::spawn(command)
}

#[test]
fn idle_connections_make_room_where_files_run_out() {
    let _turn = turn();
    let count = figure(300, 3000);
    endure(
        "few files",
        8,
        |variables| starved(64, variables),
        |server| {
            let mut all: Vec<Connection> = Vec::new();
            for _ in 0..count {
                let mut connection = server.connect();
                assert_eq!(connection.exchange("GET", PAGE).status, 200, "number {}", all.len());
                all.push(connection);
            }
            let closed = all.iter().filter(|connection| connection.is_closed()).count();
            format!("{count} connections and 64 files, {closed} closed to make room")
        },
    );
}

#[test]
fn heads_that_do_not_come_make_room_too() {
    let _turn = turn();
    let server = starved(64, &[]);
    let before = process::files(&server);
    let mut all: Vec<Connection> = (0..150).map(|_| server.connect()).collect();
    for connection in &mut all {
        let _ = connection.send_raw(b"GET / HTTP/1.1\r\nHo");
    }
    for _ in 0..20 {
        assert_eq!(server.get(PAGE).status, 200);
    }
    drop(all);
    released(&server, before);
}

/// What is being answered is never closed: others wait, without a turn of the processor, until there is room.
#[test]
fn busy_connections_keep_their_files_and_others_wait() {
    let _turn = turn();
    let server = starved(48, &[]);
    let before = process::files(&server);
    let asked = || {
        let mut connection = server.connect();
        connection.send("GET", ENDLESS, &[], b"");
        connection
    };
    // These are being answered; of those that come after, one whose request is on its way still may be taken for idle.
    let mut busy: Vec<Connection> = (0..20).map(|_| asked()).collect();
    for connection in &mut busy {
        assert_eq!(connection.receive_head().unwrap().status, 200);
    }
    let others: Vec<Connection> = (0..40).map(|_| asked()).collect();
    let mut waiting = server.connect();
    waiting.send("GET", PAGE, &[], b"");
    settle(&server);
    for connection in &mut busy {
        assert!(connection.receive_chunk().unwrap().is_some());
    }
    drop(others);
    drop(busy);
    assert_eq!(waiting.receive().unwrap().status, 200);
    drop(waiting);
    released(&server, before);
}
