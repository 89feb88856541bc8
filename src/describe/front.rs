//! The page at the root: what this server can do, for a person as HTML and for a program as JSON. No credentials are on it.

use crate::answer::Answer;
use crate::body::Body;
use crate::endpoint::{Endpoint, Group, Routes};
use crate::origin::Links;
use http::header::{ACCEPT, CONTENT_SECURITY_POLICY, VARY};
use http::{HeaderMap, HeaderValue, Method};
use serde_json::{Value, json};
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
    let row = |group: &Group, endpoint: &Endpoint| {
        json!({
            "group": group.heading, "title": endpoint.title, "method": endpoint.method.as_str(), "path": endpoint.path,
            "url": links.to(endpoint.path), "description": endpoint.about,
        })
    };
    let rows: Vec<Value> = routes
        .groups()
        .iter()
        .flat_map(|group| group.endpoints.iter().map(move |endpoint| row(group, endpoint)))
        .collect();
    json!({
        "name": "API Playground", "version": env!("CARGO_PKG_VERSION"), "openapi": links.to("/openapi.json"), "endpoints": rows,
    })
}

fn html(routes: &Routes, links: &Links<'_>) -> String {
    let mut page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>API Playground</title><style>{STYLE}</style><h1>API Playground</h1><p>An API to practise data connectors on. Credentials \
         are printed where the server was started. Machines read <a href=\"{}\">openapi.json</a>.</p>",
        escaped(&links.to("/openapi.json"))
    );
    for group in routes.groups() {
        let _ = write!(page, "<h2>{}</h2><p>{}</p><dl>", escaped(group.heading), escaped(group.about));
        for endpoint in &group.endpoints {
            let _ = write!(page, "<dt>{}</dt><dd>{}</dd>", term(endpoint, links), escaped(endpoint.about));
        }
        page.push_str("</dl>");
    }
    page
}

/// Method and path; a link where a click can make the request.
fn term(endpoint: &Endpoint, links: &Links<'_>) -> String {
    let shown = format!("<code>{} {}</code>", endpoint.method, escaped(endpoint.path));
    let sample = endpoint.samples.first().filter(|_| endpoint.method == Method::GET);
    sample.map_or(shown.clone(), |sample| format!("<a href=\"{}\">{shown}</a>", escaped(&links.to(sample))))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
