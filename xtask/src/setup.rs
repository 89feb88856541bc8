//! `cargo xtask setup`: what the checks need of the system, and the command that installs it.

use crate::{std_from_source, system, wasm_target};
use anyhow::Result;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Installs it, as root
    #[arg(long)]
    install: bool,
}

/// The task.
pub(crate) fn task(arguments: &Arguments) -> Result<()> {
    let mut packages = system::missing_programs();
    if wasm_target::is_out_of_reach() {
        packages.extend(system::missing(std_from_source::PACKAGES));
    }
    if packages.is_empty() {
        println!("    nothing of the system is missing");
        return Ok(());
    }
    if arguments.install {
        return system::install(&packages);
    }
    println!(
        "    missing: {}. To install it, as root:\n    {}",
        packages.join(", "),
        system::line(&packages)
    );
    Ok(())
}
