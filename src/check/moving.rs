//! Rows that move on the clock. A landed `updatedAt` is right if the row had it at some time; whether it is the newest that it should be
//! is known at the end, with the moment of the truth: `as_of`, or the newest `updatedAt` that landed with the same answer, that is of the
//! same parent. What changed later is not held against the client.

use super::stream::{Order, Stranger, Truth, Version, number};
use crate::data::companies::{COMPANIES, Companies, DEPARTMENTS};
use crate::time::Timestamp;
use crate::world::World;
use serde_json::Value;

const CHILDREN: u64 = DEPARTMENTS.len() as u64;

/// Rows of a fixed number, the children of one parent side by side, and parents in the order of their creation.
struct Moving {
    companies: Companies,
    /// Rows of one parent; one where the parents themselves are the rows.
    children: u64,
    /// The present, which the truth never passes.
    now: i64,
    as_of: Option<i64>,
    /// The newest `updatedAt` that landed of each row.
    newest: Vec<Option<i64>>,
    /// The moment of the truth of each answer's rows.
    moments: Vec<i64>,
}

pub(super) fn companies(world: &World, as_of: Option<Timestamp>, now: Timestamp) -> Box<dyn Truth> {
    Box::new(Moving::new(world.companies, 1, as_of, now))
}

pub(super) fn departments(world: &World, as_of: Option<Timestamp>, now: Timestamp) -> Box<dyn Truth> {
    Box::new(Moving::new(world.companies, CHILDREN, as_of, now))
}

impl Moving {
    fn new(companies: Companies, children: u64, as_of: Option<Timestamp>, now: Timestamp) -> Self {
        let rows = usize::try_from(COMPANIES * children).unwrap_or_default();
        let (now, as_of) = (now.seconds(), as_of.map(Timestamp::seconds));
        Self { companies, children, now, as_of, newest: vec![None; rows], moments: Vec::new() }
    }

    /// Company and department of a position, counted from 1.
    const fn ids(&self, position: u64) -> (u64, u64) {
        (position / self.children + 1, position % self.children + 1)
    }

    /// `updatedAt` of a row at a second.
    fn at(&self, position: u64, second: i64) -> i64 {
        match self.ids(position) {
            (company, _) if self.children == 1 => self.companies.updated(company, second),
            (company, department) => self.companies.department_updated(company, department, second),
        }
    }

    /// How many rows come with one answer.
    const fn answer(&self) -> u64 {
        if self.children == 1 { COMPANIES } else { self.children }
    }

    fn moment(&self, position: u64) -> i64 {
        let answer = usize::try_from(position / self.answer()).unwrap_or_default();
        self.moments.get(answer).copied().unwrap_or(self.now)
    }

    fn newest(&self, position: u64) -> Option<i64> {
        usize::try_from(position).ok().and_then(|at| self.newest.get(at).copied().flatten())
    }
}

impl Truth for Moving {
    fn find(&self, keys: &[&str]) -> Result<u64, Stranger> {
        let id = |at: usize, most: u64| {
            keys.get(at).and_then(|text| number(text)).filter(|id| (1..=most).contains(id)).ok_or(Stranger::Foreign)
        };
        let department = if self.children == 1 { 1 } else { id(1, self.children)? };
        Ok((id(0, COMPANIES)? - 1) * self.children + department - 1)
    }

    fn judge(&mut self, position: u64, updated: i64) -> Version {
        if updated > self.now || self.at(position, updated) != updated {
            return Version::Never;
        }
        if let Some(newest) = usize::try_from(position).ok().and_then(|at| self.newest.get_mut(at)) {
            *newest = (*newest).max(Some(updated));
        }
        Version::Right
    }

    fn settle(&mut self) {
        let all = self.newest.iter().flatten().max().copied();
        let answers = self.newest.chunks(usize::try_from(self.answer()).unwrap_or(1));
        let newest = answers.map(|rows| rows.iter().flatten().max().copied());
        let moment = |newest: Option<i64>| self.as_of.or(newest).or(all).unwrap_or(self.now).min(self.now);
        self.moments = newest.map(moment).collect();
    }

    fn expected(&self) -> u64 {
        let latest = self.moments.iter().max().copied().unwrap_or(self.now);
        let created = (1..=COMPANIES).filter(|&company| self.companies.created(company) <= latest);
        created.map(|_| self.children).sum()
    }

    fn stale(&self, position: u64) -> bool {
        self.newest(position).is_some_and(|newest| newest < self.updated(position))
    }

    fn updated(&self, position: u64) -> i64 {
        self.at(position, self.moment(position))
    }

    fn key(&self, position: u64) -> Vec<Value> {
        let (company, department) = self.ids(position);
        if self.children == 1 { vec![company.into()] } else { vec![company.into(), department.into()] }
    }

    fn order(&self) -> Order {
        Order::Parents(self.children)
    }
}
