//! The records: they stand still, so their truth is arithmetic. As `people` they are known by id and met in the order of `updatedAt`, as
//! `step` by number and in the order of numbers.

use super::living::Living;
use super::person;
use super::stream::{Order, Stranger, Truth, Version, Walk};
use crate::dataset::people::People;
use crate::instance::Instance;
use crate::time::Timestamp;
use serde_json::Value;
use std::cmp::Ordering;
use std::sync::Arc;

struct Still {
    people: Arc<People>,
    order: Order,
    expected: u64,
    /// In the order of numbers, which is that of createdAt: a row that is held against the client although its lower neighbour is not. The two
    /// change places.
    swapped: Option<u64>,
}

pub(super) fn people(
    instance: &Instance,
    as_of: Option<Timestamp>,
    now: Timestamp,
) -> Box<dyn Truth> {
    truth(instance, Order::Time, as_of, now)
}

pub(super) fn step(
    instance: &Instance,
    as_of: Option<Timestamp>,
    now: Timestamp,
) -> Box<dyn Truth> {
    truth(instance, Order::Number, as_of, now)
}

/// The truth of the records, which settings may set in motion.
fn truth(
    instance: &Instance,
    order: Order,
    as_of: Option<Timestamp>,
    now: Timestamp,
) -> Box<dyn Truth> {
    match Living::new(instance, order == Order::Number, as_of, now) {
        Some(living) => Box::new(living),
        None => Box::new(Still::new(&instance.people, order, as_of)),
    }
}

impl Still {
    /// All rows, or those last updated up to a moment.
    fn new(people: &Arc<People>, order: Order, as_of: Option<Timestamp>) -> Self {
        let timeline = people.timeline();
        let all = timeline.records();
        let expected =
            as_of.map_or(all, |as_of| timeline.updated_before(as_of.seconds().saturating_add(1)));
        let crossed = (1..all).contains(&expected) && timeline.place_at(expected) == expected;
        let swapped = crossed.then_some(expected);
        Self { people: Arc::clone(people), order, expected, swapped }
    }

    /// The place at a position. Both orders differ from that of places by swaps of neighbours alone, so the same function leads back.
    fn place(&self, position: u64) -> u64 {
        match self.order {
            Order::Time => self.people.timeline().place_at(position),
            _ => self.numbered(position) + 1,
        }
    }

    /// The position of what stands at an index (from 0 on) of the order of numbers, and back.
    const fn numbered(&self, index: u64) -> u64 {
        match self.swapped {
            Some(swapped) if index == swapped => swapped - 1,
            Some(swapped) if index + 1 == swapped => swapped,
            _ => index,
        }
    }
}

impl Truth for Still {
    fn find(&self, keys: &[&str]) -> Result<u64, Stranger> {
        let text = keys.first().copied().unwrap_or_default();
        let place = person::place(&self.people, self.order == Order::Number, text)?;
        if place > self.people.timeline().records() {
            return Err(Stranger::Beyond);
        }
        Ok(self.place(place - 1) - 1)
    }

    fn judge(&mut self, position: u64, updated: i64) -> Version {
        match updated.cmp(&self.updated(position)) {
            Ordering::Less => Version::Older,
            Ordering::Equal => Version::Right,
            Ordering::Greater => Version::Never,
        }
    }

    fn expected(&self) -> u64 {
        self.expected
    }

    fn updated(&self, position: u64) -> i64 {
        self.people.timeline().updated(self.place(position))
    }

    fn key(&self, position: u64) -> Vec<Value> {
        let place = self.place(position);
        let key = match self.order {
            Order::Time => self.people.id(place),
            _ => place.to_string(),
        };
        vec![key.into()]
    }

    fn order(&self) -> Order {
        self.order
    }

    fn walked(&self, position: u64, walk: Walk) -> Option<u64> {
        let (timeline, place) = (self.people.timeline(), self.place(position));
        match (self.order, walk) {
            (Order::Time, Walk { created: false, falling: true }) => {
                let second = timeline.updated(place);
                let (start, end) = (
                    timeline.updated_before(second),
                    timeline.updated_before(second.saturating_add(1)),
                );
                (self.expected + position).checked_sub(start + end)
            }
            (Order::Time, Walk { created: true, falling }) => {
                let index = self.numbered(place - 1);
                if falling { self.expected.checked_sub(index + 1) } else { Some(index) }
            }
            (_, Walk { created: false, falling: true }) => self.expected.checked_sub(position + 1),
            (_, Walk { created: true, .. }) => None,
            _ => Some(position),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::order::{Direction, OrderBy, View};
    use crate::settings::Settings;
    use proptest::prelude::*;

    fn instance(seed: &str, records: u64, ties: u64) -> Instance {
        let settings = Settings::builder(seed, Timestamp::from_seconds(1_800_000_000));
        Instance::passing(
            settings.with(&format!("records={records},ties={ties}")).unwrap().build().unwrap(),
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn keys_lead_to_positions_in_order_and_back(seed in "[a-z]{3}", records in 1..260_u64, ties in 0..260_u64, back in 0..1_000_000_i64) {
            let instance = instance(&seed, records, ties.min(records));
            let as_of = Timestamp::from_seconds(1_800_000_000 - back);
            for truth in [people(&instance, Some(as_of), as_of), step(&instance, Some(as_of), as_of)] {
                let mut last = (i64::MIN, 0);
                for position in 0..records {
                    let key = truth.key(position);
                    prop_assert_eq!(truth.find(&[key[0].as_str().unwrap()]), Ok(position));
                    let updated = truth.updated(position);
                    prop_assert_eq!(position < truth.expected(), updated <= as_of.seconds());
                    if truth.order() == Order::Time {
                        let place = instance.people.ids().place(key[0].as_str().unwrap().parse().unwrap()).unwrap();
                        prop_assert!((updated, place) > last);
                        last = (updated, place);
                    }
                }
            }
        }
    }

    #[test]
    fn positions_in_the_order_of_a_walk_are_those_of_the_lists() {
        for (records, ties, rank) in
            [(200, 0, 200), (200, 15, 200), (200, 15, 120), (60, 60, 60), (200, 0, 77)]
        {
            let instance = instance("a", records, ties);
            let timeline = instance.people.timeline();
            let as_of = timeline.updated(timeline.place_at(rank - 1));
            let truth = people(&instance, Some(Timestamp::from_seconds(as_of)), Timestamp::MAX);
            for (created, falling) in [(false, false), (false, true), (true, false), (true, true)] {
                let by = if created { OrderBy::CreatedAt } else { OrderBy::UpdatedAt };
                let direction = if falling { Direction::Desc } else { Direction::Asc };
                let mut walk = View::new(timeline, by, direction, None).rows(0..records);
                let listed: Vec<u64> = std::iter::from_fn(|| walk.next(timeline))
                    .filter(|&place| timeline.updated(place) <= as_of)
                    .collect();
                let mut seen: Vec<(u64, u64)> = (0..truth.expected())
                    .map(|at| {
                        let id = truth.key(at)[0].as_str().unwrap().parse().unwrap();
                        (
                            truth.walked(at, Walk { created, falling }).unwrap(),
                            instance.people.ids().place(id).unwrap(),
                        )
                    })
                    .collect();
                seen.sort_unstable();
                assert!(
                    seen.iter().map(|row| row.0).eq(0..truth.expected()),
                    "{records} {ties} {created} {falling}"
                );
                assert_eq!(
                    seen.iter().map(|row| row.1).collect::<Vec<_>>(),
                    listed,
                    "{records} {ties} {created} {falling}"
                );
            }
        }
    }

    #[test]
    fn of_two_neighbours_only_the_one_that_was_updated_first_is_held_against_the_client() {
        let instance = instance("a", 200, 0);
        let timeline = instance.people.timeline();
        let crossed: Vec<u64> = (1..200)
            .filter(|&place| timeline.updated(place) > timeline.updated(place + 1))
            .collect();
        assert!(!crossed.is_empty());
        for place in crossed {
            let as_of = Timestamp::from_seconds(timeline.updated(place + 1));
            let truth = step(&instance, Some(as_of), as_of);
            let held = |number: u64| truth.find(&[&number.to_string()]).unwrap() < truth.expected();
            let numbers: Vec<u64> = (1..=200).filter(|&number| held(number)).collect();
            assert_eq!(numbers, (1..place).chain([place + 1]).collect::<Vec<_>>());
            assert!((0..200).all(|at| truth.find(&[truth.key(at)[0].as_str().unwrap()]) == Ok(at)));
        }
    }

    #[test]
    fn strangers_are_told_apart() {
        let (few, many) = (instance("a", 10, 0), instance("a", 20, 0));
        let now = Timestamp::MAX;
        let (ids, numbers, other) = (
            people(&few, None, now),
            step(&few, None, now),
            people(&instance("b", 10, 0), None, now),
        );
        let id = |place| many.people.ids().id(place).to_string();
        assert_eq!(ids.find(&[&id(11)]), Err(Stranger::Beyond));
        assert_eq!(ids.find(&[&id(0)]), Err(Stranger::Foreign));
        assert_eq!(other.find(&[&id(1)]), Err(Stranger::Foreign));
        assert_eq!(ids.find(&["7"]), Err(Stranger::Elsewhere));
        let (short, long) = (id(1)[1..].to_owned(), id(1) + "0");
        for text in ["x", "-", &short, &long, &id(1).replace('-', "+")] {
            assert_eq!(ids.find(&[text]), Err(Stranger::Malformed), "{text}");
        }
        assert_eq!(numbers.find(&["10"]), Ok(9));
        assert_eq!(numbers.find(&["11"]), Err(Stranger::Beyond));
        assert_eq!(
            (numbers.find(&["0"]), numbers.find(&["-1"])),
            (Err(Stranger::Foreign), Err(Stranger::Malformed))
        );
        assert_eq!(numbers.find(&[&id(1)]), Err(Stranger::Elsewhere));
        assert_eq!(ids.find(&[&id(1).to_uppercase().replace('-', "")]), ids.find(&[&id(1)]));
    }
}
