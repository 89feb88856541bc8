//! The server itself: whether it is well, and what it can do.

use crate::answer::Answer;
use crate::describe::openapi;
use crate::endpoint::{Group, Notes, get};
use serde_json::json;

pub(super) fn group() -> Group {
    Group {
        heading: "Server Endpoint Type",
        about: "The server itself. The query is ignored.",
        endpoints: vec![
            get(
                "/health",
                "Health",
                |(), _| Ok(Answer::value(&json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") }))),
                &Notes {
                    about: "Says that the server answers. Never limited.",
                    samples: &["/health"],
                    answers: &[("status", "`ok`."), ("version", "The version of the server.")],
                },
            )
            .free(),
            get(
                "/openapi.json",
                "OpenAPI Document",
                |(), _| Ok(Answer::json(openapi::document())),
                &Notes {
                    about: "This API as an OpenAPI 3.1 document; the same bytes at every moment and from every server of one version.",
                    samples: &[],
                    answers: &[],
                },
            ),
        ],
    }
}
