//! `cargo xtask bench`: how near the release build comes to what this machine can do, as ratios that were measured in one run.
//!
//! Times of one machine say little on another, and little on this one a minute later. So everything is measured in pairs, one right
//! after the other and in changing order, and a ratio is the median of the rounds' ratios. The other half of a pair is a bare hyper
//! server that gives the same bytes from memory (`benches/bare.rs`), or our own server with fewer records.

mod doors;
mod programs;
mod rounds;
mod server;
mod table;

use crate::project::Project;
use programs::Programs;
use rounds::{Pair, Plan, Side, Times};
use server::Server;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use table::{Goal, Table};

/// What all our servers are started with; `benches/handle.rs` uses the same, so that the same rows are measured.
const SERVER: &[&str] =
    &["start", "--quiet", "--port", "0", "--host", "127.0.0.1", "--seed", "bench", "--anchor", "2026-01-01T00:00:00Z"];
const PAGE: &str = "/pagination/offset";
const CSV: &str = "/export/csv";
const EXPORT: &str = "/with/records=10000000/export/csv";

/// The same page from the middle of few and of many rows; `updated_since` is about the middle of each time line.
const FEW: Scale =
    Scale { records: "200", page: "?offset=100", since: "?offset=50&updated_since=2025-12-27T00:00:00Z" };
const MANY: &[Scale] = &[
    Scale { records: "1000000", page: "?offset=500000", since: "?offset=250000&updated_since=2020-12-31T00:00:00Z" },
    Scale {
        records: "1000000000",
        page: "?offset=500000000",
        since: "?offset=250000000&updated_since=2020-12-31T00:00:00Z",
    },
];

struct Scale {
    records: &'static str,
    page: &'static str,
    since: &'static str,
}

impl Scale {
    fn page(&self) -> String {
        format!("{PAGE}{}", self.page)
    }
    fn since(&self) -> String {
        format!("{PAGE}{}", self.since)
    }
    fn records_in_words(&self) -> String {
        let digits = self.records.as_bytes().rchunks(3).rev();
        digits.map(String::from_utf8_lossy).collect::<Vec<_>>().join(",")
    }
}

/// The task.
pub(crate) fn task(project: &Project, arguments: &[String]) -> Result<(), String> {
    let Options { plan, reference, native, doors } = options(arguments)?;
    let programs = Programs::build(project)?;
    let mut table = Table::default();
    if native {
        inside(&programs, &mut table)?;
        against_bare(&programs, &plan, &mut table)?;
        start(&programs, &plan, &mut table)?;
        memory(&programs, &mut table)?;
        scale(&programs, &plan, &mut table)?;
    }
    if let Some(reference) = reference {
        against_reference(&programs, &reference, &plan, &mut table)?;
    }
    if doors {
        doors::measure(project, &programs, &plan, &mut table)?;
    }
    println!("\n{} rounds; ratios are medians, with the middle half of the rounds. {}\n", plan.rounds, machine());
    print!("{table}");
    table.verdict()
}

/// What to measure, and how long.
struct Options {
    plan: Plan,
    reference: Option<PathBuf>,
    native: bool,
    doors: bool,
}

fn options(arguments: &[String]) -> Result<Options, String> {
    let mut options = Options { plan: Plan::FULL, reference: None, native: true, doors: true };
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--quick" => options.plan = Plan::QUICK,
            "--native" => options.doors = false,
            "--doors" => options.native = false,
            "--reference" => {
                options.reference = Some(words.next().ok_or("--reference takes the path of a program")?.into());
            }
            other => {
                let known = "`--quick`, `--native` or `--doors`, and `--reference PROGRAM`";
                return Err(format!("bench takes {known}, not `{other}`"));
            }
        }
    }
    if !options.native && !options.doors {
        return Err("`--native` and `--doors` leave nothing to measure".to_owned());
    }
    Ok(options)
}

fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!("This machine: {cores} cores, {} {}.", std::env::consts::ARCH, std::env::consts::OS)
}

/// The core alone, without a socket.
fn inside(programs: &Programs, table: &mut Table) -> Result<(), String> {
    progress("inside the core");
    let base = programs.nanoseconds(FEW.records, &[PAGE.to_owned(), FEW.page(), FEW.since()])?;
    let [page, few @ ..] = &base[..] else { return Err("benches/handle.rs measured nothing".to_owned()) };
    table.number("page of ten inside the core", "ns", *page, Goal::AtMost(1000.0));
    for scale in MANY {
        let many = programs.nanoseconds(scale.records, &[scale.page(), scale.since()])?;
        for (what, (many, few)) in ["page", "page with updated_since"].iter().zip(many.iter().zip(few)) {
            let name = format!("{what} inside the core: {} records / 200", scale.records_in_words());
            table.ratio(&name, "ns", *many, *few, &Times::one(many / few), Goal::None);
        }
    }
    Ok(())
}

/// Pages and exports beside a bare hyper server's; and that beside itself, which shows what noise alone makes.
fn against_bare(programs: &Programs, plan: &Plan, table: &mut Table) -> Result<(), String> {
    let ours = Server::start(Command::new(&programs.playground).args(SERVER))?;
    let bare = Server::start(Command::new(&programs.bare).args([ours.address(), PAGE, CSV]))?;
    let pair = |what: &str, path: &str, connections, goal| {
        let name = format!("{what}: ours / bare hyper");
        (Pair { name, connections, one: Side::new(&ours, path), other: Side::new(&bare, path) }, goal)
    };
    let name = "page of ten, 32 connections: bare hyper / itself".to_owned();
    let noise = Pair { name, connections: 32, one: Side::new(&bare, PAGE), other: Side::new(&bare, PAGE) };
    let pairs = [
        pair("page of ten, 32 connections", PAGE, 32, Goal::AtLeast(0.90)),
        pair("page of ten, 1 connection", PAGE, 1, Goal::None),
        pair("CSV of 200 rows, 32 connections", CSV, 32, Goal::AtLeast(0.85)),
        pair("CSV of 200 rows, 1 connection", CSV, 1, Goal::None),
        (noise, Goal::None),
    ];
    let (pairs, goals): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
    for (result, (pair, goal)) in plan.measure(programs, &pairs)?.iter().zip(pairs.iter().zip(goals)) {
        table.ratio(&pair.name, "answers/s", result.one, result.other, &result.ratio, goal);
        if let Some(processor) = &result.processor {
            let name = format!("{}, processor time", pair.name);
            table.ratio(&name, "µs/answer", processor.one, processor.other, &processor.ratio, Goal::None);
        }
    }
    Ok(())
}

/// From the start of the process to its first answer.
fn start(programs: &Programs, plan: &Plan, table: &mut Table) -> Result<(), String> {
    progress("start to the first answer");
    let times = plan.starts(|| Command::new(&programs.playground), SERVER, PAGE)?;
    table.spread("start to the first answer", "ms", &times, Goal::AtMost(10.0));
    Ok(())
}

/// Memory at rest, and at the end of an export that is far larger.
fn memory(programs: &Programs, table: &mut Table) -> Result<(), String> {
    progress("memory, and an export of 10,000,000 records");
    let server = Server::start(Command::new(&programs.playground).args(SERVER))?;
    server.first_answer(PAGE)?;
    std::thread::sleep(Duration::from_millis(300)); // at rest, not in the middle of starting
    let idle = server.memory("VmRSS");
    let export = programs.load(server.address(), EXPORT, 1, Duration::ZERO)?;
    let peak = server.memory("VmHWM");
    for (what, value, goal) in
        [("memory at rest", idle, Goal::AtMost(8.0)), ("most memory, that export included", peak, Goal::None)]
    {
        match value {
            Some(value) => table.number(what, "MiB", value, goal),
            None => println!("    {what}: only Linux tells"),
        }
    }
    table.number("export of 10,000,000 records, streamed", "MB/s", export.bytes_per_second() / 1e6, Goal::None);
    Ok(())
}

/// The same page with 200, a million and a billion records.
fn scale(programs: &Programs, plan: &Plan, table: &mut Table) -> Result<(), String> {
    let few = Server::start(Command::new(&programs.playground).args(SERVER))?;
    let start = |scale: &Scale| {
        Server::start(Command::new(&programs.playground).args(SERVER).args(["--records", scale.records]))
    };
    let servers = MANY.iter().map(start).collect::<Result<Vec<_>, _>>()?;
    let mut pairs = Vec::new();
    for (scale, server) in MANY.iter().zip(&servers) {
        let prefixed = format!("/with/records={}{}", scale.records, scale.page());
        for (what, base, server, path) in [
            ("page", FEW.page(), server, scale.page()),
            ("page with updated_since", FEW.since(), server, scale.since()),
            ("page by prefix", FEW.page(), &few, prefixed),
        ] {
            let name = format!("{what}: {} records / 200, time", scale.records_in_words());
            pairs.push(Pair { name, connections: 32, one: Side::new(&few, &base), other: Side::new(server, &path) });
        }
    }
    for (result, pair) in plan.measure(programs, &pairs)?.iter().zip(&pairs) {
        // Answers a second, so few records over many is time with many over time with few.
        let (many, few) = (1e6 / result.other, 1e6 / result.one);
        let goal = if pair.name.contains("1,000,000,000") { Goal::AtMost(1.3) } else { Goal::None };
        table.ratio(&pair.name, "µs", many, few, &result.ratio, goal);
    }
    Ok(())
}

/// The playground from PyPI, where its program is given.
fn against_reference(programs: &Programs, reference: &Path, plan: &Plan, table: &mut Table) -> Result<(), String> {
    progress("the reference");
    let port = server::free_port()?;
    let arguments = ["start", "--port", &port];
    let ours = Server::start(Command::new(&programs.playground).args(SERVER))?;
    let theirs = Server::start(Command::new(reference).args(arguments))?;
    let pair = |what: &str, path: &str, connections| {
        let name = format!("{what}: ours / reference");
        Pair { name, connections, one: Side::new(&ours, path), other: Side::new(&theirs, path) }
    };
    let pairs = [
        pair("page of ten, 32 connections", PAGE, 32),
        pair("page of ten, 1 connection", PAGE, 1),
        pair("CSV of 200 rows, 1 connection", CSV, 1),
    ];
    for (result, pair) in plan.measure(programs, &pairs)?.iter().zip(&pairs) {
        table.ratio(&pair.name, "answers/s", result.one, result.other, &result.ratio, Goal::None);
    }
    if let (Some(ours), Some(theirs)) = (ours.memory("VmRSS"), theirs.memory("VmRSS")) {
        table.ratio("memory after that: ours / reference", "MiB", ours, theirs, &Times::one(ours / theirs), Goal::None);
    }
    drop(theirs);
    let times = plan.starts(|| Command::new(reference), &arguments, PAGE)?;
    table.spread("start to the first answer, reference", "ms", &times, Goal::None);
    Ok(())
}

/// A word on what is going on, for everything that takes seconds.
fn progress(what: &str) {
    eprintln!("    measuring: {what}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_records_are_written_in_groups() {
        let words: Vec<String> = MANY.iter().chain([&FEW]).map(Scale::records_in_words).collect();
        assert_eq!(words, ["1,000,000", "1,000,000,000", "200"]);
    }

    #[test]
    fn a_wrong_word_is_named() {
        assert!(options(&["--quack".to_owned()]).err().is_some_and(|e| e.contains("not `--quack`")));
        assert!(options(&["--reference".to_owned()]).is_err());
        assert!(options(&["--native".to_owned(), "--doors".to_owned()]).is_err());
    }
}
