//! The beginning of a text, up to where it tells what the text is.

use super::super::messages::{Messages, Protocol};
use super::super::spelling::likeness;
use super::super::stream;
use super::inserts;
use super::raw::DATA;
use serde::Deserialize;
use serde_json::value::RawValue;

/// Bytes without an end of line, or without any line that tells, that a text of rows has at most before it is taken as one.
const ENOUGH: usize = 65_536;
/// Bytes that the first message of all may have, as a schema.
const LONGEST: usize = 1 << 22;
/// The mark of dlt's tables of lists.
const PARENT: &str = "_dlt_parent_id";

/// What a text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Rows as they are.
    Plain,
    /// Messages of Singer or Airbyte, one a line.
    Messages,
    /// A raw table of Airbyte's, as objects, one a line.
    RawLines,
    /// A raw table of Airbyte's, as CSV.
    RawTable,
    /// Rows of SQL, as dlt writes them.
    Inserts,
    /// Such rows whose texts stand in no quotes, so that nobody knows where they end.
    Unquoted,
    /// A table of lists of rows, as dlt writes it: none of its rows is a row.
    Lists,
}

/// The first bytes of a text.
#[derive(Debug, Default)]
pub(super) struct Opening {
    pub(super) held: Vec<u8>,
    /// How many bytes of it were looked at.
    seen: usize,
    messages: Messages,
    /// Whether a line was there that is not blank.
    begun: bool,
    /// The load that dlt wrote the first row in.
    pub(super) load: Option<String>,
}

/// The members of a row that tell what wrote it.
#[derive(Deserialize)]
struct Marks<'l> {
    #[serde(borrow, rename = "_airbyte_data", default)]
    data: Option<&'l RawValue>,
    #[serde(borrow, rename = "_dlt_parent_id", default)]
    parent: Option<&'l RawValue>,
    #[serde(rename = "_dlt_load_id", default)]
    load: Option<String>,
}

impl Opening {
    /// Takes the next bytes, or the end: what the text is, once that is known.
    pub(super) fn read(&mut self, chunk: &[u8], whole: bool) -> Option<Form> {
        self.held.extend_from_slice(chunk);
        while let Some(end) = self.end_of_line(whole) {
            let line = self.held.get(self.seen..end).unwrap_or_default().to_vec();
            self.seen = end;
            let line = String::from_utf8_lossy(&line);
            let line = line.trim_start_matches(['\u{FEFF}', '\u{1E}']).trim();
            if line.is_empty() {
                continue;
            }
            let first = !std::mem::replace(&mut self.begun, true);
            if let Some(form) = self.line(line, first) {
                return Some(form);
            }
        }
        let length = self.held.len();
        let start = String::from_utf8_lossy(self.held.get(..length.min(256)).unwrap_or_default());
        let may_be_message =
            !self.begun && start.trim_start().starts_with('{') && start.contains("\"type\"");
        let enough = if may_be_message { LONGEST } else { ENOUGH };
        (whole || length >= enough || start.trim_start().starts_with('[')).then_some(Form::Plain)
    }

    fn end_of_line(&self, whole: bool) -> Option<usize> {
        let rest = self.held.get(self.seen..)?;
        match rest.iter().position(|byte| *byte == b'\n') {
            Some(at) => Some(self.seen + at + 1),
            None => (whole && !rest.is_empty()).then_some(self.held.len()),
        }
    }

    /// What a line tells.
    fn line(&mut self, line: &str, first: bool) -> Option<Form> {
        if line.starts_with('{') {
            self.messages.read(line);
            return match self.messages.protocol()? {
                Protocol::Singer | Protocol::Airbyte => Some(Form::Messages),
                Protocol::Rows => Some(self.row(line)),
            };
        }
        if first && let Some(columns) = line.strip_prefix(inserts::START) {
            return Some(match columns {
                _ if columns.contains(PARENT) => Form::Lists,
                _ if columns.starts_with(['"', '`', '[']) => Form::Inserts,
                _ => Form::Unquoted,
            });
        }
        let names = || line.split([',', ';', '\t', '|']).map(|name| name.trim().trim_matches('"'));
        let has = |wanted: &str| names().any(|name| name.eq_ignore_ascii_case(wanted));
        let is_key = |name: &str| {
            let keys = stream::by_depth().flat_map(|stream| stream.keys);
            keys.into_iter().any(|key| likeness(name, key) > 0)
        };
        match () {
            () if line.starts_with('[') => Some(Form::Plain),
            () if first && has(DATA) => Some(Form::RawTable),
            () if first && has(PARENT) => Some(Form::Lists),
            () if first && names().any(is_key) => Some(Form::Plain),
            () => None,
        }
    }

    /// What an object on a line tells that is no message.
    fn row(&mut self, line: &str) -> Form {
        let Ok(marks) = serde_json::from_str::<Marks<'_>>(line) else { return Form::Plain };
        self.load = marks.load;
        match () {
            () if marks.data.is_some() => Form::RawLines,
            () if marks.parent.is_some() => Form::Lists,
            () => Form::Plain,
        }
    }
}
