//! How `check` is read.

use super::*;

#[test]
fn a_check_takes_its_settings_from_prefix_flags_and_variables() {
    let anchor = "2023-01-01T00:00:00Z";
    for (line, variables) in [
        (
            &["check", "f", "--settings", "seed=a,anchor=2023-01-01T00:00:00Z,records=7"][..],
            &[][..],
        ),
        (&["check", "f", "--settings", "seed%3Da%2Crecords%3D7", "--anchor", anchor], &[]),
        (&["--records=7", "CHECK", "--seed", "a", "f", "--anchor", anchor], &[]),
        (&["check", "f", "--settings=records=7", "--now", anchor], &[("PLAYGROUND_SEED", "a")]),
        (
            &["check", "f", "--records", "9", "--seed", "b", "--settings", "seed=a,records=7"],
            &[("PLAYGROUND_ANCHOR", anchor)],
        ),
    ] {
        let checking = checking(line, variables);
        let settings = &checking.settings;
        assert_eq!(
            (&*settings.seed, settings.records, settings.anchor.to_string()),
            ("a", 7, anchor.to_owned()),
            "{line:?}"
        );
        assert_eq!(
            (checking.files[0].to_str(), checking.stream, checking.json),
            (Some("f"), None, false)
        );
        assert_eq!((checking.as_of, checking.format), (None, None));
    }
    let known = ["check", "-", "--seed", "a", "--anchor", anchor];
    let more = ["--stream", "step", "--as-of", anchor, "--input-format", "csv", "--json"];
    let checking = checking(&[&known[..], &more].concat(), &[]);
    assert_eq!(
        (checking.files[0].to_str(), checking.stream, checking.json),
        (Some("-"), Some("step"), true)
    );
    assert_eq!((checking.as_of, checking.format), (Timestamp::parse(anchor), Some(Format::Csv)));
}

#[test]
fn streams_are_named_for_all_that_landed_and_for_what_landed_under_names() {
    let known = ["check", "f", "--seed", "a", "--anchor", "2026-01-01T00:00:00Z"];
    let more = ["--stream", "users=people", "--stream", "step", "--stream", "a=b=companies"];
    let checking = checking(&[&known[..], &more].concat(), &[]);
    assert_eq!(checking.stream, Some("step"));
    let wanted = [("users".to_owned(), "people"), ("a=b".to_owned(), "companies")];
    assert_eq!(checking.names, wanted);
}

#[test]
fn misuse_of_check_says_what_would_be_right() {
    let known = ["--seed", "a", "--anchor", "2020-01-01T00:00:00Z"];
    for (line, text) in [
        (&["check"][..], "required arguments were not provided:\n  <FILE>..."),
        (
            &["check", "f", "--stream", "orders"],
            "[possible values: people, companies, departments, employees, step]",
        ),
        (&["check", "f", "--input-format", "xml"], "[possible values: json, ndjson, csv]"),
        (
            &["check", "f", "--as-of", "now"],
            "'now' for '--as-of <TIME>': a timestamp must be a UTC time of the form YYYY-MM-DDTHH:MM:SSZ",
        ),
        (
            &["check", "f", "--settings", "records=0"],
            "invalid value 'records=0' for '--settings <KEY=VALUE,…>': Invalid value for setting 'records'. It should be between 1 and 1000000000\n",
        ),
        (&["check", "f", "--settings"], "a value is required for '--settings <KEY=VALUE,…>'"),
        (&["check", "f", "--json=yes"], "unexpected value 'yes' for '--json'"),
        (&["start", "--json"], "unexpected argument '--json' found"),
        (&["check", "f", "--ready-file", "r"], "unexpected argument '--ready-file' found"),
    ] {
        let error = refused(&[line, &known].concat(), &[]);
        assert!(error.starts_with("error: ") && error.contains(text), "{line:?}: {error}");
    }
    for (line, key) in [
        (&["check", "f"][..], "seed"),
        (&["check", "f", "--settings", "seed=a"], "anchor"),
        // The clock stands still after the start: the anchor is that of the start.
        (&["check", "f", "--seed=a", "--now=2099-01-01T00:00:00Z"], "anchor"),
    ] {
        let error = refused(line, &[]);
        let needed = format!(
            "the server's {key} is needed, since one that was drawn at its start cannot be known: give --{key}, or"
        );
        assert!(error.contains(&needed) && error.contains("Usage: playground check"), "{error}");
    }
}
