//! The set of rows that landed: a sorted list of positions, four bytes each, with two bits for flags. Duplicates are merged whenever the list
//! is full, so that its size depends on the number of distinct rows alone.

use std::ops::Range;

/// Flag bits of an entry; the position is in the bits above. There are at most 2^30 positions.
const OLDER: u32 = 1;
const REPEATED: u32 = 2;
const BITS: u32 = 2;
/// Number of entries before the first merge.
const FIRST_MERGE: usize = 1 << 15;

/// Landed rows by position.
#[derive(Debug, Default)]
pub(super) struct Landed {
    entries: Vec<u32>,
    /// Number of entries before the next merge.
    room: usize,
    /// Number of copies beyond the first of a row.
    surplus: u64,
    /// Whether the last copy of a row counts instead of the newest.
    #[cfg(feature = "landing")]
    pub(super) last: bool,
}

/// A row that landed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) position: u64,
    /// Whether the copy that counts is older than the truth.
    pub(super) older: bool,
    /// Whether it landed more than once.
    pub(super) repeated: bool,
}

impl Landed {
    /// Adds a row; `older` says that this copy is older than the truth.
    pub(super) fn push(&mut self, position: u64, older: bool) {
        if self.entries.len() >= self.room {
            self.merge();
            self.room = FIRST_MERGE.max(2 * self.entries.len());
        }
        let position = u32::try_from(position).unwrap_or(u32::MAX >> BITS);
        self.entries.push(position << BITS | if older { OLDER } else { 0 });
    }

    /// Sorts the entries and merges those with the same position.
    pub(super) fn merge(&mut self) {
        let last = self.sort();
        let surplus = &mut self.surplus;
        self.entries.dedup_by(|next, kept| {
            let same = *next >> BITS == *kept >> BITS;
            if same {
                *surplus += 1;
                let older = if last { *next } else { *kept & *next } & OLDER;
                *kept = *kept & !OLDER | older | REPEATED;
            }
            same
        });
    }

    /// Sorts the entries: whether the last of each position counts.
    #[cfg(not(feature = "landing"))]
    fn sort(&mut self) -> bool {
        self.entries.sort_unstable();
        false
    }

    /// Sorts the entries: whether the last of each position counts.
    #[cfg(feature = "landing")]
    fn sort(&mut self) -> bool {
        if self.last {
            self.entries.sort_by_key(|entry| entry >> BITS);
        } else {
            self.entries.sort_unstable();
        }
        self.last
    }

    /// Copies beyond the first of a row; after a merge.
    pub(super) const fn surplus(&self) -> u64 {
        self.surplus
    }

    /// Whether nothing landed.
    pub(super) const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The rows that landed, by position; after a merge.
    pub(super) fn entries(&self) -> impl Iterator<Item = Entry> {
        self.entries.iter().map(|&entry| Entry {
            position: u64::from(entry >> BITS),
            older: entry & OLDER != 0,
            repeated: entry & REPEATED != 0,
        })
    }

    /// Number of rows below a position that landed; after a merge.
    pub(super) fn below(&self, position: u64) -> u64 {
        self.entries.partition_point(|&entry| u64::from(entry >> BITS) < position) as u64
    }

    /// The rows below a position in another order, given by `place`; None where that order does not exist. After a merge.
    pub(super) fn reordered(&self, below: u64, place: impl Fn(u64) -> Option<u64>) -> Option<Self> {
        let moved = |&entry: &u32| {
            let position = u32::try_from(place(u64::from(entry >> BITS))?).ok()?;
            Some(position << BITS | entry & (OLDER | REPEATED))
        };
        let kept = self.entries.iter().take_while(|&&entry| u64::from(entry >> BITS) < below);
        let mut entries = kept.map(moved).collect::<Option<Vec<u32>>>()?;
        entries.sort_unstable();
        Some(Self { entries, ..Self::default() })
    }

    /// Whether a row at most two positions away did not land; after a merge.
    pub(super) fn borders_gap(&self, position: u64) -> bool {
        (position.saturating_sub(2)..=position + 2)
            .any(|near| self.below(near) == self.below(near + 1))
    }

    /// The runs of positions below `end` that did not land; after a merge.
    pub(super) fn gaps(&self, end: u64) -> Runs<'_> {
        Runs { entries: &self.entries, repeated: false, from: 0, end }
    }

    /// The runs of positions below `end` that landed more than once; after a merge.
    pub(super) fn repeats(&self, end: u64) -> Runs<'_> {
        Runs { entries: &self.entries, repeated: true, from: 0, end }
    }
}

/// An iterator over runs of positions, in order. One type serves both kinds of runs, so that the code that uses them is compiled once.
#[derive(Clone, Debug)]
pub(super) struct Runs<'l> {
    /// Remaining entries.
    entries: &'l [u32],
    /// Whether the runs are of duplicates rather than of missing rows.
    repeated: bool,
    from: u64,
    end: u64,
}

impl Iterator for Runs<'_> {
    type Item = Range<u64>;

    fn next(&mut self) -> Option<Range<u64>> {
        let mut run = self.from..self.from;
        while let Some((&entry, rest)) = self.entries.split_first() {
            let position = u64::from(entry >> BITS);
            if position >= self.end {
                break;
            }
            let follows = position == run.end && !run.is_empty();
            let repeated = self.repeated && entry & REPEATED != 0;
            if self.repeated && !run.is_empty() && !(follows && repeated) {
                return Some(run);
            }
            self.entries = rest;
            if repeated {
                run = if follows { run.start..position + 1 } else { position..position + 1 };
            } else if !self.repeated {
                run = self.from..position;
                self.from = position + 1;
                if !run.is_empty() {
                    return Some(run);
                }
            }
        }
        self.entries = &[];
        if !self.repeated {
            run = self.from..self.end;
            self.from = self.end;
        }
        (!run.is_empty()).then_some(run)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn merging_agrees_with_a_map_whenever_it_happens(
            rows in proptest::collection::vec((0..40_u64, any::<bool>(), any::<bool>()), 0..120)
        ) {
            let mut landed = Landed::default();
            let mut model: BTreeMap<u64, (bool, u64)> = BTreeMap::new();
            for &(position, older, merge) in &rows {
                landed.push(position, older);
                let row = model.entry(position).or_insert((true, 0));
                *row = (row.0 && older, row.1 + 1);
                if merge {
                    landed.merge();
                }
            }
            landed.merge();
            let wanted: Vec<Entry> = model
                .iter()
                .map(|(&position, &(older, copies))| Entry { position, older, repeated: copies > 1 })
                .collect();
            prop_assert_eq!(landed.entries().collect::<Vec<_>>(), wanted);
            prop_assert_eq!(landed.surplus(), rows.len() as u64 - model.len() as u64);
            let missing: Vec<u64> = (0..30).filter(|at| !model.contains_key(at)).collect();
            prop_assert_eq!(landed.gaps(30).flatten().collect::<Vec<_>>(), missing);
            let twice: Vec<u64> = (0..30).filter(|at| model.get(at).is_some_and(|row| row.1 > 1)).collect();
            prop_assert_eq!(landed.repeats(30).flatten().collect::<Vec<_>>(), twice);
            prop_assert_eq!(landed.below(30), model.range(..30).count() as u64);
        }
    }

    #[test]
    fn the_same_row_again_and_again_takes_no_room() {
        let mut landed = Landed::default();
        (0..1_000_000).for_each(|_| landed.push(7, false));
        assert!(landed.entries.capacity() <= 2 * FIRST_MERGE, "{}", landed.entries.capacity());
        landed.merge();
        assert_eq!((landed.surplus(), landed.below(8)), (999_999, 1));
    }

    #[test]
    fn the_largest_position_fits() {
        let mut landed = Landed::default();
        landed.push(999_999_999, true);
        landed.merge();
        let last = Entry { position: 999_999_999, older: true, repeated: false };
        assert_eq!(landed.entries().collect::<Vec<_>>(), [last]);
    }
}
