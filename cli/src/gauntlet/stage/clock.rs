//! The two clocks of a case: that of the requests, which goes, and by which limits fill; and that of the data, which stands still where rows move,
//! so that they are the same each time that the case is run. Both jump with the case.

use super::lock;
use crate::clock;
use connector_playground::Timestamp;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

/// The first moment of rows that move, in seconds behind the anchor.
const FIRST: i64 = 600;
/// The seconds between two syncs.
const BETWEEN: i64 = 7200;

/// When a sync is, counted from 1 on, where rows move.
pub(crate) fn moment(anchor: Timestamp, sync: i64) -> Timestamp {
    Timestamp::from_seconds(anchor.seconds() + FIRST + (sync - 1) * BETWEEN)
}

/// The clocks.
#[derive(Debug, Default)]
pub(super) struct Clock {
    /// Seconds by which they are ahead.
    ahead: AtomicI64,
    /// The second at which that of the data stands still.
    held: Mutex<Option<Timestamp>>,
}

impl Clock {
    /// The time at which a request comes.
    pub(super) fn now(&self) -> Timestamp {
        self.ahead_of(clock::now())
    }

    /// The present of the data, where it stands still.
    pub(super) fn held(&self) -> Option<Timestamp> {
        lock(&self.held).map(|held| self.ahead_of(held))
    }

    pub(super) fn hold(&self, moment: Timestamp) {
        *lock(&self.held) = Some(moment);
    }

    pub(super) fn jump(&self, seconds: u32) {
        self.ahead.fetch_add(seconds.into(), Ordering::Relaxed);
    }

    fn ahead_of(&self, moment: Timestamp) -> Timestamp {
        Timestamp::from_millis(moment.millis() + self.ahead.load(Ordering::Relaxed) * 1000)
    }
}
