//! The clock of data: what it shows, and how it is moved.

use crate::request::Call;
use crate::request::clock::{Ahead, MEMBERS};
use crate::response::Response;
use crate::response::error::{ApiError, ClockFault};
use crate::router::{Endpoint, Notes, get, post};
use serde_json::json;

const ANSWERS: &[(&str, &str)] = &[
    ("now", "The moment that data are of."),
    ("speed", "Its seconds in a second, as `clock_speed` says; 0 where it stands still."),
    ("moved", "By how many seconds it was moved ahead."),
    ("held", "Whether the setting `now` holds it, so that it cannot be moved."),
];

/// The two rows of the table.
pub(super) fn endpoints() -> [Endpoint; 2] {
    let read = get(
        "/playground/clock",
        "Clock",
        |(), call| Ok(shown(call, call.moved)),
        &Notes {
            about: "The clock of data: records that move, companies, departments and employees are as of its moment. Prefixes whose settings give the \
                    same rows have one clock, whatever else they say. Never limited.",
            samples: &["/playground/clock"],
            answers: ANSWERS,
        },
    );
    let change = post(
        "/playground/clock",
        "Move the Clock",
        change,
        &Notes {
            about: "Moves the clock of data ahead, never back: `{\"advance\":\"PT1H\"}` by a duration, `{\"to\":\"2026-01-01T01:00:00Z\"}` to a moment. Session \
                    tokens age with it; limits, the journal and `Date` do not follow it. 400 where the setting `now` holds it, 501 where \
                    isolates share no state. Never limited.",
            samples: &["/with/records=1000/playground/clock"],
            answers: ANSWERS,
        },
    );
    [read.free().unjournalled(), change.one_of(MEMBERS).free().unjournalled()]
}

fn change(ahead: Ahead, call: &Call<'_>) -> Result<Response, ApiError> {
    let settings = &call.instance.settings;
    let to = |moved| {
        if let Some(now) = settings.now {
            return Err(ClockFault::Held(now));
        }
        let millis = ahead.millis(settings.clock(call.real, moved))?;
        if call.state.is_isolated() { Err(ClockFault::Isolated) } else { Ok(moved + millis) }
    };
    let moved = call.state.clocks.advance(settings, to).map_err(ApiError::Clock)?;
    Ok(shown(call, moved))
}

/// The clock, moved ahead by so many milliseconds.
fn shown(call: &Call<'_>, moved: i64) -> Response {
    let settings = &call.instance.settings;
    let held = settings.now.is_some();
    let (speed, moved) = if held { (0, 0) } else { (settings.clock_speed, moved) };
    Response::value(&json!({
        "now": settings.clock(call.real, moved).to_string(),
        "speed": speed,
        "moved": moved / 1000,
        "held": held,
    }))
}
