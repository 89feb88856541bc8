//! The command `playground`, the native adapter: arguments and environment → settings → a server on hyper, or a check of files.
//!
//! `cli` reads the command line. For `start`, `serve` binds, prints the banner and accepts, `limiter` bounds the connections, `connection` times
//! one, `hosts` knows the server's names, `service` hands requests to the library or to the `page`, `gzip` compresses, `outgoing` sends bodies,
//! `access_log` writes a line a request, `ready` tells programs that the server listens, `reach` where, and `signals` ends it. `check` is the
//! checker on files, `gauntlet` runs a connector against every case, `health` is the probe.
//!
//! Arguments, environment and output are parameters of [`run`], so the command is tested without a process.

mod access_log;
mod check;
mod cli;
mod clock;
mod connection;
mod gauntlet;
mod gzip;
mod health;
mod hosts;
mod limiter;
mod outgoing;
mod page;
mod reach;
mod ready;
mod serve;
mod service;
mod signals;

use cli::{Environment, Parsed, Task};
use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

/// Exit code where the command could not be done: no port to listen on, no randomness, no answer.
const FAILED: u8 = 1;
/// Exit code for arguments that are wrong, and files that cannot be read.
const USAGE_ERROR: u8 = 2;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let mut out = io::stdout();
    let mut err = io::stderr();
    let watched = err.is_terminal();
    let mut terminal =
        Terminal { out: &mut out, err: &mut err, log: Box::new(io::stderr()), watched };
    let environment =
        Environment { variable: &|name| std::env::var_os(name), first_process: &first_process };
    ExitCode::from(run(&arguments, &environment, &mut terminal))
}

/// The arguments of process 1; none where the system does not say.
#[expect(clippy::disallowed_methods, reason = "the native adapter is where files are read")]
fn first_process() -> Vec<OsString> {
    let line = std::fs::read("/proc/1/cmdline").unwrap_or_default();
    let line = String::from_utf8_lossy(&line);
    line.split_terminator('\0').map(OsString::from).collect()
}

/// Where the command writes.
pub(crate) struct Terminal<'a> {
    /// Banner, help and version.
    pub(crate) out: &'a mut dyn Write,
    /// Why something did not work.
    pub(crate) err: &'a mut dyn Write,
    /// The access log, written by a thread of its own.
    pub(crate) log: Box<dyn Write + Send>,
    /// Whether somebody may be looking at `err`.
    pub(crate) watched: bool,
}

/// The whole command; its result is the exit code. `arguments` starts with the program's name.
///
/// Write errors are ignored: a closed stdout must not stop the server.
fn run(arguments: &[OsString], environment: &Environment<'_>, terminal: &mut Terminal<'_>) -> u8 {
    let drawn = match clock::drawn_settings() {
        Ok(drawn) => drawn,
        Err(error) => {
            let _ = terminal
                .err
                .write_all(format!("error: no randomness for the seed: {error}\n").as_bytes());
            return FAILED;
        }
    };
    let Parsed { task, warnings } = match cli::read(arguments, environment, drawn) {
        Ok(asked) => asked,
        Err(error) => return show(&error, terminal),
    };
    for warning in warnings {
        let _ = terminal.err.write_all(format!("warning: {warning}\n").as_bytes());
    }
    match task {
        Task::Start(starting) => match serve::serve(*starting, terminal) {
            Ok(()) => 0,
            Err(error) => {
                let _ = terminal.err.write_all(format!("error: {error}\n").as_bytes());
                FAILED
            }
        },
        Task::Gauntlet(options) => gauntlet::run(*options, terminal),
        Task::Check(checking) => check::check(*checking, terminal),
        Task::Health(probe) => health::check(&probe, terminal),
    }
}

/// Prints help, the version or a usage error, and gives the exit code. Control characters in arguments do not reach the terminal.
fn show(message: &clap::Error, terminal: &mut Terminal<'_>) -> u8 {
    let text = message.render().to_string();
    let text: String =
        text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect();
    let to: &mut dyn Write = if message.use_stderr() { terminal.err } else { terminal.out };
    let _ = to.write_all(text.as_bytes()).and_then(|()| to.flush());
    if message.use_stderr() { USAGE_ERROR } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Exit code, stdout and stderr of `playground ARGUMENTS` without environment.
    fn played(arguments: &[&str]) -> (u8, String, String) {
        let arguments: Vec<OsString> =
            ["playground"].iter().chain(arguments).map(OsString::from).collect();
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut terminal =
            Terminal { out: &mut out, err: &mut err, log: Box::new(io::sink()), watched: false };
        let code = run(
            &arguments,
            &Environment { variable: &|_| None, first_process: &Vec::new },
            &mut terminal,
        );
        (code, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
    }

    #[test]
    fn the_command_alone_shows_the_commands_on_stderr_with_exit_2() {
        let (code, out, err) = played(&[]);
        assert_eq!((code, out.as_str()), (2, ""));
        for word in ["start", "check", "health", "help"] {
            assert!(err.contains(&format!("\n  {word} ")), "{err}");
        }
    }

    #[test]
    fn help_and_version_go_to_stdout_with_exit_0() {
        for line in [&["--help"][..], &["-h"], &["help"], &["start", "--help"], &["help", "check"]]
        {
            let (code, out, err) = played(line);
            assert_eq!((code, err.as_str()), (0, ""), "{line:?}");
            assert!(out.contains("Usage: playground"), "{out}");
        }
        let (code, out, err) = played(&["--version"]);
        assert_eq!(
            (code, out, err),
            (0, format!("playground {}\n", env!("CARGO_PKG_VERSION")), String::new())
        );
    }

    #[test]
    fn no_argument_reaches_the_terminal_as_a_command_to_it() {
        let (code, _, err) = played(&["start", "--port", "\u{1b}[2J"]);
        assert!(code == 2 && err.contains("[2J") && !err.contains('\u{1b}'), "{err}");
    }

    #[test]
    fn a_taken_port_is_one_line_that_names_it_and_the_flag_and_exit_1() {
        let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = taken.local_addr().unwrap().port().to_string();
        let (code, out, err) = played(&["start", "--port", &port]);
        assert_eq!((code, out.as_str(), err.lines().count()), (1, "", 1), "{err}");
        assert!(
            err.starts_with("error: ") && err.contains(&port) && err.contains("--port"),
            "{err}"
        );
    }
}
