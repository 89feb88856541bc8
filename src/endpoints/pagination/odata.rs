//! Pages in the words of OData (version 4.01, JSON format, sections 4.5.5 and 4.5.8).

use crate::dataset::order::{Direction, OrderBy};
use crate::dataset::people::IdForm;
use crate::pagination::links::link;
use crate::pagination::pages::Pages;
use crate::rendering::{Frame, framed};
use crate::request::rows::{Count, OrderedBy, Skip, Top};
use crate::request::{Call, input};
use crate::response::Response;
use crate::response::error::ApiError;
use crate::router::{Endpoint, Notes, Paging, Way, get};
use serde_json::Value;

pub(super) fn row() -> Endpoint {
    get(
        "/pagination/odata",
        "OData Pagination",
        odata,
        &Notes {
            about: "OData's words: follow `@odata.nextLink` until there is none. `$top` is the size of a page, as Microsoft Graph has it.",
            samples: &[
                "/pagination/odata?$top=2&$count=true&$orderby=createdAt%20desc",
                "/with/records=1/pagination/odata",
            ],
            answers: &[
                ("value", "The records of this page."),
                ("@odata.count", "Number of records; with `$count=true` alone."),
                ("@odata.nextLink", "URL of the next page; absent on the last."),
            ],
        },
    )
    .paged(Paging { rows: "value", ..Paging::records(Way::NextLink, "$skip", "$top", "@odata.nextLink") })
}

input! {
    struct Query {
        order: OrderedBy,
        top: Top,
        skip: Skip,
        count: Count,
    }
}

fn odata(query: Query, call: &Call<'_>) -> Result<Response, ApiError> {
    let ((order, direction), top, count) = (query.order.0, query.top.0, query.count.0);
    let list = call.list((order, direction), None, query.skip.0 / top);
    let pages = Pages::new(call, top, list.total());
    let page = pages.at_offset(query.skip.0)?;
    let mut members: Vec<(&str, Value)> = Vec::new();
    if count {
        members.push(("@odata.count", pages.offsets().into()));
    }
    if let Some(next) = page.next {
        let order = if order == OrderBy::CreatedAt { "createdAt" } else { "updatedAt" };
        let direction = if direction == Direction::Desc { "desc" } else { "asc" };
        let base = link(call, "/pagination/odata");
        let link = format!(
            "{base}?$top={top}&$skip={}&$count={count}&$orderby={order}%20{direction}",
            next.after
        );
        members.push(("@odata.nextLink", link.into()));
    }
    Ok(framed(call, Frame::Value.of(&page), list.rows(page.rows.clone()), IdForm::Uuid, &members))
}
