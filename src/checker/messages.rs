//! What a connector prints: messages of Singer or of Airbyte, told by the first of them, or rows as they are. Rows leave as the text of
//! their object, so that no number in them is read and written anew; of states the last is kept, in the form that the next run takes.

mod line;
mod states;

use super::repair::repaired;
use line::{Line, Seen};
use serde_json::Value;
use states::States;
use std::borrow::Cow;

/// What a command prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// `SCHEMA`, `RECORD`, `STATE`, `ACTIVATE_VERSION`, each with its stream at the top.
    Singer,
    /// `RECORD`, `STATE`, `TRACE`, `LOG`, each with one member of its own.
    Airbyte,
    /// Rows as they are: objects, one a line.
    Rows,
}

/// What a line is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message<'l> {
    /// A row, or a line of rows as they are.
    Row {
        /// The stream that the message names; empty for rows as they are.
        stream: Cow<'l, str>,
        /// The JSON text of an object; of rows as they are the line.
        row: Cow<'l, str>,
    },
    /// A state, which is kept.
    State,
    /// What tells nothing of rows: `SCHEMA`, `LOG`, `TRACE`, `ACTIVATE_VERSION`, blank lines, texts of a log.
    Aside,
    /// What should be a message and is none, and why.
    Broken(&'static str),
}

/// The messages of one run, or of several in a row.
#[derive(Clone, Debug, Default)]
pub struct Messages {
    protocol: Option<Protocol>,
    states: States,
}

const TORN: &str = "a message that is cut off or damaged";
const LOG: &str = "no message: programs that read Singer stop at it";
const BATCH: &str =
    "a BATCH, whose rows stand in files of their own: have the connector write RECORDs";
const NO_ROW: &str = "a RECORD without an object as its row";
const NO_STATE: &str = "a STATE without a state";
const STRANGE: &str = "a message of no type that the protocol has";

impl Messages {
    /// Before the first line of a first run.
    pub fn new() -> Self {
        Self::default()
    }

    /// Before the first line of a run that was given a state: one that writes none keeps it.
    pub fn with_state(state: Option<Value>) -> Self {
        Self { protocol: None, states: States::given(state) }
    }

    /// What the lines so far are; None where none of them tells.
    pub const fn protocol(&self) -> Option<Protocol> {
        self.protocol
    }

    /// What is handed to the next run: of Singer the bare `value` of the last STATE, of Airbyte a list of what stood under `state`, the
    /// last of each stream. Where the connector writes states of the old form, it is their bare `data`. None where no state came and
    /// none was given.
    pub fn state(&self) -> Option<Value> {
        self.states.value()
    }

    /// Takes a line, with its end or without.
    pub fn read<'l>(&mut self, line: &'l str) -> Message<'l> {
        let text = line.trim();
        if text.is_empty() {
            return Message::Aside;
        }
        if !text.starts_with('{') {
            return self.other(text);
        }
        match Line::of(text) {
            Some(line) => self.object(line, text),
            None => match Line::of(&repaired(text.as_bytes())) {
                Some(line) => owned(self.object(line, text)),
                None if self.protocol == Some(Protocol::Rows) => as_it_is(text),
                // The first line of an object over several.
                None if self.protocol.is_none() && text == "{" => {
                    self.protocol = Some(Protocol::Rows);
                    as_it_is(text)
                }
                None => Message::Broken(TORN),
            },
        }
    }

    /// A line that begins with no brace: rows may begin with a bracket; all else is what a program says aside.
    fn other<'l>(&mut self, text: &'l str) -> Message<'l> {
        let of_rows = text.starts_with(['[', ']', '}', '"', ',']);
        match self.protocol {
            None if text.starts_with('[')
                && matches!(text.as_bytes().get(1), None | Some(b'{' | b' ')) =>
            {
                self.protocol = Some(Protocol::Rows);
                as_it_is(text)
            }
            Some(Protocol::Rows) if of_rows => as_it_is(text),
            Some(Protocol::Singer) => Message::Broken(LOG),
            _ => Message::Aside,
        }
    }

    fn object<'l>(&mut self, line: Line<'l>, text: &'l str) -> Message<'l> {
        let told = line.protocol();
        match (self.protocol, told) {
            // What stood before it may have been a log in JSON.
            (None | Some(Protocol::Rows), Some(told)) => self.protocol = Some(told),
            (None, None) => self.protocol = Some(Protocol::Rows),
            _ => {}
        }
        match self.protocol {
            Some(Protocol::Rows) | None => as_it_is(text),
            Some(protocol) => match line.seen(protocol) {
                Seen::Row(stream, row) => Message::Row { stream, row },
                Seen::Singer(value) => self.states.singer(value),
                Seen::Airbyte(state) => self.states.airbyte(state),
                Seen::Aside => Message::Aside,
                Seen::Broken(why) => Message::Broken(why),
            },
        }
    }
}

const fn as_it_is(row: &str) -> Message<'_> {
    Message::Row { stream: Cow::Borrowed(""), row: Cow::Borrowed(row) }
}

fn owned<'l>(message: Message<'_>) -> Message<'l> {
    match message {
        Message::Row { stream, row } => {
            Message::Row { stream: stream.into_owned().into(), row: row.into_owned().into() }
        }
        Message::State => Message::State,
        Message::Aside => Message::Aside,
        Message::Broken(why) => Message::Broken(why),
    }
}

#[cfg(test)]
mod tests;
