//! The text of a file: its first lines tell whether it holds messages, rows as a framework stores them, or rows as they are.

use super::super::messages::{Message, Messages, Protocol};
use super::super::source::Reader;
use super::Groups;
use crate::response::error::ApiError;

/// Bytes that tell at the latest what a file is.
const ENOUGH: usize = 65_536;
/// The longest line of messages, in bytes.
const LONGEST: usize = 1 << 24;

/// A text that is being read.
#[derive(Debug)]
pub(super) enum Text {
    /// Its first bytes, which do not tell yet what it is.
    Start(Vec<u8>),
    /// Rows as they are.
    Plain,
    Lines(Lines),
}

/// Messages, one a line.
#[derive(Debug, Default)]
pub(super) struct Lines {
    messages: Messages,
    held: Vec<u8>,
    number: u64,
    /// The stream of the record that came last.
    last: Option<String>,
}

impl Reader for Text {
    type Target = Groups;

    fn new() -> Self {
        Self::Start(Vec::new())
    }

    fn number(&self) -> u64 {
        match self {
            Self::Lines(lines) => lines.number + 1,
            _ => 1,
        }
    }

    fn feed(&mut self, chunk: &[u8], groups: &mut Groups) -> Result<(), ApiError> {
        match self {
            Self::Start(held) => {
                held.extend_from_slice(chunk);
                match told(held, false) {
                    Some(text) => self.open(text, groups),
                    None => Ok(()),
                }
            }
            Self::Plain => groups.current().map_or(Ok(()), |group| group.feed(chunk)),
            Self::Lines(lines) => {
                lines.feed(chunk, groups);
                Ok(())
            }
        }
    }

    fn finish(&mut self, groups: &mut Groups) -> Result<(), ApiError> {
        if let Self::Start(held) = self {
            if held.is_empty() {
                return Ok(());
            }
            let text = told(held, true).unwrap_or(Self::Plain);
            self.open(text, groups)?;
        }
        match self {
            Self::Start(_) => {}
            Self::Plain => {
                groups.current().map_or(Ok(false), super::group::Rows::end_file)?;
            }
            Self::Lines(lines) => lines.finish(groups),
        }
        Ok(())
    }
}

impl Text {
    /// Goes on as what the first bytes told.
    fn open(&mut self, text: Self, groups: &mut Groups) -> Result<(), ApiError> {
        let Self::Start(held) = std::mem::replace(self, text) else { return Ok(()) };
        if matches!(self, Self::Plain) {
            let path = groups.path.clone();
            groups.current().map_or(Ok(()), |group| group.begin_file(path.as_deref(), None))?;
        }
        self.feed(&held, groups)
    }
}

/// What begins so; None where that is not known yet.
fn told(start: &[u8], whole: bool) -> Option<Text> {
    let start = start.trim_ascii_start();
    let known = whole || start.len() >= ENOUGH;
    match start.first() {
        None => known.then_some(Text::Plain),
        Some(b'[') => Some(Text::Plain),
        Some(_) => {
            let lines = start.split_inclusive(|byte| *byte == b'\n');
            let mut messages = Messages::new();
            for line in lines.filter(|line| line.ends_with(b"\n") || known) {
                messages.read(&String::from_utf8_lossy(line));
                match messages.protocol() {
                    Some(Protocol::Singer | Protocol::Airbyte) => {
                        return Some(Text::Lines(Lines::default()));
                    }
                    Some(_) => return Some(Text::Plain),
                    None => {}
                }
            }
            known.then_some(Text::Plain)
        }
    }
}

impl Lines {
    fn feed(&mut self, chunk: &[u8], groups: &mut Groups) {
        for part in chunk.split_inclusive(|byte| *byte == b'\n') {
            let room = LONGEST.saturating_sub(self.held.len());
            self.held.extend_from_slice(part.get(..part.len().min(room)).unwrap_or_default());
            if part.ends_with(b"\n") {
                self.end(groups);
            }
        }
    }

    /// Takes the line that is held.
    fn end(&mut self, groups: &mut Groups) {
        self.number += 1;
        let held = std::mem::take(&mut self.held);
        let line = String::from_utf8_lossy(&held);
        match self.messages.read(&line) {
            Message::Row { stream, row } => {
                if let Some(group) = groups.named(&stream) {
                    group.row(Some(self.number), &row);
                }
                if self.last.as_deref() != Some(&stream) {
                    self.last = Some(stream.into_owned());
                }
            }
            Message::Broken(why) => {
                let name = self.last.clone().unwrap_or_else(|| groups.current.clone());
                if let Some(group) = groups.named(&name) {
                    group.bad(self.number, why, held.len() as u64);
                }
            }
            Message::State | Message::Aside => {}
        }
    }

    fn finish(&mut self, groups: &mut Groups) {
        if !self.held.is_empty() {
            self.end(groups);
        }
    }
}
