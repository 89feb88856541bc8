//! The description of one setting.

use super::{Problem, Settings, Values};

/// One setting: everything a flag, a variable or a prefix needs to know of it.
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
    pub(super) set: fn(&mut Values, &str) -> Result<(), Problem>,
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
            "seed" | "anchor" | "now" | "records" | "ties" | "locale" | "parent_bumps"
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
