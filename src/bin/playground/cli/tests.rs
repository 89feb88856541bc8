//! The command line as a table: what is typed, what it means.

use super::*;
use api_playground::Timestamp;
use api_playground::check::format::Format;

fn reading(line: &[&str], variables: &[(&str, &str)]) -> Result<Asked, Misuse> {
    let arguments: Vec<OsString> = ["playground"].iter().chain(line).map(OsString::from).collect();
    let variable = |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value));
    read(&arguments, &variable, Settings::new("drawn", Timestamp::from_seconds(1_700_000_000)))
}

fn started(line: &[&str], variables: &[(&str, &str)]) -> Settings {
    match reading(line, variables) {
        Ok(Asked::Task(Task::Start(starting))) => starting.settings,
        other => panic!("{line:?}: {other:?}"),
    }
}

fn refused(line: &[&str], variables: &[(&str, &str)]) -> String {
    match reading(line, variables) {
        Err(misuse) => misuse.to_string(),
        other => panic!("{line:?}: {other:?}"),
    }
}

#[test]
fn the_command_stands_in_any_case_and_flags_on_either_side_of_it() {
    for line in [
        &["start", "--port", "8080", "--capacity=7"][..],
        &["START", "--capacity", "7", "--port=8080"],
        &["--port", "8080", "Start", "--capacity", "7"],
        &["--port=8080", "--capacity=7", "sTaRt"],
    ] {
        let settings = started(line, &[]);
        assert_eq!((settings.port, settings.capacity), (8080, 7), "{line:?}");
    }
    assert_eq!(started(&["start", "--port", "1", "--port", "2"], &[]).port, 2, "the last one wins");
    assert_eq!(&*started(&["start"], &[]).seed, "drawn");
}

#[test]
fn flags_that_may_stand_alone_take_the_next_word_as_their_value() {
    let limit = |line: &[&str]| started(line, &[]).rate_limit;
    assert!(!limit(&["start"]));
    assert!(limit(&["start", "--rate-limit"]));
    assert!(limit(&["--rate-limit", "TRUE", "start"]));
    assert!(!limit(&["start", "--rate-limit", "false"]));
    assert!(!limit(&["start", "--rate-limit=False"]));
    assert!(limit(&["start", "--rate-limit", "--capacity", "5"]));
    assert_eq!(started(&["start", "--ties"], &[]).ties, 15);
    assert_eq!(started(&["start", "--ties", "30"], &[]).ties, 30);
    assert!(started(&["start", "--quiet"], &[]).quiet);
    assert!(started(&["start", "--trust-forwarded", "true"], &[]).trust_forwarded);
}

#[test]
fn flags_beat_variables_and_variables_beat_defaults() {
    let variables = [("PLAYGROUND_PORT", "7000"), ("PLAYGROUND_RATE_LIMIT", "true"), ("PLAYGROUND_HOST", "")];
    let settings = started(&["start", "--port", "8000"], &variables);
    assert_eq!((settings.port, settings.rate_limit, settings.host.as_str()), (8000, true, "127.0.0.1"));
    assert_eq!(started(&["start"], &variables).port, 7000);
}

#[test]
fn misuse_has_the_references_words() {
    for (line, text) in [
        (&[][..], "the following arguments are required: command"),
        (&["--port", "8080"], "the following arguments are required: command"),
        (&["start", "--port", "abc"], "argument --port: invalid int value: 'abc'"),
        (&["start", "--port", ""], "argument --port: invalid int value: ''"),
        (&["start", "--port="], "argument --port: invalid int value: ''"),
        (&["start", "--port", "80\n80"], "argument --port: invalid int value: '80\\n80'"),
        (&["start", "--port"], "argument --port: expected one argument"),
        (&["start", "--port", "--quiet"], "argument --port: expected one argument"),
        (&["start", "--port", "70000"], "--port must be between 0 and 65535"),
        (&["start", "--port", "-1"], "--port must be between 0 and 65535"),
        (&["start", "--capacity", "0"], "--capacity must be at least 1"),
        (&["start", "--capacity", "-3"], "--capacity must be at least 1"),
        (&["start", "now"], "unrecognized arguments: now"),
        (&["start", "now", "please"], "unrecognized arguments: now please"),
        (&["start", "--frobnicate"], "unrecognized arguments: --frobnicate"),
        (&["start", "-v"], "unrecognized arguments: -v"),
        (&["start", "--rate", "true"], "unrecognized arguments: --rate (did you mean --rate-limit?)"),
        (&["stop"], "unknown command 'stop'; the commands are: start, check, health"),
    ] {
        assert_eq!(refused(line, &[]), text, "{line:?}");
    }
}

#[test]
fn misuse_of_our_own_flags_says_what_would_be_right() {
    for (line, text) in [
        (
            &["start", "--rate-limit", "yes"][..],
            "argument --rate-limit: invalid choice: 'yes' (choose from 'true', 'false')",
        ),
        (&["start", "--ties", "500"], "--ties must be between 0 and the number of records, 200"),
        (&["start", "--records", "0"], "--records must be between 1 and 1000000000"),
        (&["start", "--anchor", "now"], "--anchor must be a UTC time of the form YYYY-MM-DDTHH:MM:SSZ, not 'now'"),
        (
            &["start", "--anchor", "2030-01-01T00:00:00Z", "--now", "2020-01-01T00:00:00Z"],
            "--anchor must not be later than --now",
        ),
        (&["start", "--public-url", "me"], "--public-url must be http://HOST[:PORT][/PATH] or https://…, not 'me'"),
    ] {
        assert_eq!(refused(line, &[]), text, "{line:?}");
    }
}

fn checking(line: &[&str], variables: &[(&str, &str)]) -> Checking {
    match reading(line, variables) {
        Ok(Asked::Task(Task::Check(checking))) => *checking,
        other => panic!("{line:?}: {other:?}"),
    }
}

#[test]
fn a_check_takes_its_settings_from_prefix_flags_and_variables() {
    let anchor = "2023-01-01T00:00:00Z";
    for (line, variables) in [
        (&["check", "f", "--settings", "seed=a,anchor=2023-01-01T00:00:00Z,records=7"][..], &[][..]),
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
        assert_eq!((checking.file.to_str(), checking.stream.as_str(), checking.json), (Some("f"), "people", false));
        assert_eq!((checking.as_of, checking.format), (None, None));
    }
    let known = ["check", "-", "--seed", "a", "--anchor", anchor];
    let more = ["--stream", "step", "--as-of", anchor, "--input-format", "csv", "--json"];
    let checking = checking(&[&known[..], &more].concat(), &[]);
    assert_eq!((checking.file.to_str(), checking.stream.as_str(), checking.json), (Some("-"), "step", true));
    assert_eq!((checking.as_of, checking.format), (Timestamp::parse(anchor), Some(Format::Csv)));
}

#[test]
fn misuse_of_check_says_what_would_be_right() {
    let known = ["--seed", "a", "--anchor", "2020-01-01T00:00:00Z"];
    for (line, text) in [
        (&["check"][..], "the following arguments are required: FILE"),
        (&["check", "f", "g"], "unrecognized arguments: g"),
        (
            &["check", "f", "--stream", "orders"],
            "--stream must be one of people, companies, departments, employees, step, not 'orders'",
        ),
        (&["check", "f", "--input-format", "xml"], "--input-format must be one of json, ndjson, csv, not 'xml'"),
        (&["check", "f", "--as-of", "now"], "--as-of must be a UTC time of the form YYYY-MM-DDTHH:MM:SSZ, not 'now'"),
        (
            &["check", "f", "--settings", "records=0"],
            "argument --settings: Invalid value for setting 'records'. It should be between 1 and 1000000000.",
        ),
        (&["check", "f", "--settings"], "argument --settings: expected one argument"),
        (&["check", "f", "--json=yes"], "unexpected value 'yes' for '--json' found; no more were expected"),
        (&["start", "--json", "--stream", "step"], "unrecognized arguments: --stream --json"),
        (&["check", "f", "--ready-file", "r"], "unrecognized arguments: --ready-file"),
        (&["check", "f", "--end-with-stdin"], "unrecognized arguments: --end-with-stdin"),
    ] {
        assert_eq!(refused(&[line, &known].concat(), &[]), text, "{line:?}");
    }
    let needed = |key: &str| {
        format!(
            "the server's {key} is needed, since one that was drawn at its start can not be known: give --{key}, or --settings {key}=…"
        )
    };
    assert_eq!(refused(&["check", "f"], &[]), needed("seed"));
    assert_eq!(refused(&["check", "f", "--settings", "seed=a"], &[]), needed("anchor"));
    // The clock stands still after the start: the anchor is that of the start.
    assert_eq!(refused(&["check", "f", "--seed=a", "--now=2099-01-01T00:00:00Z"], &[]), needed("anchor"));
}

#[test]
fn health_asks_at_a_url_or_where_the_flags_say() {
    let asked = |line: &[&str]| match reading(line, &[("PLAYGROUND_PORT", "7000")]) {
        Ok(Asked::Task(Task::Health(probe))) => probe.to_string(),
        other => panic!("{line:?}: {other:?}"),
    };
    assert_eq!(asked(&["health"]), "http://127.0.0.1:7000/health");
    assert_eq!(asked(&["health", "--port", "8000"]), "http://127.0.0.1:8000/health");
    assert_eq!(asked(&["health", "http://example:80/base"]), "http://example:80/base/health");
    for (line, text) in [
        (&["health", "example"][..], "URL must be http://HOST[:PORT][/PATH], not 'example'"),
        (&["health", "http://a", "b"], "unrecognized arguments: b"),
        (&["health", "--json"], "unrecognized arguments: --json"),
        (&["health", "--ready-file", "r"], "unrecognized arguments: --ready-file"),
    ] {
        assert_eq!(refused(line, &[]), text, "{line:?}");
    }
}

#[test]
fn a_bad_variable_is_named() {
    for (name, value, text) in [
        ("PLAYGROUND_PORT", "abc", "environment variable PLAYGROUND_PORT: invalid int value: 'abc'"),
        ("PLAYGROUND_PORT", "70000", "environment variable PLAYGROUND_PORT must be between 0 and 65535"),
        (
            "PLAYGROUND_QUIET",
            "1",
            "environment variable PLAYGROUND_QUIET: invalid choice: '1' (choose from 'true', 'false')",
        ),
        (
            "PLAYGROUND_TIES",
            "201",
            "environment variable PLAYGROUND_TIES must be between 0 and the number of records, 200",
        ),
    ] {
        assert_eq!(refused(&["start"], &[(name, value)]), text);
    }
}

#[test]
fn help_shows_every_flag_with_its_default_and_the_variables() {
    for line in [&["--help"][..], &["-h"], &["start", "--help"]] {
        let Ok(Asked::Text(help)) = reading(line, &[]) else { panic!("{line:?}") };
        for setting in &SETTINGS {
            assert!(help.contains(&format!("--{}", setting.key.replace('_', "-"))), "{help}");
            assert!(
                help.contains(setting.description) && help.contains(&format!("[default: {}]", setting.default)),
                "{help}"
            );
        }
        for word in
            ["check", "--settings", "--stream", "--as-of", "--input-format", "--json", "exit code", "--ready-file"]
        {
            assert!(help.to_lowercase().contains(word), "{word}: {help}");
        }
        assert!(help.contains("PLAYGROUND_PORT") && help.contains("playground start --port 8080"), "{help}");
    }
}
