//! All records as one file, in canonical order: CSV, lines of JSON, or one JSON array. Any size streams.

use super::{CHUNK, ROW};
use crate::answer::Answer;
use crate::body::{Body, Chunk};
use crate::data::dialect::Dialect;
use crate::data::order::Cursor;
use crate::data::people::{IdForm, People};
use crate::input::Call;
use http::HeaderValue;
use http::header::CONTENT_DISPOSITION;
use std::sync::Arc;

/// Exports up to this many rows say their length (B14).
const COUNTED: u64 = 10_000;

/// How a file holds its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A header and a line a row.
    Csv(Dialect),
    /// A JSON object a line, each line ended by a line feed.
    Ndjson,
    /// One JSON array of objects.
    Json,
}

/// The export of all records.
pub fn export(call: &Call<'_>, format: Format) -> Answer {
    let people = &call.world.people;
    let rows = people.canonical().cursor(0..u64::MAX);
    let count = rows.remaining();
    if format == Format::Csv(Dialect::default())
        && let Some(kept) = people.kept_csv()
    {
        return format.answer(Body::Full(kept)).with_rows(count);
    }
    let few = count <= COUNTED;
    let chunks = FileRows { people: Arc::clone(people), rows, format, started: false, ended: false };
    let length = few
        .then(|| chunks.clone().map(|chunk| if let Chunk::Data(bytes) = chunk { bytes.len() as u64 } else { 0 }).sum());
    let streamed = format.answer(Body::Stream(Box::new(chunks))).with_rows(count);
    match length {
        Some(length) => streamed.with_length(length),
        None => streamed,
    }
}

impl Format {
    fn answer(self, body: Body) -> Answer {
        // Constants, so that no text is looked through at run time.
        let (content_type, file) = match self {
            Self::Csv(_) => const { named("text/csv; charset=utf-8", "attachment; filename=data_export.csv") },
            Self::Ndjson => const { named("application/x-ndjson", "attachment; filename=data_export.ndjson") },
            Self::Json => const { named("application/json", "attachment; filename=data_export.json") },
        };
        Answer::of(content_type, body).with(CONTENT_DISPOSITION, file)
    }
}

const fn named(content_type: &'static str, file: &'static str) -> (HeaderValue, HeaderValue) {
    (HeaderValue::from_static(content_type), HeaderValue::from_static(file))
}

#[derive(Clone)]
struct FileRows {
    people: Arc<People>,
    rows: Cursor,
    format: Format,
    started: bool,
    ended: bool,
}

impl Iterator for FileRows {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        if self.ended {
            return None;
        }
        let mut out = Vec::with_capacity(CHUNK + 2 * ROW);
        let first = !std::mem::replace(&mut self.started, true);
        let (people, rows) = (&self.people, &mut self.rows);
        match &self.format {
            Format::Csv(dialect) => {
                if first {
                    dialect.write_header(&mut out);
                }
                people.write_csv(rows, dialect, &mut out, CHUNK);
            }
            Format::Ndjson => people.write_ndjson(rows, &mut out, CHUNK),
            Format::Json => {
                out.push(if first { b'[' } else { b',' });
                people.write_json(rows, IdForm::Uuid, &mut out, CHUNK);
            }
        }
        // There is a row at least, so every chunk has one.
        self.ended = rows.remaining() == 0;
        if self.ended && self.format == Format::Json {
            out.push(b']');
        }
        Some(Chunk::Data(out.into()))
    }
}
