//! What landed, in groups, each of which is judged alone: by the message's stream, by the table or by the file's name. `text` tells what a
//! file is; `group` holds the checks of a group, `name` finds the group of a file.

mod group;
mod name;
mod text;

use super::source::{Source, Target};
use super::{Check, Report};
use crate::instance::Instance;
use crate::response::error::ApiError;
use crate::time::Timestamp;
use group::Rows;
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

/// What all groups have in common.
#[derive(Debug)]
struct Terms {
    instance: Instance,
    as_of: Option<Timestamp>,
    now: Timestamp,
    /// Whether a copy of a row is a fault.
    appended: bool,
}

impl Terms {
    /// The check of a stream.
    fn check(&self, stream: &str) -> Check {
        let mut check = Check::new(stream, self.as_of, None, &self.instance, self.now);
        if !self.appended {
            check.intake.landed.last = true;
            check.intake.truth.merge();
        }
        check
    }
}

/// The groups, in the order in which they came.
#[derive(Debug)]
struct Groups {
    terms: Terms,
    names: Vec<(String, &'static str)>,
    all: Vec<Rows>,
    /// The group of the file that is read, where its rows say no other, and the file's path.
    current: String,
    path: Option<String>,
}

impl Groups {
    /// The group of a name.
    fn named(&mut self, name: &str) -> Option<&mut Rows> {
        let at = match self.all.iter().position(|group| group.name == name) {
            Some(at) => at,
            None => {
                let given = self.names.iter().find(|(given, _)| given == name);
                self.all.push(Rows::new(name, given.map(|(_, stream)| *stream), &self.terms));
                self.all.len() - 1
            }
        };
        self.all.get_mut(at)
    }

    /// Forgets what the file that is read held, where it was no row.
    fn drop_file(&mut self) {
        if let Some(group) = self.all.iter_mut().find(|group| group.name == self.current) {
            group.drop_file();
        }
    }

    /// The group of the file that is read.
    fn current(&mut self) -> Option<&mut Rows> {
        let name = std::mem::take(&mut self.current);
        self.current.clone_from(&name);
        self.named(&name)
    }
}

impl Target for Groups {
    fn cut(&mut self, number: u64, reason: &str, bytes: u64) {
        if let Some(group) = self.current() {
            group.cut(number, reason, bytes);
        }
    }

    fn unread(&mut self, bytes: u64) {
        if let Some(group) = self.current() {
            group.unread(bytes);
        }
    }
}

impl Landing {
    /// What landed is held against the truth of an instance at `as_of`, which each stream chooses itself where it is None; `now` is the
    /// present. `names` says of which stream groups are: those are judged even where nothing landed. Of the others their first rows tell it.
    /// A row that landed more than once is the last that landed, as in a destination that merges by key: where that is older than the
    /// truth, it is stale.
    pub fn new(
        instance: &Instance,
        as_of: Option<Timestamp>,
        now: Timestamp,
        names: &[(String, &'static str)],
    ) -> Self {
        let terms = Terms { instance: instance.clone(), as_of, now, appended: false };
        let groups = Groups {
            terms,
            names: names.to_vec(),
            all: Vec::new(),
            current: String::new(),
            path: None,
        };
        Self { source: Source::new(), groups, refused: false }
    }

    /// For a destination that keeps each copy of a row: the newest of them counts, wherever it stands. To be said before anything lands.
    #[must_use]
    pub const fn appended(mut self) -> Self {
        self.groups.terms.appended = true;
        self
    }

    /// Takes a row of a stream, as a message has it: the text of an object.
    ///
    /// # Errors
    /// For rows without a stream, those of [`feed`](Self::feed).
    pub fn row(&mut self, stream: &str, row: &str) -> Result<(), ApiError> {
        let Some(group) = self.groups.named(stream) else { return Ok(()) };
        if stream.is_empty() {
            group.feed(row.as_bytes())?;
            return group.feed(b"\n");
        }
        group.row(None, row);
        Ok(())
    }

    /// Begins the next file, by its path below the landing. Files of a dlt dataset come in the order of [`sort`](Self::sort).
    ///
    /// # Errors
    /// As [`feed`](Self::feed), for the file before.
    pub fn begin_file(&mut self, path: &str) -> Result<(), ApiError> {
        self.end_file()?;
        self.groups.current = name::of(path);
        self.groups.path = Some(path.to_owned());
        self.refused = false;
        Ok(())
    }

    /// Takes the next bytes of the file.
    ///
    /// # Errors
    /// A file that is none of rows or messages. Nothing of it counts, and what else of it is fed is passed over.
    pub fn feed(&mut self, chunk: &[u8]) -> Result<(), ApiError> {
        if self.refused {
            return Ok(());
        }
        let fed = self.source.feed(chunk, &mut self.groups);
        self.ended(fed)
    }

    /// Ends the file.
    ///
    /// # Errors
    /// As [`feed`](Self::feed): some can only be told at the end.
    pub fn end_file(&mut self) -> Result<(), ApiError> {
        let ended = std::mem::replace(&mut self.source, Source::new()).finish(&mut self.groups);
        self.ended(ended)
    }

    /// Forgets a file that was refused.
    fn ended(&mut self, read: Result<(), ApiError>) -> Result<(), ApiError> {
        if read.is_err() {
            self.source = Source::new();
            self.refused = true;
            self.groups.drop_file();
        }
        read
    }

    /// The groups with their verdicts, in the order in which they came; behind them those that were named and did not come.
    ///
    /// # Errors
    /// As [`feed`](Self::feed).
    pub fn finish(mut self) -> Result<Vec<Group>, ApiError> {
        self.end_file()?;
        for (name, _) in self.groups.names.clone() {
            self.groups.named(&name);
        }
        let mut all = Vec::new();
        for group in self.groups.all {
            all.extend(group.finish()?);
        }
        Ok(all)
    }
}
