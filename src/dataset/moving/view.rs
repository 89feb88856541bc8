//! An order and a filter over the rows of a moment. Descending keeps equal keys in canonical order, as where rows stand still.

use super::index::{Index, Indexes, Shared};
use super::life::{Lives, Version};
use crate::dataset::order::{Direction, OrderBy};
use std::ops::Range;
use std::sync::Arc;

/// The rows of a moment, those updated before another left out, in an order.
#[derive(Clone, Debug)]
pub struct MovingView {
    index: Arc<Shared>,
    moment: i64,
    by: OrderBy,
    direction: Direction,
    /// How many rows the filter leaves out at the beginning, in the order by `updatedAt`.
    skipped: u64,
    /// The places that the filter leaves, in the order by `createdAt`; None without a filter, and in the other order.
    kept: Option<Arc<[u64]>>,
    total: u64,
}

impl MovingView {
    /// The rows to be seen at a moment, with `updatedAt >= since` (all without it), in an order.
    pub fn new(
        indexes: &Indexes,
        lives: &Lives,
        moment: i64,
        (by, direction): (OrderBy, Direction),
        since: Option<i64>,
    ) -> Self {
        let index = indexes.of(lives, moment);
        let (mut skipped, mut kept) = (0, None);
        let total = {
            let mut index = index.locked();
            index.move_to(moment);
            match (by, since) {
                (_, None) => index.count(),
                (OrderBy::UpdatedAt, Some(since)) => {
                    skipped = index.below(by, since);
                    index.count() - skipped
                }
                (OrderBy::CreatedAt, Some(since)) => {
                    let places = index.since(since);
                    let count = places.len() as u64;
                    kept = Some(places.into());
                    count
                }
            }
        };
        Self { index, moment, by, direction, skipped, kept, total }
    }

    /// Whether a row has been there, and is not to be seen any more.
    pub fn is_gone(&self, place: u64) -> bool {
        self.at_moment(|index| index.is_gone(place, self.moment))
    }

    /// A second before all keys, in the direction of the order.
    pub const fn first(&self) -> i64 {
        match self.direction {
            Direction::Asc => i64::MIN,
            Direction::Desc => i64::MAX,
        }
    }

    /// The second that it is of.
    pub const fn moment(&self) -> i64 {
        self.moment
    }

    /// How many rows there are.
    pub const fn total(&self) -> u64 {
        self.total
    }

    /// The rows at these positions, counted from 0; clipped to what there is.
    pub fn rows(&self, positions: Range<u64>) -> Vec<Version> {
        let positions = positions.start.min(self.total)..positions.end.min(self.total);
        self.at_moment(|index| positions.filter_map(|position| self.row(index, position)).collect())
    }

    /// The position of a place, counted from 0; None where its row is not to be seen.
    pub fn position(&self, place: u64) -> Option<u64> {
        self.at_moment(|index| {
            let own = index.own(place)?;
            let before = self.up_to(index, index.key(self.by, &own), place).checked_sub(1)?;
            // A row that the filter leaves out stands at no index.
            self.ascending(index, before).filter(|row| row.place == place)?;
            Some(self.turned(index, before))
        })
    }

    /// The key and the place of the row at a position.
    pub fn key(&self, position: u64) -> Option<(i64, u64)> {
        self.at_moment(|index| {
            self.row(index, position).map(|row| (index.key(self.by, &row), row.place))
        })
    }

    /// `updatedAt` and place of the last of the first `after` rows, ascending by `updatedAt`; the last row that the filter leaves out where they are
    /// none.
    pub fn last_of(&self, after: u64) -> Option<(i64, u64)> {
        let last = (self.skipped + after).checked_sub(1)?;
        let row = self.at_moment(|index| index.nth(OrderBy::UpdatedAt, last))?;
        Some((row.updated, row.place))
    }

    /// How many rows stand up to a row of this key and place, which may be gone, or have another key by now.
    pub fn after(&self, second: i64, place: u64) -> u64 {
        self.at_moment(|index| {
            let up_to = self.up_to(index, second, place);
            if self.direction == Direction::Asc {
                return up_to;
            }
            let (start, end) =
                (self.below(index, second), self.below(index, second.saturating_add(1)));
            self.total - end + up_to.saturating_sub(start)
        })
    }

    /// The number of the version that a place shows; None where its row is not to be seen.
    pub fn number(&self, place: u64) -> Option<u32> {
        self.at_moment(|index| index.own(place)).map(|version| version.number)
    }

    /// How many rows of the view have a key below a second.
    pub fn older(&self, second: i64) -> u64 {
        self.at_moment(|index| self.below(index, second))
    }

    fn at_moment<T>(&self, look: impl FnOnce(&Index) -> T) -> T {
        let mut index = self.index.locked();
        index.move_to(self.moment);
        look(&index)
    }

    fn row(&self, index: &Index, position: u64) -> Option<Version> {
        let mirrored = self.total.checked_sub(position + 1)?;
        if self.direction == Direction::Asc {
            return self.ascending(index, position);
        }
        let run = self.run(index, mirrored)?;
        self.ascending(index, run.start + (run.end - 1 - mirrored))
    }

    /// The position of an ascending index in the view's direction.
    fn turned(&self, index: &Index, at: u64) -> u64 {
        match self.direction {
            Direction::Asc => at,
            Direction::Desc => {
                self.run(index, at).map_or(at, |run| self.total - run.end + (at - run.start))
            }
        }
    }

    /// The row at an ascending index.
    fn ascending(&self, index: &Index, at: u64) -> Option<Version> {
        match &self.kept {
            Some(kept) => index.own(*kept.get(usize::try_from(at).ok()?)?),
            None => index.nth(self.by, self.skipped + at),
        }
    }

    /// The ascending indexes of the rows whose key is that of one of them.
    fn run(&self, index: &Index, at: u64) -> Option<Range<u64>> {
        let key = index.key(self.by, &self.ascending(index, at)?);
        Some(self.below(index, key)..self.below(index, key.saturating_add(1)))
    }

    /// How many rows of the view have a key below a second.
    fn below(&self, index: &Index, second: i64) -> u64 {
        match &self.kept {
            Some(kept) => {
                let is_below = |place: &u64| {
                    index.own(*place).is_some_and(|row| index.key(self.by, &row) < second)
                };
                kept.partition_point(is_below) as u64
            }
            None => index.below(self.by, second).saturating_sub(self.skipped),
        }
    }

    /// How many rows of the view stand up to a key and place, ascending.
    fn up_to(&self, index: &Index, second: i64, place: u64) -> u64 {
        match &self.kept {
            Some(kept) => kept.partition_point(|other| *other <= place) as u64,
            None => index.up_to(self.by, second, place).saturating_sub(self.skipped),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::moving::life::Deletes;
    use crate::dataset::moving::life::tests::lives;
    use proptest::prelude::*;

    /// The rows of a moment by replaying all that happened, then filtering and sorting a list.
    fn replayed(
        lives: &Lives,
        moment: i64,
        by: OrderBy,
        direction: Direction,
        since: Option<i64>,
    ) -> Vec<Version> {
        let mut shown = std::collections::BTreeMap::new();
        let mut events = Vec::new();
        for place in 1..=lives.places(moment.max(lives.anchor())) {
            events.extend(
                lives
                    .of(place)
                    .until(moment)
                    .map(|version| (version.seen, 0, version.number, Some(version), place)),
            );
            events.extend(lives.gone(place).map(|gone| (gone, 1, 0, None, place)));
        }
        events.sort_by_key(|&(second, order, number, _, place)| (second, order, number, place));
        let mut ended = std::collections::BTreeSet::new();
        for (second, _, _, version, place) in events {
            match version {
                _ if second > moment || ended.contains(&place) => {}
                None => {
                    ended.insert(place);
                    shown.remove(&place);
                }
                Some(version) => {
                    let shown = shown.entry(place).or_insert(version);
                    if version.number > shown.number {
                        *shown = version;
                    }
                }
            }
        }
        let mut rows: Vec<Version> = shown
            .into_values()
            .filter(|row| since.is_none_or(|since| row.updated >= since))
            .collect();
        let key = |row: &Version| match by {
            OrderBy::CreatedAt => lives.created(row.place),
            OrderBy::UpdatedAt => row.updated,
        };
        rows.sort_by_key(|row| row.place);
        match direction {
            Direction::Asc => rows.sort_by_key(key),
            Direction::Desc => rows.sort_by_key(|row| std::cmp::Reverse(key(row))),
        }
        rows
    }

    fn deletes() -> impl Strategy<Value = Deletes> {
        prop_oneof![
            Just(Deletes::Both),
            Just(Deletes::Soft),
            Just(Deletes::Hard),
            Just(Deletes::None)
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_view_is_what_replaying_gives(
            seed in "[a-z]{2}", records in 1..60_u64, churn in 1..1000_u64, late in 0..3000_u64, deletes in deletes(),
            ages in proptest::collection::vec(0..60_000_i64, 1..5), back in proptest::option::of(0..60_000_i64),
        ) {
            let lives = lives(&seed, records, churn, late, deletes);
            let indexes = Indexes::default();
            for age in ages {
                let moment = lives.anchor() + age;
                let since = back.map(|back| moment - back);
                for by in [OrderBy::CreatedAt, OrderBy::UpdatedAt] {
                    for direction in [Direction::Asc, Direction::Desc] {
                        let view = MovingView::new(&indexes, &lives, moment, (by, direction), since);
                        let rows = replayed(&lives, moment, by, direction, since);
                        prop_assert_eq!(view.total(), rows.len() as u64);
                        prop_assert_eq!(view.rows(0..u64::MAX), rows.clone());
                        let middle = view.total() / 2;
                        prop_assert_eq!(view.rows(middle..middle + 3), rows.iter().skip(middle as usize).take(3).copied().collect::<Vec<_>>());
                        for (position, row) in (0..).zip(&rows) {
                            prop_assert_eq!(view.position(row.place), Some(position));
                            let (second, place) = view.key(position).unwrap();
                            prop_assert_eq!((place, view.after(second, place)), (row.place, position + 1));
                        }
                        for place in 1..=lives.places(moment) + 2 {
                            prop_assert_eq!(view.position(place).is_some(), rows.iter().any(|row| row.place == place));
                        }
                        prop_assert_eq!(view.key(view.total()), None);
                    }
                }
            }
        }

        #[test]
        fn a_walk_goes_on_behind_a_row_that_is_gone(seed in "[a-z]{2}", records in 1..60_u64, one in 0..20_000_i64, other in 0..20_000_i64) {
            let lives = lives(&seed, records, 60, 600, Deletes::Both);
            let indexes = Indexes::default();
            for by in [OrderBy::CreatedAt, OrderBy::UpdatedAt] {
                for direction in [Direction::Asc, Direction::Desc] {
                    let at = |age| MovingView::new(&indexes, &lives, lives.anchor() + age, (by, direction), None);
                    let (before, after) = (at(one), at(one + other));
                    let key = |row: &Version| if by == OrderBy::CreatedAt { lives.created(row.place) } else { row.updated };
                    for position in 0..before.total() {
                        let (second, place) = before.key(position).unwrap();
                        let passed = after.after(second, place);
                        for (at, row) in (0..).zip(after.rows(0..u64::MAX)) {
                            let own = (key(&row), row.place);
                            let is_before = match direction {
                                Direction::Asc => own <= (second, place),
                                Direction::Desc => own.0 > second || own.0 == second && own.1 <= place,
                            };
                            prop_assert_eq!(is_before, at < passed, "{:?} {:?}", own, (second, place));
                        }
                    }
                }
            }
        }
    }
}
