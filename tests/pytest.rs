//! The Python package: its fixtures in a run of pytest, and the samples of its documentation.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test")]
#![allow(
    clippy::disallowed_macros,
    clippy::print_stderr,
    reason = "a test that is skipped says so"
)]

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};
use support::clients::{FRAMES, PYTEST};
use support::samples::samples;

/// Runs pytest on a file or a folder, as where the package is installed: with its module, its command and its plugin.
fn run(python: &Path, tests: &Path) {
    let command = Path::new(env!("CARGO_BIN_EXE_playground")).parent().unwrap();
    let others = env::var_os("PATH").unwrap_or_default();
    let path =
        env::join_paths([command.to_owned()].into_iter().chain(env::split_paths(&others))).unwrap();
    let mut pytest = Command::new(python);
    pytest
        .args(["-m", "pytest", "-p", "connector_playground.plugin", "-p", "no:cacheprovider"])
        .arg(tests);
    pytest.env("PATH", path).env("PYTHONPATH", concat!(env!("CARGO_MANIFEST_DIR"), "/../python"));
    pytest.env("PYTHONDONTWRITEBYTECODE", "1").env("PYTHONWARNINGS", "error");
    let output = pytest.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn the_fixtures_do_what_they_say() {
    let Some(python) = PYTEST.python() else { return };
    run(&python, Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/pytest")));
}

/// With `ALL` in the environment alone, since these libraries take minutes to come.
#[test]
fn tables_of_the_real_libraries_are_rows() {
    if env::var_os("ALL").is_none() {
        eprintln!("skipped: pandas, polars, pyarrow and duckdb are large; ALL=1 installs them");
        return;
    }
    let Some(python) = FRAMES.python() else { return };
    run(&python, Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/pytest/test_frames.py")));
}

#[test]
fn the_samples_of_the_documentation_pass() {
    let Some(python) = PYTEST.python() else { return };
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("test_samples.py");
    fs::write(&file, samples("docs/testing.md", "python").join("\n")).unwrap();
    run(&python, &file);
}
