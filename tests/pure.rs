//! Nothing that is asked changes what is answered next: a server that has seen any requests gives the answers of one that was just made.
//! Only the journal and the buckets remember.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and reads its own files"
)]

#[path = "support/table.rs"]
#[allow(dead_code, reason = "only its requests are used here")]
mod table;

use bytes::Bytes;
use connector_playground::{Body, Playground, Settings, State, Timestamp};
use http::{HeaderMap, Request, Response, StatusCode};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;
use std::sync::LazyLock;

/// The shared table, whose requests are what is asked.
static TABLE: LazyLock<Value> = LazyLock::new(table::read);
/// Settings that a request may bring, besides its own.
const PREFIXES: [&str; 6] = [
    "",
    "/with/records=30,ties=15",
    "/with/seed=other",
    "/with/short_pages=true,empty_pages=true",
    "/with/records=1000000000",
    "/with/now=2026-11-25T09:29:00Z",
];
/// Bytes of a body that are compared; longer ones go on as they start.
const COMPARED: usize = 100_000;

/// One question: an exchange of the table, with settings, a method in place of its own, and a moment in seconds after the table's.
#[derive(Clone, Debug)]
struct Question {
    exchange: prop::sample::Index,
    prefix: &'static str,
    method: Option<&'static str>,
    later: i64,
}

fn questions() -> impl Strategy<Value = Question> {
    let method = prop::sample::select(vec![
        None,
        None,
        None,
        Some("GET"),
        Some("HEAD"),
        Some("OPTIONS"),
        Some("PATCH"),
    ]);
    let parts = (
        any::<prop::sample::Index>(),
        prop::sample::select(PREFIXES.to_vec()),
        method,
        0..100_000_i64,
    );
    parts.prop_map(|(exchange, prefix, method, later)| Question { exchange, prefix, method, later })
}

impl Question {
    fn request(&self) -> Request<Bytes> {
        let exchange = self.exchange.get(TABLE["exchanges"].as_array().unwrap());
        let request = table::request(exchange, &TABLE["credentials"]);
        let mut built = Request::builder().method(self.method.unwrap_or(&request.method));
        for (name, value) in request.headers {
            built = built.header(name, value);
        }
        built.uri(format!("{}{}", self.prefix, request.path)).body(request.body.into()).unwrap()
    }

    fn asked(&self, server: &Playground, state: &State) -> Answer {
        let now = Timestamp::parse(TABLE["settings"]["now"].as_str().unwrap()).unwrap();
        let now = Timestamp::from_seconds(now.seconds() + self.later);
        Answer::of(server.handle(self.request(), now, state))
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    fn of(response: Response<Body>) -> Self {
        let (head, body) = response.into_parts();
        let mut start = Vec::new();
        match body {
            Body::Full(bytes) => start.extend_from_slice(&bytes),
            Body::Chunks(chunks) => {
                for chunk in chunks {
                    if let connector_playground::Chunk::Data(bytes) = chunk {
                        start.extend_from_slice(&bytes);
                    }
                    if start.len() > COMPARED {
                        break;
                    }
                }
            }
        }
        Self { status: head.status, headers: head.headers, body: start }
    }

    /// Whether a bucket had a say in it.
    fn is_limited(&self) -> bool {
        self.headers.contains_key("x-ratelimit-limit")
    }
}

/// A server that was just made, with the settings of the table.
fn made() -> (Playground, State) {
    let text = |key: &str| TABLE["settings"][key].as_str().unwrap();
    let settings = Settings::new(text("seed"), text("anchor").parse().unwrap());
    (Playground::new(settings.unwrap()), State::new())
}

fn is_of_journal(question: &Question) -> bool {
    question.request().uri().path().contains("/playground/journal")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_of_requests_changes_the_answer_to_another(asked in vec(questions(), 0..30), then in vec(questions(), 1..4)) {
        let (server, state) = made();
        for question in &asked {
            question.asked(&server, &state);
        }
        for question in then.iter().filter(|question| !is_of_journal(question)) {
            let (fresh, nothing) = made();
            let answer = question.asked(&server, &state);
            if !answer.is_limited() {
                prop_assert_eq!(answer, question.asked(&fresh, &nothing), "{:?}", question);
            }
        }
    }
}

#[test]
fn what_does_remember_shows_in_the_comparison() {
    let (server, state) = made();
    let ask = |path: &str, state: &State| {
        let request = Request::get(path).header("host", "a.test").body(Bytes::new()).unwrap();
        Answer::of(server.handle(request, Timestamp::from_seconds(1_800_000_000), state))
    };
    for path in ["/playground/journal", "/with/rate_limit=true,capacity=2/pagination/offset"] {
        let first = ask(path, &state);
        ask("/pagination/offset", &state);
        assert_ne!(ask(path, &state), first, "{path}");
        assert_eq!(ask(path, &State::new()), first, "{path}");
    }
}
