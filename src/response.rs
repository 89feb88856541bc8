//! The response of a handler: status, type, its own headers and a body. `playground::finish` adds the headers that all responses share.

pub mod body;
pub mod error;

use crate::content_coding::CODINGS;
use body::Body;
use bytes::Bytes;
use error::ApiError;
use http::header::{self, HeaderName, HeaderValue};
use http::{HeaderMap, StatusCode};
use serde::Serialize;
use serde_json::json;

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// An answer without the headers that all answers share.
#[derive(Debug)]
pub struct Response {
    status: StatusCode,
    content_type: Option<HeaderValue>,
    headers: Vec<(HeaderName, HeaderValue)>,
    /// The body's length where a streamed body knows it.
    length: Option<u64>,
    /// How many rows it has, where it is a list.
    rows: Option<u64>,
    body: Body,
}

impl Response {
    /// 200 with a JSON body.
    pub fn json(body: impl Into<Bytes>) -> Self {
        Self::of(JSON, Body::Full(body.into()))
    }

    /// 200 with a value, written as JSON.
    pub fn value(value: &impl Serialize) -> Self {
        Self::json(serde_json::to_vec(value).unwrap_or_default())
    }

    /// 200 with a body of any type.
    pub const fn of(content_type: HeaderValue, body: Body) -> Self {
        Self {
            status: StatusCode::OK,
            content_type: Some(content_type),
            headers: Vec::new(),
            length: None,
            rows: None,
            body,
        }
    }

    /// 204.
    pub const fn no_content() -> Self {
        Self {
            status: StatusCode::NO_CONTENT,
            content_type: None,
            headers: Vec::new(),
            length: None,
            rows: None,
            body: Body::empty(),
        }
    }

    /// With another type of body.
    #[must_use]
    pub fn with_type(mut self, content_type: HeaderValue) -> Self {
        self.content_type = Some(content_type);
        self
    }

    /// With another status.
    #[must_use]
    pub const fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// With one more header; a repeated name stays repeated.
    #[must_use]
    pub fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// With one more header from a text; one that is no header's value is left out.
    #[must_use]
    pub fn with_text(self, name: HeaderName, text: String) -> Self {
        match HeaderValue::try_from(text) {
            Ok(value) => self.with(name, value),
            Err(_) => self,
        }
    }

    /// With a length that a streamed body will have.
    #[must_use]
    pub const fn with_length(mut self, bytes: u64) -> Self {
        self.length = Some(bytes);
        self
    }

    /// With the number of rows it has, for the journal.
    #[must_use]
    pub const fn with_rows(mut self, rows: u64) -> Self {
        self.rows = Some(rows);
        self
    }

    /// Its status.
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// The bytes of its body, where that is known as a whole.
    pub fn bytes(&self) -> Option<u64> {
        self.body.length().map(|bytes| bytes as u64)
    }

    /// How many rows it has, where it is a list.
    pub const fn rows(&self) -> Option<u64> {
        self.rows
    }

    /// Whether it is JSON, whole, and has no headers of its own.
    pub(crate) fn is_plain(&self) -> bool {
        self.headers.is_empty() && self.content_type == Some(JSON) && self.body.length().is_some()
    }

    /// The response of a plain answer, in a copy of the headers of another. To copy a map costs a third of filling one.
    pub(crate) fn into_plain_response(self, headers: &HeaderMap) -> http::Response<Body> {
        let mut headers = headers.clone();
        // Not `insert`, which makes room first.
        if let Some(length) = headers.get_mut(header::CONTENT_LENGTH) {
            *length = decimal(self.bytes().unwrap_or_default());
        }
        let mut response = http::Response::new(self.body);
        *response.status_mut() = self.status;
        *response.headers_mut() = headers;
        response
    }

    /// The response, with room for the shared headers. `Content-Length` is there where the length is known, as HEAD needs it.
    pub fn into_response(self) -> http::Response<Body> {
        let length = self.body.length().map(|bytes| bytes as u64).or(self.length);
        let mut response = http::Response::new(self.body);
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        // What nearly every answer has, and its own; a larger map would cost an allocation of another order, and so would one that grows.
        headers.reserve(6 + self.headers.len());
        if let Some(content_type) = self.content_type {
            headers.insert(header::CONTENT_TYPE, content_type);
        }
        let has_length = !matches!(self.status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
        if let Some(length) = length.filter(|_| has_length) {
            headers.insert(header::CONTENT_LENGTH, decimal(length));
        }
        for (name, value) in self.headers {
            headers.append(name, value);
        }
        response
    }
}

/// A number as a header's value, in memory of its size: `From` takes more, and gives some back.
pub(crate) fn decimal(number: u64) -> HeaderValue {
    let digits = Bytes::copy_from_slice(itoa::Buffer::new().format(number).as_bytes());
    HeaderValue::from_maybe_shared(digits).unwrap_or(HeaderValue::from_static("0"))
}

impl From<ApiError> for Response {
    fn from(error: ApiError) -> Self {
        let mut answer = Self::value(&json!({ "error": error.to_string() }));
        answer.status = error.status();
        if let Some(challenge) = error.challenge() {
            answer = answer.with(header::WWW_AUTHENTICATE, challenge);
        }
        match error {
            ApiError::RateLimited { retry_after } => {
                answer = answer.with(header::RETRY_AFTER, retry_after.into())
            }
            ApiError::Coding => {
                answer = answer.with(header::ACCEPT_ENCODING, HeaderValue::from_static(CODINGS))
            }
            ApiError::RangeEnd(total) => {
                answer = answer.with_text(header::CONTENT_RANGE, format!("items */{total}"))
            }
            ApiError::BytesEnd(length) => {
                answer = answer.with_text(header::CONTENT_RANGE, format!("bytes */{length}"))
            }
            _ => {}
        }
        answer
    }
}
