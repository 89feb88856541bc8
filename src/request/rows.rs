//! The parameters of lists: page sizes, places, orders, filters and keys.

use super::parameter::{Bounds, Parameter};
use super::{Call, Input};
use crate::dataset::list::{List, Order};
use crate::dataset::order::{Direction, OrderBy};
use crate::response::error::ApiError;
use crate::time::Timestamp;

/// Declares a newtype that is one parameter.
macro_rules! parameter {
    ($(#[$meta:meta])* $name:ident($type:ty) = $declaration:expr, $read:expr) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        pub struct $name(pub $type);

        impl $name {
            pub(crate) fn declared() -> &'static $crate::request::parameter::Parameter {
                static DECLARED: $crate::request::parameter::Parameter = $declaration;
                &DECLARED
            }
        }

        impl $crate::request::Input for $name {
            fn parameters() -> Vec<&'static Parameter> {
                vec![Self::declared()]
            }

            fn read(call: &Call<'_>) -> Result<Self, ApiError> {
                let read: fn(&Parameter, &Call<'_>) -> Result<$type, ApiError> = $read;
                read(Self::declared(), call).map(Self)
            }
        }
    };
}
pub(crate) use parameter;

parameter! {
    /// Rows on a page.
    PerPage(u64) = Parameter::integer("per_page", 10, Bounds::Between(1, 50), "Rows per page."), Parameter::read_integer
}
parameter! {
    /// The page, counted from 1.
    PageNumber(u64) = Parameter::integer("page", 1, Bounds::Echoed(1), "Page to return, counted from 1; a page past the end is empty."),
    Parameter::read_integer
}
parameter! {
    /// Most rows to return.
    Limit(u64) = Parameter::integer("limit", 10, Bounds::Between(1, 50), "Most rows to return."), Parameter::read_integer
}
parameter! {
    /// Rows to skip.
    Offset(u64) = Parameter::integer("offset", 0, Bounds::Echoed(0), "Rows to skip; at or past the end there are none."),
    Parameter::read_integer
}
parameter! {
    /// The key of the order.
    OrderKey(OrderBy) = Parameter::choice("order_by", "updatedAt", &["createdAt", "updatedAt"],
        "Key of the order; rows whose keys are equal stand in the order of `createdAt`."),
    |declared, call| declared.read_choice(call).map(order_by)
}
parameter! {
    /// The direction of the order.
    OrderType(Direction) = Parameter::choice("order_type", "asc", &["asc", "desc"], "Direction of the order."),
    |declared, call| declared.read_choice(call).map(direction)
}
parameter! {
    /// The filter of most lists.
    UpdatedSince(Option<Timestamp>) = Parameter::timestamp("updated_since",
        "Only rows with updatedAt at or after this moment; the bound is included."),
    |declared, call| Ok(call.cut(declared.read_timestamp(call)?))
}
parameter! {
    /// Rows on a page, in Google's words.
    PageSize(u64) = Parameter::integer("pageSize", 10, Bounds::Between(1, 50), "Rows per page."), Parameter::read_integer
}
parameter! {
    /// Rows on a page, in OData's words.
    Top(u64) = Parameter::integer("$top", 10, Bounds::Between(1, 50), "Rows per page."), Parameter::read_integer
}
parameter! {
    /// Rows to skip, in OData's words.
    Skip(u64) = Parameter::integer("$skip", 0, Bounds::Echoed(0), "Rows to skip."), Parameter::read_integer
}
parameter! {
    /// Whether to count, in OData's words.
    Count(bool) = Parameter::choice("$count", "false", &["true", "false"], "Whether the answer says how many rows there are."),
    |declared, call| declared.read_choice(call).map(|text| text == "true")
}
parameter! {
    /// Key and direction of the order, in OData's words.
    OrderedBy((OrderBy, Direction)) = Parameter::choice("$orderby", "updatedAt asc",
        &["createdAt", "createdAt asc", "createdAt desc", "updatedAt", "updatedAt asc", "updatedAt desc"],
        "Key and direction of the order; ascending where none is named."),
    |declared, call| {
        let text = declared.read_choice(call)?;
        let (key, way) = text.split_once(' ').unwrap_or((text, "asc"));
        Ok((order_by(key), direction(way)))
    }
}
parameter! {
    /// Which page, as a segment of the path.
    PageInPath(u64) = Parameter::integer("page", 1, Bounds::Echoed(1), "Page to return, counted from 1.").in_path(),
    Parameter::read_segment
}
parameter! {
    /// Where to go on.
    CursorText(Option<String>) = Parameter::cursor("cursor", "What the answer before gave for the next page; empty or absent at first."),
    |declared, call| Ok(declared.read_cursor(call)?.map(str::to_owned))
}
parameter! {
    /// The page token, by Google's name.
    PageToken(Option<String>) = Parameter::cursor("pageToken", "The `nextPageToken` of the answer before; empty or absent at first."),
    |declared, call| Ok(declared.read_cursor(call)?.map(str::to_owned))
}
parameter! {
    /// The row to resume after, by Stripe's name.
    StartingAfter(Option<String>) = Parameter::id("starting_after", "The id of the last row received; empty or absent at first."),
    |declared, call| Ok(declared.read_cursor(call)?.map(str::to_owned))
}
parameter! {
    /// The filter of the timestamp sync.
    Since(Option<Timestamp>) = Parameter::timestamp("since",
        "Only rows with updatedAt at or after this moment; the bound is included."),
    |declared, call| Ok(call.cut(declared.read_timestamp(call)?))
}
parameter! {
    /// Which company, in canonical decimal form; it may not exist.
    CompanyId(String) = Parameter::path_integer("company_id", "Which company: 1 or 2."), Parameter::read_path_integer
}
parameter! {
    /// Which department, in canonical decimal form; it may not exist.
    DepartmentId(String) = Parameter::path_integer("department_id", "Which department of the company: 1 to 4."), Parameter::read_path_integer
}
/// Order and filter of a list.
#[derive(Clone, Copy, Debug)]
pub struct Ordered {
    /// The key of the order.
    pub order: OrderBy,
    /// The direction of the order.
    pub direction: Direction,
    /// Only rows with updatedAt at or after this moment.
    pub since: Option<Timestamp>,
}

impl Input for Ordered {
    fn parameters() -> Vec<&'static Parameter> {
        vec![OrderKey::declared(), OrderType::declared(), UpdatedSince::declared()]
    }

    fn read(call: &Call<'_>) -> Result<Self, ApiError> {
        let (OrderKey(order), OrderType(direction)) =
            (OrderKey::read(call)?, OrderType::read(call)?);
        Ok(Self { order, direction, since: UpdatedSince::read(call)?.0 })
    }
}

impl Ordered {
    /// The rows in this order, for a page that begins so many pages into a walk.
    pub fn list(&self, call: &Call<'_>, pages: u64) -> List {
        call.list(self.key(), self.since, pages)
    }

    /// How many rows a walk by ids has about met when it is at a place, by which later pages are of a later moment. In the order of `updatedAt`, in
    /// which a row that moves is met again, an id does not say how far in it is: there all pages are of one moment, so that every walk ends.
    pub fn rows_before(&self, call: &Call<'_>, place: u64) -> u64 {
        let Some(lives) = call.instance.people.lives() else { return 0 };
        match (self.order, self.direction) {
            (OrderBy::UpdatedAt, _) => 0,
            (OrderBy::CreatedAt, Direction::Asc) => place.saturating_sub(1),
            (OrderBy::CreatedAt, Direction::Desc) => {
                lives.places(call.now.seconds()).saturating_sub(place)
            }
        }
    }

    /// Key and direction of the order.
    pub const fn key(&self) -> Order {
        (self.order, self.direction)
    }

    /// Order and filter as a query, each pair behind a `&`; a timestamp needs no escaping in one (RFC 3986 section 3.4).
    pub fn query(&self) -> String {
        let order_by = if self.order == OrderBy::CreatedAt { "createdAt" } else { "updatedAt" };
        let order_type = if self.direction == Direction::Desc { "desc" } else { "asc" };
        let since = self.since.map(|since| format!("&updated_since={since}")).unwrap_or_default();
        ["&order_by=", order_by, "&order_type=", order_type, &since].concat()
    }
}

/// The order that a value of `order_by` names.
pub(super) fn order_by(text: &str) -> OrderBy {
    if text == "createdAt" { OrderBy::CreatedAt } else { OrderBy::UpdatedAt }
}

/// The direction that a value of `order_type` names.
pub(super) fn direction(text: &str) -> Direction {
    if text == "desc" { Direction::Desc } else { Direction::Asc }
}

/// First and last number of a step, both included.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// First number, at least 1.
    pub start: u64,
    /// Last number, at least `start`.
    pub end: u64,
}

static START_ID: Parameter =
    Parameter::required_integer("start_id", Bounds::AtLeast(1), "First record number, included.");
static END_ID: Parameter = Parameter::required_integer(
    "end_id",
    Bounds::AtLeast(1),
    "Last record number, included; not below start_id.",
);

impl Input for Step {
    fn parameters() -> Vec<&'static Parameter> {
        vec![&START_ID, &END_ID]
    }

    fn errors() -> Vec<ApiError> {
        let mut errors = vec![ApiError::BothRequired(START_ID.name, END_ID.name)];
        errors.extend(START_ID.errors());
        errors.extend([
            ApiError::NotInteger(END_ID.name),
            ApiError::AtLeastParameter(END_ID.name, START_ID.name),
        ]);
        errors
    }

    fn read(call: &Call<'_>) -> Result<Self, ApiError> {
        let ends = [&START_ID, &END_ID];
        if ends.iter().any(|end| call.query.get(end.name).is_none()) {
            return Err(ApiError::BothRequired(START_ID.name, END_ID.name));
        }
        let start = START_ID.read_integer(call)?;
        // Whatever is below start_id, zero and negative numbers too, is refused as such.
        match END_ID.read_integer(call) {
            Ok(end) if end >= start => Ok(Self { start, end }),
            Ok(_) | Err(ApiError::AtLeast(..)) => {
                Err(ApiError::AtLeastParameter(END_ID.name, START_ID.name))
            }
            Err(error) => Err(error),
        }
    }
}
