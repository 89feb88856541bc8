//! The command line: from arguments and environment to a task, or to a usage error.
//!
//! The grammar is clap's, and so are its texts. What is fixed of it is derived from types (`check`, `health`, `start`); the flags of settings
//! are computed from the core's table (`flags`), and stand in for variables (`variables`).

mod cases;
mod check;
mod first;
mod flags;
mod gauntlet;
mod health;
mod start;
mod streams;
mod variables;

pub(crate) use start::StartOptions;
pub(crate) use variables::Environment;

use crate::check::CheckOptions;
use crate::gauntlet::Options as GauntletOptions;
use crate::health::Probe;
use clap::error::ErrorKind;
use clap::{ArgMatches, Command, CommandFactory, Error, FromArgMatches, Parser, Subcommand};
use connector_playground::settings::SettingsBuilder;
use std::ffi::OsString;

/// An API to practise data connectors on.
#[derive(Parser)]
#[command(name = "playground", version, arg_required_else_help = true, after_help = AFTER_HELP)]
struct Line {
    #[command(subcommand)]
    word: Word,
}

#[derive(Subcommand)]
enum Word {
    /// Serve the API until CTRL+C
    Start(start::Start),
    /// Say whether a sync got everything
    Check(check::Check),
    /// Run a connector against everything that a real API does, kill it and let it go on, and say which rows it loses
    Gauntlet(gauntlet::Gauntlet),
    /// Say whether a server answers: exit code 0 or 1
    Health(health::Health),
}

/// What stands below the list of commands.
const AFTER_HELP: &str = "\
Examples:
  playground start
  playground check landed.csv --settings seed=demo,anchor=2026-01-01T00:00:00Z
  playground gauntlet -- python sync.py
  playground health http://127.0.0.1:5001
  playground help start";

/// What a command does.
#[derive(Debug)]
pub(crate) enum Task {
    /// Serve until a signal comes.
    Start(Box<StartOptions>),
    /// Check files.
    Check(Box<CheckOptions>),
    /// Run a command through the cases.
    Gauntlet(Box<GauntletOptions>),
    /// Ask a server whether it is there.
    Health(Probe),
}

/// A task, and what is to be said about it on stderr, a line each.
#[derive(Debug)]
pub(crate) struct Parsed {
    /// What to do.
    pub(crate) task: Task,
    /// What was passed over.
    pub(crate) warnings: Vec<String>,
}

/// Reads the command line; `drawn` holds the settings where neither a flag nor a variable says otherwise.
///
/// # Errors
/// Anything not understood; help and version, too, which clap takes for errors.
pub(crate) fn read(
    arguments: &[OsString],
    environment: &Environment<'_>,
    drawn: SettingsBuilder,
) -> Result<Parsed, Error> {
    let matches = command().try_get_matches_from(first::word_first(arguments))?;
    let line = Line::from_arg_matches(&matches)?;
    let (name, flags) = matches.subcommand().unwrap_or(("", &matches));
    let mut reading = Reading { name, flags, environment, warnings: Vec::new() };
    let task = match line.word {
        Word::Start(start) => start.task(&mut reading, drawn),
        Word::Check(check) => check.task(&mut reading, drawn),
        Word::Gauntlet(gauntlet) => gauntlet.task(&mut reading, drawn),
        Word::Health(health) => health.task(&mut reading, drawn),
    }?;
    Ok(Parsed { task, warnings: reading.warnings })
}

/// A command line of which the words are known, and the settings not yet.
struct Reading<'a> {
    /// The command's name.
    name: &'a str,
    /// Its flags.
    flags: &'a ArgMatches,
    environment: &'a Environment<'a>,
    warnings: Vec<String>,
}

impl Reading<'_> {
    /// A usage error in clap's form: the text, how the command is used, and where there is help.
    fn usage_error(&self, kind: ErrorKind, text: &str) -> Error {
        let mut command = command();
        command.build();
        match command.find_subcommand_mut(self.name) {
            Some(word) => word.error(kind, text),
            None => command.error(kind, text),
        }
    }
}

/// The grammar. Of settings that may be given more than once the last one counts.
fn command() -> Command {
    let word = |command: Command, name, which| {
        command.mut_subcommand(name, |word| {
            word.args_override_self(true).next_line_help(true).args(flags::of(which))
        })
    };
    let command = word(Line::command(), "start", flags::Which::All);
    let command =
        word(word(command, "check", flags::Which::Rows), "gauntlet", flags::Which::RowsOnTheClock);
    word(command, "health", flags::Which::Address)
}

#[cfg(test)]
mod manual;
#[cfg(test)]
mod tests;
