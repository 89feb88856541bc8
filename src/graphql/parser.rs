//! From tokens to a document, by recursive descent. How deep it may go is bounded, so no document overflows the stack.

use super::Fault;
use super::document::{Argument, Definition, Directive, Document, Fragment, Kind, Literal, Operation, Selection};
use super::lexer::{Kind as Lexeme, Lexer, Token};

/// Deepest nesting of selection sets, of values, and of types.
const MAX_DEPTH: usize = 64;

/// Parses an executable document.
pub(super) fn parse(source: &str) -> Result<Document<'_>, Box<Fault>> {
    let mut lexer = Lexer::new(source);
    let token = lexer.next()?;
    Parser { lexer, token, end: 0, depth: 0 }.document()
}

struct Parser<'s> {
    lexer: Lexer<'s>,
    /// The token that comes next.
    token: Token<'s>,
    /// Where the token before it ended.
    end: usize,
    depth: usize,
}

impl<'s> Parser<'s> {
    fn document(&mut self) -> Result<Document<'s>, Box<Fault>> {
        let mut document = Document::default();
        loop {
            match self.token.kind {
                Lexeme::Mark(b'{') => {
                    let at = self.token.at;
                    let (variables, directives, selections) = (Vec::new(), Vec::new(), self.selections()?);
                    document.operations.push(Operation {
                        kind: "query",
                        name: "",
                        variables,
                        directives,
                        selections,
                        at,
                    });
                }
                Lexeme::Name(kind @ ("query" | "mutation" | "subscription")) => {
                    let operation = self.operation(kind)?;
                    document.operations.push(operation);
                }
                Lexeme::Name("fragment") => {
                    let fragment = self.fragment()?;
                    document.fragments.push(fragment);
                }
                _ => return self.expected("an operation or a fragment"),
            }
            if self.token.kind == Lexeme::End {
                return Ok(document);
            }
        }
    }

    fn operation(&mut self, kind: &'s str) -> Result<Operation<'s>, Box<Fault>> {
        let at = self.advance()?.at;
        let name = if let Lexeme::Name(_) = self.token.kind { self.name("a name")? } else { "" };
        let variables = self.list(b'(', b')', Self::definition)?;
        let (directives, selections) = (self.directives(false)?, self.selections()?);
        Ok(Operation { kind, name, variables, directives, selections, at })
    }

    fn definition(&mut self) -> Result<Definition<'s>, Box<Fault>> {
        let at = self.token.at;
        self.mark(b'$', "'$'")?;
        let name = self.name("a variable's name")?;
        self.mark(b':', "':'")?;
        let start = self.token.at;
        self.of()?;
        let of = self.lexer.text(start, self.end);
        let required = self.takes(b'!')?;
        let default = if self.takes(b'=')? { Some(self.value(true)?) } else { None };
        // The directives of a variable are none that this schema has.
        if self.token.kind == Lexeme::Mark(b'@') {
            return self.expected("a variable or ')'");
        }
        Ok(Definition { name, of, required, default, at })
    }

    /// A type, but for its last `!`.
    fn of(&mut self) -> Result<(), Box<Fault>> {
        if !self.takes(b'[')? {
            return self.name("a type").map(drop);
        }
        self.deeper(Self::of)?;
        self.takes(b'!')?;
        self.mark(b']', "']'")
    }

    fn fragment(&mut self) -> Result<Fragment<'s>, Box<Fault>> {
        let at = self.advance()?.at;
        if self.token.kind == Lexeme::Name("on") {
            return self.expected("a fragment's name");
        }
        let name = self.name("a fragment's name")?;
        if self.name("'on'")? != "on" {
            return Err(Fault::syntax(&["Expected 'on' behind a fragment's name"], at));
        }
        let on = self.name("a type")?;
        let (directives, selections) = (self.directives(false)?, self.selections()?);
        Ok(Fragment { name, on, directives, selections, at })
    }

    fn selections(&mut self) -> Result<Vec<Selection<'s>>, Box<Fault>> {
        if self.token.kind != Lexeme::Mark(b'{') {
            return self.expected("'{'");
        }
        self.deeper(|parser| parser.list(b'{', b'}', Self::selection))
    }

    fn selection(&mut self) -> Result<Selection<'s>, Box<Fault>> {
        let at = self.token.at;
        let (mut kind, mut key, mut name, mut arguments) = (Kind::Field, "", "", Vec::new());
        let mut open = true;
        if self.token.kind == Lexeme::Spread {
            self.advance()?;
            kind = Kind::Inline;
            match self.token.kind {
                Lexeme::Name("on") => {
                    self.advance()?;
                    name = self.name("a type")?;
                }
                Lexeme::Name(_) => {
                    (kind, open) = (Kind::Spread, false);
                    name = self.name("a fragment's name")?;
                }
                _ => {}
            }
        } else {
            key = self.name("a field or '}'")?;
            name = if self.takes(b':')? { self.name("a field's name")? } else { key };
            arguments = self.arguments(false)?;
        }
        let directives = self.directives(false)?;
        let has_set = self.token.kind == Lexeme::Mark(b'{');
        let selections = if open && (has_set || kind == Kind::Inline) { self.selections()? } else { Vec::new() };
        Ok(Selection { kind, key, name, arguments, directives, selections, at })
    }

    fn directives(&mut self, constant: bool) -> Result<Vec<Directive<'s>>, Box<Fault>> {
        let mut directives = Vec::new();
        while self.token.kind == Lexeme::Mark(b'@') {
            let at = self.advance()?.at;
            directives.push(Directive {
                name: self.name("a directive's name")?,
                arguments: self.arguments(constant)?,
                at,
            });
        }
        Ok(directives)
    }

    fn arguments(&mut self, constant: bool) -> Result<Vec<Argument<'s>>, Box<Fault>> {
        self.list(b'(', b')', |parser| {
            let at = parser.token.at;
            let name = parser.name("an argument or ')'")?;
            parser.mark(b':', "':'")?;
            Ok(Argument { name, value: parser.value(constant)?, at })
        })
    }

    /// A value; a constant one has no variables in it.
    fn value(&mut self, constant: bool) -> Result<Literal<'s>, Box<Fault>> {
        let literal = match &mut self.token.kind {
            Lexeme::Mark(b'[') => return self.deeper(|parser| parser.items(constant)).map(Literal::List),
            Lexeme::Mark(b'{') => return self.deeper(|parser| parser.members(constant)).map(Literal::Object),
            Lexeme::Mark(b'$') if !constant => {
                self.advance()?;
                return self.name("a variable's name").map(Literal::Variable);
            }
            Lexeme::Int(number) => Literal::Int(*number),
            Lexeme::Float => Literal::Float,
            Lexeme::Text(text) => Literal::Text(std::mem::take(text)),
            Lexeme::Name("true") => Literal::Bool(true),
            Lexeme::Name("false") => Literal::Bool(false),
            Lexeme::Name("null") => Literal::Null,
            Lexeme::Name(name) => Literal::Enum(name),
            _ => return self.expected(if constant { "a constant value" } else { "a value" }),
        };
        self.advance()?;
        Ok(literal)
    }

    fn items(&mut self, constant: bool) -> Result<Vec<Literal<'s>>, Box<Fault>> {
        let mut items = Vec::new();
        self.advance()?;
        while !self.takes(b']')? {
            items.push(self.value(constant)?);
        }
        Ok(items)
    }

    fn members(&mut self, constant: bool) -> Result<Vec<(&'s str, Literal<'s>)>, Box<Fault>> {
        let mut members = Vec::new();
        self.advance()?;
        while !self.takes(b'}')? {
            let name = self.name("a member or '}'")?;
            self.mark(b':', "':'")?;
            members.push((name, self.value(constant)?));
        }
        Ok(members)
    }

    /// What stands between two marks, at least one thing; nothing where the first mark does not come next.
    fn list<T>(
        &mut self,
        open: u8,
        close: u8,
        item: impl Fn(&mut Self) -> Result<T, Box<Fault>>,
    ) -> Result<Vec<T>, Box<Fault>> {
        let mut items = Vec::new();
        if self.takes(open)? {
            loop {
                items.push(item(self)?);
                if self.takes(close)? {
                    break;
                }
            }
        }
        Ok(items)
    }

    /// One level deeper.
    fn deeper<T>(&mut self, inner: impl FnOnce(&mut Self) -> Result<T, Box<Fault>>) -> Result<T, Box<Fault>> {
        if self.depth >= MAX_DEPTH {
            return Err(Fault::syntax(&["Nested deeper than 64 levels"], self.token.at));
        }
        self.depth += 1;
        let result = inner(self);
        self.depth -= 1;
        result
    }

    /// Takes the token that comes next, whatever it is.
    fn advance(&mut self) -> Result<Token<'s>, Box<Fault>> {
        let next = self.lexer.next()?;
        self.end = self.token.end;
        Ok(std::mem::replace(&mut self.token, next))
    }

    /// Takes a mark where it comes next.
    fn takes(&mut self, mark: u8) -> Result<bool, Box<Fault>> {
        let there = self.token.kind == Lexeme::Mark(mark);
        if there {
            self.advance()?;
        }
        Ok(there)
    }

    fn mark(&mut self, mark: u8, wanted: &str) -> Result<(), Box<Fault>> {
        if self.takes(mark)? { Ok(()) } else { self.expected(wanted) }
    }

    fn name(&mut self, wanted: &str) -> Result<&'s str, Box<Fault>> {
        let Lexeme::Name(name) = self.token.kind else { return self.expected(wanted) };
        self.advance()?;
        Ok(name)
    }

    /// The fault that something else comes next.
    fn expected<T>(&self, wanted: &str) -> Result<T, Box<Fault>> {
        let found = match self.token.kind {
            Lexeme::End => "the end",
            _ => self.lexer.text(self.token.at, self.token.end),
        };
        Err(Fault::syntax(&["Expected ", wanted, ", found ", found], self.token.at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn refusal(source: &str) -> String {
        parse(source).map_or_else(|fault| fault.message, |document| format!("{document:?}"))
    }

    #[test]
    fn every_part_of_a_document_is_understood() {
        let document = parse(
            "query Q($a: Int! = 1, $b: [[T!]]!, $c: S = {x: [1, \"t\", E, null, true]}) @d(x: 1) {\n\
               k: f(a: $a, b: [$b], c: {x: -1.5}) @include(if: $a) { ...F @skip(if: false) ... on T { x } ... @e { y } }\n\
             }\nfragment F on T { on fragment query: null }",
        )
        .unwrap();
        let operation = &document.operations[0];
        assert_eq!((operation.kind, operation.name), ("query", "Q"));
        let types: Vec<_> = operation.variables.iter().map(|v| (v.name, v.of, v.required)).collect();
        assert_eq!(types, [("a", "Int", true), ("b", "[[T!]]", true), ("c", "S", false)]);
        let Some(Literal::Object(members)) = &operation.variables[2].default else { panic!("{operation:?}") };
        assert_eq!(members.len(), 1);
        let field = &operation.selections[0];
        assert_eq!((field.kind, field.key, field.name), (Kind::Field, "k", "f"));
        assert_eq!(field.arguments[0].value, Literal::Variable("a"));
        assert_eq!(field.arguments[1].value, Literal::List(vec![Literal::Variable("b")]));
        let kinds: Vec<_> = field.selections.iter().map(|s| (s.kind, s.name, s.directives.len())).collect();
        assert_eq!(kinds, [(Kind::Spread, "F", 1), (Kind::Inline, "T", 0), (Kind::Inline, "", 1)]);
        let fragment = &document.fragments[0];
        assert_eq!((fragment.name, fragment.on), ("F", "T"));
        let keys: Vec<_> = fragment.selections.iter().map(|s| (s.key, s.name)).collect();
        assert_eq!(keys, [("on", "on"), ("fragment", "fragment"), ("query", "null")]);
        assert_eq!(parse("{a}{b}").unwrap().operations.len(), 2);
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
            ("fragment F of T { a }", "Expected 'on' behind a fragment's name"),
            ("{ a } }", "Expected an operation or a fragment, found }"),
            ("{ a(x: {y 1}) }", "Expected ':', found 1"),
            ("{ ä }", "Unexpected character"),
            ("{ a(x: \"", "A string has no end in its line"),
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
            format!("query($a:{}", "[".repeat(60_000)),
        ] {
            assert_eq!(refusal(&source), "Syntax error: Nested deeper than 64 levels");
        }
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
                    prop_assert!(fault.at.is_some_and(|at| source.is_char_boundary(at)), "{:?}", source);
                }
            }
        }
    }
}
