//! `cargo xtask test`: everything that must hold before a change goes in, cheapest first. It stops at the first step that fails.

mod doors;
mod installed;

pub(crate) use doors::{chromium, disturbed};

use crate::project::Project;
use crate::run::{capture, run, seconds};
use crate::{build, docs as book, fuzz, tools};
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

/// One thing that must hold.
struct Step {
    name: &'static str,
    about: &'static str,
    run: fn(&Project) -> Result<Outcome, String>,
}

/// How a step that did not fail ended.
enum Outcome {
    Done,
    /// It can't be had on this machine; the text says why.
    Skipped(String),
}

const STEPS: &[Step] = &[
    Step { name: "rustc", about: "the compiler is new enough", run: rustc },
    Step { name: "fmt", about: "every file is formatted", run: fmt },
    Step { name: "clippy", about: "no warning in any package, its tests and benches", run: clippy },
    Step { name: "core", about: "the core alone, without the command, has no warning either", run: core },
    Step { name: "test", about: "unit tests, the process's tests, and the samples in the docs", run: tests },
    Step { name: "fuzz", about: "a minute of fuzzing finds no input that breaks an invariant", run: fuzzed },
    Step { name: "doc", about: "the documentation builds and its links lead somewhere", run: doc },
    Step { name: "build", about: "the wasm module keeps to its size, and dist is made of it", run: dist },
    Step { name: "docs", about: "the book builds, has every page of docs, and its links lead somewhere", run: docs },
    Step { name: "edge", about: "the edge's door answers alike in workerd, Node, Deno and Bun", run: doors::edge },
    Step { name: "page", about: "the page's parts do what they say, and its lessons can be solved", run: doors::page },
    Step { name: "kit", about: "the npm package works where it is installed, and its samples run", run: doors::kit },
    Step { name: "browser", about: "so do the module and the service worker in browsers", run: doors::browser },
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
pub(crate) fn task(project: &Project, arguments: &[String]) -> Result<(), String> {
    let Some(steps) = chosen(arguments)? else {
        STEPS.iter().for_each(|step| println!("{:9}{}", step.name, step.about));
        return Ok(());
    };
    let mut times = Vec::new();
    for (n, step) in steps.iter().enumerate() {
        println!("[{}/{}] {}: {}", n + 1, steps.len(), step.name, step.about);
        let start = Instant::now();
        let outcome = (step.run)(project).map_err(|e| format!("step `{}` failed: {e}", step.name))?;
        let end = match outcome {
            Outcome::Done => "ok".to_owned(),
            Outcome::Skipped(why) => format!("SKIPPED: {why}"),
        };
        println!("    {end} ({})", seconds(start.elapsed()));
        times.push((step.name, end, start.elapsed()));
    }
    summary(&times);
    Ok(())
}

fn summary(times: &[(&str, String, Duration)]) {
    println!("\nAll steps passed:");
    for (name, end, time) in times {
        println!("{name:>10} {:>9}  {end}", seconds(*time));
    }
    println!("{:>10} {:>9}", "together", seconds(times.iter().map(|(.., time)| *time).sum()));
}

/// The steps to run; none where they are only to be listed.
fn chosen(arguments: &[String]) -> Result<Option<Vec<&'static Step>>, String> {
    let mut only = Vec::new();
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--list" => return Ok(None),
            "--only" => only.push(named(words.next().map_or("", String::as_str))?),
            other => return Err(format!("test takes `--only STEP` and `--list`, not `{other}`")),
        }
    }
    Ok(Some(if only.is_empty() { STEPS.iter().collect() } else { only }))
}

fn named(name: &str) -> Result<&'static Step, String> {
    STEPS.iter().find(|step| step.name == name).ok_or_else(|| {
        let names: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
        format!("no step `{name}`; there are {}", names.join(", "))
    })
}

fn rustc(project: &Project) -> Result<Outcome, String> {
    let version = capture(Command::new("rustc").arg("-V"))?;
    println!("    {}; Cargo.toml promises {}", version.trim(), project.rust_version);
    let number = version.split_whitespace().nth(1).unwrap_or_default();
    if numbers(number) < numbers(&project.rust_version) {
        return Err(format!(
            "rustc {number} is older than {}; `rustup update` brings a newer one",
            project.rust_version
        ));
    }
    Ok(Outcome::Done)
}

/// Major and minor, as numbers to compare.
fn numbers(version: &str) -> Vec<u32> {
    version.split(['.', '-']).take(2).map(|part| part.parse().unwrap_or(0)).collect()
}

fn fmt(project: &Project) -> Result<Outcome, String> {
    tools::component(project, "rustfmt", "fmt")?;
    cargo(project, &["fmt", "--all", "--check"])
}

fn clippy(project: &Project) -> Result<Outcome, String> {
    tools::component(project, "clippy", "clippy")?;
    cargo(project, &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])
}

fn core(project: &Project) -> Result<Outcome, String> {
    tools::component(project, "clippy", "clippy")?;
    let package = ["clippy", "--package", "api-playground", "--lib", "--no-default-features"];
    cargo(project, &[&package[..], &["--locked", "--", "-D", "warnings"]].concat())
}

fn tests(project: &Project) -> Result<Outcome, String> {
    cargo(project, &["test", "--workspace", "--locked"])
}

fn fuzzed(project: &Project) -> Result<Outcome, String> {
    Ok(fuzz::step(project)?.map_or(Outcome::Done, Outcome::Skipped))
}

fn doc(project: &Project) -> Result<Outcome, String> {
    let mut command = project.cargo(&["doc", "--workspace", "--no-deps", "--locked"]);
    run(command.env("RUSTDOCFLAGS", "-D warnings"))?;
    Ok(Outcome::Done)
}

/// Where tests find what `build` makes; `dist` is left to people.
fn build_folder(project: &Project) -> PathBuf {
    project.target.join("dist")
}

fn dist(project: &Project) -> Result<Outcome, String> {
    build::dist(project, &build_folder(project))?;
    Ok(Outcome::Done)
}

fn docs(project: &Project) -> Result<Outcome, String> {
    let folder = build_folder(project);
    // The step `build` made it, unless this one runs alone.
    if !folder.join("site").is_dir() {
        build::dist(project, &folder)?;
    }
    book::make(project, &folder)?;
    Ok(Outcome::Done)
}

fn windows(project: &Project) -> Result<Outcome, String> {
    check_for(project, "x86_64-pc-windows-gnu")
}

fn macos(project: &Project) -> Result<Outcome, String> {
    check_for(project, "aarch64-apple-darwin")
}

/// Type-checks for another system. Linking would need its linker; checking needs only its std, which rustup has where it is in reach.
fn check_for(project: &Project, target: &str) -> Result<Outcome, String> {
    if let Err(problem) = tools::rust_target(target) {
        return Ok(Outcome::Skipped(format!("no std for {target}: {problem}")));
    }
    cargo(project, &["check", "--package", "api-playground", "--locked", "--target", target])
}

fn deny(project: &Project) -> Result<Outcome, String> {
    let program = tools::CARGO_DENY.have(project)?;
    println!("    advisories are left out: their database is on a server that a build machine need not reach");
    let mut command = Command::new(program);
    command.current_dir(&project.root).args(["--locked", "--workspace", "--all-features"]);
    command.args(["check", "licenses", "bans", "sources"]);
    run(&mut command)?;
    Ok(Outcome::Done)
}

fn cargo(project: &Project, arguments: &[&str]) -> Result<Outcome, String> {
    run(&mut project.cargo(arguments))?;
    Ok(Outcome::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(arguments: &[&str]) -> Result<Vec<&'static str>, String> {
        let arguments: Vec<String> = arguments.iter().map(|&word| word.to_owned()).collect();
        Ok(chosen(&arguments)?.unwrap_or_default().iter().map(|step| step.name).collect())
    }

    #[test]
    fn all_steps_run_unless_some_are_chosen() {
        assert_eq!(names(&[]).unwrap().len(), STEPS.len());
        assert_eq!(names(&["--only", "deny", "--only", "fmt"]).unwrap(), ["deny", "fmt"]);
        assert_eq!(names(&["--list"]).unwrap().len(), 0);
    }

    #[test]
    fn a_wrong_step_or_word_is_named() {
        assert!(names(&["--only", "fnt"]).unwrap_err().starts_with("no step `fnt`; there are rustc, fmt,"));
        assert!(names(&["--fast"]).unwrap_err().contains("not `--fast`"));
    }

    #[test]
    fn versions_compare_as_numbers() {
        assert!(numbers("1.100.0-nightly") > numbers("1.95"));
        assert!(numbers("1.95.0") >= numbers("1.95"));
        assert!(numbers("1.9.1") < numbers("1.95"));
    }
}
