//! Packages of Debian and its kin, for what neither cargo nor npm can give.

use crate::run::{capture, run, succeeds};
use std::process::Command;

/// Has every package installed, or says in one line what to install. Needs root where one is missing.
pub(crate) fn have(packages: &[&str]) -> Result<(), String> {
    let missing: Vec<&str> = packages.iter().copied().filter(|package| !installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let wish = missing.join(" ");
    if !succeeds(Command::new("apt-get").arg("--version")) {
        return Err(format!("please install what Debian calls {wish}"));
    }
    run(Command::new("apt-get").args(["update", "-q"])).map_err(|e| format!("{e}; wanted for: {wish}"))?;
    run(Command::new("apt-get")
        .args(["install", "-y", "-q", "--no-install-recommends"])
        .args(&missing)
        .env("DEBIAN_FRONTEND", "noninteractive"))
    .map_err(|e| format!("{e}; as root, install {wish}"))
}

fn installed(package: &str) -> bool {
    capture(Command::new("dpkg-query").args(["--show", "--showformat=${db:Status-Status}", package]))
        .is_ok_and(|status| status.trim() == "installed")
}
