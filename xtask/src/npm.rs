//! Programs from npm: each folder with a lock file is installed in place, exactly as locked.

use crate::project::Project;
use crate::run::{capture, run_within};
use anyhow::{Context, Result, anyhow};
use fs_err as fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// The oldest Node that tasks and tests run on.
const OLDEST_NODE: u32 = 20;
/// Most time that one installation may take.
const PATIENCE: Duration = Duration::from_secs(600);

/// A `node_modules` folder that holds what its lock file says.
pub(crate) struct Packages {
    folder: PathBuf,
}

impl Packages {
    /// What builds and tests need, from `tests/package-lock.json`.
    pub(crate) fn have(project: &Project) -> Result<Self> {
        Self::of(&project.root.join("tests"))
    }

    /// The packages of a folder; installed where they are missing, or are those of another lock file.
    pub(crate) fn of(folder: &Path) -> Result<Self> {
        check_node()?;
        let lock = folder.join("package-lock.json");
        let locked = fs::read_to_string(&lock)?;
        let modules = folder.join("node_modules");
        let stamp = modules.join(".installed-from");
        if !fs::read_to_string(&stamp).is_ok_and(|text| text == locked) {
            let mut npm = npm();
            // Nothing here needs the install scripts that packages bring along.
            npm.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"])
                .current_dir(folder);
            run_within(PATIENCE, &mut npm).with_context(|| format!("in {}", folder.display()))?;
            fs::write(&stamp, locked)?;
        }
        Ok(Self { folder: modules })
    }

    /// A file of a package.
    pub(crate) fn file(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    /// The runtime of the edge, as the program itself: npm's starter would be a process between us and it.
    pub(crate) fn workerd(&self) -> Result<PathBuf> {
        let package = workerd_package(std::env::consts::OS, std::env::consts::ARCH)
            .context("there is no workerd for this system; it runs on Linux, macOS and Windows")?;
        Ok(self.file(&format!("@cloudflare/{package}/bin/workerd{}", std::env::consts::EXE_SUFFIX)))
    }
}

fn workerd_package(os: &str, arch: &str) -> Option<&'static str> {
    Some(match (os, arch) {
        ("linux", "x86_64") => "workerd-linux-64",
        ("linux", "aarch64") => "workerd-linux-arm64",
        ("macos", "x86_64") => "workerd-darwin-64",
        ("macos", "aarch64") => "workerd-darwin-arm64",
        ("windows", "x86_64") => "workerd-windows-64",
        _ => return None,
    })
}

/// `npm` as it is found, to be given its arguments.
pub(crate) fn npm() -> Command {
    Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

/// `node` as it is found, to be given its arguments.
pub(crate) fn node() -> Command {
    Command::new("node")
}

/// The major version of a Node; none where there is none.
pub(crate) fn node_version(node: &mut Command) -> Option<u32> {
    major(&capture(node.arg("--version")).ok()?)
}

fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

fn check_node() -> Result<()> {
    match node_version(&mut node()) {
        Some(version) if version >= OLDEST_NODE => Ok(()),
        found => {
            let found =
                found.map_or("there is none".to_owned(), |version| format!("there is {version}"));
            Err(anyhow!("please install Node {OLDEST_NODE} or newer, with npm ({found})"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_node_are_read() {
        assert_eq!(major("v22.23.3\n"), Some(22));
        assert_eq!(major("node"), None);
    }

    #[test]
    fn each_system_has_its_package() {
        assert_eq!(workerd_package("linux", "aarch64"), Some("workerd-linux-arm64"));
        assert_eq!(workerd_package("plan9", "x86_64"), None);
    }
}
