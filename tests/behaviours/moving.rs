//! Rows that move: every paging shows those of its moment, right loops lose none of them, and what naive ones lose is told with its cause.

use super::walker::{Ended, PAGINGS, Paging, Rules, Server};
use serde_json::{Value, json};
use std::collections::BTreeMap;

use Paging::{Cursor, Keyset, Offset, PageNumber};

/// A server whose clock stands still so many seconds after the anchor, which is that of the walker.
pub(super) fn at(seconds: i64, settings: &str) -> Server {
    let now = connector_playground::Timestamp::from_seconds(1_795_597_200 + seconds);
    let comma = if settings.is_empty() { "" } else { "," };
    Server::new(200, 0, &format!("moving=on,now={now}{comma}{settings}"))
}

fn count(verdict: &Value, list: &str) -> u64 {
    assert!(verdict[list]["count"].is_u64(), "{list}: {verdict}");
    verdict[list]["count"].as_u64().unwrap()
}

/// Rows of several syncs, merged by id.
fn merged(syncs: &[Vec<Value>]) -> Vec<Value> {
    let rows = syncs.iter().flatten();
    let by_id: BTreeMap<&str, &Value> =
        rows.map(|row| (row["id"].as_str().unwrap(), row)).collect();
    by_id.into_values().cloned().collect()
}

fn newest(rows: &[Value]) -> &str {
    rows.iter().filter_map(|row| row["updatedAt"].as_str()).max().unwrap()
}

#[test]
fn every_paging_shows_the_rows_of_a_moment() {
    for seconds in [0, 1, 1_000, 9_000, 100_000] {
        let server = at(seconds, "page_seconds=0");
        for paging in PAGINGS {
            for (size, order) in [(10, ""), (7, "order_by=createdAt&order_type=desc"), (50, "")] {
                let Some(wanted) = server.wanted(paging, order) else { continue };
                let (ids, ended) = server.walk(paging, size, order, &Rules::RIGHT);
                assert_eq!(
                    (ids, ended),
                    (wanted, Ended::Done),
                    "{paging:?} {size} {order} {seconds}"
                );
            }
        }
        let (rows, _) = server.walk_rows(Cursor, 50, "", &Rules::RIGHT);
        assert_eq!(server.verdict_on(&rows)["verdict"], "complete", "{seconds}");
        assert_eq!(rows.len() > 200, seconds >= 1_000, "{}", rows.len());
    }
}

#[test]
fn rows_say_how_they_were_deleted_where_they_do() {
    let marked = |deletes: &str| {
        let server = at(9_000, &format!("deletes={deletes}"));
        let (rows, _) = server.walk_rows(Cursor, 50, "", &Rules::RIGHT);
        let marks = rows.iter().filter(|row| row["deletedAt"].is_string()).count();
        (rows.iter().all(|row| row.get("deletedAt").is_some()), marks, rows.len())
    };
    let [both, soft, hard, none] = ["both", "soft", "hard", "none"].map(marked);
    assert!(both.0 && soft.0 && both.1 > 10 && both.1 == soft.1, "{both:?} {soft:?}");
    assert!(!hard.0 && !none.0 && hard.1 + none.1 == 0, "{hard:?} {none:?}");
    assert!(both.2 == hard.2 && soft.2 == none.2 && hard.2 < none.2, "{both:?} {soft:?}");
}

#[test]
fn a_walk_behind_the_last_row_loses_nothing_while_rows_move_on() {
    for deletes in ["none", "soft", "hard", "both"] {
        let server = at(0, &format!("page_seconds=60,late_seconds=0,deletes={deletes}"));
        for paging in [Keyset, Cursor, Paging::PageToken, Paging::SearchCursor, Paging::Graphql] {
            let (rows, ended) = server.walk_rows(paging, 5, "", &Rules::RIGHT);
            assert_eq!(ended, Ended::Done, "{paging:?}");
            let verdict = server.verdict_on(&merged(&[rows]));
            let wrong = ["missing", "stale", "unknown"].map(|list| count(&verdict, list));
            assert_eq!(wrong, [0; 3], "{paging:?} {deletes} {verdict}");
        }
    }
}

#[test]
fn pages_by_offset_lose_rows_behind_those_that_go() {
    for paging in [Offset, PageNumber, Paging::Odata, Paging::LinkHeader] {
        let server = at(0, "page_seconds=60,late_seconds=0,deletes=both");
        let (rows, ended) = server.walk_rows(paging, 5, "", &Rules::RIGHT);
        assert_eq!(ended, Ended::Done, "{paging:?}");
        let verdict = server.verdict_on(&merged(&[rows]));
        assert!(count(&verdict, "missing") > 0, "{paging:?} {verdict}");
        let hint = verdict["hint"].as_str().unwrap();
        assert!(hint.contains("by number or by offset"), "{paging:?} {hint}");
    }
}

#[test]
fn a_walk_is_the_same_each_time() {
    let server = at(500, "page_seconds=60");
    for paging in PAGINGS {
        let walk = || server.walk_rows(paging, 10, "", &Rules::RIGHT).0;
        assert_eq!(walk(), walk(), "{paging:?}");
    }
}

#[test]
fn late_rows_are_missed_by_a_bookmark_and_caught_by_a_look_back() {
    let settings = "deletes=none,late_seconds=900";
    let (first, _) = at(0, settings).walk_rows(Keyset, 50, "", &Rules::RIGHT);
    let sync = |look_back: i64| {
        let (mut syncs, mut seconds) = (vec![first.clone()], 0);
        while seconds < 12_000 {
            seconds += 600;
            let bookmark = newest(syncs.last().filter(|rows| !rows.is_empty()).unwrap_or(&first));
            let from = bookmark.parse::<connector_playground::Timestamp>().unwrap().seconds();
            let since = connector_playground::Timestamp::from_seconds(from - look_back);
            let query = format!("updated_since={since}");
            let rows = at(seconds, settings).walk_rows(Keyset, 50, &query, &Rules::RIGHT).0;
            syncs.push(if rows.is_empty() { vec![] } else { rows });
            if syncs.last().is_some_and(Vec::is_empty) {
                syncs.pop();
            }
        }
        // What came since the last bookmark is not late yet: hold it against the last sync's own moment.
        at(seconds, settings).verdict_on(&merged(&syncs))
    };
    let naive = sync(0);
    assert!(count(&naive, "late_missed") > 0, "{naive}");
    let hint = naive["hint"].as_str().unwrap();
    assert!(hint.contains("Begin each sync 900 seconds before"), "{hint}");
    let right = sync(900);
    assert_eq!(right["verdict"], "complete", "{right}");
}

#[test]
fn deletes_without_a_trace_stay_until_a_whole_walk_is_compared() {
    let settings = "deletes=both,late_seconds=0";
    let (first, _) = at(0, settings).walk_rows(Cursor, 50, "", &Rules::RIGHT);
    let later = at(9_000, settings);
    let query = format!("updated_since={}", newest(&first));
    let (second, _) = later.walk_rows(Cursor, 50, &query, &Rules::RIGHT);
    let verdict = later.verdict_on(&merged(&[first.clone(), second]));
    assert_eq!((count(&verdict, "missing"), count(&verdict, "stale")), (0, 0), "{verdict}");
    assert!(count(&verdict, "deleted_present") > 0, "{verdict}");
    assert!(verdict["hint"].as_str().unwrap().contains("gone without a trace"), "{verdict}");
    let whole = later.walk_rows(Cursor, 50, "", &Rules::RIGHT).0;
    assert_eq!(later.verdict_on(&whole)["verdict"], "complete");
    // Rows of the first sync alone are too old, and the deleted ones not known to be.
    let stale = later.verdict_on(&first);
    assert!(count(&stale, "stale") > 0 && count(&stale, "deleted_present") > 0, "{stale}");
}

#[test]
fn what_makes_no_sense_is_refused_with_what_is_right() {
    let server = Server::new(200, 0, "");
    let refused = |settings: &str| {
        let reply = server.fetch_as(&format!("/with/{settings}/pagination/offset"));
        assert_eq!(reply.status, 400, "{settings}");
        reply.body["error"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        refused("moving=on,records=100001"),
        "Invalid value for setting 'records'. It should be between 1 and 100000 where records move ('moving')."
    );
    assert_eq!(
        refused("moving=on,now=2026-11-25T08:59:59Z"),
        "Invalid value for setting 'now'. It must not be earlier than the anchor, 2026-11-25T09:00:00Z, where records move ('moving')."
    );
    assert_eq!(
        refused("churn=0"),
        "Invalid value for setting 'churn'. It should be between 1 and 1000."
    );
    assert_eq!(
        refused("deletes=all"),
        "Invalid value for setting 'deletes'. Use 'both' or 'soft' or 'hard' or 'none'"
    );
    let cursor = at(100, "").fetch(Cursor, 10).body["next_cursor"].as_str().unwrap().to_owned();
    let elsewhere = server.fetch_as(&format!("/pagination/cursor?cursor={cursor}"));
    assert_eq!(elsewhere.status, 400);
    assert!(elsewhere.body["error"].as_str().unwrap().contains("settings"), "{}", elsewhere.body);
}

#[test]
fn the_id_of_a_row_that_is_gone_is_refused_as_such() {
    let (before, after) =
        (at(0, "deletes=hard,late_seconds=0"), at(9_000, "deletes=hard,late_seconds=0"));
    let (rows, _) = before.walk_rows(Cursor, 50, "", &Rules::RIGHT);
    let left = after.walk(Cursor, 50, "", &Rules::RIGHT).0;
    let gone = rows
        .iter()
        .map(|row| row["id"].as_str().unwrap())
        .find(|id| !left.iter().any(|own| own == id))
        .unwrap();
    let reply = after.fetch_as(&format!("/pagination/starting_after?starting_after={gone}"));
    assert_eq!(
        (reply.status, &reply.body["error"]),
        (
            400,
            &json!(
                "Invalid value for 'starting_after'. The row with that id is gone. Go on behind an earlier one"
            )
        )
    );
}

#[test]
fn a_walk_by_ids_ends_however_much_later_each_page_is() {
    for page_seconds in [300, 3_600, 86_400] {
        let server = at(0, &format!("page_seconds={page_seconds},deletes=soft"));
        for order in ["", "order_by=createdAt", "order_by=createdAt&order_type=desc"] {
            let (rows, ended) = server.walk_rows(Paging::StartingAfter, 10, order, &Rules::RIGHT);
            assert_eq!(ended, Ended::Done, "{page_seconds} {order}");
            assert!(rows.len() >= 200, "{page_seconds} {order}: {}", rows.len());
        }
    }
}

#[test]
fn the_page_behind_the_last_rows_of_keyset_names_itself() {
    let server = at(0, "page_seconds=60,late_seconds=0,churn=1,last=cursor");
    let (mut cursor, mut seen) = (String::new(), Vec::new());
    while !seen.contains(&cursor) {
        seen.push(cursor.clone());
        assert!(seen.len() < 50, "{cursor}");
        let target = format!("/pagination/keyset?scroll_param={cursor}");
        cursor = server.fetch_as(&target).body["scroll_param"].as_str().unwrap().to_owned();
    }
    assert_eq!(seen.last(), Some(&cursor), "it leads back into the list");
}

#[test]
fn a_soft_delete_that_comes_late_is_named_as_late() {
    let settings = "deletes=soft,late_seconds=900,churn=200";
    let (first, _) = at(300, settings).walk_rows(Keyset, 50, "", &Rules::RIGHT);
    let later = at(1_800, settings);
    let sync = |from: &str| {
        let (second, _) =
            later.walk_rows(Keyset, 50, &format!("updated_since={from}"), &Rules::RIGHT);
        later.verdict_on(&merged(&[first.clone(), second]))
    };
    let bookmark = newest(&first).parse::<connector_playground::Timestamp>().unwrap().seconds();
    let naive = sync(newest(&first));
    assert!(count(&naive, "deleted_present") > 0, "{naive}");
    assert!(count(&naive, "late_missed") >= count(&naive, "deleted_present"), "{naive}");
    let hint = naive["hint"].as_str().unwrap();
    assert!(hint.contains("900 seconds") && !hint.contains("as any other update does"), "{hint}");
    let back = connector_playground::Timestamp::from_seconds(bookmark - 900).to_string();
    assert_eq!(sync(&back)["verdict"], "complete");
}

#[test]
fn pages_are_not_blamed_where_nothing_moved_between_them() {
    let server = at(0, "");
    let (rows, _) = server.walk_rows(PageNumber, 50, "", &Rules::RIGHT);
    let verdict = server.verdict_on(&rows[50..]);
    assert_eq!(count(&verdict, "missing"), 50);
    assert!(!verdict["hint"].to_string().contains("by number or by offset"), "{verdict}");
}
