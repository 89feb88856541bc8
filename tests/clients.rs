//! A connector in another language against the real process, with and without limits. Skipped, with a word, where Python is absent.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::print_stderr,
    reason = "a test"
)]

mod support;

use serde_json::json;
use std::process::Command;
use support::Server;

fn python() -> Option<&'static str> {
    ["python3", "python"].into_iter().find(|name| {
        let version = Command::new(name).args(["-c", "import sys; sys.exit(sys.version_info < (3, 8))"]).output();
        version.is_ok_and(|output| output.status.success())
    })
}

fn walk(flags: &[&str]) {
    let Some(python) = python() else {
        eprintln!("skipped: no Python 3.8 or later here");
        return;
    };
    let server = Server::start(flags);
    let c = server.credentials();
    let access = json!({
        "basic_user": c.basic.0, "basic_pass": c.basic.1, "bearer": c.bearer, "api_key": c.api_key,
        "session_user": c.login.0, "session_pass": c.login.1,
    });
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/clients/walk.py");
    let output = Command::new(python).args([script, &server.base, &access.to_string()]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.trim() == "ok", "{said}{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_python_connector_syncs_everything() {
    walk(&[]);
}

#[test]
fn a_python_connector_syncs_everything_with_ties() {
    walk(&["--ties", "60"]);
}

#[test]
fn a_python_connector_that_backs_off_syncs_everything_under_the_tightest_limit() {
    walk(&["--rate-limit", "--capacity", "1"]);
}
