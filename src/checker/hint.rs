//! The hint: the likely cause of an incomplete landing, where the pattern is clear. Damage to the file comes before anything else, since rows
//! lost to it are no fault of the sync. Otherwise each cause is tested against all missing and duplicate rows. Every cause that fits is named;
//! where none fits, there is no hint. All are guesses, and worded as such.
//!
//! `file` looks for damage, `keys` at rows that never were, `lost` and `twice` for the patterns of walks, in the orders of `walk`.

mod file;
mod keys;
mod life;
mod lost;
mod twice;
mod walk;

use super::intake::Intake;
use super::report::Listed;
use walk::Seen;

/// Smallest number of rows that make a pattern.
const PATTERN: u64 = 3;
/// Largest number of causes named, unless each explains a different pattern.
const MOST: usize = 4;
/// Number of rows up to which pages make no pattern, since any missing rows could be a page.
const FEW: u64 = 20;

/// A cause that fits the pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cause {
    /// The observation; it begins a sentence.
    what: &'static str,
    /// The likely reason; it follows "it looks as if".
    why: &'static str,
    /// What the connector should do, as a sentence; may be empty.
    then: &'static str,
}

/// The hint for an intake whose landed rows are merged, with the numbers of missing and of repeated rows.
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
    if let Some(living) = intake.truth.living() {
        let causes = life::hint(intake, living);
        if !causes.is_empty() {
            push(&mut text, &causes);
        }
        return (!text.is_empty()).then_some(text);
    }
    // Missing rows beside duplicates are no pattern of either kind, unless every row is a duplicate.
    // Neither are missing rows beside rows with wrong times.
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

/// Adds the causes of the first order in which any fits. Causes about ties may fit by chance, so the other orders are tried as well then.
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

/// Drops causes that share their pattern with others, the last first, until few enough are left.
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

/// The causes as sentences: each observation once, the advice at the end. The flag tells a cause in the order of createdAt.
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
