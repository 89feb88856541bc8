//! Rows that move on the clock. A landed `updatedAt` is right if the row had it at some time; whether it is the newest that it should be
//! is known at the end, with the moment of the truth: `as_of`, or the newest `updatedAt` that landed with the same answer, that is of the
//! same parent. What changed later is not held against the client.
//!
//! Where the anchor lies ahead of the clock, rows are created later than now. The lists show them all the same, with an `updatedAt` ahead of
//! the clock, so they should land; but such an `updatedAt` tells nothing of when an answer was given.
//!
//! There are two companies, and no more than ten employees to a department: whatever is asked of the rows looks at all of them.

use super::stream::{Order, Stranger, Truth, Version, number};
use crate::dataset::companies::{COMPANIES, Companies, DEPARTMENTS};
use crate::dataset::employees::Post;
use crate::dataset::ids;
use crate::instance::Instance;
use crate::time::Timestamp;
use serde_json::Value;

/// How deep the rows of a stream lie.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Companies,
    Departments,
    Employees,
}

/// The rows of one level.
struct Moving {
    companies: Companies,
    /// The present, which the truth never passes.
    now: i64,
    as_of: Option<i64>,
    /// Whether the last copy of a row counts, and not the newest.
    last: bool,
    /// The children of one parent side by side. Those that were created after the moment of the truth stand behind all others.
    rows: Vec<Row>,
    expected: u64,
}

struct Row {
    /// Which one; above employees `number` is 0, above departments `department` is 0.
    post: Post,
    /// The newest `updatedAt` that landed, or the last.
    newest: Option<i64>,
    /// The newest one that is a change: the answer that had it was given then or later.
    changed: Option<i64>,
}

pub(super) fn companies(
    instance: &Instance,
    as_of: Option<Timestamp>,
    now: Timestamp,
) -> Box<dyn Truth> {
    Box::new(Moving::new(instance.companies, Level::Companies, as_of, now))
}

pub(super) fn departments(
    instance: &Instance,
    as_of: Option<Timestamp>,
    now: Timestamp,
) -> Box<dyn Truth> {
    Box::new(Moving::new(instance.companies, Level::Departments, as_of, now))
}

pub(super) fn employees(
    instance: &Instance,
    as_of: Option<Timestamp>,
    now: Timestamp,
) -> Box<dyn Truth> {
    Box::new(Moving::new(instance.companies, Level::Employees, as_of, now))
}

impl Moving {
    fn new(companies: Companies, level: Level, as_of: Option<Timestamp>, now: Timestamp) -> Self {
        let (now, as_of) = (now.seconds(), as_of.map(Timestamp::seconds));
        let latest = as_of.unwrap_or(now).min(now);
        let (mut rows, mut later) = (Vec::new(), Vec::new());
        let departments =
            if level == Level::Companies { 0..=0 } else { 1..=DEPARTMENTS.len() as u64 };
        for company in 1..=COMPANIES {
            for department in departments.clone() {
                let employees =
                    || 1..=companies.employees.count(company, department).unwrap_or_default();
                for number in if level == Level::Employees { employees() } else { 0..=0 } {
                    let post = Post { company, department, number };
                    let created = if number > 0 {
                        companies.employee_created(post)
                    } else {
                        companies.created(company)
                    };
                    let list =
                        if created <= latest || created > now { &mut rows } else { &mut later };
                    list.push(Row { post, newest: None, changed: None });
                }
            }
        }
        let expected = rows.len() as u64;
        rows.append(&mut later);
        Self { companies, now, as_of, last: false, rows, expected }
    }

    fn row(&self, position: u64) -> Option<&Row> {
        usize::try_from(position).ok().and_then(|at| self.rows.get(at))
    }

    /// `updatedAt` of a row at a second.
    fn at(&self, post: Post, second: i64) -> i64 {
        match post {
            Post { company, department: 0, .. } => self.companies.updated(company, second),
            Post { company, department, number: 0 } => {
                self.companies.department_updated(company, department, second)
            }
            _ => self.companies.employee_updated(post, second),
        }
    }

    /// The moment of the truth for a row: of its answer, else of all rows. Where only rows landed that have not changed since they were
    /// created, it is any moment before the first change; where none did, the present.
    fn moment(&self, post: Post) -> i64 {
        let changed = |all: bool| {
            let rows = self.rows.iter().filter(|row| all || parent(row.post) == parent(post));
            rows.map(|row| row.changed).max().flatten()
        };
        let dated = || self.rows.iter().any(|row| row.newest.is_some()).then_some(i64::MIN);
        self.as_of
            .or_else(|| changed(false))
            .or_else(|| changed(true))
            .or_else(dated)
            .unwrap_or(self.now)
            .min(self.now)
    }

    /// Whether a list showed this `updatedAt` of a row up to now. One ahead of the clock is shown until it is reached.
    fn was_shown(&self, post: Post, updated: i64) -> bool {
        updated <= self.now && self.at(post, updated) == updated
            || self.at(post, self.now) == updated
    }
}

/// Company and department that a row is a child of; 0 where it is of none.
const fn parent(post: Post) -> (u64, u64) {
    match post {
        Post { department: 0, .. } => (0, 0),
        Post { company, number: 0, .. } => (company, 0),
        Post { company, department, .. } => (company, department),
    }
}

impl Truth for Moving {
    fn find(&self, keys: &[&str]) -> Result<u64, Stranger> {
        let id = |at: usize| keys.get(at).and_then(|text| number(text)).unwrap_or_default();
        let employee = keys
            .first()
            .and_then(|text| ids::parse(text))
            .and_then(|id| self.companies.employees.find(id));
        let post = employee.unwrap_or(Post { company: id(0), department: id(1), number: 0 });
        let found = self.rows.iter().position(|row| row.post == post);
        let is_key =
            |text: &&str| text.is_empty() || number(text).is_some() || ids::parse(text).is_some();
        let stranger =
            if keys.iter().all(is_key) { Stranger::Foreign } else { Stranger::Malformed };
        found.map(|at| at as u64).ok_or(stranger)
    }

    fn judge(&mut self, position: u64, updated: i64) -> Version {
        let post =
            self.row(position).map(|row| row.post).filter(|post| self.was_shown(*post, updated));
        let changed =
            post.is_some_and(|post| updated <= self.now && self.at(post, updated - 1) < updated);
        let last = self.last;
        match usize::try_from(position).ok().and_then(|at| self.rows.get_mut(at)) {
            Some(row) if post.is_some() => {
                row.newest = row.newest.filter(|_| !last).max(Some(updated));
                row.changed = row.changed.max(changed.then_some(updated));
                Version::Right
            }
            _ => Version::Never,
        }
    }

    fn expected(&self) -> u64 {
        self.expected
    }

    #[cfg(feature = "landing")]
    fn merge(&mut self) {
        self.last = true;
    }

    fn stale(&self, position: u64) -> bool {
        let newest = self.row(position).and_then(|row| row.newest);
        newest.is_some_and(|newest| newest < self.updated(position))
    }

    fn updated(&self, position: u64) -> i64 {
        self.row(position).map_or(self.now, |row| self.at(row.post, self.moment(row.post)))
    }

    fn key(&self, position: u64) -> Vec<Value> {
        match self.row(position).map(|row| row.post) {
            None => Vec::new(),
            Some(Post { company, department: 0, .. }) => vec![company.into()],
            Some(Post { company, department, number: 0 }) => {
                vec![company.into(), department.into()]
            }
            Some(post) => vec![self.companies.employees.id(post).to_string().into()],
        }
    }

    fn order(&self) -> Order {
        Order::Parents
    }

    fn begins(&self, position: u64) -> bool {
        let parent = |position| {
            self.row(position).map(|row| parent(row.post)).filter(|parent| *parent != (0, 0))
        };
        let own = parent(position);
        own.is_some() && position.checked_sub(1).and_then(parent) != own
    }
}
