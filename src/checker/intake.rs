//! Where the readers hand in rows and what is none: each row is looked up in the truth and kept as what it is.

use super::format::Format;
use super::header::Known;
use super::landed::Landed;
use super::moment;
use super::report::{Listed, Report, on_one_line};
use super::source::Target;
use super::spelling::plain;
use super::stream::{Stranger, Stream, Truth, Version};
use super::tally::Tally;
use crate::response::error::ApiError;
use serde_json::{Map, Value, json};
use std::borrow::Cow;
use std::fmt;

/// Where `updatedAt` stands among the fields; the keys stand before it.
pub(super) const UPDATED: usize = 3;
const NONE: &str = "";

/// What is read of a row: up to three keys, and `updatedAt`.
pub(super) type Row<'r> = [Cow<'r, str>; Fields::MOST];

/// The fields of a row.
pub(super) struct Fields;

impl Fields {
    /// How many there are at most.
    pub(super) const MOST: usize = UPDATED + 1;

    /// A row of empty fields.
    pub(super) fn default<'r>() -> Row<'r> {
        [const { Cow::Borrowed("") }; Self::MOST]
    }
}

/// What has landed so far.
pub(super) struct Intake {
    keys: &'static [&'static str],
    pub(super) truth: Box<dyn Truth>,
    /// Whether the lists that were read have short pages.
    pub(super) short_pages: bool,
    /// Whether they have empty pages.
    pub(super) empty_pages: bool,
    pub(super) landed: Landed,
    pub(super) tally: Tally,
    unknown: Listed,
    unreadable: Listed,
    /// What is known of CSVs before they are read.
    pub(super) known: Known,
    /// What the format was said to be.
    pub(super) declared: Option<Format>,
    /// Bytes of text that may still be read.
    pub(super) room: u64,
    /// The name of the file that is read, where there are several.
    pub(super) file: Option<String>,
    /// What else there is to say of what was read.
    notes: Vec<String>,
    /// Files that were not read, and why.
    pub(super) passed: Vec<(String, String)>,
    /// What was known before the file that is read.
    before: (Tally, Listed, usize),
}

impl Intake {
    pub(super) fn new(keys: &'static [&'static str], truth: Box<dyn Truth>) -> Self {
        let (landed, tally, unknown, unreadable) = Default::default();
        let (known, declared, file, notes, passed, before) = Default::default();
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
            declared,
            room,
            file,
            notes,
            passed,
            before,
        }
    }

    /// Keeps in mind what was there before a file.
    pub(super) fn begin(&mut self) {
        self.before = (self.tally.clone(), self.unreadable.clone(), self.notes.len());
    }

    /// Whether the file that was begun last held rows, or nothing at all.
    pub(super) const fn holds_rows(&self) -> bool {
        self.tally.rows > self.before.0.rows || self.tally.unreadable == self.before.0.unreadable
    }

    /// Forgets what that file held, where it was no row.
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

    /// The names of all fields; empty where a key has fewer.
    pub(super) fn names(&self) -> [&'static str; Fields::MOST] {
        let key = |at: usize| self.keys.get(at).copied().unwrap_or(NONE);
        [key(0), key(1), key(2), "updatedAt"]
    }

    /// Takes a stretch of so many bytes that is no row. `number` is the line or element that it begins in.
    pub(super) fn bad(&mut self, number: u64, reason: &[&str], bytes: u64) {
        self.tally.unreadable += 1;
        self.unread(bytes);
        let file = &self.file;
        self.unreadable.add(|| match (file, reason.concat()) {
            (Some(file), reason) => json!({ "file": file, "line": number, "reason": reason }),
            (None, reason) => json!({ "line": number, "reason": reason }),
        });
    }

    /// More bytes of a stretch that is no row: the one that was taken last goes on.
    pub(super) const fn unread(&mut self, bytes: u64) {
        self.tally.unread = self.tally.unread.saturating_add(bytes);
    }

    /// Takes the end of a file that cannot end so: the last bytes, which are no row.
    pub(super) fn cut(&mut self, number: u64, reason: &str, bytes: u64) {
        self.tally.cut = true;
        self.bad(number, &[reason], bytes);
    }

    /// Takes the end of a CSV whose last line does not end, though lines before it do: nobody knows whether more was to come.
    pub(super) const fn open_ended(&mut self) {
        self.tally.open = true;
    }

    /// Takes a row without a key of ours that looks like one of another stream.
    pub(super) fn other_stream(&mut self, other: &'static Stream) {
        let tally = &mut self.tally;
        if other.keys != self.keys && tally.other.is_none_or(|known| known == other.name()) {
            tally.other = Some(other.name());
            tally.others += 1;
        }
    }

    /// A line or element, and the file where there are several.
    fn place(&self, number: u64) -> String {
        let file = self.file.as_ref().map(|file| [" of ", &on_one_line(file)].concat());
        number.to_string() + &file.unwrap_or_default()
    }

    /// Takes an object that has a member of ours twice.
    pub(super) fn glued(&mut self, number: u64) {
        let place = self.place(number);
        self.tally.glued.get_or_insert(place);
    }

    /// Takes a record of a CSV that has a row inside of a field.
    pub(super) fn swallows(&mut self, line: u64) {
        let place = self.place(line);
        self.tally.swallows.get_or_insert(place);
    }

    /// Takes so many bytes of the room there is.
    ///
    /// # Errors
    /// There is not as much.
    pub(super) fn spend(&mut self, bytes: usize) -> Result<(), ApiError> {
        self.room = self.room.checked_sub(bytes as u64).ok_or(ApiError::TooLarge)?;
        Ok(())
    }

    /// Keeps something else that there is to say of what was read.
    pub(super) fn note(&mut self, text: &str) {
        self.notes.push(text.to_owned());
    }

    /// Takes a row, which took so many bytes of the file.
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
        let second = moment::second(updated);
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
                self.unknown(&shown);
            }
        }
    }

    /// A row that never was, as it landed.
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

/// The beginning of a text that may be of any length.
fn shortened(text: &str) -> &str {
    (0..=text.len().min(60)).rev().find_map(|end| text.get(..end)).unwrap_or_default()
}
