//! What came out, row by row, and what could not be had.

use super::rounds::{Compared, Times};
use super::rows::{GROUPS, ROWS, Row};
use anyhow::{Result, anyhow};
use std::collections::HashMap;

/// The rows that are to be measured: all, unless some were named.
pub(super) struct Wanted(Vec<String>);

/// The value of a row.
pub(super) enum Value {
    /// Two sides, by their medians, and the rounds' ratios.
    Pair {
        one: f64,
        other: f64,
        ratio: Times,
    },
    Alone(Times),
}

/// Values by the names of their rows, and reasons why there are none.
#[derive(Default)]
pub(super) struct Results {
    values: HashMap<&'static str, Value>,
    skipped: Vec<(&'static str, String)>,
}

impl Wanted {
    /// Rows or groups by name.
    pub(super) fn new(names: Vec<String>) -> Result<Self> {
        let known = |name: &str| {
            ROWS.iter().any(|row| row.name == name) || GROUPS.iter().any(|group| group.0 == name)
        };
        match names.iter().find(|name| !known(name)) {
            None => Ok(Self(names)),
            Some(name) => Err(anyhow!("no row `{name}`; `--list` names them")),
        }
    }
    /// Whether this is everything there is.
    pub(super) fn is_all(&self) -> bool {
        self.0.is_empty()
    }
    /// Whether a row is among them, or any row of a group.
    pub(super) fn has(&self, name: &str) -> bool {
        let named = |text: &str| self.0.iter().any(|wanted| wanted == text);
        self.is_all()
            || ROWS.iter().any(|row| {
                [row.name, row.group].contains(&name) && (named(row.name) || named(row.group))
            })
    }
}

impl Value {
    /// What is held against the goal, and drawn.
    pub(super) fn times(&self) -> &Times {
        match self {
            Self::Pair { ratio: times, .. } | Self::Alone(times) => times,
        }
    }
}

impl Results {
    /// The value of a row that compares.
    pub(super) fn pair(&mut self, name: &'static str, compared: Compared) {
        let Compared { one, other, ratio } = compared;
        self.values.insert(name, Value::Pair { one, other, ratio });
    }
    /// The value of a row that stands for itself.
    pub(super) fn alone(&mut self, name: &'static str, times: Times) {
        self.values.insert(name, Value::Alone(times));
    }
    /// Says why something is missing.
    pub(super) fn skip(&mut self, what: &'static str, why: &str) {
        println!("    SKIPPED: {what}: {why}");
        // The first line: programs that fail say much.
        self.skipped.push((what, why.lines().next().unwrap_or_default().to_owned()));
    }
    /// The rows there are, in the table's order.
    pub(super) fn rows(&self) -> impl Iterator<Item = (&'static Row, &Value)> {
        ROWS.iter().filter_map(|row| Some((row, self.values.get(row.name)?)))
    }
    /// What was skipped, and why.
    pub(super) fn skipped(&self) -> &[(&'static str, String)] {
        &self.skipped
    }
    /// What was missed, by name.
    pub(super) fn missed(&self) -> Vec<&'static str> {
        let missed = self
            .rows()
            .filter(|(row, value)| row.goal.met_by(value.times().median()) == Some(false));
        missed.map(|(row, _)| row.name).collect()
    }
    /// Leaves only what was asked for: some rows come along with others.
    pub(super) fn keep(&mut self, wanted: &Wanted) {
        self.values.retain(|name, _| wanted.has(name));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_wanted_by_its_name_and_by_its_groups() {
        let wanted =
            |names: &[&str]| Wanted::new(names.iter().map(|&name| name.to_owned()).collect());
        let some = wanted(&["page-32", "core"]).unwrap();
        assert!(
            some.has("page-32") && some.has("native") && some.has("core-wasm") && !some.is_all()
        );
        assert!(!some.has("page-32-cpu") && !some.has("edge"));
        assert!(wanted(&[]).unwrap().has("edge"));
        assert!(
            wanted(&["page-33"]).err().is_some_and(|e| e.to_string().contains("no row `page-33`"))
        );
    }

    #[test]
    fn a_missed_goal_is_named() {
        let mut results = Results::default();
        results.alone("idle", Times::one(5.0));
        assert!(results.missed().is_empty());
        results.pair(
            "page-32",
            Compared { one: 8.0, other: 10.0, ratio: Times::new(vec![0.7, 0.8, 0.9]) },
        );
        assert_eq!(results.missed(), ["page-32"]);
    }
}
