//! Reports about pages, cursors, numbers and times.

use super::*;

#[test]
fn an_exact_multiple_of_the_page_size_ends_with_an_empty_page() {
    let server = Server::start(&[]);
    let last = get(&server, "/pagination/page_number?per_page=50&page=4");
    assert_eq!((ids(&last).len(), &last["total_pages"]), (50, &4.into()));
    let past = get(&server, "/pagination/page_number?per_page=50&page=5");
    assert!(ids(&past).is_empty());
    let mut distinct = BTreeSet::new();
    for page in 1.. {
        let rows = ids(&get(&server, &format!("/pagination/page_number?per_page=50&page={page}")));
        if rows.is_empty() {
            break;
        }
        distinct.extend(rows);
    }
    assert_eq!(distinct.len(), 200);
}

#[test]
fn a_next_link_has_each_key_once_and_takes_them_doubled() {
    let server = Server::start(&[]);
    let query = "per_page=7&order_by=createdAt&order_type=desc&updated_since=2024-01-01T00:00:00Z";
    let mut answer = get(&server, &format!("/pagination/next_page_url?{query}"));
    let mut rows = ids(&answer);
    while let Some(link) = answer["next_page_url"].as_str() {
        let (_, sent) = link.split_once('?').unwrap();
        for key in [
            "page=",
            "per_page=7",
            "order_by=createdAt",
            "order_type=desc",
            "updated_since=2024-01-01T00:00:00Z",
        ] {
            assert_eq!(sent.split('&').filter(|pair| pair.starts_with(key)).count(), 1, "{link}");
        }
        let doubled = get(&server, &format!("/pagination/next_page_url?{sent}&{query}"));
        answer = get(&server, &format!("/pagination/next_page_url?{sent}"));
        assert_eq!(doubled, answer);
        rows.extend(ids(&answer));
    }
    assert_eq!((rows.len(), rows.into_iter().collect::<BTreeSet<_>>().len()), (200, 200));
    let other = refusal(&server, "/pagination/next_page_url?page=2&per_page=7&page=3", 400);
    assert_eq!(other, "Conflicting values for query parameter 'page'");
}

#[test]
fn data_is_always_a_list() {
    let server = Server::start(&[]);
    for target in [
        "/pagination/next_page_url?page=99",
        "/pagination/page_number?page=99",
        "/pagination/offset?offset=200",
        "/pagination/keyset?updated_since=2999-01-01T00:00:00Z",
        "/incremental/timestamp?since=2999-01-01T00:00:00Z",
        "/incremental/step?start_id=201&end_id=300",
        "/cursors/companies?updated_since=2999-01-01T00:00:00Z",
        "/cursors/2/departments?updated_since=2999-01-01T00:00:00Z",
    ] {
        assert_eq!(get(&server, target)["data"], Value::Array(Vec::new()), "{target}");
    }
}

#[test]
fn no_cursor_comes_with_the_last_rows() {
    for records in ["200", "201", "1", "50"] {
        let server = Server::start(&["--records", records]);
        assert_eq!(scroll(&server, "/pagination/keyset").len().to_string(), records);
    }
}

#[test]
fn an_offset_beyond_the_end_is_empty_and_one_beyond_json_is_refused() {
    let server = Server::start(&[]);
    for offset in ["200&limit=50", "100000"] {
        let answer = get(&server, &format!("/pagination/offset?offset={offset}"));
        assert_eq!((ids(&answer).len(), &answer["total"]), (0, &200.into()));
    }
    assert!(
        refusal(&server, "/pagination/offset?offset=99999999999999999999", 400)
            .contains("'offset'")
    );
}

#[test]
fn bad_numbers_are_refused_by_name_and_range() {
    let server = Server::start(&[]);
    for (query, wanted) in [
        ("page=0", "Invalid value for 'page'. It must be greater than or equal to 1."),
        ("page=-1", "Invalid value for 'page'. It must be greater than or equal to 1."),
        ("page=abc", "Invalid value for 'page'. It must be an integer."),
        ("page=", "Invalid value for 'page'. It must be an integer."),
        ("per_page=0", "Invalid value for 'per_page'. It should be between 1 and 50."),
        ("per_page=51", "Invalid value for 'per_page'. It should be between 1 and 50."),
        ("foo=1", "Unexpected query parameters: foo"),
    ] {
        for pager in ["next_page_url", "page_number"] {
            assert_eq!(refusal(&server, &format!("/pagination/{pager}?{query}"), 400), wanted);
        }
    }
    assert_eq!(
        refusal(&server, "/pagination/offset?limit=51", 400),
        "Invalid value for 'limit'. It should be between 1 and 50."
    );
}

#[test]
fn rows_of_one_second_are_all_in_a_keyset_walk() {
    let server = Server::start(&["--ties", "60"]);
    let rows = scroll(&server, "/pagination/keyset");
    assert_eq!((rows.len(), rows.into_iter().collect::<BTreeSet<_>>().len()), (200, 200));
}

#[test]
fn an_inclusive_filter_over_a_tie_repeats_but_paging_links_get_through() {
    let server = Server::start(&["--ties"]);
    let tied = get(&server, "/pagination/offset?limit=1&offset=50")["data"][0]["updatedAt"]
        .as_str()
        .unwrap()
        .to_owned();
    let mut answer =
        get(&server, &format!("/pagination/next_page_url?per_page=10&updated_since={tied}"));
    // The naive loop asks again from the last updatedAt, which is where it stood.
    assert_eq!(answer["data"][9]["updatedAt"], *tied);
    let mut rows = ids(&answer);
    while let Some(link) = answer["next_page_url"].as_str() {
        answer = get(&server, link.strip_prefix(&server.base).unwrap());
        rows.extend(ids(&answer));
    }
    assert_eq!((rows.len(), rows.into_iter().collect::<BTreeSet<_>>().len()), (155, 155));
}

#[test]
fn a_plus_in_a_timestamp_is_refused_raw_and_encoded() {
    let server = Server::start(&[]);
    for zone in ["+02:00", "%2B02:00"] {
        let text = refusal(
            &server,
            &format!("/pagination/offset?updated_since=2024-09-22T14:00:00{zone}"),
            400,
        );
        assert_eq!(text, "Invalid date format for 'updated_since'. Must end with 'Z' for UTC");
    }
}

#[test]
fn answers_do_not_depend_on_the_time_zone_of_the_machine() {
    let flags = [
        "start",
        "--port",
        "0",
        "--seed",
        "zone",
        "--anchor",
        "2026-01-01T00:00:00Z",
        "--now",
        "2026-01-01T00:00:00Z",
    ];
    let in_zone = |zone: &str| {
        let mut command: Command = support::server::command(&flags);
        command.env("TZ", zone).stderr(Stdio::null());
        Server::spawn(command)
    };
    let (tokyo, utc) = (in_zone("Asia/Tokyo"), in_zone("UTC"));
    for target in [
        "/pagination/offset?updated_since=2025-12-30T00:00:00Z",
        "/pagination/page_number",
        "/pagination/keyset",
        "/incremental/timestamp?since=2025-12-30T00:00:00Z",
        "/incremental/step?start_id=1&end_id=200",
        "/export/csv",
        "/cursors/companies",
        "/cursors/1/departments",
    ] {
        assert_eq!(tokyo.get(target).body, utc.get(target).body, "{target}");
    }
}

#[test]
fn a_first_sync_from_year_one_gives_everything_and_no_date_is_refused_in_words() {
    let server = Server::start(&[]);
    let filters = [
        ("/pagination/next_page_url", "updated_since"),
        ("/pagination/page_number", "updated_since"),
        ("/pagination/offset", "updated_since"),
        ("/pagination/keyset", "updated_since"),
        ("/incremental/timestamp", "since"),
        ("/cursors/companies", "updated_since"),
        ("/cursors/1/departments", "updated_since"),
    ];
    for (path, name) in filters {
        let all = get(&server, path);
        assert_eq!(
            count(&get(&server, &format!("{path}?{name}=0001-01-01T00:00:00Z"))),
            count(&all),
            "{path}"
        );
        assert_eq!(count(&get(&server, &format!("{path}?{name}="))), count(&all), "{path}");
        assert_eq!(
            count(&get(&server, &format!("{path}?{name}=9999-12-31T23:59:59Z"))),
            0,
            "{path}"
        );
        for bad in ["2024-02-30T00:00:00Z", "2024-01-01T00:00:60Z", "2024-01-01"] {
            let text = refusal(&server, &format!("{path}?{name}={bad}"), 400);
            assert!(text.starts_with(&format!("Invalid date format for '{name}'.")), "{text}");
        }
    }
}

fn count(answer: &Value) -> usize {
    answer["data"].as_array().unwrap().len()
}

#[test]
fn asking_for_children_of_a_missing_parent_harms_nothing() {
    let server = Server::start(&["--now", "2027-01-01T00:00:00Z"]);
    let before = get(&server, "/cursors/1/departments");
    assert_eq!(refusal(&server, "/cursors/999/departments", 404), "company_id '999' not found");
    assert_eq!(refusal(&server, "/cursors/0/departments", 404), "company_id '0' not found");
    assert!(refusal(&server, "/cursors/abc/departments", 400).contains("must be an integer"));
    assert_eq!(get(&server, "/cursors/1/departments"), before);
}

#[test]
fn a_cursor_works_plain_and_encoded_and_is_refused_encoded_twice() {
    let server = Server::start(&[]);
    let scroll = get(&server, "/pagination/keyset")["scroll_param"].as_str().unwrap().to_owned();
    assert!(scroll.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'='), "{scroll}");
    let second = get(&server, &format!("/pagination/keyset?scroll_param={scroll}"));
    let encoded = scroll.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    assert_eq!(get(&server, &format!("/pagination/keyset?scroll_param={encoded}")), second);
    let twice = encoded.replace('%', "%25");
    assert_eq!(
        refusal(&server, &format!("/pagination/keyset?scroll_param={twice}"), 400),
        "Invalid scroll_param value"
    );
}
