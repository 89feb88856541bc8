//! Records that move. Their truth is that of a moment: `as_of`; else the present that the settings hold still, where a walk takes no time; else
//! the newest `updatedAt` that landed. What happened later is not held against the client, nor are rows that have gone since.
//!
//! A row that says that it is deleted may be there or not: some destinations keep such rows, others take them out.

use super::person;
use super::stream::{Order, Stranger, Truth, Version};
use crate::dataset::moving::life::{self, Lives};
use crate::dataset::people::People;
use crate::instance::Instance;
use crate::time::Timestamp;
use serde_json::Value;
use std::sync::Arc;

/// The records and what landed of them. A position is a place, counted from 0.
pub(super) struct Living {
    people: Arc<People>,
    lives: Lives,
    /// Whether rows are known by number.
    numbered: bool,
    as_of: Option<i64>,
    /// The present, which the truth never passes; where each page is of a later moment, that of the first page.
    now: i64,
    /// Seconds by which each page may be later than the one before.
    page_seconds: u64,
    /// How many rows landed that there are; there are no more pages.
    rows: u64,
    /// The newest `updatedAt` that landed of each place, or the last; `i64::MIN` for none.
    landed: Vec<i64>,
    /// The newest of all.
    latest: Option<i64>,
    /// Whether the last copy of a row counts, and not the newest.
    last: bool,
}

impl Living {
    /// The truth of records that move; None where they stand still.
    pub(super) fn new(
        instance: &Instance,
        numbered: bool,
        as_of: Option<Timestamp>,
        now: Timestamp,
    ) -> Option<Self> {
        let lives = *instance.people.lives()?;
        let held = instance.settings.now.filter(|_| instance.settings.page_seconds == 0);
        let as_of = as_of.or(held).map(Timestamp::seconds);
        let now = now.seconds().max(as_of.unwrap_or(i64::MIN)).max(lives.anchor());
        let page_seconds = instance.settings.page_seconds;
        let people = Arc::clone(&instance.people);
        let (landed, latest, last) = (Vec::new(), None, false);
        let rows = 0;
        Some(Self { people, lives, numbered, as_of, now, page_seconds, rows, landed, latest, last })
    }

    /// The second of the truth.
    fn moment(&self) -> i64 {
        self.as_of.or(self.latest).unwrap_or(self.now).min(self.end())
    }

    /// A second that no page was later than.
    fn end(&self) -> i64 {
        self.now.saturating_add_unsigned(self.page_seconds.saturating_mul(self.rows))
    }

    /// The last second that anything can be known of, while rows still come.
    const fn bound(&self) -> i64 {
        if self.page_seconds > 0 { Timestamp::MAX.seconds() } else { self.now }
    }

    /// A row's version at the moment of the truth.
    fn seen(&self, position: u64) -> Option<life::Version> {
        self.lives.seen(position + 1, self.moment())
    }

    fn newest(&self, position: u64) -> Option<i64> {
        let newest = usize::try_from(position).ok().and_then(|at| self.landed.get(at)).copied()?;
        (newest > i64::MIN).then_some(newest)
    }

    /// Whether a row has to be there: it was to be seen, did not say that it is deleted, and has not gone since.
    pub(super) fn is_wanted(&self, position: u64) -> bool {
        let gone = self.lives.gone(position + 1).is_some_and(|gone| gone <= self.end());
        !gone && self.seen(position).is_some_and(|version| !version.deleted)
    }

    /// Whether a landed row should not be there as it is: it was gone, or deleted by a version that did not land.
    pub(super) fn is_deleted(&self, position: u64) -> bool {
        let gone = self.lives.gone(position + 1).is_some_and(|gone| gone <= self.moment());
        let marked = self.seen(position).filter(|version| version.deleted);
        gone || marked
            .is_some_and(|version| self.newest(position).is_some_and(|own| own < version.updated))
    }

    /// Whether a row is gone without a trace.
    pub(super) fn is_gone(&self, position: u64) -> bool {
        self.lives.gone(position + 1).is_some_and(|gone| gone <= self.moment())
    }

    /// Whether the version that a row should have was late.
    pub(super) fn was_late(&self, position: u64) -> bool {
        self.seen(position)
            .is_some_and(|version| version.number > 0 && version.seen > version.updated)
    }

    /// Whether rows may have moved between two pages of one walk, as far as the settings tell.
    pub(super) const fn moves_between_pages(&self) -> bool {
        self.as_of.is_none() || self.page_seconds > 0
    }

    /// How many seconds late versions are late.
    pub(super) const fn lateness(&self) -> u64 {
        self.lives.motion().late
    }
}

impl Truth for Living {
    fn find(&self, keys: &[&str]) -> Result<u64, Stranger> {
        let text = keys.first().copied().unwrap_or_default();
        let place = person::place(&self.people, self.numbered, text)?;
        if place > self.lives.places(self.bound()) { Err(Stranger::Beyond) } else { Ok(place - 1) }
    }

    fn judge(&mut self, position: u64, updated: i64) -> Version {
        let known = self.lives.version(position + 1, updated);
        if known.is_none_or(|version| version.seen > self.bound()) {
            return Version::Never;
        }
        let at = usize::try_from(position).unwrap_or(usize::MAX);
        if self.landed.len() <= at {
            self.landed.resize(at + 1, i64::MIN);
        }
        self.rows += 1;
        let newest = &mut self.landed[at];
        *newest = if self.last { updated } else { updated.max(*newest) };
        self.latest = self.latest.max(Some(updated));
        Version::Right
    }

    fn expected(&self) -> u64 {
        self.lives.places(self.moment())
    }

    fn stale(&self, position: u64) -> bool {
        let Some(newest) = self.newest(position) else { return false };
        self.is_wanted(position) && self.seen(position).is_some_and(|own| newest < own.updated)
    }

    #[cfg(feature = "landing")]
    fn merge(&mut self) {
        self.last = true;
    }

    fn updated(&self, position: u64) -> i64 {
        let last = || self.lives.of(position + 1).until(self.moment()).last();
        self.seen(position).or_else(last).map_or(i64::MIN, |version| version.updated)
    }

    fn key(&self, position: u64) -> Vec<Value> {
        let place = position + 1;
        let key = if self.numbered { place.to_string() } else { self.people.id(place) };
        vec![key.into()]
    }

    fn order(&self) -> Order {
        Order::Lives
    }

    fn living(&self) -> Option<&Living> {
        Some(self)
    }
}
