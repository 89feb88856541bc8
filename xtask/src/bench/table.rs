//! The result, as a Markdown table with the goals beside.

use super::rounds::Times;
use std::fmt;

/// What a value should be.
#[derive(Clone, Copy)]
pub(super) enum Goal {
    AtLeast(f64),
    AtMost(f64),
    /// Shown for information.
    None,
}

/// Rows in the order they were measured.
#[derive(Default)]
pub(super) struct Table {
    rows: Vec<Row>,
}

struct Row {
    what: String,
    measured: String,
    ratio: String,
    /// What is held against the goal.
    value: f64,
    goal: Goal,
}

impl Table {
    /// A value of its own.
    pub(super) fn number(&mut self, what: &str, unit: &str, value: f64, goal: Goal) {
        self.row(what, format!("{} {unit}", round(value)), String::new(), value, goal);
    }

    /// A value that was measured several times.
    pub(super) fn spread(&mut self, what: &str, unit: &str, times: &Times, goal: Goal) {
        let measured = format!("{} {unit}{}", round(times.median()), between(times));
        self.row(what, measured, String::new(), times.median(), goal);
    }

    /// Two values and their ratio.
    pub(super) fn ratio(&mut self, what: &str, unit: &str, one: f64, other: f64, ratio: &Times, goal: Goal) {
        let measured = format!("{} / {} {unit}", round(one), round(other));
        self.row(what, measured, format!("{:.2}{}", ratio.median(), between(ratio)), ratio.median(), goal);
    }

    fn row(&mut self, what: &str, measured: String, ratio: String, value: f64, goal: Goal) {
        self.rows.push(Row { what: what.to_owned(), measured, ratio, value, goal });
    }

    /// Fails where a goal was missed, and names each.
    pub(super) fn verdict(&self) -> Result<(), String> {
        let missed: Vec<&str> = self
            .rows
            .iter()
            .filter(|row| row.goal.met_by(row.value) == Some(false))
            .map(|row| row.what.as_str())
            .collect();
        if missed.is_empty() { Ok(()) } else { Err(format!("goals missed: {}", missed.join("; "))) }
    }
}

impl Goal {
    fn met_by(self, value: f64) -> Option<bool> {
        match self {
            Self::AtLeast(least) => Some(value >= least),
            Self::AtMost(most) => Some(value <= most),
            Self::None => None,
        }
    }
}

impl fmt::Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtLeast(least) => write!(f, "≥ {least:.2}"),
            Self::AtMost(most) => write!(f, "≤ {most}"),
            Self::None => Ok(()),
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| what | measured | ratio (middle half) | goal | met |\n|---|---|---|---|---|")?;
        for row in &self.rows {
            let met = row.goal.met_by(row.value).map_or("", |met| if met { "yes" } else { "no" });
            writeln!(f, "| {} | {} | {} | {} | {met} |", row.what, row.measured, row.ratio, row.goal)?;
        }
        Ok(())
    }
}

fn between(times: &Times) -> String {
    times.middle_half().map_or(String::new(), |(low, high)| format!(" ({low:.2} to {high:.2})"))
}

/// Three digits are more than a measurement is worth.
fn round(value: f64) -> String {
    if value >= 100.0 {
        format!("{value:.0}")
    } else if value >= 10.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.2}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missed_goal_is_named_and_shown() {
        let mut table = Table::default();
        table.number("memory", "MiB", 7.5, Goal::AtMost(8.0));
        assert_eq!(table.verdict(), Ok(()));
        table.ratio("page", "answers/s", 800.0, 1000.0, &Times::new(vec![0.7, 0.8, 0.9]), Goal::AtLeast(0.9));
        assert_eq!(table.verdict(), Err("goals missed: page".to_owned()));
        let text = table.to_string();
        assert!(text.contains("| memory | 7.50 MiB |  | ≤ 8 | yes |"), "{text}");
        assert!(text.contains("| page | 800 / 1000 answers/s | 0.80 (0.70 to 0.90) | ≥ 0.90 | no |"), "{text}");
    }
}
