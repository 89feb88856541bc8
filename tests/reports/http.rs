//! Reports about proxies, browsers, limits and exports.

use super::*;

#[test]
fn links_behind_tls_say_https_and_keep_the_port_where_the_proxy_is_trusted() {
    let link = |server: &Server, headers: &[(&str, &str)]| {
        json(&server.request("GET", "/pagination/next_page_url", headers, b""))["next_page_url"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let proxied = [("Host", "api.example.test"), ("X-Forwarded-Proto", "https")];
    let (trusting, plain) = (Server::start(&["--trust-forwarded"]), Server::start(&[]));
    assert!(link(&trusting, &proxied).starts_with("https://api.example.test/pagination/"));
    assert!(link(&plain, &proxied).starts_with("http://api.example.test/pagination/"));
    let port = [("Host", "api.example.test:8443"), ("X-Forwarded-Proto", "https")];
    assert!(link(&trusting, &port).starts_with("https://api.example.test:8443/pagination/"));
}

#[test]
fn every_link_follows_a_trusted_proxy_below_a_path() {
    let server = Server::start(&["--trust-forwarded"]);
    let proxied = [
        ("Host", "in.test:5001"),
        ("X-Forwarded-Proto", "https"),
        ("X-Forwarded-Host", "out.test"),
        ("X-Forwarded-Port", "8443"),
        ("X-Forwarded-Prefix", "/mock/"),
        ("Accept", "application/har+json"),
    ];
    let base = "https://out.test:8443/mock";
    for (target, link) in [
        ("/with/ties=15/pagination/next_page_url", "/with/ties=15/pagination/next_page_url?page=2"),
        ("/with/ties=15/playground/clients/dlt", "/with/ties=15\""),
        ("/playground/journal", "/with/ties=15/pagination/next_page_url"),
        ("/", "/openapi.json"),
    ] {
        let text = server.request("GET", target, &proxied, b"").text().to_owned();
        assert!(text.contains(&format!("\"{base}{link}")), "{target}: {text}");
        assert!(!text.contains("in.test"), "{target}");
    }
}

#[test]
fn below_a_path_links_banner_and_index_keep_it() {
    let server = Server::start(&["--public-url", "https://api.example.test/mock/"]);
    let link =
        get(&server, "/pagination/next_page_url")["next_page_url"].as_str().unwrap().to_owned();
    assert!(
        link.starts_with("https://api.example.test/mock/pagination/next_page_url?page=2"),
        "{link}"
    );
    assert!(server.banner().contains("GET https://api.example.test/mock/export/csv"));
    assert!(server.get("/").text().contains("\"https://api.example.test/mock/cursors/companies\""));
}

#[test]
fn a_preflight_with_headers_of_its_own_passes() {
    let server = Server::start(&[]);
    let asked = [
        ("Origin", "http://127.0.0.1:3000"),
        ("Access-Control-Request-Method", "GET"),
        ("Access-Control-Request-Headers", "authorization,x-trace"),
    ];
    let reply = server.request("OPTIONS", "/auth/api_key", &asked, b"");
    assert!((200..300).contains(&reply.status));
    let allowed = reply.header("access-control-allow-headers").unwrap().to_lowercase();
    assert!(allowed.contains("authorization") && allowed.contains("x-trace"), "{allowed}");
    assert!(reply.header("access-control-allow-methods").unwrap().contains("GET"));
    assert_eq!(reply.header("access-control-allow-origin"), Some("*"));
}

#[test]
fn pages_of_other_origins_can_read_paging_and_limit_headers() {
    let server = Server::start(&[]);
    let reply = server.get("/pagination/offset");
    let exposed = reply.header("access-control-expose-headers").unwrap();
    for name in [
        "Link",
        "Retry-After",
        "X-RateLimit-Limit",
        "X-RateLimit-Remaining",
        "X-RateLimit-Reset",
        "Content-Disposition",
        "WWW-Authenticate",
    ] {
        assert!(exposed.split(", ").any(|known| known == name), "{name}");
    }
}

#[test]
fn a_trailing_slash_is_answered_directly() {
    let server = Server::start(&[]);
    let credentials = server.credentials();
    assert_eq!(server.get("/export/csv/").status, 200);
    let bearer = format!("Bearer {}", credentials.bearer);
    assert_eq!(
        server.request("GET", "/auth/http_bearer/", &[("Authorization", &bearer)], b"").status,
        200
    );
    let (user, password) = credentials.login;
    let login = format!("{{\"username\":\"{user}\",\"password\":\"{password}\"}}");
    let json = [("Content-Type", "application/json")];
    assert_eq!(
        server.request("POST", "/auth/session_token/login/", &json, login.as_bytes()).status,
        200
    );
}

#[test]
fn the_wait_that_a_limit_names_is_long_enough() {
    let server = Server::start(&["--rate-limit", "--capacity", "1"]);
    let mut connection = server.connect();
    let target = "/pagination/offset?limit=1";
    assert_eq!(connection.exchange("GET", target).status, 200);
    for _ in 0..3 {
        let refused = connection.exchange("GET", target);
        assert_eq!(refused.status, 429);
        let wait: u64 = refused.header("retry-after").unwrap().parse().unwrap();
        assert!(wait >= 1);
        thread::sleep(Duration::from_secs(wait));
        assert_eq!(connection.exchange("GET", target).status, 200);
    }
}

#[test]
fn limit_fields_fall_by_one_a_call_and_agree() {
    let server = Server::start(&["--rate-limit", "--capacity", "20"]);
    let replies: Vec<Reply> = thread::scope(|scope| {
        let clients: Vec<_> =
            (0..30).map(|_| scope.spawn(|| server.get("/pagination/offset?limit=1"))).collect();
        clients.into_iter().map(|client| client.join().unwrap()).collect()
    });
    let number = |reply: &Reply, name: &str| reply.header(name).unwrap().parse::<u64>().unwrap();
    let mut left: Vec<u64> = replies
        .iter()
        .filter(|r| r.status == 200)
        .map(|r| number(r, "x-ratelimit-remaining"))
        .collect();
    left.sort_unstable();
    assert!(left.len() >= 20);
    // One by one: a tenth of a second may give a token back, but no number is skipped.
    let distinct: BTreeSet<&u64> = left.iter().collect();
    assert_eq!(distinct.len() as u64, left.last().unwrap() - left[0] + 1, "{left:?}");
    for refused in replies.iter().filter(|reply| reply.status == 429) {
        assert_eq!(
            (number(refused, "x-ratelimit-remaining"), number(refused, "retry-after")),
            (0, 1)
        );
        assert!(number(refused, "x-ratelimit-reset") >= number(refused, "retry-after"));
    }
}

#[test]
fn csv_has_no_byte_order_mark_and_an_exact_first_name() {
    let server = Server::start(&[]);
    let reply = server.get("/export/csv");
    assert!(reply.body.starts_with(b"id,"));
    assert_eq!(reply.header("content-type"), Some("text/csv; charset=utf-8"));
    let mut rows = csv::Reader::from_reader(&*reply.body);
    assert_eq!(rows.headers().unwrap().get(0), Some("id"));
    assert_eq!(rows.records().filter(Result::is_ok).count(), 200);
}

#[test]
fn bytes_are_plain_where_gzip_is_not_accepted() {
    let server = Server::start(&["--compression", "gzip"]);
    let plain = server.get("/export/csv");
    for coding in ["", "identity", "br", "deflate", "*;q=0", "gzip;q=0"] {
        let reply = server.request("GET", "/export/csv", &[("Accept-Encoding", coding)], b"");
        assert_eq!(reply.header("content-encoding"), None);
        assert_eq!(reply.body, plain.body);
    }
}

#[test]
fn a_range_of_the_export_is_that_slice_of_the_whole() {
    let server = Server::start(&[]);
    let whole = server.get("/export/csv").body;
    let ranges = [
        ("bytes=0-99", 0..100),
        ("bytes=-10", whole.len() - 10..whole.len()),
        ("bytes=500-", 500..whole.len()),
    ];
    for (range, bytes) in ranges {
        let reply = server.request("GET", "/export/csv", &[("Range", range)], b"");
        let shown = format!("bytes {}-{}/{}", bytes.start, bytes.end - 1, whole.len());
        assert_eq!((reply.status, reply.header("content-range")), (206, Some(&*shown)));
        assert_eq!((reply.header("accept-ranges"), &*reply.body), (Some("bytes"), &whole[bytes]));
    }
    let reply = server.request("GET", "/export/csv", &[("Range", "bytes=999999-")], b"");
    assert_eq!(
        (reply.status, reply.header("content-range")),
        (416, Some(&*format!("bytes */{}", whole.len())))
    );
}

#[test]
fn one_seed_and_anchor_are_one_server_in_any_order_of_calls() {
    let flags = |seed| {
        ["--seed", seed, "--anchor", "2026-01-01T00:00:00Z", "--now", "2026-01-01T00:00:00Z"]
    };
    let (one, same, other) =
        (Server::start(&flags("a")), Server::start(&flags("a")), Server::start(&flags("b")));
    let targets = [
        "/pagination/offset",
        "/export/csv",
        "/incremental/step?start_id=1&end_id=20",
        "/cursors/companies",
        "/pagination/keyset",
    ];
    let forward: Vec<Vec<u8>> = targets.iter().map(|target| one.get(target).body).collect();
    let mut backward: Vec<Vec<u8>> = thread::scope(|scope| {
        let calls: Vec<_> =
            targets.iter().rev().map(|target| scope.spawn(|| same.get(target).body)).collect();
        calls.into_iter().map(|call| call.join().unwrap()).collect()
    });
    backward.reverse();
    assert_eq!(forward, backward);
    assert_eq!(one.credentials(), same.credentials());
    assert_ne!(one.credentials(), other.credentials());
    assert_ne!(one.get(targets[0]).body, other.get(targets[0]).body);
}
