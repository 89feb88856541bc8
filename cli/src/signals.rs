//! Shutdown triggers: signals, and the end of standard input.

use std::future::{Future, pending};
use std::io;
use tokio::sync::watch;

/// Until the process is asked to end: CTRL+C on every system, SIGTERM and SIGHUP too where they exist.
pub(crate) async fn terminated() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            pending::<()>().await;
        }
    };
    either(interrupted, unix()).await;
}

#[cfg(unix)]
async fn unix() {
    use tokio::signal::unix::{SignalKind, signal};
    let received = async |kind| match signal(kind) {
        Ok(mut signal) => drop(signal.recv().await),
        Err(_) => pending().await,
    };
    if hangups_are_ignored() {
        return received(SignalKind::terminate()).await;
    }
    either(received(SignalKind::terminate()), received(SignalKind::hangup())).await;
}

#[cfg(not(unix))]
async fn unix() {
    pending().await
}

/// Whether the process was started to outlive its terminal, as `nohup` does. Where the system does not say, it was.
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "Linux describes the process in a file")]
fn hangups_are_ignored() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status
        .lines()
        .find_map(|line| u64::from_str_radix(line.strip_prefix("SigIgn:")?.trim(), 16).ok());
    ignored.is_none_or(|signals| signals & 1 == 1)
}

/// Reads standard input to its end, which closes the channel: a pipe ends when the program at its other end is gone.
///
/// # Errors
/// No thread can be started.
pub(crate) fn watch_stdin() -> io::Result<watch::Receiver<()>> {
    let (sender, receiver) = watch::channel(());
    // A blocking read cannot be cancelled, so it has a thread of its own, which ends with the process.
    std::thread::Builder::new().name("stdin".to_owned()).spawn(move || {
        let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
        drop(sender);
    })?;
    Ok(receiver)
}

/// Until the channel is closed; forever without one.
pub(crate) async fn closed(channel: Option<watch::Receiver<()>>) {
    match channel {
        Some(mut channel) => while channel.changed().await.is_ok() {},
        None => pending().await,
    }
}

/// Until one of the two is done.
pub(crate) async fn either<A, B>(one: impl Future<Output = A>, other: impl Future<Output = B>) {
    tokio::select! {
        _ = one => {}
        _ = other => {}
    }
}
