//! The layout of a CSV file: its separator, and which of its columns are wanted. A header line tells both. Without one, the columns are those
//! given with the file, else those of the file before it, else those of the playground's own exports.

use super::format::Format;
use super::intake::{Fields, Intake, UPDATED};
use super::spelling::likeness;
use super::stream;
use crate::dataset::dialect::Dialect;
use crate::response::error::ApiError;
use std::borrow::Cow;

/// Possible field separators.
pub(super) const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The layout of a CSV file.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub(super) separator: u8,
    /// Index of the columns of the key's fields and of `updatedAt`.
    pub(super) columns: [Option<u64>; Fields::MOST],
    /// Their names in the header line.
    pub(super) names: [String; Fields::MOST],
    /// Number of columns.
    pub(super) width: u64,
    /// Whether the first line is a header and not a row.
    pub(super) named: bool,
    /// Where the number of columns is known from, as part of the error for a row of another length.
    pub(super) source: &'static str,
    /// Name of a wanted column that occurs twice.
    pub(super) twice: Option<String>,
}

/// The columns that hold a time in every row.
const TIMES: [&str; 2] = ["createdAt", "updatedAt"];
const FIRST_LINE: &str = " fields where the first line names ";

/// What is known about the layout of CSV files before they are read.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// Dialect of the exports under the current settings.
    pub(super) dialect: Dialect,
    /// Columns of the exports under the current settings, which may have been others before.
    pub(super) columns: Vec<Vec<&'static str>>,
    /// Columns of files without a header line, as given by the caller.
    pub(super) given: Option<Vec<String>>,
    /// Layout of the file before.
    pub(super) before: Option<Layout>,
}

impl Layout {
    /// The layout of a file with this first record; None where nothing tells its columns.
    pub(super) fn of(first: &[u8], intake: &Intake) -> Option<Self> {
        let known = &intake.known;
        let mut separators = vec![known.dialect.separator];
        separators
            .extend(SEPARATORS.iter().filter(|separator| **separator != known.dialect.separator));
        let splits: Vec<(u8, Vec<Cow<'_, str>>)> =
            separators.into_iter().map(|separator| (separator, split(first, separator))).collect();
        if let Some(given) = &known.given {
            let fits = splits.iter().find(|(_, fields)| fields.len() == given.len());
            let (separator, fields) = fits.or(splits.first())?;
            let layout = Self::named(*separator, given, intake)?;
            let (named, source) =
                (layout.is_head(fields, intake), " fields where columns (--columns) names ");
            return Some(Self { named, source, ..layout });
        }
        splits
            .iter()
            .find_map(|(separator, fields)| Self::named(*separator, fields, intake))
            .or_else(|| {
                splits.iter().find_map(|(separator, fields)| {
                    let before =
                        known.before.as_ref().filter(|before| before.separator == *separator);
                    let layout = match before.filter(|before| before.width == fields.len() as u64) {
                        Some(before) => before.clone(),
                        None => Self::named(*separator, exported(fields, intake)?, intake)?,
                    };
                    Some(Self {
                        named: false,
                        source: " fields where the first line has ",
                        ..layout
                    })
                })
            })
    }

    /// The layout for columns of these names; None where a field of the key is missing.
    fn named(separator: u8, names: &[impl AsRef<str>], intake: &Intake) -> Option<Self> {
        let mut layout = Self {
            separator,
            columns: [None; Fields::MOST],
            names: Default::default(),
            width: names.len() as u64,
            named: true,
            source: FIRST_LINE,
            twice: twice(names, &intake.names()),
        };
        for (at, wanted) in intake.names().into_iter().enumerate() {
            let mut best = 0;
            for (column, name) in names.iter().enumerate() {
                let name = name.as_ref().trim();
                let likeness = likeness(name, wanted);
                // Of columns that fit equally well, the first.
                if likeness > best {
                    best = likeness;
                    layout.columns[at] = Some(column as u64);
                    name.clone_into(&mut layout.names[at]);
                }
            }
        }
        layout
            .columns
            .iter()
            .zip(intake.keys())
            .all(|(column, _)| column.is_some())
            .then_some(layout)
    }

    /// Whether a first record is a header line with unknown names: no digits in the columns of keys and times.
    fn is_head(&self, fields: &[Cow<'_, str>], intake: &Intake) -> bool {
        let mut wanted = self.columns.iter().zip(intake.names()).filter_map(|(column, _)| *column);
        let digits = |column: u64| {
            let field = usize::try_from(column).ok().and_then(|column| fields.get(column));
            field.is_some_and(|field| field.bytes().any(|byte| byte.is_ascii_digit()))
        };
        !wanted.any(digits)
    }

    /// Whether the wanted columns hold their own names, which happens where files with a header line each were concatenated.
    pub(super) fn is_repeated(
        &self,
        texts: &[Vec<u8>; Fields::MOST],
        names: &[&str; Fields::MOST],
    ) -> bool {
        let mut columns = self.columns.iter().zip(texts).zip(self.names.iter().zip(names));
        columns.all(|((column, text), (name, wanted))| {
            let text = String::from_utf8_lossy(text);
            let text = text
                .trim_start_matches('\u{FEFF}')
                .trim_matches(|c: char| c == '"' || c.is_whitespace());
            column.is_none() || text == name || likeness(text, wanted) > 0
        })
    }
}

/// The best-fitting name of a wanted column, where two columns have that very name.
pub(super) fn twice(names: &[impl AsRef<str>], wanted: &[&str; Fields::MOST]) -> Option<String> {
    let names = || names.iter().map(|name| name.as_ref().trim());
    wanted.iter().find_map(|wanted| {
        let best = names().map(|name| likeness(name, wanted)).max().filter(|best| *best > 0)?;
        let name = names().find(|name| likeness(name, wanted) == best)?;
        (names().filter(|other| *other == name).count() > 1).then(|| name.to_owned())
    })
}

/// The error for a file whose layout is unknown: it names the first field of the key that is found with no separator.
pub(super) fn refusal(first: &[u8], intake: &Intake) -> ApiError {
    let names = |separator: u8, key: &str| {
        split(first, separator).iter().any(|field| likeness(field.trim(), key) > 0)
    };
    let found =
        |separator: u8| intake.keys().iter().take_while(|key| names(separator, key)).count();
    let most = SEPARATORS.into_iter().map(found).max().unwrap_or_default();
    let other =
        SEPARATORS.into_iter().find_map(|separator| stream::of_names(|key| names(separator, key)));
    let key = intake.keys().get(most).or(intake.keys().first()).copied().unwrap_or_default();
    match intake.declared {
        Some(Format::Csv) | None => ApiError::NoColumn(
            key,
            other.filter(|other| !other.keys.contains(&key)).map(stream::Stream::name),
        ),
        Some(declared) => ApiError::Declared(declared.title(), key),
    }
}

/// The columns of an export under the current settings that has times where a record has them, too.
fn exported<'i>(fields: &[Cow<'_, str>], intake: &'i Intake) -> Option<&'i Vec<&'static str>> {
    intake.known.columns.iter().find(|columns| {
        let mut times = columns.iter().zip(fields).filter(|(name, _)| TIMES.contains(name));
        fields.len() == columns.len()
            && times.all(|(_, field)| intake.numbers.second(field.trim()).is_some())
    })
}

/// The fields of a record.
fn split(record: &[u8], separator: u8) -> Vec<Cow<'_, str>> {
    let mut fields = Vec::new();
    let (mut text, mut rest) = (Vec::new(), record.iter().copied().peekable());
    let mut ended = false;
    while !ended {
        text.clear();
        let mut quoted = rest.next_if_eq(&b'"').is_some();
        loop {
            match rest.next() {
                Some(b'"') if quoted && rest.next_if_eq(&b'"').is_some() => text.push(b'"'),
                Some(b'"') if quoted => quoted = false,
                Some(byte) if byte == separator && !quoted => break,
                Some(byte) => text.push(byte),
                None => {
                    ended = true;
                    break;
                }
            }
        }
        fields.push(Cow::Owned(String::from_utf8_lossy(&text).into_owned()));
    }
    fields
}

const _: () = assert!(UPDATED + 1 == Fields::MOST);
