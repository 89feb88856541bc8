//! What the tests over TCP share: a small HTTP client on std's `TcpStream`, and the real command as a child process.
//!
//! Nothing here can hang: every read has a limit, and a server dies with its value.

#![allow(dead_code, unused_imports, reason = "each test program uses a part of it")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "test support fails by panicking"
)]
#![allow(clippy::disallowed_methods, reason = "test support measures time and starts processes")]
#![allow(
    clippy::disallowed_macros,
    clippy::print_stderr,
    reason = "test support says what it skips"
)]

pub(crate) mod clients;
pub(crate) mod http;
pub(crate) mod samples;
pub(crate) mod server;
pub(crate) mod table;

pub(crate) use http::{Connection, Reply};
pub(crate) use server::Server;
