//! Rows that move: people who are created, updated and deleted after the anchor, some of it late. [`life`] says what becomes of one row,
//! [`index`] keeps what is to be seen at a moment in the orders of lists, [`view`] is one order and filter of it, [`log`] has what happens in its order.
//!
//! All of it is a function of seed, settings and moment. An index or a log is a cache: it changes no answer, only its speed.

mod fenwick;
pub mod index;
pub mod life;
pub mod log;
pub mod view;
