//! The arguments of `start` that are no settings: they are about the process, not about what it answers.

use super::misuse::{self, Misuse};
use super::{Task, Text, checked};
use api_playground::Settings;
use clap::builder::ValueParser;
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches};
use std::ffi::OsString;
use std::path::PathBuf;

const READY_FILE: &str = "ready-file";
const END_WITH_STDIN: &str = "end-with-stdin";

/// A server to start.
#[derive(Debug)]
pub(crate) struct Starting {
    /// What it answers.
    pub(crate) settings: Settings,
    /// The file that says that it listens.
    pub(crate) ready_file: Option<PathBuf>,
    /// Whether it ends when its standard input does.
    pub(crate) end_with_stdin: bool,
}

/// The flags, for clap.
pub(super) fn flags() -> [Arg; 2] {
    let flag = |name: &'static str| Arg::new(name).long(name).help_heading("Options of start");
    [
        flag(READY_FILE).value_name("PATH").value_parser(ValueParser::os_string()).help(
            "Write a JSON file when the server listens, with its address, process, settings and credentials; it is taken away at the end",
        ),
        flag(END_WITH_STDIN).action(ArgAction::SetTrue).help(
            "End when standard input ends too: given a pipe, the server does not outlive the program that started it",
        ),
    ]
}

/// Refuses these flags where another command is asked for.
pub(super) fn refuse(matches: &ArgMatches) -> Result<(), Misuse> {
    let given = |name: &&str| matches.value_source(name) == Some(ValueSource::CommandLine);
    match [READY_FILE, END_WITH_STDIN].into_iter().find(given) {
        None => Ok(()),
        Some(name) => Err(misuse::unrecognized(&[Text::new(&format!("--{name}"))])),
    }
}

/// The task of serving.
pub(super) fn task(matches: &ArgMatches, words: &[&Text], settings: Settings) -> Result<Task, Misuse> {
    checked::refuse(matches)?;
    if !words.is_empty() {
        return Err(misuse::unrecognized(words));
    }
    Ok(Task::Start(Box::new(Starting {
        settings,
        ready_file: matches.get_one::<OsString>(READY_FILE).map(PathBuf::from),
        end_with_stdin: matches.get_flag(END_WITH_STDIN),
    })))
}
