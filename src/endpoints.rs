//! The endpoint table: one file a group, one row an endpoint.

mod auth;
mod check;
mod clock;
mod cursors;
mod export;
mod incremental;
mod journal;
mod pagination;
mod server;

use crate::router::{Endpoint, Group};

/// All groups, in the order of the banner and the documents, whose own rows come from above.
pub fn table(documents: [Endpoint; 3]) -> Vec<Group> {
    vec![
        pagination::group(),
        export::group(),
        incremental::group(),
        auth::group(),
        cursors::group(),
        check::group(),
        server::group(documents),
    ]
}
