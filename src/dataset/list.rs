//! The rows of a list in an order, whether they stand still or move: how many, which at a position, and where one of them stands.

use super::moving::life::Version;
use super::moving::view::MovingView;
use super::order::{Direction, OrderBy, RowIter, View};
use super::timeline::Timeline;
use std::ops::Range;
use std::vec;

/// The rows of a list, in an order.
#[derive(Clone, Debug)]
pub enum List {
    /// Rows that stand still, asked for at a second.
    Still(Timeline, View, i64),
    /// Rows as they are at a moment.
    Moving(MovingView),
}

/// A walk over rows of a list; holds no borrow, so a streamed answer can own it.
#[derive(Clone, Debug)]
pub enum Rows {
    /// Over rows that stand still, asked for at a second.
    Still(RowIter, i64),
    /// Over rows as they were when the walk began, at a second.
    Moving(vec::IntoIter<Version>, i64),
}

impl List {
    /// The second that it is of.
    pub const fn moment(&self) -> i64 {
        match self {
            Self::Still(_, _, moment) => *moment,
            Self::Moving(view) => view.moment(),
        }
    }

    /// How many rows there are.
    pub const fn total(&self) -> u64 {
        match self {
            Self::Still(_, view, _) => view.total(),
            Self::Moving(view) => view.total(),
        }
    }

    /// The rows at these positions, counted from 0; clipped to what there is.
    pub fn rows(&self, positions: Range<u64>) -> Rows {
        match self {
            Self::Still(_, view, moment) => Rows::Still(view.rows(positions), *moment),
            Self::Moving(view) => Rows::Moving(view.rows(positions).into_iter(), view.moment()),
        }
    }

    /// The position of a place, counted from 0; None for one that is not in the list.
    pub fn position(&self, place: u64) -> Option<u64> {
        match self {
            Self::Still(timeline, view, _) => view.position(timeline, place),
            Self::Moving(view) => view.position(place),
        }
    }

    /// `updatedAt` and place of the last of the first `after` rows, ascending by `updatedAt`; the last row that the filter leaves out where they are
    /// none.
    pub fn last_of(&self, after: u64) -> Option<(i64, u64)> {
        match self {
            Self::Still(timeline, view, _) => view.last_of(timeline, after),
            Self::Moving(view) => view.last_of(after),
        }
    }

    /// How many rows stand up to a row of this key and place, which need not be in the list.
    pub fn after(&self, second: i64, place: u64) -> u64 {
        match self {
            Self::Still(timeline, view, _) => view.after(timeline, second, place),
            Self::Moving(view) => view.after(second, place),
        }
    }

    /// How many rows of a list by `updatedAt` were last updated before a second.
    pub fn older(&self, second: i64) -> u64 {
        match self {
            Self::Still(timeline, view, _) => view.after(timeline, second, 0),
            Self::Moving(view) => view.older(second),
        }
    }

    /// How many rows of a whole list in canonical order stand before a place, which need not have been created.
    pub fn before(&self, place: u64) -> u64 {
        match self {
            Self::Still(..) => place.saturating_sub(1),
            Self::Moving(view) => view.after(i64::MIN, place.saturating_sub(1)),
        }
    }
}

impl Rows {
    /// The second that they are of.
    pub const fn moment(&self) -> i64 {
        match self {
            Self::Still(_, moment) | Self::Moving(_, moment) => *moment,
        }
    }

    /// How many rows are still to come.
    pub fn remaining(&self) -> u64 {
        match self {
            Self::Still(rows, _) => rows.remaining(),
            Self::Moving(rows, _) => rows.len() as u64,
        }
    }

    /// Whether these are rows that stand still, in the order by updatedAt, ascending, and if so from which rank on.
    pub fn ranks(&self) -> Option<Range<u64>> {
        match self {
            Self::Still(rows, _) => rows.ranks(),
            Self::Moving(..) => None,
        }
    }
}

/// An order: its key, and its direction.
pub type Order = (OrderBy, Direction);
