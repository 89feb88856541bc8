//! The core alone, without a socket: natively, and as wasm in Node; and what the wasm weighs.

use super::records::{FEW, MANY};
use super::rounds::{Compared, Times, in_turn};
use super::{Bench, PAGE, progress};
use crate::build;
use crate::npm;
use crate::run::capture;
use anyhow::{Context, Result, bail};
use std::path::Path;

/// The program that answers pages in wasm, and the script that times it.
const PACKAGE: &[&str] = &["--package", "playground-bench", "--bin", "pages"];
const TIMER: &str = "benches/wasm/time.mjs";

/// The group `core`.
pub(super) fn measure(bench: &mut Bench<'_>) -> Result<()> {
    native(bench)?;
    if bench.wanted.has("core-wasm") {
        match build::program(bench.project, PACKAGE, "pages") {
            Ok(module) => wasm(bench, &module)?,
            Err(why) => bench.results.skip("the core as wasm", &format!("{why:#}")),
        }
    }
    if bench.wanted.has("wasm-size") {
        let mut bytes = 0;
        for name in ["playground.wasm", "playground.js"] {
            bytes += build::gzip(&bench.dist()?.join("npm").join(name))?;
        }
        bench.results.alone("wasm-size", Times::one(bytes as f64 / 1e3));
    }
    Ok(())
}

fn native(bench: &mut Bench<'_>) -> Result<()> {
    if !["core-native", "core-many", "core-many-since"].iter().any(|name| bench.wanted.has(name)) {
        return Ok(());
    }
    let programs = &bench.programs;
    let mut first = Vec::new();
    let mut pairs = [Vec::new(), Vec::new()];
    let with_first: Vec<String> = std::iter::once(PAGE.to_owned()).chain(FEW.paths()).collect();
    for round in 0..bench.plan.rounds {
        progress(&format!("the core, round {} of {}", round + 1, bench.plan.rounds));
        let one = || programs.nanoseconds(MANY.records, &MANY.paths());
        let other = || programs.nanoseconds(FEW.records, &with_first);
        let (many, few) = in_turn(round, one, other)?;
        let [page, few @ ..] = &few[..] else {
            bail!("benches/handle.rs measured nothing");
        };
        first.push(page / 1e3);
        for (pairs, (many, few)) in pairs.iter_mut().zip(many.iter().zip(few)) {
            pairs.push((many / 1e3, few / 1e3));
        }
    }
    bench.results.alone("core-native", Times::new(first));
    for (name, pairs) in ["core-many", "core-many-since"].into_iter().zip(pairs) {
        bench.results.pair(name, Compared::new(pairs));
    }
    Ok(())
}

fn wasm(bench: &mut Bench<'_>, module: &Path) -> Result<()> {
    progress("the core as wasm");
    let timer = bench.project.root.join(TIMER);
    let times = bench.plan.times(|| {
        let said = capture(npm::node().arg(&timer).arg(module))?;
        let nanoseconds: f64 =
            said.trim().parse().with_context(|| format!("{TIMER} said {said:?}"))?;
        Ok(nanoseconds / 1e3)
    })?;
    bench.results.alone("core-wasm", times);
    Ok(())
}
