//! `start`: the settings of the server, and flags of the process.

use super::flags::Which;
use super::{Reading, Task};
use clap::{Args, Error, ValueHint};
use connector_playground::Settings;
use connector_playground::settings::SettingsBuilder;
use std::path::PathBuf;
use tracing_subscriber::filter::Targets;

/// The flags of `start` that are no settings.
#[derive(Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Start {
    /// Write a JSON file when the server listens, with its address, process, settings and credentials; it is taken away at the end
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath)]
    ready_file: Option<PathBuf>,
    /// End when standard input ends too: given a pipe, the server does not outlive the program that started it
    #[arg(long)]
    end_with_stdin: bool,
}

const AFTER_HELP: &str = "\
Environment:
  Each setting has a variable that stands in for it where it is not given: PLAYGROUND_ and its name in capitals,
  with _ for -, as in PLAYGROUND_PORT=8080 or PLAYGROUND_RATE_LIMIT=true. For true and false there is on and off.
  RUST_LOG filters the log, as in RUST_LOG=warn or RUST_LOG=playground::request=off.

Examples:
  playground start
  playground start --port 8080 --records 100000
  playground start --rate-limit --capacity 5
  playground start --seed demo --anchor 2026-01-01T00:00:00Z
  playground start --port 0 --ready-file ready.json";

/// A server to start.
#[derive(Debug)]
pub(crate) struct StartOptions {
    /// What it answers.
    pub(crate) settings: Settings,
    /// The file that says that it listens.
    pub(crate) ready_file: Option<PathBuf>,
    /// Whether it ends when its standard input does.
    pub(crate) end_with_stdin: bool,
    /// What `RUST_LOG` says, if it is set and the log is wanted.
    pub(crate) log_filter: Option<Targets>,
}

impl Start {
    /// The task of serving.
    pub(super) fn task(
        self,
        reading: &mut Reading<'_>,
        drawn: SettingsBuilder,
    ) -> Result<Task, Error> {
        let settings = reading.settings(drawn, Which::All, &|_| true)?;
        let Self { ready_file, end_with_stdin } = self;
        let log_filter = if settings.quiet { None } else { reading.log_filter() };
        Ok(Task::Start(Box::new(StartOptions { settings, ready_file, end_with_stdin, log_filter })))
    }
}

impl Reading<'_> {
    /// The filter of tracing in `RUST_LOG`; one that cannot be read is ignored with a warning.
    fn log_filter(&mut self) -> Option<Targets> {
        let text = (self.environment.variable)("RUST_LOG").filter(|text| !text.is_empty())?;
        let text = text.to_string_lossy();
        let filter = text.parse();
        if let Err(error) = &filter {
            self.warnings.push(format!("RUST_LOG={} is ignored: {error}", text.escape_debug()));
        }
        filter.ok()
    }
}
