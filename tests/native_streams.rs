//! Answers that come in pieces over real TCP: exports and long pages, plain and in gzip, read to the end or not at all.

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
        assert_eq!((reply.status, reply.header("transfer-encoding")), (200, None));
        assert_eq!(reply.header("content-length"), Some(&*reply.body.len().to_string()));
        assert_eq!(reply.text().lines().filter(|line| line.ends_with('Z')).count(), 20_000);
        let reply = connection.exchange("GET", "/with/records=20000/pagination/range");
        assert_eq!((reply.status, reply.header("transfer-encoding")), (200, Some("chunked")));
        assert_eq!(reply.text().matches("\"id\"").count(), 20_000);
    }
}

/// What the first member of a body in gzip holds, and what all hold.
fn unzipped(body: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let (mut first, mut all) = (Vec::new(), Vec::new());
    flate2::read::GzDecoder::new(body).read_to_end(&mut first).unwrap();
    flate2::read::MultiGzDecoder::new(body).read_to_end(&mut all).unwrap();
    (first, all)
}

/// Answers that are worth compressing.
const LONG: [&str; 5] = [
    "/pagination/offset?limit=50",
    "/export/csv",
    "/export/json",
    "/with/records=20000/export/ndjson",
    "/openapi.json",
];

/// One request that says what codings it accepts.
fn ask(connection: &mut Connection, method: &str, target: &str, accept: &str) -> Reply {
    connection.send(method, target, &[("Accept-Encoding", accept)], b"");
    connection.receive().unwrap()
}

#[test]
fn nothing_is_compressed_unless_it_is_set() {
    let server = Server::start(&[]);
    let mut connection = server.connect();
    for target in LONG {
        let plain = server.get(target);
        let asked = ask(&mut connection, "GET", target, "gzip, identity;q=0");
        assert_eq!(
            (asked.header("content-encoding"), asked.header("vary")),
            (None, None),
            "{target}"
        );
        assert_eq!(
            (asked.header("etag"), &asked.body),
            (plain.header("etag"), &plain.body),
            "{target}"
        );
    }
}

#[test]
fn exports_and_long_pages_come_in_gzip_for_those_who_accept_it_and_unchanged_for_all_others() {
    for (setting, is_one) in [("gzip", true), ("members", false)] {
        let server = Server::start(&["--compression", setting]);
        let mut connection = server.connect();
        for target in LONG {
            let plain = server.get(target);
            let told = |reply: &Reply| {
                (
                    reply.header("content-encoding").map(str::to_owned),
                    reply.header("vary").map(str::to_owned),
                )
            };
            let (coded, varies) = (Some("gzip".to_owned()), Some("Accept-Encoding".to_owned()));
            assert_eq!(told(&plain), (None, varies.clone()), "{target}");
            let zipped = ask(&mut connection, "GET", target, "br;q=1.0, gzip;q=0.8, *;q=0.1");
            assert_eq!(told(&zipped), (coded.clone(), varies.clone()), "{target}");
            assert!(zipped.body.len() * 2 < plain.body.len(), "{target}: {}", zipped.body.len());
            let (first, all) = unzipped(&zipped.body);
            assert_eq!((first == all, &all), (is_one, &plain.body), "{target}");
            let streamed = zipped.header("transfer-encoding") == Some("chunked");
            assert_ne!(streamed, zipped.header("content-length").is_some(), "{target}");
            let head = ask(&mut connection, "HEAD", target, "gzip");
            assert_eq!(
                (told(&head), head.header("content-length")),
                ((coded, varies.clone()), None),
                "{target}"
            );
            assert_eq!(head.header("etag"), zipped.header("etag"), "{target}");
            let refused = ask(&mut connection, "GET", target, "gzip;q=0");
            assert_eq!((told(&refused), &refused.body), ((None, varies), &plain.body), "{target}");
        }
        for target in ["/health", "/pagination/offset?limit=1", "/nothing"] {
            let (plain, short) = (server.get(target), ask(&mut connection, "GET", target, "gzip"));
            assert_eq!((short.status, &short.body), (plain.status, &plain.body), "{target}");
            assert_eq!(short.header("content-encoding"), None, "{target}");
        }
        let bytes = ask(&mut connection, "GET", "/with/records=900/export/csv", "gzip")
            .body
            .len()
            .to_string();
        let line = server.log_when(|log| log.contains("records=900"));
        let line = line.lines().find(|line| line.contains("records=900")).unwrap();
        assert!(line.ends_with(&format!(" 200 {bytes}")), "{line} {bytes}");
    }
}

#[test]
fn a_request_sets_its_own_compression() {
    let server = Server::start(&["--compression", "gzip"]);
    let mut connection = server.connect();
    let none = ask(&mut connection, "GET", "/with/compression=none/export/csv", "gzip");
    assert_eq!((none.header("content-encoding"), none.header("vary")), (None, None));
    let members = ask(&mut connection, "GET", "/with/compression=members/export/csv", "gzip");
    let (first, all) = unzipped(&members.body);
    assert_eq!((first.len(), all), (1024, none.body));
    let wrong = server.get("/with/compression=br/export/csv");
    assert_eq!(wrong.status, 400);
    assert!(wrong.text().contains("Use 'none' or 'gzip' or 'members'"), "{}", wrong.text());
}

#[test]
fn a_range_is_never_compressed_and_a_tag_of_plain_bytes_is_never_that_of_others() {
    let server = Server::start(&["--compression", "gzip"]);
    let plain = server.get("/export/csv");
    let tag = plain.header("etag").unwrap();
    let ask = |headers: &[(&str, &str)]| {
        server.request(
            "GET",
            "/export/csv",
            &[&[("Accept-Encoding", "gzip")], headers].concat(),
            b"",
        )
    };
    for (range, status) in [("bytes=0-9999", 206), ("bytes=0-1,5-6", 200), ("bytes=99999-", 416)] {
        let reply = ask(&[("Range", range)]);
        assert_eq!((reply.status, reply.header("content-encoding")), (status, None), "{range}");
        assert!(status == 416 || plain.body.starts_with(&reply.body), "{range}");
    }
    let zipped = ask(&[]);
    let weak = format!("W/{tag}");
    assert_eq!(
        (zipped.header("etag"), zipped.header("accept-ranges")),
        (Some(&*weak), Some("none"))
    );
    assert_eq!(ask(&[("If-Range", &weak), ("Range", "bytes=5-")]).status, 200);
    for known in [tag, &weak] {
        let same = ask(&[("If-None-Match", known)]);
        assert_eq!((same.status, same.header("etag"), same.body.len()), (304, Some(&*weak), 0));
    }
}

#[test]
fn a_client_of_http_1_0_gets_its_stream_in_gzip_up_to_the_close() {
    let server = Server::start(&["--compression", "gzip"]);
    let mut connection = server.connect();
    connection
        .send_raw(b"GET /with/records=20000/export/csv HTTP/1.0\r\nAccept-Encoding: gzip\r\n\r\n")
        .unwrap();
    let reply = connection.receive().unwrap();
    assert_eq!(
        (reply.header("content-encoding"), reply.header("transfer-encoding")),
        (Some("gzip"), None)
    );
    assert!(unzipped(&reply.body).0.ends_with(b"Z\n"));
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
        let both = "GET /with/records=1000000000/export/csv HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n";
        reader.send_raw(both.as_bytes()).unwrap();
        assert_eq!(reader.receive_head().unwrap().status, 200);
    }
    thread::sleep(Duration::from_millis(500));
    let grown = resident().saturating_sub(before);
    assert!(grown < 8 * 1024, "{grown} KiB more for 8 readers");
    assert_eq!(server.get(PAGE).status, 200);
}
