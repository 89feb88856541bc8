//! The description of one setting.

use super::{Problem, Settings, Values};

/// One setting: everything a flag, a variable or a prefix needs to know of it.
#[derive(Clone, Copy)]
pub struct Setting {
    /// Its name, with `_` between words; the flag has `-` there.
    pub key: &'static str,
    /// Whether one request can set it too.
    pub scope: Scope,
    /// What its value looks like in help texts.
    pub value_name: &'static str,
    /// The value a flag without a value stands for, if it may stand alone.
    pub bare: Option<&'static str>,
    /// The default, in words.
    pub default: &'static str,
    /// What it does; one sentence with units and bounds.
    pub description: &'static str,
    /// How a connector is tried with it: a row each for the cases of `playground gauntlet`.
    pub trials: &'static [Trial],
    pub(super) set: fn(&mut Values, &str) -> Result<(), Problem>,
}

/// A connector against an API that has a setting: what the API does then, and what a right connector makes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trial {
    /// The settings as a `/with/…/` prefix has them, as in `past_end=404`; the first names the trial.
    pub settings: &'static str,
    /// What the API does, as a sentence.
    pub about: &'static str,
    /// The lesson on it, by the last part of its address; empty where there is none.
    pub lesson: &'static str,
    /// What a right connector ends with.
    pub ends: Ends,
    /// Seconds by which the clock jumps in the middle of the sync; 0 for none.
    pub jump: u32,
    /// Which requests of a sync it shows in.
    pub shows: Shows,
    /// How often it syncs, each time from what it kept, and two hours later.
    pub syncs: u8,
}

/// What a right connector ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// With every row.
    Complete,
    /// With every row, or with an error that says that it could not get them: the API gives no way that every connector knows.
    CompleteOrError,
}

/// Which requests a trial shows in, so that it is left out for connectors that it cannot touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// In those whose answer is another one with the settings.
    InAnswers,
    /// In all of them: it depends on when they come.
    InTime,
    /// In those with a session token.
    InSessions,
    /// In those of lists that say what changed behind a token.
    InFeeds,
}

impl Trial {
    /// A trial that shows in answers and can be walked to the end.
    pub(super) const fn of(
        settings: &'static str,
        about: &'static str,
        lesson: &'static str,
    ) -> Self {
        let (ends, shows) = (Ends::Complete, Shows::InAnswers);
        Self { settings, about, lesson, ends, jump: 0, shows, syncs: 1 }
    }

    /// One over three syncs, two hours apart.
    pub(super) const fn over_syncs(self) -> Self {
        Self { syncs: 3, ..self }
    }

    /// One whose end not every right connector reaches.
    pub(super) const fn or_error(self) -> Self {
        Self { ends: Ends::CompleteOrError, ..self }
    }

    /// Its name: the first of its settings, without `=true`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        let first = self.settings.split(',').next().unwrap_or_default();
        first.strip_suffix("=true").unwrap_or(first)
    }
}

impl Setting {
    /// The flag that sets it, without its dashes.
    pub fn flag(&self) -> String {
        self.key.replace('_', "-")
    }

    /// The environment variable that sets it.
    pub fn variable(&self) -> String {
        format!("PLAYGROUND_{}", self.key.to_ascii_uppercase())
    }

    /// Whether it is on or off. `true`, `false`, `on` and `off` are understood, in any case.
    pub fn is_switch(&self) -> bool {
        self.value_name == "true|false"
    }

    /// Whether it shapes rows or their export, rather than how they are served.
    pub fn is_of_rows(&self) -> bool {
        matches!(
            self.key,
            "seed"
                | "anchor"
                | "now"
                | "records"
                | "ties"
                | "locale"
                | "parent_bumps"
                | "moving"
                | "clock_speed"
                | "churn"
                | "deletes"
                | "late_seconds"
                | "page_seconds"
                | "time_format"
                | "nulls"
                | "big_ids"
                | "drift"
        ) || self.key.starts_with("csv_")
    }

    /// Whether a text sets it, as far as that can be said without the other settings.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn check(&self, text: &str) -> Result<(), Problem> {
        (self.set)(&mut Values::new(Settings::SEED, Settings::ANCHOR), text)
    }
}

/// Who can set a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Only who starts the server.
    Server,
    /// A request too, by its `/with/…/` prefix.
    Request,
}
