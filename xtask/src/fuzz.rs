//! `cargo xtask fuzz`: builds the targets of `fuzz/` with libFuzzer, and lets them look for faults.
//!
//! A stable compiler can do that: it knows LLVM's pass for coverage by name, the flags are those of cargo-fuzz, and the crate `libfuzzer-sys`
//! brings the fuzzer as C++. No sanitizer is built in: there is no `unsafe` for it to watch. What runs find stays below the target folder, for the next run.

use crate::project::Project;
use crate::run::{capture, run};
use crate::steps::Skipped;
use crate::system;
use anyhow::{Context, Result, anyhow, bail};
use fs_err as fs;
use std::env::consts::EXE_EXTENSION;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

/// Seconds of a processor that all targets have together, unless told otherwise.
pub(crate) const SECONDS: u64 = 60;
/// What instruments the code: counters of edges, the table of their places, and the operands of comparisons.
const FLAGS: [&str; 8] = [
    "--cfg=fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Cllvm-args=-simplifycfg-branch-fold-threshold=0",
    "-Ccodegen-units=1",
];
/// Seconds and MiB that no input may take, and the longest input in bytes.
const LIMITS: [&str; 3] = ["-timeout=10", "-rss_limit_mb=1024", "-max_len=16384"];

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The target to run; all of them unless given
    target: Option<String>,
    /// Makes an input small that the target has broken on
    #[arg(long, value_name = "FILE", requires = "target")]
    shrink: Option<PathBuf>,
    /// Seconds of a processor for all targets together
    #[arg(long, value_name = "N", default_value_t = SECONDS, value_parser = clap::value_parser!(u64).range(1..))]
    seconds: u64,
}

/// The task.
pub(crate) fn task(project: &Project, asked: &Arguments) -> Result<()> {
    match (&asked.target, &asked.shrink) {
        (Some(target), Some(file)) => shrink(project, target, file, asked.seconds),
        (target, _) => all(project, target.as_deref(), asked.seconds),
    }
}

/// The step of other tasks: every target, for so many seconds together.
pub(crate) fn step(project: &Project, seconds: u64) -> Result<()> {
    all(project, None, seconds)
}

fn all(project: &Project, wanted: Option<&str>, time: u64) -> Result<()> {
    can_be_built()?;
    let place = project.target.join("fuzz");
    let targets = seeds(project, &place)?;
    let chosen: Vec<&String> =
        targets.iter().filter(|name| wanted.is_none_or(|wanted| wanted == *name)).collect();
    if chosen.is_empty() {
        bail!("no target `{}`; there are {}", wanted.unwrap_or_default(), targets.join(", "));
    }
    let programs = build(project, &place)?;
    let each = (time / chosen.len() as u64).max(1);
    // As many at once as there are processors: a target keeps one busy.
    let lanes = thread::available_parallelism().map_or(1, usize::from);
    for names in chosen.chunks(lanes) {
        together(names, |name| hunt(project, &place, &programs.join(name), name, each))?;
    }
    Ok(())
}

/// Does something for each name at once; the first failure, once all have ended.
fn together(names: &[&String], work: impl Fn(&str) -> Result<()> + Sync) -> Result<()> {
    thread::scope(|scope| {
        let started: Vec<_> =
            names.iter().map(|name| scope.spawn(|| work(name.as_str()))).collect();
        let ended: Vec<Result<()>> = started
            .into_iter()
            .map(|one| one.join().map_err(|_| anyhow!("it panicked"))?)
            .collect();
        ended.into_iter().collect()
    })
}

/// Makes an input as small as it can while it still breaks something.
fn shrink(project: &Project, target: &str, file: &Path, time: u64) -> Result<()> {
    can_be_built()?;
    let file = fs::canonicalize(file)?;
    let place = project.target.join("fuzz");
    let targets = seeds(project, &place)?;
    if !targets.iter().any(|name| name == target) {
        bail!("no target `{target}`; there are {}", targets.join(", "));
    }
    let programs = build(project, &place)?;
    let small = file.with_extension("small");
    let _ = fs::remove_file(&small);
    let mut fuzzer = Command::new(programs.join(target));
    fuzzer.current_dir(&project.root).args(["-minimize_crash=1", LIMITS[0], LIMITS[1]]);
    fuzzer
        .arg(format!("-max_total_time={time}"))
        .arg(format!("-exact_artifact_path={}", small.display()))
        .arg(&file);
    // Its exit says how the last try went, not whether any was smaller.
    let ended = capture(&mut fuzzer);
    let size = |file: &Path| fs::metadata(file).map(|found| found.len());
    match size(&small) {
        Ok(bytes) => println!(
            "    {bytes} bytes of {} are left: {}",
            size(&file).unwrap_or_default(),
            small.display()
        ),
        Err(_) => println!(
            "    nothing smaller breaks `{target}`, or the input breaks nothing: {}",
            ended
                .err()
                .map(|e| e.to_string())
                .unwrap_or_default()
                .lines()
                .last()
                .unwrap_or_default()
        ),
    }
    Ok(())
}

/// Says what the fuzzer needs and this machine cannot have.
fn can_be_built() -> Result<()> {
    if cfg!(windows) {
        bail!(Skipped("libFuzzer is built for Unix alone".to_owned()));
    }
    match system::CXX.find() {
        Ok(_) => Ok(()),
        Err(why) => bail!(Skipped(format!("no C++ compiler for libFuzzer: {why:#}"))),
    }
}

/// Writes seeds and dictionary, and returns the names of the targets.
fn seeds(project: &Project, place: &Path) -> Result<Vec<String>> {
    let inputs = place.join("inputs");
    // With the features of the workspace, with which tests have compiled it already.
    run(&mut project.cargo("build --quiet --workspace --locked --example seeds"))?;
    let program = project.target.join("debug/examples/seeds").with_extension(EXE_EXTENSION);
    run(Command::new(program).arg(&inputs))?;
    let entries = fs::read_dir(&inputs)?.flatten();
    let mut names: Vec<String> = entries
        .filter(|e| e.path().is_dir())
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    Ok(names)
}

/// Builds the instrumented programs, and returns their folder.
fn build(project: &Project, place: &Path) -> Result<PathBuf> {
    let version = capture(Command::new("rustc").arg("-vV"))?;
    let host = version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .context("rustc -vV names no host")?;
    // With a target, cargo keeps the flags from build scripts and macros, which have no fuzzer to link with.
    let mut cargo =
        project.cargo("build -p playground-fuzz --bins --locked --profile fuzz --target");
    cargo.arg(host);
    cargo
        .arg("--target-dir")
        .arg(place)
        .env("CARGO_ENCODED_RUSTFLAGS", FLAGS.join("\u{1f}"))
        .env_remove("RUSTFLAGS");
    run(&mut cargo)?;
    Ok(place.join(host).join("fuzz"))
}

/// Lets one target look for faults. What it prints is libFuzzer's: figures at the end, and of a fault what was broken and where its input is.
fn hunt(project: &Project, place: &Path, program: &Path, name: &str, time: u64) -> Result<()> {
    let own = place.join("inputs").join(name);
    let (corpus, faults) = (own.join("corpus"), own.join("faults"));
    fs::create_dir_all(&corpus)?;
    fs::create_dir_all(&faults)?;
    let kept = project.root.join("fuzz/corpus").join(name);
    let mut fuzzer = Command::new(program);
    fuzzer.current_dir(&project.root).arg(&corpus).arg(own.join("seeds"));
    fuzzer.args(Some(&kept).filter(|kept| kept.is_dir()));
    fuzzer.args(LIMITS).args(["-verbosity=0", "-print_final_stats=1"]);
    fuzzer.arg(format!("-max_total_time={time}"));
    fuzzer.arg(format!("-dict={}", place.join("inputs/dictionary").display()));
    fuzzer.arg(format!("-artifact_prefix={}/", faults.display()));
    run(&mut fuzzer).with_context(|| {
        format!("{name} found a fault; to see it again: cargo run -p playground-fuzz --bin {name} -- FILE")
    })
}
