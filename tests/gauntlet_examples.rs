//! The connectors in `examples/gauntlet` run through the gauntlet by the lines of their READMEs, with the packages that these install, and give the
//! whole matrix that stands beside each: `matrix.md`. Those with packages of a framework run where `ALL` is set: each starts a hundred times.
//!
//! `UPDATE=1 ALL=1 cargo test --test gauntlet_examples` writes the matrices, and their summaries into the READMEs; then `--test readme` those
//! into the book.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests fail by panicking"
)]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::print_stderr,
    reason = "tests start processes, and say what they skip"
)]

mod support;

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};
use support::clients::{AIRBYTE, Client, DLT, FIVETRAN, REQUESTS, SINGER};

const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/gauntlet");
/// What opens a README's line for the gauntlet, and what a test adds to it: data that stay, and patience where a machine is busy.
const LINE: &str = "playground gauntlet ";
const ADDED: &str =
    "playground gauntlet --seed demo --anchor 2026-01-01T00:00:00Z --json --timeout 300 ";
/// What opens the line below it that says what came of it.
const RESULT: &str = "Result: ";

/// How `pip` takes packages in a shell.
fn install(client: &Client) -> String {
    let quoted = |package: &&str| match package.contains('[') {
        true => format!("'{package}'"),
        false => (*package).to_owned(),
    };
    let packages: Vec<String> = client.packages.iter().map(quoted).collect();
    format!("pip install {}", packages.join(" "))
}

/// The report of a line that is run in a folder, by a shell that finds `playground`, and the programs of `own` first.
fn report(line: &str, folder: &Path, own: Option<&Path>) -> Value {
    let program = Path::new(env!("CARGO_BIN_EXE_playground")).parent().unwrap();
    let others = env::var_os("PATH").unwrap_or_default();
    let folders = own.into_iter().chain([program]).map(Path::to_owned);
    let path = env::join_paths(folders.chain(env::split_paths(&others))).unwrap();
    let output = Command::new("sh")
        .args(["-c", &line.replacen(LINE, ADDED, 1)])
        .current_dir(folder)
        .env("PATH", path)
        .env("RUNTIME__DLTHUB_TELEMETRY", "false")
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{line}: {}", String::from_utf8_lossy(&output.stderr)))
}

/// How many cases passed, and how the others ended.
fn summary(report: &Value) -> String {
    let cases = report["cases"].as_array().unwrap();
    let count = |word: &str| cases.iter().filter(|case| case["verdict"] == word).count();
    let mut words: Vec<&str> = cases.iter().map(|case| case["verdict"].as_str().unwrap()).collect();
    words.sort_unstable();
    words.dedup();
    let passed = count("complete") + count("expected");
    let counts: Vec<String> = words.iter().map(|word| format!("{} {word}", count(word))).collect();
    let skipped = report["skipped"].as_array().unwrap().len();
    format!("{passed} of {} cases passed ({}), {skipped} skipped", cases.len(), counts.join(", "))
}

/// Each case with its verdict, the rows that are missing, and why.
fn matrix(line: &str, report: &Value) -> String {
    let mut text = format!(
        "## `{line}`\n\n{}\n\n| case | verdict | rows missing | |\n| --- | --- | --- | --- |\n",
        summary(report)
    );
    let of = |case: &Value, name: &str| case[name].as_str().unwrap().to_owned();
    for case in report["cases"].as_array().unwrap() {
        let (name, verdict, cause) = (of(case, "name"), of(case, "verdict"), of(case, "cause"));
        text += &format!("| {name} | {verdict} | {} | {cause}", case["missing"]);
        text += if cause.is_empty() { "|\n" } else { " |\n" };
    }
    let skipped: Vec<&str> =
        report["skipped"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    text + &format!("\nSkipped: {}\n", skipped.join(", "))
}

/// The README with these results below its lines for the gauntlet.
fn with_results(readme: &str, results: &[String]) -> String {
    let mut results = results.iter();
    let line = |line: &str| match line.starts_with(RESULT) {
        true => format!("{RESULT}{} ([matrix](matrix.md)).\n", results.next().expect("a result")),
        false => format!("{line}\n"),
    };
    let text = readme.lines().map(line).collect();
    assert!(results.next().is_none(), "a line for the gauntlet has no line `{RESULT}` below it");
    text
}

/// Writes a file, or asserts that it is so already.
fn hold(file: &Path, wanted: &str) {
    if env::var_os("UPDATE").is_some() {
        fs::write(file, wanted).unwrap();
        return;
    }
    let there = fs::read_to_string(file).unwrap_or_default();
    assert!(there == wanted, "{}: it is\n{there}\nbut came as\n{wanted}", file.display());
}

/// Runs an example as its README says, in the environment of its packages.
fn held(name: &str, client: Option<&Client>) {
    let folder = Path::new(EXAMPLES).join(name);
    let file = folder.join("README.md");
    let readme = fs::read_to_string(&file).unwrap();
    let own: Option<PathBuf> = match client {
        None => None,
        Some(client) => {
            assert!(readme.contains(&install(client)), "{name}: no line {}", install(client));
            let Some(python) = client.python() else { return };
            python.parent().map(Path::to_owned)
        }
    };
    let lines: Vec<&str> = readme.lines().filter(|line| line.starts_with(LINE)).collect();
    assert!(!lines.is_empty(), "{name}: no line for the gauntlet");
    let (mut matrices, mut results) = (format!("# {name}\n"), Vec::new());
    for line in lines {
        let report = report(line, &folder, own.as_deref());
        matrices += &format!("\n{}", matrix(line, &report));
        results.push(summary(&report));
    }
    hold(&folder.join("matrix.md"), &matrices);
    hold(&file, &with_results(&readme, &results));
}

/// The same, where there is time for it.
fn held_in_all(name: &str, client: &Client) {
    if env::var_os("ALL").is_some() {
        held(name, Some(client));
    } else {
        eprintln!("skipped: {name} takes minutes, and runs where ALL is set");
    }
}

#[test]
fn a_loop_on_requests_gives_its_matrix() {
    held("requests", Some(&REQUESTS));
}

#[test]
fn a_loop_on_fetch_in_node_gives_its_matrix() {
    held("node", None);
}

#[test]
fn a_loop_on_ureq_in_rust_gives_its_matrix() {
    if env::var_os("ALL").is_none() {
        eprintln!("skipped: a connector in Rust is compiled where ALL is set");
        return;
    }
    let folder = Path::new(EXAMPLES).join("rust");
    let build = ["build", "--release", "--locked"];
    assert!(Command::new("cargo").args(build).current_dir(&folder).status().unwrap().success());
    held("rust", None);
}

#[test]
fn a_tap_on_the_singer_sdk_gives_its_matrix() {
    held_in_all("singer", &SINGER);
}

#[test]
fn a_manifest_of_airbyte_gives_its_matrix() {
    held_in_all("airbyte", &AIRBYTE);
}

#[test]
fn a_pipeline_of_dlt_gives_its_matrix() {
    held_in_all("dlt", &DLT);
}

#[test]
fn a_connector_of_fivetran_gives_its_matrix() {
    held_in_all("fivetran", &FIVETRAN);
}
