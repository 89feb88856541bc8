//! What the beginning of a CSV says of it: what separates its fields, and which of its columns are wanted. A first line that names the
//! columns says both. Where there is none, the columns are those that were named with the file, those of the file before it, or those of our
//! own exports.

use super::format::Format;
use super::intake::{Fields, Intake, UPDATED};
use super::spelling::likeness;
use super::{moment, stream};
use crate::dataset::dialect::{COLUMNS, Dialect};
use crate::response::error::ApiError;
use std::borrow::Cow;

/// What may separate fields.
pub(super) const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How a CSV is to be read.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub(super) separator: u8,
    /// Which column is the key's first, second, third, and which is `updatedAt`.
    pub(super) columns: [Option<u64>; Fields::MOST],
    /// What the first line calls them.
    pub(super) names: [String; Fields::MOST],
    /// How many columns there are.
    pub(super) width: u64,
    /// Whether the first line names columns, and is no row.
    pub(super) named: bool,
    /// What says how many columns there are.
    pub(super) source: &'static str,
    /// The name of a wanted column that is there twice.
    pub(super) twice: Option<String>,
}

const FIRST_LINE: &str = " fields where the first line names ";

/// What is known of CSVs before they are read.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// The dialect of exports under the settings in force.
    pub(super) dialect: Dialect,
    /// The columns of files without a first line that names them.
    pub(super) given: Option<Vec<String>>,
    /// How the file before was read.
    pub(super) before: Option<Layout>,
}

impl Layout {
    /// The layout that a first record tells; None where nothing says what its columns are.
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
                        None if fields.len() == COLUMNS.len() && ends_in_time(fields) => {
                            Self::named(*separator, &COLUMNS, intake)?
                        }
                        None => return None,
                    };
                    Some(Self {
                        named: false,
                        source: " fields where the first line has ",
                        ..layout
                    })
                })
            })
    }

    /// The layout of columns of these names; None where the key is not among them.
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
                // The first of several that fit as well.
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

    /// Whether a first record is a line of names, whatever they are: one without a digit where keys and times stand.
    fn is_head(&self, fields: &[Cow<'_, str>], intake: &Intake) -> bool {
        let mut wanted = self.columns.iter().zip(intake.names()).filter_map(|(column, _)| *column);
        let digits = |column: u64| {
            let field = usize::try_from(column).ok().and_then(|column| fields.get(column));
            field.is_some_and(|field| field.bytes().any(|byte| byte.is_ascii_digit()))
        };
        !wanted.any(digits)
    }

    /// Whether the texts of the wanted columns are their names, as where files with a first line each were joined.
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

/// The name that a wanted column has best, where two columns have just that.
pub(super) fn twice(names: &[impl AsRef<str>], wanted: &[&str; Fields::MOST]) -> Option<String> {
    let names = || names.iter().map(|name| name.as_ref().trim());
    wanted.iter().find_map(|wanted| {
        let best = names().map(|name| likeness(name, wanted)).max().filter(|best| *best > 0)?;
        let name = names().find(|name| likeness(name, wanted) == best)?;
        (names().filter(|other| *other == name).count() > 1).then(|| name.to_owned())
    })
}

/// Why a file with this first record can't be read: the first column of the key that no way of splitting the record finds.
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

/// Whether the last two fields are times, as in our exports.
fn ends_in_time(fields: &[Cow<'_, str>]) -> bool {
    fields.iter().rev().take(2).all(|field| moment::second(field.trim()).is_some())
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
