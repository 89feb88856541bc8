//! The states of a run, in the form that the next one takes.

use super::{Message, NO_STATE};
use serde_json::Value;

/// The last states.
#[derive(Clone, Debug, Default)]
pub(super) struct States {
    last: Option<Value>,
}

impl States {
    /// Those of a run before.
    pub(super) const fn given(state: Option<Value>) -> Self {
        Self { last: state }
    }

    pub(super) fn value(&self) -> Option<Value> {
        self.last.clone()
    }

    /// Takes the `value` of a Singer message: it holds the states of all streams.
    pub(super) fn singer<'l>(&mut self, value: Value) -> Message<'l> {
        self.last = Some(value);
        Message::State
    }

    /// Takes the `state` of an Airbyte message: that of one stream, of all of them, or of the old form, whose file is its bare `data`.
    pub(super) fn airbyte<'l>(&mut self, state: Value) -> Message<'l> {
        if let Some(of) = stream(&state).cloned() {
            let mut all = self.last.take().and_then(as_list).unwrap_or_default();
            all.retain(|other| other.get("global").is_none());
            match all.iter_mut().find(|other| stream(other).is_some_and(|known| same(known, &of))) {
                Some(before) => *before = state,
                None => all.push(state),
            }
            self.last = Some(all.into());
        } else if state.get("global").is_some_and(Value::is_object) {
            self.last = Some(vec![state].into());
        } else if let Some(data) = state.get("data").filter(|data| data.is_object()) {
            self.last = Some(data.clone());
        } else {
            return Message::Broken(NO_STATE);
        }
        Message::State
    }
}

fn as_list(state: Value) -> Option<Vec<Value>> {
    match state {
        Value::Array(list) => Some(list),
        _ => None,
    }
}

/// The stream that a state is of.
fn stream(state: &Value) -> Option<&Value> {
    state.get("stream")?.get("stream_descriptor")
}

/// Whether two descriptors name one stream: no namespace and a null one are the same.
fn same(one: &Value, other: &Value) -> bool {
    let member = |of: &'_ Value, name: &str| of.get(name).filter(|value| !value.is_null()).cloned();
    ["name", "namespace"].iter().all(|name| member(one, name) == member(other, name))
}
