//! A command for the shell that prints what landed. It dies with all that it started when it takes too long.

use super::feed as feed_rows;
use connector_playground::checker::landing::Landing;
use process_wrap::std::{ChildWrapper, CommandWrap};
use std::ffi::OsString;
use std::io::{self, BufRead as _, BufReader, Read};
use std::process::{Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// Takes the rows that the command prints.
///
/// # Errors
/// It cannot be started, fails, takes longer than `limit`, or prints no rows.
pub(super) fn feed(
    read: &str,
    variables: &[(String, OsString)],
    limit: Duration,
    landing: &mut Landing,
) -> Result<(), String> {
    let failed = |error: String| format!("--read: {error}");
    rows(read, variables, limit, landing).map_err(failed)
}

fn rows(
    read: &str,
    variables: &[(String, OsString)],
    limit: Duration,
    landing: &mut Landing,
) -> Result<(), String> {
    let text = |error: io::Error| error.to_string();
    let mut child = spawn(read, variables).map_err(text)?;
    let mut output = child.stdout().take().ok_or("no output")?;
    let said = child.stderr().take().map(read_aside);
    let child = Arc::new(Mutex::new(child));
    let watch = Watch::of(&child, limit);
    landing.begin_file("landed").map_err(|error| error.to_string())?;
    let fed = feed_rows(&mut output, landing);
    // A command whose output nobody takes any more ends by that.
    drop(output);
    let said = said.and_then(|said| said.join().ok()).unwrap_or_default();
    if watch.ended() {
        return Err(format!("the command did not end within {} s{said}", limit.as_secs()));
    }
    let status = child.lock().unwrap_or_else(PoisonError::into_inner).wait().map_err(text)?;
    // Of a command that failed, that says more than what is wrong with its half of an output.
    if !status.success() && fed.is_ok() {
        return Err(format!("the command ended with {status}{said}"));
    }
    fed.and_then(|()| landing.end_file().map(drop).map_err(|error| error.to_string()))
}

fn spawn(read: &str, variables: &[(String, OsString)]) -> io::Result<Box<dyn ChildWrapper>> {
    let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let mut command = Command::new(shell);
    command
        .arg(flag)
        .arg(read)
        .envs(variables.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut wrap = CommandWrap::from(command);
    #[cfg(unix)]
    wrap.wrap(process_wrap::std::ProcessGroup::leader());
    #[cfg(windows)]
    wrap.wrap(process_wrap::std::JobObject);
    wrap.spawn()
}

/// Kills a command that takes too long.
struct Watch {
    over: Sender<()>,
    thread: thread::JoinHandle<bool>,
}

impl Watch {
    #[expect(
        clippy::disallowed_methods,
        reason = "the native adapter is where threads are started"
    )]
    fn of(child: &Arc<Mutex<Box<dyn ChildWrapper>>>, limit: Duration) -> Self {
        let (over, told) = channel();
        let child = Arc::clone(child);
        let thread = thread::spawn(move || {
            let late = told.recv_timeout(limit) == Err(RecvTimeoutError::Timeout);
            if late {
                // A group that is gone is no error.
                let _ = child.lock().unwrap_or_else(PoisonError::into_inner).start_kill();
            }
            late
        });
        Self { over, thread }
    }

    /// Ends the watch: whether it killed the command.
    fn ended(self) -> bool {
        let _ = self.over.send(());
        self.thread.join().unwrap_or_default()
    }
}

/// Reads what a command says beside its output, so that it never waits for that.
#[expect(clippy::disallowed_methods, reason = "the native adapter is where threads are started")]
fn read_aside(said: impl Read + Send + 'static) -> thread::JoinHandle<String> {
    thread::spawn(move || last_line(said))
}

/// The last line of what a command says, behind a colon; all of it is read.
fn last_line(said: impl Read) -> String {
    let mut last = Vec::new();
    for line in BufReader::new(said).split(b'\n').map_while(Result::ok) {
        if !line.trim_ascii().is_empty() {
            last = line;
        }
    }
    let line = String::from_utf8_lossy(&last);
    if last.is_empty() { String::new() } else { format!(": {}", line.trim().escape_debug()) }
}
