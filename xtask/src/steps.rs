//! Steps that tasks consist of (`check`, `test` and `all`): each is a row of a table. They run in its order, and a table of their times ends the run.

use crate::project::Project;
use crate::run::seconds;
use anyhow::{Context, Error, Result};
use std::fmt;
use std::time::{Duration, Instant};

/// One thing that must hold.
#[derive(Clone, Copy)]
pub(crate) struct Step {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) run: fn(&Project) -> Result<()>,
}

/// A row of such a table.
pub(crate) const fn step(
    name: &'static str,
    about: &'static str,
    run: fn(&Project) -> Result<()>,
) -> Step {
    Step { name, about, run }
}

/// Why a step cannot be had on this machine: it ends the step as an error would, and fails nothing.
#[derive(Debug)]
pub(crate) struct Skipped(pub(crate) String);

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Skipped {}

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
type Run = (&'static str, Result<()>, Duration);

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
        runs.push(run);
        if failures(&runs).is_err() && !keep_going {
            break;
        }
    }
    runs
}

fn end(outcome: &Result<()>) -> String {
    match outcome {
        Ok(()) => "ok".to_owned(),
        Err(why) if why.is::<Skipped>() => format!("SKIPPED: {why}"),
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
        let problem = outcome.as_ref().err().filter(|problem| !problem.is::<Skipped>())?;
        Some(format!("step `{name}` failed: {problem:#}"))
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
        step("one", "", |_| Ok(())),
        step("two", "", |_| Err(Error::msg("it broke"))),
        step("three", "", |_| Err(Skipped("no".to_owned()).into())),
        step("four", "", |_| Err(Error::msg("so did this"))),
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
            ("one", Ok(()), Duration::from_secs(61)),
            ("two", Err(Error::msg("")), Duration::from_secs(1)),
        ];
        assert_eq!(
            table(&runs),
            "         one    61.0 s  ok\n         two     1.0 s  FAILED\n    together    62.0 s"
        );
    }
}
