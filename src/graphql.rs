//! GraphQL (specification of September 2025) over one fixed schema: the records as a connection, in the way of Relay.
//!
//! `parser` makes a `document` of a text by apollo-parser, `values` reads variables and arguments, `plan` checks the document against the
//! `schema` and lists the fields that an operation asks for, `run` answers them, and `introspection` answers those about the schema itself.
//! apollo-parser was taken for its weight: with introspection 41 kB of the wasm module after gzip; the other kept-up parsers alone had 44 kB and more. Nothing here
//! recurses deeper than the parser's limit.

mod document;
mod introspection;
mod parser;
mod plan;
mod run;
mod schema;
mod values;

use crate::request::Call;
use crate::request::graphql::Request;
use serde_json::{Map, Value};

/// The GraphQL response to a request: `data`, `errors`, or both.
pub fn answer(request: &Request, call: &Call<'_>) -> Value {
    run::run(request, call).unwrap_or_else(|fault| {
        object([("errors", vec![fault.shown(request.query(), None)].into())])
    })
}

/// An object of these members, in this order.
fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>().into()
}

/// What is wrong with a request, or with one of its fields.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Fault {
    message: String,
    /// The byte of the document where the fault is, if it has a place there.
    at: Option<usize>,
}

impl Fault {
    fn new(message: impl Into<String>, at: usize) -> Self {
        Self { message: message.into(), at: Some(at) }
    }

    /// The fault as the answer shows it (section 7.1.2): a field's key is its path.
    fn shown(&self, source: &str, key: Option<&str>) -> Value {
        let mut shown = Map::from_iter([("message".to_owned(), self.message.as_str().into())]);
        if let Some(before) = self.at.and_then(|at| source.get(..at)) {
            let (line, column) = place(before);
            let location = object([("line", line.into()), ("column", column.into())]);
            shown.insert("locations".to_owned(), vec![location].into());
        }
        if let Some(key) = key {
            shown.insert("path".to_owned(), vec![key].into());
        }
        shown.into()
    }
}

/// Line and column of the end of a text, both from 1. `\r\n` ends one line (section 2.1.2).
fn place(before: &str) -> (usize, usize) {
    let (mut line, mut column, mut last) = (1, 1, ' ');
    for character in before.chars() {
        match (last, character) {
            ('\r', '\n') => {}
            (_, '\n' | '\r') => (line, column) = (line + 1, 1),
            _ => column += 1,
        }
        last = character;
    }
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_lines_and_columns_from_1() {
        assert_eq!(place("a"), (1, 2));
        assert_eq!(place("a\n\r\n\rä"), (4, 2));
        assert_eq!(place("a\n"), (2, 1));
    }

    #[test]
    fn a_fault_names_a_place_only_where_the_document_has_it() {
        assert_eq!(
            Fault::new("m", 1).shown("a", None).to_string(),
            r#"{"message":"m","locations":[{"line":1,"column":2}]}"#
        );
        for fault in [Fault::new("m", 2), Fault { message: "m".to_owned(), at: None }] {
            assert_eq!(fault.shown("a", Some("k")).to_string(), r#"{"message":"m","path":["k"]}"#);
        }
    }
}
