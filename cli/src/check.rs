//! `playground check`: files in chunks through the core's checker, and the verdict in words or as JSON. The exit code is the verdict, so
//! that the tests of a connector can use it. `files` finds what is in folders.

mod files;

use crate::{Terminal, USAGE_ERROR, clock};
use connector_playground::checker::format::Format;
use connector_playground::checker::report::{Listed, on_one_line};
use connector_playground::checker::{Check, Report};
use connector_playground::instance::Instance;
use connector_playground::response::error::ApiError;
use connector_playground::{Settings, Timestamp};
use files::Named;
use serde_json::Value;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::io::{self, Read};
use std::path::Path;

/// Bytes read at once.
const CHUNK: usize = 64 * 1024;
/// Milliseconds before progress is shown, and between two times.
const PATIENCE: i64 = 2000;
/// Most examples of a list in words; JSON has them all.
const SHOWN: usize = 5;
/// The verdict is incomplete.
const INCOMPLETE: u8 = 1;

/// What is checked, against what.
#[derive(Debug)]
pub(crate) struct CheckOptions {
    /// What the data that should have landed are computed from.
    pub(crate) settings: Settings,
    /// The files, and folders of files; `-` for stdin.
    pub(crate) files: Vec<OsString>,
    /// Whose rows landed.
    pub(crate) stream: String,
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
            let text = if checking.json {
                format!("{}\n", serde_json::json!(verdict.judged()))
            } else {
                words(&verdict)
            };
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

fn verdict(checking: &CheckOptions, terminal: &mut Terminal<'_>) -> Result<Report, Failed> {
    let now = checking.settings.now.unwrap_or_else(clock::now);
    let world = Instance::passing(checking.settings.clone());
    let mut check = Check::new(&checking.stream, checking.as_of, checking.format, &world, now);
    if let Some(columns) = &checking.columns {
        let failed =
            |error: ApiError| Failed { file: "--columns".into(), error: error.to_string() };
        check = check.with_columns(columns).map_err(failed)?;
    }
    let mut found = files::of(&checking.files)?;
    let mut progress = Progress::new(terminal);
    let several = found.files.len() > 1;
    for Named { path, guessed } in &found.files {
        let failed = |error: String| Failed { file: path.into(), error };
        if several {
            check
                .begin_file(&path.to_string_lossy(), checking.format)
                .map_err(|error| failed(error.to_string()))?;
        }
        let read = read(path, &mut check, &mut progress);
        let reason = match read {
            Ok(true) => continue,
            Ok(false) if !guessed => continue,
            Ok(false) => "it holds no row".to_owned(),
            Err(error) if !guessed => return Err(failed(error)),
            Err(error) => error,
        };
        found.others.push((path.clone(), reason));
        check.drop_file();
    }
    drop(progress);
    for (path, reason) in &found.others {
        check.pass_over(&path.to_string_lossy(), reason);
    }
    // Where a folder holds nothing else, nobody knows whether anything landed.
    if let (Some((path, reason)), true) = (found.others.first(), found.is_all_passed_over()) {
        return Err(Failed { file: path.into(), error: reason.clone() });
    }
    if let Some(note) = found.note() {
        check.note(&note);
    }
    let last = checking.files.last().cloned().unwrap_or_default();
    check.finish().map_err(|error| Failed { file: last, error: error.to_string() })
}

/// Reads a file: whether it holds rows, or nothing at all.
fn read(path: &Path, check: &mut Check, progress: &mut Progress<'_, '_>) -> Result<bool, String> {
    let mut file = files::open(path).map_err(|error| error.to_string())?;
    feed(&mut *file, check, progress)?;
    check.end_file().map_err(|error| error.to_string())
}

/// Reads a file to its end.
fn feed(
    file: &mut dyn Read,
    check: &mut Check,
    progress: &mut Progress<'_, '_>,
) -> Result<(), String> {
    let mut chunk = vec![0; CHUNK];
    loop {
        match file.read(&mut chunk) {
            Ok(0) => return Ok(()),
            Ok(read) => {
                check
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

/// The verdict in words.
fn words(verdict: &Report) -> String {
    let word = if verdict.is_complete() { "complete" } else { "incomplete" };
    let mut text =
        format!("{word}: {} of {} rows\n", verdict.truth - verdict.missing.count, verdict.truth);
    // Writing to a string does not fail.
    let _ = writeln!(text, "  {:<15} {:>10}", "landed", verdict.landed);
    for (name, list) in verdict.lists() {
        let _ = writeln!(text, "  {:<15} {:>10}", name.replace('_', " "), list.count);
        examples(list, &mut text);
    }
    if let Some(hint) = &verdict.hint {
        let _ = writeln!(text, "hint: {hint}");
    }
    if let Some(note) = &verdict.note {
        let _ = writeln!(text, "note: {note}");
    }
    text
}

fn examples(list: &Listed, text: &mut String) {
    for example in list.examples.iter().take(SHOWN) {
        let members = example.as_object().into_iter().flatten();
        let members: Vec<String> =
            members.map(|(name, value)| format!("{name} {}", plain(value))).collect();
        let _ = writeln!(text, "      {}", members.join(", "));
    }
    if list.count > SHOWN as u64 {
        text.push_str("      …\n");
    }
}

/// A value as text on one line.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => on_one_line(text),
        Value::Null => "none".to_owned(),
        other => other.to_string(),
    }
}
