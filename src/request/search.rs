//! The body of a search: how many rows, from where, which and in what order.

use super::parameter::{Bounds, Parameter};
use super::rows::{Ordered, direction, order_by};
use super::{Call, Input};
use crate::response::error::ApiError;

/// A search.
#[derive(Clone, Debug)]
pub struct Search {
    /// Order and filter.
    pub ordered: Ordered,
    /// Most rows to return, 1 to 50.
    pub limit: u64,
    /// Where to start.
    pub start: Start,
}

/// Where a search starts.
#[derive(Clone, Debug)]
pub enum Start {
    /// After so many rows.
    Offset(u64),
    /// Where a cursor leads; None for the beginning.
    Cursor(Option<String>),
}

static LIMIT: Parameter =
    Parameter::integer("limit", 10, Bounds::Between(1, 50), "Most rows to return.").in_body();
static OFFSET: Parameter =
    Parameter::integer("offset", 0, Bounds::Echoed(0), "Rows to skip.").in_body();
static CURSOR: Parameter =
    Parameter::cursor("cursor", "Instead of `offset`: the `next_cursor` of the answer before.")
        .in_body();
static SINCE: Parameter =
    Parameter::timestamp("updated_since", "Only rows with updatedAt at or after this moment.")
        .in_body();
static ORDER_BY: Parameter =
    Parameter::choice("order_by", "updatedAt", &["createdAt", "updatedAt"], "Key of the order.")
        .in_body();
static ORDER_TYPE: Parameter =
    Parameter::choice("order_type", "asc", &["asc", "desc"], "Direction of the order.").in_body();

impl Input for Search {
    fn parameters() -> Vec<&'static Parameter> {
        vec![&ORDER_BY, &ORDER_TYPE, &SINCE, &LIMIT, &OFFSET, &CURSOR]
    }

    fn errors() -> Vec<ApiError> {
        let mut errors: Vec<ApiError> =
            Self::parameters().into_iter().flat_map(Parameter::errors).collect();
        errors.push(ApiError::Both(OFFSET.name, CURSOR.name));
        errors
    }

    fn read(call: &Call<'_>) -> Result<Self, ApiError> {
        let order = order_by(ORDER_BY.read_choice(call)?);
        let direction = direction(ORDER_TYPE.read_choice(call)?);
        let ordered = Ordered { order, direction, since: call.cut(SINCE.read_timestamp(call)?) };
        let limit = LIMIT.read_integer(call)?;
        let start = match (call.query.get(OFFSET.name), call.query.get(CURSOR.name)) {
            (Some(_), Some(cursor)) if !cursor.is_empty() => {
                return Err(ApiError::Both(OFFSET.name, CURSOR.name));
            }
            (Some(_), _) => Start::Offset(OFFSET.read_integer(call)?),
            (None, _) => Start::Cursor(CURSOR.read_cursor(call)?.map(str::to_owned)),
        };
        Ok(Self { ordered, limit, start })
    }
}
