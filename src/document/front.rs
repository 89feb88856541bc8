//! The response at the root: a list of the endpoints, for programs and for adapters without a page. It shows no credentials.

use crate::request::base_url::Links;
use crate::response::Response;
use crate::router::Routes;
use http::HeaderValue;
use http::header::VARY;
use serde_json::{Value, json};

/// The methods of the root.
pub const ALLOWED: HeaderValue = HeaderValue::from_static("GET, HEAD, OPTIONS");

/// The list. Adapters that have a page give that instead where the request accepts HTML, hence `Vary`.
pub fn list(routes: &Routes, links: &Links<'_>) -> Response {
    let mut rows: Vec<Value> = Vec::new();
    for group in routes.groups() {
        for endpoint in &group.endpoints {
            rows.push(json!({
                "group": group.heading,
                "title": endpoint.title,
                "method": endpoint.method.as_str(),
                "path": endpoint.path,
                "url": links.to(endpoint.path),
                "description": endpoint.notes.about,
            }));
        }
    }
    let list = json!({
        "name": "Connector Playground",
        "version": env!("CARGO_PKG_VERSION"),
        "openapi": links.to("/openapi.json"),
        "endpoints": rows,
    });
    Response::value(&list).with(VARY, HeaderValue::from_static("Accept"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playground::ROUTES;
    use crate::settings::Settings;
    use http::Request;

    #[test]
    fn every_endpoint_is_listed_with_a_link_that_keeps_the_settings() {
        let settings = Settings::default();
        let (head, ()) = Request::get("/").header("host", "a.test").body(()).unwrap().into_parts();
        let links = Links {
            head: &head,
            settings: &settings,
            mount: "",
            has_one_base: false,
            prefix: Some("seed=1"),
        };
        let body = list(&ROUTES, &links).into_response().into_body().into_bytes();
        let list: Value = serde_json::from_slice(&body).unwrap();
        let rows = list["endpoints"].as_array().unwrap();
        for endpoint in ROUTES.groups().iter().flat_map(|group| &group.endpoints) {
            let url = format!("http://a.test/with/seed=1{}", endpoint.path);
            let found = rows
                .iter()
                .any(|row| row["method"] == endpoint.method.as_str() && row["url"] == url.as_str());
            assert!(found, "{endpoint:?}");
        }
    }
}
