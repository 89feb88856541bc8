//! Rows that never were, and rows that are right at times that are not.

use super::super::intake::Intake;
use super::super::stream::Order;
use super::PATTERN;

/// Keys that are none of the stream's. A damaged file makes of each row that it spoils one key at most, so strangers beyond the number
/// of rows that are missing came from elsewhere.
pub(super) fn strangers(intake: &Intake, missing: u64) -> Option<&'static str> {
    let (tally, known) = (&intake.tally, !intake.landed.is_empty());
    let clear = tally.strangers >= PATTERN;
    match tally.strangers {
        0 => None,
        all if tally.rounded == all && clear => Some(
            "The unknown ids are integers that went through a float, as where JavaScript parses JSON: above 2^53 it rounds them. Keep such ids as text or \
             as integers of 64 bits.",
        ),
        all if tally.beyond == all && (missing == 0 || intake.truth.order() == Order::Time) => {
            Some(
                "The unknown rows are of this seed, but beyond its number of records: check with the records that the sync ran with.",
            )
        }
        all if tally.beyond == all && !known && clear => Some(
            "The keys are of this seed, but beyond its number of records: check with the records that the sync ran with.",
        ),
        all if tally.elsewhere == all && !known && clear => Some(match intake.truth.order() {
            Order::Number => {
                "The ids are those of lists, not the numbers of /incremental/step: check with stream=people."
            }
            _ => "The ids are numbers, as those of /incremental/step: check with stream=step.",
        }),
        _ if !known && clear => Some(
            "No key was ever issued here: it looks as if the rows are of another seed, server or stream.",
        ),
        all if known && all > missing && all >= PATTERN => Some(
            "Some keys were never issued here: it looks as if rows of another seed, server or stream are in the destination, too.",
        ),
        // Of one place that is damaged, no more than three keys become others.
        all if known && all > PATTERN && all > tally.beyond => Some(
            "Some keys were never issued here, and rows are missing: it looks as if a part of the rows is of another seed or server, as after a restart in the \
             middle of a sync, or as if keys were changed or damaged on the way.",
        ),
        all if known && all == missing => Some(
            "As many keys are unknown as rows are missing: it looks as if keys were changed or damaged on the way.",
        ),
        _ => None,
    }
}

/// Keys that are right, with times of which none is.
pub(super) fn times(intake: &Intake) -> Option<&'static str> {
    (intake.tally.dated >= PATTERN && intake.tally.right == 0).then_some(
        "The keys are right, but no updatedAt is: it looks as if the sync ran with another anchor, ties, number of records or clock, or as if times were \
         changed on the way, as by a time zone.",
    )
}

/// Rows that are none of those that should be there, since they came or changed later.
pub(super) fn later(intake: &Intake, known: u64, missing: u64) -> Option<&'static str> {
    (known == 0 && missing > 0 && !intake.landed.is_empty()).then_some(
        "Only rows that came or changed after the moment of the truth landed: it looks as if the sync began at a checkpoint behind that moment, \
         or as if as_of is too early.",
    )
}
