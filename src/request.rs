//! The input of handlers. A handler's argument type declares its parameters; parsing, error texts, the refusal of unknown parameters,
//! OpenAPI and the manual all follow from that declaration.

pub mod authorization;
pub mod base_url;
pub mod body;
pub mod clock;
pub mod conditional;
pub mod feed;
mod forwarded;
pub mod graphql;
pub mod header;
pub mod host;
pub mod login;
pub mod parameter;
pub mod query;
pub mod range;
pub mod rows;
pub mod same_origin;
pub mod scan;
pub mod search;
pub mod window;

use crate::credentials::Credentials;
use crate::dataset::list::{List, Order};
use crate::instance::Instance;
use crate::request::base_url::Links;
use crate::response::error::ApiError;
use crate::state::State;
use crate::time::Timestamp;
use http::HeaderMap;
use parameter::Parameter;
use query::Query;

/// One request as a handler sees it: its parts, and the instance that answers it.
#[derive(Debug)]
pub struct Call<'a> {
    /// The decoded query.
    pub query: Query<'a>,
    /// The path parameters: name and decoded text.
    pub path: Vec<(&'a str, String)>,
    /// The request's headers.
    pub headers: &'a HeaderMap,
    /// The request's body; empty where the endpoint takes none.
    pub body: &'a [u8],
    /// Data and settings that answer this request.
    pub instance: &'a Instance,
    /// What the server remembers.
    pub state: &'a State,
    /// The server's credentials.
    pub credentials: &'a Credentials,
    /// The clock of data: the setting `now`, or the adapter's clock as `clock_speed` and moves change it.
    pub now: Timestamp,
    /// The adapter's clock.
    pub real: Timestamp,
    /// How many milliseconds the clock of data was moved ahead.
    pub moved: i64,
    /// Where links start.
    pub links: Links<'a>,
}

impl Call<'_> {
    /// The second of a page that begins so many pages into a walk, where records move: that of the walk's start, and `page_seconds` later for each page.
    pub fn moment(&self, start: i64, pages: u64) -> i64 {
        let later = self.instance.settings.page_seconds.saturating_mul(pages);
        start.saturating_add_unsigned(later).min(Timestamp::MAX.seconds())
    }

    /// Whether a page's moment follows from the walk's start, which cursors have to carry then.
    pub fn is_timed(&self) -> bool {
        self.instance.settings.moving && self.instance.settings.page_seconds > 0
    }

    /// The moment that a filter begins at, as precisely as the settings have it taken.
    pub fn cut(&self, since: Option<Timestamp>) -> Option<Timestamp> {
        const DAY: i64 = 86_400;
        if !self.instance.settings.behaviours.whole_days {
            return since;
        }
        since.map(|since| Timestamp::from_seconds(since.seconds().div_euclid(DAY) * DAY))
    }

    /// The clock of session tokens.
    pub fn token_clock(&self) -> Timestamp {
        self.instance.settings.token_clock(self.real, self.moved)
    }

    /// The records with `updatedAt >= since` in an order, for a page that begins so many pages into a walk. The walk begins now, as far as
    /// the request tells.
    pub fn list(&self, order: Order, since: Option<Timestamp>, pages: u64) -> List {
        self.instance.people.list(order, since, self.moment(self.now.seconds(), pages))
    }
}

/// What a handler's argument is made from. Types compose: a tuple or an `input!` struct reads its parts in order, which is the
/// order of the checks.
pub trait Input: Sized {
    /// The parameters this reads, in the order of their checks.
    fn parameters() -> Vec<&'static Parameter>;

    /// The refusals it can give, in the order of its checks; for the documents.
    fn errors() -> Vec<ApiError> {
        let mut errors = Vec::new();
        for parameter in Self::parameters() {
            parameter.push_errors(&mut errors);
        }
        errors
    }

    /// Reads itself from a request.
    ///
    /// # Errors
    /// What the request has wrong, as the contract words it.
    fn read(call: &Call<'_>) -> Result<Self, ApiError>;
}

impl Input for () {
    fn parameters() -> Vec<&'static Parameter> {
        Vec::new()
    }

    fn read(_: &Call<'_>) -> Result<Self, ApiError> {
        Ok(())
    }
}

/// Declares a handler's argument: a struct whose fields are [`Input`]s, read in order.
macro_rules! input {
    ($(#[$meta:meta])* $visibility:vis struct $name:ident { $($(#[$doc:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$meta])*
        $visibility struct $name { $($(#[$doc])* $field: $type,)* }

        impl $crate::request::Input for $name {
            fn parameters() -> Vec<&'static $crate::request::parameter::Parameter> {
                let mut all = Vec::new();
                $(all.append(&mut <$type as $crate::request::Input>::parameters());)*
                all
            }

            fn errors() -> Vec<$crate::response::error::ApiError> {
                let mut all = Vec::new();
                $(all.append(&mut <$type as $crate::request::Input>::errors());)*
                all
            }

            fn read(call: &$crate::request::Call<'_>) -> Result<Self, $crate::response::error::ApiError> {
                Ok(Self { $($field: $crate::request::Input::read(call)?,)* })
            }
        }
    };
}
pub(crate) use input;
