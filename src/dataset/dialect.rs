//! How an export in CSV is written: separator, end of line, header and byte order mark. What has to be quoted follows from the separator.

/// A dialect of CSV; the default is the contract's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// Between two fields; no word of a row has one of `;`, `|` and tab, and some have a comma.
    pub separator: u8,
    /// Whether lines end with CR LF (RFC 4180), not with LF alone. Line feeds inside a field stay as they are.
    pub crlf: bool,
    /// Whether the file starts with U+FEFF, as spreadsheets write it.
    pub bom: bool,
    /// Whether the first line names the fields.
    pub header: bool,
}

impl Default for Dialect {
    fn default() -> Self {
        Self { separator: b',', crlf: false, bom: false, header: true }
    }
}

impl Dialect {
    /// Appends what stands before rows with these fields.
    pub fn write_header(&self, columns: &[&str], out: &mut Vec<u8>) {
        if self.bom {
            out.extend_from_slice("\u{feff}".as_bytes());
        }
        if self.header {
            for (n, column) in columns.iter().enumerate() {
                out.extend((n > 0).then_some(self.separator));
                out.extend_from_slice(column.as_bytes());
            }
            self.end_line(out);
        }
    }

    /// Appends a field, in quotes where its text needs them (RFC 4180 section 2).
    pub fn write_field(&self, text: &[u8], out: &mut Vec<u8>) {
        let special = |byte: &u8| *byte == self.separator || b"\"\r\n".contains(byte);
        if !text.iter().any(special) {
            out.extend_from_slice(text);
            return;
        }
        out.push(b'"');
        for &byte in text {
            out.extend((byte == b'"').then_some(b'"'));
            out.push(byte);
        }
        out.push(b'"');
    }

    /// Appends the end of a line.
    pub fn end_line(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(if self.crlf { b"\r\n" } else { b"\n" });
    }
}
