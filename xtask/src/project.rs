//! Where things are, as cargo says.

use crate::run;
use anyhow::{Context, Result};
use fs_err as fs;
use serde_json::Value as Json;
use std::path::{Path, PathBuf};
use std::process::Command;
use toml::{Table, Value};

/// The workspace and the folder its build output goes to.
pub(crate) struct Project {
    pub(crate) root: PathBuf,
    /// Cargo's target folder; it can be set from outside, so it is asked for.
    pub(crate) target: PathBuf,
    /// The oldest compiler the packages promise to work with.
    pub(crate) rust_version: String,
    /// The version of the packages.
    pub(crate) version: String,
    /// The tests that `cargo test` leaves out: the targets of the slow tier, which say `test = false`.
    pub(crate) slow_tests: Vec<String>,
}

impl Project {
    /// Asks `cargo metadata`.
    pub(crate) fn find() -> Result<Self> {
        let text = run::capture(cargo().args(["metadata", "--format-version=1", "--no-deps"]))?;
        let metadata: Json = serde_json::from_str(&text).context("cargo metadata")?;
        let path = |key: &str| {
            let value = metadata[key].as_str();
            value.map(PathBuf::from).with_context(|| format!("cargo metadata has no {key}"))
        };
        let package =
            |key: &str| metadata["packages"][0][key].as_str().unwrap_or_default().to_owned();
        let (rust_version, version) = (package("rust_version"), package("version"));
        let slow_tests = slow_tests(&metadata);
        Ok(Self {
            root: path("workspace_root")?,
            target: path("target_directory")?,
            rust_version,
            version,
            slow_tests,
        })
    }

    /// `cargo WORDS` in the root of the workspace. Words with blanks in them come as arguments of their own.
    pub(crate) fn cargo(&self, words: &str) -> Command {
        let mut command = cargo();
        command.args(words.split(' ')).current_dir(&self.root);
        command
    }

    /// `cargo COMMAND` on tests of the slow tier, all with the features of the workspace, so that nothing is compiled twice.
    pub(crate) fn cargo_slow<'a>(
        &'a self,
        command: &str,
        tests: impl IntoIterator<Item = &'a str>,
    ) -> Command {
        let mut cargo = self.cargo(&format!("{command} --workspace --locked"));
        cargo.args(tests.into_iter().flat_map(|test| ["--test", test]));
        cargo
    }

    /// The version of a dependency, as Cargo.lock has it.
    pub(crate) fn locked_version(&self, package: &str) -> Result<String> {
        let path = self.root.join("Cargo.lock");
        let text = fs::read_to_string(&path)?;
        let lock: Table = text.parse().context("Cargo.lock")?;
        let mut packages = lock.get("package").and_then(Value::as_array).into_iter().flatten();
        let entry =
            packages.find(|entry| entry.get("name").and_then(Value::as_str) == Some(package));
        let version = entry.and_then(|entry| entry.get("version")?.as_str());
        version.map(str::to_owned).with_context(|| format!("Cargo.lock names no {package}"))
    }

    /// Where tools that tasks install go: below the target folder, so that `cargo clean` takes them along.
    pub(crate) fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }
}

/// Makes a folder, without what was in it.
pub(crate) fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(fs::create_dir_all(folder)?)
}

/// The test targets with `test = false`, of what `cargo metadata` says.
fn slow_tests(metadata: &Json) -> Vec<String> {
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let targets = packages.filter_map(|package| package["targets"].as_array()).flatten();
    let slow = targets.filter(|target| target["kind"][0] == "test" && target["test"] == false);
    slow.filter_map(|target| Some(target["name"].as_str()?.to_owned())).collect()
}

/// The cargo that started this task.
fn cargo() -> Command {
    Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_that_cargo_leaves_out_are_the_slow_tier() {
        let target =
            |name, kind, test| serde_json::json!({ "name": name, "kind": [kind], "test": test });
        let targets =
            [target("a", "test", true), target("b", "test", false), target("c", "bin", false)];
        let metadata = serde_json::json!({ "packages": [{ "targets": targets }, {}] });
        assert_eq!(slow_tests(&metadata), ["b"]);
    }
}
