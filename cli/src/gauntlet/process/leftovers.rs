//! Processes that a command left behind, outside of its group too: each has the mark of its run in its environment. Linux shows that; on
//! other systems the group (on Windows the job object) is all that is known.

use std::sync::atomic::{AtomicU64, Ordering};

/// The variable that has the mark.
pub(crate) const VARIABLE: &str = "PLAYGROUND_GAUNTLET_RUN";

/// What the processes of one run have in common.
#[derive(Debug)]
pub(crate) struct Mark(String);

impl Mark {
    /// A mark that no other run on this machine has.
    pub(crate) fn new() -> Self {
        static RUNS: AtomicU64 = AtomicU64::new(0);
        Self(format!("{}.{}", std::process::id(), RUNS.fetch_add(1, Ordering::Relaxed)))
    }

    pub(crate) fn text(&self) -> &str {
        &self.0
    }
}

/// Kills what has a mark. What forks meanwhile is found by the next look.
#[cfg(target_os = "linux")]
pub(crate) fn kill(mark: &Mark) {
    const LOOKS: usize = 20;
    for _ in 0..LOOKS {
        let found = marked(mark);
        if found.is_empty() {
            break;
        }
        for pid in found {
            // It may be gone by now.
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::KILL);
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn kill(_: &Mark) {}

/// The processes whose environment has a mark, but for those that are dead and not yet buried.
#[cfg(target_os = "linux")]
#[expect(clippy::disallowed_methods, reason = "Linux shows processes as files")]
fn marked(mark: &Mark) -> Vec<rustix::process::Pid> {
    let wanted = format!("{VARIABLE}={}", mark.text());
    let is_marked = |entry: &std::fs::DirEntry| {
        let environment = std::fs::read(entry.path().join("environ")).unwrap_or_default();
        environment.split(|byte| *byte == 0).any(|one| one == wanted.as_bytes())
    };
    let pid = |entry: &std::fs::DirEntry| entry.file_name().to_str()?.parse::<i32>().ok();
    std::fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| pid(entry).is_some() && is_marked(entry))
        .filter_map(|entry| rustix::process::Pid::from_raw(pid(&entry)?))
        .collect()
}
