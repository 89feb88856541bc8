//! A row of the endpoint table.

use super::Paging;
use crate::request::parameter::{Location, Parameter};
use crate::request::{Call, Input};
use crate::response::Response;
use crate::response::error::ApiError;
use http::Method;
use std::fmt;

/// The body limit of an endpoint that names none, in bytes.
pub const BODY_LIMIT: usize = 65_536;

/// Endpoints of one kind, as the banner and the documents group them.
#[derive(Debug)]
pub struct Group {
    /// The heading of its table.
    pub heading: &'static str,
    /// What its endpoints have in common.
    pub about: &'static str,
    /// Its rows.
    pub endpoints: Vec<Endpoint>,
}

/// A row: method, path, title, handler, and what the documents say of it.
pub struct Endpoint {
    /// The one method it takes besides OPTIONS (and HEAD, where this is GET).
    pub method: Method,
    /// Its path; parameters stand in braces.
    pub path: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What the documents say of it.
    pub notes: &'static Notes,
    /// What its handler reads, in the order of the checks.
    pub parameters: Vec<&'static Parameter>,
    /// How its pages follow each other, where it is a list.
    pub paging: Option<Paging>,
    /// Whether it is free of rate limits.
    pub free: bool,
    /// Whether the journal keeps its requests.
    pub journalled: bool,
    /// Most bytes of a body.
    pub body_limit: usize,
    /// Whether its responses are secret: unreadable for pages of other origins, and without examples in the documents.
    pub private: bool,
    /// Whether its answer may depend on the request's headers: it takes a body, or declares a parameter that stands in one.
    pub reads_headers: bool,
    /// Details that only some endpoints document.
    pub details: Details,
    /// The names of its query parameters; empty where it ignores the query.
    query: Vec<&'static str>,
    errors: fn() -> Vec<ApiError>,
    handler: Handler,
}

/// What the documents say of an endpoint.
#[derive(Debug)]
pub struct Notes {
    /// What it is for, in words.
    pub about: &'static str,
    /// Requests worth showing: targets whose answers become the examples of the documents.
    pub samples: &'static [&'static str],
    /// The members of its answer, in order: name and meaning.
    pub answers: &'static [(&'static str, &'static str)],
}

/// Details that only some endpoints document.
#[derive(Clone, Copy, Debug, Default)]
pub struct Details {
    /// Headers of its answer: name and meaning.
    pub headers: &'static [(&'static str, &'static str)],
    /// Headers of a partial answer, 206, where it has one.
    pub partial: Option<&'static [(&'static str, &'static str)]>,
    /// Two members of its body that exclude each other: an integer and a text.
    pub exclusive: Option<(&'static str, &'static str)>,
    /// Two members of its body of which it takes one.
    pub one_of: Option<[&'static str; 2]>,
    /// The JSON Schema of its answer, where the samples cannot tell it.
    pub schema: Option<&'static str>,
    /// What its body can be, where that is no JSON object of its parameters.
    pub formats: &'static [BodyFormat],
    /// The member of its answer that is a list of rows, empty where the answer itself is; None where it has none.
    pub list: Option<&'static str>,
    /// How a request says where its rows start, where it does.
    pub start: Option<Start>,
    /// A further type of its answer, with the JSON Schema of that.
    pub also: Option<(&'static str, &'static str)>,
}

/// How a request says where the rows of its answer start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// By a number: of a page, or of rows to skip.
    Counted,
    /// By a token of an earlier response, or a value of its rows.
    Resumed,
}

/// One format that a request body can have.
#[derive(Debug)]
pub struct BodyFormat {
    /// Its media type.
    pub media_type: &'static str,
    /// Its JSON Schema, as JSON.
    pub schema: &'static str,
    /// An example; the samples send that of the first format.
    pub example: &'static str,
}

type Whole = dyn Fn(&Call<'_>) -> Result<Response, ApiError> + Send + Sync;
type Opened = dyn Fn(&Call<'_>) -> Result<Box<dyn Receiver>, ApiError> + Send + Sync;

enum Handler {
    /// Answers a request that is there as a whole.
    Whole(Box<Whole>),
    /// Takes the body in chunks.
    Chunked(Box<Opened>),
}

/// Takes a body in chunks as they come, and answers at its end.
pub trait Receiver: Send {
    /// Takes the next bytes.
    ///
    /// # Errors
    /// A refusal that needs no more of the body.
    fn feed(&mut self, chunk: &[u8]) -> Result<(), ApiError>;

    /// The answer, once the body is complete.
    ///
    /// # Errors
    /// What the body as a whole has wrong.
    fn finish(self: Box<Self>) -> Result<Response, ApiError>;
}

/// A row that takes GET, HEAD and OPTIONS.
pub fn get<I: Input>(
    path: &'static str,
    title: &'static str,
    handler: impl Fn(I, &Call<'_>) -> Result<Response, ApiError> + Send + Sync + 'static,
    notes: &'static Notes,
) -> Endpoint {
    Endpoint::new(Method::GET, path, title, notes, I::parameters(), I::errors, whole(handler))
}

/// A row that takes DELETE and OPTIONS.
pub fn delete<I: Input>(
    path: &'static str,
    title: &'static str,
    handler: impl Fn(I, &Call<'_>) -> Result<Response, ApiError> + Send + Sync + 'static,
    notes: &'static Notes,
) -> Endpoint {
    Endpoint::new(Method::DELETE, path, title, notes, I::parameters(), I::errors, whole(handler))
}

/// A row that takes POST and OPTIONS, and a body.
pub fn post<I: Input>(
    path: &'static str,
    title: &'static str,
    handler: impl Fn(I, &Call<'_>) -> Result<Response, ApiError> + Send + Sync + 'static,
    notes: &'static Notes,
) -> Endpoint {
    Endpoint::new(Method::POST, path, title, notes, I::parameters(), I::errors, whole(handler))
}

/// A row that takes POST and OPTIONS, and a body of at most `limit` bytes in chunks. `I` is read from the head alone.
pub fn upload<I: Input>(
    path: &'static str,
    title: &'static str,
    limit: usize,
    open: impl Fn(I, &Call<'_>) -> Result<Box<dyn Receiver>, ApiError> + Send + Sync + 'static,
    notes: &'static Notes,
) -> Endpoint {
    let handler = Handler::Chunked(Box::new(move |call| open(I::read(call)?, call)));
    let row = Endpoint::new(Method::POST, path, title, notes, I::parameters(), I::errors, handler);
    Endpoint { body_limit: limit, ..row }
}

fn whole<I: Input>(
    handler: impl Fn(I, &Call<'_>) -> Result<Response, ApiError> + Send + Sync + 'static,
) -> Handler {
    Handler::Whole(Box::new(move |call| handler(I::read(call)?, call)))
}

impl Endpoint {
    fn new(
        method: Method,
        path: &'static str,
        title: &'static str,
        notes: &'static Notes,
        parameters: Vec<&'static Parameter>,
        errors: fn() -> Vec<ApiError>,
        handler: Handler,
    ) -> Self {
        let query =
            parameters.iter().filter(|p| p.location == Location::Query).map(|p| p.name).collect();
        let reads_headers =
            method == Method::POST || parameters.iter().any(|p| p.location.is_header());
        Self {
            method,
            path,
            title,
            notes,
            parameters,
            paging: None,
            free: false,
            journalled: true,
            private: false,
            body_limit: BODY_LIMIT,
            details: Details::default(),
            reads_headers,
            query,
            errors,
            handler,
        }
    }

    /// The refusals it can give, in the order of its checks; those that every endpoint can give left out.
    pub fn errors(&self) -> Vec<ApiError> {
        let mut errors = Vec::new();
        if !self.query.is_empty() {
            errors.push(ApiError::Unexpected(vec!["foo".to_owned()]));
            errors.push(ApiError::Conflicting("NAME".to_owned()));
        }
        errors.append(&mut (self.errors)());
        errors
    }

    /// With these formats of its body.
    #[must_use]
    pub const fn taking(mut self, formats: &'static [BodyFormat]) -> Self {
        self.details.formats = formats;
        self
    }

    /// Free of rate limits.
    #[must_use]
    pub const fn free(mut self) -> Self {
        self.free = true;
        self
    }

    /// With headers in its answer.
    #[must_use]
    pub const fn with_headers(mut self, headers: &'static [(&'static str, &'static str)]) -> Self {
        self.details.headers = headers;
        self
    }

    /// With a partial answer, 206, that has these headers.
    #[must_use]
    pub const fn partial(mut self, headers: &'static [(&'static str, &'static str)]) -> Self {
        self.details.partial = Some(headers);
        self
    }

    /// With two members of its body, an integer and a text, that exclude each other.
    #[must_use]
    pub const fn exclusive(mut self, integer: &'static str, text: &'static str) -> Self {
        self.details.exclusive = Some((integer, text));
        self
    }

    /// With two members of its body of which it takes one.
    #[must_use]
    pub const fn one_of(mut self, members: [&'static str; 2]) -> Self {
        self.details.one_of = Some(members);
        self
    }

    /// With answers of this JSON Schema, which its samples alone would not tell.
    #[must_use]
    pub const fn answering(mut self, schema: &'static str) -> Self {
        self.details.schema = Some(schema);
        self
    }

    /// With an answer of a further type that `Accept` asks for, and the JSON Schema of that.
    #[must_use]
    pub const fn or_answering(mut self, media_type: &'static str, schema: &'static str) -> Self {
        self.details.also = Some((media_type, schema));
        self
    }

    /// With rows in this member, which start at a number.
    #[must_use]
    pub const fn counted(mut self, list: &'static str) -> Self {
        (self.details.list, self.details.start) = (Some(list), Some(Start::Counted));
        self
    }

    /// Left out of the journal, since its requests inspect the server and belong to no sync.
    #[must_use]
    pub const fn unjournalled(mut self) -> Self {
        self.journalled = false;
        self
    }

    /// Its answers are secret: no page of another origin may read them.
    #[must_use]
    pub const fn private(mut self) -> Self {
        self.private = true;
        self
    }

    /// Its answer depends on `Accept`.
    #[must_use]
    pub const fn negotiated(mut self) -> Self {
        self.reads_headers = true;
        self
    }

    /// Whether its answer depends on the request's body.
    pub fn takes_body(&self) -> bool {
        self.method == Method::POST
    }

    /// Answers a request whose body is there as a whole.
    pub(crate) fn call(&self, call: &Call<'_>) -> Result<Response, ApiError> {
        self.check_query(call)?;
        match &self.handler {
            Handler::Whole(handler) => handler(call),
            Handler::Chunked(open) => {
                let mut receiver = open(call)?;
                receiver.feed(call.body)?;
                receiver.finish()
            }
        }
    }

    /// Opens a request whose body comes in chunks; None where the endpoint wants it as a whole.
    pub(crate) fn receive(&self, call: &Call<'_>) -> Option<Result<Box<dyn Receiver>, ApiError>> {
        match &self.handler {
            Handler::Whole(_) => None,
            Handler::Chunked(open) => Some(self.check_query(call).and_then(|()| open(call))),
        }
    }

    /// Unexpected and conflicting names come before every other check; endpoints without query parameters ignore the query.
    fn check_query(&self, call: &Call<'_>) -> Result<(), ApiError> {
        if self.query.is_empty() { Ok(()) } else { call.query.check(&self.query) }
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}
