//! An order and a filter over the places of a timeline, as a view that says which place stands at a position. No list is made.
//!
//! "updatedAt ≥ T" keeps the ranks from some c on. In the order of createdAt, which is the order of places, that is a suffix with at
//! most one hole: neighbours that swapped across the border. Descending keeps equal keys in canonical order (contract, section 1),
//! so a descending walk goes through runs of equal seconds in reverse, each run ascending.

use super::timeline::{Seen, Timeline};
use crate::time::Timestamp;
use std::ops::Range;

/// The key that rows are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderBy {
    /// When the row was created.
    CreatedAt,
    /// When the row was updated last.
    UpdatedAt,
}

/// The direction of an order. Equal keys keep canonical order in both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Smallest first.
    Asc,
    /// Largest first.
    Desc,
}

/// Places in an order, those updated before a moment left out.
#[derive(Clone, Copy, Debug)]
pub struct View {
    by: OrderBy,
    direction: Direction,
    /// How many rows the filter leaves out.
    skipped: u64,
    /// Whether place `skipped` is in and its neighbour `skipped + 1` is out.
    hole: bool,
    total: u64,
}

impl View {
    /// The rows with `updatedAt >= since` (all without it) in an order.
    pub fn new(
        timeline: &Timeline,
        by: OrderBy,
        direction: Direction,
        since: Option<Timestamp>,
    ) -> Self {
        let skipped = since.map_or(0, |since| timeline.updated_before(since.seconds()));
        let total = timeline.records() - skipped;
        let hole = total > 0 && skipped > 0 && timeline.place_at(skipped) == skipped;
        Self { by, direction, skipped, hole, total }
    }

    /// How many rows there are.
    pub const fn total(&self) -> u64 {
        self.total
    }

    /// The position of a place, counted from 0; None for one that the filter leaves out or that does not exist.
    pub fn position(&self, timeline: &Timeline, place: u64) -> Option<u64> {
        if place == 0 || place > timeline.records() {
            return None;
        }
        let index = match self.by {
            OrderBy::UpdatedAt => timeline.rank_after(timeline.updated(place), place) - 1,
            OrderBy::CreatedAt if self.hole && place == self.skipped => self.skipped,
            OrderBy::CreatedAt if self.hole && place == self.skipped + 1 => return None,
            OrderBy::CreatedAt => place - 1,
        };
        let index = index.checked_sub(self.skipped)?;
        if self.direction == Direction::Asc {
            return Some(index);
        }
        let run = self.run(timeline, index, &mut Seen::default());
        Some(self.total - run.end + (index - run.start))
    }

    /// How many rows, ascending by `updatedAt`, stand up to a key and place, which need not be in the view.
    pub fn after(&self, timeline: &Timeline, second: i64, place: u64) -> u64 {
        timeline.rank_after(second, place).saturating_sub(self.skipped)
    }

    /// `updatedAt` and place of the last of the first `after` rows, ascending by `updatedAt`; the last row that the filter leaves out where they are
    /// none.
    pub fn last_of(&self, timeline: &Timeline, after: u64) -> Option<(i64, u64)> {
        let place = timeline.place_at((self.skipped + after).checked_sub(1)?);
        Some((timeline.updated(place), place))
    }

    /// The places at these positions, counted from 0; clipped to what there is.
    pub fn rows(&self, positions: Range<u64>) -> RowIter {
        let end = positions.end.min(self.total);
        RowIter { view: *self, at: positions.start.min(end), end, run: 0..0, seen: Seen::default() }
    }

    /// The place at an ascending index.
    fn ascending(&self, timeline: &Timeline, index: u64, seen: &mut Seen) -> u64 {
        match self.by {
            OrderBy::UpdatedAt => timeline.place_seen(self.skipped + index, seen),
            OrderBy::CreatedAt if self.hole && index == 0 => self.skipped,
            OrderBy::CreatedAt => self.skipped + 1 + index,
        }
    }

    fn key(&self, timeline: &Timeline, index: u64, seen: &mut Seen) -> i64 {
        let place = self.ascending(timeline, index, seen);
        match self.by {
            OrderBy::UpdatedAt => seen.updated(timeline, place),
            OrderBy::CreatedAt => timeline.created(place),
        }
    }

    /// How many rows of the view have a key below `second`.
    fn below(&self, timeline: &Timeline, second: i64) -> u64 {
        match self.by {
            OrderBy::UpdatedAt => timeline.updated_before(second).saturating_sub(self.skipped),
            OrderBy::CreatedAt => {
                let places = timeline.created_before(second);
                let suffix = places.saturating_sub(self.skipped);
                // The hole's place counts once it is passed; its neighbour, which is out, does not.
                if !self.hole || places < self.skipped {
                    suffix
                } else {
                    1 + suffix.saturating_sub(1)
                }
            }
        }
    }

    /// The ascending indexes of the rows whose key is that of `index`. The common run of one row costs two looks, not two searches.
    fn run(&self, timeline: &Timeline, index: u64, seen: &mut Seen) -> Range<u64> {
        let key = self.key(timeline, index, seen);
        let alone_below = index == 0 || self.key(timeline, index - 1, seen) != key;
        let alone_above = index + 1 >= self.total || self.key(timeline, index + 1, seen) != key;
        let start = if alone_below { index } else { self.below(timeline, key) };
        let end = if alone_above { index + 1 } else { self.below(timeline, key.saturating_add(1)) };
        start..end
    }
}

/// A walk over positions of a [`View`]; holds no borrow, so a streamed answer can own it.
#[derive(Clone, Debug)]
pub struct RowIter {
    view: View,
    at: u64,
    end: u64,
    /// The run of equal keys a descending walk is in, as ascending indexes.
    run: Range<u64>,
    seen: Seen,
}

impl RowIter {
    /// The next place; None at the end.
    pub fn next(&mut self, timeline: &Timeline) -> Option<u64> {
        if self.at >= self.end {
            return None;
        }
        let position = self.at;
        self.at += 1;
        if self.view.direction == Direction::Asc {
            return Some(self.view.ascending(timeline, position, &mut self.seen));
        }
        let mirrored = self.view.total - 1 - position;
        if !self.run.contains(&mirrored) {
            self.run = self.view.run(timeline, mirrored, &mut self.seen);
        }
        let index = self.run.start + (self.run.end - 1 - mirrored);
        Some(self.view.ascending(timeline, index, &mut self.seen))
    }

    /// How many places are still to come.
    pub const fn remaining(&self) -> u64 {
        self.end - self.at
    }

    /// Whether this walks the order by updatedAt, ascending, and if so from which rank on.
    pub fn ranks(&self) -> Option<Range<u64>> {
        let natural = self.view.by == OrderBy::UpdatedAt && self.view.direction == Direction::Asc;
        natural.then(|| self.view.skipped + self.at..self.view.skipped + self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::timeline::tests::timeline;
    use proptest::prelude::*;

    /// The contract's order, by filtering and sorting a real list.
    fn naive(
        timeline: &Timeline,
        by: OrderBy,
        direction: Direction,
        since: Option<Timestamp>,
    ) -> Vec<u64> {
        let kept =
            |&place: &u64| since.is_none_or(|since| timeline.updated(place) >= since.seconds());
        let mut places: Vec<u64> = (1..=timeline.records()).filter(kept).collect();
        let key = |&place: &u64| match by {
            OrderBy::CreatedAt => timeline.created(place),
            OrderBy::UpdatedAt => timeline.updated(place),
        };
        match direction {
            Direction::Asc => places.sort_by_key(key),
            Direction::Desc => places.sort_by_key(|place| std::cmp::Reverse(key(place))),
        }
        places
    }

    fn walked(timeline: &Timeline, view: View, positions: Range<u64>) -> Vec<u64> {
        let mut cursor = view.rows(positions);
        std::iter::from_fn(|| cursor.next(timeline)).collect()
    }

    fn orders() -> impl Iterator<Item = (OrderBy, Direction)> {
        [OrderBy::CreatedAt, OrderBy::UpdatedAt]
            .into_iter()
            .flat_map(|by| [(by, Direction::Asc), (by, Direction::Desc)])
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]

        #[test]
        fn every_order_and_filter_agrees_with_a_sorted_list(
            seed in "[a-z]{3}", records in 1..220_u64, ties in 0..220_u64, size in 1..60_u64, at in 0..220_u64, near in -1..=1_i64
        ) {
            let timeline = timeline(&seed, records, ties.min(records));
            let border = timeline.updated(1 + at % records) + near;
            for (by, direction) in orders() {
                for since in [None, Some(Timestamp::from_seconds(border)), Some(Timestamp::MIN), Some(Timestamp::MAX)] {
                    let wanted = naive(&timeline, by, direction, since);
                    let view = View::new(&timeline, by, direction, since);
                    prop_assert_eq!(view.total(), wanted.len() as u64);
                    prop_assert_eq!(&walked(&timeline, view, 0..u64::MAX), &wanted);
                    for place in 0..=records + 1 {
                        let position = wanted.iter().position(|&other| other == place).map(|at| at as u64);
                        prop_assert_eq!(view.position(&timeline, place), position);
                    }
                    let pages: Vec<u64> = (0..records.div_ceil(size)).flat_map(|n| walked(&timeline, view, n * size..(n + 1) * size)).collect();
                    prop_assert_eq!(&pages, &wanted);
                }
            }
        }
    }

    #[test]
    fn every_border_of_a_filter_agrees_where_rows_share_seconds() {
        // 60 rows a minute of a billion-row data set: seconds are shared by about three rows.
        let timeline = timeline("dense", 1_000_000_000, 0);
        for (by, direction) in orders() {
            let all = View::new(&timeline, by, direction, None);
            for start in [0, 499_999_990, 999_999_950] {
                let places = walked(&timeline, all, start..start + 50);
                let keys: Vec<(i64, u64)> = places
                    .iter()
                    .map(|&p| {
                        (
                            if by == OrderBy::CreatedAt {
                                timeline.created(p)
                            } else {
                                timeline.updated(p)
                            },
                            p,
                        )
                    })
                    .collect();
                let ordered = keys.windows(2).all(|pair| match direction {
                    Direction::Asc => pair[0] < pair[1],
                    Direction::Desc => {
                        pair[0].0 > pair[1].0 || pair[0].0 == pair[1].0 && pair[0].1 < pair[1].1
                    }
                });
                assert!(ordered, "{by:?} {direction:?} {start} {keys:?}");
            }
        }
    }

    #[test]
    fn positions_past_the_end_are_no_rows() {
        let timeline = timeline("s", 5, 0);
        let view = View::new(&timeline, OrderBy::UpdatedAt, Direction::Desc, None);
        assert!(walked(&timeline, view, 5..10).is_empty());
        assert!(walked(&timeline, view, u64::MAX - 1..u64::MAX).is_empty());
        assert_eq!(walked(&timeline, view, 3..10).len(), 2);
    }
}
