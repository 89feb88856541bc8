//! The native adapter under attack: the real process on loopback, its memory and files watched, other clients served meanwhile.
//!
//! One code in two forms: the short one in every run of the tests, the long one by `cargo xtask soak`, which says for how many minutes.
//! Each attack prints a line of figures (`--nocapture` shows it). What is asserted of speed is an order of magnitude.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests fail by panicking"
)]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "tests measure time, read /proc and print figures"
)]
#![allow(clippy::print_stderr, reason = "the figures are for people")]

mod bystanders;
mod endure;
mod process;
mod scale;

mod floods;
mod mixed;
mod scarce;
mod sealed;
mod slow;
mod stop;
mod unread;

#[path = "../support/mod.rs"]
mod support;

/// A small answer.
const PAGE: &str = "/pagination/offset?limit=1";
/// An answer without an end in sight.
const ENDLESS: &str = "/with/records=1000000000,compression=gzip/export/csv";
