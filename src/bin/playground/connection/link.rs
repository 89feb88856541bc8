//! What a connection's bytes and its requests tell each other. All of it happens in one task, so plain loads and stores do.

use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

/// Shared by a connection's wire, its service and the body it is sending.
#[derive(Debug, Default)]
pub(crate) struct Link {
    phase: AtomicU8,
    unread: AtomicBool,
    flushed: AtomicBool,
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
    }

    /// A request was answered without reading its body to the end: the close has to wait for the client.
    pub(crate) fn leave_unread(&self) {
        self.unread.store(true, Ordering::Relaxed);
    }

    pub(crate) fn has_unread(&self) -> bool {
        self.unread.load(Ordering::Relaxed)
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
