//! The ready configurations of each client, run by that client under each setting that a request can have: every list gives each row once,
//! but those that the configuration itself says are left out. Under pairs of settings where `ALL` is set, which takes longer.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and starts processes"
)]

mod support;

use connector_playground::settings::{SETTINGS, Scope, Setting};
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};
use support::Server;
use support::clients::{AIRBYTE, Client, DLT, FIVETRAN, SINGER, python};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/clients/generated.py");
/// How many pairs one run of a client takes, so that none runs forever.
const AT_ONCE: usize = 60;

/// Values of a setting that are tried, besides the default.
fn values(setting: &Setting) -> Vec<&'static str> {
    let words: Vec<&str> = setting.value_name.split('|').collect();
    match setting.key {
        "seed" => vec!["another"],
        // Some rows are older than 1970.
        "anchor" => vec!["1970-01-01T00:00:00Z"],
        "now" => vec!["2030-01-01T00:00:00Z"],
        "records" => vec!["1", "201"],
        "ties" => vec!["60", "all"],
        "capacity" | "token_ttl" => vec!["1"],
        "max_offset" => vec!["1", "100", "2000"],
        "churn" => vec!["1000"],
        "retention_hours" | "max_window_hours" => vec!["24"],
        "clock_speed" | "late_seconds" | "page_seconds" => vec!["60"],
        "drift" => vec![
            "add@2020-01-01T00:00:00Z+rename@2020-01-01T00:00:00Z+type@2020-01-01T00:00:00Z+drop@2020-01-01T00:00:00Z",
        ],
        _ => {
            assert!(words.len() > 1, "{} needs values to try", setting.key);
            words
        }
    }
}

/// Each setting with each value, as it stands in a prefix.
fn settings() -> Vec<(&'static str, String)> {
    let free = SETTINGS.iter().filter(|setting| setting.scope == Scope::Request);
    free.flat_map(|setting| {
        values(setting).into_iter().map(|value| (setting.key, format!("{}={value}", setting.key)))
    })
    .collect()
}

/// Settings that bend pages; the others are the same to a walk.
fn pairs() -> Vec<String> {
    const BENDING: [&str; 11] = [
        "records",
        "ties",
        "short_pages",
        "empty_pages",
        "past_end",
        "last",
        "links",
        "max_offset",
        "first_cursor",
        "drop_total",
        "string_numbers",
    ];
    const DEFAULTS: [&str; 8] =
        ["false", "empty", "list", "absolute", "optional", "off", "none", "2000"];
    let bending: Vec<(&str, String)> = settings()
        .into_iter()
        .filter(|(key, pair)| {
            BENDING.contains(key)
                && !DEFAULTS.iter().any(|value| pair.ends_with(&format!("={value}")))
        })
        .collect();
    let mut pairs = Vec::new();
    for (n, (key, one)) in bending.iter().enumerate() {
        let others = bending[n + 1..].iter().filter(|(other, _)| other != key);
        // More rows share a second than there are, or than a page holds where no other begins.
        let apart = |pair: &String| {
            pair.contains("ties=") && (pair.contains("records=1") || pair.contains("max_offset=1"))
        };
        pairs.extend(others.map(|(_, other)| format!("{one},{other}")).filter(|pair| !apart(pair)));
    }
    pairs
}

/// The lists that the document has hints for, with how many rows each has, and GraphQL's.
fn lists(server: &Server, prefix: &str) -> Map<String, Value> {
    let document: Value = serde_json::from_slice(&server.get("/openapi.json").body).unwrap();
    let value = |key: &str| prefix.split(',').find_map(|pair| pair.strip_prefix(key));
    let rows = if value("moving=") == Some("true") {
        // So long after the anchor hardly any row changes within the hour.
        let export = server.get(&format!("/with/{prefix}/export/ndjson")).body;
        export.split(|byte| *byte == b'\n').count() - 1
    } else {
        value("records=").map_or(200, |rows| rows.parse().unwrap())
    };
    let mut lists = Map::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let hinted =
            item.as_object().unwrap().values().any(|operation| operation["x-paging"].is_object());
        let path = path.trim_end_matches("/{page}");
        if hinted && !path.contains('{') {
            let rows = if path == "/cursors/companies" { 2 } else { rows };
            lists.insert(path.rsplit('/').next().unwrap().to_owned(), json!([rows, rows]));
        }
    }
    lists.insert("graphql".to_owned(), json!([rows, rows]));
    assert!(lists.len() >= 16, "{lists:?}");
    lists
}

struct Made {
    prefix: String,
    file: PathBuf,
    /// The lists that are left out, by its own word.
    left: Vec<String>,
}

/// Fetches the configuration under a prefix.
fn made(server: &Server, client: &Client, prefix: &str, n: usize, folder: &Path) -> Made {
    let with = if prefix.is_empty() { String::new() } else { format!("/with/{prefix}") };
    let answer = server.get(&format!("{with}/playground/clients/{}", client.name));
    assert_eq!(answer.status, 200, "{prefix}");
    let text = String::from_utf8(answer.body).unwrap();
    let file = folder.join(format!(
        "{}_{n}.{}",
        client.name,
        if client.name == "airbyte" { "yaml" } else { "py" }
    ));
    fs::write(&file, &text).unwrap();
    let left =
        text.lines().filter_map(|line| line.strip_prefix("# Not here: ")?.split_once(", by "));
    Made { prefix: prefix.to_owned(), file, left: left.map(|(name, _)| name.to_owned()).collect() }
}

/// Runs the configurations under these prefixes, in one process of the client, and says what is wrong.
fn faults(server: &Server, client: &Client, own: &Path, prefixes: &[String]) -> Vec<String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("configurations");
    fs::create_dir_all(&folder).unwrap();
    let all: Vec<Made> = prefixes
        .iter()
        .enumerate()
        .map(|(n, prefix)| made(server, client, prefix, n, &folder))
        .collect();
    let output = Command::new(own)
        .args([SCRIPT, client.name])
        .args(all.iter().map(|made| &made.file))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let came: Vec<Value> =
        said.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let mut faults = Vec::new();
    for made in &all {
        let name = made.file.file_name().unwrap().to_str().unwrap();
        let came = came.iter().find(|came| came["file"] == name).cloned().unwrap_or_default();
        let mut wanted = lists(server, &made.prefix);
        wanted.retain(|list, _| !made.left.contains(list));
        if came["came"] != json!(wanted) || !came["error"].is_null() {
            faults.push(format!("{} under {}: {came:#}", client.name, made.prefix));
        }
    }
    faults
}

fn sync(client: &Client) {
    let Some(python) = python(8) else { return };
    let server = Server::start(&["--anchor", "2026-01-01T00:00:00Z", "--seed", "x"]);
    let Some(own) = client.python() else {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("configurations");
        fs::create_dir_all(&folder).unwrap();
        let file = made(&server, client, "", 0, &folder).file;
        let compiled = Command::new(python).args(["-m", "py_compile"]).arg(&file).output().unwrap();
        assert!(compiled.status.success() || client.name == "airbyte", "{}", client.name);
        return;
    };
    let mut prefixes: Vec<String> =
        [String::new()].into_iter().chain(settings().into_iter().map(|(_, pair)| pair)).collect();
    if env::var_os("ALL").is_some() {
        prefixes = pairs();
    }
    let faults: Vec<String> =
        prefixes.chunks(AT_ONCE).flat_map(|some| faults(&server, client, &own, some)).collect();
    assert!(faults.is_empty(), "{} of {}:\n{}", faults.len(), prefixes.len(), faults.join("\n"));
}

#[test]
fn dlt_syncs_every_list_under_every_setting_with_what_the_server_made_for_it() {
    sync(&DLT);
}

#[test]
fn airbyte_syncs_every_list_under_every_setting_with_what_the_server_made_for_it() {
    sync(&AIRBYTE);
}

#[test]
fn singer_syncs_every_list_under_every_setting_with_what_the_server_made_for_it() {
    sync(&SINGER);
}

#[test]
fn fivetran_syncs_every_list_under_every_setting_with_what_the_server_made_for_it() {
    sync(&FIVETRAN);
}

/// Its core has a licence that whoever installs it accepts; `tests/licences.rs` holds the lists of packages to that, and this what came of them.
#[test]
fn the_environment_of_fivetran_has_the_sdk_without_its_core() {
    let Some(python) = FIVETRAN.python() else { return };
    let script = "import importlib.metadata as m; print(*sorted(d.name.lower().replace('_', '-') + '==' + d.version for d in m.distributions()))";
    let output = Command::new(python).args(["-c", script]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let names: Vec<&str> =
        said.split_whitespace().filter(|name| name.starts_with("fivetran")).collect();
    assert_eq!(names, &FIVETRAN.packages[..1]);
}
