//! What the process takes: time to start, memory at rest and at the end of an export that is far larger, and its own size.

use super::rounds::{Start, Times};
use super::{Bench, PAGE, progress};
use anyhow::Result;
use fs_err as fs;
use std::thread;
use std::time::Duration;

const EXPORT: &str = "/with/records=10000000/export/csv";

/// The group `process`.
pub(super) fn measure(bench: &mut Bench<'_>) -> Result<()> {
    if bench.wanted.has("start") {
        progress("start to the first answer");
        let start = Start { server: &|| bench.ours(&[]), path: PAGE };
        let times = bench.plan.times(|| start.once())?;
        bench.results.alone("start", times);
    }
    let size = fs::metadata(&bench.programs.playground)?.len();
    bench.results.alone("binary", Times::one(size as f64 / 1e6));
    if ["idle", "export", "export-memory"].iter().any(|name| bench.wanted.has(name)) {
        memory(bench)?;
    }
    Ok(())
}

fn memory(bench: &mut Bench<'_>) -> Result<()> {
    let (mut idle, mut peak, mut rate) = (Vec::new(), Vec::new(), Vec::new());
    let rounds = bench.plan.long_rounds;
    for round in 0..rounds {
        progress(&format!(
            "memory, and an export of 10,000,000 records, {} of {rounds}",
            round + 1
        ));
        let server = bench.ours(&[])?;
        server.first_answer(PAGE)?;
        thread::sleep(Duration::from_millis(300)); // at rest, not in the middle of starting
        idle.extend(server.memory("VmRSS"));
        let load = bench.programs.load(server.address(), EXPORT, 1, Duration::ZERO)?;
        rate.push(load.bytes_per_second() / 1e6);
        peak.extend(server.memory("VmHWM"));
    }
    bench.results.alone("export", Times::new(rate));
    if idle.is_empty() {
        bench.results.skip("idle", "only Linux tells the memory of another process");
        return Ok(());
    }
    bench.results.alone("idle", Times::new(idle));
    bench.results.alone("export-memory", Times::new(peak));
    Ok(())
}
