//! The values of all settings. Each is set from its text, whichever way that came: flag, environment, edge var or `/with/…/` prefix.

mod list;
mod prefix;
mod problem;
mod public_url;
mod read;

pub use list::{SETTINGS, Scope, Setting};
pub use problem::{Problem, SettingError};
pub use public_url::PublicUrl;

use crate::data::dialect::Dialect;
use crate::paging::quirks::Quirks;
use crate::time::Timestamp;
use std::sync::Arc;

/// Most records a server can show.
pub const MAX_RECORDS: u64 = 1_000_000_000;
/// Earliest anchor, so that ten years of rows before it stay far inside the text form.
const MIN_ANCHOR: Timestamp = Timestamp::from_seconds(0);

/// The values of all settings, for one server or for one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The address to listen on, as text: an IPv4 or IPv6 address or a name.
    pub host: String,
    /// The port to listen on; 0 for one the system chooses.
    pub port: u16,
    /// What data, credentials and token key are computed from.
    pub seed: Arc<str>,
    /// The moment the data end at: no row is later.
    pub anchor: Timestamp,
    /// Where the clock stands still, if it does.
    pub now: Option<Timestamp>,
    /// How many records there are, 1 to [`MAX_RECORDS`].
    pub records: u64,
    /// How many records share one `updatedAt`; 0 for none.
    pub ties: u64,
    /// Whether requests take tokens from a bucket.
    pub rate_limit: bool,
    /// The bucket's capacity, in tokens.
    pub capacity: u64,
    /// Life of a session token, in seconds.
    pub token_ttl: u64,
    /// How lists break the rules.
    pub quirks: Quirks,
    /// How clients address the server, where that differs from what arrives.
    pub public_url: Option<PublicUrl>,
    /// Whether `Forwarded` and `X-Forwarded-*` shape links.
    pub trust_forwarded: bool,
    /// Whether the access log is off.
    pub quiet: bool,
    /// How the export in CSV is written.
    pub csv: Dialect,
    /// Whether the journal keeps the requests.
    pub journal: bool,
    /// Whether a change of a child bumps its parent's `updatedAt`.
    pub parent_bumps: bool,
    /// Which settings were set, rather than left at their defaults or inherited: a bit each, in the order of [`SETTINGS`].
    given: u64,
    /// The texts of those that were set, here or where these settings come from, by their place in [`SETTINGS`].
    texts: Vec<(usize, Box<str>)>,
}

impl Settings {
    /// The defaults, with the seed and the anchor that the door drew.
    pub fn new(seed: &str, anchor: Timestamp) -> Self {
        Self {
            host: "127.0.0.1".to_owned(),
            port: 5001,
            seed: seed.into(),
            anchor: Timestamp::from_seconds(anchor.seconds()),
            now: None,
            records: 200,
            ties: 0,
            rate_limit: false,
            capacity: 20,
            token_ttl: 3600,
            quirks: Quirks::default(),
            public_url: None,
            trust_forwarded: false,
            quiet: false,
            csv: Dialect::default(),
            journal: true,
            parent_bumps: false,
            given: 0,
            texts: Vec::new(),
        }
    }

    /// Sets one setting from its text.
    ///
    /// # Errors
    /// An unknown key, or a value that is not of the setting's form or out of its bounds.
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), SettingError> {
        let error = |problem| SettingError { key: key.to_owned(), problem };
        let at = list::index(key).ok_or_else(|| error(Problem::Unknown))?;
        (SETTINGS[at].set)(self, value).map_err(error)?;
        self.given |= 1 << at;
        self.texts.retain(|(other, _)| *other != at);
        self.texts.push((at, value.into()));
        Ok(())
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
    /// address to listen on and its names, which are a door's own, and the seed of a server, since it is the credentials; a seed that a request brought
    /// (`of_request`) is for data alone.
    pub fn texts(&self, of_request: bool) -> Vec<(&'static str, String)> {
        let text = |(at, setting): (usize, &'static Setting)| {
            let set = self.texts.iter().find(|(other, _)| *other == at).map(|(_, text)| text.to_string());
            let text = match setting.key {
                "seed" => set.filter(|_| of_request && self.is_given("seed")),
                "anchor" => Some(self.anchor.to_string()),
                "now" => self.now.map(|now| now.to_string()),
                "host" | "port" | "allow_host" => None,
                // The defaults of some are words about a value.
                _ => set.or_else(|| {
                    (setting.set)(&mut self.clone(), setting.default).ok().map(|()| setting.default.to_owned())
                }),
            };
            text.map(|text| (setting.key, text))
        };
        SETTINGS.iter().enumerate().filter_map(text).collect()
    }

    /// Checks what no single setting can know, and brings the anchor before a clock that stands still. Call it after the last [`set`](Self::set).
    ///
    /// # Errors
    /// More ties than records; an anchor set later than `now`.
    pub fn settle(mut self) -> Result<Self, SettingError> {
        let error = |key: &str, problem| Err(SettingError { key: key.to_owned(), problem });
        if self.ties > self.records {
            return error("ties", Problem::MoreTiesThanRecords(self.records));
        }
        // Data end in 1970 at the earliest, whatever the clock says.
        if let Some(latest) = self.now.map(|now| now.max(MIN_ANCHOR)).filter(|&latest| latest < self.anchor) {
            if self.is_given("anchor") {
                return error("anchor", Problem::AnchorAfterNow);
            }
            self.anchor = latest;
        }
        Ok(self)
    }
}
