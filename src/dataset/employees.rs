//! The employees of the departments, which change on the clock as their parents do. Not every department that exists has some to show:
//! children that can't be found and children that are none are what a connector for parents and children has to live through.

use super::companies::{COMPANIES, DEPARTMENTS, last_change};
use super::ids::Ids;
use super::locale::Locale;
use super::row::Row;
use crate::rng::Rng;
use uuid::Uuid;

/// The department, as company and number, whose employees are not found though it exists.
pub const NOT_FOUND: (u64, u64) = (2, 3);
/// The department, as company and number, that has no employees.
pub const NONE: (u64, u64) = (2, 4);

/// Fewest and most employees of any other department.
const FEWEST: u64 = 3;
const MOST: u64 = 10;
/// Places of a department; more than it has employees.
const PLACES: u64 = 16;

/// Lanes of the companies' stream; a department's changes have the lane of its number above `CHANGES`.
mod lane {
    pub(super) const CREATED: u64 = 12;
    pub(super) const COUNT: u64 = 13;
    pub(super) const CHANGES: u64 = 16;
}

/// Where an employee is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Post {
    /// The company's id.
    pub company: u64,
    /// The department's id.
    pub department: u64,
    /// Which employee of the department, from 1 on; canonical order.
    pub number: u64,
}

/// The employees of one data set.
#[derive(Clone, Copy, Debug)]
pub struct Employees {
    rng: Rng,
    ids: Ids,
    locale: Locale,
    /// In seconds since 1970.
    anchor: i64,
}

impl Employees {
    pub(super) const fn new(companies: Rng, locale: Locale, anchor: i64) -> Self {
        Self { rng: companies, ids: Ids::keyed(companies), locale, anchor }
    }

    /// How many employees a department has; None where they are not found. The same at every moment.
    pub fn count(&self, company: u64, department: u64) -> Option<u64> {
        match (company, department) {
            NOT_FOUND => None,
            NONE => Some(0),
            _ => Some(
                FEWEST + self.rng.below(first(company, department), lane::COUNT, MOST - FEWEST + 1),
            ),
        }
    }

    /// The id of an employee.
    pub fn id(&self, post: Post) -> Uuid {
        self.ids.id(post.place())
    }

    /// The employee of an id; None for an id that no employee has.
    pub fn find(&self, id: Uuid) -> Option<Post> {
        let place = self.ids.place(id)?;
        let (index, number) = (place / PLACES, place % PLACES);
        let departments = DEPARTMENTS.len() as u64;
        let post =
            Post { company: index / departments + 1, department: index % departments + 1, number };
        let known = post.company <= COMPANIES
            && number > 0
            && Some(number) <= self.count(post.company, post.department);
        known.then_some(post)
    }

    /// Name, e-mail and job of an employee.
    pub fn texts(&self, post: Post) -> [String; 3] {
        let row = Row::new(&self.rng, self.locale, post.place());
        let text = |write: fn(&Row, &mut Vec<u8>)| {
            let mut bytes = Vec::new();
            write(&row, &mut bytes);
            String::from_utf8(bytes).unwrap_or_default()
        };
        [
            text(|row, out| row.name(out)),
            text(|row, out| row.email(out)),
            text(|row, out| row.job(out)),
        ]
    }

    /// `createdAt` in seconds since 1970: between that of its company, which is `company_created`, and the anchor.
    pub fn created(&self, post: Post, company_created: i64) -> i64 {
        let span = u64::try_from(self.anchor - company_created).unwrap_or_default();
        company_created
            + i64::try_from(self.rng.below(post.place(), lane::CREATED, span)).unwrap_or_default()
    }

    /// `updatedAt` at the second `now`.
    pub fn updated(&self, post: Post, company_created: i64, now: i64) -> i64 {
        let lane = lane::CHANGES + first(post.company, post.department);
        last_change(&self.rng, lane, post.number, self.created(post, company_created), now)
    }

    /// The last `updatedAt` of a department's employees at the second `now`; None where it has none.
    pub fn last_updated(
        &self,
        company: u64,
        department: u64,
        company_created: i64,
        now: i64,
    ) -> Option<i64> {
        let numbers = 1..=self.count(company, department).unwrap_or_default();
        numbers
            .map(|number| self.updated(Post { company, department, number }, company_created, now))
            .max()
    }
}

impl Post {
    const fn place(self) -> u64 {
        first(self.company, self.department) + self.number
    }
}

/// The place before a department's first employee; each department has its own.
const fn first(company: u64, department: u64) -> u64 {
    ((company - 1) * DEPARTMENTS.len() as u64 + (department - 1)) * PLACES
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Shape;
    use crate::dataset::companies::Companies;
    use crate::time::Timestamp;

    fn companies(seed: &str) -> (Companies, i64) {
        let anchor = Timestamp::parse("2026-11-25T09:00:00Z").unwrap();
        (Companies::new(&Shape::new(seed, anchor)), anchor.seconds())
    }

    fn posts(employees: &Employees) -> Vec<Post> {
        let departments = (1..=COMPANIES)
            .flat_map(|company| (1..=4).map(move |department| (company, department)));
        let of = |(company, department)| {
            let count = employees.count(company, department).unwrap_or_default();
            (1..=count).map(move |number| Post { company, department, number })
        };
        departments.flat_map(of).collect()
    }

    #[test]
    fn six_departments_have_a_handful_one_has_none_and_one_is_not_found() {
        for seed in 0..50 {
            let (companies, _) = companies(&seed.to_string());
            let employees = companies.employees;
            assert_eq!((employees.count(2, 3), employees.count(2, 4)), (None, Some(0)));
            let posts = posts(&employees);
            assert!((6 * 3..=6 * 10).contains(&posts.len()));
            let some = (1..=4).map(|department| employees.count(1, department));
            assert!(
                some.chain([employees.count(2, 1), employees.count(2, 2)])
                    .all(|n| (Some(3)..=Some(10)).contains(&n))
            );
        }
    }

    #[test]
    fn an_id_leads_to_its_employee_alone() {
        let (companies, _) = companies("7");
        let employees = companies.employees;
        let posts = posts(&employees);
        let ids: Vec<Uuid> = posts.iter().map(|post| employees.id(*post)).collect();
        for (post, id) in posts.iter().zip(&ids) {
            assert_eq!(employees.find(*id), Some(*post));
            assert_eq!(ids.iter().filter(|other| *other == id).count(), 1);
        }
        let nobodys = [
            Post { company: 2, department: 4, number: 1 },
            Post { company: 2, department: 3, number: 1 },
        ];
        assert!(nobodys.iter().all(|post| employees.find(employees.id(*post)).is_none()));
        assert!(employees.find(Uuid::nil()).is_none());
        let other = Companies::new(&Shape::new("8", Timestamp::UNIX_EPOCH)).employees;
        assert!(ids.iter().all(|id| other.find(*id).is_none()));
    }

    #[test]
    fn employees_come_after_their_company_and_change_apart_and_never_go_back() {
        let (companies, start) = companies("7");
        let employees = companies.employees;
        for post in posts(&employees) {
            let hired = employees.created(post, companies.created(post.company));
            assert!((companies.created(post.company)..start).contains(&hired));
            let updates: Vec<i64> =
                (start..start + 200).map(|now| companies.employee_updated(post, now)).collect();
            assert!(
                updates.is_sorted()
                    && updates.iter().zip(start..).all(|(at, now)| *at <= now && now - at < 64)
            );
            let mut distinct = updates.clone();
            distinct.dedup();
            assert!((60..140).contains(&distinct.len()), "{}", distinct.len());
            let [name, email, job] = employees.texts(post);
            assert!(name.contains(' ') && email.contains("@example.") && !job.is_empty());
        }
    }
}
