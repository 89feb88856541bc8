//! The packages for npm: the command as `npx` runs it, the kit as a module, and what is said where the program is missing.

use super::{is_ours, serves};
use crate::dist::Made;
use crate::npm;
use crate::project::Project;
use crate::run::{capture, run};
use std::fs;
use std::path::Path;
use std::process::Command;

pub(super) fn check(project: &Project, made: &Made, folder: &Path) -> Result<(), String> {
    let [kit, program] = &made.packs;
    let (whole, alone) = (folder.join("whole"), folder.join("alone"));
    install(&whole, &[kit, program])?;
    for name in ["api-playground", "playground"] {
        is_ours(project, &mut npx(&whole, name))?;
    }
    drop(serves(&mut npx(&whole, "api-playground"))?);
    imports(&whole)?;
    let copied = whole.join("public");
    run(npx(&whole, "api-playground").args(["init", "public"]))?;
    if !copied.join("playground.wasm").is_file() {
        return Err(format!("init left no playground.wasm in {}", copied.display()));
    }
    install(&alone, &[kit])?;
    says_what_is_missing(&alone)
}

fn install(folder: &Path, packs: &[&std::path::PathBuf]) -> Result<(), String> {
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(folder.join("package.json"), "{ \"private\": true }\n"))
        .map_err(|e| format!("{}: {e}", folder.display()))?;
    // Offline: the packages of other systems can't be had, and need not.
    let mut npm = npm::npm();
    npm.args(["install", "--offline", "--no-audit", "--no-fund", "--loglevel=error"]).args(packs).current_dir(folder);
    run(&mut npm)
}

fn npx(folder: &Path, name: &str) -> Command {
    let mut npx = Command::new(if cfg!(windows) { "npx.cmd" } else { "npx" });
    npx.args(["--no", "--offline", "--", name]).current_dir(folder);
    npx
}

/// The kit is for browsers; that Node finds and reads it shows that the package is whole.
fn imports(folder: &Path) -> Result<(), String> {
    let ask = "import { startPlayground } from 'api-playground'; console.log(typeof startPlayground)";
    let said = capture(npm::node().args(["--input-type=module", "--eval", ask]).current_dir(folder))?;
    if said.trim() == "function" { Ok(()) } else { Err(format!("startPlayground is {said:?}")) }
}

fn says_what_is_missing(folder: &Path) -> Result<(), String> {
    let output = npx(folder, "api-playground").arg("start").output().map_err(|e| e.to_string())?;
    let said = String::from_utf8_lossy(&output.stderr);
    let clear = said.contains("error: the package @api-playground/") && said.contains("is not installed");
    if output.status.code() == Some(1) && clear {
        return Ok(());
    }
    Err(format!("without the program npx ends with {} and says {said:?}", output.status))
}
