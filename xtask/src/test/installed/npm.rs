//! The packages for npm: the command as `npx` runs it, the kit as a module, and what is said where the program is missing.

use super::{has_skills, is_ours, serves};
use crate::dist::Made;
use crate::npm;
use crate::project::Project;
use crate::run::{capture, run};
use anyhow::{Context, Result, anyhow, bail};
use fs_err as fs;
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Most time for the server's end; it gives itself 5 s.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) fn check(project: &Project, made: &Made, folder: &Path) -> Result<()> {
    let [kit, program] = &made.packs;
    let (whole, alone) = (folder.join("whole"), folder.join("alone"));
    install(&whole, &[kit, program])?;
    for name in ["connector-playground", "playground"] {
        is_ours(project, &mut npx(&whole, name))?;
    }
    drop(serves(&mut npx(&whole, "connector-playground"))?);
    ends_when_told(&whole)?;
    imports(&whole)?;
    has_skills(project, &whole.join("node_modules/connector-playground"))?;
    runs_a_gauntlet(project, &whole)?;
    let copied = whole.join("public");
    run(npx(&whole, "connector-playground").args(["init", "public"]))?;
    if !copied.join("playground.wasm").is_file() {
        bail!("init left no playground.wasm in {}", copied.display());
    }
    install(&alone, &[kit])?;
    says_what_is_missing(&alone)
}

fn install(folder: &Path, packs: &[&PathBuf]) -> Result<()> {
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(folder.join("package.json"), "{ \"private\": true }\n"))?;
    // Offline: the packages of other systems can't be had, and need not.
    let mut npm = npm::npm();
    npm.args(["install", "--offline", "--no-audit", "--no-fund", "--loglevel=error"])
        .args(packs)
        .current_dir(folder);
    run(&mut npm)
}

fn npx(folder: &Path, name: &str) -> Command {
    let mut npx = Command::new(if cfg!(windows) { "npx.cmd" } else { "npx" });
    npx.args(["--no", "--offline", "--", name]).current_dir(folder);
    npx
}

/// A signal to what npm started ends the server itself, as gently as without npm.
fn ends_when_told(folder: &Path) -> Result<()> {
    if cfg!(windows) {
        return Ok(());
    }
    let mut node = npm::node();
    node.arg(folder.join("node_modules/connector-playground/command.js"))
        .args(["start", "--port", "0", "--quiet"]);
    let mut child = node.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().context("node")?;
    let banner = BufReader::new(child.stdout.take().context("a pipe was asked for")?);
    let mut lines = banner.lines().map_while(Result::ok);
    let address =
        lines.find_map(|line| Some(line.split_once("http://")?.1.split('/').next()?.to_owned()));
    let address = address.context("command.js printed no URL")?;
    run(Command::new("kill").args(["-TERM", &child.id().to_string()]))?;
    let end = Instant::now() + PATIENCE;
    let status = loop {
        match child.try_wait()? {
            Some(status) => break status,
            None if Instant::now() < end => thread::sleep(Duration::from_millis(20)),
            None => {
                child.kill()?;
                bail!("SIGTERM does not end it");
            }
        }
    };
    if status.code() != Some(0) || TcpStream::connect(&address).is_ok() {
        bail!(
            "after SIGTERM command.js ended with {status}, and {address} must not answer any more"
        );
    }
    Ok(())
}

/// The kit is for browsers; that Node finds and reads it shows that the package is whole.
fn imports(folder: &Path) -> Result<()> {
    let ask = "import { startPlayground } from 'connector-playground'; console.log(typeof startPlayground)";
    let said =
        capture(npm::node().args(["--input-type=module", "--eval", ask]).current_dir(folder))?;
    if said.trim() == "function" { Ok(()) } else { Err(anyhow!("startPlayground is {said:?}")) }
}

/// The program that `runGauntlet` finds is that of the package for this system.
fn runs_a_gauntlet(project: &Project, folder: &Path) -> Result<()> {
    let ask = "import { runGauntlet } from 'connector-playground/node'; \
        const report = await runGauntlet({ command: [process.execPath, '--version'] }); \
        console.log(report.version, report.cases[0].name, report.cases[0].verdict)";
    let mut node = npm::node();
    node.args(["--input-type=module", "--eval", ask]).current_dir(folder);
    let said = capture(node.env_remove("PLAYGROUND_BINARY"))?;
    let wanted = format!("{} plain failed", project.version);
    if said.trim() == wanted { Ok(()) } else { Err(anyhow!("it says {said:?}, not {wanted:?}")) }
}

fn says_what_is_missing(folder: &Path) -> Result<()> {
    let output = npx(folder, "connector-playground").arg("start").output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    let clear = said.contains("error: the package @connector-playground/")
        && said.contains("is not installed");
    if output.status.code() == Some(1) && clear {
        return Ok(());
    }
    Err(anyhow!("without the program npx ends with {} and says {said:?}", output.status))
}
