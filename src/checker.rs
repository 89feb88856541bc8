//! The checker: what landed in a destination, held against the truth. Files come in chunks and leave as a [`Report`]; a landed row
//! costs four bytes, and a row that merely exists costs nothing, since an id leads back to its place.
//!
//! A file's bytes go through `source`, which unpacks and decodes them (`file_type` recognises what they are), to `rows`, which tells JSON and CSV
//! apart; `json` and `csv` read their rows, [`stream`] knows what should have landed (a new stream is an entry of its table), `landed` keeps
//! what did, [`report`] compares, and `hint` names the likely cause.

mod csv;
mod file_type;
pub mod format;
mod header;
mod hint;
mod intake;
mod json;
mod landed;
#[cfg(feature = "landing")]
pub mod landing;
mod living;
mod member;
#[cfg(feature = "landing")]
pub mod messages;
mod moment;
mod moving;
mod number;
pub mod parameters;
mod person;
mod repair;
pub mod report;
mod rows;
mod source;
mod spelling;
mod still;
pub mod stream;
mod tally;
pub mod utf16;

use crate::instance::Instance;
use crate::response::error::ApiError;
use crate::time::Timestamp;
use format::Format;
use intake::Intake;
use moment::Numbers;
pub use report::Report;
use source::Source;

/// A check that is being fed.
#[derive(Debug)]
pub struct Check {
    source: Source,
    intake: Intake,
}

impl Check {
    /// A check of one of [`stream::NAMES`] (of people where it is none of them) against the truth at `as_of`, which the stream chooses
    /// itself where it is None. `now` is the present. `format` is what the file is said to be; its first bytes tell what it is, and where
    /// that is another format, the verdict's note says so. A CSV may be in the dialect of the instance's exports.
    pub fn new(
        stream: &str,
        as_of: Option<Timestamp>,
        format: Option<Format>,
        instance: &Instance,
        now: Timestamp,
    ) -> Self {
        let stream = stream::named(stream);
        let mut intake = Intake::new(stream.keys, (stream.truth)(instance, as_of, now));
        intake.short_pages = instance.settings.behaviours.short_pages;
        intake.empty_pages = instance.settings.behaviours.empty_pages;
        intake.declared = format;
        intake.known.dialect = instance.settings.csv;
        let drift = instance.settings.form.drift;
        intake.known.columns =
            drift.moments().map(|moment| instance.people.columns(moment)).collect();
        intake.numbers = Numbers::of(instance.settings.form.time, instance.settings.anchor, now);
        Self { source: Source::new(), intake }
    }

    /// With names of the columns of CSVs whose first line is none of names, separated by commas; what is not of the key nor `updatedAt` may
    /// have any name.
    ///
    /// # Errors
    /// A field of the key is not among them.
    pub fn with_columns(mut self, names: &str) -> Result<Self, ApiError> {
        let given: Vec<String> = names.split(',').map(|name| name.trim().to_owned()).collect();
        let named = |key: &&&str| given.iter().any(|name| spelling::likeness(name, key) > 0);
        if let Some(key) = self.intake.keys().iter().find(|key| !named(key)) {
            return Err(ApiError::Columns(key));
        }
        if let Some(name) = header::twice(&given, &self.intake.names()) {
            return Err(ApiError::ColumnTwice("columns (--columns)", name));
        }
        self.intake.known.given = Some(given);
        Ok(self)
    }

    /// With a bound of the text that is read, in bytes, after unpacking: above it the file is refused.
    #[must_use]
    pub const fn bounded(mut self, bytes: u64) -> Self {
        self.intake.room = bytes;
        self
    }

    /// Says what the first file is said to be, before anything of it is fed.
    pub const fn declare(&mut self, format: Option<Format>) {
        self.intake.declared = format;
    }

    /// Takes the end of a file that came only in part, for this reason.
    pub fn cut_off(&mut self, reason: &str) {
        self.intake.cut(self.source.number(), reason, 1);
    }

    /// Begins the next of several files: what is fed from here on belongs to it. `format` is what it is said to be. What can't be read is
    /// shown with its name.
    ///
    /// # Errors
    /// As [`feed`](Self::feed), for the file before.
    pub fn begin_file(&mut self, name: &str, format: Option<Format>) -> Result<(), ApiError> {
        self.end_file()?;
        self.intake.begin();
        self.intake.file = Some(name.to_owned());
        self.intake.declared = format;
        Ok(())
    }

    /// Ends the file that is fed: whether it holds rows, or nothing at all.
    ///
    /// # Errors
    /// As [`feed`](Self::feed).
    pub fn end_file(&mut self) -> Result<bool, ApiError> {
        std::mem::replace(&mut self.source, Source::new()).finish(&mut self.intake)?;
        Ok(self.intake.holds_rows())
    }

    /// Forgets what is no row of the file that was begun last, where it held no row.
    pub fn drop_file(&mut self) {
        self.source = Source::new();
        self.intake.forget();
    }

    /// Says that a file of this name was not read, and why: rows that are missing may stand in it.
    pub fn pass_over(&mut self, name: &str, reason: &str) {
        self.intake.passed.push((name.to_owned(), reason.to_owned()));
    }

    /// Adds to what the verdict says beside its lists.
    pub fn note(&mut self, text: &str) {
        self.intake.note(text);
    }

    /// Takes the next bytes of the file.
    ///
    /// # Errors
    /// A file that is none of rows: rows in a wrapper, a CSV without the columns of the key, an archive or a file of another kind.
    pub fn feed(&mut self, chunk: &[u8]) -> Result<(), ApiError> {
        self.source.feed(chunk, &mut self.intake)
    }

    /// The verdict, once the file is complete. An empty file is one of no rows.
    ///
    /// # Errors
    /// As [`feed`](Self::feed): some can only be told at the end.
    pub fn finish(mut self) -> Result<Report, ApiError> {
        self.source.finish(&mut self.intake)?;
        Ok(self.intake.verdict())
    }
}

#[cfg(test)]
mod tests;
