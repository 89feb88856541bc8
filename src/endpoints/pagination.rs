//! Four ways of paging over the same records (contract, sections 2 to 5).

use crate::answer::Answer;
use crate::data::order::{Direction, OrderBy, View};
use crate::data::people::IdForm;
use crate::endpoint::{Group, Notes, get};
use crate::error::ApiError;
use crate::input::rows::{Limit, Offset, OrderKey, OrderType, Page, PerPage, UpdatedSince};
use crate::input::scan::ScanStart;
use crate::input::{Call, input};
use crate::listing::list;
use crate::time::Timestamp;
use std::fmt::Write;

/// Rows on a page of the keyset scan, always.
const KEYSET_PAGE: u64 = 50;

pub(super) fn group() -> Group {
    Group {
        heading: "Pagination Type",
        about: "Four ways to get the same records page by page.",
        endpoints: vec![
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
                        ("per_page", "Rows on a page."),
                        ("next_page_url", "URL of the next page; null on the last."),
                    ],
                },
            ),
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
                        ("page_size", "Rows on a page."),
                        ("total_pages", "Number of pages; 0 when nothing matches."),
                        ("total_items", "Number of records after filtering."),
                    ],
                },
            ),
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
            ),
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
            ),
        ],
    }
}

input! {
    struct Paged {
        order: OrderKey,
        direction: OrderType,
        per_page: PerPage,
        page: Page,
        since: UpdatedSince,
    }
}

impl Paged {
    fn view(&self, call: &Call<'_>) -> View {
        call.world.people.view(self.order.0, self.direction.0, self.since.0)
    }

    /// First position of this page. Far pages saturate, which is past the end of any data.
    const fn start(&self) -> u64 {
        (self.page.0 - 1).saturating_mul(self.per_page.0)
    }

    const fn end(&self) -> u64 {
        self.start().saturating_add(self.per_page.0)
    }

    fn next_link(&self, call: &Call<'_>) -> String {
        let (page, per_page) = (self.page.0 + 1, self.per_page.0);
        let order_by = if self.order.0 == OrderBy::CreatedAt { "createdAt" } else { "updatedAt" };
        let order_type = if self.direction.0 == Direction::Desc { "desc" } else { "asc" };
        let mut link = call.links.to("/pagination/next_page_url");
        // Writing to a string does not fail. A timestamp needs no escaping in a query (RFC 3986 section 3.4).
        let _ = write!(link, "?page={page}&per_page={per_page}&order_by={order_by}&order_type={order_type}");
        if let Some(since) = self.since.0 {
            let _ = write!(link, "&updated_since={since}");
        }
        link
    }
}

fn next_page_url(paged: Paged, call: &Call<'_>) -> Result<Answer, ApiError> {
    let view = paged.view(call);
    let next = (paged.end() < view.total()).then(|| paged.next_link(call));
    let members = [
        ("total_items", view.total().into()),
        ("page", paged.page.0.into()),
        ("per_page", paged.per_page.0.into()),
        ("next_page_url", next.into()),
    ];
    Ok(list(call, view.cursor(paged.start()..paged.end()), IdForm::Uuid, &members))
}

fn page_number(paged: Paged, call: &Call<'_>) -> Result<Answer, ApiError> {
    let view = paged.view(call);
    let members = [
        ("page", paged.page.0.into()),
        ("page_size", paged.per_page.0.into()),
        ("total_pages", view.total().div_ceil(paged.per_page.0).into()),
        ("total_items", view.total().into()),
    ];
    Ok(list(call, view.cursor(paged.start()..paged.end()), IdForm::Uuid, &members))
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

fn offset(sliced: Sliced, call: &Call<'_>) -> Result<Answer, ApiError> {
    let view = call.world.people.view(sliced.order.0, sliced.direction.0, sliced.since.0);
    let (offset, limit) = (sliced.offset.0, sliced.limit.0);
    let members = [("offset", offset.into()), ("limit", limit.into()), ("total", view.total().into())];
    Ok(list(call, view.cursor(offset..offset.saturating_add(limit)), IdForm::Uuid, &members))
}

fn keyset(start: ScanStart, call: &Call<'_>) -> Result<Answer, ApiError> {
    let timeline = call.world.people.timeline();
    let since = start.since.map(Timestamp::from_seconds);
    let view = call.world.people.view(OrderBy::UpdatedAt, Direction::Asc, since);
    let seen = timeline.records() - view.total();
    let from = start.after.map_or(0, |(second, place)| timeline.rank_after(second, place).saturating_sub(seen));
    let to = (from + KEYSET_PAGE).min(view.total());
    let next = (to < view.total()).then(|| start.next_scroll_param(timeline, seen + to - 1));
    let members = [("total_count", view.total().into()), ("scroll_param", next.into())];
    Ok(list(call, view.cursor(from..to), IdForm::Uuid, &members))
}
