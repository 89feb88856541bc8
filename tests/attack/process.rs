//! What the system says of a server's process.

use crate::support::Server;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Resident memory of a process, in KiB.
pub(crate) fn resident(id: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// Its open files, connections among them.
pub(crate) fn files(server: &Server) -> usize {
    fs::read_dir(format!("/proc/{}/fd", server.id())).unwrap().count()
}

/// Time it has computed for, of all its threads, in steps of 10 ms.
pub(crate) fn computed(server: &Server) -> Duration {
    let stat = fs::read_to_string(format!("/proc/{}/stat", server.id())).unwrap();
    let after_name = stat.rsplit(')').next().unwrap();
    let ticks: u64 = after_name
        .split_whitespace()
        .skip(11)
        .take(2)
        .map(|ticks| ticks.parse::<u64>().unwrap())
        .sum();
    Duration::from_millis(ticks * 10)
}

/// Follows a process's memory from a thread.
pub(crate) struct Peak {
    seen: Arc<AtomicU64>,
    over: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Peak {
    pub(crate) fn follow(server: &Server) -> Self {
        let (id, seen, over) =
            (server.id(), Arc::<AtomicU64>::default(), Arc::<AtomicBool>::default());
        let (peak, end) = (Arc::clone(&seen), Arc::clone(&over));
        let thread = thread::spawn(move || {
            while !end.load(Ordering::Relaxed) {
                peak.fetch_max(resident(id), Ordering::Relaxed);
                thread::sleep(Duration::from_millis(10));
            }
        });
        Self { seen, over, thread }
    }

    /// The most it had, in KiB.
    pub(crate) fn end(self) -> u64 {
        self.over.store(true, Ordering::Relaxed);
        self.thread.join().unwrap();
        self.seen.load(Ordering::Relaxed)
    }
}
