//! The journal as an answer: a list of requests, or a HAR for the tools that read one.

mod har;

use self::har::Har;
use crate::request::Call;
use crate::request::base_url::Links;
use crate::request::header::prefers;
use crate::response::Response;
use crate::state::journal::Entry;
use http::HeaderValue;
use http::header::VARY;
use serde::Serialize;

const JSON: &str = "application/json";

/// The journal in the form the request accepts.
pub(super) fn answer(call: &Call<'_>) -> Response {
    let entries = call.state.journal.entries();
    let answer = if prefers(call.headers, har::TYPE, JSON) {
        let links = Links { prefix: None, ..call.links };
        Response::value(&Har::of(&entries, &links)).with_type(HeaderValue::from_static(har::TYPE))
    } else {
        Response::value(&List {
            data: entries.iter().map(Row::of).collect(),
            total_items: entries.len(),
        })
    };
    answer.with(VARY, HeaderValue::from_static("Accept"))
}

#[derive(Serialize)]
struct List<'e> {
    data: Vec<Row<'e>>,
    total_items: usize,
}

/// A request in the list.
#[derive(Serialize)]
struct Row<'e> {
    time: String,
    method: &'e str,
    path: &'e str,
    status: Option<u16>,
    rows: Option<u64>,
    bytes: Option<u64>,
}

impl<'e> Row<'e> {
    fn of(entry: &'e Entry) -> Self {
        let Entry { at, method, target, status, rows, bytes } = entry;
        Self {
            time: at.to_string(),
            method: method.as_str(),
            path: target,
            status: *status,
            rows: *rows,
            bytes: *bytes,
        }
    }
}
