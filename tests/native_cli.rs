//! The command as a process: what it prints where, and its exit codes. What each argument means is tested beside `cli.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]
#![allow(clippy::disallowed_methods, reason = "tests measure time, start clients and look at processes")]

mod support;

use std::net::TcpListener;
use support::Server;
use support::server::{command, ended};

#[test]
fn misuse_is_a_usage_line_and_one_line_of_error_on_stderr_and_exit_2() {
    for (arguments, error) in [
        (&[][..], "error: the following arguments are required: command"),
        (&["start", "--port", "abc"], "error: argument --port: invalid int value: 'abc'"),
        (&["start", "--port", "70000"], "error: --port must be between 0 and 65535"),
        (&["start", "--port", "-1"], "error: --port must be between 0 and 65535"),
        (&["start", "--capacity", "0"], "error: --capacity must be at least 1"),
        (&["start", "extra"], "error: unrecognized arguments: extra"),
        (&["start", "--frobnicate"], "error: unrecognized arguments: --frobnicate"),
        (&["stop"], "error: unknown command 'stop'; the commands are: start, check, health"),
    ] {
        let (code, out, err) = ended(command(arguments));
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}");
        let lines: Vec<&str> = err.lines().collect();
        assert!(lines[0].starts_with("usage: playground"), "{err}");
        assert_eq!(lines[1..], [error], "{arguments:?}");
    }
}

#[test]
fn a_bad_variable_is_named_and_exits_2() {
    let mut command = command(&["start"]);
    command.env("PLAYGROUND_PORT", "eighty");
    let (code, _, err) = ended(command);
    assert_eq!(code, 2);
    assert!(err.ends_with("error: environment variable PLAYGROUND_PORT: invalid int value: 'eighty'\n"), "{err}");
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
        assert!(err.contains("environment variable PLAYGROUND_SEED: not valid UTF-8"), "{err}");
    }
}

#[test]
fn help_and_version_are_on_stdout_and_exit_0() {
    for flag in ["--help", "-h"] {
        let (code, out, err) = ended(command(&[flag]));
        assert_eq!((code, err.as_str()), (0, ""));
        assert!(out.contains("Usage: playground start") && out.contains("--rate-limit"), "{out}");
    }
    let (code, out, err) = ended(command(&["--version"]));
    assert_eq!((code, out, err), (0, format!("playground {}\n", env!("CARGO_PKG_VERSION")), String::new()));
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
    for host in ["203.0.113.1", "no-such-host.invalid", "a b"] {
        let (code, out, err) = ended(command(&["start", "--port", "0", "--host", host]));
        assert_eq!((code, out.as_str(), err.lines().count()), (1, "", 1), "{err}");
        assert!(err.starts_with("error: ") && err.contains(host), "{err}");
    }
}

#[test]
fn health_says_whether_a_server_answers_and_exits_0_or_1() {
    let server = Server::start(&["--rate-limit", "--capacity", "1", "--allow-host", "a.example"]);
    let (base, port) = (&server.base, server.address.port().to_string());
    for arguments in
        [&["health", base][..], &["health", "--port", &port], &["health", "--host=0.0.0.0", "--port", &port]]
    {
        let (code, out, err) = ended(command(arguments));
        assert_eq!((code, out, err), (0, format!("{base}/health answers\n"), String::new()), "{arguments:?}");
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
    command.env("PLAYGROUND_PORT", "1").env("PLAYGROUND_SEED", "one").env("PLAYGROUND_QUIET", "TRUE");
    let by_variable = Server::spawn(command).credentials();
    let by_flag = Server::start(&["--seed", "one"]).credentials();
    assert_eq!(by_variable, by_flag);
    assert_ne!(by_variable, Server::start(&[]).credentials(), "without a seed one is drawn");
}
