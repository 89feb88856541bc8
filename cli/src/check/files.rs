//! The files of a check: those that are named, and those in folders that are named, sorted by their paths. In a folder only regular files are
//! opened, and nothing whose name begins with a dot or an underscore, as the logs and marks of tools do, but raw tables of Airbyte's and the tables that
//! dlt keeps of its loads. What a name does not say, the first
//! bytes do. A file that is reached twice, as by a link, is read once.

use super::Failed;
use connector_playground::checker::landing;
use connector_playground::checker::report::on_one_line;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Extensions of files that hold rows; a compressed file has a second extension behind it.
const ENDS: [&str; 7] = ["csv", "tsv", "txt", "json", "jsonl", "ndjson", "jsonlines"];
const PACKED: [&str; 3] = ["gz", "gzip", "zst"];
/// What the names of Airbyte's raw tables begin with.
const RAW: &str = "_airbyte_raw_";
/// Most names that a note has.
const NAMED: usize = 10;
/// Folders in folders, at most.
const DEPTH: u32 = 16;

/// What is to be read.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) files: Vec<Named>,
    /// What was read as rows.
    pub(super) read: Vec<PathBuf>,
    /// Whether any of them stood in a folder.
    folders: bool,
    /// What is passed over, and why.
    pub(super) others: Vec<(PathBuf, String)>,
    /// What was reached once more.
    again: Vec<PathBuf>,
    /// The files and folders that were reached.
    seen: BTreeSet<Identity>,
}

/// A file.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) path: PathBuf,
    /// Whether it stood in a folder, and its name does not say that it holds rows.
    pub(super) guessed: bool,
}

/// The identity of a file or folder, whatever its names are.
#[cfg(unix)]
type Identity = (u64, u64);
#[cfg(not(unix))]
type Identity = PathBuf;

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it is None where there is no path")]
fn identity(_: &Path, found: &Metadata) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt as _;
    Some((found.dev(), found.ino()))
}

#[cfg(not(unix))]
fn identity(path: &Path, _: &Metadata) -> Option<Identity> {
    fs::canonicalize(path).ok()
}

/// Whether a file or folder in a folder of rows is none of them, by its name, as logs and marks of tools are.
pub(crate) fn is_aside(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_known = name.starts_with(RAW) || landing::is_first(&path.to_string_lossy());
    name.starts_with('.') || name.starts_with('_') && !is_known
}

/// The files that are named, in this order.
pub(super) fn of(named: &[OsString]) -> Result<Found, Failed> {
    let mut found = Found::default();
    for name in named {
        let path = PathBuf::from(name);
        let known = if name == "-" { None } else { fs::metadata(&path).ok() };
        match known {
            Some(known) if known.is_dir() => found.folder(&path, &known, name)?,
            // What is named is opened, whatever it is: a pipe can be read once, so it is no file that is there twice.
            Some(known) if known.is_file() && found.is_again(&path, &known) => {}
            _ => found.files.push(Named { path, guessed: false }),
        }
    }
    // What says of other files whether they count is read before them.
    found.files.sort_by_key(|file| !landing::is_first(&file.path.to_string_lossy()));
    Ok(found)
}

/// Opens a file; `-` is stdin.
#[expect(clippy::disallowed_methods, reason = "the native adapter is where files are read")]
pub(super) fn open(path: &Path) -> io::Result<Box<dyn Read>> {
    if path == Path::new("-") { Ok(Box::new(io::stdin())) } else { Ok(Box::new(File::open(path)?)) }
}

impl Found {
    /// Takes a folder that is named.
    fn folder(&mut self, path: &Path, known: &Metadata, name: &OsString) -> Result<(), Failed> {
        self.folders = true;
        let before = self.files.len() + self.again.len();
        if !self.is_again(path, known) {
            let failed = |error: io::Error| Failed { file: name.clone(), error: error.to_string() };
            self.enter(path, DEPTH).map_err(failed)?;
        }
        if self.files.len() + self.again.len() == before {
            let others = if self.others.is_empty() {
                String::new()
            } else {
                format!("; it holds {}", self.passed())
            };
            let error = format!(
                "the folder holds no file of rows (.csv, .json, .ndjson, .jsonl; packed: .gz, .zst){others}"
            );
            return Err(Failed { file: name.clone(), error });
        }
        Ok(())
    }

    fn enter(&mut self, folder: &Path, depth: u32) -> io::Result<()> {
        let entries: io::Result<Vec<PathBuf>> =
            fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect();
        let mut entries = entries?;
        entries.sort();
        for path in entries {
            if is_aside(&path) {
                continue;
            }
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            match fs::metadata(&path) {
                Err(error) => self.others.push((path, error.to_string())),
                Ok(known) if !known.is_dir() && !known.is_file() => {
                    self.others.push((path, "no regular file".to_owned()));
                }
                Ok(known) if self.is_again(&path, &known) => {}
                Ok(known) if known.is_file() => {
                    self.files.push(Named { path, guessed: !holds_rows(&name) })
                }
                Ok(_) if depth == 0 => self.others.push((path, format!("below {DEPTH} folders"))),
                Ok(_) => self.enter(&path, depth - 1)?,
            }
        }
        Ok(())
    }

    /// Whether a file or folder was reached before; it is kept in mind.
    fn is_again(&mut self, path: &Path, known: &Metadata) -> bool {
        let Some(identity) = identity(path, known) else { return false };
        let again = !self.seen.insert(identity);
        if again {
            self.again.push(path.to_owned());
        }
        again
    }

    /// What was read, where that was not named file by file, or was named twice.
    pub(super) fn note(&self) -> Option<String> {
        let read = self.read.iter().map(PathBuf::as_path);
        let mut notes = Vec::new();
        if self.folders {
            notes.push(format!("Read {}: {}.", files(read.len()), shown(read)));
        }
        if !self.others.is_empty() {
            notes.push(format!("Passed over {}: {}.", files(self.others.len()), self.passed()));
        }
        if !self.again.is_empty() {
            notes.push(format!(
                "Read only once, though it is there again as: {}.",
                shown(self.again.iter().map(PathBuf::as_path))
            ));
        }
        (!notes.is_empty()).then(|| notes.join(" "))
    }

    /// Whether nothing that was found is read.
    pub(super) fn is_all_passed_over(&self) -> bool {
        self.read.is_empty()
    }

    fn passed(&self) -> String {
        shown(self.others.iter().map(|(path, _)| path.as_path()))
    }
}

/// So many files, in words.
fn files(count: usize) -> String {
    format!("{count} file{}", if count == 1 { "" } else { "s" })
}

fn holds_rows(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let bare =
        PACKED.iter().find_map(|end| name.strip_suffix(end)?.strip_suffix('.')).unwrap_or(&name);
    let end = bare.rsplit_once('.').map(|(_, end)| end);
    // What is packed by one of these, and says no more, may hold rows.
    ENDS.iter().any(|known| Some(*known) == end) || end.is_none() && bare.len() < name.len()
}

/// The first of some paths, on one line.
fn shown<'p>(paths: impl ExactSizeIterator<Item = &'p Path>) -> String {
    let more = paths.len() > NAMED;
    let mut names: Vec<String> =
        paths.take(NAMED).map(|path| on_one_line(&path.to_string_lossy())).collect();
    names.extend(more.then(|| "…".to_owned()));
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::holds_rows;

    #[test]
    fn names_say_whether_a_file_may_hold_rows() {
        for name in
            ["a.csv", "A.JSONL", "part-0.json.gz", "x.tar.csv", "rows.ndjson.zst", "load.gz"]
        {
            assert!(holds_rows(name), "{name}");
        }
        for name in ["a.parquet", "a", "readme.md", "csv", "a.csv.bz2", "a.parquet.gz"] {
            assert!(!holds_rows(name), "{name}");
        }
    }
}
