//! Loops that stop before the end, at a second of many rows or at a page, and servers that were restarted in the middle.

use super::lists::List;
use super::loops::landed;
use super::*;
use crate::dataset::order::{Direction, OrderBy, View};

/// The hint at what a checkpoint lands of a list with ties, and what landed.
fn stopped(ties: &str, page: usize, by_key: bool) -> (String, usize) {
    let instance = instance(&[("ties", ties)]);
    let timeline = instance.people.timeline();
    let mut walk = View::new(timeline, OrderBy::UpdatedAt, Direction::Asc, None).rows(0..200);
    let rows: Vec<u64> = std::iter::from_fn(|| walk.next(timeline)).collect();
    let list = List { instance: self::instance(&[("ties", ties)]), rows, page, natural: true };
    let second = |place: u64| timeline.updated(place);
    let places = if by_key {
        list.by_checkpoint(|landed, place| !landed.contains(&place))
    } else {
        list.by_checkpoint(|landed, place| {
            landed.last().is_none_or(|&last| second(place) > second(last))
        })
    };
    (landed(&instance, &places).hint.unwrap_or_default(), places.len())
}

#[test]
fn a_checkpoint_that_stops_at_a_second_of_more_rows_than_a_page_is_named_first() {
    const FIRST: &str = "The first row that is missing shares its updatedAt with the row before it, which landed: it looks as if a cursor compares only \
                         the timestamp and stopped at a second that has as many rows as a page, or more.";
    for (ties, page, by_key, count) in [
        ("15", 10, false, 46),
        ("60", 50, false, 50),
        ("60", 10, false, 46),
        ("120", 50, false, 50),
        ("120", 10, false, 46),
        ("15", 10, true, 55),
        ("60", 50, true, 95),
        ("120", 10, true, 55),
    ] {
        let (hint, landed) = stopped(ties, page, by_key);
        assert_eq!(landed, count, "ties {ties}, limit {page}, by key {by_key}: {hint}");
        assert!(hint.starts_with(FIRST), "ties {ties}, limit {page}, by key {by_key}: {hint}");
    }
    // Without so many rows in one second such a loop lands everything.
    assert_eq!(stopped("15", 50, true), (String::new(), 200));
}

#[test]
fn where_less_than_the_largest_page_landed_the_walk_may_have_ended_early() {
    let instance = |set: &[(&str, &str)]| instance(&[&[("ties", "0")], set].concat());
    let hint = |instance: &Instance, count: usize| {
        check(instance, "people", &[csv(&rows(instance)[..count]).as_bytes()])
            .unwrap()
            .hint
            .unwrap_or_default()
    };
    let first = "Only the oldest rows landed, no more than a page holds: it looks as if the next page was never asked for or lay too far on";
    let early = format!("{first}, or the walk ended early, as at a short or empty page.");
    for set in [&[("short_pages", "true")][..], &[("empty_pages", "true")], &[]] {
        for count in [10, 20, 35, 46] {
            let hint = hint(&instance(set), count);
            assert!(hint.starts_with(&early), "{set:?} {count} {hint}");
        }
        // So many are the first page of a walk by the largest, or several where pages can end a loop early.
        let of_50 = if set.is_empty() { format!("{first}.") } else { early.clone() };
        assert_eq!(hint(&instance(set), 50), of_50, "{set:?}");
    }
    // The largest page of the usual list cuts a second: either may be so.
    let usual = hint(&super::instance(&[("ties", "15")]), 50);
    assert!(
        usual.starts_with(first) && usual.contains(". Or the first row that is missing shares"),
        "{usual}"
    );
    // A page that is larger than the list is the whole of it.
    let few = super::instance(&[("records", "30"), ("ties", "0")]);
    assert_eq!(hint(&few, 30), "");
    assert!(hint(&few, 15).starts_with(first));
}

#[test]
fn a_second_of_a_billion_rows_is_not_counted() {
    let instance = instance(&[("records", "1000000000"), ("ties", "999999900")]);
    let timeline = instance.people.timeline();
    let mut walk = View::new(timeline, OrderBy::UpdatedAt, Direction::Asc, None).rows(0..1000);
    let rows: Vec<u64> = std::iter::from_fn(|| walk.next(timeline)).collect();
    let hint = landed(&instance, &rows).hint.unwrap_or_default();
    assert!(hint.contains("the first row that is missing shares its updatedAt"), "{hint}");
}

#[test]
fn rows_of_another_seed_are_a_guess_where_there_are_many() {
    let (mine, other) = (instance(&[]), instance(&[("seed", "other")]));
    let (mine_rows, other_rows) = (rows(&mine), rows(&other));
    let hint = |landed: Vec<&(String, String)>| {
        check(&mine, "people", &[csv(landed).as_bytes()]).unwrap().hint.unwrap_or_default()
    };
    assert!(
        hint(other_rows.iter().collect())
            .starts_with("No key was ever issued here: it looks as if")
    );
    assert!(
        hint(mine_rows.iter().chain(&other_rows[..5]).collect())
            .contains("rows of another seed, server or stream are in the destination")
    );
    // A server that was restarted with another seed in the middle: the sync went on, to its end or not, or began again.
    let restarted = "Some keys were never issued here, and rows are missing: it looks as if a part of the rows is of another seed or server, as after a \
                     restart in the middle of a sync, or as if keys were changed or damaged on the way.";
    for (kept, from, to) in [(100, 100, 200), (100, 100, 180), (196, 196, 200), (50, 50, 60)] {
        assert_eq!(
            hint(mine_rows[..kept].iter().chain(&other_rows[from..to]).collect()),
            restarted,
            "{kept} {from} {to}"
        );
    }
    assert!(
        hint(mine_rows[..100].iter().chain(&other_rows).collect())
            .contains("another seed, server or stream are in")
    );
    for (kept, strange) in [(199, 1), (197, 3), (196, 2)] {
        let hint = hint(mine_rows[..kept].iter().chain(&other_rows[..strange]).collect());
        assert!(!hint.contains("seed") && !hint.contains("walk"), "{hint}");
    }
    assert_eq!(hint(mine_rows.iter().chain(&other_rows[..1]).collect()), "");
}
