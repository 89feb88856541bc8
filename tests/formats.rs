//! The formats of the export hold the same rows, at sizes below and above a chunk and a block of lengths.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use bytes::Bytes;
use connector_playground::{Playground, Settings, State, Timestamp};
use http::Request;
use serde_json::{Map, Value};

const ANCHOR: Timestamp = Timestamp::from_seconds(1_767_225_600);

/// The body of an export, and the length that was said.
fn export(prefix: &str, format: &str) -> (Bytes, Option<usize>) {
    let playground = Playground::new(Settings::new("formats", ANCHOR).unwrap());
    let request = Request::get(format!("/with/{prefix}/export/{format}"))
        .header("host", "a")
        .body(Bytes::new())
        .unwrap();
    let response = playground.handle(request, ANCHOR, &State::new());
    assert_eq!(response.status(), 200);
    let length = response
        .headers()
        .get("content-length")
        .map(|length| length.to_str().unwrap().parse().unwrap());
    (response.into_body().into_bytes(), length)
}

/// The rows of a CSV, as objects.
fn objects(csv: &[u8], separator: u8) -> Vec<Value> {
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).from_reader(csv);
    let names = reader.headers().unwrap().clone();
    let object = |record: csv::StringRecord| -> Map<String, Value> {
        names
            .iter()
            .zip(record.iter())
            .map(|(name, field)| (name.to_owned(), field.into()))
            .collect()
    };
    reader.records().map(|record| Value::Object(object(record.unwrap()))).collect()
}

#[test]
fn every_format_and_dialect_holds_the_same_rows_and_says_its_true_length() {
    for records in [1, 2, 217, 1024, 1025, 2500, 20_001] {
        let (json, json_length) = export(&format!("records={records}"), "json");
        let rows: Vec<Value> = serde_json::from_slice(&json).unwrap();
        assert_eq!(rows.len(), records);
        assert_eq!(json_length, Some(json.len()), "{records}");
        let (lines, lines_length) = export(&format!("records={records}"), "ndjson");
        assert_eq!(lines_length, Some(lines.len()), "{records}");
        assert!(lines.ends_with(b"}\n"));
        let lines: Vec<Value> = lines
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty())
            .map(|line| serde_json::from_slice(line).unwrap())
            .collect();
        assert_eq!(lines, rows, "{records}");
        for (name, separator) in
            [("comma", b','), ("semicolon", b';'), ("tab", b'\t'), ("pipe", b'|')]
        {
            for end in ["lf", "crlf"] {
                let (csv, length) = export(
                    &format!("records={records},csv_separator={name},csv_line_end={end}"),
                    "csv",
                );
                assert_eq!(length, Some(csv.len()), "{records} {name}");
                assert_eq!(objects(&csv, separator), rows, "{records} {name} {end}");
            }
        }
    }
}

#[test]
fn a_byte_order_mark_and_a_missing_header_change_nothing_else() {
    let (plain, _) = export("records=50", "csv");
    let (marked, _) = export("records=50,csv_bom=on", "csv");
    assert_eq!(marked.strip_prefix("\u{feff}".as_bytes()), Some(&plain[..]));
    let (bare, _) = export("records=50,csv_header=off", "csv");
    assert_eq!(
        plain.strip_prefix(b"id,name,email,address,company,job,createdAt,updatedAt\n"),
        Some(&bare[..])
    );
}

/// Readers that guess take such lines for comments, and drop them.
#[test]
fn no_row_of_an_export_begins_with_a_number_sign() {
    for separator in ["comma", "semicolon", "tab", "pipe"] {
        for header in ["on", "off"] {
            let prefix = format!("records=20000,csv_separator={separator},csv_header={header}");
            let (csv, _) = export(&prefix, "csv");
            assert!(
                !csv.starts_with(b"#") && !csv.windows(2).any(|pair| pair == b"\n#"),
                "{prefix}"
            );
        }
    }
}
