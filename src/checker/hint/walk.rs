//! The orders in which a sync can walk over rows, and what landed as seen in one of them.

use super::super::intake::Intake;
use super::super::landed::{Landed, Runs};
use super::super::stream::{Order, Truth, Walk};

const fn walk(created: bool, falling: bool) -> Walk {
    Walk { created, falling }
}

const RISING: &[&[Walk]] = &[&[walk(false, false)], &[walk(true, false)]];
const FALLING: &[&[Walk]] = &[&[walk(false, true), walk(true, true)]];
const EITHER: &[&[Walk]] =
    &[&[walk(false, false), walk(false, true), walk(true, false), walk(true, true)]];
/// Where all rows share one second, only an order by createdAt can fall.
const TIED_FALLING: &[&[Walk]] = &[&[walk(true, true)]];
const TIED: &[&[Walk]] = &[&[walk(false, false), walk(true, true)]];

/// Fewest steps from row to row that show a direction.
const STEPS: u64 = 12;

/// The orders to look for patterns in: the direction is that of the file where it has one. Those side by side are as likely.
pub(super) fn orders(intake: &Intake) -> &'static [&'static [Walk]] {
    let (truth, tally) = (&*intake.truth, &intake.tally);
    let (up, down) =
        if tally.rises + tally.falls < STEPS { (0, 0) } else { (tally.rises, tally.falls) };
    let tied = || is_tied(truth);
    match truth.order() {
        Order::Parents => &RISING[..1],
        _ if up > 3 * down => RISING,
        _ if down > 3 * up && tied() => TIED_FALLING,
        _ if down > 3 * up => FALLING,
        _ if tied() => TIED,
        _ => EITHER,
    }
}

/// Whether all rows that should be there share one second.
fn is_tied(truth: &dyn Truth) -> bool {
    let rows = truth.expected();
    truth.order() == Order::Time && rows > 0 && truth.updated(0) == truth.updated(rows - 1)
}

/// What landed of the rows that should be there, in the order of a walk.
pub(super) struct Seen<'i> {
    landed: Which<'i>,
    pub(super) walk: Walk,
    /// How many rows should be there.
    pub(super) rows: u64,
    /// Whether a few rows are no pattern: by createdAt rows stand nearly as by updatedAt, which was tried before.
    pub(super) coarse: bool,
    /// Whether rows landed that came or changed after the moment of the truth: a walk went past the newest rows that should be there.
    pub(super) later: bool,
}

enum Which<'i> {
    Natural(&'i Landed),
    Reordered(Landed),
}

impl<'i> Seen<'i> {
    /// None where the rows have no such order; `coarse` where a few rows are to be no pattern.
    pub(super) fn new(intake: &'i Intake, walk: Walk, coarse: bool) -> Option<Self> {
        let (landed, rows) = (&intake.landed, intake.truth.expected());
        let later = landed.entries().last().is_some_and(|entry| entry.position >= rows);
        let landed = if walk == Walk::default() {
            Which::Natural(landed)
        } else {
            Which::Reordered(
                landed.reordered(rows, |position| intake.truth.walked(position, walk))?,
            )
        };
        Some(Self { landed, walk, rows, coarse, later })
    }

    /// The runs that are missing.
    pub(super) fn gaps(&self) -> Runs<'_> {
        self.landed().gaps(self.rows)
    }

    /// The runs that landed more than once.
    pub(super) fn repeats(&self) -> Runs<'_> {
        self.landed().repeats(self.rows)
    }

    /// Whether the walk went on where the rows at its end, or those at its beginning, are missing or there twice.
    pub(super) const fn goes_on(&self, at_end: bool) -> bool {
        self.later && at_end != self.walk.falling
    }

    const fn landed(&self) -> &Landed {
        match &self.landed {
            Which::Natural(landed) => landed,
            Which::Reordered(landed) => landed,
        }
    }
}
