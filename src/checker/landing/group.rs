//! The rows of one group. Which stream they are of is told by the first of them: until then each stream's check reads them.

use super::super::stream::{self, Stream};
use super::super::{Check, format::Format, intake::Intake, json};
use super::Group;
use super::groups::Terms;
use super::lines::Line;
use crate::response::error::ApiError;

/// So many rows tell the stream.
const TELLING: u64 = 64;

/// Most rows of a picture.
const PICTURED: u64 = 2000;

/// A group that is being read.
#[derive(Debug)]
pub(super) struct Rows {
    pub(super) name: String,
    /// Whether its truth was given, so that it is judged even where nothing landed.
    pub(super) given: bool,
    /// The checks of the streams that it may be of, by depth.
    checks: Vec<(&'static Stream, Check)>,
    /// Rows of messages so far.
    taken: u64,
}

impl Rows {
    pub(super) fn new(name: &str, given: Option<&str>, terms: &Terms) -> Self {
        let check = |stream: &'static Stream| (stream, terms.check(stream.name()));
        let checks = match given {
            Some(stream) => vec![check(stream::named(stream))],
            None => stream::by_depth().map(check).collect(),
        };
        Self { name: name.to_owned(), given: given.is_some(), checks, taken: 0 }
    }

    /// A group whose check is set up by the caller.
    pub(super) fn of_check(name: &str, stream: &str, check: Check) -> Self {
        let checks = vec![(stream::named(stream), check)];
        Self { name: name.to_owned(), given: true, checks, taken: 0 }
    }

    /// Takes a row: the text of an object, and its line or number.
    pub(super) fn row(&mut self, number: Option<u64>, row: &str) {
        self.taken += 1;
        let number = number.unwrap_or(self.taken);
        for (_, check) in &mut self.checks {
            json::objects(number, row.as_bytes(), 0, &mut check.intake);
        }
        self.settle();
    }

    /// Takes a line that should have been a row or a message, and is none.
    pub(super) fn bad(&mut self, number: u64, reason: &str, bytes: u64) {
        self.each(|check| check.intake.bad(number, &[reason], bytes));
    }

    /// Takes a line that should have been a row or a message: one without an end was cut off.
    pub(super) fn lost(&mut self, line: Line<'_>, reason: &str) {
        let bytes = line.text.len() as u64;
        self.each(|check| match line.whole {
            true => check.intake.bad(line.number, &[reason], bytes),
            false => check.intake.cut(line.number, reason, bytes),
        });
    }

    pub(super) fn begin_file(
        &mut self,
        file: Option<&str>,
        format: Option<Format>,
    ) -> Result<(), ApiError> {
        self.all(|check| match file {
            Some(file) => check.begin_file(file, format),
            None => {
                check.intake.begin();
                check.intake.declared = format;
                Ok(())
            }
        })
    }

    pub(super) fn feed(&mut self, text: &[u8]) -> Result<(), ApiError> {
        self.all(|check| check.feed(text))?;
        self.settle();
        Ok(())
    }

    /// Ends a file: whether it held rows, or nothing at all.
    pub(super) fn end_file(&mut self) -> Result<bool, ApiError> {
        let mut held = false;
        self.all(|check| {
            held |= check.end_file()?;
            Ok(())
        })?;
        self.settle();
        Ok(held)
    }

    pub(super) fn each(&mut self, act: impl FnMut(&mut Check)) {
        self.checks.iter_mut().map(|(_, check)| check).for_each(act);
    }

    /// Has each check act; those that refuse are no longer asked, unless all do.
    fn all(
        &mut self,
        mut act: impl FnMut(&mut Check) -> Result<(), ApiError>,
    ) -> Result<(), ApiError> {
        let mut refusals: Vec<Option<ApiError>> = Vec::new();
        self.each(|check| refusals.push(act(check).err()));
        if refusals.iter().all(Option::is_some) {
            // The first stream of all is the one that is told of.
            let at = self.checks.iter().position(|(stream, _)| stream.name() == stream::NAMES[0]);
            let refusal = refusals.into_iter().nth(at.unwrap_or_default()).flatten();
            return refusal.map_or(Ok(()), Err);
        }
        let mut refusals = refusals.into_iter();
        self.checks.retain(|_| refusals.next().flatten().is_none());
        Ok(())
    }

    /// How many rows were read of the stream that they fit best.
    fn rows(&self) -> u64 {
        self.checks.iter().map(|(_, check)| check.intake.tally.rows).max().unwrap_or_default()
    }

    fn settle(&mut self) {
        if self.checks.len() > 1 && self.rows() >= TELLING {
            self.choose();
        }
    }

    /// Keeps the one check whose stream the rows fit best: by their names the deepest, and of streams with one key that which has them.
    fn choose(&mut self) {
        let most = self.rows();
        let deepest =
            self.checks.iter().find(|(_, check)| check.intake.tally.rows * 2 >= most.max(1));
        let default = self.checks.iter().find(|(stream, _)| stream.name() == stream::NAMES[0]);
        let Some(keys) = deepest.or(default).map(|(stream, _)| stream.keys) else { return };
        let known = |check: &Check| check.intake.tally.rows - check.intake.tally.strangers;
        self.checks.retain(|(stream, _)| stream.keys == keys);
        let best = self.checks.iter().map(|(_, check)| known(check)).max();
        let at = self.checks.iter().position(|(_, check)| Some(known(check)) == best);
        self.checks = self.checks.drain(..).skip(at.unwrap_or_default()).take(1).collect();
    }

    /// The verdict; None of a group that holds no row, though none was asked of it.
    pub(super) fn finish(mut self) -> Result<Option<Group>, ApiError> {
        // What the readers still hold may be all the rows there are.
        self.end_file()?;
        self.choose();
        let Some((stream, mut check)) = self.checks.pop() else { return Ok(None) };
        if !self.given && check.intake.tally.rows == 0 && check.intake.tally.unreadable == 0 {
            return Ok(None);
        }
        let report = check.intake.verdict();
        let rows = pictured(&check.intake);
        Ok(Some(Group { name: self.name, stream: stream.name(), report, rows }))
    }
}

/// The first rows that there should be, a letter each; after the verdict.
fn pictured(intake: &Intake) -> String {
    let shown = intake.truth.expected().min(PICTURED);
    let mut letters = vec!['m'; usize::try_from(shown).unwrap_or_default()];
    for entry in intake.landed.entries().take_while(|entry| entry.position < shown) {
        let old = entry.older || intake.truth.stale(entry.position);
        let letter = usize::try_from(entry.position).ok().and_then(|at| letters.get_mut(at));
        if let Some(letter) = letter {
            *letter = if old {
                's'
            } else if entry.repeated {
                't'
            } else {
                'l'
            };
        }
    }
    letters.into_iter().collect()
}
