//! When each place was created and updated, and how many rows lie before a moment: arithmetic, no sorted copy.
//!
//! Place i of 1..=N has the slot `anchor − (N+1−i)·S`. `createdAt = slot − o` and `updatedAt = createdAt + d` with 0 ≤ o, d < S, cut to whole
//! seconds last. So createdAt never falls from place to place, and updatedAt of place i lies between the slots i−1 and i+1: the order by
//! updatedAt differs from the order of places only by swaps of neighbours.
//!
//! Times are kept as ages before the anchor, in nanoseconds, and places are counted from 1.

use super::Shape;
use crate::rng::Rng;
use crate::time::Timestamp;

const SECOND: u64 = 1_000_000_000;
/// The widest step between rows: an hour.
const MAX_STEP: u64 = 3600 * SECOND;
/// All rows lie within these ten years before the anchor.
const SPAN: u64 = 3_652 * 86_400 * SECOND;
/// The place the ties start at, where there are rows enough.
const FIRST_TIE: u64 = 46;

/// Lanes of the stream that times are drawn from.
mod lane {
    pub(super) const CREATED: u64 = 0;
    pub(super) const UPDATED: u64 = 1;
}

/// The times of one data set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeline {
    rng: Rng,
    anchor: i64,
    records: u64,
    /// S, in nanoseconds.
    step: u64,
    /// The unit of the offsets o and d: a second where the step S is whole seconds, so that no two rows share a createdAt; else a nanosecond.
    unit: u64,
    /// S in that unit.
    units: u64,
    /// First and last place of the rows that share one updatedAt; first > last for none.
    ties: (u64, u64),
}

impl Timeline {
    /// The timeline of this shape; `stream` is the data set's.
    pub fn new(shape: &Shape<'_>, rng: Rng) -> Self {
        let records = shape.records;
        let step = MAX_STEP.min(SPAN / records.max(1));
        let unit = if step.is_multiple_of(SECOND) { SECOND } else { 1 };
        let first = if records >= FIRST_TIE - 1 + shape.ties { FIRST_TIE } else { 1 };
        let ties = (first, first + shape.ties - 1);
        Self { rng, anchor: shape.anchor.seconds(), records, step, unit, units: step / unit, ties }
    }

    /// The second that the rows end at.
    pub const fn anchor(&self) -> i64 {
        self.anchor
    }

    /// N, the number of places.
    pub const fn records(&self) -> u64 {
        self.records
    }

    /// `createdAt` of a place, in whole seconds since 1970.
    pub fn created(&self, place: u64) -> i64 {
        self.moment(self.created_age(place))
    }

    /// `updatedAt` of a place, in whole seconds since 1970; never before its [`created`](Self::created).
    pub fn updated(&self, place: u64) -> i64 {
        self.moment(self.updated_age(place))
    }

    /// `createdAt` and `updatedAt` of a place, for less than the two apart.
    pub fn both(&self, place: u64) -> [i64; 2] {
        let created = self.created_age(place);
        let updated = if self.tied(place) {
            self.updated_age(place)
        } else {
            created - self.drawn(place, lane::UPDATED)
        };
        [self.moment(created), self.moment(updated)]
    }

    /// How many places were created before a second.
    pub fn created_before(&self, second: i64) -> u64 {
        self.older(1, self.records, self.age(second), Self::created_age)
    }

    /// How many places were updated before a second.
    pub fn updated_before(&self, second: i64) -> u64 {
        let age = self.age(second);
        let (first, last) = self.ties;
        if first > last {
            return self.older(1, self.records, age, Self::drawn_age);
        }
        let tied =
            if age.is_none_or(|age| self.created_age(last) > age) { last + 1 - first } else { 0 };
        self.older(1, first - 1, age, Self::drawn_age)
            + tied
            + self.older(last + 1, self.records, age, Self::drawn_age)
    }

    /// The place at a rank, counted from 0, of the ascending order by (updatedAt, place). A look at three rows.
    pub fn place_at(&self, rank: u64) -> u64 {
        self.place_seen(rank, &mut Seen::default())
    }

    /// The same, where some of the rows may have been looked at before.
    pub fn place_seen(&self, rank: u64, seen: &mut Seen) -> u64 {
        let place = rank + 1;
        let own = seen.updated(self, place);
        if place < self.records && seen.updated(self, place + 1) < own {
            place + 1
        } else if place > 1 && seen.updated(self, place - 1) > own {
            place - 1
        } else {
            place
        }
    }

    /// How many places sort at or before (`second`, `place`) in the order by (updatedAt, place).
    pub fn rank_after(&self, second: i64, place: u64) -> u64 {
        let (mut low, mut high) =
            (self.updated_before(second), self.updated_before(second.saturating_add(1)));
        while low < high {
            let middle = low + (high - low) / 2;
            if self.place_at(middle) <= place { low = middle + 1 } else { high = middle }
        }
        low
    }

    fn slot_age(&self, place: u64) -> u64 {
        (self.records + 1 - place) * self.step
    }

    fn drawn(&self, place: u64, lane: u64) -> u64 {
        self.rng.below(place, lane, self.units) * self.unit
    }

    fn created_age(&self, place: u64) -> u64 {
        self.slot_age(place) + self.drawn(place, lane::CREATED)
    }

    fn updated_age(&self, place: u64) -> u64 {
        if self.tied(place) { self.created_age(self.ties.1) } else { self.drawn_age(place) }
    }

    fn tied(&self, place: u64) -> bool {
        self.ties.0 <= place && place <= self.ties.1
    }

    /// The age of an update as drawn, ties left out of account.
    fn drawn_age(&self, place: u64) -> u64 {
        self.created_age(place) - self.drawn(place, lane::UPDATED)
    }

    /// The second that an age lies in, rounded down.
    fn moment(&self, age: u64) -> i64 {
        self.anchor - i64::try_from(age.div_ceil(SECOND)).unwrap_or(i64::MAX)
    }

    /// The age of a second; None for seconds after the anchor. Saturates far before the first row.
    fn age(&self, second: i64) -> Option<u64> {
        let seconds = u64::try_from(self.anchor.saturating_sub(second)).ok()?;
        Some(seconds.saturating_mul(SECOND))
    }

    /// How many places of `from..=to` are older than an age (all of them where it is None).
    ///
    /// Both kinds of age of place i lie between (N−i)·S and (N+2−i)·S, so all but two places are decided by division.
    fn older(&self, from: u64, to: u64, age: Option<u64>, age_of: fn(&Self, u64) -> u64) -> u64 {
        if from > to {
            return 0;
        }
        let Some(age) = age else { return to + 1 - from };
        let surely = self.records.saturating_sub(age.div_ceil(self.step)).clamp(from - 1, to);
        let possibly = (self.records + 1).saturating_sub(age / self.step).clamp(from - 1, to);
        let undecided = (surely + 1..=possibly).filter(|&place| age_of(self, place) > age).count();
        surely + 1 - from + u64::try_from(undecided).unwrap_or_default()
    }
}

/// A cache of the last `updatedAt`s of a walk, which looks at each row and its neighbours several times.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Place and second; no place is 0.
    rows: [(u64, i64); 8],
}

impl Seen {
    /// [`Timeline::updated`], remembered.
    pub fn updated(&mut self, timeline: &Timeline, place: u64) -> i64 {
        let slot = &mut self.rows[(place % 8) as usize];
        if slot.0 != place {
            *slot = (place, timeline.updated(place));
        }
        slot.1
    }
}

/// The moment of a second, as the API shows it.
pub fn shown(second: i64) -> [u8; Timestamp::TEXT_LENGTH] {
    Timestamp::from_seconds(second).text()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::rng::Rng;
    use proptest::prelude::*;

    /// The times of a data set that ends at a fixed moment.
    pub(in crate::dataset) fn timeline(seed: &str, records: u64, ties: u64) -> Timeline {
        let anchor = Timestamp::parse("2026-11-25T09:00:00Z").unwrap();
        Timeline::new(
            &Shape { records, ties, ..Shape::new(seed, anchor) },
            Rng::new(seed, "people"),
        )
    }

    /// A timeline whose step is far below a second, as at a billion records, but of few rows.
    fn dense(seed: &str, records: u64, step: u64) -> Timeline {
        Timeline { step, unit: 1, units: step, ..timeline(seed, records, 0) }
    }

    fn sorted(timeline: &Timeline) -> Vec<(i64, u64)> {
        let mut rows: Vec<_> =
            (1..=timeline.records()).map(|place| (timeline.updated(place), place)).collect();
        rows.sort_unstable();
        rows
    }

    fn agrees_with_a_sorted_list(timeline: &Timeline) -> Result<(), TestCaseError> {
        let rows = sorted(timeline);
        for (rank, &(second, place)) in rows.iter().enumerate() {
            prop_assert_eq!(timeline.place_at(rank as u64), place);
            prop_assert_eq!(timeline.rank_after(second, place), rank as u64 + 1);
            for near in second - 1..=second + 1 {
                prop_assert_eq!(
                    timeline.updated_before(near),
                    rows.partition_point(|row| row.0 < near) as u64
                );
                let created =
                    (1..=timeline.records()).filter(|&p| timeline.created(p) < near).count();
                prop_assert_eq!(timeline.created_before(near), created as u64);
            }
            prop_assert!(timeline.created(place) <= second && second <= timeline.anchor);
            prop_assert!(place == 1 || timeline.created(place - 1) <= timeline.created(place));
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn ranks_and_counts_agree_with_a_sorted_list(seed in "[a-z]{3}", records in 1..260_u64, ties in 0..260_u64) {
            agrees_with_a_sorted_list(&timeline(&seed, records, ties.min(records)))?;
        }

        #[test]
        fn also_where_rows_share_seconds(seed in "[a-z]{3}", records in 1..260_u64, step in 1_000_000..2_500_000_000_u64) {
            agrees_with_a_sorted_list(&dense(&seed, records, step))?;
        }

        #[test]
        fn also_where_rows_share_seconds_and_tie(seed in "[a-z]{3}", step in 1_000_000..2_500_000_000_u64, ties in 1..155_u64) {
            agrees_with_a_sorted_list(&Timeline { step, unit: 1, units: step, ..timeline(&seed, 200, ties) })?;
        }
    }

    #[test]
    fn two_hundred_rows_have_distinct_seconds_of_creation_hour_by_hour() {
        let timeline = timeline("any", 200, 0);
        for place in 2..=200 {
            assert!(timeline.created(place - 1) < timeline.created(place));
        }
        assert!(timeline.anchor - timeline.created(1) <= 201 * 3600);
    }

    #[test]
    fn ties_share_the_creation_of_their_last_row() {
        let tied = timeline("any", 200, 15);
        assert!((46..=60).all(|place| tied.updated(place) == tied.created(60)));
        assert!(tied.updated(45) < tied.updated(46) && tied.updated(60) < tied.updated(61));
        let few = timeline("any", 59, 15);
        assert!((1..=15).all(|place| few.updated(place) == few.created(15)));
        let all = timeline("any", 1_000_000_000, 1_000_000_000);
        assert_eq!(all.updated(1), all.updated(1_000_000_000));
        assert_eq!(all.rank_after(all.updated(1), 123_456_789), 123_456_789);
    }

    #[test]
    fn a_billion_rows_lie_within_ten_years_and_are_found_by_arithmetic() {
        let timeline = timeline("any", 1_000_000_000, 0);
        assert!(timeline.anchor - timeline.created(1) <= 3_653 * 86_400);
        for place in [1, 2, 499_999_999, 999_999_999, 1_000_000_000] {
            let second = timeline.updated(place);
            let rank = timeline.rank_after(second, place) - 1;
            assert_eq!(timeline.place_at(rank), place);
            assert!(
                timeline.updated_before(second) <= rank
                    && rank < timeline.updated_before(second + 1)
            );
        }
        assert_eq!(timeline.updated_before(i64::MIN), 0);
        assert_eq!(timeline.updated_before(i64::MAX), 1_000_000_000);
    }
}
