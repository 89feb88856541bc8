//! Rows that are missing: the patterns of walks that lose them.

use super::super::intake::Intake;
use super::super::landed::Runs;
use super::super::stream::{Order, Truth};
use super::walk::Seen;
use super::{Cause, FEW, PATTERN};
use std::ops::Range;

/// The largest page there is to ask for.
pub(super) const PAGE: u64 = 50;
/// The smallest page that is asked for as a rule.
const USUAL: u64 = 10;
/// The shortest run that is taken for a page.
pub(super) const SHORT: u64 = 5;

pub(super) const TIES: Cause = Cause {
    what: "the missing rows share their updatedAt with a row before them that landed",
    why: "a cursor compares only the timestamp and loses the rest of a second at the end of a page",
    then: BY_BOTH,
};
const STOPPED: Cause = Cause {
    what: "the first row that is missing shares its updatedAt with the row before it, which landed",
    why: "a cursor compares only the timestamp and stopped at a second that has as many rows as a page, or more",
    then: BY_BOTH,
};
const STOPPED_BEHIND: Cause = Cause {
    what: "the last rows that landed share one updatedAt, and all behind them is missing",
    ..STOPPED
};
const BY_BOTH: &str =
    "A cursor should compare updatedAt and id, or begin at the same second again and land by id.";
const PARENT: Cause = Cause {
    what: "all children of a parent are missing",
    why: "they were never asked for, or their answer was lost",
    then: "",
};
const BORDERS: Cause = Cause {
    what: "the same number of rows is missing at even distances",
    why: "an offset, a page number or a cursor moves on by too much, or the first or last row of each page is dropped",
    then: "",
};
const SHORT_PAGES: Cause = Cause {
    what: "rows are missing at the ends of pages",
    why: "pages held fewer rows than the limit, and the offset grew by the limit",
    then: BY_RECEIVED,
};
const BY_RECEIVED: &str = "An offset should grow by the rows received.";
const PASSED: Cause = Cause {
    what: "a whole page is missing",
    why: "a request that failed was passed over",
    then: "",
};
const PASSED_SEVERAL: Cause = Cause {
    what: "whole pages are missing",
    why: "requests that failed were passed over",
    then: "",
};
/// Only where the server gives short pages.
const HALF: &str = "a page held fewer rows than the limit, and the offset grew by the limit";
const NEVER_ASKED: &str = "the next page was never asked for or lay too far on";
/// Where pages may have been smaller than the largest, so that several of them landed.
const ENDED_EARLY: &str = "the next page was never asked for or lay too far on, or the walk ended early, as at a short or empty page";
const DROPPED: &str = "the first or last row of a page was dropped";
const TOO_FAR: &str = "an offset or page number moves on by too much";

/// Of a walk from the oldest row to the newest, and of one the other way.
const FIRST_ALONE: [Cause; 2] = [
    Cause {
        what: "only the oldest rows landed, no more than a page holds",
        why: NEVER_ASKED,
        then: "",
    },
    Cause {
        what: "only the newest rows landed, no more than a page holds",
        why: NEVER_ASKED,
        then: "",
    },
];
const ENDED: [Cause; 2] = [
    Cause {
        what: "exactly the newest rows are missing",
        why: "the walk ended before its last page or passed over a part of it, or no sync has run since they came",
        then: "",
    },
    Cause {
        what: "exactly the oldest rows are missing",
        why: "the walk went from the newest row to the oldest and ended before its last page or passed over a part of it",
        then: "",
    },
];
const BEGAN: [Cause; 2] = [
    Cause {
        what: "exactly the oldest rows are missing",
        why: "the walk passed over its first page, or began too late, as at a checkpoint, a filter on updatedAt, or an offset or page number that is not \
              the first",
        then: "",
    },
    Cause {
        what: "exactly the newest rows are missing",
        why: "the walk went from the newest row to the oldest and began too late or passed over its first page, or no sync has run since they came",
        then: "",
    },
];

/// The causes that fit.
pub(super) fn causes(intake: &Intake, seen: &Seen<'_>) -> Vec<Cause> {
    let truth = &*intake.truth;
    let mut gaps = seen.gaps();
    let mut found = Vec::new();
    if truth.order() == Order::Parents {
        let whole = |gap: Range<u64>| {
            truth.begins(gap.start) && (gap.end == seen.rows || truth.begins(gap.end))
        };
        found.extend(gaps.all(whole).then_some(PARENT));
        return found;
    }
    if seen.rows <= FEW {
        return found;
    }
    if truth.order() == Order::Time
        && !seen.walk.created
        && cuts_seconds(truth, seen.rows, &intake.landed.gaps(seen.rows))
    {
        found.push(TIES);
        let half = intake.short_pages
            && single(gaps.clone()).is_some_and(|gap| is_half(gap.end, gap.end - gap.start));
        found.extend(half.then_some(Cause { what: TIES.what, why: HALF, then: BY_RECEIVED }));
    }
    match single(gaps.clone()) {
        Some(gap) => {
            let of_end = of_one(intake, seen, &gap);
            let stopped =
                found.is_empty() && !of_end.is_empty() && !seen.walk.created && !seen.walk.falling;
            let second = if stopped && gap.end == seen.rows {
                second_at(truth, seen.rows, gap.start)
            } else {
                None
            };
            let fits = second.as_ref().is_some_and(|second| stops_at(second, gap.start));
            let inside = second.as_ref().is_some_and(|second| second.end > gap.start);
            found.extend(fits.then_some(if inside { STOPPED } else { STOPPED_BEHIND }));
            found.extend(of_end);
            found.extend((inside && !fits).then_some(STOPPED));
        }
        None if !found.is_empty() => {}
        None if keeps_rhythm(gaps.clone(), seen.rows) => {
            found.push(BORDERS);
            found.extend(intake.short_pages.then_some(Cause { what: BORDERS.what, ..SHORT_PAGES }));
        }
        None => {
            found.extend(are_pages(gaps.clone(), seen.rows).then_some(PASSED_SEVERAL));
            found.extend(are_halves(gaps, seen.rows).then_some(SHORT_PAGES));
        }
    }
    found
}

/// What a single run can mean.
fn of_one(intake: &Intake, seen: &Seen<'_>, gap: &Range<u64>) -> Vec<Cause> {
    let (at_end, at_start, length) = (gap.end == seen.rows, gap.start == 0, gap.end - gap.start);
    // By createdAt, which is tried second, less than a page is no pattern.
    if at_end && seen.goes_on(true)
        || at_start && seen.goes_on(false)
        || seen.coarse && length < SHORT
    {
        return Vec::new();
    }
    let direction = usize::from(seen.walk.falling);
    let of = |causes: &[Cause; 2]| causes.get(direction).copied();
    let first = match (at_end, at_start) {
        (true, _) if gap.start <= PAGE.min(length) => {
            let several = gap.start < PAGE || intake.short_pages || intake.empty_pages;
            of(&FIRST_ALONE)
                .map(|cause| if several { Cause { why: ENDED_EARLY, ..cause } } else { cause })
        }
        (true, _) => of(&ENDED),
        (_, true) => of(&BEGAN),
        _ => is_page(gap).then_some(PASSED),
    };
    let Some(first) = first else { return Vec::new() };
    let border = (at_end || at_start) && length == 1 && seen.rows <= PAGE;
    let alternates = !at_end && !at_start && gap.start <= PAGE && gap.end + gap.start >= seen.rows;
    let others = [
        alternates.then_some((TOO_FAR, "")),
        (intake.short_pages && !at_start && is_half(gap.end, length))
            .then_some((HALF, BY_RECEIVED)),
        border.then_some((DROPPED, "")),
    ];
    let others =
        others.into_iter().flatten().map(|(why, then)| Cause { what: first.what, why, then });
    [first].into_iter().chain(others).collect()
}

/// The rows of the second of the last row before a border, no more than a page to each side; None where that is nothing to rows of this order.
fn second_at(truth: &dyn Truth, rows: u64, border: u64) -> Option<Range<u64>> {
    if truth.order() != Order::Time {
        return None;
    }
    let second = truth.updated(border.checked_sub(1)?);
    let is_same = |at: &u64| truth.updated(*at) == second;
    let start = (border.saturating_sub(PAGE + 1)..border).rev().take_while(is_same).last()?;
    let end = (border..rows.min(border + PAGE))
        .take_while(is_same)
        .last()
        .map_or(border, |last| last + 1);
    Some(start..end)
}

/// Whether a cursor of timestamps that includes its bound stops at this border, for pages of a usual size: those that it lands anew hold
/// one row less than a page. Where it lands what has the second of its bound, too, it ends with the first page that begins in the second.
fn stops_at(second: &Range<u64>, border: u64) -> bool {
    if border == second.end {
        return (USUAL..=PAGE).contains(&(second.end - second.start));
    }
    let mut pages = USUAL..=PAGE.min(second.end - second.start);
    pages.any(|page| {
        border == second.start + page
            || (border - 1).is_multiple_of(page - 1) && border <= second.start + page
    })
}

/// Whether so many rows up to an end can be the second half of a page, of which the first half came.
fn is_half(end: u64, length: u64) -> bool {
    (2 * length - 1..=2 * length + 1)
        .any(|page| (SHORT..=PAGE).contains(&page) && end.is_multiple_of(page))
}

/// The only run; None where there are more.
pub(super) fn single(mut runs: Runs<'_>) -> Option<Range<u64>> {
    let first = runs.next()?;
    runs.next().is_none().then_some(first)
}

/// Whether each gap is the rest of a second whose beginning landed. Where rows stand closer than seconds that is so by chance, too: there
/// it takes several gaps, and between them whole pages of one size.
fn cuts_seconds(truth: &dyn Truth, rows: u64, gaps: &Runs<'_>) -> bool {
    let cuts = |gap: Range<u64>| {
        let Some(before) = gap.start.checked_sub(1) else { return false };
        let second = truth.updated(before);
        truth.updated(gap.end - 1) == second
            && (gap.end >= rows || truth.updated(gap.end) != second)
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
    // All rows of one second: a walk by the timestamp alone ends with the first page.
    count >= PATTERN && page >= SHORT || span == 0 && count == 1
}

const fn common_divisor(mut one: u64, mut other: u64) -> u64 {
    while other > 0 {
        (one, other) = (other, one % other);
    }
    one
}

/// Whether a run can be a page: of a page's size, and a whole number of such pages before it.
pub(super) const fn is_page(run: &Range<u64>) -> bool {
    let length = run.end - run.start;
    SHORT <= length && length <= PAGE && run.start.is_multiple_of(length)
}

/// Whether some runs are pages of one size, none of them the first or the last.
fn are_pages(mut runs: Runs<'_>, rows: u64) -> bool {
    let size = |run: &Range<u64>| run.end - run.start;
    let Some(first) = runs.clone().next() else { return false };
    runs.clone().nth(2).is_some()
        && runs.all(|run| {
            is_page(&run) && size(&run) == size(&first) && run.start > 0 && run.end < rows
        })
}

/// Whether all runs are the second halves of pages of one size; the last one may be cut.
fn are_halves(runs: Runs<'_>, rows: u64) -> bool {
    let Some(first) = runs.clone().next() else { return false };
    let length = first.end - first.start;
    let (mut page, mut count) = (0, 0);
    for run in runs {
        let own = run.end - run.start;
        if run.end < rows {
            page = common_divisor(run.end, page);
        }
        if own > length || own < length && run.end < rows {
            return false;
        }
        count += 1;
    }
    count >= PATTERN && is_half(page, length)
}

/// Whether runs are equally long and equally far from each other, from the beginning of the rows to their end, where the first and the
/// last may be cut, and no more stands between them than a page holds.
pub(super) fn keeps_rhythm(mut runs: Runs<'_>, rows: u64) -> bool {
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
    count >= PATTERN
        && fits(&first)
        && first.start <= step
        && end + step >= rows
        && step <= length + PAGE
}
