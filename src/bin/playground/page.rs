//! The page at the root: the files of `www`, which the build put into the command. They are no endpoints: nothing limits or journals them,
//! and where an endpoint has a file's path, it is the endpoint that answers.

mod files {
    use super::File;
    include!(concat!(env!("OUT_DIR"), "/page.rs"));
}

use api_playground::origin::check_host;
use api_playground::{Body, Playground};
use bytes::Bytes;
use files::{FILES, HEADERS};
use http::header::{ACCEPT, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode};

/// A row of the table that the build makes, which is in the order of the paths.
struct File {
    path: &'static str,
    kind: &'static str,
    /// An entity tag, a weak one: gzip has the same.
    tag: &'static str,
    bytes: &'static [u8],
}

/// What stands at the root for people.
const INDEX: &str = "/index.html";

/// What became of a request for a file.
pub(crate) enum Asked {
    /// It is none: the core's to answer.
    NoFile,
    /// A file, with another method than GET and HEAD.
    WrongMethod,
    /// The answer.
    Answer(Response<Body>),
}

/// The methods of files.
pub(crate) const ALLOWED: HeaderValue = HeaderValue::from_static("GET, HEAD");

/// Answers a request for a file of the page. The root is the page's for GET and HEAD that accept HTML, and the core's list for all others.
pub(crate) fn asked(head: &Parts, playground: &Playground) -> Asked {
    let (path, reads) = (head.uri.path(), matches!(head.method, Method::GET | Method::HEAD));
    let root = path == "/";
    if root && !(reads && accepts_html(&head.headers)) {
        return Asked::NoFile;
    }
    // A host that the core refuses, it refuses for files too.
    let ours = |_: &&File| (root || !playground.handles(path)) && check_host(head).is_ok();
    let Some(file) = found(if root { INDEX } else { path }).filter(ours) else { return Asked::NoFile };
    if !reads {
        return Asked::WrongMethod;
    }
    let mut response = response(file, head);
    if root {
        response.headers_mut().insert(VARY, HeaderValue::from_static("Accept"));
    }
    Asked::Answer(response)
}

/// The file at a path. Names of files have a dot, which hardly any endpoint's path has.
fn found(path: &str) -> Option<&'static File> {
    if !path.contains('.') {
        return None;
    }
    FILES.binary_search_by(|file| file.path.cmp(path)).ok().and_then(|at| FILES.get(at))
}

fn accepts_html(headers: &HeaderMap) -> bool {
    let values = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|part| part.trim().starts_with("text/html"))
}

/// A file as the request wants it: whole, as headers alone, or not at all where the client has it.
fn response(file: &File, head: &Parts) -> Response<Body> {
    let known = has(&head.headers, file.tag);
    let whole = head.method == Method::GET && !known;
    let mut response = Response::new(Body::Full(if whole { Bytes::from_static(file.bytes) } else { Bytes::new() }));
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    headers.insert(ETAG, HeaderValue::from_static(file.tag));
    // After an update of the command, a reload shows its page.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    } else {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(file.kind));
        headers.insert(CONTENT_LENGTH, file.bytes.len().into());
    }
    response
}

/// Whether the client has this version (RFC 9110 section 13.1.2: tags compare without regard to their weakness).
fn has(headers: &HeaderMap, tag: &str) -> bool {
    let plain = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let values = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|known| known.trim() == "*" || plain(known) == plain(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order_and_its_page_says_who_brings_it() {
        assert!(FILES.is_sorted_by_key(|file| file.path));
        let page = found(INDEX).map(|file| String::from_utf8_lossy(file.bytes).into_owned()).unwrap();
        assert!(page.contains("data-door=\"native\"") && page.contains(HEADERS[0].1), "{page}");
        assert!(found("/service-worker.js").is_some_and(|file| file.bytes.ends_with(b"}\n")));
        assert!(found("/").is_none() && found("/style").is_none() && found("/index.htm").is_none());
    }

    #[test]
    fn tags_are_found_in_lists_and_compare_weakly() {
        let known = |text: &'static str| {
            has(&HeaderMap::from_iter([(IF_NONE_MATCH, HeaderValue::from_static(text))]), "W/\"1\"")
        };
        assert!(known("W/\"1\"") && known("\"1\"") && known("\"0\", W/\"1\"") && known("*"));
        assert!(!known("\"2\"") && !known("1") && !known(""));
    }
}
