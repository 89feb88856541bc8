//! The likely cause of what is wrong, where the pattern is clear: each cause has a test of its own on the whole of what is missing or
//! there twice, and where none fits there is no hint. The tests look at runs of positions, never at rows one by one.

use super::intake::Intake;
use super::landed::Runs;
use super::stream::{Order, Truth};
use std::ops::Range;

/// The largest page there is to ask for.
const PAGE: u64 = 50;
/// The shortest run that is taken for a page.
const SHORT: u64 = 5;
/// How many of a kind make a pattern.
const PATTERN: u64 = 3;

/// The hint at an intake that is merged; `missing` rows are missing, `repeated` ones landed more than once.
pub(super) fn of(intake: &Intake, missing: u64, repeated: u64) -> Option<String> {
    let known = !intake.landed.is_empty();
    let tally = &intake.tally;
    if tally.rows == 0 {
        return (tally.unreadable == 0 && missing > 0).then(|| "Nothing landed: the upload holds no rows.".to_owned());
    }
    let hints = [strangers(intake, known), times(intake), lost(intake, missing, known), twice(intake, repeated)];
    let mut text = String::new();
    for hint in hints.into_iter().flatten() {
        text.push_str(if text.is_empty() { "" } else { " " });
        text.push_str(hint);
    }
    (!text.is_empty()).then_some(text)
}

/// Keys that are none of the stream's.
fn strangers(intake: &Intake, known: bool) -> Option<&'static str> {
    let tally = &intake.tally;
    match tally.strangers {
        0 => None,
        all if tally.beyond == all => Some(
            "The unknown rows are of this seed, but beyond its number of records: check with the records that the sync ran with.",
        ),
        all if tally.elsewhere == all && !known => Some(match intake.truth.order() {
            Order::Number => "The ids are UUIDs, not the numbers of /incremental/step: check with stream=people.",
            _ => "The ids are numbers, as those of /incremental/step: check with stream=step.",
        }),
        _ if known => {
            Some("Some keys were never issued here: rows of another seed, server or stream are in the destination.")
        }
        _ => Some("No key was ever issued here: the rows are of another seed, server or stream."),
    }
}

/// Keys that are right, with times of which none is.
fn times(intake: &Intake) -> Option<&'static str> {
    (intake.tally.dated >= PATTERN && intake.tally.right == 0).then_some(
        "The keys are right, but no updatedAt is: the sync ran with another anchor, ties or number of records, or times were changed on the way, \
         as by a time zone.",
    )
}

/// Rows that are missing. The causes are tried from the narrowest to the widest.
fn lost(intake: &Intake, missing: u64, known: bool) -> Option<&'static str> {
    if missing == 0 || !known {
        return None;
    }
    if intake.tally.cut {
        return Some(
            "The file is cut off, or a quote in it is not closed: what stands behind that place could not be read.",
        );
    }
    if intake.tally.unreadable >= missing {
        return Some("The missing rows may be among the lines that could not be read.");
    }
    let truth = &*intake.truth;
    let rows = truth.expected();
    let mut gaps = intake.landed.gaps(rows);
    if truth.order() == Order::Parents {
        let whole = |gap: Range<u64>| truth.begins(gap.start) && (gap.end == rows || truth.begins(gap.end));
        return gaps
            .all(whole)
            .then_some("All children of a parent are missing: they were never asked for, or their answer was lost.");
    }
    if truth.order() == Order::Time && cuts_seconds(truth, rows, &gaps) {
        return Some(
            "The missing rows share their updatedAt with a row before them that landed: a cursor that compares only the timestamp loses the rest of \
             a second at the end of a page. Compare updatedAt and id, or begin at the same second again and land by id.",
        );
    }
    match single(gaps.clone()) {
        Some(gap) if gap.end == rows && gap.start <= PAGE.min(missing) => {
            Some("Only the first rows landed, no more than a page holds: the next page was never asked for.")
        }
        Some(gap) if gap.end == rows => {
            Some("Exactly the newest rows are missing: the walk ended before the last page, or no sync has run since they came.")
        }
        Some(gap) if gap.start == 0 && gap.end <= PAGE => {
            Some("Exactly the oldest rows are missing, no more than a page holds: the first page was passed over, as where page or offset begin too late.")
        }
        Some(gap) if gap.start == 0 => {
            Some("Exactly the oldest rows are missing: the first sync began at a checkpoint or a filter on updatedAt instead of at the beginning.")
        }
        Some(gap) if is_page(&gap, rows) => {
            Some("One page in the middle is missing: a request that failed was passed over.")
        }
        Some(_) => None,
        None => keeps_rhythm(gaps, rows).then_some(
            "The same number of rows is missing at even distances: rows are lost at the borders of pages, as where an offset or page number grows by \
             too much, or an offset is walked over rows that change.",
        ),
    }
}

/// Rows that landed more than once.
fn twice(intake: &Intake, repeated: u64) -> Option<&'static str> {
    if repeated == 0 {
        return None;
    }
    let truth = &*intake.truth;
    let rows = truth.expected();
    let runs = intake.landed.repeats(rows);
    if repeated > 1 && intake.landed.entries().all(|entry| entry.repeated) {
        return Some(
            "Every row landed more than once: each sync appended a full load. Land by key, or empty the table first.",
        );
    }
    if truth.order() == Order::Parents {
        return None;
    }
    match single(runs.clone()) {
        Some(run) if run.end == rows && is_newest(truth, &run) => Some(
            "The newest rows landed again: a sync began at the checkpoint of the one before, which is included. Land by key.",
        ),
        Some(run) if is_page(&run, rows) => Some("One page landed twice: a request was repeated after its rows had landed. Land by key."),
        Some(_) => None,
        None => keeps_rhythm(runs, rows).then_some(
            "The rows at the borders of pages landed twice: pages overlap, as where a cursor includes its bound or an offset grows by too little. Land by key.",
        ),
    }
}

/// The only run; None where there are more.
fn single(mut runs: Runs<'_>) -> Option<Range<u64>> {
    let first = runs.next()?;
    runs.next().is_none().then_some(first)
}

/// Whether each gap is the rest of a second whose beginning landed. Where rows stand closer than seconds that is so by chance, too: there
/// it takes several gaps, and between them whole pages of one size.
fn cuts_seconds(truth: &dyn Truth, rows: u64, gaps: &Runs<'_>) -> bool {
    let cuts = |gap: Range<u64>| {
        let Some(before) = gap.start.checked_sub(1) else { return false };
        let second = truth.updated(before);
        truth.updated(gap.end - 1) == second && (gap.end >= rows || truth.updated(gap.end) != second)
    };
    if !gaps.clone().all(cuts) {
        return false;
    }
    let span = truth.updated(rows - 1) - truth.updated(0);
    if span / 2 >= i64::try_from(rows).unwrap_or(i64::MAX) {
        return true;
    }
    let (mut page, mut from, mut count) = (0, 0, 0);
    for gap in gaps.clone() {
        page = common_divisor(gap.start - from, page);
        from = gap.end;
        count += 1;
    }
    count >= PATTERN && page >= SHORT
}

const fn common_divisor(mut one: u64, mut other: u64) -> u64 {
    while other > 0 {
        (one, other) = (other, one % other);
    }
    one
}

/// Whether a run can be a page: of a page's size, and a whole number of such pages before or behind it.
const fn is_page(run: &Range<u64>, rows: u64) -> bool {
    let length = run.end - run.start;
    SHORT <= length && length <= PAGE && (run.start.is_multiple_of(length) || (rows - run.end).is_multiple_of(length))
}

/// Whether a run at the end is all of the newest second.
fn is_newest(truth: &dyn Truth, run: &Range<u64>) -> bool {
    let newest = truth.updated(run.end - 1);
    truth.updated(run.start) == newest && run.start.checked_sub(1).is_none_or(|before| truth.updated(before) != newest)
}

/// Whether runs are equally long and equally far from each other, from the beginning of the rows to their end, where the first and the
/// last may be cut.
fn keeps_rhythm(mut runs: Runs<'_>, rows: u64) -> bool {
    let (Some(first), Some(second)) = (runs.next(), runs.clone().next()) else { return false };
    let (step, length) = (second.end - first.end, second.end - second.start);
    let fits = |run: &Range<u64>| {
        let own = run.end - run.start;
        own == length || own < length && (run.start == 0 || run.end == rows)
    };
    let (mut start, mut end, mut count) = (second.start, first.end, 1);
    for run in runs {
        if run.start != start || !fits(&run) {
            return false;
        }
        start += step;
        end = run.end;
        count += 1;
    }
    count >= PATTERN && fits(&first) && first.start <= step && end + step >= rows
}
