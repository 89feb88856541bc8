//! Rows as they are written: JSON objects, lines of JSON, lines of CSV.

use super::{IdForm, People};
use crate::dataset::dialect::Dialect;
use crate::dataset::list::Rows;
use crate::dataset::moving::life::Version;
use crate::dataset::moving::log::Event;
use crate::dataset::row::Row;
use crate::time::Texts;
use uuid::fmt::Hyphenated;

/// What a row is written from.
pub(super) struct Fields {
    pub(super) place: u64,
    pub(super) row: Row,
    /// `createdAt` and `updatedAt`.
    pub(super) times: [i64; 2],
    /// Whether it is deleted, where rows say so.
    pub(super) mark: Option<bool>,
}

impl People {
    /// Appends the rows of a cursor as JSON objects joined by commas, until it ends or `out` holds `enough` bytes. Between two calls
    /// the caller puts the comma.
    pub fn write_json(&self, rows: &mut Rows, form: IdForm, out: &mut Vec<u8>, enough: usize) {
        if !self.form.is_plain() {
            return self.write_formed_json(rows, form, out, enough);
        }
        let (mut first, mut times) = (true, Texts::new());
        while out.len() < enough {
            let Some(fields) = self.next(rows) else { return };
            if !std::mem::take(&mut first) {
                out.push(b',');
            }
            self.write_row(&fields, form, &mut times, out);
        }
    }

    /// The next of rows.
    pub(super) fn next(&self, rows: &mut Rows) -> Option<Fields> {
        match rows {
            Rows::Still(rows, _) => rows.next(&self.timeline).map(|place| self.still(place)),
            Rows::Moving(rows, _) => rows.next().map(|version| self.moved(version)),
        }
    }

    /// A record that stands still.
    pub(super) fn still(&self, place: u64) -> Fields {
        let row = Row::new(&self.rng, self.locale, place);
        Fields { place, row, times: self.timeline.both(place), mark: None }
    }

    /// A version of one that moves.
    fn moved(&self, version: Version) -> Fields {
        let Version { place, number, updated, deleted, .. } = version;
        let row = Row::version(&self.rng, self.locale, place, number);
        let created = self.lives.map_or(updated, |lives| lives.created(place));
        let mark = self.marks().then_some(deleted);
        Fields { place, row, times: [created, updated], mark }
    }

    /// Appends the row that comes by an event, as a JSON object, in an answer of a second.
    pub(crate) fn write_event(
        &self,
        event: &Event,
        second: i64,
        times: &mut Texts,
        out: &mut Vec<u8>,
    ) {
        let fields = match &self.lives {
            None => self.still(event.place),
            Some(lives) => self.moved(lives.numbered(event.place, event.number)),
        };
        if self.form.is_plain() {
            return self.write_row(&fields, IdForm::Uuid, times, out);
        }
        let members: Vec<_> = self.members(self.form.drift.at(second)).collect();
        self.write_formed_row(&members, &fields, IdForm::Uuid, out);
    }

    /// Appends the rows of a cursor as lines of JSON, until it ends or `out` holds `enough` bytes.
    pub fn write_ndjson(&self, rows: &mut Rows, out: &mut Vec<u8>, enough: usize) {
        if !self.form.is_plain() {
            return self.write_formed_ndjson(rows, out, enough);
        }
        let mut times = Texts::new();
        while out.len() < enough {
            let Some(fields) = self.next(rows) else { return };
            self.write_row(&fields, IdForm::Uuid, &mut times, out);
            out.push(b'\n');
        }
    }

    /// Appends the rows of a cursor as lines of CSV, until it ends or `out` holds `enough` bytes.
    pub fn write_csv(&self, rows: &mut Rows, dialect: &Dialect, out: &mut Vec<u8>, enough: usize) {
        if !self.form.is_plain() {
            return self.write_formed_csv(rows, dialect, out, enough);
        }
        let mut times = Texts::new();
        while out.len() < enough {
            let Some(fields) = self.next(rows) else { return };
            self.write_line(&fields, dialect, &mut times, out);
        }
    }

    pub(super) fn write_row(
        &self,
        fields: &Fields,
        form: IdForm,
        times: &mut Texts,
        out: &mut Vec<u8>,
    ) {
        let Fields { place, ref row, times: [created, updated], mark } = *fields;
        out.extend_from_slice(b"{\"id\":\"");
        match form {
            IdForm::Uuid | IdForm::Typed => self.write_id(place, out),
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
        match mark {
            None => out.extend_from_slice(b"\"}"),
            Some(false) => out.extend_from_slice(b"\",\"deletedAt\":null}"),
            Some(true) => {
                out.extend_from_slice(b"\",\"deletedAt\":\"");
                out.extend_from_slice(times.of(updated));
                out.extend_from_slice(b"\"}");
            }
        }
    }

    fn write_line(&self, fields: &Fields, dialect: &Dialect, times: &mut Texts, out: &mut Vec<u8>) {
        let Fields { place, ref row, times: [created, updated], mark } = *fields;
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
        if let Some(deleted) = mark {
            out.push(separator);
            out.extend_from_slice(if deleted { times.of(updated) } else { b"" });
        }
        dialect.end_line(out);
    }

    pub(super) fn write_id(&self, place: u64, out: &mut Vec<u8>) {
        let mut text = [0; Hyphenated::LENGTH];
        out.extend_from_slice(self.ids.id(place).hyphenated().encode_lower(&mut text).as_bytes());
    }
}
