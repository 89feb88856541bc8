//! A counter-based random number generator: word (place, lane) is the same forever, whatever else is drawn.
//!
//! Two rounds of SplitMix64's finaliser, keyed by SHA-256 of seed and label. Not ChaCha: a row needs eight words, and this makes them in
//! a tenth of the time. Data are no secret; secrets ([`credentials`](super::credentials)) are drawn with HMAC.

use sha2::{Digest, Sha256};

/// Weyl increment of SplitMix64: 2^64 divided by the golden ratio.
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// A generator of its own for each seed and label, so a new data set shifts no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rng {
    key: [u64; 2],
}

impl Rng {
    /// The generator of a seed for one purpose.
    pub fn new(seed: &str, label: &str) -> Self {
        let digest =
            Sha256::new().chain_update(label).chain_update([0]).chain_update(seed).finalize();
        let word = |from: usize| {
            digest[from..from + 8].iter().fold(0, |n, &byte| n << 8 | u64::from(byte))
        };
        Self { key: [word(0), word(8)] }
    }

    /// 64 random bits.
    pub const fn word(&self, place: u64, lane: u64) -> u64 {
        self.at(place).word(lane)
    }

    /// The words of a place: half the work of each is the same.
    pub const fn at(&self, place: u64) -> Draws {
        Draws { at_place: finalise(place.wrapping_mul(GOLDEN) ^ self.key[0]), key: self.key[1] }
    }

    /// A number below `bound`; 0 where `bound` is 0.
    pub const fn below(&self, place: u64, lane: u64, bound: u64) -> u64 {
        scale(self.word(place, lane), bound)
    }

    /// The key as bits, for the keyed permutation of `dataset::ids`.
    pub const fn key(&self) -> [u64; 2] {
        self.key
    }
}

/// The words of one place.
#[derive(Clone, Copy, Debug)]
pub struct Draws {
    at_place: u64,
    key: u64,
}

impl Draws {
    /// 64 random bits.
    pub const fn word(&self, lane: u64) -> u64 {
        finalise(self.at_place.wrapping_add(lane.wrapping_mul(GOLDEN)) ^ self.key)
    }

    /// A number below `bound`; 0 where `bound` is 0.
    pub const fn below(&self, lane: u64, bound: u64) -> u64 {
        scale(self.word(lane), bound)
    }
}

/// Maps 64 random bits to `0..bound`, the high part of their product.
const fn scale(word: u64, bound: u64) -> u64 {
    ((word as u128 * bound as u128) >> 64) as u64
}

/// SplitMix64's output function: each bit in changes each bit out with probability one half.
pub const fn finalise(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_depend_on_seed_label_place_and_lane_alone() {
        let stream = Rng::new("7", "people");
        assert_eq!(stream.word(7, 1), Rng::new("7", "people").word(7, 1));
        let others = [
            Rng::new("8", "people").word(7, 1),
            Rng::new("7", "x").word(7, 1),
            stream.word(8, 1),
            stream.word(7, 2),
        ];
        assert!(others.iter().all(|&other| other != stream.word(7, 1)));
    }

    #[test]
    fn bounded_numbers_stay_below_their_bound_and_fill_it() {
        let stream = Rng::new("", "test");
        let mut seen = [0_u32; 10];
        for place in 0..10_000 {
            seen[usize::try_from(stream.below(place, 0, 10)).unwrap()] += 1;
        }
        assert!(seen.iter().all(|&n| (850..1150).contains(&n)), "{seen:?}");
        assert_eq!(stream.below(1, 1, 0), 0);
        assert_eq!(stream.below(1, 1, 1), 0);
    }
}
