//! Landings in groups: each is held against its own stream.

use super::*;
use crate::checker::landing::{Group, Landing};
use crate::checker::messages::{Message, Messages, Protocol};

fn landing(instance: &Instance) -> Landing {
    Landing::new(instance, None, ANCHOR, &[])
}

fn singer(instance: &Instance) -> String {
    let row = |(id, updated): &(String, String)| {
        let record = json!({ "id": id, "updatedAt": updated });
        json!({ "type": "RECORD", "stream": "users", "record": record }).to_string() + "\n"
    };
    let schema = "{\"type\":\"SCHEMA\",\"stream\":\"users\",\"schema\":{}}\n".to_owned();
    rows(instance).iter().map(row).fold(schema, |text, row| text + &row)
        + "{\"type\":\"STATE\",\"value\":{\"bookmarks\":{}}}\n"
}

fn verdicts(landing: Landing) -> Vec<(String, &'static str, bool)> {
    let groups = landing.finish().unwrap();
    groups
        .into_iter()
        .map(|Group { name, stream, report, .. }| (name, stream, report.is_complete()))
        .collect()
}

#[test]
fn messages_are_groups_by_their_stream_whether_they_come_as_a_file_or_row_by_row() {
    let instance = instance(&[]);
    let text = singer(&instance);
    let wanted = vec![("users".to_owned(), "people", true)];
    let mut file = landing(&instance);
    file.begin_file("messages.txt").unwrap();
    file.feed(text.as_bytes()).unwrap();
    assert_eq!(verdicts(file), wanted);
    let (mut live, mut messages) = (landing(&instance), Messages::new());
    for line in text.lines() {
        match messages.read(line) {
            Message::Row { stream, row } => live.row(&stream, &row).unwrap(),
            other => assert!(matches!(other, Message::State | Message::Aside), "{other:?}"),
        }
    }
    assert_eq!(messages.protocol(), Some(Protocol::Singer));
    assert_eq!(messages.state(), Some(json!({ "bookmarks": {} })));
    assert_eq!(verdicts(live), wanted);
}

#[test]
fn files_are_groups_by_their_names_and_the_keys_tell_their_stream() {
    let instance = instance(&[]);
    let mut landing = landing(&instance);
    for (path, text) in [
        ("people.csv", csv(&rows(&instance))),
        ("companies.ndjson", "{\"company_id\":1}\n{\"company_id\":2}\n".to_owned()),
    ] {
        landing.begin_file(path).unwrap();
        landing.feed(text.as_bytes()).unwrap();
    }
    let wanted =
        [("people".to_owned(), "people", true), ("companies".to_owned(), "companies", true)];
    assert_eq!(verdicts(landing), wanted);
}

#[test]
fn of_a_merged_row_the_last_copy_counts_and_of_an_appended_one_the_newest() {
    let instance = instance(&[]);
    let old =
        json!({ "id": rows(&instance)[9].0, "updatedAt": "2001-01-01T00:00:00Z" }).to_string();
    for (appended, stale) in [(false, 1), (true, 0)] {
        let mut landing = landing(&instance);
        if appended {
            landing = landing.appended();
        }
        for (id, updated) in rows(&instance) {
            landing.row("a", &json!({ "id": id, "updatedAt": updated }).to_string()).unwrap();
        }
        landing.row("a", &old).unwrap();
        let report = &landing.finish().unwrap()[0].report;
        assert_eq!((report.stale.count, report.duplicates.count), (stale, 1));
    }
}
