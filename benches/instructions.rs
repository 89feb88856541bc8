//! How many instructions the hot paths take, by callgrind: numbers that no other load on the machine moves, held against those that the
//! repository keeps (`benches/instructions.tsv`) within 3 %. They belong to a compiler: under another one nothing is compared.
//!
//! `cargo bench --bench instructions` compares; with `UPDATE=1` it writes. Without valgrind, or numbers of this compiler, it says so.

// A measuring program is an adapter.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::print_stdout,
    clippy::print_stderr
)]

use bytes::Bytes;
use connector_playground::{Playground, Settings, State, Timestamp};
use http::Request;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::hint::black_box;
use std::process::{Command, ExitCode};

/// The hot paths: name, method, target, and how often one is repeated.
const PATHS: [(&str, &str, &str, u32); 8] = [
    ("page of ten, kept rows", "GET", "/pagination/offset?limit=10", 400),
    (
        "page of ten, fresh rows",
        "GET",
        "/with/records=1000000000/pagination/offset?limit=10&offset=500000000",
        200,
    ),
    (
        "page of fifty, filtered",
        "GET",
        "/pagination/page_number?per_page=50&updated_since=2020-01-01T00:00:00Z",
        200,
    ),
    ("GraphQL page of ten", "POST", "/graphql", 50),
    ("export of 2,000 rows, CSV", "GET", "/with/records=2000/export/csv", 4),
    ("export of 2,000 rows, NDJSON", "GET", "/with/records=2000/export/ndjson", 4),
    ("check of 2,000 rows, CSV", "POST", "/with/records=2000/playground/check", 4),
    ("login", "POST", "/auth/session_token/login", 50),
];
const KEPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/instructions.tsv");
const ANCHOR: Timestamp = Timestamp::from_seconds(1_767_225_600);
/// How far a number may be from the kept one, in thousandths.
const TOLERANCE: u64 = 30;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let done = match words.as_slice() {
        [path, times] => repeat(path, times),
        _ => compare(),
    };
    done.map_or_else(
        |problem| {
            eprintln!("instructions: {problem}");
            ExitCode::FAILURE
        },
        |()| ExitCode::SUCCESS,
    )
}

/// Answers the request of a path so often; this runs below callgrind.
fn repeat(path: &str, times: &str) -> Result<(), String> {
    let times: u32 = times.parse().map_err(|e| format!("{times}: {e}"))?;
    let (_, method, target, _) =
        PATHS.into_iter().find(|(name, ..)| *name == path).ok_or("no such path")?;
    let playground = Playground::new(Settings::new("bench", ANCHOR).map_err(|e| e.to_string())?);
    let state = State::new();
    let ask = |method: &str, target: &str, body: Bytes| {
        let request =
            Request::builder().method(method).uri(target).header("host", "127.0.0.1:5001");
        let request = request
            .header("content-type", "application/json")
            .body(body)
            .map_err(|e| e.to_string())?;
        Ok::<_, String>(playground.handle(request, ANCHOR, &state))
    };
    let body = match target.rsplit('/').next() {
        Some("graphql") => {
            r#"{"query":"{ people(first: 10) { totalCount edges { cursor node { id name } } pageInfo { hasNextPage endCursor } } }"}"#.into()
        }
        Some("check") => ask("GET", "/with/records=2000/export/csv", Bytes::new())?.into_body().into_bytes(),
        Some("login") => {
            let c = playground.credentials();
            format!("{{\"username\":\"{}\",\"password\":\"{}\"}}", c.session_user, c.session_pass).into()
        }
        _ => Bytes::new(),
    };
    for _ in 0..times {
        let response = ask(method, target, body.clone())?;
        if response.status() != 200 {
            return Err(format!("{target}: {}", response.status()));
        }
        black_box(response.into_body().into_bytes());
    }
    Ok(())
}

/// Counts each path and holds it against the kept number.
fn compare() -> Result<(), String> {
    if Command::new("valgrind").arg("--version").output().is_err() {
        println!("SKIPPED: no valgrind (Debian's package of that name)");
        return Ok(());
    }
    let output =
        Command::new("rustc").arg("--version").output().map_err(|e| format!("rustc: {e}"))?;
    let compiler = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let compiler = format!("{compiler}, {}", std::env::consts::ARCH);
    let kept = std::fs::read_to_string(KEPT).unwrap_or_default();
    let update = std::env::var_os("UPDATE").is_some();
    let known: BTreeMap<&str, u64> =
        kept.lines().filter_map(|line| entry(line, &compiler)).collect();
    if known.is_empty() && !update {
        println!(
            "SKIPPED: no numbers of {compiler}; `UPDATE=1 cargo bench --bench instructions` writes them"
        );
        return Ok(());
    }
    let (mut text, mut worse) = (String::new(), Vec::new());
    for (name, _, _, times) in PATHS {
        let count = (counted(name, 2 * times)? - counted(name, times)?) / u64::from(times);
        let _ = writeln!(text, "{compiler}\t{name}\t{count}");
        let before = known.get(name).copied();
        println!(
            "{count:>12}  {name}{}",
            before.map(|before| change(before, count)).unwrap_or_default()
        );
        if before.is_none_or(|before| count.abs_diff(before) * 1000 > before * TOLERANCE) {
            worse.push(name);
        }
    }
    if update {
        let others: String = kept
            .lines()
            .filter(|line| !line.starts_with(&compiler))
            .map(|line| format!("{line}\n"))
            .collect();
        return std::fs::write(KEPT, others + &text).map_err(|e| format!("{KEPT}: {e}"));
    }
    if worse.is_empty() {
        return Ok(());
    }
    let worse = worse.join(", ");
    Err(format!(
        "{worse}: more than 3 % from benches/instructions.tsv; where that is meant, UPDATE=1 writes it"
    ))
}

fn entry<'t>(line: &'t str, compiler: &str) -> Option<(&'t str, u64)> {
    let (name, count) = line.strip_prefix(compiler)?.strip_prefix('\t')?.split_once('\t')?;
    Some((name, count.parse().ok()?))
}

fn change(before: u64, now: u64) -> String {
    let sign = if now < before { '-' } else { '+' };
    let thousandths = now.abs_diff(before) * 1000 / before.max(1);
    format!("  ({sign}{}.{} %)", thousandths / 10, thousandths % 10)
}

/// The instructions of this program when it repeats a path so often.
fn counted(path: &str, times: u32) -> Result<u64, String> {
    let program = std::env::current_exe().map_err(|e| e.to_string())?;
    let mut command = Command::new("valgrind");
    command
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args([path, &times.to_string()]);
    let output = command.output().map_err(|e| format!("valgrind: {e}"))?;
    let told = String::from_utf8_lossy(&output.stderr);
    let count =
        told.lines().find_map(|line| line.split_once("Collected : ")?.1.trim().parse().ok());
    count.filter(|_| output.status.success()).ok_or_else(|| format!("{path}: {told}"))
}
