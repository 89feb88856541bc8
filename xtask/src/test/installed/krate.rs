//! The crate: `cargo install` from the file as crates.io would have it, with nothing of the workspace around it.

use super::{is_ours, serves};
use crate::dist::{Made, compiled_alike, unpack};
use crate::project::Project;
use crate::run::run;
use std::path::Path;
use std::process::Command;

pub(super) fn check(project: &Project, made: &Made, folder: &Path) -> Result<(), String> {
    unpack(&made.krate, folder)?;
    let mut cargo = project.cargo(&["install", "--locked", "--quiet", "--path", "."]);
    cargo.current_dir(folder.join(format!("api-playground-{}", project.version)));
    // What it depends on is compiled already, for the archive; what comes out goes elsewhere.
    cargo.args(["--target", &made.binary.target]).env("CARGO_BUILD_BUILD_DIR", &project.target);
    cargo.env("CARGO_TARGET_DIR", folder.join("target")).arg("--root").arg(folder);
    run(compiled_alike(project, &mut cargo)?)?;
    let program = folder.join("bin").join(made.binary.file_name());
    is_ours(project, &mut Command::new(&program))?;
    drop(serves(&mut Command::new(&program))?);
    Ok(())
}
