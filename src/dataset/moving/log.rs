//! What happens to rows, in the order in which it is to be seen. Each event has a number: how many come before it, the records as they are at the
//! anchor first. So a number is a function of seed and settings, whoever asks for it and when.
//!
//! A log has the events of one span, and how many there are before each: it is made in one pass over the lives, and is no larger however
//! late it is. The last few are kept, since a walk stays in a span for long.

use super::index::{locked, sorted};
use super::life::{Lives, Version};
use std::sync::{Arc, Mutex};

/// Logs that are kept: a span of one data set each.
const KEPT: usize = 4;

/// The logs that were asked for last.
#[derive(Debug, Default)]
pub struct Logs {
    kept: Mutex<Vec<Arc<Log>>>,
}

impl Logs {
    /// The log of a span. It is made where there is none.
    pub(in crate::dataset) fn of(&self, lives: &Lives, span: u32) -> Arc<Log> {
        let found = |kept: &mut Vec<Arc<Log>>| {
            let at = kept.iter().position(|log| log.lives == *lives && log.span == span)?;
            let log = kept.remove(at);
            kept.push(Arc::clone(&log));
            Some(log)
        };
        if let Some(log) = found(&mut locked(&self.kept)) {
            return log;
        }
        // Made outside the lock: who asks at the same time makes another, rather than wait.
        let log = Arc::new(Log::new(lives, span));
        let mut kept = locked(&self.kept);
        if kept.len() >= KEPT {
            kept.remove(0);
        }
        kept.push(Arc::clone(&log));
        log
    }
}

/// The events of a span, and the deletions up to its end.
#[derive(Debug)]
pub struct Log {
    lives: Lives,
    span: u32,
    /// How many events there are before each span, up to this one.
    before: Vec<u64>,
    /// Those of this span, in their order.
    events: Vec<Event>,
    /// The rows deleted up to its end, in the order of `deletedAt`.
    deletions: Vec<Deletion>,
}

/// Something that is to be seen of a row from a second on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// The second, since 1970; the least there is for a record as it is at the anchor.
    pub second: i64,
    /// Which row.
    pub place: u64,
    /// Which version of it comes; of a row that goes, which was shown.
    pub number: u32,
    /// What happens.
    pub op: Op,
    /// Whether the version says that the row is deleted.
    pub marked: bool,
}

/// What happens to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// It comes.
    Insert,
    /// A newer version of it comes.
    Update,
    /// It goes without a trace.
    Delete,
}

/// The end of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deletion {
    /// When it was deleted, in seconds since 1970.
    pub deleted: i64,
    /// From which second on that is to be seen.
    pub seen: i64,
    /// Which row.
    pub place: u64,
}

impl Log {
    fn new(lives: &Lives, span: u32) -> Self {
        let (end, records) = (lives.last_of(span), lives.records());
        let mut counts = vec![0_u64; span as usize + 1];
        let (mut own, mut events, mut deletions) = (Vec::new(), Vec::new(), Vec::new());
        for place in 1..=lives.places(end) {
            events.clear();
            Event::of(lives, place, end, &mut events);
            deletions.extend(events.last().and_then(|last| Deletion::by(lives, last)));
            // The first of a record is what it is at the anchor.
            for event in events.iter().skip(usize::from(place <= records)) {
                let at = lives.span(event.second);
                counts.get_mut(at as usize).into_iter().for_each(|count| *count += 1);
                if at == span {
                    own.push(*event);
                }
            }
        }
        let before = counts
            .iter()
            .scan(records, |before, count| Some(std::mem::replace(before, *before + count)));
        let before = before.collect();
        let (events, deletions) = (
            in_order(&own, |event| (event.second, event.place)),
            in_order(&deletions, |deletion| (deletion.deleted, deletion.place)),
        );
        Self { lives: *lives, span, before, events, deletions }
    }

    /// How many events there are up to a second of the span.
    pub(in crate::dataset) fn count(&self, second: i64) -> u64 {
        self.start() + self.events.partition_point(|event| event.second <= second) as u64
    }

    /// The event before which so many come; None for one of another span.
    pub(in crate::dataset) fn event(&self, number: u64) -> Option<Event> {
        let at = number.checked_sub(self.start())?;
        self.events.get(usize::try_from(at).ok()?).copied()
    }

    /// The span of the event before which so many come, which is of this span or one before.
    pub(in crate::dataset) fn span_of(&self, number: u64) -> u32 {
        let spans = self.before.partition_point(|before| *before <= number);
        u32::try_from(spans.saturating_sub(1)).unwrap_or(self.span)
    }

    /// The deletions to be seen at a second of the span, of rows deleted at another or later.
    pub(in crate::dataset) fn deletions(
        &self,
        since: i64,
        second: i64,
    ) -> impl Iterator<Item = Deletion> {
        let from = self.deletions.partition_point(|deletion| deletion.deleted < since);
        let left = self.deletions.get(from..).unwrap_or_default().iter().copied();
        left.filter(move |deletion| deletion.seen <= second)
    }

    fn start(&self) -> u64 {
        self.before.last().copied().unwrap_or_default()
    }
}

impl Event {
    /// Appends what is to be seen of a place up to a second, in its order: one event for each version that comes before all newer ones, and one
    /// where the row goes without a trace.
    fn of(lives: &Lives, place: u64, second: i64, events: &mut Vec<Self>) {
        let life = lives.of(place);
        let gone = life.gone();
        for Version { number, seen, deleted: marked, .. } in life.until(second) {
            // A late version that comes behind a newer one, or after the end, is never seen.
            while events.last().is_some_and(|last| last.second > seen) {
                events.pop();
            }
            if seen <= second && gone.is_none_or(|gone| seen < gone) {
                let op = if events.is_empty() { Op::Insert } else { Op::Update };
                events.push(Self { second: seen, place, number, op, marked });
            }
        }
        let shown = events.last().map(|last| last.number);
        if let (Some(gone), Some(number)) = (gone.filter(|gone| *gone <= second), shown) {
            events.push(Self { second: gone, place, number, op: Op::Delete, marked: false });
        }
    }
}

impl Deletion {
    /// The deletion that the last event of a row is, if it is one.
    fn by(lives: &Lives, last: &Event) -> Option<Self> {
        let Event { second: seen, place, number, op, marked } = *last;
        let deleted = match op {
            Op::Delete => seen,
            _ if marked => lives.numbered(place, number).updated,
            _ => return None,
        };
        Some(Self { deleted, seen, place })
    }
}

/// Items in the order of their keys; those of one key stay as they are.
fn in_order<T: Copy>(items: &[T], key: impl Fn(&T) -> (i64, u64)) -> Vec<T> {
    let order = sorted(items.iter().map(key));
    order.into_iter().filter_map(|at| items.get(at as usize).copied()).collect()
}
