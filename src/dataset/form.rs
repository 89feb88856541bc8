//! The form of rows: how what they hold is written. It follows from the settings alone and changes no moment, no order and no key, so that
//! filters, cursors and the checker work in every form (docs/shapes.md).

pub mod drift;
pub mod nulls;
pub mod time_format;

use drift::Drift;
use nulls::Nulls;
use time_format::TimeFormat;

/// The form of rows; the default is the contract's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Form {
    /// How times are written.
    pub time: TimeFormat,
    /// What stands for values that are not known.
    pub nulls: Nulls,
    /// Whether ids of records are integers above 2^53.
    pub big_ids: bool,
    /// When members of records change.
    pub drift: Drift,
}

impl Form {
    /// Whether rows are in the contract's form.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }
}
