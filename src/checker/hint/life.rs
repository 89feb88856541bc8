//! Causes of what is wrong with rows that move: they went, changed or appeared while the sync looked elsewhere.

use super::push;
use crate::checker::intake::Intake;
use crate::checker::living::Living;

/// The causes that fit, a sentence each; empty for none.
pub(super) fn hint(intake: &Intake, living: &Living) -> String {
    let expected = living_rows(intake, living);
    let mut text = String::new();
    let Wrong { missing, late, stale, gone, marked } = expected;
    // Of a walk that was broken off, some of what is missing came late by chance.
    if late > 0 && 2 * late >= missing + stale {
        let seconds = living.lateness();
        push(
            &mut text,
            &format!(
                "{late} of the rows that are missing or too old came late: each was to be seen up to {seconds} seconds behind its updatedAt, when a sync \
                 that filters by updatedAt had passed it. Begin each sync {seconds} seconds before the newest updatedAt of the last one, and merge by id."
            ),
        );
    }
    if missing > late && living.moves_between_pages() {
        push(
            &mut text,
            "Rows are missing that never were late: it looks as if pages were counted, by number or by offset, while rows before them went or changed, so \
             that all behind them moved up. Go on behind the last row instead, by a cursor or by updatedAt.",
        );
    } else if stale > late && missing == 0 {
        push(
            &mut text,
            "Rows changed after they were read, and no later page or sync brought them: order by updatedAt, and begin the next sync where this one ended.",
        );
    }
    if gone > 0 {
        push(
            &mut text,
            "Rows landed that are gone without a trace, which no filter by updatedAt shows: what a walk over the whole list does not bring any more, or what /deleted, /changes or /delta names, has to be taken out.",
        );
    }
    if marked > 0 {
        push(
            &mut text,
            "Rows were deleted by an update that sets deletedAt, which did not land: it comes as any other update does, by its updatedAt.",
        );
    }
    text
}

/// How many rows are wrong, by what became of them.
struct Wrong {
    missing: u64,
    late: u64,
    stale: u64,
    gone: u64,
    marked: u64,
}

fn living_rows(intake: &Intake, living: &Living) -> Wrong {
    let (truth, landed) = (&intake.truth, &intake.landed);
    let mut wrong = Wrong { missing: 0, late: 0, stale: 0, gone: 0, marked: 0 };
    for position in landed.gaps(truth.expected()).flatten().filter(|at| living.is_wanted(*at)) {
        wrong.missing += 1;
        wrong.late += u64::from(living.was_late(position));
    }
    for entry in landed.entries() {
        let position = entry.position;
        if living.is_deleted(position) {
            let kind = match () {
                () if living.is_gone(position) => &mut wrong.gone,
                () if living.was_late(position) => &mut wrong.late,
                () => &mut wrong.marked,
            };
            *kind += 1;
        } else if truth.stale(position) {
            wrong.stale += 1;
            wrong.late += u64::from(living.was_late(position));
        }
    }
    wrong
}
