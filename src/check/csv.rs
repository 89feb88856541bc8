//! CSV (RFC 4180) byte by byte, in memory that does not grow with the file: only the columns of the key and `updatedAt` are kept, and of
//! them no more than a beginning that no right value exceeds. Lines end with LF, CRLF or CR; blank ones count for nothing.

use super::intake::{Fields, Intake, UPDATED, same_name};
use crate::error::ApiError;

/// What is kept of a field, in bytes.
const KEPT: usize = 120;

#[derive(Debug)]
pub(super) struct Csv {
    stage: Stage,
    /// What stands between fields; the first line decides it.
    separator: Option<u8>,
    /// Which column is the key's first, second, third, and which is `updatedAt`; none of them before the first line has ended.
    columns: [Option<u64>; Fields::MOST],
    /// How many columns the first line has; 0 before it has ended.
    width: u64,
    /// The field that is read, counted from 0.
    field: u64,
    /// Where its text is kept.
    slot: Option<usize>,
    texts: [Vec<u8>; Fields::MOST],
    /// Whether anything of this record was read.
    begun: bool,
    line: u64,
    /// The line this record begins on.
    start: u64,
}

/// Where in a field the reader is.
#[derive(Clone, Copy, Debug)]
enum Stage {
    /// Before its first byte.
    Start,
    Plain,
    Quoted,
    /// Behind a quote that ends the quoted text, or is the first half of a doubled one.
    Closing,
}

impl Csv {
    pub(super) fn new(line: u64) -> Self {
        Self {
            stage: Stage::Start,
            separator: None,
            columns: [None; Fields::MOST],
            width: 0,
            field: 0,
            slot: Some(0),
            texts: Default::default(),
            begun: false,
            line,
            start: line,
        }
    }

    pub(super) fn feed(&mut self, chunk: &[u8], intake: &mut Intake) -> Result<(), ApiError> {
        for &byte in chunk {
            self.line += u64::from(byte == b'\n');
            match (self.stage, byte) {
                (Stage::Quoted, b'"') => self.stage = Stage::Closing,
                (Stage::Quoted, _) => self.keep(byte),
                (Stage::Closing, b'"') => {
                    self.stage = Stage::Quoted;
                    self.keep(byte);
                }
                (Stage::Start, b'"') => {
                    self.stage = Stage::Quoted;
                    self.begun = true;
                }
                (_, b'\n' | b'\r') => self.end_record(intake)?,
                _ if self.separates(byte) => self.end_field(intake),
                _ => {
                    self.stage = Stage::Plain;
                    self.begun = true;
                    self.keep(byte);
                }
            }
        }
        Ok(())
    }

    pub(super) fn finish(&mut self, intake: &mut Intake) -> Result<(), ApiError> {
        if matches!(self.stage, Stage::Quoted) {
            intake.cut(self.start, "a quote is not closed");
            return if self.width == 0 { Err(ApiError::NoColumn(intake.keys()[0])) } else { Ok(()) };
        }
        self.end_record(intake)
    }

    fn separates(&mut self, byte: u8) -> bool {
        match self.separator {
            Some(separator) => byte == separator,
            None if matches!(byte, b',' | b';' | b'\t') && self.width == 0 => {
                self.separator = Some(byte);
                true
            }
            None => byte == b',',
        }
    }

    fn keep(&mut self, byte: u8) {
        if let Some(text) = self.slot.and_then(|slot| self.texts.get_mut(slot))
            && text.len() < KEPT
        {
            text.push(byte);
        }
    }

    fn end_field(&mut self, intake: &Intake) {
        if self.width == 0 {
            self.name_column(intake);
        }
        self.begun = true;
        self.field += 1;
        self.open_field();
    }

    /// Finds where the text of a field goes: in the first line always to the first place.
    fn open_field(&mut self) {
        self.stage = Stage::Start;
        self.slot =
            if self.width == 0 { Some(0) } else { self.columns.iter().position(|&column| column == Some(self.field)) };
    }

    /// The first line: what the field just read is the name of. The first of two columns of one name counts.
    fn name_column(&mut self, intake: &Intake) {
        let name = std::mem::take(&mut self.texts[0]);
        let name = String::from_utf8_lossy(&name);
        for (column, wanted) in self.columns.iter_mut().zip(intake.names()) {
            if column.is_none() && same_name(name.trim(), wanted) {
                *column = Some(self.field);
            }
        }
    }

    fn end_record(&mut self, intake: &mut Intake) -> Result<(), ApiError> {
        if self.begun {
            self.end_field(intake);
            if self.width == 0 {
                self.width = self.field;
                let mut keys = intake.keys().iter().zip(&self.columns);
                if let Some((name, _)) = keys.find(|(_, column)| column.is_none()) {
                    return Err(ApiError::NoColumn(name));
                }
            } else if self.field == self.width {
                self.row(intake);
            } else {
                let (found, wanted) = (self.field.to_string(), self.width.to_string());
                intake.bad(self.start, &[&found, " fields where the first line names ", &wanted]);
            }
            self.texts.iter_mut().for_each(Vec::clear);
            (self.field, self.begun) = (0, false);
        }
        self.open_field();
        self.start = self.line;
        Ok(())
    }

    fn row(&self, intake: &mut Intake) {
        let mut fields = Fields::default();
        for (field, text) in fields.iter_mut().zip(&self.texts) {
            // What is no UTF-8 is no value of ours either; it only has to be shown.
            *field = String::from_utf8_lossy(text);
        }
        intake.row(self.start, &fields);
    }
}

const _: () = assert!(UPDATED + 1 == Fields::MOST);
