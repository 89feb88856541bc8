//! Rows of SQL, as dlt writes them for databases: `INSERT INTO {}("id","name")`, `VALUES`, and a bracket a row.

use serde_json::{Map, Value};

/// What such a text begins with.
pub(super) const START: &str = "INSERT INTO {}(";

/// A text that is being read.
#[derive(Debug, Default)]
pub(super) struct Inserts {
    stage: Stage,
    columns: Vec<String>,
    values: Vec<Value>,
    /// The name or value that is read.
    text: Vec<u8>,
    /// Whether it is, or has, a quoted text.
    quoted: bool,
    /// Whether a backslash is one in it.
    escapes: bool,
    /// How many brackets are open.
    depth: u32,
    line: u64,
    /// The line that the row begins on.
    start: u64,
    /// Bytes of the row.
    bytes: u64,
}

/// Where in the text the reader is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    /// Between rows, and before the columns.
    #[default]
    Between,
    Inside,
    /// In a quoted text, or name, which ends with this byte.
    Quoted(u8),
    /// Behind that byte, which may be the first of two that stand for one.
    Closing(u8),
    /// Behind a backslash in a quoted text.
    Escape(u8),
}

impl Inserts {
    /// The line that is read.
    pub(super) const fn number(&self) -> u64 {
        self.line + 1
    }

    /// Takes the next bytes, and hands on the line of each row and the row as an object.
    pub(super) fn feed(&mut self, chunk: &[u8], mut take: impl FnMut(u64, &str)) {
        for &byte in chunk {
            self.bytes += 1;
            self.byte(byte, &mut take);
            self.line += u64::from(byte == b'\n');
        }
    }

    /// Where a row begins that does not end, and its bytes.
    pub(super) fn open(&self) -> Option<(u64, u64)> {
        (self.stage != Stage::Between).then_some((self.start, self.bytes))
    }

    fn byte(&mut self, byte: u8, take: &mut impl FnMut(u64, &str)) {
        match (self.stage, byte) {
            (Stage::Between, b'(') => {
                (self.stage, self.depth) = (Stage::Inside, 1);
                (self.start, self.bytes) = (self.number(), 1);
            }
            (Stage::Between, _) => {}
            (Stage::Quoted(_), b'\\') if self.escapes => self.stage = self.quote(Stage::Escape),
            (Stage::Quoted(end), _) if byte == end => self.stage = Stage::Closing(end),
            (Stage::Quoted(_), _) => self.text.push(byte),
            (Stage::Escape(end), _) => {
                self.text.push(match byte {
                    b'n' => b'\n',
                    b'r' => b'\r',
                    b't' => b'\t',
                    other => other,
                });
                self.stage = Stage::Quoted(end);
            }
            (Stage::Closing(end), _) if byte == end => {
                self.text.push(byte);
                self.stage = Stage::Quoted(end);
            }
            (Stage::Inside | Stage::Closing(_), _) => self.inside(byte, take),
        }
    }

    fn quote(&self, stage: fn(u8) -> Stage) -> Stage {
        match self.stage {
            Stage::Quoted(end) => stage(end),
            other => other,
        }
    }

    /// Takes a byte of a row that stands in no quotes.
    fn inside(&mut self, byte: u8, take: &mut impl FnMut(u64, &str)) {
        self.stage = Stage::Inside;
        match byte {
            b'\'' | b'"' | b'`' => {
                // E'…' has escapes, and so have the plain texts of Redshift, but not N'…'.
                self.escapes = byte == b'\'' && self.text.as_slice() != b"N";
                if !self.quoted {
                    self.text.clear();
                }
                (self.stage, self.quoted) = (Stage::Quoted(byte), true);
            }
            b',' if self.depth == 1 => self.value(),
            b')' if self.depth == 1 => {
                self.value();
                self.row(take);
            }
            b'(' | b')' => {
                self.depth = if byte == b'(' { self.depth + 1 } else { self.depth - 1 };
                self.bare(byte);
            }
            _ => self.bare(byte),
        }
    }

    /// Takes a byte of a number or word. Behind a quoted text nothing counts.
    fn bare(&mut self, byte: u8) {
        if !self.quoted {
            self.text.push(byte);
        }
    }

    /// Ends a name or value.
    fn value(&mut self) {
        let text = String::from_utf8_lossy(&std::mem::take(&mut self.text)).into_owned();
        let quoted = std::mem::take(&mut self.quoted);
        let text = if quoted { text } else { text.trim().to_owned() };
        let is_none = !quoted && (text.is_empty() || text.eq_ignore_ascii_case("null"));
        self.values.push(if is_none { Value::Null } else { text.into() });
    }

    /// Ends a row, or the names of the columns, which come first.
    fn row(&mut self, take: &mut impl FnMut(u64, &str)) {
        self.stage = Stage::Between;
        let values = std::mem::take(&mut self.values);
        if self.columns.is_empty() {
            let bare = |name: &str| name.trim_matches(['[', ']']).to_owned();
            let name = |value: Value| value.as_str().map(bare).unwrap_or_default();
            self.columns = values.into_iter().map(name).collect();
            return;
        }
        let row: Map<String, Value> = self.columns.iter().cloned().zip(values).collect();
        take(self.start, &Value::Object(row).to_string());
    }
}
