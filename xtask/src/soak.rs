//! `cargo xtask soak`: the attacks of the tests in their long form, on the release build, with minutes of mixed load, and the walks that are
//! disturbed in a browser and at the edge. Prints their figures as they come.

use crate::project::Project;
use crate::run::{run, seconds};
use crate::test;
use std::time::Instant;

/// Minutes of mixed load unless said otherwise.
const MINUTES: u64 = 10;
/// The variable by which tests are asked for the long form, with the minutes as its value.
const LONG: &str = "SOAK_MINUTES";

/// Something that is borne for long.
struct Trial {
    name: &'static str,
    about: &'static str,
    /// Runs it, with the minutes that a lasting load takes.
    run: fn(&Project, u64) -> Result<(), String>,
}

const TRIALS: &[Trial] = &[
    Trial { name: "attack", about: "the native door under attack, then under mixed load", run: attack },
    Trial { name: "walks", about: "in a browser and at the edge, to their end whatever goes wrong", run: walks },
];

/// The task.
pub(crate) fn task(project: &Project, arguments: &[String]) -> Result<(), String> {
    let minutes = minutes(arguments)?;
    for (n, trial) in TRIALS.iter().enumerate() {
        println!("[{}/{}] {}: {}", n + 1, TRIALS.len(), trial.name, trial.about);
        let start = Instant::now();
        (trial.run)(project, minutes).map_err(|e| format!("trial `{}` failed: {e}", trial.name))?;
        println!("    ok ({})", seconds(start.elapsed()));
    }
    Ok(())
}

fn minutes(arguments: &[String]) -> Result<u64, String> {
    match arguments {
        [] => Ok(MINUTES),
        [flag, value] if flag == "--minutes" => value
            .parse()
            .ok()
            .filter(|minutes| *minutes > 0)
            .ok_or_else(|| format!("--minutes takes a whole number from 1 on, not `{value}`")),
        _ => Err(format!("soak takes `--minutes N`, not `{}`", arguments.join(" "))),
    }
}

fn attack(project: &Project, minutes: u64) -> Result<(), String> {
    let test = ["test", "--release", "--locked", "--package", "api-playground", "--test", "attack"];
    let mut command = project.cargo(&[&test[..], &["--", "--nocapture", "--test-threads=1"]].concat());
    run(command.env(LONG, minutes.to_string()))
}

fn walks(project: &Project, minutes: u64) -> Result<(), String> {
    test::disturbed(project, (LONG, minutes.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(arguments: &[&str]) -> Result<u64, String> {
        minutes(&arguments.iter().map(|&word| word.to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn ten_minutes_unless_said_otherwise() {
        assert_eq!(asked(&[]), Ok(10));
        assert_eq!(asked(&["--minutes", "3"]), Ok(3));
    }

    #[test]
    fn what_is_no_number_of_minutes_is_named() {
        for wrong in [&["--minutes", "0"][..], &["--minutes", "x"], &["--minutes"], &["--hours", "1"]] {
            assert!(asked(wrong).unwrap_err().contains("--minutes"), "{wrong:?}");
        }
    }
}
