//! The targets, a module each: what an input is, what it is asked, and what must hold beside the invariants of every answer.

pub mod cursors;
pub mod graphql;
pub mod handle;
pub mod landings;
pub mod settings;
pub mod tokens;
pub mod uploads;
