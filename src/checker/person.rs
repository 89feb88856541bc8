//! The keys of records: an id as the settings have it, or a number of `/incremental/step`.

use super::stream::{Stranger, number};
use crate::dataset::ids::{self, EXACT};
use crate::dataset::people::People;

/// The place of a key.
pub(super) fn place(people: &People, numbered: bool, text: &str) -> Result<u64, Stranger> {
    let (id, number) = (ids::parse(text), number(text));
    let big = people.form().big_ids;
    let place = match (numbered, id, number) {
        (true, _, Some(number)) if big && number > EXACT => return Err(Stranger::Elsewhere),
        (true, _, Some(number)) => Some(number),
        (false, _, Some(number)) if big && number > EXACT => {
            let place = people.ids().place_of_big(number);
            if place.is_none() && is_rounded(number) {
                return Err(Stranger::Rounded);
            }
            place
        }
        (false, Some(id), _) if !big => people.ids().place(id),
        (false, Some(_), None) => None,
        (false, _, Some(_)) | (true, Some(_), None) => return Err(Stranger::Elsewhere),
        (_, None, None) => return Err(Stranger::Malformed),
    };
    place.filter(|&place| place > 0).ok_or(Stranger::Foreign)
}

/// Whether a program may have printed this number from a float of 64 bits: it is one, or has zeros where the float has no digits.
const fn is_rounded(number: u64) -> bool {
    number.is_multiple_of(10) || number as f64 as u64 == number
}
