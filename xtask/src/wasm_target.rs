//! A compiler for `wasm32-unknown-unknown`: the one that is used for everything else, with the target that rustup adds.

use crate::run::capture;
use crate::{std_from_source, tools};
use anyhow::{Context, Result};
use std::process::Command;

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Makes a cargo command, and all it starts, able to compile to wasm; adds the target through rustup where it is missing.
pub(crate) fn compiles(command: &mut Command) -> Result<()> {
    if is_here() {
        return Ok(());
    }
    let Err(problem) = tools::rust_target(TARGET) else { return Ok(()) };
    println!("    {problem:#}; std is compiled along instead");
    std_from_source::apply(command)
        .with_context(|| format!("std is not here; `rustup target add {TARGET}` brings it"))
}

/// Whether the target is missing and rustup cannot add it.
pub(crate) fn is_out_of_reach() -> bool {
    !is_here() && tools::rust_target(TARGET).is_err()
}

/// Whether the compiler finds a std for the target, from whatever source it came.
fn is_here() -> bool {
    let folder =
        capture(Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]));
    let entries = folder.ok().and_then(|folder| std::fs::read_dir(folder.trim()).ok());
    entries.is_some_and(|entries| {
        entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-"))
    })
}
