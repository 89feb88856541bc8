//! Pages by the header `Range`, in items (RFC 9110 section 14).

use crate::dataset::people::IdForm;
use crate::pagination::pages::Pages;
use crate::rendering::{Frame, framed};
use crate::request::range::Items;
use crate::request::rows::Ordered;
use crate::request::{Call, input};
use crate::response::Response;
use crate::response::error::ApiError;
use crate::router::{Endpoint, Notes, Paging, Way, get};
use crate::settings::behaviours::PastEnd;
use http::header::{ACCEPT_RANGES, CONTENT_RANGE};
use http::{HeaderValue, StatusCode};

/// Most rows of a range.
const MOST: u64 = 50;

pub(super) fn row() -> Endpoint {
    get(
        "/pagination/range",
        "Range Pagination",
        range,
        &Notes {
            about: "A bare array: ask for `Range: items=0-24`, go on behind the last item that `Content-Range` names, until that is the last of all. \
                    Past the end it is 416. Without a range all rows come.",
            samples: &["/with/records=2/pagination/range"],
            answers: &[],
        },
    )
    .paged(Paging { rows: "", ..Paging::records(Way::Range, "Range", "", "Content-Range") })
    .with_headers(&[("Accept-Ranges", "`items`.")])
    .partial(&[("Accept-Ranges", "`items`."), ("Content-Range", "`items FIRST-LAST/TOTAL`.")])
}

input! {
    struct Ranged {
        ordered: Ordered,
        items: Items,
    }
}

fn range(ranged: Ranged, call: &Call<'_>) -> Result<Response, ApiError> {
    // How far in a range begins, in pages as large as it asks for.
    let pages = match ranged.items {
        Items::From(first, last) => first / size_of(first, last.unwrap_or(u64::MAX)),
        Items::All | Items::Last(_) => 0,
    };
    let list = ranged.ordered.list(call, pages);
    let total = list.total();
    let (first, last) = match ranged.items {
        Items::All => {
            let all = framed(call, Frame::Bare, list.rows(0..total), IdForm::Uuid, &[]);
            return Ok(all.with(ACCEPT_RANGES, HeaderValue::from_static("items")));
        }
        Items::Last(0) => return Err(ApiError::RangeEnd(total)),
        Items::Last(count) => (total.saturating_sub(count), total.saturating_sub(1)),
        Items::From(first, last) => (first, last.unwrap_or(u64::MAX)),
    };
    let behaviours = &call.instance.settings.behaviours;
    if total == 0 || first >= total && behaviours.past_end == PastEnd::Empty {
        return Err(ApiError::RangeEnd(total));
    }
    let page = Pages::new(call, size_of(first, last), total).without_gaps().at_offset(first)?;
    if page.rows.is_empty() {
        return Err(ApiError::RangeEnd(total));
    }
    let known = if behaviours.drop_total { "*".to_owned() } else { total.to_string() };
    let shown = format!("items {}-{}/{known}", page.rows.start, page.rows.end - 1);
    let answer = framed(call, Frame::Bare, list.rows(page.rows), IdForm::Uuid, &[]);
    Ok(answer
        .with_status(StatusCode::PARTIAL_CONTENT)
        .with(ACCEPT_RANGES, HeaderValue::from_static("items"))
        .with_text(CONTENT_RANGE, shown))
}

/// How many rows come at most from one item to another, which is included.
fn size_of(first: u64, last: u64) -> u64 {
    last.saturating_sub(first).saturating_add(1).min(MOST)
}
