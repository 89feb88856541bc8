//! The destination of all readers: rows, and lines that are not rows. Each row is looked up in the truth and counted.

use super::format::Format;
use super::header::Known;
use super::landed::Landed;
use super::moment::{self, Numbers};
use super::report::{Listed, Report, on_one_line};
use super::source::Target;
use super::spelling::plain;
use super::stream::{Stranger, Stream, Truth, Version};
use super::tally::Tally;
use crate::response::error::ApiError;
use serde_json::{Map, Value, json};
use std::borrow::Cow;
use std::fmt;

/// Index of `updatedAt` among the fields of a row; the fields of the key come before it.
pub(super) const UPDATED: usize = 3;
const NONE: &str = "";

/// The fields that are read of a row: up to three of the key, and `updatedAt`.
pub(super) type Row<'r> = [Cow<'r, str>; Fields::MOST];

/// The fields of a row.
pub(super) struct Fields;

impl Fields {
    /// Largest number of fields.
    pub(super) const MOST: usize = UPDATED + 1;

    /// A row of empty fields.
    pub(super) fn default<'r>() -> Row<'r> {
        [const { Cow::Borrowed("") }; Self::MOST]
    }
}

/// Everything that has landed so far.
pub(super) struct Intake {
    keys: &'static [&'static str],
    pub(super) truth: Box<dyn Truth>,
    /// Whether the API gives short pages, for the hint.
    pub(super) short_pages: bool,
    /// Whether the API gives empty pages, for the hint.
    pub(super) empty_pages: bool,
    pub(super) landed: Landed,
    pub(super) tally: Tally,
    unknown: Listed,
    unreadable: Listed,
    /// Layout of CSV files, as far as it is known before they are read.
    pub(super) known: Known,
    /// How numbers are read for times.
    pub(super) numbers: Numbers,
    /// Declared format of the file.
    pub(super) declared: Option<Format>,
    /// Remaining bytes of text before the upload is refused as too large.
    pub(super) room: u64,
    /// Name of the current file, where there are several.
    pub(super) file: Option<String>,
    /// Notes for the verdict.
    notes: Vec<String>,
    /// Files that were not read, and why.
    pub(super) passed: Vec<(String, String)>,
    /// Tally, unreadable lines and number of notes before the current file.
    before: (Tally, Listed, usize),
}

impl Intake {
    pub(super) fn new(keys: &'static [&'static str], truth: Box<dyn Truth>) -> Self {
        let (landed, tally, unknown, unreadable) = Default::default();
        let (known, declared, file, notes, passed, before) = Default::default();
        let numbers = Numbers::default();
        let (short_pages, empty_pages, room) = (false, false, u64::MAX);
        Self {
            keys,
            truth,
            short_pages,
            empty_pages,
            landed,
            tally,
            unknown,
            unreadable,
            known,
            numbers,
            declared,
            room,
            file,
            notes,
            passed,
            before,
        }
    }

    /// Saves the state before a file, so that [`forget`](Self::forget) can restore it.
    pub(super) fn begin(&mut self) {
        self.before = (self.tally.clone(), self.unreadable.clone(), self.notes.len());
    }

    /// Whether the current file holds rows, or is empty.
    pub(super) const fn holds_rows(&self) -> bool {
        self.tally.rows > self.before.0.rows || self.tally.unreadable == self.before.0.unreadable
    }

    /// Discards the unreadable lines of the current file, if it held no row.
    pub(super) fn forget(&mut self) {
        if self.tally.rows == self.before.0.rows {
            self.tally = self.before.0.clone();
            self.unreadable = self.before.1.clone();
            self.notes.truncate(self.before.2);
        }
    }

    /// The names of the key's fields.
    pub(super) const fn keys(&self) -> &'static [&'static str] {
        self.keys
    }

    /// The names of all fields; empty names for fields that the key does not have.
    pub(super) fn names(&self) -> [&'static str; Fields::MOST] {
        let key = |at: usize| self.keys.get(at).copied().unwrap_or(NONE);
        [key(0), key(1), key(2), "updatedAt"]
    }

    /// Counts something that is not a row: `bytes` bytes that begin in line or element `number`.
    pub(super) fn bad(&mut self, number: u64, reason: &[&str], bytes: u64) {
        self.tally.unreadable += 1;
        self.unread(bytes);
        let file = &self.file;
        self.unreadable.add(|| match (file, reason.concat()) {
            (Some(file), reason) => json!({ "file": file, "line": number, "reason": reason }),
            (None, reason) => json!({ "line": number, "reason": reason }),
        });
    }

    /// Adds bytes to what [`bad`](Self::bad) counted last.
    pub(super) const fn unread(&mut self, bytes: u64) {
        self.tally.unread = self.tally.unread.saturating_add(bytes);
    }

    /// Counts the last bytes of a file that was cut off.
    pub(super) fn cut(&mut self, number: u64, reason: &str, bytes: u64) {
        self.tally.cut = true;
        self.bad(number, &[reason], bytes);
    }

    /// Notes that the last line of a CSV has no line end, though earlier lines have: the file may have been cut off.
    pub(super) const fn open_ended(&mut self) {
        self.tally.open = true;
    }

    /// Counts a row that lacks the stream's key and has that of another stream.
    pub(super) fn other_stream(&mut self, other: &'static Stream) {
        let tally = &mut self.tally;
        if other.keys != self.keys && tally.other.is_none_or(|known| known == other.name()) {
            tally.other = Some(other.name());
            tally.others += 1;
        }
    }

    /// Line or element as a text, with the file where there are several.
    fn place(&self, number: u64) -> String {
        let file = self.file.as_ref().map(|file| [" of ", &on_one_line(file)].concat());
        number.to_string() + &file.unwrap_or_default()
    }

    /// Notes an object with a duplicate member.
    pub(super) fn glued(&mut self, number: u64) {
        let place = self.place(number);
        self.tally.glued.get_or_insert(place);
    }

    /// Notes a CSV record with a row inside one of its fields.
    pub(super) fn swallows(&mut self, line: u64) {
        let place = self.place(line);
        self.tally.swallows.get_or_insert(place);
    }

    /// Uses up some of the bytes that may be read.
    ///
    /// # Errors
    /// Fewer bytes are left.
    pub(super) fn spend(&mut self, bytes: usize) -> Result<(), ApiError> {
        self.room = self.room.checked_sub(bytes as u64).ok_or(ApiError::TooLarge)?;
        Ok(())
    }

    /// Adds a note to the verdict.
    pub(super) fn note(&mut self, text: &str) {
        self.notes.push(text.to_owned());
    }

    /// Looks up a row in the truth and counts it; `bytes` is its length in the file.
    pub(super) fn row(&mut self, number: u64, fields: &Row<'_>, bytes: u64) {
        let shown = fields.each_ref().map(|field| field.trim());
        let [one, two, three, updated] = shown;
        let texts = [plain(one), plain(two), plain(three), Cow::Borrowed(updated)];
        let fields = texts.each_ref().map(AsRef::as_ref);
        self.tally.bare += u64::from(fields.iter().all(|text| text.is_empty()));
        if let Some((name, _)) = self.keys.iter().zip(&fields).find(|(_, text)| text.is_empty()) {
            return self.bad(number, &["no '", name, "'"], bytes);
        }
        let updated = fields[UPDATED];
        let second = self.numbers.second(updated);
        if second.is_none() && !moment::is_none(updated) {
            return self.bad(
                number,
                &["'updatedAt' is no time of the form YYYY-MM-DDTHH:MM:SSZ"],
                bytes,
            );
        }
        self.tally.rows += 1;
        let found = self.truth.find(&fields[..UPDATED]);
        self.tally.follow(found.ok(), second);
        match found {
            Ok(position) => {
                let version =
                    second.map_or(Version::Right, |second| self.truth.judge(position, second));
                self.tally.dated += u64::from(second.is_some());
                self.tally.right += u64::from(second.is_some() && version == Version::Right);
                self.landed.push(position, version == Version::Older);
                if version == Version::Never {
                    self.unknown(&shown);
                }
            }
            Err(stranger) => {
                self.tally.strangers += 1;
                self.tally.malformed += u64::from(stranger == Stranger::Malformed);
                self.tally.beyond += u64::from(stranger == Stranger::Beyond);
                self.tally.elsewhere += u64::from(stranger == Stranger::Elsewhere);
                self.tally.rounded += u64::from(stranger == Stranger::Rounded);
                self.unknown(&shown);
            }
        }
    }

    /// Lists a row that does not exist, as it landed.
    fn unknown(&mut self, fields: &[&str; Fields::MOST]) {
        let keys = self.keys;
        self.unknown.add(|| {
            let mut row = Map::new();
            for (name, text) in keys.iter().zip(fields) {
                row.insert((*name).to_owned(), shortened(text).into());
            }
            let updated = fields[UPDATED];
            row.insert(
                "updatedAt".to_owned(),
                if updated.is_empty() { Value::Null } else { shortened(updated).into() },
            );
            row.into()
        });
    }

    /// Compares what landed with the truth.
    pub(super) fn verdict(&mut self) -> Report {
        self.landed.merge();
        let (unknown, unreadable) =
            (std::mem::take(&mut self.unknown), std::mem::take(&mut self.unreadable));
        let mut verdict = Report::of(self, unknown, unreadable);
        verdict.note = (!self.notes.is_empty()).then(|| self.notes.join(" "));
        verdict
    }
}

impl Target for Intake {
    fn cut(&mut self, number: u64, reason: &str, bytes: u64) {
        Self::cut(self, number, reason, bytes);
    }

    fn unread(&mut self, bytes: u64) {
        Self::unread(self, bytes);
    }
}

impl fmt::Debug for Intake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Intake")
            .field("keys", &self.keys)
            .field("tally", &self.tally)
            .finish_non_exhaustive()
    }
}

/// The first 60 bytes of a text, cut at a character boundary.
fn shortened(text: &str) -> &str {
    (0..=text.len().min(60)).rev().find_map(|end| text.get(..end)).unwrap_or_default()
}
