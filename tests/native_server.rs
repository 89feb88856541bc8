//! The native adapter over real TCP: hosts and connections, what is kept of one and what of many, and what the parser refuses.

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

use std::net::TcpListener;
use std::thread;
use std::time::Duration;
use support::{Connection, Server};

const PAGE: &str = "/pagination/offset?limit=1";

#[test]
fn the_banner_names_the_bound_address_and_it_answers() {
    let server = Server::start(&[]);
    assert_ne!(server.address.port(), 0);
    assert!(
        server.banner().contains(&format!("GET {}/pagination/offset", server.base)),
        "{}",
        server.banner()
    );
    assert_eq!(server.get(PAGE).status, 200);
}

#[test]
fn hosts_are_ipv4_ipv6_and_names_and_links_name_what_was_used() {
    let mut hosts = vec!["127.0.0.1", "localhost", "0.0.0.0"];
    if TcpListener::bind("[::1]:0").is_ok() {
        hosts.extend(["::1", "[::1]", "::"]);
    }
    for host in hosts {
        let server = Server::start(&["--host", host]);
        let page = server.get("/pagination/next_page_url");
        assert_eq!(page.status, 200, "{host}");
        assert!(
            page.text().contains(&format!("{}/pagination/next_page_url?page=2", server.base)),
            "{}",
            page.text()
        );
        let named = format!("localhost:{}", server.address.port());
        let page = server.request("GET", "/pagination/next_page_url", &[("Host", &named)], b"");
        assert!(
            page.text().contains(&format!("http://{named}/pagination/next_page_url?page=2")),
            "{}",
            page.text()
        );
    }
}

#[test]
fn other_hosts_are_refused_where_a_list_is_given_and_answered_otherwise() {
    let (open, closed) =
        (Server::start(&[]), Server::start(&["--allow-host", "mock.test,.tunnel.test"]));
    let asked = |server: &Server, host: &str| server.request("GET", PAGE, &[("Host", host)], b"");
    for host in ["mock.test:80", "a.tunnel.test", "localhost", "127.0.0.1", "[::1]:5001"] {
        assert_eq!((asked(&open, host).status, asked(&closed, host).status), (200, 200), "{host}");
    }
    let refused = asked(&closed, "<b>evil.example");
    assert_eq!(refused.status, 400, "what is no host keeps its own answer");
    assert_eq!(asked(&open, "evil.example").status, 200);
    let refused = asked(&closed, "evil.example");
    assert_eq!(
        (refused.status, refused.text()),
        (421, "{\"error\":\"This host is not served here. Allow it with --allow-host\"}")
    );
    assert_eq!(refused.header("x-content-type-options"), Some("nosniff"));
    let head = closed.request("HEAD", PAGE, &[("Host", "evil.example")], b"");
    assert_eq!((head.status, head.body.len()), (421, 0));
    let log =
        closed.log_when(|log| log.lines().filter(|line| line.contains("\" 421 ")).count() == 2);
    assert!(log.contains("HEAD"), "{log}");
    let mut old = closed.connect();
    old.send_raw(format!("GET {PAGE} HTTP/1.0\r\n\r\n").as_bytes()).unwrap();
    assert_eq!(
        old.receive().unwrap().status,
        200,
        "a request without a host names the address it reached"
    );
}

#[test]
fn a_rebound_name_does_not_open_what_is_kept_for_the_own_page() {
    let server = Server::start(&["--public-url", "https://api.example.test/mock"]);
    let asked = |host: &str| {
        let headers = [("Host", host), ("Sec-Fetch-Site", "same-origin")];
        server.request("GET", "/playground/credentials", &headers, b"")
    };
    for own in ["127.0.0.1:5001", "localhost:5001", "[::1]:5001", "api.example.test"] {
        assert_eq!(asked(own).status, 200, "{own}");
    }
    for foreign in ["evil.example:5001", "127.0.0.1.evil.example", "playground"] {
        let reply = asked(foreign);
        assert_eq!(reply.status, 403, "{foreign}");
        assert!(!reply.text().contains(&server.credentials().bearer), "{foreign}");
    }
}

#[test]
fn the_document_names_a_public_url_and_no_address_without_one() {
    let servers = |flags: &[&str], path: &str| {
        let reply = Server::start(flags).get(path);
        serde_json::from_slice::<serde_json::Value>(&reply.body).unwrap()["servers"].clone()
    };
    let own = serde_json::json!({ "url": "." });
    assert_eq!(servers(&[], "/openapi.json"), serde_json::json!([own]));
    let flags = ["--public-url", "https://api.example.test/mock"];
    for prefix in ["", "/with/records=5"] {
        let public = format!("https://api.example.test/mock{prefix}");
        assert_eq!(
            servers(&flags, &format!("{prefix}/openapi.json")),
            serde_json::json!([own, { "url": public }])
        );
    }
}

#[test]
fn nothing_that_a_request_says_comes_back_as_a_page() {
    let server = Server::start(&[]);
    let mark = "%3Cscript%3Ealert(1)%3C/script%3E";
    let targets = [
        "/M",
        "/with/M=1/x",
        "/with/seed=M/pagination/next_page_url",
        "/pagination/offset?M=1",
        "/pagination/offset?limit=M",
    ];
    let more = [
        "/cursors/M/departments",
        "/playground/clients/M",
        "/with/seed=M/playground/clients/dlt",
        "/export/csv?M",
        "/M.html",
    ];
    for target in targets.iter().chain(&more).map(|target| target.replace('M', mark)) {
        let reply =
            server.request("GET", &target, &[("Accept", "text/html"), ("Host", "a'&b")], b"");
        let kind = reply.header("content-type").unwrap();
        assert!(!kind.contains("html"), "{target}: {kind}");
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"), "{target}");
    }
}

#[test]
fn a_connection_is_kept_for_request_after_request() {
    let server = Server::start(&[]);
    let mut connection = server.connect();
    let first = connection.exchange("GET", PAGE);
    for _ in 0..20 {
        let again = connection.exchange("GET", PAGE);
        assert_eq!((again.status, &again.body), (200, &first.body));
        let head = connection.exchange("HEAD", PAGE);
        assert_eq!(
            (head.status, head.header("content-length")),
            (200, first.header("content-length"))
        );
        assert_eq!(connection.exchange("GET", "/nothing").status, 404);
        assert_eq!(connection.exchange("DELETE", PAGE).status, 405);
        assert_eq!(connection.exchange("BREW", PAGE).status, 405);
    }
}

#[test]
fn pipelined_requests_are_answered_in_their_order() {
    let server = Server::start(&[]);
    let mut connection = server.connect();
    let request =
        |limit| format!("GET /pagination/offset?limit={limit} HTTP/1.1\r\nHost: a\r\n\r\n");
    let all: String = (1..=50).map(request).collect();
    // And half of one more, which must not hold back the others.
    connection.send_raw(format!("{all}GET /pagi").as_bytes()).unwrap();
    for limit in 1..=50 {
        let reply = connection.receive().unwrap();
        assert!(
            reply.text().contains(&format!("\"limit\": {limit},"))
                || reply.text().contains(&format!("\"limit\":{limit},"))
        );
    }
    connection.send_raw(b"nation/offset HTTP/1.1\r\nHost: a\r\n\r\n").unwrap();
    assert_eq!(connection.receive().unwrap().status, 200);
}

#[test]
fn a_head_may_come_byte_by_byte() {
    let server = Server::start(&[]);
    let mut connection = server.connect();
    for byte in format!("\r\nGET {PAGE} HTTP/1.1\r\nHost: a\r\n\r\n").into_bytes() {
        connection.send_raw(&[byte]).unwrap();
    }
    assert_eq!(connection.receive().unwrap().status, 200);
    assert_eq!(connection.exchange("GET", PAGE).status, 200);
}

#[test]
fn http_1_0_needs_no_host_and_closes_unless_asked_not_to() {
    let server = Server::start(&[]);
    let mut connection = server.connect();
    connection.send_raw(b"GET /pagination/next_page_url HTTP/1.0\r\n\r\n").unwrap();
    let reply = connection.receive().unwrap();
    assert_eq!((reply.status, reply.version.as_str()), (200, "HTTP/1.0"));
    assert!(
        reply.text().contains(&format!("{}/pagination/next_page_url?", server.base)),
        "{}",
        reply.text()
    );
    assert!(connection.is_closed_within(Duration::from_secs(1)));

    let mut connection = server.connect();
    for _ in 0..3 {
        connection
            .send_raw(format!("GET {PAGE} HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").as_bytes())
            .unwrap();
        assert_eq!(connection.receive().unwrap().status, 200);
    }
}

#[test]
fn a_client_that_says_close_or_stops_sending_gets_its_answer_and_then_the_end() {
    let server = Server::start(&[]);
    let mut connection = server.connect();
    connection.send("GET", PAGE, &[("Connection", "close")], b"");
    let reply = connection.receive().unwrap();
    assert_eq!((reply.status, reply.header("connection")), (200, Some("close")));
    assert!(connection.is_closed_within(Duration::from_secs(1)));

    let mut connection = server.connect();
    connection.send("GET", "/with/records=20000/export/csv", &[], b"");
    connection.half_close();
    let reply = connection.receive().unwrap();
    assert_eq!((reply.status, reply.text().ends_with("Z\n")), (200, true));
    assert!(connection.is_closed_within(Duration::from_secs(1)));
}

#[test]
fn what_is_no_http_is_400_and_a_close() {
    let server = Server::start(&[]);
    for garbage in [
        "GARBAGE\r\n\r\n",
        "\u{16}\u{3}\u{1}\0\u{5}\r\n\r\n",
        "GET / FTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nno colon\r\n\r\n",
    ] {
        let mut connection = server.connect();
        connection.send_raw(garbage.as_bytes()).unwrap();
        assert_eq!(connection.receive().unwrap().status, 400, "{garbage:?}");
        connection.half_close();
        assert!(connection.is_closed_within(Duration::from_secs(1)), "{garbage:?}");
    }
    assert_eq!(server.get(PAGE).status, 200);
}

#[test]
fn two_hosts_or_none_are_400_as_json() {
    let server = Server::start(&[]);
    for hosts in ["", "Host: a\r\nHost: b\r\n", "Host: a\"b<c>\r\n"] {
        let mut connection = server.connect();
        connection.send_raw(format!("GET {PAGE} HTTP/1.1\r\n{hosts}\r\n").as_bytes()).unwrap();
        let reply = connection.receive().unwrap();
        assert_eq!(
            (reply.status, reply.header("content-type")),
            (400, Some("application/json")),
            "{hosts:?}"
        );
    }
}

#[test]
fn a_megabyte_of_query_is_414_and_floods_of_headers_are_431() {
    let server = Server::start(&[]);
    let query =
        format!("GET /pagination/offset?x={} HTTP/1.1\r\nHost: a\r\n\r\n", "x".repeat(1 << 20));
    let many: String = (0..200).map(|n| format!("X-{n}: y\r\n")).collect();
    let many = format!("GET {PAGE} HTTP/1.1\r\nHost: a\r\n{many}\r\n");
    let large = format!("GET {PAGE} HTTP/1.1\r\nHost: a\r\nX: {}\r\n\r\n", "y".repeat(1 << 20));
    for (request, status) in [(query, 414), (many, 431), (large, 431)] {
        let mut connection = server.connect();
        // All of it, before reading: the answer must survive that.
        connection.send_raw(request.as_bytes()).unwrap();
        assert_eq!(connection.receive().unwrap().status, status);
        connection.half_close();
        assert!(connection.is_closed_within(Duration::from_secs(2)));
    }
    let fits = server.get(&format!("/pagination/offset?x={}", "x".repeat(60_000)));
    assert_eq!((fits.status, fits.header("content-type")), (400, Some("application/json")));
}

/// Case R04: a plain server refuses nobody.
#[test]
fn two_thousand_calls_a_hundred_at_once_are_all_answered() {
    let server = Server::start(&[]);
    let wanted = server.get(PAGE).body;
    thread::scope(|scope| {
        for caller in 0..100 {
            let (server, wanted) = (&server, &wanted);
            scope.spawn(move || {
                let mut kept = server.connect();
                for _ in 0..20 {
                    let reply =
                        if caller % 2 == 0 { kept.exchange("GET", PAGE) } else { server.get(PAGE) };
                    assert_eq!((reply.status, &reply.body), (200, wanted));
                }
            });
        }
    });
}

#[test]
fn the_journal_has_what_many_clients_asked_and_counts_streams_to_their_end() {
    let server = Server::start(&[]);
    thread::scope(|scope| {
        for caller in 0..8 {
            let server = &server;
            scope.spawn(move || {
                let mut connection = server.connect();
                for n in 0..50 {
                    let target = format!("/pagination/offset?limit=1&offset={}", caller * 50 + n);
                    assert_eq!(connection.exchange("GET", &target).status, 200);
                }
            });
        }
    });
    let bytes = server.get("/with/records=20000/export/json").body.len();
    let journal: serde_json::Value =
        serde_json::from_slice(&server.get("/playground/journal").body).unwrap();
    let rows = journal["data"].as_array().unwrap();
    assert_eq!(rows.len(), 401);
    let has = |target: &str| rows.iter().any(|row| row["path"] == target && row["status"] == 200);
    assert!((0..400).all(|n| has(&format!("/pagination/offset?limit=1&offset={n}"))));
    assert_eq!((&rows[400]["rows"], &rows[400]["bytes"]), (&20_000.into(), &bytes.into()));
    assert_eq!(server.request("DELETE", "/playground/journal", &[], b"").status, 204);
    assert!(server.get("/playground/journal").text().starts_with("{\"data\":[]"));
}

#[cfg(unix)]
#[test]
fn more_connections_than_files_wait_and_are_answered() {
    let program = env!("CARGO_BIN_EXE_playground");
    let mut command = std::process::Command::new("sh");
    command
        .args(["-c", &format!("ulimit -n 40; exec {program} start --port 0")])
        .stderr(std::process::Stdio::piped());
    let server = Server::spawn(command);
    let mut connections: Vec<Connection> = (0..80).map(|_| server.connect()).collect();
    thread::sleep(Duration::from_millis(200));
    let mut last = connections.pop().unwrap();
    drop(connections);
    assert_eq!(last.exchange("GET", PAGE).status, 200);
    assert_eq!(server.get(PAGE).status, 200);
}
