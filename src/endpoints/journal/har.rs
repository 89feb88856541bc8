//! The journal as a HAR 1.2 log (<http://www.softwareishard.com/blog/har-12-spec/>). What the journal does not keep is written as HAR
//! writes unknown values: -1, or left out.

use crate::request::base_url::Links;
use crate::request::query::Query;
use crate::state::journal::Entry;
use http::StatusCode;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::Serialize;

/// The type that asks for a HAR, which has none of its own, and that it is answered with.
pub(super) const TYPE: &str = "application/har+json";
/// What is known of the protocol: every adapter speaks it.
const HTTP: &str = "HTTP/1.1";

/// ASCII that no URL has in its path and query; letters of other scripts it has neither.
const NO_URL: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b']')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

#[derive(Serialize)]
pub(super) struct Har<'e> {
    log: Log<'e>,
}

#[derive(Serialize)]
struct Log<'e> {
    version: &'static str,
    creator: Creator,
    entries: Vec<Exchange<'e>>,
}

#[derive(Serialize)]
struct Creator {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Exchange<'e> {
    started_date_time: String,
    time: u64,
    request: Request<'e>,
    response: Response,
    cache: Cache,
    timings: Timings,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Request<'e> {
    method: &'e str,
    url: String,
    http_version: &'static str,
    cookies: [Pair; 0],
    headers: [Pair; 0],
    query_string: Vec<Pair>,
    headers_size: i64,
    body_size: i64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Response {
    status: u16,
    status_text: &'static str,
    http_version: &'static str,
    cookies: [Pair; 0],
    headers: [Pair; 0],
    content: Content,
    #[serde(rename = "redirectURL")]
    redirect_url: &'static str,
    headers_size: i64,
    body_size: i64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Content {
    size: i64,
    mime_type: &'static str,
}

#[derive(Serialize)]
struct Pair {
    name: String,
    value: String,
}

/// Nothing is known of caches.
#[derive(Serialize)]
struct Cache {}

#[derive(Serialize)]
struct Timings {
    send: u64,
    wait: u64,
    receive: u64,
}

impl<'e> Har<'e> {
    /// The log of these requests, whose URLs these links make.
    pub(super) fn of(entries: &'e [Entry], links: &Links<'_>) -> Self {
        let creator = Creator { name: "Connector Playground", version: env!("CARGO_PKG_VERSION") };
        let entries = entries.iter().map(|entry| Exchange::of(entry, links)).collect();
        Self { log: Log { version: "1.2", creator, entries } }
    }
}

impl<'e> Exchange<'e> {
    fn of(entry: &'e Entry, links: &Links<'_>) -> Self {
        Self {
            started_date_time: entry.at.to_string(),
            time: 0,
            request: Request::of(entry, links),
            response: Response::of(entry),
            cache: Cache {},
            timings: Timings { send: 0, wait: 0, receive: 0 },
        }
    }
}

impl<'e> Request<'e> {
    fn of(entry: &'e Entry, links: &Links<'_>) -> Self {
        let query = Query::parse(entry.target.split_once('?').map(|(_, query)| query));
        let pair =
            |(name, value): (&str, &str)| Pair { name: name.to_owned(), value: value.to_owned() };
        Self {
            method: entry.method.as_str(),
            url: url(&entry.target, links),
            http_version: HTTP,
            cookies: [],
            headers: [],
            query_string: query.pairs().map(pair).collect(),
            headers_size: -1,
            body_size: -1,
        }
    }
}

impl Response {
    fn of(entry: &Entry) -> Self {
        let status = entry.status.unwrap_or_default();
        let size = entry.bytes.and_then(|bytes| i64::try_from(bytes).ok()).unwrap_or(-1);
        Self {
            status,
            status_text: StatusCode::from_u16(status)
                .ok()
                .and_then(|code| code.canonical_reason())
                .unwrap_or_default(),
            http_version: HTTP,
            cookies: [],
            headers: [],
            content: Content { size, mime_type: "x-unknown" },
            redirect_url: "",
            headers_size: -1,
            body_size: size,
        }
    }
}

/// The URL of a target, of characters that URLs have (RFC 3986). What is no path, as `*`, stands below the root.
fn url(target: &str, links: &Links<'_>) -> String {
    let mut text = links.to(if target.starts_with('/') { "" } else { "/" });
    for (at, part) in target.split('%').enumerate() {
        if at > 0 {
            let is_code =
                part.len() > 1 && part.bytes().take(2).all(|byte| byte.is_ascii_hexdigit());
            text.push_str(if is_code { "%" } else { "%25" });
        }
        text.extend(utf8_percent_encode(part, NO_URL));
    }
    text
}
