//! What landed, in groups, each of which is judged alone: by the message's stream, by the table or by the file's name.
//!
//! A file's bytes go through `source` to `text`, whose `opening` tells what they are: messages, raw tables of Airbyte's
//! (`raw`), SQL of dlt's (`inserts`), or rows as they are. `dlt` tells which files count, `name` which group is a file's, and `group` has the
//! checks of one.

mod dlt;
mod group;
mod groups;
mod inserts;
mod lines;
mod name;
mod opening;
mod raw;
mod text;

use super::format::Format;
use super::source::Source;
use super::{Check, Report};
use crate::instance::Instance;
use crate::response::error::ApiError;
use crate::time::Timestamp;
pub use dlt::is_first;
use groups::{Groups, Terms};
use text::Text;

/// What landed.
#[derive(Debug)]
pub struct Landing {
    source: Source<Text>,
    groups: Groups,
    /// Whether the file that is fed was refused.
    refused: bool,
}

/// What landed of one stream, table or name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The stream of the messages, the table, or the name of the files without what numbers them; empty for rows without any.
    pub name: String,
    /// The stream whose rows it was held against, one of [`stream::NAMES`](super::stream::NAMES).
    pub stream: &'static str,
    /// The verdict.
    pub report: Report,
    /// The first 2,000 rows that there should be, in the order of a sync, a letter each: `l` landed, `m` missing, `t` there more than once,
    /// `s` older than it should be.
    pub rows: String,
}

/// What a file was found to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// Rows, or nothing at all.
    Rows,
    /// Something else, that should have been rows.
    Other,
    /// What frameworks store beside rows, rows of lists in rows, or rows of a load that is not done.
    Aside,
}

impl Landing {
    /// What landed is held against the truth of an instance at `as_of`, which each stream chooses itself where it is None; `now` is the
    /// present. `names` says of which stream groups are; those are judged even where nothing landed. Of the others their first rows tell it.
    ///
    /// A row that landed more than once is the last that landed, as in a destination that merges by key: where that is older than the
    /// truth, it is stale. Its copies are counted as duplicates all the same.
    pub fn new(
        instance: &Instance,
        as_of: Option<Timestamp>,
        now: Timestamp,
        names: &[(String, &'static str)],
    ) -> Self {
        let terms = Terms { instance: instance.clone(), as_of, now, appended: false };
        Self { source: Source::new(), groups: Groups::new(terms, names), refused: false }
    }

    /// For a destination that keeps each copy of a row: the newest of them counts, wherever it stands. To be said before anything lands.
    #[must_use]
    pub const fn appended(mut self) -> Self {
        self.groups.terms.appended = true;
        self
    }

    /// With a check of one of [`stream::NAMES`](super::stream::NAMES), which takes all rows of files that say of no group whose they are:
    /// several files are one landing then, unless their names are among those that were given. Where no other group is there, its
    /// verdict is given even where nothing landed.
    #[must_use]
    pub fn with_plain(mut self, check: Check, stream: &str) -> Self {
        self.groups.plain(check, stream);
        self
    }

    /// With one stream for all groups whose stream is not given by their name.
    #[must_use]
    pub const fn all_of(mut self, stream: &'static str) -> Self {
        self.groups.stream = Some(stream);
        self
    }

    /// For a landing of one file: what cannot be read is shown without its name.
    #[must_use]
    pub const fn of_one_file(mut self) -> Self {
        self.groups.alone = true;
        self
    }

    /// Says what the files from here on are said to be, where they hold rows as they are.
    pub const fn declare(&mut self, format: Option<Format>) {
        self.groups.format = format;
    }

    /// Takes a row of a stream, as a message has it: the text of an object. Rows of the stream without a name are taken as lines of a file.
    ///
    /// # Errors
    /// For those, as [`feed`](Self::feed).
    pub fn row(&mut self, stream: &str, row: &str) -> Result<(), ApiError> {
        let group = self.groups.named(stream);
        if stream.is_empty() {
            group.feed(row.as_bytes())?;
            return group.feed(b"\n");
        }
        group.row(None, row);
        Ok(())
    }

    /// Begins the next file, by its path below the landing. Files come in the order of their paths, but first those that
    /// [`is_first`] names, which say what of others counts.
    ///
    /// # Errors
    /// As [`feed`](Self::feed), for the file before.
    pub fn begin_file(&mut self, path: &str) -> Result<(), ApiError> {
        self.end_file()?;
        self.refused = false;
        self.groups.begin(path);
        Ok(())
    }

    /// Takes the next bytes of the file.
    ///
    /// # Errors
    /// A file that is none of rows or messages, as Parquet. Nothing of it counts, and what else of it is fed is passed over.
    pub fn feed(&mut self, chunk: &[u8]) -> Result<(), ApiError> {
        if self.refused {
            return Ok(());
        }
        let fed = self.source.feed(chunk, &mut self.groups);
        self.kept(fed)
    }

    /// Ends the file.
    ///
    /// # Errors
    /// As [`feed`](Self::feed): some can only be told at the end.
    pub fn end_file(&mut self) -> Result<Held, ApiError> {
        let ended = std::mem::replace(&mut self.source, Source::new()).finish(&mut self.groups);
        self.kept(ended)?;
        Ok(self.groups.held)
    }

    /// Forgets what is no row of the file that was begun last, where it held no row.
    pub fn drop_file(&mut self) {
        self.source = Source::new();
        self.groups.drop_file();
    }

    fn kept(&mut self, read: Result<(), ApiError>) -> Result<(), ApiError> {
        if read.is_err() {
            self.refused = true;
            self.drop_file();
        }
        read
    }

    /// Says that a file of this name was not read, and why: rows that are missing, of whichever group, may stand in it.
    pub fn pass_over(&mut self, name: &str, reason: &str) {
        self.groups.passed.push((name.to_owned(), reason.to_owned()));
    }

    /// The groups with their verdicts, in the order in which they came, and behind them those that were named and did not come. A group
    /// that was not named and holds nothing at all is none.
    ///
    /// # Errors
    /// As [`feed`](Self::feed).
    pub fn finish(mut self) -> Result<Vec<Group>, ApiError> {
        self.end_file()?;
        self.groups.finish()
    }
}
