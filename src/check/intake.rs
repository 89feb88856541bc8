//! Where the readers hand in rows and what is none: each row is looked up in the truth and kept as what it is.

use super::landed::Landed;
use super::moment;
use super::stream::{Stranger, Truth, Version};
use super::verdict::{Listed, Verdict, put};
use serde_json::{Map, Value};
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
    pub(super) landed: Landed,
    pub(super) tally: Tally,
    unknown: Listed,
    unreadable: Listed,
}

/// Counts that tell causes apart.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// Rows read.
    pub(super) rows: u64,
    /// What could not be read.
    pub(super) unreadable: u64,
    /// Whether the file ended where it can not end.
    pub(super) cut: bool,
    /// Rows of the stream that had an `updatedAt`, and how many of those had one that the row had at some time, or has.
    pub(super) dated: u64,
    pub(super) right: u64,
    /// Rows that are none of the stream's: all of them; those whose number or seed is right, beyond what there is; those of another stream.
    pub(super) strangers: u64,
    pub(super) beyond: u64,
    pub(super) elsewhere: u64,
}

impl Intake {
    pub(super) fn new(keys: &'static [&'static str], truth: Box<dyn Truth>) -> Self {
        let (landed, tally, unknown, unreadable) = Default::default();
        Self { keys, truth, landed, tally, unknown, unreadable }
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

    /// Takes something that is no row.
    pub(super) fn bad(&mut self, number: u64, reason: &[&str]) {
        self.tally.unreadable += 1;
        self.unreadable.add(|| {
            let mut line = Map::new();
            put(&mut line, "line", number.into());
            put(&mut line, "reason", reason.concat().into());
            line.into()
        });
    }

    /// Takes the end of a file that can not end so.
    pub(super) fn cut(&mut self, number: u64, reason: &str) {
        self.tally.cut = true;
        self.bad(number, &[reason]);
    }

    /// Takes a row.
    pub(super) fn row(&mut self, number: u64, fields: &Row<'_>) {
        let fields = fields.each_ref().map(|field| field.trim());
        if let Some((name, _)) = self.keys.iter().zip(&fields).find(|(_, text)| text.is_empty()) {
            return self.bad(number, &["no '", name, "'"]);
        }
        let updated = fields[UPDATED];
        let second = if updated.is_empty() { None } else { moment::second(updated) };
        if second.is_none() && !updated.is_empty() {
            return self.bad(number, &["'updatedAt' is no time of the form YYYY-MM-DDTHH:MM:SSZ"]);
        }
        self.tally.rows += 1;
        match self.truth.find(&fields[..UPDATED]) {
            Ok(position) => {
                let version = second.map_or(Version::Right, |second| self.truth.judge(position, second));
                self.tally.dated += u64::from(second.is_some());
                self.tally.right += u64::from(second.is_some() && version == Version::Right);
                self.landed.push(position, version == Version::Older);
                if version == Version::Never {
                    self.unknown(&fields);
                }
            }
            Err(stranger) => {
                self.tally.strangers += 1;
                self.tally.beyond += u64::from(stranger == Stranger::Beyond);
                self.tally.elsewhere += u64::from(stranger == Stranger::Elsewhere);
                self.unknown(&fields);
            }
        }
    }

    /// A row that never was, as it landed.
    fn unknown(&mut self, fields: &[&str; Fields::MOST]) {
        let keys = self.keys;
        self.unknown.add(|| {
            let mut row = Map::new();
            for (name, text) in keys.iter().zip(fields) {
                put(&mut row, name, shortened(text).into());
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
    pub(super) fn verdict(mut self) -> Verdict {
        self.landed.merge();
        let (unknown, unreadable) = (std::mem::take(&mut self.unknown), std::mem::take(&mut self.unreadable));
        Verdict::of(&self, unknown, unreadable)
    }
}

impl fmt::Debug for Intake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Intake").field("keys", &self.keys).field("tally", &self.tally).finish_non_exhaustive()
    }
}

/// The beginning of a text that may be of any length.
fn shortened(text: &str) -> &str {
    text.get(..text.floor_char_boundary(60)).unwrap_or_default()
}

/// Whether a column or member is the wanted field: `updatedAt`, and what destinations make of it, as in `updated_at` and `UPDATED_AT`.
pub(super) fn same_name(found: &str, wanted: &str) -> bool {
    let letters = found.bytes().filter(|&byte| byte != b'_').map(|byte| byte.to_ascii_lowercase());
    !wanted.is_empty()
        && !found.starts_with('_')
        && letters.eq(wanted.bytes().filter(|&byte| byte != b'_').map(|byte| byte.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::same_name;

    #[test]
    fn names_are_known_in_the_spellings_of_destinations() {
        for found in ["updatedAt", "updated_at", "UPDATED_AT", "updatedat", "UpdatedAt"] {
            assert!(same_name(found, "updatedAt"), "{found}");
        }
        assert!(same_name("companyId", "company_id") && same_name("ID", "id"));
        for found in ["_id", "idx", "i", "", "updated", "_updatedAt"] {
            assert!(!same_name(found, "id") && !same_name(found, "updatedAt") && !same_name(found, ""), "{found}");
        }
    }
}
