//! `cargo xtask check`: format, lints and types, which take no test run.

use crate::project::Project;
use crate::steps::{self, Step};
use crate::test;
use anyhow::Result;

/// Those steps of `test` that read the code and run nothing of it, cheapest first, and the scripts' own.
const STEPS: &[Step] = &[
    Step { name: "fmt", about: "every file is formatted", run: test::fmt },
    Step {
        name: "scripts",
        about: "biome and TypeScript find nothing in the scripts",
        run: test::scripts,
    },
    Step {
        name: "clippy",
        about: "no warning in any package, its tests and benches",
        run: test::clippy,
    },
    Step {
        name: "core",
        about: "the library with none of its features has no warning either",
        run: test::core,
    },
];

/// The task.
pub(crate) fn task(project: &Project, arguments: &steps::Arguments) -> Result<()> {
    steps::task(project, STEPS, arguments)
}
