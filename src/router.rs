//! The endpoint table's rows, and the [`Routes`] made from them. Adding an endpoint is a row, a function and its cases; the route, 405
//! and `Allow`, parsing, errors, OpenAPI, the banner and the page's list all follow from the row.

mod endpoint;
mod hints;
mod routes;

pub use endpoint::{
    BODY_LIMIT, BodyFormat, Details, Endpoint, Group, Notes, Receiver, Start, delete, get, post,
    upload,
};
pub use hints::{Paging, Way};
pub use routes::{Route, Routes};
