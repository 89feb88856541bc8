//! Connectors in another language against the real process: one written by hand, and those of ready clients as their documentation shows
//! them. Schemathesis puts the OpenAPI document to the test. Skipped, with a word, where Python is absent or a client cannot be installed.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test")]

mod support;

use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use support::Server;
use support::clients::{AIRBYTE, Client, DLT, GQL, SCHEMATHESIS, SINGER, python};

const SCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/clients");
/// Examples for each operation, so that there are 5,000 in all.
const EXAMPLES: &str = "160";
const TIES: &[&str] = &["--ties", "60"];

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Asserts that a script came to its end.
fn ends_ok(what: &str, output: &Output) {
    let said = text(&output.stdout);
    let ok = output.status.success() && said.lines().last() == Some("ok");
    assert!(ok, "{what}: {said}{}", text(&output.stderr));
}

fn walk(flags: &[&str]) {
    let Some(python) = python(8) else { return };
    let server = Server::start(flags);
    let c = server.credentials();
    let access = json!({
        "basic_user": c.basic.0, "basic_pass": c.basic.1, "bearer": c.bearer, "api_key": c.api_key,
        "session_user": c.login.0, "session_pass": c.login.1,
    });
    let script = format!("{SCRIPTS}/walk.py");
    let output =
        Command::new(python).args([&script, &server.base, &access.to_string()]).output().unwrap();
    ends_ok("walk.py", &output);
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

/// What is done with a client.
trait Tested {
    fn walk(&self, servers: &[&[&str]]);
}

impl Tested for Client {
    /// Walks every paging with the client's own paginators, by `tests/clients/with_NAME.py`.
    fn walk(&self, servers: &[&[&str]]) {
        let Some(own) = self.python() else { return };
        let script = format!("{SCRIPTS}/with_{}.py", self.name);
        for flags in servers {
            let server = Server::start(flags);
            let output = Command::new(&own).args([&script, &server.base]).output().unwrap();
            ends_ok(&format!("{} {flags:?}", self.name), &output);
        }
    }
}

#[test]
fn dlt_walks_every_paging_with_its_own_paginators() {
    DLT.walk(&[&[], TIES, &["--rate-limit"]]);
}

#[test]
fn airbyte_walks_the_pagings_with_its_own_paginators() {
    AIRBYTE.walk(&[&[], TIES]);
}

#[test]
fn singer_walks_the_pagings_with_its_own_paginators() {
    SINGER.walk(&[&[], TIES]);
}

#[test]
fn gql_takes_the_schema_from_the_server_and_walks_the_connection() {
    GQL.walk(&[&[], TIES]);
}

#[test]
fn a_validator_passes_the_openapi_document() {
    let Some(own) = SCHEMATHESIS.python() else { return };
    let document = Path::new(env!("CARGO_TARGET_TMPDIR")).join("openapi.json");
    fs::write(&document, Server::start(&[]).get("/openapi.json").body).unwrap();
    let output =
        Command::new(own).args(["-m", "openapi_spec_validator"]).arg(&document).output().unwrap();
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
}

/// Requests of its own making, good and bad, each answer held against the document.
#[test]
fn schemathesis_finds_no_fault_in_5000_cases() {
    let Some(own) = SCHEMATHESIS.python() else { return };
    // A fresh folder: faults of earlier runs are kept where it runs.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("schemathesis");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    for name in ["schemathesis.toml", "schemathesis_hooks.py"] {
        fs::copy(Path::new(SCRIPTS).join(name), folder.join(name)).unwrap();
    }
    let server = Server::start(&[]);
    let c = server.credentials();
    let mut command = Command::new(own.with_file_name("schemathesis"));
    command.current_dir(&folder).args([
        "--config-file",
        "schemathesis.toml",
        "run",
        "--max-examples",
        EXAMPLES,
    ]);
    // The same cases each time: a test that fails says something of the change before it.
    command
        .args(["--generation-database", "none", "--seed", "5"])
        .arg(format!("{}/openapi.json", server.base));
    command
        .env("BASIC_USER", c.basic.0)
        .env("BASIC_PASS", c.basic.1)
        .env("BEARER", c.bearer)
        .env("API_KEY", c.api_key);
    let login = json!({ "username": c.login.0, "password": c.login.1 }).to_string();
    let headers = [("content-type", "application/json")];
    let login = server.request("POST", "/auth/session_token/login", &headers, login.as_bytes());
    let token: Value = serde_json::from_slice(&login.body).unwrap();
    command.env("SESSION_TOKEN", token["token"].as_str().unwrap());
    let output = command.output().unwrap();
    let said = text(&output.stdout);
    assert!(output.status.success(), "{said}{}", text(&output.stderr));
    let cases =
        said.lines().find_map(|line| line.trim().split_once(" generated,")?.0.parse::<u32>().ok());
    assert!(cases.is_some_and(|cases| cases >= 5000), "{said}");
    assert!(!said.contains("WARNINGS"), "{said}");
}
