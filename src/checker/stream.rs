//! The streams that can be checked: one table. A stream names the fields of its key and what is true of it; columns, errors, parameter
//! and documents follow. Streams that stand still are in `still`, those that move on the clock in `moving`.

use super::{moving, still};
use crate::instance::Instance;
use crate::time::Timestamp;
use serde_json::Value;

/// One stream.
#[derive(Debug)]
pub(super) struct Stream {
    name: &'static str,
    /// The fields that make a row's key, at most three.
    pub(super) keys: &'static [&'static str],
    /// The truth at a moment, which the stream chooses where it is None; last comes the present.
    pub(super) truth: fn(&Instance, Option<Timestamp>, Timestamp) -> Box<dyn Truth>,
}

/// All streams; the first is the default. Another one is a row here and a [`Truth`].
const STREAMS: [Stream; 5] = [
    Stream { name: "people", keys: &["id"], truth: still::people },
    Stream { name: "companies", keys: &["company_id"], truth: moving::companies },
    Stream {
        name: "departments",
        keys: &["company_id", "department_id"],
        truth: moving::departments,
    },
    // No two employees share an id, so their parents' keys may be left out.
    Stream { name: "employees", keys: &["employee_id"], truth: moving::employees },
    Stream { name: "step", keys: &["id"], truth: still::step },
];

/// The names of all streams; the first is the default.
pub const NAMES: [&str; STREAMS.len()] = {
    let mut names = [""; STREAMS.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = STREAMS[at].name;
        at += 1;
    }
    names
};

/// The stream of a name; the default where there is none.
pub(super) fn named(name: &str) -> &'static Stream {
    static ALL: [Stream; STREAMS.len()] = STREAMS;
    let [default, ..] = &ALL;
    ALL.iter().find(|stream| stream.name == name).unwrap_or(default)
}

impl Stream {
    pub(super) const fn name(&self) -> &'static str {
        self.name
    }
}

/// The streams of which one is told by names: the longest way down from companies first, as rows below have their parents' keys, too.
const TOLD: [&str; 4] = ["employees", "departments", "companies", "people"];

/// The stream whose key is among names.
pub(super) fn of_names(has: impl Fn(&str) -> bool) -> Option<&'static Stream> {
    TOLD.into_iter().map(named).find(|stream| stream.keys.iter().all(|key| has(key)))
}

/// All streams, in that order.
#[cfg(feature = "landing")]
pub(super) fn by_depth() -> impl Iterator<Item = &'static Stream> {
    let others = NAMES.into_iter().filter(|name| !TOLD.contains(name));
    TOLD.into_iter().chain(others).map(named)
}

/// What should have landed. Rows have positions, from 0 on, in the order in which a sync meets them.
pub(super) trait Truth: Send {
    /// The position of a key's row.
    fn find(&self, keys: &[&str]) -> Result<u64, Stranger>;

    /// What an `updatedAt`, in seconds since 1970, is to a row.
    fn judge(&mut self, position: u64, updated: i64) -> Version;

    /// How many rows there should be: those at the positions below. Rows from there on came or changed after the moment of the truth.
    fn expected(&self) -> u64;

    /// Whether what landed of a row is older than the truth, where [`judge`](Self::judge) could not tell.
    fn stale(&self, _position: u64) -> bool {
        false
    }

    /// From here on the last copy of a row counts, and not the newest.
    #[cfg(feature = "landing")]
    fn merge(&mut self) {}

    /// `updatedAt` of a row at the moment of the truth, in seconds since 1970.
    fn updated(&self, position: u64) -> i64;

    /// The key's values.
    fn key(&self, position: u64) -> Vec<Value>;

    /// What the order of positions is.
    fn order(&self) -> Order;

    /// The position, among the rows that should be there, of one of them in the order of a walk; None where there is no such order.
    fn walked(&self, _position: u64, _walk: Walk) -> Option<u64> {
        None
    }

    /// Whether the row is the first of its parent's.
    fn begins(&self, _position: u64) -> bool {
        false
    }
}

/// What an `updatedAt` is to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    /// The row has it, or had it where rows move.
    Right,
    /// Older than the row's.
    Older,
    /// The row never had it.
    Never,
}

/// Why a key is none of the stream's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stranger {
    /// Never issued.
    Foreign,
    /// Of no form that keys of any stream here have.
    Malformed,
    /// Of this seed, or a number, but beyond the rows that there are.
    Beyond,
    /// Looks like a key of the other stream of the same rows.
    Elsewhere,
}

/// What the order of positions is, for those who look for patterns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// By (updatedAt, place): pages and cursors.
    Time,
    /// By number: steps.
    Number,
    /// A few rows in one answer for each parent.
    Parents,
}

/// An order in which a sync can walk over rows; without either it is that of positions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Walk {
    /// By createdAt instead of updatedAt.
    pub(super) created: bool,
    /// From the newest row to the oldest; rows of one second stay as they are.
    pub(super) falling: bool,
}

/// A natural number in decimal digits.
pub(super) fn number(text: &str) -> Option<u64> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}
