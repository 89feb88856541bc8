//! **Connector Playground**: an API to practise data connectors on. One pure function from a request to a response, built from one table of
//! endpoints, behind three adapters: a native process, a service worker in a browser tab, an edge isolate. The same bytes leave each.
//!
//! ```
//! use connector_playground::{Playground, Settings, State, Timestamp};
//!
//! let anchor: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
//! let playground = Playground::new(Settings::new("any seed", anchor).unwrap());
//! let request = http::Request::get("/pagination/offset?limit=2").header("host", "localhost").body(bytes::Bytes::new()).unwrap();
//! let response = playground.handle(request, anchor, &State::new());
//! assert_eq!(response.status(), 200);
//! ```
//!
//! That is all it takes in the tests of a connector: `docs/testing.md` has a whole sync with its check.
//!
//! # Features
//!
//! | feature | |
//! | --- | --- |
//! | `landing` | `checker::landing`, `checker::messages`: what connectors print and frameworks store |
//! | `server` | `server::TestServer`: a server on a free port, for tests |
//! | `tower` | `service::PlaygroundService`: a service of tower's, for axum and others |
//! | `zstd` (default) | the checker reads uploads in Zstandard |
//!
//! # What there is
//!
//! | | |
//! | --- | --- |
//! | [`Playground`] | the API: a request and a moment in, a response out |
//! | [`Settings`], [`SettingsBuilder`] | its data, limits and behaviours; [`settings::SETTINGS`] describes each |
//! | [`State`] | what a server remembers between requests: token buckets, the journal |
//! | [`Timestamp`] | a moment in UTC; the library has no clock |
//! | [`Body`], [`Chunk`] | a response's body, whole or made while it is sent |
//! | [`Credentials`] | what `/auth/…` accepts |
//! | [`Check`], [`Report`] | what landed, held against the truth |
//!
//! Apart from the features `server` and `tower`, the library is pure: it reads no clock, environment, file or random source, and prints nothing.
//! Same settings, request, moment and state: same bytes, on every platform.
//!
//! What is public and not shown here is for the packages of this repository, and may change in any version. How a request is answered, and
//! where to change what, is told in the book's page *Architecture*.

/// The samples in Rust of the book.
#[cfg(doctest)]
#[doc = include_str!("../docs/places.md")]
#[doc = include_str!("../docs/testing.md")]
pub struct Book;

pub mod checker;
mod content_coding;
#[doc(hidden)]
pub mod credentials;
#[doc(hidden)]
pub mod dataset;
#[doc(hidden)]
pub mod document;
#[doc(hidden)]
pub mod endpoints;
#[doc(hidden)]
pub mod graphql;
#[doc(hidden)]
pub mod instance;
#[doc(hidden)]
pub mod pagination;
#[doc(hidden)]
pub mod playground;
#[doc(hidden)]
pub mod redaction;
#[doc(hidden)]
pub mod rendering;
#[doc(hidden)]
pub mod request;
#[doc(hidden)]
pub mod response;
#[doc(hidden)]
pub mod rng;
#[doc(hidden)]
pub mod router;
#[cfg(feature = "server")]
pub mod server;
#[cfg(feature = "tower")]
pub mod service;
pub mod settings;
#[doc(hidden)]
pub mod state;
#[doc(hidden)]
pub mod time;

pub use checker::{Check, Report};
pub use credentials::Credentials;
pub use playground::{Intake, Playground};
pub use response::body::{Body, Chunk};
pub use settings::{Compression, Settings, SettingsBuilder};
pub use state::State;
pub use time::{Timestamp, TimestampError};
