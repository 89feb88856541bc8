//! The wheel: installed without an index, into an environment that has nothing else.

use super::{has_skills, is_ours, serves};
use crate::dist::{Libc, Made};
use crate::project::Project;
use crate::run::{capture, run};
use crate::tools::{programs_of, python_environment};
use anyhow::{Result, anyhow, bail};
use std::env;
use std::path::Path;
use std::process::Command;

const PYTEST: &str = "pytest==9.2.0";

pub(super) fn check(project: &Project, made: &Made, folder: &Path) -> Result<()> {
    is_tagged_truly(&made.wheel, made.binary.libc)?;
    python_environment(folder)?;
    let programs = programs_of(folder);
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index"];
    run(Command::new(programs.join("python")).args(install).arg(&made.wheel))?;
    let program = programs.join(made.binary.file_name());
    is_ours(project, &mut Command::new(&program))?;
    drop(serves(&mut Command::new(&program))?);
    let ask = ["-c", "import connector_playground; print(connector_playground.__version__)"];
    let version = capture(Command::new(programs.join("python")).args(ask))?;
    if version.trim() != project.version {
        bail!("Python says that connector_playground is {version:?}");
    }
    let ask = "from importlib.metadata import entry_points; print([e.value for e in entry_points(group='pytest11')])";
    let plugins = capture(Command::new(programs.join("python")).args(["-c", ask]))?;
    if plugins.trim() != "['connector_playground.plugin']" {
        bail!("what pytest would load is {plugins}");
    }
    let ask = "import connector_playground; print(connector_playground.__path__[0])";
    let module = capture(Command::new(programs.join("python")).args(["-c", ask]))?;
    has_skills(project, Path::new(module.trim()))?;
    fixtures(project, &programs)
}

/// The tests of the fixtures, by a pytest that finds them, and the command, where pip has put them.
fn fixtures(project: &Project, programs: &Path) -> Result<()> {
    let install = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--retries",
        "1",
        PYTEST,
    ];
    if let Err(why) = run(Command::new(programs.join("python")).args(install)) {
        println!("    SKIPPED: no {PYTEST} for the fixtures: {why:#}");
        return Ok(());
    }
    let others = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths([programs.to_owned()].into_iter().chain(env::split_paths(&others)));
    let mut pytest = Command::new(programs.join("python"));
    pytest
        .args(["-m", "pytest", "--quiet", "-p", "no:cacheprovider"])
        .arg(project.root.join("tests/pytest"));
    pytest.env("PATH", path?).env_remove("PYTHONPATH");
    run(pytest
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("PYTHONWARNINGS", "error")
        .current_dir(programs))
}

/// The wheel's name promises the oldest glibc that it runs with: none that is older than what the program needs.
fn is_tagged_truly(wheel: &Path, libc: Libc) -> Result<()> {
    let name = wheel.file_name().unwrap_or_default().to_string_lossy();
    let Libc::Gnu(major, minor) = libc else { return Ok(()) };
    let tag = format!("manylinux_{major}_");
    let promised =
        name.split(&tag).nth(1).and_then(|rest| rest.split('_').next()?.parse::<u32>().ok());
    match promised {
        Some(promised) if promised >= minor => Ok(()),
        _ => Err(anyhow!("{name} is for older systems than the program, which {}", libc.words())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wheel_that_promises_too_much_is_found_out() {
        let wheel = Path::new("a-0.1.0-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl");
        assert!(is_tagged_truly(wheel, Libc::None).is_ok());
        assert!(is_tagged_truly(wheel, Libc::Gnu(2, 17)).is_ok());
        assert!(
            is_tagged_truly(wheel, Libc::Gnu(2, 34))
                .unwrap_err()
                .to_string()
                .contains("needs glibc 2.34")
        );
        assert!(
            is_tagged_truly(Path::new("a-0.1.0-py3-none-linux_x86_64.whl"), Libc::Gnu(2, 17))
                .is_err()
        );
    }
}
