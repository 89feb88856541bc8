//! How programs start a server: they are told that it listens, and it does not outlive them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests fail by panicking"
)]
#![allow(clippy::disallowed_methods, reason = "tests read files and start processes")]

mod support;

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use support::Server;
use support::server::{command, ended};

/// An empty folder of this test.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("ready").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn started(ready: &Path, flags: &[&str]) -> (Server, Value) {
    let server = Server::start(&[&["--ready-file", ready.to_str().unwrap()], flags].concat());
    let content = fs::read_to_string(ready).unwrap();
    assert!(content.ends_with("}\n") && content.lines().count() == 1, "{content}");
    (server, serde_json::from_str(&content).unwrap())
}

#[test]
fn the_ready_file_says_where_the_server_is_and_what_opens_it() {
    let ready = folder("says").join("ready.json");
    let (server, told) = started(&ready, &[]);
    assert_eq!(told["base_url"], server.base.as_str());
    assert_eq!(
        (told["port"].as_u64(), told["pid"].as_u64()),
        (Some(server.address.port().into()), Some(server.id().into()))
    );
    assert_eq!(told["version"], env!("CARGO_PKG_VERSION"));
    let credentials = server.credentials();
    assert_eq!(told["credentials"]["bearer"], credentials.bearer.as_str());
    assert_eq!(told["credentials"]["session_pass"], credentials.login.1.as_str());
    let names: Vec<&String> = told.as_object().unwrap().keys().collect();
    assert_eq!(names, ["base_url", "port", "pid", "started", "version", "settings", "credentials"]);
    let beside: Vec<_> = fs::read_dir(ready.parent().unwrap()).unwrap().collect();
    assert_eq!(beside.len(), 1, "{beside:?}");
}

#[test]
fn its_settings_let_a_file_be_checked_whatever_the_seed_is() {
    for (n, flags) in [&[][..], &["--seed", "a, \"b\"=/100%\u{e9}?", "--records", "30", "--ties"]]
        .into_iter()
        .enumerate()
    {
        let folder = folder(&format!("checks{n}"));
        let (server, told) = started(&folder.join("ready.json"), flags);
        let landed = folder.join("landed.csv");
        fs::write(&landed, server.get("/export/csv").body).unwrap();
        let settings = told["settings"].as_str().unwrap();
        let (code, out, err) =
            ended(command(&["check", landed.to_str().unwrap(), "--settings", settings]));
        assert_eq!((code, err.as_str()), (0, ""), "{settings}: {out}");
        // The same data are below such a path too.
        let again =
            server.get(&format!("/with/{}/export/csv", settings.replace('\u{e9}', "%C3%A9")));
        assert_eq!(again.body, server.get("/export/csv").body, "{settings}");
    }
}

#[cfg(unix)]
#[test]
fn it_is_its_owners_alone_replaces_an_old_one_and_is_gone_at_the_end() {
    use std::os::unix::fs::PermissionsExt;
    let ready = folder("ends").join("ready.json");
    fs::write(&ready, "an old one").unwrap();
    let (mut server, _) = started(&ready, &[]);
    assert_eq!(fs::metadata(&ready).unwrap().permissions().mode() & 0o777, 0o600);
    server.signal("TERM");
    assert_eq!(
        server.exit_within(Duration::from_secs(10)).and_then(|status| status.code()),
        Some(0)
    );
    assert!(!ready.exists());
}

#[cfg(unix)]
#[test]
fn a_file_that_another_server_put_there_stays() {
    let ready = folder("others").join("ready.json");
    let (mut first, _) = started(&ready, &[]);
    let (second, told) = started(&ready, &[]);
    first.signal("TERM");
    first.exit_within(Duration::from_secs(10)).expect("ends");
    let there: Value = serde_json::from_slice(&fs::read(&ready).unwrap()).unwrap();
    assert_eq!((&there, there["pid"].as_u64()), (&told, Some(second.id().into())));
}

#[test]
fn a_file_that_can_not_be_written_is_one_line_that_names_it_and_exit_1() {
    let folder = folder("refused");
    let missing = folder.join("no/such/folder.json");
    for path in [&missing, &folder] {
        let path = path.to_str().unwrap();
        let (code, out, err) = ended(command(&["start", "--port", "0", "--ready-file", path]));
        assert_eq!((code, out.as_str(), err.lines().count()), (1, "", 1), "{err}");
        assert!(
            err.starts_with("error: cannot write --ready-file ") && err.contains(path),
            "{err}"
        );
    }
    let around: Vec<_> = fs::read_dir(folder.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(
        !around.iter().any(|name| name.to_string_lossy().starts_with("refused.")),
        "{around:?}"
    );
}

#[test]
fn with_its_standard_input_a_server_ends_too() {
    let ready = folder("stdin").join("ready.json");
    let mut command = command(&[
        "start",
        "--port",
        "0",
        "--end-with-stdin",
        "--ready-file",
        ready.to_str().unwrap(),
    ]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let told = |ready: &Path| {
        fs::read(ready).ok().and_then(|text| serde_json::from_slice::<Value>(&text).ok())
    };
    let told =
        std::iter::repeat_with(|| (std::thread::sleep(Duration::from_millis(5)), told(&ready)).1);
    let told = told.take(4000).flatten().next().expect("a ready file");
    let address = ([127, 0, 0, 1], u16::try_from(told["port"].as_u64().unwrap()).unwrap()).into();
    std::io::Write::write_all(&mut input, b"what stands in it counts for nothing\n").unwrap();
    assert_eq!(support::http::get(address, "/health").status, 200);
    drop(input);
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(!ready.exists());
}
