//! The rows of a CSV file, once its layout is known.

use super::Stage;
use crate::checker::header::Layout;
use crate::checker::intake::{Fields, Intake, UPDATED};

/// Bytes kept of a field.
const KEPT: usize = 120;
/// Bytes kept of a line inside a quoted field: enough to recognise the beginning of a row.
const INNER: usize = 512;
/// Longest column name by which a repeated header line is recognised.
const NAME: usize = 64;

/// The records of a file with a known layout.
#[derive(Debug)]
pub(in crate::checker) struct Records {
    pub(super) layout: Layout,
    names: [&'static str; Fields::MOST],
    stage: Stage,
    /// Index of the current field, from 0.
    field: u64,
    /// Index in `texts` where its text is kept; None for a column that is not wanted.
    slot: Option<usize>,
    texts: [Vec<u8>; Fields::MOST],
    /// Whether the record has begun, and how many bytes of it were read.
    begun: bool,
    bytes: u64,
    line: u64,
    /// Line on which the record begins.
    pub(super) start: u64,
    /// Current line inside a quoted field, from the field's second line on.
    inner: Option<Vec<u8>>,
    /// Whether a quoted field of this record contains a row, which happens where a quote before it is missing.
    swallows: bool,
}

impl Records {
    pub(super) fn new(layout: Layout, intake: &Intake, line: u64) -> Self {
        let mut records = Self {
            layout,
            names: intake.names(),
            stage: Stage::Start,
            field: 0,
            slot: None,
            texts: Default::default(),
            begun: false,
            bytes: 0,
            line,
            start: line,
            inner: None,
            swallows: false,
        };
        records.open_field();
        records
    }

    pub(super) fn feed(&mut self, chunk: &[u8], intake: &mut Intake) {
        let separator = self.layout.separator;
        let mut rest = chunk;
        while let Some(&byte) = rest.first() {
            let taken = match self.stage {
                Stage::Quoted => {
                    let run = rest.iter().position(|&byte| byte == b'"').unwrap_or(rest.len());
                    let text = rest.get(..run).unwrap_or_default();
                    self.keep(text);
                    self.keep_inner(text, intake);
                    if run < rest.len() {
                        self.end_inner(intake);
                        self.stage = Stage::Closing;
                        run + 1
                    } else {
                        run
                    }
                }
                Stage::Closing if byte == b'"' => {
                    self.keep(b"\"");
                    self.stage = Stage::Quoted;
                    1
                }
                Stage::Start if byte == b'"' => {
                    self.stage = Stage::Quoted;
                    self.begun = true;
                    1
                }
                _ => {
                    let ends = |&byte: &u8| byte == separator || byte == b'\n' || byte == b'\r';
                    match rest.iter().position(ends) {
                        Some(0) if byte == separator => {
                            self.end_field();
                            1
                        }
                        Some(0) => {
                            self.bytes += 1;
                            self.end_record(intake);
                            self.line += u64::from(byte == b'\n');
                            self.start = self.line;
                            self.bytes = 0;
                            rest = rest.get(1..).unwrap_or_default();
                            continue;
                        }
                        run => {
                            let run = run.unwrap_or(rest.len());
                            self.keep(rest.get(..run).unwrap_or_default());
                            (self.stage, self.begun) = (Stage::Plain, true);
                            run
                        }
                    }
                }
            };
            self.bytes += taken as u64;
            rest = rest.get(taken..).unwrap_or_default();
        }
    }

    pub(super) fn finish(&mut self, intake: &mut Intake) {
        if matches!(self.stage, Stage::Quoted) {
            intake.cut(self.start, "a quote is not closed", self.bytes);
        } else {
            if self.begun && self.start > 1 {
                intake.open_ended();
            }
            self.end_record(intake);
        }
    }

    fn keep(&mut self, bytes: &[u8]) {
        if let Some(text) = self.slot.and_then(|slot| self.texts.get_mut(slot)) {
            let room = bytes.len().min(KEPT - text.len());
            text.extend_from_slice(bytes.get(..room).unwrap_or_default());
        }
    }

    /// Collects the lines of a quoted field. A field may have several lines, but one that is a row of the stream was swallowed.
    fn keep_inner(&mut self, text: &[u8], intake: &Intake) {
        for (at, line) in text.split(|&byte| byte == b'\n').enumerate() {
            if at > 0 {
                self.end_inner(intake);
                self.line += 1;
                self.inner = Some(Vec::new());
            }
            if let Some(inner) = &mut self.inner {
                let room = line.len().min(INNER - inner.len());
                inner.extend_from_slice(line.get(..room).unwrap_or_default());
            }
        }
    }

    /// Checks whether the collected line has a key of the stream in its key columns.
    fn end_inner(&mut self, intake: &Intake) {
        let Some(inner) = self.inner.take() else { return };
        let fields: Vec<&[u8]> = inner.split(|&byte| byte == self.layout.separator).collect();
        let mut keys = [""; UPDATED];
        for ((key, column), _) in keys.iter_mut().zip(&self.layout.columns).zip(intake.keys()) {
            let field = column.and_then(|column| fields.get(usize::try_from(column).ok()?));
            match field.and_then(|field| str::from_utf8(field).ok()) {
                Some(text) => *key = text.trim(),
                None => return,
            }
        }
        self.swallows |= intake.truth.find(&keys).is_ok();
    }

    fn end_field(&mut self) {
        self.begun = true;
        self.field += 1;
        self.open_field();
    }

    /// Starts a field: decides whether its text is kept, and where.
    fn open_field(&mut self) {
        self.stage = Stage::Start;
        self.slot = self.layout.columns.iter().position(|&column| column == Some(self.field));
    }

    fn end_record(&mut self, intake: &mut Intake) {
        if self.begun {
            let (found, wanted) = (self.field + 1, self.layout.width);
            if found != wanted {
                let (found, wanted) = (found.to_string(), wanted.to_string());
                intake.bad(self.start, &[&found, self.layout.source, &wanted], self.bytes);
            } else if !self.is_head() {
                if self.swallows {
                    intake.swallows(self.start);
                }
                self.row(intake);
            }
            self.texts.iter_mut().for_each(Vec::clear);
            (self.field, self.begun, self.swallows) = (0, false, false);
        }
        self.open_field();
    }

    /// Whether the record repeats the header line. For most rows the first byte of the key rules that out.
    fn is_head(&self) -> bool {
        let key = &self.texts[0];
        key.len() <= NAME
            && !key.first().is_some_and(u8::is_ascii_digit)
            && (key.contains(&b'i')
                || key.contains(&b'I')
                || key.as_slice() == self.layout.names[0].as_bytes())
            && self.layout.is_repeated(&self.texts, &self.names)
    }

    fn row(&self, intake: &mut Intake) {
        let mut fields = Fields::default();
        for (field, text) in fields.iter_mut().zip(&self.texts) {
            // No valid value has invalid UTF-8, so a lossy text is enough: it is only shown.
            *field = String::from_utf8_lossy(text);
        }
        intake.row(self.start, &fields, self.bytes);
    }
}
