//! Answers that come in pieces over real TCP: exports and long pages, plain and in gzip, read to the end or not at all.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]
#![allow(clippy::disallowed_methods, reason = "tests measure time, start clients and look at processes")]

mod support;

use std::io::Read;
use std::thread;
use std::time::Duration;
use support::{Connection, Reply, Server};

const PAGE: &str = "/pagination/offset?limit=1";

#[test]
fn a_stream_is_as_long_as_it_says_and_the_connection_goes_on() {
    let server = Server::start(&[]);
    let mut connection = server.connect();
    for _ in 0..2 {
        let reply = connection.exchange("GET", "/with/records=20000/export/csv");
        assert_eq!((reply.status, reply.header("transfer-encoding")), (200, Some("chunked")));
        assert_eq!(reply.text().lines().filter(|line| line.ends_with('Z')).count(), 20_000);
    }
}

/// What a body in gzip holds.
fn unzipped(body: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(body).read_to_end(&mut plain).unwrap();
    plain
}

#[test]
fn exports_and_long_pages_come_in_gzip_for_those_who_accept_it_and_unchanged_for_all_others() {
    let server = Server::start(&[]);
    let mut connection = server.connect();
    let mut ask = |method: &str, target: &str, accept: &str| {
        connection.send(method, target, &[("Accept-Encoding", accept)], b"");
        connection.receive().unwrap()
    };
    let long = [
        "/pagination/offset?limit=50",
        "/export/csv",
        "/export/json",
        "/with/records=20000/export/ndjson",
        "/openapi.json",
    ];
    for target in long {
        let plain = server.get(target);
        assert_eq!((plain.header("content-encoding"), plain.header("vary")), (None, None), "{target}");
        let zipped = ask("GET", target, "br;q=1.0, gzip;q=0.8, *;q=0.1");
        assert_eq!(
            (zipped.header("content-encoding"), zipped.header("vary")),
            (Some("gzip"), Some("Accept-Encoding")),
            "{target}"
        );
        assert!(zipped.body.len() * 2 < plain.body.len(), "{target}: {}", zipped.body.len());
        assert_eq!(unzipped(&zipped.body), plain.body, "{target}");
        let streamed = zipped.header("transfer-encoding") == Some("chunked");
        assert_ne!(streamed, zipped.header("content-length").is_some(), "{target}");
        let head = ask("HEAD", target, "gzip");
        assert_eq!(
            (head.header("content-encoding"), head.header("vary")),
            (Some("gzip"), Some("Accept-Encoding")),
            "{target}"
        );
        assert_eq!(head.header("content-length"), None, "{target}");
        let refused = ask("GET", target, "gzip;q=0");
        assert_eq!(
            (refused.header("content-encoding"), refused.header("vary")),
            (None, Some("Accept-Encoding")),
            "{target}"
        );
        assert_eq!(refused.body, plain.body, "{target}");
    }
    for target in ["/health", "/pagination/offset?limit=1", "/nothing"] {
        let plain = server.get(target);
        let short = ask("GET", target, "gzip");
        let shown = |reply: &Reply| (reply.status, reply.header("vary").map(str::to_owned), reply.body.clone());
        assert_eq!(shown(&short), shown(&plain), "{target}");
        assert_eq!(short.header("content-encoding"), None, "{target}");
    }
    let bytes = ask("GET", "/with/records=900/export/csv", "gzip").body.len().to_string();
    let line = server.log_when(|log| log.contains("records=900"));
    let line = line.lines().find(|line| line.contains("records=900")).unwrap();
    assert!(line.ends_with(&format!(" 200 {bytes}")), "{line} {bytes}");
}

#[test]
fn a_client_of_http_1_0_gets_its_stream_in_gzip_up_to_the_close() {
    let server = Server::start(&[]);
    let mut connection = server.connect();
    connection.send_raw(b"GET /with/records=20000/export/csv HTTP/1.0\r\nAccept-Encoding: gzip\r\n\r\n").unwrap();
    let reply = connection.receive().unwrap();
    assert_eq!((reply.header("content-encoding"), reply.header("transfer-encoding")), (Some("gzip"), None));
    assert!(unzipped(&reply.body).ends_with(b"Z\n"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_client_that_does_not_read_costs_little_memory_however_much_there_is_to_read() {
    let server = Server::start(&[]);
    let resident = || {
        let status = std::fs::read_to_string(format!("/proc/{}/status", server.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap()
    };
    assert_eq!(server.get("/with/records=20000/export/csv").status, 200);
    let before = resident();
    let mut readers: Vec<Connection> = (0..8).map(|_| server.connect()).collect();
    for reader in &mut readers {
        // A second request behind it must not make hyper collect the first answer.
        let both =
            "GET /with/records=1000000000/export/csv HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n";
        reader.send_raw(both.as_bytes()).unwrap();
        assert_eq!(reader.receive_head().unwrap().status, 200);
    }
    thread::sleep(Duration::from_millis(500));
    let grown = resident().saturating_sub(before);
    assert!(grown < 8 * 1024, "{grown} KiB more for 8 readers");
    assert_eq!(server.get(PAGE).status, 200);
}
