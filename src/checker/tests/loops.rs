//! Naive loops over lists of all sizes: a hint, where there is one, names what that loop did, and in lists of a usual size there is one.

use super::lists::{List, lists};
use super::*;
use std::iter::repeat_n;

/// What loops do: a name, what lands, and what a hint may name; whether there must be one in a long list.
fn loops(list: &List) -> Vec<(&'static str, Vec<u64>, &'static [&'static str], bool)> {
    const ENDED: &[&str] = &["ended before its last page", "next page was never asked for"];
    const EARLY: &[&str] = &["the walk ended", "ended before its last page"];
    const BEGAN: &[&str] = &["began too late"];
    const WIDE: &[&str] = &["moves on by too much", "too far on", "passed over a part"];
    const NARROW: &[&str] = &["pages overlap"];
    const PASSED: &[&str] = &["passed over", "ended before its last page"];
    const AGAIN: &[&str] = &["the last page landed again"];
    const SHORT: &[&str] = &["held fewer rows", "passed over a part", "began too late"];
    let (all, pages) = (list.rows.clone(), list.pages());
    let (length, page, count) = (all.len(), list.page, pages.len());
    let half = (3 * page + page.div_ceil(2)).min(length);
    let without = |lost: &dyn Fn(usize) -> bool| {
        pages
            .iter()
            .enumerate()
            .filter(|(at, _)| !lost(*at))
            .flat_map(|(_, page)| page.clone())
            .collect::<Vec<_>>()
    };
    let each = |copies: usize| {
        let rows = pages.iter().flat_map(|page| repeat_n(page.clone(), copies).flatten());
        rows.collect::<Vec<_>>()
    };
    let mut loops = vec![
        ("the last page is never asked for", without(&|at| at + 1 == count), ENDED, count > 1),
        ("two pages are never asked for", without(&|at| at + 2 >= count), ENDED, count > 2),
        ("only the first page is asked for", without(&|at| at > 0), ENDED, count > 1),
        (
            "the first page is passed over",
            without(&|at| at == 0),
            &["first page", "passed over"][..],
            count > 1,
        ),
        ("the first two pages are passed over", without(&|at| at < 2), BEGAN, count > 2),
        (
            "a page in the middle fails",
            without(&|at| at == count / 2),
            PASSED,
            (5..50).contains(&page) && count > 4,
        ),
        (
            "two pages in the middle fail",
            without(&|at| at == count / 3 || at == 2 * count / 3),
            PASSED,
            false,
        ),
        ("offsets begin at 1", all[1..].to_vec(), BEGAN, true),
        ("a filter leaves the oldest out", all[length / 3..].to_vec(), BEGAN, true),
        ("offsets grow by one too much", list.walk(0, page + 1), WIDE, count > 4),
        ("offsets grow by two pages", list.walk(0, 2 * page), WIDE, count > 8),
        (
            "a page is asked for twice",
            [&all[..], &pages[count / 2]].concat(),
            &["request", "landed again", "written again"][..],
            (5..50).contains(&page),
        ),
        ("the last page is given again", [&all[..], &pages[count - 1]].concat(), AGAIN, true),
        (
            "the last page is given three times",
            [&all[..], &pages[count - 1], &pages[count - 1]].concat(),
            AGAIN,
            true,
        ),
        ("full load twice", all.repeat(2), &["appended a full load"][..], true),
        ("full load three times", all.repeat(3), &["appended a full load"][..], true),
        (
            "the walk begins again and ends early",
            [&all[..], &all[..length / 2]].concat(),
            &["began again", "landed again"][..],
            count > 1,
        ),
        ("each page is written twice", each(2), &["written again"][..], true),
        (
            "each row is written twice",
            all.iter().flat_map(|row| [*row; 2]).collect(),
            &["written again"][..],
            true,
        ),
        ("the walk ends at a short page", all[..half].to_vec(), EARLY, half < 50),
        (
            "the walk ends at an empty page",
            all[..(2 * page).min(length)].to_vec(),
            EARLY,
            2 * page < 50,
        ),
        (
            "short pages and offsets by the limit",
            list.short(|at| at % 4 == 1),
            SHORT,
            page == 10 && count > 16,
        ),
    ];
    loops.retain(|row| count > 4 || !row.0.contains("in the middle"));
    if page > 1 {
        let narrow = list.walk(0, page - 1);
        let counted =
            (0..count).flat_map(|n| all.iter().skip(n * (page - 1)).take(page).copied()).collect();
        loops.push(("offsets grow by one too little", narrow, NARROW, count > 4));
        loops.push((
            "so many pages of an offset that grows by too little",
            counted,
            NARROW,
            count > 4 && list.natural,
        ));
        loops.push((
            "offsets grow by half a page",
            list.walk(0, page.div_ceil(2)),
            NARROW,
            count > 4,
        ));
        const DROPPED: &[&str] = &["of each page is dropped", "of a page was dropped"];
        let first = pages.iter().flat_map(|page| page[1..].to_vec()).collect();
        let last = pages.iter().flat_map(|page| page[..page.len() - 1].to_vec()).collect();
        loops.push((
            "the first row of each page is dropped",
            first,
            DROPPED,
            count > 4 && length.is_multiple_of(page),
        ));
        loops.push((
            "the last row of each page is dropped",
            last,
            DROPPED,
            count > 4 && length.is_multiple_of(page),
        ));
    }
    if list.natural {
        // Few rows of one second are no pattern, and a page of one row stops a checkpoint without ties.
        const STOPPED: &[&str] = &["compares only the timestamp"];
        let second = |place: u64| list.instance.people.timeline().updated(place);
        let newest = (0..length)
            .filter(|&at| list.updated(at) == list.updated(length - 1))
            .map(|at| all[at]);
        let newest: Vec<u64> = all.iter().copied().chain(newest).collect();
        loops.push((
            "a checkpoint is included",
            newest,
            &["checkpoint of the one before"][..],
            true,
        ));
        loops.push((
            "a cursor of the timestamp alone",
            list.by_timestamp(false),
            &["compares only the timestamp"][..],
            false,
        ));
        loops.push((
            "a checkpoint that drops what is not newer",
            list.by_checkpoint(|landed, place| {
                landed.last().is_none_or(|&last| second(place) > second(last))
            }),
            if page < 10 {
                &["compares only the timestamp", "ended", "never asked"]
            } else {
                STOPPED
            },
            false,
        ));
        loops.push((
            "a checkpoint that drops what it has",
            list.by_checkpoint(|landed, place| !landed.contains(&place)),
            if page < 10 {
                &["compares only the timestamp", "ended", "never asked"]
            } else {
                STOPPED
            },
            false,
        ));
        loops.push((
            "a cursor that includes its timestamp",
            list.by_timestamp(true),
            &["pages overlap", "ended before", "never asked"][..],
            false,
        ));
    }
    loops
}

pub(super) fn landed(instance: &Instance, places: &[u64]) -> Report {
    let timeline = instance.people.timeline();
    let line = |text: String, place: &u64| {
        let updated = Timestamp::from_seconds(timeline.updated(*place));
        format!("{text}{},{updated}\n", instance.people.ids().id(*place))
    };
    check(instance, "people", &[places.iter().fold("id,updatedAt\n".to_owned(), line).as_bytes()])
        .unwrap()
}

/// The places in an order that has nothing to do with the walk, as a table gives them back.
fn shuffled(places: &[u64]) -> Vec<u64> {
    let mut places: Vec<(u64, u64)> = places
        .iter()
        .enumerate()
        .map(|(at, &place)| (crate::rng::finalise(place * 1000 + at as u64), place))
        .collect();
    places.sort_unstable();
    places.into_iter().map(|row| row.1).collect()
}

#[test]
fn a_hint_names_what_the_loop_did() {
    let (mut wrong, mut none) = (Vec::new(), Vec::new());
    for list in lists() {
        let (records, page, natural) = (list.rows.len(), list.page, list.natural);
        for (name, places, wanted, sure) in loops(&list) {
            for (order, places) in [("walked", places.clone()), ("shuffled", shuffled(&places))] {
                let verdict = landed(&list.instance, &places);
                let what = format!(
                    "{name}, {records} records, pages of {page}, natural {natural}, {order}: {:?}",
                    verdict.hint
                );
                match &verdict.hint {
                    _ if verdict.is_complete() => assert_eq!(verdict.hint, None),
                    Some(hint) if hint.starts_with("Nothing landed") => {}
                    Some(hint) if !wanted.iter().any(|cause| hint.contains(cause)) => {
                        wrong.push(what)
                    }
                    // With ties there may be no pattern.
                    None if sure && records == 200 && order == "walked" => none.push(what),
                    _ => {}
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong causes:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(30)].join("\n")
    );
    assert!(none.is_empty(), "{} without a hint:\n{}", none.len(), none.join("\n"));
}

#[test]
fn by_number_the_same_loops_are_known() {
    let instance = instance(&[("records", "200")]);
    let hint = |numbers: Vec<u64>| {
        let text =
            numbers.iter().fold("id\n".to_owned(), |text, number| format!("{text}{number}\n"));
        check(&instance, "step", &[text.as_bytes()]).unwrap().hint.unwrap_or_default()
    };
    assert!(hint((1..=190).collect()).contains("ended before its last page"));
    assert!(hint((51..=200).collect()).contains("began too late"));
    assert!(
        hint((11..=200).rev().collect())
            .contains("from the newest row to the oldest and ended before its last page")
    );
    assert!(
        hint((1..=200).filter(|number: &u64| !number.is_multiple_of(11)).collect())
            .contains("moves on by too much")
    );
    assert!(
        hint((1..=200).filter(|number| !(41..=50).contains(number)).collect())
            .contains("was passed over")
    );
}

#[test]
fn rows_behind_the_moment_of_the_truth_are_no_beginning() {
    let instance = instance(&[]);
    let all = rows(&instance);
    let as_of = |rank: usize| Timestamp::parse(&all[rank].1);
    let hint = |stream: &str, as_of: Option<Timestamp>, text: &str| {
        checked(Check::new(stream, as_of, None, &instance, ANCHOR), &[text.as_bytes()])
            .unwrap()
            .hint
            .unwrap_or_default()
    };
    let later = "Only rows that came or changed after the moment of the truth landed";
    assert!(hint("people", as_of(187), &csv(&all[188..])).starts_with(later));
    let numbers = |numbers: &mut dyn Iterator<Item = u64>| {
        numbers.fold("id\n".to_owned(), |text, n| format!("{text}{n}\n"))
    };
    assert!(hint("step", as_of(150), &numbers(&mut (180..=200))).starts_with(later));
    assert_eq!(hint("people", as_of(187), &csv(all[..1].iter().chain(&all[188..]))), "");
    assert_eq!(hint("step", as_of(150), &numbers(&mut [1].into_iter().chain(180..=200))), "");
    // The walk went on, so it did not end before the rows that are missing.
    assert_eq!(hint("people", as_of(187), &csv(all[..150].iter().chain(&all[188..]))), "");
    assert_eq!(hint("people", as_of(187), &csv(all[..150].iter().chain(&all[188..]).rev())), "");
    assert!(hint("people", as_of(187), &csv(&all[..150])).contains("ended before its last page"));
    assert!(
        hint("people", as_of(187), &csv(all[50..].iter().rev()))
            .contains("from the newest row to the oldest and ended before")
    );
    assert_eq!(hint("people", as_of(149), &csv(all.iter().chain(&all[140..]))), "");
}
