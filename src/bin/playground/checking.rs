//! `playground check`: a file in chunks through the core's checker, and its verdict in words or as JSON. The exit code is the verdict, so
//! that the tests of a connector can use it.

use crate::{MISUSED, Terminal, clock};
use api_playground::check::format::Format;
use api_playground::check::verdict::Listed;
use api_playground::check::{Check, Verdict};
use api_playground::world::World;
use api_playground::{Settings, Timestamp};
use serde_json::Value;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read};

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
pub(crate) struct Checking {
    /// What the data that should have landed are computed from.
    pub(crate) settings: Settings,
    /// The file; `-` for stdin.
    pub(crate) file: OsString,
    /// Whose rows landed.
    pub(crate) stream: String,
    /// The moment of the truth, where it is given.
    pub(crate) as_of: Option<Timestamp>,
    /// The file's format, where it is given.
    pub(crate) format: Option<Format>,
    /// Whether the verdict is printed as JSON.
    pub(crate) json: bool,
}

/// Checks, prints the verdict, and gives the exit code.
pub(crate) fn check(checking: Checking, terminal: &mut Terminal<'_>) -> u8 {
    match verdict(&checking, terminal) {
        Ok(verdict) => {
            let text = if checking.json { format!("{}\n", verdict.value()) } else { words(&verdict) };
            let _ = terminal.out.write_all(text.as_bytes()).and_then(|()| terminal.out.flush());
            if verdict.is_complete() { 0 } else { INCOMPLETE }
        }
        Err(error) => {
            // A name of several lines is shown on one.
            let file = checking.file.to_string_lossy();
            let file = file.escape_debug();
            let _ = terminal.err.write_all(format!("error: {file}: {error}\n").as_bytes());
            MISUSED
        }
    }
}

fn verdict(checking: &Checking, terminal: &mut Terminal<'_>) -> Result<Verdict, String> {
    let shown = |error: io::Error| error.to_string();
    let now = checking.settings.now.unwrap_or_else(clock::now);
    let world = World::passing(checking.settings.clone());
    let mut check = Check::new(&checking.stream, checking.as_of, checking.format, &world, now);
    let mut file = open(checking).map_err(shown)?;
    let mut progress = Progress::new(terminal);
    let mut chunk = vec![0; CHUNK];
    loop {
        match file.read(&mut chunk) {
            Ok(0) => break,
            Ok(read) => {
                check.feed(chunk.get(..read).unwrap_or_default()).map_err(|error| error.to_string())?;
                progress.add(read);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(shown(error)),
        }
    }
    drop(progress);
    check.finish().map_err(|error| error.to_string())
}

#[expect(clippy::disallowed_methods, reason = "the native door is where files are read")]
fn open(checking: &Checking) -> io::Result<Box<dyn Read>> {
    if checking.file == "-" { Ok(Box::new(io::stdin())) } else { Ok(Box::new(File::open(&checking.file)?)) }
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
            let _ = self.terminal.err.write_all(format!("\r{} MiB read", self.read >> 20).as_bytes());
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
fn words(verdict: &Verdict) -> String {
    let word = if verdict.is_complete() { "complete" } else { "incomplete" };
    let mut text = format!("{word}: {} of {} rows\n", verdict.truth - verdict.missing.count, verdict.truth);
    // Writing to a string does not fail.
    let _ = writeln!(text, "  {:<15} {:>10}", "landed", verdict.landed);
    for (name, list) in verdict.lists() {
        let _ = writeln!(text, "  {:<15} {:>10}", name.replace('_', " "), list.count);
        examples(list, &mut text);
    }
    if let Some(hint) = &verdict.hint {
        let _ = writeln!(text, "hint: {hint}");
    }
    text
}

fn examples(list: &Listed, text: &mut String) {
    for example in list.examples.iter().take(SHOWN) {
        let members = example.as_object().into_iter().flatten();
        let members: Vec<String> = members.map(|(name, value)| format!("{name} {}", plain(value))).collect();
        let _ = writeln!(text, "      {}", members.join(", "));
    }
    if list.count > SHOWN as u64 {
        text.push_str("      …\n");
    }
}

/// A value as text on one line.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.escape_debug().to_string(),
        Value::Null => "none".to_owned(),
        other => other.to_string(),
    }
}
