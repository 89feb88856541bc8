//! Causes planted by naive syncs, each recognised by its hint, and patterns that look nearly alike and are not.

use super::*;

/// The hint at what a sync landed of a world, given by ranks.
fn hint(world: &World, ranks: impl IntoIterator<Item = usize>) -> String {
    let all = rows(world);
    let landed: Vec<&(String, String)> = ranks.into_iter().filter_map(|rank| all.get(rank)).collect();
    check(world, "people", &[csv(landed).as_bytes()]).unwrap().hint.unwrap_or_default()
}

fn without(missing: &[usize]) -> impl Iterator<Item = usize> + '_ {
    (0..200).filter(|rank| !missing.contains(rank))
}

/// The ranks that a cursor lands which goes on behind the last `updatedAt`, or at it where it is included.
fn by_timestamp(world: &World, page: usize, included: bool) -> Vec<usize> {
    let all = rows(world);
    let (mut landed, mut from) = (Vec::new(), 0);
    while from < all.len() {
        let to = (from + page).min(all.len());
        landed.extend(from..to);
        let last = &all[to - 1].1;
        let next = all.partition_point(|row| if included { row.1 < *last } else { row.1 <= *last });
        if included && (to == all.len() || next <= from) {
            break;
        }
        from = next;
    }
    landed
}

/// The ranks that an offset lands which grows by `step` for pages of `page`.
fn by_offset(records: usize, page: usize, step: usize) -> Vec<usize> {
    (0..records).step_by(step).flat_map(|offset| offset..(offset + page).min(records)).collect()
}

const TIES: &str = "The missing rows share their updatedAt with a row before them";
const RHYTHM: &str = "The same number of rows is missing at even distances";
const OVERLAP: &str = "The rows at the borders of pages landed twice";

#[track_caller]
fn assert_starts(hint: &str, wanted: &str) {
    assert!(hint.starts_with(wanted) && (!wanted.is_empty() || hint.is_empty()), "{hint:?} instead of {wanted:?}");
}

#[test]
fn a_cursor_that_compares_only_the_timestamp() {
    let tied = world(&[("ties", "15")]);
    for page in [7, 10, 50] {
        assert_starts(&hint(&tied, by_timestamp(&tied, page, false)), TIES);
    }
    // Rows of one second that are missing from its middle or beginning, or without one that landed, are lost otherwise.
    assert_starts(&hint(&tied, without(&[50, 51])), "");
    assert_starts(&hint(&tied, without(&[45, 46])), "");
    assert_starts(&hint(&tied, without(&[58, 59])), TIES);
    assert_starts(&hint(&tied, without(&[58, 59, 80])), "");
    assert_starts(&hint(&tied, without(&(45..60).collect::<Vec<_>>())), "One page in the middle");
}

#[test]
fn where_rows_share_seconds_by_chance_it_takes_whole_pages_between_the_gaps() {
    let dense = world(&[("records", "1000000000")]);
    let timeline = dense.people.timeline();
    let id = |rank: u64| dense.people.ids().id(timeline.place_at(rank)).to_string();
    let second = |rank: u64| timeline.updated(timeline.place_at(rank));
    // The first rows are checked as of the second of the last of them.
    let rows = 2000;
    let end = timeline.updated_before(second(rows));
    let checked_of = |landed: &[u64]| {
        let text = landed.iter().fold("id\n".to_owned(), |text, &rank| text + &id(rank) + "\n");
        let as_of = Timestamp::from_seconds(second(end - 1));
        checked(Check::new("people", Some(as_of), None, &dense, ANCHOR), &[text.as_bytes()]).unwrap()
    };
    let (mut landed, mut from) = (Vec::new(), 0);
    while from < end {
        let to = (from + 50).min(end);
        landed.extend(from..to);
        from = timeline.updated_before(second(to - 1) + 1);
    }
    let verdict = checked_of(&landed);
    assert!(verdict.missing.count > 3 && verdict.truth == end, "{verdict:?}");
    assert_starts(&verdict.hint.unwrap(), TIES);
    let cut = (1..end).find(|&rank| second(rank - 1) == second(rank) && second(rank) != second(rank + 1)).unwrap();
    let verdict = checked_of(&(0..end).filter(|&rank| rank != cut).collect::<Vec<_>>());
    assert_eq!((verdict.missing.count, verdict.hint), (1, None));
}

#[test]
fn the_last_and_the_first_rows() {
    let world = world(&[]);
    assert_starts(&hint(&world, 0..190), "Exactly the newest rows are missing");
    assert_starts(&hint(&world, 0..199), "Exactly the newest rows are missing");
    assert_starts(&hint(&world, 0..50), "Only the first rows landed");
    assert_starts(&hint(&self::world(&[("records", "60")]), 0..50), "Exactly the newest rows are missing");
    assert_starts(&hint(&world, 10..200), "Exactly the oldest rows are missing, no more than a page");
    assert_starts(&hint(&world, 120..200), "Exactly the oldest rows are missing: the first sync began at a checkpoint");
    assert_starts(&hint(&world, (0..189).chain([199])), "");
    assert_starts(&hint(&world, 10..190), "");
}

#[test]
fn borders_of_pages() {
    let world = world(&[]);
    for page in [9, 10, 25, 49] {
        assert_starts(&hint(&world, by_offset(200, page, page + 1)), RHYTHM);
        assert_starts(&hint(&world, by_offset(200, page, page - 1)), OVERLAP);
        assert_starts(&hint(&world, by_timestamp(&world, page, true)), OVERLAP);
    }
    // The same from the newest to the oldest, and every second page.
    assert_starts(&hint(&world, by_offset(200, 10, 11).into_iter().map(|rank| 199 - rank)), RHYTHM);
    assert_starts(&hint(&world, by_offset(200, 10, 20)), RHYTHM);
    assert_starts(&hint(&world, by_offset(195, 10, 20).into_iter().chain(195..200)), "");
    assert_starts(&hint(&world, without(&[10, 21, 32])), "");
    assert_starts(&hint(&world, without(&[50, 101, 151])), "");
    assert_starts(&hint(&world, without(&[50, 101, 152])), RHYTHM);
    assert_starts(&hint(&world, without(&[66, 133])), "");
    assert_starts(&hint(&world, without(&[50, 101]).take_while(|&rank| rank < 152)), "");
    assert_starts(&hint(&world, (0..200).chain([66, 133])), "");
    assert_starts(&hint(&world, (0..200).chain([50, 101, 151])), "");
}

#[test]
fn one_page_lost_or_landed_twice() {
    let world = world(&[]);
    assert_starts(&hint(&world, (0..40).chain(50..200)), "One page in the middle is missing");
    assert_starts(&hint(&world, (0..200).chain(40..50)), "One page landed twice");
    assert_starts(&hint(&world, (0..43).chain(50..200)), "");
    assert_starts(&hint(&world, (0..200).chain(43..50)), "");
    assert_starts(&hint(&world, (0..200).chain([77])), "");
}

#[test]
fn rows_that_landed_again() {
    let world = world(&[]);
    let again = "Every row landed more than once: each sync appended a full load.";
    assert_starts(&hint(&world, (0..200).chain(0..200)), again);
    assert_starts(&hint(&world, (0..200).chain(0..200).chain(0..200)), again);
    assert_starts(&hint(&world, (0..200).chain(0..199)), "");
    assert_starts(&hint(&world, (0..200).chain([199])), "The newest rows landed again");
    assert_starts(&hint(&world, (0..200).chain([198])), "");
    let both = hint(&world, (0..190).chain(0..190));
    assert!(both.starts_with("Exactly the newest rows are missing") && both.contains(again), "{both}");
}

#[test]
fn rows_that_could_not_be_read_are_no_pattern() {
    let world = world(&[]);
    let hint = |text: &str| check(&world, "people", &[text.as_bytes()]).unwrap().hint.unwrap_or_default();
    let all = csv(&rows(&world));
    let unreadable = "The missing rows may be among the lines that could not be read.";
    assert_eq!(hint(&all.replacen("Z\n", "Z,\n", 5)), unreadable);
    assert_starts(&hint(&format!("{}a,b,c\n", csv(&rows(&world)[..190]))), "Exactly the newest rows are missing");
    let cut = "The file is cut off, or a quote in it is not closed";
    assert_starts(&hint(&all.replacen("\n", "\n\"", 100).replacen("\n\"", "\n", 99)), cut);
    let array =
        rows(&world)[..150].iter().fold("[".to_owned(), |text, row| text + &json!({ "id": row.0 }).to_string() + ",");
    assert_starts(&hint(&array), cut);
}

#[test]
fn rows_of_another_data_set() {
    let (mine, other, fewer) = (world(&[]), world(&[("seed", "other")]), world(&[("records", "100")]));
    let hint = |world: &World, stream: &str, text: &str| {
        check(world, stream, &[text.as_bytes()]).unwrap().hint.unwrap_or_default()
    };
    let (all, numbers) = (csv(&rows(&mine)), "id\n1\n2\n");
    assert_starts(&hint(&other, "people", &all), "No key was ever issued here");
    assert_starts(
        &hint(&mine, "people", &format!("{all}{}\n", csv(&rows(&other)[..3]).replacen("id,updatedAt\n", "", 1))),
        "Some keys were never",
    );
    assert_starts(&hint(&mine, "people", numbers), "The ids are numbers");
    assert_starts(&hint(&mine, "step", &all), "The ids are UUIDs");
    assert_starts(
        &hint(&fewer, "step", "id\n100\n101\n"),
        "The unknown rows are of this seed, but beyond its number of records",
    );
    let ids = rows(&mine).into_iter().fold("id\n".to_owned(), |text, row| text + &row.0 + "\n");
    assert_starts(&hint(&fewer, "people", &ids), "The unknown rows are of this seed, but beyond");
}

#[test]
fn times_of_another_anchor_or_zone() {
    let world = world(&[]);
    let shifted = |by: &str| csv(&rows(&world)).replace('Z', by);
    for by in ["+01:00", "-05:30"] {
        let verdict = check(&world, "people", &[shifted(by).as_bytes()]).unwrap();
        assert_starts(&verdict.hint.unwrap(), "The keys are right, but no updatedAt is");
    }
    assert!(check(&world, "people", &[shifted("+00:00").as_bytes()]).unwrap().is_complete());
    let one = csv(&rows(&world)).replacen('Z', "+01:00", 1);
    let verdict = check(&world, "people", &[one.as_bytes()]).unwrap();
    assert_eq!((counts(&verdict), verdict.hint), ([0, 0, 1, 0, 0], None));
}
