//! The page at the root: what this server can do, for a person as HTML and for a program as JSON. No credentials are on it.

use crate::answer::Answer;
use crate::body::Body;
use crate::endpoint::{Endpoint, Routes};
use crate::input::parameter::{Parameter, Place};
use crate::json;
use crate::origin::Links;
use http::header::{ACCEPT, CONTENT_SECURITY_POLICY, VARY};
use http::{HeaderMap, HeaderValue, Method};
use serde_json::Value;
use std::fmt::Write;

/// The methods of the page.
pub const ALLOWED: HeaderValue = HeaderValue::from_static("GET, HEAD, OPTIONS");

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem;color:#1c2430;background:#fff}\
h1{margin-bottom:0}h2{margin:2rem 0 .5rem;font-size:1.1rem}p{color:#4a5565}dt{margin-top:.8rem}dd{margin:0;color:#4a5565}\
code{font:14px ui-monospace,monospace;overflow-wrap:anywhere}a{color:#0b57d0}\
@media(prefers-color-scheme:dark){body{color:#e6e9ee;background:#14181f}p,dd{color:#a9b3c1}a{color:#8ab4f8}}";

/// The page, in the form the request accepts: HTML where `text/html` is named, JSON otherwise.
pub fn page(routes: &Routes, links: &Links<'_>, headers: &HeaderMap) -> Answer {
    let accepts = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let answer = if accepts.flat_map(|value| value.split(',')).any(|part| part.trim().starts_with("text/html")) {
        let policy = HeaderValue::from_static(
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
        );
        Answer::of(HeaderValue::from_static("text/html; charset=utf-8"), Body::Full(html(routes, links).into()))
            .with(CONTENT_SECURITY_POLICY, policy)
    } else {
        Answer::value(&json(routes, links))
    };
    answer.with(VARY, HeaderValue::from_static("Accept"))
}

fn json(routes: &Routes, links: &Links<'_>) -> Value {
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
    json::object(&mut [
        ("name", "API Playground".into()),
        ("version", env!("CARGO_PKG_VERSION").into()),
        ("openapi", links.to("/openapi.json").into()),
        ("endpoints", rows.into()),
    ])
}

fn html(routes: &Routes, links: &Links<'_>) -> String {
    let mut page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>API Playground</title><style>{STYLE}</style><h1>API Playground</h1><p>An API to practise data connectors on. Credentials \
         are printed where the server was started. Machines read <a href=\"{}\">openapi.json</a>.</p>",
        escaped(&links.to("/openapi.json"))
    );
    for group in routes.groups() {
        let heading = group.heading.strip_suffix(" Type").unwrap_or(group.heading);
        let _ = write!(page, "<h2>{}</h2><p>{}</p><dl>", escaped(heading), prose(group.about));
        for endpoint in &group.endpoints {
            let _ = write!(page, "<dt>{}</dt><dd>{}</dd>", term(endpoint, links), prose(endpoint.notes.about));
        }
        page.push_str("</dl>");
    }
    page
}

/// Method and path; a link where a click can make the request: to the path itself, or to a sample where the path alone asks for nothing.
fn term(endpoint: &Endpoint, links: &Links<'_>) -> String {
    let shown = format!("<code>{} {}</code>", endpoint.method, escaped(endpoint.path));
    if endpoint.method != Method::GET {
        return shown;
    }
    let needs =
        |parameter: &&'static Parameter| parameter.required && matches!(parameter.place, Place::Query | Place::Path);
    let sample = endpoint.notes.samples.first().filter(|_| endpoint.parameters.iter().any(needs));
    format!("<a href=\"{}\">{shown}</a>", escaped(&links.to(sample.unwrap_or(&endpoint.path))))
}

/// Text with its code marked as such.
fn prose(text: &str) -> String {
    let parts = text.split('`').enumerate();
    parts.map(|(n, part)| if n % 2 == 0 { escaped(part) } else { format!("<code>{}</code>", escaped(part)) }).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::ROUTES;
    use crate::settings::Settings;
    use crate::time::Timestamp;
    use http::Request;

    fn shown(accept: &str) -> String {
        let settings = Settings::new("front", Timestamp::from_seconds(0));
        let request = Request::get("/").header("host", "a.test").header("accept", accept).body(());
        let (head, ()) = request.unwrap().into_parts();
        let links = Links { head: &head, settings: &settings, mount: "", prefix: Some("seed=\"><script>") };
        let body = page(&ROUTES, &links, &head.headers).into_response().into_body().into_bytes();
        String::from_utf8(body.to_vec()).unwrap()
    }

    #[test]
    fn every_endpoint_is_on_both_pages_and_nothing_of_the_request_is_markup() {
        let (html, json) = (shown("text/html,*/*;q=0.8"), shown("application/json, text/plain;q=0.5"));
        let json: Value = serde_json::from_str(&json).unwrap();
        for endpoint in ROUTES.groups().iter().flat_map(|group| &group.endpoints) {
            assert!(html.contains(&format!("<code>{} {}</code>", endpoint.method, endpoint.path)), "{endpoint:?}");
            assert!(
                json["endpoints"].as_array().unwrap().iter().any(|row| row["path"] == endpoint.path),
                "{endpoint:?}"
            );
        }
        assert!(!html.contains("<script>") && !html.contains('`'));
        assert!(html.contains("/with/seed=&quot;&gt;&lt;script&gt;/incremental/step?start_id=1&amp;end_id=2"));
        assert!(html.contains("\"http://a.test/with/seed=&quot;&gt;&lt;script&gt;/pagination/keyset\""));
    }
}
