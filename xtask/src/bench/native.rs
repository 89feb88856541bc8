//! The server beside a bare hyper server that sends the same bytes with the same number of threads; and that beside itself, which shows
//! what noise alone makes.

use super::rounds::Measure::{Median, Processor, Rate};
use super::rounds::{Measure, Pair, Side};
use super::server::Server;
use super::{Bench, CSV, PAGE};
use anyhow::Result;
use std::process::Command;

/// Never empty, so that all answers are pages.
const LIMIT: &[&str] = &["--rate-limit", "--capacity", "1000000000"];

/// The group `native`.
pub(super) fn measure(bench: &mut Bench<'_>) -> Result<()> {
    let ours = bench.ours(&[])?;
    let bare = Server::start(Command::new(&bench.programs.bare).args([ours.address(), PAGE, CSV]))?;
    let logging = Server::start_logging(&mut bench.command(&[]))?;
    let limiting = bench.ours(LIMIT)?;
    let pair = |server, path, connections, rows: &[(&'static str, Measure)]| Pair {
        rows: rows.to_vec(),
        connections,
        one: Side::new(server, path),
        other: Side::new(&bare, path),
    };
    let pairs = [
        pair(&ours, PAGE, 32, &[("page-32", Rate), ("page-32-cpu", Processor)]),
        pair(
            &ours,
            PAGE,
            1,
            &[("page-1", Rate), ("page-1-cpu", Processor), ("page-1-p50", Median)],
        ),
        pair(&ours, CSV, 32, &[("csv-32", Rate), ("csv-32-cpu", Processor)]),
        pair(&ours, CSV, 1, &[("csv-1", Rate), ("csv-1-cpu", Processor)]),
        pair(&logging, PAGE, 32, &[("log-32", Rate), ("log-32-cpu", Processor)]),
        pair(&limiting, PAGE, 32, &[("limit-32", Rate), ("limit-32-cpu", Processor)]),
        pair(&bare, PAGE, 32, &[("noise-32", Rate)]),
    ];
    bench.pairs(pairs)
}
