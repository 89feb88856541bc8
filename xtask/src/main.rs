//! The only door for tasks: `cargo xtask help` lists them, and nothing else has to be installed or remembered.
//!
//! A task is a row of [`TASKS`] and a file. What several tasks need is in `project` (where things are), `run` (commands, printed before
//! they run), `tools`, `npm` and `debian` (programs that are found or installed), `wasm_std` (a Rust that compiles to wasm) and
//! `sent` (headers of the page's files, which the command's build has too).

// A door: it prints, reads arguments and files, and starts processes.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, clippy::print_stdout, clippy::print_stderr)]
// Measuring divides.
#![allow(clippy::float_arithmetic)]

mod bench;
mod build;
mod debian;
mod dist;
mod docs;
mod edge;
mod fuzz;
mod npm;
mod project;
mod run;
mod screenshots;
#[path = "../../build/sent.rs"]
mod sent;
mod site;
mod soak;
mod test;
mod tools;
mod wasm_std;

use project::Project;
use std::process::ExitCode;

/// One task: `cargo xtask NAME`.
struct Task {
    name: &'static str,
    arguments: &'static str,
    about: &'static str,
    run: fn(&Project, &[String]) -> Result<(), String>,
}

const TASKS: &[Task] = &[
    Task {
        name: "test",
        arguments: "[--only STEP]… [--list]",
        about: "checks and tests everything, and installs what it needs for that",
        run: test::task,
    },
    Task {
        name: "build",
        arguments: "[--out FOLDER]",
        about: "makes dist/site, dist/edge and dist/npm, as wasm-pack.toml says",
        run: build::task,
    },
    Task {
        name: "dist",
        arguments: "[--out FOLDER] [--native]",
        about: "makes all files of a release in dist: archives, a wheel, packages for npm, the crate, SHA256SUMS; with --native, those for this system alone",
        run: dist::task,
    },
    Task {
        name: "site",
        arguments: "[--port N] [--dist FOLDER]",
        about: "builds and serves the static site; with --dist, as it was built before",
        run: site::task,
    },
    Task {
        name: "edge",
        arguments: "[--port N] [--set KEY=VALUE]… [--isolates N] [--dist FOLDER]",
        about: "builds the edge's door, prints its credentials and runs it in workerd; with --isolates, several answer in turns; with --dist, as it was built before",
        run: edge::task,
    },
    Task {
        name: "screenshots",
        arguments: "[--out FOLDER]",
        about: "builds the site and takes the pictures of the page that README.md shows",
        run: screenshots::task,
    },
    Task {
        name: "docs",
        arguments: "[--out FOLDER]",
        about: "builds the book of docs/ with the page in it, as a site in dist/docs",
        run: docs::task,
    },
    Task {
        name: "bench",
        arguments: "[--quick] [--only NAME]… [--list] [--strict]",
        about: "measures the release build beside a bare hyper server and others, and writes docs/performance.md with its plot; with --quick or --only it just prints",
        run: bench::task,
    },
    Task {
        name: "fuzz",
        arguments: "[TARGET] [--shrink FILE] [--seconds N]",
        about: "lets the fuzz targets look for faults, a minute together unless told otherwise; with --shrink it makes an input small that TARGET has broken on",
        run: fuzz::task,
    },
    Task {
        name: "soak",
        arguments: "[--minutes N]",
        about: "attacks the release build for long, and keeps it under mixed load for ten minutes or N",
        run: soak::task,
    },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("xtask: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<(), String> {
    let (name, rest) = match arguments.split_first() {
        None => ("help", &[][..]),
        Some((name, rest)) => (name.as_str(), rest),
    };
    if ["help", "--help", "-h"].contains(&name) {
        print!("{}", help());
        return Ok(());
    }
    let task = TASKS.iter().find(|task| task.name == name).ok_or_else(|| format!("no task `{name}`\n\n{}", help()))?;
    (task.run)(&Project::find()?, rest)
}

fn help() -> String {
    let mut text = String::from("Tasks of API Playground:\n\n");
    for task in TASKS {
        let call = format!("cargo xtask {} {}", task.name, task.arguments);
        text += &format!("  {}\n      {}\n", call.trim_end(), task.about);
    }
    text + "\nEach prints the commands it runs. New here? `cargo xtask test` sets itself up; CONTRIBUTING.md has the rest.\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_names_every_task() {
        let help = help();
        for task in TASKS {
            assert!(help.contains(&format!("cargo xtask {}", task.name)), "{help}");
        }
    }

    #[test]
    fn an_unknown_task_is_named_with_those_there_are() {
        let problem = dispatch(&["tset".to_owned()]).unwrap_err();
        assert!(problem.contains("no task `tset`") && problem.contains("cargo xtask test"), "{problem}");
    }
}
