//! Every paging, walked by a right loop under every quirk: each row once, in order. And for each quirk a naive loop that breaks as real
//! connectors do: it loses rows, repeats them, or never ends.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod walker;

use serde_json::Value;
use walker::{Ended, PAGINGS, Paging, Reply, Rules, Server};

const SIZES: [u64; 4] = [1, 7, 10, 50];

fn check(records: u64, ties: u64, quirks: &str, sizes: &[u64]) {
    let server = Server::new(records, ties, quirks);
    for paging in PAGINGS {
        for order in ["", "order_by=createdAt&order_type=desc"] {
            let Some(wanted) = server.wanted(paging, order) else { continue };
            for &size in sizes {
                let (ids, ended) = server.walk(paging, size, order, &Rules::RIGHT);
                assert_eq!(ended, Ended::Done, "{paging:?} {size} {quirks} {order}");
                assert_eq!(ids, wanted, "{paging:?} {size} {records} {ties} {quirks} {order}");
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
    for quirks in
        ["", "short_pages=true,empty_pages=true", "last=null", "last=cursor", "past_end=404", "drop_total=true"]
    {
        let server = Server::new(200, 0, quirks);
        for paging in PAGINGS.into_iter().filter(|paging| paging.filters()) {
            let (ids, ended) = server.walk(paging, 10, "updated_since=9999-12-31T23:59:59Z", &Rules::RIGHT);
            assert_eq!((ids.len(), ended), (0, Ended::Done), "{paging:?} {quirks}");
        }
    }
}

#[test]
fn a_right_loop_gets_through_every_quirk_and_through_several() {
    for quirks in [
        "short_pages=true",
        "empty_pages=true",
        "past_end=empty",
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
        "short_pages=true,empty_pages=true",
        "short_pages=true,empty_pages=true,last=null",
        "short_pages=true,empty_pages=true,last=cursor,links=path,string_numbers=true",
        "empty_pages=true,past_end=404,first_cursor=required",
        "short_pages=true,drop_total=true,links=relative,past_end=400",
        "empty_pages=true,drop_total=true,last=cursor,string_numbers=true",
        "short_pages=true,empty_pages=true,drop_total=true,past_end=404,last=null,first_cursor=required",
    ] {
        check(200, 15, quirks, &SIZES);
        for records in [1, 50, 51] {
            check(records, 0, quirks, &[7, 50]);
        }
    }
}

/// The pagings that a rule breaks under a quirk, and how.
fn broken(quirks: &str, rules: &Rules) -> Vec<(Paging, Ended, usize, bool)> {
    let server = Server::new(200, 0, quirks);
    let walks = PAGINGS.into_iter().map(|paging| {
        let (ids, ended) = server.walk(paging, 10, "", rules);
        let mut distinct = ids.clone();
        distinct.sort_unstable();
        distinct.dedup();
        (paging, ended, distinct.len(), ids.len() > distinct.len())
    });
    walks.filter(|(_, ended, rows, repeats)| *ended != Ended::Done || *rows < 200 || *repeats).collect()
}

#[test]
fn a_loop_that_ends_at_a_short_page_loses_rows() {
    let rules = Rules { stop_short: true, ..Rules::RIGHT };
    assert_eq!(broken("", &rules), []);
    let broken = broken("short_pages=true", &rules);
    assert_eq!(broken.len(), PAGINGS.len(), "every paging: {broken:?}");
    assert!(broken.iter().all(|(_, ended, rows, _)| *ended == Ended::Done && *rows < 200));
}

#[test]
fn a_loop_that_ends_at_an_empty_page_loses_rows() {
    let rules = Rules { stop_empty: true, ..Rules::RIGHT };
    assert_eq!(broken("", &rules), []);
    let broken = broken("empty_pages=true", &rules);
    let wanted: Vec<Paging> = PAGINGS.into_iter().filter(|paging| paging.can_be_empty()).collect();
    assert_eq!(broken.iter().map(|walk| walk.0).collect::<Vec<_>>(), wanted);
    assert!(broken.iter().all(|(_, ended, rows, _)| *ended == Ended::Done && *rows < 200));
}

#[test]
fn a_loop_that_adds_the_limit_to_its_offset_skips_the_rows_of_short_pages() {
    let rules = Rules { add_limit: true, ..Rules::RIGHT };
    assert_eq!(broken("", &rules), []);
    assert_eq!(broken("empty_pages=true", &rules), []);
    let broken = broken("short_pages=true", &rules);
    assert_eq!(broken.iter().map(|walk| walk.0).collect::<Vec<_>>(), [Paging::Offset, Paging::SearchOffset]);
    assert!(broken.iter().all(|(_, _, rows, _)| *rows < 200));
}

#[test]
fn a_loop_that_waits_for_an_empty_page_never_ends_where_the_last_repeats() {
    let rules = Rules { until_empty: true, ..Rules::RIGHT };
    assert_eq!(broken("", &rules), []);
    let counted = [Paging::PageNumber, Paging::Offset, Paging::Path];
    for (paging, ended, rows, repeats) in broken("past_end=repeat", &rules) {
        assert!(counted.contains(&paging) && ended == Ended::Endless && rows == 200 && repeats, "{paging:?}");
    }
    assert_eq!(broken("past_end=repeat", &rules).len(), counted.len());
    for quirks in ["past_end=404", "past_end=400"] {
        let rules = Rules { refusal_fails: true, ..rules };
        let failed = broken(quirks, &rules);
        assert_eq!(failed.iter().map(|walk| walk.0).collect::<Vec<_>>(), counted);
        assert!(failed.iter().all(|walk| matches!(walk.1, Ended::Failed(_))), "{failed:?}");
    }
}

#[test]
fn a_loop_that_trusts_every_cursor_and_list_breaks_at_the_end() {
    let rules = Rules { follow_always: true, ..Rules::RIGHT };
    assert_eq!(broken("", &rules), []);
    let endless = broken("last=cursor", &rules);
    let named: Vec<Paging> = PAGINGS.into_iter().filter(|paging| paging.names_next()).collect();
    assert_eq!(endless.iter().map(|walk| walk.0).collect::<Vec<_>>(), named);
    assert!(endless.iter().all(|walk| walk.1 == Ended::Endless));
    let rules = Rules { null_fails: true, ..Rules::RIGHT };
    let failed = broken("last=null", &rules);
    let named: Vec<Paging> =
        PAGINGS.into_iter().filter(|paging| paging.names_next() || *paging == Paging::StartingAfter).collect();
    assert_eq!(failed.iter().map(|walk| walk.0).collect::<Vec<_>>(), named);
    assert!(failed.iter().all(|walk| walk.1 == Ended::Failed("null".to_owned())));
}

#[test]
fn a_loop_that_glues_links_to_its_base_goes_astray() {
    let rules = Rules { whole_links: true, ..Rules::RIGHT };
    assert_eq!(broken("", &rules), []);
    for quirks in ["links=relative", "links=path"] {
        let broken = broken(quirks, &rules);
        assert_eq!(
            broken.iter().map(|walk| walk.0).collect::<Vec<_>>(),
            [Paging::NextPageUrl, Paging::LinkHeader, Paging::Odata]
        );
    }
    let server = Server::new(200, 0, "links=http");
    let reply = server.fetch_as("https://playground.test/with/links=http/pagination/next_page_url");
    assert!(reply.body["next_page_url"].as_str().unwrap().starts_with("http://playground.test/with/links=http/"));
}

#[test]
fn a_first_request_without_its_cursor_fails_where_one_is_required() {
    let rules = Rules { bare_start: true, ..Rules::RIGHT };
    assert_eq!(broken("", &rules), []);
    let broken = broken("first_cursor=required", &rules);
    let wanted: Vec<Paging> = PAGINGS.into_iter().filter(|paging| paging.cursor().is_some()).collect();
    assert_eq!(broken.iter().map(|walk| walk.0).collect::<Vec<_>>(), wanted);
    assert!(broken.iter().all(|walk| matches!(&walk.1, Ended::Failed(text) if text.contains("is required"))));
}

#[test]
fn offsets_beyond_the_highest_are_refused_and_a_filter_reaches_the_rest() {
    let deep = broken("max_offset=100", &Rules { refusal_fails: true, ..Rules::RIGHT });
    let counted = [Paging::NextPageUrl, Paging::PageNumber, Paging::Offset, Paging::LinkHeader, Paging::Path];
    let counted: Vec<Paging> =
        counted.into_iter().chain([Paging::Odata, Paging::Range, Paging::SearchOffset]).collect();
    assert_eq!(deep.iter().map(|walk| walk.0).collect::<Vec<_>>(), counted);
    assert!(deep.iter().all(|walk| walk.1
        == Ended::Failed("No page starts beyond offset 100. Narrow the list by a filter or another order".to_owned())));
    // The right way: what comes after the last row that was reached, by its updatedAt.
    let server = Server::new(200, 15, "max_offset=100");
    let (mut ids, mut since): (Vec<String>, String) = (Vec::new(), String::new());
    while ids.len() < 200 {
        let (before, from) = (ids.len(), since.clone());
        for offset in [0, 50, 100] {
            let reply = server.fetch_as(&format!("/pagination/offset?limit=50&offset={offset}&updated_since={from}"));
            for row in reply.body["data"].as_array().unwrap() {
                let id = row["id"].as_str().unwrap().to_owned();
                if !ids.contains(&id) {
                    ids.push(id);
                }
                row["updatedAt"].as_str().unwrap().clone_into(&mut since);
            }
        }
        assert!(ids.len() > before);
    }
}

#[test]
fn totals_are_gone_and_a_loop_that_counts_on_them_fails() {
    let server = Server::new(200, 0, "drop_total=true");
    for paging in PAGINGS {
        let Reply { body, headers, .. } = server.fetch(paging, 10);
        for name in ["total", "total_items", "total_pages", "total_count", "@odata.count"] {
            assert!(body.get(name).is_none(), "{paging:?}");
        }
        assert!(!headers.contains_key("x-total-count"));
        assert!(!headers.get("link").is_some_and(|link| link.to_str().unwrap().contains("last")));
        assert!(headers.get("content-range").is_none_or(|range| range == "items 0-9/*"));
    }
}

#[test]
fn numbers_are_strings_and_compare_as_such() {
    let server = Server::new(200, 0, "string_numbers=true");
    for paging in PAGINGS {
        let numbers = |value: &Value| value.as_object().into_iter().flatten().any(|(_, value)| value.is_number());
        assert!(!numbers(&server.fetch(paging, 10).body), "{paging:?}");
    }
    // As texts, 9 is above 20: the loop ends after page 2, "20" < "3".
    let pages = server.fetch(Paging::PageNumber, 10).body["total_pages"].as_str().unwrap().to_owned();
    let read = (1..=20).take_while(|page| page.to_string() <= pages).count();
    assert_eq!((pages.as_str(), read), ("20", 2));
    let companies = server.fetch_as("/cursors/1/departments").body;
    assert_eq!((&companies["total_items"], &companies["data"][0]["company_id"]), (&"4".into(), &"1".into()));
}
