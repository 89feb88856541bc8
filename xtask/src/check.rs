//! `cargo xtask check`: format, lints and types, which take no test run.

use crate::project::Project;
use crate::steps::{self, Step, step};
use crate::test;
use anyhow::Result;

/// Those steps of `test` that read the code and run nothing of it, cheapest first, and the scripts' own.
#[rustfmt::skip] // a table
const STEPS: &[Step] = &[
    step("fmt", "every file is formatted", test::fmt),
    step("scripts", "biome and TypeScript find nothing in the scripts", test::scripts),
    step("clippy", "no warning in any package, its tests and benches", test::clippy),
    step("core", "the library with none of its features has no warning either", test::core),
];

/// The task.
pub(crate) fn task(project: &Project, arguments: &steps::Arguments) -> Result<()> {
    steps::task(project, STEPS, arguments)
}
