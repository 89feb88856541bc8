//! Packages for npm: what `cargo xtask build` made, and the program in a package for its system alone.
//!
//! `npx connector-playground start` is to be the native command with all it can do, so the package names one package for each system as an
//! optional dependency; npm installs the one that fits.

use super::binary::Binary;
use crate::npm;
use crate::project::{self, Project};
use crate::run::capture;
use anyhow::{Context, Result};
use fs_err as fs;
use serde_json::json;
use std::path::{Path, PathBuf};

/// Rust's names of systems, and Node's: `process.platform` and `process.arch`.
const SYSTEMS: [(&str, &str, &str); 5] = [
    ("x86_64-unknown-linux-", "linux", "x64"),
    ("aarch64-unknown-linux-", "linux", "arm64"),
    ("x86_64-apple-darwin", "darwin", "x64"),
    ("aarch64-apple-darwin", "darwin", "arm64"),
    ("x86_64-pc-windows-", "win32", "x64"),
];

/// Packs a folder with a `package.json`, as `npm publish` would.
pub(super) fn pack(folder: &Path, out: &Path) -> Result<PathBuf> {
    let mut npm = npm::npm();
    npm.args(["pack", "--json", "--loglevel=error", "--ignore-scripts", "--pack-destination"])
        .arg(out);
    let said = capture(npm.current_dir(folder))?;
    let said: serde_json::Value = serde_json::from_str(&said).context("npm pack")?;
    let name = said[0]["filename"].as_str().context("npm pack names no file")?;
    // Older versions of npm show the name of a scoped package with its slash.
    Ok(out.join(name.trim_start_matches('@').replace('/', "-")))
}

/// The program as a package.
pub(super) fn platform(project: &Project, binary: &Binary, out: &Path) -> Result<PathBuf> {
    let target = &binary.target;
    let (_, os, cpu) = SYSTEMS.into_iter().find(|(start, ..)| target.starts_with(start)).with_context(|| {
        format!("npm has no package for {target}: add a row to SYSTEMS, and to worker/kit/package.json")
    })?;
    let folder = project.target.join("npm-platform");
    let description = json!({
        "name": format!("@connector-playground/{os}-{cpu}"),
        "version": project.version,
        "description": format!("The native command of connector-playground for {os} on {cpu}."),
        "license": "MIT",
        "os": [os],
        "cpu": [cpu],
        "files": ["bin"],
        "preferUnplugged": true,
    });
    project::empty(&folder)?;
    fs::create_dir_all(folder.join("bin"))?;
    // With its permissions.
    fs::copy(&binary.path, folder.join("bin").join(binary.file_name()))?;
    fs::copy(project.root.join("LICENSE"), folder.join("LICENSE"))?;
    fs::write(folder.join("package.json"), format!("{description:#}\n"))?;
    pack(&folder, out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn the_package_names_one_package_for_each_system() {
        let text = include_str!("../../../worker/kit/package.json");
        let package: Value = serde_json::from_str(text).unwrap();
        let named: Vec<&String> =
            package["optionalDependencies"].as_object().unwrap().keys().collect();
        assert_eq!(
            named,
            SYSTEMS
                .map(|(_, os, cpu)| format!("@connector-playground/{os}-{cpu}"))
                .iter()
                .collect::<Vec<_>>()
        );
    }
}
