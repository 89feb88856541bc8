//! The values of all settings. Each is set from its text, whichever way that came: flag, environment, edge var or `/with/…/` prefix.

pub mod behaviours;
mod builder;
mod clock;
mod compression;
mod list;
mod names;
mod prefix;
mod problem;
mod public_url;
mod read;
mod setting;
mod trials;
mod values;

pub use builder::SettingsBuilder;
pub use compression::Compression;
pub use list::SETTINGS;
pub(crate) use problem::joined;
pub use problem::{Problem, SettingError};
pub use public_url::PublicUrl;
pub use setting::{Ends, Scope, Setting, Shows, Trial};
pub use values::Values;

use crate::dataset::Shape;
use crate::time::Timestamp;
use std::ops::Deref;

/// Most records a server can show.
pub const MAX_RECORDS: u64 = 1_000_000_000;
/// Most records that can move.
pub const MAX_MOVING: u64 = 100_000;
/// Earliest anchor, so that ten years of rows before it stay far inside the text form.
const MIN_ANCHOR: Timestamp = Timestamp::UNIX_EPOCH;

/// The settings of one server or of one request, always valid: each value is in its bounds, and together they make sense.
///
/// Its values are the fields of [`Values`], to be read: `settings.records`. They are made by a [builder](Self::builder), or from text:
///
/// ```
/// use connector_playground::Settings;
///
/// let settings: Settings = "records=10,ties=2".parse()?;
/// assert_eq!((settings.records, settings.ties), (10, 2));
/// assert!("records=10,ties=11".parse::<Settings>().is_err());
/// # Ok::<(), connector_playground::settings::SettingError>(())
/// ```
///
/// Text is of the form of the `/with/…/` prefix. What it leaves out is as in [`Settings::default`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    values: Values,
    /// Which settings were set, rather than left at their defaults or inherited: a bit each, in the order of [`SETTINGS`].
    given: u64,
    /// The texts of those that were set, here or where these settings come from, by their place in [`SETTINGS`].
    texts: Vec<(usize, Box<str>)>,
}

impl Settings {
    /// The dataset of these settings.
    pub fn shape(&self) -> Shape<'_> {
        let Values {
            seed, anchor, records, ties, locale, parent_bumps, moving, motion, form, ..
        } = &self.values;
        Shape {
            seed,
            anchor: *anchor,
            records: *records,
            ties: *ties,
            locale: *locale,
            parent_bumps: *parent_bumps,
            motion: moving.then_some(*motion),
            form: *form,
        }
    }

    /// The seed of [`Settings::default`].
    pub const SEED: &str = "example";
    /// The anchor of [`Settings::default`]: 2026-01-01T00:00:00Z.
    pub const ANCHOR: Timestamp = Timestamp::from_seconds(1_767_225_600);

    /// The defaults, with a seed and an anchor.
    ///
    /// # Errors
    /// A seed that is empty or longer than 64 bytes; an anchor outside the years 1970 to 9999.
    pub fn new(seed: &str, anchor: Timestamp) -> Result<Self, SettingError> {
        Self::builder(seed, anchor).build()
    }

    /// Settings to be set one after the other, from the defaults on.
    ///
    /// ```
    /// use connector_playground::{Settings, Timestamp};
    ///
    /// let anchor: Timestamp = "2026-01-01T00:00:00Z".parse()?;
    /// let settings = Settings::builder("any seed", anchor).set("records", "1000")?.set("ties", "300")?.build()?;
    /// assert_eq!(settings.ties, 300);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn builder(seed: &str, anchor: Timestamp) -> SettingsBuilder {
        SettingsBuilder::new(seed, anchor)
    }

    /// Whether a setting was set, rather than left at its default or inherited.
    pub fn is_given(&self, key: &str) -> bool {
        list::index(key).is_some_and(|at| self.given >> at & 1 == 1)
    }

    /// The text that a setting was set by, here or where these settings come from.
    pub fn text(&self, key: &str) -> Option<&str> {
        let at = list::index(key)?;
        self.texts.iter().find(|(other, _)| *other == at).map(|(_, text)| &**text)
    }

    /// All settings as texts that set them again, in the order of [`SETTINGS`]; one without a value is left out. So are the
    /// address to listen on and its names, which are an adapter's own, and the seed of a server, since it is the credentials; a seed that a request brought
    /// (`of_request`) is for data alone.
    pub fn texts(&self, of_request: bool) -> Vec<(&'static str, String)> {
        let text = |(at, setting): (usize, &'static Setting)| {
            let set =
                self.texts.iter().find(|(other, _)| *other == at).map(|(_, text)| text.to_string());
            let text = match setting.key {
                "seed" => set.filter(|_| of_request && self.is_given("seed")),
                "anchor" => Some(self.anchor.to_string()),
                "now" => self.now.map(|now| now.to_string()),
                "host" | "port" | "allow_host" => None,
                // The defaults of some are words about a value.
                _ => set.or_else(|| {
                    (setting.set)(&mut self.values.clone(), setting.default)
                        .ok()
                        .map(|()| setting.default.to_owned())
                }),
            };
            text.map(|text| (setting.key, text))
        };
        SETTINGS.iter().enumerate().filter_map(text).collect()
    }
}

impl Deref for Settings {
    type Target = Values;

    fn deref(&self) -> &Values {
        &self.values
    }
}

impl Default for Settings {
    /// The defaults, with a seed and an anchor that are always the same, [`Self::SEED`] and [`Self::ANCHOR`]: those of the documents' examples.
    fn default() -> Self {
        Self { values: Values::new(Self::SEED, Self::ANCHOR), given: 0, texts: Vec::new() }
    }
}
