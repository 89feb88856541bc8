//! Files as programs make them: packed, in other encodings, joined, of another type than said.

use super::*;
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use std::io::Write as _;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn utf16(text: &str, high_first: bool, marked: bool) -> Vec<u8> {
    let bytes = |unit: u16| if high_first { unit.to_be_bytes() } else { unit.to_le_bytes() };
    marked.then_some(0xFEFF).into_iter().chain(text.encode_utf16()).flat_map(bytes).collect()
}

/// The lists that are not empty, and the note.
fn found(bytes: &[u8]) -> ([u64; 5], Option<String>) {
    let verdict = check(&instance(&[("records", "5")]), "step", &[bytes]).unwrap();
    (counts(&verdict), verdict.note)
}

fn refused(bytes: &[u8]) -> String {
    check(&instance(&[]), "people", &[bytes]).unwrap_err().to_string()
}

const ROWS: [&str; 3] = [
    "id,updatedAt\n1,\n2,\n3,\n4,\n5,\n",
    "{\"id\":1}\n{\"id\":2}\n{\"id\":3}\n{\"id\":4}\n{\"id\":5}\n",
    "[{\"id\":1},{\"id\":2},{\"id\":3},{\"id\":4},{\"id\":5}]",
];

#[test]
fn every_format_is_read_packed_and_in_utf_16() {
    for text in ROWS {
        let (first, last) = text.as_bytes().split_at(17);
        for bytes in [
            gzip(text.as_bytes()),
            [gzip(first), gzip(last)].concat(),
            gzip(&gzip(text.as_bytes())),
            utf16(text, false, true),
            utf16(text, true, true),
            utf16(text, false, false),
            utf16(text, true, false),
            gzip(&utf16(text, false, true)),
        ] {
            assert_eq!(found(&bytes), ([0; 5], None), "{text}");
        }
    }
}

#[test]
fn a_missing_time_is_written_in_many_ways() {
    for none in ["", "NULL", "null", "\\N", "None", "NaN", "NaT", "NA", "<NA>", "\"\"", "\"NULL\""]
    {
        let csv: String =
            (1..=5).fold("id,updatedAt\n".to_owned(), |csv, n| csv + &format!("{n},{none}\n"));
        assert_eq!(found(csv.as_bytes()), ([0; 5], None), "{none}");
    }
    for (wrong, unreadable) in [("nulls", 5), ("N", 5), ("0000-00-00 00:00:00", 5)] {
        let csv: String =
            (1..=5).fold("id,updatedAt\n".to_owned(), |csv, n| csv + &format!("{n},{wrong}\n"));
        assert_eq!(found(csv.as_bytes()).0[4], unreadable, "{wrong}");
    }
}

#[test]
fn what_is_of_another_kind_is_named() {
    for (bytes, name) in [
        (&b"PK\x03\x04xxxx"[..], "a zip archive or a spreadsheet"),
        (b"PAR1xxxx", "Parquet"),
        (b"ORC\x08\x03", "ORC"),
        (b"<html>", "HTML or XML"),
        (b"BZh91AY", "packed by bzip2"),
        (b"\xFF\xFE\0\0i\0\0\0", "text in UTF-32"),
    ] {
        assert!(
            refused(bytes).starts_with(&format!("The file is {name}, which is not read. ")),
            "{name}"
        );
    }
    assert!(refused(&gzip(b"PAR1")).starts_with("The file is Parquet"));
    let tar = [&[b'a'; 257][..], b"ustar", &[0; 300]].concat();
    assert!(refused(&gzip(&tar)).starts_with("The file is a tar archive"));
    let deep = (0..5).fold(ROWS[0].as_bytes().to_vec(), |bytes, _| gzip(&bytes));
    assert!(refused(&deep).starts_with("The file is packed too often"));
}

#[test]
fn a_damaged_file_is_read_up_to_the_damage_and_the_rest_is_counted() {
    let text: String = (1..=2000).fold("id\n".to_owned(), |text, n| text + &n.to_string() + "\n");
    let instance = instance(&[("records", "2000")]);
    let packed = gzip(text.as_bytes());
    let verdict = check(&instance, "step", &[&packed[..packed.len() / 2]]).unwrap();
    assert!(verdict.unreadable.count > 0 && verdict.landed > 100, "{verdict:?}");
    let wide = utf16(&text, false, true);
    let verdict = check(&instance, "step", &[&wide[..wide.len() - 1]]).unwrap();
    assert_eq!((verdict.landed, verdict.unreadable.count), (2000, 1));
    let mut wrong = packed;
    wrong.extend_from_slice(b"trailing");
    let verdict = check(&instance, "step", &[&wrong]).unwrap();
    assert_eq!((verdict.landed, verdict.unreadable.count), (2000, 1));
}

#[test]
fn what_was_joined_is_read() {
    for text in [
        "[{\"id\":1},{\"id\":2}]\n[{\"id\":3}]\n[]\n[{\"id\":4},{\"id\":5}]\n",
        "[{\"id\":1},{\"id\":2}][{\"id\":3}][],[{\"id\":4},{\"id\":5}]",
        "[[{\"id\":1},{\"id\":2}],\n[{\"id\":3}],[],\n[{\"id\":4},{\"id\":5}]\n]\n",
        "{\"id\":1}\n{\"id\":2}{\"id\":3}\n{\"id\":4}{\"id\":5}",
        "{\"id\":1}{\"id\":2}{\"id\":3}{\"id\":4}{\"id\":5}",
        "{\n  \"id\": 1\n}\n{\n  \"id\": 2,\n  \"x\": {\n    \"y\": []\n  }\n}\n{\"id\":3}{\n\"id\":4}\n{\"id\":5}\n",
        "\u{1E}{\"id\":1}\n\u{1E}{\"id\":2}\n\u{1E}{\"id\":3}\n\u{1E}{\"id\":4}\n\u{1E}{\"id\":5}\n",
        "[{\"id\":1}]\n{\"id\":2}\n[{\"id\":3}{\"id\":4}]\n\u{FEFF}{\"id\":5}",
        "id,updatedAt\n1,\n2,\nid,updatedAt\n3,\n\u{FEFF}id,updatedAt\n4,\n\"id\",\"updatedAt\"\n5,\n",
        "pk,ID,updated_at\n1,1,\nx,2,\npk,ID,updated_at\n,3,\n,4,\n,5,\n",
        "sep=|\r\nx|id\r\na|1\r\n|2\r\n|3\r\n|4\r\n|5\r\n",
    ] {
        assert_eq!(found(text.as_bytes()), ([0; 5], None), "{text}");
    }
    let wrapped = refused(b"{\n\"data\": [\n{\"id\":1},\n{\"id\":2}\n]\n}");
    assert!(wrapped.starts_with("The rows must be"), "{wrapped}");
    assert!(refused(b"[{\"data\":[{\"id\":1}]}]").starts_with("The rows must be"));
}

#[test]
fn a_first_line_may_be_as_long_as_a_row() {
    let long = "x".repeat(200_000);
    for text in [
        format!(
            "{{\"x\":\"{long}\",\"id\":1}}\n{{\"id\":2}}\n{{\"id\":3}}\n{{\"id\":4}}\n{{\"id\":5}}"
        ),
        format!("{long},id\n,1\n,2\n,3\n,4\n,5\n"),
    ] {
        assert_eq!(found(text.as_bytes()), ([0; 5], None));
    }
    let (lists, _) = found(format!("{{\"id\":1,\"x\":\"{long}{long}\"}}\n{{\"id\":2}}").as_bytes());
    assert_eq!(lists, [4, 0, 0, 0, 1]);
    assert!(refused(format!("{long}{long},id\n").as_bytes()).contains("longer than 262144 bytes"));
}

#[test]
fn several_files_are_one_landing_each_with_a_beginning_of_its_own() {
    let instance = instance(&[("records", "5")]);
    let of = |files: &[&str]| {
        let mut check = Check::new("step", None, None, &instance, ANCHOR);
        for (n, file) in files.iter().enumerate() {
            check.begin_file(&format!("part-{n}"), None).unwrap();
            check.feed(file.as_bytes()).unwrap();
        }
        check.finish().unwrap()
    };
    assert_eq!(
        counts(&of(&["id,x\n1,\n2,\n", "x;ID\n;3\n", "[{\"id\":4}]", "{\"id\":5}"])),
        [0; 5]
    );
    assert_eq!(
        counts(&of(&["x,id\na,1\n", "b,2\nc,3\n", "d,4\ne,5"])),
        [0; 5],
        "only the first part names columns"
    );
    let verdict = of(&["id\n1\n2\n3", "id\n4\n\"5"]);
    assert_eq!(
        verdict.unreadable.examples,
        [json!({"file": "part-1", "line": 3, "reason": "a quote is not closed"})]
    );
}

#[test]
fn columns_are_given_where_no_line_names_them() {
    let instance = instance(&[("records", "5")]);
    let of = |columns: &str, text: &str| {
        let check =
            Check::new("step", None, None, &instance, ANCHOR).with_columns(columns).unwrap();
        counts(&checked(check, &[text.as_bytes()]).unwrap())
    };
    assert_eq!(of("id", "1\n2\n3\n4\n5\n"), [0; 5]);
    assert_eq!(of("_, id,updated_at", "a|1|\nb|2|\nc|3|\nd|4|\n|5|\n"), [0; 5]);
    assert_eq!(
        of("x,id", "name,key\n,1\n,2\n,3\n,4\n,5\n"),
        [0; 5],
        "a line of other names is no row"
    );
    assert_eq!(of("x,id", "id,x\n9,1\n9,2\n9,3\n9,4\n9,5\n"), [0; 5], "what is given counts");
    let refused = Check::new("departments", None, None, &instance, ANCHOR)
        .with_columns("company_id,id")
        .unwrap_err();
    assert!(refused.to_string().contains("'department_id' among them"));
}

#[test]
fn rows_are_read_as_they_are_written() {
    let instance = instance(&[("records", "2")]);
    let all = rows(&instance);
    let (id, other) = (&all[0].0, &all[1].0);
    let second = |at: usize| Timestamp::parse(&all[at].1).unwrap().seconds();
    let bare = other.replace('-', "");
    for text in [
        format!("id,updatedAt\n{{{id}}},{}\nurn:uuid:{other},{}000\n", second(0), second(1)),
        format!(
            "id,updatedAt\n{},{}000000\n{bare},{}.0\n",
            id.to_uppercase(),
            second(0),
            second(1)
        ),
        format!(
            "[{{\"id\":\"{id}\",\"updatedAt\":{}000,\"x\":NaN}},{{\"updatedAt\":{}.0,\"id\":\"0x{bare}\",\"y\":\"\\ud800\"}}]",
            second(0),
            second(1)
        ),
        format!(
            "{{\"updated_at\":\"2030-01-01\",\"id\":\"{id}\",\"ID\":1,\"updatedAt\":null}}\n{{\"ID\":1,\"id\":\"{other}\",\"x\":-Infinity}}"
        ),
        format!("ID,updated_at,id,updatedAt\n1,yesterday,{id},\n2,now,{other},\n"),
        format!("id,updatedAt,ID,updated_at\n{id},,1,yesterday\n{other},,2,now\n"),
    ] {
        let verdict = check(&instance, "people", &[text.as_bytes()]).unwrap();
        assert_eq!(counts(&verdict), [0; 5], "{text} {verdict:?}");
    }
    for text in ["id\n1.0\n2.000\n", "[{\"id\":1.0},{\"id\":\"2.0\"}]"] {
        assert_eq!(
            counts(&check(&instance, "step", &[text.as_bytes()]).unwrap()),
            [0; 5],
            "{text}"
        );
    }
    for text in [
        "company_id\n1.0\n2.0\n",
        "[{\"companyId\":9,\"company_id\":1.0},{\"company_id\":\"2.0\",\"companyId\":9}]",
    ] {
        assert_eq!(
            counts(&check(&instance, "companies", &[text.as_bytes()]).unwrap()),
            [0; 5],
            "{text}"
        );
    }
    let departments = (1..=2)
        .flat_map(|company| (1..=4).map(move |department| format!("{company}.0,{department}.0\n")));
    let text = departments.fold("company_id,department_id\n".to_owned(), |text, line| text + &line);
    assert_eq!(counts(&check(&instance, "departments", &[text.as_bytes()]).unwrap()), [0; 5]);
}

#[test]
fn first_bytes_win_over_the_type_and_the_verdict_says_so() {
    let instance = instance(&[("records", "5")]);
    let of = |declared: Format, text: &str| {
        checked(Check::new("step", None, Some(declared), &instance, ANCHOR), &[text.as_bytes()])
    };
    for (declared, text, note) in [
        (
            Format::Json,
            ROWS[1],
            "JSON was declared, by the Content-Type or the input format, but this is NDJSON, and was read as such.",
        ),
        (
            Format::Json,
            ROWS[0],
            "JSON was declared, by the Content-Type or the input format, but this is CSV, and was read as such.",
        ),
        (
            Format::Ndjson,
            ROWS[2],
            "NDJSON was declared, by the Content-Type or the input format, but this is JSON, and was read as such.",
        ),
        (
            Format::Csv,
            ROWS[2],
            "CSV was declared, by the Content-Type or the input format, but this is JSON, and was read as such.",
        ),
    ] {
        let verdict = of(declared, text).unwrap();
        assert_eq!((counts(&verdict), verdict.note.as_deref()), ([0; 5], Some(note)));
    }
    let refused = of(Format::Json, "name,x\na,1\n").unwrap_err().to_string();
    assert!(refused.starts_with("The file is declared as JSON, by Content-Type"), "{refused}");
}

#[test]
fn unpacked_text_is_bounded_where_a_bound_is_set() {
    let instance = instance(&[("records", "5")]);
    let packed = gzip(&vec![b'\n'; 3 << 20]);
    let of = |room| {
        checked(Check::new("step", None, None, &instance, ANCHOR).bounded(room), &[&packed])
            .map(|verdict| verdict.landed)
    };
    assert_eq!((of(3 << 20), of((3 << 20) - 1)), (Ok(0), Err(ApiError::TooLarge)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn chunks_make_no_difference_in_any_encoding_whole_or_damaged(
        text in prop_oneof![Just(ROWS[0]), Just(ROWS[1]), Just(ROWS[2]), Just("id|x\r\n1|\"a\nb\"\r\n2|\r\n3|\r\n")],
        packing in 0..6_u8,
        damage in proptest::option::of((any::<proptest::sample::Index>(), any::<u8>())),
        cut in proptest::option::of(any::<proptest::sample::Index>()),
        size in 1..700_usize,
    ) {
        let text = text.repeat(20);
        let mut bytes = match packing {
            0 => text.into_bytes(),
            1 => gzip(text.as_bytes()),
            2 => [gzip(text.as_bytes()), gzip(text.as_bytes())].concat(),
            3 => utf16(&text, false, true),
            4 => utf16(&text, true, true),
            _ => gzip(&utf16(&text, false, true)),
        };
        if let Some((at, byte)) = damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let end = cut.map_or(bytes.len(), |cut| cut.index(bytes.len()));
        let instance = instance(&[("records", "5")]);
        let whole = check(&instance, "step", &[&bytes[..end]]);
        let chunks: Vec<&[u8]> = bytes[..end].chunks(size).collect();
        prop_assert_eq!(check(&instance, "step", &chunks), whole);
    }
}
