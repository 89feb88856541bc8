//! Parsers for the texts of settings. A [`Problem`] says what a text should have been.

use super::{MIN_ANCHOR, Problem, PublicUrl};
use crate::dataset::form::drift::Drift;
use crate::time::Timestamp;
use std::sync::Arc;

/// Longest seed, in bytes.
const MAX_SEED: usize = 64;

pub(super) fn integer(text: &str, min: u64, max: u64) -> Result<u64, Problem> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Problem::NotInteger(text.to_owned()));
    }
    text.parse().ok().filter(|n| (min..=max).contains(n)).ok_or(Problem::Between(min, max))
}

/// An integer whose lower bound is the one worth naming.
pub(super) fn at_least(text: &str, min: u64, max: u64) -> Result<u64, Problem> {
    match integer(text, min, max) {
        Err(Problem::Between(..))
            if text.starts_with('-') || text.parse().is_ok_and(|n: u64| n < min) =>
        {
            Err(Problem::AtLeast(min))
        }
        other => other,
    }
}

/// As many as there are records, whatever their number, once all settings are known.
pub(super) const ALL: u64 = u64::MAX;

/// How many records share a second: a number, or all of them.
pub(super) fn ties(text: &str, max: u64) -> Result<u64, Problem> {
    if text.eq_ignore_ascii_case("all") {
        return Ok(ALL);
    }
    integer(text, 0, max)
}

/// On or off, in any case.
pub(super) fn flag(text: &str) -> Result<bool, Problem> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "on" => Ok(true),
        "false" | "off" => Ok(false),
        _ => Err(Problem::NotFlag(text.to_owned())),
    }
}

/// The value at the index at which the text stands among the choices.
pub(super) fn choice<T, const N: usize>(
    text: &str,
    names: &'static [&'static str],
    values: [T; N],
) -> Result<T, Problem> {
    let named = names.iter().zip(values).find(|(name, _)| **name == text);
    named.map(|(_, value)| value).ok_or(Problem::Choice(names))
}

pub(super) fn moment(text: &str) -> Result<Timestamp, Problem> {
    let form = || {
        Problem::Malformed("must be a UTC time of the form YYYY-MM-DDTHH:MM:SSZ", text.to_owned())
    };
    Timestamp::parse(text).ok_or_else(form)
}

/// Changes of members, each at a moment.
pub(super) fn drift(text: &str) -> Result<Drift, Problem> {
    let form = || {
        Problem::Malformed(
            "must be none, or changes such as add@YYYY-MM-DDTHH:MM:SSZ, each of add, rename, type and drop once, with + between them",
            text.to_owned(),
        )
    };
    Drift::parse(text).ok_or_else(form)
}

/// A text that matches a form.
pub(super) fn formed<'a>(
    text: &'a str,
    keeps: fn(&str) -> bool,
    wanted: &'static str,
) -> Result<&'a str, Problem> {
    if keeps(text) { Ok(text) } else { Err(Problem::Malformed(wanted, text.to_owned())) }
}

pub(super) fn seed(text: &str) -> Result<Arc<str>, Problem> {
    let fits = (1..=MAX_SEED).contains(&text.len());
    if fits {
        Ok(text.into())
    } else {
        Err(Problem::Malformed("must be a text of 1 to 64 bytes", text.to_owned()))
    }
}

pub(super) fn anchor(text: &str) -> Result<Timestamp, Problem> {
    moment(text).and_then(bounded)
}

/// An anchor inside its bounds.
pub(super) fn bounded(anchor: Timestamp) -> Result<Timestamp, Problem> {
    let outside = |wanted| Err(Problem::Malformed(wanted, anchor.to_string()));
    match anchor {
        early if early < MIN_ANCHOR => outside("must be 1970-01-01T00:00:00Z or later"),
        late if late > Timestamp::MAX => outside("must be 9999-12-31T23:59:59Z or earlier"),
        _ => Ok(anchor),
    }
}

pub(super) fn public_url(text: &str) -> Result<PublicUrl, Problem> {
    let form =
        || Problem::Malformed("must be http://HOST[:PORT][/PATH] or https://…", text.to_owned());
    PublicUrl::parse(text).ok_or_else(form)
}
