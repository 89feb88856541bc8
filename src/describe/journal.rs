//! The journal as an answer: a list of requests, or a HAR 1.2 log (<http://www.softwareishard.com/blog/har-12-spec/>) for the tools that
//! read one.

use super::openapi::reason;
use super::template::fill;
use crate::answer::Answer;
use crate::body::Body;
use crate::input::Call;
use crate::input::query::Query;
use crate::json;
use crate::origin::Links;
use crate::state::journal::Entry;
use http::header::{ACCEPT, VARY};
use http::{HeaderValue, StatusCode};

/// The type that asks for a HAR, which has none of its own, and that it is answered with.
const HAR: &str = "application/har+json";
/// The list: what stands before, for each, and after the requests.
const LIST: [&str; 3] = [
    "{\"data\":[",
    "{\"time\":\"{time}\",\"method\":\"{method}\",\"path\":{path},\"status\":{status},\"rows\":{rows},\"bytes\":{bytes}}",
    "],\"total_items\":{count}}",
];
/// The same of a HAR. What the journal does not keep is what HAR has for "unknown": -1, or nothing.
const LOG: [&str; 3] = [
    concat!(
        "{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"API Playground\",\"version\":\"",
        env!("CARGO_PKG_VERSION"),
        "\"},\"entries\":["
    ),
    "{\"startedDateTime\":\"{time}\",\"time\":0,\"request\":{\"method\":\"{method}\",\"url\":{url},\"httpVersion\":\"HTTP/1.1\",\
     \"cookies\":[],\"headers\":[],\"queryString\":[{query}],\"headersSize\":-1,\"bodySize\":-1},\"response\":{\"status\":{code},\
     \"statusText\":\"{reason}\",\"httpVersion\":\"HTTP/1.1\",\"cookies\":[],\"headers\":[],\"content\":{\"size\":{size},\
     \"mimeType\":\"x-unknown\"},\"redirectURL\":\"\",\"headersSize\":-1,\"bodySize\":{size}},\"cache\":{},\
     \"timings\":{\"send\":0,\"wait\":0,\"receive\":0}}",
    "]}}",
];

/// The journal in the form the request accepts.
pub fn answer(call: &Call<'_>) -> Answer {
    let entries = call.state.journal.entries();
    let links = Links { prefix: None, ..call.links };
    let accepts = call.headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let har = accepts.flat_map(|value| value.split(',')).any(|part| part.trim().starts_with(HAR));
    let ([before, each, after], content_type) = if har { (LOG, HAR) } else { (LIST, "application/json") };
    let mut text = before.to_owned();
    for (n, entry) in entries.iter().enumerate() {
        text.push_str(if n == 0 { "" } else { "," });
        fill(each, &|name| member(name, entry, &links), &mut text);
    }
    fill(after, &|name| (name == "count").then(|| entries.len().to_string()), &mut text);
    Answer::of(HeaderValue::from_static(content_type), Body::Full(text.into()))
        .with(VARY, HeaderValue::from_static("Accept"))
}

/// What a gap stands for.
fn member(name: &str, entry: &Entry, links: &Links<'_>) -> Option<String> {
    let number = |number: Option<u64>, none: &str| number.map_or_else(|| none.to_owned(), |number| number.to_string());
    let status = entry.status.map(u64::from);
    Some(match name {
        "time" => entry.at().to_string(),
        // A method is a token, which needs no escaping (RFC 9110 section 5.6.2).
        "method" => entry.method.as_str().to_owned(),
        "path" => quoted(&entry.target),
        "url" => quoted(&links.to(&entry.target)),
        "status" => number(status, "null"),
        "rows" => number(entry.rows, "null"),
        "bytes" => number(entry.bytes, "null"),
        "code" => number(status, "0"),
        "size" => number(entry.bytes, "-1"),
        "reason" => {
            let status = entry.status.and_then(|status| StatusCode::from_u16(status).ok());
            status.map_or("", reason).to_owned()
        }
        "query" => entry.target.split_once('?').map(|(_, query)| pairs(query)).unwrap_or_default(),
        _ => return None,
    })
}

/// The pairs of a query, decoded, as HAR lists them.
fn pairs(query: &str) -> String {
    let mut text = String::new();
    for (name, value) in Query::parse(Some(query)).pairs() {
        text.push_str(if text.is_empty() { "{\"name\":" } else { ",{\"name\":" });
        text.push_str(&quoted(name));
        text.push_str(",\"value\":");
        text.push_str(&quoted(value));
        text.push('}');
    }
    text
}

/// A text as JSON writes it.
fn quoted(text: &str) -> String {
    let mut quoted = String::new();
    json::quote(text, &mut quoted);
    quoted
}
