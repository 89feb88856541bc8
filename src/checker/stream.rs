//! The table of streams that can be checked. A stream has the fields of its key and a `Truth`; columns, errors, the parameter and the documents
//! follow from it. The truth of streams whose rows do not change is in `still`, that of records that move in `living`, that of
//! other rows that change with the clock in `moving`.

use super::living::Living;
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
    /// The truth at a moment, chosen by the stream where it is None. The last argument is the present.
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
    // Employee ids are unique, so their parents' keys may be left out.
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

/// The rows that should have landed. A row has a position, from 0 on, in the order in which a sync meets it.
pub(super) trait Truth: Send {
    /// The position of a key's row.
    fn find(&self, keys: &[&str]) -> Result<u64, Stranger>;

    /// Compares a landed `updatedAt`, in seconds since 1970, with the row's.
    fn judge(&mut self, position: u64, updated: i64) -> Version;

    /// Number of rows that should have landed: those at lower positions. The others were created or changed after the moment of the truth.
    fn expected(&self) -> u64;

    /// Whether what landed of a row is older than the truth, where [`judge`](Self::judge) could not tell.
    fn stale(&self, _position: u64) -> bool {
        false
    }

    /// Lets the last copy of a row count instead of the newest.
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

    /// This truth, where it is of records that move.
    fn living(&self) -> Option<&Living> {
        None
    }

    /// Whether the row is the first child of its parent.
    fn begins(&self, _position: u64) -> bool {
        false
    }
}

/// A landed `updatedAt` compared with the row's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    /// The row has it, or had it at some time if rows change.
    Right,
    /// Older than the row's.
    Older,
    /// The row never had it.
    Never,
}

/// Why a key does not belong to the stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stranger {
    /// Never issued.
    Foreign,
    /// Not in the form of any stream's keys.
    Malformed,
    /// A number or an id of this seed, but beyond the last row.
    Beyond,
    /// Looks like a key of the other stream of the same rows.
    Elsewhere,
    /// An integer that looks like a key that went through a float.
    Rounded,
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
    /// By createdAt, of rows that move.
    Lives,
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
