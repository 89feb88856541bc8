//! The page at the root: the files of `www`, which the package `connector-playground-page` holds. They are no endpoints: nothing limits or journals them,
//! and where an endpoint has a file's path, it is the endpoint that answers.

use bytes::Bytes;
use connector_playground::request::base_url::{Aim, aim};
use connector_playground::request::conditional;
use connector_playground::request::header::wants_page;
use connector_playground::request::host::check_host;
use connector_playground::{Body, Playground};
use connector_playground_page::{self as files, File};
use http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, ETAG, VARY};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode};

/// What stands at the root for people.
const INDEX: &str = "/index.html";

/// What a request for a file finds.
pub(crate) enum Found {
    /// Not a static file; let the library handle the request.
    Nothing,
    /// A file, with another method than GET and HEAD.
    WrongMethod,
    /// The file, as a response.
    File(Response<Body>),
}

/// The methods of files.
pub(crate) const ALLOWED: HeaderValue = HeaderValue::from_static("GET, HEAD");

/// Looks for a file of the page. The root is the page for GET and HEAD that accept HTML, and the library's list for all others.
pub(crate) fn find(head: &Parts, playground: &Playground) -> Found {
    let (path, reads) = (head.uri.path(), matches!(head.method, Method::GET | Method::HEAD));
    let root = path == "/";
    // Names of files have a dot, which hardly any endpoint's path has: all others cost no more than this look.
    let may_be_file = if root { reads && wants_page(&head.headers) } else { path.contains('.') };
    if !may_be_file || aim(head) != Ok(Aim::Path) {
        return Found::Nothing;
    }
    // A host that the library refuses is refused for files too.
    let is_ours = (root || !playground.handles(path)) && check_host(head).is_ok();
    let file = files::find(if root { INDEX } else { path }).filter(|_| is_ours);
    let Some(file) = file else { return Found::Nothing };
    if !reads {
        return Found::WrongMethod;
    }
    let mut response = response(file, head);
    if root {
        response.headers_mut().insert(VARY, HeaderValue::from_static("Accept"));
    }
    response.extensions_mut().insert(playground.settings().compression);
    Found::File(response)
}

/// A file as the request wants it: whole, as headers alone, or not at all where the client has it.
fn response(file: &File, head: &Parts) -> Response<Body> {
    let known = conditional::has(&head.headers, &file.tag);
    let whole = head.method == Method::GET && !known;
    let mut response = Response::new(Body::Full(if whole {
        Bytes::from_static(file.bytes)
    } else {
        Bytes::new()
    }));
    let headers = response.headers_mut();
    for (name, value) in files::headers() {
        if let Ok(name) = HeaderName::try_from(*name) {
            insert(headers, name, value);
        }
    }
    insert(headers, ETAG, &file.tag);
    // After an update of the command, a reload shows its page.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    } else {
        insert(headers, CONTENT_TYPE, &file.kind);
        headers.insert(CONTENT_LENGTH, file.bytes.len().into());
    }
    response
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
