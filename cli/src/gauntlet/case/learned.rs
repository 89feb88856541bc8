//! What the plain run shows of a command: how often it asks, where it writes states, which lists it reads.

use super::{Given, Moment};

/// Most requests that are picked to die at, unless all are.
const SAMPLE: usize = 8;
/// Most of the other requests that are picked.
const REST: usize = 4;
/// Most states that are audited.
const STATES: usize = 12;

/// What the plain run showed.
#[derive(Debug, Default)]
pub(crate) struct Learned {
    /// How many requests there were.
    pub(crate) requests: u64,
    /// How many requests had come when a state was written.
    pub(crate) after_states: Vec<u64>,
    /// The states on standard output.
    pub(crate) states: Vec<Given>,
    /// The paths of lists, without settings and query, each once.
    pub(crate) lists: Vec<String>,
}

impl Learned {
    /// The moments to die at: at the first, second, middle and last request, after each that a state followed, and at a sample of the rest;
    /// all of them where every request is asked for.
    pub(crate) fn moments(&self, every_request: bool) -> Vec<Moment> {
        let all: Vec<u64> = (1..=self.requests).collect();
        let mut picked: Vec<u64> = if every_request {
            all
        } else {
            let marked = [1, 2, self.requests.div_ceil(2), self.requests];
            let states = spread(&self.after_states, SAMPLE);
            let rest = spread(&all, REST);
            marked.into_iter().chain(states).chain(rest).collect()
        };
        picked.retain(|at| (1..=self.requests).contains(at));
        picked.sort_unstable();
        picked.dedup();
        picked.into_iter().flat_map(Moment::of).collect()
    }

    /// Leaves so many states that each can be tried: the first, the last, and some between them.
    pub(crate) fn thin_states(&mut self) {
        self.states = spread(&self.states, STATES);
    }
}

/// So many of them at most, evenly: the first and the last among them.
fn spread<T: Clone>(all: &[T], most: usize) -> Vec<T> {
    if all.len() <= most || most < 2 {
        return all.to_vec();
    }
    (0..most).filter_map(|at| all.get(at * (all.len() - 1) / (most - 1)).cloned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_requests_are_all_picked_and_many_are_sampled_with_their_ends() {
        let of = |requests| Learned { requests, ..Learned::default() };
        assert_eq!(of(0).moments(false), []);
        assert_eq!(of(1).moments(false), Moment::of(1));
        let twenty = of(20).moments(false);
        for at in [1, 2, 10, 20] {
            assert!(twenty.contains(&Moment::Before(at)), "{at}");
        }
        assert!(twenty.len() <= 3 * (SAMPLE + 4));
        assert_eq!(of(20).moments(true).len(), 60);
    }

    #[test]
    fn a_sample_has_the_ends() {
        let all: Vec<u32> = (0..100).collect();
        let some = spread(&all, 8);
        assert_eq!((some.len(), some[0], some[7]), (8, 0, 99));
        assert_eq!(spread(&all[..3], 8), [0, 1, 2]);
    }
}
