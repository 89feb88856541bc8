//! The memory of one request, which many may read while one writes, and nobody waits for anybody: words that each are read and written
//! whole, and a number that says whose they are. A reader who finds another number afterwards than before throws away what it read.

use super::{Entry, Outcome, SHOWN};
use crate::time::Timestamp;
use http::Method;
use std::hint::spin_loop;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::sync::atomic::{AtomicU64, fence};

/// Most bytes of a method; those that there are have far fewer.
pub(super) const METHOD: usize = 32;
/// Words of eight bytes for the method, a space, and more of the target than is shown.
const WORDS: usize = (METHOD + SHOWN) / 8 + 1;
/// How often a reader looks at a slot that is being written.
const LOOKS: usize = 100;

/// The memory of one request.
pub(super) struct Slot {
    /// Twice the number of the request it belongs to, plus one while it is being written.
    turn: AtomicU64,
    millis: AtomicU64,
    /// Status, rows and bytes of the answer, each plus one; 0 for what is not known.
    answer: [AtomicU64; 3],
    /// Bytes of the text, those included for which there is no room.
    length: AtomicU64,
    text: [AtomicU64; WORDS],
}

impl Slot {
    /// A slot of no request.
    pub(super) const fn new() -> Self {
        const fn words<const N: usize>() -> [AtomicU64; N] {
            [const { AtomicU64::new(0) }; N]
        }
        let [turn, millis, length] = words();
        Self { turn, millis, answer: words(), length, text: words() }
    }

    /// Writes down a request, whose method, a space and target `write` gives. False where the slot is being written or has a later one.
    pub(super) fn fill(&self, number: u64, at: Timestamp, outcome: Outcome, write: impl FnOnce(&mut Text<'_>)) -> bool {
        let before = self.turn.load(Relaxed);
        let free = before.is_multiple_of(2) && before < 2 * number && self.claim(before, number);
        if free {
            self.millis.store(at.millis().cast_unsigned(), Relaxed);
            self.answer.iter().for_each(|word| word.store(0, Relaxed));
            self.answered(outcome);
            let mut text = Text { words: &self.text, held: 0, length: 0 };
            write(&mut text);
            text.put_held();
            self.length.store(text.length as u64, Relaxed);
            self.turn.store(2 * number, Release);
        }
        free
    }

    /// Writes down what is known now of a request's answer, unless the slot is no longer that request's.
    pub(super) fn complete(&self, number: u64, outcome: Outcome) {
        if self.claim(2 * number, number) {
            self.answered(outcome);
            self.turn.store(2 * number, Release);
        }
    }

    /// The request of a number, if the slot is that one's.
    pub(super) fn read(&self, number: u64) -> Option<Entry> {
        for _ in 0..LOOKS {
            let before = self.turn.load(Acquire);
            if before / 2 != number {
                return None;
            }
            let (millis, answer) = (self.millis.load(Relaxed), self.answer.each_ref().map(|known| known.load(Relaxed)));
            let length = usize::try_from(self.length.load(Relaxed)).unwrap_or(usize::MAX);
            let words = self.text.iter().take(length.div_ceil(8));
            let mut text: Vec<u8> = words.flat_map(|word| word.load(Relaxed).to_le_bytes()).collect();
            // What was read above is of one request only if the number is still the same after it.
            fence(Acquire);
            if before.is_multiple_of(2) && self.turn.load(Relaxed) == before {
                text.truncate(length);
                return Some(entry(millis.cast_signed(), answer, &text));
            }
            spin_loop();
        }
        None
    }

    /// Begins to write, if the slot is as it was.
    fn claim(&self, before: u64, number: u64) -> bool {
        let claimed = self.turn.compare_exchange(before, 2 * number + 1, Acquire, Relaxed).is_ok();
        // Who sees one of the words that follow sees this claim, too.
        fence(Release);
        claimed
    }

    /// Writes down what is known; the rest stays.
    fn answered(&self, outcome: Outcome) {
        let known = [outcome.status.map(u64::from), outcome.rows, outcome.bytes];
        for (word, known) in self.answer.iter().zip(known) {
            if let Some(known) = known {
                word.store(known.saturating_add(1), Relaxed);
            }
        }
    }
}

fn entry(millis: i64, answer: [u64; 3], text: &[u8]) -> Entry {
    let [status, rows, bytes] = answer.map(|known| known.checked_sub(1));
    // A character that is cut at the end is left out.
    let text = text.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    let (method, target) = text.split_once(' ').unwrap_or(("", text));
    let shown = target.get(..target.floor_char_boundary(SHOWN)).unwrap_or_default();
    let cut = if shown.len() < target.len() { "..." } else { "" };
    let method = Method::from_bytes(method.as_bytes()).unwrap_or_default();
    let status = status.and_then(|status| u16::try_from(status).ok());
    Entry { millis, method, target: [shown, cut].concat(), status, rows, bytes }
}

/// A text that is being written into words, as far as they reach.
pub(super) struct Text<'s> {
    words: &'s [AtomicU64],
    /// The bytes that do not make a word yet.
    held: u64,
    length: usize,
}

impl Text<'_> {
    /// Appends a text.
    pub(super) fn push(&mut self, text: &str) {
        let (words, rest) = text.as_bytes().as_chunks();
        words.iter().for_each(|word| self.put(*word, 8));
        let mut last = [0; 8];
        last.iter_mut().zip(rest).for_each(|(to, byte)| *to = *byte);
        self.put(last, rest.len());
    }

    /// Appends the first `count` of eight bytes, of which the others are 0.
    fn put(&mut self, bytes: [u8; 8], count: usize) {
        let (word, filled) = (u64::from_le_bytes(bytes), self.length % 8);
        self.held |= word << (8 * filled);
        if filled + count >= 8 {
            self.put_held();
            self.held = if filled == 0 { 0 } else { word >> (8 * (8 - filled)) };
        }
        self.length += count;
    }

    fn put_held(&self) {
        if let Some(word) = self.words.get(self.length / 8) {
            word.store(self.held, Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::atomic::AtomicBool;

    /// An outcome of which all is told by a number.
    fn outcome(number: u64, bytes: Option<u64>) -> Outcome {
        Outcome { status: Some((number % 1000) as u16), rows: Some(number), bytes }
    }

    proptest! {
        #[test]
        fn a_text_is_read_as_it_was_written(pieces in proptest::collection::vec("[a-zé]{0,30}", 0..9), long in "é{0,800}x?") {
            let slot = Slot::new();
            let target = pieces.concat() + &long;
            let write = |text: &mut Text<'_>| {
                text.push("PUT ");
                pieces.iter().for_each(|piece| text.push(piece));
                text.push(&long);
            };
            prop_assert!(slot.fill(7, Timestamp::from_seconds(5), outcome(7, None), write));
            let entry = slot.read(7).unwrap();
            let shown = target.get(..target.floor_char_boundary(SHOWN)).unwrap();
            prop_assert_eq!(entry.target, if shown == target { target.clone() } else { format!("{shown}...") });
            prop_assert_eq!((entry.method, entry.millis, entry.rows), (Method::PUT, 5000, Some(7)));
        }
    }

    #[test]
    fn a_slot_has_its_last_request_alone_and_of_its_answer_what_is_known() {
        let slot = Slot::new();
        let fill = |number, target: &str| {
            slot.fill(number, Timestamp::from_seconds(0), outcome(number, None), |text| text.push(target))
        };
        assert!(fill(1, "GET /a?and=more"));
        slot.complete(1, Outcome { bytes: Some(0), ..Outcome::default() });
        let first = slot.read(1).unwrap();
        assert_eq!((first.status, first.rows, first.bytes), (Some(1), Some(1), Some(0)));
        assert!(fill(2, "GET /b"));
        assert!(!fill(1, "GET /late") && !fill(2, "GET /twice"));
        slot.complete(1, outcome(1, Some(5)));
        let second = slot.read(2).unwrap();
        assert_eq!((second.target.as_str(), second.rows, second.bytes), ("/b", Some(2), None));
        assert_eq!((slot.read(1), slot.read(3)), (None, None));
    }

    #[test]
    fn no_entry_that_is_read_is_of_two_requests() {
        const SLOTS: u64 = 16;
        let slots: Vec<Slot> = (0..SLOTS).map(|_| Slot::new()).collect();
        let slot = |number: u64| &slots[usize::try_from(number % SLOTS).unwrap()];
        let (last, done) = (AtomicU64::new(0), AtomicBool::new(false));
        let write = || {
            for _ in 0..40_000 {
                let number = last.fetch_add(1, Relaxed) + 1;
                let text = number.to_string();
                let times = usize::try_from(number % 40).unwrap() + 1;
                let filled = slot(number).fill(
                    number,
                    Timestamp::from_millis(number.cast_signed()),
                    outcome(number, None),
                    |to| {
                        to.push("GET /");
                        (0..times).for_each(|_| to.push(&text));
                    },
                );
                if filled {
                    slot(number).complete(number, outcome(number, Some(number)));
                }
            }
        };
        let read = || {
            let mut found = 0;
            while !done.load(Relaxed) {
                let latest = last.load(Relaxed);
                for number in latest.saturating_sub(SLOTS)..=latest {
                    let Some(entry) = slot(number).read(number).filter(|_| number > 0) else { continue };
                    let target = "/".to_owned() + &number.to_string().repeat(usize::try_from(number % 40).unwrap() + 1);
                    assert_eq!((entry.millis, &entry.target), (number.cast_signed(), &target));
                    assert_eq!((entry.status, entry.rows), (outcome(number, None).status, Some(number)));
                    assert!(entry.bytes.is_none_or(|bytes| bytes == number));
                    found += 1;
                }
            }
            found
        };
        let found: u64 = std::thread::scope(|scope| {
            let readers = [scope.spawn(read), scope.spawn(read)];
            let writers = [scope.spawn(write), scope.spawn(write), scope.spawn(write)];
            let ended = writers.map(std::thread::ScopedJoinHandle::join);
            done.store(true, Relaxed);
            assert!(ended.iter().all(Result::is_ok));
            readers.map(|reader| reader.join().unwrap()).iter().sum()
        });
        assert!(found > 1000, "{found}");
    }
}
