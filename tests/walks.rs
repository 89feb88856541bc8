//! Exhaustive walks: every pager, every page size, every order and many filters give each row exactly once, in order. The order is checked
//! against a list that is really sorted.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use bytes::Bytes;
use connector_playground::{Playground, Settings, State, Timestamp};
use http::Request;
use serde_json::Value;
use std::cmp::Reverse;

const NOW: Timestamp = Timestamp::from_seconds(1_795_597_200);
const ORDERS: [(&str, &str); 4] =
    [("createdAt", "asc"), ("createdAt", "desc"), ("updatedAt", "asc"), ("updatedAt", "desc")];

/// A row as far as its place in an order goes.
#[derive(Clone, Debug)]
struct Row {
    id: String,
    created: String,
    updated: String,
}

struct Server {
    playground: Playground,
    state: State,
    /// All rows in canonical order.
    rows: Vec<Row>,
}

impl Server {
    fn new(records: u64, ties: u64) -> Self {
        let settings = Settings::builder("walks", NOW)
            .with(&format!("records={records},ties={ties}"))
            .unwrap();
        let mut server = Self {
            playground: Playground::new(settings.build().unwrap()),
            state: State::new(),
            rows: Vec::new(),
        };
        let mut csv = csv::Reader::from_reader(&*Bytes::from(server.get("/export/csv")))
            .into_records()
            .map(Result::unwrap)
            .collect::<Vec<_>>();
        server.rows = csv
            .drain(..)
            .map(|r| Row { id: r[0].into(), created: r[6].into(), updated: r[7].into() })
            .collect();
        assert_eq!(server.rows.len() as u64, records);
        server
    }

    fn get(&self, target: &str) -> String {
        let target = target.strip_prefix("http://playground.test").unwrap_or(target);
        let request =
            Request::get(target).header("host", "playground.test").body(Bytes::new()).unwrap();
        let response = self.playground.handle(request, NOW, &self.state);
        assert_eq!(response.status(), 200, "{target}");
        String::from_utf8(response.into_body().into_bytes().to_vec()).unwrap()
    }

    /// The ids that an order and a filter must give, by filtering and sorting.
    fn wanted(&self, order_by: &str, order_type: &str, since: &str) -> Vec<&str> {
        let mut rows: Vec<&Row> = self.rows.iter().filter(|row| *row.updated >= *since).collect();
        let key = |row: &&Row| {
            if order_by == "createdAt" { row.created.clone() } else { row.updated.clone() }
        };
        if order_type == "asc" {
            rows.sort_by_key(key)
        } else {
            rows.sort_by_key(|row| Reverse(key(row)))
        }
        rows.into_iter().map(|row| &*row.id).collect()
    }

    fn by_page(&self, size: u64, query: &str) -> Vec<String> {
        let mut ids = Vec::new();
        for page in 1.. {
            let answer =
                self.get(&format!("/pagination/page_number?per_page={size}&page={page}{query}"));
            push_ids(&answer, &mut ids);
            if page >= number(&answer, "total_pages") {
                assert_eq!(ids.len() as u64, number(&answer, "total_items"));
                return ids;
            }
        }
        unreachable!()
    }

    fn by_offset(&self, size: u64, query: &str) -> Vec<String> {
        let mut ids = Vec::new();
        loop {
            let answer =
                self.get(&format!("/pagination/offset?limit={size}&offset={}{query}", ids.len()));
            let before = ids.len();
            push_ids(&answer, &mut ids);
            if ids.len() == before || ids.len() as u64 == number(&answer, "total") {
                return ids;
            }
        }
    }

    fn by_next_link(&self, size: u64, query: &str) -> Vec<String> {
        let mut ids = Vec::new();
        let mut target = format!("/pagination/next_page_url?per_page={size}{query}");
        loop {
            let answer = self.get(&target);
            push_ids(&answer, &mut ids);
            let (_, next) = answer.rsplit_once("\"next_page_url\":").unwrap();
            match next.strip_prefix('"').and_then(|next| next.strip_suffix("\"}")) {
                Some(next) => target = next.to_owned(),
                None => return ids,
            }
        }
    }

    fn by_scroll(&self, since: &str) -> Vec<String> {
        let mut ids = Vec::new();
        let mut target = format!("/pagination/keyset?updated_since={since}");
        loop {
            let answer: Value = serde_json::from_str(&self.get(&target)).unwrap();
            let rows = answer["data"].as_array().unwrap();
            ids.extend(rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()));
            let Some(scroll) = answer["scroll_param"].as_str() else {
                assert_eq!(ids.len() as u64, answer["total_count"].as_u64().unwrap());
                return ids;
            };
            assert_eq!(rows.len(), 50);
            target = format!("/pagination/keyset?scroll_param={scroll}");
        }
    }

    fn check(&self, sizes: impl Iterator<Item = u64> + Clone, filters: &[String]) {
        for since in filters {
            assert_eq!(
                self.by_scroll(since),
                self.wanted("updatedAt", "asc", since),
                "keyset {since}"
            );
            for (order_by, order_type) in ORDERS {
                let wanted = self.wanted(order_by, order_type, since);
                let query =
                    format!("&order_by={order_by}&order_type={order_type}&updated_since={since}");
                for size in sizes.clone() {
                    assert_eq!(self.by_page(size, &query), wanted, "page_number {size} {query}");
                    assert_eq!(self.by_offset(size, &query), wanted, "offset {size} {query}");
                    assert_eq!(
                        self.by_next_link(size, &query),
                        wanted,
                        "next_page_url {size} {query}"
                    );
                }
            }
        }
    }

    /// No filter, year 1, the far future, and the second of the rows at these ranks, and the one after.
    fn filters(&self, ranks: &[usize]) -> Vec<String> {
        let mut seconds: Vec<&str> = self.rows.iter().map(|row| &*row.updated).collect();
        seconds.sort_unstable();
        let mut filters =
            vec![String::new(), "0001-01-01T00:00:00Z".into(), "9999-12-31T23:59:59Z".into()];
        for &rank in ranks {
            let second = seconds[rank.min(seconds.len() - 1)];
            let after = Timestamp::from_seconds(Timestamp::parse(second).unwrap().seconds() + 1);
            filters.extend([second.to_owned(), after.to_string()]);
        }
        filters
    }
}

/// The ids in an answer, without parsing the rest.
fn push_ids(answer: &str, ids: &mut Vec<String>) {
    ids.extend(answer.split("{\"id\":\"").skip(1).map(|row| row[..36].to_owned()));
}

/// A number behind the rows.
fn number(answer: &str, name: &str) -> u64 {
    let (_, rest) = answer.rsplit_once(&format!("\"{name}\":")).unwrap();
    rest.split([',', '}']).next().unwrap().parse().unwrap()
}

#[test]
fn two_hundred_rows_by_every_size_order_and_filter() {
    let server = Server::new(200, 0);
    server.check(1..=50, &server.filters(&[0, 1, 9, 49, 50, 51, 100, 149, 198, 199]));
}

#[test]
fn two_hundred_rows_with_ties_across_page_borders() {
    let server = Server::new(200, 15);
    server.check(1..=50, &server.filters(&[0, 44, 45, 46, 59, 60, 61, 199]));
    let all = Server::new(200, 200);
    all.check([1, 7, 50].into_iter(), &all.filters(&[0]));
}

#[test]
fn small_sets_around_a_page() {
    for records in [1, 2, 49, 50, 51] {
        let server = Server::new(records, 0);
        server.check(1..=50, &server.filters(&[0, 24, 49]));
        let tied = Server::new(records, records.min(15));
        tied.check([1, 10, 49, 50].into_iter(), &tied.filters(&[0, 15]));
    }
}

#[test]
fn ten_thousand_rows() {
    let server = Server::new(10_000, 0);
    server.check([49, 50].into_iter(), &server.filters(&[0, 4999, 9990]));
    let tied = Server::new(10_000, 120);
    tied.check([50].into_iter(), &tied.filters(&[45, 100]));
}

#[test]
fn a_thousand_ties_among_a_hundred_thousand_rows_are_walked_whole() {
    let server = Server::new(100_000, 1000);
    assert_eq!(server.by_scroll(""), server.wanted("updatedAt", "asc", ""));
}

#[test]
fn ten_million_rows_at_both_ends_and_the_middle() {
    let settings = Settings::builder("walks", NOW).set("records", "10000000").unwrap();
    let server = Server {
        playground: Playground::new(settings.build().unwrap()),
        state: State::new(),
        rows: Vec::new(),
    };
    for (order_by, order_type) in ORDERS {
        for start in [0_u64, 4_999_975, 9_999_950] {
            let mut rows: Vec<(String, String)> = Vec::new();
            for offset in (start..start + 50).step_by(7) {
                let target = format!(
                    "/pagination/offset?limit=7&offset={offset}&order_by={order_by}&order_type={order_type}"
                );
                let answer: Value = serde_json::from_str(&server.get(&target)).unwrap();
                assert_eq!(answer["total"], 10_000_000);
                let data = answer["data"].as_array().unwrap();
                rows.extend(data.iter().map(|row| {
                    (
                        row[order_by].as_str().unwrap().to_owned(),
                        row["id"].as_str().unwrap().to_owned(),
                    )
                }));
            }
            assert_eq!(rows.len() as u64, (10_000_000 - start).min(56));
            assert!(rows.windows(2).all(|two| if order_type == "asc" {
                two[0].0 <= two[1].0
            } else {
                two[0].0 >= two[1].0
            }));
            let mut ids: Vec<&String> = rows.iter().map(|row| &row.1).collect();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), rows.len());
        }
    }
    // The numbers of rows before and from each second of a page add up to all of them.
    for offset in [0, 4_999_999, 9_999_999] {
        let row: Value = serde_json::from_str(
            &server.get(&format!("/pagination/offset?limit=1&offset={offset}")),
        )
        .unwrap();
        let since = row["data"][0]["updatedAt"].as_str().unwrap();
        let filtered: Value = serde_json::from_str(
            &server.get(&format!("/pagination/offset?limit=50&updated_since={since}")),
        )
        .unwrap();
        let skipped = 10_000_000 - filtered["total"].as_u64().unwrap();
        assert!(skipped <= offset && offset < skipped + 200, "{skipped} {offset}");
        assert!(filtered["data"][0]["updatedAt"].as_str().unwrap() == since);
    }
}
