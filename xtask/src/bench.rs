//! `cargo xtask bench`: how near the release build comes to what this machine can do, as ratios that were measured in one run.
//!
//! Times of one machine say little on another, and little on this one a minute later. So everything is measured in pairs, one right
//! after the other and in changing order, and a ratio is the median of the rounds' ratios. The other half of a pair is a bare hyper
//! server that gives the same bytes from memory (`benches/bare.rs`), a trivial worker, another program of the kind, or our own with fewer records.
//!
//! `rows` has all rows with their goals, a file for each group measures it, `report` and `plot` show what came out.

mod browser;
mod core;
mod edge;
mod gauntlet;
mod moving;
mod native;
mod peers;
mod plot;
mod process;
mod programs;
mod records;
mod report;
mod results;
mod rounds;
mod rows;
pub(crate) mod server;

use crate::build;
use crate::project::Project;
use crate::run::seconds;
use anyhow::{Result, anyhow, bail};
use programs::Programs;
use results::{Results, Wanted};
use rounds::{Pair, Plan};
use rows::ROWS;
use server::Server;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

/// What all our servers are started with; `benches/handle.rs` uses the same, so that the same rows are measured.
const SERVER: &[&str] = &[
    "start",
    "--port",
    "0",
    "--host",
    "127.0.0.1",
    "--seed",
    "bench",
    "--anchor",
    "2026-01-01T00:00:00Z",
];
const PAGE: &str = "/pagination/offset";
const CSV: &str = "/export/csv";

/// What measures a group of rows.
type Measurer = fn(&mut Bench<'_>) -> Result<()>;

const MEASURERS: &[(&str, Measurer)] = &[
    ("native", native::measure),
    ("peers", peers::measure),
    ("process", process::measure),
    ("gauntlet", gauntlet::measure),
    ("records", records::measure),
    ("moving", moving::measure),
    ("core", core::measure),
    ("edge", edge::measure),
    ("browser", browser::measure),
];

/// A run.
struct Bench<'a> {
    project: &'a Project,
    programs: Programs,
    plan: Plan,
    wanted: Wanted,
    results: Results,
    dist: Option<PathBuf>,
}

impl Bench<'_> {
    /// Our command, with more arguments.
    fn command(&self, more: &[&str]) -> Command {
        let mut command = Command::new(&self.programs.playground);
        command.args(SERVER).args(more);
        command
    }

    /// Our server without an access log.
    fn ours(&self, more: &[&str]) -> Result<Server> {
        Server::start(self.command(more).arg("--quiet"))
    }

    /// The folders of wasm, built once.
    fn dist(&mut self) -> Result<PathBuf> {
        if let Some(dist) = &self.dist {
            return Ok(dist.clone());
        }
        let dist = self.project.target.join("dist");
        build::dist(self.project, &dist)?;
        self.dist = Some(dist.clone());
        Ok(dist)
    }

    /// Measures those pairs that somebody wants.
    fn pairs<'s>(&mut self, pairs: impl IntoIterator<Item = Pair<'s>>) -> Result<()> {
        let wanted = |pair: &Pair<'_>| pair.rows.iter().any(|(name, _)| self.wanted.has(name));
        let pairs: Vec<Pair<'_>> = pairs.into_iter().filter(wanted).collect();
        self.plan.measure(&self.programs, &pairs, &mut self.results)
    }
}

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Takes fewer rounds, and just prints
    #[arg(long)]
    quick: bool,
    /// Measures one row or group, and just prints
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
    /// Names the rows
    #[arg(long)]
    list: bool,
    /// Fails where a goal is missed
    #[arg(long)]
    strict: bool,
}

/// The task.
pub(crate) fn task(project: &Project, arguments: Arguments) -> Result<()> {
    let Arguments { quick, only, list, strict } = arguments;
    if list {
        ROWS.iter()
            .for_each(|row| println!("{:8} {:20} {}", row.group, row.name, report::title(row)));
        return Ok(());
    }
    let (plan, wanted) = (if quick { Plan::QUICK } else { Plan::FULL }, Wanted::new(only)?);
    let (programs, start) = (Programs::build(project)?, Instant::now());
    let mut bench =
        Bench { project, programs, plan, wanted, results: Results::default(), dist: None };
    let mut failed = Vec::new();
    for (n, (group, measure)) in MEASURERS.iter().enumerate() {
        if !bench.wanted.has(group) {
            continue;
        }
        eprintln!(
            "[{}/{}] {group}, {} after the start",
            n + 1,
            MEASURERS.len(),
            seconds(start.elapsed())
        );
        // What took minutes is not thrown away because something after it fails.
        if let Err(problem) = measure(&mut bench) {
            eprintln!("    {group} FAILED: {problem:#}");
            failed.push(format!("{group}: {problem:#}"));
        }
    }
    bench.results.keep(&bench.wanted);
    println!("\n{}\n{}", report::rounds(bench.plan.rounds), report::table(&bench.results));
    println!("Measured in {}.", seconds(start.elapsed()));
    if !failed.is_empty() {
        bail!("nothing was written, since not all could be measured: {}", failed.join("; "));
    }
    if bench.wanted.is_all() && !quick {
        report::write(project, bench.plan.rounds, &bench.results)?;
    }
    match bench.results.missed() {
        missed if missed.is_empty() => Ok(()),
        missed if strict => Err(anyhow!("goals missed: {}", missed.join(", "))),
        missed => {
            println!("Goals missed: {}.", missed.join(", "));
            Ok(())
        }
    }
}

/// A word on what is going on, for everything that takes seconds.
fn progress(what: &str) {
    eprintln!("    measuring: {what}");
}

#[cfg(test)]
mod tests {
    use super::rows::GROUPS;
    use super::*;

    #[test]
    fn every_group_has_its_measurer() {
        let names = |groups: &[(&'static str, Measurer)]| {
            groups.iter().map(|group| group.0).collect::<Vec<_>>()
        };
        assert_eq!(names(MEASURERS), GROUPS.iter().map(|group| group.0).collect::<Vec<_>>());
    }

    #[test]
    fn a_wrong_row_is_named() {
        assert!(
            Wanted::new(vec!["pgae-32".to_owned()])
                .err()
                .unwrap()
                .to_string()
                .contains("no row `pgae-32`")
        );
        assert!(Wanted::new(vec!["page-32".to_owned()]).is_ok());
    }
}
