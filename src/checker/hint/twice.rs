//! Rows that landed more than once: the patterns of walks and syncs that repeat them.

use super::super::intake::Intake;
use super::super::stream::{Order, Truth};
use super::lost::{PAGE, SHORT, is_page, keeps_rhythm, single};
use super::walk::Seen;
use super::{Cause, FEW};
use std::ops::Range;

const BY_KEY: &str = "Rows should land by key.";
const ALL: &str = "every row landed more than once";
const LOADED: Cause = Cause {
    what: ALL,
    why: "each sync appended a full load, the walk began again at its end, or each row or answer was written again",
    then: "Rows should land by key, or in a table that is emptied first.",
};
pub(super) const OVERLAP: Cause = Cause {
    what: "the rows at the borders of pages landed twice",
    why: "pages overlap, as where a cursor includes its bound or an offset grows by too little",
    then: BY_KEY,
};
const OVERLAP_ALL: Cause = Cause {
    what: "all rows but the first landed more than once",
    why: "pages overlap, as where an offset grows by too little",
    then: BY_KEY,
};
const REQUEST: Cause = Cause {
    what: "one page landed twice",
    why: "a request was repeated after its rows had landed",
    then: BY_KEY,
};
const CHECKPOINT: Cause = Cause {
    what: "the newest rows landed again",
    why: "a sync began at the checkpoint of the one before, which is included, or before it",
    then: BY_KEY,
};
const OLDEST: &str = "the oldest rows landed again";
const LAST_AGAIN: &str =
    "the last page landed again, as where a walk goes on behind its end or a request is repeated";
const BY_FIRST_ROW: &str =
    "A walk should end where a page begins with the row that the page before began with.";
const BEGAN_AGAIN: &str = "the walk began again and ended early, or its first request was repeated";
/// The last page of a walk from the oldest row to the newest, and of one the other way.
const BEHIND: [Cause; 2] = [
    Cause { what: CHECKPOINT.what, why: LAST_AGAIN, then: BY_FIRST_ROW },
    Cause { what: OLDEST, why: LAST_AGAIN, then: BY_FIRST_ROW },
];
const AGAIN: [Cause; 2] = [
    Cause { what: OLDEST, why: BEGAN_AGAIN, then: BY_KEY },
    Cause { what: CHECKPOINT.what, why: BEGAN_AGAIN, then: BY_KEY },
];

/// The causes that fit.
pub(super) fn causes(intake: &Intake, seen: &Seen<'_>) -> Vec<Cause> {
    let truth = &*intake.truth;
    let mut found = Vec::new();
    let whole = intake.landed.entries().all(|entry| entry.repeated);
    if whole {
        all(truth, seen.rows, &mut found);
        return found;
    }
    if truth.order() == Order::Parents || seen.rows <= FEW {
        return found;
    }
    match single(seen.repeats()) {
        Some(run) => of_one(truth, seen, &run, &mut found),
        None => found.extend(keeps_rhythm(seen.repeats(), seen.rows).then_some(OVERLAP)),
    }
    found
}

/// What it can mean that all rows are there more than once.
fn all(truth: &dyn Truth, rows: u64, found: &mut Vec<Cause>) {
    found.push(LOADED);
    if truth.order() == Order::Parents {
        return;
    }
    if rows > 0 && truth.updated(0) == truth.updated(rows - 1) {
        found.push(Cause { what: ALL, ..CHECKPOINT });
    }
    if rows <= PAGE {
        found.push(Cause { what: ALL, why: LAST_AGAIN, then: BY_FIRST_ROW });
    }
}

/// What a single run can mean.
fn of_one(truth: &dyn Truth, seen: &Seen<'_>, run: &Range<u64>, found: &mut Vec<Cause>) {
    let (length, falling) = (run.end - run.start, seen.walk.falling);
    let (at_end, at_start) = (run.end == seen.rows, run.start == 0);
    if at_end && seen.goes_on(true)
        || at_start && seen.goes_on(false)
        || seen.coarse && length < SHORT
    {
        return;
    }
    let newest = if falling { at_start } else { at_end };
    if newest && !seen.walk.created && begins_second(truth, seen, run) {
        found.push(CHECKPOINT);
    }
    if at_end {
        if (length..=PAGE).any(|page| run.start.is_multiple_of(page)) {
            found.push(BEHIND[usize::from(falling)]);
        }
        if run.start <= PAGE && length >= run.start {
            found.push(OVERLAP_ALL);
        }
    } else if at_start {
        found.push(AGAIN[usize::from(falling)]);
    } else if is_page(run) {
        found.push(REQUEST);
    }
    // Of so few rows, no more than one border of pages is inside of them.
    if seen.rows <= 2 * PAGE
        && let Some(last) = found.last()
    {
        found.push(Cause { what: last.what, ..OVERLAP });
    }
}

/// Whether the newest rows of a run begin with the first of a second, as those do which come behind a checkpoint that is included.
fn begins_second(truth: &dyn Truth, seen: &Seen<'_>, run: &Range<u64>) -> bool {
    let oldest = if seen.walk.falling { seen.rows - run.end } else { run.start };
    oldest.checked_sub(1).is_none_or(|before| truth.updated(before) != truth.updated(oldest))
}

/// Whether pages overlapped up to the last row that landed, and what is missing stands behind it: so many pages as there are, with an
/// offset that grows by too little, do not reach the end.
pub(super) fn overlaps_to_the_end(intake: &Intake) -> bool {
    let (landed, rows) = (&intake.landed, intake.truth.expected());
    let end = single(landed.gaps(rows)).filter(|gap| gap.end == rows).map(|gap| gap.start);
    intake.truth.order() != Order::Parents
        && end.is_some_and(|end| keeps_rhythm(landed.repeats(end), end))
}
