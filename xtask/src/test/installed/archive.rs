//! The archive: its digest, the program, what `man` makes of the page, and what a shell completes.

use super::{is_ours, is_there, serves};
use crate::dist::{Made, SUMS, unpack};
use crate::project::Project;
use crate::run::{capture, run};
use anyhow::{Context, Result, anyhow, bail};
use std::path::Path;
use std::process::Command;

/// What is typed, and what of it bash completes the last word to.
const TYPED: [(&str, &str); 6] = [
    ("playground st", "start"),
    ("playground start --tie", "--ties"),
    ("playground start --past-end re", "repeat"),
    ("playground check --stre", "--stream"),
    ("playground check --stream comp", "companies"),
    ("playground health --po", "--port"),
];

pub(super) fn check(project: &Project, made: &Made, folder: &Path) -> Result<()> {
    if is_there("sha256sum", "the digests") {
        run(Command::new("sha256sum")
            .args(["--check", "--strict", "--quiet", SUMS])
            .current_dir(&made.folder))?;
    }
    unpack(&made.archive, folder)?;
    let folder = folder.join(format!("playground-{}-{}", project.version, made.binary.target));
    let program = folder.join(made.binary.file_name());
    is_ours(project, &mut Command::new(&program))?;
    drop(serves(&mut Command::new(&program))?);
    man_page(&folder)?;
    completions(&folder)
}

fn man_page(folder: &Path) -> Result<()> {
    if !is_there("man", "the man page") {
        return Ok(());
    }
    let page = folder.join("man/playground.1");
    let output = Command::new("man")
        .args(["--warnings", "--local-file"])
        .arg(page)
        .env("MANWIDTH", "80")
        .output();
    let output = output.context("man")?;
    let (said, warned) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let missing =
        ["SYNOPSIS", "--records", "PLAYGROUND_PORT"].into_iter().find(|word| !said.contains(word));
    match missing {
        _ if !warned.is_empty() => Err(anyhow!("man warns: {warned}")),
        Some(word) => Err(anyhow!("the man page does not say {word}: {said}")),
        None => Ok(()),
    }
}

fn completions(folder: &Path) -> Result<()> {
    let folder = folder.join("completions");
    for (shell, file) in [("zsh", "_playground"), ("fish", "playground.fish")] {
        if is_there(shell, "its completion") {
            run(Command::new(shell).arg("-n").arg(folder.join(file)))?;
        }
    }
    if !is_there("bash", "its completion") {
        return Ok(());
    }
    let script = folder.join("playground.bash");
    for (typed, wanted) in TYPED {
        let ask = "source \"$1\"; COMP_WORDS=($2); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _playground playground \"${COMP_WORDS[COMP_CWORD]}\" \"${COMP_WORDS[COMP_CWORD - 1]}\"
            echo \"${COMPREPLY[@]}\"; complete -p playground";
        let said = capture(
            Command::new("bash").args(["--norc", "-euc", ask, "bash"]).arg(&script).arg(typed),
        )?;
        if said.lines().next() != Some(wanted) || !said.contains("-F _playground") {
            bail!("bash completes `{typed}` to {said:?}, not to {wanted}");
        }
    }
    Ok(())
}
