//! From tokens to a document, by recursive descent. How deep it may go is bounded, so no document overflows the stack. Behind the first fault there
//! is only the end, which ends every loop and every descent.

use super::Fault;
use super::document::{Kind, Node};
use super::lexer::{self, END, Lexer, NAME, SPREAD, VALUE};
use serde_json::{Map, Value};

/// Deepest nesting of selection sets and of values.
const MAX_DEPTH: usize = 64;

/// Parses an executable document: its operations and fragments, in their order.
pub(super) fn parse(source: &str) -> Result<Vec<Node<'_>>, Fault> {
    let mut parser = Parser { lexer: Lexer::new(source), constant: false, depth: 0 };
    let mut document = Vec::new();
    loop {
        parser.read(&mut document, Parser::definition);
        if parser.lexer.kind == END {
            return parser.lexer.faults.settle().map(|()| document);
        }
    }
}

struct Parser<'s> {
    lexer: Lexer<'s>,
    /// Whether values have no variables in them.
    constant: bool,
    depth: usize,
}

/// Reads what a node has.
type Read<'s> = fn(&mut Parser<'s>, &mut Node<'s>);

impl<'s> Parser<'s> {
    /// An operation or a fragment.
    fn definition(&mut self, node: &mut Node<'s>) {
        (node.kind, node.key) = (Kind::Operation, "query");
        let word = self.lexer.text();
        match word {
            "{" => {}
            "fragment" => {
                self.lexer.advance();
                node.kind = Kind::Fragment;
                node.name = self.fragment_name();
                if self.lexer.text() != "on" {
                    self.expected("'on' behind a fragment's name");
                }
                self.lexer.advance();
                node.of = self.wants(NAME, "a type");
                self.directives(node);
            }
            "query" | "mutation" | "subscription" => {
                self.lexer.advance();
                node.key = word;
                if self.lexer.kind == NAME {
                    node.name = self.wants(NAME, "");
                }
                self.list(&mut node.arguments, b'(', b')', Self::variable);
                self.directives(node);
            }
            _ => self.expected("an operation or a fragment"),
        }
        self.selections(node);
    }

    fn fragment_name(&mut self) -> &'s str {
        if self.lexer.text() == "on" {
            self.expected("a fragment's name");
        }
        self.wants(NAME, "a fragment's name")
    }

    fn variable(&mut self, node: &mut Node<'s>) {
        self.wants(b'$', "'$'");
        node.name = self.wants(NAME, "a variable's name");
        self.wants(b':', "':'");
        let start = self.lexer.at;
        let mut open = 0;
        while self.takes(b'[') {
            open += 1;
        }
        self.wants(NAME, "a type");
        for _ in 0..open {
            self.takes(b'!');
            self.wants(b']', "']'");
        }
        node.of = self.lexer.between(start, self.lexer.last);
        node.required = self.takes(b'!');
        if self.takes(b'=') {
            self.constant = true;
            node.value = self.value();
            self.constant = false;
        }
    }

    fn selections(&mut self, node: &mut Node<'s>) {
        if self.lexer.kind != b'{' {
            self.expected("'{'");
        }
        self.enter();
        self.list(&mut node.nodes, b'{', b'}', Self::selection);
        self.depth -= 1;
    }

    fn selection(&mut self, node: &mut Node<'s>) {
        if self.takes(SPREAD) {
            node.kind = Kind::Inline;
            if self.lexer.text() == "on" {
                self.lexer.advance();
                node.of = self.wants(NAME, "a type");
            } else if self.lexer.kind == NAME {
                node.kind = Kind::Spread;
                node.name = self.fragment_name();
            }
        } else {
            node.key = self.wants(NAME, "a field or '}'");
            node.name = if self.takes(b':') { self.wants(NAME, "a field's name") } else { node.key };
            self.list(&mut node.arguments, b'(', b')', Self::argument);
        }
        self.directives(node);
        if node.kind == Kind::Inline || node.kind == Kind::Field && self.lexer.kind == b'{' {
            self.selections(node);
        }
    }

    fn directives(&mut self, node: &mut Node<'s>) {
        while self.lexer.kind == b'@' {
            self.read(&mut node.directives, Self::directive);
        }
    }

    fn directive(&mut self, node: &mut Node<'s>) {
        self.lexer.advance();
        node.name = self.wants(NAME, "a directive's name");
        self.list(&mut node.arguments, b'(', b')', Self::argument);
    }

    fn argument(&mut self, node: &mut Node<'s>) {
        node.name = self.wants(NAME, "an argument or ')'");
        self.wants(b':', "':'");
        node.value = self.value();
    }

    fn value(&mut self) -> Value {
        let text = self.lexer.text();
        match self.lexer.kind {
            b'[' => {
                self.enter();
                self.lexer.advance();
                while self.more(b']') {
                    self.value();
                }
                self.depth -= 1;
                return Vec::<Value>::new().into();
            }
            b'{' => {
                self.enter();
                self.lexer.advance();
                let mut members = Map::new();
                while self.more(b'}') {
                    let name = self.wants(NAME, "a member or '}'");
                    self.wants(b':', "':'");
                    let value = self.value();
                    if members.insert(name.to_owned(), value).is_some() {
                        self.lexer.fail("An object has a member twice: ", name);
                    }
                }
                self.depth -= 1;
                return members.into();
            }
            b'$' if !self.constant => {
                self.lexer.advance();
                let name = self.wants(NAME, "a variable's name");
                return vec![Value::from(["$", name].concat())].into();
            }
            VALUE => {}
            NAME if !matches!(text, "true" | "false" | "null") => {
                self.lexer.advance();
                return vec![Value::from(text)].into();
            }
            NAME => {}
            _ => self.expected(if self.constant { "a constant value" } else { "a value" }),
        }
        let value = lexer::value(text);
        if value.is_none() {
            self.lexer.fail("Invalid number or string", "");
        }
        self.lexer.advance();
        value.unwrap_or_default()
    }

    /// What stands between two marks, at least one thing; nothing where the first mark does not come next.
    fn list(&mut self, nodes: &mut Vec<Node<'s>>, open: u8, close: u8, read: Read<'s>) {
        if self.takes(open) {
            self.read(nodes, read);
            while self.more(close) {
                self.read(nodes, read);
            }
        }
    }

    /// One more node.
    fn read(&mut self, nodes: &mut Vec<Node<'s>>, read: Read<'s>) {
        let mut node = Node { at: self.lexer.at, ..Node::default() };
        read(self, &mut node);
        nodes.push(node);
    }

    /// Whether there is more before a mark, which is taken.
    fn more(&mut self, close: u8) -> bool {
        !self.lexer.faults.any() && !self.takes(close)
    }

    /// One level deeper.
    fn enter(&mut self) {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            self.lexer.fail("Nested deeper than 64 levels", "");
        }
    }

    /// Takes a token of a kind where it comes next.
    fn takes(&mut self, kind: u8) -> bool {
        let there = self.lexer.kind == kind;
        if there {
            self.lexer.advance();
        }
        there
    }

    /// The text of a token that must come next.
    fn wants(&mut self, kind: u8, wanted: &str) -> &'s str {
        let text = self.lexer.text();
        if !self.takes(kind) {
            self.expected(wanted);
        }
        text
    }

    /// Notes that something else comes next.
    fn expected(&mut self, wanted: &str) {
        let found = if self.lexer.kind == END { "the end" } else { self.lexer.text() };
        self.lexer.fail(&["Expected ", wanted, ", found "].concat(), found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn refusal(source: &str) -> String {
        parse(source).map_or_else(|fault| fault.message, |document| format!("{document:?}"))
    }

    #[test]
    fn every_part_of_a_document_is_understood() {
        let document = parse(
            "query Q($a: Int! = 1, $b: [[T!]]!, $c: S = {x: [1, \"t\", E, null, true]}) @d(x: 1) {\n\
               k: f(a: $a, b: [$b], c: {x: -1.5, y: E, z: \"t\"}) @include(if: $a) { ...F @skip(if: false) ... on T { x } ... @e { y } }\n\
             }\nfragment F on T { on fragment query: null }",
        )
        .unwrap();
        let operation = &document[0];
        assert_eq!((operation.kind, operation.key, operation.name), (Kind::Operation, "query", "Q"));
        let types: Vec<_> = operation.arguments.iter().map(|v| (v.name, v.of, v.required)).collect();
        assert_eq!(types, [("a", "Int", true), ("b", "[[T!]]", true), ("c", "S", false)]);
        assert_eq!(operation.arguments[0].value, 1);
        assert_eq!(operation.arguments[2].value, json!({ "x": [] }));
        assert_eq!(operation.directives[0].arguments[0].value, 1);
        let field = &operation.nodes[0];
        assert_eq!((field.kind, field.key, field.name), (Kind::Field, "k", "f"));
        let values: Vec<_> = field.arguments.iter().map(|argument| argument.value.clone()).collect();
        assert_eq!(values, [json!(["$a"]), json!([]), json!({ "x": -1.5, "y": ["E"], "z": "t" })]);
        let kinds: Vec<_> = field.nodes.iter().map(|s| (s.kind, s.name, s.of, s.directives.len())).collect();
        assert_eq!(kinds, [(Kind::Spread, "F", "", 1), (Kind::Inline, "", "T", 0), (Kind::Inline, "", "", 1)]);
        let fragment = &document[1];
        assert_eq!((fragment.kind, fragment.name, fragment.of), (Kind::Fragment, "F", "T"));
        let keys: Vec<_> = fragment.nodes.iter().map(|s| (s.key, s.name)).collect();
        assert_eq!(keys, [("on", "on"), ("fragment", "fragment"), ("query", "null")]);
        assert_eq!(parse("{a}{b}").unwrap().len(), 2);
    }

    #[test]
    fn a_refusal_says_what_was_expected_and_what_was_found() {
        let cases = [
            ("", "Expected an operation or a fragment, found the end"),
            ("type T { a: Int }", "Expected an operation or a fragment, found type"),
            ("{", "Expected a field or '}', found the end"),
            ("{}", "Expected a field or '}', found }"),
            ("{ a(", "Expected an argument or ')', found the end"),
            ("{ a() }", "Expected an argument or ')', found )"),
            ("{ a(x 1) }", "Expected ':', found 1"),
            ("{ a(x: ) }", "Expected a value, found )"),
            ("query ($a: Int = $b) { a }", "Expected a constant value, found $"),
            ("query (a: Int) { a }", "Expected '$', found a"),
            ("query ($a: [Int) { a }", "Expected ']', found )"),
            ("query Q", "Expected '{', found the end"),
            ("{ ...on }", "Expected a type, found }"),
            ("{ ... }", "Expected '{', found }"),
            ("{ ...F { a } }", "Expected a field or '}', found {"),
            ("fragment on on T { a }", "Expected a fragment's name, found on"),
            ("fragment F of T { a }", "Expected 'on' behind a fragment's name, found of"),
            ("{ a } }", "Expected an operation or a fragment, found }"),
            ("{ a(x: {y: 1 y: 2}) }", "An object has a member twice: y"),
            ("{ a(x: 01) }", "Invalid number or string"),
            ("{ a(x: [1", "Expected a value, found the end"),
            ("{ a(x: {y 1}) }", "Expected ':', found 1"),
            ("{ ä }", "Unexpected character"),
            ("{ a(x: \"", "A string has no end"),
        ];
        for (source, wanted) in cases {
            assert_eq!(refusal(source), format!("Syntax error: {wanted}"), "{source}");
        }
    }

    #[test]
    fn no_nesting_overflows_the_stack() {
        let deep = |open: &str, close: &str, n: usize| format!("{}{}", open.repeat(n), close.repeat(n));
        assert!(parse(&format!("{}x{}", "{a".repeat(64), "}".repeat(64))).is_ok());
        for source in [
            "{a".repeat(30_000),
            "{...".repeat(20_000),
            format!("{{a(x:{}", deep("[", "]", 30_000)),
            format!("{{a(x:{}", "{y:".repeat(30_000)),
        ] {
            assert_eq!(refusal(&source), "Syntax error: Nested deeper than 64 levels");
        }
        let brackets = format!("query($a:{}", "[".repeat(60_000));
        assert_eq!(refusal(&brackets), "Syntax error: Expected a type, found the end");
    }

    /// Texts that are nearly documents.
    fn pieces() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "{", "}", "(", ")", "[", "]", "$", "a", "b", ":", "=", "!", "@skip", "...", "on", "query", "fragment", "F",
            "1", "-0.5e3", "\"", "\"t\"", "\"\"\"", "\\u00e4", "#", "\n", " ", ",", "null", "true", "é", "{a", "(a:1)",
        ]);
        prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(any in ".{0,200}", near in pieces()) {
            for source in [&any, &near] {
                if let Err(fault) = parse(source) {
                    prop_assert!(source.is_char_boundary(fault.at), "{:?}", source);
                }
            }
        }
    }
}
