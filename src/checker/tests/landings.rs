//! Landings in groups: each is held against its own stream, in whatever form it came.

use super::*;
use crate::checker::landing::{Group, Held, Landing};
use crate::checker::messages::{Message, Messages, Protocol};
use proptest::prelude::*;
use std::io::Write as _;

fn landing(instance: &Instance) -> Landing {
    Landing::new(instance, None, ANCHOR, &[])
}

/// Each group's name, its stream, and whether it is complete.
fn verdicts(landing: Landing) -> Vec<(String, &'static str, bool)> {
    let groups = landing.finish().unwrap();
    let verdict = |group: Group| (group.name, group.stream, group.report.is_complete());
    groups.into_iter().map(verdict).collect()
}

fn complete(names: &[(&str, &'static str)]) -> Vec<(String, &'static str, bool)> {
    names.iter().map(|(name, stream)| ((*name).to_owned(), *stream, true)).collect()
}

fn feed(landing: &mut Landing, path: &str, content: &[u8]) -> Result<Held, ApiError> {
    landing.begin_file(path)?;
    landing.feed(content)?;
    landing.end_file()
}

/// The rows of people as objects.
fn objects(instance: &Instance) -> Vec<Value> {
    rows(instance)
        .into_iter()
        .map(|(id, updated)| json!({ "id": id, "name": "O'Neil, \\ (a)\n", "updatedAt": updated }))
        .collect()
}

fn lines(instance: &Instance, line: impl Fn(Value) -> Value) -> String {
    objects(instance).into_iter().map(|row| line(row).to_string() + "\n").collect()
}

fn singer(instance: &Instance) -> String {
    "{\"type\":\"SCHEMA\",\"stream\":\"users\",\"schema\":{}}\n".to_owned()
        + &lines(instance, |row| json!({ "type": "RECORD", "stream": "users", "record": row }))
        + "{\"type\":\"STATE\",\"value\":{\"bookmarks\":{}}}\n"
}

fn airbyte(instance: &Instance) -> String {
    "a line of a log\n{\"type\":\"LOG\",\"log\":{}}\n".to_owned()
        + &lines(
            instance,
            |row| json!({ "type": "RECORD", "record": { "stream": "users", "data": row, "emitted_at": 1 } }),
        )
}

fn raw_table(instance: &Instance) -> String {
    objects(instance).iter().fold(
        "_airbyte_raw_id,_airbyte_extracted_at,_airbyte_data\n".to_owned(),
        |text, row| {
            text + "1,2026-01-01T00:00:00Z,\"" + &row.to_string().replace('"', "\"\"") + "\"\n"
        },
    )
}

fn inserts(instance: &Instance) -> String {
    let rows = objects(instance);
    let tuples = rows.iter().map(|row| {
        let text = |name: &str| {
            row[name]
                .as_str()
                .unwrap()
                .replace('\\', "\\\\")
                .replace('\n', "\\n")
                .replace('\'', "''")
        };
        format!(
            "(E'{}',E'{}',NULL,'{}',from_base64('KSg='),E'1.5')",
            text("id"),
            text("name"),
            text("updatedAt")
        )
    });
    "INSERT INTO {}(\"id\",\"name\",\"of \"\"x\"\"\",\"updated_at\",\"bytes\",\"_dlt_load_id\")\nVALUES\n"
        .to_owned()
        + &tuples.collect::<Vec<_>>().join(",\n")
        + ";"
}

/// Each form of the same rows, the path of its file and the group that it makes.
fn forms(instance: &Instance) -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let texts = [
        ("messages.txt", "users", singer(instance)),
        ("protocol", "users", airbyte(instance)),
        (
            "_airbyte_raw_people.jsonl",
            "people",
            lines(instance, |row| json!({ "_airbyte_ab_id": "1", "_airbyte_data": row })),
        ),
        (
            "x/raw_raw__stream_people.ndjson",
            "people",
            lines(instance, |row| json!({ "_airbyte_data": row.to_string() })),
        ),
        ("_airbyte_raw_people.csv", "people", raw_table(instance)),
        ("people.1a2b.0.insert_values", "people", inserts(instance)),
        (
            "ds/people/1796088571.3.a1.jsonl",
            "people",
            lines(instance, |mut row| {
                row["_dlt_load_id"] = "1796088571.3".into();
                row
            }),
        ),
        ("people-20261201T012922.jsonl", "people", lines(instance, |row| row)),
        ("people.csv", "people", csv(&rows(instance))),
        ("people.json", "people", json!(objects(instance)).to_string()),
    ];
    texts.into_iter().map(|(path, group, text)| (path, group, text.into_bytes())).collect()
}

#[test]
fn each_form_is_read_whole_packed_or_not_and_wherever_it_is_split() {
    let instance = instance(&[("records", "20")]);
    for (path, group, content) in forms(&instance) {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(&content).unwrap();
        for content in [content, packed.finish().unwrap()] {
            let mut landing = landing(&instance);
            landing.begin_file(path).unwrap();
            content.chunks(1).for_each(|byte| landing.feed(byte).unwrap());
            assert_eq!(landing.end_file(), Ok(Held::Rows), "{path}");
            assert_eq!(verdicts(landing), complete(&[(group, "people")]), "{path}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn splitting_changes_nothing_nor_where_a_file_is_cut_off(form in 0..10_usize, cut in 0..4000_usize, splits in proptest::collection::vec(0..4000_usize, 0..4)) {
        let instance = instance(&[("records", "12")]);
        let (path, _, content) = forms(&instance).swap_remove(form);
        let content = &content[..cut.min(content.len())];
        let mut splits: Vec<usize> = splits.into_iter().map(|at| at.min(content.len())).collect();
        splits.sort_unstable();
        let groups = |splits: &[usize]| {
            let mut landing = landing(&instance);
            landing.begin_file(path)?;
            let mut from = 0;
            for &at in splits.iter().chain([&content.len()]) {
                landing.feed(&content[from..at])?;
                from = at;
            }
            landing.finish()
        };
        prop_assert_eq!(groups(&splits), groups(&[]));
    }

    #[test]
    fn any_bytes_behind_a_beginning_are_taken(form in 0..10_usize, keep in 0..300_usize, rest in proptest::collection::vec(any::<u8>(), 0..200)) {
        let instance = instance(&[("records", "2")]);
        let (path, _, content) = forms(&instance).swap_remove(form);
        let mut landing = landing(&instance);
        landing.begin_file(path).unwrap();
        let _ = landing.feed(&[&content[..keep.min(content.len())], &rest].concat());
        let _ = landing.finish();
    }
}

#[test]
fn what_is_torn_or_no_row_is_counted_with_its_line() {
    let instance = instance(&[("records", "12")]);
    for (path, _, content) in forms(&instance) {
        let text = String::from_utf8(content).unwrap();
        let cut = text.trim_end_matches("{\"type\":\"STATE\",\"value\":{\"bookmarks\":{}}}\n");
        let mut landing = landing(&instance);
        feed(&mut landing, path, &cut.as_bytes()[..cut.len() - 10]).unwrap();
        let groups = landing.finish().unwrap();
        let report = &groups[0].report;
        assert_eq!(
            (report.landed, report.missing.count, report.unreadable.count),
            (11, 1, 1),
            "{path}"
        );
        assert_eq!(report.unreadable.examples[0]["file"], path);
        assert!(report.unreadable.bytes > Some(10), "{path}");
    }
}

#[test]
fn messages_are_groups_by_their_stream_whether_they_come_as_a_file_or_row_by_row() {
    let instance = instance(&[]);
    let text = singer(&instance)
        + "{\"type\":\"RECORD\",\"stream\":\"firms\",\"record\":{\"company_id\":1}}\n"
        + "{\"type\":\"RECORD\",\"stream\":\"firms\",\"record\":{\"company_id\":2}}\n";
    let wanted = complete(&[("users", "people"), ("firms", "companies")]);
    let mut file = landing(&instance);
    feed(&mut file, "messages.txt", text.as_bytes()).unwrap();
    assert_eq!(verdicts(file), wanted);
    let (mut live, mut messages) = (landing(&instance), Messages::new());
    for line in text.lines() {
        match messages.read(line) {
            Message::Row { stream, row } => live.row(&stream, &row).unwrap(),
            other => assert!(matches!(other, Message::State | Message::Aside), "{other:?}"),
        }
    }
    assert_eq!(messages.protocol(), Some(Protocol::Singer));
    assert_eq!(verdicts(live), wanted);
}

#[test]
fn rows_without_a_stream_are_one_group_also_as_an_array_over_lines() {
    let instance = instance(&[]);
    let text = format!("{:#}", json!(objects(&instance)));
    let (mut live, mut messages) = (landing(&instance), Messages::new());
    for line in text.lines() {
        if let Message::Row { stream, row } = messages.read(line) {
            live.row(&stream, &row).unwrap();
        }
    }
    assert_eq!(messages.protocol(), Some(Protocol::Rows));
    assert_eq!(verdicts(live), complete(&[("", "people")]));
}

#[test]
fn keys_tell_the_stream_of_a_group_whatever_its_rows_have_beside_them() {
    let instance = instance(&[("records", "3")]);
    for (stream, row) in [
        ("people", json!({ "id": rows(&instance)[0].0, "company": "x" })),
        ("step", json!({ "id": "2", "name": "x" })),
        ("companies", json!({ "company_id": 1, "id": "x" })),
        ("departments", json!({ "company_id": 1, "DepartmentId": 1 })),
        ("employees", json!({ "company_id": 1, "department_id": 1, "employee_id": "x" })),
        ("people", json!({ "id": "of no stream" })),
        ("people", json!({ "x": 1 })),
    ] {
        let mut landing = landing(&instance);
        landing.row("a", &row.to_string()).unwrap();
        assert_eq!(landing.finish().unwrap()[0].stream, stream, "{row}");
    }
}

#[test]
fn groups_that_are_named_have_their_stream_and_are_judged_where_nothing_landed() {
    let instance = instance(&[("records", "3")]);
    let names = [("Users".to_owned(), "people"), ("numbers".to_owned(), "step")];
    let mut landing = Landing::new(&instance, None, ANCHOR, &names);
    for number in 1..=3 {
        landing.row("numbers", &json!({ "id": number }).to_string()).unwrap();
    }
    let groups = landing.finish().unwrap();
    let counts = |at: usize| (groups[at].report.landed, groups[at].report.missing.count);
    assert_eq!((groups[0].name.as_str(), groups[0].stream, counts(0)), ("numbers", "step", (3, 0)));
    assert_eq!((groups[1].name.as_str(), groups[1].stream, counts(1)), ("Users", "people", (0, 3)));
    assert_eq!(groups.len(), 2);
    let mut landing = Landing::new(&instance, None, ANCHOR, &names);
    landing.row("users", "{\"id\":1}").unwrap();
    assert_eq!(landing.finish().unwrap()[0].stream, "people");
}

#[test]
fn files_of_no_rows_are_refused_by_themselves_and_bring_no_group() {
    let instance = instance(&[]);
    let mut landing = landing(&instance);
    let unquoted = b"INSERT INTO {}(id,name)\nVALUES\n(a,O'Neil, x),\n(b,c);";
    for (path, content) in [
        ("a.parquet", &b"PAR1 and more"[..]),
        ("a.duckdb", b"12345678DUCK"),
        ("readme.md", b"# Landing\n\nOf today.\n"),
        ("people/1796088571.3.a1.insert_values", unquoted),
        ("wrapped.json", b"{\"data\":[{\"id\":1}]}"),
    ] {
        let mut refuse = || {
            landing.begin_file(path)?;
            landing.feed(content)?;
            landing.end_file()
        };
        assert!(refuse().is_err(), "{path}");
        assert_eq!(landing.feed(b"more of it\n"), Ok(()));
    }
    for (path, text) in [
        ("people.csv", csv(&rows(&instance))),
        ("empty.csv", String::new()),
        ("head.csv", "id,updatedAt\n".to_owned()),
        ("companies.ndjson", "{\"company_id\":1}\n{\"company_id\":2}\n".to_owned()),
    ] {
        assert_eq!(feed(&mut landing, path, text.as_bytes()), Ok(Held::Rows), "{path}");
    }
    assert_eq!(verdicts(landing), complete(&[("people", "people"), ("companies", "companies")]));
}

#[test]
fn of_a_dlt_dataset_only_loads_that_are_done_and_no_lists_are_read() {
    let instance = instance(&[]);
    let row = |load: &str| {
        lines(&instance, |mut row| {
            row["_dlt_load_id"] = load.into();
            row
        })
    };
    let done = "{\"load_id\":\"1796088571.3\",\"schema_name\":\"x\",\"status\":0}\n";
    let list = "{\"value\":\"a\",\"_dlt_parent_id\":\"8oUC3YOZ5F6JKg\",\"_dlt_list_idx\":0}\n";
    let mut landing = landing(&instance).appended();
    for (path, text, held) in [
        ("ds/_dlt_loads/x__1796088571.3.jsonl", done.to_owned(), Held::Aside),
        ("ds/_dlt_version/x__1.jsonl", "{\"version\":1}\n".to_owned(), Held::Aside),
        ("ds/init", "{\"initial_version\":2}".to_owned(), Held::Aside),
        ("ds/people/1796088571.3.a1.jsonl", row("1796088571.3"), Held::Rows),
        ("ds/people/1796088572.4.a1.jsonl", row("1796088572.4"), Held::Aside),
        ("ds/people/part-1.jsonl", row("1796088572.4"), Held::Aside),
        ("ds/people__tags/1796088571.3.a1.jsonl", list.to_owned(), Held::Aside),
        (
            "ds/people__tags/1796088571.3.a1.csv",
            "\"value\",\"_dlt_parent_id\"\n".to_owned(),
            Held::Aside,
        ),
        (
            "ds/people__tags/1796088571.3.a1.insert_values",
            "INSERT INTO {}(\"_dlt_parent_id\")\n".to_owned(),
            Held::Aside,
        ),
        ("ds_staging/people/1796088571.3.a1.jsonl", row("1796088571.3"), Held::Aside),
    ] {
        assert_eq!(feed(&mut landing, path, text.as_bytes()), Ok(held), "{path}");
    }
    let groups = landing.finish().unwrap();
    assert_eq!((groups.len(), groups[0].name.as_str()), (1, "people"));
    assert!(groups[0].report.is_complete(), "{:?}", groups[0].report);
    let note = groups[0].report.note.as_deref().unwrap();
    assert!(note.starts_with("Left out 2 files of loads that are not done"), "{note}");
}

#[test]
fn of_a_merged_row_the_last_copy_counts_and_of_an_appended_one_the_newest() {
    let instance = instance(&[]);
    let old = json!({ "id": rows(&instance)[9].0, "updatedAt": "2001-01-01T00:00:00Z" });
    for (appended, stale) in [(false, 1), (true, 0)] {
        let mut landing = landing(&instance);
        if appended {
            landing = landing.appended();
        }
        for row in objects(&instance) {
            landing.row("a", &row.to_string()).unwrap();
        }
        landing.row("a", &old.to_string()).unwrap();
        let report = &landing.finish().unwrap()[0].report;
        assert_eq!((report.stale.count, report.duplicates.count), (stale, 1));
        let wanted = report.stale.examples.first().map(|row| &row["id"]);
        assert_eq!(wanted, Some(&old["id"]).filter(|_| stale > 0));
    }
}

#[test]
fn of_a_merged_row_that_moves_the_last_copy_counts_too() {
    let instance = instance(&[]);
    let updated =
        |second: i64| Timestamp::from_seconds(instance.companies.updated(1, second)).to_string();
    let now = ANCHOR.seconds();
    let (new, old) = (updated(now), updated(now - 86_400 * 30));
    assert_ne!(new, old);
    for (appended, copies, stale) in
        [(false, [&old, &new], 0), (false, [&new, &old], 1), (true, [&new, &old], 0)]
    {
        let mut landing = landing(&instance);
        if appended {
            landing = landing.appended();
        }
        landing.row("firms", "{\"company_id\":2}").unwrap();
        for copy in copies {
            landing
                .row("firms", &json!({ "company_id": 1, "updatedAt": copy }).to_string())
                .unwrap();
        }
        let report = &landing.finish().unwrap()[0].report;
        assert_eq!((report.unknown.count, report.stale.count), (0, stale), "{copies:?} {appended}");
    }
}

#[test]
fn rows_as_they_are_are_one_landing_beside_groups_where_a_check_is_given_for_them() {
    let instance = instance(&[]);
    let check = || Check::new("people", None, None, &instance, ANCHOR);
    let names = [("firms".to_owned(), "companies")];
    let mut landing = Landing::new(&instance, None, ANCHOR, &names).with_plain(check(), "people");
    let all = rows(&instance);
    for (path, text) in [
        ("a.csv", csv(&all[..150])),
        ("b.csv", csv(&all[150..])),
        ("firms.csv", "company_id\n1\n2\n".to_owned()),
        ("messages", singer(&instance)),
    ] {
        feed(&mut landing, path, text.as_bytes()).unwrap();
    }
    let wanted = complete(&[("", "people"), ("firms", "companies"), ("users", "people")]);
    assert_eq!(verdicts(landing), wanted);
    let empty = Landing::new(&instance, None, ANCHOR, &[]).with_plain(check(), "people");
    assert_eq!(empty.finish().unwrap()[0].report.missing.count, 200);
}
