//! Time and chance: the only place of the command that reads a clock or draws at random.

use connector_playground::settings::SettingsBuilder;
use connector_playground::{Settings, Timestamp};
use std::fmt::Write;
use std::time::SystemTime;

/// The present, for the core.
#[expect(
    clippy::disallowed_methods,
    reason = "the native adapter is where the core's `now` comes from"
)]
pub(crate) fn now() -> Timestamp {
    // A clock that is set wrongly shows the nearest moment that data can end at.
    let now = Timestamp::try_from(SystemTime::now()).unwrap_or(Timestamp::MAX);
    now.clamp(Timestamp::UNIX_EPOCH, Timestamp::MAX)
}

/// The default settings of a server that starts now, with a seed nobody has seen before.
#[expect(clippy::disallowed_methods, reason = "the native adapter is where the seed is drawn")]
pub(crate) fn drawn_settings() -> Result<SettingsBuilder, getrandom::Error> {
    let mut bits = [0; 16];
    getrandom::fill(&mut bits)?;
    // The first digit is a letter, so no reader takes the seed for a number.
    bits[0] |= 0xa0;
    let seed = bits.iter().fold(String::new(), |mut seed, byte| {
        let _ = write!(seed, "{byte:02x}");
        seed
    });
    Ok(Settings::builder(&seed, now()))
}
