//! `cargo xtask dist`: all that a release consists of, beside the folders of `cargo xtask build`: archives, a wheel, packages for npm, the
//! crates, and `SHA256SUMS` of them.
//!
//! What runs natively is one program, compiled once. On Linux it is linked statically, so that it asks for no libc: the same file serves the
//! archive, the wheel, npm and a container.

mod archive;
mod binary;
mod npm;
mod wheel;

pub(crate) use archive::unpack;
pub(crate) use binary::{Binary, Libc, compiled_alike};

use crate::build;
use crate::project::Project;
use crate::run::run;
use anyhow::Result;
use fs_err as fs;
use std::io;
use std::path::{Path, PathBuf};

/// Digests of all files, in the form that `sha256sum --check` reads.
pub(crate) const SUMS: &str = "SHA256SUMS";

/// The packages for crates.io, the command's last.
pub(crate) const CRATES: [&str; 3] =
    ["connector-playground", "connector-playground-page", "connector-playground-cli"];

/// What was made: the program, and paths in the folder.
pub(crate) struct Made {
    pub(crate) binary: Binary,
    pub(crate) archive: PathBuf,
    pub(crate) wheel: PathBuf,
    /// The package for npm, and the one with the program of this system.
    pub(crate) packs: [PathBuf; 2],
    /// The crates, in the order of [`CRATES`].
    pub(crate) crates: [PathBuf; 3],
    pub(crate) folder: PathBuf,
}

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    folder: build::Arguments,
    /// Makes only what is for this system alone
    #[arg(long)]
    native: bool,
}

/// The task.
pub(crate) fn task(project: &Project, arguments: &Arguments) -> Result<()> {
    let out = arguments.folder.out(project)?;
    fs::create_dir_all(&out)?;
    clear(&out)?;
    if arguments.native {
        native(project, &out)?;
    } else {
        all(project, &out)?;
    }
    sums(&out)
}

/// Everything, for the tests of what was made.
pub(crate) fn make(project: &Project, out: &Path) -> Result<Made> {
    fs::create_dir_all(out)?;
    clear(out)?;
    let made = all(project, out)?;
    sums(out)?;
    Ok(made)
}

fn all(project: &Project, out: &Path) -> Result<Made> {
    build::dist(project, out)?;
    let (binary, archive, wheel, pack) = native(project, out)?;
    for folder in ["site", "edge"] {
        archive::folder(project, out, folder)?;
    }
    let packs = [npm::pack(&out.join("npm"), out)?, pack];
    let crates = crates(project, out)?;
    Ok(Made { binary, archive, wheel, packs, crates, folder: out.to_owned() })
}

fn native(project: &Project, out: &Path) -> Result<(Binary, PathBuf, PathBuf, PathBuf)> {
    let binary = Binary::build(project)?;
    let archive = archive::binary(project, &binary, out)?;
    let wheel = wheel::build(project, &binary, out)?;
    let pack = npm::platform(project, &binary, out)?;
    Ok((binary, archive, wheel, pack))
}

/// The packages for crates.io. That they compile is for the tests to see.
fn crates(project: &Project, out: &Path) -> Result<[PathBuf; 3]> {
    let packages = CRATES.iter().flat_map(|name| ["--package", name]);
    run(project.cargo("package --locked --no-verify --allow-dirty --quiet").args(packages))?;
    let made = CRATES.map(|name| out.join(format!("{name}-{}.crate", project.version)));
    for to in &made {
        let from = project.target.join("package").join(to.file_name().unwrap_or_default());
        fs::copy(&from, to)?;
    }
    Ok(made)
}

/// Takes away what the last run made: the files that its list names.
fn clear(out: &Path) -> io::Result<()> {
    let list = out.join(SUMS);
    let Ok(text) = fs::read_to_string(&list) else { return Ok(()) };
    for name in text.lines().filter_map(|line| line.split_once("  ")).map(|(_, name)| name) {
        let path = out.join(name);
        if !name.contains(['/', '\\']) && path.is_file() {
            fs::remove_file(path)?;
        }
    }
    fs::remove_file(list)
}

/// Lists the files with their digests, and prints their sizes.
fn sums(out: &Path) -> Result<()> {
    let entries = fs::read_dir(out)?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    let mut list = String::new();
    for file in &files {
        let bytes = fs::read(file)?;
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        println!("    {:>9} bytes  {name}", bytes.len());
        list += &format!("{}  {name}\n", build::digest(&bytes));
    }
    let path = out.join(SUMS);
    fs::write(&path, list)?;
    println!("    their digests are in {}", path.display());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_run_takes_away_what_the_last_one_listed_and_nothing_else() {
        let folder = std::env::temp_dir().join(format!("xtask-sums-{}", std::process::id()));
        fs::create_dir_all(folder.join("site")).unwrap();
        fs::write(folder.join("old.whl"), "a").unwrap();
        sums(&folder).unwrap();
        let list = fs::read_to_string(folder.join(SUMS)).unwrap();
        assert_eq!(
            list,
            "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb  old.whl\n"
        );
        fs::write(folder.join("mine.txt"), "b").unwrap();
        clear(&folder).unwrap();
        let mut left: Vec<_> =
            fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, ["mine.txt", "site"]);
        fs::remove_dir_all(folder).unwrap();
    }
}
