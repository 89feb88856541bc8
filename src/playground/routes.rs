//! The whole endpoint table, compiled to routes.

use super::Playground;
use crate::document::{self, Api, Server};
use crate::endpoints;
use crate::response::body::Body;
use crate::router::Routes;
use crate::settings::Settings;
use crate::state::State;
use crate::time::Timestamp;
use bytes::Bytes;
use std::sync::LazyLock;

/// The routes of the table, made on first use.
pub static ROUTES: LazyLock<Routes> =
    LazyLock::new(|| Routes::new(endpoints::table(document::rows(API))));

/// What the documents describe.
pub const API: Api = Api {
    routes: || &ROUTES,
    // Where no adapter compresses in members, nothing is answered below such a prefix, the document neither.
    server: |settings| Box::new(Playground::new(settings).compressing()),
};

impl Server for Playground {
    fn settings(&self) -> &Settings {
        self.settings()
    }

    fn respond(
        &self,
        request: http::Request<Bytes>,
        now: Timestamp,
        state: &State,
    ) -> http::Response<Body> {
        self.handle(request, now, state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_described_and_has_a_sample_and_no_path_ends_with_a_slash() {
        for endpoint in ROUTES.groups().iter().flat_map(|group| &group.endpoints) {
            // The document that shows the samples cannot show itself.
            let shown = !endpoint.notes.samples.is_empty() || endpoint.path == "/openapi.json";
            assert!(!endpoint.notes.about.is_empty() && shown, "{endpoint:?}");
            assert!(!endpoint.path.ends_with('/'), "{endpoint:?}");
        }
    }

    #[test]
    fn every_row_is_found_by_its_path_and_method() {
        for endpoint in ROUTES.groups().iter().flat_map(|group| &group.endpoints) {
            let route = ROUTES.find(endpoint.path).unwrap();
            assert!(
                std::ptr::eq(route.endpoint(&endpoint.method).unwrap(), endpoint),
                "{endpoint:?}"
            );
        }
    }
}
