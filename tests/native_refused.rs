//! What the native server says to heads that never become requests, to odd targets, and to headers that come twice; and what its log tells of it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests fail by panicking"
)]
#![allow(clippy::disallowed_methods, reason = "tests measure time and start processes")]

mod support;

use std::time::Duration;
use support::{Reply, Server};

/// The answer to a head as it stands.
fn raw(server: &Server, head: &[u8]) -> Reply {
    let mut connection = server.connect();
    connection.send_raw(head).unwrap();
    connection.expect(if head.starts_with(b"HEAD ") { "HEAD" } else { "GET" });
    connection.receive().unwrap()
}

fn asked(server: &Server, line: &str, headers: &[u8]) -> Reply {
    raw(server, &[line.as_bytes(), b" HTTP/1.1\r\nHost: 127.0.0.1\r\n", headers, b"\r\n"].concat())
}

/// The one line of the log that has this text.
fn logged(server: &Server, text: &str) -> String {
    let log = server.log_when(|log| log.lines().any(|line| line.contains(text)));
    let lines: Vec<&str> = log.lines().filter(|line| line.contains(text)).collect();
    assert_eq!(lines.len(), 1, "{text} in {log}");
    lines[0].to_owned()
}

#[test]
fn what_the_parser_refuses_is_json_and_one_line_of_the_log_without_secrets() {
    let server = Server::start(&["--seed", "own seed"]);
    let many: String = (0..200).map(|n| format!("X-{n}: y\r\n")).collect();
    let long = "x".repeat(70_000);
    let cases = [
        ("GARBAGE\r\n\r\n".to_owned(), 400, "Malformed request", "\"-\" 400"),
        (
            "GET /a?token=SECRET HTTP/1.1\r\nno colon\r\n\r\n".to_owned(),
            400,
            "Malformed request",
            "\"GET /a?*** HTTP/1.1\" 400",
        ),
        ("G@T /b HTTP/1.1\r\nHost: a\r\n\r\n".to_owned(), 400, "Malformed request", "\"-\" 400"),
        ("password=SECRET HTTP/1.1\r\n\r\n".to_owned(), 400, "Malformed request", "\"-\" 400"),
        (
            "GET /with/seed=own seed/x HTTP/1.1\r\nHost: a\r\n\r\n".to_owned(),
            400,
            "Malformed request",
            "\"GET /with/seed=***/x HTTP/1.1\" 400",
        ),
        (
            "GET /\u{1b}[2J HTTP/1.1\r\nHost: a\r\n\r\n".to_owned(),
            400,
            "Malformed request",
            "\"GET /\\u{1b}[2J HTTP/1.1\" 400",
        ),
        (
            "\u{16}\u{3}\u{1}\0\u{5}\r\n\r\n".to_owned(),
            400,
            "without TLS",
            "(This port speaks HTTP without TLS.",
        ),
        (format!("GET /c HTTP/1.1\r\n{many}\r\n"), 431, "100 fields", "\"GET /c HTTP/1.1\" 431"),
        (
            format!("GET /d HTTP/1.1\r\nX: {}\r\n\r\n", "x".repeat(200_000)),
            431,
            "131072 bytes",
            "\"GET /d HTTP/1.1\" 431",
        ),
        (
            format!("GET /e?token=SECRET{long} HTTP/1.1\r\nHost: a\r\n\r\n"),
            414,
            "URL is too long",
            "\"GET /e?***\" 414",
        ),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(), 505, "HTTP/1.1", "\"PRI * HTTP/2.0\" 505"),
    ];
    for (n, (head, status, says, line)) in cases.into_iter().enumerate() {
        let reply = raw(&server, head.as_bytes());
        assert_eq!(
            (reply.status, reply.header("content-type")),
            (status, Some("application/json")),
            "{n}"
        );
        assert_eq!(
            (reply.header("x-content-type-options"), reply.header("connection")),
            (Some("nosniff"), Some("close")),
            "{n}"
        );
        let error: serde_json::Value = serde_json::from_slice(&reply.body).unwrap();
        assert!(error["error"].as_str().unwrap().contains(says), "{error}");
        let log = server.log_when(|log| log.lines().count() == n + 1);
        let last = log.lines().last().unwrap();
        assert!(log.lines().count() == n + 1 && last.contains(line), "{line} in {last}");
        assert!(last.contains(&format!(" {status} {} (", reply.body.len())), "{last}");
    }
    let log = server.log();
    assert!(
        !log.contains("SECRET") && !log.contains("own seed") && !log.contains('\u{1b}'),
        "{log}"
    );
}

/// The bound is the same however the bytes arrive: hyper's buffer alone takes longer heads where all of one is there at once.
#[test]
fn a_head_of_the_longest_size_is_a_request_and_one_byte_more_is_431() {
    let server = Server::start(&[]);
    for (size, status) in [(131_072, 200), (131_073, 431), (200_000, 431)] {
        for piece in [usize::MAX, 100_000, 60_000, 8192] {
            let frame = "GET /health HTTP/1.1\r\nHost: a\r\nX: \r\nY: \r\n\r\n".len();
            let long = "x".repeat((size - frame) / 2);
            let rest = "y".repeat(size - frame - long.len());
            let head = format!("GET /health HTTP/1.1\r\nHost: a\r\nX: {long}\r\nY: {rest}\r\n\r\n");
            assert_eq!(head.len(), size);
            let mut connection = server.connect();
            for part in head.as_bytes().chunks(piece.min(size)) {
                connection.send_raw(part).unwrap();
                std::thread::sleep(Duration::from_millis(5));
            }
            connection.expect("GET");
            assert_eq!(connection.receive().unwrap().status, status, "{size} in pieces of {piece}");
        }
    }
}

#[test]
fn what_is_refused_behind_a_request_does_not_take_its_answer_or_its_line() {
    let server = Server::start(&[]);
    let mut connection = server.connect();
    connection.send_raw(b"GET /health HTTP/1.1\r\nHost: a\r\n\r\npassword=SECRET\r\n\r\n").unwrap();
    assert_eq!(connection.receive().unwrap().status, 200);
    let refused = connection.receive().unwrap();
    assert_eq!((refused.status, refused.text()), (400, "{\"error\":\"Malformed request\"}"));
    connection.half_close();
    assert!(connection.is_closed_within(Duration::from_secs(5)));
    assert!(logged(&server, " 400 ").contains("\"-\" 400 29 (Malformed request)"));
    assert!(logged(&server, "/health").contains("\" 200 "));
}

#[test]
fn a_head_that_does_not_come_is_408_in_json_and_in_the_log() {
    let server = Server::start(&[]);
    let mut connection = server.connect();
    connection.send_raw(b"GET /slow?token=SECRET HTTP/1.1\r\nHost:").unwrap();
    connection.patience(Duration::from_secs(60));
    let reply = connection.receive().unwrap();
    assert_eq!(
        (reply.status, reply.text()),
        (408, "{\"error\":\"Request head did not arrive in time\"}")
    );
    let line = logged(&server, " 408 ");
    assert!(line.contains("\"GET /slow?*** HTTP/1.1\" 408 ") && !line.contains("SECRET"), "{line}");
}

#[test]
fn the_log_masks_what_the_journal_masks() {
    let server = Server::start(&["--seed", "own seed"]);
    let secrets = "%74oken=S1&api%5Fkey=S2&api-key=S3&authorization=S4&access_token=S5&client_secret=S6&password=S7&sig=S8";
    let targets = [
        format!("/pagination/offset?limit=1&{secrets}&pageToken=open&cursor=open"),
        "/with/seed=own%20seed,records=5/pagination/offset".to_owned(),
        format!("/export/csv?{}&token=S9", "x".repeat(3000)),
    ];
    for target in &targets {
        server.get(target);
    }
    let log = server.log_when(|log| log.lines().count() == targets.len());
    let journal = server.get("/playground/journal").text().to_owned();
    let har = server
        .request("GET", "/playground/journal", &[("Accept", "application/har+json")], b"")
        .text()
        .to_owned();
    for text in [&log, &journal, &har] {
        assert!((1..10).all(|n| !text.contains(&format!("S{n}"))), "{text}");
        assert!(!text.contains("own%20seed") && !text.contains("own seed"), "{text}");
        assert!(
            text.contains("pageToken=open&cursor=open") && text.contains("seed=***,records=5"),
            "{text}"
        );
    }
}

#[test]
fn the_server_as_a_whole_has_options_and_no_other_odd_target_is_answered_as_a_path() {
    let server = Server::start(&[]);
    let options = asked(&server, "OPTIONS *", b"");
    assert_eq!(
        (options.status, options.header("allow")),
        (204, Some("GET, HEAD, POST, DELETE, OPTIONS"))
    );
    for line in ["GET *", "HEAD *", "POST *", "GET foo", "GET a.test:80", "OPTIONS foo"] {
        let reply = asked(&server, line, b"Accept: text/html\r\n");
        assert_eq!(reply.status, 400, "{line}");
        if !line.starts_with("HEAD") {
            assert_eq!(
                reply.text(),
                "{\"error\":\"Invalid request target. Use a path that begins with '/'\"}",
                "{line}"
            );
        }
    }
    assert_eq!(asked(&server, "GET http://o.test/health", b"").status, 200);
    assert_eq!(asked(&server, "CONNECT a.test:443", b"").status, 405);
    let journal = server.get("/playground/journal");
    assert!(
        journal.text().contains("\"method\":\"OPTIONS\",\"path\":\"*\",\"status\":204"),
        "{}",
        journal.text()
    );
    logged(&server, "\"OPTIONS * HTTP/1.1\" 204 -");
}

#[test]
fn a_coding_that_is_not_known_is_501() {
    let server = Server::start(&[]);
    for coding in [
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n",
    ] {
        for line in ["GET /health", "POST /playground/check"] {
            let mut connection = server.connect();
            let head = format!("{line} HTTP/1.1\r\nHost: a\r\n{coding}\r\n2\r\n[]\r\n0\r\n\r\n");
            connection.send_raw(head.as_bytes()).unwrap();
            let reply = connection.receive().unwrap();
            assert_eq!(
                (reply.status, reply.header("content-type")),
                (501, Some("application/json")),
                "{coding}{line}"
            );
            assert_eq!(connection.exchange("GET", "/health").status, 200);
        }
    }
    let chunked = b"Transfer-Encoding: Chunked\r\n";
    assert_eq!(
        raw(
            &server,
            &[b"GET /health HTTP/1.1\r\nHost: a\r\n", &chunked[..], b"\r\n0\r\n\r\n"].concat()
        )
        .status,
        200
    );
}

#[test]
fn headers_that_come_twice_are_one_value_as_fetch_has_them() {
    let server = Server::start(&[]);
    let credentials =
        |sites: &str| asked(&server, "GET /playground/credentials", sites.as_bytes()).status;
    assert_eq!(credentials("Sec-Fetch-Site: same-origin\r\n"), 200);
    for sites in [
        "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site\r\n",
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Site: same-origin\r\n",
        "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Site: same-origin\r\n",
        "Sec-Fetch-Site: same-origin, same-origin\r\n",
    ] {
        assert_eq!(credentials(sites), 403, "{sites}");
    }
    let search = |types: &[u8]| {
        let head = [
            b"POST /pagination/search HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n",
            types,
            b"\r\n{}",
        ]
        .concat();
        raw(&server, &head).status
    };
    assert_eq!(search(b"Content-Type: application/json; charset=utf-8\r\n"), 200);
    assert_eq!(search(b"Content-Type: application/json\r\nContent-Type: text/plain\r\n"), 415);
    assert_eq!(search(b"Content-Type: application/json;a=b, text/plain\r\n"), 415);
    assert_eq!(search(b"Content-Type: application/json\xe9\r\n"), 415);
    let bearer = server.credentials().bearer;
    let auth = |values: &str| asked(&server, "GET /auth/http_bearer", values.as_bytes()).status;
    assert_eq!(auth(&format!("Authorization: Bearer {bearer}\r\n")), 200);
    assert_eq!(
        auth(&format!("Authorization: Bearer {bearer}\r\nAuthorization: Bearer {bearer}\r\n")),
        401
    );
    assert_eq!(auth(&format!("Authorization: Bearer {bearer}, Bearer x\r\n")), 401);
}

#[test]
fn the_page_and_the_har_follow_the_weights_of_accept() {
    let server = Server::start(&[]);
    let kind = |path: &str, accept: &[u8]| {
        let reply =
            asked(&server, &format!("GET {path}"), &[b"Accept: ", accept, b"\r\n"].concat());
        reply.header("content-type").unwrap().to_owned()
    };
    for accept in [
        &b"text/html,*/*;q=0.8"[..],
        b"Text/HTML",
        b"text/html,\xe9",
        b"application/json;q=0.5\r\nAccept: text/html",
    ] {
        assert!(kind("/", accept).starts_with("text/html"), "{accept:?}");
    }
    for accept in
        [&b"text/html;q=0"[..], b"*/*", b"application/json, text/html;q=0.9", b"text/htmlx"]
    {
        assert_eq!(kind("/", accept), "application/json", "{accept:?}");
    }
    assert_eq!(kind("/playground/journal", b"APPLICATION/HAR+JSON"), "application/har+json");
    for accept in [
        &b"application/har+json;q=0"[..],
        b"application/har+json;q=0.1, application/json;q=0.9",
        b"*/*",
    ] {
        assert_eq!(kind("/playground/journal", accept), "application/json", "{accept:?}");
    }
}

#[test]
fn a_prefix_of_a_proxy_leads_to_no_other_host() {
    let server = Server::start(&["--trust-forwarded", "--links", "path"]);
    for prefix in ["//evil.test", "/\\evil.test", "/a//evil.test", "//evil.test/a, /b"] {
        let reply = server.request(
            "GET",
            "/pagination/next_page_url",
            &[("X-Forwarded-Prefix", prefix)],
            b"",
        );
        let page: serde_json::Value = serde_json::from_slice(&reply.body).unwrap();
        assert!(reply.text().contains("\"/pagination/next_page_url"), "{prefix}: {page}");
        assert!(!reply.text().contains("evil.test"), "{prefix}: {page}");
    }
    let reply =
        server.request("GET", "/pagination/next_page_url", &[("X-Forwarded-Prefix", "/mock")], b"");
    assert!(reply.text().contains("\"/mock/pagination/next_page_url"), "{}", reply.text());
}
