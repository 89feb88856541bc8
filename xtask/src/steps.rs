//! Steps that tasks consist of (`check`, `test` and `all`): each is a row of a table. They run in its order, and a table of their times ends the run.

use crate::project::Project;
use crate::run::seconds;
use anyhow::{Context, Error, Result};
use std::time::{Duration, Instant};

/// One thing that must hold.
#[derive(Clone, Copy)]
pub(crate) struct Step {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) run: fn(&Project) -> Result<Outcome>,
}

/// How a step that did not fail ended.
pub(crate) enum Outcome {
    Done,
    /// It can't be had on this machine; the text says why.
    Skipped(String),
}

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Runs this step alone; may be given several times
    #[arg(long, value_name = "STEP")]
    only: Vec<String>,
    /// Names the steps
    #[arg(long)]
    list: bool,
    /// Runs the steps behind one that fails too, and names all failures at the end
    #[arg(long)]
    keep_going: bool,
}

/// A step that was run: its name, how it ended (the problem where it failed), and its time.
type Run = (&'static str, Result<Outcome>, Duration);

/// Runs the steps of a task that its arguments ask for.
pub(crate) fn task(project: &Project, steps: &[Step], arguments: &Arguments) -> Result<()> {
    if arguments.list {
        steps.iter().for_each(|step| println!("{:14}{}", step.name, step.about));
        return Ok(());
    }
    let runs = all(project, &chosen(steps, &arguments.only)?, arguments.keep_going);
    println!("\n{}", table(&runs));
    failures(&runs)
}

/// Runs steps up to the first that fails, or to the last.
fn all(project: &Project, steps: &[Step], keep_going: bool) -> Vec<Run> {
    let mut runs = Vec::new();
    for (n, step) in steps.iter().enumerate() {
        println!("[{}/{}] {}: {}", n + 1, steps.len(), step.name, step.about);
        let start = Instant::now();
        let outcome = (step.run)(project);
        let run = (step.name, outcome, start.elapsed());
        println!("    {} ({})", end(&run.1), seconds(run.2));
        let failed = run.1.is_err();
        runs.push(run);
        if failed && !keep_going {
            break;
        }
    }
    runs
}

fn end(outcome: &Result<Outcome>) -> String {
    match outcome {
        Ok(Outcome::Done) => "ok".to_owned(),
        Ok(Outcome::Skipped(why)) => format!("SKIPPED: {why}"),
        Err(_) => "FAILED".to_owned(),
    }
}

/// Each step with its seconds, and their sum.
fn table(runs: &[Run]) -> String {
    let lines = runs.iter().map(|(name, outcome, time)| {
        format!("{name:>12} {:>9}  {}\n", seconds(*time), end(outcome))
    });
    let sum = runs.iter().map(|(.., time)| *time).sum();
    lines.collect::<String>() + &format!("{:>12} {:>9}", "together", seconds(sum))
}

fn failures(runs: &[Run]) -> Result<()> {
    let problem = |(name, outcome, _): &Run| {
        Some(format!("step `{name}` failed: {:#}", outcome.as_ref().err()?))
    };
    let problems: Vec<String> = runs.iter().filter_map(problem).collect();
    if problems.is_empty() { Ok(()) } else { Err(Error::msg(problems.join("\nxtask: "))) }
}

/// The steps of these names, or all where there are none.
fn chosen(steps: &[Step], only: &[String]) -> Result<Vec<Step>> {
    let named = |name: &String| {
        steps.iter().find(|step| step.name == name).copied().with_context(|| {
            let names: Vec<&str> = steps.iter().map(|step| step.name).collect();
            format!("no step `{name}`; there are {}", names.join(", "))
        })
    };
    if only.is_empty() { Ok(steps.to_vec()) } else { only.iter().map(named).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEPS: &[Step] = &[
        Step { name: "one", about: "", run: |_| Ok(Outcome::Done) },
        Step { name: "two", about: "", run: |_| Err(Error::msg("it broke")) },
        Step { name: "three", about: "", run: |_| Ok(Outcome::Skipped("no".to_owned())) },
        Step { name: "four", about: "", run: |_| Err(Error::msg("so did this")) },
    ];

    fn names(only: &[&str]) -> Result<Vec<&'static str>> {
        let only: Vec<String> = only.iter().map(|&word| word.to_owned()).collect();
        Ok(chosen(STEPS, &only)?.iter().map(|step| step.name).collect())
    }

    #[test]
    fn all_steps_run_unless_some_are_chosen() {
        assert_eq!(names(&[]).unwrap(), ["one", "two", "three", "four"]);
        assert_eq!(names(&["two", "one"]).unwrap(), ["two", "one"]);
        assert_eq!(
            names(&["tow"]).unwrap_err().to_string(),
            "no step `tow`; there are one, two, three, four"
        );
    }

    #[test]
    fn a_failure_ends_the_run_unless_it_is_to_go_on() {
        let project = Project::find().unwrap();
        let names = |runs: &[Run]| runs.iter().map(|run| run.0).collect::<Vec<_>>();
        let first = all(&project, STEPS, false);
        assert_eq!(names(&first), ["one", "two"]);
        assert_eq!(failures(&first).unwrap_err().to_string(), "step `two` failed: it broke");
        let every = all(&project, STEPS, true);
        assert_eq!(names(&every), ["one", "two", "three", "four"]);
        assert_eq!(
            failures(&every).unwrap_err().to_string(),
            "step `two` failed: it broke\nxtask: step `four` failed: so did this"
        );
        assert!(failures(&every[..1]).is_ok());
    }

    #[test]
    fn the_table_has_each_step_and_the_sum() {
        let runs = [
            ("one", Ok(Outcome::Done), Duration::from_secs(61)),
            ("two", Err(Error::msg("")), Duration::from_secs(1)),
        ];
        assert_eq!(
            table(&runs),
            "         one    61.0 s  ok\n         two     1.0 s  FAILED\n    together    62.0 s"
        );
    }
}
