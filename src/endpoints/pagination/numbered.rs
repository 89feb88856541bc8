//! Pages by number whose number stands in a header's links, or in the path.

use super::shown;
use crate::dataset::people::IdForm;
use crate::pagination::links::link;
use crate::pagination::pages::Pages;
use crate::rendering::{Frame, framed};
use crate::request::rows::{Ordered, PageInPath, PageNumber, PerPage};
use crate::request::{Call, input};
use crate::response::Response;
use crate::response::error::ApiError;
use crate::router::{Endpoint, Notes, Paging, Way, get};
use crate::settings::joined;
use http::header::{HeaderName, LINK};

const TOTAL_COUNT: HeaderName = HeaderName::from_static("x-total-count");

/// Longest header `Link` with more relations than the next: a reader that people use takes one of 2,000 bytes for none.
const MOST_LINKS: usize = 1900;

pub(super) fn rows() -> Vec<Endpoint> {
    vec![
        get(
            "/pagination/link_header",
            "Link Header Pagination",
            link_header,
            &Notes {
                about: "A bare array; the links are in the header `Link` (RFC 8288): follow `next` until there is none. `X-Total-Count` says how \
                        many rows there are.",
                samples: &["/pagination/link_header?per_page=2"],
                answers: &[],
            },
        )
        .paged(Paging { rows: "", ..Paging::records(Way::LinkHeader, "page", "per_page", "") })
        .with_headers(&[
            ("Link", "The pages `next`, `prev`, `first` and `last`, those there are; above 1,900 bytes `next` alone."),
            ("X-Total-Count", "Number of records after filtering."),
        ]),
        get(
            "/pagination/path/{page}",
            "Page in Path Pagination",
            path,
            &Notes {
                about: "Pages by number, which is a segment of the path: ask for 1, 2, 3 … up to `total_pages`.",
                samples: &["/pagination/path/3?per_page=2"],
                answers: &[
                    ("data", "The records of this page."),
                    ("page", "This page."),
                    ("per_page", "Rows per page."),
                    ("total_pages", "Number of pages; 0 when nothing matches."),
                    ("total", "Number of records after filtering."),
                ],
            },
        )
        .paged(Paging::records(Way::PageInPath, "page", "per_page", "total_pages")),
    ]
}

input! {
    struct Linked {
        ordered: Ordered,
        per_page: PerPage,
        page: PageNumber,
    }
}

fn link_header(linked: Linked, call: &Call<'_>) -> Result<Response, ApiError> {
    let (per_page, number) = (linked.per_page.0, linked.page.0);
    let list = linked.ordered.list(call, number - 1);
    let pages = Pages::new(call, per_page, list.total());
    let page = pages.numbered(number)?;
    let (count, totals) = (pages.count(), !call.instance.settings.behaviours.drop_total);
    let relations = [
        ("next", page.next.map(|next| next.page)),
        ("prev", (number > 1 && count > 0).then(|| (number - 1).min(count))),
        ("first", (count > 0).then_some(1)),
        ("last", (count > 0 && totals).then_some(count)),
    ];
    let (base, order) = (in_header(&link(call, "/pagination/link_header")), linked.ordered.query());
    let links: Vec<String> = relations
        .into_iter()
        .filter_map(|(name, page)| {
            Some(format!("<{base}?page={}&per_page={per_page}{order}>; rel=\"{name}\"", page?))
        })
        .collect();
    let mut links = joined(&links, ", ");
    if links.len() > MOST_LINKS {
        // What leads on stands first.
        links.truncate(page.next.map_or(0, |_| links.find(", ").unwrap_or(links.len())));
    }
    let mut answer =
        framed(call, Frame::Bare.of(&page), list.rows(page.rows.clone()), IdForm::Uuid, &[]);
    if totals {
        answer = answer.with(TOTAL_COUNT, list.total().into());
    }
    Ok(if links.is_empty() { answer } else { answer.with_text(LINK, links) })
}

/// A URL with what splits the header `Link` percent-encoded; readers of it split there, though it stands between `<` and `>`.
fn in_header(url: &str) -> String {
    url.replace(',', "%2C").replace(';', "%3B").replace('"', "%22")
}

input! {
    struct InPath {
        page: PageInPath,
        ordered: Ordered,
        per_page: PerPage,
    }
}

fn path(input: InPath, call: &Call<'_>) -> Result<Response, ApiError> {
    let per_page = input.per_page.0;
    let list = input.ordered.list(call, input.page.0 - 1);
    let pages = Pages::new(call, per_page, list.total());
    let page = pages.numbered(input.page.0)?;
    let members = [
        ("page", input.page.0.into()),
        ("per_page", per_page.into()),
        ("total_pages", pages.count().into()),
        ("total", list.total().into()),
    ];
    Ok(shown(call, &list, &page, &members))
}
