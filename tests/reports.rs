//! Situations that people reported against other APIs and tools of this field, each with its one right outcome, on the real process. The
//! names in front are those of the reports' subjects; what a report is about stands in the test's name.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test stops where it fails, and measures time")]

mod support;

use serde_json::Value;
use std::collections::BTreeSet;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;
use support::{Reply, Server};

fn json(reply: &Reply) -> Value {
    serde_json::from_slice(&reply.body).unwrap()
}

/// The answer of a GET that must succeed.
fn get(server: &Server, target: &str) -> Value {
    let reply = server.get(target);
    assert_eq!(reply.status, 200, "{target}: {}", reply.text());
    json(&reply)
}

/// The text of a refusal.
fn refusal(server: &Server, target: &str, status: u16) -> String {
    let reply = server.get(target);
    assert_eq!(reply.status, status, "{target}: {}", reply.text());
    assert_eq!(reply.header("content-type"), Some("application/json"));
    json(&reply)["error"].as_str().unwrap().to_owned()
}

fn ids(answer: &Value) -> Vec<String> {
    answer["data"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

/// Walks by `scroll_param`; also says whether the last page still handed one out.
fn scroll(server: &Server, first: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut target = first.to_owned();
    loop {
        let answer = get(server, &target);
        let rows = ids(&answer);
        assert!(!rows.is_empty() || all.is_empty(), "no empty page at the end");
        all.extend(rows);
        match answer["scroll_param"].as_str() {
            Some(scroll) => target = format!("/pagination/keyset?scroll_param={scroll}"),
            None => return all,
        }
    }
}

#[test]
fn an_exact_multiple_of_the_page_size_ends_with_an_empty_page() {
    let server = Server::start(&[]);
    let last = get(&server, "/pagination/page_number?per_page=50&page=4");
    assert_eq!((ids(&last).len(), &last["total_pages"]), (50, &4.into()));
    let past = get(&server, "/pagination/page_number?per_page=50&page=5");
    assert!(ids(&past).is_empty());
    let mut distinct = BTreeSet::new();
    for page in 1.. {
        let rows = ids(&get(&server, &format!("/pagination/page_number?per_page=50&page={page}")));
        if rows.is_empty() {
            break;
        }
        distinct.extend(rows);
    }
    assert_eq!(distinct.len(), 200);
}

#[test]
fn a_next_link_has_each_key_once_and_takes_them_doubled() {
    let server = Server::start(&[]);
    let query = "per_page=7&order_by=createdAt&order_type=desc&updated_since=2024-01-01T00:00:00Z";
    let mut answer = get(&server, &format!("/pagination/next_page_url?{query}"));
    let mut rows = ids(&answer);
    while let Some(link) = answer["next_page_url"].as_str() {
        let (_, sent) = link.split_once('?').unwrap();
        for key in
            ["page=", "per_page=7", "order_by=createdAt", "order_type=desc", "updated_since=2024-01-01T00:00:00Z"]
        {
            assert_eq!(sent.split('&').filter(|pair| pair.starts_with(key)).count(), 1, "{link}");
        }
        let doubled = get(&server, &format!("/pagination/next_page_url?{sent}&{query}"));
        answer = get(&server, &format!("/pagination/next_page_url?{sent}"));
        assert_eq!(doubled, answer);
        rows.extend(ids(&answer));
    }
    assert_eq!((rows.len(), rows.into_iter().collect::<BTreeSet<_>>().len()), (200, 200));
    let other = refusal(&server, "/pagination/next_page_url?page=2&per_page=7&page=3", 400);
    assert_eq!(other, "Conflicting values for query parameter 'page'");
}

#[test]
fn data_is_always_a_list() {
    let server = Server::start(&[]);
    for target in [
        "/pagination/next_page_url?page=99",
        "/pagination/page_number?page=99",
        "/pagination/offset?offset=200",
        "/pagination/keyset?updated_since=2999-01-01T00:00:00Z",
        "/incremental/timestamp?since=2999-01-01T00:00:00Z",
        "/incremental/step?start_id=201&end_id=300",
        "/cursors/companies?updated_since=2999-01-01T00:00:00Z",
        "/cursors/2/departments?updated_since=2999-01-01T00:00:00Z",
    ] {
        assert_eq!(get(&server, target)["data"], Value::Array(Vec::new()), "{target}");
    }
}

#[test]
fn no_cursor_comes_with_the_last_rows() {
    for records in ["200", "201", "1", "50"] {
        let server = Server::start(&["--records", records]);
        assert_eq!(scroll(&server, "/pagination/keyset").len().to_string(), records);
    }
}

#[test]
fn an_offset_beyond_the_end_is_empty_and_one_beyond_json_is_refused() {
    let server = Server::start(&[]);
    for offset in ["200&limit=50", "100000"] {
        let answer = get(&server, &format!("/pagination/offset?offset={offset}"));
        assert_eq!((ids(&answer).len(), &answer["total"]), (0, &200.into()));
    }
    assert!(refusal(&server, "/pagination/offset?offset=99999999999999999999", 400).contains("'offset'"));
}

#[test]
fn bad_numbers_are_refused_by_name_and_range() {
    let server = Server::start(&[]);
    for (query, wanted) in [
        ("page=0", "Invalid value for 'page'. It must be greater than or equal to 1."),
        ("page=-1", "Invalid value for 'page'. It must be greater than or equal to 1."),
        ("page=abc", "Invalid value for 'page'. It must be an integer."),
        ("page=", "Invalid value for 'page'. It must be an integer."),
        ("per_page=0", "Invalid value for 'per_page'. It should be between 1 and 50."),
        ("per_page=51", "Invalid value for 'per_page'. It should be between 1 and 50."),
        ("foo=1", "Unexpected query parameters: foo"),
    ] {
        for pager in ["next_page_url", "page_number"] {
            assert_eq!(refusal(&server, &format!("/pagination/{pager}?{query}"), 400), wanted);
        }
    }
    assert_eq!(
        refusal(&server, "/pagination/offset?limit=51", 400),
        "Invalid value for 'limit'. It should be between 1 and 50."
    );
}

#[test]
fn rows_of_one_second_are_all_in_a_keyset_walk() {
    let server = Server::start(&["--ties", "60"]);
    let rows = scroll(&server, "/pagination/keyset");
    assert_eq!((rows.len(), rows.into_iter().collect::<BTreeSet<_>>().len()), (200, 200));
}

#[test]
fn an_inclusive_filter_over_a_tie_repeats_but_paging_links_get_through() {
    let server = Server::start(&["--ties"]);
    let tied =
        get(&server, "/pagination/offset?limit=1&offset=50")["data"][0]["updatedAt"].as_str().unwrap().to_owned();
    let mut answer = get(&server, &format!("/pagination/next_page_url?per_page=10&updated_since={tied}"));
    // The naive loop asks again from the last updatedAt, which is where it stood.
    assert_eq!(answer["data"][9]["updatedAt"], *tied);
    let mut rows = ids(&answer);
    while let Some(link) = answer["next_page_url"].as_str() {
        answer = get(&server, link.strip_prefix(&server.base).unwrap());
        rows.extend(ids(&answer));
    }
    assert_eq!((rows.len(), rows.into_iter().collect::<BTreeSet<_>>().len()), (155, 155));
}

#[test]
fn a_plus_in_a_timestamp_is_refused_raw_and_encoded() {
    let server = Server::start(&[]);
    for zone in ["+02:00", "%2B02:00"] {
        let text = refusal(&server, &format!("/pagination/offset?updated_since=2024-09-22T14:00:00{zone}"), 400);
        assert_eq!(text, "Invalid date format for 'updated_since'. Must end with 'Z' for UTC");
    }
}

#[test]
fn answers_do_not_depend_on_the_time_zone_of_the_machine() {
    let flags =
        ["start", "--port", "0", "--seed", "zone", "--anchor", "2026-01-01T00:00:00Z", "--now", "2026-01-01T00:00:00Z"];
    let in_zone = |zone: &str| {
        let mut command: Command = support::server::command(&flags);
        command.env("TZ", zone).stderr(Stdio::null());
        Server::spawn(command)
    };
    let (tokyo, utc) = (in_zone("Asia/Tokyo"), in_zone("UTC"));
    for target in [
        "/pagination/offset?updated_since=2025-12-30T00:00:00Z",
        "/pagination/page_number",
        "/pagination/keyset",
        "/incremental/timestamp?since=2025-12-30T00:00:00Z",
        "/incremental/step?start_id=1&end_id=200",
        "/export/csv",
        "/cursors/companies",
        "/cursors/1/departments",
    ] {
        assert_eq!(tokyo.get(target).body, utc.get(target).body, "{target}");
    }
}

#[test]
fn a_first_sync_from_year_one_gives_everything_and_no_date_is_refused_in_words() {
    let server = Server::start(&[]);
    let filters = [
        ("/pagination/next_page_url", "updated_since"),
        ("/pagination/page_number", "updated_since"),
        ("/pagination/offset", "updated_since"),
        ("/pagination/keyset", "updated_since"),
        ("/incremental/timestamp", "since"),
        ("/cursors/companies", "updated_since"),
        ("/cursors/1/departments", "updated_since"),
    ];
    for (path, name) in filters {
        let all = get(&server, path);
        assert_eq!(count(&get(&server, &format!("{path}?{name}=0001-01-01T00:00:00Z"))), count(&all), "{path}");
        assert_eq!(count(&get(&server, &format!("{path}?{name}="))), count(&all), "{path}");
        assert_eq!(count(&get(&server, &format!("{path}?{name}=9999-12-31T23:59:59Z"))), 0, "{path}");
        for bad in ["2024-02-30T00:00:00Z", "2024-01-01T00:00:60Z", "2024-01-01"] {
            let text = refusal(&server, &format!("{path}?{name}={bad}"), 400);
            assert!(text.starts_with(&format!("Invalid date format for '{name}'.")), "{text}");
        }
    }
}

fn count(answer: &Value) -> usize {
    answer["data"].as_array().unwrap().len()
}

#[test]
fn asking_for_children_of_a_missing_parent_harms_nothing() {
    let server = Server::start(&["--now", "2027-01-01T00:00:00Z"]);
    let before = get(&server, "/cursors/1/departments");
    assert_eq!(refusal(&server, "/cursors/999/departments", 404), "company_id '999' not found");
    assert_eq!(refusal(&server, "/cursors/0/departments", 404), "company_id '0' not found");
    assert!(refusal(&server, "/cursors/abc/departments", 400).contains("must be an integer"));
    assert_eq!(get(&server, "/cursors/1/departments"), before);
}

#[test]
fn a_cursor_works_plain_and_encoded_and_is_refused_encoded_twice() {
    let server = Server::start(&[]);
    let scroll = get(&server, "/pagination/keyset")["scroll_param"].as_str().unwrap().to_owned();
    assert!(scroll.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'='), "{scroll}");
    let second = get(&server, &format!("/pagination/keyset?scroll_param={scroll}"));
    let encoded = scroll.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    assert_eq!(get(&server, &format!("/pagination/keyset?scroll_param={encoded}")), second);
    let twice = encoded.replace('%', "%25");
    assert_eq!(
        refusal(&server, &format!("/pagination/keyset?scroll_param={twice}"), 400),
        "Invalid scroll_param value"
    );
}

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
    let link = get(&server, "/pagination/next_page_url")["next_page_url"].as_str().unwrap().to_owned();
    assert!(link.starts_with("https://api.example.test/mock/pagination/next_page_url?page=2"), "{link}");
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
        "RateLimit",
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
    assert_eq!(server.request("GET", "/auth/http_bearer/", &[("Authorization", &bearer)], b"").status, 200);
    let (user, password) = credentials.login;
    let login = format!("{{\"username\":\"{user}\",\"password\":\"{password}\"}}");
    let json = [("Content-Type", "application/json")];
    assert_eq!(server.request("POST", "/auth/session_token/login/", &json, login.as_bytes()).status, 200);
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
        let clients: Vec<_> = (0..30).map(|_| scope.spawn(|| server.get("/pagination/offset?limit=1"))).collect();
        clients.into_iter().map(|client| client.join().unwrap()).collect()
    });
    let number = |reply: &Reply, name: &str| reply.header(name).unwrap().parse::<u64>().unwrap();
    let mut left: Vec<u64> =
        replies.iter().filter(|r| r.status == 200).map(|r| number(r, "x-ratelimit-remaining")).collect();
    left.sort_unstable();
    assert!(left.len() >= 20);
    // One by one: a tenth of a second may give a token back, but no number is skipped.
    let distinct: BTreeSet<&u64> = left.iter().collect();
    assert_eq!(distinct.len() as u64, left.last().unwrap() - left[0] + 1, "{left:?}");
    for refused in replies.iter().filter(|reply| reply.status == 429) {
        assert_eq!((number(refused, "x-ratelimit-remaining"), number(refused, "retry-after")), (0, 1));
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
    let server = Server::start(&[]);
    let plain = server.get("/export/csv");
    for coding in ["", "identity", "br", "deflate", "*;q=0", "gzip;q=0"] {
        let reply = server.request("GET", "/export/csv", &[("Accept-Encoding", coding)], b"");
        assert_eq!(reply.header("content-encoding"), None);
        assert_eq!(reply.body, plain.body);
    }
}

#[test]
fn a_range_of_the_export_is_the_whole_without_a_promise_of_ranges() {
    let server = Server::start(&[]);
    let whole = server.get("/export/csv");
    for range in ["bytes=0-99", "bytes=-10", "bytes=999999-"] {
        let reply = server.request("GET", "/export/csv", &[("Range", range)], b"");
        assert_eq!((reply.status, reply.header("accept-ranges"), &reply.body), (200, None, &whole.body));
    }
}

#[test]
fn one_seed_and_anchor_are_one_server_in_any_order_of_calls() {
    let flags = |seed| ["--seed", seed, "--anchor", "2026-01-01T00:00:00Z", "--now", "2026-01-01T00:00:00Z"];
    let (one, same, other) = (Server::start(&flags("a")), Server::start(&flags("a")), Server::start(&flags("b")));
    let targets = [
        "/pagination/offset",
        "/export/csv",
        "/incremental/step?start_id=1&end_id=20",
        "/cursors/companies",
        "/pagination/keyset",
    ];
    let forward: Vec<Vec<u8>> = targets.iter().map(|target| one.get(target).body).collect();
    let mut backward: Vec<Vec<u8>> = thread::scope(|scope| {
        let calls: Vec<_> = targets.iter().rev().map(|target| scope.spawn(|| same.get(target).body)).collect();
        calls.into_iter().map(|call| call.join().unwrap()).collect()
    });
    backward.reverse();
    assert_eq!(forward, backward);
    assert_eq!(one.credentials(), same.credentials());
    assert_ne!(one.credentials(), other.credentials());
    assert_ne!(one.get(targets[0]).body, other.get(targets[0]).body);
}
