//! `cargo xtask build`: the wasm module, its bindings, and the folders of `dist`, as wasm-pack.toml says.

mod dist;
mod llms;
mod module;
mod page;
mod plan;

use crate::project::Project;
use anyhow::Result;
use module::Module;

pub(crate) use dist::files;
pub(crate) use module::{bindgen, gzip, program, short_names};
pub(crate) use page::own_headers;
pub(crate) use plan::Plan;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Arguments of tasks that write a folder.
#[derive(clap::Args)]
#[group(skip)]
pub(crate) struct Arguments {
    /// Where it goes; `dist` unless given
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

impl Arguments {
    /// The folder, as an absolute path.
    pub(crate) fn out(&self, project: &Project) -> Result<PathBuf> {
        let out = self.out.clone().unwrap_or_else(|| default_out(project));
        Ok(std::path::absolute(&out)?)
    }
}

/// The task.
pub(crate) fn task(project: &Project, arguments: &Arguments) -> Result<()> {
    dist(project, &arguments.out(project)?)
}

/// Where the folders go unless it is said otherwise.
pub(crate) fn default_out(project: &Project) -> PathBuf {
    project.root.join("dist")
}

/// Builds everything that stands in `out` afterwards. What has not changed since the last time is not made again.
pub(crate) fn dist(project: &Project, out: &Path) -> Result<()> {
    println!("    wasm-pack.toml is read by this task; wasm-pack itself reads no such file");
    let plan = Plan::read(project)?;
    let module = Module::build(project, &plan)?;
    let page = page::make(project, &plan)?;
    dist::make(project, &module, &page, out)?;
    println!("    site, edge and npm are in {}", out.display());
    Ok(())
}

/// SHA-256 in hexadecimal digits.
pub(crate) fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
