//! Where things are, as cargo says.

use crate::run;
use serde_json::Value;
use std::path::PathBuf;
use std::process::Command;

/// The workspace and the folder its build output goes to.
pub(crate) struct Project {
    pub(crate) root: PathBuf,
    /// Cargo's target folder; it can be set from outside, so it is asked for.
    pub(crate) target: PathBuf,
    /// The oldest compiler the packages promise to work with.
    pub(crate) rust_version: String,
}

impl Project {
    /// Asks `cargo metadata`.
    pub(crate) fn find() -> Result<Self, String> {
        let text = run::capture(cargo().args(["metadata", "--format-version=1", "--no-deps"]))?;
        let metadata: Value = serde_json::from_str(&text).map_err(|e| format!("cargo metadata: {e}"))?;
        let path = |key: &str| {
            let value = metadata[key].as_str().ok_or_else(|| format!("cargo metadata has no {key}"))?;
            Ok::<_, String>(PathBuf::from(value))
        };
        let rust_version = metadata["packages"][0]["rust_version"].as_str().unwrap_or_default().to_owned();
        Ok(Self { root: path("workspace_root")?, target: path("target_directory")?, rust_version })
    }

    /// `cargo ARGUMENTS` in the root of the workspace.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = cargo();
        command.args(arguments).current_dir(&self.root);
        command
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
