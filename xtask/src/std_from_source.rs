//! The fallback where rustup's server is out of reach and the wasm target is not installed: Debian's compiler, which compiles Debian's source
//! of std along with the module. Nothing is written outside the target folder, and no other build takes this way.

use crate::system;
use anyhow::{Result, bail};
use std::process::Command;

/// The compiler, the source of its std, and the linker for wasm: one package has its name, the other the program.
pub(crate) const PACKAGES: &[&str] = &["rustc-web", "rust-web-src", "rust-web-llvm", "lld-22"];

/// Makes a cargo command compile std with Debian's compiler. It is a stable one, and has to be told that it may.
pub(crate) fn apply(command: &mut Command) -> Result<()> {
    let missing = system::missing(PACKAGES);
    if !missing.is_empty() {
        bail!("{} are missing; {}", missing.join(", "), system::advice(&missing));
    }
    // The cargo that started this task left the path of another compiler's libraries.
    command.env_remove("LD_LIBRARY_PATH").envs([
        ("RUSTC", "/usr/bin/rustc"),
        ("RUSTC_BOOTSTRAP", "1"),
        ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ]);
    Ok(())
}
