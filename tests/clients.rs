//! Connectors in another language against the real process: one written by hand, with and without limits, and those that the server
//! itself makes for ready clients. Skipped, with a word, where Python is absent; a client that can not be installed has its
//! configuration compiled at least.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::print_stderr,
    reason = "a test"
)]

mod support;

use serde_json::{Value, json};
use std::path::{Path, PathBuf};
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

/// The Python of an environment that has a client's packages; None where they can not be installed.
fn environment(python: &str, client: &str, packages: &[&str]) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("client-{client}"));
    let own = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let (stamp, wanted) = (folder.join("installed"), packages.join(" "));
    if std::fs::read_to_string(&stamp).is_ok_and(|text| text == wanted) {
        return Some(own);
    }
    let done = |program: &Path, arguments: &[&str]| {
        Command::new(program).args(arguments).output().is_ok_and(|output| output.status.success())
    };
    let made = done(Path::new(python), &["-m", "venv", "--clear", folder.to_str()?])
        && done(&own, &[&["-m", "pip", "install", "--quiet", "--disable-pip-version-check"], packages].concat());
    made.then(|| std::fs::write(&stamp, wanted).unwrap());
    made.then_some(own)
}

/// Fetches the configuration for a client and syncs everything with it; by the list of streams in the server's own document, all came, each
/// row once.
fn sync(client: &str, file: &str, packages: &[&str]) {
    let Some(python) = python() else {
        eprintln!("skipped: no Python 3.8 or later here");
        return;
    };
    let server = Server::start(&[]);
    let configuration = server.get(&format!("/with/ties=60/playground/clients/{client}"));
    assert_eq!(configuration.status, 200);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("configurations");
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join(file);
    std::fs::write(&file, &configuration.body).unwrap();
    let Some(own) = environment(python, client, packages) else {
        eprintln!("not run: {} can not be installed here", packages.join(" "));
        let compiled = Command::new(python).args(["-m", "py_compile"]).arg(&file).output().unwrap();
        assert!(compiled.status.success() || file.extension().is_some_and(|kind| kind == "yaml"), "{client}");
        return;
    };
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/clients/generated.py");
    let output = Command::new(own).arg(script).arg(client).arg(&file).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let came = String::from_utf8_lossy(&output.stdout);
    let came: Value = serde_json::from_str(came.lines().last().unwrap()).unwrap();
    assert_eq!(came, json!(lists(&server)), "{client}");
}

/// Whether these are the hints of a list that clients have a way for: there are hints, and it is not the header `Range`.
fn is_walked(hints: &Value) -> bool {
    hints.is_object() && hints["way"] != "range"
}

/// The lists that the document has hints for, with the rows of each twice: all of them, and those that differ.
fn lists(server: &Server) -> serde_json::Map<String, Value> {
    let document: Value = serde_json::from_slice(&server.get("/openapi.json").body).unwrap();
    let paths = document["paths"].as_object().unwrap().iter();
    let lists = paths.filter(|(path, item)| is_walked(&item["get"]["x-paging"]) && !path.contains('{'));
    let name = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    lists
        .map(|(path, _)| (name(path), if path == "/cursors/companies" { json!([2, 2]) } else { json!([200, 200]) }))
        .collect()
}

#[test]
fn dlt_syncs_everything_with_what_the_server_made_for_it() {
    sync("dlt", "dlt_source.py", &["dlt==1.31.0"]);
}

#[test]
fn airbyte_syncs_everything_with_what_the_server_made_for_it() {
    sync("airbyte", "manifest.yaml", &["airbyte-cdk==7.39.1"]);
}

#[test]
fn singer_syncs_everything_with_what_the_server_made_for_it() {
    sync("singer", "tap_playground.py", &["singer-sdk==0.54.9"]);
}

#[test]
fn fivetran_syncs_everything_with_what_the_server_made_for_it() {
    sync("fivetran", "connector.py", &["fivetran-connector-sdk==3.0.0", "requests"]);
}
