//! The command as a process: what it prints where, and its exit codes. What each argument means is tested beside `cli.rs`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests fail by panicking"
)]
#![allow(
    clippy::disallowed_methods,
    reason = "tests measure time, start clients and look at processes"
)]

mod support;

use std::net::TcpListener;
use support::Server;
use support::server::{command, ended};

#[test]
fn misuse_is_an_error_in_claps_form_on_stderr_and_exit_2() {
    for (arguments, error) in [
        (
            &["start", "--port", "abc"][..],
            "error: invalid value 'abc' for '--port <N>': it must be an integer\n",
        ),
        (
            &["start", "--port", "70000"],
            "error: invalid value '70000' for '--port <N>': it should be between 0 and 65535\n",
        ),
        (
            &["start", "--capacity", "0"],
            "error: invalid value '0' for '--capacity <N>': it must be greater than or equal to 1\n",
        ),
        (&["start", "extra"], "error: unexpected argument 'extra' found\n"),
        (
            &["start", "--rate"],
            "error: unexpected argument '--rate' found\n\n  tip: a similar argument exists: '--rate-limit'\n",
        ),
        (
            &["chek", "f"],
            "error: unrecognized subcommand 'chek'\n\n  tip: a similar subcommand exists: 'check'\n",
        ),
        (&["check"], "error: the following required arguments were not provided:\n"),
    ] {
        let (code, out, err) = ended(command(arguments));
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}");
        assert!(
            err.starts_with(error) && err.ends_with("\nFor more information, try '--help'.\n"),
            "{arguments:?}: {err}"
        );
    }
}

#[test]
fn the_command_alone_shows_the_commands_on_stderr_and_exits_2() {
    let (code, out, err) = ended(command(&[]));
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("Usage: playground <COMMAND>") && err.contains("\n  check "), "{err}");
}

#[test]
fn a_bad_variable_is_named_and_exits_2() {
    let mut command = command(&["start"]);
    command.env("PLAYGROUND_PORT", "eighty");
    let (code, _, err) = ended(command);
    assert_eq!(code, 2);
    assert!(
        err.starts_with(
            "error: invalid value 'eighty' for variable 'PLAYGROUND_PORT': it must be an integer\n"
        ),
        "{err}"
    );
}

#[test]
fn a_variable_that_is_not_unicode_is_refused_in_words() {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        let mut command = command(&["start"]);
        command.env("PLAYGROUND_SEED", std::ffi::OsStr::from_bytes(b"\xff"));
        let (code, _, err) = ended(command);
        assert_eq!(code, 2);
        assert!(err.contains("for variable 'PLAYGROUND_SEED': not valid UTF-8"), "{err}");
    }
}

#[test]
fn a_server_and_its_health_check_work_beside_a_service_of_its_name() {
    let in_cluster = |mut command: std::process::Command| {
        command
            .env("PLAYGROUND_PORT", "tcp://10.96.0.12:5001")
            .env("PLAYGROUND_PORT_5001_TCP_PORT", "5001");
        command.env("PLAYGROUND_SERVICE_HOST", "10.96.0.12");
        command
    };
    let server = Server::spawn(in_cluster(command(&["start", "--port", "0"])));
    let answers = format!("{}/health answers\n", server.base);
    let (code, out, err) = ended(in_cluster(command(&["health", &server.base])));
    assert_eq!((code, out, err.as_str()), (0, answers, ""));
    // Without a URL it asks on the usual port, where perhaps nobody answers.
    let (code, _, err) = ended(in_cluster(command(&["health"])));
    assert!(
        code < 2 && err.starts_with("warning: PLAYGROUND_PORT=tcp://10.96.0.12:5001 is ignored"),
        "{err}"
    );
}

#[test]
fn help_and_version_are_on_stdout_and_exit_0() {
    for (line, usage) in [
        (&["--help"][..], "Usage: playground <COMMAND>"),
        (&["-h"], "Usage: playground <COMMAND>"),
        (&["start", "--help"], "Usage: playground start"),
        (&["help", "check"], "Usage: playground check"),
    ] {
        let (code, out, err) = ended(command(line));
        assert_eq!((code, err.as_str()), (0, ""));
        assert!(out.contains(usage), "{out}");
    }
    let (code, out, err) = ended(command(&["--version"]));
    assert_eq!(
        (code, out, err),
        (0, format!("playground {}\n", env!("CARGO_PKG_VERSION")), String::new())
    );
}

#[test]
fn a_taken_port_is_one_line_that_names_it_and_its_flag_and_exits_1() {
    let other_program = TcpListener::bind("127.0.0.1:0").unwrap();
    let server = Server::start(&[]);
    for port in [other_program.local_addr().unwrap().port(), server.address.port()] {
        let port = port.to_string();
        let (code, out, err) = ended(command(&["start", "--port", &port]));
        assert_eq!((code, out.as_str(), err.lines().count()), (1, "", 1), "{err}");
        assert!(err.contains(&port) && err.contains("--port"), "{err}");
    }
}

#[test]
fn an_address_that_is_not_ours_is_one_line_that_names_it_and_exits_1() {
    for host in ["203.0.113.1", "no-such-host.invalid"] {
        let (code, out, err) = ended(command(&["start", "--port", "0", "--host", host]));
        assert_eq!((code, out.as_str(), err.lines().count()), (1, "", 1), "{err}");
        assert!(err.starts_with("error: ") && err.contains(host), "{err}");
    }
}

#[test]
fn health_says_whether_a_server_answers_and_exits_0_or_1() {
    let server = Server::start(&["--rate-limit", "--capacity", "1", "--allow-host", "a.example"]);
    let (base, port) = (&server.base, server.address.port().to_string());
    for arguments in [
        &["health", base][..],
        &["health", "--port", &port],
        &["health", "--host=0.0.0.0", "--port", &port],
    ] {
        let (code, out, err) = ended(command(arguments));
        assert_eq!(
            (code, out, err),
            (0, format!("{base}/health answers\n"), String::new()),
            "{arguments:?}"
        );
    }
    let (code, out, err) = ended(command(&["health", &format!("{base}/nowhere")]));
    let wanted = format!("error: {base}/nowhere/health: it answers \"HTTP/1.1 404\", not 200\n");
    assert_eq!((code, out.as_str(), err), (1, "", wanted));
    drop(server);
    let (code, out, err) = ended(command(&["health", "--port", &port]));
    assert_eq!((code, out.as_str(), err.lines().count()), (1, "", 1), "{err}");
    assert!(err.starts_with(&format!("error: http://127.0.0.1:{port}/health: ")), "{err}");
}

#[test]
fn health_is_not_fooled_by_a_server_that_says_nothing() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let (code, _, err) = ended(command(&["health", &url]));
    assert_eq!((code, err), (1, format!("error: {url}/health: no answer within 3 s\n")));
}

#[test]
fn variables_set_what_flags_do_not() {
    let mut command = command(&["START", "--port", "0"]);
    command
        .env("PLAYGROUND_PORT", "1")
        .env("PLAYGROUND_SEED", "one")
        .env("PLAYGROUND_QUIET", "TRUE");
    let by_variable = Server::spawn(command).credentials();
    let by_flag = Server::start(&["--seed", "one"]).credentials();
    assert_eq!(by_variable, by_flag);
    let drawn = || Server::spawn(self::command(&["start", "--port", "0"])).credentials();
    assert_ne!(drawn(), drawn(), "without a seed one is drawn");
}
