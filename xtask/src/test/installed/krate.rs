//! The crates: `cargo install` from the files as crates.io would have them, with nothing of the workspace around them.

use super::{is_ours, serves};
use crate::dist::{CRATES, Made, compiled_alike, unpack};
use crate::project::Project;
use crate::run::run;
use anyhow::Result;
use std::path::Path;
use std::process::Command;

pub(super) fn check(project: &Project, made: &Made, folder: &Path) -> Result<()> {
    let places = CRATES.map(|name| folder.join(format!("{name}-{}", project.version)));
    for packed in &made.crates {
        unpack(packed, folder)?;
    }
    let [library, page, command] = &places;
    // The command finds the other two beside it, until the registry has them.
    let patch = |name: &str, place: &Path| {
        format!("patch.crates-io.{name}.path={:?}", place.display().to_string())
    };
    let patches = [patch(CRATES[0], library), patch(CRATES[1], page)];
    let patched = |words: &str| {
        let mut cargo = project.cargo(words);
        cargo.args(patches.iter().flat_map(|patch| ["--config", patch])).current_dir(command);
        cargo
    };
    // The lock file names the registry for them: this puts their places in, and changes nothing else.
    run(patched("update --quiet").args(CRATES[..2].iter().flat_map(|name| ["--package", name])))?;
    let mut cargo = patched("install --locked --quiet --path .");
    // What it depends on is compiled already, for the archive; what comes out goes elsewhere.
    cargo.args(["--target", &made.binary.target]).env("CARGO_BUILD_BUILD_DIR", &project.target);
    cargo.env("CARGO_TARGET_DIR", folder.join("target")).arg("--root").arg(folder);
    run(compiled_alike(project, &mut cargo)?)?;
    let program = folder.join("bin").join(made.binary.file_name());
    is_ours(project, &mut Command::new(&program))?;
    drop(serves(&mut Command::new(&program))?);
    Ok(())
}
