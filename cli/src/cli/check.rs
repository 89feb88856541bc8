//! `check`: files, and the settings of the server that was synced from: the flags and variables that say which rows there are, or a whole
//! `/with/…/` prefix in `--settings`.

use super::flags::Which;
use super::streams::{self, Whose, WhoseParser};
use super::{Reading, Task};
use crate::check::CheckOptions;
use clap::builder::PossibleValuesParser;
use clap::error::ErrorKind;
use clap::{Args, Error, ValueHint};
use connector_playground::checker::format::Format;
use connector_playground::settings::{SETTINGS, SettingsBuilder};
use connector_playground::{Settings, Timestamp};
use std::ffi::OsString;

const FORMATS: [&str; 3] = ["json", "ndjson", "csv"];
const SETTINGS_FLAG: &str = "'--settings <KEY=VALUE,…>'";

/// The arguments of `check` that are no settings.
#[derive(Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Check {
    /// What landed, as rows (JSON, NDJSON, CSV), messages (Singer, Airbyte) or tables of dlt or Airbyte: files, and folders of files; - for standard input
    #[arg(value_name = "FILE", required = true, value_hint = ValueHint::AnyPath)]
    files: Vec<OsString>,
    /// Settings of the server that was synced from, as in its /with/KEY=VALUE,…/ prefix; seed and anchor are needed here or as flags
    #[arg(long, value_name = "KEY=VALUE,…")]
    settings: Option<String>,
    /// Whose rows landed, of all files, or of the messages, table or files of a name, as in users=people [default: people; of messages and
    /// tables their keys tell it]
    #[arg(long, value_name = "[NAME=]STREAM", value_parser = WhoseParser)]
    stream: Vec<Whose>,
    /// Moment the truth is taken at (YYYY-MM-DDTHH:MM:SSZ): later changes are not held against the sync [default: none, and all
    /// rows that the lists show should be there; companies, departments and employees as of the newest updatedAt that landed]
    #[arg(long, value_name = "TIME")]
    as_of: Option<Timestamp>,
    /// Format of the file [default: told from its first byte]
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(FORMATS))]
    input_format: Option<String>,
    /// Columns of a CSV whose first line names none, as in id,_,updatedAt [default: those of our exports]
    #[arg(long, value_name = "NAME,…")]
    columns: Option<String>,
    /// Print the verdict as JSON
    #[arg(long)]
    json: bool,
}

const AFTER_HELP: &str = "\
Exit code: 0 complete, 1 incomplete, 2 not checked.

Examples:
  playground check landed.csv --settings seed=demo,anchor=2026-01-01T00:00:00Z
  playground check landed.json --settings \"$(jq -r .settings ready.json)\" --json
  playground check - --seed demo --anchor 2026-01-01T00:00:00Z --stream companies < landed.ndjson";

impl Check {
    /// The task of checking.
    pub(super) fn task(
        self,
        reading: &mut Reading<'_>,
        drawn: SettingsBuilder,
    ) -> Result<Task, Error> {
        let settings = self.known(reading, drawn)?;
        let (stream, names) = streams::split(self.stream);
        Ok(Task::Check(Box::new(CheckOptions {
            settings,
            files: self.files,
            stream,
            names,
            as_of: self.as_of,
            format: self.input_format.as_deref().and_then(Format::named),
            columns: self.columns,
            json: self.json,
        })))
    }

    /// The settings, changed by `--settings`. What a server draws when it starts cannot be known here.
    fn known(&self, reading: &mut Reading<'_>, drawn: SettingsBuilder) -> Result<Settings, Error> {
        let prefix = self.settings.as_deref().unwrap_or_default();
        let keys = prefix_keys(prefix, &drawn);
        let base = reading.settings(drawn, Which::Rows, &|setting| !keys.contains(&setting.key))?;
        let settings =
            if self.settings.is_some() { base.with_prefix(prefix) } else { Ok(base.clone()) };
        let settings = settings.map_err(|error| {
            let text = format!("invalid value '{prefix}' for {SETTINGS_FLAG}: {error}");
            reading.usage_error(ErrorKind::ValueValidation, text.trim_end_matches('.'))
        })?;
        let given = |key: &str| base.is_given(key) || settings.is_given(key);
        // A clock that stands still at or before the start brings the anchor with it.
        let anchored = given("anchor") || settings.now == Some(settings.anchor);
        let lacking = [("seed", given("seed")), ("anchor", anchored)];
        match lacking.iter().find(|(_, given)| !given) {
            None => Ok(settings),
            Some((key, _)) => Err(reading.usage_error(
                ErrorKind::MissingRequiredArgument,
                &format!(
                    "the server's {key} is needed, since one that was drawn at its start cannot be known: give --{key}, or --settings {key}=…"
                ),
            )),
        }
    }
}

/// The settings that a prefix has, so that no variable is needed for them; none where the prefix is refused.
fn prefix_keys(prefix: &str, drawn: &SettingsBuilder) -> Vec<&'static str> {
    let alone = drawn.clone().with(prefix).and_then(SettingsBuilder::build);
    let keys = SETTINGS.iter().map(|setting| setting.key);
    alone.map(|settings| keys.filter(|key| settings.is_given(key)).collect()).unwrap_or_default()
}
