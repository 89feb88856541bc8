//! `gauntlet`: a command behind `--`, the cases it is run against, and where the report goes.

use super::cases::CaseParser;
use super::flags::Which;
use super::{Reading, Task};
use crate::gauntlet::{Format, Options};
use clap::{Args, Error, ValueHint};
use connector_playground::checker::stream;
use connector_playground::settings::{SETTINGS, SettingsBuilder};
use std::ffi::OsString;
use std::num::{NonZeroU64, NonZeroUsize};
use std::path::PathBuf;
use std::time::Duration;

/// The arguments of `gauntlet` that are no settings.
#[derive(Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Gauntlet {
    /// Run these cases alone, beside the plain run: names, or what stands before the slash (resume, state)
    #[arg(long, value_name = "NAME", num_args = 1.., value_delimiter = ',', value_parser = CaseParser, hide_possible_values = true)]
    only: Vec<String>,
    /// Leave these cases out
    #[arg(long, value_name = "NAME", num_args = 1.., value_delimiter = ',', value_parser = CaseParser, hide_possible_values = true)]
    skip: Vec<String>,
    /// Name the cases, each with a sentence and its lesson
    #[arg(long)]
    list: bool,
    /// Print the JSON Schema of the report
    #[arg(long)]
    schema: bool,
    /// Whose rows a group is (people, companies, departments, employees or step), where its keys do not tell: by the name of the
    /// message's stream, the table or the file
    #[arg(long, value_name = "NAME=STREAM", value_parser = named_stream)]
    stream: Vec<(String, &'static str)>,
    /// Command for the shell that prints the landed rows, as for DuckDB files and Parquet; it has the same variables
    #[arg(long, value_name = "COMMAND")]
    read: Option<String>,
    /// Rows are merged by their key, and the last of a key wins [the default]
    #[arg(long, conflicts_with = "append")]
    merge: bool,
    /// Rows are appended, so that one that lands twice is a fault
    #[arg(long)]
    append: bool,
    /// The longest that a run of the command may take, and the command of --read, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "60")]
    timeout: NonZeroU64,
    /// Most requests of a case; a command that asks on is stopped
    #[arg(long, value_name = "N", default_value = "5000")]
    max_requests: NonZeroU64,
    /// Cases that run side by side [default: one for each processor]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Kill the command at each of its requests, rather than at some of them
    #[arg(long)]
    every_request: bool,
    /// Write a report: junit, json, md or html, and the file
    #[arg(long, value_name = "FORMAT=FILE", value_parser = report)]
    report: Vec<(Format, PathBuf)>,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
    /// End when standard input ends too, and the command's processes with it: given a pipe, they do not outlive the program that
    /// started this one
    #[arg(long)]
    end_with_stdin: bool,
    /// The command that syncs, with its arguments. In these {base_url}, {landed}, {state}, {config}, {folder} and {case} stand for
    /// what the variables below have; an argument with {state}, and the flag before it, is left out while there is no state
    #[arg(last = true, value_name = "COMMAND", required_unless_present_any = ["list", "schema"], value_hint = ValueHint::CommandWithArguments)]
    command: Vec<OsString>,
}

const AFTER_HELP: &str = "\
Variables of the command:
  PLAYGROUND_BASE_URL     the API of this case
  PLAYGROUND_CREDENTIALS  JSON, the names of /playground/credentials; each alone too, as PLAYGROUND_BEARER
  PLAYGROUND_LANDED       a path to make a file or a folder at, for rows that are not printed as messages
  PLAYGROUND_STATE        a path that is kept between the runs of a case; no file before the first
  PLAYGROUND_CONFIG       a JSON file with all of this
  PLAYGROUND_FOLDER       a folder of this case, empty at first
  PLAYGROUND_CASE         the name of the case

What landed: rows on standard output (Singer, Airbyte or NDJSON, told by the first line), or the files at PLAYGROUND_LANDED.

Exit code: 0 all cases passed, 1 some failed, 2 the gauntlet could not run.

Examples:
  playground gauntlet -- python sync.py
  playground gauntlet --only resume -- tap-people --config {config} --state {state}
  playground gauntlet --report html=gauntlet.html --report junit=gauntlet.xml -- node sync.js {base_url} {landed}";

impl Gauntlet {
    /// The task of running a command through the cases.
    pub(super) fn task(
        self,
        reading: &mut Reading<'_>,
        drawn: SettingsBuilder,
    ) -> Result<Task, Error> {
        let settings = reading.settings(drawn, Which::RowsOnTheClock, &|_| true)?;
        let flags = SETTINGS
            .iter()
            .filter(|setting| Which::RowsOnTheClock.reads(setting))
            .filter_map(|setting| {
                let text = match setting.key {
                    "seed" => settings.seed.to_string(),
                    "anchor" => settings.anchor.to_string(),
                    key => settings.text(key)?.to_owned(),
                };
                Some([format!("--{}", setting.flag()), text])
            })
            .flatten()
            .collect();
        let processors = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        Ok(Task::Gauntlet(Box::new(Options {
            command: self.command,
            settings,
            flags,
            only: self.only,
            skip: self.skip,
            list: self.list,
            schema: self.schema,
            streams: self.stream,
            read: self.read,
            append: self.append && !self.merge,
            timeout: Duration::from_secs(self.timeout.get()),
            max_requests: self.max_requests.get(),
            jobs: self.jobs.map_or(processors, NonZeroUsize::get),
            every_request: self.every_request,
            reports: self.report,
            json: self.json,
            end_with_stdin: self.end_with_stdin,
        })))
    }
}

fn named_stream(text: &str) -> Result<(String, &'static str), String> {
    let right = || format!("it is NAME=STREAM, and STREAM one of {}", stream::NAMES.join(", "));
    let (name, stream) = text.split_once('=').ok_or_else(right)?;
    let known = stream::NAMES.iter().find(|known| **known == stream).ok_or_else(right)?;
    Ok((name.to_owned(), known))
}

fn report(text: &str) -> Result<(Format, PathBuf), String> {
    let right = || format!("it is FORMAT=FILE, and FORMAT one of {}", Format::NAMES.join(", "));
    let (format, path) =
        text.split_once('=').filter(|(_, path)| !path.is_empty()).ok_or_else(right)?;
    Ok((Format::named(format).ok_or_else(right)?, path.into()))
}
