//! What a connection's bytes and its requests tell each other. All of it happens in one task, so plain loads and stores do; what the crowd
//! sees of it from outside may be a moment old, and is looked at again before the connection leaves.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::task::Waker;

/// Shared by a connection's wire, its service and the body it is sending; and by the crowd, which may ask it to leave.
#[derive(Debug, Default)]
pub(crate) struct Link {
    phase: AtomicU8,
    unread: AtomicBool,
    flushed: AtomicBool,
    /// Whether the crowd has found it unused once, and no request has begun since.
    unused: AtomicBool,
    asked_to_leave: AtomicBool,
    task: OnceLock<Waker>,
}

/// What a connection is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Waiting for a request.
    Idle = 0,
    /// Part of a request's head has come.
    Head = 1,
    /// Answering.
    Busy = 2,
}

impl Link {
    pub(crate) fn phase(&self) -> Phase {
        match self.phase.load(Ordering::Relaxed) {
            0 => Phase::Idle,
            1 => Phase::Head,
            _ => Phase::Busy,
        }
    }

    pub(crate) fn enter(&self, phase: Phase) {
        self.phase.store(phase as u8, Ordering::Relaxed);
        if phase != Phase::Idle {
            self.unused.store(false, Ordering::Relaxed);
        }
    }

    /// A request was answered without reading its body to the end: the close has to wait for the client.
    pub(crate) fn leave_unread(&self) {
        self.unread.store(true, Ordering::Relaxed);
    }

    pub(crate) fn has_unread(&self) -> bool {
        self.unread.load(Ordering::Relaxed)
    }

    /// Who to wake when it is asked to leave: the connection's task, which stays the same for life.
    pub(crate) fn live_in(&self, task: &Waker) {
        self.task.get_or_init(|| task.clone());
    }

    /// Whether nobody would miss the connection: it is not being answered, and no request has begun on it since this was last asked. A head
    /// that has not become a request in all that time is no request.
    pub(crate) fn can_be_spared(&self) -> bool {
        self.phase() != Phase::Busy
            && !self.asked_to_leave.load(Ordering::Relaxed)
            && self.unused.swap(true, Ordering::Relaxed)
    }

    pub(crate) fn ask_to_leave(&self) {
        self.asked_to_leave.store(true, Ordering::Relaxed);
        self.task.get().inspect(|task| task.wake_by_ref());
    }

    pub(crate) fn is_asked_to_leave(&self) -> bool {
        self.asked_to_leave.load(Ordering::Relaxed)
    }

    /// Whether it leaves, having been asked: a request that has begun meanwhile keeps it.
    pub(crate) fn leaves(&self) -> bool {
        let leaves = self.phase() != Phase::Busy && self.unused.load(Ordering::Relaxed);
        self.asked_to_leave.store(leaves, Ordering::Relaxed);
        leaves
    }

    /// Everything written so far is with the system.
    pub(super) fn flushed(&self) {
        self.flushed.store(true, Ordering::Relaxed);
    }

    /// From now on, [`is_flushed`](Self::is_flushed) is false until the next flush.
    pub(crate) fn await_flush(&self) {
        self.flushed.store(false, Ordering::Relaxed);
    }

    pub(crate) fn is_flushed(&self) -> bool {
        self.flushed.load(Ordering::Relaxed)
    }
}
