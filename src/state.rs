//! What a server remembers between requests: the token buckets, one for each settings prefix, the [`journal`], and the [`clocks`]. Bounded, and
//! made by the adapter.
//!
//! With limits off, a request holds a lock only for as long as it takes to note it.

pub mod clocks;
pub mod journal;

use crate::rng::finalise;
use crate::time::Timestamp;
use clocks::Clocks;
use journal::Journal;
use std::sync::{Arc, Mutex, PoisonError};

/// How many prefixes have a bucket of their own at once. The one unused longest makes room for a new one.
const MAX_BUCKETS: usize = 1024;
/// The refill of the contract's bucket: 10 tokens a second, so a token every 100 ms.
const TOKEN_MILLIS: u64 = 100;

/// The memory of one server.
#[derive(Debug, Default)]
pub struct State {
    /// The last requests. Shared, because a streamed answer outlives its request.
    pub journal: Arc<Journal>,
    /// How far clocks were moved.
    pub clocks: Clocks,
    /// Whether other requests to the server find another memory.
    isolated: bool,
    /// Sorted by the hash of their prefixes. Hashes are kept, not prefixes, because a prefix may be as long as a URL.
    buckets: Mutex<Vec<(u64, Bucket)>>,
}

/// A token bucket in whole milliseconds of refill, so no rounding ever accumulates.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    /// Milliseconds of refill it holds; a token is worth [`TOKEN_MILLIS`].
    level: u64,
    /// When `level` was true.
    at: Timestamp,
}

/// The rate limiter's decision on one request (contract, section 14).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Allowance {
    /// Whether the request took a token.
    pub granted: bool,
    /// The bucket's capacity, in tokens.
    pub limit: u64,
    /// Whole tokens left after this request.
    pub remaining: u64,
    /// Seconds until the bucket is full, rounded up.
    pub reset: u64,
    /// Seconds until it holds a token, rounded up, at least 1; meaningful where nothing was granted.
    pub retry_after: u64,
}

impl State {
    /// A server that has seen no request.
    pub fn new() -> Self {
        Self::default()
    }

    /// The memory of one of several isolates that respond in turns, each with its own. No clock can be moved here, since the next request may
    /// come to another one.
    pub fn isolated() -> Self {
        Self { isolated: true, ..Self::default() }
    }

    /// Whether other requests to the server find another memory.
    pub const fn is_isolated(&self) -> bool {
        self.isolated
    }

    /// Takes a token from the bucket of `prefix` (empty for none), which holds `capacity` at most and is full at first.
    pub fn take_token(&self, prefix: &str, capacity: u64, now: Timestamp) -> Allowance {
        let prefix = prefix
            .bytes()
            .fold(0, |hash: u64, byte| finalise(hash.wrapping_add(1) ^ u64::from(byte)));
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let place = buckets.binary_search_by_key(&prefix, |(key, _)| *key);
        if let Some((_, bucket)) = place.ok().and_then(|at| buckets.get_mut(at)) {
            return bucket.take(capacity, now);
        }
        if buckets.len() >= MAX_BUCKETS {
            let oldest = buckets
                .iter()
                .enumerate()
                .min_by_key(|(_, (_, bucket))| bucket.at)
                .map(|(at, _)| at);
            oldest.map(|at| buckets.remove(at));
        }
        let mut full = Bucket { level: capacity.saturating_mul(TOKEN_MILLIS), at: now };
        let allowance = full.take(capacity, now);
        let at = buckets.partition_point(|(key, _)| *key < prefix);
        buckets.insert(at, (prefix, full));
        allowance
    }
}

impl Bucket {
    fn take(&mut self, capacity: u64, now: Timestamp) -> Allowance {
        let full = capacity.saturating_mul(TOKEN_MILLIS);
        // A clock that was set back refills nothing, and takes nothing away.
        let passed =
            u64::try_from(now.millis().saturating_sub(self.at.millis())).unwrap_or_default();
        self.level = self.level.saturating_add(passed).min(full);
        self.at = now;
        let granted = self.level >= TOKEN_MILLIS;
        if granted {
            self.level -= TOKEN_MILLIS;
        }
        Allowance {
            granted,
            limit: capacity,
            remaining: self.level / TOKEN_MILLIS,
            reset: (full - self.level).div_ceil(1000),
            retry_after: TOKEN_MILLIS.saturating_sub(self.level).div_ceil(1000).max(1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    #[test]
    fn an_empty_bucket_refuses_and_the_wait_it_names_is_enough() {
        let state = State::new();
        assert!(state.take_token("", 1, at(0)).granted);
        let mut now = 0;
        for _ in 0..50 {
            let refused = state.take_token("", 1, at(now));
            assert!(!refused.granted);
            assert_eq!((refused.remaining, refused.retry_after, refused.reset), (0, 1, 1));
            now += i64::try_from(refused.retry_after).unwrap() * 1000;
            assert!(state.take_token("", 1, at(now)).granted);
        }
    }

    #[test]
    fn ten_tokens_come_back_each_second_and_a_refusal_takes_none() {
        let state = State::new();
        for left in (0..20).rev() {
            assert_eq!(state.take_token("", 20, at(0)).remaining, left);
        }
        assert!(!state.take_token("", 20, at(99)).granted);
        assert!(state.take_token("", 20, at(100)).granted);
        assert_eq!(state.take_token("", 20, at(1100)).remaining, 9);
        let idle = state.take_token("", 20, at(60_000));
        assert_eq!((idle.remaining, idle.reset), (19, 1));
    }

    #[test]
    fn prefixes_have_buckets_of_their_own_in_bounded_number() {
        let state = State::new();
        assert!(state.take_token("a", 1, at(0)).granted);
        assert!(!state.take_token("a", 1, at(0)).granted);
        for n in 0..3000 {
            assert!(state.take_token(&format!("p{n}"), 1, at(n)).granted);
        }
        // The size does not depend on the length of prefixes.
        let buckets = state.buckets.lock().unwrap();
        assert!(size_of_val(&**buckets) <= 32 * MAX_BUCKETS && buckets.len() > 1);
    }

    #[test]
    fn a_clock_set_back_neither_fills_nor_empties() {
        let state = State::new();
        assert_eq!(state.take_token("", 5, at(10_000)).remaining, 4);
        assert_eq!(state.take_token("", 5, at(0)).remaining, 3);
    }
}
