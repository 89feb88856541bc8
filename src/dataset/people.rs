//! The records of the contract: eight text fields, each a function of (seed, place), rendered straight into JSON or CSV.

mod kept;

use super::Shape;
use super::dialect::Dialect;
use super::ids::Ids;
use super::lengths::{Lengths, Measured};
use super::locale::Locale;
use super::order::{Direction, OrderBy, RowIter, View};
use super::row::Row;
use super::timeline::Timeline;
use crate::rng::Rng;
use crate::time::{Texts, Timestamp};
use bytes::Bytes;
use kept::Kept;
use std::sync::Arc;
use uuid::fmt::Hyphenated;

/// How a row's `id` is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdForm {
    /// The row's UUID.
    Uuid,
    /// The row's place as a string (contract, section 7).
    Number,
}

/// One data set of records.
#[derive(Debug)]
pub struct People {
    timeline: Timeline,
    rng: Rng,
    ids: Ids,
    locale: Locale,
    /// The lengths of rows, shared with the data sets made from this one.
    lengths: Arc<Lengths>,
    /// The rendered rows of a small data set; None where they are not worth keeping.
    kept: Option<Kept>,
}

impl People {
    /// The records of a shape. `keep` for a data set that many requests will ask for.
    pub fn new(shape: &Shape<'_>, keep: bool) -> Self {
        let people = Self::of(shape, Self::drawn(shape.seed), Arc::default());
        Self { kept: Kept::worth_it(keep, shape.records), ..people }
    }

    /// The records of another shape, for one request.
    pub fn changed(&self, shape: &Shape<'_>, same_seed: bool) -> Self {
        let drawn = if same_seed { (self.rng, self.ids) } else { Self::drawn(shape.seed) };
        Self::of(shape, drawn, Arc::clone(&self.lengths))
    }

    fn drawn(seed: &str) -> (Rng, Ids) {
        (Rng::new(seed, "people"), Ids::new(seed, "people ids"))
    }

    fn of(shape: &Shape<'_>, (rng, ids): (Rng, Ids), lengths: Arc<Lengths>) -> Self {
        Self {
            timeline: Timeline::new(shape, rng),
            rng,
            ids,
            locale: shape.locale,
            lengths,
            kept: None,
        }
    }

    /// When the records were created and updated.
    pub const fn timeline(&self) -> &Timeline {
        &self.timeline
    }

    /// The ids of the records.
    pub const fn ids(&self) -> &Ids {
        &self.ids
    }

    /// The records with `updatedAt >= since` in an order.
    pub fn view(&self, by: OrderBy, direction: Direction, since: Option<Timestamp>) -> View {
        View::new(&self.timeline, by, direction, since)
    }

    /// The records in canonical order: createdAt ascending, place 1 first.
    pub fn canonical(&self) -> View {
        self.view(OrderBy::CreatedAt, Direction::Asc, None)
    }

    /// Appends the rows of a cursor as JSON objects joined by commas, until it ends or `out` holds `enough` bytes. Between two calls
    /// the caller puts the comma.
    pub fn write_json(&self, rows: &mut RowIter, form: IdForm, out: &mut Vec<u8>, enough: usize) {
        let (mut first, mut times) = (true, Texts::new());
        while out.len() < enough {
            let Some(place) = rows.next(&self.timeline) else { return };
            if !std::mem::take(&mut first) {
                out.push(b',');
            }
            self.write_row(place, form, &mut times, out);
        }
    }

    /// The rows of a cursor as JSON objects joined by commas, where this data set keeps them side by side.
    pub fn kept_json(&self, rows: &RowIter, form: IdForm) -> Option<&[u8]> {
        let ranks = rows.ranks().filter(|_| form == IdForm::Uuid)?;
        self.kept.as_ref()?.json(self, ranks)
    }

    /// Appends the rows of a cursor as lines of JSON, until it ends or `out` holds `enough` bytes.
    pub fn write_ndjson(&self, rows: &mut RowIter, out: &mut Vec<u8>, enough: usize) {
        let mut times = Texts::new();
        while out.len() < enough {
            let Some(place) = rows.next(&self.timeline) else { return };
            self.write_row(place, IdForm::Uuid, &mut times, out);
            out.push(b'\n');
        }
    }

    /// Appends the rows of a cursor as lines of CSV, until it ends or `out` holds `enough` bytes.
    pub fn write_csv(
        &self,
        rows: &mut RowIter,
        dialect: &Dialect,
        out: &mut Vec<u8>,
        enough: usize,
    ) {
        let mut times = Texts::new();
        while out.len() < enough {
            let Some(place) = rows.next(&self.timeline) else { return };
            self.write_line(place, dialect, &mut times, out);
        }
    }

    /// How long the words of the first `places` rows are; `quoted` where a company with a comma stands in quotes.
    pub fn measured(&self, places: u64, quoted: bool) -> Measured {
        self.lengths.of(&self.rng, self.locale, places, quoted)
    }

    /// The whole export in the default dialect, where this data set keeps its rendered form.
    pub fn kept_csv(&self) -> Option<Bytes> {
        self.kept.as_ref()?.csv(self)
    }

    fn write_row(&self, place: u64, form: IdForm, times: &mut Texts, out: &mut Vec<u8>) {
        let (row, [created, updated]) =
            (Row::new(&self.rng, self.locale, place), self.timeline.both(place));
        out.extend_from_slice(b"{\"id\":\"");
        match form {
            IdForm::Uuid => self.write_id(place, out),
            IdForm::Number => out.extend_from_slice(place.to_string().as_bytes()),
        }
        out.extend_from_slice(b"\",\"name\":\"");
        row.name(out);
        out.extend_from_slice(b"\",\"email\":\"");
        row.email(out);
        out.extend_from_slice(b"\",\"address\":\"");
        row.address("\\n", out);
        out.extend_from_slice(b"\",\"company\":\"");
        row.company("", out);
        out.extend_from_slice(b"\",\"job\":\"");
        row.job(out);
        out.extend_from_slice(b"\",\"createdAt\":\"");
        out.extend_from_slice(times.of(created));
        out.extend_from_slice(b"\",\"updatedAt\":\"");
        out.extend_from_slice(times.of(updated));
        out.extend_from_slice(b"\"}");
    }

    fn write_line(&self, place: u64, dialect: &Dialect, times: &mut Texts, out: &mut Vec<u8>) {
        let (row, [created, updated]) =
            (Row::new(&self.rng, self.locale, place), self.timeline.both(place));
        let separator = dialect.separator;
        self.write_id(place, out);
        out.push(separator);
        row.name(out);
        out.push(separator);
        row.email(out);
        // Every address has a line feed, so every address is quoted.
        out.extend_from_slice(&[separator, b'"']);
        row.address("\n", out);
        out.extend_from_slice(&[b'"', separator]);
        row.company(if separator == b',' { "\"" } else { "" }, out);
        out.push(separator);
        row.job(out);
        out.push(separator);
        out.extend_from_slice(times.of(created));
        out.push(separator);
        out.extend_from_slice(times.of(updated));
        dialect.end_line(out);
    }

    fn write_id(&self, place: u64, out: &mut Vec<u8>) {
        let mut text = [0; Hyphenated::LENGTH];
        out.extend_from_slice(self.ids.id(place).hyphenated().encode_lower(&mut text).as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(records: u64, keep: bool) -> People {
        let anchor = Timestamp::parse("2026-11-25T09:00:00Z").unwrap();
        People::new(&Shape { records, ..Shape::new("7", anchor) }, keep)
    }

    fn json(people: &People, view: View, range: std::ops::Range<u64>) -> Vec<serde_json::Value> {
        let mut out = vec![b'['];
        let mut rows = view.rows(range);
        match people.kept_json(&rows, IdForm::Uuid) {
            Some(kept) => out.extend_from_slice(kept),
            None => people.write_json(&mut rows, IdForm::Uuid, &mut out, usize::MAX),
        }
        out.push(b']');
        serde_json::from_slice(&out).unwrap()
    }

    fn csv(people: &People, dialect: &Dialect) -> Vec<u8> {
        let mut out = Vec::new();
        dialect.write_header(&mut out);
        people.write_csv(&mut people.canonical().rows(0..u64::MAX), dialect, &mut out, usize::MAX);
        out
    }

    #[test]
    fn kept_rows_and_fresh_rows_are_the_same_bytes() {
        let (kept, fresh) = (people(200, true), people(200, false));
        for (by, direction) in
            [(OrderBy::UpdatedAt, Direction::Asc), (OrderBy::CreatedAt, Direction::Desc)]
        {
            for range in [0..200, 0..1, 195..300, 7..7, 0..0] {
                let view = fresh.view(by, direction, None);
                assert_eq!(json(&kept, view, range.clone()), json(&fresh, view, range));
            }
        }
        assert_eq!(kept.kept_csv().unwrap(), csv(&fresh, &Dialect::default()));
        assert!(people(200, true).kept_csv().is_none(), "the first to ask gets fresh rows");
        assert!(fresh.kept_csv().is_none() && people(1001, true).kept_csv().is_none());
    }

    #[test]
    fn every_dialect_reads_back_as_the_same_values() {
        let people = people(300, false);
        let rows = csv(&people, &Dialect::default());
        let plain: Vec<csv::StringRecord> =
            csv::Reader::from_reader(&*rows).records().map(Result::unwrap).collect();
        for (separator, crlf) in [(b';', true), (b'\t', false), (b'|', true), (b',', true)] {
            let dialect = Dialect { separator, crlf, ..Dialect::default() };
            let text = csv(&people, &dialect);
            assert!(text.ends_with(if crlf { "Z\r\n".as_bytes() } else { b"Z\n" }));
            let mut reader = csv::ReaderBuilder::new().delimiter(separator).from_reader(&*text);
            assert_eq!(reader.headers().unwrap().len(), 8);
            assert_eq!(
                reader.records().map(Result::unwrap).collect::<Vec<_>>(),
                plain,
                "{separator}"
            );
        }
    }

    #[test]
    fn json_and_csv_hold_the_same_values() {
        let people = people(300, false);
        let rows = json(&people, people.canonical(), 0..300);
        let mut lines = Vec::new();
        people.write_ndjson(&mut people.canonical().rows(0..300), &mut lines, usize::MAX);
        let lines = lines
            .split_inclusive(|byte| *byte == b'\n')
            .map(|line| serde_json::from_slice(line).unwrap());
        assert_eq!(lines.collect::<Vec<serde_json::Value>>(), rows);
        let csv = csv(&people, &Dialect::default());
        let mut reader = csv::Reader::from_reader(&*csv);
        let headers = reader.headers().unwrap().clone();
        for (row, record) in rows.iter().zip(reader.records()) {
            let record = record.unwrap();
            let fields: Vec<(&str, &str)> = headers.iter().zip(record.iter()).collect();
            let object = row.as_object().unwrap();
            assert_eq!(
                object.iter().map(|(k, v)| (k.as_str(), v.as_str().unwrap())).collect::<Vec<_>>(),
                fields
            );
            assert!(object.values().all(|v| !v.as_str().unwrap().is_empty()));
            assert!(object["address"].as_str().unwrap().contains('\n'));
            let letters = |c: char| c.is_ascii_lowercase() || c == '.';
            let (local, domain) = object["email"].as_str().unwrap().split_once('@').unwrap();
            assert!(
                local.trim_end_matches(|c: char| c.is_ascii_digit()).chars().all(letters),
                "{local}"
            );
            assert!(["example.com", "example.net", "example.org"].contains(&domain));
        }
    }

    #[test]
    fn rows_are_the_same_for_ever() {
        let row =
            json(&people(1_000_000_000, false), people(1_000_000_000, false).canonical(), 6..7);
        assert_eq!(
            row,
            json(&people(1_000_000_000, false), people(1_000_000_000, false).canonical(), 6..7)
        );
        assert_ne!(
            row,
            json(&people(1_000_000_000, false), people(1_000_000_000, false).canonical(), 7..8)
        );
    }

    #[test]
    fn a_large_walk_stops_when_enough_is_written() {
        let people = people(1_000_000_000, false);
        let mut cursor = people.canonical().rows(0..u64::MAX);
        let mut out = Vec::new();
        people.write_json(&mut cursor, IdForm::Number, &mut out, 1000);
        assert!((1000..2000).contains(&out.len()));
        assert!(cursor.remaining() < 1_000_000_000);
    }
}
