//! What a case shows of the command: one word, the counts, the cause in a sentence, and the requests that show it.

mod cause;

use super::case::{Case, Course};
use super::process::End;
use super::runner::Played;
use connector_playground::checker::Report;
use connector_playground::checker::landing::{Group, Landing};
use connector_playground::instance::Instance;
use connector_playground::settings::Ends;
use std::time::Duration;

/// Requests that came so often are an endless loop.
const AGAIN: usize = 20;

/// The words, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename_all = "lowercase"))]
pub(crate) enum Word {
    /// Rows are missing, and the command ended well.
    Silent,
    /// Rows are there that never were.
    Invented,
    /// Rows are missing, and the command said that it failed.
    Lost,
    /// Rows are there that were deleted.
    Deleted,
    /// Rows are older than the truth.
    Stale,
    /// Rows are there more than once, where they are only appended.
    Twice,
    /// A secret stood in a URL or in the output.
    Leaked,
    /// It came back before `Retry-After`.
    Hammered,
    /// It asked without an end.
    Endless,
    /// It failed, or did not end.
    Failed,
    /// It said that it could not get the rows, as it should.
    Expected,
    /// Every row landed.
    Complete,
    /// The case cannot touch it.
    Skipped,
}

impl Word {
    /// As reports have it.
    pub(crate) const fn text(self) -> &'static str {
        match self {
            Self::Silent => "silent",
            Self::Invented => "invented",
            Self::Lost => "lost",
            Self::Deleted => "deleted",
            Self::Stale => "stale",
            Self::Twice => "twice",
            Self::Leaked => "leaked",
            Self::Hammered => "hammered",
            Self::Endless => "endless",
            Self::Failed => "failed",
            Self::Expected => "expected",
            Self::Complete => "complete",
            Self::Skipped => "skipped",
        }
    }

    /// Whether the command stood the case.
    pub(crate) const fn is_good(self) -> bool {
        matches!(self, Self::Expected | Self::Complete | Self::Skipped)
    }
}

/// A verdict on a case.
#[derive(Clone, Debug)]
pub(crate) struct Verdict {
    pub(crate) case: Case,
    pub(crate) word: Word,
    /// The counts of the worst group.
    pub(crate) counts: Counts,
    /// The worst group, where there are several.
    pub(crate) group: Option<String>,
    pub(crate) requests: u64,
    pub(crate) took: Duration,
    /// The exit code of the last run; None where it did not end by itself.
    pub(crate) exit: Option<i32>,
    /// Why, in one sentence; empty where all is well.
    pub(crate) cause: String,
    /// Requests that show it, as lines for a shell.
    pub(crate) evidence: Vec<String>,
    /// The last lines that the command printed in the run that did not end well, or else in the last one.
    pub(crate) output: Vec<String>,
    /// Groups with the rows that landed of each.
    pub(crate) groups: Vec<Group>,
}

/// How many rows are wrong, and in which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) truth: u64,
    pub(crate) missing: u64,
    pub(crate) duplicates: u64,
    pub(crate) stale: u64,
    pub(crate) deleted: u64,
    pub(crate) invented: u64,
}

impl Counts {
    fn of(report: &Report) -> Self {
        Self {
            truth: report.truth,
            missing: report.missing.count,
            duplicates: report.duplicates.count,
            stale: report.stale.count,
            deleted: report.deleted_present.count,
            invented: report.unknown.count,
        }
    }

    /// What is wrong with the rows, the worst first; `well` is whether the command ended well.
    fn word(&self, well: bool, appended: bool) -> Option<Word> {
        let words = [
            (self.missing > 0 && well, Word::Silent),
            (self.invented > 0, Word::Invented),
            (self.missing > 0, Word::Lost),
            (self.deleted > 0, Word::Deleted),
            (self.stale > 0, Word::Stale),
            (self.duplicates > 0 && appended, Word::Twice),
        ];
        words.into_iter().find(|(is, _)| *is).map(|(_, word)| word)
    }
}

/// How a case is judged.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terms<'t> {
    /// The groups of the plain run, each of which has to be there.
    pub(crate) groups: &'t [(String, &'static str)],
    /// Whether a copy of a row is a fault.
    pub(crate) appended: bool,
    pub(crate) timeout: Duration,
}

impl Verdict {
    /// The verdict on what came of a case.
    pub(crate) fn of(case: &Case, played: &Played, terms: Terms<'_>) -> Self {
        let requests = &played.requests;
        let last = played.runs.last();
        let telling = played.runs.iter().find(|run| run.end.is_bad()).or(last);
        let mut verdict = Self {
            case: case.clone(),
            word: Word::Complete,
            counts: Counts::default(),
            group: None,
            requests: requests.all().len() as u64,
            took: played.runs.iter().map(|run| run.took).sum(),
            exit: last
                .and_then(|run| if let End::Exit(code) = run.end { Some(code) } else { None }),
            cause: String::new(),
            evidence: Vec::new(),
            output: telling.map(|run| run.printed.last_lines()).unwrap_or_default(),
            groups: groups(played, terms.groups),
        };
        verdict.judge(played, terms);
        if !verdict.word.is_good() {
            verdict.explain(played, terms);
        }
        verdict
    }

    /// A case that cannot touch the command.
    pub(crate) fn skipped(case: Case) -> Self {
        Self {
            cause: "It cannot touch the command: no answer that it asks for would be another one, or a flag or the data stand against it.".to_owned(),
            case,
            word: Word::Skipped,
            counts: Counts::default(),
            group: None,
            requests: 0,
            took: Duration::ZERO,
            exit: None,
            evidence: Vec::new(),
            output: Vec::new(),
            groups: Vec::new(),
        }
    }

    fn judge(&mut self, played: &Played, terms: Terms<'_>) {
        let ended_well = !played.runs.iter().any(|run| run.end.is_bad());
        // Of a row that changed, each version may be kept.
        let appended = terms.appended && !played.settings.moving;
        let of = |group: &Group| Counts::of(&group.report).word(ended_well, appended);
        let worst = self.groups.iter().min_by_key(|group| {
            (of(group).unwrap_or(Word::Complete), u64::MAX - group.report.missing.count)
        });
        let rows = worst.and_then(&of);
        if let Some(group) = worst {
            self.counts = Counts::of(&group.report);
            self.group = (self.groups.len() > 1).then(|| group.name.clone());
        }
        self.word = match (ending(played), rows) {
            (Some(Word::Endless), _) => Word::Endless,
            // An error that is right, unless rows were made up.
            (Some(_), rows) if self.is_expected(played) && rows != Some(Word::Invented) => {
                Word::Expected
            }
            (Some(ending), None | Some(Word::Lost)) if self.landed_nothing() => ending,
            (_, Some(rows)) => rows,
            (Some(ending), None) => ending,
            (None, None) if self.unreadable() > 0 => Word::Failed,
            (None, None) => manners(played),
        };
    }

    /// Whether the command ended with an error of its own in a case that allows that, and lost no list that it could have had.
    fn is_expected(&self, played: &Played) -> bool {
        let failed = played.runs.iter().any(|run| matches!(run.end, End::Exit(code) if code != 0));
        self.case.ends == Ends::CompleteOrError && failed && !self.gave_up()
    }

    /// Whether rows are missing of more than the list that the command might not read: of companies also what they lead to, departments and
    /// employees; of any other list one group.
    pub(super) fn gave_up(&self) -> bool {
        let Course::Forbidden(list) = &self.case.course else { return false };
        let mut short = self.groups.iter().filter(|group| group.report.missing.count > 0);
        if list.starts_with("/cursors/") {
            return !short
                .all(|group| ["companies", "departments", "employees"].contains(&group.stream));
        }
        short.count() > 1
    }

    /// Lines and elements that landed and are no rows.
    fn unreadable(&self) -> u64 {
        self.groups.iter().map(|group| group.report.unreadable.count).sum()
    }

    fn landed_nothing(&self) -> bool {
        self.groups.iter().all(|group| group.report.landed == 0)
    }
}

/// What is wrong with how the runs ended.
fn ending(played: &Played) -> Option<Word> {
    let ends = || played.runs.iter().map(|run| run.end);
    let again = played.requests.most_frequent().map_or(0, |(_, count)| count);
    if ends().any(|end| end == End::Endless) || ends().any(|end| end == End::Late) && again >= AGAIN
    {
        return Some(Word::Endless);
    }
    let broken = played.landed.as_ref().map_or(true, |landed| landed.broken.is_some());
    (broken || ends().any(End::is_bad)).then_some(Word::Failed)
}

/// What is wrong with a command that got every row.
fn manners(played: &Played) -> Word {
    let requests = &played.requests;
    if played.leak().is_some() {
        Word::Leaked
    } else if requests.hammered().is_some() {
        Word::Hammered
    } else {
        Word::Complete
    }
}

/// What landed, with those groups of the plain run of which nothing did.
fn groups(played: &Played, expected: &[(String, &'static str)]) -> Vec<Group> {
    let mut groups = played.landed.as_ref().map(|landed| landed.groups.clone()).unwrap_or_default();
    for (name, stream) in expected {
        if groups.iter().all(|group| group.name != *name) {
            groups.extend(nothing(played, name, stream));
        }
    }
    groups
}

/// A group of which nothing landed.
fn nothing(played: &Played, name: &str, stream: &'static str) -> Vec<Group> {
    let instance = Instance::passing(played.settings.clone());
    let names = [(name.to_owned(), stream)];
    // A landing of nothing has nothing to fail on.
    Landing::new(&instance, None, played.settings.clock(played.now, 0), &names)
        .finish()
        .unwrap_or_default()
}
