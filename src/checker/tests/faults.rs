//! Random faults, planted into what landed.

use super::*;
use proptest::prelude::*;
use proptest::sample::Index;
use std::collections::{BTreeMap, BTreeSet};

/// What is done to the rows that landed.
#[derive(Clone, Debug)]
enum Plant {
    Lose(Index),
    Repeat(Index),
    /// The row's `updatedAt` is that many seconds older.
    Age(Index, i64),
    /// The row's `updatedAt` is that many seconds too new.
    Advance(Index, i64),
    Undated(Index),
    Foreign(u128),
    Rubbish,
}

fn plants() -> impl Strategy<Value = Vec<Plant>> {
    let plant = prop_oneof![
        any::<Index>().prop_map(Plant::Lose),
        any::<Index>().prop_map(Plant::Repeat),
        (any::<Index>(), 1..100_000_i64).prop_map(|(at, by)| Plant::Age(at, by)),
        (any::<Index>(), 1..100_000_i64).prop_map(|(at, by)| Plant::Advance(at, by)),
        any::<Index>().prop_map(Plant::Undated),
        any::<u128>().prop_map(Plant::Foreign),
        Just(Plant::Rubbish),
    ];
    proptest::collection::vec(plant, 0..40)
}

/// A landed row: its rank, or None for a foreign one; its id; its `updatedAt`, in seconds.
type Landed = (Option<usize>, String, Option<i64>);

/// The rows of a sync, and the faults in them; None is a line that is no row.
fn planted(all: &[(String, i64)], plants: &[Plant]) -> Vec<Option<Landed>> {
    let row = |at: usize, by| Some((Some(at), all[at].0.clone(), Some(all[at].1 + by)));
    let mut landed: Vec<Option<Landed>> = (0..all.len()).map(|at| row(at, 0)).collect();
    for plant in plants {
        let at = |index: &Index| index.index(all.len());
        match plant {
            Plant::Lose(index) => {
                landed.retain(|row| row.as_ref().is_none_or(|row| row.0 != Some(at(index))))
            }
            Plant::Repeat(index) => landed.push(row(at(index), 0)),
            Plant::Age(index, by) => landed.push(row(at(index), -by)),
            Plant::Advance(index, by) => landed.push(row(at(index), *by)),
            Plant::Undated(index) => {
                landed.push(Some((Some(at(index)), all[at(index)].0.clone(), None)))
            }
            Plant::Foreign(bits) => {
                landed.push(Some((None, uuid::Uuid::from_u128(*bits).to_string(), Some(0))))
            }
            Plant::Rubbish => landed.push(None),
        }
    }
    landed
}

/// What a naive checker counts: missing, duplicates, stale, unknown, unreadable.
fn counted(all: &[(String, i64)], landed: &[Option<Landed>], as_of: i64) -> [u64; 5] {
    let expected: BTreeSet<usize> = (0..all.len()).filter(|&at| all[at].1 <= as_of).collect();
    let mut copies: BTreeMap<usize, Vec<Option<i64>>> = BTreeMap::new();
    let (mut unknown, mut unreadable) = (0, 0);
    for row in landed {
        match row {
            None => unreadable += 1,
            Some((None, ..)) => unknown += 1,
            Some((Some(at), _, updated)) => {
                unknown += u64::from(updated.is_some_and(|updated| updated > all[*at].1));
                copies.entry(*at).or_default().push(*updated);
            }
        }
    }
    let missing = expected.iter().filter(|at| !copies.contains_key(at)).count();
    let surplus: usize = copies.values().map(|copies| copies.len() - 1).sum();
    let older = |at: &usize| {
        copies[at].iter().all(|updated| updated.is_some_and(|updated| updated < all[*at].1))
    };
    let stale = copies.keys().filter(|at| expected.contains(at) && older(at)).count();
    [missing as u64, surplus as u64, stale as u64, unknown, unreadable]
}

fn text(format: Format, landed: &[Option<Landed>]) -> String {
    let shown =
        |second: &Option<i64>| second.map(|second| Timestamp::from_seconds(second).to_string());
    let rows = landed.iter().map(|row| match (format, row) {
        (Format::Csv, Some((_, id, updated))) => {
            format!("{id},{}", shown(updated).unwrap_or_default())
        }
        (Format::Csv, None) => "a,b,c".to_owned(),
        (_, Some((_, id, updated))) => {
            json!({ "updatedAt": shown(updated), "x": ["],"], "id": id }).to_string()
        }
        (_, None) => "{\"id\":oops}".to_owned(),
    });
    let rows: Vec<String> = rows.collect();
    match format {
        Format::Csv => format!("id,updatedAt\n{}", rows.join("\r\n")),
        Format::Json => format!(" [{}]\n", rows.join(" ,\n")),
        Format::Ndjson => rows.join("\n"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_planted_fault_is_counted_and_no_other(
        records in 1..150_u64,
        ties in 0..60_u64,
        plants in plants(),
        shuffle in any::<u64>(),
        form in 0..3_usize,
        by_number in any::<bool>(),
        back in prop_oneof![Just(None), (0..700_000_i64).prop_map(Some)],
        sizes in proptest::collection::vec(1..200_usize, 1..20),
    ) {
        let (records, ties) = (records.to_string(), ties.min(records).to_string());
        let instance = instance(&[("records", &records), ("ties", &ties)]);
        let timeline = instance.people.timeline();
        let mut all: Vec<(i64, u64)> = (1..=timeline.records()).map(|place| (timeline.updated(place), place)).collect();
        all.sort_unstable();
        let id = |place: u64| if by_number { place.to_string() } else { instance.people.ids().id(place).to_string() };
        let all: Vec<(String, i64)> = all.into_iter().map(|(second, place)| (id(place), second)).collect();
        let mut landed = planted(&all, &plants);
        landed.sort_by_cached_key(|row| crate::rng::finalise(
            shuffle ^ row.as_ref().map_or(7, |row| row.0.unwrap_or(9) as u64),
        ));
        let as_of = back.map(|back| Timestamp::from_seconds(ANCHOR.seconds() - back));
        let text = text([Format::Json, Format::Ndjson, Format::Csv][form], &landed);
        let mut chunks: Vec<&[u8]> = Vec::new();
        let mut rest = text.as_bytes();
        for size in sizes.iter().cycle() {
            let (chunk, after) = rest.split_at(*size.min(&rest.len()));
            chunks.push(chunk);
            rest = after;
            if rest.is_empty() { break }
        }
        let stream = if by_number { "step" } else { "people" };
        let verdict = checked(Check::new(stream, as_of, None, &instance, ANCHOR), &chunks).unwrap();
        let wanted = counted(&all, &landed, as_of.unwrap_or(Timestamp::MAX).seconds());
        prop_assert_eq!(counts(&verdict), wanted, "{}", text);
        prop_assert_eq!(verdict.is_complete(), wanted == [0; 5]);
        prop_assert_eq!(verdict.landed, landed.iter().flatten().count() as u64);
        for (_, list) in verdict.lists() {
            prop_assert!(list.examples.len() <= 20 && list.examples.len() as u64 <= list.count);
            prop_assert_eq!(list.examples.is_empty(), list.count == 0);
        }
        // The examples of what is missing are right and in order.
        let present: BTreeSet<&String> = landed.iter().flatten().filter(|row| row.0.is_some()).map(|row| &row.1).collect();
        if !by_number {
            let missing = all.iter().filter(|row| row.1 <= as_of.unwrap_or(Timestamp::MAX).seconds() && !present.contains(&row.0));
            let missing: Vec<Value> = missing.take(20)
                .map(|(id, second)| json!({ "id": id, "updatedAt": Timestamp::from_seconds(*second).to_string() })).collect();
            prop_assert_eq!(&verdict.missing.examples, &missing);
        }
    }
}
