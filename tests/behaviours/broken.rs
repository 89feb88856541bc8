//! Naive loops, each of which breaks under its behaviour.

use super::*;

/// A walk that broke: it did not end well, or the checker finds fault with what landed.
#[derive(Debug)]
struct Broken {
    paging: Paging,
    ended: Ended,
    verdict: Value,
}

impl Broken {
    fn count(&self, list: &str) -> u64 {
        self.verdict[list]["count"].as_u64().unwrap()
    }

    /// Whether it took itself for done, and rows are missing all the same.
    fn loses(&self) -> bool {
        self.ended == Ended::Done
            && self.verdict["verdict"] == "incomplete"
            && self.count("missing") > 0
    }

    /// Whether the checker names the cause: the walk ended before its end.
    fn ends_early(&self) -> bool {
        self.hints(NEWEST) || self.hints(ONLY_FIRST)
    }

    fn hints(&self, beginning: &str) -> bool {
        self.verdict["hint"].as_str().is_some_and(|hint| hint.starts_with(beginning))
    }
}

const ONLY_FIRST: &str = "Only the oldest rows landed, no more than a page holds: it looks as if the next page was never asked for";
const NEWEST: &str =
    "Exactly the newest rows are missing: it looks as if the walk ended before its last page";
const NOTHING: &str = "Nothing landed";

/// The walks that a rule breaks under behaviours, and how.
fn broken(behaviours: &str, rules: &Rules) -> Vec<Broken> {
    let server = Server::new(200, 0, behaviours);
    let walks = PAGINGS.into_iter().map(|paging| {
        let (ids, ended) = server.walk(paging, 10, "", rules);
        Broken { paging, ended, verdict: server.verdict(&ids) }
    });
    walks
        .filter(|walk| walk.ended != Ended::Done || walk.verdict["verdict"] != "complete")
        .collect()
}

fn pagings(broken: &[Broken]) -> Vec<Paging> {
    broken.iter().map(|walk| walk.paging).collect()
}

/// The pagings that a loop of these rules breaks under no behaviour: none.
fn assert_sound(rules: &Rules) {
    let broken = broken("", rules);
    assert!(broken.is_empty(), "{broken:?}");
}

#[test]
fn a_loop_that_ends_at_a_short_page_loses_rows() {
    let rules = Rules { stop_short: true, ..Rules::RIGHT };
    assert_sound(&rules);
    let broken = broken("short_pages=true", &rules);
    assert_eq!(broken.len(), PAGINGS.len(), "every paging: {broken:?}");
    assert!(broken.iter().all(|walk| walk.loses() && walk.ends_early()), "{broken:?}");
}

#[test]
fn a_loop_that_ends_at_an_empty_page_loses_rows() {
    let rules = Rules { stop_empty: true, ..Rules::RIGHT };
    assert_sound(&rules);
    let broken = broken("empty_pages=true", &rules);
    let wanted: Vec<Paging> = PAGINGS.into_iter().filter(|paging| paging.can_be_empty()).collect();
    assert_eq!(pagings(&broken), wanted);
    assert!(broken.iter().all(|walk| walk.loses() && walk.ends_early()), "{broken:?}");
}

#[test]
fn a_loop_that_adds_the_limit_to_its_offset_skips_the_rows_of_short_pages() {
    let rules = Rules { add_limit: true, ..Rules::RIGHT };
    assert_sound(&rules);
    assert!(broken("empty_pages=true", &rules).is_empty());
    let broken = broken("short_pages=true", &rules);
    assert_eq!(pagings(&broken), [Paging::Offset, Paging::SearchOffset]);
    assert!(broken.iter().all(Broken::loses), "{broken:?}");
}

#[test]
fn a_loop_that_waits_for_an_empty_page_never_ends_where_the_last_repeats() {
    let rules = Rules { until_empty: true, ..Rules::RIGHT };
    assert_sound(&rules);
    let counted = [Paging::PageNumber, Paging::Offset, Paging::Path];
    let repeated = broken("past_end=repeat", &rules);
    assert_eq!(pagings(&repeated), counted);
    for walk in repeated {
        assert_eq!((&walk.ended, walk.count("missing")), (&Ended::Endless, 0), "{walk:?}");
        assert!(
            walk.count("duplicates") > 0 && walk.verdict["verdict"] == "incomplete",
            "{walk:?}"
        );
    }
    for behaviours in ["past_end=404", "past_end=400"] {
        let rules = Rules { refusal_fails: true, ..rules };
        let failed = broken(behaviours, &rules);
        assert_eq!(pagings(&failed), counted);
        assert!(failed.iter().all(|walk| matches!(walk.ended, Ended::Failed(_))), "{failed:?}");
    }
}

#[test]
fn a_loop_that_trusts_every_cursor_and_list_breaks_at_the_end() {
    let rules = Rules { follow_always: true, ..Rules::RIGHT };
    assert_sound(&rules);
    let endless = broken("last=cursor", &rules);
    let named: Vec<Paging> = PAGINGS.into_iter().filter(|paging| paging.names_next()).collect();
    assert_eq!(pagings(&endless), named);
    assert!(endless.iter().all(|walk| walk.ended == Ended::Endless));
    let rules = Rules { null_fails: true, ..Rules::RIGHT };
    let failed = broken("last=null", &rules);
    let named: Vec<Paging> = PAGINGS
        .into_iter()
        .filter(|paging| paging.names_next() || *paging == Paging::StartingAfter)
        .collect();
    assert_eq!(pagings(&failed), named);
    assert!(failed.iter().all(|walk| walk.ended == Ended::Failed("null".to_owned())));
    // Every row had come, as the checker says; it is the end that breaks, and with it a load that lands as a whole.
    assert!(endless.iter().chain(&failed).all(|walk| walk.verdict["verdict"] == "complete"));
}

#[test]
fn a_loop_that_glues_links_to_its_base_goes_astray() {
    let rules = Rules { whole_links: true, ..Rules::RIGHT };
    assert_sound(&rules);
    for behaviours in ["links=relative", "links=path"] {
        let broken = broken(behaviours, &rules);
        assert_eq!(pagings(&broken), [Paging::NextPageUrl, Paging::LinkHeader, Paging::Odata]);
        assert!(broken.iter().all(|walk| walk.hints(ONLY_FIRST)), "{broken:?}");
    }
}

#[test]
fn a_loop_that_leaves_tls_where_a_link_does_finds_no_server() {
    let rules = Rules { any_scheme: true, ..Rules::RIGHT };
    assert_sound(&rules);
    let broken = broken("links=http", &rules);
    assert_eq!(pagings(&broken), [Paging::NextPageUrl, Paging::LinkHeader, Paging::Odata]);
    assert!(broken.iter().all(|walk| walk.hints(ONLY_FIRST)), "{broken:?}");
    let reply = Server::new(200, 0, "")
        .fetch_as("https://playground.test/with/links=http/pagination/next_page_url");
    assert!(
        reply.body["next_page_url"]
            .as_str()
            .unwrap()
            .starts_with("http://playground.test/with/links=http/")
    );
}

#[test]
fn a_first_request_without_its_cursor_fails_where_one_is_required() {
    let rules = Rules { bare_start: true, ..Rules::RIGHT };
    assert_sound(&rules);
    let broken = broken("first_cursor=required", &rules);
    let wanted: Vec<Paging> =
        PAGINGS.into_iter().filter(|paging| paging.cursor().is_some()).collect();
    assert_eq!(pagings(&broken), wanted);
    assert!(
        broken
            .iter()
            .all(|walk| matches!(&walk.ended, Ended::Failed(text) if text.contains("is required")))
    );
    assert!(broken.iter().all(|walk| walk.hints(NOTHING)), "{broken:?}");
}

#[test]
fn offsets_beyond_the_highest_are_refused_and_a_filter_reaches_the_rest() {
    let deep = broken("max_offset=100", &Rules { refusal_fails: true, ..Rules::RIGHT });
    let counted =
        [Paging::NextPageUrl, Paging::PageNumber, Paging::Offset, Paging::LinkHeader, Paging::Path];
    let counted: Vec<Paging> =
        counted.into_iter().chain([Paging::Odata, Paging::Range, Paging::SearchOffset]).collect();
    assert_eq!(pagings(&deep), counted);
    assert!(deep.iter().all(|walk| {
        walk.ended
            == Ended::Failed(
                "No page starts beyond offset 100. Narrow the list by a filter or another order"
                    .to_owned(),
            )
    }));
    assert!(deep.iter().all(|walk| walk.hints(NEWEST)), "{deep:?}");
    // The right way: what comes after the last row that was reached, by its updatedAt.
    let server = Server::new(200, 15, "max_offset=100");
    let (mut ids, mut since): (Vec<String>, String) = (Vec::new(), String::new());
    while ids.len() < 200 {
        let (before, from) = (ids.len(), since.clone());
        for offset in [0, 50, 100] {
            let reply = server.fetch_as(&format!(
                "/pagination/offset?limit=50&offset={offset}&updated_since={from}"
            ));
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
    assert_eq!(server.verdict(&ids)["verdict"], "complete");
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
fn a_loop_that_ends_where_no_total_is_told_loses_rows() {
    let rules = Rules { needs_total: true, ..Rules::RIGHT };
    let broken = broken("drop_total=true", &rules);
    let counted =
        [Paging::PageNumber, Paging::Offset, Paging::Path, Paging::Range, Paging::SearchOffset];
    assert_eq!(pagings(&broken), counted);
    assert!(broken.iter().all(|walk| walk.loses() && walk.hints(ONLY_FIRST)), "{broken:?}");
}

#[test]
fn a_loop_that_compares_numbers_as_texts_loses_rows() {
    let rules = Rules { as_told: true, ..Rules::RIGHT };
    assert_sound(&rules);
    let broken = broken("string_numbers=true", &rules);
    assert_eq!(
        pagings(&broken),
        [Paging::PageNumber, Paging::Offset, Paging::Path, Paging::SearchOffset]
    );
    assert!(broken.iter().all(|walk| walk.loses() && walk.ends_early()), "{broken:?}");
}

#[test]
fn numbers_are_strings_and_compare_as_such() {
    let server = Server::new(200, 0, "string_numbers=true");
    for paging in PAGINGS {
        let numbers = |value: &Value| {
            value.as_object().into_iter().flatten().any(|(_, value)| value.is_number())
        };
        assert!(!numbers(&server.fetch(paging, 10).body), "{paging:?}");
    }
    // As texts, 9 is above 20: the loop ends after page 2, "20" < "3".
    let pages =
        server.fetch(Paging::PageNumber, 10).body["total_pages"].as_str().unwrap().to_owned();
    let read = (1..=20).take_while(|page| page.to_string() <= pages).count();
    assert_eq!((pages.as_str(), read), ("20", 2));
    let companies = server.fetch_as("/cursors/1/departments").body;
    assert_eq!(
        (&companies["total_items"], &companies["data"][0]["company_id"]),
        (&"4".into(), &"1".into())
    );
}
