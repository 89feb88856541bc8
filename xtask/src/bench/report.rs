//! The results in words: `docs/performance.md`, and the part of them that README.md shows.

use super::plot;
use super::results::{Results, Value};
use super::rounds::Times;
use super::rows::{GROUPS, Goal, Row};
use crate::project::Project;
use anyhow::{Context, Result};
use fs_err as fs;
use std::path::Path;

const HEAD: &str = "| what | ours | beside | ratio (middle half) | goal | |\n| --- | --- | --- | --- | --- | --- |\n";
/// The columns that the README has of them: our own goals say nothing to a reader.
const README_COLUMNS: usize = 4;

/// Writes the document with its plot, and the README's part.
pub(super) fn write(project: &Project, count: usize, results: &Results) -> Result<()> {
    let docs = project.root.join("docs");
    let readme = project.root.join("README.md");
    let old = fs::read_to_string(&readme)?;
    let new =
        with_speed(&old, &telling(results)).context("README.md has lost its marks of speed")?;
    for (path, text) in [
        (docs.join("performance.md"), document(count, results)),
        (docs.join("performance.svg"), plot::svg(results)),
        (readme, new),
    ] {
        fs::write(&path, text)?;
        println!("    wrote {}", path.strip_prefix(&project.root).unwrap_or(&path).display());
    }
    Ok(())
}

fn document(count: usize, results: &Results) -> String {
    let mut text = format!(
        "# Performance\n\nMade by `cargo xtask bench`, all in one run; `cargo xtask bench --only ROW` measures a row again, and `--list` names them.\n\n{}\n\n\
         ![Each row's ratio with the middle half of its rounds, and its goal; the figures are in the tables below](performance.svg)\n",
        rounds(count)
    );
    text += "\nEach round measures both sides of a row one right after the other, in changing order. The load comes from one thread of the same machine, which \
             keeps a request in flight on each connection. CPU time is that of the server alone. \
             [Where the time goes](profile.md) shows what stands behind rows that miss their goal.\n";
    text + &table(results)
}

/// What was measured how often, and where.
pub(super) fn rounds(count: usize) -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!(
        "Ratios are medians of {count} rounds, with the middle half of the rounds; exports and starts of others take fewer. On {cores} cores{}, {} {}.",
        processor().map(|name| format!(" ({name})")).unwrap_or_default(),
        std::env::consts::ARCH,
        std::env::consts::OS
    )
}

/// What the processor calls itself; Linux tells.
fn processor() -> Option<String> {
    let text = fs::read_to_string(Path::new("/proc/cpuinfo")).ok()?;
    let line = text.lines().find(|line| line.starts_with("model name"))?;
    Some(line.split_once(": ")?.1.trim().to_owned())
}

/// A table for each group, and what could not be had.
pub(super) fn table(results: &Results) -> String {
    let mut text = String::new();
    for (group, heading) in GROUPS {
        let lines = lines(results, |row| row.group == *group);
        if !lines.is_empty() {
            text += &format!("\n## {heading}\n\n{HEAD}{lines}");
        }
    }
    for (what, why) in results.skipped() {
        text += &format!("\nSkipped: {what}, since {why}\n");
    }
    text
}

/// What a row is about, in one line.
pub(super) fn title(row: &Row) -> String {
    if row.other.is_empty() { row.what.to_owned() } else { format!("{} / {}", row.what, row.other) }
}

fn lines(results: &Results, shown: impl Fn(&Row) -> bool) -> String {
    results.rows().filter(|(row, _)| shown(row)).map(|(row, value)| line(row, value)).collect()
}

/// The README's table.
fn telling(results: &Results) -> String {
    let table = HEAD.to_owned() + &lines(results, |row| row.telling);
    table
        .lines()
        .map(|line| line.split_inclusive('|').take(README_COLUMNS + 1).collect::<String>() + "\n")
        .collect()
}

fn line(row: &Row, value: &Value) -> String {
    let (ours, beside, ratio) = match value {
        Value::Pair { one, other, ratio } => (
            format!("{} {}", number(*one), row.unit),
            format!("{}: {}", row.other, number(*other)),
            format!("{}{}", number(ratio.median()), between(ratio)),
        ),
        Value::Alone(times) => (
            format!("{} {}{}", number(times.median()), row.unit, between(times)),
            String::new(),
            String::new(),
        ),
    };
    let met = match row.goal.met_by(value.times().median()) {
        Some(true) => "met",
        Some(false) => "**missed**",
        None => "",
    };
    format!("| {} | {ours} | {beside} | {ratio} | {} | {met} |\n", row.what, goal(row))
}

fn goal(row: &Row) -> String {
    let (sign, bound) = match row.goal {
        Goal::AtLeast(bound) => ("≥", bound),
        Goal::AtMost(bound) => ("≤", bound),
        Goal::Free => return String::new(),
    };
    let unit = if row.other.is_empty() { format!(" {}", row.unit) } else { String::new() };
    format!("{sign} {}{unit}", number(bound))
}

fn between(times: &Times) -> String {
    times
        .middle_half()
        .map_or(String::new(), |(low, high)| format!(" ({} to {})", number(low), number(high)))
}

/// Three digits: more are more than a measurement is worth.
pub(super) fn number(value: f64) -> String {
    if value >= 1000.0 {
        let unit = 10_f64.powf(value.log10().floor() - 2.0);
        grouped(&format!("{:.0}", (value / unit).round() * unit))
    } else if value >= 99.95 {
        format!("{value:.0}")
    } else if value >= 9.995 {
        format!("{value:.1}")
    } else if value >= 0.0995 || value == 0.0 {
        format!("{value:.2}")
    } else {
        format!("{value:.4}")
    }
}

/// Digits in groups of three.
fn grouped(digits: &str) -> String {
    let groups = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy);
    groups.collect::<Vec<_>>().join(",")
}

/// The README with another table of speed; none where the marks are not there.
fn with_speed(readme: &str, table: &str) -> Option<String> {
    let start = readme.find("<!-- speed: ")?;
    let start = start + readme.get(start..)?.find('\n')? + 1;
    let end = readme.find("<!-- end of speed -->")?;
    Some(format!("{}\n{table}{}", readme.get(..start)?, readme.get(end..)?))
}

#[cfg(test)]
mod tests {
    use super::super::rounds::Compared;
    use super::*;

    fn results() -> Results {
        let mut results = Results::default();
        results.alone("idle", Times::new(vec![4.5, 4.6, 4.7]));
        let ratio = Times::new(vec![0.7, 0.8, 0.9]);
        results.pair("page-32", Compared { one: 89_234.0, other: 100_460.0, ratio });
        results
    }

    #[test]
    fn values_stand_beside_their_goals_in_the_order_of_the_rows() {
        let text = table(&results());
        let page = "| page of ten, 32 connections | 89,200 answers/s | bare hyper: 100,000 | 0.80 (0.70 to 0.90) | ≥ 0.95 | **missed** |";
        let idle =
            "| memory of the server at rest | 4.60 MiB (4.50 to 4.70) |  |  | ≤ 6.00 MiB | met |";
        let places = [page, idle].map(|line| text.find(line));
        assert!(places[0].is_some() && places[0] < places[1], "{text}");
    }

    #[test]
    fn numbers_have_three_digits() {
        let numbers = [0.0015, 0.0, 0.954, 9.996, 12.25, 99.96, 999.4, 1_369.7, 1_234_567.0];
        assert_eq!(
            numbers.map(number),
            ["0.0015", "0.00", "0.95", "10.0", "12.2", "100", "999", "1,370", "1,230,000"]
        );
    }

    #[test]
    fn the_readme_gets_the_telling_rows_between_its_marks() {
        let readme = "before\n<!-- speed: made -->\nold\n<!-- end of speed -->\nafter\n";
        let new = with_speed(readme, &telling(&results())).unwrap();
        let table = "| what | ours | beside | ratio (middle half) |\n| --- | --- | --- | --- |\n\
                     | memory of the server at rest | 4.60 MiB (4.50 to 4.70) |  |  |\n";
        assert_eq!(
            new,
            format!("before\n<!-- speed: made -->\n\n{table}<!-- end of speed -->\nafter\n")
        );
        assert_eq!(with_speed("no marks", ""), None);
        assert!(with_speed(include_str!("../../../README.md"), "").is_some());
    }
}
