//! What can be wrong with a setting, in values and in words.

use super::{SETTINGS, Scope};
use crate::error::joined;
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
    /// It is the server's; a request can not set it.
    ServerOnly,
    /// Not an integer.
    NotInteger(String),
    /// An integer outside these bounds.
    Between(u64, u64),
    /// An integer below this.
    AtLeast(u64),
    /// Neither `true` nor `false`.
    NotFlag(String),
    /// None of these values.
    Choice(&'static [&'static str]),
    /// Another form is wanted; said in words.
    Form(&'static str, String),
    /// More ties than records.
    MoreTiesThanRecords(u64),
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
        let key = &self.key;
        match &self.problem {
            Problem::Unknown => {
                let known: Vec<&str> = SETTINGS.iter().map(|setting| setting.key).collect();
                write!(f, "Unknown setting '{key}'. Known settings: {}", joined(&known, ", "))
            }
            Problem::ServerOnly => {
                let own = SETTINGS.iter().filter(|setting| setting.scope == Scope::Request);
                let own: Vec<&str> = own.map(|setting| setting.key).collect();
                write!(f, "Setting '{key}' is the server's. A request can set: {}", joined(&own, ", "))
            }
            Problem::NotInteger(_) => write!(f, "Invalid value for setting '{key}'. It must be an integer."),
            Problem::Between(min, max) => {
                write!(f, "Invalid value for setting '{key}'. It should be between {min} and {max}.")
            }
            Problem::AtLeast(min) => {
                write!(f, "Invalid value for setting '{key}'. It must be greater than or equal to {min}.")
            }
            Problem::NotFlag(_) => write!(f, "Invalid value for setting '{key}'. Use 'true' or 'false'"),
            Problem::Choice(values) => {
                write!(f, "Invalid value for setting '{key}'. Use '{}'", joined(values, "' or '"))
            }
            Problem::Form(wanted, _) => write!(f, "Invalid value for setting '{key}'. It {wanted}."),
            Problem::MoreTiesThanRecords(records) => {
                write!(
                    f,
                    "Invalid value for setting '{key}'. It should be between 0 and the number of records, {records}."
                )
            }
            Problem::AnchorAfterNow => write!(f, "Invalid value for setting '{key}'. It must not be later than 'now'."),
            Problem::Conflicting => write!(f, "Conflicting values for setting '{key}'"),
            Problem::NotPair => write!(f, "Settings are KEY=VALUE pairs separated by commas, not '{key}'"),
            Problem::SecondPrefix => f.write_str("Only one '/with/' prefix is allowed"),
        }
    }
}

impl std::error::Error for SettingError {}
