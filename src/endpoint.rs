//! A row of the endpoint table, and the routes made from the rows. Adding an endpoint is a row, a function and its cases; the route, 405
//! and `Allow`, parsing, errors, OpenAPI, the banner and the page's list all follow from the row.

mod paging;

pub use paging::{Paging, Way};

use crate::answer::Answer;
use crate::error::ApiError;
use crate::input::parameter::{Parameter, Place};
use crate::input::{Call, Input};
use http::{HeaderValue, Method};
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
    /// Whether its answer may depend on the request's headers: it takes a body, or declares a parameter that stands in one.
    pub reads_headers: bool,
    /// Further things that the documents say of it.
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

/// What the documents say of an endpoint that is more than a body.
#[derive(Clone, Copy, Debug, Default)]
pub struct Details {
    /// Headers of its answer: name and meaning.
    pub headers: &'static [(&'static str, &'static str)],
    /// Headers of a partial answer, 206, where it has one.
    pub partial: Option<&'static [(&'static str, &'static str)]>,
    /// Two members of its body that exclude each other: an integer and a text.
    pub exclusive: Option<(&'static str, &'static str)>,
    /// The JSON Schema of its answer, where the samples can not tell it.
    pub schema: Option<&'static str>,
    /// What its body can be, where that is no JSON object of its parameters.
    pub forms: &'static [Form],
}

/// One thing that a body can be.
#[derive(Debug)]
pub struct Form {
    /// Its media type.
    pub media_type: &'static str,
    /// Its JSON Schema, as JSON.
    pub schema: &'static str,
    /// One such body; the samples send that of the first form.
    pub example: &'static str,
}

type Whole = dyn Fn(&Call<'_>) -> Result<Answer, ApiError> + Send + Sync;
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
    fn finish(self: Box<Self>) -> Result<Answer, ApiError>;
}

/// A row that takes GET, HEAD and OPTIONS.
pub fn get<I: Input>(
    path: &'static str,
    title: &'static str,
    handler: impl Fn(I, &Call<'_>) -> Result<Answer, ApiError> + Send + Sync + 'static,
    notes: &'static Notes,
) -> Endpoint {
    Endpoint::new(Method::GET, path, title, notes, I::parameters(), I::errors, whole(handler))
}

/// A row that takes DELETE and OPTIONS.
pub fn delete<I: Input>(
    path: &'static str,
    title: &'static str,
    handler: impl Fn(I, &Call<'_>) -> Result<Answer, ApiError> + Send + Sync + 'static,
    notes: &'static Notes,
) -> Endpoint {
    Endpoint::new(Method::DELETE, path, title, notes, I::parameters(), I::errors, whole(handler))
}

/// A row that takes POST and OPTIONS, and a body.
pub fn post<I: Input>(
    path: &'static str,
    title: &'static str,
    handler: impl Fn(I, &Call<'_>) -> Result<Answer, ApiError> + Send + Sync + 'static,
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

fn whole<I: Input>(handler: impl Fn(I, &Call<'_>) -> Result<Answer, ApiError> + Send + Sync + 'static) -> Handler {
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
        let query = parameters.iter().filter(|p| p.place == Place::Query).map(|p| p.name).collect();
        let reads_headers = method == Method::POST || parameters.iter().any(|p| p.place.is_header());
        let (paging, free, journalled, body_limit, details) = (None, false, true, BODY_LIMIT, Details::default());
        Self {
            method,
            path,
            title,
            notes,
            parameters,
            paging,
            free,
            journalled,
            body_limit,
            details,
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
        errors.extend((self.errors)());
        errors
    }

    /// With these forms of its body.
    #[must_use]
    pub const fn taking(mut self, forms: &'static [Form]) -> Self {
        self.details.forms = forms;
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

    /// With answers of this JSON Schema, which its samples alone would not tell.
    #[must_use]
    pub const fn answering(mut self, schema: &'static str) -> Self {
        self.details.schema = Some(schema);
        self
    }

    /// Left out of the journal: it looks at the server, and is no part of a sync.
    #[must_use]
    pub const fn unjournalled(mut self) -> Self {
        self.journalled = false;
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
    pub(crate) fn call(&self, call: &Call<'_>) -> Result<Answer, ApiError> {
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

/// The table as an index from paths to rows.
#[derive(Debug)]
pub struct Routes {
    groups: Vec<Group>,
    /// Paths without parameters, sorted.
    fixed: Vec<Rows>,
    /// Paths with parameters, in the order of the table.
    open: Vec<Rows>,
}

/// Group and endpoint of each row with this path.
#[derive(Debug)]
struct Rows {
    path: &'static str,
    places: Vec<(usize, usize)>,
}

/// What a path leads to.
#[derive(Debug)]
pub struct Route<'r, 'p> {
    routes: &'r Routes,
    rows: &'r [(usize, usize)],
    /// The path's parameters, still with `%2F` and `%25`.
    pub parameters: Vec<(&'r str, &'p str)>,
}

impl Routes {
    /// Indexes a table. Where two paths with parameters fit, the first of the table is meant; a test says that no row is hidden so.
    pub fn new(groups: Vec<Group>) -> Self {
        let (mut fixed, mut open): (Vec<Rows>, Vec<Rows>) = Default::default();
        for (g, group) in groups.iter().enumerate() {
            for (e, Endpoint { path, .. }) in group.endpoints.iter().enumerate() {
                if path.contains('{') {
                    let at = open.iter().position(|rows| rows.path == *path).ok_or(open.len());
                    add(&mut open, at, path, (g, e));
                } else {
                    let at = fixed.binary_search_by(|rows| rows.path.cmp(path));
                    add(&mut fixed, at, path, (g, e));
                }
            }
        }
        Self { groups, fixed, open }
    }

    /// The table.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The rows of a path, a decoded one; None for a path that no row has. A path without parameters goes before one with.
    pub fn find<'r, 'p>(&'r self, path: &'p str) -> Option<Route<'r, 'p>> {
        let fixed = self.fixed.binary_search_by(|rows| rows.path.cmp(path)).ok().and_then(|at| self.fixed.get(at));
        let fits = |rows: &'r Rows| Some((rows, parameters(rows.path, path)?));
        let (rows, parameters) = fixed.map(|rows| (rows, Vec::new())).or_else(|| self.open.iter().find_map(fits))?;
        Some(Route { routes: self, rows: &rows.places, parameters })
    }
}

/// Adds a row to those of its path, which stands in the list or is to be put there.
fn add(list: &mut Vec<Rows>, at: Result<usize, usize>, path: &'static str, place: (usize, usize)) {
    match at {
        Ok(at) => {
            if let Some(rows) = list.get_mut(at) {
                rows.places.push(place);
            }
        }
        Err(at) => list.insert(at, Rows { path, places: vec![place] }),
    }
}

/// What stands in a path where the pattern has names in braces; None where the two differ elsewhere, or nothing stands there.
fn parameters<'r, 'p>(pattern: &'r str, path: &'p str) -> Option<Vec<(&'r str, &'p str)>> {
    let (mut names, mut segments) = (pattern.split('/'), path.split('/'));
    let mut found = Vec::new();
    loop {
        let (name, segment) = match (names.next(), segments.next()) {
            (None, None) => return Some(found),
            (name, segment) => (name?, segment?),
        };
        match name.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) if !segment.is_empty() => found.push((name, segment)),
            None if name == segment => {}
            _ => return None,
        }
    }
}

impl<'r> Route<'r, '_> {
    fn endpoints(&self) -> impl Iterator<Item = &'r Endpoint> {
        let groups = &self.routes.groups;
        self.rows.iter().filter_map(|&(g, e)| groups.get(g)?.endpoints.get(e))
    }

    /// The row that takes a method; HEAD goes where GET goes.
    pub fn endpoint(&self, method: &Method) -> Option<&'r Endpoint> {
        let wanted = if method == Method::HEAD { &Method::GET } else { method };
        self.endpoints().find(|endpoint| endpoint.method == wanted)
    }

    /// The methods the path takes, as `Allow` lists them.
    pub fn allow(&self) -> HeaderValue {
        let mut methods: Vec<&str> = Vec::new();
        for endpoint in self.endpoints() {
            methods.push(endpoint.method.as_str());
            if endpoint.method == Method::GET {
                methods.push("HEAD");
            }
        }
        methods.push("OPTIONS");
        HeaderValue::try_from(methods.join(", ")).unwrap_or(HeaderValue::from_static("OPTIONS"))
    }

    /// Whether the path is free of rate limits.
    pub fn free(&self) -> bool {
        self.endpoints().all(|endpoint| endpoint.free)
    }

    /// Whether the journal keeps requests for the path.
    pub fn journalled(&self) -> bool {
        self.endpoints().any(|endpoint| endpoint.journalled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_is_one_whole_segment_that_is_not_empty() {
        let found = |path| parameters("/cursors/{company_id}/departments/{id}", path);
        assert_eq!(found("/cursors/1/departments/b c"), Some(vec![("company_id", "1"), ("id", "b c")]));
        for other in [
            "/cursors//departments/1",
            "/cursors/1/departments/",
            "/cursors/1/departments",
            "/cursors/1/departments/2/",
        ] {
            assert_eq!(found(other), None, "{other}");
        }
        assert_eq!(found("/Cursors/1/departments/2"), None);
        assert_eq!(found("/cursors/1/departments/2/3"), None);
    }
}
