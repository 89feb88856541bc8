//! The wheel: maturin puts the program into it, as pyproject.toml says.

use super::binary::{Binary, Libc, compiled_alike};
use crate::project::{self, Project};
use crate::run::run;
use crate::tools;
use anyhow::{Context, Result};
use fs_err as fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What builds the wheel, from PyPI.
const MATURIN: &str = "maturin==1.16.0";

/// Builds it in `out`.
pub(super) fn build(project: &Project, binary: &Binary, out: &Path) -> Result<PathBuf> {
    let maturin = tools::python_program(project, "maturin", MATURIN)?;
    // An empty folder of its own, to find what came out.
    let folder = project.target.join("wheel");
    project::empty(&folder)?;
    let mut command = Command::new(maturin);
    command
        .args(["build", "--release", "--target", &binary.target, "--compatibility"])
        .args(tags(binary));
    command
        .arg("--out")
        .arg(&folder)
        .current_dir(&project.root)
        .env("CARGO_TARGET_DIR", &project.target);
    run(compiled_alike(project, &mut command)?)?;
    let mut made = fs::read_dir(&folder)?;
    let wheel = made.find_map(|entry| Some(entry.ok()?.path())).context("maturin made no wheel")?;
    let to = out.join(wheel.file_name().unwrap_or_default());
    fs::copy(&wheel, &to)?;
    Ok(to)
}

/// What the wheel promises of the systems it runs on; maturin looks into the program and refuses what is not true. A static program
/// runs with each libc, so it is for both. Where `pypi` stands, maturin takes the oldest glibc that will do.
fn tags(binary: &Binary) -> &'static [&'static str] {
    let is_static = binary.libc == Libc::None && binary.target.ends_with("-linux-musl");
    if is_static { &["manylinux2014", "musllinux_1_1"] } else { &["pypi"] }
}
