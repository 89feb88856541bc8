//! The journal: the last requests, as a connector's developer wants to see them. It never keeps credentials: no header, no body, and no
//! value of a query parameter whose name says that it is secret.

use crate::redaction::masked;
use crate::time::Timestamp;
use http::Method;
use http::request::Parts;
use std::borrow::Cow;
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many requests are kept.
pub const KEPT: usize = 1000;
/// Most bytes of a request's path and query; what is longer is cut, and ends with `...`.
pub const SHOWN: usize = 1024;
/// Room for a target that is kept from one request to the next, in bytes.
const ROOM: usize = 128;
/// Most bytes of a method; those that there are have far fewer.
const METHOD: usize = 32;

/// The last requests of one server.
#[derive(Default)]
pub struct Journal {
    last: Mutex<Last>,
}

/// The last requests, numbered in the order in which they came.
#[derive(Default)]
struct Last {
    entries: VecDeque<Entry>,
    /// The number of the first entry: how many have been forgotten.
    first: u64,
}

/// A request and what it was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When it came.
    pub at: Timestamp,
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

/// A request's entry in the journal, until its response is known.
#[derive(Clone, Debug)]
pub(crate) struct OpenEntry<'s> {
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

impl Journal {
    /// Writes down a request that came at `at` to a server with this mount and seed, and its answer as far as that is known.
    pub(crate) fn open<'s>(
        self: &'s Arc<Self>,
        head: &Parts,
        (mount, seed): (&str, &str),
        at: Timestamp,
        Outcome { status, rows, bytes }: Outcome,
    ) -> OpenEntry<'s> {
        let (method, target) = (method(head), target(head, mount, seed));
        let entry = Entry { at, method, target: String::new(), status, rows, bytes };
        OpenEntry { journal: self, number: self.last().push(entry, &target) }
    }

    /// The requests that are kept, in the order in which they came.
    pub fn entries(&self) -> Vec<Entry> {
        self.last().entries.iter().cloned().collect()
    }

    /// Forgets all requests.
    pub fn clear(&self) {
        let mut last = self.last();
        last.first += last.entries.len() as u64;
        last.entries.clear();
    }

    /// Writes down what is known now of an answer.
    fn complete(&self, number: u64, outcome: Outcome) {
        if let Some(entry) = self.last().entry(number) {
            entry.complete(outcome);
        }
    }

    /// Locks the entries. A poisoned lock is taken anyway, since each change leaves the entries whole.
    fn last(&self) -> MutexGuard<'_, Last> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Last {
    /// Appends a request with its target, the oldest making room: its number. The text of the oldest is written over, since a new one for
    /// each request would stand between what connections leave, and keep the allocator from giving that back.
    fn push(&mut self, mut entry: Entry, target: &str) -> u64 {
        if self.entries.len() >= KEPT {
            entry.target = self.entries.pop_front().map(|oldest| oldest.target).unwrap_or_default();
            entry.target.clear();
            // Long ones are rare; their room is not kept.
            entry.target.shrink_to(ROOM);
            self.first += 1;
        }
        entry.target.reserve(ROOM);
        entry.target.push_str(target);
        self.entries.push_back(entry);
        self.first + self.entries.len() as u64 - 1
    }

    /// The request of a number, if it is still kept.
    fn entry(&mut self, number: u64) -> Option<&mut Entry> {
        let place = number.checked_sub(self.first)?;
        self.entries.get_mut(usize::try_from(place).ok()?)
    }
}

impl Entry {
    /// Adds what is known of the answer; the rest stays.
    fn complete(&mut self, outcome: Outcome) {
        self.status = outcome.status.or(self.status);
        self.rows = outcome.rows.or(self.rows);
        self.bytes = outcome.bytes.or(self.bytes);
    }
}

/// A request's method, cut where it is longer than any that there is.
fn method(head: &Parts) -> Method {
    let text = head.method.as_str();
    text.get(..METHOD)
        .map_or_else(|| head.method.clone(), |cut| Method::try_from(cut).unwrap_or_default())
}

/// A request's path and query below the mount, as far as they may be kept: of a secret only its name.
fn target<'h>(head: &'h Parts, mount: &str, seed: &str) -> Cow<'h, str> {
    // Of CONNECT, whose target has no path, the address.
    let (uri, address) =
        (&head.uri, || head.uri.authority().map_or("", |address| address.as_str()));
    let whole = uri.path_and_query().map_or_else(address, |whole| whole.as_str());
    let below = whole
        .strip_prefix(mount)
        .filter(|rest| mount.is_empty() || rest.is_empty() || rest.starts_with(['/', '?']));
    let masked = masked(below.unwrap_or(whole), seed);
    // At a character's end.
    let mut cuts = (0..=masked.len().min(SHOWN)).rev();
    match cuts.find_map(|end| masked.get(..end)) {
        Some(cut) if cut.len() < masked.len() => [cut, "..."].concat().into(),
        _ => masked,
    }
}

impl OpenEntry<'_> {
    /// Writes down the answer.
    pub(crate) fn answered(&self, outcome: Outcome) {
        self.journal.complete(self.number, outcome);
    }

    /// The same entry, for a body that outlives its request.
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
        self.journal
            .complete(self.number, Outcome { bytes: Some(self.bytes), ..Outcome::default() });
    }
}

impl fmt::Debug for Journal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Journal").field("kept", &self.last().entries.len()).finish_non_exhaustive()
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

    fn open<'s>(
        journal: &'s Arc<Journal>,
        target: &str,
        mount: &str,
        second: i64,
    ) -> OpenEntry<'s> {
        journal.open(
            &head(target),
            (mount, "own"),
            Timestamp::from_seconds(second),
            Outcome::default(),
        )
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
            assert_eq!((entry.target.as_str(), entry.at), (&*format!("/x?n={n}"), at(n)));
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
        let entry = open(&journal, "/long", "", 0);
        let mut sending = entry.sending();
        entry.answered(outcome(200, None, None));
        assert_eq!(journal.entries()[0].bytes, None);
        sending.count(70_000);
        drop(sending);
        assert_eq!(journal.entries()[0].bytes, Some(70_000));
        let late = entry.sending();
        journal.clear();
        drop(late);
        assert_eq!(journal.entries(), []);
        let late = entry.sending();
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
        journal.open(&strange, ("", "own"), at(0), Outcome::default());
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
                        let entry = open(journal, &format!("/{thread}/{n}"), "", 0);
                        entry.answered(outcome(200, None, Some(1)));
                        if n % 20 == 0 {
                            journal.entries();
                        }
                    }
                });
            }
        });
        let entries = journal.entries();
        for thread in 0..4 {
            let own =
                entries.iter().filter(|entry| entry.target.starts_with(&format!("/{thread}/")));
            let own: Vec<&Entry> = own.collect();
            assert!(
                own.len() == 200 && own.iter().all(|entry| entry.bytes == Some(1)),
                "{}",
                own.len()
            );
            assert!(own.iter().zip(0..).all(|(entry, n)| entry.target == format!("/{thread}/{n}")));
        }
    }

    #[test]
    fn a_panic_while_the_journal_is_held_costs_no_request() {
        let journal = Arc::new(Journal::default());
        open(&journal, "/a", "", 0);
        let panicked = std::thread::scope(|scope| {
            let held = || {
                let _held = journal.last.lock();
                panic!("held");
            };
            scope.spawn(held).join().is_err()
        });
        assert!(panicked && journal.last.is_poisoned());
        open(&journal, "/b", "", 0).answered(outcome(200, None, Some(1)));
        let targets: Vec<(String, Option<u16>)> =
            journal.entries().into_iter().map(|entry| (entry.target, entry.status)).collect();
        assert_eq!(targets, [("/a".to_owned(), None), ("/b".to_owned(), Some(200))]);
    }
}
