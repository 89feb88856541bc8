//! The native program: for which system, how it is compiled, and which libc it asks for.

use crate::build::short_names;
use crate::project::Project;
use crate::run::{capture, run};
use crate::tools;
use anyhow::{Context, Result};
use fs_err as fs;
use std::path::PathBuf;
use std::process::Command;

/// The command as cargo names it.
pub(crate) const NAME: &str = "playground";

/// The libc that the program asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Libc {
    /// None: it is linked statically, or the system has one for all.
    None,
    /// GNU's, of this version or newer.
    Gnu(u32, u32),
}

/// The program, compiled.
pub(crate) struct Binary {
    /// The system, as Rust names it.
    pub(crate) target: String,
    pub(crate) path: PathBuf,
    pub(crate) libc: Libc,
}

impl Binary {
    /// Compiles it for this machine's kind of system.
    pub(crate) fn build(project: &Project) -> Result<Self> {
        let target = target()?;
        let mut cargo =
            project.cargo("build --release --locked --package connector-playground-cli --bin");
        cargo.arg(NAME);
        run(compiled_alike(project, cargo.args(["--target", &target]))?)?;
        let path = project
            .target
            .join(&target)
            .join("release")
            .join(format!("{NAME}{}", std::env::consts::EXE_SUFFIX));
        let bytes = fs::read(&path)?;
        let libc =
            newest_glibc(&bytes).map_or(Libc::None, |(major, minor)| Libc::Gnu(major, minor));
        println!("    {} bytes for {target}: {}", bytes.len(), libc.words());
        Ok(Self { target, path, libc })
    }

    /// The program's bytes.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>> {
        Ok(fs::read(&self.path)?)
    }

    /// Its name in a folder.
    pub(crate) fn file_name(&self) -> &'static str {
        if self.target.contains("windows") { "playground.exe" } else { NAME }
    }
}

impl Libc {
    /// What it needs, in words.
    pub(crate) fn words(self) -> String {
        match self {
            Self::None => "needs no libc of a certain version".to_owned(),
            Self::Gnu(major, minor) => format!("needs glibc {major}.{minor} or newer"),
        }
    }
}

/// Without the folders of this machine in it, wherever it is compiled.
pub(crate) fn compiled_alike<'a>(
    project: &Project,
    command: &'a mut Command,
) -> Result<&'a mut Command> {
    let flags = short_names(project)?;
    Ok(command.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}")))
}

/// On Linux the one that links statically, where its standard library is to be had; else the compiler's own.
fn target() -> Result<String> {
    let version = capture(Command::new("rustc").arg("-vV"))?;
    let host = version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .context("rustc -vV names no host")?;
    let Some(processor) = host.strip_suffix("-unknown-linux-gnu") else {
        return Ok(host.to_owned());
    };
    let musl = format!("{processor}-unknown-linux-musl");
    match tools::rust_target(&musl) {
        Ok(()) => Ok(musl),
        Err(problem) => {
            println!(
                "    no std for {musl}: {problem:#}; the program will need this machine's glibc"
            );
            Ok(host.to_owned())
        }
    }
}

/// The newest version of glibc whose symbols a program asks for: their names stand in it as `GLIBC_2.34`.
fn newest_glibc(program: &[u8]) -> Option<(u32, u32)> {
    const MARK: &[u8] = b"GLIBC_";
    let version = |at: usize| {
        let text = program.get(at + MARK.len()..)?;
        let end = text.iter().position(|byte| *byte == 0)?;
        let (major, rest) = std::str::from_utf8(text.get(..end)?).ok()?.split_once('.')?;
        Some((major.parse().ok()?, rest.split('.').next()?.parse().ok()?))
    };
    let places = program.windows(MARK.len()).enumerate().filter(|(_, window)| *window == MARK);
    places.filter_map(|(at, _)| version(at)).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_glibc_is_found_by_number_not_by_text() {
        let program = b"\0GLIBC_2.9\0..GLIBC_2.34\0GLIBC_2.2.5\0GLIBC_PRIVATE\0";
        assert_eq!(newest_glibc(program), Some((2, 34)));
        assert_eq!(newest_glibc(b"\0GLIBC_PRIVATE\0static\0GLIBC_2"), None);
    }
}
