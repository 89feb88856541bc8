//! How the settings in force change the document: the responses to samples, the possible errors, and what a request must send.

use crate::dataset::form::Form;
use crate::dataset::form::time_format::TimeFormat;
use crate::document::Api;
use crate::document::example::{ANCHOR, SEED, Server};
use crate::request::parameter::{Kind, Parameter};
use crate::response::error::ApiError;
use crate::router::{Endpoint, Start};
use crate::settings::behaviours::{Behaviours, PastEnd};
use crate::settings::{SETTINGS, Scope, Settings, SettingsBuilder};

/// The settings in force, as far as a document depends on them.
#[derive(Debug)]
pub(super) struct Terms {
    pub(super) behaviours: Behaviours,
    /// The form of rows.
    pub(super) form: Form,
    /// Whether requests take tokens.
    pub(super) limited: bool,
    /// Answers the samples as the settings in force do.
    pub(super) examples: Server,
    /// Answers them by the same forms, but with none of the pages that tell no schema: empty, null, refused.
    pub(super) shapes: Server,
}

/// Settings that change data, the clock or the server's memory, but no form of an answer. Limits have a form of their own.
const FORMLESS: [&str; 11] = [
    "seed",
    "anchor",
    "now",
    "clock_speed",
    "records",
    "ties",
    "token_ttl",
    "retention_hours",
    "journal",
    LIMIT,
    CAPACITY,
];
const LIMIT: &str = "rate_limit";
const CAPACITY: &str = "capacity";
/// Settings that change what comes and what is refused, but not the form of what comes.
const PLACES: [&str; 6] =
    ["short_pages", "empty_pages", "past_end", "max_offset", "first_cursor", "max_window_hours"];

impl Terms {
    pub(super) fn new(api: Api, in_force: &Settings) -> Self {
        let pairs = forms(in_force);
        let shaping: Vec<_> = pairs
            .iter()
            .filter(|(key, text)| {
                !PLACES.contains(key) && !["null", "mixed"].contains(&text.as_str())
            })
            .cloned()
            .collect();
        let (behaviours, limited) = (in_force.behaviours, in_force.rate_limit);
        Self {
            behaviours,
            form: in_force.form,
            limited,
            examples: Server::new(api, &pairs),
            shapes: Server::new(api, &shaping),
        }
    }

    /// Whether these settings give the document that the defaults give.
    pub(super) fn are_plain(in_force: &Settings) -> bool {
        !in_force.rate_limit && forms(in_force).is_empty()
    }

    /// The settings in force that make a document of its own, as `key=value`.
    pub(super) fn named(in_force: &Settings) -> Vec<String> {
        let limits =
            [LIMIT, CAPACITY].map(|key| (key, in_force.text(key).unwrap_or_default().to_owned()));
        let limits = limits.into_iter().filter(|(_, text)| in_force.rate_limit && !text.is_empty());
        forms(in_force)
            .into_iter()
            .chain(limits)
            .map(|(key, text)| [key, "=", &text].concat())
            .collect()
    }

    /// The refusals of an endpoint: its own, and those that settings add.
    pub(super) fn errors(&self, endpoint: &Endpoint) -> Vec<ApiError> {
        let mut errors = endpoint.errors();
        let behaviours = &self.behaviours;
        errors.extend(
            endpoint
                .cursor()
                .filter(|_| behaviours.first_cursor)
                .map(|cursor| ApiError::FirstCursor(cursor.name)),
        );
        if self.form.time != TimeFormat::Z {
            let times = endpoint.parameters.iter().filter(|one| one.kind == Kind::Timestamp);
            errors.extend(times.map(|one| ApiError::NotTimeFormat(one.name, self.form.time)));
        }
        if endpoint.details.start == Some(Start::Counted) {
            errors.extend(behaviours.max_offset.map(ApiError::MaxOffset));
        }
        if endpoint.details.start.is_some()
            && matches!(behaviours.past_end, PastEnd::NotFound | PastEnd::BadRequest)
        {
            errors.push(ApiError::PastEnd { missing: behaviours.past_end == PastEnd::NotFound });
        }
        errors
    }

    /// Whether the settings make this parameter, otherwise optional, required in a first request.
    pub(super) fn demands(&self, endpoint: &Endpoint, parameter: &Parameter) -> bool {
        self.behaviours.first_cursor
            && endpoint.cursor().is_some_and(|cursor| cursor.name == parameter.name)
    }
}

/// The settings in force that change the form of an answer, or what is refused: those that a request can have, and that differ from the defaults.
fn forms(in_force: &Settings) -> Vec<(&'static str, String)> {
    let plain = Settings::default();
    let other = |key: &str, text: &str| {
        let one = Settings::builder(SEED, ANCHOR).set(key, text).and_then(SettingsBuilder::build);
        one.is_ok_and(|one| *one != *plain)
    };
    let of_request = SETTINGS
        .iter()
        .filter(|setting| setting.scope == Scope::Request && !FORMLESS.contains(&setting.key));
    let told = of_request
        .filter_map(|setting| Some((setting.key, in_force.text(setting.key)?.to_owned())));
    told.filter(|(key, text)| other(key, text)).collect()
}
