//! Uploads to the checker. The input has a line for the settings, one for the query and one for the type; the rest is the file.

use crate::invariants::check;
use crate::server::SERVERS;
use crate::{Target, requests, seeds};
use connector_playground::State;
use http::{HeaderValue, StatusCode};
use serde_json::Value;

/// The target.
pub const TARGET: Target = Target { name: "uploads", run, seeds: seeds::uploads };

/// The checker's lists of rows that are not as they should be.
const LISTS: [&str; 6] =
    ["missing", "duplicates", "stale", "unknown", "deleted_present", "unreadable"];
/// Most examples of a list.
const EXAMPLES: usize = 20;

fn run(input: &[u8]) {
    let mut parts = input.splitn(4, |&byte| byte == b'\n');
    let mut part = || parts.next().unwrap_or_default();
    let (settings, query, media_type, file) = (part(), part(), part(), part());
    let settings = requests::encoded(settings).replace(['/', '?'], "");
    let with = if settings.is_empty() { String::new() } else { format!("/with/{settings}") };
    let server = &SERVERS[0];
    let path = format!("{with}/playground/check?{}", requests::encoded(query));
    let (Some(mut request), Ok(media_type)) =
        (server.request("POST", &path), HeaderValue::from_bytes(media_type))
    else {
        return;
    };
    request.headers_mut().insert("content-type", media_type);
    *request.body_mut() = file.to_vec().into();
    let answered = check(server, &request, &State::new());
    if answered.status == StatusCode::OK {
        adds_up(&answered.json());
    }
}

/// The numbers of a verdict fit each other.
pub(super) fn adds_up(verdict: &Value) {
    let number = |value: &Value| {
        value.as_u64().unwrap_or_else(|| panic!("{value} is no count in {verdict}"))
    };
    let mut found = 0;
    for list in LISTS {
        let (count, examples) =
            (number(&verdict[list]["count"]), verdict[list]["examples"].as_array().unwrap());
        assert!(
            examples.len() <= EXAMPLES && examples.len() as u64 <= count,
            "{list} of {verdict}"
        );
        assert!(count == 0 || !examples.is_empty(), "{list} of {verdict}");
        found += count;
    }
    let [truth, landed, missing, duplicates, unknown] = [
        &verdict["truth"],
        &verdict["landed"],
        &verdict["missing"]["count"],
        &verdict["duplicates"]["count"],
        &verdict["unknown"]["count"],
    ]
    .map(number);
    assert_eq!(verdict["verdict"] == "complete", found == 0, "{verdict}");
    assert!(missing <= truth && duplicates <= landed && unknown <= landed, "{verdict}");
    // Each row that is there landed once at least.
    assert!(truth - missing <= landed, "{verdict}");
}
