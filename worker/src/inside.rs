//! Whether control is inside this module. A trap leaves it inside forever, and the instance's memory as it happened to be.

use std::sync::atomic::{AtomicU32, Ordering};
use wasm_bindgen::prelude::*;

/// Calls that have not ended. It counts, since a stream that goes on after a trap must not make that forgotten.
static INSIDE: AtomicU32 = AtomicU32::new(0);

/// Held by every call from outside while it lasts.
pub(crate) struct Inside;

impl Inside {
    pub(crate) fn enter() -> Self {
        INSIDE.fetch_add(1, Ordering::Relaxed);
        Self
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        INSIDE.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Whether a call was cut short by a trap, so that this instance can't be trusted any more. Hosts ask between calls, since a trap
/// in the middle of a streamed body shows nowhere else.
#[wasm_bindgen]
pub fn trapped() -> bool {
    INSIDE.load(Ordering::Relaxed) > 0
}
