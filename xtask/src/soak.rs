//! `cargo xtask soak`: the attacks of the tests in their long form, on the release build, with minutes of mixed load, and the walks that are
//! disturbed in a browser and at the edge. Prints their figures as they come.

use crate::project::Project;
use crate::run::{run, seconds};
use crate::test;
use anyhow::{Context, Result};
use std::time::Instant;

/// The variable by which tests are asked for the long form, with the minutes as its value.
const LONG: &str = "SOAK_MINUTES";

/// Something that is borne for long.
struct Trial {
    name: &'static str,
    about: &'static str,
    /// Runs it, with the minutes that a lasting load takes.
    run: fn(&Project, u64) -> Result<()>,
}

const TRIALS: &[Trial] = &[
    Trial {
        name: "attack",
        about: "the native adapter under attack, then under mixed load",
        run: attack,
    },
    Trial {
        name: "walks",
        about: "in a browser and at the edge, to their end whatever goes wrong",
        run: walks,
    },
];

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Minutes of each lasting load
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..))]
    minutes: u64,
}

/// The task.
pub(crate) fn task(project: &Project, arguments: &Arguments) -> Result<()> {
    run_for(project, arguments.minutes)
}

/// Runs all trials, with so many minutes for each lasting load.
pub(crate) fn run_for(project: &Project, minutes: u64) -> Result<()> {
    for (n, trial) in TRIALS.iter().enumerate() {
        println!("[{}/{}] {}: {}", n + 1, TRIALS.len(), trial.name, trial.about);
        let start = Instant::now();
        (trial.run)(project, minutes).with_context(|| format!("trial `{}` failed", trial.name))?;
        println!("    ok ({})", seconds(start.elapsed()));
    }
    Ok(())
}

fn attack(project: &Project, minutes: u64) -> Result<()> {
    let mut command = project.cargo_slow("test", ["attack"]);
    command.args(["--release", "--", "--nocapture", "--test-threads=1"]);
    run(command.env(LONG, minutes.to_string()))
}

fn walks(project: &Project, minutes: u64) -> Result<()> {
    test::disturbed(project, (LONG, minutes.to_string()))
}
