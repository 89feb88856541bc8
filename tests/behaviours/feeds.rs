//! Feeds: what changed, deltas and deletions. A mirror kept by any of them is the list of the moment, whenever a sync goes on.

use super::moving::at;
use super::walker::{Ended, Paging, Rules, Server};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Rows by id.
pub(super) type Mirror = BTreeMap<String, Value>;

pub(super) fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

pub(super) fn fetched(server: &Server, target: &str) -> Value {
    let reply = server.fetch_as(target);
    assert_eq!(reply.status, 200, "{target} {}", reply.body);
    reply.body
}

pub(super) fn refused(server: &Server, target: &str) -> (u16, String) {
    let reply = server.fetch_as(target);
    (reply.status, text(&reply.body["error"]))
}

/// The rows of a moment, as a list shows them.
pub(super) fn listed(server: &Server) -> Mirror {
    let (rows, ended) = server.walk_rows(Paging::Offset, 50, "", &Rules::RIGHT);
    assert_eq!(ended, Ended::Done);
    rows.into_iter().map(|row| (text(&row["id"]), row)).collect()
}

/// Applies the changes behind a token to a mirror, and gives the events and the next token.
pub(super) fn follow(
    server: &Server,
    mirror: &mut Mirror,
    after: &str,
    limit: u64,
) -> (Vec<Value>, String) {
    let (mut after, mut events) = (after.to_owned(), Vec::new());
    loop {
        let page = fetched(server, &format!("/changes?limit={limit}&after={after}"));
        for event in page["data"].as_array().unwrap() {
            let id = text(&event["id"]);
            match event["op"].as_str().unwrap() {
                "insert" => assert_eq!(mirror.insert(id, event["row"].clone()), None, "{event}"),
                "update" => assert!(mirror.insert(id, event["row"].clone()).is_some(), "{event}"),
                "delete" => assert!(mirror.remove(&id).is_some() && event.get("row").is_none()),
                other => assert_eq!(other, "insert"),
            }
            events.push(event.clone());
        }
        after = text(&page["next"]);
        if page["has_more"] == false {
            return (events, after);
        }
    }
}

/// Applies a delta to a mirror, and gives its items and the next token. `target` is its first page.
fn sync(server: &Server, mirror: &mut Mirror, target: &str) -> (Vec<Value>, String) {
    let (mut target, mut items) = (target.to_owned(), Vec::new());
    loop {
        let page = fetched(server, &target);
        for item in page["data"].as_array().unwrap() {
            if item["deleted"] == true {
                mirror.remove(item["id"].as_str().unwrap());
            } else {
                mirror.insert(text(&item["id"]), item.clone());
            }
            items.push(item.clone());
        }
        assert_ne!(page["next"].is_null(), page["sync_token"].is_null(), "{page}");
        match page["next"].as_str() {
            Some(next) => next.clone_into(&mut target),
            None => return (items, text(&page["sync_token"])),
        }
    }
}

pub(super) fn settings() -> impl Strategy<Value = String> {
    let deletes = prop::sample::select(vec!["both", "soft", "hard", "none"]);
    ("[a-z]{2}", 1..60_u64, 20..1000_u64, 0..4_000_u64, deletes).prop_map(
        |(seed, records, churn, late, deletes)| {
            format!("seed={seed},records={records},churn={churn},late_seconds={late},deletes={deletes},page_seconds=60")
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_mirror_by_changes_or_deltas_is_the_list_of_each_moment(
        settings in settings(), moments in prop::collection::vec((0..20_000_i64, 1..50_u64), 1..4),
    ) {
        let (mut seconds, mut seq) = (0, 0);
        let (mut after, mut by_changes) = (String::new(), Mirror::new());
        let (mut token, mut by_deltas) = (String::new(), Mirror::new());
        for (later, limit) in moments {
            seconds += later;
            let server = at(seconds, &settings);
            let events;
            (events, after) = follow(&server, &mut by_changes, &after, limit);
            for event in events {
                seq += 1;
                prop_assert_eq!(&event["seq"], &json!(seq));
            }
            (_, token) = sync(&server, &mut by_deltas, &format!("/delta?limit={limit}&sync_token={token}"));
            let listed = listed(&at(seconds, &settings.replace("page_seconds=60", "page_seconds=0")));
            prop_assert_eq!(&by_changes, &listed);
            prop_assert_eq!(&by_deltas, &listed);
            // Nothing is left at this moment.
            prop_assert_eq!(follow(&server, &mut by_changes, &after, 50).0.len(), 0);
            prop_assert_eq!(sync(&server, &mut by_deltas, &format!("/delta?sync_token={token}")).0.len(), 0);
        }
    }

}

#[test]
fn rows_that_stand_still_come_once_and_nothing_else_does() {
    for settings in
        ["", "string_numbers=true", "short_pages=true,empty_pages=true,last=cursor", "ties=200"]
    {
        let server = Server::new(200, 0, settings);
        let (mut by_changes, mut by_deltas) = (Mirror::new(), Mirror::new());
        let (events, after) = follow(&server, &mut by_changes, "", 50);
        assert!(events.len() == 200 && events.iter().all(|event| event["op"] == "insert"));
        let quoted = settings.starts_with("string_numbers");
        assert_eq!(events[7]["seq"], if quoted { json!("8") } else { json!(8) });
        let (items, token) = sync(&server, &mut by_deltas, "/delta?limit=7");
        assert_eq!((items.len(), &by_changes), (200, &by_deltas), "{settings}");
        assert_eq!(follow(&server, &mut by_changes, &after, 10).0.len(), 0);
        let (items, again) = sync(&server, &mut by_deltas, &format!("/delta?sync_token={token}"));
        assert_eq!((items.len(), again.is_empty()), (0, false));
        assert_eq!(fetched(&server, "/deleted"), json!({ "data": [] }));
        assert_eq!(
            server.verdict_on(&by_deltas.into_values().collect::<Vec<_>>())["verdict"],
            "complete"
        );
    }
}

#[test]
fn what_was_deleted_is_told_of_marked_rows_and_of_those_that_went() {
    let ends = |deletes: &str| {
        let settings = format!("deletes={deletes},late_seconds=900");
        let server = at(9_000, &settings);
        let mut mirror = Mirror::new();
        let (events, _) = follow(&server, &mut mirror, "", 50);
        let mut ended: Vec<String> = events
            .iter()
            .filter(|event| event["op"] == "delete" || event["row"]["deletedAt"].is_string())
            .map(|event| text(&event["id"]))
            .collect();
        let told = fetched(&server, "/deleted")["data"].as_array().unwrap().clone();
        let times: Vec<String> = told.iter().map(|item| text(&item["deletedAt"])).collect();
        assert!(times.is_sorted(), "{times:?}");
        for item in &told {
            let row = mirror.get(item["id"].as_str().unwrap());
            assert!(row.is_none_or(|row| row["deletedAt"] == item["deletedAt"]), "{item} {row:?}");
        }
        let mut ids: Vec<String> = told.iter().map(|item| text(&item["id"])).collect();
        if let Some(middle) = times.get(times.len() / 2) {
            let since = fetched(&server, &format!("/deleted?since={middle}"))["data"].clone();
            let wanted: Vec<&Value> = told
                .iter()
                .filter(|item| item["deletedAt"].as_str().unwrap() >= middle.as_str())
                .collect();
            assert_eq!(since, json!(wanted));
        }
        ids.sort();
        ended.sort();
        assert_eq!(ids, ended);
        ids.len()
    };
    let [both, soft, hard, none] = ["both", "soft", "hard", "none"].map(ends);
    assert!(soft > 0 && hard > 0 && both == soft + hard && none == 0, "{both} {soft} {hard}");
}

#[test]
fn a_delta_names_what_is_gone_and_no_row_holds_the_token() {
    let settings = "deletes=hard,late_seconds=0";
    let mut mirror = Mirror::new();
    let (first, token) = sync(&at(0, settings), &mut mirror, "/delta?limit=50");
    let (items, _) =
        sync(&at(9_000, settings), &mut mirror, &format!("/delta?limit=50&sync_token={token}"));
    let gone: Vec<&Value> = items.iter().filter(|item| item.get("deleted").is_some()).collect();
    assert!(gone.len() > 5 && gone.iter().all(|item| item.as_object().unwrap().len() == 2));
    assert!(first.iter().chain(&items).all(|item| !item.to_string().contains(&token)));
}

#[test]
fn the_first_walk_is_of_the_moment_at_which_it_began() {
    let settings = "late_seconds=0,churn=1000";
    let (start, later) = (at(0, settings), at(40, settings));
    let mut mirror = Mirror::new();
    let page = fetched(&start, "/delta?limit=50");
    for row in page["data"].as_array().unwrap() {
        mirror.insert(text(&row["id"]), row.clone());
    }
    let next = text(&page["next"]);
    let (_, token) = sync(&later, &mut mirror, &next);
    assert_eq!(mirror, listed(&start));
    sync(&later, &mut mirror, &format!("/delta?sync_token={token}"));
    assert_eq!(mirror, listed(&later));
}

#[test]
fn a_token_that_is_too_old_is_410_and_says_to_start_anew() {
    for moving in [true, false] {
        let server = |hours: i64, retention: &str| {
            let now = connector_playground::Timestamp::from_seconds(1_795_597_200 + hours * 3600);
            Server::new(60, 0, &format!("moving={moving},now={now}{retention}"))
        };
        let first = server(0, "");
        let (_, after) = follow(&first, &mut Mirror::new(), "", 50);
        let (_, token) = sync(&first, &mut Mirror::new(), "/delta");
        let page = text(&fetched(&first, "/delta")["next"]);
        for (name, target) in [
            ("after", format!("/changes?after={after}")),
            ("sync_token", format!("/delta?sync_token={token}")),
            ("page_token", page),
        ] {
            fetched(&server(168, ""), &target);
            fetched(&server(24, ",retention_hours=24"), &target);
            let said = |hours: u64| {
                format!(
                    "The '{name}' was given more than {hours} hours ago ('retention_hours'). Start anew without it, and drop the rows that do not come again"
                )
            };
            assert_eq!(refused(&server(169, ""), &target), (410, said(168)));
            assert_eq!(refused(&server(25, ",retention_hours=24"), &target), (410, said(24)));
        }
    }
}

#[test]
fn a_token_of_elsewhere_says_where_it_belongs() {
    let server = at(0, "");
    let after = text(&fetched(&server, "/changes")["next"]);
    let (_, token) = sync(&server, &mut Mirror::new(), "/delta?limit=50");
    let page = text(&fetched(&server, "/delta")["next"]);
    let (_, page) = page.split_once("page_token=").unwrap();
    let page = page.split('&').next().unwrap();
    let cursor = text(&fetched(&server, "/pagination/cursor")["next_cursor"]);
    let said = |name: &str, what: &str| (400, format!("Invalid value for '{name}'. {what}"));
    let malformed = "Use what the answer before gave";
    let endpoint = "It belongs to another endpoint";
    let other = "It belongs to other settings, such as another seed";
    for (target, name, what) in [
        ("/changes?after=17".to_owned(), "after", malformed),
        (format!("/changes?after={token}"), "after", endpoint),
        (format!("/changes?after={cursor}"), "after", endpoint),
        (format!("/delta?sync_token={after}"), "sync_token", endpoint),
        (format!("/delta?sync_token={page}"), "sync_token", malformed),
        (format!("/delta?page_token={token}"), "page_token", malformed),
        (format!("/windows?cursor={after}"), "cursor", endpoint),
    ] {
        let (status, error) = refused(&server, &target);
        let wanted = said(name, what);
        // Whether a token of another endpoint has the form of a cursor, it cannot say.
        assert!(
            (status, &error) == (wanted.0, &wanted.1) || name == "cursor" && status == 400,
            "{target} {error}"
        );
    }
    for elsewhere in [at(0, "seed=other"), at(0, "churn=21"), Server::new(200, 0, "")] {
        for (name, target) in [
            ("after", format!("/changes?after={after}")),
            ("sync_token", format!("/delta?sync_token={token}")),
            ("page_token", format!("/delta?page_token={page}")),
        ] {
            assert_eq!(refused(&elsewhere, &target), said(name, other), "{target}");
        }
    }
    assert_eq!(
        refused(&server, &format!("/delta?sync_token={token}&page_token={page}")),
        (400, "Use either 'page_token' or 'sync_token', not both".to_owned())
    );
}

#[test]
fn settings_of_feeds_have_bounds() {
    let server = Server::new(200, 0, "");
    for key in ["retention_hours", "max_window_hours"] {
        for value in ["0", "87601"] {
            let said =
                format!("Invalid value for setting '{key}'. It should be between 1 and 87600.");
            assert_eq!(refused(&server, &format!("/with/{key}={value}/changes")), (400, said));
        }
    }
}
