//! The flags `--only` and `--skip`: names of cases. A name that no command could have a case of is refused before the command runs.

use crate::gauntlet::names;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Arg, Command, Error};
use std::ffi::OsStr;

/// Reads the name of a case, or what stands before its slash.
#[derive(Clone)]
pub(super) struct CaseParser;

impl TypedValueParser for CaseParser {
    type Value = String;

    fn parse_ref(
        &self,
        command: &Command,
        flag: Option<&Arg>,
        value: &OsStr,
    ) -> Result<String, Error> {
        match value.to_str() {
            Some(name) if names::may_be(name) => Ok(name.to_owned()),
            _ => PossibleValuesParser::new(names::all()).parse_ref(command, flag, value),
        }
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(names::all().into_iter().map(PossibleValue::new)))
    }
}
