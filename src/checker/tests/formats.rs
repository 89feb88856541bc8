//! Files as they come: all formats, all bytes, all chunks.

use super::*;
use proptest::prelude::*;

fn step(text: &str) -> Report {
    check(&instance(&[("records", "5")]), "step", &[text.as_bytes()]).unwrap()
}

fn refusal(text: &str) -> String {
    check(&instance(&[]), "people", &[text.as_bytes()]).unwrap_err().to_string()
}

/// The line and the reason of everything that is no row.
fn reasons(text: &str) -> Vec<(u64, String)> {
    let shown = |value: &Value| {
        (value["line"].as_u64().unwrap(), value["reason"].as_str().unwrap().to_owned())
    };
    step(text).unreadable.examples.iter().map(shown).collect()
}

#[test]
fn each_format_is_read() {
    for text in [
        "id\n1\n2\n3\n4\n5",
        "\u{FEFF}\"id\"\r\n\"1\"\r\n2\r\n\r\n3\r\n4\r\n5\r\n\r\n",
        "name;ID\n\"a;\"\"b\nc\";1\n;2\n,;3\n\"\";4\nx;5\n",
        "name\tid\n\t1\n\t2\n\t3\n\t4\n\t5\n",
        "[{\"id\":1},{\"id\":\"2\"},{\"id\":3,\"x\":\"]}\\\"\"},{\"x\":{\"id\":[9]},\"id\":4} , {\"ID\":5}]",
        "\u{FEFF}\n [ {\"id\":1,\"id\":1},{\"id\":2},{\"id\":3},{\"id\":4},\n{\"id\":5}\n]\n",
        "{\"id\":1}\n{\"id\":2}\r\n\r\n{\"id\":3,\"tags\":[]}\n{\"id\":4,\"updatedAt\":null}\n{\"id\":5}",
    ] {
        assert_eq!(counts(&step(text)), [0; 5], "{text}");
    }
    assert_eq!(counts(&step("[]")), [5, 0, 0, 0, 0]);
    assert_eq!(counts(&step(" [ ]\n")), [5, 0, 0, 0, 0]);
    assert_eq!(counts(&step("id\n")), [5, 0, 0, 0, 0]);
}

#[test]
fn a_bad_line_is_named_and_hides_no_other() {
    let bad = |number: u64, reason: &str| (number, reason.to_owned());
    assert_eq!(
        reasons("id,updatedAt\n1,\n\n\"2\n\",,\n3,yesterday\n,2026-01-01T00:00:00Z\n5,\n"),
        [
            bad(4, "3 fields where the first line names 2"),
            bad(6, "'updatedAt' is no time of the form YYYY-MM-DDTHH:MM:SSZ"),
            bad(7, "no 'id'"),
        ]
    );
    assert_eq!(
        reasons("[{\"id\":1},oops,[1],7,{},{\"id\":[2]},,{\"id\":3,\"updatedAt\":{}},{\"id\":4]"),
        [
            bad(2, "not JSON"),
            bad(3, "not an object"),
            bad(4, "not an object"),
            bad(5, "no 'id'"),
            bad(6, "'id' is no text and no number"),
            bad(7, "nothing between two commas"),
            bad(8, "'updatedAt' is no text and no number"),
            bad(9, "the array is not closed"),
        ]
    );
    assert_eq!(reasons("\n{\"id\":1}\n{\"id\":2\n7\n{\"id\":3}"), [bad(3, "not JSON")]);
    assert_eq!(
        reasons("{\"id\":1}\n7\noops\n{\"id\":3}\n{\"id\":\"4\n{\"id\":5}"),
        [bad(2, "not an object"), bad(3, "not JSON"), bad(5, "not JSON")]
    );
    assert_eq!(reasons("{\"id\":1}\n{\"id\":2"), [bad(2, "the object is not closed")]);
    assert_eq!(reasons("[{\"id\":1}"), [bad(2, "the array is not closed")]);
    assert_eq!(reasons("[{\"id\":1}] {\"id\":2} ]"), [bad(1, "not JSON")]);
    assert_eq!(reasons("[{\"id\":1},]"), [bad(2, "nothing between two commas")]);
    assert_eq!(reasons("id\n1\n\"2\n3\n"), [bad(3, "a quote is not closed")]);
    let deep = format!("{}{}", "[".repeat(1000), "]".repeat(1000));
    assert_eq!(reasons(&format!("[{{\"id\":1,\"x\":{deep}}},{{\"id\":2}}]")), [bad(1, "not JSON")]);
    let long = "x".repeat(300_000);
    for text in [
        format!("[{{\"id\":1,\"x\":\"{long}\"}},{{\"id\":2}}]"),
        format!("{{\"id\":2}}\n{{\"id\":1,\"x\":\"{long}\"}}\n"),
    ] {
        let verdict = step(&text);
        assert_eq!(
            (verdict.landed, &verdict.unreadable.examples[0]["reason"]),
            (1, &json!("longer than 262144 bytes"))
        );
    }
    assert_eq!(
        counts(&step(&format!("x,id\n\"{long}\",1\n{long},2\n"))),
        [3, 0, 0, 0, 0],
        "fields of a CSV may be long"
    );
}

#[test]
fn wrappers_and_files_without_the_key_are_refused_in_words() {
    let rows = "The rows must be a JSON array of objects, one JSON object a line, or CSV; take them out of the object around them";
    for text in [
        "{\"data\":[{\"id\":1}]}",
        "{\n  \"data\": [\n    {\"id\":1}\n  ]\n}",
        "{\"items\":[],\"id\":null}\n{\"id\":1}",
    ] {
        assert_eq!(refusal(text), rows, "{text}");
    }
    let wide = format!("{{\"data\":[{}{{}}]}}", "{\"id\":1},".repeat(40_000));
    assert_eq!(refusal(&wide), rows);
    let column = "The first line of the CSV must name its columns, 'id' among them. Where it names none, name them by columns=id,… (--columns)";
    for text in ["name,updatedAt\na,b\n", "7\n8\n", "\"id\n1\n2", "updatedAt", "\u{1}d,updatedAt"] {
        assert_eq!(refusal(text), column, "{text}");
    }
    let departments =
        check(&instance(&[]), "departments", &[b"company_id,id\n1,2\n"]).unwrap_err().to_string();
    assert!(
        departments.starts_with(
            "The first line of the CSV must name its columns, 'department_id' among them"
        ),
        "{departments}"
    );
}

#[test]
fn what_is_surely_no_csv_is_told_as_what_it_is() {
    let rows: Vec<String> = (0..60)
        .map(|at| {
            json!({ "id": at.to_string(), "name": "a, b", "updatedAt": "2026-01-01T00:00:00Z" })
                .to_string()
        })
        .collect();
    let lines = rows.join("\n");
    let binary: String = (0..400_u32).map(|at| char::from((at * 7 % 30) as u8)).collect();
    let json = "The file is JSON without its beginning, which is not read. It looks as if its start is cut off: check the whole file.";
    for at in 1..rows[0].len() {
        assert_eq!(refusal(&lines[at..]), json, "{}", &lines[at..rows[0].len()]);
    }
    assert_eq!(refusal("  \"id\": \"7\",\n  \"x\": 1\n},\n{\n"), json);
    for (text, part) in [
        ("null", "The file is one JSON value that is no row"),
        (" null\n", "The file is one JSON value that is no row"),
        (&binary, "The file is binary data, which is not read. Write its rows as CSV"),
        ("- id: 7\n  x: 1\n", "The file is YAML"),
    ] {
        assert!(refusal(text).starts_with(part), "{text} {}", refusal(text));
    }
    // Letters in another encoding, and JSON inside of a CSV.
    for text in [&b"\x93\xFA\x96\x7B,\x8C\xEA\n\x93\xFA,\x96\x7B\n"[..], b"7,\"{\"\"a\"\":1}\"\n"] {
        let error = check(&instance(&[]), "people", &[text]).unwrap_err().to_string();
        assert!(error.starts_with("The first line of the CSV must name its columns"), "{error}");
    }
}

#[test]
fn a_column_that_is_there_twice_by_its_name_is_refused_by_that() {
    let twice = |place: &str, name: &str| {
        format!(
            "{place} names the column '{name}' twice. Leave one of the two, or give the other another name"
        )
    };
    for (text, name) in [
        ("id,updatedAt,updatedAt\n", "updatedAt"),
        ("id;x;id\n", "id"),
        ("id,updated_at,UPDATED_AT,updated_at\n", "updated_at"),
    ] {
        assert_eq!(refusal(text), twice("The first line of the CSV", name), "{text}");
    }
    for text in ["id,ID,updatedAt,updated_at\n", "id,updatedAt,updated_at,updated_at\n", "id,x,x\n"]
    {
        assert!(check(&instance(&[]), "people", &[text.as_bytes()]).is_ok(), "{text}");
    }
    let given = |columns: &str| {
        Check::new("people", None, None, &instance(&[]), ANCHOR).with_columns(columns)
    };
    assert_eq!(given("id,id").unwrap_err().to_string(), twice("columns (--columns)", "id"));
    assert_eq!(
        given("id,updatedAt,updatedAt").unwrap_err().to_string(),
        twice("columns (--columns)", "updatedAt")
    );
    let verdict = checked(given("id,_,_").unwrap(), &[b"id,updatedAt,x\n"]).unwrap();
    assert_eq!(verdict.landed, 0);
    // Names that are given count, and say how many columns there are.
    let verdict = checked(given("id,updatedAt").unwrap(), &[b"id,id,updatedAt\n1,1,\n"]).unwrap();
    assert_eq!(
        verdict.unreadable.examples[0]["reason"],
        "3 fields where columns (--columns) names 2"
    );
}

#[test]
fn rows_of_another_stream_are_told_as_that() {
    let instance = instance(&[]);
    let objects = "{\"id\":\"209efdf8-9beb-4493-8a21-62a975b71c9e\",\"x\":1}\n".repeat(5);
    let companies = "{\"company_id\":1}\n".repeat(3);
    let employees = "[{\"employee_id\":\"a\",\"department_id\":1,\"company_id\":2}]";
    let hint = |stream: &str, text: &str| {
        check(&instance, stream, &[text.as_bytes()]).unwrap().hint.unwrap_or_default()
    };
    for (stream, text, other) in [
        ("companies", &objects[..], "people"),
        ("people", &companies[..], "companies"),
        ("step", &companies[..], "companies"),
        ("departments", &companies[..], "companies"),
        ("people", employees, "employees"),
    ] {
        assert_eq!(
            hint(stream, text),
            format!(
                "The rows have the key of {other}, and not the one of the stream that was asked for: check with stream={other}."
            )
        );
    }
    assert!(
        hint("people", &(companies + "{\"x\":1}"))
            .starts_with("The file could not be read in 4 places")
    );
    for (stream, text, other) in
        [("companies", "id,x\n", "people"), ("people", "company_id,department_id\n", "departments")]
    {
        let error = check(&instance, stream, &[text.as_bytes()]).unwrap_err().to_string();
        let end =
            format!(". It names the key of {other}: check with stream={other} (--stream {other})");
        assert!(error.ends_with(&end), "{error}");
    }
}

#[test]
fn the_hint_counts_bytes_in_the_right_number() {
    for (text, wanted) in [
        ("[{\"id\":1}", "in 1 place; the first is line or element 2: the array is not closed. "),
        (
            "{\"id\":1}\n7\n",
            "in 1 place, 1 byte in all; the first is line or element 2: not an object. ",
        ),
        ("{\"id\":1}\n77\n", "in 1 place, 2 bytes in all; "),
    ] {
        let hint = step(text).hint.unwrap();
        assert!(hint.starts_with(&format!("The file could not be read {wanted}")), "{hint}");
    }
}

#[test]
fn unknown_rows_are_shown_as_they_landed_and_no_longer_than_needed() {
    let text = format!("id,updatedAt\n{},2026-01-01 00:00:00\n7,\n", "x".repeat(5000));
    let unknown = check(&instance(&[]), "people", &[text.as_bytes()]).unwrap().unknown;
    assert_eq!(unknown.count, 2);
    assert_eq!(
        unknown.examples[0],
        json!({ "id": "x".repeat(60), "updatedAt": "2026-01-01 00:00:00" })
    );
    assert_eq!(unknown.examples[1], json!({ "id": "7", "updatedAt": null }));
}

/// What means something to a reader.
const TOKENS: &[&[u8]] = &[
    b"\"",
    b",",
    b"\n",
    b"\r",
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b"\\",
    b" ",
    b"\xEF",
    b"\xBB",
    b"\xBF",
    b"1",
    b"2",
    b"id",
    b"id,updatedAt\n",
    b"\"id\":",
    b"{\"id\":1}",
    b"null",
    b";",
    b"\t",
    b"2026-01-01T00:00:00Z",
];

/// Tokens, and some bytes that mean nothing.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let token = prop_oneof![
        8 => proptest::sample::select(TOKENS).prop_map(<[u8]>::to_vec),
        1 => proptest::collection::vec(any::<u8>(), 0..4),
    ];
    proptest::collection::vec(token, 0..60).prop_map(|tokens| tokens.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn any_bytes_give_the_same_verdict_in_any_chunks(
        start in proptest::sample::select(&["", "[", "{\"id\":1}\n", "id\n", "\u{FEFF}x;id\n"][..]),
        bytes in bytes(),
        cuts in proptest::collection::vec(any::<proptest::sample::Index>(), 0..8),
        stream in proptest::sample::select(&stream::NAMES[..]),
    ) {
        let instance = instance(&[("records", "3")]);
        let bytes = [start.as_bytes(), &bytes].concat();
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
        cuts.extend([0, bytes.len()]);
        cuts.sort_unstable();
        let chunks: Vec<&[u8]> = cuts.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect();
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        let whole = check(&instance, stream, &[&bytes]);
        prop_assert_eq!(&check(&instance, stream, &chunks), &whole);
        prop_assert_eq!(&check(&instance, stream, &single), &whole);
    }

    #[test]
    fn csv_is_read_as_the_csv_crate_reads_it(
        tokens in proptest::collection::vec(proptest::sample::select(&["\"", "\"\"", ",", "\n", "\r\n", "\r", "1", "2", "7", "x"][..]), 0..40)
    ) {
        let text = format!("id,updatedAt\n{}", tokens.concat());
        let verdict = step(&text);
        let cut = verdict.unreadable.examples.iter().any(|bad| bad["reason"] == "a quote is not closed");
        let (mut rows, mut bad) = (0, u64::from(cut));
        let mut reader = ::csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let records: Vec<::csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let whole = records.len() - usize::from(cut && !records.is_empty());
        for record in &records[..whole] {
            let fits = record.len() == 2 && !record[0].trim().is_empty() && (record[1].trim().is_empty() || moment::second(record[1].trim()).is_some());
            if fits { rows += 1 } else { bad += 1 }
        }
        prop_assert_eq!((verdict.landed, verdict.unreadable.count), (rows, bad), "{:?}", text);
    }
}
