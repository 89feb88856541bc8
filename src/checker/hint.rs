//! The likely cause of what is wrong, where the pattern is clear. A file that could not be read whole, or looks damaged, is named before
//! anything else: what it lost is no fault of a sync. Else each cause has a test of its own on the whole of what is missing or there
//! twice; where several fit all are named, and where none fits there is no hint. All are guesses, and worded so.
//!
//! `file` looks for damage, `keys` at rows that never were, `lost` and `twice` for the patterns of walks, in the orders of `walk`.

mod file;
mod keys;
mod lost;
mod twice;
mod walk;

use super::intake::Intake;
use super::report::Listed;
use walk::Seen;

/// How many of a kind make a pattern.
const PATTERN: u64 = 3;
/// How many causes are named at most, unless each is of a pattern of its own.
const MOST: usize = 4;
/// Of so few rows, pages are no pattern: whatever is missing could be one.
const FEW: u64 = 20;

/// A cause that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cause {
    /// What was seen; begins a sentence.
    what: &'static str,
    /// What may have been the reason: goes on behind "it looks as if".
    why: &'static str,
    /// What a connector should do then: a sentence, or nothing.
    then: &'static str,
}

/// The hint at an intake that is merged; `missing` rows are missing, `repeated` ones landed more than once.
pub(super) fn of(
    intake: &Intake,
    missing: u64,
    repeated: u64,
    unreadable: &Listed,
) -> Option<String> {
    if let Some(text) = file::hint(intake, missing, unreadable) {
        return Some(text);
    }
    let expected = intake.truth.expected();
    let (rows, known) = (intake.tally.rows, intake.landed.below(expected));
    let passed = if missing > 0 { file::passed(intake) } else { None };
    if rows == 0 && passed.is_none() {
        return (missing > 0).then(|| "Nothing landed: the file holds no rows.".to_owned());
    }
    let whole = repeated > 0 && intake.landed.entries().all(|entry| entry.repeated);
    let mut text = String::new();
    let keys = [
        keys::strangers(intake, missing),
        keys::times(intake),
        keys::later(intake, known, missing),
    ];
    keys.into_iter().flatten().for_each(|hint| push(&mut text, hint));
    if let Some(passed) = passed {
        push(&mut text, &passed);
        return Some(text);
    }
    if intake.tally.strangers > 0 || known == 0 {
        return (!text.is_empty()).then_some(text);
    }
    // Rows that are missing while others are there twice are no pattern of either kind, unless all of them are there twice.
    // Nor are rows that are missing beside rows with wrong times.
    let dated_right = intake.tally.right == intake.tally.dated || intake.tally.right == 0;
    if missing > 0 && dated_right && (repeated == 0 || whole) {
        told(intake, lost::causes, &mut text);
    }
    if repeated > 0 && (missing == 0 || whole) {
        told(intake, twice::causes, &mut text);
    } else if repeated > 0 && twice::overlaps_to_the_end(intake) {
        push(&mut text, &sentence(&[(false, twice::OVERLAP)]));
    }
    (!text.is_empty()).then_some(text)
}

/// Adds what the first order says in which something fits. Ties fit by chance, too, so other orders are looked at then.
fn told(intake: &Intake, causes: fn(&Intake, &Seen<'_>) -> Vec<Cause>, text: &mut String) {
    let mut found: Vec<(bool, Cause)> = Vec::new();
    for (at, walks) in walk::orders(intake).iter().enumerate() {
        for seen in walks.iter().filter_map(|walk| Seen::new(intake, *walk, at > 0)) {
            for cause in causes(intake, &seen) {
                if found.iter().all(|(_, known)| *known != cause) {
                    found.push((seen.walk.created, cause));
                }
            }
        }
        if found.iter().any(|(_, cause)| *cause != lost::TIES) {
            break;
        }
    }
    thin(&mut found);
    if !found.is_empty() {
        push(text, &sentence(&found));
    }
}

/// Leaves out what is one cause among several of the same pattern, from the last on, until there are few enough.
fn thin(found: &mut Vec<(bool, Cause)>) {
    let is_further = |found: &[(bool, Cause)], at: &usize| {
        found.iter().take(*at).any(|one| {
            found.get(*at).is_some_and(|this| (one.0, one.1.what) == (this.0, this.1.what))
        })
    };
    while found.len() > MOST {
        let Some(at) = (0..found.len()).rev().find(|at| is_further(found, at)) else { return };
        found.remove(at);
    }
}

fn push(text: &mut String, hint: &str) {
    text.push_str(if text.is_empty() { "" } else { " " });
    text.push_str(hint);
}

/// Causes as sentences, each with whether it is one in the order of createdAt; what was seen is said once, and what to do last.
fn sentence(causes: &[(bool, Cause)]) -> String {
    let (mut text, mut said) = (String::new(), None);
    for (created, cause) in causes {
        if said == Some((created, cause.what)) {
            text.push_str(", or as if ");
        } else {
            text.push_str(if said.is_none() { "" } else { ". Or " });
            text.push_str(if *created { "in the order of createdAt, " } else { "" });
            text.push_str(cause.what);
            text.push_str(": it looks as if ");
        }
        text.push_str(cause.why);
        said = Some((created, cause.what));
    }
    text.push('.');
    for (at, (_, cause)) in causes.iter().enumerate() {
        let is_new = causes.iter().take(at).all(|(_, before)| before.then != cause.then);
        if is_new && !cause.then.is_empty() {
            push(&mut text, cause.then);
        }
    }
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}
