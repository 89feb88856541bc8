//! The journal as an answer: a list of requests, or a HAR 1.2 log (http://www.softwareishard.com/blog/har-12-spec/) for the tools that
//! read one.

use crate::answer::Answer;
use crate::body::Body;
use crate::input::Call;
use crate::origin::Links;
use crate::state::journal::Entry;
use http::header::{ACCEPT, VARY};
use http::{HeaderValue, StatusCode};
use serde_json::{Value, json};

/// The type that asks for a HAR, which has none of its own, and that it is answered with.
const HAR: &str = "application/har+json";

/// The journal in the form the request accepts.
pub fn answer(call: &Call<'_>) -> Answer {
    let entries = call.state.journal.entries();
    let accepts = call.headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let answer = if accepts.flat_map(|value| value.split(',')).any(|part| part.trim().starts_with(HAR)) {
        let links = Links { prefix: None, ..call.links };
        Answer::of(HeaderValue::from_static(HAR), Body::Full(har(&entries, &links).to_string().into()))
    } else {
        let data: Vec<Value> = entries.iter().map(row).collect();
        Answer::value(&json!({ "data": data, "total_items": data.len() }))
    };
    answer.with(VARY, HeaderValue::from_static("Accept"))
}

fn row(entry: &Entry) -> Value {
    json!({
        "time": entry.at().to_string(), "method": entry.method.as_str(), "path": entry.target, "status": entry.status,
        "rows": entry.rows, "bytes": entry.bytes,
    })
}

/// What the journal does not keep is what HAR has for "unknown": -1, or nothing.
fn har(entries: &[Entry], links: &Links<'_>) -> Value {
    let entry = |entry: &Entry| {
        let query = entry.target.split_once('?').map_or("", |(_, query)| query);
        let pair = |(name, value)| json!({ "name": name, "value": value });
        let query: Vec<Value> = form_urlencoded::parse(query.as_bytes()).map(pair).collect();
        let status = entry.status.unwrap_or_default();
        let reason = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()).unwrap_or_default();
        let size = entry.bytes.map_or(json!(-1), Value::from);
        json!({
            "startedDateTime": entry.at().to_string(),
            "time": 0,
            "request": {
                "method": entry.method.as_str(), "url": links.to(&entry.target), "httpVersion": "HTTP/1.1", "cookies": [], "headers": [],
                "queryString": query, "headersSize": -1, "bodySize": -1,
            },
            "response": {
                "status": status, "statusText": reason, "httpVersion": "HTTP/1.1", "cookies": [], "headers": [],
                "content": { "size": size, "mimeType": "x-unknown" }, "redirectURL": "", "headersSize": -1, "bodySize": size,
            },
            "cache": {},
            "timings": { "send": 0, "wait": 0, "receive": 0 },
        })
    };
    json!({
        "log": {
            "version": "1.2",
            "creator": { "name": "API Playground", "version": env!("CARGO_PKG_VERSION") },
            "entries": entries.iter().map(entry).collect::<Vec<Value>>(),
        },
    })
}
