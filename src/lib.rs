//! **API Playground**: an API to practise data connectors on. One pure function from a request to a response, built from one table of
//! endpoints, behind three doors: a native process, a service worker in a browser tab, an edge isolate. The same bytes leave each.
//!
//! ```
//! use api_playground::{Playground, Settings, State, Timestamp};
//!
//! let anchor = Timestamp::parse("2026-01-01T00:00:00Z").unwrap();
//! let playground = Playground::new(Settings::new("any seed", anchor));
//! let request = http::Request::get("/pagination/offset?limit=2").header("host", "localhost").body(bytes::Bytes::new()).unwrap();
//! let response = playground.handle(request, anchor, &State::new());
//! assert_eq!(response.status(), 200);
//! ```
//!
//! That is all it takes in the tests of a connector, where the rest of the crate stays out by `default-features = false`: `docs/testing.md` has
//! a whole sync with its check, `examples/axum.rs` a service that HTTP clients reach.
//!
//! # The way of a request
//!
//! 1. A door turns what it got into an `http::Request` and the present into a [`Timestamp`], and calls [`Playground::handle`] (or
//!    [`Playground::open`], which takes a body in chunks).
//! 2. [`playground`] takes the mount and the `/with/KEY=VALUE,…/` prefix off the path; the [`settings`] in force make a [`world`].
//! 3. With limits on, a token is taken from a bucket in [`state`].
//! 4. [`endpoint`] finds the row of the table; without one it is 404, with another method 405 and `Allow`.
//! 5. The handler's argument type reads the request, or refuses it with an [`error`] ([`input`]).
//! 6. The handler ([`endpoints`]) asks the [`data`] for rows and shapes an [`answer`]; long lists stream ([`listing`]).
//! 7. The headers that all answers share are put on, and the door sends the [`body`].
//!
//! # Where to change what
//!
//! | to change | look into |
//! | --- | --- |
//! | add an endpoint | a row and a function in [`endpoints`]; nothing else |
//! | add a parameter | [`input::rows`], and the handler's argument |
//! | add a setting | the list in [`settings`] |
//! | what a row holds, when it was updated | [`data::people`], [`data::timeline`], [`data::companies`] |
//! | GraphQL: its schema, what a query may say | [`graphql`] |
//! | page borders, opaque cursors, quirks, links | [`paging`] |
//! | an error's text or status | [`error`] |
//! | banner, OpenAPI, front page, manual | [`describe`] |
//! | what the checker reads, finds and hints at | [`check`] |
//! | the command | `src/bin/playground` |
//!
//! The core is pure: it reads no clock, environment, file or random source, and prints nothing. Same settings, request, moment and state:
//! same bytes, on every platform.

/// The samples in Rust of the book.
#[cfg(doctest)]
#[doc = include_str!("../docs/places.md")]
#[doc = include_str!("../docs/testing.md")]
pub struct Book;

pub mod answer;
mod base64;
pub mod body;
pub mod check;
pub mod data;
pub mod describe;
pub mod endpoint;
pub mod endpoints;
pub mod error;
pub mod graphql;
pub mod input;
mod json;
pub mod listing;
pub mod origin;
pub mod paging;
pub mod playground;
pub mod settings;
pub mod state;
pub mod time;
pub mod world;

pub use body::{Body, Chunk};
pub use playground::{Intake, Playground};
pub use settings::Settings;
pub use state::State;
pub use time::Timestamp;
