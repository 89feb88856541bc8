//! Pages that resume where a cursor leads: opaque ones in the body or in a header, and the id of the last row.

use super::shown;
use crate::dataset::ids;
use crate::dataset::order::View;
use crate::pagination::cursor::{Binding, Mark};
use crate::pagination::pages::{Page, Pages};
use crate::request::rows::{CursorText, Limit, Ordered, PageSize, PageToken, StartingAfter};
use crate::request::{Call, input};
use crate::response::Response;
use crate::response::error::ApiError;
use crate::router::{Endpoint, Notes, Paging, Way, get};
use http::header::HeaderName;

const NEXT_CURSOR: HeaderName = HeaderName::from_static("x-next-cursor");

pub(super) fn rows() -> Vec<Endpoint> {
    vec![
        get(
            "/pagination/cursor",
            "Cursor Pagination",
            cursor,
            &Notes {
                about: "Pages that resume where an opaque cursor leads: send `next_cursor` back while `has_more`. It is exact where rows share a \
                        second. A cursor is bound to its endpoint, to the settings, and to order and filter; `limit` may change on the way.",
                samples: &["/pagination/cursor?limit=2", "/with/records=1/pagination/cursor"],
                answers: &[
                    ("data", "The records of this page."),
                    ("next_cursor", "What to send for the next page; null on the last."),
                    ("has_more", "Whether records follow."),
                ],
            },
        )
        .paged(Paging::records(Way::Token, "cursor", "limit", "next_cursor")),
        get(
            "/pagination/cursor_header",
            "Cursor Header Pagination",
            cursor_header,
            &Notes {
                about: "The same, with the cursor in the header `X-Next-Cursor` alone: go on until there is none.",
                samples: &["/pagination/cursor_header?limit=2"],
                answers: &[("data", "The records of this page.")],
            },
        )
        .paged(Paging::records(Way::TokenHeader, "cursor", "limit", "x-next-cursor"))
        .with_headers(&[("X-Next-Cursor", "What to send for the next page; absent on the last.")]),
        get(
            "/pagination/starting_after",
            "Starting After Pagination",
            starting_after,
            &Notes {
                about: "Stripe's way: send the id of the last row received as `starting_after` while `has_more`.",
                samples: &["/pagination/starting_after?limit=2"],
                answers: &[("data", "The records of this page."), ("has_more", "Whether records follow.")],
            },
        )
        .paged(Paging::records(Way::LastKey, "starting_after", "limit", "has_more")),
        get(
            "/pagination/page_token",
            "Page Token Pagination",
            page_token,
            &Notes {
                about: "Google's way: send `nextPageToken` back as `pageToken` until it is null. A token is bound to order, filter and `pageSize`.",
                samples: &["/pagination/page_token?pageSize=2", "/with/records=1/pagination/page_token"],
                answers: &[
                    ("data", "The records of this page."),
                    ("nextPageToken", "What to send for the next page; null on the last."),
                ],
            },
        )
        .paged(Paging::records(Way::Token, "pageToken", "pageSize", "nextPageToken")),
    ]
}

input! {
    struct Resumed {
        ordered: Ordered,
        limit: Limit,
        cursor: CursorText,
    }
}

impl Resumed {
    /// The page and the cursor it names as the next.
    fn page(
        &self,
        endpoint: &'static str,
        call: &Call<'_>,
    ) -> Result<(View, Page, Option<String>), ApiError> {
        let view = self.ordered.view(call);
        let binding = self.ordered.binding(endpoint, call);
        let mark = mark(&binding, "cursor", self.cursor.0.as_deref())?;
        let page = Pages::new(call, self.limit.0, view.total()).resumed(mark)?;
        let next = page.next.map(|next| binding.issue(next));
        Ok((view, page, next))
    }
}

/// Where a cursor leads; to the start without one.
pub(super) fn mark(
    binding: &Binding,
    name: &'static str,
    cursor: Option<&str>,
) -> Result<Mark, ApiError> {
    cursor.map_or(Ok(Mark::START), |text| binding.read(name, text))
}

fn cursor(resumed: Resumed, call: &Call<'_>) -> Result<Response, ApiError> {
    let (view, page, next) = resumed.page("cursor", call)?;
    let members = [("next_cursor", next.into()), ("has_more", page.more.into())];
    Ok(shown(call, view, &page, &members))
}

fn cursor_header(resumed: Resumed, call: &Call<'_>) -> Result<Response, ApiError> {
    let (view, page, next) = resumed.page("cursor_header", call)?;
    let answer = shown(call, view, &page, &[]);
    Ok(match next {
        Some(next) => answer.with_text(NEXT_CURSOR, next),
        None => answer,
    })
}

input! {
    struct Tokened {
        ordered: Ordered,
        size: PageSize,
        token: PageToken,
    }
}

fn page_token(tokened: Tokened, call: &Call<'_>) -> Result<Response, ApiError> {
    let (view, size) = (tokened.ordered.view(call), tokened.size.0);
    let binding = tokened.ordered.binding("page_token", call).and(size);
    let mark = mark(&binding, "pageToken", tokened.token.0.as_deref())?;
    let page = Pages::new(call, size, view.total()).resumed(mark)?;
    let next = page.next.map(|next| binding.issue(next));
    Ok(shown(call, view, &page, &[("nextPageToken", next.into())]))
}

input! {
    struct AfterRow {
        ordered: Ordered,
        limit: Limit,
        starting_after: StartingAfter,
    }
}

fn starting_after(input: AfterRow, call: &Call<'_>) -> Result<Response, ApiError> {
    let view = input.ordered.view(call);
    let after = match input.starting_after.0.as_deref() {
        Some(id) => position(&view, call, id).ok_or(ApiError::UnknownRow("starting_after"))? + 1,
        None => 0,
    };
    let page = Pages::new(call, input.limit.0, view.total()).after(after)?;
    Ok(shown(call, view, &page, &[("has_more", page.more.into())]))
}

/// The position of the row with an id, as it is shown; None for one that is not in the list.
fn position(view: &View, call: &Call<'_>, id: &str) -> Option<u64> {
    let uuid = ids::parse(id).filter(|&uuid| ids::text(uuid) == id)?;
    let place = call.instance.people.ids().place(uuid)?;
    view.position(call.instance.people.timeline(), place)
}
