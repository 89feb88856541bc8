//! The server beside others of its kind: the playground from PyPI, and json-server with the same records. Where one can't be had, or
//! fails, its rows are skipped.

use super::rounds::Measure::Rate;
use super::rounds::{Compared, Pair, Side, Start, Times};
use super::server::{Server, free_port};
use super::{Bench, PAGE, progress};
use crate::npm::{self, Packages};
use crate::run::capture;
use crate::tools;
use anyhow::Result;
use fs_err as fs;
use std::path::PathBuf;
use std::process::Command;

/// The package from PyPI.
pub(super) const REFERENCE: &str = "fivetran-api-playground==1.1.9";
/// The folder whose lock file has the peers from npm.
pub(super) const FOLDER: &str = "tests/peers";

/// Names of the rows of a peer: 32 connections, 1 connection, start and memory.
type Rows = [&'static str; 4];

/// The group `peers`.
pub(super) fn measure(bench: &mut Bench<'_>) -> Result<()> {
    let rows = ["reference-32", "reference-1", "reference-start", "reference-memory"];
    if rows.iter().any(|name| bench.wanted.has(name)) {
        match tools::python_program(bench.project, "playground", REFERENCE) {
            Ok(program) => {
                let start = |port: &str| {
                    Server::start_at(Command::new(&program).args(["start", "--port", port]), port)
                };
                if let Err(why) = against(bench, rows, PAGE, &start) {
                    bench.results.skip("the PyPI package", &format!("{why:#}"));
                }
            }
            Err(why) => bench.results.skip("the PyPI package", &format!("{why:#}")),
        }
    }
    let rows = ["json-server-32", "json-server-1", "json-server-start", "json-server-memory"];
    if rows.iter().any(|name| bench.wanted.has(name)) {
        let made = Packages::of(&bench.project.root.join(FOLDER))
            .and_then(|packages| Ok((packages, records(bench)?)));
        match made {
            Ok((packages, records)) => {
                let start = |port: &str| {
                    let mut node = npm::node();
                    node.arg(packages.file("json-server/lib/cli/bin.js")).arg(&records);
                    Server::start_at(
                        node.args(["--quiet", "--host", "127.0.0.1", "--port", port]),
                        port,
                    )
                };
                if let Err(why) = against(bench, rows, "/people?_start=0&_limit=10", &start) {
                    bench.results.skip("json-server", &format!("{why:#}"));
                }
            }
            Err(why) => bench.results.skip("json-server", &format!("{why:#}")),
        }
    }
    Ok(())
}

fn against(
    bench: &mut Bench<'_>,
    [many, one, start, memory]: Rows,
    path: &str,
    server: &dyn Fn(&str) -> Result<Server>,
) -> Result<()> {
    progress(&format!("{start}: its start"));
    let theirs = || server(&free_port()?);
    let starts = bench.wanted.has(start).then(|| {
        let ours = Start { server: &|| bench.ours(&[]), path: PAGE };
        bench.plan.starts(&ours, &Start { server: &theirs, path })
    });
    if let Some(starts) = starts {
        bench.results.pair(start, starts?);
    }
    let (ours, theirs) = (bench.ours(&[])?, theirs()?);
    theirs.first_answer(path)?;
    let pair = |name, connections| Pair {
        rows: vec![(name, Rate)],
        connections,
        one: Side::new(&ours, PAGE),
        other: Side::new(&theirs, path).loose(),
    };
    bench.pairs([pair(many, 32), pair(one, 1)])?;
    if let (Some(one), Some(other)) = (ours.memory("VmRSS"), theirs.memory("VmRSS")) {
        bench.results.pair(memory, Compared { one, other, ratio: Times::one(one / other) });
    }
    Ok(())
}

/// A file for json-server with the records that ours serves.
fn records(bench: &Bench<'_>) -> Result<PathBuf> {
    let server = bench.ours(&[])?;
    let rows = server.body("/export/json")?;
    let file = bench.project.target.join("people.json");
    fs::write(&file, format!("{{\"people\":{rows}}}"))?;
    // It says what is wrong with the file, if there is something, only where nobody looks.
    capture(
        npm::node()
            .args(["--eval", "JSON.parse(fs.readFileSync(process.argv[1])).people[199].id"])
            .arg(&file),
    )?;
    Ok(file)
}
