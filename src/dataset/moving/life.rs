//! What becomes of a row after the anchor: its versions, the moment from which each is to be seen, and its end.
//!
//! Time after the anchor comes in spans: the first has T seconds, each further one twice as many as the one before. In each span there
//! are as many new rows, a fourth of the records; and in each span of its own, counted from the anchor or from its creation, a row is updated
//! once. So it changes ever more rarely, and there are never more rows than a few times the records, whatever the clock says.
//!
//! A version is a place and a number; version 0 of the records is what they are without motion. One row in ten ends by a version that
//! says so, one in twenty without a trace; one version in twenty is late, as where a transaction commits long after its rows were written.

use crate::dataset::timeline::Timeline;
use crate::rng::{Draws, Rng};

/// T for one change a minute of 1,000 rows, in seconds.
const SPAN: u64 = 60_000;
/// Of how many records there is a new one in each span.
const FRESH: u64 = 4;
/// Spans that are looked at: the last of them begins behind the year 9999.
const SPANS: u32 = 40;

/// Lanes of the stream that lives are drawn from.
mod lane {
    pub(super) const CREATED: u64 = 0;
    pub(super) const FATE: u64 = 1;
    pub(super) const END: u64 = 2;
    /// From here on two for each version: when it is written, and whether it is late.
    pub(super) const VERSIONS: u64 = 8;
}

/// How rows move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Motion {
    /// How many seconds behind its `updatedAt` a late version is to be seen; 0 for no late ones.
    pub late: u64,
    /// How rows go.
    pub deletes: Deletes,
    /// Updates in the first minute for 1,000 rows, 1 to 1,000.
    pub churn: u64,
}

/// How rows go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Deletes {
    /// By a version with `deletedAt`, or without a trace.
    #[default]
    Both,
    /// By a version with `deletedAt`.
    Soft,
    /// Without a trace.
    Hard,
    /// Never.
    None,
}

impl Deletes {
    /// Whether rows say when they were deleted.
    pub const fn marks(self) -> bool {
        matches!(self, Self::Both | Self::Soft)
    }

    const fn traceless(self) -> bool {
        matches!(self, Self::Both | Self::Hard)
    }
}

/// A row as it is from one moment to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    /// Which row.
    pub place: u64,
    /// Which version of it, counted from 0.
    pub number: u32,
    /// Its `updatedAt`, in seconds since 1970.
    pub updated: i64,
    /// From which second on it is to be seen, unless a newer one is.
    pub seen: i64,
    /// Whether it says that the row is deleted.
    pub deleted: bool,
}

/// The lives of the rows of one data set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lives {
    timeline: Timeline,
    motion: Motion,
    drawn: Rng,
    /// T, in seconds.
    span: u64,
    /// New rows in a span.
    fresh: u64,
}

impl Lives {
    /// The lives of rows that have these times before the anchor.
    pub fn new(seed: &str, timeline: Timeline, motion: Motion) -> Self {
        let (span, fresh) = (SPAN / motion.churn.max(1), timeline.records().div_ceil(FRESH));
        Self { timeline, motion, drawn: Rng::new(seed, "moving"), span, fresh }
    }

    /// How they move.
    pub const fn motion(&self) -> Motion {
        self.motion
    }

    /// How many rows there are at the anchor.
    pub const fn records(&self) -> u64 {
        self.timeline.records()
    }

    /// The second that all of it begins after.
    pub const fn anchor(&self) -> i64 {
        self.timeline.anchor()
    }

    /// The last second of the span in which this one lies.
    pub fn span_end(&self, second: i64) -> i64 {
        let (span, begin) = self.span_of(self.age(second));
        self.at(begin.saturating_add(self.length(span)))
    }

    /// How many places there are up to a second, those that are gone among them.
    pub fn places(&self, second: i64) -> u64 {
        // A row is created at least a second after the anchor, or the span before.
        let Some(age) = self.age(second).checked_sub(1) else { return self.timeline.records() };
        let (span, begin) = self.span_of(age);
        let room = (age - begin + 1).saturating_mul(self.fresh);
        let surely = room / self.length(span);
        let first = self.timeline.records() + u64::from(span) * self.fresh;
        let next = u64::from(self.created(first + surely + 1) <= second);
        first + (surely + next).min(self.fresh)
    }

    /// `createdAt` of a place, in seconds since 1970; it never falls from place to place.
    pub fn created(&self, place: u64) -> i64 {
        let Some(fresh) = place.checked_sub(self.timeline.records() + 1) else {
            return self.timeline.created(place);
        };
        let (span, at) = (u32::try_from(fresh / self.fresh).unwrap_or(SPANS), fresh % self.fresh);
        if span >= SPANS {
            return i64::MAX;
        }
        let length = self.length(span);
        let within = at.saturating_mul(length).saturating_add(self.drawn.below(
            place,
            lane::CREATED,
            length,
        ));
        self.at(self.begin(span).saturating_add(1).saturating_add(within / self.fresh))
    }

    /// How many places were created before a second.
    pub fn created_before(&self, second: i64) -> u64 {
        if second <= self.anchor() {
            self.timeline.created_before(second)
        } else {
            self.places(second - 1)
        }
    }

    /// The version of a place that is to be seen at a second; None before there is one, and when the row is gone.
    pub fn seen(&self, place: u64, second: i64) -> Option<Version> {
        let life = self.of(place);
        if life.gone().is_some_and(|gone| gone <= second) {
            return None;
        }
        life.until(second).filter(|version| version.seen <= second).last()
    }

    /// The second from which on a row is gone without a trace.
    pub fn gone(&self, place: u64) -> Option<i64> {
        self.of(place).gone()
    }

    /// The version of a place that has an `updatedAt`.
    pub fn version(&self, place: u64, updated: i64) -> Option<Version> {
        self.of(place).until(updated).find(|version| version.updated == updated)
    }

    /// A version of a place by its number; for one that there is, as an [`Event`](super::log::Event) tells it.
    pub fn numbered(&self, place: u64, number: u32) -> Version {
        self.of(place).version(number)
    }

    /// The span in which a second lies, counted from 0; that of the anchor for one before it.
    pub fn span(&self, second: i64) -> u32 {
        self.span_of(self.age(second)).0
    }

    /// The last second of a span.
    pub fn last_of(&self, span: u32) -> i64 {
        self.at(self.begin(span.saturating_add(1)).saturating_sub(1))
    }

    /// The life of one place.
    pub fn of(&self, place: u64) -> Life<'_> {
        let (drawn, deletes) = (self.drawn.at(place), self.motion.deletes);
        let fate = match drawn.below(lane::FATE, 20) {
            0 | 1 if deletes.marks() => Fate::Marked,
            2 if deletes.traceless() => Fate::Gone,
            _ => Fate::None,
        };
        let last = 1 + u32::try_from(drawn.below(lane::END, 3)).unwrap_or_default();
        Life { lives: self, place, drawn, fate, last }
    }

    fn age(&self, second: i64) -> u64 {
        u64::try_from(second.saturating_sub(self.anchor())).unwrap_or_default()
    }

    fn at(&self, age: u64) -> i64 {
        self.anchor().saturating_add(i64::try_from(age).unwrap_or(i64::MAX))
    }

    /// The span of an age, and the age that it begins at.
    fn span_of(&self, age: u64) -> (u32, u64) {
        let span = (age / self.span + 1).ilog2().min(SPANS - 1);
        (span, self.begin(span))
    }

    const fn length(&self, span: u32) -> u64 {
        self.span << (if span < SPANS { span } else { SPANS })
    }

    const fn begin(&self, span: u32) -> u64 {
        self.length(span) - self.span
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    None,
    Marked,
    Gone,
}

/// What becomes of one row.
#[derive(Clone, Copy, Debug)]
pub struct Life<'l> {
    lives: &'l Lives,
    place: u64,
    drawn: Draws,
    fate: Fate,
    /// The version that ends it, where its fate is an end.
    last: u32,
}

impl Life<'_> {
    /// The second from which on the row is gone without a trace.
    pub fn gone(&self) -> Option<i64> {
        (self.fate == Fate::Gone).then(|| self.written(self.last))
    }

    /// Its versions written up to a second, in order.
    pub fn until(self, second: i64) -> impl Iterator<Item = Version> {
        let ended = match self.fate {
            Fate::None => SPANS,
            Fate::Marked => self.last,
            Fate::Gone => self.last - 1,
        };
        (0..=ended)
            .map(move |number| self.version(number))
            .take_while(move |version| version.updated <= second)
    }

    fn version(&self, number: u32) -> Version {
        let updated = self.written(number);
        let is_record = number == 0 && self.place <= self.lives.timeline.records();
        let late =
            !is_record && self.drawn.below(lane::VERSIONS + 2 * u64::from(number) + 1, 20) == 0;
        let wait = if late { self.lives.motion.late } else { 0 };
        let seen = if is_record { i64::MIN } else { updated.saturating_add_unsigned(wait) };
        let deleted = self.fate == Fate::Marked && number == self.last;
        Version { place: self.place, number, updated, seen, deleted }
    }

    /// When a version is written.
    fn written(&self, number: u32) -> i64 {
        let Lives { timeline, .. } = self.lives;
        let is_record = self.place <= timeline.records();
        let Some(span) = number.checked_sub(1) else {
            return if is_record {
                timeline.updated(self.place)
            } else {
                self.lives.created(self.place)
            };
        };
        let base = if is_record { self.lives.anchor() } else { self.lives.created(self.place) };
        let length = self.lives.length(span);
        let within = self.drawn.below(lane::VERSIONS + 2 * u64::from(number), length);
        base.saturating_add_unsigned(
            self.lives.begin(span).saturating_add(within).saturating_add(1),
        )
    }
}

#[cfg(test)]
pub(in crate::dataset) mod tests;
