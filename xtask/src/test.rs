//! `cargo xtask test`: everything that must hold before a change goes in, cheapest first. It stops at the first step that
//! fails, unless it is told to keep going.

mod adapters;
mod installed;

pub(crate) use adapters::{disturbed, long_streams, scripts};

use crate::project::Project;
use crate::run::{capture, run};
use crate::steps::{self, Outcome, Step};
use crate::{build, docs as book, fuzz, tools};
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::Command;

const STEPS: &[Step] = &[
    Step { name: "rustc", about: "the compiler is new enough", run: rustc },
    Step { name: "fmt", about: "every file is formatted", run: fmt },
    Step { name: "clippy", about: "no warning in any package, its tests and benches", run: clippy },
    Step {
        name: "core",
        about: "the core alone, without the command, has no warning either",
        run: core,
    },
    Step {
        name: "test",
        about: "unit tests, the process's tests, and the samples in the docs",
        run: tests,
    },
    Step {
        name: "slow",
        about: "what `cargo test` leaves out: clients in Python and Node, attacks, long waits",
        run: slow,
    },
    Step {
        name: "fuzz",
        about: "a minute of fuzzing finds no input that breaks an invariant",
        run: fuzzed,
    },
    Step { name: "doc", about: "the documentation builds and its links lead somewhere", run: doc },
    Step {
        name: "build",
        about: "the wasm module keeps to its size, and dist is made of it",
        run: dist,
    },
    Step {
        name: "docs",
        about: "the book builds, has every page of docs, and its links lead somewhere",
        run: docs,
    },
    Step {
        name: "edge",
        about: "the edge's adapter answers alike in workerd, Node, Deno and Bun",
        run: adapters::edge,
    },
    Step {
        name: "page",
        about: "the page's parts do what they say, and its lessons can be solved",
        run: adapters::page,
    },
    Step {
        name: "kit",
        about: "the npm package works where it is installed, and its samples run",
        run: adapters::kit,
    },
    Step {
        name: "browser",
        about: "so do the module and the service worker in browsers",
        run: adapters::browser,
    },
    Step {
        name: "dist",
        about: "what a release consists of installs into empty folders, and works there",
        run: installed::step,
    },
    Step { name: "windows", about: "the command compiles for Windows", run: windows },
    Step { name: "macos", about: "the command compiles for macOS", run: macos },
    Step { name: "deny", about: "licences, bans and sources of the dependencies", run: deny },
];

/// The task.
pub(crate) fn task(project: &Project, arguments: &steps::Arguments) -> Result<()> {
    steps::task(project, STEPS, arguments)
}

fn rustc(project: &Project) -> Result<Outcome> {
    let version = capture(Command::new("rustc").arg("-V"))?;
    println!("    {}; Cargo.toml promises {}", version.trim(), project.rust_version);
    let number = version.split_whitespace().nth(1).unwrap_or_default();
    if numbers(number) < numbers(&project.rust_version) {
        bail!(
            "rustc {number} is older than {}; `rustup update` brings a newer one",
            project.rust_version
        );
    }
    Ok(Outcome::Done)
}

/// Major and minor, as numbers to compare.
fn numbers(version: &str) -> Vec<u32> {
    version.split(['.', '-']).take(2).map(|part| part.parse().unwrap_or(0)).collect()
}

pub(crate) fn fmt(project: &Project) -> Result<Outcome> {
    tools::component(project, "rustfmt", "fmt")?;
    cargo(project, &["fmt", "--all", "--check"])
}

pub(crate) fn clippy(project: &Project) -> Result<Outcome> {
    tools::component(project, "clippy", "clippy")?;
    let warnings = ["--", "-D", "warnings"];
    let all = ["clippy", "--workspace", "--all-targets", "--locked"];
    cargo(project, &[&all[..], &warnings].concat())?;
    // What has `test = false` is no part of all targets.
    let slow = project.slow_tests.iter().map(String::as_str);
    run(project.cargo_slow("clippy", slow).args(warnings))?;
    Ok(Outcome::Done)
}

pub(crate) fn core(project: &Project) -> Result<Outcome> {
    tools::component(project, "clippy", "clippy")?;
    let package = ["clippy", "--package", "connector-playground", "--lib", "--no-default-features"];
    cargo(project, &[&package[..], &["--locked", "--", "-D", "warnings"]].concat())
}

fn tests(project: &Project) -> Result<Outcome> {
    cargo(project, &["test", "--workspace", "--locked"])
}

fn fuzzed(project: &Project) -> Result<Outcome> {
    fuzz::step(project, fuzz::SECONDS)
}

fn doc(project: &Project) -> Result<Outcome> {
    let mut command = project.cargo(&["doc", "--workspace", "--no-deps", "--locked"]);
    run(command.env("RUSTDOCFLAGS", "-D warnings"))?;
    Ok(Outcome::Done)
}

fn slow(project: &Project) -> Result<Outcome> {
    run(&mut project.cargo_slow("test", project.slow_tests.iter().map(String::as_str)))?;
    Ok(Outcome::Done)
}

/// Where tests find what `build` makes; `dist` is left to people.
fn build_folder(project: &Project) -> PathBuf {
    project.target.join("dist")
}

fn dist(project: &Project) -> Result<Outcome> {
    build::dist(project, &build_folder(project))?;
    Ok(Outcome::Done)
}

fn docs(project: &Project) -> Result<Outcome> {
    let folder = build_folder(project);
    // The step `build` made it, unless this one runs alone.
    if !folder.join("site").is_dir() {
        build::dist(project, &folder)?;
    }
    book::make(project, &folder)?;
    Ok(Outcome::Done)
}

fn windows(project: &Project) -> Result<Outcome> {
    check_for(project, "x86_64-pc-windows-gnu")
}

fn macos(project: &Project) -> Result<Outcome> {
    check_for(project, "aarch64-apple-darwin")
}

/// Type-checks for another system. Linking would need its linker; checking needs only its std, which rustup has where it is in reach.
fn check_for(project: &Project, target: &str) -> Result<Outcome> {
    if let Err(problem) = tools::rust_target(target) {
        return Ok(Outcome::Skipped(format!("no std for {target}: {problem:#}")));
    }
    cargo(
        project,
        &["check", "--package", "connector-playground-cli", "--locked", "--target", target],
    )
}

fn deny(project: &Project) -> Result<Outcome> {
    let program = tools::CARGO_DENY.have(project)?;
    println!(
        "    advisories are left out: their database is on a server that a build machine need not reach"
    );
    let mut command = Command::new(program);
    command.current_dir(&project.root).args(["--locked", "--workspace", "--all-features"]);
    command.args(["check", "licenses", "bans", "sources"]);
    run(&mut command)?;
    Ok(Outcome::Done)
}

fn cargo(project: &Project, arguments: &[&str]) -> Result<Outcome> {
    run(&mut project.cargo(arguments))?;
    Ok(Outcome::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_as_numbers() {
        assert!(numbers("1.100.0-nightly") > numbers("1.89"));
        assert!(numbers("1.89.0") >= numbers("1.89"));
        assert!(numbers("1.9.1") < numbers("1.89"));
    }
}
