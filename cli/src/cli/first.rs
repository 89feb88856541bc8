//! Moves the command word to its place. It may be in any case and behind flags, as the reference's parser allows (contract, section 15).

use super::command;
use clap::Command;
use connector_playground::settings::SETTINGS;
use std::ffi::{OsStr, OsString};

/// The arguments, with the command word behind the program's name and in lower case. What is not understood stays as it is.
pub(super) fn word_first(arguments: &[OsString]) -> Vec<OsString> {
    let mut arguments = arguments.to_vec();
    let words: Vec<String> =
        command().get_subcommands().map(Command::get_name).map(str::to_owned).collect();
    let named = |argument: &OsStr| words.iter().find(|word| argument.eq_ignore_ascii_case(word));
    let mut at = 1;
    while let Some(argument) = arguments.get(at) {
        if let Some(word) = named(argument) {
            arguments.remove(at);
            arguments.insert(1, word.into());
            break;
        }
        // Only flags of settings may stand in front.
        let Some(flag) = argument.to_str().and_then(|text| text.strip_prefix("--")) else { break };
        let (name, value) =
            flag.split_once('=').map_or((flag, None), |(name, value)| (name, Some(value)));
        if !SETTINGS.iter().any(|setting| setting.flag() == name) {
            break;
        }
        let apart = value.is_none() && arguments.get(at + 1).is_some_and(|next| !is_flag(next));
        at += if apart { 2 } else { 1 };
    }
    arguments
}

fn is_flag(argument: &OsStr) -> bool {
    argument.as_encoded_bytes().starts_with(b"--")
}
