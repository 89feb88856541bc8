//! Lists of records as answers: made as a whole where they are small, streamed in constant memory where they are not.

mod files;

pub use files::{Format, export};

use crate::answer::Answer;
use crate::body::{Body, Chunk};
use crate::data::order::Cursor;
use crate::data::people::{IdForm, People};
use crate::input::Call;
use crate::json;
use crate::paging::pages::Page;
use crate::paging::quirks::Quirks;
use http::HeaderValue;
use serde_json::Value;
use std::sync::Arc;

/// Most rows of an answer that is made as a whole.
const WHOLE: u64 = 1000;
/// About how many bytes a chunk has.
const CHUNK: usize = 64 * 1024;
/// The members that the quirk `drop_total` leaves out.
const TOTALS: [&str; 5] = ["total", "total_items", "total_pages", "total_count", "@odata.count"];
/// Room for a row, in bytes; most have less.
const ROW: usize = 400;
/// Room for the members behind the rows, in bytes; one with a link may need more.
const TAIL: usize = 256;

/// What stands around the rows of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// `{"data": [rows], …}`
    Data,
    /// `{"value": [rows], …}`
    Value,
    /// `[rows]`
    Bare,
    /// `{"data": null, …}`, where the quirk `last` ends lists so.
    NullData,
    /// `{"value": null, …}`, likewise.
    NullValue,
    /// `null`, likewise.
    NullBare,
}

impl Frame {
    /// The frame of a page in which null may stand for the list.
    pub const fn of(self, page: &Page) -> Self {
        match (self, page.null) {
            (Self::Data, true) => Self::NullData,
            (Self::Value, true) => Self::NullValue,
            (Self::Bare, true) => Self::NullBare,
            (frame, _) => frame,
        }
    }

    const fn head(self) -> &'static [u8] {
        match self {
            Self::Data => b"{\"data\":[",
            Self::Value => b"{\"value\":[",
            Self::Bare => b"[",
            Self::NullData => b"{\"data\":null",
            Self::NullValue => b"{\"value\":null",
            Self::NullBare => b"null",
        }
    }

    /// The end of the list and the members behind it; a bare list has none.
    fn tail(self, members: &[(&str, Value)], quirks: &Quirks) -> String {
        let mut tail = String::with_capacity(TAIL);
        if matches!(self, Self::Data | Self::Value | Self::Bare) {
            tail.push(']');
        }
        if matches!(self, Self::Bare | Self::NullBare) {
            return tail;
        }
        for (name, value) in members {
            if quirks.drop_total && TOTALS.contains(name) {
                continue;
            }
            tail.push_str(",\"");
            tail.push_str(name);
            tail.push_str("\":");
            let quote = if quirks.string_numbers && value.is_number() { "\"" } else { "" };
            tail.push_str(quote);
            json::write(value, &mut tail);
            tail.push_str(quote);
        }
        tail.push('}');
        tail
    }
}

/// `{"data": [rows], …}` with more members behind the rows.
pub fn list(call: &Call<'_>, rows: Cursor, form: IdForm, members: &[(&str, Value)]) -> Answer {
    framed(call, Frame::Data, rows, form, members)
}

/// Rows in a frame, with more members behind them where the frame has room for them.
pub fn framed(call: &Call<'_>, frame: Frame, mut rows: Cursor, form: IdForm, members: &[(&str, Value)]) -> Answer {
    let people = &call.world.people;
    let quirks = &call.world.settings.quirks;
    let count = rows.remaining();
    let tail = frame.tail(members, quirks);
    if count > WHOLE {
        let head = Some(frame.head());
        let chunks = JsonRows { people: Arc::clone(people), rows, form, head, tail: Some(tail) };
        return Answer::of(HeaderValue::from_static("application/json"), Body::Stream(Box::new(chunks)))
            .with_rows(count);
    }
    // Kept rows are as long as they are, so their answer is one buffer of its very size.
    let json = if let Some(kept) = people.kept_json(&rows, form) {
        [frame.head(), kept, tail.as_bytes()].concat()
    } else {
        let room = usize::try_from(count).unwrap_or_default() * ROW;
        let mut json = Vec::with_capacity(room + ROW);
        json.extend_from_slice(frame.head());
        people.write_json(&mut rows, form, &mut json, usize::MAX);
        json.extend_from_slice(tail.as_bytes());
        json
    };
    Answer::json(json).with_rows(count)
}

struct JsonRows {
    people: Arc<People>,
    rows: Cursor,
    form: IdForm,
    /// What precedes the rows; taken with the first chunk.
    head: Option<&'static [u8]>,
    /// What follows the rows; taken with the last chunk.
    tail: Option<String>,
}

impl Iterator for JsonRows {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        self.tail.as_ref()?;
        let mut out = Vec::with_capacity(CHUNK + 2 * ROW);
        out.extend_from_slice(self.head.take().unwrap_or(b","));
        self.people.write_json(&mut self.rows, self.form, &mut out, CHUNK);
        if self.rows.remaining() == 0 {
            out.extend_from_slice(self.tail.take()?.as_bytes());
        }
        Some(Chunk::Data(out.into()))
    }
}
