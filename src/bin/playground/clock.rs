//! Time and chance: the only place of the command that reads a clock or draws at random.

use api_playground::{Settings, Timestamp};
use std::fmt::Write;
use std::time::{SystemTime, UNIX_EPOCH};

/// The present, for the core.
#[expect(clippy::disallowed_methods, reason = "the native door is where the core's `now` comes from")]
pub(crate) fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// The default settings of a server that starts now, with a seed nobody has seen before.
#[expect(clippy::disallowed_methods, reason = "the native door is where the seed is drawn")]
pub(crate) fn drawn_settings() -> Result<Settings, getrandom::Error> {
    let mut bits = [0; 16];
    getrandom::fill(&mut bits)?;
    let seed = bits.iter().fold(String::new(), |mut seed, byte| {
        let _ = write!(seed, "{byte:02x}");
        seed
    });
    Ok(Settings::new(&seed, now()))
}
