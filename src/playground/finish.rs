//! The headers that every answer has (B26), the limits' headers, HEAD, and the answer to OPTIONS.

use crate::response::body::{Body, Chunk};
use crate::response::{Response, decimal};
use crate::settings::Compression;
use crate::state::Allowance;
use crate::state::journal::{OpenEntry, Outcome, Sending};
use bytes::Bytes;
use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD,
    ALLOW, CACHE_CONTROL, VARY, X_CONTENT_TYPE_OPTIONS,
};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use std::sync::LazyLock;

/// Headers that pages of other origins may read, besides those that they may always: all that some answer has.
const EXPOSED: HeaderValue = HeaderValue::from_static(
    "Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Link, Content-Disposition, WWW-Authenticate, Allow, \
     X-Total-Count, X-Next-Cursor, Content-Range, Accept-Ranges, ETag",
);
/// What requests from other origins may always send.
const ALWAYS_ALLOWED: &str = "Authorization, Content-Type";

/// Facts of a request's beginning that finishing its response needs.
#[derive(Clone, Debug)]
pub(super) struct Finish {
    head: bool,
    /// The rate limiter's decision, where limits are on.
    pub(super) allowance: Option<Allowance>,
    /// Whether the journal keeps the request.
    pub(super) journalled: bool,
    /// Whether pages of other origins are kept from the answer.
    pub(super) private: bool,
    /// How the adapter may compress the answer.
    pub(super) compression: Compression,
}

impl Finish {
    pub(super) fn new(head: &Parts, journalled: bool) -> Self {
        let (allowance, private, compression) = (None, false, Compression::None);
        Self { head: head.method == Method::HEAD, allowance, journalled, private, compression }
    }

    /// Finishes a response, and completes its journal entry where there is one.
    pub(super) fn apply(
        &self,
        answer: Response,
        entry: Option<&OpenEntry<'_>>,
    ) -> http::Response<Body> {
        let outcome = self.outcome(&answer);
        let plain = answer.is_plain() && !self.private;
        let [free, limited] = &*PLAIN;
        let mut response = if plain {
            answer.into_plain_response(if self.allowance.is_some() { limited } else { free })
        } else {
            shared(answer, self.private)
        };
        if let Some(allowance) = self.allowance {
            limit_headers(allowance, response.headers_mut());
        }
        // Extensions allocate, so the default compression is not stored in them.
        if self.compression != Compression::None {
            response.extensions_mut().insert(self.compression);
        }
        if self.head {
            *response.body_mut() = Body::empty();
        }
        let Some(entry) = entry else { return response };
        entry.answered(outcome);
        if outcome.bytes.is_some() {
            response
        } else {
            response.map(|body| counted(body, entry.sending()))
        }
    }

    /// What the journal keeps of an answer.
    pub(super) fn outcome(&self, answer: &Response) -> Outcome {
        let bytes = if self.head { Some(0) } else { answer.bytes() };
        Outcome { status: Some(answer.status().as_u16()), rows: answer.rows(), bytes }
    }
}

/// The headers of a plain answer, as most are, where limits are off and where they are on.
static PLAIN: LazyLock<[HeaderMap; 2]> = LazyLock::new(|| {
    let free = shared(Response::json(Bytes::new()), false).into_parts().0.headers;
    let mut limited = free.clone();
    limit_headers(Allowance::default(), &mut limited);
    [free, limited]
});

/// The response with the headers that all answers share.
fn shared(answer: Response, private: bool) -> http::Response<Body> {
    let mut response = answer.into_response();
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // A preflight without this header fails, whatever its other headers say.
    if !private {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    }
    response
}

/// A streamed body that counts its bytes for the journal.
fn counted(body: Body, mut sending: Sending) -> Body {
    let Body::Chunks(chunks) = body else { return body };
    Body::Chunks(Box::new(chunks.inspect(move |chunk| {
        if let Chunk::Data(bytes) = chunk {
            sending.count(bytes.len());
        }
    })))
}

// Constants, so that no table of known names is searched at run time.
const RATE_LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const RATE_REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const RATE_RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

fn limit_headers(allowance: Allowance, headers: &mut HeaderMap) {
    let said = [
        (RATE_LIMIT, allowance.limit),
        (RATE_REMAINING, allowance.remaining),
        (RATE_RESET, allowance.reset),
    ];
    for (name, number) in said {
        match headers.get_mut(&name) {
            Some(value) => *value = decimal(number),
            None => drop(headers.insert(name, decimal(number))),
        }
    }
}

/// Whether a browser asks what a page of another origin may send (Fetch standard, CORS-preflight request).
pub(super) fn is_preflight(head: &Parts) -> bool {
    head.method == Method::OPTIONS && head.headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

/// The answer to OPTIONS: what is allowed, also for a preflight (Fetch standard, CORS protocol).
pub(super) fn options(head: &Parts, allow: HeaderValue) -> Response {
    let asked = head
        .headers
        .get_all(ACCESS_CONTROL_REQUEST_HEADERS)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let names =
        asked.flat_map(|value| value.split(',')).map(str::trim).filter(|name| is_token(name));
    let mut allowed = ALWAYS_ALLOWED.to_owned();
    for name in names {
        if !allowed.split(',').any(|known| known.trim().eq_ignore_ascii_case(name)) {
            allowed.push_str(", ");
            allowed.push_str(name);
        }
    }
    let allowed =
        HeaderValue::try_from(allowed).unwrap_or(HeaderValue::from_static(ALWAYS_ALLOWED));
    Response::no_content()
        .with(ALLOW, allow.clone())
        .with(ACCESS_CONTROL_ALLOW_METHODS, allow)
        .with(ACCESS_CONTROL_ALLOW_HEADERS, allowed)
        .with(VARY, HeaderValue::from_static("Access-Control-Request-Headers"))
}

/// Whether a text can be a field's name (RFC 9110 section 5.6.2).
fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_what_can_name_a_header() {
        for byte in 0..=127_u8 {
            let text = format!("X{}", char::from(byte));
            assert_eq!(is_token(&text), HeaderName::try_from(&text).is_ok(), "{byte}");
        }
        assert!(!is_token("") && !is_token("é"));
    }
}
