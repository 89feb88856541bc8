//! Lists of all sizes, in every order, and what loops over them land.

use super::*;
use crate::dataset::order::{Direction, OrderBy, View};

/// A list in one order, its page size, and what is true of its rows.
pub(super) struct List {
    pub(super) instance: Instance,
    /// Places, in the order of the list.
    pub(super) rows: Vec<u64>,
    pub(super) page: usize,
    /// Whether the list is by updatedAt, oldest first.
    pub(super) natural: bool,
}

impl List {
    pub(super) fn pages(&self) -> Vec<Vec<u64>> {
        self.rows.chunks(self.page).map(<[u64]>::to_vec).collect()
    }

    /// The rows that a walk lands whose offset begins at one place and grows by a step.
    pub(super) fn walk(&self, from: usize, step: usize) -> Vec<u64> {
        (from..self.rows.len())
            .step_by(step)
            .flat_map(|at| self.rows[at..].iter().take(self.page).copied())
            .collect()
    }

    pub(super) fn updated(&self, at: usize) -> i64 {
        self.instance.people.timeline().updated(self.rows[at])
    }

    /// What a cursor lands that goes on behind the last `updatedAt`, or at it where that is included.
    pub(super) fn by_timestamp(&self, included: bool) -> Vec<u64> {
        let (mut landed, mut from) = (Vec::new(), 0);
        while from < self.rows.len() {
            let to = (from + self.page).min(self.rows.len());
            landed.extend(&self.rows[from..to]);
            let last = self.updated(to - 1);
            let next = (0..self.rows.len())
                .find(
                    |&at| if included { self.updated(at) >= last } else { self.updated(at) > last },
                )
                .unwrap_or(self.rows.len());
            if included && (to == self.rows.len() || next <= from) {
                break;
            }
            from = next;
        }
        landed
    }

    /// What a checkpoint lands: each request asks for rows from the second of the last one on, and of those `new` are kept. Without any it ends.
    pub(super) fn by_checkpoint(&self, is_new: impl Fn(&[u64], u64) -> bool) -> Vec<u64> {
        let second = |place: u64| self.instance.people.timeline().updated(place);
        let mut landed: Vec<u64> = Vec::new();
        loop {
            let since = landed.last().map_or(i64::MIN, |&last| second(last));
            let page =
                self.rows.iter().copied().filter(|&place| second(place) >= since).take(self.page);
            let new: Vec<u64> = page.filter(|&place| is_new(&landed, place)).collect();
            if new.is_empty() {
                return landed;
            }
            landed.extend(new);
        }
    }

    /// What lands where of each window that is short half is left out.
    pub(super) fn short(&self, short: impl Fn(usize) -> bool) -> Vec<u64> {
        let pages = self.pages().into_iter().enumerate();
        let kept = |(at, page): (usize, Vec<u64>)| {
            let half = if short(at) { self.page.div_ceil(2) } else { self.page };
            page.into_iter().take(half)
        };
        pages.flat_map(kept).collect()
    }
}

/// Lists from one row on, with and without ties, in each order and with several sizes of page.
pub(super) fn lists() -> impl Iterator<Item = List> {
    let sizes = [1, 2, 3, 5, 11, 20, 21, 23, 40, 60, 200];
    sizes.into_iter().flat_map(|records| [0, 1, 2].map(|ties| (records, ties))).flat_map(
        |(records, ties): (usize, usize)| {
            let ties = match ties {
                0 => 0,
                1 => 15.min(records / 2),
                _ => records.min(60),
            };
            let pages = if records > 50 { vec![7, 10, 50] } else { vec![1, 2, 3, 5, 10, 50] };
            pages.into_iter().flat_map(move |page| {
                let seed = format!("s{}", (records + page + ties) % 5);
                let (count, ties) = (records.to_string(), ties.to_string());
                [
                    (OrderBy::UpdatedAt, Direction::Asc),
                    (OrderBy::UpdatedAt, Direction::Desc),
                    (OrderBy::CreatedAt, Direction::Asc),
                    (OrderBy::CreatedAt, Direction::Desc),
                ]
                .map(|(by, direction)| {
                    let instance = instance(&[
                        ("seed", &seed),
                        ("records", &count),
                        ("ties", &ties),
                        ("short_pages", "true"),
                    ]);
                    let timeline = instance.people.timeline();
                    let mut walk = View::new(timeline, by, direction, None).rows(0..records as u64);
                    let rows = std::iter::from_fn(|| walk.next(timeline)).collect();
                    let natural = by == OrderBy::UpdatedAt && direction == Direction::Asc;
                    List { instance, rows, page, natural }
                })
            })
        },
    )
}
