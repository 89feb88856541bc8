//! The journal: the last requests, as a connector's developer wants to see them. What could open a door is never kept: no header, no
//! body, and of the query no value of a parameter that is a secret by its name.
//!
//! A request never waits here, and takes no lock. It draws a number, and the slot of that number is its own until a thousand later ones
//! have come. Should the one of a thousand requests before still be writing there, it takes the next number. A slot keeps its memory, so
//! that no request costs an allocation after the first thousand.

mod slot;
mod target;

use crate::time::Timestamp;
use http::Method;
use http::request::Parts;
use slot::{METHOD, Slot};
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

/// How many requests are kept.
pub const KEPT: usize = 1000;
/// Most bytes of a request's path and query; what is longer is cut, and ends with `...`.
pub const SHOWN: usize = 1024;
/// Numbers a request draws at most; the slots of all of them being written at once is no thing that happens.
const DRAWS: usize = 4;

/// The last requests of one server.
pub struct Journal {
    /// The last number drawn; the first one is 1.
    drawn: AtomicU64,
    /// The last number that was forgotten.
    forgotten: AtomicU64,
    /// Each made by its first request, so that a server that is asked little needs little.
    slots: Box<[OnceLock<Box<Slot>>]>,
}

/// A request and what it was answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// When it came, in milliseconds since 1970.
    millis: i64,
    /// Its method.
    pub method: Method,
    /// Its path as it came, without the mount, with settings and query.
    pub target: String,
    /// The status it was answered with; None as long as there is no answer.
    pub status: Option<u16>,
    /// How many rows the answer has; None where it is no list.
    pub rows: Option<u64>,
    /// The bytes of the answer's body, before any content coding; None as long as it is being sent.
    pub bytes: Option<u64>,
}

/// What the journal keeps of an answer.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) status: Option<u16>,
    pub(crate) rows: Option<u64>,
    /// None where the body is not known as a whole.
    pub(crate) bytes: Option<u64>,
}

/// A request's place in the journal, until its answer is known.
#[derive(Clone, Debug)]
pub(crate) struct Place<'s> {
    journal: &'s Arc<Journal>,
    number: u64,
}

/// A streamed answer, which completes its entry when it ends, or is given up.
#[derive(Debug)]
pub(crate) struct Sending {
    journal: Arc<Journal>,
    number: u64,
    /// Bytes that were sent so far.
    bytes: u64,
}

impl Default for Journal {
    fn default() -> Self {
        let slots = (0..KEPT).map(|_| OnceLock::new()).collect();
        Self { drawn: AtomicU64::new(0), forgotten: AtomicU64::new(0), slots }
    }
}

impl Journal {
    /// Writes down a request that came at `at`, and its answer as far as that is known; None where it found no slot.
    pub(crate) fn open<'s>(
        self: &'s Arc<Self>,
        head: &Parts,
        mount: &str,
        at: Timestamp,
        outcome: Outcome,
    ) -> Option<Place<'s>> {
        let method = head.method.as_str();
        for _ in 0..DRAWS {
            let number = self.drawn.fetch_add(1, Ordering::Relaxed) + 1;
            let filled = self.slot(number)?.get_or_init(|| Box::new(Slot::new())).fill(number, at, outcome, |text| {
                text.push(method.get(..METHOD).unwrap_or(method));
                text.push(" ");
                target::write(head, mount, text);
            });
            if filled {
                return Some(Place { journal: self, number });
            }
        }
        None
    }

    /// The requests that are kept, in the order in which they came.
    pub fn entries(&self) -> Vec<Entry> {
        let last = self.drawn.load(Ordering::Relaxed);
        let before = last.saturating_sub(KEPT as u64).max(self.forgotten.load(Ordering::Relaxed));
        (before + 1..=last).filter_map(|number| self.slot(number)?.get()?.read(number)).collect()
    }

    /// Forgets all requests.
    pub fn clear(&self) {
        self.forgotten.fetch_max(self.drawn.load(Ordering::Relaxed), Ordering::Relaxed);
    }

    /// Writes down what is known now of an answer.
    fn complete(&self, number: u64, outcome: Outcome) {
        if let Some(slot) = self.slot(number).and_then(OnceLock::get) {
            slot.complete(number, outcome);
        }
    }

    fn slot(&self, number: u64) -> Option<&OnceLock<Box<Slot>>> {
        self.slots.get(usize::try_from(number % KEPT as u64).unwrap_or_default())
    }
}

impl Entry {
    /// When it came.
    pub const fn at(&self) -> Timestamp {
        Timestamp::from_millis(self.millis)
    }
}

impl Place<'_> {
    /// Writes down the answer.
    pub(crate) fn answered(&self, outcome: Outcome) {
        self.journal.complete(self.number, outcome);
    }

    /// The same place, for a body that outlives its request.
    pub(crate) fn sending(&self) -> Sending {
        Sending { journal: Arc::clone(self.journal), number: self.number, bytes: 0 }
    }
}

impl Sending {
    /// More bytes were sent.
    pub(crate) const fn count(&mut self, bytes: usize) {
        self.bytes += bytes as u64;
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        self.journal.complete(self.number, Outcome { bytes: Some(self.bytes), ..Outcome::default() });
    }
}

impl fmt::Debug for Journal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Journal").field("drawn", &self.drawn).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(target: &str) -> Parts {
        http::Request::get(target).body(()).unwrap().into_parts().0
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_seconds(second)
    }

    fn outcome(status: u16, rows: Option<u64>, bytes: Option<u64>) -> Outcome {
        Outcome { status: Some(status), rows, bytes }
    }

    fn open<'s>(journal: &'s Arc<Journal>, target: &str, mount: &str, second: i64) -> Place<'s> {
        journal.open(&head(target), mount, Timestamp::from_seconds(second), Outcome::default()).unwrap()
    }

    #[test]
    fn the_last_thousand_are_kept_in_their_order() {
        let journal = Arc::new(Journal::default());
        for n in 0..2500 {
            open(&journal, &format!("/x?n={n}"), "", n).answered(outcome(200, Some(3), Some(5)));
        }
        let entries = journal.entries();
        assert_eq!(entries.len(), KEPT);
        for (entry, n) in entries.iter().zip(1500..) {
            assert_eq!((entry.target.as_str(), entry.at()), (&*format!("/x?n={n}"), at(n)));
            assert_eq!((entry.status, entry.rows, entry.bytes), (Some(200), Some(3), Some(5)));
        }
        journal.clear();
        assert_eq!(journal.entries(), []);
        open(&journal, "/y", "", 0);
        assert_eq!(journal.entries().len(), 1);
    }

    #[test]
    fn a_streamed_answer_completes_its_own_entry_and_no_other() {
        let journal = Arc::new(Journal::default());
        let place = open(&journal, "/long", "", 0);
        let mut sending = place.sending();
        place.answered(outcome(200, None, None));
        assert_eq!(journal.entries()[0].bytes, None);
        sending.count(70_000);
        drop(sending);
        assert_eq!(journal.entries()[0].bytes, Some(70_000));
        let late = place.sending();
        journal.clear();
        drop(late);
        assert_eq!(journal.entries(), []);
        let late = place.sending();
        for n in 0..KEPT {
            open(&journal, "/new", "", 0).answered(outcome(200, None, Some(n as u64)));
        }
        drop(late);
        assert!(journal.entries().iter().zip(0..).all(|(entry, n)| entry.bytes == Some(n)));
    }

    #[test]
    fn secrets_are_blotted_out_and_what_is_long_is_cut() {
        let journal = Arc::new(Journal::default());
        let kept = |target: &str, mount: &str| {
            journal.clear();
            open(&journal, target, mount, 0);
            journal.entries()[0].target.clone()
        };
        assert_eq!(
            kept("/a?Token=abc&pageToken=p&api_key=&x&access_token=a=b&", ""),
            "/a?Token=***&pageToken=p&api_key=***&x&access_token=***&"
        );
        assert_eq!(kept("http://user:pass@a.test/a?b=c", ""), "/a?b=c");
        assert_eq!(kept("/m/n/with/ties=15/a", "/m/n"), "/with/ties=15/a");
        let long = kept(&format!("/{}", "é".repeat(4000)), "");
        assert!(long.len() <= SHOWN + 3 && long.ends_with("é..."), "{}", long.len());
        let mut strange = head("/");
        strange.method = Method::from_bytes(&[b'X'; 5000]).unwrap();
        journal.open(&strange, "", at(0), Outcome::default());
        assert_eq!(journal.entries().last().unwrap().method.as_str().len(), 32);
    }

    #[test]
    fn writers_and_readers_at_once_lose_nothing() {
        let journal = Arc::new(Journal::default());
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let journal = &journal;
                scope.spawn(move || {
                    for n in 0..200 {
                        let place = open(journal, &format!("/{thread}/{n}"), "", 0);
                        place.answered(outcome(200, None, Some(1)));
                        if n % 20 == 0 {
                            journal.entries();
                        }
                    }
                });
            }
        });
        let entries = journal.entries();
        for thread in 0..4 {
            let own = entries.iter().filter(|entry| entry.target.starts_with(&format!("/{thread}/")));
            let own: Vec<&Entry> = own.collect();
            assert!(own.len() == 200 && own.iter().all(|entry| entry.bytes == Some(1)), "{}", own.len());
            assert!(own.iter().zip(0..).all(|(entry, n)| entry.target == format!("/{thread}/{n}")));
        }
    }
}
