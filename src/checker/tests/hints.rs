//! Causes planted by naive syncs, each recognised by its hint, and patterns that look nearly alike and are not.

use super::*;

/// The hint at what a sync landed of a instance, given by ranks.
fn hint(instance: &Instance, ranks: impl IntoIterator<Item = usize>) -> String {
    let all = rows(instance);
    let landed: Vec<&(String, String)> =
        ranks.into_iter().filter_map(|rank| all.get(rank)).collect();
    check(instance, "people", &[csv(landed).as_bytes()]).unwrap().hint.unwrap_or_default()
}

fn without(missing: &[usize]) -> impl Iterator<Item = usize> + '_ {
    (0..200).filter(|rank| !missing.contains(rank))
}

/// The ranks that a cursor lands which goes on behind the last `updatedAt`, or at it where it is included.
fn by_timestamp(instance: &Instance, page: usize, included: bool) -> Vec<usize> {
    let all = rows(instance);
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
    assert!(
        hint.starts_with(wanted) && (!wanted.is_empty() || hint.is_empty()),
        "{hint:?} instead of {wanted:?}"
    );
}

#[test]
fn a_cursor_that_compares_only_the_timestamp() {
    let tied = instance(&[("ties", "15")]);
    for page in [7, 10, 50] {
        assert_starts(&hint(&tied, by_timestamp(&tied, page, false)), TIES);
    }
    // Rows of one second that are missing from its middle or beginning, or without one that landed, are lost otherwise.
    assert_starts(&hint(&tied, without(&[50, 51])), "");
    assert_starts(&hint(&tied, without(&[45, 46])), "");
    assert_starts(&hint(&tied, without(&[58, 59])), TIES);
    assert_starts(&hint(&tied, without(&[58, 59, 80])), "");
    assert_starts(&hint(&tied, without(&(45..60).collect::<Vec<_>>())), "A whole page is missing");
}

#[test]
fn where_rows_share_seconds_by_chance_it_takes_whole_pages_between_the_gaps() {
    let dense = instance(&[("records", "1000000000")]);
    let timeline = dense.people.timeline();
    let id = |rank: u64| dense.people.ids().id(timeline.place_at(rank)).to_string();
    let second = |rank: u64| timeline.updated(timeline.place_at(rank));
    // The first rows are checked as of the second of the last of them.
    let rows = 2000;
    let end = timeline.updated_before(second(rows));
    let checked_of = |landed: &[u64]| {
        let text = landed.iter().fold("id\n".to_owned(), |text, &rank| text + &id(rank) + "\n");
        let as_of = Timestamp::from_seconds(second(end - 1));
        checked(Check::new("people", Some(as_of), None, &dense, ANCHOR), &[text.as_bytes()])
            .unwrap()
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
    let cut = (1..end)
        .find(|&rank| second(rank - 1) == second(rank) && second(rank) != second(rank + 1))
        .unwrap();
    let verdict = checked_of(&(0..end).filter(|&rank| rank != cut).collect::<Vec<_>>());
    assert_eq!((verdict.missing.count, verdict.hint), (1, None));
}

#[test]
fn the_last_and_the_first_rows() {
    let instance = instance(&[]);
    assert_starts(&hint(&instance, 0..190), "Exactly the newest rows are missing");
    assert_starts(&hint(&instance, 0..199), "Exactly the newest rows are missing");
    assert_starts(
        &hint(&instance, 0..50),
        "Only the oldest rows landed, no more than a page holds",
    );
    assert_starts(
        &hint(&self::instance(&[("records", "60")]), 0..50),
        "Exactly the newest rows are missing",
    );
    assert_starts(&hint(&instance, 10..200), "Exactly the oldest rows are missing");
    assert_starts(&hint(&instance, 120..200), "Exactly the oldest rows are missing");
    assert_starts(&hint(&instance, (0..189).chain([199])), "");
    assert_starts(&hint(&instance, 10..190), "");
}

#[test]
fn borders_of_pages() {
    let instance = instance(&[]);
    for page in [9, 10, 25, 49] {
        assert_starts(&hint(&instance, by_offset(200, page, page + 1)), RHYTHM);
        assert_starts(&hint(&instance, by_offset(200, page, page - 1)), OVERLAP);
        assert_starts(&hint(&instance, by_timestamp(&instance, page, true)), OVERLAP);
    }
    // The same from the newest to the oldest, and every second page.
    assert_starts(
        &hint(&instance, by_offset(200, 10, 11).into_iter().map(|rank| 199 - rank)),
        RHYTHM,
    );
    assert_starts(&hint(&instance, by_offset(200, 10, 20)), RHYTHM);
    assert_starts(&hint(&instance, by_offset(195, 10, 20).into_iter().chain(195..200)), "");
    assert_starts(&hint(&instance, without(&[10, 21, 32])), "");
    assert_starts(&hint(&instance, without(&[50, 101, 151])), "");
    assert_starts(&hint(&instance, without(&[50, 101, 152])), RHYTHM);
    assert_starts(&hint(&instance, without(&[66, 133])), "");
    assert_starts(&hint(&instance, without(&[50, 101]).take_while(|&rank| rank < 152)), "");
    assert_starts(&hint(&instance, (0..200).chain([66, 133])), "");
    assert_starts(&hint(&instance, (0..200).chain([50, 101, 151])), "");
}

#[test]
fn one_page_lost_or_landed_twice() {
    let instance = instance(&[]);
    assert_starts(&hint(&instance, (0..40).chain(50..200)), "A whole page is missing");
    assert_starts(&hint(&instance, (0..200).chain(40..50)), "One page landed twice");
    assert_starts(&hint(&instance, (0..43).chain(50..200)), "");
    assert_starts(&hint(&instance, (0..200).chain(43..50)), "");
    assert_starts(&hint(&instance, (0..200).chain([77])), "");
}

#[test]
fn rows_that_landed_again() {
    let instance = instance(&[]);
    let again = "Every row landed more than once: it looks as if each sync appended a full load";
    assert_starts(&hint(&instance, (0..200).chain(0..200)), again);
    assert_starts(&hint(&instance, (0..200).chain(0..200).chain(0..200)), again);
    assert_starts(&hint(&instance, (0..200).chain(0..199)), "The oldest rows landed again");
    assert_starts(&hint(&instance, (0..200).chain([199])), "The newest rows landed again");
    assert_starts(&hint(&instance, (0..200).chain([198])), "");
    let both = hint(&instance, (0..190).chain(0..190));
    assert!(
        both.starts_with("Exactly the newest rows are missing") && both.contains(again),
        "{both}"
    );
}

#[test]
fn where_anything_could_not_be_read_the_hint_is_about_the_file_alone() {
    let instance = instance(&[]);
    let hint = |text: &str| {
        check(&instance, "people", &[text.as_bytes()]).unwrap().hint.unwrap_or_default()
    };
    let all = csv(&rows(&instance));
    assert_eq!(
        hint(&all.replacen("Z\n", "Z,\n", 5)),
        "The file could not be read in 5 places, 295 bytes in all; the first is line or element 2: 3 fields where the first line names 2. \
         Look at the file first: rows that are missing may stand there."
    );
    assert_eq!(
        hint(&format!("{}a,b,c\n", csv(&rows(&instance)[..190]))),
        "The file could not be read in 1 place, 6 bytes in all; the first is line or element 192: 3 fields where the first line names 2. \
         Look at the file first: rows that are missing may stand there."
    );
    let cut = "It looks as if the file is cut off, or a quote in it is not closed.";
    assert!(hint(&all.replacen("\n", "\n\"", 100).replacen("\n\"", "\n", 99)).contains(cut));
    let array = rows(&instance)[..150]
        .iter()
        .fold("[".to_owned(), |text, row| text + &json!({ "id": row.0 }).to_string() + ",");
    assert!(hint(&array).contains(cut));
    let object = "It looks as if an object that is no row was taken for one";
    assert!(hint("[{\"count\":200,\"next\":null}]").contains(object));
    assert!(hint("{\"error\":\"Not found\"}\n").contains(object));
}

#[test]
fn what_looks_damaged_is_not_held_against_the_sync() {
    let instance = instance(&[]);
    let hint = |text: &str| {
        check(&instance, "people", &[text.as_bytes()]).unwrap().hint.unwrap_or_default()
    };
    let all = rows(&instance);
    let text = csv(&all);
    // A digit of an id that became another one; a byte that no id has.
    let other = |byte: &str| text.replacen(&all[199].0, &format!("{}{byte}", &all[199].0[..35]), 1);
    let changed = if all[199].0.ends_with('0') { "1" } else { "0" };
    assert_starts(
        &hint(&other(changed)),
        "As many keys are unknown as rows are missing: it looks as if keys were changed",
    );
    assert_starts(
        &hint(&other("\u{fffd}")),
        "Some keys have no form that a key of this stream has: the file looks damaged",
    );
    let cut = &text[..text.len() - 48 * 58 - 1];
    assert_starts(
        &hint(cut),
        "The last line of the file has no line end: the file looks cut off there",
    );
    assert_starts(&hint(&format!("{cut}\n")), "Exactly the newest rows are missing");
    let quoted = format!("id,updatedAt,note\n{}", &text[13..])
        .replace("Z\n", "Z,x\n")
        .replacen("Z,x", "Z,\"x", 1);
    let closed = quoted
        .chars()
        .rev()
        .collect::<String>()
        .replacen("x,Z", "\"x,Z", 1)
        .chars()
        .rev()
        .collect::<String>();
    assert_starts(&hint(&closed), "A quoted field of the record that begins in line 2 holds a row");
    let strange = all.iter().fold("id\n".to_owned(), |text, row| text + "row-" + &row.0 + "\n");
    assert_starts(&hint(&strange), "No key has the form of a key of this stream");
}

#[test]
fn fields_of_several_lines_hide_no_cause() {
    let instance = instance(&[]);
    let all = rows(&instance);
    let hint = |rows: &[(String, String)]| {
        let line =
            |row: &(String, String)| format!("{},\"12 Elm St\nRye, TX 09354\",{}\n", row.0, row.1);
        let text =
            rows.iter().fold("id,address,updatedAt\n".to_owned(), |text, row| text + &line(row));
        // Wherever the file is cut into chunks.
        let whole =
            check(&instance, "people", &[text.as_bytes()]).unwrap().hint.unwrap_or_default();
        let bytes: Vec<&[u8]> = text.as_bytes().chunks(7).collect();
        assert_eq!(check(&instance, "people", &bytes).unwrap().hint.unwrap_or_default(), whole);
        whole
    };
    assert_starts(&hint(&all[..190]), "Exactly the newest rows are missing");
    assert_starts(&hint(&all[10..]), "Exactly the oldest rows are missing");
    assert_starts(&hint(&[&all[..50], &all[60..]].concat()), "A whole page is missing");
}

#[test]
fn rows_of_another_data_set() {
    let (mine, other, fewer) =
        (instance(&[]), instance(&[("seed", "other")]), instance(&[("records", "100")]));
    let hint = |instance: &Instance, stream: &str, text: &str| {
        check(instance, stream, &[text.as_bytes()]).unwrap().hint.unwrap_or_default()
    };
    let (all, numbers) = (csv(&rows(&mine)), "id\n1\n2\n3\n");
    assert_starts(&hint(&other, "people", &all), "No key was ever issued here");
    assert_starts(
        &hint(
            &mine,
            "people",
            &format!("{all}{}\n", csv(&rows(&other)[..3]).replacen("id,updatedAt\n", "", 1)),
        ),
        "Some keys were never",
    );
    assert_starts(&hint(&mine, "people", numbers), "The ids are numbers");
    assert_starts(&hint(&mine, "step", &all), "The ids are those of lists");
    assert_starts(
        &hint(
            &fewer,
            "step",
            &(1..=101).fold("id\n".to_owned(), |text, id| text + &id.to_string() + "\n"),
        ),
        "The unknown rows are of this seed, but beyond its number of records",
    );
    // Restarted with more records: the rows beyond are no damage, whatever is missing.
    let landed = csv(rows(&fewer)[..40].iter().chain(&rows(&mine)[140..]));
    assert_starts(
        &hint(&fewer, "people", &landed),
        "The unknown rows are of this seed, but beyond",
    );
    let ids = rows(&mine).into_iter().fold("id\n".to_owned(), |text, row| text + &row.0 + "\n");
    assert_starts(&hint(&fewer, "people", &ids), "The unknown rows are of this seed, but beyond");
}

#[test]
fn times_of_another_anchor_or_zone() {
    let instance = instance(&[]);
    let shifted = |by: &str| csv(&rows(&instance)).replace('Z', by);
    for by in ["+01:00", "-05:30"] {
        let verdict = check(&instance, "people", &[shifted(by).as_bytes()]).unwrap();
        assert_starts(&verdict.hint.unwrap(), "The keys are right, but no updatedAt is");
    }
    assert!(check(&instance, "people", &[shifted("+00:00").as_bytes()]).unwrap().is_complete());
    let one = csv(&rows(&instance)).replacen('Z', "+01:00", 1);
    let verdict = check(&instance, "people", &[one.as_bytes()]).unwrap();
    assert_eq!((counts(&verdict), verdict.hint), ([0, 0, 1, 0, 0], None));
}
