//! Requests that only this server's own page may make. Its browser says so with `Sec-Fetch-Site` (Fetch Metadata, section 2.4), which no page
//! can set: pages of other origins and ports send another value. Browsers send the header to HTTPS and the own machine alone, so a page
//! whose host was made to mean this server (DNS rebinding) sends none. It keeps pages out, not programs: those can say what they like.

use super::header::joined;
use super::parameter::{Kind, Location, Parameter};
use super::{Call, Input};
use crate::request::base_url::SEC_FETCH_SITE;
use crate::response::error::ApiError;

/// The one value that opens.
pub const SAME_ORIGIN: &str = "same-origin";

/// A same-origin request: it comes from this server's own page.
#[derive(Clone, Copy, Debug)]
pub struct OwnPage;

static DECLARED: Parameter = Parameter {
    name: "Sec-Fetch-Site",
    location: Location::Header,
    required: true,
    kind: Kind::Choice { default: SAME_ORIGIN, values: &[SAME_ORIGIN] },
    about: "Set by browsers.",
};

impl Input for OwnPage {
    fn parameters() -> Vec<&'static Parameter> {
        vec![&DECLARED]
    }

    fn errors() -> Vec<ApiError> {
        vec![ApiError::ForeignPage]
    }

    fn read(call: &Call<'_>) -> Result<Self, ApiError> {
        // Repeated headers do not come from a browser, and are refused whichever came first.
        let own = joined(call.headers, SEC_FETCH_SITE)
            .is_some_and(|value| *value == *SAME_ORIGIN.as_bytes());
        if own { Ok(Self) } else { Err(ApiError::ForeignPage) }
    }
}
