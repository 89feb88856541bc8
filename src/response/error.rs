//! Every refusal the API knows: one enum, one text each (the contract's), one conversion to a status.

mod fault;

pub use fault::{Challenge, ClockFault, CursorFault};

use crate::dataset::form::time_format::TimeFormat;
use crate::settings::{SettingError, joined};
use http::{HeaderValue, StatusCode};
use std::fmt;

/// The largest integer every JSON reader keeps exactly (RFC 8259 section 6, RFC 7493 section 2.2), the bound of echoed numbers (B2).
pub const MAX_ECHOED: u64 = 9_007_199_254_740_991;

/// Why a request is refused. Its `Display` is the `error` text of the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiError {
    /// 400 for anything but exactly one valid `Host` (B25, RFC 9112 section 3.2).
    Host,
    /// 400: the request's target is neither a path nor a URL, as `*` with another method than OPTIONS (RFC 9112 section 3.2).
    Target,
    /// 400: query parameters the endpoint does not have, in order of first appearance (B9).
    Unexpected(Vec<String>),
    /// 400: a parameter given twice with different values (B8).
    Conflicting(String),
    /// 400: an integer parameter that is not `-?[0-9]+` (B1, B2).
    NotInteger(&'static str),
    /// 400: an integer outside `min..=max`.
    Between(&'static str, u64, u64),
    /// 400: an integer below its least value.
    AtLeast(&'static str, u64),
    /// 400: an integer above [`MAX_ECHOED`].
    AtMost(&'static str, u64),
    /// 400: `end_id` below `start_id`.
    AtLeastParameter(&'static str, &'static str),
    /// 400: none of the values a parameter can take.
    Choice(&'static str, &'static [&'static str]),
    /// 400: a timestamp that does not end with `Z`.
    NotUtc(&'static str),
    /// 400: a timestamp that ends with `Z` but is no date and time.
    NotTimestamp(&'static str),
    /// 400: no ISO 8601 duration in units of a fixed length.
    NotDuration(&'static str),
    /// 400: a timestamp that is neither in the form of rows nor in the contract's.
    NotTimeFormat(&'static str, TimeFormat),
    /// 400: a path segment that must be an integer.
    PathNotInteger(&'static str),
    /// 400: keyset's two starting points at once.
    TwoStarts,
    /// 400: a `scroll_param` that is neither ours nor a base64 timestamp.
    ScrollParam,
    /// 400: a cursor that is not valid for this request, and the parameter it came in.
    Cursor(&'static str, CursorFault),
    /// 400: both named parameters are needed.
    BothRequired(&'static str, &'static str),
    /// 400: members of the body the endpoint does not have, in order of appearance.
    UnexpectedMembers(Vec<String>),
    /// 400: a member of the body that must be a string.
    NotString(&'static str),
    /// 400: a member of a body that is no object.
    NotObject(&'static str),
    /// 400: a member that a body must have.
    Required(&'static str),
    /// 400: two parameters that exclude each other.
    Both(&'static str, &'static str),
    /// 400: an id that no row of the list has.
    UnknownRow(&'static str),
    /// 400: the id of a row that was deleted.
    GoneRow(&'static str),
    /// 400: a `Range` in items that is none.
    RangeForm,
    /// 416: a range past the end of a list of so many rows (RFC 9110 section 15.5.17).
    RangeEnd(u64),
    /// 416: a range past the end of a file of so many bytes.
    BytesEnd(u64),
    /// 412: the file is another one than the request is for (RFC 9110 section 13.1.1).
    FileChanged,
    /// 404 or 400: a page past the end, where the behaviour `past_end` refuses it.
    PastEnd {
        /// Whether it is 404.
        missing: bool,
    },
    /// 400: an offset above the behaviour `max_offset`, in rows.
    MaxOffset(u64),
    /// 400: a first request without a cursor, where the behaviour `first_cursor` asks for one.
    FirstCursor(&'static str),
    /// 410: a token that is older than so many hours, and the parameter it came in (RFC 9110 section 15.5.11).
    Expired(&'static str, u64),
    /// 400: a window of so many seconds, which is longer than so many hours.
    LongWindow(u64, u64),
    /// 400: a window with an open end, where none is longer than so many hours.
    OpenWindow(u64),
    /// 404: no row has this id, in canonical decimal form.
    NoSuchId(&'static str, String),
    /// 404: a parent that exists, but whose children are not to be found.
    NoChildren(&'static str, &'static str, String),
    /// 404: nothing has this name; those there are.
    NoSuchName(String, &'static [&'static str]),
    /// 401: no `Authorization`, with the scheme that would be right.
    MissingAuthorization(Challenge),
    /// 401: the credentials are well-formed but not accepted by this endpoint.
    InvalidAuthorization(Challenge),
    /// 403: no browser vouches, by `Sec-Fetch-Site`, that the request comes from this server's own page.
    ForeignPage,
    /// 400: no session token in `Authorization`.
    MissingToken,
    /// 400: a malformed session token.
    TokenFormat,
    /// 401: a well-formed session token that this server did not issue.
    InvalidToken,
    /// 401: an expired session token.
    ExpiredToken,
    /// 401: a login with the wrong name or password.
    Login,
    /// 400: a login without name or password.
    LoginIncomplete,
    /// 400: a login whose name or password is no text.
    LoginTypes,
    /// 400: not JSON (RFC 8259), not UTF-8, or nested deeper than 128 levels.
    MalformedJson,
    /// 400: JSON, but not an object.
    NotAnObject,
    /// 400: an upload that holds no rows of its own: JSON that is no array, or an object around one.
    NotRows,
    /// 400: a CSV whose first line does not name this column; where it names the key of another stream, with that.
    NoColumn(&'static str, Option<&'static str>),
    /// 400: `columns` does not name this column of the key.
    Columns(&'static str),
    /// 400: the first line of a CSV, or `columns`, names this column of ours twice.
    ColumnTwice(&'static str, String),
    /// 400: a file that is declared as this, is nothing else that is known, and whose first line does not name this column.
    Declared(&'static str, &'static str),
    /// 400: a CSV whose first record is longer than this, in bytes.
    LongHead(usize),
    /// 415: a file of this kind, and what to do with it.
    FileType(&'static str, &'static str),
    /// 400: a form without a boundary, or without a file.
    Form,
    /// 415: a `Content-Encoding` that is not read.
    Coding,
    /// 400: a body that cannot be decoded by its `Content-Encoding`, and why.
    NotCoded(&'static str),
    /// 415: a body of another type.
    MediaType,
    /// 413: a body above the endpoint's limit.
    TooLarge,
    /// 400: a setting in the path prefix is unknown or out of bounds.
    Setting(SettingError),
    /// 400 or 501: the clock cannot be moved so.
    Clock(ClockFault),
    /// 501: the setting `compression=members` behind an adapter that leaves compression to its platform.
    NoMembers,
    /// 404: no endpoint here.
    NotFound,
    /// 405: not with this method.
    MethodNotAllowed,
    /// 429: the bucket is empty; whole seconds until it holds a token again.
    RateLimited {
        /// `Retry-After`, at least 1.
        retry_after: u64,
    },
    /// 500: an internal fault, of which no details are shown.
    Internal,
}

impl ApiError {
    /// The status the refusal is answered with.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NoSuchId(..)
            | Self::NoChildren(..)
            | Self::NoSuchName(..)
            | Self::NotFound
            | Self::PastEnd { missing: true } => StatusCode::NOT_FOUND,
            Self::MissingAuthorization(_)
            | Self::InvalidAuthorization(_)
            | Self::InvalidToken
            | Self::ExpiredToken
            | Self::Login => StatusCode::UNAUTHORIZED,
            Self::ForeignPage => StatusCode::FORBIDDEN,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Expired(..) => StatusCode::GONE,
            Self::FileChanged => StatusCode::PRECONDITION_FAILED,
            Self::RangeEnd(_) | Self::BytesEnd(_) => StatusCode::RANGE_NOT_SATISFIABLE,
            Self::MediaType | Self::Coding | Self::FileType(..) => {
                StatusCode::UNSUPPORTED_MEDIA_TYPE
            }
            Self::RateLimited { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::NoMembers | Self::Clock(ClockFault::Isolated) => StatusCode::NOT_IMPLEMENTED,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            _ => StatusCode::BAD_REQUEST,
        }
    }

    /// The `WWW-Authenticate` value; there is one for every 401.
    pub fn challenge(&self) -> Option<HeaderValue> {
        let text = match self {
            Self::MissingAuthorization(Challenge::Basic)
            | Self::InvalidAuthorization(Challenge::Basic) => {
                "Basic realm=\"playground\", charset=\"UTF-8\""
            }
            Self::MissingAuthorization(Challenge::Bearer) => "Bearer realm=\"playground\"",
            Self::InvalidAuthorization(Challenge::Bearer) => {
                "Bearer realm=\"playground\", error=\"invalid_token\""
            }
            Self::MissingAuthorization(Challenge::ApiKey)
            | Self::InvalidAuthorization(Challenge::ApiKey) => "apiKey realm=\"playground\"",
            Self::MissingAuthorization(Challenge::Token)
            | Self::InvalidAuthorization(Challenge::Token)
            | Self::InvalidToken
            | Self::ExpiredToken
            | Self::Login => "Token realm=\"playground\"",
            _ => return None,
        };
        Some(HeaderValue::from_static(text))
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Host => f.write_str("Exactly one valid 'Host' header is required"),
            Self::Target => f.write_str("Invalid request target. Use a path that begins with '/'"),
            Self::Unexpected(names) => write!(f, "Unexpected query parameters: {}", joined(names, ", ")),
            Self::Conflicting(name) => write!(f, "Conflicting values for query parameter '{name}'"),
            Self::NotInteger(name) => write!(f, "Invalid value for '{name}'. It must be an integer."),
            Self::Between(name, min, max) => {
                write!(f, "Invalid value for '{name}'. It should be between {min} and {max}.")
            }
            Self::AtLeast(name, min) => {
                write!(f, "Invalid value for '{name}'. It must be greater than or equal to {min}.")
            }
            Self::AtMost(name, max) => write!(f, "Invalid value for '{name}'. It must be less than or equal to {max}."),
            Self::AtLeastParameter(name, other) => {
                write!(f, "Invalid value for '{name}'. It must be greater than or equal to '{other}'.")
            }
            Self::Choice(name, values) => {
                write!(f, "Invalid value for '{name}'. Use '{}'", joined(values, "' or '"))
            }
            Self::NotUtc(name) => write!(f, "Invalid date format for '{name}'. Must end with 'Z' for UTC"),
            Self::NotTimeFormat(name, form) => {
                let plus = if *form == TimeFormat::Offset { "; a + in a query is written as %2B" } else { "" };
                write!(
                    f,
                    "Invalid date format for '{name}'. Use '{}', as rows have it, or 'YYYY-MM-DDTHH:MM:SSZ'{plus}",
                    form.example()
                )
            }
            Self::NotTimestamp(name) => write!(f, "Invalid date format for '{name}'. Use 'YYYY-MM-DDTHH:MM:SSZ'"),
            Self::NotDuration(name) => write!(
                f,
                "Invalid value for '{name}'. Use an ISO 8601 duration of weeks, or of days, hours, minutes and seconds, as 'P2W' or 'P1DT1H30M15S'"
            ),
            Self::PathNotInteger(name) => write!(f, "Invalid value for '{name}'. '{name}' must be an integer"),
            Self::TwoStarts => f.write_str(
                "You can only use 'updated_since' in first request, subsequent requests should use only 'scroll_param'",
            ),
            Self::ScrollParam => f.write_str("Invalid scroll_param value"),
            Self::Cursor(name, fault) => write!(f, "Invalid value for '{name}'. {}", fault.says()),
            Self::BothRequired(one, other) => write!(f, "Both '{one}' and '{other}' parameters are required"),
            Self::UnexpectedMembers(names) => write!(f, "Unexpected body members: {}", joined(names, ", ")),
            Self::NotObject(name) => write!(f, "Invalid value for '{name}'. It must be an object."),
            Self::Required(name) => write!(f, "'{name}' is required"),
            Self::NotString(name) => write!(f, "Invalid value for '{name}'. It must be a string."),
            Self::Both(one, other) => write!(f, "Use either '{one}' or '{other}', not both"),
            Self::UnknownRow(name) => write!(f, "Invalid value for '{name}'. No row of this list has that id"),
            Self::GoneRow(name) => {
                write!(f, "Invalid value for '{name}'. The row with that id is gone. Go on behind an earlier one")
            }
            Self::RangeForm => {
                f.write_str("Invalid value for 'Range'. Use 'items=FIRST-LAST', 'items=FIRST-' or 'items=-COUNT'")
            }
            Self::RangeEnd(total) => write!(f, "Range not satisfiable. The list has {total} rows"),
            Self::BytesEnd(length) => write!(f, "Range not satisfiable. The file has {length} bytes"),
            Self::FileChanged => f.write_str("The file is not the one that 'If-Match' names. Begin again without it"),
            Self::PastEnd { .. } => f.write_str("This page is past the end"),
            Self::MaxOffset(max) => {
                write!(f, "No page starts beyond offset {max}. Narrow the list by a filter or another order")
            }
            Self::FirstCursor(name) => write!(f, "'{name}' is required. Send it empty or as '*' at first"),
            Self::Expired(name, hours) => write!(
                f,
                "The '{name}' was given more than {hours} hours ago ('retention_hours'). Start anew without it, and drop the rows that do not come again"
            ),
            Self::LongWindow(seconds, hours) => write!(
                f,
                "The window from 'start' to 'end' is {seconds} seconds long. It must not be longer than {}, {hours} hours ('max_window_hours')",
                hours * 3600
            ),
            Self::OpenWindow(hours) => write!(
                f,
                "Both 'start' and 'end' are required, not more than {hours} hours apart ('max_window_hours')"
            ),
            Self::NoSuchId(name, id) => write!(f, "{name} '{id}' not found"),
            Self::NoChildren(children, name, id) => write!(f, "{children} of {name} '{id}' not found"),
            Self::NoSuchName(name, known) => write!(f, "'{name}' not found. There are '{}'", joined(known, "', '")),
            Self::MissingAuthorization(_) => f.write_str("Authorization header is missing"),
            Self::InvalidAuthorization(_) => f.write_str("Invalid API key or format"),
            Self::ForeignPage => {
                f.write_str("Only this server's own page gets the credentials, over HTTPS or on localhost. Use those of the banner")
            }
            Self::MissingToken => f.write_str("Token is missing"),
            Self::TokenFormat => f.write_str("Invalid token format"),
            Self::InvalidToken => f.write_str("Invalid Token"),
            Self::ExpiredToken => f.write_str("Token has expired"),
            Self::Login => f.write_str("Invalid username or password"),
            Self::LoginIncomplete => f.write_str("Username and password are required"),
            Self::LoginTypes => f.write_str("Username and password must be strings"),
            Self::MalformedJson => f.write_str("Malformed JSON body"),
            Self::NotAnObject => f.write_str("JSON body must be an object"),
            Self::NotRows => f.write_str(
                "The rows must be a JSON array of objects, one JSON object a line, or CSV; take them out of the object around them",
            ),
            Self::NoColumn(name, stream) => {
                write!(
                    f,
                    "The first line of the CSV must name its columns, '{name}' among them. Where it names none, name them by columns={name},… (--columns)"
                )?;
                stream.map_or(Ok(()), |stream| {
                    write!(f, ". It names the key of {stream}: check with stream={stream} (--stream {stream})")
                })
            }
            Self::ColumnTwice(place, name) => {
                write!(f, "{place} names the column '{name}' twice. Leave one of the two, or give the other another name")
            }
            Self::Columns(name) => {
                write!(f, "Invalid value for 'columns'. It must be the names of the CSV's columns, '{name}' among them")
            }
            Self::Declared(format, name) => write!(
                f,
                "The file is declared as {format}, by Content-Type (or --input-format), but it is no JSON, and no CSV whose first line names '{name}'"
            ),
            Self::LongHead(most) => write!(f, "The first line of the CSV is longer than {most} bytes"),
            Self::FileType(name, way) => write!(f, "The file is {name}, which is not read. {way}"),
            Self::Form => f.write_str("A form must have a boundary and a part with a file. Send it as 'curl -F file=@NAME' does"),
            Self::Coding => f.write_str("Unsupported Content-Encoding. Use one that Accept-Encoding names, or none"),
            Self::NotCoded(damage) => write!(f, "The body is not as its Content-Encoding says: {damage}"),
            Self::MediaType => f.write_str("Unsupported media type. Use 'application/json'"),
            Self::TooLarge => f.write_str("Request body is too large"),
            Self::Setting(error) => error.fmt(f),
            Self::NoMembers => f.write_str(
                "Setting 'compression' cannot be 'members' here, where the platform compresses. Use 'none' or 'gzip', or the command playground",
            ),
            Self::Clock(fault) => fault.fmt(f),
            Self::NotFound => f.write_str("Not found"),
            Self::MethodNotAllowed => f.write_str("Method not allowed"),
            Self::RateLimited { .. } => f.write_str("Rate limit exceeded"),
            Self::Internal => f.write_str("Internal server error"),
        }
    }
}

impl std::error::Error for ApiError {}
