//! JSON rows as they come: an array cut at the commas between its elements, or an object a line. Each element is read by itself, so a
//! bad one spoils no other; no more than one is held.

use super::intake::{Fields, Intake, UPDATED, same_name};
use crate::error::ApiError;
use crate::json::read;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// The longest element, in bytes.
const LONGEST: usize = 262_144;
const TOO_LONG: &str = "longer than 262144 bytes";

/// The bytes of one element; what is too long is dropped, and known to have been there.
#[derive(Debug, Default)]
struct Element {
    text: Vec<u8>,
    long: bool,
}

/// The elements of an array, counted from 1.
#[derive(Debug, Default)]
pub(super) struct Array {
    element: Element,
    /// Elements that have ended.
    ended: u64,
    stage: Stage,
    /// How many brackets of the element are open.
    depth: u64,
}

/// Where in an array the reader is.
#[derive(Clone, Copy, Debug, Default)]
enum Stage {
    /// Before the bracket.
    #[default]
    Outside,
    Inside,
    /// Inside a string.
    Text,
    /// Behind a backslash.
    Escape,
    /// Behind the closing bracket.
    Closed,
    /// Behind something that follows it.
    Trailing,
}

/// Objects, one a line.
#[derive(Debug)]
pub(super) struct Lines {
    element: Element,
    line: u64,
    first: bool,
}

impl Element {
    fn push(&mut self, bytes: &[u8]) {
        self.long |= self.text.len() + bytes.len() > LONGEST;
        if self.long {
            self.text.clear();
        } else {
            self.text.extend_from_slice(bytes);
        }
    }

    fn is_blank(&self) -> bool {
        !self.long && self.text.trim_ascii().is_empty()
    }

    fn clear(&mut self) {
        self.text.clear();
        self.long = false;
    }

    /// Its value, or why it has none.
    fn value(&self) -> Result<Map<String, Value>, &'static str> {
        match read(&self.text) {
            _ if self.long => Err(TOO_LONG),
            Some(Value::Object(members)) => Ok(members),
            Some(_) => Err("not an object"),
            None => Err("not JSON"),
        }
    }

    /// Hands it on as a row; empties it.
    fn end(&mut self, number: u64, intake: &mut Intake) {
        match self.value() {
            Ok(members) => row(number, &members, intake),
            Err(reason) => intake.bad(number, &[reason]),
        }
        self.clear();
    }
}

impl Array {
    pub(super) fn feed(&mut self, chunk: &[u8], intake: &mut Intake) -> Result<(), ApiError> {
        // What is pushed at once: the bytes since the last that decided something.
        let mut from = 0;
        for (at, &byte) in chunk.iter().enumerate() {
            let ended = match (self.stage, byte) {
                (Stage::Outside, b'[') => {
                    self.stage = Stage::Inside;
                    true
                }
                (Stage::Outside, _) => return Err(ApiError::NotRows),
                (Stage::Inside, b',' | b']') if self.depth == 0 => {
                    self.element.push(chunk.get(from..at).unwrap_or_default());
                    self.end_element(byte, intake);
                    true
                }
                (Stage::Closed, _) if !byte.is_ascii_whitespace() => {
                    self.stage = Stage::Trailing;
                    intake.bad(self.ended + 1, &["text behind the end of the array"]);
                    true
                }
                (Stage::Closed | Stage::Trailing, _) => true,
                _ => {
                    self.step(byte);
                    false
                }
            };
            if ended {
                from = at + 1;
            }
        }
        self.element.push(chunk.get(from..).unwrap_or_default());
        Ok(())
    }

    /// Takes a byte that ends no element.
    fn step(&mut self, byte: u8) {
        self.stage = match (self.stage, byte) {
            (Stage::Text, b'"') => Stage::Inside,
            (Stage::Text, b'\\') => Stage::Escape,
            (Stage::Text | Stage::Escape, _) | (_, b'"') => Stage::Text,
            (stage, b'{' | b'[') => {
                self.depth += 1;
                stage
            }
            (stage, b'}' | b']') => {
                self.depth = self.depth.saturating_sub(1);
                stage
            }
            (stage, _) => stage,
        };
    }

    fn end_element(&mut self, byte: u8, intake: &mut Intake) {
        let closes = byte == b']';
        if closes {
            self.stage = Stage::Closed;
        }
        if closes && self.ended == 0 && self.element.is_blank() {
            return self.element.clear();
        }
        self.ended += 1;
        if self.element.is_blank() {
            intake.bad(self.ended, &["nothing between two commas"]);
            return self.element.clear();
        }
        self.element.end(self.ended, intake);
    }

    /// An array that is not closed is cut off: what was cut is not shown as another fault.
    pub(super) fn finish(&mut self, intake: &mut Intake) -> Result<(), ApiError> {
        if !matches!(self.stage, Stage::Closed | Stage::Trailing) {
            self.ended += 1;
            if let Ok(members) = self.element.value() {
                row(self.ended, &members, intake);
                self.ended += 1;
            }
            intake.cut(self.ended, "the array is not closed");
        }
        Ok(())
    }
}

impl Lines {
    pub(super) const fn new(line: u64) -> Self {
        Self { element: Element { text: Vec::new(), long: false }, line, first: true }
    }

    pub(super) fn feed(&mut self, chunk: &[u8], intake: &mut Intake) -> Result<(), ApiError> {
        for piece in chunk.split_inclusive(|&byte| byte == b'\n') {
            self.element.push(piece);
            if piece.ends_with(b"\n") {
                self.end_line(intake)?;
                self.line += 1;
            }
        }
        Ok(())
    }

    pub(super) fn finish(&mut self, intake: &mut Intake) -> Result<(), ApiError> {
        self.end_line(intake)
    }

    fn end_line(&mut self, intake: &mut Intake) -> Result<(), ApiError> {
        if self.element.is_blank() {
            self.element.clear();
            return Ok(());
        }
        if std::mem::take(&mut self.first) && self.is_wrapper(intake) {
            return Err(ApiError::NotRows);
        }
        self.element.end(self.line, intake);
        Ok(())
    }

    /// Whether the line begins an object that holds rows instead of being one: one without the key that has a list as a member, one that
    /// goes on over lines, one that does not end.
    fn is_wrapper(&self, intake: &Intake) -> bool {
        match self.element.value() {
            Ok(members) => {
                members.values().any(Value::is_array)
                    && intake.keys().iter().any(|key| text(&members, key).is_none_or(|text| text.is_empty()))
            }
            Err(TOO_LONG) => true,
            Err(_) => self.element.text.trim_ascii() == b"{",
        }
    }
}

/// Hands an object on as a row.
fn row(number: u64, members: &Map<String, Value>, intake: &mut Intake) {
    let mut fields = Fields::default();
    for (field, name) in fields.iter_mut().zip(intake.keys()) {
        *field = text(members, name).unwrap_or_default();
    }
    match text(members, intake.names()[UPDATED]) {
        Some(updated) => fields[UPDATED] = updated,
        None => return intake.bad(number, &["'updatedAt' is no text"]),
    }
    intake.row(number, &fields);
}

/// The text of a member, an integer's digits too; empty where it is absent or null, None for what is neither.
fn text<'m>(members: &'m Map<String, Value>, wanted: &str) -> Option<Cow<'m, str>> {
    match members.iter().find(|(name, _)| same_name(name, wanted)).map(|(_, value)| value) {
        None | Some(Value::Null) => Some(Cow::Borrowed("")),
        Some(Value::String(text)) => Some(Cow::Borrowed(text)),
        Some(Value::Number(number)) => crate::json::integer(number).map(Cow::Owned),
        Some(_) => None,
    }
}
