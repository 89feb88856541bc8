//! Rows in every language: whole and the same in each format, as long as is said, and what they are in English but for the words.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use bytes::Bytes;
use connector_playground::{Body, Playground, Settings, State, Timestamp};
use http::{Request, Response};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

const ANCHOR: Timestamp = Timestamp::from_seconds(1_767_225_600);
const LOCALES: [&str; 8] = ["en", "de", "fr", "it", "pt", "ja", "zh", "ar"];

fn ask(method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Response<Body> {
    let playground = Playground::new(Settings::new("locales", ANCHOR).unwrap());
    let mut request = Request::builder().method(method).uri(path).header("host", "a");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    playground.handle(request.body(Bytes::copy_from_slice(body)).unwrap(), ANCHOR, &State::new())
}

/// The body of an answer, which is as long as its head says where that says it.
fn get(path: &str, headers: &[(&str, &str)]) -> Bytes {
    let response = ask("GET", path, headers, b"");
    assert!(response.status().is_success(), "{path}: {}", response.status());
    let said = response
        .headers()
        .get("content-length")
        .map(|length| length.to_str().unwrap().parse().unwrap());
    let body = response.into_body().into_bytes();
    assert_eq!(said.unwrap_or(body.len()), body.len(), "{path}");
    body
}

fn json(path: &str) -> Value {
    serde_json::from_slice(&get(path, &[])).unwrap()
}

fn texts<'a>(rows: &'a [Value], field: &str) -> Vec<&'a str> {
    rows.iter().map(|row| row[field].as_str().unwrap()).collect()
}

/// The rows of a CSV, as objects.
fn objects(csv: &[u8], separator: u8) -> Vec<Value> {
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).from_reader(csv);
    let names = reader.headers().unwrap().clone();
    let object = |record: csv::StringRecord| -> serde_json::Map<String, Value> {
        names
            .iter()
            .zip(record.iter())
            .map(|(name, field)| (name.to_owned(), field.into()))
            .collect()
    };
    reader.records().map(|record| Value::Object(object(record.unwrap()))).collect()
}

fn is_script_of(locale: &str, name: &str) -> bool {
    let all = |of: fn(char) -> bool| name.chars().all(|c| c == ' ' || of(c));
    match locale {
        "ja" => all(|c| matches!(c, '\u{3005}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}')),
        "zh" => all(|c| matches!(c, '\u{4e00}'..='\u{9fff}')),
        "ar" => all(|c| matches!(c, '\u{600}'..='\u{6ff}')),
        _ => all(|c| c.is_alphabetic() && c < '\u{250}' || "-'.\u{302}".contains(c)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rows_of_every_language_are_valid_and_the_same_in_every_format(
        locale in select(LOCALES.to_vec()), seed in "[a-z]{1,8}", records in 1..2500_u64,
        (separator, name) in select(vec![(b',', "comma"), (b';', "semicolon"), (b'\t', "tab"), (b'|', "pipe")]),
        (first, length) in (0..400_000_usize, 1..3000_usize),
    ) {
        let prefix = format!("/with/locale={locale},seed={seed},records={records}");
        let lines = get(&format!("{prefix}/export/ndjson"), &[]);
        let text = std::str::from_utf8(&lines).unwrap();
        let rows: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        prop_assert_eq!(rows.len() as u64, records);
        // Every character stands for itself: none is written as \u….
        let again: String = rows.iter().map(|row| row.to_string() + "\n").collect();
        prop_assert_eq!(again, text);
        prop_assert_eq!(&json(&format!("{prefix}/export/json")), &Value::Array(rows.clone()));
        let csv = get(&format!("{prefix},csv_separator={name}/export/csv"), &[]);
        prop_assert_eq!(&objects(&csv, separator), &rows);
        let page = json(&format!("{prefix}/pagination/offset?limit=50&order_by=createdAt&order_type=asc"));
        prop_assert_eq!(page["data"].as_array().unwrap(), &rows[..rows.len().min(50)]);
        // A range is found by lengths that are known without the rows.
        for (format, whole) in [("ndjson", &lines), ("csv", &get(&format!("{prefix}/export/csv"), &[]))] {
            let first = first % whole.len();
            let last = (first + length).min(whole.len() - 1);
            let range = format!("bytes={first}-{last}");
            let part = get(&format!("{prefix}/export/{format}"), &[("range", &*range)]);
            prop_assert_eq!(&part, &whole[first..=last]);
        }
        for row in &rows {
            let [name, email] = ["name", "email"].map(|field| row[field].as_str().unwrap());
            prop_assert!(is_script_of(locale, name), "{}", name);
            let (local, domain) = email.split_once('@').unwrap();
            prop_assert!(local.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'.'));
            prop_assert!(local.split('.').count() == 2 && local.split('.').all(|part| part.len() > 1), "{}", local);
            prop_assert!(["example.com", "example.net", "example.org"].contains(&domain));
            prop_assert_eq!(row["address"].as_str().unwrap().lines().count(), 2);
        }
    }
}

#[test]
fn what_is_not_of_a_language_is_as_in_english() {
    let english = json("/export/json");
    let english = english.as_array().unwrap();
    for (locale, same) in [
        ("de", &["job"][..]),
        ("fr", &["company", "job"]),
        ("it", &[]),
        ("pt", &[]),
        ("ja", &["email", "address"]),
        ("zh", &["email"]),
        ("ar", &["email", "address", "company", "job"]),
    ] {
        let rows = json(&format!("/with/locale={locale}/export/json"));
        let rows = rows.as_array().unwrap();
        for field in ["id", "name", "email", "address", "company", "job", "createdAt", "updatedAt"]
        {
            let kept = same.contains(&field) || ["id", "createdAt", "updatedAt"].contains(&field);
            assert_eq!(texts(rows, field) == texts(english, field), kept, "{locale} {field}");
        }
    }
    assert_eq!(json("/with/locale=en/export/json"), json("/export/json"));
    assert_eq!(ask("GET", "/with/locale=es/export/json", &[], b"").status(), 400);
}

#[test]
fn companies_employees_and_graphql_speak_the_language_too() {
    for locale in LOCALES {
        let prefix = format!("/with/locale={locale}");
        let employees = json(&format!("{prefix}/cursors/1/departments/1/employees"));
        for name in texts(employees["data"].as_array().unwrap(), "name") {
            assert!(is_script_of(locale, name), "{locale} {name}");
        }
        let query = br#"{"query": "{ people(first: 20) { edges { node { id name company address job } } } }"}"#;
        let answer = ask(
            "POST",
            &format!("{prefix}/graphql"),
            &[("content-type", "application/json")],
            query,
        );
        let answer: Value = serde_json::from_slice(&answer.into_body().into_bytes()).unwrap();
        let rows = json(&format!("{prefix}/export/json"));
        for edge in answer["data"]["people"]["edges"].as_array().unwrap() {
            let node = &edge["node"];
            let row = rows.as_array().unwrap().iter().find(|row| row["id"] == node["id"]).unwrap();
            assert!(
                node.as_object().unwrap().iter().all(|(field, value)| row[field] == *value),
                "{node} {row}"
            );
        }
    }
    let name = |locale: &str| {
        json(&format!("/with/locale={locale}/cursors/companies"))["data"][0]["company_name"].clone()
    };
    assert_ne!((name("de"), name("ja")), (name("en"), name("en")));
    assert_eq!((name("fr"), name("ar")), (name("en"), name("en")));
}

#[test]
fn the_checker_reads_rows_of_every_language() {
    for locale in LOCALES {
        for (format, content_type) in
            [("csv", "text/csv"), ("ndjson", "application/x-ndjson"), ("json", "application/json")]
        {
            let landed = get(&format!("/with/locale={locale}/export/{format}"), &[]);
            let path = format!("/with/locale={locale}/playground/check");
            let verdict = |rows: &[u8]| {
                let answer = ask("POST", &path, &[("content-type", content_type)], rows);
                let report: Value =
                    serde_json::from_slice(&answer.into_body().into_bytes()).unwrap();
                report["verdict"].as_str().unwrap_or("none").to_owned()
            };
            assert_eq!(verdict(&landed), "complete", "{locale} {format}");
            assert_ne!(verdict(&landed[..landed.len() / 2]), "complete", "{locale} {format}");
        }
    }
}

/// A language changes no order, so a walk goes on in another one; a file is another one.
#[test]
fn cursors_outlive_a_change_of_language_and_entity_tags_do_not() {
    let page = json("/with/locale=ja/pagination/cursor?limit=5");
    let cursor = page["next_cursor"].as_str().unwrap();
    let of = |prefix: &str| json(&format!("{prefix}/pagination/cursor?limit=5&cursor={cursor}"));
    let (one, other) = (of("/with/locale=ja"), of(""));
    assert_eq!(
        texts(one["data"].as_array().unwrap(), "id"),
        texts(other["data"].as_array().unwrap(), "id")
    );
    let tag = |prefix: &str| {
        let response = ask("GET", &format!("{prefix}/export/csv"), &[], b"");
        response.headers()["etag"].to_str().unwrap().to_owned()
    };
    let mut tags: Vec<String> =
        LOCALES.iter().map(|locale| tag(&format!("/with/locale={locale}"))).collect();
    assert_eq!(tags[0], tag(""));
    tags.sort_unstable();
    tags.dedup();
    assert_eq!(tags.len(), LOCALES.len());
}
