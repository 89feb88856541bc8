//! What holds for every answer, whatever was asked. Each broken rule is a panic that names it.

use crate::server::Server;
use bytes::Bytes;
use connector_playground::playground::ROUTES;
use connector_playground::request::base_url;
use connector_playground::{Body, Chunk, State};
use http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, ALLOW, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, HOST, RANGE,
    RETRY_AFTER, WWW_AUTHENTICATE,
};
use http::{HeaderMap, Method, Request, Response, StatusCode};
use percent_encoding::percent_decode_str;
use serde_json::Value;

/// Most bytes of an answer that is no whole list. The largest are the OpenAPI document, and links with a long prefix.
const LONGEST: usize = 1_000_000;
/// Most bytes of an answer to GraphQL, where a document may ask for a thousand fields of fifty rows.
const LONGEST_GRAPHQL: usize = 5_000_000;
/// What answers with all rows that there are, however many.
const ENDLESS: [&str; 3] = ["/export/", "/incremental/", "/pagination/range"];
/// Bytes of such an answer that are read. The rest is more of the same.
const READ: usize = 20_000;
/// Longest answer that is searched for secrets, in bytes.
const SEARCHED: usize = 20_000;

/// An answer, read as far as it is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body, or the beginning of a long one.
    pub body: Bytes,
    /// Whether that is all of it.
    pub whole: bool,
}

impl Answered {
    /// Reads a response.
    #[must_use]
    pub fn of(response: Response<Body>) -> Self {
        let (head, body) = response.into_parts();
        let (body, whole) = match body {
            Body::Full(bytes) => (bytes, true),
            Body::Chunks(chunks) => read(chunks),
        };
        Self { status: head.status, headers: head.headers, body, whole }
    }

    /// Its body as JSON; null where it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// The first bytes of a stream, and whether that is all of it. Where its chunks end may differ from one time to the next.
fn read(mut chunks: impl Iterator<Item = Chunk>) -> (Bytes, bool) {
    let mut body = Vec::new();
    while body.len() <= READ {
        match chunks.next() {
            Some(Chunk::Data(bytes)) => {
                assert!(!bytes.is_empty(), "a chunk is empty");
                body.extend_from_slice(&bytes);
            }
            Some(Chunk::Pause(_)) => {}
            Some(Chunk::Cut) | None => return (body.into(), true),
        }
    }
    if chunks.next().is_none() {
        return (body.into(), true);
    }
    body.truncate(READ);
    (body.into(), false)
}

/// Asks a request of a server that has answered those of `state`, checks everything that holds for every answer, and returns it.
pub fn check(server: &Server, request: &Request<Bytes>, state: &State) -> Answered {
    let answered = ask(server, request.clone(), state);
    shape(request, &answered);
    no_secrets(server, request, &answered);
    let fresh = ask(server, request.clone(), &State::new());
    if is_pure(request, &answered) {
        same("asked again, by a server that saw nothing before", &answered, &fresh);
    }
    in_pieces(server, request, &fresh);
    without_headers(server, request, &fresh);
    head_and_get(server, request);
    front_page(server, request);
    let path = request.uri().path();
    assert!(
        server.playground.handles(path)
            || fresh.status.is_client_error()
            || request.method() == Method::OPTIONS,
        "{path} is not its own, but {answered:?}"
    );
    answered
}

fn ask(server: &Server, request: Request<Bytes>, state: &State) -> Answered {
    Answered::of(server.playground.handle(request, server.now, state))
}

/// Whether two answers are the same.
pub fn same(how: &str, one: &Answered, other: &Answered) {
    assert!(one == other, "{how}, the answer is another:\n{one:?}\n{other:?}");
}

/// Whether an answer can only depend on the request: it shows no journal, and no bucket had a say.
fn is_pure(request: &Request<Bytes>, answered: &Answered) -> bool {
    !decoded_path(request).contains("/journal")
        && !answered.headers.contains_key("x-ratelimit-limit")
}

fn decoded_path(request: &Request<Bytes>) -> String {
    let path = percent_decode_str(request.uri().path()).decode_utf8_lossy();
    path.split('/')
        .filter(|segment| !segment.is_empty())
        .fold(String::new(), |path, segment| path + "/" + segment)
}

/// Credentials are in no answer that pages of other origins may read, unless the request brought them.
fn no_secrets(server: &Server, request: &Request<Bytes>, answered: &Answered) {
    let path = decoded_path(request);
    let open = answered.headers.contains_key(ACCESS_CONTROL_ALLOW_ORIGIN);
    let mut endpoints = ROUTES.groups().iter().flat_map(|group| &group.endpoints);
    assert!(
        open || endpoints.any(|row| row.private && path.contains(row.path)),
        "no origin is permitted: {answered:?}"
    );
    // The journal shows earlier requests.
    if !open || answered.body.len() > SEARCHED || path.contains("/journal") {
        return;
    }
    let asked = format!("{request:?}");
    let shown = String::from_utf8_lossy(&answered.body);
    // A login gives a token.
    for (name, secret) in server.names().filter(|(name, _)| *name != "{token}") {
        assert!(!shown.contains(secret) || asked.contains(secret), "{name} is told: {answered:?}");
    }
}

/// Status, headers and body fit each other.
fn shape(request: &Request<Bytes>, answered: &Answered) {
    let Answered { status, headers, body, whole } = answered;
    let says =
        |name: &str| headers.get(name).map(|value| value.to_str().expect("a header is ASCII"));
    for (name, value) in headers {
        assert!(value.to_str().is_ok(), "{name} is no ASCII: {value:?}");
    }
    assert_eq!(says("x-content-type-options"), Some("nosniff"));
    let path = decoded_path(request);
    let any_length = ENDLESS.iter().any(|endpoint| path.contains(endpoint));
    let longest = if path.ends_with("/graphql") { LONGEST_GRAPHQL } else { LONGEST };
    assert!(any_length || *whole && body.len() <= longest, "{} bytes and more", body.len());
    let head = request.method() == Method::HEAD;
    if let Some(length) = says(CONTENT_LENGTH.as_str()).filter(|_| !head) {
        let length: usize = length.parse().expect("a length is a number");
        assert!(
            length == body.len() || !whole && length > body.len(),
            "{length} and not {} bytes",
            body.len()
        );
    }
    if *status == StatusCode::NO_CONTENT || head {
        return assert!(body.is_empty(), "{status} with a body");
    }
    // A range of bytes is a piece of what its type says; a refused one names the length.
    let piece = *status == StatusCode::PARTIAL_CONTENT
        && says(CONTENT_RANGE.as_str()).is_some_and(|range| range.starts_with("bytes "));
    let is_json = says(CONTENT_TYPE.as_str()) == Some("application/json") && !piece;
    let value: Option<Value> =
        if is_json && *whole { serde_json::from_slice(body).ok() } else { None };
    assert!(value.is_some() || !is_json || !whole, "this is no JSON: {body:?}");
    if status.is_client_error() || status.is_server_error() {
        assert!(!status.is_server_error(), "a request can't be the server's fault: {answered:?}");
        let error = value.as_ref().and_then(|value| value.as_object()?.get("error")?.as_str());
        assert!(
            error.is_some_and(|text| !text.is_empty()),
            "{status} without an error in JSON: {body:?}"
        );
    }
    let needed = match *status {
        StatusCode::METHOD_NOT_ALLOWED => ALLOW,
        StatusCode::UNAUTHORIZED => WWW_AUTHENTICATE,
        StatusCode::TOO_MANY_REQUESTS => RETRY_AFTER,
        StatusCode::RANGE_NOT_SATISFIABLE | StatusCode::PARTIAL_CONTENT => CONTENT_RANGE,
        _ => return,
    };
    assert!(headers.contains_key(&needed), "{status} without {needed}");
}

/// A body means the same in whatever pieces it comes.
fn in_pieces(server: &Server, request: &Request<Bytes>, whole: &Answered) {
    let body = request.body();
    if body.is_empty() {
        return;
    }
    let (head, ()) = request.clone().map(drop).into_parts();
    // Long ones in larger pieces, so that no input takes long.
    for size in [body.len().div_ceil(2000), 3 + body.len() / 100] {
        let state = State::new();
        let mut intake = server.playground.open(&head, server.now, &state);
        for piece in body.chunks(size) {
            if intake.wants_body() {
                intake.feed(piece);
            }
        }
        same("with the body in pieces", &Answered::of(intake.finish()), whole);
    }
}

/// Adapters leave headers out: all but a few, and all but `Host` where the core says that it needs none.
fn without_headers(server: &Server, request: &Request<Bytes>, whole: &Answered) {
    let (head, ()) = request.clone().map(drop).into_parts();
    let needed = server.playground.needs_headers(&head);
    let kept = |how: &str, keep: &dyn Fn(&http::HeaderName) -> bool| {
        let mut less = request.clone();
        let all = std::mem::take(less.headers_mut());
        all.iter()
            .filter(|(name, _)| keep(name))
            .for_each(|(name, value)| less.headers_mut().extend([(name.clone(), value.clone())]));
        if less.headers().len() < all.len() {
            same(how, &ask(server, less, &State::new()), whole);
        }
    };
    kept("without the headers that nothing reads", &|name| base_url::READ.contains(name));
    if !needed {
        kept("without the headers that are not needed", &|name| name == HOST);
    }
}

/// HEAD is GET without the body (RFC 9110 section 9.3.2), and has no ranges (section 14.2).
fn head_and_get(server: &Server, request: &Request<Bytes>) {
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        return;
    }
    let [get, head] = [Method::GET, Method::HEAD].map(|method| {
        let mut twin = request.clone();
        if method == Method::GET {
            twin.headers_mut().remove(RANGE);
        }
        *twin.method_mut() = method;
        let answered = ask(server, twin.clone(), &State::new());
        shape(&twin, &answered);
        (answered.status, answered.headers)
    });
    assert_eq!(get, head, "HEAD and GET differ");
}

/// The page at the root holds to the same rules.
fn front_page(server: &Server, request: &Request<Bytes>) {
    let (mut head, ()) = request.clone().map(drop).into_parts();
    let page = |head: &http::request::Parts| server.playground.front_page(head).map(Answered::of);
    let Some(answered) = page(&head) else { return };
    shape(request, &answered);
    if head.method == Method::GET {
        head.method = Method::HEAD;
        let other = page(&head).expect("a page that GET has");
        assert_eq!(
            (answered.status, answered.headers),
            (other.status, other.headers),
            "HEAD and GET of the page differ"
        );
        assert!(other.body.is_empty(), "HEAD of the page has a body");
    }
}
