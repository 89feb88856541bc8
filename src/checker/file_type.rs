//! Recognises a file by its first bytes: compressed, in another encoding, or of a kind that is not supported. The error for the last names the
//! kind and what to do instead.

use crate::response::error::ApiError;

/// Number of bytes needed to recognise a file; a shorter file is judged by all it has.
pub(super) const ENOUGH: usize = 512;

/// The kind of a file, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileType {
    Text,
    /// UTF-16, and whether the high byte comes first.
    Wide {
        high_first: bool,
    },
    Gzip,
    Zstd,
}

const UNPACK: &str = "Unpack it, and check what is in it.";
const WRITE: &str = "Write its rows as CSV, NDJSON or a JSON array, and check those.";

/// Unsupported kinds: offset of the signature, the signature, the kind's name, and what to do instead.
const OTHERS: &[(usize, &[u8], &str, &str)] = &[
    (
        0,
        b"PK\x03\x04",
        "a zip archive or a spreadsheet",
        "Unpack it, as by unzip -p, or save it as CSV, and check what is in it.",
    ),
    (0, b"PK\x05\x06", "an empty zip archive", UNPACK),
    (257, b"ustar", "a tar archive", UNPACK),
    (0, b"BZh", "packed by bzip2", UNPACK),
    (0, b"\xFD7zXZ\0", "packed by xz", UNPACK),
    (0, b"7z\xBC\xAF\x27\x1C", "a 7z archive", UNPACK),
    (0, b"\x04\x22\x4D\x18", "packed by lz4", UNPACK),
    (0, b"\xFF\x06\0\0sNaPpY", "packed by snappy", UNPACK),
    (0, b"PAR1", "Parquet", WRITE),
    (0, b"ORC", "ORC", WRITE),
    (0, b"Obj\x01", "Avro", WRITE),
    (0, b"ARROW1", "Arrow", WRITE),
    (0, b"FEA1", "Feather", WRITE),
    (0, b"SQLite format 3\0", "a database of SQLite", WRITE),
    (8, b"DUCK", "a database of DuckDB", WRITE),
    (0, b"\xD0\xCF\x11\xE0", "a spreadsheet of an old form", "Save it as CSV, and check that."),
    (0, b"%PDF", "a PDF", WRITE),
    (0, b"<", "HTML or XML", "It may be an error page in place of rows."),
    (0, b"\xFF\xFE\0\0", "text in UTF-32", "Write it in UTF-8."),
    (0, b"\0\0\xFE\xFF", "text in UTF-32", "Write it in UTF-8."),
];

/// Texts that hold no rows, by their first bytes, with a name and what to do. Used after the readers have failed.
pub(super) fn strange(start: &[u8]) -> Option<(&'static str, &'static str)> {
    let start = start.get(..start.len().min(ENOUGH)).unwrap_or_default();
    let text = String::from_utf8_lossy(start);
    let is_odd = |letter: &char| {
        *letter == char::REPLACEMENT_CHARACTER || letter.is_control() && !letter.is_whitespace()
    };
    let (odd, all) = (text.chars().filter(is_odd).count(), text.chars().count());
    let text = text.trim_start_matches('\u{FEFF}').trim();
    let mut lines = text.lines().map(str::trim);
    let first = lines.next().unwrap_or_default();
    let members = first.matches("\":").count() - first.matches("\"\":").count();
    let ends = ["}", "},", "}]", "]"].iter().any(|end| first.ends_with(end));
    let named = first
        .strip_prefix('"')
        .and_then(|rest| rest.split_once('"'))
        .is_some_and(|(_, rest)| rest.trim_start().starts_with(':'));
    match () {
        // A text in another 8-bit encoding is invalid UTF-8, but has no control characters.
        () if odd * 5 > all
            && text.chars().any(|letter| letter.is_control() && !letter.is_whitespace()) =>
        {
            Some(("binary data", WRITE))
        }
        () if ["null", "true", "false", "None", "undefined"].contains(&text) => Some((
            "one JSON value that is no row",
            "It may be the answer to a query that found nothing. Check a JSON array of rows.",
        )),
        () if members > 0 && (ends || named || members > 1)
            || lines.any(|line| line.starts_with('{')) =>
        {
            Some((
                "JSON without its beginning",
                "It looks as if its start is cut off: check the whole file.",
            ))
        }
        () if first == "---" || first.starts_with("- ") && first.contains(": ") => {
            Some(("YAML", WRITE))
        }
        () => None,
    }
}

impl FileType {
    /// The kind of a file with these first bytes.
    ///
    /// # Errors
    /// The kind is not supported.
    pub(super) fn of(start: &[u8]) -> Result<Self, ApiError> {
        let is =
            |at: usize, mark: &[u8]| start.get(at..).is_some_and(|rest| rest.starts_with(mark));
        if let Some((.., name, way)) = OTHERS.iter().find(|(at, mark, ..)| is(*at, mark)) {
            // A CSV may begin with three capitals too.
            if *name != "ORC"
                || start
                    .get(3)
                    .is_some_and(|byte| !byte.is_ascii_graphic() && !byte.is_ascii_whitespace())
            {
                return Err(ApiError::FileType(name, way));
            }
        }
        let zstd = is(0, b"\x28\xB5\x2F\xFD")
            || is(1, b"\x2A\x4D\x18") && matches!(start.first(), Some(0x50..=0x5F));
        Ok(match *start {
            [0x1F, 0x8B, ..] => Self::Gzip,
            _ if zstd => Self::Zstd,
            [0xFF, 0xFE, ..] => Self::Wide { high_first: false },
            [0xFE, 0xFF, ..] => Self::Wide { high_first: true },
            // UTF-16 without a byte order mark: JSON and CSV begin with ASCII characters, so every other byte is 0.
            [1..=0x7F, 0, 1..=0x7F, 0, ..] => Self::Wide { high_first: false },
            [0, 1..=0x7F, 0, 1..=0x7F, ..] => Self::Wide { high_first: true },
            _ => Self::Text,
        })
    }
}
