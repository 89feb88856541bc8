//! A streaming reader of CSV (RFC 4180). Its memory does not grow with the file: it keeps the columns of the key and `updatedAt` alone, each cut
//! to a length that no valid value exceeds. Lines end with LF, CRLF or CR; blank lines are ignored.

mod records;

use super::header::{self, Layout, SEPARATORS};
use super::intake::Intake;
use super::json::LONGEST;
use crate::response::error::ApiError;
use records::Records;

/// A CSV file that is being read.
#[derive(Debug)]
pub(super) enum Csv {
    /// Up to the end of the first record, which tells the layout.
    Head(Head),
    Rows(Box<Records>),
}

/// The first record, collected before its separator is known.
#[derive(Debug)]
pub(super) struct Head {
    text: Vec<u8>,
    stage: Stage,
    /// Line on which the record begins.
    line: u64,
}

/// The state of the reader within a field.
#[derive(Clone, Copy, Debug)]
enum Stage {
    /// Before the first byte of the field.
    Start,
    Plain,
    Quoted,
    /// After a quote, which ends the quoted text unless a second quote follows.
    Closing,
}

impl Csv {
    pub(super) const fn new(line: u64) -> Self {
        Self::Head(Head { text: Vec::new(), stage: Stage::Start, line })
    }

    /// Number of the current line.
    pub(super) fn number(&self) -> u64 {
        match self {
            Self::Head(head) => head.line,
            Self::Rows(records) => records.start,
        }
    }

    pub(super) fn feed(&mut self, chunk: &[u8], intake: &mut Intake) -> Result<(), ApiError> {
        let mut rest = chunk;
        while let Self::Head(head) = self {
            let Some(end) = head.read(rest)? else { return Ok(()) };
            rest = rest.get(end..).unwrap_or_default();
            self.open(intake)?;
        }
        if let Self::Rows(records) = self {
            records.feed(rest, intake);
        }
        Ok(())
    }

    pub(super) fn finish(&mut self, intake: &mut Intake) -> Result<(), ApiError> {
        if let Self::Head(head) = self {
            if head.text.trim_ascii().is_empty() {
                return Ok(());
            }
            if matches!(head.stage, Stage::Quoted) {
                return Err(header::refusal(&head.text, intake));
            }
            self.open(intake)?;
        }
        if let Self::Rows(records) = self {
            records.finish(intake);
            intake.known.before = Some(records.layout.clone());
        }
        Ok(())
    }

    /// Determines the layout from the first record, and switches to reading rows.
    fn open(&mut self, intake: &mut Intake) -> Result<(), ApiError> {
        let Self::Head(head) = self else { return Ok(()) };
        let text = std::mem::take(&mut head.text);
        let lines = text.iter().filter(|byte| **byte == b'\n').count() as u64;
        let line = head.line;
        head.line += lines;
        if text.trim_ascii().is_empty() {
            return Ok(());
        }
        // `sep=;`, which some spreadsheets write as the first line.
        if let [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', separator] = *text.trim_ascii() {
            intake.known.dialect.separator = separator;
            head.stage = Stage::Start;
            return Ok(());
        }
        let ended = matches!(text.last(), Some(b'\n' | b'\r'));
        let record = text.get(..text.len() - usize::from(ended)).unwrap_or_default();
        let layout = Layout::of(record, intake).ok_or_else(|| header::refusal(record, intake))?;
        let named = layout.named;
        if let (true, None, Some(name)) = (named, &intake.known.given, &layout.twice) {
            return Err(ApiError::ColumnTwice("The first line of the CSV", name.clone()));
        }
        if named && looks_damaged(record) {
            intake.tally.header = true;
        }
        let mut records = Records::new(layout, intake, if named { line + lines } else { line });
        if !named {
            records.feed(&text, intake);
        }
        *self = Self::Rows(Box::new(records));
        Ok(())
    }
}

/// Whether the header line holds what no column name does: control characters, or a time of day, which it has when the first row was merged into it.
fn looks_damaged(names: &[u8]) -> bool {
    let is_time = |window: &[u8]| {
        window
            .iter()
            .enumerate()
            .all(|(at, byte)| if at % 3 == 2 { *byte == b':' } else { byte.is_ascii_digit() })
    };
    names.iter().any(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace())
        || names.windows(8).any(is_time)
}

impl Head {
    /// Reads up to the end of the first record. Returns how many bytes of the chunk belong to it, or None while it goes on.
    fn read(&mut self, chunk: &[u8]) -> Result<Option<usize>, ApiError> {
        for (at, &byte) in chunk.iter().enumerate() {
            self.stage = match (self.stage, byte) {
                (Stage::Quoted, b'"') => Stage::Closing,
                (Stage::Quoted, _) | (Stage::Closing | Stage::Start, b'"') => Stage::Quoted,
                (_, b'\n' | b'\r') => {
                    self.push(chunk.get(..=at).unwrap_or_default())?;
                    return Ok(Some(at + 1));
                }
                _ if SEPARATORS.contains(&byte) => Stage::Start,
                _ => Stage::Plain,
            };
        }
        self.push(chunk).map(|()| None)
    }

    fn push(&mut self, bytes: &[u8]) -> Result<(), ApiError> {
        self.text.extend_from_slice(bytes);
        if self.text.len() > LONGEST { Err(ApiError::LongHead(LONGEST)) } else { Ok(()) }
    }
}
