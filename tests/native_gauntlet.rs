//! `playground gauntlet` over commands that misbehave: a clear verdict each time, never a hang, and nothing of them is left.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]
#![allow(
    clippy::disallowed_methods,
    reason = "tests start processes and read what there is of them"
)]
#![cfg(unix)]

mod support;

use serde_json::Value;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use support::server::{command, ended};

/// The gauntlet over a script for the shell.
fn gauntlet(flags: &[&str], script: &str) -> Command {
    let mut gauntlet =
        command(&["gauntlet", "--seed", "demo", "--anchor", "2026-01-01T00:00:00Z", "--json"]);
    gauntlet.args(flags).args(["--", "sh", "-c", script]);
    gauntlet
}

/// The only verdict of a command that does not pass the plain run, with its cause.
fn plain(flags: &[&str], script: &str) -> (String, String) {
    let (code, out, err) = ended(gauntlet(flags, script));
    assert_eq!(code, 1, "{err}");
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (&report["verdict"], report["cases"].as_array().unwrap().len()),
        (&"fail".into(), 1)
    );
    let case = &report["cases"][0];
    assert_eq!(case["name"], "plain");
    let text = |name: &str| case[name].as_str().unwrap().to_owned();
    (text("verdict"), text("cause"))
}

/// Whether a process has a text in its line.
fn runs(text: &str) -> bool {
    let output = Command::new("ps").args(["-eo", "args"]).output().unwrap();
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    lines.lines().any(|line| line.contains(text) && !line.contains("gauntlet"))
}

fn gone(text: &str) -> bool {
    let end = Instant::now() + Duration::from_secs(10);
    while runs(text) {
        if Instant::now() > end {
            return false;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    true
}

#[test]
fn a_command_that_never_asks_is_told_to() {
    let (verdict, cause) = plain(&[], "true");
    assert_eq!(verdict, "failed");
    assert!(cause.contains("PLAYGROUND_BASE_URL"), "{cause}");
}

#[test]
fn a_command_that_fails_is_told_with_its_code_and_last_line() {
    let (verdict, cause) = plain(&[], "echo one >&2; echo the reason >&2; exit 7");
    assert_eq!(
        (verdict.as_str(), cause.as_str()),
        ("failed", "The command ended with exit code 7, and asked the server nothing: the reason")
    );
    // As Node tells of an error, its version last.
    let node = "printf '%s\\n' 'throw 1' '^' 'Error: no table' '    at main (a.js:1:2)' '    at b:1:2' '' 'Node.js v20.1.0' >&2; exit 1";
    assert!(plain(&[], node).1.ends_with("asked the server nothing: Error: no table"));
    let (_, cause) = plain(&[], "kill -ABRT $$");
    assert!(cause.contains("signal 6") && cause.contains("printed nothing"), "{cause}");
}

#[test]
fn a_command_that_hangs_and_ignores_sigterm_is_stopped() {
    let (verdict, cause) =
        plain(&["--timeout", "1"], "trap '' TERM INT HUP; while :; do sleep 1; done");
    assert_eq!(verdict, "failed");
    assert!(cause.contains("did not end within 1 s"), "{cause}");
}

#[test]
fn a_flood_of_output_is_read_to_the_end_and_not_kept() {
    let (verdict, cause) = plain(&["--timeout", "3"], "yes 'no message at all'");
    assert_eq!(verdict, "failed");
    assert!(cause.contains("did not end within 3 s"), "{cause}");
    let (verdict, _) =
        plain(&[], "head -c 70000000 /dev/zero | tr '\\0' 'x'; head -c 70000000 /dev/zero >&2");
    assert_eq!(verdict, "failed");
}

#[test]
fn a_landing_of_64_mib_that_holds_no_rows_is_told_as_that() {
    let (verdict, cause) = plain(&[], "head -c 67108864 /dev/zero > \"$PLAYGROUND_LANDED\"");
    assert_eq!(verdict, "failed");
    assert!(
        cause.starts_with("What landed cannot be read: landed: ") && cause.contains("--read"),
        "{cause}"
    );
}

#[test]
fn broken_messages_are_counted() {
    let schema = r#"{"type":"SCHEMA","stream":"people","schema":{},"key_properties":["id"]}"#;
    let script =
        format!("echo '{schema}'; echo '{{\"type\":\"RECORD\"'; echo '{{\"type\":\"RECORD\"'");
    let (verdict, cause) = plain(&[], &script);
    assert_eq!(verdict, "failed");
    assert!(cause.contains("2 lines"), "{cause}");
}

#[test]
fn a_reader_that_fails_is_quoted_and_says_nothing_between_the_verdicts() {
    let (_, cause) = plain(&["--read", "echo no such table >&2; echo >&2; exit 3"], "true");
    assert!(cause.contains("the command ended with exit status: 3: no such table"), "{cause}");
    let (_, _, err) = ended(gauntlet(&["--read", "echo no such table >&2; exit 3"], "true"));
    assert!(err.starts_with("failed ") && !err.contains("table"), "{err}");
}

/// What a command reads may be far longer than memory: the cases that touch it are found by its start.
#[test]
fn an_export_of_a_billion_rows_is_not_read_to_find_its_cases() {
    let script = "curl --silent --max-time 1 \"$PLAYGROUND_BASE_URL/with/records=1000000000/export/csv\" > /dev/null; \
        exec curl --fail --silent \"$PLAYGROUND_BASE_URL/export/csv\" -o \"$PLAYGROUND_LANDED\"";
    if !Command::new("curl").arg("--version").output().is_ok_and(|output| output.status.success()) {
        return;
    }
    let (code, out, err) = ended(gauntlet(&["--only", "csv_bom"], script));
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, report["cases"].as_array().unwrap().len()), (0, 2), "{err} {out}");
}

#[test]
fn nothing_that_a_command_started_is_left() {
    let script = "sleep 3141 & (sleep 3142 &) & setsid sleep 3143 & sleep 0.3";
    let (verdict, _) = plain(&[], script);
    assert_eq!(verdict, "failed");
    for sleep in ["sleep 3141", "sleep 3142"] {
        assert!(gone(sleep), "{sleep}");
    }
    // Outside of its group a process is known by its environment, which Linux alone shows.
    assert!(!cfg!(target_os = "linux") || gone("sleep 3143"));
}

#[test]
fn an_interrupted_gauntlet_leaves_nothing_and_ends_with_2() {
    let mut running = gauntlet(&[], "sleep 2718 & sleep 2719");
    let running = running.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let begun = Instant::now();
    while !runs("sleep 2719") && begun.elapsed() < Duration::from_secs(10) {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(runs("sleep 2719"));
    let id = running.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    let output = running.wait_with_output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(err.ends_with("error: interrupted\n"), "{err}");
    assert!(gone("sleep 2718") && gone("sleep 2719"));
}

#[test]
fn a_gauntlet_whose_standard_input_ends_leaves_nothing() {
    let mut running = gauntlet(&["--end-with-stdin"], "sleep 1618 & sleep 1619");
    running.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = running.spawn().unwrap();
    let begun = Instant::now();
    while !runs("sleep 1619") && begun.elapsed() < Duration::from_secs(10) {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(runs("sleep 1619"));
    drop(running.stdin.take());
    let output = running.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "error: interrupted\n");
    assert!(gone("sleep 1618") && gone("sleep 1619"));
}

#[test]
fn a_program_that_is_not_there_is_one_line_and_2() {
    let output = Command::new(env!("CARGO_BIN_EXE_playground"))
        .args(["gauntlet", "--", "no-such-program-here"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        err.starts_with("error: cannot run 'no-such-program-here': ") && err.lines().count() == 1,
        "{err}"
    );
}

#[test]
fn wrong_arguments_are_clap_errors() {
    for (arguments, named) in [
        (&["gauntlet"][..], "<COMMAND>..."),
        (&["gauntlet", "--report", "pdf=x", "--", "true"], "FORMAT one of junit, json, md, html"),
        (&["gauntlet", "--stream", "a=b", "--", "true"], "STREAM one of people"),
        (
            &["gauntlet", "--only", "short_page", "--", "true"],
            "similar value exists: 'short_pages'",
        ),
        (&["gauntlet", "--skip", "resume/1/later", "--", "true"], "invalid value 'resume/1/later'"),
        (&["gauntlet", "--merge", "--append", "--", "true"], "--append"),
        (&["gauntlet", "--timeout", "0", "--", "true"], "--timeout"),
    ] {
        let output =
            Command::new(env!("CARGO_BIN_EXE_playground")).args(arguments).output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(err.starts_with("error: ") && err.contains(named), "{arguments:?}: {err}");
    }
}

/// A script that prints the rows of an export in an encoding, whatever else it does.
fn printing(before: &str, encoding: &str) -> String {
    format!(
        "{before}; curl --fail --silent \"$PLAYGROUND_BASE_URL/export/ndjson\" | iconv -f UTF-8 -t {encoding}"
    )
}

#[test]
fn rows_on_standard_output_may_be_utf16_and_a_folder_that_holds_nothing_hides_none() {
    for (before, encoding) in [
        ("true", "UTF-16"),
        ("true", "UTF-16LE"),
        ("printf '\\357\\273\\277'", "UTF-8"),
        ("mkdir \"$PLAYGROUND_LANDED\"", "UTF-8"),
        (": > \"$PLAYGROUND_LANDED\"", "UTF-8"),
        ("mkdir -p \"$PLAYGROUND_LANDED/_log\"; echo log > \"$PLAYGROUND_LANDED/_log/a\"", "UTF-8"),
    ] {
        let (code, out, err) =
            ended(gauntlet(&["--only", "records=203"], &printing(before, encoding)));
        assert_eq!(code, 0, "{before} {encoding}: {err}{out}");
        let report: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(report["cases"][0]["truth"], 200, "{before} {encoding}: {out}");
    }
}

#[test]
fn a_reader_that_hangs_dies_with_all_that_it_started() {
    let (verdict, cause) = plain(
        &["--timeout", "1", "--read", "echo one >&2; sleep 4142 | cat"],
        "curl --silent \"$PLAYGROUND_BASE_URL/export/ndjson\" -o /dev/null",
    );
    assert_eq!(verdict, "failed");
    assert!(cause.contains("--read: the command did not end within 1 s: one"), "{cause}");
    assert!(gone("sleep 4142"));
}

#[test]
fn a_report_that_cannot_be_written_is_told_before_any_case() {
    let (code, out, err) =
        ended(gauntlet(&["--report", "json=/dev/null/report"], "echo ran > \"/dev/stderr\""));
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.starts_with("error: cannot write --report to /dev/null/report: "), "{err}");
    assert_eq!(err.lines().count(), 1, "{err}");
}
