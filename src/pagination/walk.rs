//! A walk over a list by cursors: where the page that is asked for begins, in the list as it is at that page's moment, and the cursors to others.

use super::cursor::{After, Binding, Lead, Mark};
use crate::dataset::list::List;
use crate::request::Call;
use crate::request::rows::Ordered;
use crate::response::error::ApiError;

/// A walk, at one of its pages.
#[derive(Debug)]
pub struct Walk {
    binding: Binding,
    /// The second of the first page, where each is of another moment.
    start: Option<i64>,
    /// The rows, as they are at this page.
    pub list: List,
    /// Where in them the page begins.
    pub mark: Mark,
}

impl Walk {
    /// A walk that begins with this page, or is at a page so far in without a cursor.
    pub fn begin(binding: Binding, ordered: &Ordered, pages: u64, call: &Call<'_>) -> Self {
        let start = call.is_timed().then(|| call.now.seconds());
        Self { binding, start, list: ordered.list(call, pages), mark: Mark::START }
    }

    /// A walk that goes on where a cursor leads, or begins where there is none; `name` is the parameter it came in.
    ///
    /// # Errors
    /// [`ApiError::Cursor`]: no cursor at all, or one of another endpoint, other settings or other parameters.
    pub fn resume(
        binding: Binding,
        ordered: &Ordered,
        (name, cursor): (&'static str, Option<&str>),
        call: &Call<'_>,
    ) -> Result<Self, ApiError> {
        let Some(cursor) = cursor else { return Ok(Self::begin(binding, ordered, 0, call)) };
        let Lead { after, page, start } = binding.read(name, cursor)?;
        let start = start.filter(|_| call.is_timed());
        let begun = start.unwrap_or(call.now.seconds());
        let moment = call.moment(begun, page - 1);
        let list = call.instance.people.list(ordered.key(), ordered.since, moment);
        let after = match after {
            After::Rows(rows) => rows,
            After::Row { second, place } => list.after(second, place),
        };
        let start = call.is_timed().then_some(begun);
        Ok(Self { binding, start, list, mark: Mark { after, page } })
    }

    /// The cursor of a page. Where rows move it leads behind a row, wherever that row stands by then.
    pub fn issue(&self, mark: Mark) -> String {
        let Mark { after, page } = mark;
        let after = match &self.list {
            List::Still(..) => After::Rows(after),
            List::Moving(view) => {
                let (second, place) = after
                    .checked_sub(1)
                    .and_then(|last| view.key(last))
                    .unwrap_or((view.first(), 0));
                After::Row { second, place }
            }
        };
        self.binding.issue(Lead { after, page, start: self.start })
    }
}
