//! `playground check`: files in chunks through the core's checker, and the verdict in words or as JSON. The exit code is the verdict, so
//! that the tests of a connector can use it. `files` finds what is in folders.

pub(crate) mod files;
mod verdict;

use crate::{Terminal, USAGE_ERROR, clock};
use connector_playground::checker::Check;
use connector_playground::checker::format::Format;
use connector_playground::checker::landing::{Held, Landing};
use connector_playground::checker::report::on_one_line;
use connector_playground::checker::stream::NAMES;
use connector_playground::instance::Instance;
use connector_playground::response::error::ApiError;
use connector_playground::{Settings, Timestamp};
use files::Named;
use std::ffi::OsString;
use std::io::{self, Read};
use std::path::Path;
use verdict::Verdict;

/// Bytes read at once.
const CHUNK: usize = 64 * 1024;
/// Milliseconds before progress is shown, and between two times.
const PATIENCE: i64 = 2000;
/// The verdict is incomplete.
const INCOMPLETE: u8 = 1;

/// What is checked, against what.
#[derive(Debug)]
pub(crate) struct CheckOptions {
    /// What the data that should have landed are computed from.
    pub(crate) settings: Settings,
    /// The files, and folders of files; `-` for stdin.
    pub(crate) files: Vec<OsString>,
    /// Whose rows landed, where that is given for all.
    pub(crate) stream: Option<&'static str>,
    /// Whose rows landed under names.
    pub(crate) names: Vec<(String, &'static str)>,
    /// The moment at which the data are compared, where it is given.
    pub(crate) as_of: Option<Timestamp>,
    /// The files' format, where it is given.
    pub(crate) format: Option<Format>,
    /// The columns of CSVs whose first line does not name them, where they are given.
    pub(crate) columns: Option<String>,
    /// Whether the verdict is printed as JSON.
    pub(crate) json: bool,
}

/// Checks, prints the verdict, and gives the exit code.
pub(crate) fn check(checking: CheckOptions, terminal: &mut Terminal<'_>) -> u8 {
    match verdict(&checking, terminal) {
        Ok(verdict) => {
            let text = if checking.json { verdict.json() } else { verdict.words() };
            let code = if verdict.is_complete() { 0 } else { INCOMPLETE };
            match terminal.out.write_all(text.as_bytes()).and_then(|()| terminal.out.flush()) {
                // A closed pipe is no error: its reader has read enough.
                Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                    let _ = terminal.err.write_all(
                        format!("error: the verdict cannot be written: {error}\n").as_bytes(),
                    );
                    USAGE_ERROR
                }
                _ => code,
            }
        }
        Err(Failed { file, error }) => {
            // A name of several lines is shown on one.
            let file = on_one_line(&file.to_string_lossy());
            let _ = terminal.err.write_all(format!("error: {file}: {error}\n").as_bytes());
            USAGE_ERROR
        }
    }
}

/// Why a file can't be checked.
struct Failed {
    file: OsString,
    error: String,
}

fn verdict(checking: &CheckOptions, terminal: &mut Terminal<'_>) -> Result<Verdict, Failed> {
    let mut landing = landing(checking)?;
    let mut found = files::of(&checking.files)?;
    landing.declare(checking.format);
    if found.files.len() < 2 {
        landing = landing.of_one_file();
    }
    let mut progress = Progress::new(terminal);
    for Named { path, guessed } in std::mem::take(&mut found.files) {
        let failed = |error: String| Failed { file: path.clone().into(), error };
        landing.begin_file(&path.to_string_lossy()).map_err(|error| failed(error.to_string()))?;
        let reason = match read(&path, &mut landing, &mut progress) {
            // What frameworks store beside rows is not told of.
            Ok(Held::Aside) => continue,
            Ok(Held::Other) if guessed => Some("it holds no row".to_owned()),
            Ok(_) => None,
            Err(error) if !guessed => return Err(failed(error)),
            Err(error) => Some(error),
        };
        match reason {
            None => found.read.push(path),
            Some(reason) => {
                found.others.push((path, reason));
                landing.drop_file();
            }
        }
    }
    drop(progress);
    for (path, reason) in &found.others {
        landing.pass_over(&path.to_string_lossy(), reason);
    }
    // Where a folder holds nothing else, nobody knows whether anything landed.
    if let (Some((path, reason)), true) = (found.others.first(), found.is_all_passed_over()) {
        return Err(Failed { file: path.into(), error: reason.clone() });
    }
    let last = checking.files.last().cloned().unwrap_or_default();
    let groups =
        landing.finish().map_err(|error| Failed { file: last, error: error.to_string() })?;
    Ok(Verdict::new(groups, found.note()))
}

/// What landed, before anything of it is read. Rows that say of no group whose they are are of people, unless that is said otherwise.
fn landing(checking: &CheckOptions) -> Result<Landing, Failed> {
    let now = checking.settings.clock(clock::now(), 0);
    let world = Instance::passing(checking.settings.clone());
    let stream = checking.stream.unwrap_or(NAMES[0]);
    let mut check = Check::new(stream, checking.as_of, checking.format, &world, now);
    if let Some(columns) = &checking.columns {
        let failed =
            |error: ApiError| Failed { file: "--columns".into(), error: error.to_string() };
        check = check.with_columns(columns).map_err(failed)?;
    }
    let landing = Landing::new(&world, checking.as_of, now, &checking.names).appended();
    let landing = match checking.stream {
        Some(stream) => landing.all_of(stream),
        None => landing,
    };
    Ok(landing.with_plain(check, stream))
}

/// Reads a file.
fn read(
    path: &Path,
    landing: &mut Landing,
    progress: &mut Progress<'_, '_>,
) -> Result<Held, String> {
    let mut file = files::open(path).map_err(|error| error.to_string())?;
    feed(&mut *file, landing, progress)?;
    landing.end_file().map_err(|error| error.to_string())
}

/// Reads a file to its end.
fn feed(
    file: &mut dyn Read,
    landing: &mut Landing,
    progress: &mut Progress<'_, '_>,
) -> Result<(), String> {
    let mut chunk = vec![0; CHUNK];
    loop {
        match file.read(&mut chunk) {
            Ok(0) => return Ok(()),
            Ok(read) => {
                landing
                    .feed(chunk.get(..read).unwrap_or_default())
                    .map_err(|error| error.to_string())?;
                progress.add(read);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.to_string()),
        }
    }
}

/// How far a long read is, on a line of stderr that is written over, where somebody may be looking.
struct Progress<'t, 'a> {
    terminal: &'t mut Terminal<'a>,
    read: usize,
    next: i64,
    shown: bool,
}

impl<'t, 'a> Progress<'t, 'a> {
    fn new(terminal: &'t mut Terminal<'a>) -> Self {
        Self { terminal, read: 0, next: clock::now().millis() + PATIENCE, shown: false }
    }

    fn add(&mut self, bytes: usize) {
        self.read += bytes;
        if !self.terminal.watched {
            return;
        }
        let now = clock::now().millis();
        if now >= self.next {
            self.next = now + PATIENCE;
            self.shown = true;
            let _ =
                self.terminal.err.write_all(format!("\r{} MiB read", self.read >> 20).as_bytes());
        }
    }
}

impl Drop for Progress<'_, '_> {
    fn drop(&mut self) {
        if self.shown {
            let _ = self.terminal.err.write_all(b"\n");
        }
    }
}
