//! The text of a file, read as what its first lines tell it to be.

use super::super::messages::{Message, Messages};
use super::super::source::{Reader, Target as _};
use super::Held;
use super::dlt::Place;
use super::groups::Groups;
use super::inserts::Inserts;
use super::lines::{Line, Lines};
use super::opening::{Form, Opening};
use super::raw::{self, Table};
use crate::response::error::ApiError;

/// A text that is being read.
#[derive(Debug)]
pub(super) enum Text {
    /// Its first bytes, which do not tell yet what it is.
    Start(Opening),
    /// Rows as they are.
    Plain,
    Messages(Box<Spoken>),
    RawLines(Lines),
    RawTable(Box<Table>),
    Inserts(Box<Inserts>),
    /// The loads of dlt that are done.
    Loads(Lines),
    /// What is read over.
    Aside,
}

/// Messages, one a line.
#[derive(Debug, Default)]
pub(super) struct Spoken {
    lines: Lines,
    messages: Messages,
    /// The stream of the record that came last.
    last: Option<String>,
}

const UNQUOTED: ApiError = ApiError::FileType(
    "SQL of dlt without quotes around its texts",
    "Where a text ends cannot be told: set loader_file_format to jsonl or csv.",
);
const OPEN: &str = "the row is not closed";

impl Reader for Text {
    type Target = Groups;

    fn new() -> Self {
        Self::Start(Opening::default())
    }

    fn number(&self) -> u64 {
        match self {
            Self::Messages(spoken) => spoken.lines.ended + 1,
            Self::RawLines(lines) | Self::Loads(lines) => lines.ended + 1,
            Self::RawTable(table) => table.number(),
            Self::Inserts(inserts) => inserts.number(),
            Self::Start(_) | Self::Plain | Self::Aside => 1,
        }
    }

    fn feed(&mut self, chunk: &[u8], groups: &mut Groups) -> Result<(), ApiError> {
        match self {
            Self::Start(opening) => {
                match groups.place {
                    Place::Loads => *self = Self::Loads(Lines::default()),
                    Place::Aside => *self = Self::Aside,
                    Place::Unfinished => {
                        groups.unfinished();
                        *self = Self::Aside;
                    }
                    Place::Rows => {
                        return match opening.read(chunk, false) {
                            Some(form) => self.open(&form, groups),
                            None => Ok(()),
                        };
                    }
                }
                groups.held = Held::Aside;
                return self.feed(chunk, groups);
            }
            Self::Plain => return groups.current().feed(chunk),
            Self::Messages(spoken) => {
                let Spoken { lines, messages, last } = &mut **spoken;
                lines.feed(chunk, |line| message(line, messages, last, groups));
            }
            Self::RawLines(lines) => lines.feed(chunk, |line| raw_line(line, groups)),
            // What has no byte would be its end.
            Self::RawTable(table) if !chunk.is_empty() => {
                table.feed(chunk, |line, row| raw_row(line, row, groups));
            }
            Self::Inserts(inserts) => {
                inserts.feed(chunk, |line, row| groups.current().row(Some(line), row));
            }
            Self::Loads(lines) => lines.feed(chunk, |line| groups.loads.take(line.text)),
            Self::RawTable(_) | Self::Aside => {}
        }
        Ok(())
    }

    fn finish(&mut self, groups: &mut Groups) -> Result<(), ApiError> {
        if let Self::Start(opening) = self {
            let form = opening.read(b"", true).unwrap_or(Form::Plain);
            self.open(&form, groups)?;
        }
        match self {
            Self::Start(_) | Self::Aside => {}
            Self::Plain => {
                let held = groups.current().end_file()?;
                groups.held = if held { Held::Rows } else { Held::Other };
            }
            Self::Messages(spoken) => {
                let Spoken { lines, messages, last } = &mut **spoken;
                lines.finish(|line| message(line, messages, last, groups));
            }
            Self::RawLines(lines) => lines.finish(|line| raw_line(line, groups)),
            Self::RawTable(table) => {
                table.feed(b"", |line, row| raw_row(line, row, groups));
            }
            Self::Inserts(inserts) => {
                if let Some((line, bytes)) = inserts.open() {
                    groups.cut(line, OPEN, bytes);
                }
            }
            Self::Loads(lines) => lines.finish(|line| groups.loads.take(line.text)),
        }
        Ok(())
    }
}

impl Text {
    /// Goes on as what the first bytes told.
    fn open(&mut self, form: &Form, groups: &mut Groups) -> Result<(), ApiError> {
        let Self::Start(opening) = self else { return Ok(()) };
        let held = std::mem::take(&mut opening.held);
        let told = opening.load.is_some();
        let unfinished = opening.load.as_deref().is_some_and(|load| !groups.loads.is_done(load));
        if unfinished {
            groups.unfinished();
        }
        *self = match form {
            _ if unfinished => Self::Aside,
            Form::Plain => {
                groups.begin_plain(told)?;
                Self::Plain
            }
            Form::Messages => Self::Messages(Box::default()),
            Form::RawLines => Self::RawLines(Lines::default()),
            Form::RawTable => Self::RawTable(Box::new(Table::new())),
            Form::Inserts => Self::Inserts(Box::default()),
            Form::Unquoted => return Err(UNQUOTED),
            Form::Lists => Self::Aside,
        };
        match self {
            Self::Plain | Self::Messages(_) => {}
            Self::Aside => groups.held = Held::Aside,
            _ => groups.show_file(None),
        }
        self.feed(&held, groups)
    }
}

/// Takes a line of messages.
fn message(
    line: Line<'_>,
    messages: &mut Messages,
    last: &mut Option<String>,
    groups: &mut Groups,
) {
    let text = String::from_utf8_lossy(line.text);
    match messages.read(&text) {
        Message::Row { stream, row } => {
            if last.as_deref() != Some(&*stream) {
                *last = Some(stream.clone().into_owned());
                groups.show_file(Some(&stream));
            }
            groups.named(&stream).row(Some(line.number), &row);
        }
        Message::Broken(why) => {
            // Whose row it was nobody knows: the stream that came last is the likeliest.
            let group = match last {
                Some(last) => groups.named(last),
                None => groups.current(),
            };
            group.lost(line, why);
        }
        Message::State | Message::Aside => {}
    }
}

fn raw_line(line: Line<'_>, groups: &mut Groups) {
    let text = String::from_utf8_lossy(line.text);
    match raw::of_line(&text) {
        Some(row) => groups.current().row(Some(line.number), &row),
        None if text.trim().is_empty() => {}
        None => groups.current().lost(line, raw::NO_ROW),
    }
}

fn raw_row(line: u64, row: Option<&str>, groups: &mut Groups) {
    match row {
        Some(row) => groups.current().row(Some(line), row),
        None => groups.current().bad(line, raw::NO_ROW, 0),
    }
}
