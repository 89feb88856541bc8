//! The command `playground`, the native door: arguments and environment → settings → a server on hyper, or a check of a file.
//!
//! `cli` reads what was asked, `serve` binds, prints the banner and accepts, `connection` times one client's bytes, `crowd` finds who can
//! make room. `hosts` knows the server's names, `answer` hands requests to the core or to the `page`, `gzip` compresses for those who ask,
//! `outgoing` sends what the core answered, `access_log` says so on stderr, `ready` tells programs that the server listens. `checking` is the
//! checker, `health` the probe.
//!
//! Arguments, environment and output are parameters of [`run`], so the command is tested without a process.

mod access_log;
mod answer;
mod checking;
mod cli;
mod clock;
mod connection;
mod crowd;
mod gzip;
mod health;
mod hosts;
mod outgoing;
mod page;
mod ready;
mod serve;

use cli::{Asked, Task};
use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

/// Something could not be done: no port to listen on, no randomness.
const FAILED: u8 = 1;
/// The command was not understood, or a file not read.
const MISUSED: u8 = 2;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let mut out = io::stdout();
    let mut err = io::stderr();
    let watched = err.is_terminal();
    let mut terminal = Terminal { out: &mut out, err: &mut err, log: Box::new(io::stderr()), watched };
    ExitCode::from(run(&arguments, &|name| std::env::var_os(name), &mut terminal))
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
/// Output that can not be written is lost silently: a closed stdout is no reason to stop serving.
fn run(arguments: &[OsString], variable: &cli::Variable<'_>, terminal: &mut Terminal<'_>) -> u8 {
    let drawn = match clock::drawn_settings() {
        Ok(drawn) => drawn,
        Err(error) => {
            let _ = terminal.err.write_all(format!("error: no randomness for the seed: {error}\n").as_bytes());
            return FAILED;
        }
    };
    match cli::read(arguments, variable, drawn) {
        Ok(Asked::Text(text)) => {
            let _ = terminal.out.write_all(text.as_bytes()).and_then(|()| terminal.out.flush());
            0
        }
        Ok(Asked::Task(Task::Start(starting))) => match serve::serve(*starting, terminal) {
            Ok(()) => 0,
            Err(error) => {
                let _ = terminal.err.write_all(format!("error: {error}\n").as_bytes());
                FAILED
            }
        },
        Ok(Asked::Task(Task::Check(checking))) => checking::check(*checking, terminal),
        Ok(Asked::Task(Task::Health(probe))) => health::check(&probe, terminal),
        Err(misuse) => {
            let _ = terminal.err.write_all(format!("{}\nerror: {misuse}\n", cli::USAGE).as_bytes());
            MISUSED
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Exit code, stdout and stderr of `playground ARGUMENTS` without environment.
    fn played(arguments: &[&str]) -> (u8, String, String) {
        let arguments: Vec<OsString> = ["playground"].iter().chain(arguments).map(OsString::from).collect();
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut terminal = Terminal { out: &mut out, err: &mut err, log: Box::new(io::sink()), watched: false };
        let code = run(&arguments, &|_| None, &mut terminal);
        (code, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
    }

    #[test]
    fn misuse_is_a_usage_line_and_one_line_that_names_it_and_exit_2() {
        let (code, out, err) = played(&[]);
        assert_eq!((code, out.as_str()), (2, ""));
        assert_eq!(err, format!("{}\nerror: the following arguments are required: command\n", cli::USAGE));
    }

    #[test]
    fn help_and_version_go_to_stdout_with_exit_0() {
        let (code, out, err) = played(&["--help"]);
        assert_eq!((code, err.as_str()), (0, ""));
        assert!(out.contains(cli::USAGE.trim_start_matches("usage: ")), "{out}");
        let (code, out, err) = played(&["--version"]);
        assert_eq!((code, out, err), (0, format!("playground {}\n", env!("CARGO_PKG_VERSION")), String::new()));
    }

    #[test]
    fn a_taken_port_is_one_line_that_names_it_and_the_flag_and_exit_1() {
        let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = taken.local_addr().unwrap().port().to_string();
        let (code, out, err) = played(&["start", "--port", &port]);
        assert_eq!((code, out.as_str(), err.lines().count()), (1, "", 1), "{err}");
        assert!(err.starts_with("error: ") && err.contains(&port) && err.contains("--port"), "{err}");
    }
}
