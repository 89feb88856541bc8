//! All connections there are, so that one that nobody uses can make room for one that somebody asks on.
//!
//! Which one goes is found by a clock's hand (the page replacement of that name): it passes over what is being answered and takes the mark off
//! what was used since its last round; the first without a mark goes. So using a connection costs one store, and no list is kept in order.

use crate::connection::Link;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::timeout;

/// How long to wait for somebody to leave before it is tried again.
const BREATH: Duration = Duration::from_millis(50);

/// The connections of a server, in bounded number.
#[derive(Debug)]
pub(crate) struct Crowd {
    most: usize,
    places: Mutex<Places>,
    left: Notify,
}

#[derive(Debug, Default)]
struct Places {
    links: Vec<Option<Arc<Link>>>,
    free: Vec<usize>,
    hand: usize,
}

/// A place among the connections, until it is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    crowd: &'static Crowd,
    at: usize,
}

impl Crowd {
    /// Room for this many connections.
    pub(crate) fn new(most: usize) -> Self {
        Self { most, places: Mutex::default(), left: Notify::new() }
    }

    /// A place for a connection, as soon as there is one.
    pub(crate) async fn enter(&'static self, link: &Arc<Link>) -> Place {
        loop {
            if let Some(at) = self.with(|places| places.take(link, self.most)) {
                return Place { crowd: self, at };
            }
            self.make_room().await;
        }
    }

    /// Asks the connection that was idle for longest to leave, and waits a moment for anyone to do so.
    pub(crate) async fn make_room(&self) {
        if let Some(link) = self.with(Places::idlest) {
            link.ask_to_leave();
        }
        let _ = timeout(BREATH, self.left.notified()).await;
    }

    fn with<T>(&self, act: impl FnOnce(&mut Places) -> T) -> T {
        // Each act leaves the places whole, so a panic elsewhere spoils nothing.
        act(&mut self.places.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.crowd.with(|places| {
            if let Some(place) = places.links.get_mut(self.at) {
                *place = None;
                places.free.push(self.at);
            }
        });
        self.crowd.left.notify_one();
    }
}

impl Places {
    fn take(&mut self, link: &Arc<Link>, most: usize) -> Option<usize> {
        let link = Some(Arc::clone(link));
        if let Some(at) = self.free.pop() {
            *self.links.get_mut(at)? = link;
            return Some(at);
        }
        let at = self.links.len();
        (at < most).then(|| self.links.push(link)).map(|()| at)
    }

    /// The connection that can best be spared; None where all are being answered or used. Two rounds: the first may only take marks off.
    fn idlest(&mut self) -> Option<Arc<Link>> {
        for _ in 0..self.links.len() * 2 {
            self.hand = (self.hand + 1) % self.links.len();
            if let Some(link) = self.links.get(self.hand)?.as_ref().filter(|link| link.can_be_spared()) {
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

    fn filled(count: usize) -> (Places, Vec<Arc<Link>>) {
        let links: Vec<Arc<Link>> = (0..count).map(|_| Arc::default()).collect();
        let mut places = Places::default();
        for link in &links {
            places.take(link, count).unwrap();
        }
        (places, links)
    }

    #[test]
    fn no_more_than_the_most_find_a_place_and_places_are_used_again() {
        let (mut places, _) = filled(3);
        assert_eq!(places.take(&Arc::default(), 3), None);
        places.links[1] = None;
        places.free.push(1);
        assert_eq!(places.take(&Arc::default(), 3), Some(1));
        assert_eq!(places.take(&Arc::default(), 3), None);
    }

    #[test]
    fn the_idlest_goes_and_what_is_used_or_answered_stays() {
        let (mut places, links) = filled(4);
        // All are fresh: one round takes the marks off.
        let first = places.idlest().unwrap();
        first.ask_to_leave();
        links[0].enter(Phase::Busy);
        links[3].enter(Phase::Head);
        let gone = [places.idlest(), places.idlest()].map(|link| link.unwrap());
        assert!(gone.iter().all(|link| !Arc::ptr_eq(link, &first) && !Arc::ptr_eq(link, &links[0])));
        links.iter().for_each(|link| link.enter(Phase::Busy));
        assert!(places.idlest().is_none());
    }
}
