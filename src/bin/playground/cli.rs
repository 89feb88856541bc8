//! What was asked for: arguments and environment to settings and a task, and every way to get them wrong.
//!
//! Flags and variables are computed from the core's table of settings. The texts of misuse are those of the reference's parser
//! (Python's argparse), since people search for them (contract, section 15).

mod checked;
mod misuse;
mod probed;
mod started;

pub(crate) use misuse::Misuse;
pub(crate) use started::Starting;

use crate::checking::Checking;
use crate::health::Probe;
use api_playground::Settings;
use api_playground::settings::{SETTINGS, Setting};
use clap::builder::{OsStr, ValueParser};
use clap::{Arg, ArgAction, ArgMatches, Command};
use misuse::Source;
use std::ffi::{OsStr as Text, OsString};

/// The line above every misuse.
pub(crate) const USAGE: &str =
    "usage: playground start [--FLAG VALUE]... | playground check FILE [--FLAG VALUE]... | playground health [URL]";

/// How an environment variable is looked up.
pub(crate) type Variable<'a> = dyn Fn(&str) -> Option<OsString> + 'a;

/// What the command line asks for.
#[derive(Debug)]
pub(crate) enum Asked {
    /// Something to do.
    Task(Task),
    /// A text to show: help or version.
    Text(String),
}

/// What a command does.
#[derive(Debug)]
pub(crate) enum Task {
    /// Serve until a signal comes.
    Start(Box<Starting>),
    /// Check a file.
    Check(Box<Checking>),
    /// Ask a server whether it is there.
    Health(Probe),
}

/// A command word and what it stands for.
struct Word {
    name: &'static str,
    about: &'static str,
    /// Makes the task from the flags, the words behind this one, and the settings.
    task: fn(&ArgMatches, &[&Text], Settings) -> Result<Task, Misuse>,
}

const WORDS: [Word; 3] = [
    Word { name: "start", about: "Serve the API until CTRL+C", task: started::task },
    Word {
        name: "check",
        about: "Say whether a sync got everything: FILE (- for stdin) holds what landed, as JSON, NDJSON or CSV",
        task: checked::task,
    },
    Word {
        name: "health",
        about: "Say whether the server at URL, or else the one that start would start, answers: exit code 0 or 1",
        task: probed::task,
    },
];

/// Reads the command line; `drawn` holds the settings where neither a flag nor a variable says otherwise.
///
/// # Errors
/// Anything not understood, as one line.
pub(crate) fn read(arguments: &[OsString], variable: &Variable<'_>, drawn: Settings) -> Result<Asked, Misuse> {
    let matches = match command().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => return misuse::shown(&error).map(Asked::Text),
    };
    let settings = settings(&matches, variable, drawn)?;
    let mut words = matches.get_many::<OsString>("words").into_iter().flatten();
    let asked = words.next().ok_or_else(|| Misuse::new("the following arguments are required: command"))?;
    let known = WORDS.iter().find(|word| asked.eq_ignore_ascii_case(word.name));
    let word = known.ok_or_else(|| misuse::unknown_command(asked, &WORDS.map(|word| word.name)))?;
    let behind: Vec<&Text> = words.map(OsString::as_os_str).collect();
    (word.task)(&matches, &behind, settings).map(Asked::Task)
}

/// Defaults, then the environment, then flags; later ones win.
fn settings(matches: &ArgMatches, variable: &Variable<'_>, mut settings: Settings) -> Result<Settings, Misuse> {
    let mut from_flag = Vec::new();
    for setting in &SETTINGS {
        let in_environment = variable(&variable_name(setting)).filter(|value| !value.is_empty());
        in_environment.map(|value| set(&mut settings, setting, &value, Source::Environment)).transpose()?;
        if let Some(value) = matches.get_one::<OsString>(setting.key) {
            set(&mut settings, setting, value, Source::Flag)?;
            from_flag.push(setting.key);
        }
    }
    settings.settle().map_err(|error| {
        let in_environment = variable(&misuse::variable_name(&error.key)).is_some();
        let by_variable = in_environment && !from_flag.contains(&error.key.as_str());
        Misuse::of_setting(&error, if by_variable { Source::Environment } else { Source::Flag })
    })
}

fn set(settings: &mut Settings, setting: &Setting, value: &Text, source: Source) -> Result<(), Misuse> {
    let value = value.to_str().ok_or_else(|| Misuse::not_text(setting.key, source, value))?;
    settings.set(setting.key, value).map_err(|error| Misuse::of_setting(&error, source))
}

fn variable_name(setting: &Setting) -> String {
    misuse::variable_name(setting.key)
}

/// The grammar, for clap. Words are told apart from flags here and given their meaning in [`read`], so that flags may stand on
/// both sides of the command.
fn command() -> Command {
    let words =
        Arg::new("words").num_args(0..).action(ArgAction::Append).value_parser(ValueParser::os_string()).hide(true);
    Command::new("playground")
        .version(env!("CARGO_PKG_VERSION"))
        .about("An API to practise data connectors on.")
        .override_usage(USAGE.trim_start_matches("usage: "))
        .after_help(after_help())
        .args_override_self(true)
        .next_line_help(true)
        .arg(words)
        .args(SETTINGS.iter().map(flag))
        .args(started::flags())
        .args(checked::flags())
}

fn flag(setting: &Setting) -> Arg {
    // clap keeps names for as long as the process lives, and so does this.
    let name: &'static str = setting.key.replace('_', "-").leak();
    let help = format!("{} [default: {}]", setting.description, setting.default);
    let arg = Arg::new(setting.key).long(name).value_name(setting.value_name).help(help);
    let arg = arg.value_parser(ValueParser::os_string()).allow_negative_numbers(true);
    match setting.bare {
        Some(bare) => arg.num_args(0..=1).default_missing_value(OsStr::from(bare)),
        None => arg,
    }
}

fn after_help() -> String {
    let commands: String = WORDS.iter().map(|word| format!("  {:<8}{}\n", word.name, word.about)).collect();
    format!(
        "Commands:\n{commands}\n\
         Environment:\n  \
         Each setting has a variable that stands in for it where it is not given: PLAYGROUND_ and its name in capitals,\n  \
         with _ for -, as in PLAYGROUND_PORT=8080 or PLAYGROUND_RATE_LIMIT=true.\n\n\
         Examples:\n  \
         playground start\n  \
         playground start --port 8080 --records 100000\n  \
         playground start --rate-limit --capacity 5\n  \
         playground start --seed demo --anchor 2026-01-01T00:00:00Z\n  \
         playground check landed.csv --settings seed=demo,anchor=2026-01-01T00:00:00Z"
    )
}

#[cfg(test)]
mod manual;
#[cfg(test)]
mod tests;
