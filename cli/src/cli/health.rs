//! `health`: a server at a URL, or the one that runs here.

use super::flags::Which;
use super::{Environment, Reading, Task, command, first};
use crate::health::Probe;
use clap::error::ErrorKind;
use clap::{Args, Error, ValueHint};
use connector_playground::settings::SettingsBuilder;
use std::ffi::OsString;
use std::path::Path;

/// The arguments of `health`.
#[derive(Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Health {
    /// Address of the server.
    #[arg(help = URL, value_name = "URL", value_hint = ValueHint::Url, conflicts_with_all = ["host", "port"])]
    url: Option<Probe>,
}

/// The help of the argument. Brackets would be a link in its documentation.
const URL: &str = "Address of the server: http://HOST[:PORT][/PATH] [default: where the server of this container or of this environment listens]";

const AFTER_HELP: &str = "\
Without URL it asks where the server listens: as --host and --port say, or in a container as the flags of its first
process do, if that is 'playground start', or else PLAYGROUND_HOST and PLAYGROUND_PORT.

Examples:
  playground health
  playground health --port 8080
  playground health http://127.0.0.1:5001";

impl Health {
    /// The task of asking a server.
    pub(super) fn task(
        self,
        reading: &mut Reading<'_>,
        drawn: SettingsBuilder,
    ) -> Result<Task, Error> {
        if let Some(probe) = self.url {
            return Ok(Task::Health(probe));
        }
        let inherited = of_first_process(reading.environment, drawn);
        // A flag of the server's is as good as one of ours.
        let builder = inherited.builder;
        let settings = reading
            .settings(builder, Which::Address, &|setting| !inherited.keys.contains(&setting.key))?;
        let probe = Probe::own(&settings);
        probe.map(Task::Health).ok_or_else(|| {
            let text = format!(
                "invalid value '{}' for '--host <HOST>': it is no host name",
                settings.host
            );
            reading.usage_error(ErrorKind::ValueValidation, &text)
        })
    }
}

/// What the flags of a server say.
struct Inherited {
    builder: SettingsBuilder,
    keys: Vec<&'static str>,
}

/// Where the first process listens, if it is `playground start`, alone or behind a small init.
fn of_first_process(environment: &Environment<'_>, drawn: SettingsBuilder) -> Inherited {
    let mut inherited = Inherited { builder: drawn, keys: Vec::new() };
    let arguments = (environment.first_process)();
    let is_ours = |argument: &OsString| {
        Path::new(argument).file_stem().is_some_and(|name| name == "playground")
    };
    let Some(at) = arguments.iter().position(is_ours) else { return inherited };
    let line = first::word_first(arguments.get(at..).unwrap_or_default());
    let Ok(matches) = command().try_get_matches_from(line) else { return inherited };
    let Some(("start", flags)) = matches.subcommand() else { return inherited };
    for key in ["host", "port"] {
        if let Some(value) = flags.get_one::<String>(key)
            && let Ok(builder) = inherited.builder.clone().set(key, value)
        {
            inherited.builder = builder;
            inherited.keys.push(key);
        }
    }
    inherited
}
