//! `cargo xtask test`: everything that must hold before a change goes in, cheapest first. It stops at the first step that
//! fails, unless it is told to keep going.

mod adapters;
mod installed;

pub(crate) use adapters::{disturbed, long_streams, scripts};

use crate::project::Project;
use crate::run::{capture, run};
use crate::steps::{self, Skipped, Step, step};
use crate::{build, docs as book, fuzz, tools};
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::Command;

#[rustfmt::skip] // a table
const STEPS: &[Step] = &[
    step("rustc", "the compiler is new enough", rustc),
    step("fmt", "every file is formatted", fmt),
    step("clippy", "no warning in any package, its tests and benches", clippy),
    step("core", "the core alone, without the command, has no warning either", core),
    step("test", "unit tests, the process's tests, and the samples in the docs", tests),
    step("slow", "what `cargo test` leaves out: clients in Python and Node, attacks, long waits", slow),
    step("fuzz", "a minute of fuzzing finds no input that breaks an invariant", fuzzed),
    step("doc", "the documentation builds and its links lead somewhere", doc),
    step("build", "the wasm module keeps to its size, and dist is made of it", dist),
    step("docs", "the book builds, has every page of docs, and its links lead somewhere", docs),
    step("edge", "the edge's adapter answers alike in workerd, Node, Deno and Bun", adapters::edge),
    step("page", "the page's parts do what they say, and its lessons can be solved", adapters::page),
    step("kit", "the npm package works where it is installed, and its samples run", adapters::kit),
    step("browser", "so do the module and the service worker in browsers", adapters::browser),
    step("dist", "what a release consists of installs into empty folders, and works there", installed::step),
    step("windows", "the command compiles for Windows", windows),
    step("macos", "the command compiles for macOS", macos),
    step("deny", "licences, bans and sources of the dependencies", deny),
];

/// The task.
pub(crate) fn task(project: &Project, arguments: &steps::Arguments) -> Result<()> {
    steps::task(project, STEPS, arguments)
}

fn rustc(project: &Project) -> Result<()> {
    let version = capture(Command::new("rustc").arg("-V"))?;
    println!("    {}; Cargo.toml promises {}", version.trim(), project.rust_version);
    let number = version.split_whitespace().nth(1).unwrap_or_default();
    if numbers(number) < numbers(&project.rust_version) {
        bail!(
            "rustc {number} is older than {}; `rustup update` brings a newer one",
            project.rust_version
        );
    }
    Ok(())
}

/// Major and minor, as numbers to compare.
fn numbers(version: &str) -> Vec<u32> {
    version.split(['.', '-']).take(2).map(|part| part.parse().unwrap_or(0)).collect()
}

pub(crate) fn fmt(project: &Project) -> Result<()> {
    tools::component(project, "rustfmt", "fmt")?;
    run(&mut project.cargo("fmt --all --check"))
}

pub(crate) fn clippy(project: &Project) -> Result<()> {
    tools::component(project, "clippy", "clippy")?;
    run(&mut project.cargo("clippy --workspace --all-targets --locked -- -D warnings"))?;
    // What has `test = false` is no part of all targets.
    let slow = project.slow_tests.iter().map(String::as_str);
    run(project.cargo_slow("clippy", slow).args(["--", "-D", "warnings"]))
}

pub(crate) fn core(project: &Project) -> Result<()> {
    tools::component(project, "clippy", "clippy")?;
    let package = "--package connector-playground --lib --no-default-features --locked";
    run(&mut project.cargo(&format!("clippy {package} -- -D warnings")))
}

fn tests(project: &Project) -> Result<()> {
    run(&mut project.cargo("test --workspace --locked"))
}

fn fuzzed(project: &Project) -> Result<()> {
    fuzz::step(project, fuzz::SECONDS)
}

fn doc(project: &Project) -> Result<()> {
    let mut command = project.cargo("doc --workspace --no-deps --locked");
    run(command.env("RUSTDOCFLAGS", "-D warnings"))
}

fn slow(project: &Project) -> Result<()> {
    let slow = project.slow_tests.iter().map(String::as_str);
    // All of them, since one takes minutes to reach.
    run(project.cargo_slow("test", slow).arg("--no-fail-fast"))
}

/// Where tests find what `build` makes; `dist` is left to people.
fn build_folder(project: &Project) -> PathBuf {
    project.target.join("dist")
}

fn dist(project: &Project) -> Result<()> {
    build::dist(project, &build_folder(project))?;
    Ok(())
}

fn docs(project: &Project) -> Result<()> {
    let folder = build_folder(project);
    // The step `build` made it, unless this one runs alone.
    if !folder.join("site").is_dir() {
        build::dist(project, &folder)?;
    }
    book::make(project, &folder)?;
    Ok(())
}

fn windows(project: &Project) -> Result<()> {
    check_for(project, "x86_64-pc-windows-gnu")
}

fn macos(project: &Project) -> Result<()> {
    check_for(project, "aarch64-apple-darwin")
}

/// Type-checks for another system. Linking would need its linker; checking needs only its std, which rustup has where it is in reach.
fn check_for(project: &Project, target: &str) -> Result<()> {
    if let Err(problem) = tools::rust_target(target) {
        bail!(Skipped(format!("no std for {target}: {problem:#}")));
    }
    let package = "check --package connector-playground-cli --locked --target";
    run(project.cargo(package).arg(target))
}

fn deny(project: &Project) -> Result<()> {
    let program = tools::CARGO_DENY.have(project)?;
    println!(
        "    advisories are left out: their database is on a server that a build machine need not reach"
    );
    let mut command = Command::new(program);
    command.current_dir(&project.root).args(["--locked", "--workspace", "--all-features"]);
    command.args(["check", "licenses", "bans", "sources"]);
    run(&mut command)
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
