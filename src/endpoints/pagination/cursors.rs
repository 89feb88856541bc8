//! Pages that resume where a cursor leads: opaque ones in the body or in a header, and the id of the last row.

use super::shown;
use crate::dataset::list::List;
use crate::pagination::pages::{Page, Pages};
use crate::pagination::walk::Walk;
use crate::rendering::NEXT_CURSOR;
use crate::request::rows::{CursorText, Limit, Ordered, PageSize, PageToken, StartingAfter};
use crate::request::{Call, input};
use crate::response::Response;
use crate::response::error::ApiError;
use crate::router::{Endpoint, Notes, Paging, Way, get};

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
    ) -> Result<(List, Page, Option<String>), ApiError> {
        let binding = self.ordered.binding(endpoint, call);
        let cursor = ("cursor", self.cursor.0.as_deref());
        let walk = Walk::resume(binding, &self.ordered, cursor, call)?;
        let page = Pages::new(call, self.limit.0, walk.list.total()).resumed(walk.mark)?;
        let next = page.next.map(|next| walk.issue(next));
        Ok((walk.list, page, next))
    }
}

fn cursor(resumed: Resumed, call: &Call<'_>) -> Result<Response, ApiError> {
    let (list, page, next) = resumed.page("cursor", call)?;
    let members = [("next_cursor", next.into()), ("has_more", page.more.into())];
    Ok(shown(call, &list, &page, &members))
}

fn cursor_header(resumed: Resumed, call: &Call<'_>) -> Result<Response, ApiError> {
    let (list, page, next) = resumed.page("cursor_header", call)?;
    let answer = shown(call, &list, &page, &[]);
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
    let size = tokened.size.0;
    let binding = tokened.ordered.binding("page_token", call).and(size);
    let cursor = ("pageToken", tokened.token.0.as_deref());
    let walk = Walk::resume(binding, &tokened.ordered, cursor, call)?;
    let page = Pages::new(call, size, walk.list.total()).resumed(walk.mark)?;
    let next = page.next.map(|next| walk.issue(next));
    Ok(shown(call, &walk.list, &page, &[("nextPageToken", next.into())]))
}

input! {
    struct AfterRow {
        ordered: Ordered,
        limit: Limit,
        starting_after: StartingAfter,
    }
}

fn starting_after(input: AfterRow, call: &Call<'_>) -> Result<Response, ApiError> {
    let unknown = || ApiError::UnknownRow("starting_after");
    let place = match input.starting_after.0.as_deref() {
        Some(id) => Some(call.instance.people.place(id).ok_or_else(unknown)?),
        None => None,
    };
    let before = place.map_or(0, |place| input.ordered.rows_before(call, place));
    let list = input.ordered.list(call, before / input.limit.0);
    let after = match place {
        Some(place) => {
            list.position(place).ok_or_else(|| match &list {
                List::Moving(view) if view.is_gone(place) => ApiError::GoneRow("starting_after"),
                _ => unknown(),
            })? + 1
        }
        None => 0,
    };
    let page = Pages::new(call, input.limit.0, list.total()).after(after)?;
    Ok(shown(call, &list, &page, &[("has_more", page.more.into())]))
}
