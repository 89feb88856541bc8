//! All records as one file, in canonical order: CSV, lines of JSON, or one JSON array. Any size streams, from any byte on.

mod places;
mod rows;

use crate::dataset::dialect::Dialect;
use crate::dataset::list::List;
use crate::dataset::locale::Locale;
use crate::dataset::people::People;
use crate::request::Call;
use crate::request::conditional::Partial;
use crate::response::Response;
use crate::response::body::Body;
use crate::response::error::ApiError;
use crate::rng::Rng;
use crate::settings::Settings;
use crate::time::Timestamp;
use bytes::Bytes;
use http::header::{ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_RANGE, ETAG};
use http::{HeaderValue, StatusCode};
use places::Places;
use rows::{FileRows, Slice};
use std::ops::Range;
use std::sync::Arc;

/// Exports up to this many rows say their length, and have ranges: the length of more would take longer to know than an answer may wait.
const COUNTED: u64 = 1_000_000;

/// How a file holds its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A header and a line a row.
    Csv(Dialect),
    /// A JSON object a line, each line ended by a line feed.
    Ndjson,
    /// One JSON array of objects.
    Json,
}

/// The export of all records, or what a request wants of it.
///
/// # Errors
/// A range outside the file, or another file than the request is for.
pub fn export(partial: &Partial, call: &Call<'_>, format: Format) -> Result<Response, ApiError> {
    let people = &call.instance.people;
    let list = people.canonical(call.now.seconds());
    let (count, moves) = (list.total(), matches!(list, List::Moving(_)));
    let tag = tag(&call.instance.settings, format, moves.then_some(call.now));
    if partial.is_known(&tag)? {
        return Ok(Response::no_content()
            .with_status(StatusCode::NOT_MODIFIED)
            .with_text(ETAG, tag));
    }
    // Rows in another form have no length that follows from their words.
    if count > COUNTED || moves || !people.form().is_plain() {
        let all = Body::Chunks(Box::new(FileRows::new(people, &list, format, 0..u64::MAX)));
        let none = HeaderValue::from_static("none");
        return Ok(format
            .answer(all)
            .with_rows(count)
            .with(ACCEPT_RANGES, none)
            .with_text(ETAG, tag));
    }
    let ranged = HeaderValue::from_static("bytes");
    let kept = if format == Format::Csv(Dialect::default()) { people.kept_csv() } else { None };
    let file = kept.map_or_else(|| File::Made(Places::of(people, format)), File::Kept);
    let length = file.length();
    let answer = match partial.range(&tag, length)? {
        None => format.answer(file.slice(people, 0..length)).with_length(length).with_rows(count),
        Some(range) => {
            let (shown, bytes) = (
                format!("bytes {}-{}/{length}", range.start, range.end - 1),
                range.end - range.start,
            );
            let answer = format.answer(file.slice(people, range)).with_length(bytes);
            answer.with_status(StatusCode::PARTIAL_CONTENT).with_text(CONTENT_RANGE, shown)
        }
    };
    Ok(answer.with(ACCEPT_RANGES, ranged).with_text(ETAG, tag))
}

/// A file whose length is known.
enum File {
    /// It is there.
    Kept(Bytes),
    /// Its rows are made.
    Made(Places),
}

impl File {
    fn length(&self) -> u64 {
        match self {
            Self::Kept(bytes) => bytes.len() as u64,
            Self::Made(places) => places.length(),
        }
    }

    fn slice(self, people: &Arc<People>, range: Range<u64>) -> Body {
        match self {
            Self::Kept(bytes) => {
                Body::Full(bytes.slice(usize_of(range.start)..usize_of(range.end)))
            }
            Self::Made(places) => {
                let (row, begin) = places.seek(range.start);
                let list = people.canonical(0);
                let rows = FileRows::new(people, &list, places.format(), row..u64::MAX);
                Body::Chunks(Box::new(Slice::new(
                    rows,
                    range.start - begin,
                    range.end - range.start,
                )))
            }
        }
    }
}

impl Format {
    fn answer(self, body: Body) -> Response {
        // Constants, so that no text is looked through at run time.
        let (content_type, file) = match self {
            Self::Csv(_) => {
                const { named("text/csv; charset=utf-8", "attachment; filename=data_export.csv") }
            }
            Self::Ndjson => {
                const { named("application/x-ndjson", "attachment; filename=data_export.ndjson") }
            }
            Self::Json => {
                const { named("application/json", "attachment; filename=data_export.json") }
            }
        };
        Response::of(content_type, body).with(CONTENT_DISPOSITION, file)
    }
}

const fn named(content_type: &'static str, file: &'static str) -> (HeaderValue, HeaderValue) {
    (HeaderValue::from_static(content_type), HeaderValue::from_static(file))
}

/// The strong entity tag of a file: a hash of all that its bytes follow from, this version among it. Rows that move are those of a moment.
fn tag(settings: &Settings, format: Format, moment: Option<Timestamp>) -> String {
    let (anchor, records, ties) = (settings.anchor, settings.records, settings.ties);
    // In English it is as it was before there were other languages.
    let locale = if settings.locale == Locale::En { "" } else { settings.locale.name() };
    let mut label =
        format!("{} {format:?} {records} {ties} {anchor}{locale}", env!("CARGO_PKG_VERSION"));
    if let Some(moment) = moment {
        label.push_str(&format!(" {moment} {:?}", settings.motion));
    }
    if !settings.form.is_plain() {
        label.push_str(&format!(" {:?}", settings.form));
    }
    let [one, other] = Rng::new(&settings.seed, &label).key();
    format!("\"{one:016x}{other:016x}\"")
}

fn usize_of(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}
