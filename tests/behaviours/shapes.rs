//! Rows in other forms: every paging walks as before, what comes is the same rows, and the checker knows them in each form that a destination
//! makes of them.

use super::walker::{Ended, PAGINGS, Paging, Rules, Server};
use connector_playground::Timestamp;
use connector_playground::dataset::form::time_format::TimeFormat;
use serde_json::{Value, json};

use Paging::{Cursor, Graphql, Keyset, Offset, SearchCursor};

const FORMS: [TimeFormat; 8] = TimeFormat::ALL;

fn server(settings: &str) -> Server {
    Server::new(120, 15, settings)
}

/// The rows of a walk to the end.
fn walked(server: &Server, paging: Paging) -> Vec<Value> {
    let (rows, ended) = server.walk_rows(paging, 50, "", &Rules::RIGHT);
    assert_eq!(ended, Ended::Done, "{paging:?}");
    rows
}

/// Rows with their times in the contract's form.
fn with_plain_times(rows: &[Value], form: TimeFormat) -> Vec<Value> {
    let plain = |row: &Value| {
        let mut row = row.clone();
        for name in ["createdAt", "updatedAt", "deletedAt"] {
            if let Some(time) = row.get_mut(name).filter(|time| !time.is_null()) {
                *time = form.read_value(time).unwrap().to_string().into();
            }
        }
        row
    };
    rows.iter().map(plain).collect()
}

#[test]
fn every_paging_has_the_same_moments_in_every_form() {
    for moving in ["moving=off", "moving=on,churn=1000,now=2026-11-25T09:20:00Z"] {
        let plain = server(moving);
        for (form, name) in FORMS.into_iter().zip(TimeFormat::NAMES) {
            let shaped = server(&format!("{moving},time_format={name}"));
            for paging in PAGINGS {
                let rows = walked(&shaped, paging);
                let wanted = walked(&plain, paging);
                assert_eq!(with_plain_times(&rows, form), wanted, "{paging:?} {name} {moving}");
                assert_eq!(shaped.verdict_on(&rows)["verdict"], "complete", "{paging:?} {name}");
                // What a destination made of it.
                assert_eq!(shaped.verdict_on(&wanted)["verdict"], "complete", "{paging:?} {name}");
                assert!(rows.iter().all(|row| row["updatedAt"].is_number() == form.is_number()));
            }
        }
    }
}

#[test]
fn filters_take_the_form_of_rows_and_the_contracts() {
    let plain = server("");
    let since = plain.fetch(Offset, 50).body["data"][40]["updatedAt"].clone();
    let moment: Timestamp = since.as_str().unwrap().parse().unwrap();
    let wanted = plain.walk(Offset, 50, &format!("updated_since={moment}"), &Rules::RIGHT);
    for (form, name) in FORMS.into_iter().zip(TimeFormat::NAMES) {
        let shaped = server(&format!("time_format={name}"));
        for since in [moment.to_string(), form.text(moment.seconds(), 3)] {
            for paging in [Offset, Keyset, Cursor, Graphql, SearchCursor] {
                let bodied = matches!(paging, Graphql | SearchCursor);
                let since = if bodied { since.clone() } else { since.replace('+', "%2B") };
                let (ids, ended) =
                    shaped.walk(paging, 50, &format!("updated_since={since}"), &Rules::RIGHT);
                assert_eq!((ids, ended), wanted, "{paging:?} {name} {since}");
            }
        }
    }
}

#[test]
fn times_that_were_changed_on_the_way_are_told() {
    let cut = |text: &str| json!(format!("{}Z", &text[..19]));
    let shaped = server("time_format=offset");
    let rows = walked(&shaped, Offset);
    let without_zone: Vec<Value> = rows
        .iter()
        .map(|row| json!({ "id": row["id"], "updatedAt": cut(row["updatedAt"].as_str().unwrap()) }))
        .collect();
    let verdict = shaped.verdict_on(&without_zone);
    // Those whose zone is behind UTC seem older, the others newer than they ever were.
    let [stale, unknown] =
        ["stale", "unknown"].map(|list| verdict[list]["count"].as_u64().unwrap());
    assert_eq!((stale + unknown, stale), (120, 40), "{verdict}");
    let shaped = server("time_format=epoch_ms");
    let rows = walked(&shaped, Offset);
    let moved = |seconds: i64| -> Vec<Value> {
        rows.iter()
            .map(|row| json!({ "id": row["id"], "updatedAt": row["updatedAt"].as_i64().unwrap() + 1000 * seconds }))
            .collect()
    };
    assert_eq!(shaped.verdict_on(&moved(0))["verdict"], "complete");
    assert_eq!(shaped.verdict_on(&moved(3600))["unknown"]["count"], 120);
    assert_eq!(shaped.verdict_on(&moved(-3600))["stale"]["count"], 120);
}

#[test]
fn an_export_in_another_form_has_no_length_and_takes_no_ranges() {
    for form in ["csv", "ndjson", "json"] {
        let answer = server("time_format=millis").fetch_as(&format!("/export/{form}"));
        assert_eq!(answer.headers["accept-ranges"], "none");
        assert!(answer.headers.get("content-length").is_none());
        let plain = server("").fetch_as(&format!("/export/{form}"));
        assert_ne!(plain.headers["etag"], answer.headers["etag"]);
    }
}

/// The rows of a JSON export.
fn exported(server: &Server) -> Vec<Value> {
    server.fetch_as("/export/json").body.as_array().unwrap().clone()
}

#[test]
fn one_record_in_five_has_no_company_and_no_job() {
    let plain = exported(&server(""));
    let of = |nulls: &str| exported(&server(&format!("nulls={nulls}")));
    assert_eq!(of("none"), plain);
    let unknown = |row: &Value, value: &Value| row["company"] == *value && row["job"] == *value;
    let (null, absent, empty) = (of("null"), of("absent"), of("empty"));
    let count = null.iter().filter(|row| row["company"].is_null()).count();
    assert!((12..=36).contains(&count), "{count}");
    for (((plain, null), absent), empty) in plain.iter().zip(&null).zip(&absent).zip(&empty) {
        let known = plain["job"] == null["job"];
        assert_eq!((known, known), (plain == absent, plain == empty));
        if !known {
            assert!(unknown(null, &Value::Null) && unknown(empty, &"".into()));
            assert!(absent.get("company").is_none() && absent.get("job").is_none());
        }
    }
    for (nulls, rows) in [("null", null), ("absent", absent), ("empty", empty)] {
        for moving in ["moving=off", "moving=on,churn=1000,now=2026-11-25T09:20:00Z"] {
            let shaped = server(&format!("nulls={nulls},{moving}"));
            let came = walked(&shaped, Offset);
            assert_eq!(shaped.verdict_on(&came)["verdict"], "complete");
            assert_eq!(server(moving).verdict_on(&came)["verdict"], "complete");
            let ids = |rows: &[Value]| {
                rows.iter()
                    .filter(|row| {
                        matches!(row.get("job"), None | Some(Value::Null)) || row["job"] == ""
                    })
                    .map(|row| row["id"].clone())
                    .collect::<Vec<_>>()
            };
            // Drawn by place: the same ones in each order and version, beside those that have come.
            let (here, there) = (ids(&came), ids(&rows));
            let left = there.iter().filter(|id| !here.contains(id)).count();
            assert!(left <= there.len() / 3, "{left} of {}", there.len());
        }
    }
}

#[test]
fn a_csv_tells_empty_texts_from_nulls_by_their_quotes() {
    let text = |nulls: &str| {
        let answer = server(&format!("nulls={nulls}")).text("/export/csv");
        assert_eq!(csv::Reader::from_reader(answer.as_bytes()).records().count(), 120);
        answer
    };
    let (null, absent, empty) = (text("null"), text("absent"), text("empty"));
    assert_eq!(null, absent);
    assert!(null.contains("\",,,2026-") && !empty.contains(",,"));
    assert_eq!(empty.replace(",\"\",\"\",", ",,,"), null);
}

/// Rows with the ids that GraphQL has, which are texts.
fn with_text_ids(rows: &[Value]) -> Vec<Value> {
    let text = |row: &Value| {
        let mut row = row.clone();
        if row["id"].is_u64() {
            row["id"] = row["id"].to_string().into();
        }
        row
    };
    rows.iter().map(text).collect()
}

#[test]
fn ids_may_be_integers_that_no_float_holds() {
    for moving in ["moving=off", "moving=on,churn=1000,now=2026-11-25T09:20:00Z"] {
        let (plain, shaped) = (server(moving), server(&format!("big_ids=on,{moving}")));
        for paging in PAGINGS {
            let (rows, wanted) = (walked(&shaped, paging), walked(&plain, paging));
            let is_of_graphql = paging == Graphql;
            assert!(rows.iter().all(|row| row["id"].is_u64() != is_of_graphql), "{paging:?}");
            // The same rows by all else.
            let times = |rows: &[Value]| -> Vec<Value> {
                rows.iter().map(|row| row["updatedAt"].clone()).collect()
            };
            assert_eq!(times(&rows), times(&wanted), "{paging:?}");
            for landed in [rows.clone(), with_text_ids(&rows)] {
                assert_eq!(shaped.verdict_on(&landed)["verdict"], "complete", "{paging:?}");
            }
            assert_eq!(shaped.verdict_on(&wanted)["unknown"]["count"], wanted.len(), "{paging:?}");
        }
        let rounded: Vec<Value> = walked(&shaped, Offset)
            .iter()
            .map(|row| json!({ "id": row["id"].as_f64(), "updatedAt": row["updatedAt"] }))
            .collect();
        let verdict = shaped.verdict_on(&rounded);
        assert!(verdict["unknown"]["count"].as_u64().unwrap() > 100, "{verdict}");
        assert!(verdict["hint"].as_str().unwrap().contains("went through a float"), "{verdict}");
        let step = shaped.fetch_as("/incremental/step?start_id=1&end_id=3");
        assert_eq!(step.body["data"][2]["id"], "3");
    }
}

#[test]
fn an_integer_that_was_never_issued_is_no_row_to_start_after() {
    let shaped = server("big_ids=on");
    let first = shaped.fetch(Offset, 2).body["data"][0]["id"].as_u64().unwrap();
    let after =
        |id: &str| shaped.fetch_as(&format!("/pagination/starting_after?starting_after={id}"));
    assert_eq!(after(&first.to_string()).status, 200);
    for id in [
        (first + 1).to_string(),
        format!("0{first}"),
        "1".to_owned(),
        "209efdf8-9beb-4493-8a21-62a975b71c9e".to_owned(),
    ] {
        assert_eq!(after(&id).status, 400, "{id}");
    }
}

const DRIFT: &str = "drift=add@2026-11-25T09:01:00Z+rename@2026-11-25T09:02:00Z+type@2026-11-25T09:03:00Z+drop@2026-11-25T09:04:00Z";

/// The names of a row's members, and whether its company is an object.
fn members(row: &Value) -> (Vec<&str>, bool) {
    (row.as_object().unwrap().keys().map(String::as_str).collect(), row["company"].is_object())
}

/// The members of a record so many minutes after 09:00, by the changes of [`DRIFT`].
fn drifted(minute: u64) -> (Vec<&'static str>, bool) {
    let job = if minute >= 2 { "job_title" } else { "job" };
    let mut names =
        vec!["id", "name", "email", "phone", "address", "company", job, "createdAt", "updatedAt"];
    names.retain(|name| (*name != "phone" || minute >= 1) && (*name != "address" || minute < 4));
    (names, minute >= 3)
}

#[test]
fn members_change_from_their_moments_on_in_every_paging() {
    let plain = server("");
    for minute in 0..6 {
        let moment = |settings: &str| server(&format!("{settings}now=2026-11-25T09:0{minute}:00Z"));
        let shaped = moment(&format!("{DRIFT},"));
        for paging in PAGINGS {
            let (rows, wanted) = (walked(&shaped, paging), walked(&plain, paging));
            assert_eq!(shaped.verdict_on(&rows)["verdict"], "complete", "{paging:?}");
            assert_eq!(shaped.verdict_on(&wanted)["verdict"], "complete", "{paging:?}");
            if paging == Graphql {
                assert_eq!(rows, wanted);
                continue;
            }
            for (row, plain) in rows.iter().zip(&wanted) {
                assert_eq!(members(row), drifted(minute), "{paging:?}");
                let company = row["company"].get("name").unwrap_or(&row["company"]);
                let job = row.get("job").unwrap_or(&row["job_title"]);
                assert_eq!(
                    (company, job, &row["id"]),
                    (&plain["company"], &plain["job"], &plain["id"])
                );
            }
        }
        let csv = shaped.text("/export/csv");
        let (names, _) = drifted(minute);
        assert_eq!(csv.lines().next().unwrap(), names.join(","));
        let records: Vec<csv::StringRecord> =
            csv::Reader::from_reader(csv.as_bytes()).records().map(Result::unwrap).collect();
        let json = exported(&shaped);
        for (record, row) in records.iter().zip(&json) {
            for (name, field) in names.iter().zip(record) {
                let value = &row[*name];
                assert_eq!(field, value.as_str().map_or_else(|| value.to_string(), str::to_owned));
            }
        }
        assert_eq!((records.len(), json.len()), (120, 120));
        // The checker knows the columns at every moment.
        let bare = server(&format!("{DRIFT},csv_header=off,now=2026-11-25T09:0{minute}:00Z"));
        let lines = bare.text("/export/csv");
        let later = server(&format!("{DRIFT},csv_header=off"));
        assert_eq!(later.verdict_on_csv(&lines)["verdict"], "complete", "{minute}");
    }
}

#[test]
fn a_walk_meets_changes_between_its_pages() {
    for moving in ["moving=off", "moving=on"] {
        let shaped = server(&format!(
            "{moving},{DRIFT},deletes=none,page_seconds=60,now=2026-11-25T09:00:00Z"
        ));
        for paging in [Offset, Cursor, Paging::PageNumber, SearchCursor] {
            let (rows, ended) = shaped.walk_rows(paging, 20, "", &Rules::RIGHT);
            assert_eq!(ended, Ended::Done);
            assert!(rows.len() >= 120);
            for (n, row) in rows.iter().enumerate() {
                assert_eq!(members(row), drifted(n as u64 / 20), "{paging:?} {n} {moving}");
            }
        }
    }
}
