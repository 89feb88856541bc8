//! The fuzz targets: each reads a text, asks the core what it says, and holds the answers against the [`invariants`].
//!
//! `cargo xtask fuzz` builds them with libFuzzer and runs them; the layout is that of cargo-fuzz. A build without `--cfg fuzzing` makes of each
//! target a program that replays files: `cargo run -p playground-fuzz --bin handle -- FILE…` shows what a file found.
//!
//! Inputs are texts that people can read and change. [`requests`] says how requests stand in them, each target's module the rest. They come
//! from `tests/exchanges.json` and the endpoint table ([`seeds`]); `corpus` holds what these don't reach.

// A fuzz target fails by panicking, and its programs read files and print.
#![allow(clippy::panic, clippy::unwrap_used, clippy::expect_used)]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::print_stdout,
    clippy::print_stderr
)]

pub mod invariants;
pub mod requests;
pub mod seeds;
pub mod server;
mod targets;

pub use targets::{cursors, graphql, handle, landings, settings, tokens, uploads};

use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// One fuzz target.
#[derive(Debug)]
pub struct Target {
    /// The name of its program, and of its folder in `corpus`.
    pub name: &'static str,
    /// Takes one input; panics where an invariant is broken.
    pub run: fn(&[u8]),
    /// The inputs to start from.
    pub seeds: fn() -> Vec<String>,
}

/// All targets, in the order in which they run.
pub static TARGETS: [Target; 7] = [
    handle::TARGET,
    settings::TARGET,
    cursors::TARGET,
    tokens::TARGET,
    uploads::TARGET,
    landings::TARGET,
    graphql::TARGET,
];

/// Makes a program of a target: a fuzzer where that is built, else one that replays files.
#[macro_export]
macro_rules! target {
    ($name:ident) => {
        #[cfg(fuzzing)]
        libfuzzer_sys::fuzz_target!(|input: &[u8]| ($crate::$name::TARGET.run)(input));

        #[cfg(not(fuzzing))]
        fn main() -> std::process::ExitCode {
            $crate::replay(&$crate::$name::TARGET)
        }
    };
}

/// Runs the files that the arguments name; without any, the target's seeds and corpus.
#[must_use]
pub fn replay(target: &Target) -> ExitCode {
    let files: Vec<PathBuf> = std::env::args().skip(1).map(PathBuf::from).collect();
    let inputs = if files.is_empty() {
        inputs(target)
    } else {
        files.iter().map(|file| named(file)).collect()
    };
    for (name, input) in inputs {
        eprintln!("{name}");
        (target.run)(&input);
    }
    ExitCode::SUCCESS
}

/// All inputs that the repository has for a target, with their names.
#[must_use]
pub fn inputs(target: &Target) -> Vec<(String, Vec<u8>)> {
    let seeds = (target.seeds)().into_iter().enumerate();
    let seeds = seeds.map(|(n, seed)| (format!("seed {n} of {}", target.name), seed.into_bytes()));
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target.name);
    let files = std::fs::read_dir(corpus).into_iter().flatten().flatten();
    seeds.chain(files.map(|entry| named(&entry.path()))).collect()
}

fn named(file: &Path) -> (String, Vec<u8>) {
    let input = std::fs::read(file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    (file.display().to_string(), input)
}
