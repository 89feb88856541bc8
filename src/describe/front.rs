//! What stands at the root: a list of the endpoints, for programs and for who has no page. No credentials are on it.

use crate::answer::Answer;
use crate::endpoint::Routes;
use crate::json;
use crate::origin::Links;
use http::HeaderValue;
use http::header::VARY;
use serde_json::Value;

/// The methods of the root.
pub const ALLOWED: HeaderValue = HeaderValue::from_static("GET, HEAD, OPTIONS");

/// The list. Doors that have a page give that instead where the request accepts HTML, hence `Vary`.
pub fn list(routes: &Routes, links: &Links<'_>) -> Answer {
    let mut rows: Vec<Value> = Vec::new();
    for group in routes.groups() {
        for endpoint in &group.endpoints {
            rows.push(json::object(&mut [
                ("group", group.heading.into()),
                ("title", endpoint.title.into()),
                ("method", endpoint.method.as_str().into()),
                ("path", endpoint.path.into()),
                ("url", links.to(endpoint.path).into()),
                ("description", endpoint.notes.about.into()),
            ]));
        }
    }
    let list = json::object(&mut [
        ("name", "API Playground".into()),
        ("version", env!("CARGO_PKG_VERSION").into()),
        ("openapi", links.to("/openapi.json").into()),
        ("endpoints", rows.into()),
    ]);
    Answer::value(&list).with(VARY, HeaderValue::from_static("Accept"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::ROUTES;
    use crate::settings::Settings;
    use crate::time::Timestamp;
    use http::Request;

    #[test]
    fn every_endpoint_is_listed_with_a_link_that_keeps_the_settings() {
        let settings = Settings::new("front", Timestamp::from_seconds(0));
        let (head, ()) = Request::get("/").header("host", "a.test").body(()).unwrap().into_parts();
        let links = Links { head: &head, settings: &settings, mount: "", prefix: Some("seed=1") };
        let body = list(&ROUTES, &links).into_response().into_body().into_bytes();
        let list: Value = serde_json::from_slice(&body).unwrap();
        let rows = list["endpoints"].as_array().unwrap();
        for endpoint in ROUTES.groups().iter().flat_map(|group| &group.endpoints) {
            let url = format!("http://a.test/with/seed=1{}", endpoint.path);
            let found = rows.iter().any(|row| row["method"] == endpoint.method.as_str() && row["url"] == url.as_str());
            assert!(found, "{endpoint:?}");
        }
    }
}
