//! The tasks of the project: `cargo xtask help` lists them.
//!
//! A task is a variant of [`Task`] and a file. What several tasks need is in `project` (where things are), `run` (commands, printed before
//! they run), `steps` (tasks that are tables of checks), `tools`, `npm` and `system` (programs that are found or installed), `wasm_target`
//! (a Rust that compiles to wasm), `sent` (headers of the page's files) and `lesson_files` (the module of its lessons), both of which the
//! page's package has too.

// An adapter: it prints, reads arguments and files, and starts processes.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::print_stdout,
    clippy::print_stderr
)]
// Measuring divides.
#![allow(clippy::float_arithmetic)]

mod all;
mod bench;
mod build;
mod check;
mod dist;
mod docs;
mod edge;
mod fuzz;
#[path = "../../www/embed/lessons.rs"]
mod lesson_files;
mod lessons;
mod npm;
mod project;
mod run;
mod screenshots;
#[path = "../../www/embed/sent.rs"]
mod sent;
mod setup;
mod site;
mod soak;
mod std_from_source;
mod steps;
mod system;
mod test;
mod tools;
mod wasm_target;

use anyhow::Result;
use clap::{Parser, Subcommand};
use project::Project;
use std::process::ExitCode;

/// Tasks of Connector Playground. Each prints the commands it runs.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", args_override_self = true)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Says what the tests need of the system and this machine lacks, and the line that installs it
    Setup(setup::Arguments),
    /// Checks format, lints and types: what an editor would say
    Check(steps::Arguments),
    /// Tests what must hold before a change goes in: what continuous integration runs
    Test(steps::Arguments),
    /// Runs the slow tier beside `test`: what takes minutes, or needs many packages
    All(steps::Arguments),
    /// Makes dist/site, dist/edge and dist/npm, as wasm-pack.toml says
    Build(build::Arguments),
    /// Makes all files of a release: archives, a wheel, packages for npm, the crates, SHA256SUMS
    Dist(dist::Arguments),
    /// Serves the static site
    Site(site::Arguments),
    /// Runs the edge's adapter in workerd, and prints its credentials
    Edge(edge::Arguments),
    /// Takes the pictures of the page that README.md shows
    Screenshots(screenshots::Arguments),
    /// Makes www/lessons/catalogue.js of the lessons' folders; `build` and `test` do it themselves
    Lessons,
    /// Builds the book of docs/ as a site with the page in it
    Docs(build::Arguments),
    /// Measures the release build beside others, and writes docs/performance.md
    Bench(bench::Arguments),
    /// Lets the fuzz targets look for faults
    Fuzz(fuzz::Arguments),
    /// Attacks the release build for long, and keeps it under mixed load
    Soak(soak::Arguments),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match Project::find().and_then(|project| run(&project, arguments.task)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("xtask: {problem:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(project: &Project, task: Task) -> Result<()> {
    match task {
        Task::Setup(arguments) => setup::task(&arguments),
        Task::Check(arguments) => check::task(project, &arguments),
        Task::Test(arguments) => test::task(project, &arguments),
        Task::All(arguments) => all::task(project, &arguments),
        Task::Build(arguments) => build::task(project, &arguments),
        Task::Dist(arguments) => dist::task(project, &arguments),
        Task::Site(arguments) => site::task(project, &arguments),
        Task::Edge(arguments) => edge::task(project, &arguments),
        Task::Screenshots(arguments) => screenshots::task(project, &arguments),
        Task::Lessons => lessons::make(project),
        Task::Docs(arguments) => docs::task(project, &arguments),
        Task::Bench(arguments) => bench::task(project, arguments),
        Task::Fuzz(arguments) => fuzz::task(project, &arguments),
        Task::Soak(arguments) => soak::task(project, &arguments),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_grammar_is_whole() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn of_an_option_that_comes_twice_the_last_counts() {
        let arguments =
            Arguments::try_parse_from(["cargo xtask", "site", "--port", "8787", "--port", "0"]);
        assert!(matches!(arguments.unwrap().task, Task::Site(site) if site.port == 0));
    }

    #[test]
    fn a_task_that_is_misspelt_is_named_with_the_one_that_is_meant() {
        let problem = Arguments::try_parse_from(["cargo xtask", "tset"]).err().unwrap().to_string();
        assert!(problem.contains("'tset'") && problem.contains("'test'"), "{problem}");
    }
}
