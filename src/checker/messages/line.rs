//! One line of messages: its members as texts, of which only states are read further.

use super::{BATCH, NO_ROW, NO_STATE, Protocol, STRANGE};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// The members that messages of both protocols have at their top.
#[derive(Debug, Deserialize)]
pub(super) struct Line<'l> {
    #[serde(rename = "type", borrow, default)]
    kind: Option<&'l RawValue>,
    #[serde(borrow, default)]
    stream: Option<&'l RawValue>,
    #[serde(borrow, default)]
    record: Option<&'l RawValue>,
    #[serde(borrow, default)]
    value: Option<&'l RawValue>,
    #[serde(borrow, default)]
    state: Option<&'l RawValue>,
    #[serde(borrow, default)]
    log: Option<&'l RawValue>,
    #[serde(borrow, default)]
    trace: Option<&'l RawValue>,
}

/// The record of an Airbyte message.
#[derive(Deserialize)]
struct Record<'l> {
    #[serde(borrow)]
    stream: Cow<'l, str>,
    #[serde(borrow)]
    data: &'l RawValue,
}

/// What a message is.
pub(super) enum Seen<'l> {
    Row(Cow<'l, str>, Cow<'l, str>),
    /// What stands under `value`.
    Singer(Value),
    /// What stands under `state`.
    Airbyte(Value),
    Aside,
    Broken(&'static str),
}

impl<'l> Line<'l> {
    /// The members of an object on one line; None where it is none.
    pub(super) fn of(text: &'l str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    fn kind(&self) -> Cow<'l, str> {
        text(self.kind).unwrap_or_default()
    }

    /// The protocol whose message this is, by its type and the member that goes with it.
    pub(super) fn protocol(&self) -> Option<Protocol> {
        let has = |member: Option<&RawValue>| member.is_some();
        match &*self.kind() {
            "SCHEMA" | "ACTIVATE_VERSION" | "BATCH" if text(self.stream).is_some() => {
                Some(Protocol::Singer)
            }
            "RECORD" if has(self.record) && has(self.stream) => Some(Protocol::Singer),
            "STATE" if has(self.value) => Some(Protocol::Singer),
            "RECORD" if self.record().is_some() => Some(Protocol::Airbyte),
            "STATE" if has(self.state) => Some(Protocol::Airbyte),
            "LOG" if has(self.log) => Some(Protocol::Airbyte),
            "TRACE" if has(self.trace) => Some(Protocol::Airbyte),
            _ => None,
        }
    }

    fn record(&self) -> Option<Record<'l>> {
        serde_json::from_str(self.record?.get()).ok()
    }

    /// What the line says in a protocol.
    pub(super) fn seen(&self, protocol: Protocol) -> Seen<'l> {
        let row = |stream, row: &'l RawValue| match row.get() {
            row if row.starts_with('{') => Seen::Row(stream, row.into()),
            _ => Seen::Broken(NO_ROW),
        };
        match (protocol, &*self.kind()) {
            (Protocol::Singer, "RECORD") => match (text(self.stream), self.record) {
                (Some(stream), Some(record)) => row(stream, record),
                _ => Seen::Broken(NO_ROW),
            },
            (_, "RECORD") => match self.record() {
                Some(record) => row(record.stream, record.data),
                None => Seen::Broken(NO_ROW),
            },
            (Protocol::Singer, "STATE") => {
                value(self.value).map_or(Seen::Broken(NO_STATE), Seen::Singer)
            }
            (_, "STATE") => value(self.state)
                .filter(Value::is_object)
                .map_or(Seen::Broken(NO_STATE), Seen::Airbyte),
            (Protocol::Singer, "BATCH") => Seen::Broken(BATCH),
            (Protocol::Singer, "SCHEMA" | "ACTIVATE_VERSION") => Seen::Aside,
            // Each version of the protocol has more of them.
            (Protocol::Airbyte, kind) if !kind.is_empty() => Seen::Aside,
            _ => Seen::Broken(STRANGE),
        }
    }
}

fn text<'l>(raw: Option<&'l RawValue>) -> Option<Cow<'l, str>> {
    #[derive(Deserialize)]
    struct Text<'t>(#[serde(borrow)] Cow<'t, str>);
    serde_json::from_str(raw?.get()).ok().map(|Text(text)| text)
}

fn value(raw: Option<&RawValue>) -> Option<Value> {
    serde_json::from_str(raw?.get()).ok()
}
