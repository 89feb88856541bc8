//! The format of a file of rows: named by the media type where that says one, else told from the first byte that is no blank.

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A JSON array of objects.
    Json,
    /// A JSON object a line.
    Ndjson,
    /// RFC 4180, the first line naming the columns. The separator may be a semicolon or a tab, too.
    Csv,
}

/// The byte order mark of UTF-8, which is skipped.
const MARK: [u8; 3] = [0xEF, 0xBB, 0xBF];

impl Format {
    /// The format of this name: `json`, `ndjson` or `csv`.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "json" => Some(Self::Json),
            "ndjson" => Some(Self::Ndjson),
            "csv" => Some(Self::Csv),
            _ => None,
        }
    }

    /// The format that a `Content-Type` names; None for one that names none of them.
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
        TYPES.iter().find(|(known, _)| essence.eq_ignore_ascii_case(known)).map(|(_, format)| *format)
    }

    /// What a file that begins so is.
    const fn beginning(byte: u8) -> Self {
        match byte {
            b'[' => Self::Json,
            b'{' => Self::Ndjson,
            _ => Self::Csv,
        }
    }
}

/// The beginning of a file, up to its first byte that is no blank.
#[derive(Debug)]
pub(super) struct Opening {
    declared: Option<Format>,
    /// How many bytes of the mark were there.
    marked: usize,
    /// Whether the mark can still be there.
    fresh: bool,
    line: u64,
}

impl Opening {
    pub(super) const fn new(declared: Option<Format>) -> Self {
        Self { declared, marked: 0, fresh: true, line: 1 }
    }

    /// Takes a chunk: once the format is known, it, the line that the first row is on, and how much of the chunk was skipped.
    pub(super) fn read(&mut self, chunk: &[u8]) -> Option<(Format, u64, usize)> {
        for (at, &byte) in chunk.iter().enumerate() {
            if self.fresh && MARK.get(self.marked) == Some(&byte) {
                self.marked += 1;
                self.fresh = self.marked < MARK.len();
            } else if self.marked.is_multiple_of(MARK.len()) && byte.is_ascii_whitespace() {
                self.fresh = false;
                self.line += u64::from(byte == b'\n');
            } else {
                return Some((self.declared.unwrap_or(Format::beginning(byte)), self.line, at));
            }
        }
        None
    }

    /// What looked like a mark and was none.
    pub(super) fn held(&self) -> &'static [u8] {
        if self.fresh { MARK.get(..self.marked).unwrap_or_default() } else { &[] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(text: &[u8]) -> Option<(Format, u64, usize)> {
        Opening::new(None).read(text)
    }

    #[test]
    fn the_first_byte_that_is_no_blank_tells_the_format() {
        assert_eq!(opened(b"[]"), Some((Format::Json, 1, 0)));
        assert_eq!(opened(b"\xEF\xBB\xBF\n \r\n{"), Some((Format::Ndjson, 3, 7)));
        assert_eq!(opened(b"id"), Some((Format::Csv, 1, 0)));
        assert_eq!((opened(b""), opened(b" \n\n"), opened(b"\xEF\xBB\xBF")), (None, None, None));
        assert_eq!(Opening::new(Some(Format::Csv)).read(b"[").unwrap().0, Format::Csv);
    }

    #[test]
    fn a_broken_mark_is_data() {
        let mut opening = Opening::new(None);
        assert_eq!(opening.read(b"\xEF\xBB"), None);
        assert_eq!(opening.read(b"x"), Some((Format::Csv, 1, 0)));
        assert_eq!(opening.held(), b"\xEF\xBB");
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
