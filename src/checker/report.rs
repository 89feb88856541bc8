//! The verdict: missing, duplicate, stale and unknown rows, each as a count with the first examples in the order of a sync.

use super::hint;
use super::intake::Intake;
use crate::time::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

/// Largest number of examples of each kind.
const EXAMPLES: usize = 20;

/// A count, and the first rows that were counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// How many there are.
    pub count: u64,
    /// Their bytes in all, for unreadable lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    /// The first of them, at most 20.
    pub examples: Vec<Value>,
}

/// The JSON form of a report: the verdict first, then the counts behind it.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Judged<'v> {
    verdict: &'static str,
    #[serde(flatten)]
    counts: &'v Report,
}

/// The result of a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Number of rows that should have landed.
    pub truth: u64,
    /// Number of rows read, including duplicates and unknown ones.
    pub landed: u64,
    /// Rows that should have landed and did not.
    pub missing: Listed,
    /// Copies beyond the first of a row; the examples are the rows, each once.
    pub duplicates: Listed,
    /// Rows whose newest copy is older than the truth.
    pub stale: Listed,
    /// Rows that do not exist: an unknown key, or an `updatedAt` that the row never had.
    pub unknown: Listed,
    /// Rows that are missing or stale since they came late: a part of the two. None where no row can.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub late_missed: Option<Listed>,
    /// Rows that landed although they are deleted; none where the stream deletes nothing.
    pub deleted_present: Listed,
    /// Lines or elements that are not rows.
    pub unreadable: Listed,
    /// The likely cause, where the pattern is clear.
    pub hint: Option<String>,
    /// A note on how the file was read, for example that its declared format is wrong.
    pub note: Option<String>,
}

impl Listed {
    /// Counts one more, and keeps it as an example if there is room.
    pub(super) fn add(&mut self, example: impl FnOnce() -> Value) {
        self.count += 1;
        if self.examples.len() < EXAMPLES {
            self.examples.push(example());
        }
    }
}

impl Report {
    /// The verdict on an intake, whose landed rows are merged.
    pub(super) fn of(intake: &Intake, unknown: Listed, mut unreadable: Listed) -> Self {
        let expected = intake.truth.expected();
        let landed = &intake.landed;
        let show = |position| row(intake, position);
        let living = intake.truth.living();
        let mut late = living.is_some().then(Listed::default);
        let mut came_late = |position| {
            if let (Some(late), Some(living)) = (&mut late, living)
                && living.was_late(position)
            {
                late.add(|| show(position));
            }
        };
        let mut missing = Listed::default();
        if let Some(living) = living {
            let gaps = landed.gaps(expected).flatten();
            for position in gaps.filter(|position| living.is_wanted(*position)) {
                missing.add(|| show(position));
                came_late(position);
            }
        } else {
            for gap in landed.gaps(expected).take(EXAMPLES) {
                gap.take(EXAMPLES).for_each(|position| missing.add(|| show(position)));
            }
            missing.count = expected - landed.below(expected);
        }
        let (mut duplicates, mut stale) = (Listed::default(), Listed::default());
        let mut deleted_present = Listed::default();
        for entry in landed.entries() {
            if entry.repeated {
                duplicates.add(|| show(entry.position));
            }
            if living.is_some_and(|living| living.is_deleted(entry.position)) {
                deleted_present.add(|| show(entry.position));
                if living.is_some_and(|living| !living.is_gone(entry.position)) {
                    came_late(entry.position);
                }
            } else if entry.position < expected
                && (entry.older || intake.truth.stale(entry.position))
            {
                stale.add(|| show(entry.position));
                came_late(entry.position);
            }
        }
        let truth = living.map_or(expected, |living| {
            (0..expected).filter(|position| living.is_wanted(*position)).count() as u64
        });
        let hint = hint::of(intake, missing.count, duplicates.count, &unreadable);
        duplicates.count = landed.surplus();
        unreadable.bytes = Some(intake.tally.unread);
        Self {
            truth,
            landed: intake.tally.rows,
            missing,
            duplicates,
            stale,
            unknown,
            late_missed: late,
            deleted_present,
            unreadable,
            hint,
            note: None,
        }
    }

    /// The lists by name, in the order of the answer.
    pub const fn lists(&self) -> [(&'static str, &Listed); 6] {
        [
            ("missing", &self.missing),
            ("duplicates", &self.duplicates),
            ("stale", &self.stale),
            ("unknown", &self.unknown),
            ("deleted_present", &self.deleted_present),
            ("unreadable", &self.unreadable),
        ]
    }

    /// Whether every row landed exactly once and up to date, and nothing else did.
    pub fn is_complete(&self) -> bool {
        self.lists().iter().all(|(_, list)| list.count == 0)
    }

    /// The verdict as the API answers it.
    pub fn judged(&self) -> Judged<'_> {
        Judged { verdict: if self.is_complete() { "complete" } else { "incomplete" }, counts: self }
    }
}

/// An arbitrary text on one line: invisible characters are escaped, and nothing else.
pub fn on_one_line(text: &str) -> String {
    let shown = |letter: char| {
        let plain = matches!(letter, '\'' | '"' | '\\').then_some(letter);
        plain.into_iter().chain(letter.escape_debug().filter(move |_| plain.is_none()))
    };
    text.chars().flat_map(shown).collect()
}

/// A row's key, and the `updatedAt` that it should have.
fn row(intake: &Intake, position: u64) -> Value {
    let mut row = Map::new();
    for (name, key) in intake.keys().iter().zip(intake.truth.key(position)) {
        row.insert((*name).to_owned(), key);
    }
    let updated = Timestamp::from_seconds(intake.truth.updated(position)).to_string();
    row.insert("updatedAt".to_owned(), updated.into());
    row.into()
}
