//! Rows as functions of (seed, place): nothing is stored, so a billion rows cost what two hundred do.
//!
//! [`timeline`] says when a place was created and updated, [`order`] turns orders and filters into arithmetic on places, [`people`],
//! [`companies`] and [`employees`] say what a row holds, [`ids`] leads from a place to an id and back, [`credentials`] are the server's secrets.

pub mod companies;
pub mod credentials;
pub mod dialect;
pub mod employees;
pub mod ids;
pub mod order;
pub mod people;
mod row;
pub mod stream;
pub mod timeline;
mod words;
