//! Whether control is inside this module. A trap leaves it inside for ever, and the instance's memory as it happened to be.

use std::sync::atomic::{AtomicBool, Ordering};
use wasm_bindgen::prelude::*;

static INSIDE: AtomicBool = AtomicBool::new(false);

/// Held by every call from outside while it lasts.
pub(crate) struct Inside;

impl Inside {
    pub(crate) fn enter() -> Self {
        INSIDE.store(true, Ordering::Relaxed);
        Self
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        INSIDE.store(false, Ordering::Relaxed);
    }
}

/// Whether a call was cut short by a trap, so that this instance can't be trusted any more. Hosts ask between calls, since a trap
/// in the middle of a streamed body shows nowhere else.
#[wasm_bindgen]
pub fn trapped() -> bool {
    INSIDE.load(Ordering::Relaxed)
}
