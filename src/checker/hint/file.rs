//! Files that could not be read whole, and files that look damaged although every line could be read.

use super::super::intake::Intake;
use super::super::report::{Listed, on_one_line};
use super::super::stream::Order;
use super::PATTERN;

/// What the file itself has wrong. Nothing else is said then, for nobody knows what stood in the places that are lost.
pub(super) fn hint(intake: &Intake, missing: u64, unreadable: &Listed) -> Option<String> {
    let tally = &intake.tally;
    if let (Some(other), 0) = (tally.other, tally.rows)
        && tally.others == tally.unreadable
    {
        return Some(format!(
            "The rows have the key of {other}, and not the one of the stream that was asked for: check with stream={other}."
        ));
    }
    if tally.unreadable > 0 {
        return Some(unread(intake, unreadable));
    }
    // A key of the other stream among those of this one is the rest of one, too.
    let known = !intake.landed.is_empty();
    if tally.malformed > 0 || known && tally.elsewhere > 0 {
        let text = if !known && tally.malformed == tally.rows {
            "No key has the form of a key of this stream: it looks as if the rows are of another source, or the column of the key was changed on the way."
        } else {
            "Some keys have no form that a key of this stream has: the file looks damaged, or the column of the key was changed on the way."
        };
        return Some(text.to_owned());
    }
    if missing == 0 {
        return None;
    }
    if let Some(line) = &tally.swallows {
        return Some(format!(
            "A quoted field of the record that begins in line {line} holds a row: it looks as if a quote is out of place there, and rows that are missing were \
             read as text of the field."
        ));
    }
    if tally.header {
        return Some(
            "The line that names the columns looks damaged: rows that are missing may stand in it."
                .to_owned(),
        );
    }
    if let Some(place) = &tally.glued {
        return Some(format!(
            "An object has a member twice, with two values, in line or element {place}: it looks as if the file is damaged there, and what is missing \
             stood between the two."
        ));
    }
    let wrong = tally.dated - tally.right;
    // Rows that move may have times that only another clock knows.
    let still = !matches!(intake.truth.order(), Order::Parents | Order::Lives);
    if still && (1..PATTERN).contains(&wrong) && tally.right > 0 {
        return Some(
            "Rows are missing, and others have an updatedAt that they never had: it looks as if lines were glued together, or changed on the way."
                .to_owned(),
        );
    }
    let is_odd = |last: u64| {
        let mut repeats = intake.landed.repeats(u64::MAX);
        intake.landed.borders_gap(last) || repeats.any(|run| run.contains(&last))
    };
    let cut = tally.open && tally.last.is_some_and(is_odd);
    cut.then(|| {
        "The last line of the file has no line end: the file looks cut off there, and the missing rows may have stood behind it.".to_owned()
    })
}

/// Files that were not read: rows that are missing may stand in them, so nothing is known of the sync.
pub(super) fn passed(intake: &Intake) -> Option<String> {
    let (name, reason) = intake.passed.first()?;
    let (name, reason) = (on_one_line(name), on_one_line(reason.trim_end_matches('.')));
    Some(match intake.passed.len() {
        1 => format!(
            "One file was passed over, and rows that are missing may stand in it: {name} ({reason})."
        ),
        many => format!(
            "{many} files were passed over, and rows that are missing may stand in them; the first is {name} ({reason})."
        ),
    })
}

/// Names the first place that could not be read, and how much that is in all.
fn unread(intake: &Intake, unreadable: &Listed) -> String {
    let tally = &intake.tally;
    let first = unreadable.examples.first();
    let member = |name: &str| first.and_then(|first| first.get(name));
    let line = member("line").map(ToString::to_string).unwrap_or_default();
    let reason = member("reason").and_then(|reason| reason.as_str()).unwrap_or_default();
    let places = if tally.unreadable == 1 { "place" } else { "places" };
    // The end of an array may be all that is not there.
    let bytes = match tally.unread {
        0 => String::new(),
        1 => ", 1 byte in all".to_owned(),
        bytes => format!(", {bytes} bytes in all"),
    };
    let file = member("file").and_then(|file| file.as_str());
    let file = file.map(|file| format!("{}, ", on_one_line(file))).unwrap_or_default();
    let what = if tally.bare == tally.unreadable {
        "It looks as if an object that is no row was taken for one, such as the one around the rows or the answer to a request that failed."
    } else if tally.cut {
        "It looks as if the file is cut off, or a quote in it is not closed. Rows that are missing may stand there."
    } else {
        "Look at the file first: rows that are missing may stand there."
    };
    format!(
        "The file could not be read in {} {places}{bytes}; the first is {file}line or element {line}: {reason}. {what}",
        tally.unreadable
    )
}
