//! What happened to the records up to a moment, each event with a number: the records as they are at the anchor, in the order of `updatedAt`,
//! then what is to be seen of those that move. Nothing happens to rows that stand still once they are there.

use super::list::List;
use super::moving::life::Lives;
use super::moving::log::{Deletion, Event, Log, Logs, Op};
use super::timeline::Timeline;
use std::sync::Arc;

/// The events up to a moment.
#[derive(Clone, Debug)]
pub struct Feed<'p> {
    timeline: &'p Timeline,
    moved: Option<Moved<'p>>,
    /// How many there are.
    total: u64,
}

/// Where the events of rows that move are found.
#[derive(Clone, Debug)]
struct Moved<'p> {
    lives: &'p Lives,
    logs: &'p Logs,
    /// The log in which the moment lies.
    last: Arc<Log>,
    moment: i64,
}

/// A walk over events.
#[derive(Debug)]
pub struct Events<'f> {
    feed: &'f Feed<'f>,
    /// The log in which the last one stood.
    log: Option<Arc<Log>>,
    /// How many events come before the next one.
    before: u64,
}

impl<'p> Feed<'p> {
    /// What happened up to a second.
    pub(super) fn new(
        timeline: &'p Timeline,
        lives: Option<&'p Lives>,
        logs: &'p Logs,
        moment: i64,
    ) -> Self {
        let moved = lives.map(|lives| {
            let moment = moment.max(lives.anchor());
            Moved { lives, logs, last: logs.of(lives, lives.span(moment)), moment }
        });
        let total =
            moved.as_ref().map_or(timeline.records(), |moved| moved.last.count(moved.moment));
        Self { timeline, moved, total }
    }

    /// How many events there are.
    pub const fn total(&self) -> u64 {
        self.total
    }

    /// The events behind so many.
    pub const fn after(&self, before: u64) -> Events<'_> {
        Events { feed: self, log: None, before }
    }

    /// What became, behind so many events, of each row that something happened to: the last event of each. `list` has all rows of the feed's
    /// moment.
    pub fn changes<'f>(
        &'f self,
        before: u64,
        list: &'f List,
    ) -> impl Iterator<Item = (u64, Event)> + 'f {
        self.after(before).filter(move |(_, event)| match list {
            List::Still(..) => true,
            List::Moving(view) => {
                event.op == Op::Delete || view.number(event.place) == Some(event.number)
            }
        })
    }

    /// The rows that were deleted at a second or later, in the order of `deletedAt`.
    pub fn deletions(&self, since: Option<i64>) -> Vec<Deletion> {
        let Some(Moved { last, moment, .. }) = &self.moved else { return Vec::new() };
        last.deletions(since.unwrap_or(i64::MIN), *moment).collect()
    }
}

impl Iterator for Events<'_> {
    /// The number of an event, counted from 1, and the event.
    type Item = (u64, Event);

    fn next(&mut self) -> Option<(u64, Event)> {
        let Feed { timeline, moved, total } = self.feed;
        let before = self.before;
        if before >= *total {
            return None;
        }
        let event = if before < timeline.records() {
            let place = timeline.place_at(before);
            Event { second: i64::MIN, place, number: 0, op: Op::Insert, marked: false }
        } else {
            let Moved { lives, logs, last, .. } = moved.as_ref()?;
            match self.log.as_ref().and_then(|log| log.event(before)) {
                Some(event) => event,
                None => self.log.insert(logs.of(lives, last.span_of(before))).event(before)?,
            }
        };
        self.before += 1;
        Some((self.before, event))
    }
}

#[cfg(test)]
mod tests;
