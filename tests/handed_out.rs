//! What the server hands out survives the clients that take it: no text reads as a number or another literal, no token is blank, and headers
//! have the form that simple readers know. Each holds by default, as a client that people use breaks on the other form.
#![allow(clippy::unwrap_used, clippy::float_cmp, reason = "a test stops where it fails")]

use bytes::Bytes;
use connector_playground::credentials::Credentials;
use connector_playground::{Playground, Settings, State, Timestamp};
use http::{HeaderMap, Request};
use proptest::prelude::*;
use serde_json::{Value, json};

const NOW: Timestamp = Timestamp::from_seconds(1_795_597_200);

/// Whether a text is a literal of YAML 1.1 or 1.2, Python, JSON, Jinja or JavaScript, or a sum of numbers. Naive: rather too much than too little.
fn reads_as_literal(text: &str) -> bool {
    const WORDS: [&str; 14] = [
        "true",
        "false",
        "yes",
        "no",
        "on",
        "off",
        "y",
        "n",
        "null",
        "none",
        "~",
        "undefined",
        "",
        "nil",
    ];
    let text = text.trim();
    let quoted = |mark: char| text.len() > 1 && text.starts_with(mark) && text.ends_with(mark);
    let opened = text
        .starts_with(['[', '{', '(', '"', '\'', '`', '&', '*', '!', '|', '>', '%', '@', '#', '?']);
    let parts = |at: &[char]| text.split(at).all(is_number) && !text.is_empty();
    WORDS.contains(&text.to_lowercase().as_str())
        || opened
        || quoted('"')
        || is_number(text)
        // A difference, a date, and numbers to the base of 60.
        || parts(&['-', '+'])
        || parts(&[':', '.'])
        || parts(&['-', 'T', 'Z', ':', '.', ' '])
}

/// Whether a text is a number in one of these languages, with sign, base, underscores, exponent and suffix.
fn is_number(text: &str) -> bool {
    let bare = text.trim_start_matches(['-', '+']).replace('_', "").to_lowercase();
    let in_base = |prefix: &str, base: u32| {
        let digits = bare.strip_prefix(prefix).map(|digits| digits.trim_end_matches(['n', 'l']));
        digits.is_some_and(|digits| {
            !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(base))
        })
    };
    // Imaginary, big, long, of 32 and 64 bits; Rust's own reader knows inf and nan.
    let decimal = |digits: &str| digits.trim_start_matches('.').parse::<f64>().is_ok();
    let suffixed = bare.trim_end_matches(['j', 'n', 'l', 'f', 'd']);
    in_base("0x", 16)
        || in_base("0o", 8)
        || in_base("0b", 2)
        || decimal(&bare)
        || suffixed.len() + 1 >= bare.len() && decimal(suffixed)
}

#[test]
fn the_naive_reader_knows_literals() {
    let literals = "47619e26 00000000 0012 1_000 0x1f 0b1010 0o17 1e5 1.5 .5 5. -3 +3 inf -inf nan .nan .inf Infinity 12n 1j 5f 5d 07 True \
         none null ~ yes off 12:30:45 2026-01-01 1-2 [1] {} 'a' \"a\" 1234567d 1E5 123e4f";
    for text in literals.split_whitespace() {
        assert!(reads_as_literal(text), "{text}");
    }
    for text in [
        "33b934bb",
        "0b12",
        "1e",
        "e5",
        "0xg",
        "a1",
        "12345@example.com",
        "1a2b-3",
        "cafe",
        "47619e2a",
    ] {
        assert!(!reads_as_literal(text), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn no_credential_and_no_session_token_reads_as_a_literal(seed in ".{1,12}", second in 0..=253_402_300_799_i64, ttl in 1..=31_536_000_u64) {
        let credentials = Credentials::new(&seed);
        for (name, text) in credentials.named() {
            prop_assert!(!reads_as_literal(text), "{}: {}", name, text);
        }
        let token = credentials.issue_token(Timestamp::from_seconds(second), ttl);
        prop_assert!(!reads_as_literal(&token), "{}", token);
    }
}

/// By the seeds of a small server of tests, too: short ones, counted. The forms stay the contract's.
#[test]
fn no_credential_of_20000_seeds_reads_as_a_literal() {
    let hex = |text: &str, digits: usize| {
        text.len() == digits && text.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    for n in 0..20_000 {
        let credentials = Credentials::new(&format!("s{n}"));
        for (name, text) in credentials.named() {
            assert!(!reads_as_literal(text), "s{n} {name}: {text}");
        }
        assert!(hex(&credentials.basic_pass, 8) && hex(&credentials.session_pass, 10), "s{n}");
    }
    // What was no number before is what it was.
    let before = Credentials::new("x");
    assert_eq!((&*before.basic_pass, &*before.session_pass), ("33b934bb", "99c8df40af"));
}

struct Server(Playground);

struct Reply {
    status: u16,
    headers: HeaderMap,
    body: Value,
}

impl Server {
    fn new(seed: &str, records: u64) -> Self {
        let settings = Settings::builder(seed, NOW).with(&format!("records={records}")).unwrap();
        Self(Playground::new(settings.build().unwrap()))
    }

    fn ask(&self, method: &str, target: &str, body: &str) -> Reply {
        self.ask_with(method, target, body, &State::new())
    }

    fn ask_with(&self, method: &str, target: &str, body: &str, state: &State) -> Reply {
        let request = Request::builder()
            .method(method)
            .uri(format!("http://a.test{target}"))
            .header("host", "a.test");
        let request = if body.is_empty() {
            request
        } else {
            request.header("content-type", "application/json")
        };
        let response =
            self.0.handle(request.body(Bytes::from(body.to_owned())).unwrap(), NOW, state);
        let (head, body) = response.into_parts();
        let body = serde_json::from_slice(&body.into_bytes()).unwrap_or_default();
        Reply { status: head.status.as_u16(), headers: head.headers, body }
    }

    fn get(&self, target: &str) -> Reply {
        self.ask("GET", target, "")
    }
}

/// All that leads on from an answer.
fn tokens(reply: &Reply) -> Vec<String> {
    let members =
        ["scroll_param", "next_cursor", "nextPageToken", "next_page_url", "@odata.nextLink"];
    let members =
        members.iter().filter_map(|name| reply.body.get(*name)).filter(|value| !value.is_null());
    let headers = ["x-next-cursor", "link"].iter().filter_map(|name| reply.headers.get(*name));
    let info = &reply.body["data"]["people"]["pageInfo"]["endCursor"];
    let info = info.as_str().map(str::to_owned);
    members
        .map(|value| value.as_str().unwrap().to_owned())
        .chain(headers.map(|value| value.to_str().unwrap().to_owned()))
        .chain(info)
        .collect()
}

#[test]
fn no_cursor_token_and_id_reads_as_a_literal_and_none_is_blank() {
    for n in 0..40 {
        let server = Server::new(&format!("s{n}"), 60);
        let mut seen = 0;
        for path in [
            "keyset?",
            "cursor?",
            "cursor_header?",
            "page_token?",
            "starting_after?",
            "odata?",
            "next_page_url?",
            "link_header?",
        ] {
            for since in ["", "updated_since=2026-11-20T00:00:00Z"] {
                let reply = server.get(&format!(
                    "/pagination/{path}{}",
                    if path == "odata?" { "" } else { since }
                ));
                assert_eq!(reply.status, 200, "{path}{since}");
                let mut texts = tokens(&reply);
                let rows = reply
                    .body
                    .get("data")
                    .or(reply.body.get("value"))
                    .unwrap_or(&reply.body)
                    .as_array()
                    .unwrap();
                texts.extend(rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()));
                seen += texts.len();
                assert!(texts.iter().all(|text| !reads_as_literal(text)), "{path}: {texts:?}");
            }
        }
        let search = server.ask("POST", "/pagination/search", r#"{"limit":7}"#);
        let graphql = server.ask(
            "POST",
            "/graphql",
            r#"{"query":"{people{edges{cursor} pageInfo{endCursor}}}"}"#,
        );
        let texts = [tokens(&search), tokens(&graphql)].concat();
        assert!(
            seen > 100 && texts.len() == 2 && texts.iter().all(|text| !reads_as_literal(text)),
            "{texts:?}"
        );
    }
}

#[test]
fn no_behaviour_gives_a_null_cursor_with_more_pages_or_a_blank_one_in_graphql() {
    for behaviours in [
        "records=200",
        "short_pages=true",
        "empty_pages=true",
        "past_end=repeat",
        "last=null",
        "last=cursor",
        "first_cursor=required",
        "drop_total=true",
        "string_numbers=true",
        "short_pages=true,empty_pages=true,last=null",
    ] {
        let server = Server::new("g", 200);
        let (mut after, mut ids) = (None::<String>, Vec::new());
        for _ in 0..60 {
            let query = "query($after:String){people(first:10,after:$after){edges{node{id}} pageInfo{hasNextPage endCursor}}}";
            let first = if behaviours.contains("first_cursor") { "" } else { "null" };
            let after_text = after.clone().map_or_else(
                || if first.is_empty() { json!("") } else { Value::Null },
                Value::from,
            );
            let body = json!({ "query": query, "variables": { "after": after_text } }).to_string();
            let reply = server.ask("POST", &format!("/with/{behaviours}/graphql"), &body);
            let people = &reply.body["data"]["people"];
            let edges = people["edges"].as_array().map(Vec::as_slice).unwrap_or_default();
            ids.extend(edges.iter().map(|edge| edge["node"]["id"].as_str().unwrap().to_owned()));
            let cursor = people["pageInfo"]["endCursor"].as_str().map(str::to_owned);
            assert_ne!(cursor.as_deref(), Some(""), "{behaviours}");
            if people["pageInfo"]["hasNextPage"] != true {
                break;
            }
            assert!(cursor.is_some(), "{behaviours}: {}", reply.body);
            after = cursor;
        }
        ids.dedup();
        assert_eq!(ids.len(), 200, "{behaviours}");
    }
}

/// The first link, as Octokit reads it: by one pattern, `<URL>; rel="next"` behind no other link.
fn octokit_next(link: &str) -> Option<&str> {
    let (before, _) = link.split_once(">; rel=\"next\"")?;
    before.rsplit_once('<').map(|(_, url)| url)
}

/// As a reader that splits at commas and semicolons does it, with the relation in its second part.
fn split_next(link: &str) -> Option<&str> {
    let mut parts = link.split(',').filter_map(|link| link.split_once(';'));
    parts
        .find(|(_, rel)| rel.trim() == "rel=\"next\"")
        .map(|(url, _)| url.trim().trim_start_matches('<').trim_end_matches('>'))
}

#[test]
fn the_header_link_begins_with_the_next_page_and_survives_readers_that_split_it() {
    let server = Server::new("l", 200);
    for prefix in [
        "",
        "/with/short_pages=true,records=77",
        "/with/seed=a;b,ties=15,csv_bom=on",
        "/with/seed=a\"b,ties=3",
    ] {
        let (mut target, mut ids) =
            (format!("{prefix}/pagination/link_header?per_page=25"), Vec::new());
        loop {
            let reply = server.get(&target);
            assert_eq!(reply.status, 200, "{target}");
            ids.extend(
                reply
                    .body
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|row| row["id"].as_str().unwrap().to_owned()),
            );
            let link = reply.headers["link"].to_str().unwrap();
            let Some(next) = octokit_next(link) else { break };
            assert!(
                link.starts_with("<http://a.test/") && link.contains(">; rel=\"next\""),
                "{link}"
            );
            assert_eq!(split_next(link), Some(next), "{link}");
            assert!(!next.contains([',', ';', '"']), "{link}");
            target = next.strip_prefix("http://a.test").unwrap().to_owned();
        }
        let wanted = if prefix.contains("records") { 77 } else { 200 };
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), wanted, "{prefix}");
    }
}

#[test]
fn a_long_header_link_has_the_next_page_alone() {
    let server = Server::new("l", 200);
    for length in [10, 300, 420, 440, 460, 500, 2500] {
        // A setting given again and again is the same setting.
        let prefix = format!("/with/ties=15{}", ",ties=15".repeat(length / 10));
        let relations = |page: u64| {
            let reply = server.get(&format!("{prefix}/pagination/link_header?page={page}"));
            reply
                .headers
                .get("link")
                .map_or_else(String::new, |link| link.to_str().unwrap().to_owned())
        };
        let (middle, last) = (relations(3), relations(20));
        assert!(middle.starts_with('<') && middle.contains("rel=\"next\""), "{middle}");
        assert!(
            middle.len() <= 1900 && middle.matches("rel=").count() == 4
                || middle.matches("rel=").count() == 1,
            "{middle}"
        );
        assert!(last.len() <= 1900 && !last.contains("\"next\""), "{last}");
    }
}

#[test]
fn totals_are_whole_numbers_and_so_is_the_time_to_wait() {
    let server = Server::new("t", 200);
    let totals = [
        ("next_page_url", "total_items"),
        ("page_number", "total_pages"),
        ("page_number", "total_items"),
        ("offset", "total"),
        ("keyset", "total_count"),
        ("path/1", "total_pages"),
        ("path/1", "total"),
        ("odata?$count=true", "@odata.count"),
    ];
    for (path, name) in totals {
        let body = server.get(&format!("/pagination/{path}")).body;
        assert!(body[name].is_u64(), "{path} {name}: {body}");
    }
    assert!(server.ask("POST", "/pagination/search", "{}").body["total"].is_u64());
    let state = State::new();
    let replies: Vec<Reply> = (0..4)
        .map(|_| {
            server.ask_with("GET", "/with/rate_limit=true,capacity=1/pagination/offset", "", &state)
        })
        .collect();
    let limited: Vec<&Reply> = replies.iter().filter(|reply| reply.status == 429).collect();
    assert!(!limited.is_empty());
    for reply in limited {
        let wait: u64 = reply.headers["retry-after"].to_str().unwrap().parse().unwrap();
        assert!(wait >= 1, "{wait}");
    }
}
