//! The texts of misuse: each is one line that names what was wrong and what would be right.

use api_playground::settings::{Problem, SettingError};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::ffi::OsStr;
use std::fmt;

/// Why a command line is not understood, as one line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Misuse(String);

/// Where a setting's value came from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Source {
    /// A flag.
    Flag,
    /// An environment variable.
    Environment,
}

impl fmt::Display for Misuse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Misuse {
    pub(super) fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// A setting that the core refused.
    pub(super) fn of_setting(error: &SettingError, source: Source) -> Self {
        let key = error.key.as_str();
        let (name, subject) = (source.name(key), source.subject(key));
        Self(match &error.problem {
            Problem::NotInteger(given) => format!("{subject}: invalid int value: {}", quoted(given)),
            Problem::NotFlag(given) => {
                format!("{subject}: invalid choice: {} (choose from 'true', 'false')", quoted(given))
            }
            Problem::Between(min, max) => format!("{name} must be between {min} and {max}"),
            Problem::AtLeast(min) => format!("{name} must be at least {min}"),
            Problem::Form(wanted, given) => format!("{name} {wanted}, not {}", quoted(given)),
            Problem::MoreTiesThanRecords(records) => {
                format!("{name} must be between 0 and the number of records, {records}")
            }
            Problem::AnchorAfterNow => format!("{name} must not be later than {}", Source::Flag.name("now")),
            // The rest can only be said of a path prefix.
            _ => format!("{subject}: {error}"),
        })
    }

    /// A flag's value that is not of the wanted form.
    pub(super) fn form(flag: &str, wanted: &str, given: &str) -> Self {
        Self(format!("--{flag} {wanted}, not {}", quoted(given)))
    }

    /// A word that is not of the wanted form.
    pub(super) fn word(name: &str, wanted: &str, given: &OsStr) -> Self {
        Self(format!("{name} {wanted}, not {}", quoted(&given.to_string_lossy())))
    }

    /// A value that is no Unicode text.
    pub(super) fn not_text(key: &str, source: Source, given: &OsStr) -> Self {
        Self(format!("{}: not valid UTF-8: {}", source.subject(key), quoted(&given.to_string_lossy())))
    }
}

impl Source {
    /// How the setting is called there.
    fn name(self, key: &str) -> String {
        match self {
            Self::Flag => format!("--{}", key.replace('_', "-")),
            Self::Environment => format!("environment variable {}", variable_name(key)),
        }
    }

    /// The same, in front of a colon.
    fn subject(self, key: &str) -> String {
        match self {
            Self::Flag => format!("argument {}", self.name(key)),
            Self::Environment => self.name(key),
        }
    }
}

/// The environment variable of a setting.
pub(super) fn variable_name(key: &str) -> String {
    format!("PLAYGROUND_{}", key.to_ascii_uppercase())
}

/// A command word that is none of `known`.
pub(super) fn unknown_command(word: &OsStr, known: &[&str]) -> Misuse {
    Misuse(format!("unknown command {}; the commands are: {}", quoted(&word.to_string_lossy()), known.join(", ")))
}

/// Words nobody asked for.
pub(super) fn unrecognized(words: &[&OsStr]) -> Misuse {
    let words: Vec<String> = words.iter().map(|word| one_line(&word.to_string_lossy())).collect();
    Misuse(format!("unrecognized arguments: {}", words.join(" ")))
}

/// What clap stopped at: a text to show for `--help` and `--version`, a misuse for all else.
pub(super) fn shown(error: &clap::Error) -> Result<String, Misuse> {
    let given = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.as_str(),
        _ => "",
    };
    let argument = given(ContextKind::InvalidArg);
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Ok(error.render().to_string()),
        ErrorKind::UnknownArgument => match given(ContextKind::SuggestedArg) {
            "" => Err(unrecognized(&[OsStr::new(argument)])),
            known => Err(Misuse(format!("unrecognized arguments: {} (did you mean {known}?)", one_line(argument)))),
        },
        // The argument is shown as `--port <N>`; its first word is its name.
        ErrorKind::InvalidValue if given(ContextKind::InvalidValue).is_empty() => {
            let name = argument.split(' ').next().unwrap_or_default();
            Err(Misuse(format!("argument {name}: expected one argument")))
        }
        _ => {
            let text = error.to_string();
            let first = text.lines().next().unwrap_or_default();
            Err(Misuse::new(first.trim_start_matches("error: ")))
        }
    }
}

/// A given text in quotation marks, on one line.
fn quoted(given: &str) -> String {
    format!("'{}'", one_line(given))
}

/// A given text without line breaks or anything else a terminal would obey.
fn one_line(given: &str) -> String {
    given.chars().flat_map(|c| if c.is_control() { c.escape_default().collect() } else { vec![c] }).collect()
}
