//! How far a clock is to be moved: by a duration, or to a moment.

use super::body::JsonBody;
use super::parameter::Parameter;
use super::rows::parameter;
use super::{Call, Input, input};
use crate::response::error::{ApiError, ClockFault};
use crate::settings::Settings;
use crate::time::Timestamp;

/// The members of which a request has one.
pub const MEMBERS: [&str; 2] = ["advance", "to"];

parameter! {
    /// By how many seconds.
    Advance(Option<u64>) = Parameter::duration(MEMBERS[0],
        "By how much, as an ISO 8601 duration: weeks (`P2W`), or days, hours, minutes and seconds (`P1DT1H30M15S`).").in_body(),
    Parameter::read_duration
}
parameter! {
    /// To which moment.
    To(Option<Timestamp>) = Parameter::timestamp(MEMBERS[1], "To which moment; not an earlier one than it shows.").in_body(),
    Parameter::read_timestamp
}
input! {
    struct Members {
        advance: Advance,
        to: To,
    }
}

/// How far a clock is to be moved.
#[derive(Clone, Copy, Debug)]
pub enum Ahead {
    /// By so many seconds.
    By(u64),
    /// To a moment.
    To(Timestamp),
}

impl Input for Ahead {
    fn parameters() -> Vec<&'static Parameter> {
        Members::parameters()
    }

    fn errors() -> Vec<ApiError> {
        use ClockFault::{Back, End, Held, Isolated, OneOf};
        let (now, earlier) = (Settings::ANCHOR, Timestamp::UNIX_EPOCH);
        let own = [OneOf, Held(now), Back(now, earlier), End, Isolated];
        let mut errors = JsonBody::<Members>::errors();
        errors.extend(own.map(ApiError::Clock));
        errors
    }

    fn read(call: &Call<'_>) -> Result<Self, ApiError> {
        let JsonBody(Members { advance, to }) = JsonBody::read(call)?;
        match (advance.0, to.0) {
            (Some(seconds), None) => Ok(Self::By(seconds)),
            (None, Some(moment)) => Ok(Self::To(moment)),
            _ => Err(ApiError::Clock(ClockFault::OneOf)),
        }
    }
}

impl Ahead {
    /// How many milliseconds a clock is to be moved that shows this moment.
    ///
    /// # Errors
    /// Back, or past the last moment there is.
    pub fn millis(self, now: Timestamp) -> Result<i64, ClockFault> {
        let millis = match self {
            Self::By(seconds) => i64::try_from(seconds.saturating_mul(1000)).unwrap_or(i64::MAX),
            // The text form names whole seconds: the one that it shows is not earlier.
            Self::To(to) if to.seconds() < now.seconds() => return Err(ClockFault::Back(now, to)),
            Self::To(to) => to.millis().saturating_sub(now.millis()).max(0),
        };
        let left = Timestamp::MAX.millis().saturating_sub(now.millis());
        if millis > left { Err(ClockFault::End) } else { Ok(millis) }
    }
}
