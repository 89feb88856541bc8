//! A run of the command: its processes in a group of their own, its output in a file and in bounded memory, and its end, by itself or by
//! SIGKILL. Nothing of it is left when the run is over.

mod decoded;
mod leftovers;
mod output;

pub(crate) use output::Printed;

use super::stage::{Halt, Stage};
use output::{Stderr, Stdout};
use process_wrap::tokio::{ChildWrapper, CommandWrap, KillOnDrop};
use serde_json::Value;
use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;
use tokio::process::Command;
use tokio::time::{sleep, timeout};

/// How long output may be read after the end: what is in the pipes is there, but a process that left the group may hold them open.
const LAST_OUTPUT: Duration = Duration::from_millis(500);

/// The command of a run.
#[derive(Clone, Debug)]
pub(crate) struct Invocation {
    /// Program and arguments.
    pub(crate) line: Vec<OsString>,
    /// Variables beside those that the gauntlet itself has.
    pub(crate) variables: Vec<(String, OsString)>,
    /// The state that is handed to it, where its messages told one.
    pub(crate) state: Option<Value>,
    /// The longest that it may take.
    pub(crate) limit: Duration,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// By itself, with this code.
    Exit(i32),
    /// By a signal that did not come from here.
    Signal(i32),
    /// Killed at its moment.
    Killed,
    /// Killed since it asked without an end.
    Endless,
    /// Killed since it took too long.
    Late,
}

impl End {
    /// Whether the command is to blame: it failed, or did not end.
    pub(crate) const fn is_bad(self) -> bool {
        !matches!(self, Self::Exit(0) | Self::Killed)
    }
}

/// A run that is over.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) end: End,
    pub(crate) took: Duration,
    pub(crate) printed: Printed,
}

/// Runs the command once. Standard output goes to `spool`, and its states are signs of life to the stage.
///
/// # Errors
/// The command cannot be started, or its output not be kept.
pub(crate) async fn run(
    invocation: &Invocation,
    spool: &Path,
    stage: &Arc<Stage>,
) -> io::Result<Run> {
    let mark = leftovers::Mark::new();
    let start = tokio::time::Instant::now();
    let mut alive = Alive { child: spawn(invocation, &mark)?, mark, is_over: false };
    let child = &mut alive.child;
    let reading = (
        child.stdout().take().map(|pipe| {
            tokio::spawn(Stdout::read(
                pipe,
                spool.to_owned(),
                invocation.state.clone(),
                Arc::clone(stage),
            ))
        }),
        child.stderr().take().map(|pipe| tokio::spawn(Stderr::read(pipe))),
    );
    let end = tokio::select! {
        status = child.inner_mut().wait() => ended(status?),
        halt = stage.halted() => match halt {
            Halt::Moment => End::Killed,
            Halt::Endless => End::Endless,
        },
        () = sleep(invocation.limit) => End::Late,
    };
    // What is left of the group dies, whether its leader is dead or not; a group that is gone is no error.
    let _ = child.start_kill();
    let _ = timeout(LAST_OUTPUT, child.inner_mut().wait()).await;
    leftovers::kill(&alive.mark);
    alive.is_over = true;
    let mut printed = Printed::default();
    if let Some(stdout) = reading.0 {
        printed.stdout = joined(stdout).await?;
    }
    if let Some(stderr) = reading.1 {
        printed.stderr = joined(stderr).await?;
    }
    Ok(Run { end, took: start.elapsed(), printed })
}

/// Processes that die when this is dropped, as where the gauntlet is interrupted.
struct Alive {
    child: Box<dyn ChildWrapper>,
    mark: leftovers::Mark,
    /// Whether that was done.
    is_over: bool,
}

impl Drop for Alive {
    fn drop(&mut self) {
        if self.is_over {
            return;
        }
        // A group that is gone is no error.
        let _ = self.child.start_kill();
        leftovers::kill(&self.mark);
    }
}

/// What was read, also where the pipe is held open by a process that nobody can find.
async fn joined<T: Default>(reading: tokio::task::JoinHandle<io::Result<T>>) -> io::Result<T> {
    let abort = reading.abort_handle();
    match timeout(LAST_OUTPUT, reading).await {
        Ok(read) => read.map_err(io::Error::other)?,
        Err(_) => {
            abort.abort();
            Ok(T::default())
        }
    }
}

fn spawn(invocation: &Invocation, mark: &leftovers::Mark) -> io::Result<Box<dyn ChildWrapper>> {
    let (program, arguments) = invocation.line.split_first().ok_or(io::ErrorKind::InvalidInput)?;
    let mut command = Command::new(program);
    command
        .args(arguments)
        .envs(invocation.variables.iter().map(|(name, value)| (name, value)))
        .env(leftovers::VARIABLE, mark.text())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut wrap = CommandWrap::from(command);
    wrap.wrap(KillOnDrop);
    #[cfg(unix)]
    wrap.wrap(process_wrap::tokio::ProcessGroup::leader());
    #[cfg(windows)]
    wrap.wrap(process_wrap::tokio::JobObject);
    wrap.spawn()
}

#[cfg(unix)]
fn ended(status: std::process::ExitStatus) -> End {
    use std::os::unix::process::ExitStatusExt as _;
    match (status.code(), status.signal()) {
        (Some(code), _) => End::Exit(code),
        (None, signal) => End::Signal(signal.unwrap_or_default()),
    }
}

#[cfg(not(unix))]
fn ended(status: std::process::ExitStatus) -> End {
    End::Exit(status.code().unwrap_or_default())
}
