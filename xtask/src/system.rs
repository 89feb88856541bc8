//! Programs and packages of the system, for what neither cargo nor npm can give: Debian's names, since continuous integration runs there.
//! Tasks look for them and say what to install; only `cargo xtask setup --install` installs any.

use crate::run::{capture, run};
use anyhow::{Result, anyhow};
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A program, its place in Debian, and the package that puts it there.
pub(crate) struct Program {
    /// Names another place.
    variable: &'static str,
    place: &'static str,
    package: &'static str,
}

/// What the tests drive.
pub(crate) const CHROMIUM: Program =
    Program { variable: "CHROMIUM", place: "/usr/bin/chromium", package: "chromium" };
pub(crate) const CHROMEDRIVER: Program = Program {
    variable: "CHROMEDRIVER",
    place: "/usr/bin/chromedriver",
    package: "chromium-driver",
};
pub(crate) const FIREFOX: Program =
    Program { variable: "FIREFOX", place: "/usr/bin/firefox-esr", package: "firefox-esr" };
/// Compiles libFuzzer.
pub(crate) const CXX: Program = Program { variable: "CXX", place: "/usr/bin/c++", package: "g++" };

const PROGRAMS: &[Program] = &[CHROMIUM, CHROMEDRIVER, FIREFOX, CXX];

impl Program {
    /// Its path, or what to install.
    pub(crate) fn find(&self) -> Result<PathBuf> {
        let Self { variable, place, package } = self;
        match env::var_os(variable) {
            Some(program) => Ok(program.into()),
            None if Path::new(place).exists() => Ok(place.into()),
            None => Err(anyhow!(
                "{place} is missing; {}, or set {variable} to where it is",
                advice(&[package])
            )),
        }
    }
}

/// The packages of those programs that are missing here.
pub(crate) fn missing_programs() -> Vec<&'static str> {
    PROGRAMS
        .iter()
        .filter(|program| program.find().is_err())
        .map(|program| program.package)
        .collect()
}

/// Those of the packages that are not installed.
pub(crate) fn missing<'a>(packages: &[&'a str]) -> Vec<&'a str> {
    packages.iter().copied().filter(|package| !is_installed(package)).collect()
}

/// How to install packages.
pub(crate) fn advice(packages: &[&str]) -> String {
    format!("as root, `{}`, or `cargo xtask setup --install`", line(packages))
}

/// The command that installs packages.
pub(crate) fn line(packages: &[&str]) -> String {
    format!("apt-get install --no-install-recommends {}", packages.join(" "))
}

/// Installs packages. It takes root, and a system that has apt.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    run(Command::new("apt-get").args(["update", "-q"]))?;
    let mut apt = Command::new("apt-get");
    apt.args(["install", "-y", "-q", "--no-install-recommends"]).args(packages);
    run(apt.env("DEBIAN_FRONTEND", "noninteractive"))
}

fn is_installed(package: &str) -> bool {
    capture(Command::new("dpkg-query").args([
        "--show",
        "--showformat=${db:Status-Status}",
        package,
    ]))
    .is_ok_and(|status| status.trim() == "installed")
}
