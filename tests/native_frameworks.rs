//! `playground check` over what frameworks wrote, as `tests/landings` has it: messages, datasets, working folders, raw tables.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]
#![allow(clippy::disallowed_methods, reason = "tests read and write files")]

mod support;

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use support::server::{command, ended};

/// Those of the server that the samples were synced from.
const SETTINGS: &str =
    "seed=landed,anchor=2026-01-01T00:00:00Z,now=2026-01-02T00:00:00Z,records=12";

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/landings").join(name)
}

/// A folder of its own.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("frameworks").join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

fn check(file: &Path, flags: &[&str]) -> (i32, String, String) {
    let line = ["check", file.to_str().unwrap(), "--settings", SETTINGS];
    ended(command(&[&line[..], flags].concat()))
}

/// The groups of a verdict: name, stream, verdict.
fn groups(file: &Path, flags: &[&str]) -> Vec<(String, String, String)> {
    let (_, out, _) = check(file, &[flags, &["--json"]].concat());
    let verdict: Value = serde_json::from_str(&out).unwrap();
    let text = |group: &Value, name: &str| group[name].as_str().unwrap().to_owned();
    let groups = verdict["groups"].as_array().unwrap();
    groups
        .iter()
        .map(|group| (text(group, "group"), text(group, "stream"), text(group, "verdict")))
        .collect()
}

#[test]
fn what_frameworks_wrote_is_complete_each_stream_by_itself() {
    for name in [
        "singer-sdk/first.jsonl",
        "airbyte-cdk/first.jsonl",
        "airbyte-raw",
        "dlt-jsonl",
        "dlt-csv",
        "dlt-working/loaded",
    ] {
        let (code, out, err) = check(&sample(name), &[]);
        assert_eq!((code, err.as_str()), (0, ""), "{name}: {out}");
        for part in [
            "complete: 2 of 2 groups\n",
            "\n\ncompanies: complete: 2 of 2 rows\n",
            "\n\npeople: complete: 12 of 12 rows\n",
        ] {
            assert!(out.contains(part), "{name}: {out}");
        }
        assert!(!out.contains("hint: ") && !out.contains("Passed over"), "{name}: {out}");
        let wanted =
            ["companies", "people"].map(|name| (name.into(), name.into(), "complete".into()));
        assert_eq!(groups(&sample(name), &[]), wanted, "{name}");
    }
}

#[test]
fn a_second_sync_of_singer_is_judged_by_stream_and_the_worst_is_the_exit_code() {
    let second = sample("singer-sdk/second.jsonl");
    let (code, out, _) = check(&second, &[]);
    assert_eq!(code, 1);
    // The page shows it: docs/checker.md.
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/checker.md");
    assert!(fs::read_to_string(page).unwrap().contains(&out), "{out}");
    assert!(out.starts_with("incomplete: 1 of 2 groups\n"), "{out}");
    assert!(
        out.contains("\npeople: incomplete: 1 of 12 rows\n  landed                   1\n"),
        "{out}"
    );
    let (code, out, err) = check(&sample("singer-sdk"), &[]);
    assert_eq!(code, 1, "{out}{err}");
    assert!(
        out.contains("people: incomplete: 12 of 12 rows\n  landed                  13\n"),
        "{out}"
    );
    assert!(
        out.contains("\n  duplicates               1\n") && out.contains("\nnote: Read 2 files: "),
        "{out}"
    );
}

#[test]
fn files_of_a_target_are_one_landing_unless_their_names_are_given_a_stream() {
    let named = ["--stream", "people=people", "--stream", "companies=companies"];
    let wanted = ["companies", "people"].map(|name| (name.into(), name.into(), "complete".into()));
    assert_eq!(groups(&sample("target-jsonl"), &named), wanted);
    let people = sample("target-jsonl").join("people-20261201T012922.jsonl");
    let (code, out, _) = check(&people, &[]);
    assert!(code == 0 && out.starts_with("complete: 12 of 12 rows\n"), "{out}");
    let (code, out, _) = check(&people, &["--stream", "companies=companies"]);
    assert!(code == 1 && out.contains("\ncompanies: incomplete: 0 of 2 rows\n"), "{out}");
}

#[test]
fn one_group_alone_is_told_as_one_file_of_rows_is() {
    let text = fs::read_to_string(sample("singer-sdk/first.jsonl")).unwrap();
    let folder = folder("alone");
    let people = text.lines().filter(|line| !line.contains("\"stream\":\"companies\""));
    let file = folder.join("people.txt");
    fs::write(&file, people.map(|line| line.to_owned() + "\n").collect::<String>()).unwrap();
    let rows = sample("target-jsonl").join("people-20261201T012922.jsonl");
    for flags in [&[][..], &["--json"], &["--stream", "people"], &["--stream", "people=people"]] {
        assert_eq!(check(&file, flags), check(&rows, flags), "{flags:?}");
    }
    let (code, out, _) = check(&file, &["--stream", "people=step"]);
    assert!(code == 1 && out.contains("hint: "), "{out}");
}

#[test]
fn of_a_dlt_dataset_a_load_that_is_not_done_does_not_count() {
    let copy = folder("dlt").join("ds");
    for table in ["_dlt_loads", "people"] {
        fs::create_dir_all(copy.join(table)).unwrap();
        for entry in fs::read_dir(sample("dlt-jsonl/ds").join(table)).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), copy.join(table).join(entry.file_name())).unwrap();
        }
    }
    let rows = fs::read_dir(copy.join("people")).unwrap().next().unwrap().unwrap().path();
    fs::copy(&rows, copy.join("people/1796088579.5.0a1b2c3d4e.jsonl.gz")).unwrap();
    let (code, out, err) = check(&copy, &[]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.starts_with("complete: 12 of 12 rows\n  landed                  12\n"), "{out}");
    assert!(out.contains("note: Left out 1 file of loads that are not done"), "{out}");
    for load in fs::read_dir(copy.join("_dlt_loads")).unwrap() {
        fs::write(load.unwrap().path(), "").unwrap();
    }
    let (code, out, _) = check(&copy, &[]);
    assert!(code == 1 && out.starts_with("incomplete: 0 of 12 rows\n"), "{out}");
}

#[test]
fn sql_without_quotes_is_refused_with_the_way_out() {
    let (code, out, err) = check(&sample("dlt-insert_values"), &[]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(
        err.contains("SQL of dlt without quotes")
            && err.contains("loader_file_format to jsonl or csv"),
        "{err}"
    );
}
