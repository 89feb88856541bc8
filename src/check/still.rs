//! The records: they stand still, so their truth is arithmetic. As `people` they are known by id and met in the order of `updatedAt`, as
//! `step` by number and in the order of numbers.

use super::stream::{Order, Stranger, Truth, Version, number};
use crate::data::ids;
use crate::data::people::People;
use crate::time::Timestamp;
use crate::world::World;
use serde_json::Value;
use std::cmp::Ordering;
use std::sync::Arc;

struct Still {
    people: Arc<People>,
    order: Order,
    expected: u64,
    /// In the order of numbers: a row that is held against the client although its lower neighbour is not. The two change places.
    swapped: Option<u64>,
}

pub(super) fn people(world: &World, as_of: Option<Timestamp>, _: Timestamp) -> Box<dyn Truth> {
    Box::new(Still::new(&world.people, Order::Time, as_of))
}

pub(super) fn step(world: &World, as_of: Option<Timestamp>, _: Timestamp) -> Box<dyn Truth> {
    Box::new(Still::new(&world.people, Order::Number, as_of))
}

impl Still {
    /// All rows, or those last updated up to a moment.
    fn new(people: &Arc<People>, order: Order, as_of: Option<Timestamp>) -> Self {
        let timeline = people.timeline();
        let all = timeline.records();
        let expected = as_of.map_or(all, |as_of| timeline.updated_before(as_of.seconds().saturating_add(1)));
        let crossed = (1..all).contains(&expected) && timeline.place_at(expected) == expected;
        let swapped = (order == Order::Number && crossed).then_some(expected);
        Self { people: Arc::clone(people), order, expected, swapped }
    }

    /// The place at a position. Both orders differ from that of places by swaps of neighbours alone, so the same function leads back.
    fn place(&self, position: u64) -> u64 {
        match (self.order, self.swapped) {
            (Order::Time, _) => self.people.timeline().place_at(position),
            (_, Some(swapped)) if position == swapped => swapped,
            (_, Some(swapped)) if position + 1 == swapped => swapped + 1,
            _ => position + 1,
        }
    }
}

impl Truth for Still {
    fn find(&self, keys: &[&str]) -> Result<u64, Stranger> {
        let text = keys.first().copied().unwrap_or_default();
        let (id, number) = (ids::parse(text), number(text));
        let place = match (self.order, id, number) {
            (Order::Time, Some(id), _) => self.people.ids().place(id).filter(|&place| place > 0),
            (Order::Number, _, Some(number)) => Some(number).filter(|&number| number > 0),
            (Order::Time, None, Some(_)) | (Order::Number, Some(_), None) => return Err(Stranger::Elsewhere),
            _ => None,
        };
        let place = place.ok_or(Stranger::Foreign)?;
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
            Order::Time => ids::text(self.people.ids().id(place)),
            _ => place.to_string(),
        };
        vec![key.into()]
    }

    fn order(&self) -> Order {
        self.order
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Settings;
    use proptest::prelude::*;

    fn world(seed: &str, records: u64, ties: u64) -> World {
        let mut settings = Settings::new(seed, Timestamp::from_seconds(1_800_000_000));
        (settings.records, settings.ties) = (records, ties);
        World::passing(settings.settle().unwrap())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn keys_lead_to_positions_in_order_and_back(seed in "[a-z]{3}", records in 1..260_u64, ties in 0..260_u64, back in 0..1_000_000_i64) {
            let world = world(&seed, records, ties.min(records));
            let as_of = Timestamp::from_seconds(1_800_000_000 - back);
            for truth in [people(&world, Some(as_of), as_of), step(&world, Some(as_of), as_of)] {
                let mut last = (i64::MIN, 0);
                for position in 0..records {
                    let key = truth.key(position);
                    prop_assert_eq!(truth.find(&[key[0].as_str().unwrap()]), Ok(position));
                    let updated = truth.updated(position);
                    prop_assert_eq!(position < truth.expected(), updated <= as_of.seconds());
                    if truth.order() == Order::Time {
                        let place = world.people.ids().place(key[0].as_str().unwrap().parse().unwrap()).unwrap();
                        prop_assert!((updated, place) > last);
                        last = (updated, place);
                    }
                }
            }
        }
    }

    #[test]
    fn of_two_neighbours_only_the_one_that_was_updated_first_is_held_against_the_client() {
        let world = world("a", 200, 0);
        let timeline = world.people.timeline();
        let crossed: Vec<u64> =
            (1..200).filter(|&place| timeline.updated(place) > timeline.updated(place + 1)).collect();
        assert!(!crossed.is_empty());
        for place in crossed {
            let as_of = Timestamp::from_seconds(timeline.updated(place + 1));
            let truth = step(&world, Some(as_of), as_of);
            let held = |number: u64| truth.find(&[&number.to_string()]).unwrap() < truth.expected();
            let numbers: Vec<u64> = (1..=200).filter(|&number| held(number)).collect();
            assert_eq!(numbers, (1..place).chain([place + 1]).collect::<Vec<_>>());
            assert!((0..200).all(|at| truth.find(&[truth.key(at)[0].as_str().unwrap()]) == Ok(at)));
        }
    }

    #[test]
    fn strangers_are_told_apart() {
        let (few, many) = (world("a", 10, 0), world("a", 20, 0));
        let now = Timestamp::MAX;
        let (ids, numbers, other) =
            (people(&few, None, now), step(&few, None, now), people(&world("b", 10, 0), None, now));
        let id = |place| many.people.ids().id(place).to_string();
        assert_eq!(ids.find(&[&id(11)]), Err(Stranger::Beyond));
        assert_eq!(ids.find(&[&id(0)]), Err(Stranger::Foreign));
        assert_eq!(other.find(&[&id(1)]), Err(Stranger::Foreign));
        assert_eq!(ids.find(&["7"]), Err(Stranger::Elsewhere));
        let (short, long) = (id(1)[1..].to_owned(), id(1) + "0");
        for text in ["x", "-", &short, &long, &id(1).replace('-', "+")] {
            assert_eq!(ids.find(&[text]), Err(Stranger::Foreign), "{text}");
        }
        assert_eq!(numbers.find(&["10"]), Ok(9));
        assert_eq!(numbers.find(&["11"]), Err(Stranger::Beyond));
        assert_eq!((numbers.find(&["0"]), numbers.find(&["-1"])), (Err(Stranger::Foreign), Err(Stranger::Foreign)));
        assert_eq!(numbers.find(&[&id(1)]), Err(Stranger::Elsewhere));
        assert_eq!(ids.find(&[&id(1).to_uppercase().replace('-', "")]), ids.find(&[&id(1)]));
    }
}
