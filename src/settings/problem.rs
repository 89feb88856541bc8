//! What can be wrong with a setting, in values and in words.

use super::{SETTINGS, Scope};
use std::fmt;

/// What is wrong with a setting, and which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingError {
    /// The setting's key, as it was given.
    pub key: String,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with a setting's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// There is no such setting.
    Unknown,
    /// It is the server's; a request cannot set it.
    ServerOnly,
    /// Not an integer.
    NotInteger(String),
    /// An integer outside these bounds.
    Between(u64, u64),
    /// An integer below this.
    AtLeast(u64),
    /// Neither `true` nor `false`, nor `on` or `off`.
    NotFlag(String),
    /// None of these values.
    Choice(&'static [&'static str]),
    /// Another form is wanted; said in words.
    Malformed(&'static str, String),
    /// More ties than records.
    MoreTiesThanRecords(u64),
    /// More records than can move; how many can.
    TooManyToMove(u64),
    /// A clock that stands still before the anchor, from which on records move.
    NowBeforeAnchor(String),
    /// An anchor later than the clock that stands still.
    AnchorAfterNow,
    /// Given twice with different values.
    Conflicting,
    /// A part of a prefix that is no `KEY=VALUE`; the key holds it.
    NotPair,
    /// A second `/with/` in one path.
    SecondPrefix,
}

impl fmt::Display for SettingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, problem } = self;
        match problem {
            Problem::Unknown => {
                let known: Vec<&str> = SETTINGS.iter().map(|setting| setting.key).collect();
                write!(f, "Unknown setting '{key}'. Known settings: {}", joined(&known, ", "))
            }
            Problem::ServerOnly => {
                let own = SETTINGS.iter().filter(|setting| setting.scope == Scope::Request);
                let own: Vec<&str> = own.map(|setting| setting.key).collect();
                write!(
                    f,
                    "Setting '{key}' is the server's. A request can set: {}",
                    joined(&own, ", ")
                )
            }
            Problem::Conflicting => write!(f, "Conflicting values for setting '{key}'"),
            Problem::NotPair => {
                write!(f, "Settings are KEY=VALUE pairs separated by commas, not '{key}'")
            }
            Problem::SecondPrefix => f.write_str("Only one '/with/' prefix is allowed"),
            value => write!(f, "Invalid value for setting '{key}'. {value}"),
        }
    }
}

impl fmt::Display for Problem {
    /// What would be right, in a sentence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotInteger(_) => f.write_str("It must be an integer."),
            Self::Between(min, max) => write!(f, "It should be between {min} and {max}."),
            Self::AtLeast(min) => write!(f, "It must be greater than or equal to {min}."),
            Self::NotFlag(_) => f.write_str("Use 'true' or 'false'"),
            Self::Choice(values) => write!(f, "Use '{}'", joined(values, "' or '")),
            Self::Malformed(wanted, _) => write!(f, "It {wanted}."),
            Self::MoreTiesThanRecords(records) => {
                write!(f, "It should be between 0 and the number of records, {records}.")
            }
            Self::TooManyToMove(most) => {
                write!(f, "It should be between 1 and {most} where records move ('moving').")
            }
            Self::NowBeforeAnchor(anchor) => {
                write!(
                    f,
                    "It must not be earlier than the anchor, {anchor}, where records move ('moving')."
                )
            }
            Self::AnchorAfterNow => f.write_str("It must not be later than 'now'."),
            Self::Unknown => f.write_str("There is no such setting."),
            Self::ServerOnly => f.write_str("It is the server's."),
            Self::Conflicting => f.write_str("Give one value."),
            Self::NotPair => f.write_str("Give KEY=VALUE."),
            Self::SecondPrefix => f.write_str("Only one '/with/' prefix is allowed."),
        }
    }
}

impl std::error::Error for SettingError {}

/// Texts with another between them; `join` weighs five times as much, and is no faster for the few that are joined here.
pub(crate) fn joined<T: AsRef<str>>(texts: &[T], between: &str) -> String {
    let mut all = String::new();
    for (n, text) in texts.iter().enumerate() {
        if n > 0 {
            all.push_str(between);
        }
        all.push_str(text.as_ref());
    }
    all
}
