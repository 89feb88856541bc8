//! How far the clocks of data were moved: one for all prefixes that have the same rows and speed, since it is their clock.

use crate::rng::finalise;
use crate::settings::Settings;
use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How many clocks can be moved at once. The one moved longest ago makes room for a new one.
const MAX_MOVED: usize = 1024;

/// The clocks that were moved.
#[derive(Debug, Default)]
pub struct Clocks {
    /// Key and milliseconds, in the order in which they were moved last.
    moved: Mutex<Vec<(u64, i64)>>,
    /// Whether there is any: a request to a server without takes no lock.
    any: AtomicBool,
}

impl Clocks {
    /// How many milliseconds the clock of these settings was moved ahead.
    pub fn moved(&self, settings: &Settings) -> i64 {
        if !self.any.load(Ordering::Acquire) {
            return 0;
        }
        of(&self.lock(), key(settings))
    }

    /// Moves the clock of these settings from where it is to where `to` says, never back: how far it is moved then.
    ///
    /// # Errors
    /// What `to` has against it.
    pub fn advance<E>(
        &self,
        settings: &Settings,
        to: impl FnOnce(i64) -> Result<i64, E>,
    ) -> Result<i64, E> {
        let (key, mut moved) = (key(settings), self.lock());
        let before = of(&moved, key);
        let after = to(before)?.max(before);
        self.set(&mut moved, key, after);
        Ok(after)
    }

    /// All clocks as a text, for [`restore`](Self::restore).
    pub fn text(&self) -> String {
        let line = |(key, millis): &(u64, i64)| format!("{key} {millis}\n");
        self.lock().iter().map(line).collect()
    }

    /// Moves clocks to where a text has them, none of them back. What is no clock's line is passed over.
    pub fn restore(&self, text: &str) {
        let mut moved = self.lock();
        for line in text.lines() {
            let pair = line.split_once(' ').map(|(key, millis)| (key.parse(), millis.parse()));
            if let Some((Ok(key), Ok(millis))) = pair
                && millis > of(&moved, key)
            {
                self.set(&mut moved, key, millis);
            }
        }
    }

    fn set(&self, moved: &mut Vec<(u64, i64)>, key: u64, millis: i64) {
        moved.retain(|(other, _)| *other != key);
        if moved.len() >= MAX_MOVED {
            moved.remove(0);
        }
        moved.push((key, millis));
        self.any.store(true, Ordering::Release);
    }

    /// Locks the clocks. A poisoned lock is taken anyway, since each change leaves them whole.
    fn lock(&self) -> MutexGuard<'_, Vec<(u64, i64)>> {
        self.moved.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn of(moved: &[(u64, i64)], key: u64) -> i64 {
    moved.iter().find(|(other, _)| *other == key).map_or(0, |(_, millis)| *millis)
}

/// What settings have in common that share a clock. How responses are served is none of it, so that a sync through any behaviour and the check of
/// it go by one clock.
fn key(settings: &Settings) -> u64 {
    let mut folded = Folded(0);
    (settings.shape(), settings.clock_speed).hash(&mut folded);
    folded.0
}

/// A hash that is the same in each process, since clocks outlive one.
struct Folded(u64);

impl Hasher for Folded {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = finalise(self.0.wrapping_add(1) ^ u64::from(*byte));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    fn settings(pairs: &str) -> Settings {
        pairs.parse().unwrap()
    }

    fn moved_by(clocks: &Clocks, pairs: &str, millis: i64) -> i64 {
        let moved = clocks.advance(&settings(pairs), |before| Ok::<_, Infallible>(before + millis));
        moved.unwrap()
    }

    #[test]
    fn settings_with_the_same_rows_share_a_clock_and_others_do_not() {
        let clocks = Clocks::default();
        assert_eq!(moved_by(&clocks, "moving=on,records=200", 5000), 5000);
        for same in
            ["moving=true", "past_end=404,moving=on,rate_limit=true", "moving=ON,csv_bom=true"]
        {
            assert_eq!(clocks.moved(&settings(same)), 5000, "{same}");
        }
        for other in [
            "",
            "moving=on,records=201",
            "moving=on,seed=b",
            "moving=on,clock_speed=2",
            "moving=on,churn=21",
        ] {
            assert_eq!(clocks.moved(&settings(other)), 0, "{other}");
        }
    }

    #[test]
    fn clocks_outlive_a_server_as_text_and_never_go_back() {
        let (clocks, again) = (Clocks::default(), Clocks::default());
        moved_by(&clocks, "", 5000);
        moved_by(&clocks, "records=5", 1);
        moved_by(&again, "records=5", 7);
        again.restore(&format!("{}x\n1 y\n2\n\n", clocks.text()));
        assert_eq!([again.moved(&settings("")), again.moved(&settings("records=5"))], [5000, 7]);
        assert_eq!(again.text().lines().count(), 2);
        assert_eq!(moved_by(&again, "", -10), 5000);
    }

    #[test]
    fn the_clock_that_was_moved_longest_ago_makes_room() {
        let clocks = Clocks::default();
        moved_by(&clocks, "records=1", 1);
        for records in 1..=MAX_MOVED {
            moved_by(&clocks, &format!("records={records},ties=1"), 1);
        }
        assert_eq!(clocks.moved(&settings("records=1")), 0);
        assert_eq!(clocks.moved(&settings("records=1,ties=1")), 1);
    }
}
