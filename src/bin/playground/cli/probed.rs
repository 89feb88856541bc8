//! The arguments of `health`.

use super::misuse::{self, Misuse};
use super::{Task, Text, checked, started};
use crate::health::Probe;
use api_playground::Settings;
use clap::ArgMatches;

/// The task of asking a server.
pub(super) fn task(matches: &ArgMatches, words: &[&Text], settings: Settings) -> Result<Task, Misuse> {
    checked::refuse(matches)?;
    started::refuse(matches)?;
    let probe = match words {
        [] => Probe::own(&settings),
        [url] => {
            let probe = url.to_str().and_then(Probe::at);
            probe.ok_or_else(|| Misuse::word("URL", "must be http://HOST[:PORT][/PATH]", url))?
        }
        [_, rest @ ..] => return Err(misuse::unrecognized(rest)),
    };
    Ok(Task::Health(probe))
}
