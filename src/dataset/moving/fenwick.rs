//! Which places of a row of them are taken: how many before one, and which is the k-th, each in a logarithm of their number (Fenwick, "A new
//! data structure for cumulative frequency tables", 1994).

/// The taken ones among places that are counted from 0.
#[derive(Clone, Debug, Default)]
pub(super) struct Taken {
    /// At i − 1, how many of the last `lowest bit of i` places up to i − 1 are taken.
    sums: Vec<u32>,
}

impl Taken {
    /// The places of which this is said.
    pub(super) fn new(taken: impl Iterator<Item = bool>) -> Self {
        let mut sums: Vec<u32> = taken.map(u32::from).collect();
        for at in 1..=sums.len() {
            let above = at + lowest(at);
            if above <= sums.len() {
                sums[above - 1] += sums[at - 1];
            }
        }
        Self { sums }
    }

    /// Takes a place that is free.
    pub(super) fn take(&mut self, place: usize) {
        self.each_above(place, |sum| *sum += 1);
    }

    /// Frees a place that is taken.
    pub(super) fn free(&mut self, place: usize) {
        self.each_above(place, |sum| *sum -= 1);
    }

    fn each_above(&mut self, place: usize, change: impl Fn(&mut u32)) {
        let mut at = place + 1;
        while let Some(sum) = self.sums.get_mut(at - 1) {
            change(sum);
            at += lowest(at);
        }
    }

    /// How many places before this one are taken.
    pub(super) fn before(&self, place: usize) -> u64 {
        let (mut at, mut count) = (place.min(self.sums.len()), 0);
        while at > 0 {
            count += u64::from(self.sums[at - 1]);
            at -= lowest(at);
        }
        count
    }

    /// How many places are taken.
    pub(super) fn count(&self) -> u64 {
        self.before(self.sums.len())
    }

    /// The taken place before which so many are taken; None where there are not as many.
    pub(super) fn nth(&self, before: u64) -> Option<usize> {
        let mut left = u32::try_from(before).ok()?;
        let (mut at, mut step) = (0, (self.sums.len() + 1).next_power_of_two() / 2);
        while step > 0 {
            if let Some(&sum) = self.sums.get(at + step - 1).filter(|sum| **sum <= left) {
                left -= sum;
                at += step;
            }
            step /= 2;
        }
        (at < self.sums.len()).then_some(at)
    }
}

const fn lowest(number: usize) -> usize {
    number & number.wrapping_neg()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_counts_as_a_list_does(mut list in proptest::collection::vec(any::<bool>(), 0..70), changes in proptest::collection::vec(any::<prop::sample::Index>(), 0..40)) {
            let mut taken = Taken::new(list.iter().copied());
            for change in changes {
                if list.is_empty() { break }
                let at = change.index(list.len());
                if list[at] { taken.free(at) } else { taken.take(at) }
                list[at] = !list[at];
            }
            let places: Vec<usize> = (0..list.len()).filter(|&at| list[at]).collect();
            prop_assert_eq!(taken.count(), places.len() as u64);
            for at in 0..=list.len() + 2 {
                prop_assert_eq!(taken.before(at), places.iter().filter(|place| **place < at).count() as u64);
            }
            for nth in 0..places.len() + 3 {
                prop_assert_eq!(taken.nth(nth as u64), places.get(nth).copied());
            }
        }
    }
}
