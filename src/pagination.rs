//! Ways of paging, apart from the endpoints that show them: where pages begin and end, what an opaque cursor says, how links look, and the
//! behaviours by which real APIs break their own rules.

pub mod cursor;
pub mod links;
pub mod pages;
pub mod walk;
