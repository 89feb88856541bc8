//! Lists by windows of time.

use crate::dataset::order::{Direction, OrderBy};
use crate::dataset::people::IdForm;
use crate::pagination::cursor::Mark;
use crate::pagination::pages::Pages;
use crate::pagination::walk::Walk;
use crate::rendering::{Frame, framed};
use crate::request::rows::{CursorText, Limit, Ordered};
use crate::request::window::Window;
use crate::request::{Call, input};
use crate::response::Response;
use crate::response::error::ApiError;
use crate::router::{Endpoint, Notes, Paging, Way, get};

pub(super) fn row() -> Endpoint {
    get(
        "/windows",
        "Time Windows",
        windows,
        &Notes {
            about: "Records last updated in a window of time, `next_cursor` after `next_cursor`. Half-open windows that follow each other give each \
                    record once; closed ones give those of a shared second twice. A record that is updated meanwhile leaves its window for a later \
                    one. The setting `max_window_hours` bounds how long a window may be.",
            samples: &[
                "/windows?start=2025-12-31T20:00:00Z&end=2025-12-31T22:00:00Z&limit=2",
                "/windows?end=2025-12-31T22:00:00Z&newest_first=true&limit=1",
            ],
            answers: &[
                ("data", "The records of this page, updatedAt ascending, or descending with `newest_first`."),
                ("next_cursor", "What to send for the next page; null on the last."),
                ("has_more", "Whether records follow."),
            ],
        },
    )
    .paged(Paging::records(Way::Token, "cursor", "limit", "next_cursor"))
}

input! {
    struct Windowed {
        window: Window,
        limit: Limit,
        cursor: CursorText,
    }
}

fn windows(windowed: Windowed, call: &Call<'_>) -> Result<Response, ApiError> {
    let Window { start, end, newest_first } = windowed.window;
    let direction = if newest_first { Direction::Desc } else { Direction::Asc };
    let ordered = Ordered { order: OrderBy::UpdatedAt, direction, since: start };
    let binding = ordered.binding("windows", call).and(end.unwrap_or(i64::MAX).cast_unsigned());
    let walk = Walk::resume(binding, &ordered, ("cursor", windowed.cursor.0.as_deref()), call)?;
    let list = &walk.list;
    let inside = end.map_or(list.total(), |end| list.older(end));
    // Newest first, the rows behind the window stand before it.
    let skipped = if newest_first { list.total() - inside } else { 0 };
    let mark = Mark { after: walk.mark.after.max(skipped) - skipped, ..walk.mark };
    let page = Pages::new(call, windowed.limit.0, inside).resumed(mark)?;
    let next = page.next.map(|next| walk.issue(Mark { after: next.after + skipped, ..next }));
    let rows = list.rows(page.rows.start + skipped..page.rows.end + skipped);
    let members = [("next_cursor", next.into()), ("has_more", page.more.into())];
    Ok(framed(call, Frame::Data.of(&page), rows, IdForm::Uuid, &members))
}
