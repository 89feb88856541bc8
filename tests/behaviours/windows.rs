//! Windows of time: half-open ones have each row once, in either order; closed ones share their bounds; late rows are in none that is to come.

use super::feeds::{Mirror, fetched, follow, listed, refused, settings, text};
use super::moving::at;
use super::walker::{Paging, Rules, Server};
use proptest::prelude::*;
use serde_json::Value;

/// The rows of a window, page by page.
fn window(server: &Server, query: &str) -> Vec<Value> {
    let (mut cursor, mut rows) = (String::new(), Vec::new());
    loop {
        let page = fetched(server, &format!("/windows?{query}&cursor={cursor}"));
        rows.extend(page["data"].as_array().into_iter().flatten().cloned());
        match page["next_cursor"].as_str() {
            Some(next) if next != cursor => next.clone_into(&mut cursor),
            _ => return rows,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn half_open_windows_have_each_row_once_in_either_order(
        settings in settings(), seconds in 0..20_000_i64, cuts in prop::collection::vec(-200_000..20_000_i64, 0..6), size in 1..50_u64,
        newest_first: bool,
    ) {
        let server = at(seconds, &settings.replace("page_seconds=60", "page_seconds=0"));
        let time = |second: i64| connector_playground::Timestamp::from_seconds(1_795_597_200 + second).to_string();
        let mut cuts: Vec<String> = cuts.into_iter().map(time).collect();
        cuts.sort();
        cuts.insert(0, String::new());
        cuts.push(String::new());
        if newest_first {
            cuts.reverse();
        }
        let mut rows = Vec::new();
        for two in cuts.windows(2) {
            let (start, end) = if newest_first { (&two[1], &two[0]) } else { (&two[0], &two[1]) };
            rows.extend(window(&server, &format!("start={start}&end={end}&newest_first={newest_first}&limit={size}")));
        }
        let order = if newest_first { "order_type=desc" } else { "" };
        let wanted = server.walk_rows(Paging::Offset, 50, order, &Rules::RIGHT).0;
        prop_assert_eq!(rows, wanted);
    }
}

#[test]
fn windows_keep_to_the_behaviours_of_lists() {
    for behaviours in [
        "short_pages=true",
        "empty_pages=true",
        "last=null",
        "last=cursor",
        "past_end=404",
        "past_end=repeat",
    ] {
        let server = Server::new(200, 0, behaviours);
        let rows = window(&server, "start=2026-11-20T00:00:00Z&end=2026-11-22T00:00:00Z&limit=7");
        assert_eq!(
            rows,
            window(&Server::new(200, 0, ""), "start=2026-11-20T00:00:00Z&end=2026-11-22T00:00:00Z"),
            "{behaviours}"
        );
        assert!(rows.len() > 20, "{behaviours}");
    }
}

#[test]
fn closed_windows_share_the_rows_of_their_bound() {
    let server = Server::new(200, 15, "");
    let tied = text(&window(&server, "")[50]["updatedAt"]);
    let both = |bounds: &str| {
        let rows = |query: String| window(&server, &format!("{query}&bounds={bounds}"));
        rows(format!("end={tied}")).len() + rows(format!("start={tied}")).len()
    };
    assert_eq!((both("half_open"), both("closed")), (200, 215));
    let second = format!("start={tied}&end={tied}");
    assert_eq!(window(&server, &second).len(), 0);
    assert_eq!(window(&server, &format!("{second}&bounds=closed&newest_first=true")).len(), 15);
}

#[test]
fn late_rows_are_in_no_later_window_but_in_the_feed_and_the_delta() {
    let settings = "deletes=none,late_seconds=900,churn=60";
    let (before, after) = (at(900, settings), at(1_800, settings));
    let mut mirror = listed(&before);
    let bookmark = mirror.values().map(|row| text(&row["updatedAt"])).max().unwrap();
    for row in window(&after, &format!("start={bookmark}")) {
        mirror.insert(text(&row["id"]), row);
    }
    assert!(mirror != listed(&after), "the window has what came late");
    let mut mirror = Mirror::new();
    let (_, next) = follow(&before, &mut mirror, "", 50);
    follow(&after, &mut mirror, &next, 50);
    assert!(mirror == listed(&after));
}

#[test]
fn a_window_that_is_too_long_or_open_is_refused_by_both_lengths() {
    let server = Server::new(200, 0, "max_window_hours=24");
    let day = "start=2026-11-20T00:00:00Z&end=2026-11-21T00:00:00Z";
    assert!(window(&server, day).len() > 10);
    let too_long = "The window from 'start' to 'end' is 86401 seconds long. It must not be longer than 86400, 24 hours ('max_window_hours')";
    let open =
        "Both 'start' and 'end' are required, not more than 24 hours apart ('max_window_hours')";
    for (query, said) in [
        (day.replace("21T00:00:00", "21T00:00:01"), too_long),
        ("start=2026-11-20T00:00:00Z".to_owned(), open),
        ("end=2026-11-20T00:00:00Z&newest_first=true".to_owned(), open),
        (String::new(), open),
        (
            "start=2026-11-20T00:00:01Z&end=2026-11-20T00:00:00Z".to_owned(),
            "Invalid value for 'end'. It must be greater than or equal to 'start'.",
        ),
        ("bounds=open".to_owned(), "Invalid value for 'bounds'. Use 'half_open' or 'closed'"),
        ("newest_first=1".to_owned(), "Invalid value for 'newest_first'. Use 'false' or 'true'"),
    ] {
        assert_eq!(
            refused(&server, &format!("/windows?{query}")),
            (400, said.to_owned()),
            "{query}"
        );
    }
    let page = fetched(&server, &format!("/windows?{day}&limit=5"));
    let cursor = text(&page["next_cursor"]);
    let other = refused(
        &server,
        &format!("/windows?{}&cursor={cursor}", day.replace("21T00:00:00", "20T23:00:00")),
    );
    assert_eq!(
        other.1,
        "Invalid value for 'cursor'. It belongs to other parameters, which must stay the same"
    );
}
