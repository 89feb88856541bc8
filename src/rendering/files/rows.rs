//! The rows of a file in chunks, and a slice of them.

use super::Format;
use crate::dataset::list::{List, Rows};
use crate::dataset::people::{IdForm, People};
use crate::rendering::{CHUNK, ROW};
use crate::response::body::Chunk;
use std::ops::Range;
use std::sync::Arc;

impl Format {
    /// How many bytes stand before the first row, and behind the last one. The bracket of an array counts to its row, as a comma does.
    pub(super) fn ends(self, people: &People) -> [u64; 2] {
        match self {
            Self::Csv(dialect) => {
                let mut header = Vec::new();
                dialect.write_header(&people.columns(0), &mut header);
                [header.len() as u64, 0]
            }
            Self::Ndjson => [0, 0],
            Self::Json => [0, 1],
        }
    }
}

/// A file in chunks, from a row on.
pub(super) struct FileRows {
    people: Arc<People>,
    rows: Rows,
    format: Format,
    started: bool,
    ended: bool,
}

impl FileRows {
    /// These rows of a list in canonical order, counted from 0; what stands before the first row comes with it.
    pub(super) fn new(people: &Arc<People>, list: &List, format: Format, rows: Range<u64>) -> Self {
        let started = rows.start > 0;
        let rows = list.rows(rows);
        Self { people: Arc::clone(people), rows, format, started, ended: false }
    }
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
                    dialect.write_header(&people.columns(rows.moment()), &mut out);
                }
                people.write_csv(rows, dialect, &mut out, CHUNK);
            }
            Format::Ndjson => people.write_ndjson(rows, &mut out, CHUNK),
            Format::Json => {
                out.push(if first { b'[' } else { b',' });
                people.write_json(rows, IdForm::Uuid, &mut out, CHUNK);
            }
        }
        self.ended = rows.remaining() == 0;
        if self.ended && self.format == Format::Json {
            out.push(b']');
        }
        // Of no rows, a file may have no bytes, and no chunk may.
        (!out.is_empty()).then(|| Chunk::Data(out.into()))
    }
}

/// A slice of the bytes of a file.
pub(super) struct Slice {
    rows: FileRows,
    /// Bytes to leave out, and bytes to come after them.
    skipped: u64,
    left: u64,
}

impl Slice {
    /// Skips the first bytes, then yields this many.
    pub(super) const fn new(rows: FileRows, skipped: u64, bytes: u64) -> Self {
        Self { rows, skipped, left: bytes }
    }
}

impl Iterator for Slice {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        while self.left > 0 {
            let Chunk::Data(mut bytes) = self.rows.next()? else { continue };
            let skipped = usize::try_from(self.skipped).unwrap_or(usize::MAX).min(bytes.len());
            self.skipped -= skipped as u64;
            let _ = bytes.split_to(skipped);
            bytes.truncate(usize::try_from(self.left).unwrap_or(usize::MAX));
            self.left -= bytes.len() as u64;
            if !bytes.is_empty() {
                return Some(Chunk::Data(bytes));
            }
        }
        None
    }
}
