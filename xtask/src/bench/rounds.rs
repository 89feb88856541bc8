//! Rounds of pairs: both sides one right after the other, in changing order, and the ratio of each round.

use super::programs::Programs;
use super::progress;
use super::server::Server;
use std::process::Command;
use std::time::{Duration, Instant};

/// How long to measure.
pub(super) struct Plan {
    pub(super) rounds: usize,
    /// The time of one side in one round.
    time: Duration,
}

/// Two things to compare under the same load.
pub(super) struct Pair<'a> {
    pub(super) name: String,
    pub(super) connections: usize,
    pub(super) one: Side<'a>,
    pub(super) other: Side<'a>,
}

/// What is asked of whom.
pub(super) struct Side<'a> {
    server: &'a Server,
    path: String,
}

/// What came out for a pair.
pub(super) struct Compared {
    /// The medians of both sides.
    pub(super) one: f64,
    pub(super) other: f64,
    /// One over other, of each round.
    pub(super) ratio: Times,
    /// The same for microseconds of processor time an answer, where the system tells.
    pub(super) processor: Option<Box<Compared>>,
}

/// Values of several rounds, in order of size.
pub(super) struct Times(Vec<f64>);

impl<'a> Side<'a> {
    pub(super) fn new(server: &'a Server, path: &str) -> Self {
        Self { server, path: path.to_owned() }
    }
}

impl Times {
    pub(super) fn new(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        Self(values)
    }
    pub(super) fn one(value: f64) -> Self {
        Self(vec![value])
    }
    pub(super) fn median(&self) -> f64 {
        self.0.get(self.0.len() / 2).copied().unwrap_or(f64::NAN)
    }
    /// Between which values the middle half of them lies, where there was more than one.
    pub(super) fn middle_half(&self) -> Option<(f64, f64)> {
        let quarter = self.0.len() / 4;
        let (low, high) = (self.0.get(quarter)?, self.0.get(self.0.len() - 1 - quarter)?);
        (self.0.len() > 1).then_some((*low, *high))
    }
}

/// One side in one round.
struct Sample {
    rate: f64,
    processor: Option<f64>,
}

impl Plan {
    // Many short rounds: what disturbs one disturbs both sides of it, or it is one among many.
    pub(super) const FULL: Self = Self { rounds: 25, time: Duration::from_millis(200) };
    pub(super) const QUICK: Self = Self { rounds: 7, time: Duration::from_millis(150) };

    /// Measures all pairs in each round, so that what disturbs a round disturbs them all alike.
    pub(super) fn measure(&self, programs: &Programs, pairs: &[Pair<'_>]) -> Result<Vec<Compared>, String> {
        let mut samples: Vec<Vec<(Sample, Sample)>> = pairs.iter().map(|_| Vec::new()).collect();
        for round in 0..self.rounds {
            progress(&format!("round {} of {}, {} pairs", round + 1, self.rounds, pairs.len()));
            for (pair, samples) in pairs.iter().zip(&mut samples) {
                let sample = |side| self.sample(programs, side, pair.connections);
                samples.push(if round % 2 == 0 {
                    let one = sample(&pair.one)?;
                    (one, sample(&pair.other)?)
                } else {
                    let other = sample(&pair.other)?;
                    (sample(&pair.one)?, other)
                });
            }
        }
        Ok(samples.iter().map(|samples| compare_samples(samples)).collect())
    }

    fn sample(&self, programs: &Programs, side: &Side<'_>, connections: usize) -> Result<Sample, String> {
        let before = side.server.processor();
        let load = programs.load(side.server.address(), &side.path, connections, self.time)?;
        let used = side.server.processor().zip(before).map(|(after, before)| after - before);
        Ok(Sample { rate: load.answers_per_second(), processor: used.map(|used| used * 1e6 / load.answers()) })
    }

    /// Milliseconds from starting the process to its first 200.
    pub(super) fn starts(
        &self,
        program: impl Fn() -> Command,
        arguments: &[&str],
        path: &str,
    ) -> Result<Times, String> {
        let once = |_| {
            let start = Instant::now();
            Server::start(program().args(arguments))?.first_answer(path)?;
            Ok(start.elapsed().as_secs_f64() * 1e3)
        };
        (0..self.rounds).map(once).collect::<Result<Vec<f64>, String>>().map(Times::new)
    }
}

fn compare_samples(samples: &[(Sample, Sample)]) -> Compared {
    let rates = samples.iter().map(|(one, other)| (one.rate, other.rate)).collect();
    let processor: Option<Vec<_>> = samples.iter().map(|(one, other)| one.processor.zip(other.processor)).collect();
    Compared { processor: processor.map(|pairs| Box::new(compare(pairs))), ..compare(rates) }
}

/// What came out of rounds that were measured elsewhere.
pub(super) fn compare(pairs: Vec<(f64, f64)>) -> Compared {
    let (ones, others) = pairs.iter().copied().unzip();
    Compared {
        one: Times::new(ones).median(),
        other: Times::new(others).median(),
        ratio: Times::new(pairs.into_iter().map(|(one, other)| one / other).collect()),
        processor: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ratio_is_the_median_of_the_rounds_ratios_not_the_ratio_of_medians() {
        let result = compare(vec![(10.0, 10.0), (50.0, 100.0), (30.0, 20.0)]);
        assert!((result.ratio.median() - 1.0).abs() < 1e-9);
        assert_eq!(result.ratio.middle_half(), Some((0.5, 1.5)));
        assert_eq!(Times::new((0..9).map(f64::from).collect()).middle_half(), Some((2.0, 6.0)));
        assert!((result.one - 30.0).abs() < 1e-9 && (result.other - 20.0).abs() < 1e-9);
    }
}
