//! Airbyte's raw tables: a row is JSON text, or an object, in one column.

use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// The column that has it.
pub(super) const DATA: &str = "_airbyte_data";
/// Why a row of the table has none.
pub(super) const NO_ROW: &str = "no object in '_airbyte_data'";

/// A row of a raw table.
#[derive(Deserialize)]
struct Raw<'l> {
    #[serde(borrow, rename = "_airbyte_data")]
    data: &'l RawValue,
}

/// The row in an object of a raw table.
pub(super) fn of_line(line: &str) -> Option<Cow<'_, str>> {
    #[derive(Deserialize)]
    struct Text<'t>(#[serde(borrow)] Cow<'t, str>);
    let data = serde_json::from_str::<Raw<'_>>(line).ok()?.data.get();
    let row = match serde_json::from_str::<Text<'_>>(data) {
        Ok(Text(text)) => text,
        Err(_) => Cow::Borrowed(data),
    };
    row.trim_start().starts_with('{').then_some(row)
}

/// A raw table as CSV: its records as they come.
#[derive(Debug)]
pub(super) struct Table {
    reader: csv_core::Reader,
    fields: Vec<u8>,
    ends: Vec<usize>,
    /// How much of both is filled.
    filled: (usize, usize),
    /// The column that has the row, once the first line is read.
    column: Option<usize>,
    line: u64,
}

/// Bytes and fields that there is room for at first.
const ROOM: (usize, usize) = (4096, 32);

impl Table {
    pub(super) fn new() -> Self {
        Self {
            reader: csv_core::Reader::new(),
            fields: vec![0; ROOM.0],
            ends: vec![0; ROOM.1],
            filled: (0, 0),
            column: None,
            line: 1,
        }
    }

    /// The line that is read.
    pub(super) const fn number(&self) -> u64 {
        self.line
    }

    /// Takes the next bytes, of which an empty slice is the end, and hands on the line and the row of each record.
    pub(super) fn feed(&mut self, chunk: &[u8], mut take: impl FnMut(u64, Option<&str>)) {
        use csv_core::ReadRecordResult::{End, InputEmpty, OutputEndsFull, OutputFull, Record};
        let mut rest = chunk;
        loop {
            let fields = self.fields.get_mut(self.filled.0..).unwrap_or_default();
            let ends = self.ends.get_mut(self.filled.1..).unwrap_or_default();
            let (result, read, bytes, count) = self.reader.read_record(rest, fields, ends);
            rest = rest.get(read..).unwrap_or_default();
            self.filled = (self.filled.0 + bytes, self.filled.1 + count);
            match result {
                InputEmpty | End => return,
                OutputFull => self.fields.resize(2 * self.fields.len(), 0),
                OutputEndsFull => self.ends.resize(2 * self.ends.len(), 0),
                Record => {
                    self.record(&mut take);
                    self.filled = (0, 0);
                    self.line = self.reader.line();
                }
            }
        }
    }

    fn record(&mut self, take: &mut impl FnMut(u64, Option<&str>)) {
        let ends = self.ends.get(..self.filled.1).unwrap_or_default();
        let starts = std::iter::once(0).chain(ends.iter().copied());
        let mut fields = starts.zip(ends).map(|(start, end)| {
            self.fields.get(start..*end).and_then(|field| str::from_utf8(field).ok())
        });
        let Some(column) = self.column else {
            let name = |field: Option<&str>| {
                field.is_some_and(|field| field.trim().eq_ignore_ascii_case(DATA))
            };
            self.column = fields.position(name);
            return;
        };
        let row = fields.nth(column).flatten().filter(|row| row.trim_start().starts_with('{'));
        take(self.line, row);
    }
}
