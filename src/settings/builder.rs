//! From texts to settings: each is checked when it is set, and all of them together at the end.

use super::{
    MAX_MOVING, MIN_ANCHOR, Problem, SETTINGS, SettingError, Settings, Values, list, prefix, read,
};
use crate::time::Timestamp;
use std::str::FromStr;

/// Settings that are being set. They are no [`Settings`] before [`build`](Self::build) has found that they make sense together.
#[derive(Clone, Debug)]
#[must_use]
pub struct SettingsBuilder {
    settings: Settings,
}

impl SettingsBuilder {
    pub(super) fn new(seed: &str, anchor: Timestamp) -> Self {
        Self {
            settings: Settings { values: Values::new(seed, anchor), given: 0, texts: Vec::new() },
        }
    }

    /// From settings that are inherited: none counts as given.
    pub(super) fn inheriting(settings: &Settings) -> Self {
        Self { settings: Settings { given: 0, ..settings.clone() } }
    }

    /// Sets one setting from its text; the last of several texts counts.
    ///
    /// # Errors
    /// An unknown key, or a value that is not of the setting's form or out of its bounds.
    pub fn set(mut self, key: &str, value: &str) -> Result<Self, SettingError> {
        let error = |problem| SettingError { key: key.to_owned(), problem };
        let at = list::index(key).ok_or_else(|| error(Problem::Unknown))?;
        let Settings { values, given, texts } = &mut self.settings;
        (SETTINGS[at].set)(values, value).map_err(error)?;
        *given |= 1 << at;
        texts.retain(|(other, _)| *other != at);
        texts.push((at, value.into()));
        Ok(self)
    }

    /// Sets all settings of a text `KEY=VALUE,…`, in the form of the `/with/…/` prefix; an empty one sets none.
    ///
    /// ```
    /// # use connector_playground::{Settings, Timestamp};
    /// let settings = Settings::builder("any seed", Timestamp::UNIX_EPOCH).with("records=10,ties=2")?.build()?;
    /// assert_eq!((settings.records, settings.ties), (10, 2));
    /// # Ok::<(), connector_playground::settings::SettingError>(())
    /// ```
    ///
    /// # Errors
    /// A part that is no pair, a key with two different values, and what [`set`](Self::set) refuses.
    pub fn with(mut self, pairs: &str) -> Result<Self, SettingError> {
        if !pairs.is_empty() {
            for pair in prefix::pairs(pairs) {
                let (key, value) = pair?;
                self = self.set(&key, &value)?;
            }
        }
        Ok(self)
    }

    /// The settings. A clock that stands still before the anchor brings that with it, unless the anchor was set.
    ///
    /// # Errors
    /// More ties than records, or more records than can move; an anchor set later than `now`, or any that is where records move; a seed or an anchor that no text could set.
    pub fn build(mut self) -> Result<Settings, SettingError> {
        let Settings { values, given, .. } = &mut self.settings;
        let error = |key: &str, problem| SettingError { key: key.to_owned(), problem };
        read::seed(&values.seed).map_err(|problem| error("seed", problem))?;
        read::bounded(values.anchor).map_err(|problem| error("anchor", problem))?;
        if values.ties == read::ALL {
            values.ties = values.records;
        }
        if values.ties > values.records {
            return Err(error("ties", Problem::MoreTiesThanRecords(values.records)));
        }
        if values.moving && values.records > MAX_MOVING {
            return Err(error("records", Problem::TooManyToMove(MAX_MOVING)));
        }
        if values.moving && values.now.is_some_and(|now| now < values.anchor) {
            return Err(error("now", Problem::NowBeforeAnchor(values.anchor.to_string())));
        }
        // Data end in 1970 at the earliest, whatever the clock says.
        if let Some(latest) =
            values.now.map(|now| now.max(MIN_ANCHOR)).filter(|&latest| latest < values.anchor)
        {
            if list::index("anchor").is_some_and(|at| *given >> at & 1 == 1) {
                return Err(error("anchor", Problem::AnchorAfterNow));
            }
            values.anchor = latest;
        }
        Ok(self.settings)
    }
}

impl FromStr for Settings {
    type Err = SettingError;

    /// From `KEY=VALUE,…`, in the form of the `/with/…/` prefix. Settings of the server may be among them. Without `seed` and `anchor`
    /// they are those of [`Settings::default`].
    fn from_str(pairs: &str) -> Result<Self, SettingError> {
        Self::builder(Self::SEED, Self::ANCHOR).with(pairs)?.build()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(pairs: &str) -> Result<Settings, String> {
        pairs.parse().map_err(|error: SettingError| error.to_string())
    }

    #[test]
    fn text_gives_settings_with_a_seed_and_an_anchor_that_are_always_the_same() {
        let settings = parsed("records=10,ties=2,port=0,seed=a%252Cb").unwrap();
        assert_eq!(
            (settings.records, settings.ties, settings.port, &*settings.seed),
            (10, 2, 0, "a,b")
        );
        assert_eq!((settings.anchor, settings.is_given("anchor")), (Settings::ANCHOR, false));
        assert_eq!(Settings::ANCHOR.to_string(), "2026-01-01T00:00:00Z");
        assert_eq!(parsed(""), Ok(Settings::default()));
        assert_eq!(Settings::new(Settings::SEED, Settings::ANCHOR), Ok(Settings::default()));
    }

    #[test]
    fn what_makes_no_sense_together_is_refused_whatever_its_order() {
        for pairs in ["ties=300", "ties=11,records=10", "records=10,ties=11"] {
            assert!(parsed(pairs).unwrap_err().contains("the number of records"), "{pairs}");
        }
        for pairs in [
            "anchor=2030-01-01T00:00:00Z,now=2020-01-01T00:00:00Z",
            "records",
            "records=1,records=2",
        ] {
            assert!(parsed(pairs).is_err(), "{pairs}");
        }
        assert_eq!(parsed("ties=300,records=300").unwrap().ties, 300);
        for pairs in ["ties=all,records=300", "records=300,ties=ALL"] {
            assert_eq!(parsed(pairs).unwrap().ties, 300, "{pairs}");
        }
    }

    #[test]
    fn a_seed_and_an_anchor_that_no_text_could_set_are_refused() {
        let refused = |seed: &str, anchor| Settings::new(seed, anchor).unwrap_err().to_string();
        let now = Settings::ANCHOR;
        for seed in ["", &"x".repeat(65)] {
            assert_eq!(
                refused(seed, now),
                "Invalid value for setting 'seed'. It must be a text of 1 to 64 bytes."
            );
        }
        let early = "Invalid value for setting 'anchor'. It must be 1970-01-01T00:00:00Z or later.";
        assert_eq!(refused("a", Timestamp::from_millis(-1)), early);
        let late =
            "Invalid value for setting 'anchor'. It must be 9999-12-31T23:59:59Z or earlier.";
        assert_eq!(refused("a", Timestamp::from_seconds(i64::MAX)), late);
    }
}
