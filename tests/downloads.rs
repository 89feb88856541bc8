//! Ready clients that read exports by their URLs in pieces, or go on with a download that broke off. Skipped, with a word, where one is absent.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::print_stderr,
    reason = "a test"
)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use support::Server;
use support::clients::{AIRBYTE, POLARS};

const SCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/clients");
/// Bytes that came before the download broke off.
const BEGUN: usize = 20_000;

/// A folder of its own.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("downloads").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// What a program prints; None, with a word, where there is none here.
fn run(command: &mut Command) -> Option<Output> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output();
    if output.is_err() {
        eprintln!("skipped: no {name} here");
    }
    output.ok()
}

fn ends_ok(output: &Output) {
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.ends_with("ok\n"),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Goes on with a file that was begun; at the end it is the whole.
fn goes_on(name: &str, program: &str, arguments: &[&str]) {
    let (server, folder) = (Server::start(&[]), folder(name));
    for target in
        ["/export/csv", "/with/records=20000/export/ndjson", "/with/records=3000/export/json"]
    {
        let whole = server.get(target).body;
        let file = folder.join("file");
        fs::write(&file, whole.get(..BEGUN).unwrap()).unwrap();
        let url = format!("{}{target}", server.base);
        let Some(output) =
            run(Command::new(program).current_dir(&folder).args(arguments).arg(&url))
        else {
            return;
        };
        assert!(output.status.success(), "{target}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(fs::read(&file).unwrap() == whole, "{target}");
    }
}

#[test]
fn curl_goes_on_with_a_download() {
    goes_on("curl", "curl", &["--silent", "--show-error", "--fail", "-C", "-", "-o", "file"]);
}

#[test]
fn wget_goes_on_with_a_download() {
    goes_on("wget", "wget", &["--quiet", "--tries=1", "--no-proxy", "-c", "-O", "file"]);
}

#[test]
fn polars_reads_every_row_by_url() {
    let Some(own) = POLARS.python() else { return };
    let server = Server::start(&[]);
    ends_ok(
        &run(Command::new(own).arg(format!("{SCRIPTS}/with_polars.py")).arg(&server.base)).unwrap(),
    );
}

/// The first answer breaks off in its midst; undici asks for the rest, by a range and for the same tag.
#[test]
fn undici_goes_on_with_an_answer_that_broke_off() {
    let folder = folder("undici");
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let install =
        ["install", "--no-audit", "--no-fund", "--silent", "--prefix", ".", "undici@7.16.0"];
    let Some(installed) = run(Command::new(npm).current_dir(&folder).args(install)) else { return };
    if !installed.status.success() {
        eprintln!(
            "skipped: undici cannot be installed here: {}",
            String::from_utf8_lossy(&installed.stderr)
        );
        return;
    }
    let server = Server::start(&[]);
    let script = format!("{SCRIPTS}/with_undici.mjs");
    if let Some(output) = run(Command::new("node").arg(script).arg(&server.base).arg(&folder)) {
        ends_ok(&output);
    }
}

/// Its decoder takes the bytes as they came, though its client says that it accepts gzip.
#[test]
fn airbyte_reads_the_export_in_csv() {
    let Some(own) = AIRBYTE.python() else { return };
    let script = "import sys, requests\n\
        from airbyte_cdk.sources.declarative.decoders.composite_raw_decoder import CompositeRawDecoder, CsvParser\n\
        answer = requests.get(sys.argv[1], stream=True)\n\
        assert 'gzip' in answer.request.headers['Accept-Encoding']\n\
        assert len(list(CompositeRawDecoder(CsvParser()).decode(answer))) == 200\n\
        print('ok')";
    let server = Server::start(&[]);
    ends_ok(
        &run(Command::new(own).args(["-c", script, &format!("{}/export/csv", server.base)]))
            .unwrap(),
    );
}
