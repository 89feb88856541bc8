//! What a ready-made paginator has to be told of an endpoint: the hints of the OpenAPI document (`x-paging`) and of the client configurations.

use super::{Endpoint, Start};
use crate::request::parameter::{Kind, Location, Parameter};
use serde_json::{Value, json};

/// How the pages of a list follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    /// The way.
    pub way: Way,
    /// The query parameter that asks for the next page; empty where there is none.
    pub parameter: &'static str,
    /// The query parameter for the size of a page; empty where there is none.
    pub size: &'static str,
    /// What leads on, a member of the answer or its header: the next link or cursor, the number of pages or rows, or whether more
    /// follow; empty where there is none.
    pub next: &'static str,
    /// The member of the answer with the rows; empty where the answer is a bare array.
    pub rows: &'static str,
    /// The member of a row that tells it from all others.
    pub key: &'static str,
}

/// A way of paging.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The answer has the URL of the next page, or null.
    NextLink,
    /// The header `Link` has the URL of the next page (RFC 8288).
    LinkHeader,
    /// Pages by number, from 1 to the number the answer has.
    PageNumber,
    /// Pages by number, which is a segment of the path.
    PageInPath,
    /// Rows to skip, up to the number of rows the answer has.
    Offset,
    /// The answer has a cursor to send back, or null. Sent alone: it holds the filter.
    Cursor,
    /// The answer has a cursor to send back with the same other parameters, or none.
    Token,
    /// A header of the answer has such a cursor.
    TokenHeader,
    /// The key of the last row is the cursor; the answer says whether more follow.
    LastKey,
    /// Rows by the header `Range`.
    Range,
    /// All rows in one answer.
    Single,
}

impl Paging {
    /// Pages of records that stand in `data`.
    pub const fn records(
        way: Way,
        parameter: &'static str,
        size: &'static str,
        next: &'static str,
    ) -> Self {
        Self { way, parameter, size, next, rows: "data", key: "id" }
    }

    /// All rows of a list in one answer, told apart by `key`.
    pub const fn single(key: &'static str) -> Self {
        Self { way: Way::Single, parameter: "", size: "", next: "", rows: "data", key }
    }
}

impl Way {
    /// Its name in the documents.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NextLink => "next_link",
            Self::LinkHeader => "link_header",
            Self::PageNumber => "page",
            Self::PageInPath => "page_in_path",
            Self::Offset => "offset",
            Self::Cursor => "cursor",
            Self::Token => "token",
            Self::TokenHeader => "token_header",
            Self::LastKey => "last_key",
            Self::Range => "range",
            Self::Single => "single",
        }
    }

    /// How a request says where its rows start; None where all come.
    const fn start(self) -> Option<Start> {
        match self {
            Self::NextLink
            | Self::LinkHeader
            | Self::PageNumber
            | Self::PageInPath
            | Self::Offset
            | Self::Range => Some(Start::Counted),
            Self::Cursor | Self::Token | Self::TokenHeader | Self::LastKey => Some(Start::Resumed),
            Self::Single => None,
        }
    }
}

impl Endpoint {
    /// With hints for paginators.
    #[must_use]
    pub const fn paged(mut self, paging: Paging) -> Self {
        (self.details.list, self.details.start) = (Some(paging.rows), paging.way.start());
        self.paging = Some(paging);
        self
    }

    /// The parameter for what an answer gave to go on with.
    pub fn cursor(&self) -> Option<&'static Parameter> {
        let paging = self.paging.filter(|paging| paging.way.start() == Some(Start::Resumed))?;
        self.parameters.iter().copied().find(|parameter| parameter.name == paging.parameter)
    }

    /// The hints as a value, without those that do not apply; None for an endpoint without. `since` is the parameter for incremental
    /// syncs by the row's `updatedAt`.
    pub fn hints(&self) -> Option<Value> {
        let Paging { way, parameter, size, next, rows, key } = self.paging?;
        let mut hints = json!({ "way": way.name(), "key": key });
        let since = self
            .parameters
            .iter()
            .find(|p| p.kind == Kind::Timestamp && p.location == Location::Query);
        let texts = [
            ("rows", rows),
            ("parameter", parameter),
            ("size", size),
            ("next", next),
            ("since", since.map_or("", |p| p.name)),
        ];
        for (name, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
            hints[name] = text.into();
        }
        if let Some(most) = self.largest_page(size) {
            hints["most"] = most.into();
        }
        Some(hints)
    }

    /// The most rows of a page, by the parameter for its size.
    fn largest_page(&self, size: &str) -> Option<u64> {
        let parameter = self.parameters.iter().find(|parameter| parameter.name == size)?;
        if let Kind::Integer { bounds, .. } = parameter.kind { bounds.limits().1 } else { None }
    }
}
