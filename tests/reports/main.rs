//! Situations that people reported against other APIs and tools of this field, each with its one right outcome, on the real process. The
//! names in front are those of the reports' subjects; what a report is about stands in the test's name.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and measures time"
)]

mod http;
mod lists;
#[path = "../support/mod.rs"]
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
    answer["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["id"].as_str().unwrap().to_owned())
        .collect()
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
