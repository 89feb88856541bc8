//! Details of three errors: the challenge of a 401, the fault of a cursor, and why a clock is not moved.

use crate::time::Timestamp;
use std::fmt;

/// The challenge of a 401: scheme and parameters of `WWW-Authenticate` (RFC 9110 section 11.6.1, B15).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Challenge {
    /// RFC 7617.
    Basic,
    /// RFC 6750 section 3.
    Bearer,
    /// The playground's own key scheme.
    ApiKey,
    /// Session tokens.
    Token,
}

/// Why a cursor is not valid for a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CursorFault {
    /// It is malformed: no cursor of any server.
    Malformed,
    /// Another endpoint issued it.
    Endpoint,
    /// It was issued under other settings; the seed is one of them.
    Settings,
    /// It was issued for another order or filter.
    Parameters,
}

impl CursorFault {
    /// All of them, in the order of the checks.
    pub const ALL: [Self; 4] = [Self::Malformed, Self::Endpoint, Self::Settings, Self::Parameters];

    pub(super) const fn says(self) -> &'static str {
        match self {
            Self::Malformed => "Use what the answer before gave",
            Self::Endpoint => "It belongs to another endpoint",
            Self::Settings => "It belongs to other settings, such as another seed",
            Self::Parameters => "It belongs to other parameters, which must stay the same",
        }
    }
}

/// Why a clock is not moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockFault {
    /// The setting `now` holds it at this moment.
    Held(Timestamp),
    /// Neither `advance` nor `to`, or both.
    OneOf,
    /// It is at the first moment, and `to` is the second, which is earlier.
    Back(Timestamp, Timestamp),
    /// It would get past the last moment there is.
    End,
    /// The memory is one of several.
    Isolated,
}

impl fmt::Display for ClockFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Held(now) => write!(
                f,
                "The setting 'now' holds this clock at {now}. Set a later 'now', or leave it out to move the clock"
            ),
            Self::OneOf => f.write_str("Either 'advance' or 'to' is required, and not both"),
            Self::Back(now, to) => {
                write!(f, "Invalid value for 'to'. The clock never goes back: it is {now}, which is later than {to}")
            }
            Self::End => write!(f, "The clock ends at {}", Timestamp::MAX),
            Self::Isolated => f.write_str(
                "The clock cannot be moved here, where isolates answer in turns, each with a memory of its own. Set PLAYGROUND_SHARED_STATE, or use the setting 'now' or 'clock_speed'",
            ),
        }
    }
}
