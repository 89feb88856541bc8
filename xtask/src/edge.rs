//! `cargo xtask edge`: the edge's adapter in workerd, the runtime it is deployed to, on a port of this machine.
//!
//! On Unix workerd takes this process's place, and finds the socket it is to serve where a program finds its standard input. So nobody
//! waits for a port, a taken port is refused before anything starts, and a signal reaches the one process there is.

mod config;

use crate::build;
use crate::npm::{self, Packages};
use crate::project::Project;
use crate::site::{self, listen};
use anyhow::{Context, Error, Result, anyhow};
use config::{Deployment, SOCKET};
use fs_err as fs;
use serde_json::Value;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Most isolates.
const MOST_ISOLATES: u64 = 16;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    served: site::Arguments,
    /// A setting of the server
    #[arg(long, value_name = "KEY=VALUE", value_parser = pair)]
    set: Vec<(String, String)>,
    /// How many isolates answer in turns
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=MOST_ISOLATES))]
    isolates: u64,
}

fn pair(text: &str) -> Result<(String, String)> {
    let (key, value) = text.split_once('=').context("expected KEY=VALUE")?;
    Ok((key.to_owned(), value.to_owned()))
}

/// The task.
pub(crate) fn task(project: &Project, arguments: &Arguments) -> Result<()> {
    let folder = arguments.served.built(project, "edge")?;
    let mut deployment = Deployment::read(&folder)?;
    for (key, value) in &arguments.set {
        deployment.set(key, value);
    }
    let credentials = credentials(&folder, &deployment)?;
    let workerd = Packages::have(project)?.workerd()?;
    let (listener, port) = listen(arguments.served.port)?;
    let config = write_config(project, &deployment, &folder, arguments.isolates as usize)?;
    println!("http://127.0.0.1:{port}/\n{credentials}");
    let mut command = Command::new(workerd);
    command.arg("serve").arg(config).arg("-I").arg(&folder);
    serve(&mut command, listener)
}

/// The credentials as the playground itself tells them, or what it objects to.
fn credentials(folder: &Path, deployment: &Deployment) -> Result<String> {
    let pairs = deployment
        .variables
        .iter()
        .map(|(name, value)| (name.clone(), Value::from(value.as_str())));
    let variables = Value::Object(pairs.collect()).to_string();
    let mut node = npm::node();
    node.args(["--input-type=module", "--eval", include_str!("edge/credentials.mjs"), "--"])
        .arg(folder)
        .arg(variables);
    let output = node.output().context("node did not start")?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
    if output.status.success() {
        Ok(text(&output.stdout))
    } else {
        Err(Error::msg(text(&output.stderr)))
    }
}

/// The file's name comes from what is in it, since several may run at a time.
fn write_config(
    project: &Project,
    deployment: &Deployment,
    folder: &Path,
    isolates: usize,
) -> Result<PathBuf> {
    let parent = project.target.join("workerd");
    let config = deployment.config(folder, isolates)?;
    let path = parent.join(format!("{}.capnp", &build::digest(config.as_bytes())[..16]));
    fs::create_dir_all(&parent)?;
    fs::write(&path, config)?;
    Ok(path)
}

#[cfg(unix)]
fn serve(command: &mut Command, listener: TcpListener) -> Result<()> {
    use std::os::fd::OwnedFd;
    use std::os::unix::process::CommandExt;
    command.arg(format!("--socket-fd={SOCKET}=0")).stdin(OwnedFd::from(listener));
    Err(anyhow!("workerd did not start: {}", command.exec()))
}

#[cfg(not(unix))]
fn serve(command: &mut Command, listener: TcpListener) -> Result<()> {
    let address = listener.local_addr()?;
    drop(listener);
    crate::run::run(command.arg(format!("--socket-addr={SOCKET}={address}")))
}
