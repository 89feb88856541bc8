//! Every paging, walked by a right loop under every behaviour: each row once, in order. And for each behaviour a naive loop that breaks as real
//! connectors do: it loses rows, repeats them, or never ends. What landed is judged by the checker.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod broken;
mod clock;
mod feeds;
mod moving;
mod shapes;
#[path = "../walker/mod.rs"]
mod walker;
mod windows;

use proptest::prelude::*;
use serde_json::Value;
use walker::{Ended, PAGINGS, Paging, Reply, Rules, Server};

const SIZES: [u64; 4] = [1, 7, 10, 50];

fn check(records: u64, ties: u64, behaviours: &str, sizes: &[u64]) {
    let server = Server::new(records, ties, behaviours);
    for paging in PAGINGS {
        for order in ["", "order_by=createdAt&order_type=desc"] {
            let Some(wanted) = server.wanted(paging, order) else { continue };
            for &size in sizes {
                let (ids, ended) = server.walk(paging, size, order, &Rules::RIGHT);
                assert_eq!(ended, Ended::Done, "{paging:?} {size} {behaviours} {order}");
                assert_eq!(ids, wanted, "{paging:?} {size} {records} {ties} {behaviours} {order}");
                assert_eq!(server.verdict(&ids)["verdict"], "complete", "{paging:?} {behaviours}");
            }
        }
    }
}

#[test]
fn every_paging_gives_each_row_once_in_order() {
    check(200, 0, "", &SIZES);
    check(200, 15, "", &SIZES);
    check(200, 200, "", &[7, 50]);
    for records in [1, 50, 51] {
        check(records, 0, "", &SIZES);
    }
}

#[test]
fn a_list_without_rows_ends_at_once() {
    for behaviours in [
        "",
        "short_pages=true,empty_pages=true",
        "last=null",
        "last=cursor",
        "past_end=404",
        "drop_total=true",
    ] {
        let server = Server::new(200, 0, behaviours);
        for paging in PAGINGS.into_iter().filter(|paging| paging.filters()) {
            let (ids, ended) =
                server.walk(paging, 10, "updated_since=9999-12-31T23:59:59Z", &Rules::RIGHT);
            assert_eq!((ids.len(), ended), (0, Ended::Done), "{paging:?} {behaviours}");
        }
    }
}

/// All behaviours that bend a walk and let it reach each row.
const BENDING: [&str; 16] = [
    "short_pages=true",
    "empty_pages=true",
    "past_end=repeat",
    "past_end=404",
    "past_end=400",
    "last=null",
    "last=cursor",
    "links=relative",
    "links=path",
    "links=http",
    "first_cursor=required",
    "drop_total=true",
    "string_numbers=true",
    "max_offset=1000",
    "envelope=off",
    "envelope=mixed",
];

/// Several at a time, which have to do with each other.
const TOGETHER: [&str; 8] = [
    "past_end=empty",
    "short_pages=true,empty_pages=true",
    "short_pages=true,empty_pages=true,last=null",
    "short_pages=true,empty_pages=true,last=cursor,links=path,string_numbers=true",
    "empty_pages=true,past_end=404,first_cursor=required",
    "short_pages=true,drop_total=true,links=relative,past_end=400",
    "empty_pages=true,drop_total=true,last=cursor,string_numbers=true",
    "short_pages=true,empty_pages=true,drop_total=true,past_end=404,last=null,first_cursor=required",
];

#[test]
fn a_right_loop_gets_through_every_quirk_and_through_several() {
    for behaviours in BENDING.iter().chain(&TOGETHER) {
        check(200, 15, behaviours, &SIZES);
        for records in [1, 50, 51] {
            check(records, 0, behaviours, &[7, 50]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn a_right_loop_gets_through_any_three_quirks_by_any_seed_and_size(
        seed in "[a-z]{1,3}", size in 2..=50_u64, records in 1..=230_u64, three in prop::sample::subsequence(&BENDING, 1..=3)
    ) {
        // One value a setting.
        let mut behaviours: Vec<&str> = Vec::new();
        for behaviour in three {
            let key = behaviour.split('=').next();
            if behaviours.iter().all(|other| other.split('=').next() != key) {
                behaviours.push(behaviour);
            }
        }
        check(records, 0, &format!("seed={seed},{}", behaviours.join(",")), &[size]);
    }
}

/// The loop that the book teaches for lists without totals, by offset: it lands no row twice.
#[test]
fn the_last_page_comes_again_as_the_walk_ended_with_it_where_pages_are_short() {
    for (seed, limit) in
        ["a", "b", "c", "d"].into_iter().flat_map(|seed| [7, 10, 50].map(|limit| (seed, limit)))
    {
        let behaviours = format!("seed={seed},short_pages=true,past_end=repeat,drop_total=true");
        let server = Server::new(200, 0, &behaviours);
        let (ids, ended) = server.walk(Paging::Offset, limit, "", &Rules::RIGHT);
        assert_eq!((ids.len(), ended), (200, Ended::Done), "{behaviours} {limit}");
        let past = |target: &str| server.fetch_as(target).body;
        let last = |body: &Value, rows: &str| {
            body[rows].as_array().unwrap().last().unwrap()["id"].as_str().unwrap().to_owned()
        };
        let by_offset = past(&format!("/pagination/offset?limit={limit}&offset=200"));
        let by_skip = past(&format!("/pagination/odata?$top={limit}&$skip=200"));
        assert_eq!(
            [&last(&by_offset, "data"), &last(&by_skip, "value")],
            [ids.last().unwrap(); 2],
            "{behaviours}"
        );
    }
}
