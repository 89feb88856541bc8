//! A streaming reader of JSON rows: concatenated arrays of objects, and objects that are one per line, span several lines or are concatenated.
//! Each row is parsed on its own, so a damaged one affects no other, and no more than one is held in memory.

use super::intake::{Fields, Intake};
use super::member::{NOT_JSON, Object, is_object};
use super::repair::repaired;
use super::stream;
use crate::response::error::ApiError;

/// The longest row, in bytes.
pub(super) const LONGEST: usize = 262_144;
const TOO_LONG: &str = "longer than 262144 bytes";
const NOT_CLOSED: &str = "the array is not closed";
/// The record separator of JSON text sequences (RFC 7464).
const RECORD: u8 = 0x1E;

/// A JSON file that is being read.
#[derive(Debug)]
pub(super) struct Json {
    stage: Stage,
    /// What precedes the row in its array; None outside arrays.
    array: Option<Before>,
    /// Number of open arrays around that one: a list of pages has one.
    around: u64,
    /// Bytes of the current row.
    element: Element,
    /// Number of its open brackets.
    depth: u64,
    /// Number of rows in arrays that have ended.
    ended: u64,
    line: u64,
    /// Line on which the row begins, outside arrays.
    start: u64,
    /// Whether the next byte is the first of a line.
    fresh: bool,
    /// Whether no row has ended yet.
    first: bool,
}

/// The state of the reader within a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Before the row.
    Between,
    Inside,
    /// Inside a string.
    Text,
    /// After a backslash inside a string.
    Escape,
    /// Inside something that is not an object, outside arrays.
    Word,
}

/// What precedes a row in its array.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    Bracket,
    Comma,
    /// A row that was cut off, or a nested array.
    Other,
}

/// The bytes of one row. A row that is too long is truncated, and its full length counted.
#[derive(Debug, Default)]
struct Element {
    text: Vec<u8>,
    bytes: u64,
}

impl Element {
    fn push(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        let room = bytes.len().min(LONGEST - self.text.len());
        self.text.extend_from_slice(bytes.get(..room).unwrap_or_default());
    }

    /// Passes the bytes to the intake as a row, or as several without commas between them, and clears them.
    fn end(&mut self, number: u64, intake: &mut Intake) {
        objects(number, &self.text, self.bytes - self.text.len() as u64, intake);
        self.clear();
    }

    fn clear(&mut self) {
        self.text.clear();
        self.bytes = 0;
    }
}

impl Json {
    pub(super) fn new(line: u64) -> Self {
        Self {
            stage: Stage::Between,
            array: None,
            around: 0,
            element: Element::default(),
            depth: 0,
            ended: 0,
            line,
            start: line,
            fresh: false,
            first: true,
        }
    }

    /// Number of the current row: its index in the array, or its line.
    pub(super) const fn number(&self) -> u64 {
        match (self.array, self.stage) {
            (Some(_), _) => self.ended + 1,
            (None, Stage::Between) => self.line,
            (None, _) => self.start,
        }
    }

    pub(super) fn feed(&mut self, chunk: &[u8], intake: &mut Intake) -> Result<(), ApiError> {
        // Where the current row begins in the chunk, and the next byte.
        let (mut from, mut at) = (0, 0);
        loop {
            if self.stage == Stage::Text {
                let rest = chunk.get(at..).unwrap_or_default();
                at += rest
                    .iter()
                    .position(|byte| matches!(byte, b'"' | b'\\' | b'\n'))
                    .unwrap_or(rest.len());
            }
            let Some(&byte) = chunk.get(at) else { break };
            let fresh = std::mem::replace(&mut self.fresh, byte == b'\n');
            let ends_line = byte == b'\n';
            let cut = match self.stage {
                // A line end inside a string, or a line that begins with a bracket inside a row, means that the row was cut off.
                Stage::Text | Stage::Escape => ends_line,
                Stage::Inside => {
                    fresh
                        && (byte == b'[' && self.array.is_some()
                            || matches!(byte, b'{' | b'[') && self.depth > 0)
                }
                Stage::Word => ends_line || matches!(byte, b'{' | b'['),
                Stage::Between => false,
            };
            if cut {
                self.element.push(chunk.get(from..at).unwrap_or_default());
                self.end(intake)?;
                self.array = self.array.map(|_| Before::Other);
            }
            let before = self.stage;
            match before {
                Stage::Between => self.begin(byte, fresh, intake),
                Stage::Text => {
                    self.stage = if byte == b'"' { Stage::Inside } else { Stage::Escape }
                }
                Stage::Escape => self.stage = Stage::Text,
                Stage::Word => {}
                Stage::Inside if self.depth == 0 && matches!(byte, b',' | b']') => {
                    self.element.push(chunk.get(from..at).unwrap_or_default());
                    self.end(intake)?;
                    self.follow(byte);
                }
                Stage::Inside => {
                    self.step(byte);
                    if self.depth == 0 && self.array.is_none() {
                        self.element.push(chunk.get(from..=at).unwrap_or_default());
                        self.end(intake)?;
                    }
                }
            }
            if before == Stage::Between {
                from = at;
            }
            self.line += u64::from(ends_line);
            at += 1;
        }
        if self.stage != Stage::Between {
            self.element.push(chunk.get(from..).unwrap_or_default());
        }
        Ok(())
    }

    /// Handles a byte between rows.
    fn begin(&mut self, byte: u8, fresh: bool, intake: &mut Intake) {
        match (self.array, byte) {
            (_, b' ' | b'\t' | b'\r' | b'\n') => {}
            // In concatenated files, a byte order mark may follow the file before.
            (None, b',' | RECORD | 0xEF | 0xBB | 0xBF) => {}
            (None, b'[') => {
                self.array = Some(Before::Bracket);
            }
            (Some(Before::Other), b'[') if fresh => {
                intake.cut(self.ended + 1, NOT_CLOSED, 0);
                (self.array, self.around) = (Some(Before::Bracket), 0);
            }
            (Some(_), b'[') => {
                self.around += 1;
                self.array = Some(Before::Bracket);
            }
            (Some(before), b',' | b']') => {
                if before == Before::Comma || before == Before::Bracket && byte == b',' {
                    self.ended += 1;
                    intake.bad(self.ended, &["nothing between two commas"], 0);
                }
                self.follow(byte);
            }
            (array, _) => {
                self.start = self.line;
                self.stage =
                    if array.is_some() || byte == b'{' { Stage::Inside } else { Stage::Word };
                if self.stage == Stage::Inside {
                    self.step(byte);
                }
            }
        }
    }

    /// Handles a comma, or the bracket that closes an array.
    const fn follow(&mut self, byte: u8) {
        self.array = match byte {
            b',' => Some(Before::Comma),
            _ if self.around > 0 => Some(Before::Other),
            _ => None,
        };
        self.around = self.around.saturating_sub((byte == b']') as u64);
    }

    /// Handles a byte inside a row.
    fn step(&mut self, byte: u8) {
        match byte {
            b'"' => self.stage = Stage::Text,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }

    /// Ends the current row, complete or not.
    fn end(&mut self, intake: &mut Intake) -> Result<(), ApiError> {
        (self.stage, self.depth) = (Stage::Between, 0);
        if std::mem::take(&mut self.first) && self.is_wrapper(intake) {
            return Err(ApiError::NotRows);
        }
        let number = if self.array.is_some() { self.ended + 1 } else { self.start };
        self.ended += u64::from(self.array.is_some());
        self.element.end(number, intake);
        Ok(())
    }

    /// Whether the object is a wrapper around rows: it has a list as a member, and lacks the key.
    fn is_wrapper(&self, intake: &Intake) -> bool {
        let (text, mut object) = (repaired(&self.element.text), Object::default());
        // As far as it goes.
        let _ = object.read(&text, &intake.names());
        object.lists && (0..intake.keys().len()).any(|key| !object.has(key))
    }

    /// Ends the file. An unclosed row counts as cut off, and as nothing else.
    pub(super) fn finish(&mut self, intake: &mut Intake) -> Result<(), ApiError> {
        if self.array.is_some() {
            if is_object(self.element.text.trim_ascii(), &intake.names()) {
                self.end(intake)?;
            }
            intake.cut(self.ended + 1, NOT_CLOSED, self.element.bytes);
        } else if self.stage == Stage::Word {
            self.end(intake)?;
        } else if self.stage != Stage::Between {
            if self.first && self.is_wrapper(intake) {
                return Err(ApiError::NotRows);
            }
            intake.cut(self.start, "the object is not closed", self.element.bytes);
        }
        Ok(())
    }
}

/// Passes a text to the intake as one row, or as several concatenated ones. `cut` bytes after it were truncated.
pub(super) fn objects(number: u64, text: &[u8], dropped: u64, intake: &mut Intake) {
    let (read, mut reason) = match std::str::from_utf8(text) {
        Ok(text) => rows(number, text, intake),
        Err(_) => (0, Some(NOT_JSON)),
    };
    let mut rest = text.get(read..).unwrap_or_default();
    if reason.is_some() && dropped == 0 {
        let (more, other) = rows(number, &repaired(rest), intake);
        rest = rest.get(more..).unwrap_or_default();
        reason = other;
    }
    if let Some(reason) = reason {
        let reason = if dropped > 0 { TOO_LONG } else { reason };
        intake.bad(number, &[reason], rest.len() as u64 + dropped);
    }
}

/// Passes the objects at the beginning of a text to the intake as rows. Returns where the last one ends, and why the rest is not a row.
fn rows(number: u64, text: &str, intake: &mut Intake) -> (usize, Option<&'static str>) {
    let mut rest = text.trim_ascii_start();
    while !rest.is_empty() {
        let mut object = Object::default();
        match object.read(rest, &intake.names()) {
            Ok(end) => {
                row(number, object, end as u64, intake);
                rest = rest.get(end..).unwrap_or_default().trim_ascii_start();
            }
            Err(reason) => return (text.len() - rest.len(), Some(reason)),
        }
    }
    (text.len(), None)
}

/// Passes an object to the intake as a row.
fn row(number: u64, mut object: Object<'_>, bytes: u64, intake: &mut Intake) {
    if object.twice {
        intake.glued(number);
    }
    let mut fields = Fields::default();
    for (at, field) in fields.iter_mut().enumerate() {
        *field = match object.take(at) {
            Some(text) => text,
            None => {
                return intake.bad(
                    number,
                    &["'", intake.names()[at], "' is no text and no number"],
                    bytes,
                );
            }
        };
    }
    let is_keyless = fields.iter().zip(intake.keys()).any(|(field, _)| field.trim().is_empty());
    if is_keyless && let Some(other) = stream::of_names(|key| object.names(key)) {
        intake.other_stream(other);
    }
    intake.row(number, &fields, bytes);
}
