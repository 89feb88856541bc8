//! The values of the settings, as the rest of the library reads them.

use super::PublicUrl;
use crate::dataset::dialect::Dialect;
use crate::dataset::form::Form;
use crate::dataset::locale::Locale;
use crate::dataset::moving::life::{Deletes, Motion};
use crate::settings::Compression;
use crate::settings::behaviours::Behaviours;
use crate::time::Timestamp;
use std::sync::Arc;

/// The values of all settings, to be read by way of [`Settings`](super::Settings).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Values {
    /// The address to listen on, as text: an IPv4 or IPv6 address or a name.
    pub host: String,
    /// The port to listen on; 0 for one the system chooses.
    pub port: u16,
    /// What data, credentials and token key are computed from.
    pub seed: Arc<str>,
    /// The moment the data end at. No row is later, except `updatedAt` of rows that change with the clock.
    pub anchor: Timestamp,
    /// Fixed current time, if the clock is frozen.
    pub now: Option<Timestamp>,
    /// Seconds of the clock of data in a second, 0 to 86,400, from the anchor on.
    pub clock_speed: u64,
    /// How many records there are, 1 to [`MAX_RECORDS`](super::MAX_RECORDS).
    pub records: u64,
    /// How many records share one `updatedAt`; 0 for none.
    pub ties: u64,
    /// The language of names, addresses, companies and jobs.
    pub locale: Locale,
    /// Whether requests take tokens from a bucket.
    pub rate_limit: bool,
    /// The bucket's capacity, in tokens.
    pub capacity: u64,
    /// Life of a session token, in seconds.
    pub token_ttl: u64,
    /// How lists break the rules.
    pub behaviours: Behaviours,
    /// How clients address the server, where that differs from what arrives.
    pub public_url: Option<PublicUrl>,
    /// Whether `Forwarded` and `X-Forwarded-*` shape links.
    pub trust_forwarded: bool,
    /// Whether the access log is off.
    pub quiet: bool,
    /// How the export in CSV is written.
    pub csv: Dialect,
    /// Whether and how answers are compressed for clients that accept it.
    pub compression: Compression,
    /// Whether the journal keeps the requests.
    pub journal: bool,
    /// Whether a change of a child bumps its parent's `updatedAt`.
    pub parent_bumps: bool,
    /// Whether records move after the anchor.
    pub moving: bool,
    /// How they move where they do.
    pub motion: Motion,
    /// By how many seconds each page of a walk over them is later than the one before.
    pub page_seconds: u64,
    /// How old a token of a feed may be, in hours.
    pub retention_hours: u64,
    /// The longest window of time, in hours, where there is one.
    pub max_window_hours: Option<u64>,
    /// The form of rows.
    pub form: Form,
}

impl Values {
    /// The defaults.
    pub(super) fn new(seed: &str, anchor: Timestamp) -> Self {
        Self {
            host: "127.0.0.1".to_owned(),
            port: 5001,
            seed: seed.into(),
            anchor: Timestamp::from_seconds(anchor.seconds()),
            now: None,
            clock_speed: 1,
            records: 200,
            ties: 0,
            locale: Locale::En,
            rate_limit: false,
            capacity: 20,
            token_ttl: 3600,
            behaviours: Behaviours::default(),
            public_url: None,
            trust_forwarded: false,
            quiet: false,
            csv: Dialect::default(),
            compression: Compression::default(),
            journal: true,
            parent_bumps: false,
            moving: false,
            motion: Motion { late: 600, deletes: Deletes::Both, churn: 20 },
            page_seconds: 0,
            retention_hours: 168,
            max_window_hours: None,
            form: Form::default(),
        }
    }
}
