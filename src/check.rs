//! The checker: what landed in a destination, held against the truth. A file comes in chunks and leaves as a [`Verdict`]; a landed row
//! costs four bytes, and a row that merely exists costs nothing, since an id leads back to its place.
//!
//! [`mod@format`] tells JSON, NDJSON and CSV apart, `json` and `csv` read their rows, [`stream`] knows what should have landed (a new stream
//! is an entry of its table), `landed` keeps what did, [`verdict`] compares, and `hint` names the likely cause.

mod csv;
pub mod format;
mod hint;
mod intake;
mod json;
mod landed;
mod moment;
mod moving;
mod still;
pub mod stream;
pub mod verdict;

use crate::error::ApiError;
use crate::time::Timestamp;
use crate::world::World;
use format::{Format, Opening};
use intake::Intake;
pub use verdict::Verdict;

/// A check that is being fed.
#[derive(Debug)]
pub struct Check {
    reader: Reader,
    intake: Intake,
}

/// Where the file is read: its format is known from the first byte that is no blank.
#[derive(Debug)]
enum Reader {
    Opening(Opening),
    Array(json::Array),
    Lines(json::Lines),
    Csv(csv::Csv),
}

impl Check {
    /// A check of one of [`stream::NAMES`] (of people where it is none of them) against the truth at `as_of`, which the stream chooses
    /// itself where it is None. `now` is the present; without `format` the first bytes tell it.
    pub fn new(stream: &str, as_of: Option<Timestamp>, format: Option<Format>, world: &World, now: Timestamp) -> Self {
        let stream = stream::named(stream);
        let intake = Intake::new(stream.keys, (stream.truth)(world, as_of, now));
        Self { reader: Reader::Opening(Opening::new(format)), intake }
    }

    /// Takes the next bytes of the file.
    ///
    /// # Errors
    /// A file that is none of rows: JSON that is no array, rows in a wrapper, a CSV without the columns of the key.
    pub fn feed(&mut self, chunk: &[u8]) -> Result<(), ApiError> {
        let mut rest = chunk;
        if let Reader::Opening(opening) = &mut self.reader {
            let Some((format, line, skipped)) = opening.read(chunk) else { return Ok(()) };
            let held = opening.held();
            self.reader = match format {
                Format::Json => Reader::Array(json::Array::default()),
                Format::Ndjson => Reader::Lines(json::Lines::new(line)),
                Format::Csv => Reader::Csv(csv::Csv::new(line)),
            };
            self.reader.feed(held, &mut self.intake)?;
            rest = chunk.get(skipped..).unwrap_or_default();
        }
        self.reader.feed(rest, &mut self.intake)
    }

    /// The verdict, once the file is complete. An empty file is one of no rows.
    ///
    /// # Errors
    /// As [`feed`](Self::feed): some can only be told at the end.
    pub fn finish(mut self) -> Result<Verdict, ApiError> {
        match &mut self.reader {
            Reader::Opening(_) => {}
            Reader::Array(array) => array.finish(&mut self.intake)?,
            Reader::Lines(lines) => lines.finish(&mut self.intake)?,
            Reader::Csv(csv) => csv.finish(&mut self.intake)?,
        }
        Ok(self.intake.verdict())
    }
}

impl Reader {
    fn feed(&mut self, chunk: &[u8], intake: &mut Intake) -> Result<(), ApiError> {
        match self {
            Self::Opening(_) => Ok(()),
            Self::Array(array) => array.feed(chunk, intake),
            Self::Lines(lines) => lines.feed(chunk, intake),
            Self::Csv(csv) => csv.feed(chunk, intake),
        }
    }
}

#[cfg(test)]
mod tests;
