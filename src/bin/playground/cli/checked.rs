//! The arguments of `check`. Its settings are those of the server that was synced from: the flags and variables of `start`, or a whole
//! `/with/…/` prefix in `--settings`.

use super::misuse::{self, Misuse};
use super::{Task, Text, started};
use crate::checking::Checking;
use api_playground::check::format::Format;
use api_playground::check::stream;
use api_playground::{Settings, Timestamp};
use clap::builder::ValueParser;
use clap::{Arg, ArgAction, ArgMatches};
use std::ffi::OsString;

pub(super) const FORMATS: [&str; 3] = ["json", "ndjson", "csv"];
/// The flags of `check`: name, and what its value looks like; none for one without a value.
const FLAGS: [(&str, Option<&str>); 5] = [
    ("settings", Some("KEY=VALUE,…")),
    ("stream", Some("NAME")),
    ("as-of", Some("TIME")),
    ("input-format", Some("NAME")),
    ("json", None),
];

/// The flags, for clap.
pub(super) fn flags() -> impl Iterator<Item = Arg> {
    FLAGS.into_iter().map(|(name, value)| {
        let arg = Arg::new(name).long(name).help(help(name)).help_heading("Options of check");
        match value {
            Some(value) => arg.value_name(value).value_parser(ValueParser::os_string()),
            None => arg.action(ArgAction::SetTrue),
        }
    })
}

fn help(name: &str) -> String {
    match name {
        "settings" => "Settings of the server that was synced from, as in its /with/KEY=VALUE,…/ prefix; seed and anchor are needed here or as \
                       flags"
            .to_owned(),
        "stream" => format!("Whose rows landed: {} [default: {}]", stream::NAMES.join(", "), stream::NAMES[0]),
        "as-of" => "Moment the truth is taken at (YYYY-MM-DDTHH:MM:SSZ): later changes are not held against the sync [default: the present; for \
                    companies, departments and employees the newest updatedAt that landed]"
            .to_owned(),
        "input-format" => format!("Format of the file: {} [default: told from its first byte]", FORMATS.join(", ")),
        _ => "Print the verdict as JSON. Exit code either way: 0 complete, 1 incomplete, 2 not checked".to_owned(),
    }
}

/// Refuses these flags where another command is asked for.
pub(super) fn refuse(matches: &ArgMatches) -> Result<(), Misuse> {
    let given = |name: &&str| if *name == "json" { matches.get_flag(name) } else { matches.contains_id(name) };
    let flags: Vec<String> =
        FLAGS.iter().map(|(name, _)| *name).filter(given).map(|name| format!("--{name}")).collect();
    let flags: Vec<&Text> = flags.iter().map(Text::new).collect();
    if flags.is_empty() { Ok(()) } else { Err(misuse::unrecognized(&flags)) }
}

/// The task of checking a file.
pub(super) fn task(matches: &ArgMatches, words: &[&Text], settings: Settings) -> Result<Task, Misuse> {
    started::refuse(matches)?;
    let (file, rest) = words.split_first().ok_or_else(|| Misuse::new("the following arguments are required: FILE"))?;
    if !rest.is_empty() {
        return Err(misuse::unrecognized(rest));
    }
    Ok(Task::Check(Box::new(Checking {
        settings: known(matches, settings)?,
        file: (*file).to_owned(),
        stream: choice(matches, "stream", &stream::NAMES)?.unwrap_or(stream::NAMES[0]).to_owned(),
        as_of: as_of(matches)?,
        format: choice(matches, "input-format", &FORMATS)?.and_then(Format::named),
        json: matches.get_flag("json"),
    })))
}

/// The settings, changed by `--settings`. What a server draws when it starts can not be known here.
fn known(matches: &ArgMatches, base: Settings) -> Result<Settings, Misuse> {
    let mut settings = base.clone();
    if let Some(prefix) = value(matches, "settings")? {
        settings = base.with_prefix(&prefix).map_err(|error| Misuse::new(&format!("argument --settings: {error}")))?;
    }
    let given = |key: &str| base.is_given(key) || settings.is_given(key);
    // A clock that stands still at or before the start brings the anchor with it.
    let anchored = given("anchor") || settings.now == Some(settings.anchor);
    let lacking = [("seed", given("seed")), ("anchor", anchored)];
    match lacking.iter().find(|(_, given)| !given) {
        None => Ok(settings),
        Some((key, _)) => Err(Misuse::new(&format!(
            "the server's {key} is needed, since one that was drawn at its start can not be known: give --{key}, or --settings {key}=…"
        ))),
    }
}

fn as_of(matches: &ArgMatches) -> Result<Option<Timestamp>, Misuse> {
    let Some(text) = value(matches, "as-of")? else { return Ok(None) };
    let form = || Misuse::form("as-of", "must be a UTC time of the form YYYY-MM-DDTHH:MM:SSZ", &text);
    Timestamp::parse(&text).map(Some).ok_or_else(form)
}

fn choice(matches: &ArgMatches, name: &str, known: &[&'static str]) -> Result<Option<&'static str>, Misuse> {
    let Some(text) = value(matches, name)? else { return Ok(None) };
    let found = known.iter().find(|known| **known == text).copied();
    found.map(Some).ok_or_else(|| Misuse::form(name, &format!("must be one of {}", known.join(", ")), &text))
}

fn value(matches: &ArgMatches, name: &str) -> Result<Option<String>, Misuse> {
    let Some(value) = matches.get_one::<OsString>(name) else { return Ok(None) };
    let text = value.to_str().ok_or_else(|| Misuse::not_text(name, misuse::Source::Flag, value))?;
    Ok(Some(text.to_owned()))
}
