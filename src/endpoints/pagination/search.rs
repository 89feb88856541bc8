//! Pages of a search: where it starts, what it filters and how it sorts stand in a JSON body.

use super::shown;
use crate::pagination::cursor::Mark;
use crate::pagination::pages::Pages;
use crate::pagination::walk::Walk;
use crate::request::Call;
use crate::request::body::JsonBody;
use crate::request::search::{Search, Start};
use crate::response::Response;
use crate::response::error::ApiError;
use crate::router::{Endpoint, Notes, Paging, Way, post};

pub(super) fn row() -> Endpoint {
    post(
        "/pagination/search",
        "Search Pagination",
        search,
        &Notes {
            about: "A search by POST, everything in the body. Page by `offset`, adding the number of rows received until it reaches `total`; or by \
                    `cursor`, sending `next_cursor` back until it is null. The query is ignored.",
            samples: &["/pagination/search", "/with/records=1/pagination/search"],
            answers: &[
                ("data", "The records of this page."),
                ("total", "Number of records after filtering."),
                ("next_cursor", "What to send as `cursor` for the next page; null on the last."),
            ],
        },
    )
    .paged(Paging::records(Way::Token, "cursor", "limit", "next_cursor"))
    .counted("data")
    .exclusive("offset", "cursor")
}

fn search(JsonBody(search): JsonBody<Search>, call: &Call<'_>) -> Result<Response, ApiError> {
    let binding = search.ordered.binding("search", call);
    let walk = match &search.start {
        Start::Cursor(cursor) => {
            Walk::resume(binding, &search.ordered, ("cursor", cursor.as_deref()), call)?
        }
        Start::Offset(offset) => Walk::begin(binding, &search.ordered, offset / search.limit, call),
    };
    let pages = Pages::new(call, search.limit, walk.list.total());
    let (page, total) = match search.start {
        Start::Cursor(_) => (pages.resumed(walk.mark)?, walk.list.total()),
        Start::Offset(offset) => (pages.at_offset(offset)?, pages.offsets()),
    };
    // A cursor counts rows, where an offset may count gaps, too.
    let next = page.next.map(|next| walk.issue(Mark { after: page.rows.end, page: next.page }));
    let members = [("total", total.into()), ("next_cursor", next.into())];
    Ok(shown(call, &walk.list, &page, &members))
}
