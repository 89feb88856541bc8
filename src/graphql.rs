//! GraphQL (specification of October 2021) over one fixed schema: the records as a connection, in the way of Relay.
//!
//! `lexer` and `parser` make a `document` of a text, `values` reads variables and arguments, `plan` checks the document against the
//! `schema` and lists the fields that an operation asks for, and `run` answers them. The kept-up parsers were weighed: alone they add 19 kB to 44 kB to
//! the wasm module after gzip, and all of this adds 16 kB. Nothing here recurses deeper than the parser and the schema allow.

mod document;
mod lexer;
mod parser;
mod plan;
mod run;
mod schema;
mod values;

use crate::input::Call;
use crate::input::graphql::Request;
use crate::json;
use serde_json::Value;

/// The answer to a request, in the form that GraphQL gives it: `data`, `errors`, or both.
pub fn answer(request: &Request, call: &Call<'_>) -> Value {
    run::run(request, call)
        .unwrap_or_else(|fault| json::object(&mut [("errors", vec![fault.shown(&request.query)].into())]))
}

/// What is wrong with a request, or with one of its fields.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Fault {
    message: String,
    /// The byte of the document it is about, if it is about one.
    at: Option<usize>,
    /// The field it is about, where the others are answered.
    field: Option<String>,
}

impl Fault {
    /// A fault in the document, from the parts of its text. Boxed, since nearly every step can give one.
    fn new(message: &[&str], at: usize) -> Box<Self> {
        Box::new(Self { message: message.concat(), at: Some(at), field: None })
    }

    fn syntax(message: &[&str], at: usize) -> Box<Self> {
        Self::new(&["Syntax error: ", &message.concat()], at)
    }

    /// A fault that no place in the document has.
    fn nowhere(message: String) -> Box<Self> {
        Box::new(Self { message, at: None, field: None })
    }

    /// The fault as the answer shows it (section 7.1.2).
    fn shown(&self, source: &str) -> Value {
        let mut shown = json::object(&mut [("message", self.message.as_str().into())]);
        if let Some(before) = self.at.and_then(|at| source.get(..at)) {
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
        if let Some(field) = &self.field {
            shown["path"] = vec![field.as_str()].into();
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
        let place = |source: &str, at| Fault::new(&[], at).shown(source)["locations"][0].clone();
        assert_eq!(place("ab", 1), json!({ "line": 1, "column": 2 }));
        assert_eq!(place("a\n\r\n\rä{", 7), json!({ "line": 4, "column": 2 }));
        assert_eq!(place("a\n", 2), json!({ "line": 2, "column": 1 }));
        assert!(Fault::nowhere(String::new()).shown("a").get("locations").is_none());
    }
}
