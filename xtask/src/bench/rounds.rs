//! Rounds of pairs: both sides one right after the other, in changing order, and the ratio of each round.

use super::programs::Programs;
use super::progress;
use super::results::Results;
use super::server::Server;
use anyhow::Result;
use std::time::{Duration, Instant};

/// How long to measure.
pub(super) struct Plan {
    pub(super) rounds: usize,
    /// The time of one side in one round.
    time: Duration,
    /// Rounds of what takes seconds.
    pub(super) long_rounds: usize,
}

/// Two things to compare under the same load, and the rows that come of it.
pub(super) struct Pair<'a> {
    pub(super) rows: Vec<(&'static str, Measure)>,
    pub(super) connections: usize,
    pub(super) one: Side<'a>,
    pub(super) other: Side<'a>,
}

/// What a row looks at.
#[derive(Clone, Copy)]
pub(super) enum Measure {
    /// Answers a second.
    Rate,
    /// Microseconds an answer, all connections together: the rate upside down.
    Time,
    /// Answers for a second of the server's processor time, where the system tells.
    Processor,
    /// The median time of an answer in microseconds; for one connection.
    Median,
}

/// What is asked of whom.
pub(super) struct Side<'a> {
    server: &'a Server,
    path: String,
    loose: bool,
}

/// What came out for a pair.
pub(super) struct Compared {
    /// The medians of both sides.
    pub(super) one: f64,
    pub(super) other: f64,
    /// One over other, of each round.
    pub(super) ratio: Times,
}

/// Values of several rounds, in order of size.
pub(super) struct Times(Vec<f64>);

impl<'a> Side<'a> {
    pub(super) fn new(server: &'a Server, path: &str) -> Self {
        Self { server, path: path.to_owned(), loose: false }
    }
    /// Answers may differ in length: asked by many at once, the PyPI package sometimes gives an empty page.
    pub(super) fn loose(self) -> Self {
        Self { loose: true, ..self }
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

impl Compared {
    /// From the pairs of all rounds.
    pub(super) fn new(pairs: Vec<(f64, f64)>) -> Self {
        let (ones, others) = pairs.iter().copied().unzip();
        Self {
            one: Times::new(ones).median(),
            other: Times::new(others).median(),
            ratio: Times::new(pairs.into_iter().map(|(one, other)| one / other).collect()),
        }
    }
}

/// One side in one round.
struct Sample {
    rate: f64,
    processor: Option<f64>,
    median: f64,
}

impl Sample {
    fn value(&self, measure: Measure) -> Option<f64> {
        Some(match measure {
            Measure::Rate => self.rate,
            Measure::Time => 1e6 / self.rate,
            Measure::Processor => self.processor?,
            Measure::Median => self.median,
        })
    }
}

impl Plan {
    // Many short rounds: what disturbs one disturbs both sides of it, or it is one among many.
    pub(super) const FULL: Self =
        Self { rounds: 25, time: Duration::from_millis(200), long_rounds: 7 };
    pub(super) const QUICK: Self =
        Self { rounds: 7, time: Duration::from_millis(100), long_rounds: 1 };

    /// Measures all pairs in each round, so that what disturbs a round disturbs them all alike.
    pub(super) fn measure(
        &self,
        programs: &Programs,
        pairs: &[Pair<'_>],
        results: &mut Results,
    ) -> Result<()> {
        let mut samples: Vec<Vec<(Sample, Sample)>> = pairs.iter().map(|_| Vec::new()).collect();
        for round in 0..self.rounds {
            progress(&format!("round {} of {}, {} pairs", round + 1, self.rounds, pairs.len()));
            for (pair, samples) in pairs.iter().zip(&mut samples) {
                let sample = |side| self.sample(programs, side, pair.connections);
                samples.push(in_turn(round, || sample(&pair.one), || sample(&pair.other))?);
            }
        }
        for (pair, samples) in pairs.iter().zip(&samples) {
            for &(name, measure) in &pair.rows {
                let values =
                    samples.iter().map(|(one, other)| one.value(measure).zip(other.value(measure)));
                match values.collect::<Option<Vec<_>>>() {
                    Some(values) => results.pair(name, Compared::new(values)),
                    None => results
                        .skip(name, "this system does not tell the processor time of threads"),
                }
            }
        }
        Ok(())
    }

    fn sample(&self, programs: &Programs, side: &Side<'_>, connections: usize) -> Result<Sample> {
        let before = side.server.processor();
        let load = if side.loose { Programs::loose_load } else { Programs::load };
        let load = load(programs, side.server.address(), &side.path, connections, self.time)?;
        let used = side.server.processor().zip(before).map(|(after, before)| after - before);
        let processor = used.map(|used| load.answers() / used);
        Ok(Sample { rate: load.answers_per_second(), processor, median: load.median() * 1e6 })
    }

    /// Milliseconds from starting the process to its first 200, of two programs by turns; some take a second.
    pub(super) fn starts(&self, one: &Start<'_>, other: &Start<'_>) -> Result<Compared> {
        let rounds = (0..self.long_rounds.max(3))
            .map(|round| in_turn(round, || one.once(), || other.once()));
        rounds.collect::<Result<_, _>>().map(Compared::new)
    }

    /// What `measure` gives in each round.
    pub(super) fn times(&self, mut measure: impl FnMut() -> Result<f64>) -> Result<Times> {
        (0..self.rounds).map(|_| measure()).collect::<Result<_, _>>().map(Times::new)
    }
}

/// A program to be started, and the path that it is asked for first.
pub(super) struct Start<'a> {
    pub(super) server: &'a dyn Fn() -> Result<Server>,
    pub(super) path: &'a str,
}

impl Start<'_> {
    /// Milliseconds of one start. It is ended again.
    pub(super) fn once(&self) -> Result<f64> {
        let start = Instant::now();
        let server = (self.server)()?;
        server.first_answer(self.path)?;
        Ok(start.elapsed().as_secs_f64() * 1e3)
    }
}

/// Both sides of a round, which one first changing by turns.
pub(super) fn in_turn<T>(
    round: usize,
    mut one: impl FnMut() -> Result<T>,
    mut other: impl FnMut() -> Result<T>,
) -> Result<(T, T)> {
    if round.is_multiple_of(2) {
        let first = one()?;
        Ok((first, other()?))
    } else {
        let first = other()?;
        Ok((one()?, first))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ratio_is_the_median_of_the_rounds_ratios_not_the_ratio_of_medians() {
        let result = Compared::new(vec![(10.0, 10.0), (50.0, 100.0), (30.0, 20.0)]);
        assert!((result.ratio.median() - 1.0).abs() < 1e-9);
        assert_eq!(result.ratio.middle_half(), Some((0.5, 1.5)));
        assert_eq!(Times::new((0..9).map(f64::from).collect()).middle_half(), Some((2.0, 6.0)));
        assert!((result.one - 30.0).abs() < 1e-9 && (result.other - 20.0).abs() < 1e-9);
    }

    #[test]
    fn sides_take_turns_in_going_first() {
        let mut order = Vec::new();
        for round in 0..2 {
            let order = std::cell::RefCell::new(&mut order);
            let note = |side| move || Ok(side);
            let values = in_turn(
                round,
                || {
                    order.borrow_mut().push(1);
                    note(1)()
                },
                || {
                    order.borrow_mut().push(2);
                    note(2)()
                },
            );
            assert_eq!(values.unwrap(), (1, 2));
        }
        assert_eq!(order, [1, 2, 2, 1]);
    }
}
