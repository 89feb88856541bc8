//! Only what is new: by timestamp and by number (contract, sections 6 and 7) here, further ways in files of their own.

mod feeds;
mod windows;

use crate::dataset::order::{Direction, OrderBy};
use crate::dataset::people::IdForm;
use crate::pagination::pages::Pages;
use crate::rendering::{Frame, framed};
use crate::request::Call;
use crate::request::rows::{Since, Step};
use crate::response::Response;
use crate::response::error::ApiError;
use crate::router::{Endpoint, Group, Notes, Paging, get};

pub(super) fn group() -> Group {
    let mut endpoints = contract();
    endpoints.append(&mut feeds::rows());
    endpoints.push(windows::row());
    Group {
        heading: "Incremental Sync Type",
        about: "Only what came since the last sync.",
        endpoints,
    }
}

/// The contract's two.
fn contract() -> Vec<Endpoint> {
    vec![
            get(
                "/incremental/timestamp",
                "Timestamp Incremental Sync",
                timestamp,
                &Notes {
                    about: "All records updated at or after `since`, updatedAt ascending, in one answer; without `since` all there are. The bound is \
                     included, so the last row of one sync comes again with the next.",
                    samples: &["/incremental/timestamp?since=2025-12-31T22:00:00Z"],
                    answers: &[("data", "The records, updatedAt ascending.")],
                },
            )
            .paged(Paging::single("id")),
            get(
                "/incremental/step",
                "Step-size Incremental Sync",
                step,
                &Notes {
                    about: "The records number `start_id` to `end_id`, both included; the number is the `id`. Numbers follow createdAt, and a number is \
                     the same record forever. Past the last record there are none.",
                    samples: &["/incremental/step?start_id=1&end_id=2"],
                    answers: &[("data", "The records; `id` is the number, as a string.")],
                },
            )
            .counted("data"),
        ]
}

fn timestamp(since: Since, call: &Call<'_>) -> Result<Response, ApiError> {
    let list = call.list((OrderBy::UpdatedAt, Direction::Asc), since.0, 0);
    let page = Pages::new(call, u64::MAX, list.total()).whole().at_offset(0)?;
    Ok(framed(call, Frame::Data.of(&page), list.rows(page.rows), IdForm::Uuid, &[]))
}

fn step(step: Step, call: &Call<'_>) -> Result<Response, ApiError> {
    let size = (step.end - step.start).saturating_add(1);
    let list = call.list((OrderBy::CreatedAt, Direction::Asc), None, (step.start - 1) / size);
    // A number stands for the same record, whichever are gone before it.
    let (from, to) = (list.before(step.start), list.before(step.end.saturating_add(1)));
    let page = Pages::new(call, (to - from).max(1), list.total()).whole().at_offset(from)?;
    let rows = page.rows.start..page.rows.end.min(to.max(page.rows.start));
    Ok(framed(call, Frame::Data.of(&page), list.rows(rows), IdForm::Number, &[]))
}
