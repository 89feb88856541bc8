//! The limit on open connections: when all slots are taken, the connection that has been idle longest is closed to make room.
//!
//! tokio's semaphore counts the slots. Which connection goes is found by the clock algorithm (page replacement): the hand passes over
//! connections that are answering, clears the mark of those used since its last round, and stops at the first without a mark. Using a
//! connection therefore costs one store, and no list is kept in order.

use crate::connection::Link;
use slab::Slab;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{sleep, timeout};

/// How long to wait for a connection to close before another one is asked to.
const RETRY: Duration = Duration::from_millis(50);
/// How long to wait after a connection was asked to close because the system has no file descriptor left.
const PAUSE: Duration = Duration::from_millis(5);

/// Bounds the number of open connections.
#[derive(Debug)]
pub(crate) struct ConnectionLimiter {
    slots: Semaphore,
    open: Mutex<Open>,
}

/// The open connections, and the hand of the clock.
#[derive(Debug, Default)]
struct Open {
    links: Slab<Arc<Link>>,
    hand: usize,
}

/// A connection's slot, given back when this is dropped.
#[derive(Debug)]
pub(crate) struct Slot {
    limiter: &'static ConnectionLimiter,
    key: usize,
    _permit: Option<SemaphorePermit<'static>>,
}

impl ConnectionLimiter {
    /// At most `limit` connections.
    pub(crate) fn new(limit: usize) -> Self {
        Self { slots: Semaphore::new(limit), open: Mutex::default() }
    }

    /// Waits for a slot, closing idle connections while there is none.
    pub(crate) async fn acquire(&'static self, link: &Arc<Link>) -> Slot {
        let permit = loop {
            if let Ok(permit) = self.slots.try_acquire() {
                break Some(permit);
            }
            self.close_idlest();
            if let Ok(permit) = timeout(RETRY, self.slots.acquire()).await {
                break permit.ok();
            }
        };
        let key = self.with(|open| open.links.insert(Arc::clone(link)));
        Slot { limiter: self, key, _permit: permit }
    }

    /// Closes the idlest connection and waits a moment, as when the system has no file descriptor left.
    pub(crate) async fn make_room(&self) {
        self.close_idlest();
        sleep(PAUSE).await;
    }

    fn close_idlest(&self) {
        if let Some(link) = self.with(Open::idlest) {
            link.request_close();
        }
    }

    fn with<T>(&self, act: impl FnOnce(&mut Open) -> T) -> T {
        // No operation leaves the list half changed, so a panic elsewhere does not spoil it.
        act(&mut self.open.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        drop(self.limiter.with(|open| open.links.try_remove(self.key)));
    }
}

impl Open {
    /// The connection to close first; None if all are answering or in use. Two rounds: the first may only clear marks.
    fn idlest(&mut self) -> Option<Arc<Link>> {
        let end = self.links.iter().next_back().map_or(0, |(key, _)| key + 1);
        for _ in 0..end * 2 {
            self.hand = (self.hand + 1) % end;
            if let Some(link) = self.links.get(self.hand).filter(|link| link.can_be_closed()) {
                return Some(Arc::clone(link));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::Phase;

    #[test]
    fn no_more_than_the_limit_have_a_slot_and_slots_are_given_back() {
        let limiter: &'static ConnectionLimiter = Box::leak(Box::new(ConnectionLimiter::new(2)));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let link = Arc::default();
            let first = limiter.acquire(&link).await;
            let second = limiter.acquire(&link).await;
            link.enter(Phase::Busy);
            assert!(timeout(RETRY * 3, limiter.acquire(&link)).await.is_err());
            drop(first);
            drop(limiter.acquire(&link).await);
            drop(second);
            assert!(limiter.with(|open| open.links.is_empty()));
        });
    }

    #[test]
    fn the_idlest_is_closed_and_what_is_used_or_answering_stays() {
        let links: Vec<Arc<Link>> = (0..4).map(|_| Arc::default()).collect();
        let mut open = Open { links: links.iter().cloned().enumerate().collect(), hand: 0 };
        // All are fresh: one round clears the marks.
        let first = open.idlest().unwrap();
        first.request_close();
        links[0].enter(Phase::Busy);
        links[3].enter(Phase::Head);
        let closed = [open.idlest(), open.idlest()].map(|link| link.unwrap());
        assert!(
            closed.iter().all(|link| !Arc::ptr_eq(link, &first) && !Arc::ptr_eq(link, &links[0]))
        );
        links.iter().for_each(|link| link.enter(Phase::Busy));
        assert!(open.idlest().is_none());
    }
}
