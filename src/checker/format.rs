//! The format of a file of rows: taken from the media type where it names one, else from the first byte that is not white space.

/// A file format for rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JSON arrays of objects.
    Json,
    /// JSON objects, one per line or concatenated.
    Ndjson,
    /// RFC 4180, with or without a header line. The separator may also be a semicolon, a tab or a bar.
    Csv,
}

/// The UTF-8 byte order mark; it is skipped.
const MARK: [u8; 3] = [0xEF, 0xBB, 0xBF];

impl Format {
    /// The format with this name: `json`, `ndjson` or `csv`.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "json" => Some(Self::Json),
            "ndjson" => Some(Self::Ndjson),
            "csv" => Some(Self::Csv),
            _ => None,
        }
    }

    /// Its name in messages.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Json => "JSON",
            Self::Ndjson => "NDJSON",
            Self::Csv => "CSV",
        }
    }

    /// The format that a `Content-Type` names; None for any other media type.
    pub fn of_type(content_type: &str) -> Option<Self> {
        const TYPES: [(&str, Format); 7] = [
            ("application/json", Format::Json),
            ("application/x-ndjson", Format::Ndjson),
            ("application/ndjson", Format::Ndjson),
            ("application/jsonl", Format::Ndjson),
            ("application/x-jsonlines", Format::Ndjson),
            ("text/csv", Format::Csv),
            ("application/csv", Format::Csv),
        ];
        let essence = content_type.split(';').next().unwrap_or_default().trim();
        TYPES
            .iter()
            .find(|(known, _)| essence.eq_ignore_ascii_case(known))
            .map(|(_, format)| *format)
    }

    /// The format of a file whose first byte is this one.
    const fn beginning(byte: u8) -> Self {
        match byte {
            b'[' => Self::Json,
            // A JSON text sequence (RFC 7464) puts a separator before each object.
            b'{' | 0x1E => Self::Ndjson,
            _ => Self::Csv,
        }
    }
}

/// The beginning of a file, up to the first byte that is not white space.
#[derive(Debug)]
pub(super) struct Opening {
    /// Bytes of the byte order mark seen so far.
    marked: usize,
    /// Whether a byte order mark may still come.
    fresh: bool,
    pub(super) line: u64,
    /// Tabs at the beginning of the line: in a tab-separated CSV they separate empty fields.
    tabs: usize,
}

impl Opening {
    pub(super) const fn new() -> Self {
        Self { marked: 0, fresh: true, line: 1, tabs: 0 }
    }

    /// Looks at a chunk. Returns the format once it is known, and how many bytes of the chunk were skipped.
    pub(super) fn read(&mut self, chunk: &[u8]) -> Option<(Format, usize)> {
        for (at, &byte) in chunk.iter().enumerate() {
            if self.fresh && MARK.get(self.marked) == Some(&byte) {
                self.marked += 1;
                self.fresh = self.marked < MARK.len();
            } else if self.marked.is_multiple_of(MARK.len()) && byte.is_ascii_whitespace() {
                self.fresh = false;
                self.line += u64::from(byte == b'\n');
                self.tabs = if byte == b'\n' { 0 } else { self.tabs + usize::from(byte == b'\t') };
            } else {
                return Some((Format::beginning(byte), at));
            }
        }
        None
    }

    /// The skipped bytes that belong to the content: an incomplete byte order mark, and tabs.
    pub(super) fn held(&self) -> Vec<u8> {
        let mark = if self.fresh { MARK.get(..self.marked).unwrap_or_default() } else { &[] };
        [mark, &vec![b'\t'; self.tabs]].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(text: &[u8]) -> Option<(Format, u64, usize)> {
        let mut opening = Opening::new();
        opening.read(text).map(|(format, skipped)| (format, opening.line, skipped))
    }

    #[test]
    fn the_first_byte_that_is_no_blank_tells_the_format() {
        assert_eq!(opened(b"[]"), Some((Format::Json, 1, 0)));
        assert_eq!(opened(b"\xEF\xBB\xBF\n \r\n{"), Some((Format::Ndjson, 3, 7)));
        assert_eq!(opened(b"id"), Some((Format::Csv, 1, 0)));
        assert_eq!((opened(b""), opened(b" \n\n"), opened(b"\xEF\xBB\xBF")), (None, None, None));
    }

    #[test]
    fn a_broken_mark_is_data_and_so_are_tabs() {
        let mut opening = Opening::new();
        assert_eq!(opening.read(b"\xEF\xBB"), None);
        assert_eq!(opening.read(b"x"), Some((Format::Csv, 0)));
        assert_eq!(opening.held(), b"\xEF\xBB");
        let mut opening = Opening::new();
        assert_eq!(opening.read(b"\t\n \tx"), Some((Format::Csv, 4)));
        assert_eq!(opening.held(), b"\t");
    }

    #[test]
    fn media_types_name_formats_in_any_case_and_with_parameters() {
        for (text, format) in [
            ("application/json", Some(Format::Json)),
            ("Application/JSON; charset=utf-8", Some(Format::Json)),
            ("application/vnd.api+json", None),
            ("application/x-ndjson", Some(Format::Ndjson)),
            ("application/jsonl", Some(Format::Ndjson)),
            ("text/csv;header=present", Some(Format::Csv)),
            ("application/x-www-form-urlencoded", None),
            ("text/plain", None),
            ("", None),
        ] {
            assert_eq!(Format::of_type(text), format, "{text}");
        }
    }
}
