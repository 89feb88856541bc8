//! What nobody takes: exports, and the log.

use crate::PAGE;
use crate::endure::{Variables, endure, plain};
use crate::scale::{figure, raise_files, turn};
use crate::support::{Connection, Server, server};
use std::thread;
use std::time::Duration;

#[test]
fn a_hundred_clients_that_never_read_an_export_cost_little_memory() {
    let _turn = turn();
    raise_files();
    let count = figure(100, 1000);
    endure("unread exports", figure(48, 400), plain, |server| {
        let mut all: Vec<Connection> = (0..count).map(|_| server.connect()).collect();
        let formats = ["csv", "json", "ndjson"];
        for (n, connection) in all.iter_mut().enumerate() {
            let encoding = [("Accept-Encoding", if n % 2 == 0 { "gzip" } else { "identity" })];
            let target = format!(
                "/with/records=1000000000,compression=gzip/export/{}",
                formats[n % formats.len()]
            );
            connection.send("GET", &target, &encoding, b"");
        }
        thread::sleep(Duration::from_millis(figure(1000, 10_000)));
        format!("{count} clients")
    });
}

#[test]
fn a_full_log_pipe_holds_up_nobody() {
    let _turn = turn();
    let unheard = |variables: Variables| {
        let mut command = server::command(&["start", "--port", "0"]);
        command.envs(variables.iter().copied());
        Server::spawn_unheard(command)
    };
    let requests = figure(4000, 40_000);
    // Some thousand lines of 2 KiB wait to be written, and no more.
    endure("full log pipe", 24, unheard, |server| {
        let long = format!("/nothing?{}", "x".repeat(1800));
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    let mut connection = server.connect();
                    for _ in 0..requests / 4 {
                        assert_eq!(connection.exchange("GET", &long).status, 404);
                    }
                });
            }
        });
        assert_eq!(server.get(PAGE).status, 200);
        format!("{requests} lines of 2 KiB that nobody reads")
    });
}
