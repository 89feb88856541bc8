//! The verdict, in words or as JSON: of one group alone, or of several, each below its name.

use connector_playground::checker::Report;
use connector_playground::checker::landing::Group;
use connector_playground::checker::report::{Listed, on_one_line};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// Most examples of a list in words; JSON has them all.
const SHOWN: usize = 5;

/// What came of a check.
#[derive(Debug)]
pub(super) struct Verdict {
    groups: Vec<Group>,
    /// What there is to say of several groups.
    note: Option<String>,
}

/// A group as JSON: its name and stream, then its verdict.
fn object(group: &Group) -> Value {
    let mut object = Map::new();
    object.insert("group".to_owned(), group.name.as_str().into());
    object.insert("stream".to_owned(), group.stream.into());
    if let Value::Object(verdict) = json!(group.report.judged()) {
        object.extend(verdict);
    }
    object.into()
}

impl Verdict {
    /// The verdicts on groups; the note is of all that was read.
    pub(super) fn new(mut groups: Vec<Group>, note: Option<String>) -> Self {
        match (groups.as_mut_slice(), note) {
            ([group], Some(note)) => {
                let before = group.report.note.take().map(|before| before + " ");
                group.report.note = Some(before.unwrap_or_default() + &note);
                Self { groups, note: None }
            }
            (_, note) => Self { groups, note },
        }
    }

    pub(super) fn is_complete(&self) -> bool {
        self.groups.iter().all(|group| group.report.is_complete())
    }

    pub(super) fn json(&self) -> String {
        let value = match self.groups.as_slice() {
            [group] => json!(group.report.judged()),
            groups => json!({
                "verdict": word(self.is_complete()),
                "groups": groups.iter().map(object).collect::<Vec<Value>>(),
                "note": self.note,
            }),
        };
        format!("{value}\n")
    }

    pub(super) fn words(&self) -> String {
        if let [group] = self.groups.as_slice() {
            return words(&group.report);
        }
        let complete = self.groups.iter().filter(|group| group.report.is_complete()).count();
        let mut text =
            format!("{}: {complete} of {} groups\n", word(self.is_complete()), self.groups.len());
        for group in &self.groups {
            // Writing to a string does not fail.
            let _ = write!(text, "\n{}: {}", title(group), words(&group.report));
        }
        if let Some(note) = &self.note {
            let _ = writeln!(text, "\nnote: {note}");
        }
        text
    }
}

const fn word(is_complete: bool) -> &'static str {
    if is_complete { "complete" } else { "incomplete" }
}

/// A group and the stream that it was held against, where its name is not that.
fn title(group: &Group) -> String {
    match on_one_line(&group.name) {
        name if name.is_empty() => group.stream.to_owned(),
        name if name == group.stream => name,
        name => format!("{name} (as {})", group.stream),
    }
}

/// A verdict in words.
fn words(verdict: &Report) -> String {
    let word = word(verdict.is_complete());
    let mut text =
        format!("{word}: {} of {} rows\n", verdict.truth - verdict.missing.count, verdict.truth);
    // Writing to a string does not fail.
    let _ = writeln!(text, "  {:<15} {:>10}", "landed", verdict.landed);
    for (name, list) in verdict.lists() {
        let _ = writeln!(text, "  {:<15} {:>10}", name.replace('_', " "), list.count);
        examples(list, &mut text);
    }
    if let Some(hint) = &verdict.hint {
        let _ = writeln!(text, "hint: {hint}");
    }
    if let Some(note) = &verdict.note {
        let _ = writeln!(text, "note: {note}");
    }
    text
}

fn examples(list: &Listed, text: &mut String) {
    for example in list.examples.iter().take(SHOWN) {
        let members = example.as_object().into_iter().flatten();
        let members: Vec<String> =
            members.map(|(name, value)| format!("{name} {}", plain(value))).collect();
        let _ = writeln!(text, "      {}", members.join(", "));
    }
    if list.count > SHOWN as u64 {
        text.push_str("      …\n");
    }
}

/// A value as text on one line.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => on_one_line(text),
        Value::Null => "none".to_owned(),
        other => other.to_string(),
    }
}
