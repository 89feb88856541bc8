//! The two doors of wasm: what they weigh, and how near they come to trivial workers that answer the same bytes.

use super::programs::Programs;
use super::rounds::{Pair, Plan, Side, Times, compare};
use super::server::Server;
use super::table::{Goal, Table};
use super::{PAGE, progress};
use crate::build;
use crate::npm::{self, Packages};
use crate::project::Project;
use crate::run::{capture, capture_bytes};
use std::collections::HashMap;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

/// What the edge's door is made of; its assets are files beside it.
const BUNDLE: &[&str] = &["edge.js", "handler.js", "playground.js", "playground.wasm"];

/// Builds both doors and measures them.
pub(super) fn measure(project: &Project, programs: &Programs, plan: &Plan, table: &mut Table) -> Result<(), String> {
    Packages::have(project)?;
    let dist = project.target.join("dist");
    build::dist(project, &dist)?;
    sizes(&dist, table)?;
    edge(project, &dist, programs, plan, table)?;
    browser(project, &dist, plan, table)
}

fn sizes(dist: &Path, table: &mut Table) -> Result<(), String> {
    let mut packed = 0;
    for name in ["playground.wasm", "playground.js"] {
        packed += capture_bytes(Command::new("gzip").args(["-9", "-n", "-c"]).arg(dist.join("npm").join(name)))?.len();
    }
    let mut bundle = 0;
    for name in BUNDLE {
        let file = dist.join("edge").join(name);
        bundle += fs::metadata(&file).map_err(|e| format!("{}: {e}", file.display()))?.len();
    }
    table.number("wasm and script after gzip -9", "kB", packed as f64 / 1e3, Goal::AtMost(150.0));
    table.number("the edge's bundle", "kB", bundle as f64 / 1e3, Goal::AtMost(1000.0));
    Ok(())
}

/// A page of ten in workerd, beside a worker in plain JavaScript.
fn edge(project: &Project, dist: &Path, programs: &Programs, plan: &Plan, table: &mut Table) -> Result<(), String> {
    let this = env::current_exe().map_err(|e| e.to_string())?;
    let start = |dist: &Path| Server::start(Command::new(&this).args(["edge", "--port", "0", "--dist"]).arg(dist));
    let ours = start(dist)?;
    let plain = project.target.join("plain");
    let mut node = npm::node();
    node.arg(project.root.join("tests/edge/plain.mjs")).arg(dist.join("edge"));
    capture(node.args([&format!("http://{}", ours.address()), PAGE]).arg(plain.join("edge")))?;
    let plain = start(&plain)?;
    let pair = |connections: usize| {
        let words = if connections == 1 { "1 connection".to_owned() } else { format!("{connections} connections") };
        let name = format!("page of ten in workerd, {words}: ours / plain JavaScript");
        Pair { name, connections, one: Side::new(&ours, PAGE), other: Side::new(&plain, PAGE) }
    };
    let pairs = [pair(32), pair(1)];
    for (server, name) in [(&ours, "ours"), (&plain, "plain")] {
        // It optimises wasm late.
        progress(&format!("workerd warms up: {name}"));
        server.first_answer(PAGE)?;
        programs.load(server.address(), PAGE, 32, std::time::Duration::from_secs(5))?;
    }
    for ((result, pair), goal) in
        plan.measure(programs, &pairs)?.iter().zip(&pairs).zip([Goal::AtLeast(0.85), Goal::None])
    {
        table.ratio(&pair.name, "answers/s", result.one, result.other, &result.ratio, goal);
        if let Some(processor) = &result.processor {
            let name = format!("{}, processor time", pair.name);
            table.ratio(&name, "µs/answer", processor.one, processor.other, &processor.ratio, Goal::None);
        }
    }
    Ok(())
}

/// What the service worker does in Chromium, beside trivial ones.
fn browser(project: &Project, dist: &Path, plan: &Plan, table: &mut Table) -> Result<(), String> {
    progress("the service worker in Chromium");
    let mut node = npm::node();
    node.arg(project.root.join("tests/browser/bench.mjs")).arg(plan.rounds.to_string());
    let said = capture(node.env("PLAYGROUND_KIT", format!("{}/", dist.join("npm").display())))?;
    let mut rows: HashMap<&str, Vec<Vec<f64>>> = HashMap::new();
    for line in said.lines() {
        let (name, numbers) = line.split_once(' ').unwrap_or((line, ""));
        rows.entry(name).or_default().push(numbers.split(' ').filter_map(|number| number.parse().ok()).collect());
    }
    let pairs = |name: &str, one: usize, other: usize| -> Result<Vec<(f64, f64)>, String> {
        let rounds = rows.get(name).ok_or_else(|| format!("bench.mjs says nothing of {name}"))?;
        let pair = |numbers: &Vec<f64>| Some((*numbers.get(one)?, *numbers.get(other)?));
        rounds.iter().map(pair).collect::<Option<_>>().ok_or_else(|| format!("bench.mjs says too little of {name}"))
    };
    for (what, name, other, goal) in [
        ("page of ten in Chromium: ours / trivial worker", "page", 1, Goal::AtMost(1.15)),
        ("registration to the first answer: ours / trivial worker", "first", 1, Goal::AtMost(1.5)),
        ("the same: ours / trivial worker that loads the same wasm", "first", 2, Goal::None),
    ] {
        let compared = compare(pairs(name, 0, other)?);
        table.ratio(what, "ms", compared.one, compared.other, &compared.ratio, goal);
    }
    for (bytes, time) in pairs("export", 0, 1)? {
        table.number("export of 1,000,000 records in Chromium", "MB/s", bytes / time / 1e3, Goal::None);
    }
    for (time, other) in pairs("export", 1, 2)? {
        let what = "the same, time: ours / trivial worker that streams as many bytes";
        table.ratio(what, "ms", time, other, &Times::one(time / other), Goal::None);
    }
    for (all, grown) in pairs("export", 3, 4)? {
        table.number("wasm memory after it", "MiB", all, Goal::None);
        table.number("wasm memory that it took", "MiB", grown, Goal::AtMost(32.0));
    }
    for (most, other) in pairs("processes", 0, 1).unwrap_or_default() {
        let what = "most growth of page and worker meanwhile, garbage included: ours / trivial worker";
        table.ratio(what, "MiB", most, other, &Times::one(most / other), Goal::None);
    }
    Ok(())
}
