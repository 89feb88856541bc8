//! Lists of records as response bodies: built whole where they are small, streamed in constant memory where they are large.

mod files;

pub use files::{Format, export};

use crate::dataset::list::Rows;
use crate::dataset::people::{IdForm, People};
use crate::pagination::pages::Page;
use crate::request::Call;
use crate::response::Response;
use crate::response::body::{Body, Chunk};
use crate::settings::behaviours::Behaviours;
use crate::time::Texts;
use http::HeaderValue;
use http::header::{HeaderName, LINK};
use serde_json::Value;
use std::sync::Arc;

/// Most rows of an answer that is made as a whole.
const WHOLE: u64 = 1000;
/// About how many bytes a chunk has.
const CHUNK: usize = 64 * 1024;
/// The members that the behaviour `drop_total` leaves out.
pub const TOTALS: [&str; 5] =
    ["total", "total_items", "total_pages", "total_count", "@odata.count"];
/// Room for a row, in bytes; most have less.
const ROW: usize = 400;
/// Room for the members behind the rows, in bytes; one with a link may need more.
const TAIL: usize = 256;

/// The JSON around the rows of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// `{"data": [rows], …}`
    Data,
    /// `{"value": [rows], …}`
    Value,
    /// `[rows]`
    Bare,
    /// `{"data": null, …}`, where the behaviour `last` ends lists so.
    NullData,
    /// `{"value": null, …}`, likewise.
    NullValue,
    /// `null`, likewise.
    NullBare,
    /// `[rows]` where the behaviour `envelope` leaves the object out; headers say what its members said of the way on.
    Opened,
    /// `null`, likewise.
    NullOpened,
}

/// Members that lead on, and the headers that do without them.
pub const LEADING: [(&str, HeaderName); 5] = [
    ("next_page_url", LINK),
    ("@odata.nextLink", LINK),
    ("next_cursor", NEXT_CURSOR),
    ("nextPageToken", NEXT_CURSOR),
    ("scroll_param", NEXT_CURSOR),
];
/// The cursor of the next page, beside a list that is the whole answer.
pub const NEXT_CURSOR: HeaderName = HeaderName::from_static("x-next-cursor");

impl Frame {
    /// The frame of a page in which null may stand for the list, or which has no object around it.
    pub const fn of(self, page: &Page) -> Self {
        match (self, page.null) {
            (Self::Data | Self::Value, null) if page.bare => {
                if null {
                    Self::NullOpened
                } else {
                    Self::Opened
                }
            }
            (Self::Data, true) => Self::NullData,
            (Self::Value, true) => Self::NullValue,
            (Self::Bare, true) => Self::NullBare,
            (frame, _) => frame,
        }
    }

    /// The frame of a list that has one page.
    pub fn only(call: &Call<'_>) -> Self {
        let off = call.instance.settings.behaviours.envelope.is_off(1);
        if off { Self::Opened } else { Self::Data }
    }

    const fn head(self) -> &'static [u8] {
        match self {
            Self::Data => b"{\"data\":[",
            Self::Value => b"{\"value\":[",
            Self::Bare | Self::Opened => b"[",
            Self::NullData => b"{\"data\":null",
            Self::NullValue => b"{\"value\":null",
            Self::NullBare | Self::NullOpened => b"null",
        }
    }

    /// The end of the list and the members behind it; a bare list has none.
    fn tail(self, members: &[(&str, Value)], behaviours: &Behaviours) -> Vec<u8> {
        let mut tail = Vec::with_capacity(TAIL);
        if matches!(self, Self::Data | Self::Value | Self::Bare | Self::Opened) {
            tail.push(b']');
        }
        if matches!(self, Self::Bare | Self::NullBare | Self::Opened | Self::NullOpened) {
            return tail;
        }
        for (name, value) in members {
            if behaviours.drop_total && TOTALS.contains(name) {
                continue;
            }
            let quote: &[u8] =
                if behaviours.string_numbers && value.is_number() { b"\"" } else { b"" };
            [b",\"", name.as_bytes(), b"\":", quote]
                .iter()
                .for_each(|part| tail.extend_from_slice(part));
            // Nothing that is written into memory fails.
            let _ = serde_json::to_writer(&mut tail, value);
            tail.extend_from_slice(quote);
        }
        tail.push(b'}');
        tail
    }
}

/// What leads on from a page whose object is left out, as headers.
fn leading(members: &[(&str, Value)], mut answer: Response) -> Response {
    for (member, header) in LEADING {
        let value = members.iter().find(|(name, _)| *name == member);
        let Some(text) = value.and_then(|(_, value)| value.as_str()) else { continue };
        let text = if header == LINK { format!("<{text}>; rel=\"next\"") } else { text.to_owned() };
        answer = answer.with_text(header, text);
    }
    answer
}

/// `{"data": [items], …}` of items that `write` appends each, with more members behind them.
pub(crate) fn items<T>(
    call: &Call<'_>,
    items: &[T],
    write: impl Fn(&T, &mut Texts, &mut Vec<u8>),
    members: &[(&str, Value)],
) -> Response {
    let (mut json, mut times) = (Vec::with_capacity((items.len() + 1) * ROW), Texts::new());
    json.extend_from_slice(Frame::Data.head());
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            json.push(b',');
        }
        write(item, &mut times, &mut json);
    }
    json.extend_from_slice(&Frame::Data.tail(members, &call.instance.settings.behaviours));
    Response::json(json).with_rows(items.len() as u64)
}

/// Rows in a frame, with more members behind them where the frame has room for them.
pub fn framed(
    call: &Call<'_>,
    frame: Frame,
    mut rows: Rows,
    form: IdForm,
    members: &[(&str, Value)],
) -> Response {
    let people = &call.instance.people;
    let behaviours = &call.instance.settings.behaviours;
    let count = rows.remaining();
    let tail = frame.tail(members, behaviours);
    let with_way = |answer| match frame {
        Frame::Opened | Frame::NullOpened => leading(members, answer),
        _ => answer,
    };
    if count > WHOLE {
        let head = Some(frame.head());
        let chunks = JsonRows { people: Arc::clone(people), rows, form, head, tail: Some(tail) };
        let json = HeaderValue::from_static("application/json");
        let answer = Response::of(json, Body::Chunks(Box::new(chunks)));
        return with_way(answer.with_rows(count));
    }
    // Kept rows are as long as they are, so their answer is one buffer of its very size.
    let json = if let Some(kept) = people.kept_json(&rows, form) {
        [frame.head(), kept, &tail].concat()
    } else {
        let room = usize::try_from(count).unwrap_or_default() * ROW;
        let mut json = Vec::with_capacity(room + ROW);
        json.extend_from_slice(frame.head());
        people.write_json(&mut rows, form, &mut json, usize::MAX);
        json.extend_from_slice(&tail);
        json
    };
    with_way(Response::json(json).with_rows(count))
}

struct JsonRows {
    people: Arc<People>,
    rows: Rows,
    form: IdForm,
    /// What precedes the rows; taken with the first chunk.
    head: Option<&'static [u8]>,
    /// What follows the rows; taken with the last chunk.
    tail: Option<Vec<u8>>,
}

impl Iterator for JsonRows {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        self.tail.as_ref()?;
        let mut out = Vec::with_capacity(CHUNK + 2 * ROW);
        out.extend_from_slice(self.head.take().unwrap_or(b","));
        self.people.write_json(&mut self.rows, self.form, &mut out, CHUNK);
        if self.rows.remaining() == 0 {
            out.extend_from_slice(&self.tail.take()?);
        }
        Some(Chunk::Data(out.into()))
    }
}
