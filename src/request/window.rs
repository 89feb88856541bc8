//! A window of time: where it begins and ends, which of its bounds are in, and in which order its rows come.

use super::parameter::Parameter;
use super::{Call, Input};
use crate::response::error::ApiError;
use crate::time::Timestamp;

/// A window of time.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// The first moment, included; None for a window that begins with the first row.
    pub start: Option<Timestamp>,
    /// The second behind the window; None for one without an end.
    pub end: Option<i64>,
    /// Whether the newest rows come first.
    pub newest_first: bool,
}

static START: Parameter = Parameter::timestamp(
    "start",
    "Only rows with updatedAt at or after this moment; the bound is included.",
);
static END: Parameter = Parameter::timestamp(
    "end",
    "Only rows with updatedAt before this moment; up to it, where bounds are closed.",
);
static BOUNDS: Parameter = Parameter::choice(
    "bounds",
    "half_open",
    &["half_open", "closed"],
    "Whether a window is without its end or with it: closed ones that follow each other share a second.",
);
static NEWEST_FIRST: Parameter = Parameter::choice(
    "newest_first",
    "false",
    &["false", "true"],
    "Whether the newest rows come first, so that the list goes back in time from the end.",
);

impl Input for Window {
    fn parameters() -> Vec<&'static Parameter> {
        vec![&START, &END, &BOUNDS, &NEWEST_FIRST]
    }

    fn errors() -> Vec<ApiError> {
        let mut errors =
            [START.errors(), END.errors(), BOUNDS.errors(), NEWEST_FIRST.errors()].concat();
        errors.extend([
            ApiError::AtLeastParameter(END.name, START.name),
            ApiError::OpenWindow(24),
            ApiError::LongWindow(86_401, 24),
        ]);
        errors
    }

    fn read(call: &Call<'_>) -> Result<Self, ApiError> {
        let (start, end) = (START.read_timestamp(call)?, END.read_timestamp(call)?);
        let closed = BOUNDS.read_choice(call)? == "closed";
        let newest_first = NEWEST_FIRST.read_choice(call)? == "true";
        let most = call.instance.settings.max_window_hours;
        match (start, end, most) {
            (Some(start), Some(end), _) if end < start => {
                return Err(ApiError::AtLeastParameter(END.name, START.name));
            }
            (Some(start), Some(end), Some(hours)) => {
                let seconds = end.seconds().abs_diff(start.seconds());
                if seconds > hours * 3600 {
                    return Err(ApiError::LongWindow(seconds, hours));
                }
            }
            (_, _, Some(hours)) => return Err(ApiError::OpenWindow(hours)),
            _ => {}
        }
        let end = end.map(|end| end.seconds() + i64::from(closed));
        Ok(Self { start, end, newest_first })
    }
}
