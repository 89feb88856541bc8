//! `cargo xtask dist`: all that a release consists of, beside the folders of `cargo xtask build`: archives, a wheel, packages for npm, the crate,
//! and `SHA256SUMS` of them.
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
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Digests of all files, in the form that `sha256sum --check` reads.
pub(crate) const SUMS: &str = "SHA256SUMS";

/// Which files are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    All,
    /// What is for this system alone: on other systems the rest is the same.
    Native,
}

/// What was made: the program, and paths in the folder.
pub(crate) struct Made {
    pub(crate) binary: Binary,
    pub(crate) archive: PathBuf,
    pub(crate) wheel: PathBuf,
    /// The package for npm, and the one with the program of this system.
    pub(crate) packs: [PathBuf; 2],
    pub(crate) krate: PathBuf,
    pub(crate) folder: PathBuf,
}

/// The task.
pub(crate) fn task(project: &Project, arguments: &[String]) -> Result<(), String> {
    let (mut out, mut scope) = (build::default_out(project), Scope::All);
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        match (word.as_str(), words.as_slice().first()) {
            ("--native", _) => scope = Scope::Native,
            ("--out", Some(folder)) => {
                out = env::current_dir().map_err(|e| e.to_string())?.join(folder);
                words.next();
            }
            _ => {
                return Err(
                    "dist takes `--out FOLDER` and `--native`, which makes what is for this system alone".to_owned()
                );
            }
        }
    }
    fs::create_dir_all(&out).map_err(|e| format!("{}: {e}", out.display()))?;
    clear(&out).map_err(|e| format!("{}: {e}", out.display()))?;
    match scope {
        Scope::All => drop(all(project, &out)?),
        Scope::Native => drop(native(project, &out)?),
    }
    sums(&out)
}

/// Everything, for the tests of what was made.
pub(crate) fn make(project: &Project, out: &Path) -> Result<Made, String> {
    fs::create_dir_all(out).and_then(|()| clear(out)).map_err(|e| format!("{}: {e}", out.display()))?;
    let made = all(project, out)?;
    sums(out)?;
    Ok(made)
}

fn all(project: &Project, out: &Path) -> Result<Made, String> {
    build::dist(project, out)?;
    let (binary, archive, wheel, pack) = native(project, out)?;
    for folder in ["site", "edge"] {
        archive::folder(project, out, folder)?;
    }
    let packs = [npm::pack(&out.join("npm"), out)?, pack];
    let krate = krate(project, out)?;
    Ok(Made { binary, archive, wheel, packs, krate, folder: out.to_owned() })
}

fn native(project: &Project, out: &Path) -> Result<(Binary, PathBuf, PathBuf, PathBuf), String> {
    let binary = Binary::build(project)?;
    let archive = archive::binary(project, &binary, out)?;
    let wheel = wheel::build(project, &binary, out)?;
    let pack = npm::platform(project, &binary, out)?;
    Ok((binary, archive, wheel, pack))
}

/// The package for crates.io. That it compiles is for the tests to see.
fn krate(project: &Project, out: &Path) -> Result<PathBuf, String> {
    run(&mut project.cargo(&[
        "package",
        "--package",
        "api-playground",
        "--locked",
        "--no-verify",
        "--allow-dirty",
        "--quiet",
    ]))?;
    let name = format!("api-playground-{}.crate", project.version);
    let (from, to) = (project.target.join("package").join(&name), out.join(name));
    fs::copy(&from, &to).map_err(|e| format!("{}: {e}", from.display()))?;
    Ok(to)
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
fn sums(out: &Path) -> Result<(), String> {
    let entries = fs::read_dir(out).map_err(|e| format!("{}: {e}", out.display()))?;
    let mut files: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_file()).collect();
    files.sort();
    let mut list = String::new();
    for file in &files {
        let bytes = fs::read(file).map_err(|e| format!("{}: {e}", file.display()))?;
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        println!("    {:>9} bytes  {name}", bytes.len());
        list += &format!("{}  {name}\n", build::digest(&bytes));
    }
    let path = out.join(SUMS);
    fs::write(&path, list).map_err(|e| format!("{}: {e}", path.display()))?;
    println!("    their digests are in {}", path.display());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_run_takes_away_what_the_last_one_listed_and_nothing_else() {
        let folder = env::temp_dir().join(format!("xtask-sums-{}", std::process::id()));
        fs::create_dir_all(folder.join("site")).unwrap();
        fs::write(folder.join("old.whl"), "a").unwrap();
        sums(&folder).unwrap();
        let list = fs::read_to_string(folder.join(SUMS)).unwrap();
        assert_eq!(list, "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb  old.whl\n");
        fs::write(folder.join("mine.txt"), "b").unwrap();
        clear(&folder).unwrap();
        let mut left: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, ["mine.txt", "site"]);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_wrong_word_is_answered_with_the_right_ones() {
        let project = Project::find().unwrap();
        for words in [&["--out"][..], &["--all"]] {
            let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
            assert!(task(&project, &words).unwrap_err().contains("--native"));
        }
    }
}
