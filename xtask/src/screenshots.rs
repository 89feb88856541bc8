//! `cargo xtask screenshots`: the pictures of the page in `docs`, taken in Chromium from the site as it is built now, and the picture of the
//! gauntlet's cases, drawn from runs of its test (`tests/gauntlet.rs`).

use crate::build;
use crate::npm::{self, Packages};
use crate::project::Project;
use crate::run::{run, run_within};
use crate::site::{listen, serve};
use crate::system::CHROMIUM;
use anyhow::{Result, bail};
use fs_err as fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

/// The script that drives the browser.
const SCRIPT: &str = "xtask/src/screenshots/take.mjs";
/// Most time for all pictures.
const PATIENCE: Duration = Duration::from_secs(120);
/// Most bytes of a picture: who reads the README loads all of them.
const LARGEST: u64 = 200_000;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Where the pictures of the page go; `docs` unless given
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

/// The task.
pub(crate) fn task(project: &Project, arguments: &Arguments) -> Result<()> {
    let out = arguments.out.clone().unwrap_or_else(|| project.root.join("docs"));
    let dist = project.target.join("dist");
    build::dist(project, &dist)?;
    take(project, &dist.join("site"), &out)?;
    let mut drawn = project.cargo_slow("test", ["gauntlet"]);
    run(drawn.args(["--", "the_picture_in_the_readme"]).env("UPDATE", "1"))
}

/// Serves a site and takes its pictures.
fn take(project: &Project, site: &Path, out: &Path) -> Result<()> {
    let library = Packages::have(project)?.file("playwright-core/index.mjs");
    let chromium = CHROMIUM.find()?;
    fs::create_dir_all(out)?;
    let (listener, port) = listen(0)?;
    let folder = site.to_owned();
    // It ends with this process.
    thread::spawn(move || serve(&listener, &folder));
    let mut node = npm::node();
    node.arg(project.root.join(SCRIPT))
        .args([&library, &chromium])
        .arg(format!("http://127.0.0.1:{port}/"))
        .arg(out);
    run_within(PATIENCE, &mut node)?;
    for name in ["page-light.png", "page-dark.png"] {
        let path = out.join(name);
        let size = fs::metadata(&path)?.len();
        println!("    {}: {size} bytes", path.display());
        if size > LARGEST {
            bail!("{name} has {size} bytes, and should have {LARGEST} at most");
        }
    }
    Ok(())
}
