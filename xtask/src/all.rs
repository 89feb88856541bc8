//! `cargo xtask all`: the slower tier beside `cargo xtask test`: what takes minutes, or needs many packages.

use crate::npm::Packages;
use crate::project::Project;
use crate::run::run;
use crate::steps::{self, Outcome, Step};
use crate::{soak, test};

/// What asks tests for their long form, or for the packages that take long to come.
const LONG: (&str, &str) = ("ALL", "1");

const STEPS: &[Step] = &[
    Step {
        name: "frames",
        about: "tables of pandas, polars, pyarrow and DuckDB are rows for Python's check()",
        run: frames,
    },
    Step {
        name: "streams",
        about: "Firefox lands every row of an export that takes four minutes",
        run: streams,
    },
    Step {
        name: "soak",
        about: "attacks in their long form, with a minute of mixed load",
        run: soaked,
    },
    Step {
        name: "pairs",
        about: "the ready configurations of clients under every two settings that bend pages",
        run: paired,
    },
    Step {
        name: "generators",
        about: "clients by openapi-generator, openapi-typescript and datamodel-code-generator read every answer",
        run: generated,
    },
];

/// The task.
pub(crate) fn task(project: &Project, arguments: &steps::Arguments) -> Result<(), String> {
    steps::task(project, STEPS, arguments)
}

fn frames(project: &Project) -> Result<Outcome, String> {
    run(project.cargo(&["test", "--locked", "--test", "pytest", "tables_of"]).env(LONG.0, LONG.1))?;
    Ok(Outcome::Done)
}

fn streams(project: &Project) -> Result<Outcome, String> {
    test::long_streams(project, LONG)?;
    Ok(Outcome::Done)
}

fn soaked(project: &Project) -> Result<Outcome, String> {
    soak::run_for(project, 1)?;
    Ok(Outcome::Done)
}

fn paired(project: &Project) -> Result<Outcome, String> {
    let mut command = project.cargo(&[
        "test",
        "--locked",
        "--package",
        "connector-playground-cli",
        "--test",
        "configurations",
    ]);
    run(command.env(LONG.0, LONG.1))?;
    Ok(Outcome::Done)
}

fn generated(project: &Project) -> Result<Outcome, String> {
    Packages::of(&project.root.join("tests/generators"))?;
    println!(
        "    progenitor is left out: it reads OpenAPI 3.0 only, and refuses a document of version 3.1"
    );
    run(project
        .cargo(&[
            "test",
            "--locked",
            "--package",
            "connector-playground-cli",
            "--test",
            "generated",
        ])
        .env(LONG.0, LONG.1))?;
    Ok(Outcome::Done)
}
