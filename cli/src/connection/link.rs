//! The state that a connection's stream, its requests and the limiter share. The first two run in one task, so relaxed loads and stores are
//! enough; what the limiter sees from outside may be a moment old, and is checked again before the connection closes.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::task::Waker;

/// Shared by a connection's stream, its service and the body it is sending; and by the limiter, which may ask it to close.
#[derive(Debug, Default)]
pub(crate) struct Link {
    phase: AtomicU8,
    unread: AtomicBool,
    flushed: AtomicBool,
    /// Whether the limiter has found it unused once, and no request has begun since.
    unused: AtomicBool,
    close_requested: AtomicBool,
    task: OnceLock<Waker>,
}

/// What a connection is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Waiting for a request.
    Idle = 0,
    /// Part of a request's head has come.
    Head = 1,
    /// Responding.
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

    /// A response was sent without reading the request's body to the end: the close has to wait for the client.
    pub(crate) fn leave_unread(&self) {
        self.unread.store(true, Ordering::Relaxed);
    }

    pub(crate) fn has_unread(&self) -> bool {
        self.unread.load(Ordering::Relaxed)
    }

    /// The task to wake when the connection is asked to close: it stays the same for life.
    pub(crate) fn set_task(&self, task: &Waker) {
        self.task.get_or_init(|| task.clone());
    }

    /// Whether closing the connection would lose nothing: it is not answering, and no request has begun on it since this was last asked. A head
    /// that has not become a request in all that time is no request.
    pub(crate) fn can_be_closed(&self) -> bool {
        self.phase() != Phase::Busy
            && !self.close_requested.load(Ordering::Relaxed)
            && self.unused.swap(true, Ordering::Relaxed)
    }

    pub(crate) fn request_close(&self) {
        self.close_requested.store(true, Ordering::Relaxed);
        self.task.get().inspect(|task| task.wake_by_ref());
    }

    /// Whether the connection closes, having been asked to: a request that has begun meanwhile keeps it open.
    pub(crate) fn must_close(&self) -> bool {
        if !self.close_requested.load(Ordering::Relaxed) {
            return false;
        }
        let closes = self.phase() != Phase::Busy && self.unused.load(Ordering::Relaxed);
        self.close_requested.store(closes, Ordering::Relaxed);
        closes
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
