//! `playground gauntlet` over real connectors: right ones pass, and each planted defect is caught by exactly the cases that can show it.

mod support;

use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Command;

/// A connector with one defect: how it reads, what is wrong, flags of the gauntlet, and the cases that fail. Of those that follow from the plain
/// run (`resume/…`, `state/…`) the first part of the name stands for all.
struct Planted {
    style: &'static str,
    defect: &'static str,
    flags: &'static [&'static str],
    caught: &'static [&'static str],
}

const fn planted(
    style: &'static str,
    defect: &'static str,
    caught: &'static [&'static str],
) -> Planted {
    Planted { style, defect, flags: &["--append"], caught }
}

/// Styles of reading that are right in all of their cases.
const RIGHT: [(&str, &[&str]); 7] = [
    ("page-numbers", &["--append"]),
    ("offsets", &["--append"]),
    ("links", &["--append"]),
    ("cursors", &["--append"]),
    ("keyset", &["--append"]),
    ("export", &["--merge"]),
    ("session", &["--merge", "--records", "10"]),
];

const PLANTED: &[Planted] = &[planted("offsets", "off-by-one", &["plain"])];

/// The failing cases of a run, each family once, and the whole report.
fn failing(style: &str, defect: &str, flags: &[&str]) -> (BTreeSet<String>, Value) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/gauntlet/connector.py");
    let output = Command::new(env!("CARGO_BIN_EXE_playground"))
        .args([
            "gauntlet",
            "--seed",
            "demo",
            "--anchor",
            "2026-01-01T00:00:00Z",
            "--json",
            "--timeout",
            "30",
        ])
        .args(flags)
        .args(["--", "python3", script, style, defect])
        .output()
        .expect("the command runs");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| {
        panic!("{style} {defect}: {}", String::from_utf8_lossy(&output.stderr))
    });
    let cases = report["cases"].as_array().expect("cases");
    let is_bad = |case: &&Value| !matches!(case["verdict"].as_str(), Some("complete" | "expected"));
    let family = |case: &Value| {
        case["name"].as_str().and_then(|name| name.split('/').next()).map(str::to_owned)
    };
    let failing: BTreeSet<String> = cases.iter().filter(is_bad).filter_map(family).collect();
    let code = if failing.is_empty() { 0 } else { 1 };
    assert_eq!(output.status.code(), Some(code), "{style} {defect}");
    (failing, report)
}

#[test]
fn right_connectors_pass_every_case() {
    for (style, flags) in RIGHT {
        let (failing, report) = failing(style, "", flags);
        assert!(failing.is_empty(), "{style}: {report:#}");
    }
}

#[test]
fn each_defect_is_caught_by_exactly_its_cases() {
    let mut wrong = Vec::new();
    for Planted { style, defect, flags, caught } in PLANTED {
        let (failing, _) = failing(style, defect, flags);
        let right: BTreeSet<String> = caught.iter().map(|&name| name.to_owned()).collect();
        if failing != right || right.is_empty() {
            wrong.push(format!("{style} {defect}: {failing:?}, not {right:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
