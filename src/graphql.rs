//! GraphQL (specification of October 2021) over one fixed schema: the records as a connection, in the way of Relay.
//!
//! `lexer` and `parser` make a `document` of a text, `values` reads variables and arguments, `plan` checks the document against the
//! `schema` and lists the fields that an operation asks for, and `run` answers them. The kept-up parsers were weighed: alone they add 19 kB to 44 kB to
//! the wasm module after gzip, and all of this adds 6 kB. Nothing here recurses deeper than the parser and the schema allow.

mod document;
mod lexer;
mod parser;
mod plan;
mod run;
mod schema;
mod values;

use self::document::Node;
use crate::input::Call;
use crate::input::graphql::Request;
use crate::json;
use serde_json::Value;

/// The answer to a request, in the form that GraphQL gives it: `data`, `errors`, or both.
pub fn answer(request: &Request, call: &Call<'_>) -> Value {
    run::run(request, call)
        .unwrap_or_else(|fault| json::object(&mut [("errors", vec![fault.shown(request.query())].into())]))
}

/// The place of a fault that no place in the document has.
const NOWHERE: usize = usize::MAX;

/// What is wrong with a request, or with one of its fields.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Fault {
    message: String,
    /// The byte of the document it is about; behind its end where it is about none.
    at: usize,
}

/// The first thing that was found to be wrong. Reading goes on behind it, without harm: so no step has to say that it failed.
#[derive(Debug, Default)]
struct Faults {
    first: Option<Fault>,
}

impl Faults {
    /// Notes a fault, where it is the first: a text whose first two `~` stand for other texts.
    fn add(&mut self, text: &str, one: &str, two: &str, at: usize) {
        if self.first.is_none() {
            self.first = Some(Fault { message: said(text, one, two), at });
        }
    }

    /// Notes a fault of a node: its name is the first text, another the second.
    fn about(&mut self, node: &Node<'_>, text: &str, other: &str) {
        self.add(text, node.name, other, node.at);
    }

    /// Notes a fault of a node, if `wrong` says one.
    fn wrong(&mut self, node: &Node<'_>, text: &str, wrong: &str) {
        if !wrong.is_empty() {
            self.about(node, text, wrong);
        }
    }

    const fn any(&self) -> bool {
        self.first.is_some()
    }

    /// Whether there is none; the fault where there is.
    fn settle(&mut self) -> Result<(), Fault> {
        self.first.take().map_or(Ok(()), Err)
    }
}

/// A text whose first two `~` stand for other texts.
fn said(text: &str, one: &str, two: &str) -> String {
    let mut said = String::new();
    let (mut other, mut next) = (one, two);
    for part in text.split('~') {
        said.push_str(part);
        said.push_str(other);
        (other, next) = (next, "");
    }
    said
}

impl Fault {
    /// The fault as the answer shows it (section 7.1.2).
    fn shown(&self, source: &str) -> Value {
        let mut shown = json::object(&mut [("message", self.message.as_str().into())]);
        if let Some(before) = source.get(..self.at) {
            let (mut line, mut column, mut last) = (1, 1, ' ');
            for character in before.chars() {
                match (last, character) {
                    // One end of a line, of two characters.
                    ('\r', '\n') => {}
                    (_, '\n' | '\r') => (line, column) = (line + 1, 1),
                    _ => column += 1,
                }
                last = character;
            }
            shown["locations"] = vec![json::object(&mut [("line", line.into()), ("column", column.into())])].into();
        }
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn places_are_lines_and_columns_from_1() {
        let place =
            |source: &str, at| Fault { message: String::new(), at }.shown(source).pointer("/locations/0").cloned();
        assert_eq!(place("ab", 1), Some(json!({ "line": 1, "column": 2 })));
        assert_eq!(place("a\n\r\n\rä{", 7), Some(json!({ "line": 4, "column": 2 })));
        assert_eq!(place("a\n", 2), Some(json!({ "line": 2, "column": 1 })));
        assert_eq!(place("a", NOWHERE), None);
        assert_eq!(said("a~b~c", "1", "2") + &said("a", "", ""), "a1b2ca");
    }
}
