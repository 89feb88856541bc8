//! The endpoint table: one file a group, one row an endpoint.

mod auth;
mod check;
mod cursors;
mod export;
mod incremental;
mod pagination;
mod server;

use crate::endpoint::{Group, Routes};
use std::sync::LazyLock;

/// All groups, in the order of the banner and the documents.
fn table() -> Vec<Group> {
    vec![
        pagination::group(),
        export::group(),
        incremental::group(),
        auth::group(),
        cursors::group(),
        check::group(),
        server::group(),
    ]
}

/// The routes of the table, made on first use.
pub static ROUTES: LazyLock<Routes> = LazyLock::new(|| Routes::new(table()));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_described_and_has_a_sample_and_no_path_ends_with_a_slash() {
        for endpoint in ROUTES.groups().iter().flat_map(|group| &group.endpoints) {
            // The document that shows the samples can not show itself.
            let shown = !endpoint.notes.samples.is_empty() || endpoint.path == "/openapi.json";
            assert!(!endpoint.notes.about.is_empty() && shown, "{endpoint:?}");
            assert!(!endpoint.path.ends_with('/'), "{endpoint:?}");
        }
    }

    #[test]
    fn every_row_is_found_by_its_path_and_method() {
        for endpoint in ROUTES.groups().iter().flat_map(|group| &group.endpoints) {
            let route = ROUTES.find(endpoint.path).unwrap();
            assert!(std::ptr::eq(route.endpoint(&endpoint.method).unwrap(), endpoint), "{endpoint:?}");
        }
    }
}
