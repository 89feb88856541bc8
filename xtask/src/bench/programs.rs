//! The programs that measure and are measured, built as a user would get them.

use crate::project::Project;
use crate::run::{capture, run};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::HashMap;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

/// Paths of the release builds.
pub(super) struct Programs {
    pub(super) playground: PathBuf,
    pub(super) bare: PathBuf,
    pub(super) connector: PathBuf,
    handle: PathBuf,
    load: PathBuf,
}

/// What the load generator counted.
pub(super) struct Load {
    answers: f64,
    seconds: f64,
    bytes: f64,
    median: f64,
}

impl Load {
    pub(super) fn answers_per_second(&self) -> f64 {
        self.answers / self.seconds
    }
    pub(super) fn bytes_per_second(&self) -> f64 {
        self.bytes / self.seconds
    }
    pub(super) fn answers(&self) -> f64 {
        self.answers
    }
    /// Seconds from one answer to the next: the time of an answer, where there is one connection.
    pub(super) fn median(&self) -> f64 {
        self.median
    }
}

impl Programs {
    /// Builds them and asks cargo where they are.
    pub(super) fn build(project: &Project) -> Result<Self> {
        let arguments = "build --release --locked --package connector-playground \
            --package connector-playground-cli --bin playground --bench bare --bench connector --bench handle --bench load";
        run(&mut project.cargo(arguments))?;
        let messages =
            capture(project.cargo(arguments).args(["--quiet", "--message-format=json"]))?;
        let mut paths: HashMap<String, PathBuf> = messages.lines().filter_map(executable).collect();
        let mut path = |name: &str| {
            paths.remove(name).with_context(|| format!("cargo built no program {name}"))
        };
        Ok(Self {
            playground: path("playground")?,
            bare: path("bare")?,
            connector: path("connector")?,
            handle: path("handle")?,
            load: path("load")?,
        })
    }

    /// Puts load on a server for some time, or has one answer from it where the time is zero.
    pub(super) fn load(
        &self,
        address: &str,
        path: &str,
        connections: usize,
        time: Duration,
    ) -> Result<Load> {
        self.load_with(address, path, connections, time, &[])
    }

    /// The same for a server whose answers to one request need not be of one length.
    pub(super) fn loose_load(
        &self,
        address: &str,
        path: &str,
        connections: usize,
        time: Duration,
    ) -> Result<Load> {
        self.load_with(address, path, connections, time, &["any"])
    }

    fn load_with(
        &self,
        address: &str,
        path: &str,
        connections: usize,
        time: Duration,
        more: &[&str],
    ) -> Result<Load> {
        let (connections, time) = (connections.to_string(), time.as_millis().to_string());
        let said = capture(
            Command::new(&self.load).args([address, path, &connections, &time]).args(more),
        )?;
        let numbers: Vec<f64> =
            said.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        let [answers, nanoseconds, bytes, median] = numbers[..] else {
            bail!("benches/load.rs said {said:?}");
        };
        Ok(Load { answers, seconds: nanoseconds / 1e9, bytes, median: median / 1e9 })
    }

    /// What each path costs inside the core.
    pub(super) fn nanoseconds(&self, records: &str, paths: &[String]) -> Result<Vec<f64>> {
        let said = capture(Command::new(&self.handle).arg(records).args(paths))?;
        let number = |line: &str| line.split_once(' ').and_then(|(number, _)| number.parse().ok());
        said.lines()
            .map(|line| number(line).with_context(|| format!("benches/handle.rs said {line:?}")))
            .collect()
    }
}

/// Name and path of a program from one of cargo's messages.
fn executable(message: &str) -> Option<(String, PathBuf)> {
    let message: Value = serde_json::from_str(message).ok()?;
    let path = message["executable"].as_str()?;
    Some((message["target"]["name"].as_str()?.to_owned(), path.into()))
}
