//! The gauntlet over a command that takes 50 ms (`benches/connector.rs`): the time of 60 cases, side by side as it runs them by itself; what it
//! takes beside the command for a case, one after the other; and its own memory.

use super::rounds::Times;
use super::{Bench, progress};
use anyhow::{Context, Result, bail};
use fs_err as fs;
use serde_json::Value;
use std::io::Read;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// The data are the same in each run. What waits for `Retry-After` measures the clock.
const FLAGS: &[&str] =
    &["gauntlet", "--json", "--seed", "bench", "--every-request", "--skip", "rate_limit"];
/// Cases that the time is for, whatever their number is.
const CASES: f64 = 60.0;

/// The group `gauntlet`.
pub(super) fn measure(bench: &mut Bench<'_>) -> Result<()> {
    let (mut time, mut own, mut memory) = (Vec::new(), Vec::new(), Vec::new());
    let rounds = bench.plan.long_rounds;
    for round in 0..rounds {
        progress(&format!("all cases of the gauntlet, {} of {rounds}", round + 1));
        let run = Run::of(bench, &[])?;
        time.push(run.seconds * CASES / run.cases);
        memory.extend(run.memory);
        let run = Run::of(bench, &["--jobs", "1"])?;
        own.push((run.seconds - run.commands) * 1e3 / run.cases);
    }
    bench.results.alone("gauntlet-60", Times::new(time));
    bench.results.alone("gauntlet-case", Times::new(own));
    if memory.is_empty() {
        bench.results.skip("gauntlet-memory", "only Linux tells the memory of another process");
    } else {
        bench.results.alone("gauntlet-memory", Times::new(memory));
    }
    Ok(())
}

/// A run of the whole gauntlet.
struct Run {
    seconds: f64,
    cases: f64,
    /// Seconds of the command in all cases.
    commands: f64,
    /// Most memory of the gauntlet's own process, in MiB.
    memory: Option<f64>,
}

impl Run {
    fn of(bench: &Bench<'_>, more: &[&str]) -> Result<Self> {
        let (start, programs) = (Instant::now(), &bench.programs);
        let mut command = Command::new(&programs.playground);
        command.args(FLAGS).args(more).arg("--").arg(&programs.connector);
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let mut output = child.stdout.take().context("a pipe was asked for")?;
        let reader = thread::spawn(move || {
            let mut text = String::new();
            output.read_to_string(&mut text).map(|_| text)
        });
        let mut memory = None;
        let status = loop {
            // The most it ever had grows only: the last look before the end tells it.
            memory = peak(child.id()).or(memory);
            if let Some(status) = child.try_wait()? {
                break status;
            }
            thread::sleep(Duration::from_millis(5));
        };
        let seconds = start.elapsed().as_secs_f64();
        let text = reader.join().ok().context("the report was not read")??;
        if !status.success() {
            bail!("the gauntlet ended with {status}: {text}");
        }
        let report: Value = serde_json::from_str(&text)?;
        let cases = report["cases"].as_array().context("a report has cases")?;
        let commands = cases.iter().filter_map(|case| case["seconds"].as_f64()).sum();
        Ok(Self { seconds, cases: cases.len() as f64, commands, memory })
    }
}

/// Most memory that a process ever had, in MiB; only Linux tells.
fn peak(process: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<f64>().ok().map(|kib| kib / 1024.0)
}
