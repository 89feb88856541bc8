//! The journal as HAR, held against the readers of that format: har-validator on each run, mitmproxy with `ALL` in the environment. Skipped,
//! with a word, where they cannot be installed.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test")]
#![allow(clippy::disallowed_macros, clippy::print_stderr, reason = "a test says what it skips")]

mod support;

use serde_json::Value;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use support::Server;
use support::clients::Client;

const MITMPROXY: Client = Client { name: "mitmproxy", packages: &["mitmproxy==11.0.2"] };
const FILES: [&str; 3] = ["package.json", "package-lock.json", "validate.cjs"];
/// Request lines as they come, and not all of them as they should.
const LINES: [&str; 12] = [
    "OPTIONS *",
    "GET *",
    "CONNECT a.test:443",
    "GET http://other.test/pagination/offset?limit=1",
    "GET /caf\u{e9}/%zz?x=\u{65e5}\u{672c}&y={\"a\":[1|2]}",
    "GET /a|b/c^d",
    "GET /pagination/offset?limit=1&token=SECRET",
    "GET /with/records=5,ties=2/pagination/offset?limit=5",
    "HEAD /export/csv",
    "PUT /pagination/offset",
    "GET /with/seed=a%252Cb/pagination/search",
    "FOO /nothing",
];

/// The HAR of a server that had these requests, in a file.
fn har(name: &str) -> (PathBuf, usize) {
    let server = Server::start(&[]);
    for line in LINES {
        let mut connection = server.connect();
        connection
            .send_raw(format!("{line} HTTP/1.1\r\nHost: {}\r\n\r\n", server.address).as_bytes())
            .unwrap();
        let head = connection.receive_head().unwrap();
        assert!(head.status < 500, "{line}");
    }
    let reply =
        server.request("GET", "/playground/journal", &[("Accept", "Application/HAR+JSON")], b"");
    assert_eq!(reply.header("content-type"), Some("application/har+json"));
    let har: Value = serde_json::from_slice(&reply.body).unwrap();
    let entries = har["log"]["entries"].as_array().unwrap();
    for entry in entries {
        let url = entry["request"]["url"].as_str().unwrap();
        assert!(url.starts_with(&format!("{}/", server.base)), "{url}");
        let allowed = |byte: u8| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte);
        assert!(
            url.bytes().all(allowed) && !url.contains("%zz") && !url.contains("SECRET"),
            "{url}"
        );
    }
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.har"));
    fs::write(&file, &reply.body).unwrap();
    (file, entries.len())
}

#[test]
fn har_validator_takes_every_entry() {
    let (file, count) = har("validator");
    assert!(count > 8, "{count}");
    let Some(folder) = installed() else { return };
    let output = Command::new("node").arg(folder.join("validate.cjs")).arg(&file).output().unwrap();
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "ok\n",
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// With `ALL` in the environment alone, since it brings some sixty packages.
#[test]
fn mitmproxy_reads_every_entry() {
    if std::env::var_os("ALL").is_none() {
        eprintln!("skipped: mitmproxy is large; ALL=1 installs it");
        return;
    }
    let (file, count) = har("mitmproxy");
    let Some(python) = MITMPROXY.python() else { return };
    let mitmdump = python.with_file_name("mitmdump");
    let output =
        Command::new(mitmdump).args(["--no-server", "--rfile"]).arg(&file).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    assert!(output.status.success() && !said.to_lowercase().contains("error"), "{said}");
    assert_eq!(
        said.lines().filter(|line| line.trim_start().starts_with("<<")).count(),
        count,
        "{said}"
    );
}

/// The folder where har-validator is installed, as locked; None where that cannot be done.
fn installed() -> Option<PathBuf> {
    let (from, to) = (
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).join("tests/har"),
        Path::new(env!("CARGO_TARGET_TMPDIR")),
    );
    let folder = to.join("har-validator");
    let lock = File::create(folder.with_extension("lock")).unwrap();
    lock.lock().unwrap();
    fs::create_dir_all(&folder).unwrap();
    let same = |name: &str| fs::read(from.join(name)).ok() == fs::read(folder.join(name)).ok();
    if FILES.into_iter().all(same) && folder.join("node_modules/har-validator").is_dir() {
        return Some(folder);
    }
    for name in FILES {
        fs::copy(from.join(name), folder.join(name)).unwrap();
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let arguments = ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
    let output = Command::new(npm).args(arguments).current_dir(&folder).output();
    let done = output.as_ref().is_ok_and(|output| output.status.success());
    if !done {
        eprintln!("skipped: har-validator cannot be installed here: {output:?}");
    }
    done.then_some(folder)
}
