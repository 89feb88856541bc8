//! Where things are, as cargo says.

use crate::run;
use serde_json::Value as Json;
use std::fs;
use std::path::PathBuf;
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
}

impl Project {
    /// Asks `cargo metadata`.
    pub(crate) fn find() -> Result<Self, String> {
        let text = run::capture(cargo().args(["metadata", "--format-version=1", "--no-deps"]))?;
        let metadata: Json =
            serde_json::from_str(&text).map_err(|e| format!("cargo metadata: {e}"))?;
        let path = |key: &str| {
            let value =
                metadata[key].as_str().ok_or_else(|| format!("cargo metadata has no {key}"))?;
            Ok::<_, String>(PathBuf::from(value))
        };
        let package =
            |key: &str| metadata["packages"][0][key].as_str().unwrap_or_default().to_owned();
        let (rust_version, version) = (package("rust_version"), package("version"));
        Ok(Self {
            root: path("workspace_root")?,
            target: path("target_directory")?,
            rust_version,
            version,
        })
    }

    /// `cargo ARGUMENTS` in the root of the workspace.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = cargo();
        command.args(arguments).current_dir(&self.root);
        command
    }

    /// The version of a dependency, as Cargo.lock has it.
    pub(crate) fn locked_version(&self, package: &str) -> Result<String, String> {
        let path = self.root.join("Cargo.lock");
        let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let lock: Table = text.parse().map_err(|e| format!("Cargo.lock: {e}"))?;
        let mut packages = lock.get("package").and_then(Value::as_array).into_iter().flatten();
        let entry =
            packages.find(|entry| entry.get("name").and_then(Value::as_str) == Some(package));
        let version = entry.and_then(|entry| entry.get("version")?.as_str());
        version.map(str::to_owned).ok_or_else(|| format!("Cargo.lock names no {package}"))
    }

    /// Where tools that tasks install go: below the target folder, so that `cargo clean` takes them along.
    pub(crate) fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }
}

/// The cargo that started this task.
fn cargo() -> Command {
    Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()))
}
