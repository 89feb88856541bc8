//! What `cargo xtask dist` makes, installed as its users do, each into an empty folder, and used there.

mod archive;
mod container;
mod krate;
mod npm;
mod wheel;

use super::build_folder;
use crate::bench::server::Server;
use crate::build;
use crate::dist::{self, Made};
use crate::project::{self, Project};
use crate::run::{capture, seconds};
use anyhow::{Context, Result, anyhow, bail};
use fs_err as fs;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// One way to get the command.
type Check = fn(&Project, &Made, &Path) -> Result<()>;

const CHECKS: [(&str, Check); 5] = [
    ("archive", archive::check),
    ("wheel", wheel::check),
    ("npm", npm::check),
    ("crate", krate::check),
    ("container", container::check),
];

/// The step.
pub(super) fn step(project: &Project) -> Result<()> {
    let made = dist::make(project, &build_folder(project))?;
    for (name, check) in CHECKS {
        let start = Instant::now();
        println!("    {name}:");
        check(project, &made, &empty(project, name)?).context(name)?;
        println!("    {name}: ok ({})", seconds(start.elapsed()));
    }
    Ok(())
}

/// An empty folder, not below the project, where tools would find the files of the project.
fn empty(project: &Project, name: &str) -> Result<PathBuf> {
    let folder = project.target.join("installed").join(name);
    project::empty(&folder)?;
    Ok(folder)
}

/// The command says its version.
fn is_ours(project: &Project, program: &mut Command) -> Result<()> {
    let said = capture(program.arg("--version"))?;
    let wanted = format!("playground {}", project.version);
    if said.trim() == wanted { Ok(()) } else { Err(anyhow!("it says {said:?}, not {wanted:?}")) }
}

/// The command starts a server that gives rows and the page.
fn serves(program: &mut Command) -> Result<Server> {
    let server = Server::start(program.args(["start", "--port", "0", "--quiet"]))?;
    let rows: Value = serde_json::from_str(&server.body("/pagination/offset?limit=3")?)?;
    let ids: Vec<&str> = rows["data"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|row| row["id"].as_str())
        .collect();
    if ids.len() != 3 {
        bail!("its page of three rows is {rows}");
    }
    if !server.body("/index.html")?.contains("</html>") {
        bail!("it brings no page");
    }
    Ok(server)
}

/// The skills below a folder of an installed package are the project's, byte by byte.
fn has_skills(project: &Project, installed: &Path) -> Result<()> {
    let source = project.root.join("python/connector_playground/skills");
    let (wanted, found) = (build::files(&source)?, build::files(&installed.join("skills"))?);
    if wanted.is_empty() || wanted != found {
        bail!("{} has the skills {found:?}, not {wanted:?}", installed.display());
    }
    for name in wanted {
        if fs::read(source.join(&name))? != fs::read(installed.join("skills").join(&name))? {
            bail!("skills/{name} in {} is another one", installed.display());
        }
    }
    Ok(())
}

/// Whether there is such a program; a line says so where there is none.
fn is_there(program: &str, what_for: &str) -> bool {
    let there = Command::new(program).arg("--version").output().is_ok();
    if !there {
        println!("    SKIPPED: no {program} here, for {what_for}");
    }
    there
}
