//! How hard the attacks are, and that one is made at a time.

use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The variable by which `cargo xtask soak` asks for the long form, with the minutes of mixed load as its value.
const LONG: &str = "SOAK_MINUTES";

/// The figure of the form that runs.
pub(crate) fn figure<T>(short: T, long: T) -> T {
    if minutes().is_some() { long } else { short }
}

/// How long the mixed load lasts.
pub(crate) fn mixed_load() -> Duration {
    minutes().map_or(Duration::from_secs(4), |minutes| Duration::from_secs(minutes * 60))
}

fn minutes() -> Option<u64> {
    std::env::var(LONG)
        .ok()
        .map(|text| text.parse().expect("SOAK_MINUTES is a whole number of minutes"))
}

/// Attacks one after the other: together they would slow each other's bystanders.
pub(crate) fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Raises this process's limit of open files, and with it that of the servers it starts, as far as is allowed; what it is then.
pub(crate) fn raise_files() -> usize {
    let pid = std::process::id().to_string();
    let [_, hard] = files();
    // Without the program the limit stays, and fewer connections are made.
    let _ =
        Command::new("prlimit").args(["--pid", &pid, &format!("--nofile={hard}:{hard}")]).output();
    files()[0]
}

/// Soft and hard limit of open files.
fn files() -> [usize; 2] {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap();
    let line = limits.lines().find(|line| line.starts_with("Max open files")).unwrap();
    let mut figures =
        line.split_whitespace().skip(3).map(|figure| figure.parse().unwrap_or(1 << 20));
    [figures.next().unwrap(), figures.next().unwrap()]
}
