//! A page of ten in workerd, beside a worker in plain JavaScript that answers the same bytes.

use super::rounds::Measure::{Median, Processor, Rate};
use super::rounds::{Measure, Pair, Side};
use super::server::Server;
use super::{Bench, PAGE, progress};
use crate::npm;
use crate::run::capture;
use anyhow::Result;
use std::env;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// workerd optimises wasm late.
const WARM: Duration = Duration::from_secs(5);

/// The group `edge`.
pub(super) fn measure(bench: &mut Bench<'_>) -> Result<()> {
    let dist = bench.dist()?;
    let this = env::current_exe()?;
    let start = |dist: &Path| {
        Server::start(Command::new(&this).args(["edge", "--port", "0", "--dist"]).arg(dist))
    };
    let ours = start(&dist)?;
    let plain = bench.project.target.join("plain");
    let mut node = npm::node();
    node.arg(bench.project.root.join("tests/edge/plain.mjs")).arg(dist.join("edge"));
    capture(node.args([&format!("http://{}", ours.address()), PAGE]).arg(plain.join("edge")))?;
    let plain = start(&plain)?;
    for (server, name) in [(&ours, "ours"), (&plain, "plain")] {
        progress(&format!("workerd warms up: {name}"));
        server.first_answer(PAGE)?;
        bench.programs.load(server.address(), PAGE, 32, WARM)?;
    }
    let pair = |connections, rows: &[(&'static str, Measure)]| Pair {
        rows: rows.to_vec(),
        connections,
        one: Side::new(&ours, PAGE),
        other: Side::new(&plain, PAGE),
    };
    let many = pair(32, &[("edge-32", Rate), ("edge-32-cpu", Processor)]);
    bench.pairs([many, pair(1, &[("edge-1", Rate), ("edge-1-p50", Median)])])
}
