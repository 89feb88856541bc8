//! Ways of paging over the same records: the contract's four (sections 2 to 5) here, further ones in files of their own.

mod cursors;
mod graphql;
mod numbered;
mod odata;
mod range;
mod search;

use crate::dataset::list::List;
use crate::dataset::order::{Direction, OrderBy};
use crate::dataset::people::IdForm;
use crate::pagination::links::link;
use crate::pagination::pages::{Page, Pages};
use crate::rendering::{Frame, framed};
use crate::request::rows::{
    self, Limit, Offset, OrderKey, OrderType, Ordered, PerPage, UpdatedSince,
};
use crate::request::scan::ScanStart;
use crate::request::{Call, input};
use crate::response::Response;
use crate::response::error::ApiError;
use crate::router::{Endpoint, Group, Notes, Paging, Way, get};
use crate::time::Timestamp;
use serde_json::Value;

/// Rows on a page of the keyset scan, always.
const KEYSET_PAGE: u64 = 50;

pub(super) fn group() -> Group {
    let mut endpoints = contract();
    endpoints.append(&mut numbered::rows());
    endpoints.append(&mut cursors::rows());
    endpoints.append(&mut vec![odata::row(), range::row(), search::row(), graphql::row()]);
    Group {
        heading: "Pagination Type",
        about: "Ways to get the same records page by page.",
        endpoints,
    }
}

/// The contract's four.
fn contract() -> Vec<Endpoint> {
    vec![
        get(
            "/pagination/next_page_url",
            "Next Page URL Pagination",
            next_page_url,
            &Notes {
                about: "Pages that link to the next one: follow `next_page_url` until it is null. The link keeps order and filter.",
                samples: &["/pagination/next_page_url?per_page=2", "/pagination/next_page_url?per_page=2&page=100"],
                answers: &[
                    ("data", "The records of this page."),
                    ("total_items", "Number of records after filtering."),
                    ("page", "This page."),
                    ("per_page", "Rows per page."),
                    ("next_page_url", "URL of the next page; null on the last."),
                ],
            },
        )
        .paged(Paging::records(Way::NextLink, "page", "per_page", "next_page_url")),
        get(
            "/pagination/page_number",
            "Page Number Pagination",
            page_number,
            &Notes {
                about: "Pages by number: ask for 1, 2, 3 … up to `total_pages`.",
                samples: &["/pagination/page_number?per_page=2&page=3"],
                answers: &[
                    ("data", "The records of this page."),
                    ("page", "This page."),
                    ("page_size", "Rows per page."),
                    ("total_pages", "Number of pages; 0 when nothing matches."),
                    ("total_items", "Number of records after filtering."),
                ],
            },
        )
        .paged(Paging::records(Way::PageNumber, "page", "per_page", "total_pages")),
        get(
            "/pagination/offset",
            "Offset Pagination",
            offset,
            &Notes {
                about: "Slices by offset and limit: add the number of rows received to `offset` until it reaches `total`.",
                samples: &["/pagination/offset?limit=2&offset=4"],
                answers: &[
                    ("data", "The records of this slice."),
                    ("offset", "Rows skipped."),
                    ("limit", "Most rows returned."),
                    ("total", "Number of records after filtering."),
                ],
            },
        )
        .paged(Paging::records(Way::Offset, "offset", "limit", "total")),
        get(
            "/pagination/keyset",
            "Keyset Pagination",
            keyset,
            &Notes {
                about: "Pages of 50 that resume after the last row seen, by updatedAt: send `scroll_param` back until it is null. It is exact \
                 where rows share a second, too. A client may build one itself: the base64 form of a timestamp, which means strictly \
                 after that second.",
                samples: &[
                    "/with/records=51/pagination/keyset?updated_since=2025-12-31T22:00:00Z",
                    "/with/records=51/pagination/keyset",
                ],
                answers: &[
                    ("data", "At most 50 records, updatedAt ascending."),
                    ("total_count", "Number of records of the whole scan, the same on every page."),
                    ("scroll_param", "What to send for the next page; null on the last."),
                ],
            },
        )
        .paged(Paging::records(Way::Cursor, "scroll_param", "", "scroll_param")),
    ]
}

input! {
    struct Paged {
        order: OrderKey,
        direction: OrderType,
        per_page: PerPage,
        page: rows::PageNumber,
        since: UpdatedSince,
    }
}

impl Paged {
    const fn ordered(&self) -> Ordered {
        Ordered { order: self.order.0, direction: self.direction.0, since: self.since.0 }
    }
}

fn next_page_url(paged: Paged, call: &Call<'_>) -> Result<Response, ApiError> {
    let (ordered, per_page) = (paged.ordered(), paged.per_page.0);
    let list = ordered.list(call, paged.page.0 - 1);
    let page = Pages::new(call, per_page, list.total()).numbered(paged.page.0)?;
    let next = page.next.map(|next| {
        let mut link = link(call, "/pagination/next_page_url");
        for (name, number) in [("?page=", next.page), ("&per_page=", per_page)] {
            link.push_str(name);
            link.push_str(itoa::Buffer::new().format(number));
        }
        link.push_str(&ordered.query());
        link
    });
    let members = [
        ("total_items", list.total().into()),
        ("page", paged.page.0.into()),
        ("per_page", per_page.into()),
        ("next_page_url", next.into()),
    ];
    Ok(shown(call, &list, &page, &members))
}

fn page_number(paged: Paged, call: &Call<'_>) -> Result<Response, ApiError> {
    let list = paged.ordered().list(call, paged.page.0 - 1);
    let pages = Pages::new(call, paged.per_page.0, list.total());
    let page = pages.numbered(paged.page.0)?;
    let members = [
        ("page", paged.page.0.into()),
        ("page_size", paged.per_page.0.into()),
        ("total_pages", pages.count().into()),
        ("total_items", list.total().into()),
    ];
    Ok(shown(call, &list, &page, &members))
}

input! {
    struct Sliced {
        limit: Limit,
        offset: Offset,
        order: OrderKey,
        direction: OrderType,
        since: UpdatedSince,
    }
}

fn offset(sliced: Sliced, call: &Call<'_>) -> Result<Response, ApiError> {
    let (offset, limit) = (sliced.offset.0, sliced.limit.0);
    let list = call.list((sliced.order.0, sliced.direction.0), sliced.since.0, offset / limit);
    let pages = Pages::new(call, limit, list.total());
    let page = pages.at_offset(offset)?;
    let members =
        [("offset", offset.into()), ("limit", limit.into()), ("total", pages.offsets().into())];
    Ok(shown(call, &list, &page, &members))
}

fn keyset(start: ScanStart, call: &Call<'_>) -> Result<Response, ApiError> {
    let since = start.since.map(Timestamp::from_seconds);
    let (begun, pages) = start.walk.unwrap_or((call.now.seconds(), 0));
    let order = (OrderBy::UpdatedAt, Direction::Asc);
    let list = call.instance.people.list(order, since, call.moment(begun, pages));
    let from = start.after.map_or(0, |(second, place)| list.after(second, place));
    let page = Pages::new(call, KEYSET_PAGE, list.total()).after(from)?;
    let last = page.next.and_then(|next| list.last_of(next.after));
    // A page without rows that names a next one names itself.
    let pages = if page.rows.is_empty() { pages } else { pages + 1 };
    let walk = call.is_timed().then_some((begun, pages));
    let next = last.map(|last| start.next_scroll_param(last, walk));
    let members = [("total_count", list.total().into()), ("scroll_param", next.into())];
    Ok(shown(call, &list, &page, &members))
}

/// A page as `{"data": [rows], …}`.
fn shown(call: &Call<'_>, list: &List, page: &Page, members: &[(&str, Value)]) -> Response {
    framed(call, Frame::Data.of(page), list.rows(page.rows.clone()), IdForm::Uuid, members)
}
