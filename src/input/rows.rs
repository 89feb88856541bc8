//! The parameters of lists: page sizes, places, orders, filters and keys.

use super::parameter::{Bounds, Parameter};
use super::{Call, Input};
use crate::data::order::{Direction, OrderBy};
use crate::error::ApiError;
use crate::time::Timestamp;

/// Declares a newtype that is one parameter.
macro_rules! parameter {
    ($(#[$meta:meta])* $name:ident($type:ty) = $declaration:expr, $read:expr) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        pub struct $name(pub $type);

        impl $name {
            fn declared() -> &'static Parameter {
                static DECLARED: Parameter = $declaration;
                &DECLARED
            }
        }

        impl Input for $name {
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

parameter! {
    /// Rows on a page.
    PerPage(u64) = Parameter::integer("per_page", 10, Bounds::Between(1, 50), "Rows on a page."), Parameter::read_integer
}
parameter! {
    /// The page, counted from 1.
    Page(u64) = Parameter::integer("page", 1, Bounds::Echoed(1), "Page to return, counted from 1; a page past the end is empty."),
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
        "Key of the order; equal keys keep canonical order."),
    |declared, call| Ok(if declared.read_choice(call)? == "createdAt" { OrderBy::CreatedAt } else { OrderBy::UpdatedAt })
}
parameter! {
    /// The direction of the order.
    OrderType(Direction) = Parameter::choice("order_type", "asc", &["asc", "desc"], "Direction of the order."),
    |declared, call| Ok(if declared.read_choice(call)? == "desc" { Direction::Desc } else { Direction::Asc })
}
parameter! {
    /// The filter of most lists.
    UpdatedSince(Option<Timestamp>) = Parameter::timestamp("updated_since",
        "Only rows with updatedAt at or after this moment; the bound is included."),
    Parameter::read_timestamp
}
parameter! {
    /// The filter of the timestamp sync.
    Since(Option<Timestamp>) = Parameter::timestamp("since",
        "Only rows with updatedAt at or after this moment; the bound is included."),
    Parameter::read_timestamp
}
parameter! {
    /// Which company, in canonical decimal form; it may not exist.
    CompanyId(String) = Parameter::path_integer("company_id", "Which company: 1 or 2."), Parameter::read_path_integer
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
static END_ID: Parameter =
    Parameter::required_integer("end_id", Bounds::AtLeast(1), "Last record number, included; not below start_id.");

impl Input for Step {
    fn parameters() -> Vec<&'static Parameter> {
        vec![&START_ID, &END_ID]
    }

    fn errors() -> Vec<ApiError> {
        let mut errors = vec![ApiError::BothRequired(START_ID.name, END_ID.name)];
        errors.extend(START_ID.errors());
        errors.extend([ApiError::NotInteger(END_ID.name), ApiError::AtLeastParameter(END_ID.name, START_ID.name)]);
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
            Ok(_) | Err(ApiError::AtLeast(..)) => Err(ApiError::AtLeastParameter(END_ID.name, START_ID.name)),
            Err(error) => Err(error),
        }
    }
}
