//! Declarations of parameters, and how each kind is parsed. The bounds in an error text, in OpenAPI and in the manual are these.

mod duration;
mod number;

pub use number::Bounds;

use super::Call;
use crate::dataset::form::time_format::TimeFormat;
use crate::response::error::{ApiError, Challenge, CursorFault, MAX_ECHOED};
use crate::time::Timestamp;
use number::{Number, canonical};

/// One parameter: everything that parsing it or describing it needs.
#[derive(Debug)]
pub struct Parameter {
    /// Its name, case-sensitive.
    pub name: &'static str,
    /// Where it stands.
    pub location: Location,
    /// Whether the request is refused without it.
    pub required: bool,
    /// What values it takes.
    pub kind: Kind,
    /// What it means; one sentence.
    pub about: &'static str,
}

/// Where a parameter stands in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// In the query string.
    Query,
    /// A segment of the path.
    Path,
    /// The `Authorization` header.
    Authorization,
    /// A header with the parameter's name.
    Header,
    /// A member of the JSON body.
    Body,
}

impl Location {
    /// Whether a header holds it.
    pub const fn is_header(self) -> bool {
        matches!(self, Self::Authorization | Self::Header)
    }
}

/// What values a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `-?[0-9]+` within bounds (B2).
    Integer {
        /// Taken where the parameter is absent.
        default: Option<u64>,
        /// Which values are allowed.
        bounds: Bounds,
    },
    /// One of these spellings.
    Choice {
        /// Taken where the parameter is absent.
        default: &'static str,
        /// The values.
        values: &'static [&'static str],
    },
    /// `YYYY-MM-DDTHH:MM:SSZ`; empty counts as absent.
    Timestamp,
    /// An ISO 8601 duration in units of a fixed length; empty counts as absent.
    Duration,
    /// Text with a meaning of its own; empty counts as absent.
    Text,
    /// A page token from an earlier response; empty counts as absent.
    Cursor,
    /// The id of a row; empty counts as absent.
    Id,
    /// A range of items (RFC 9110 section 14.2).
    Range,
    /// A JSON object.
    Object,
    /// Credentials of a scheme.
    Credentials(Challenge),
}

impl Parameter {
    /// An optional integer in the query.
    pub const fn integer(
        name: &'static str,
        default: u64,
        bounds: Bounds,
        about: &'static str,
    ) -> Self {
        Self {
            name,
            location: Location::Query,
            required: false,
            kind: Kind::Integer { default: Some(default), bounds },
            about,
        }
    }

    /// An integer that the query must have.
    pub const fn required_integer(name: &'static str, bounds: Bounds, about: &'static str) -> Self {
        Self {
            name,
            location: Location::Query,
            required: true,
            kind: Kind::Integer { default: None, bounds },
            about,
        }
    }

    /// An optional choice in the query; the first value is the default unless another is named.
    pub const fn choice(
        name: &'static str,
        default: &'static str,
        values: &'static [&'static str],
        about: &'static str,
    ) -> Self {
        Self {
            name,
            location: Location::Query,
            required: false,
            kind: Kind::Choice { default, values },
            about,
        }
    }

    /// An optional timestamp in the query.
    pub const fn timestamp(name: &'static str, about: &'static str) -> Self {
        Self { name, location: Location::Query, required: false, kind: Kind::Timestamp, about }
    }

    /// An optional duration in the query.
    pub const fn duration(name: &'static str, about: &'static str) -> Self {
        Self { name, location: Location::Query, required: false, kind: Kind::Duration, about }
    }

    /// An optional text in the query.
    pub const fn text(name: &'static str, about: &'static str) -> Self {
        Self { name, location: Location::Query, required: false, kind: Kind::Text, about }
    }

    /// An optional cursor in the query.
    pub const fn cursor(name: &'static str, about: &'static str) -> Self {
        Self { name, location: Location::Query, required: false, kind: Kind::Cursor, about }
    }

    /// The id of a row, in the query.
    pub const fn id(name: &'static str, about: &'static str) -> Self {
        Self { name, location: Location::Query, required: false, kind: Kind::Id, about }
    }

    /// The header `Range`.
    pub const fn range(about: &'static str) -> Self {
        Self {
            name: "Range",
            location: Location::Header,
            required: false,
            kind: Kind::Range,
            about,
        }
    }

    /// An optional header with a meaning of its own.
    pub const fn header(name: &'static str, about: &'static str) -> Self {
        Self { name, location: Location::Header, required: false, kind: Kind::Text, about }
    }

    /// The same as a member of the JSON body.
    #[must_use]
    pub const fn in_body(mut self) -> Self {
        self.location = Location::Body;
        self
    }

    /// The same as a segment of the path.
    #[must_use]
    pub const fn in_path(mut self) -> Self {
        self.location = Location::Path;
        self.required = true;
        self
    }

    /// An integer that is a segment of the path.
    pub const fn path_integer(name: &'static str, about: &'static str) -> Self {
        let kind = Kind::Integer { default: None, bounds: Bounds::Any };
        Self { name, location: Location::Path, required: true, kind, about }
    }

    /// A text member of the JSON body.
    pub const fn member(name: &'static str, about: &'static str) -> Self {
        Self { name, location: Location::Body, required: true, kind: Kind::Text, about }
    }

    /// An optional object in the JSON body.
    pub const fn object(name: &'static str, about: &'static str) -> Self {
        Self { name, location: Location::Body, required: false, kind: Kind::Object, about }
    }

    /// Credentials in the `Authorization` header.
    pub const fn credentials(scheme: Challenge, about: &'static str) -> Self {
        let kind = Kind::Credentials(scheme);
        Self {
            name: "Authorization",
            location: Location::Authorization,
            required: true,
            kind,
            about,
        }
    }

    /// The refusals that reading it can give, in the order of the checks.
    pub fn errors(&self) -> Vec<ApiError> {
        let mut errors = Vec::new();
        self.push_errors(&mut errors);
        errors
    }

    /// Adds the refusals that reading it can give.
    pub(super) fn push_errors(&self, errors: &mut Vec<ApiError>) {
        let name = self.name;
        let (first, second) = match self.kind {
            Kind::Integer { bounds, .. } => {
                let path = self.location == Location::Path;
                errors.push(if path {
                    ApiError::PathNotInteger(name)
                } else {
                    ApiError::NotInteger(name)
                });
                match bounds {
                    Bounds::Between(min, max) => (Some(ApiError::Between(name, min, max)), None),
                    Bounds::Echoed(min) => (
                        Some(ApiError::AtLeast(name, min)),
                        Some(ApiError::AtMost(name, MAX_ECHOED)),
                    ),
                    Bounds::AtLeast(min) => (Some(ApiError::AtLeast(name, min)), None),
                    Bounds::Any => (None, None),
                }
            }
            Kind::Choice { values, .. } => (Some(ApiError::Choice(name, values)), None),
            Kind::Timestamp => (Some(ApiError::NotUtc(name)), Some(ApiError::NotTimestamp(name))),
            Kind::Duration => (Some(ApiError::NotDuration(name)), None),
            Kind::Text | Kind::Object => (None, None),
            Kind::Cursor => {
                for fault in CursorFault::ALL {
                    errors.push(ApiError::Cursor(name, fault));
                }
                (None, None)
            }
            Kind::Id => (Some(ApiError::UnknownRow(name)), None),
            Kind::Range => (Some(ApiError::RangeForm), Some(ApiError::RangeEnd(200))),
            Kind::Credentials(scheme) => (
                Some(ApiError::MissingAuthorization(scheme)),
                Some(ApiError::InvalidAuthorization(scheme)),
            ),
        };
        errors.extend(first);
        errors.extend(second);
    }

    /// The value of an integer parameter: its default where it is absent and has one.
    pub(crate) fn read_integer(&self, call: &Call<'_>) -> Result<u64, ApiError> {
        let Kind::Integer { default, bounds } = self.kind else { return Err(ApiError::Internal) };
        match (call.query.get(self.name), default) {
            (Some(text), _) => {
                bounds.check(self.name, Number::parse(text).ok_or(ApiError::NotInteger(self.name))?)
            }
            (None, default) => default.ok_or(ApiError::NotInteger(self.name)),
        }
    }

    /// The index of the chosen value.
    pub(crate) fn read_choice(&self, call: &Call<'_>) -> Result<&'static str, ApiError> {
        let Kind::Choice { default, values } = self.kind else { return Err(ApiError::Internal) };
        let Some(text) = call.query.get(self.name) else { return Ok(default) };
        values
            .iter()
            .find(|value| **value == text)
            .copied()
            .ok_or(ApiError::Choice(self.name, values))
    }

    /// The moment; None where it is absent or empty.
    pub(crate) fn read_timestamp(&self, call: &Call<'_>) -> Result<Option<Timestamp>, ApiError> {
        match self.read_text(call) {
            None => Ok(None),
            Some(text) => {
                let form = call.instance.settings.form.time;
                form.read(text).map(Some).ok_or_else(|| match form {
                    TimeFormat::Z if !text.ends_with('Z') => ApiError::NotUtc(self.name),
                    TimeFormat::Z => ApiError::NotTimestamp(self.name),
                    form => ApiError::NotTimeFormat(self.name, form),
                })
            }
        }
    }

    /// The duration in seconds; None where it is absent or empty.
    pub(crate) fn read_duration(&self, call: &Call<'_>) -> Result<Option<u64>, ApiError> {
        let text = self.read_text(call);
        let seconds = |text| duration::seconds(text).ok_or(ApiError::NotDuration(self.name));
        text.map(seconds).transpose()
    }

    /// The text; None where it is absent or empty.
    pub(crate) fn read_text<'c>(&self, call: &'c Call<'_>) -> Option<&'c str> {
        call.query.get(self.name).filter(|text| !text.is_empty())
    }

    /// The cursor; None where a walk starts. That must be said where the behaviour `first_cursor` asks for it.
    pub(crate) fn read_cursor<'c>(&self, call: &'c Call<'_>) -> Result<Option<&'c str>, ApiError> {
        match (call.query.get(self.name), call.instance.settings.behaviours.first_cursor) {
            (None, true) => Err(ApiError::FirstCursor(self.name)),
            (Some("*"), true) | (None | Some(""), _) => Ok(None),
            (text, _) => Ok(text),
        }
    }

    /// The segment of the path as a number within its bounds.
    pub(crate) fn read_segment(&self, call: &Call<'_>) -> Result<u64, ApiError> {
        let Kind::Integer { bounds, .. } = self.kind else { return Err(ApiError::Internal) };
        let number =
            Number::parse(self.segment(call)).ok_or(ApiError::PathNotInteger(self.name))?;
        bounds.check(self.name, number)
    }

    fn segment<'c>(&self, call: &'c Call<'_>) -> &'c str {
        call.path.iter().find(|(name, _)| *name == self.name).map_or("", |(_, text)| text)
    }

    /// The segment of the path, in canonical decimal form.
    pub(crate) fn read_path_integer(&self, call: &Call<'_>) -> Result<String, ApiError> {
        canonical(self.segment(call)).ok_or(ApiError::PathNotInteger(self.name))
    }
}
