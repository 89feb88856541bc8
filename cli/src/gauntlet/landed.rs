//! What landed in a case: the rows on standard output of all its runs, or the files in the landing; each group of them held against the
//! truth.

mod shell;

use crate::check::files::is_aside;
use connector_playground::checker::landing::{Group, Landing, is_first};
use connector_playground::checker::messages::{Message, Messages};
use connector_playground::instance::Instance;
use connector_playground::{Settings, Timestamp};
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// Bytes read at once.
const CHUNK: usize = 64 * 1024;
/// Longest line that is read; a longer one is no message.
const LINE: u64 = 16 << 20;

/// Where to look, and for what.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// The settings of the case.
    pub(crate) settings: Settings,
    pub(crate) now: Timestamp,
    /// The moment of the truth, where rows move: the start of the last sync.
    pub(crate) as_of: Option<Timestamp>,
    /// Standard output of the runs, in their order.
    pub(crate) spools: Vec<Spool>,
    /// Where files were to land.
    pub(crate) landed: PathBuf,
    /// A command for the shell whose output is what landed.
    pub(crate) read: Option<(String, Vec<(String, std::ffi::OsString)>)>,
    /// The longest that it may take.
    pub(crate) limit: Duration,
    /// Groups whose truth was named.
    pub(crate) names: Vec<(String, &'static str)>,
    /// Whether each copy of a row is kept.
    pub(crate) append: bool,
    /// Texts that must not be seen.
    pub(crate) secrets: Vec<String>,
}

/// Standard output of a run.
#[derive(Clone, Debug)]
pub(crate) struct Spool {
    pub(crate) path: PathBuf,
    /// How many bytes of it count; all where it is None.
    pub(crate) most: Option<u64>,
    /// Whether the run was killed: its last line may be torn.
    pub(crate) torn: bool,
}

/// What landed.
#[derive(Debug, Default)]
pub(crate) struct Landed {
    pub(crate) groups: Vec<Group>,
    /// Lines that should be messages and are none: the first of them, and how many there are.
    pub(crate) broken: Option<(String, u64)>,
    /// Whether a secret stood on standard output.
    pub(crate) leaked: bool,
}

impl Source {
    /// Reads all of it.
    ///
    /// # Errors
    /// A file that cannot be read, or that holds no rows.
    pub(crate) fn judged(&self) -> Result<Landed, String> {
        let instance = Instance::passing(self.settings.clone());
        let now = self.settings.clock(self.now, 0);
        let mut landing = Landing::new(&instance, self.as_of, now, &self.names);
        if self.append {
            landing = landing.appended();
        }
        let mut landed = Landed::default();
        let files = self.files()?;
        let mut unread = None;
        match &self.read {
            Some((read, variables)) => shell::feed(read, variables, self.limit, &mut landing)?,
            None => unread = self.feed_files(&files, &mut landing),
        }
        // A folder or a file that is made and holds nothing takes no rows from standard output.
        let beside = self.read.is_some() || !files.is_empty();
        let mut messages = Messages::new();
        for spool in &self.spools {
            feed_spool(
                spool,
                &mut messages,
                (!beside).then_some(&mut landing),
                &self.secrets,
                &mut landed,
            )
            .map_err(|error| format!("standard output: {error}"))?;
        }
        landed.groups = landing.finish().map_err(|error| error.to_string())?;
        match unread {
            // Nobody knows then whether anything landed.
            Some(error) if landed.groups.iter().all(|group| group.report.landed == 0) => {
                Err(format!("{error} (--read takes a command that prints what landed)"))
            }
            _ => Ok(landed),
        }
    }

    /// The files of the landing that are not empty, in the order in which they were written, since of two copies of a row the last counts; but
    /// first those that say which others count.
    fn files(&self) -> Result<Vec<PathBuf>, String> {
        let mut files = Vec::new();
        if self.landed.exists() {
            find(&self.landed, &mut files).map_err(|error| format!("the landing: {error}"))?;
        }
        files.sort();
        files.sort_by_key(|(_, path)| !is_first(&path.to_string_lossy()));
        Ok(files.into_iter().map(|(_, path)| path).collect())
    }

    /// Reads the files of the landing. One that holds no rows, such as a log, is passed over: the first of them, and why.
    fn feed_files(&self, files: &[PathBuf], landing: &mut Landing) -> Option<String> {
        let mut unread = None;
        for path in files {
            let name =
                path.strip_prefix(&self.landed).ok().filter(|rest| !rest.as_os_str().is_empty());
            let name = name.unwrap_or(Path::new("landed")).to_string_lossy().replace('\\', "/");
            if let Err(error) = feed_file(&name, path, landing) {
                landing.pass_over(&name, &error);
                unread.get_or_insert_with(|| format!("{name}: {}", error.trim_end_matches('.')));
            }
        }
        unread
    }
}

#[expect(clippy::disallowed_methods, reason = "the native adapter is where files are read")]
fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// Regular files below a path, each with the time of its last change.
fn find(path: &Path, found: &mut Vec<(SystemTime, PathBuf)>) -> io::Result<()> {
    let known = fs::metadata(path)?;
    if known.is_file() {
        if known.len() == 0 {
            return Ok(());
        }
        found.push((known.modified().unwrap_or(SystemTime::UNIX_EPOCH), path.to_owned()));
    } else if known.is_dir() {
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            if is_aside(&entry.path()) {
                continue;
            }
            // A link out of the landing is not followed into a folder, which may lead back.
            if !entry.file_type()?.is_symlink() || entry.path().is_file() {
                find(&entry.path(), found)?;
            }
        }
    }
    Ok(())
}

fn feed_file(name: &str, path: &Path, landing: &mut Landing) -> Result<(), String> {
    let mut file = open(path).map_err(|error| error.to_string())?;
    landing.begin_file(name).map_err(|error| error.to_string())?;
    feed(&mut file, landing)?;
    landing.end_file().map(drop).map_err(|error| error.to_string())
}

fn feed(file: &mut dyn Read, landing: &mut Landing) -> Result<(), String> {
    let mut chunk = vec![0; CHUNK];
    loop {
        match file.read(&mut chunk) {
            Ok(0) => return Ok(()),
            Ok(read) => landing
                .feed(chunk.get(..read).unwrap_or_default())
                .map_err(|error| error.to_string())?,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.to_string()),
        }
    }
}

/// Reads the messages of a run; its rows count where there is a landing to take them.
fn feed_spool(
    spool: &Spool,
    messages: &mut Messages,
    mut landing: Option<&mut Landing>,
    secrets: &[String],
    landed: &mut Landed,
) -> Result<(), String> {
    let text = |error: io::Error| error.to_string();
    let mut file = BufReader::with_capacity(
        CHUNK,
        open(&spool.path).map_err(text)?.take(spool.most.unwrap_or(u64::MAX)),
    );
    let mut line = Vec::new();
    loop {
        line.clear();
        if (&mut file).take(LINE).read_until(b'\n', &mut line).map_err(text)? == 0 {
            return Ok(());
        }
        let is_torn = spool.torn && line.last() != Some(&b'\n');
        let read = String::from_utf8_lossy(&line);
        landed.leaked =
            landed.leaked || secrets.iter().any(|secret| read.contains(secret.as_str()));
        if is_torn {
            continue;
        }
        match messages.read(read.trim_end_matches(['\n', '\r'])) {
            Message::Row { stream, row } => {
                if let Some(landing) = &mut landing {
                    landing.row(&stream, &row).map_err(|error| error.to_string())?;
                }
            }
            Message::Broken(why) => {
                let (_, count) = landed.broken.get_or_insert_with(|| (why.to_owned(), 0));
                *count += 1;
            }
            Message::State | Message::Aside => {}
        }
    }
}
