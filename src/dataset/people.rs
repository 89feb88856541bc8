//! The records of the contract: eight text fields, each a function of (seed, place), rendered straight into JSON or CSV.

mod formed;
mod kept;
mod written;

use super::Shape;
use super::feed::Feed;
use super::form::Form;
use super::ids::{self, Ids};
use super::lengths::{Lengths, Measured};
use super::list::{List, Order, Rows};
use super::locale::Locale;
use super::moving::index::Indexes;
use super::moving::life::Lives;
use super::moving::log::Logs;
use super::moving::view::MovingView;
use super::order::{Direction, OrderBy, View};
use super::timeline::Timeline;
use crate::rng::Rng;
use crate::time::Timestamp;
use bytes::Bytes;
use kept::Kept;
use std::sync::Arc;

/// How a row's `id` is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdForm {
    /// The row's UUID, or the integer that stands for it.
    Uuid,
    /// The row's place as a string (contract, section 7).
    Number,
    /// As the schema of GraphQL has it: a string, whatever it is elsewhere.
    Typed,
}

/// One data set of records.
#[derive(Debug)]
pub struct People {
    timeline: Timeline,
    rng: Rng,
    ids: Ids,
    locale: Locale,
    form: Form,
    /// What becomes of the records after the anchor; None where they stand still.
    lives: Option<Lives>,
    /// What is known of rows, shared with the data sets made from this one.
    caches: Arc<Caches>,
    /// The rendered rows of a small data set; None where they are not worth keeping.
    kept: Option<Kept>,
}

/// What was found out of rows before. It changes no answer, only its speed.
#[derive(Debug, Default)]
struct Caches {
    lengths: Lengths,
    indexes: Indexes,
    logs: Logs,
}

impl People {
    /// The records of a shape. `keep` for a data set that many requests will ask for.
    pub fn new(shape: &Shape<'_>, keep: bool) -> Self {
        let people = Self::of(shape, Self::drawn(shape.seed), Arc::default());
        let keep = keep && shape.motion.is_none() && shape.form.is_plain();
        Self { kept: Kept::worth_it(keep, shape.records), ..people }
    }

    /// The records of another shape, for one request.
    pub fn changed(&self, shape: &Shape<'_>, same_seed: bool) -> Self {
        let drawn = if same_seed { (self.rng, self.ids) } else { Self::drawn(shape.seed) };
        Self::of(shape, drawn, Arc::clone(&self.caches))
    }

    fn drawn(seed: &str) -> (Rng, Ids) {
        (Rng::new(seed, "people"), Ids::new(seed, "people ids"))
    }

    fn of(shape: &Shape<'_>, (rng, ids): (Rng, Ids), caches: Arc<Caches>) -> Self {
        let timeline = Timeline::new(shape, rng);
        Self {
            timeline,
            rng,
            ids,
            locale: shape.locale,
            form: shape.form,
            lives: shape.motion.map(|motion| Lives::new(shape.seed, timeline, motion)),
            caches,
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

    /// The id of a record, as text.
    pub fn id(&self, place: u64) -> String {
        if self.form.big_ids {
            self.ids.big(place).to_string()
        } else {
            ids::text(self.ids.id(place))
        }
    }

    /// The place of an id, as it is shown; None for one that was never issued.
    pub fn place(&self, id: &str) -> Option<u64> {
        if self.form.big_ids {
            let number: u64 = id.parse().ok().filter(|number: &u64| number.to_string() == id)?;
            return self.ids.place_of_big(number);
        }
        self.ids.place(ids::parse(id).filter(|&uuid| ids::text(uuid) == id)?)
    }

    /// The form of rows.
    pub const fn form(&self) -> &Form {
        &self.form
    }

    /// What becomes of the records after the anchor; None where they stand still.
    pub const fn lives(&self) -> Option<&Lives> {
        self.lives.as_ref()
    }

    /// The names of a row's members at a second, in their order.
    pub fn columns(&self, second: i64) -> Vec<&'static str> {
        self.members(self.form.drift.at(second)).map(|(_, shown)| shown).collect()
    }

    /// Whether rows say when they were deleted.
    fn marks(&self) -> bool {
        self.lives.is_some_and(|lives| lives.motion().deletes.marks())
    }

    /// The records with `updatedAt >= since` in an order, as they are to be seen at a second where they move.
    pub fn list(&self, order: Order, since: Option<Timestamp>, moment: i64) -> List {
        match &self.lives {
            None => List::Still(self.timeline, self.view(order.0, order.1, since), moment),
            Some(lives) => {
                let since = since.map(Timestamp::seconds);
                List::Moving(MovingView::new(&self.caches.indexes, lives, moment, order, since))
            }
        }
    }

    /// What happened to the records up to a second.
    pub fn feed(&self, moment: i64) -> Feed<'_> {
        Feed::new(&self.timeline, self.lives.as_ref(), &self.caches.logs, moment)
    }

    /// The records with `updatedAt >= since` in an order, as they stood still.
    pub fn view(&self, by: OrderBy, direction: Direction, since: Option<Timestamp>) -> View {
        View::new(&self.timeline, by, direction, since)
    }

    /// The records in canonical order, createdAt ascending, place 1 first, as they are to be seen at a second where they move.
    pub fn canonical(&self, moment: i64) -> List {
        self.list((OrderBy::CreatedAt, Direction::Asc), None, moment)
    }

    /// The rows of a cursor as JSON objects joined by commas, where this data set keeps them side by side.
    pub fn kept_json(&self, rows: &Rows, form: IdForm) -> Option<&[u8]> {
        let ranks = rows.ranks().filter(|_| form != IdForm::Number)?;
        self.kept.as_ref()?.json(self, ranks)
    }

    /// How long the words of the first `places` rows are; `quoted` where a company with a comma stands in quotes.
    pub fn measured(&self, places: u64, quoted: bool) -> Measured {
        self.caches.lengths.of(&self.rng, self.locale, places, quoted)
    }

    /// The whole export in the default dialect, where this data set keeps its rendered form.
    pub fn kept_csv(&self) -> Option<Bytes> {
        self.kept.as_ref()?.csv(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::dialect::Dialect;

    fn people(records: u64, keep: bool) -> People {
        let anchor = Timestamp::parse("2026-11-25T09:00:00Z").unwrap();
        People::new(&Shape { records, ..Shape::new("7", anchor) }, keep)
    }

    fn json(people: &People, view: &List, range: std::ops::Range<u64>) -> Vec<serde_json::Value> {
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
        dialect.write_header(&people.columns(0), &mut out);
        let mut rows = people.canonical(0).rows(0..u64::MAX);
        people.write_csv(&mut rows, dialect, &mut out, usize::MAX);
        out
    }

    #[test]
    fn kept_rows_and_fresh_rows_are_the_same_bytes() {
        let (kept, fresh) = (people(200, true), people(200, false));
        for (by, direction) in
            [(OrderBy::UpdatedAt, Direction::Asc), (OrderBy::CreatedAt, Direction::Desc)]
        {
            for range in [0..200, 0..1, 195..300, 7..7, 0..0] {
                let view = fresh.list((by, direction), None, 0);
                assert_eq!(json(&kept, &view, range.clone()), json(&fresh, &view, range));
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
        let rows = json(&people, &people.canonical(0), 0..300);
        let mut lines = Vec::new();
        people.write_ndjson(&mut people.canonical(0).rows(0..300), &mut lines, usize::MAX);
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
            json(&people(1_000_000_000, false), &people(1_000_000_000, false).canonical(0), 6..7);
        assert_eq!(
            row,
            json(&people(1_000_000_000, false), &people(1_000_000_000, false).canonical(0), 6..7)
        );
        assert_ne!(
            row,
            json(&people(1_000_000_000, false), &people(1_000_000_000, false).canonical(0), 7..8)
        );
    }

    #[test]
    fn a_large_walk_stops_when_enough_is_written() {
        let people = people(1_000_000_000, false);
        let mut cursor = people.canonical(0).rows(0..u64::MAX);
        let mut out = Vec::new();
        people.write_json(&mut cursor, IdForm::Number, &mut out, 1000);
        assert!((1000..2000).contains(&out.len()));
        assert!(cursor.remaining() < 1_000_000_000);
    }
}
