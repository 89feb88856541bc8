//! All rows, in the order in which they are shown, with the goals: the one place that has them.

/// What a value should be: the ratio of a row that compares, else the value itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Goal {
    AtLeast(f64),
    AtMost(f64),
    /// Shown for information.
    Free,
}

/// One thing that is measured.
#[derive(Debug)]
pub(super) struct Row {
    /// For `--only`.
    pub(super) name: &'static str,
    /// The rows that are measured together.
    pub(super) group: &'static str,
    pub(super) what: &'static str,
    /// What it is held against; empty where the value stands for itself.
    pub(super) other: &'static str,
    pub(super) unit: &'static str,
    pub(super) goal: Goal,
    /// Whether the README shows it too.
    pub(super) telling: bool,
}

impl Goal {
    /// Whether a value meets it, where there is one.
    pub(super) fn met_by(self, value: f64) -> Option<bool> {
        match self {
            Self::AtLeast(least) => Some(value >= least),
            Self::AtMost(most) => Some(value <= most),
            Self::Free => None,
        }
    }
    /// The number in it.
    pub(super) fn bound(self) -> Option<f64> {
        match self {
            Self::AtLeast(bound) | Self::AtMost(bound) => Some(bound),
            Self::Free => None,
        }
    }
}

/// The groups, with their headings.
pub(super) const GROUPS: &[(&str, &str)] = &[
    ("native", "The server, beside a bare hyper server that sends the same bytes"),
    ("peers", "The server, beside others of its kind"),
    ("process", "The process"),
    ("gauntlet", "The gauntlet, over a command of 50 ms"),
    ("records", "1,000,000,000 records, beside 200"),
    ("moving", "Rows that move"),
    ("core", "The core alone"),
    ("edge", "The edge, in workerd"),
    ("browser", "The service worker, in Chromium"),
];

const HYPER: &str = "bare hyper";
const REFERENCE: &str = "the PyPI package";
const JSON_SERVER: &str = "json-server";
const FEW: &str = "200 records";
const PLAIN: &str = "plain JavaScript";
const TRIVIAL: &str = "a trivial worker";

const TELLING: bool = true;
const DETAIL: bool = false;

use Goal::{AtLeast, AtMost, Free};

/// The rows.
#[rustfmt::skip] // a table
pub(super) const ROWS: &[Row] = &[
    row("page-32", "native", "page of ten, 32 connections", HYPER, "answers/s", AtLeast(0.95), DETAIL),
    row("page-32-cpu", "native", "page of ten, 32 connections, by CPU time", HYPER, "answers/CPU s", AtLeast(0.95), DETAIL),
    row("page-1", "native", "page of ten, 1 connection", HYPER, "answers/s", Free, DETAIL),
    row("page-1-cpu", "native", "page of ten, 1 connection, by CPU time", HYPER, "answers/CPU s", Free, DETAIL),
    row("page-1-p50", "native", "page of ten, 1 connection, median time (p50)", HYPER, "µs", AtMost(1.10), DETAIL),
    row("csv-32", "native", "CSV of 200 rows, 32 connections", HYPER, "answers/s", AtLeast(0.90), DETAIL),
    row("csv-32-cpu", "native", "CSV of 200 rows, 32 connections, by CPU time", HYPER, "answers/CPU s", Free, DETAIL),
    row("csv-1", "native", "CSV of 200 rows, 1 connection", HYPER, "answers/s", AtLeast(0.90), DETAIL),
    row("csv-1-cpu", "native", "CSV of 200 rows, 1 connection, by CPU time", HYPER, "answers/CPU s", Free, DETAIL),
    row("log-32", "native", "page of ten, 32 connections, with the access log", HYPER, "answers/s", AtLeast(0.85), DETAIL),
    row("log-32-cpu", "native", "page of ten, 32 connections, with the access log, by CPU time", HYPER, "answers/CPU s", Free, DETAIL),
    row("limit-32", "native", "page of ten, 32 connections, with rate limiting", HYPER, "answers/s", AtLeast(0.85), DETAIL),
    row("limit-32-cpu", "native", "page of ten, 32 connections, with rate limiting, by CPU time", HYPER, "answers/CPU s", Free, DETAIL),
    row("noise-32", "native", "bare hyper, 32 connections: what noise alone makes", "itself", "answers/s", Free, DETAIL),

    row("reference-32", "peers", "page of ten, 32 connections", REFERENCE, "answers/s", AtLeast(100.0), TELLING),
    row("reference-1", "peers", "page of ten, 1 connection", REFERENCE, "answers/s", AtLeast(25.0), DETAIL),
    row("reference-start", "peers", "start to the first answer", REFERENCE, "ms", Free, DETAIL),
    row("reference-memory", "peers", "memory after some load", REFERENCE, "MiB", Free, DETAIL),
    row("json-server-32", "peers", "page of ten, 32 connections", JSON_SERVER, "answers/s", Free, TELLING),
    row("json-server-1", "peers", "page of ten, 1 connection", JSON_SERVER, "answers/s", Free, DETAIL),
    row("json-server-start", "peers", "start to the first answer", JSON_SERVER, "ms", Free, DETAIL),
    row("json-server-memory", "peers", "memory after some load", JSON_SERVER, "MiB", Free, DETAIL),

    row("start", "process", "start of the server to its first answer", "", "ms", AtMost(5.0), TELLING),
    row("idle", "process", "memory of the server at rest", "", "MiB", AtMost(6.0), TELLING),
    row("binary", "process", "size of the binary", "", "MB", AtMost(2.5), DETAIL),
    row("export", "process", "CSV of 10,000,000 records, 1 connection", "", "MB/s", AtLeast(1000.0), DETAIL),
    row("export-memory", "process", "most memory, that export included", "", "MiB", AtMost(16.0), DETAIL),

    row("gauntlet-60", "gauntlet", "60 cases", "", "s", AtMost(10.0), DETAIL),
    row("gauntlet-case", "gauntlet", "own time of a case, beside the command's", "", "ms", AtMost(15.0), DETAIL),
    row("gauntlet-memory", "gauntlet", "most memory, without the command's", "", "MiB", AtMost(64.0), DETAIL),

    row("many", "records", "page from the middle, 1,000,000,000 records", FEW, "µs", AtMost(1.15), TELLING),
    row("many-since", "records", "page with `updated_since`, 1,000,000,000 records", FEW, "µs", AtMost(1.5), DETAIL),
    row("many-prefix", "records", "page from the middle, 1,000,000,000 records by `/with/`", FEW, "µs", AtMost(1.15), DETAIL),
    row("million", "records", "page from the middle, 1,000,000 records", FEW, "µs", AtMost(1.15), DETAIL),
    row("million-since", "records", "page with `updated_since`, 1,000,000 records", FEW, "µs", AtMost(1.5), DETAIL),

    row("moving-sync", "moving", "sync of 100,000 rows that move, 50 a page, 1 connection", "", "pages/s", AtLeast(5000.0), DETAIL),
    row("moving-walk", "moving", "walk of 100,000 rows, each page a minute later", "10,000 rows", "ms", AtMost(15.0), DETAIL),
    row("moving-memory", "moving", "most memory, these walks included", "", "MiB", AtMost(80.0), DETAIL),
    row("moving-page", "moving", "page of 50 from the middle of 10,000 rows that move", "rows that stand still", "µs", AtMost(20.0), DETAIL),

    row("core-native", "core", "page of ten inside the core", "", "µs", AtMost(0.6), DETAIL),
    row("core-wasm", "core", "page of ten inside the core, as wasm in Node", "", "µs", AtMost(1.5), DETAIL),
    row("core-many", "core", "page from the middle inside the core, 1,000,000,000 records", FEW, "µs", AtMost(1.15), DETAIL),
    row("core-many-since", "core", "page with `updated_since` inside the core, 1,000,000,000 records", FEW, "µs", AtMost(1.5), DETAIL),
    row("wasm-size", "core", "wasm and script, gzip -9", "", "kB", AtMost(280.0), DETAIL),

    row("edge-32", "edge", "page of ten in workerd, 32 connections", PLAIN, "answers/s", AtLeast(0.90), DETAIL),
    row("edge-32-cpu", "edge", "page of ten in workerd, 32 connections, by CPU time", PLAIN, "answers/CPU s", Free, DETAIL),
    row("edge-1", "edge", "page of ten in workerd, 1 connection", PLAIN, "answers/s", Free, DETAIL),
    row("edge-1-p50", "edge", "page of ten in workerd, 1 connection, median time (p50)", PLAIN, "µs", Free, DETAIL),

    row("worker", "browser", "page of ten in Chromium", TRIVIAL, "ms", AtMost(1.10), DETAIL),
    row("worker-msw", "browser", "page of ten in Chromium", "MSW with one handler", "ms", AtMost(0.6), TELLING),
    row("first", "browser", "registration to the first answer in Chromium", TRIVIAL, "ms", AtMost(1.5), DETAIL),
    row("first-module", "browser", "registration to the first answer in Chromium", "one that loads our wasm", "ms", Free, DETAIL),
    row("tab-export", "browser", "CSV of 1,000,000 records in Chromium, time", "a worker that streams as much", "ms", Free, DETAIL),
    row("tab-memory", "browser", "growth of the wasm's memory by that CSV", "", "MiB", AtMost(32.0), DETAIL),
];

const fn row(
    name: &'static str,
    group: &'static str,
    what: &'static str,
    other: &'static str,
    unit: &'static str,
    goal: Goal,
    telling: bool,
) -> Row {
    Row { name, group, what, other, unit, goal, telling }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_are_unique_and_groups_have_headings_in_the_order_of_the_rows() {
        let names: HashSet<&str> =
            ROWS.iter().map(|row| row.name).chain(GROUPS.iter().map(|(name, _)| *name)).collect();
        assert_eq!(names.len(), ROWS.len() + GROUPS.len());
        let mut groups: Vec<&str> = ROWS.iter().map(|row| row.group).collect();
        groups.dedup();
        assert_eq!(groups, GROUPS.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    }
}
