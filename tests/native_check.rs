//! `playground check` as a process: verdicts in words and as JSON, exit codes, files and pipes.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]
#![allow(clippy::disallowed_methods, reason = "tests write files and feed processes")]

mod support;

use serde_json::Value;
use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;
use support::Server;
use support::server::{command, ended};

const SETTINGS: &str = "seed=checked,anchor=2026-01-01T00:00:00Z";

/// A file of this test.
fn file(name: &str, content: &[u8]) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, content).unwrap();
    path
}

fn check(file: &str, flags: &[&str]) -> (i32, String, String) {
    ended(command(&[&["check", file, "--settings", SETTINGS], flags].concat()))
}

#[test]
fn a_whole_export_is_complete_and_a_sync_without_its_end_is_not() {
    let server = Server::start(&["--seed", "checked", "--anchor", "2026-01-01T00:00:00Z"]);
    let whole = file("whole.csv", &server.get("/export/csv").body);
    let (code, out, err) = check(whole.to_str().unwrap(), &[]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.starts_with("complete: 200 of 200 rows\n"), "{out}");

    let mut rows: Value =
        serde_json::from_slice(&server.get("/incremental/timestamp").body).unwrap();
    let last = rows["data"].as_array_mut().unwrap().pop().unwrap();
    let cut = file("cut.json", rows["data"].to_string().as_bytes());
    let (code, out, err) = check(cut.to_str().unwrap(), &[]);
    assert_eq!((code, err.as_str()), (1, ""));
    assert!(out.starts_with("incomplete: 199 of 200 rows\n"), "{out}");
    let example = format!(
        "\n      id {}, updatedAt {}\n",
        last["id"].as_str().unwrap(),
        last["updatedAt"].as_str().unwrap()
    );
    assert!(
        out.contains(&example) && out.contains("\nhint: Exactly the newest rows are missing"),
        "{out}"
    );

    let (code, out, _) = check(cut.to_str().unwrap(), &["--json"]);
    let verdict: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (code, &verdict["verdict"], &verdict["missing"]["count"]),
        (1, &"incomplete".into(), &1.into())
    );
}

#[test]
fn a_cursor_of_timestamps_alone_gets_the_verdict_that_the_book_shows() {
    let server = Server::start(&["--seed", "demo", "--anchor", "2026-01-01T00:00:00Z", "--ties"]);
    let rows: Value = serde_json::from_slice(&server.get("/incremental/timestamp").body).unwrap();
    let updated = |row: &Value| row["updatedAt"].as_str().unwrap().to_owned();
    let (mut landed, mut cursor) = ("id,updatedAt\n".to_owned(), String::new());
    loop {
        let behind = rows["data"].as_array().unwrap().iter().filter(|row| updated(row) > cursor);
        let page: Vec<&Value> = behind.take(50).collect();
        let Some(last) = page.last() else { break };
        for row in &page {
            landed += &format!("{},{}\n", row["id"].as_str().unwrap(), updated(row));
        }
        cursor = updated(last);
    }
    let landed = file("landed.csv", landed.as_bytes());
    let settings = "seed=demo,anchor=2026-01-01T00:00:00Z,ties=15";
    let (code, out, _) =
        ended(command(&["check", landed.to_str().unwrap(), "--settings", settings]));
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/checker.md"))
        .unwrap();
    assert_eq!(code, 1);
    assert!(
        page.contains(&out)
            && page.contains(&format!("playground check landed.csv --settings {settings}")),
        "{out}"
    );
}

#[test]
fn the_verdict_is_that_of_the_server() {
    let server = Server::start(&[
        "--seed",
        "checked",
        "--anchor",
        "2026-01-01T00:00:00Z",
        "--now",
        "2026-01-02T00:00:00Z",
    ]);
    let rows = b"[{\"company_id\":1},{\"company_id\":\"x\"},oops]";
    let target = "/playground/check?stream=companies&as_of=2026-01-01T12:00:00Z";
    let reply = server.request("POST", target, &[("Content-Type", "application/json")], rows);
    let landed = file("companies.json", rows);
    let flags = [
        "--now",
        "2026-01-02T00:00:00Z",
        "--stream",
        "companies",
        "--as-of",
        "2026-01-01T12:00:00Z",
        "--json",
    ];
    let (_, out, _) = check(landed.to_str().unwrap(), &flags);
    assert_eq!(out.trim_end(), reply.text());
}

#[test]
fn rows_come_by_pipe_too() {
    let mut command = command(&[
        "check",
        "-",
        "--settings",
        "seed=checked,anchor=2026-01-01T00:00:00Z,records=2",
        "--stream",
        "step",
    ]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(b"{\"id\":1}\n{\"i").unwrap();
    stdin.flush().unwrap();
    stdin.write_all(b"d\":2}").unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
    assert!(output.stdout.starts_with(b"complete: 2 of 2 rows\n"));
}

#[test]
#[cfg(target_os = "linux")]
fn a_verdict_that_nobody_got_is_no_pass() {
    let server = Server::start(&["--seed", "checked", "--anchor", "2026-01-01T00:00:00Z"]);
    let whole = file("whole-for-a-full-disk.csv", &server.get("/export/csv").body);
    for json in [&[][..], &["--json"]] {
        let mut check =
            command(&[&["check", whole.to_str().unwrap(), "--settings", SETTINGS], json].concat());
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = check.stdout(full).stderr(Stdio::piped()).output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{err}");
        assert!(
            err.starts_with("error: the verdict cannot be written: No space left")
                && err.lines().count() == 1,
            "{err}"
        );
    }
}

#[test]
fn what_can_not_be_read_is_one_line_on_stderr_and_exit_2() {
    let wrapped = file("wrapped.json", b"{\"data\":[]}");
    let folder = env!("CARGO_TARGET_TMPDIR");
    for (name, part) in [
        ("no such file", "no such file: "),
        (folder, "error: "),
        (wrapped.to_str().unwrap(), "JSON array"),
    ] {
        let (code, out, err) = check(name, &[]);
        assert_eq!((code, out.as_str(), err.lines().count()), (2, "", 1), "{err}");
        assert!(err.starts_with("error: ") && err.contains(part), "{err}");
    }
    let (code, out, err) = ended(command(&["check", "any"]));
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(
        err.starts_with("error: the server's seed is needed")
            && err.contains("Usage: playground check"),
        "{err}"
    );
}

/// Peak memory of a process that has ended is known on Linux while it is a zombie no more, so a large file is fed through a pipe and
/// the process is looked at before the pipe closes.
#[test]
#[cfg(target_os = "linux")]
fn three_hundred_thousand_landed_rows_take_little_memory() {
    let arguments = [
        "check",
        "-",
        "--settings",
        "seed=checked,anchor=2026-01-01T00:00:00Z,records=1000000000",
        "--stream",
        "step",
    ];
    let mut child = command(&arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let rows = (0..300_000).fold("id\n".to_owned(), |rows, n: u64| {
        rows + &(1 + n * 7_919 % 1_000_000_000).to_string() + "\n"
    });
    stdin.write_all(rows.as_bytes()).unwrap();
    // The last write has been taken off the pipe when one of more than a pipe holds is through.
    stdin.write_all(&vec![b'\n'; 1 << 20]).unwrap();
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    drop(stdin);
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap()
        .trim()
        .trim_end_matches(" kB");
    let output = child.wait_with_output().unwrap();
    assert!(output.stdout.starts_with(b"incomplete: 300000 of 1000000000 rows\n"), "{output:?}");
    assert!(peak.parse::<u64>().unwrap() < 24 * 1024, "{peak} kB");
}
