//! The clock of data, which may run faster than that of the adapter, and which `POST /playground/clock` moves.

use super::Settings;
use crate::time::Timestamp;

impl Settings {
    /// The clock of data at a moment of the adapter's, moved ahead by so many milliseconds. `clock_speed` counts from the anchor: who knows settings
    /// and time knows the clock.
    #[must_use]
    pub fn clock(&self, real: Timestamp, moved: i64) -> Timestamp {
        self.clock_at(self.clock_speed, real, moved)
    }

    /// The clock of session tokens: moved as that of data, and standing still as that does, but never faster than the adapter's.
    #[must_use]
    pub fn token_clock(&self, real: Timestamp, moved: i64) -> Timestamp {
        self.clock_at(self.clock_speed.min(1), real, moved)
    }

    fn clock_at(&self, speed: u64, real: Timestamp, moved: i64) -> Timestamp {
        match (self.now, speed) {
            (Some(now), _) => now,
            (None, 1) => ahead(real, moved),
            (None, speed) => {
                let since = real.millis().saturating_sub(self.anchor.millis());
                let speed = i64::try_from(speed).unwrap_or(i64::MAX);
                ahead(ahead(self.anchor, since.saturating_mul(speed)), moved)
            }
        }
    }
}

/// So many milliseconds later, within what the text form can name.
fn ahead(moment: Timestamp, millis: i64) -> Timestamp {
    if millis == 0 {
        return moment;
    }
    let later = Timestamp::from_millis(moment.millis().saturating_add(millis));
    later.clamp(Timestamp::MIN, Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(pairs: &str) -> Settings {
        pairs.parse().unwrap()
    }

    #[test]
    fn the_clock_runs_from_the_anchor_on_and_is_moved_on_top() {
        let later = |seconds| Timestamp::from_seconds(Settings::ANCHOR.seconds() + seconds);
        for (pairs, moved, wanted) in [
            ("clock_speed=1", 0, 10),
            ("clock_speed=1", 60_000, 70),
            ("clock_speed=0", 0, 0),
            ("clock_speed=0", 60_000, 60),
            ("clock_speed=60", 0, 600),
            ("clock_speed=60", 60_000, 660),
            ("clock_speed=60,now=2026-01-01T00:00:05Z", 60_000, 5),
        ] {
            assert_eq!(settings(pairs).clock(later(10), moved), later(wanted), "{pairs} {moved}");
        }
        for (pairs, wanted) in [("clock_speed=60", 70), ("", 70), ("clock_speed=0", 60)] {
            assert_eq!(settings(pairs).token_clock(later(10), 60_000), later(wanted), "{pairs}");
        }
    }

    #[test]
    fn the_clock_ends_with_the_year_9999_and_begins_with_the_year_1() {
        let fast = settings("clock_speed=86400");
        assert_eq!(fast.clock(Timestamp::MAX, i64::MAX), Timestamp::MAX);
        assert_eq!(fast.clock(Timestamp::MIN, 0), Timestamp::MIN);
        let odd = Timestamp::from_millis(i64::MAX);
        assert_eq!(settings("").clock(odd, 0), odd, "the adapter's own is left as it is");
    }
}
