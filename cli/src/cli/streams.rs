//! The flag `--stream`: one of the streams for all that landed, or for what landed under a name.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Arg, Command, Error};
use connector_playground::checker::stream::NAMES;
use std::ffi::OsStr;

/// Whose rows landed, or landed under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Whose {
    /// The name; None for all that landed.
    pub(crate) name: Option<String>,
    /// One of the streams.
    pub(crate) stream: &'static str,
}

/// Reads `people` and `NAME=people`.
#[derive(Clone)]
pub(super) struct WhoseParser;

impl TypedValueParser for WhoseParser {
    type Value = Whose;

    fn parse_ref(
        &self,
        command: &Command,
        flag: Option<&Arg>,
        value: &OsStr,
    ) -> Result<Whose, Error> {
        let text = value.to_string_lossy();
        let (name, stream) = match text.rsplit_once('=') {
            Some((name, stream)) => (Some(name.to_owned()), stream),
            None => (None, &*text),
        };
        let known =
            PossibleValuesParser::new(NAMES).parse_ref(command, flag, OsStr::new(stream))?;
        let stream = NAMES.into_iter().find(|name| *name == known).unwrap_or(NAMES[0]);
        Ok(Whose { name, stream })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(NAMES.into_iter().map(PossibleValue::new)))
    }
}

/// The stream of all that landed, the last one that is named, and those of names.
pub(crate) fn split(whose: Vec<Whose>) -> (Option<&'static str>, Vec<(String, &'static str)>) {
    let all = whose.iter().rev().find(|whose| whose.name.is_none()).map(|whose| whose.stream);
    let named = |Whose { name, stream }| name.map(|name| (name, stream));
    (all, whose.into_iter().filter_map(named).collect())
}
