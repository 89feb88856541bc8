//! Programs that tasks need: found where they are, else installed below the target folder.

use crate::project::Project;
use crate::run::{capture, run, run_within, succeeds};
use anyhow::{Context, Result, anyhow};
use fs_err as fs;
use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Most time for an installation of Python's.
const PATIENCE: Duration = Duration::from_secs(180);

/// A program from crates.io. The version is exact: with another one, a task would do another thing.
pub(crate) struct CargoTool {
    /// As crates.io names it.
    package: &'static str,
    /// The program that is to be had.
    program: &'static str,
    pub(crate) version: Cow<'static, str>,
    /// Whether it installs from its own lock file.
    locked: bool,
    /// The only features it is built with; none for its default ones.
    features: Option<&'static str>,
}

/// Judges licences, bans and sources of the dependencies.
pub(crate) const CARGO_DENY: CargoTool = CargoTool::named("cargo-deny", "0.20.2");
/// Runs the module's own tests in browsers.
pub(crate) const WASM_PACK: CargoTool = CargoTool::named("wasm-pack", "0.15.1");
/// What lets tests drive Firefox.
pub(crate) const GECKODRIVER: CargoTool = CargoTool::named("geckodriver", "0.37.1");
/// Makes a site of the Markdown in `docs`. Its server and its watcher are left out.
pub(crate) const MDBOOK: CargoTool = CargoTool::named("mdbook", "0.5.4").with("search");

impl CargoTool {
    /// A program that is called as its package, and installs from its own lock file with its default features.
    const fn named(package: &'static str, version: &'static str) -> Self {
        let version = Cow::Borrowed(version);
        Self { package, program: package, version, locked: true, features: None }
    }

    /// With no feature but this one.
    const fn with(mut self, feature: &'static str) -> Self {
        self.features = Some(feature);
        self
    }

    /// Writes the glue between wasm and JavaScript. Its own lock file may name packages that a registry's mirror does not have yet.
    pub(crate) fn wasm_bindgen(version: String) -> Self {
        let named = Self::named("wasm-bindgen-cli", "");
        Self { program: "wasm-bindgen", version: version.into(), locked: false, ..named }
    }

    /// The program's path: from `PATH` or the tools folder where the version is right, else after installing it.
    pub(crate) fn have(&self, project: &Project) -> Result<PathBuf> {
        let installed = project.tools().join("bin").join(format!(
            "{}{}",
            self.program,
            std::env::consts::EXE_SUFFIX
        ));
        for candidate in [PathBuf::from(self.program), installed.clone()] {
            if self.is_right(&candidate) {
                return Ok(candidate);
            }
        }
        self.install(project)?;
        if self.is_right(&installed) {
            return Ok(installed);
        }
        Err(anyhow!(
            "{} was installed, but does not say that it is {} {}",
            installed.display(),
            self.program,
            self.version
        ))
    }

    fn is_right(&self, program: &PathBuf) -> bool {
        capture(Command::new(program).arg("--version")).is_ok_and(|said| {
            said.split_whitespace().nth(1).map(|version| version.trim_start_matches('v'))
                == Some(&*self.version)
        })
    }

    /// Hardly optimised: on a new machine the minutes of an optimised build would never come back.
    fn install(&self, project: &Project) -> Result<()> {
        let mut command =
            project.cargo(&format!("install {} --version {}", self.package, self.version));
        command.arg("--root").arg(project.tools());
        command.arg("--target-dir").arg(project.tools().join("build"));
        if self.locked {
            command.arg("--locked");
        }
        if let Some(features) = self.features {
            command.args(["--no-default-features", "--features", features]);
        }
        run(command.envs([
            ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
            ("CARGO_PROFILE_RELEASE_LTO", "false"),
        ]))
    }
}

/// The program of a package from PyPI (`NAME==VERSION`), in an environment of its own below the target folder.
pub(crate) fn python_program(project: &Project, program: &str, package: &str) -> Result<PathBuf> {
    let folder = project.tools().join(program);
    let (stamp, programs) = (folder.join("installed"), programs_of(&folder));
    if !fs::read_to_string(&stamp).is_ok_and(|text| text == package) {
        python_environment(&folder)?;
        let install = "-m pip install --quiet --disable-pip-version-check --retries 1";
        let mut python = Command::new(programs.join("python"));
        run_within(PATIENCE, python.args(install.split(' ')).arg(package))?;
        fs::write(&stamp, package)?;
    }
    Ok(programs.join(format!("{program}{}", std::env::consts::EXE_SUFFIX)))
}

/// Makes an empty environment of Python.
pub(crate) fn python_environment(folder: &Path) -> Result<()> {
    let python = if cfg!(windows) { "python" } else { "python3" };
    run_within(PATIENCE, Command::new(python).args(["-m", "venv", "--clear"]).arg(folder))
        .context("please install Python 3 with its module venv")
}

/// Where an environment of Python has its programs.
pub(crate) fn programs_of(environment: &Path) -> PathBuf {
    environment.join(if cfg!(windows) { "Scripts" } else { "bin" })
}

/// Has a part of the Rust toolchain (`rustfmt`, `clippy`), through rustup where it is missing.
pub(crate) fn component(project: &Project, name: &str, subcommand: &str) -> Result<()> {
    if succeeds(&mut project.cargo(&format!("{subcommand} --version"))) {
        return Ok(());
    }
    run(Command::new("rustup").args(["component", "add", name]))
        .with_context(|| format!("please install {name}"))
}

/// Has the standard library for `target`, through rustup where it is missing; the error says why it can't be had.
pub(crate) fn rust_target(target: &str) -> Result<()> {
    let installed = capture(Command::new("rustup").args(["target", "list", "--installed"]))?;
    if installed.lines().any(|line| line.trim() == target) {
        return Ok(());
    }
    let mut rustup = Command::new("rustup");
    rustup
        .args(["target", "add", target])
        .envs([("RUSTUP_MAX_RETRIES", "0"), ("RUST_BACKTRACE", "0")]);
    run_within(Duration::from_secs(120), &mut rustup)
}
