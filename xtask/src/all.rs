//! `cargo xtask all`: the slower tier beside `cargo xtask test`: what takes minutes, or needs many packages. What this tier has of the tests in
//! Rust stands with the others, and asks for `ALL`.

use crate::npm::Packages;
use crate::project::Project;
use crate::run::run;
use crate::steps::{self, Outcome, Step};
use crate::{fuzz, soak, test};
use anyhow::Result;

/// What asks tests for their long form, or for the packages that take long to come.
const LONG: (&str, &str) = ("ALL", "1");
/// Seconds of fuzzing, for all targets together.
const FUZZING: u64 = 600;

const STEPS: &[Step] = &[
    Step {
        name: "instructions",
        about: "the hot paths take as many instructions as the repository keeps, within 3 %",
        run: |project| {
            done(run(&mut project.cargo(&["bench", "--locked", "--bench", "instructions"])))
        },
    },
    Step {
        name: "waits",
        about: "an idle connection is closed after 75 seconds",
        run: |project| long(project, "native_waits"),
    },
    Step {
        name: "frames",
        about: "tables of pandas, polars, pyarrow and DuckDB are rows for Python's check()",
        run: |project| long(project, "pytest"),
    },
    Step {
        name: "har",
        about: "mitmproxy reads the journal as HAR",
        run: |project| long(project, "har"),
    },
    Step {
        name: "pairs",
        about: "the ready configurations of clients under every two settings that bend pages",
        run: |project| long(project, "configurations"),
    },
    Step {
        name: "generators",
        about: "clients by openapi-generator, openapi-typescript and datamodel-code-generator read every answer",
        run: generated,
    },
    Step {
        name: "streams",
        about: "Firefox lands every row of an export that takes four minutes",
        run: |project| done(test::long_streams(project, LONG)),
    },
    Step {
        name: "fuzz",
        about: "ten minutes of fuzzing find no input that breaks an invariant",
        run: |project| fuzz::step(project, FUZZING),
    },
    Step {
        name: "soak",
        about: "attacks in their long form, with a minute of mixed load",
        run: |project| done(soak::run_for(project, 1)),
    },
];

/// The task.
pub(crate) fn task(project: &Project, arguments: &steps::Arguments) -> Result<()> {
    steps::task(project, STEPS, arguments)
}

fn done(result: Result<()>) -> Result<Outcome> {
    result.map(|()| Outcome::Done)
}

/// A test of the slow tier in its long form.
fn long(project: &Project, test: &str) -> Result<Outcome> {
    done(run(project.cargo_slow("test", [test]).env(LONG.0, LONG.1)))
}

fn generated(project: &Project) -> Result<Outcome> {
    Packages::of(&project.root.join("tests/generators"))?;
    println!(
        "    progenitor is left out: it reads OpenAPI 3.0 only, and refuses a document of version 3.1"
    );
    long(project, "generated")
}
