//! The server itself: whether it is well, and what it can do.

use crate::answer::Answer;
use crate::describe::openapi;
use crate::endpoint::{Group, get};
use serde_json::json;

pub(super) fn group() -> Group {
    Group {
        heading: "Server Endpoint Type",
        about: "The server itself. The query is ignored.",
        endpoints: vec![
            get("/health", "Health", |(), _| Ok(Answer::value(&json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") }))))
                .about("Says that the server answers. Never limited.")
                .sample("/health")
                .answers(&[("status", "`ok`."), ("version", "The version of the server.")])
                .free(),
            get("/openapi.json", "OpenAPI Document", |(), _| Ok(Answer::json(openapi::document())))
                .about("This API as an OpenAPI 3.1 document; the same bytes at every moment and from every server of one version."),
        ],
    }
}
