//! The command line as a table: what is typed, what it means.

use super::*;
use connector_playground::checker::format::Format;
use connector_playground::settings::SETTINGS;
use connector_playground::{Settings, Timestamp};

mod checks;

fn reading_by(line: &[&str], variables: &[(&str, &str)], first: &[&str]) -> Result<Parsed, Error> {
    let arguments: Vec<OsString> = ["playground"].iter().chain(line).map(OsString::from).collect();
    let variable = |name: &str| {
        variables.iter().find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value))
    };
    let first_process = || first.iter().map(OsString::from).collect();
    let environment = Environment { variable: &variable, first_process: &first_process };
    read(
        &arguments,
        &environment,
        Settings::builder("drawn", Timestamp::from_seconds(1_700_000_000)),
    )
}

fn reading(line: &[&str], variables: &[(&str, &str)]) -> Result<Parsed, Error> {
    reading_by(line, variables, &[])
}

fn started(line: &[&str], variables: &[(&str, &str)]) -> Settings {
    match reading(line, variables) {
        Ok(Parsed { task: Task::Start(starting), .. }) => starting.settings,
        other => panic!("{line:?}: {other:?}"),
    }
}

/// What stderr shows, where the exit code is 2.
fn refused(line: &[&str], variables: &[(&str, &str)]) -> String {
    match reading(line, variables) {
        Err(error) if error.exit_code() == 2 => error.to_string(),
        other => panic!("{line:?}: {other:?}"),
    }
}

/// What stdout shows, where the exit code is 0.
fn shown(line: &[&str]) -> String {
    match reading(line, &[]) {
        Err(error) if error.exit_code() == 0 => error.to_string(),
        other => panic!("{line:?}: {other:?}"),
    }
}

fn checking(line: &[&str], variables: &[(&str, &str)]) -> CheckOptions {
    match reading(line, variables) {
        Ok(Parsed { task: Task::Check(checking), .. }) => *checking,
        other => panic!("{line:?}: {other:?}"),
    }
}

#[test]
fn the_command_stands_in_any_case_and_flags_of_settings_on_either_side_of_it() {
    for line in [
        &["start", "--port", "8080", "--capacity=7"][..],
        &["START", "--capacity", "7", "--port=8080"],
        &["--port", "8080", "Start", "--capacity", "7"],
        &["--port=8080", "--capacity=7", "sTaRt"],
    ] {
        let settings = started(line, &[]);
        assert_eq!((settings.port, settings.capacity), (8080, 7), "{line:?}");
    }
    assert_eq!(&*started(&["--seed", "start", "start"], &[]).seed, "start");
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
fn every_switch_understands_true_and_false_and_on_and_off_in_any_case() {
    let switches = SETTINGS.iter().filter(|setting| setting.is_switch());
    assert_eq!(switches.clone().count(), 13);
    for setting in switches {
        let flag = format!("--{}", setting.flag());
        let variable = setting.variable();
        for (text, other) in [("true", "on"), ("false", "off"), ("True", "ON"), ("FALSE", "Off")] {
            let by = |text: &str| {
                let by_flag = started(&["start", &flag, text], &[]);
                let by_variable = started(&["start"], &[(&variable, text)]);
                assert_eq!(by_flag, by_variable, "{flag} {text}");
                format!("{:?}", *by_flag)
            };
            assert_eq!(by(text), by(other), "{flag}");
        }
        let error = refused(&["start", &flag, "yes"], &[]);
        assert!(
            error.contains("invalid value 'yes'")
                && error.contains("[possible values: true, false]"),
            "{error}"
        );
    }
}

#[test]
fn flags_beat_variables_and_variables_beat_defaults() {
    let variables =
        [("PLAYGROUND_PORT", "7000"), ("PLAYGROUND_RATE_LIMIT", "true"), ("PLAYGROUND_HOST", "")];
    let settings = started(&["start", "--port", "8000"], &variables);
    assert_eq!(
        (settings.port, settings.rate_limit, settings.host.as_str()),
        (8000, true, "127.0.0.1")
    );
    assert_eq!(started(&["start"], &variables).port, 7000);
}

#[test]
fn misuse_names_what_was_wrong_and_what_would_be_right() {
    for (line, text) in [
        (
            &["start", "--port", "abc"][..],
            "error: invalid value 'abc' for '--port <N>': it must be an integer\n",
        ),
        (
            &["start", "--port", "70000"],
            "'70000' for '--port <N>': it should be between 0 and 65535\n",
        ),
        (&["start", "--port", "-1"], "'-1' for '--port <N>': it should be between 0 and 65535\n"),
        (&["start", "--port="], "invalid value '' for '--port <N>': it must be an integer\n"),
        (&["start", "--port"], "a value is required for '--port <N>'"),
        (&["start", "--port", "--quiet"], "a value is required for '--port <N>'"),
        (&["start", "--capacity", "0"], "it must be greater than or equal to 1\n"),
        (&["start", "now"], "unexpected argument 'now' found"),
        (&["start", "--frobnicate"], "unexpected argument '--frobnicate' found"),
        (&["start", "--rate", "true"], "a similar argument exists: '--rate-limit'"),
        (&["start", "--past-end", "404x"], "[possible values: empty, repeat, 404, 400]"),
        (&["stat"], "a similar subcommand exists: 'start'"),
        (&["frobnicate"], "unrecognized subcommand 'frobnicate'"),
        (&["--port", "8080"], "unexpected argument '--port' found"),
        (
            &["start", "--ties", "500"],
            "'500' for '--ties <G>': it should be between 0 and the number of records, 200\n",
        ),
        (&["start", "--anchor", "now"], "it must be a UTC time of the form YYYY-MM-DDTHH:MM:SSZ\n"),
        (
            &["start", "--anchor", "2030-01-01T00:00:00Z", "--now", "2020-01-01T00:00:00Z"],
            "must not be later than 'now'",
        ),
        (&["start", "--public-url", "me"], "it must be http://HOST[:PORT][/PATH] or https://…\n"),
        (&["start", "--allow-host", "*.x.test"], "it must be hosts such as a.test,.b.test"),
        (&["start", "--host", "a b"], "it must be an address such as 127.0.0.1"),
        (&["start", "--ready-file="], "a value is required for '--ready-file <PATH>'"),
    ] {
        let error = refused(line, &[]);
        assert!(error.starts_with("error: ") && error.contains(text), "{line:?}: {error}");
        assert!(error.ends_with("For more information, try '--help'.\n"), "{line:?}: {error}");
    }
}

fn probed(line: &[&str], variables: &[(&str, &str)], first: &[&str]) -> String {
    match reading_by(line, variables, first) {
        Ok(Parsed { task: Task::Health(probe), .. }) => probe.to_string(),
        other => panic!("{line:?}: {other:?}"),
    }
}

#[test]
fn health_asks_at_a_url_or_where_flags_the_first_process_or_variables_say() {
    let variables = [("PLAYGROUND_PORT", "7000"), ("PLAYGROUND_HOST", "0.0.0.0")];
    let asked = |line: &[&str], first: &[&str]| probed(line, &variables, first);
    assert_eq!(asked(&["health"], &[]), "http://127.0.0.1:7000/health");
    assert_eq!(asked(&["health", "--port", "8000"], &[]), "http://127.0.0.1:8000/health");
    assert_eq!(asked(&["health", "http://example:80/base"], &[]), "http://example:80/base/health");
    for (first, port) in [
        (&["/playground", "start", "--port", "9000"][..], 9000),
        (
            &["/sbin/docker-init", "--", "/playground", "--port=9000", "START", "--records", "5"],
            9000,
        ),
        (&["/playground", "start"], 7000),
        (&["/playground", "start", "--nonsense"], 7000),
        (&["/playground", "check", "f", "--port", "9000"], 7000),
        (&["/sbin/init", "start", "--port", "9000"], 7000),
    ] {
        assert_eq!(
            asked(&["health"], first),
            format!("http://127.0.0.1:{port}/health"),
            "{first:?}"
        );
        assert_eq!(
            asked(&["health", "--port", "8000"], first),
            "http://127.0.0.1:8000/health",
            "{first:?}"
        );
    }
    for (line, text) in [
        (
            &["health", "example"][..],
            "invalid value 'example' for '[URL]': it must be http://HOST[:PORT][/PATH]",
        ),
        (&["health", "http://a", "b"], "unexpected argument 'b' found"),
        (
            &["health", "http://a", "--port", "1"],
            "the argument '[URL]' cannot be used with '--port <N>'",
        ),
        (&["health", "--json"], "unexpected argument '--json' found"),
    ] {
        let error = refused(line, &[]);
        assert!(error.contains(text), "{line:?}: {error}");
    }
}

#[test]
fn a_bad_variable_that_is_needed_is_named() {
    for (name, value, text) in [
        (
            "PLAYGROUND_PORT",
            "abc",
            "invalid value 'abc' for variable 'PLAYGROUND_PORT': it must be an integer",
        ),
        (
            "PLAYGROUND_PORT",
            "70000",
            "variable 'PLAYGROUND_PORT': it should be between 0 and 65535",
        ),
        (
            "PLAYGROUND_QUIET",
            "1",
            "invalid value '1' for variable 'PLAYGROUND_QUIET': Use 'true' or 'false'",
        ),
        (
            "PLAYGROUND_TIES",
            "201",
            "'201' for variable 'PLAYGROUND_TIES': it should be between 0 and the number of records",
        ),
    ] {
        let error = refused(&["start"], &[(name, value)]);
        assert!(error.starts_with("error: ") && error.contains(text), "{error}");
    }
    assert!(refused(&["health"], &[("PLAYGROUND_PORT", "abc")]).contains("PLAYGROUND_PORT"));
    let known = ["check", "f", "--settings", "seed=a,anchor=2020-01-01T00:00:00Z"];
    assert!(refused(&known, &[("PLAYGROUND_RECORDS", "abc")]).contains("PLAYGROUND_RECORDS"));
}

#[test]
fn a_bad_variable_that_is_not_needed_stops_nothing() {
    let bad: Vec<(String, &str)> =
        SETTINGS.iter().map(|setting| (setting.variable(), "\u{fffd}=tcp:/")).collect();
    let bad: Vec<(&str, &str)> = bad.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    assert_eq!(probed(&["health", "http://a:1"], &bad, &[]), "http://a:1/health");
    assert_eq!(
        probed(&["health", "--host", "::1", "--port", "1"], &bad, &[]),
        "http://[::1]:1/health"
    );
    assert_eq!(
        probed(&["health"], &bad, &["/playground", "start", "--port=1", "--host=0.0.0.0"]),
        "http://127.0.0.1:1/health"
    );
    for setting in SETTINGS.iter().filter(|setting| !setting.is_of_rows()) {
        let variables = [(setting.variable(), "?")];
        let variables: Vec<(&str, &str)> =
            variables.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        checking(&["check", "f", "--settings", "seed=a,anchor=2020-01-01T00:00:00Z"], &variables);
    }
    let variables =
        [("PLAYGROUND_SEED", ""), ("PLAYGROUND_ANCHOR", "?"), ("PLAYGROUND_RECORDS", "?")];
    checking(
        &["check", "f", "--settings", "seed=a,anchor=2020-01-01T00:00:00Z,records=5"],
        &variables,
    );
    assert_eq!(started(&["start", "--port", "5001"], &[("PLAYGROUND_PORT", "abc")]).port, 5001);
}

#[test]
fn the_variable_that_a_cluster_sets_for_a_service_of_our_name_is_passed_over_with_a_word() {
    let service = [
        ("PLAYGROUND_PORT", "tcp://10.96.0.12:5001"),
        ("PLAYGROUND_PORT_5001_TCP", "tcp://10.96.0.12:5001"),
        ("PLAYGROUND_SERVICE_HOST", "10.96.0.12"),
        ("PLAYGROUND_SERVICE_PORT", "5001"),
    ];
    for (line, told) in [
        (&["start"][..], true),
        (&["start", "--port", "5001"], false),
        (&["health"], true),
        (&["health", "http://127.0.0.1:5001"], false),
        (&["check", "f", "--settings", "seed=a,anchor=2020-01-01T00:00:00Z"], false),
    ] {
        let Parsed { task, warnings } = reading(line, &service).unwrap();
        let warning = "PLAYGROUND_PORT=tcp://10.96.0.12:5001 is ignored: it is an address, as of a service called 'playground', and no port";
        assert_eq!(warnings, if told { vec![warning] } else { vec![] }, "{line:?}");
        match task {
            Task::Start(starting) => assert_eq!(starting.settings.port, 5001),
            Task::Health(probe) => assert_eq!(probe.to_string(), "http://127.0.0.1:5001/health"),
            Task::Check(_) | Task::Gauntlet(_) => {}
        }
    }
}

#[test]
fn each_command_shows_its_own_flags_and_examples() {
    for (word, own, foreign) in [
        (
            "start",
            &[
                "--port",
                "--rate-limit",
                "--ready-file",
                "PLAYGROUND_PORT",
                "playground start --port 8080",
            ][..],
            &["--stream", "playground check"][..],
        ),
        (
            "check",
            &[
                "FILE",
                "--settings",
                "--seed",
                "--as-of",
                "Exit code: 0",
                "playground check landed.csv",
            ],
            &["--port", "--quiet", "--ready-file", "playground start"],
        ),
        (
            "health",
            &["URL", "--port", "--host", "playground health --port 8080"],
            &["--seed", "--stream", "playground check"],
        ),
    ] {
        let help = shown(&[word, "--help"]);
        assert_eq!(help, shown(&["help", word]));
        assert_eq!(help, shown(&[word, "-h"]));
        assert!(help.contains(&format!("Usage: playground {word}")), "{help}");
        for text in own {
            assert!(help.contains(text), "{word} {text}: {help}");
        }
        for text in foreign {
            assert!(!help.contains(text), "{word} {text}: {help}");
        }
    }
    let help = shown(&["start", "--help"]);
    for setting in &SETTINGS {
        assert!(help.contains(&format!("--{}", setting.flag())), "{help}");
        assert!(
            help.contains(setting.description)
                && help.contains(&format!("[default: {}", setting.default)),
            "{help}"
        );
    }
    assert!(help.contains("[default: 0, alone: 15]"), "{help}");
    let commands = shown(&["--help"]);
    assert_eq!(commands, shown(&["help"]));
    for text in ["  start ", "  check ", "  health ", "  help ", "Usage: playground <COMMAND>"] {
        assert!(commands.contains(text), "{commands}");
    }
    assert!(!commands.contains("--port"), "{commands}");
}
