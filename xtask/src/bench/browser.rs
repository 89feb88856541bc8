//! What the service worker does in Chromium, beside trivial ones, and beside MSW where that can be had.

use super::peers::FOLDER;
use super::rounds::{Compared, Times};
use super::{Bench, progress};
use crate::npm::{self, Packages};
use crate::run::capture;
use crate::system::CHROMIUM;
use anyhow::{Context, Result};
use std::collections::HashMap;

/// The rounds that `bench.mjs` measured, by name.
struct Rounds(HashMap<String, Vec<Vec<f64>>>);

/// The group `browser`.
pub(super) fn measure(bench: &mut Bench<'_>) -> Result<()> {
    let dist = bench.dist()?;
    let mut node = npm::node();
    node.arg(bench.project.root.join("tests/browser/bench.mjs")).arg(bench.plan.rounds.to_string());
    node.env("PLAYGROUND_KIT", format!("{}/", dist.join("npm").display()))
        .env("CHROMIUM", CHROMIUM.find()?);
    match Packages::of(&bench.project.root.join(FOLDER)) {
        Ok(packages) => {
            node.env("MSW", packages.file("msw"));
        }
        Err(why) => bench.results.skip("MSW", &format!("{why:#}")),
    }
    progress("the service worker in Chromium");
    let rounds = Rounds::read(&capture(&mut node)?);
    for (row, name, one, other) in [
        ("worker", "page", 0, 1),
        ("worker-msw", "msw", 0, 1),
        ("first", "first", 0, 1),
        ("first-module", "first", 0, 2),
        ("tab-export", "export", 1, 2),
    ] {
        if let Some(pairs) = rounds.pairs(name, one, other)? {
            bench.results.pair(row, Compared::new(pairs));
        }
    }
    if let Some(pairs) = rounds.pairs("export", 4, 4)? {
        bench
            .results
            .alone("tab-memory", Times::new(pairs.into_iter().map(|(grown, _)| grown).collect()));
    }
    Ok(())
}

impl Rounds {
    fn read(said: &str) -> Self {
        let mut rounds: HashMap<String, Vec<Vec<f64>>> = HashMap::new();
        for line in said.lines() {
            let (name, numbers) = line.split_once(' ').unwrap_or((line, ""));
            let numbers = numbers.split(' ').filter_map(|number| number.parse().ok()).collect();
            rounds.entry(name.to_owned()).or_default().push(numbers);
        }
        Self(rounds)
    }

    /// Two of the numbers of each round; none where the script did not measure that.
    fn pairs(&self, name: &str, one: usize, other: usize) -> Result<Option<Vec<(f64, f64)>>> {
        let Some(rounds) = self.0.get(name) else { return Ok(None) };
        let pair = |numbers: &Vec<f64>| Some((*numbers.get(one)?, *numbers.get(other)?));
        let pairs: Option<Vec<_>> = rounds.iter().map(pair).collect();
        pairs.map(Some).with_context(|| format!("bench.mjs says too little of {name}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_the_script_are_rounds() {
        let rounds = Rounds::read("page 1.000 2.000 3.000\nfirst 9.000\npage 4.000 5.000 6.000\n");
        assert_eq!(rounds.pairs("page", 0, 2).unwrap(), Some(vec![(1.0, 3.0), (4.0, 6.0)]));
        assert_eq!(rounds.pairs("msw", 0, 1).unwrap(), None);
        assert!(rounds.pairs("first", 0, 1).is_err());
    }
}
