//! Archives: `tar` after `gzip`, which every system of today unpacks. The same files give the same bytes.

use super::Libc;
use super::binary::Binary;
use crate::build::files;
use crate::project::Project;
use anyhow::{Context, Result};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use fs_err::{self as fs, File};
use std::path::{Path, PathBuf};

/// What stands beside the program, from the root of the project.
const BESIDE: [&str; 3] = ["LICENSE", "README.md", "CHANGELOG.md"];
/// Folders of the command's package that go along as they are.
const FOLDERS: [&str; 2] = ["completions", "man"];
/// When all files were changed, as far as archives say: the first day of 1980, as in wheels. Seconds since 1970.
const TIME: u64 = 315_532_800;

/// An archive that is being written; everything in it is in one folder.
struct Archive {
    tar: tar::Builder<GzEncoder<File>>,
    folder: String,
    path: PathBuf,
}

impl Archive {
    fn create(out: &Path, folder: &str) -> Result<Self> {
        let path = out.join(format!("{folder}.tar.gz"));
        let file = File::create(&path)?;
        Ok(Self {
            tar: tar::Builder::new(GzEncoder::new(file, Compression::best())),
            folder: folder.to_owned(),
            path,
        })
    }

    fn add(&mut self, name: &str, bytes: &[u8], mode: u32) -> Result<()> {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(mode);
        header.set_mtime(TIME);
        let name = format!("{}/{name}", self.folder);
        self.tar.append_data(&mut header, &name, bytes).context(name.clone())
    }

    fn add_file(&mut self, from: &Path, name: &str) -> Result<()> {
        let bytes = fs::read(from)?;
        self.add(name, &bytes, 0o644)
    }

    fn finish(self) -> Result<PathBuf> {
        self.tar.into_inner()?.finish()?.sync_all()?;
        Ok(self.path)
    }
}

/// The program with its man page, completions and papers.
pub(super) fn binary(project: &Project, binary: &Binary, out: &Path) -> Result<PathBuf> {
    let mut archive =
        Archive::create(out, &format!("playground-{}-{}", project.version, binary.target))?;
    archive.add(binary.file_name(), &binary.bytes()?, 0o755)?;
    archive.add("INSTALL", install(&project.version, binary).as_bytes(), 0o644)?;
    for name in BESIDE {
        archive.add_file(&project.root.join(name), name)?;
    }
    for folder in FOLDERS {
        let from = project.root.join("cli").join(folder);
        for name in files(&from)? {
            archive.add_file(&from.join(&name), &format!("{folder}/{name}"))?;
        }
    }
    archive.finish()
}

/// A folder that `cargo xtask build` made.
pub(super) fn folder(project: &Project, out: &Path, name: &str) -> Result<PathBuf> {
    let mut archive = Archive::create(out, &format!("playground-{}-{name}", project.version))?;
    for file in files(&out.join(name))? {
        archive.add_file(&out.join(name).join(&file), &file)?;
    }
    archive.finish()
}

/// Unpacks an archive into a folder.
pub(crate) fn unpack(archive: &Path, into: &Path) -> Result<()> {
    Ok(tar::Archive::new(GzDecoder::new(File::open(archive)?)).unpack(into)?)
}

fn install(version: &str, binary: &Binary) -> String {
    let runs = match (binary.libc, binary.target.contains("linux")) {
        (Libc::None, true) => {
            "It is linked statically and runs on any Linux of this processor.".to_owned()
        }
        (libc, _) => format!("It {}.", libc.words()),
    };
    format!(
        "playground {version} for {}. {runs}\n\n\
         Put `{}` into a folder of PATH. For the rest, as far as you want it:\n\n  \
         man page    man/playground.1             to ~/.local/share/man/man1/\n  \
         bash        completions/playground.bash  to ~/.local/share/bash-completion/completions/playground\n  \
         zsh         completions/_playground      to a folder of $fpath\n  \
         fish        completions/playground.fish  to ~/.config/fish/completions/\n  \
         PowerShell  completions/playground.ps1   is read by a line of $PROFILE: . PATH/playground.ps1\n",
        binary.target,
        binary.file_name(),
    )
}
