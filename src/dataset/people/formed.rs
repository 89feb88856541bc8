//! Rows in another form than the contract's, member by member. They cost more than rows in the contract's form, which are written in one go.

use super::written::Fields;
use super::{IdForm, People};
use crate::dataset::dialect::Dialect;
use crate::dataset::form::drift::Changes;
use crate::dataset::form::nulls::Nulls;
use crate::dataset::list::Rows;
use crate::dataset::row::Row;

/// What stands for a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Value {
    /// A text, without quotes.
    Text,
    /// JSON that is no text.
    Json,
    Null,
    /// No member at all.
    Absent,
    /// A text of no letters that is not null.
    Empty,
}

/// A member of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Member {
    Id,
    Name,
    Email,
    Phone,
    Address,
    Company,
    /// The company as an object with its name.
    CompanyObject,
    Job,
    Created,
    Updated,
    Deleted,
}

/// A member with the name that it has.
type Named = (Member, &'static str);

impl People {
    /// The members of a row by which changes have come, in their order.
    pub(super) fn members(&self, changes: Changes) -> impl Iterator<Item = Named> {
        let company = if changes.retype { Member::CompanyObject } else { Member::Company };
        [
            (Member::Id, "id", true),
            (Member::Name, "name", true),
            (Member::Email, "email", true),
            (Member::Phone, "phone", changes.add),
            (Member::Address, "address", !changes.drop),
            (company, "company", true),
            (Member::Job, if changes.rename { "job_title" } else { "job" }, true),
            (Member::Created, "createdAt", true),
            (Member::Updated, "updatedAt", true),
            (Member::Deleted, "deletedAt", self.marks()),
        ]
        .into_iter()
        .filter_map(|(member, name, is_there)| is_there.then_some((member, name)))
    }

    /// The members of these rows. The schema of GraphQL stays.
    fn members_of(&self, rows: &Rows, ids: IdForm) -> Vec<Named> {
        let moment = if ids == IdForm::Typed { i64::MIN } else { rows.moment() };
        self.members(self.form.drift.at(moment)).collect()
    }

    /// [`write_json`](Self::write_json) in the form of these records.
    pub(super) fn write_formed_json(
        &self,
        rows: &mut Rows,
        ids: IdForm,
        out: &mut Vec<u8>,
        enough: usize,
    ) {
        let (mut first, members) = (true, self.members_of(rows, ids));
        while out.len() < enough {
            let Some(fields) = self.next(rows) else { return };
            if !std::mem::take(&mut first) {
                out.push(b',');
            }
            self.write_formed_row(&members, &fields, ids, out);
        }
    }

    /// [`write_ndjson`](Self::write_ndjson) in the form of these records.
    pub(super) fn write_formed_ndjson(&self, rows: &mut Rows, out: &mut Vec<u8>, enough: usize) {
        let members = self.members_of(rows, IdForm::Uuid);
        while out.len() < enough {
            let Some(fields) = self.next(rows) else { return };
            self.write_formed_row(&members, &fields, IdForm::Uuid, out);
            out.push(b'\n');
        }
    }

    /// [`write_csv`](Self::write_csv) in the form of these records.
    pub(super) fn write_formed_csv(
        &self,
        rows: &mut Rows,
        dialect: &Dialect,
        out: &mut Vec<u8>,
        enough: usize,
    ) {
        let (mut text, members) = (Vec::new(), self.members_of(rows, IdForm::Uuid));
        while out.len() < enough {
            let Some(fields) = self.next(rows) else { return };
            for (n, (member, _)) in members.iter().enumerate() {
                out.extend((n > 0).then_some(dialect.separator));
                text.clear();
                match self.write_value(*member, &fields, IdForm::Uuid, "\n", &mut text) {
                    Value::Null | Value::Absent => {}
                    Value::Empty => out.extend_from_slice(b"\"\""),
                    Value::Text | Value::Json => dialect.write_field(&text, out),
                }
            }
            dialect.end_line(out);
        }
    }

    pub(super) fn write_formed_row(
        &self,
        members: &[Named],
        fields: &Fields,
        ids: IdForm,
        out: &mut Vec<u8>,
    ) {
        let mut text = Vec::new();
        out.push(b'{');
        for (n, (member, name)) in members.iter().enumerate() {
            text.clear();
            let value = self.write_value(*member, fields, ids, "\\n", &mut text);
            let (quote, text): (&[u8], &[u8]) = match value {
                Value::Absent => continue,
                Value::Text | Value::Empty => (b"\"", &text),
                Value::Json => (b"", &text),
                Value::Null => (b"", b"null"),
            };
            // The first member is always there.
            out.extend((n > 0).then_some(b','));
            for part in [b"\"", name.as_bytes(), b"\":", quote, text, quote] {
                out.extend_from_slice(part);
            }
        }
        out.push(b'}');
    }

    /// Appends the value of a member.
    fn write_value(
        &self,
        member: Member,
        fields: &Fields,
        ids: IdForm,
        line_feed: &str,
        out: &mut Vec<u8>,
    ) -> Value {
        let Fields { place, ref row, times: [created, updated], mark } = *fields;
        if let (Member::Company | Member::CompanyObject | Member::Job, Some(unknown)) =
            (member, self.unknown(row))
        {
            return unknown;
        }
        match member {
            Member::Id if ids == IdForm::Number => {
                out.extend_from_slice(place.to_string().as_bytes())
            }
            Member::Id => {
                out.extend_from_slice(self.id(place).as_bytes());
                if self.form.big_ids && ids == IdForm::Uuid {
                    return Value::Json;
                }
            }
            Member::Name => row.name(out),
            Member::Email => row.email(out),
            Member::Address => row.address(line_feed, out),
            Member::Phone => row.phone(out),
            Member::Company => row.company("", out),
            Member::CompanyObject => {
                out.extend_from_slice(b"{\"name\":\"");
                row.company("", out);
                out.extend_from_slice(b"\"}");
                return Value::Json;
            }
            Member::Job => row.job(out),
            Member::Created => return self.write_time(created, place, out),
            Member::Deleted if mark != Some(true) => return Value::Null,
            Member::Updated | Member::Deleted => return self.write_time(updated, place, out),
        }
        Value::Text
    }

    /// Appends the id of a place, as a JSON value.
    pub fn write_json_id(&self, place: u64, out: &mut Vec<u8>) {
        let quote: &[u8] = if self.form.big_ids { b"" } else { b"\"" };
        [quote, self.id(place).as_bytes(), quote]
            .iter()
            .for_each(|part| out.extend_from_slice(part));
    }

    /// Appends a second since 1970 of a row, as a JSON value.
    pub fn write_json_time(&self, second: i64, place: u64, out: &mut Vec<u8>) {
        let (time, quote): (_, &[u8]) =
            (self.form.time, if self.form.time.is_number() { b"" } else { b"\"" });
        [quote, time.text(second, place).as_bytes(), quote]
            .iter()
            .for_each(|part| out.extend_from_slice(part));
    }

    /// What stands for the company and the job of a record; None where they are known.
    fn unknown(&self, row: &Row) -> Option<Value> {
        let value = match self.form.nulls {
            Nulls::None => return None,
            Nulls::Null => Value::Null,
            Nulls::Absent => Value::Absent,
            Nulls::Empty => Value::Empty,
        };
        row.is_unknown().then_some(value)
    }

    fn write_time(&self, second: i64, place: u64, out: &mut Vec<u8>) -> Value {
        out.extend_from_slice(self.form.time.text(second, place).as_bytes());
        if self.form.time.is_number() { Value::Json } else { Value::Text }
    }
}
