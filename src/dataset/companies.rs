//! Companies and their departments, which change on the clock (contract B24): in each second, which of them change is a function of
//! (seed, second), and a row's `updatedAt` is the last such second up to now. No call has an effect, no state is kept, and it never
//! goes back: after a restart and in another isolate it is the same.

use super::Shape;
use super::employees::{Employees, Post};
use super::locale::Locale;
use super::words::Words;
use crate::rng::Rng;

/// How many companies there are; their ids are 1 to this.
pub const COMPANIES: u64 = 2;
/// The departments of each company; their ids are 1 to 4 in this order.
pub const DEPARTMENTS: [&str; 4] = ["Engineering", "HR", "Finance", "Sales"];

/// Every so many seconds all rows change, which bounds the search for a row's last change.
const SWEEP: i64 = 64;
const DAY: u64 = 86_400;

/// Lanes of the stream; a company's departments have the lane of its id above `DEPARTMENTS`.
mod lane {
    pub(super) const NAME: u64 = 0;
    pub(super) const CREATED: u64 = 1;
    pub(super) const COMPANIES: u64 = 2;
    pub(super) const DEPARTMENTS: u64 = 3;
}

/// The companies of one data set.
#[derive(Clone, Copy, Debug)]
pub struct Companies {
    /// The employees of their departments.
    pub employees: Employees,
    rng: Rng,
    locale: Locale,
    /// In seconds since 1970.
    anchor: i64,
    /// Whether a change of a child also updates its parent.
    bumps: bool,
}

impl Companies {
    /// The companies of a shape.
    pub fn new(shape: &Shape<'_>) -> Self {
        Self::of(shape, Rng::new(shape.seed, "companies"))
    }

    /// The companies of another shape with the same seed.
    pub fn changed(&self, shape: &Shape<'_>) -> Self {
        Self::of(shape, self.rng)
    }

    fn of(shape: &Shape<'_>, rng: Rng) -> Self {
        let (anchor, locale) = (shape.anchor.seconds(), shape.locale);
        Self {
            employees: Employees::new(rng, locale, anchor),
            rng,
            locale,
            anchor,
            bumps: shape.parent_bumps,
        }
    }

    /// The name of a company, 1 to [`COMPANIES`]; no two share one, since no two words of a pool are the same.
    pub fn name(&self, company: u64) -> String {
        let start = self.rng.word(0, lane::NAME) >> 32;
        let suffix = self.rng.word(company, lane::NAME) >> 32;
        let Words { company_names, company_suffixes, layout, .. } = Words::of(self.locale);
        let mut name = Vec::new();
        company_names.at(start + company).push(&mut name);
        layout.company[0].push(&mut name);
        company_suffixes.at(suffix).push(&mut name);
        String::from_utf8(name).unwrap_or_default()
    }

    /// `createdAt` of a company and its departments, in seconds since 1970: 100 to 800 days before the anchor, the first company first.
    pub fn created(&self, company: u64) -> i64 {
        let days_before = (COMPANIES - company.min(COMPANIES)) * 400 + 100;
        let seconds = days_before * DAY + self.rng.below(company, lane::CREATED, 300 * DAY);
        self.anchor - i64::try_from(seconds).unwrap_or_default()
    }

    /// `updatedAt` of a company at the second `now`. With `parent_bumps` it is that of its last changed department, where that is later.
    pub fn updated(&self, company: u64, now: i64) -> i64 {
        let own = last_change(&self.rng, lane::COMPANIES, company - 1, self.created(company), now);
        let of_department = |(department, _)| self.department_updated(company, department, now);
        self.bumps
            .then(|| (1..).zip(DEPARTMENTS).map(of_department).max())
            .flatten()
            .map_or(own, |last| last.max(own))
    }

    /// `updatedAt` of a company's department, 1 to 4, at the second `now`. With `parent_bumps` it is that of its last changed employee,
    /// where that is later.
    pub fn department_updated(&self, company: u64, department: u64, now: i64) -> i64 {
        let created = self.created(company);
        let own = last_change(&self.rng, lane::DEPARTMENTS + company, department - 1, created, now);
        let of_employees = || self.employees.last_updated(company, department, created, now);
        self.bumps.then(of_employees).flatten().map_or(own, |last| last.max(own))
    }

    /// `createdAt` of an employee, in seconds since 1970; the same at every moment.
    pub fn employee_created(&self, post: Post) -> i64 {
        self.employees.created(post, self.created(post.company))
    }

    /// `updatedAt` of an employee at the second `now`.
    pub fn employee_updated(&self, post: Post, now: i64) -> i64 {
        self.employees.updated(post, self.created(post.company), now)
    }
}

/// The last second up to `now` in which the row of a lane's bit changed; its creation where there is none since.
pub(super) fn last_change(rng: &Rng, lane: u64, bit: u64, created: i64, now: i64) -> i64 {
    let changed = |second: &i64| {
        second % SWEEP == 0 || rng.word(second.cast_unsigned(), lane) >> bit & 1 == 1
    };
    let last = (now.saturating_sub(SWEEP)..=now).rev().find(changed);
    last.map_or(created, |last| last.max(created))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Timestamp;

    fn companies() -> (Companies, i64) {
        let anchor = Timestamp::parse("2026-11-25T09:00:00Z").unwrap();
        (Companies::new(&Shape::new("7", anchor)), anchor.seconds())
    }

    #[test]
    fn changes_come_on_the_clock_and_never_go_back() {
        let (companies, start) = companies();
        let mut changes = [0, 0];
        for now in start..start + 1000 {
            for company in 1..=COMPANIES {
                let (before, after) =
                    (companies.updated(company, now - 1), companies.updated(company, now));
                assert!(before <= after && after <= now && now - after < SWEEP);
                changes[usize::try_from(company - 1).unwrap()] += usize::from(after == now);
                for department in 1..=4 {
                    let (before, after) = (
                        companies.department_updated(company, department, now - 1),
                        companies.department_updated(company, department, now),
                    );
                    assert!(before <= after && after <= now);
                }
            }
        }
        assert!(changes.iter().all(|n| (400..600).contains(n)), "{changes:?}");
    }

    #[test]
    fn rows_change_apart_from_each_other() {
        let (companies, start) = companies();
        let apart = (start..start + 1000)
            .filter(|&now| companies.updated(1, now) != companies.updated(2, now))
            .count();
        assert!(apart > 400, "{apart}");
    }

    #[test]
    fn with_bumps_a_parent_is_as_new_as_its_newest_child_and_its_own_changes_stay() {
        let (plain, start) = companies();
        let bumped = Companies::new(&Shape {
            parent_bumps: true,
            ..Shape::new("7", Timestamp::from_seconds(start))
        });
        for now in start..start + 300 {
            for company in 1..=COMPANIES {
                let mut newest = plain.updated(company, now);
                for department in 1..=4 {
                    let employees =
                        1..=plain.employees.count(company, department).unwrap_or_default();
                    let employees = employees.map(|number| {
                        plain.employee_updated(Post { company, department, number }, now)
                    });
                    let wanted = employees
                        .chain([plain.department_updated(company, department, now)])
                        .max()
                        .unwrap();
                    assert_eq!(bumped.department_updated(company, department, now), wanted);
                    newest = newest.max(wanted);
                }
                assert_eq!(bumped.updated(company, now), newest);
            }
        }
    }

    #[test]
    fn companies_have_distinct_names_and_were_created_before_the_anchor() {
        for seed in 0..200 {
            let anchor = Timestamp::parse("2026-11-25T09:00:00Z").unwrap();
            let companies = Companies::new(&Shape::new(&seed.to_string(), anchor));
            assert_ne!(companies.name(1), companies.name(2));
            assert!(
                companies.created(1) < companies.created(2)
                    && companies.created(2) < anchor.seconds()
            );
        }
    }

    #[test]
    fn before_its_creation_a_row_is_as_created() {
        let (companies, _) = companies();
        assert_eq!(companies.updated(1, 0), companies.created(1));
        assert_eq!(companies.updated(1, i64::MIN), companies.created(1));
    }
}
