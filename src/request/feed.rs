//! The parameters of feeds: the tokens that an answer gave to go on with, and since when.

use super::parameter::Parameter;
use super::rows::parameter;
use super::{Call, Input};
use crate::response::error::{ApiError, CursorFault};
use crate::time::Timestamp;

/// Where in the feed of changes to go on, by name and text; None at its start.
#[derive(Clone, Debug)]
pub struct After(pub Option<(&'static str, String)>);

static AFTER: Parameter =
    Parameter::text("after", "The `next` of the answer before; empty or absent at first.");

impl Input for After {
    fn parameters() -> Vec<&'static Parameter> {
        vec![&AFTER]
    }

    fn errors() -> Vec<ApiError> {
        faults(&AFTER)
    }

    fn read(call: &Call<'_>) -> Result<Self, ApiError> {
        Ok(Self(token(&AFTER, call)))
    }
}

/// Where in a delta to go on.
#[derive(Clone, Debug)]
pub struct DeltaTokens {
    /// The page of a walk, by name and text.
    pub page: Option<(&'static str, String)>,
    /// The end of an earlier walk, likewise.
    pub sync: Option<(&'static str, String)>,
}

static PAGE: Parameter =
    Parameter::text("page_token", "Which page of a walk; it stands in the link to the next one.");
static SYNC: Parameter = Parameter::text(
    "sync_token",
    "The `sync_token` at the end of an earlier walk: only what changed since; empty or absent for all rows.",
);

impl Input for DeltaTokens {
    fn parameters() -> Vec<&'static Parameter> {
        vec![&PAGE, &SYNC]
    }

    fn errors() -> Vec<ApiError> {
        [vec![ApiError::Both(PAGE.name, SYNC.name)], faults(&PAGE), faults(&SYNC)].concat()
    }

    fn read(call: &Call<'_>) -> Result<Self, ApiError> {
        let (page, sync) = (token(&PAGE, call), token(&SYNC, call));
        if page.is_some() && sync.is_some() {
            return Err(ApiError::Both(PAGE.name, SYNC.name));
        }
        Ok(Self { page, sync })
    }
}

parameter! {
    /// The filter of deletions.
    DeletedSince(Option<Timestamp>) = Parameter::timestamp("since",
        "Only rows with deletedAt at or after this moment; the bound is included."),
    Parameter::read_timestamp
}

fn token(declared: &Parameter, call: &Call<'_>) -> Option<(&'static str, String)> {
    declared.read_text(call).map(|text| (declared.name, text.to_owned()))
}

/// What can be wrong with a token that is bound to no parameters.
fn faults(token: &Parameter) -> Vec<ApiError> {
    let faults = [CursorFault::Malformed, CursorFault::Endpoint, CursorFault::Settings];
    let mut errors: Vec<_> =
        faults.into_iter().map(|fault| ApiError::Cursor(token.name, fault)).collect();
    errors.push(ApiError::Expired(token.name, 168));
    errors
}
