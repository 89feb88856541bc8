//! What is to be seen at a moment, in the orders of lists, within a stretch of time: an index that moves from moment to moment by the changes
//! in between. The last few are kept, since a sync asks for moments that are close to each other.

use super::fenwick::Taken;
use super::life::{Lives, Version};
use crate::dataset::order::OrderBy;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// Indexes that are kept: a stretch of time of one data set each.
const KEPT: usize = 4;

/// The indexes that were asked for last.
#[derive(Debug, Default)]
pub struct Indexes {
    kept: Mutex<Vec<Arc<Shared>>>,
}

/// An index that all who ask for its stretch of time share, from the moment on at which the first of them begins to make it: of a large data set it takes
/// 30 MB while it is made.
#[derive(Debug)]
pub(super) struct Shared {
    lives: Lives,
    /// The seconds it can say something of.
    stretch: Range<i64>,
    index: OnceLock<Mutex<Index>>,
}

impl Indexes {
    /// The index of a moment, which may still have to be made.
    pub(super) fn of(&self, lives: &Lives, moment: i64) -> Arc<Shared> {
        let moment = moment.max(lives.anchor());
        let is_of =
            |shared: &Arc<Shared>| shared.lives == *lives && shared.stretch.contains(&moment);
        let mut kept = locked(&self.kept);
        let found = kept.iter().position(is_of).map(|at| kept.remove(at));
        let shared = found.unwrap_or_else(|| {
            let stretch = moment..lives.span_end(moment).saturating_add(1);
            Arc::new(Shared { lives: *lives, stretch, index: OnceLock::new() })
        });
        if kept.len() >= KEPT {
            kept.remove(0);
        }
        kept.push(Arc::clone(&shared));
        shared
    }
}

impl Shared {
    /// The index, made by who asks first, while the others wait: about 0.3 µs for each row.
    pub(super) fn locked(&self) -> MutexGuard<'_, Index> {
        let made = || Mutex::new(Index::new(&self.lives, self.stretch.clone()));
        locked(self.index.get_or_init(made))
    }
}

/// Locks what is left whole by each change, and may be taken up after a panic.
pub(super) fn locked<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The rows of a stretch of time.
#[derive(Debug)]
pub struct Index {
    lives: Lives,
    /// All versions that are to be seen in the stretch, by (`updatedAt`, place).
    versions: Vec<Version>,
    /// Which of them are to be seen at the moment.
    shown: Taken,
    /// Which places are, counted from 0.
    places: Taken,
    /// Where in `versions` the shown one of each place stands.
    own: Vec<Option<u32>>,
    /// What happens in the stretch, in its order.
    changes: Vec<Change>,
    /// How many of them have happened at the moment.
    happened: usize,
}

/// At a second, a place shows another version.
#[derive(Clone, Copy, Debug)]
struct Change {
    second: i64,
    place: u64,
    before: Option<u32>,
    after: Option<u32>,
}

impl Index {
    /// The index of a stretch of time that ends with a span.
    fn new(lives: &Lives, stretch: Range<i64>) -> Self {
        let (moment, end) = (stretch.start, stretch.end.saturating_sub(1));
        let count = lives.places(end);
        let (mut versions, mut gone) = (Vec::<Version>::new(), Vec::new());
        for place in 1..=count {
            let life = lives.of(place);
            let end_of_row = life.gone();
            if end_of_row.is_some_and(|gone| gone <= moment) {
                continue;
            }
            let mut first = None;
            for version in life.until(end) {
                if version.seen <= moment {
                    first = Some(version);
                } else if version.seen <= end {
                    versions.push(version);
                }
            }
            versions.extend(first);
            gone.extend(end_of_row.filter(|gone| *gone <= end).map(|second| (second, place)));
        }
        let order = versions.iter().map(|version| (version.updated, version.place));
        let versions =
            sorted(order).into_iter().filter_map(|at| versions.get(at as usize).copied());
        let versions = versions.collect();
        let mut index = Self {
            lives: *lives,
            shown: Taken::default(),
            places: Taken::default(),
            own: vec![None; usize_of(count)],
            changes: Vec::new(),
            happened: 0,
            versions,
        };
        index.plan(moment, &gone);
        index
    }

    /// Finds what is shown at the first moment, and what happens then.
    fn plan(&mut self, moment: i64, gone: &[(i64, u64)]) {
        // By the moment of each appearance, then those that are gone.
        let seen = self.versions.iter().map(|version| (version.seen, version.place));
        let order = sorted(seen.chain(gone.iter().copied()));
        for (at, version) in (0..).zip(&self.versions) {
            if version.seen <= moment {
                self.own[place_of(version.place)] = Some(at);
            }
        }
        let mut own: Vec<Option<u32>> = self.own.clone();
        for at in order {
            let version = self.versions.get(at as usize).copied();
            let (second, place) = match version {
                Some(version) => (version.seen, version.place),
                None => gone.get(at as usize - self.versions.len()).copied().unwrap_or_default(),
            };
            if second <= moment {
                continue;
            }
            let before = own[place_of(place)];
            let after = match version {
                // A late version that comes behind a newer one, or after the end, is never seen.
                Some(version) if self.is_newer(before, version.number) => continue,
                Some(_) if self.lives.gone(place).is_some_and(|gone| gone <= second) => continue,
                version => version.map(|_| at),
            };
            own[place_of(place)] = after;
            self.changes.push(Change { second, place, before, after });
        }
        self.places = Taken::new(self.own.iter().map(Option::is_some));
        let mut shown = vec![false; self.versions.len()];
        self.own.iter().flatten().for_each(|&at| shown[at as usize] = true);
        self.shown = Taken::new(shown.into_iter());
    }

    fn is_newer(&self, shown: Option<u32>, number: u32) -> bool {
        shown
            .and_then(|at| self.versions.get(at as usize))
            .is_some_and(|shown| shown.number > number)
    }

    /// Moves to a moment of the stretch.
    pub(super) fn move_to(&mut self, moment: i64) {
        while let Some(&change) =
            self.changes.get(self.happened).filter(|change| change.second <= moment)
        {
            self.show(change.place, change.before, change.after);
            self.happened += 1;
        }
        while let Some(&change) = self
            .happened
            .checked_sub(1)
            .and_then(|at| self.changes.get(at))
            .filter(|change| change.second > moment)
        {
            self.show(change.place, change.after, change.before);
            self.happened -= 1;
        }
    }

    fn show(&mut self, place: u64, before: Option<u32>, after: Option<u32>) {
        let at = place_of(place);
        self.own[at] = after;
        before.into_iter().for_each(|version| self.shown.free(version as usize));
        after.into_iter().for_each(|version| self.shown.take(version as usize));
        match (before, after) {
            (None, Some(_)) => self.places.take(at),
            (Some(_), None) => self.places.free(at),
            _ => {}
        }
    }

    /// How many rows there are.
    pub(super) fn count(&self) -> u64 {
        self.places.count()
    }

    /// Whether a row is gone without a trace at a second.
    pub(super) fn is_gone(&self, place: u64, second: i64) -> bool {
        (1..=self.lives.places(second)).contains(&place)
            && self.lives.gone(place).is_some_and(|gone| gone <= second)
    }

    /// The version that a place shows.
    pub(super) fn own(&self, place: u64) -> Option<Version> {
        let at = (*self.own.get(usize_of(place.checked_sub(1)?))?)?;
        self.versions.get(at as usize).copied()
    }

    /// The row before which so many stand in an ascending order.
    pub(super) fn nth(&self, by: OrderBy, before: u64) -> Option<Version> {
        match by {
            OrderBy::UpdatedAt => {
                self.shown.nth(before).and_then(|at| self.versions.get(at)).copied()
            }
            OrderBy::CreatedAt => self.own(self.places.nth(before)? as u64 + 1),
        }
    }

    /// How many rows have a key below a second.
    pub(super) fn below(&self, by: OrderBy, second: i64) -> u64 {
        match by {
            OrderBy::UpdatedAt => {
                self.shown.before(self.versions.partition_point(|version| version.updated < second))
            }
            OrderBy::CreatedAt => self.places.before(usize_of(self.lives.created_before(second))),
        }
    }

    /// How many rows stand up to a row in an ascending order, which may be gone by now.
    pub(super) fn up_to(&self, by: OrderBy, second: i64, place: u64) -> u64 {
        match by {
            OrderBy::UpdatedAt => {
                let is_before =
                    |version: &Version| (version.updated, version.place) <= (second, place);
                self.shown.before(self.versions.partition_point(is_before))
            }
            OrderBy::CreatedAt => self.places.before(usize_of(place)),
        }
    }

    /// The key of a row in an order, in seconds since 1970.
    pub(super) fn key(&self, by: OrderBy, version: &Version) -> i64 {
        match by {
            OrderBy::UpdatedAt => version.updated,
            OrderBy::CreatedAt => self.lives.created(version.place),
        }
    }

    /// The places of rows last updated at a second or later, in the order of `createdAt`.
    pub(super) fn since(&self, second: i64) -> Vec<u64> {
        let rows = self.own.iter().flatten().filter_map(|&at| self.versions.get(at as usize));
        rows.filter(|version| version.updated >= second).map(|version| version.place).collect()
    }
}

/// Where each of the keys, a second and a place, stands when they are in order; equal ones stay as they are. One kind of list is sorted, since
/// each costs 2 kB of the module of WebAssembly.
pub(super) fn sorted(keys: impl Iterator<Item = (i64, u64)>) -> Vec<u32> {
    let mut keys: Vec<(i64, u64, u32)> =
        keys.zip(0..).map(|((second, place), at)| (second, place, at)).collect();
    keys.sort_unstable();
    keys.into_iter().map(|(_, _, at)| at).collect()
}

fn place_of(place: u64) -> usize {
    usize_of(place.saturating_sub(1))
}

fn usize_of(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::moving::life::Deletes;
    use crate::dataset::moving::life::tests::lives;

    #[test]
    fn who_asks_for_an_index_while_it_is_made_waits_for_that_one() {
        let (indexes, lives) = (Indexes::default(), lives("a", 2000, 20, 600, Deletes::Both));
        let moment = lives.anchor() + 100_000;
        let counts = std::thread::scope(|scope| {
            let ask = || indexes.of(&lives, moment).locked().versions.as_ptr() as usize;
            let asking: Vec<_> = (0..8).map(|_| scope.spawn(ask)).collect();
            asking.into_iter().map(|one| one.join().unwrap()).collect::<Vec<_>>()
        });
        assert!(counts.iter().all(|one| *one == counts[0]), "one list of versions: {counts:?}");
        assert_eq!(locked(&indexes.kept).len(), 1);
        // Later moments of the span are in it, earlier ones are not.
        let made = indexes.of(&lives, moment);
        assert!(Arc::ptr_eq(&made, &indexes.of(&lives, lives.span_end(moment))));
        assert!(!Arc::ptr_eq(&made, &indexes.of(&lives, moment - 1)));
        for records in 0..KEPT as i64 {
            indexes.of(&lives, moment - 1000 - records);
        }
        assert_eq!(locked(&indexes.kept).len(), KEPT);
    }
}
