//! Row ids: UUIDs computed from (seed, place) by a small keyed permutation, so that an id leads back to its place without a table
//! and a foreign id is recognised as such.
//!
//! A UUID of version 4 has 122 free bits. A four-round Feistel network over two halves of 61 bits permutes (place, 0); whoever inverts
//! it and finds another second half than 0 holds an id that was never issued (chance of a mistake: 2^-61).
//!
//! As an integer, an id is the same over two halves of 30 bits, above 2^53: a float of 64 bits, which is what JavaScript reads numbers into, has
//! none of most of them.

use crate::rng::{Rng, finalise};
use uuid::Uuid;

const HALF: u32 = 61;
const MASK: u64 = (1 << HALF) - 1;
const ROUNDS: u64 = 4;
/// Bits of a half of an integer, and where integers begin.
const BIG_HALF: u32 = 30;
const BIG_MASK: u64 = (1 << BIG_HALF) - 1;
/// The largest integer up to which a float stands for each; ids as integers are larger.
pub const EXACT: u64 = 1 << 53;

/// The ids of one data set.
#[derive(Clone, Copy, Debug)]
pub struct Ids {
    rng: Rng,
}

impl Ids {
    /// The ids that a seed and a data set's label give.
    pub fn new(seed: &str, label: &str) -> Self {
        Self { rng: Rng::new(seed, label) }
    }

    /// The ids that a data set's stream gives.
    pub const fn keyed(rng: Rng) -> Self {
        Self { rng }
    }

    /// The id of a place.
    pub fn id(&self, place: u64) -> Uuid {
        let (mut left, mut right) = (place & MASK, 0);
        for round in 0..ROUNDS {
            (left, right) = (right, left ^ self.round(round, right));
        }
        spread(left, right)
    }

    /// The id of a place as an integer above 2^53.
    pub fn big(&self, place: u64) -> u64 {
        let (mut left, mut right) = (place & BIG_MASK, 0);
        for round in 0..ROUNDS {
            (left, right) = (right, left ^ self.round(round, right) & BIG_MASK);
        }
        EXACT + 1 + (left << BIG_HALF | right)
    }

    /// The place of an id that is an integer, or None for one that this data set never issued.
    pub fn place_of_big(&self, id: u64) -> Option<u64> {
        let bits = id.checked_sub(EXACT + 1).filter(|bits| bits >> (2 * BIG_HALF) == 0)?;
        let (mut left, mut right) = (bits >> BIG_HALF, bits & BIG_MASK);
        for round in (0..ROUNDS).rev() {
            (left, right) = (right ^ self.round(round, left) & BIG_MASK, left);
        }
        (right == 0).then_some(left)
    }

    /// The place of an id, or None for one that this data set never issued.
    pub fn place(&self, id: Uuid) -> Option<u64> {
        let (mut left, mut right) = gather(id)?;
        for round in (0..ROUNDS).rev() {
            (left, right) = (right ^ self.round(round, left), left);
        }
        (right == 0).then_some(left)
    }

    fn round(&self, round: u64, half: u64) -> u64 {
        let [one, other] = self.rng.key();
        finalise(finalise(half ^ one).wrapping_add(round) ^ other) & MASK
    }
}

/// The text of an id.
pub fn text(id: Uuid) -> String {
    id.hyphenated().encode_lower(&mut Uuid::encode_buffer()).to_owned()
}

/// The id of 32 hexadecimal digits, hyphens between them or none.
pub fn parse(text: &str) -> Option<Uuid> {
    let (mut bits, mut digits) = (0_u128, 0);
    for byte in text.bytes().filter(|&byte| byte != b'-') {
        bits = bits << 4 | u128::from(char::from(byte).to_digit(16)?);
        digits += 1;
    }
    (digits == 32).then(|| Uuid::from_u128(bits))
}

/// Lays two halves of 61 bits around the version and variant bits of a UUID (RFC 9562 section 5.4).
fn spread(left: u64, right: u64) -> Uuid {
    let bits = u128::from(left) << HALF | u128::from(right);
    let (high, middle, low) = (bits >> 74, bits >> 62 & 0xFFF, bits & ((1 << 62) - 1));
    Uuid::from_u128(high << 80 | 4 << 76 | middle << 64 | 0b10 << 62 | low)
}

/// What [`spread`] laid; None for another version or variant.
fn gather(id: Uuid) -> Option<(u64, u64)> {
    let bits = id.as_u128();
    if bits >> 76 & 0xF != 4 || bits >> 62 & 0b11 != 0b10 {
        return None;
    }
    let free = bits >> 80 << 74 | (bits >> 64 & 0xFFF) << 62 | bits & ((1 << 62) - 1);
    let half = |bits: u128| u64::try_from(bits & u128::from(MASK)).ok();
    Some((half(free >> HALF)?, half(free)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_id_leads_back_to_its_place(place in 1..=1_000_000_000_u64, seed in "[a-z]{0,8}") {
            let ids = Ids::new(&seed, "people");
            let id = ids.id(place);
            prop_assert_eq!(id.get_version_num(), 4);
            prop_assert_eq!(ids.place(id), Some(place));
            let big = ids.big(place);
            prop_assert!((EXACT + 1..1 << 63).contains(&big));
            prop_assert_eq!(ids.place_of_big(big), Some(place));
        }

        #[test]
        fn a_foreign_id_is_recognised(bits in any::<u128>(), place in 1..=1_000_000_000_u64) {
            let ids = Ids::new("mine", "people");
            prop_assert_eq!(ids.place(Uuid::from_u128(bits)), None);
            prop_assert_eq!(ids.place_of_big(place), None);
            prop_assert_eq!(ids.place(Ids::new("yours", "people").id(place)), None);
            prop_assert_eq!(ids.place(Ids::new("mine", "live").id(place)), None);
        }
    }

    #[test]
    fn integers_of_other_places_and_seeds_are_recognised_and_floats_do_not_have_them() {
        let ids = Ids::new("s", "people");
        let all: std::collections::BTreeSet<u64> =
            (1..=10_000).map(|place| ids.big(place)).collect();
        assert_eq!(all.len(), 10_000);
        let rounded = |id: &&u64| (**id as f64) as u64 == **id;
        assert!(all.iter().filter(rounded).count() < 300);
        let others = Ids::new("t", "people");
        assert!((1..=10_000).all(|place| others.place_of_big(ids.big(place)).is_none()));
        assert!((0..=10_000).all(|n| ids.place_of_big(EXACT - n).is_none()));
        assert_eq!(ids.place_of_big(u64::MAX), None);
    }

    #[test]
    fn ids_of_neighbours_share_no_pattern() {
        let ids = Ids::new("s", "people");
        let differing: u32 =
            (1..1000).map(|p| (ids.id(p).as_u128() ^ ids.id(p + 1).as_u128()).count_ones()).sum();
        assert!((55..67).contains(&(differing / 999)), "{}", differing / 999);
    }
}
