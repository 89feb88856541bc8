//! `cargo xtask all`: the slower tier beside `cargo xtask test`: what takes minutes, or needs many packages. What this tier has of the tests in
//! Rust stands with the others, and asks for `ALL`.

use crate::npm::Packages;
use crate::project::Project;
use crate::run::run;
use crate::steps::{self, Step, step};
use crate::{fuzz, soak, test};
use anyhow::Result;

/// What asks tests for their long form, or for the packages that take long to come.
const LONG: (&str, &str) = ("ALL", "1");
/// Seconds of fuzzing, for all targets together.
const FUZZING: u64 = 600;

#[rustfmt::skip] // a table
const STEPS: &[Step] = &[
    step("instructions", "the hot paths take as many instructions as the repository keeps, within 3 %", |project| run(&mut project.cargo("bench --locked --bench instructions"))),
    step("waits", "an idle connection is closed after 75 seconds", |project| long(project, "native_waits")),
    step("frames", "tables of pandas, polars, pyarrow and DuckDB are rows for Python's check()", |project| long(project, "pytest")),
    step("har", "mitmproxy reads the journal as HAR", |project| long(project, "har")),
    step("examples", "connectors on frameworks give their matrices in the gauntlet", |project| long(project, "gauntlet_examples")),
    step("pairs", "the ready configurations of clients under every two settings that bend pages", |project| long(project, "configurations")),
    step("defects", "each planted defect is caught by exactly its cases, in connectors in Rust, Python and JavaScript", |project| long(project, "gauntlet")),
    step("generators", "clients by openapi-generator, openapi-typescript and datamodel-code-generator read every answer", generated),
    step("streams", "Firefox lands every row of an export that takes four minutes", |project| test::long_streams(project, LONG)),
    step("fuzz", "ten minutes of fuzzing find no input that breaks an invariant", |project| fuzz::step(project, FUZZING)),
    step("soak", "attacks in their long form, with a minute of mixed load", |project| soak::run_for(project, 1)),
];

/// The task.
pub(crate) fn task(project: &Project, arguments: &steps::Arguments) -> Result<()> {
    steps::task(project, STEPS, arguments)
}

/// A test of the slow tier in its long form.
fn long(project: &Project, test: &str) -> Result<()> {
    run(project.cargo_slow("test", [test]).env(LONG.0, LONG.1))
}

fn generated(project: &Project) -> Result<()> {
    Packages::of(&project.root.join("tests/generators"))?;
    println!(
        "    progenitor is left out: it reads OpenAPI 3.0 only, and refuses a document of version 3.1"
    );
    long(project, "generated")
}
