//! Documents as people write them, and as nobody should.

use super::*;
use proptest::prelude::*;
use std::fmt::Debug;

fn refusal(source: &str) -> String {
    parse(source).map_or_else(|fault| fault.message, |document| format!("{document:?}"))
}

/// A value as the debugger shows it.
fn shown(value: impl Debug) -> String {
    format!("{value:?}")
}

/// The value of an argument.
fn value(text: &str) -> Result<Value<'_>, Fault> {
    let source: &'static str = format!("{{ a(x: {text}) }}").leak();
    let document = parse(source)?;
    let Selected::Field(field) = &document.operations[0].selections[0].what else {
        unreachable!("{source}")
    };
    Ok(field.arguments[0].value.clone())
}

#[test]
fn commas_are_blanks_wherever_they_stand() {
    let plain = "query Q($a: Int = 1 $b: S) { k: f(a: [1 2] b: \"x\") { ...F ... on T { x } } } fragment F on T { y }";
    // Between every two tokens that a blank divides, and around the others.
    let full =
        plain.replace(' ', " , ").replace(':', ",:,").replace("...", "...,").replace('(', "(,");
    assert_eq!(
        shown(parse(&full).unwrap()).replace(char::is_numeric, ""),
        shown(parse(plain).unwrap()).replace(char::is_numeric, "")
    );
    for (text, kept) in [
        ("{ a , : b }", "{ a   : b }"),
        ("\"a,\\\",b\", c", "\"a,\\\",b\"  c"),
        ("\"\"\"a,\\\"\"\",\" b\"\"\",c", "\"\"\"a,\\\"\"\",\" b\"\"\" c"),
        ("# a, b\n, c", "# a, b\n  c"),
        ("\"a, b", "\"a, b"),
        ("\"\\ä,\",ü", "\"\\ä,\" ü"),
    ] {
        assert_eq!(without_commas(text), kept);
    }
}

#[test]
fn every_part_of_a_document_is_understood() {
    let document = parse(
        "query Q($a: Int! = 1, $b: [[T!]]!, $c: S = {x: [1, \"t\", E, null, true]}) @d(x: 1) {\n\
           k: f(a: $a, b: [$b], c: {x: -1.5, y: E, z: \"t\"}) @include(if: $a) { ...F @skip(if: false) ... on T { x } ... @e { y } }\n\
         }\nfragment F on T { on fragment query: null }",
    )
    .unwrap();
    let operation = &document.operations[0];
    assert_eq!((operation.operation_type, operation.name, operation.at), ("query", "Q", 0));
    let types: Vec<_> =
        operation.variables.iter().map(|v| (v.name, v.of, v.required, v.at)).collect();
    assert_eq!(types, [("a", "Int", true, 8), ("b", "[[T!]]", true, 22), ("c", "S", false, 35)]);
    assert_eq!(operation.variables[0].default, Some(Value::Number("1")));
    let list = [
        Value::Number("1"),
        Value::String("t".into()),
        Value::Enum("E"),
        Value::Null,
        Value::Boolean(true),
    ];
    assert_eq!(
        operation.variables[2].default,
        Some(Value::Object(vec![("x", Value::List(list.into()))]))
    );
    assert_eq!(
        (operation.directives[0].name, operation.directives[0].arguments[0].name),
        ("d", "x")
    );
    let Selected::Field(field) = &operation.selections[0].what else { panic!("{operation:?}") };
    assert_eq!((field.key, field.name), ("k", "f"));
    let object =
        [("x", Value::Number("-1.5")), ("y", Value::Enum("E")), ("z", Value::String("t".into()))];
    let wanted = [
        Value::Variable("a"),
        Value::List(vec![Value::Variable("b")]),
        Value::Object(object.into()),
    ];
    assert!(field.arguments.iter().map(|argument| &argument.value).eq(&wanted), "{field:?}");
    let kinds: Vec<_> =
        field.selections.iter().map(|s| (shown(&s.what), s.directives.len())).collect();
    assert_eq!(kinds[0], ("Spread(\"F\")".to_owned(), 1));
    assert!(kinds[1].0.starts_with("Inline { of: Some(\"T\")") && kinds[1].1 == 0, "{kinds:?}");
    assert!(kinds[2].0.starts_with("Inline { of: None") && kinds[2].1 == 1, "{kinds:?}");
    let fragment = &document.fragments[0];
    assert_eq!((fragment.name, fragment.of), ("F", "T"));
    let keys = fragment.selections.iter().map(|selection| match &selection.what {
        Selected::Field(field) => (field.key, field.name),
        other => panic!("{other:?}"),
    });
    assert!(keys.eq([("on", "on"), ("fragment", "fragment"), ("query", "null")]));
    assert_eq!(parse("{a}{b}").unwrap().operations.len(), 2);
    assert_eq!(
        parse("\u{feff}query,\t# \"…\r\n{ a , b }").unwrap().operations[0].selections.len(),
        2
    );
}

#[test]
fn a_refusal_says_what_was_expected_and_what_was_found() {
    let cases = [
        ("", "Unexpected <EOF>."),
        ("type T { a: Int }", "Expected an operation or a fragment, found type"),
        ("extend type T { a: Int }", "Expected an operation or a fragment, found extend"),
        ("{", "Expected at least one Selection in Selection Set, found the end"),
        ("{}", "Expected at least one Selection in Selection Set, found }"),
        ("{ a", "Expected '}', found the end"),
        ("{ a(", "Expected an Argument, found the end"),
        ("{ a() }", "Expected an Argument, found )"),
        ("{ a(x) }", "Expected ': value' in x"),
        ("{ a(x 1) }", "Expected ')', found 1"),
        ("{ a(x: ) }", "Expected a value, found )"),
        ("query ($a: Int = $b) { a }", "unexpected variable value in a Const context"),
        ("query (a: Int) { a }", "Expected a Variable Definition, found a"),
        ("query ($a: [Int) { a }", "Expected ']', found )"),
        ("query Q", "Expected a Selection Set, found the end"),
        ("{ ...on }", "Expected a Name in Type Condition, found }"),
        ("{ ... }", "Expected an Inline Fragment or a Fragment Spread, found ..."),
        ("{ ...F { a } }", "Expected '}', found {"),
        ("fragment on on T { a }", "Fragment Name cannot be 'on'"),
        ("fragment F of T { a }", "Expected 'on', found of"),
        ("{ a } }", "Expected a StringValue, Name or OperationDefinition, found }"),
        ("{ a(x: [1", "Expected ')', found the end"),
        ("{ a(x: {y}) }", "Expected ': value' in y"),
        ("{ a(x: {y 1}) }", "Expected '}', found 1"),
        ("{ ä }", "Unexpected character \"ä\""),
        ("{ a(x: \"", "unexpected end of data while lexing string value"),
    ];
    for (source, wanted) in cases {
        assert_eq!(refusal(source), format!("Syntax error: {wanted}"), "{source}");
    }
}

#[test]
fn numbers_are_strict() {
    for number in ["0", "12", "-7", "1.5", "1e9", "-0.1E-2", "-99999999999999999999"] {
        assert_eq!(value(number), Ok(Value::Number(number)));
    }
    for bad in ["01", "-", "1.", "1.e1", "1e", "1a", "1.5.6", "+1", ".5", "0x1", "1_"] {
        assert!(value(bad).is_err(), "{bad}");
    }
}

#[test]
fn strings_are_unescaped() {
    for (text, wanted) in [
        (r#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
        (r#""\u00e4\uD83D\uDE00é\u{1F600}""#, "ä😀é😀"),
        ("\"\"", ""),
        ("\"a\tb\"", "a\tb"),
        ("\"\"\"\n    a\n      \"b\"\r\n\n    c\n  \"\"\"", "a\n  \"b\"\n\nc"),
        ("\"\"\"a \\n \\\"\"\" b\"\"\"", "a \\n \"\"\" b"),
        ("\"\"\"\"\"\"", ""),
    ] {
        assert_eq!(value(text), Ok(Value::String(wanted.to_owned())), "{text}");
    }
    for bad in [
        r#""\x""#,
        r#""\é""#,
        r#""\u12""#,
        r#""\uD83D""#,
        r#""\uDE00\uD83D""#,
        r#""\u{110000}""#,
        "\"",
        "\"a\n\"",
        "\"a\\\n\"",
        "\"\\",
        "\"\\\"",
        "\"\"\"a\"\"",
    ] {
        assert!(value(bad).is_err(), "{bad}");
    }
}

#[test]
fn no_nesting_overflows_the_stack() {
    let deep = |open: &str, close: &str, n: usize| format!("{}{}", open.repeat(n), close.repeat(n));
    assert!(parse(&format!("{}{{x}}{}", "{a".repeat(63), "}".repeat(63))).is_ok());
    for source in [
        "{a".repeat(9_000),
        "{...".repeat(9_000),
        format!("{{a(x:{}", deep("[", "]", 9_000)),
        format!("{{a(x:{}", "{y:".repeat(6_000)),
        format!("query($a:{}", "[".repeat(9_000)),
    ] {
        assert_eq!(
            refusal(&source),
            "Syntax error: Nested deeper than 64 levels",
            "{:.20}",
            source
        );
    }
    for source in ["[".repeat(60_000), "{a".repeat(30_000), "%".repeat(60_000), ",".repeat(60_000)]
    {
        let said = refusal(&source);
        assert!(
            said.starts_with("Syntax error") || said.starts_with("The document is too large"),
            "{said}"
        );
    }
}

/// Parts that documents are made of, and that confuse a lexer.
const PIECES: [&str; 52] = [
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "$",
    "a",
    "b",
    ":",
    "=",
    "!",
    "@skip",
    "...",
    "on",
    "query",
    "fragment",
    "F",
    "1",
    "-0.5e3",
    "\"",
    "\"t\"",
    "\"\"\"",
    "\\u00e4",
    "\\uD83D",
    "\\u{1F600}",
    "\\",
    "#",
    "\n",
    "\r",
    " ",
    ",",
    "null",
    "true",
    "é",
    "{a",
    "(a:1)",
    ".",
    "..",
    "-",
    "0",
    "1.",
    "1e",
    "&",
    "|",
    "%",
    "type",
    "extend",
    "schema",
    "directive",
    "\u{feff}",
    "\u{0}",
];

/// Texts that are nearly documents.
fn pieces(most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..most)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(any in ".{0,200}", near in pieces(60)) {
        for source in [&any, &near] {
            if let Err(Fault { at, .. }) = parse(source) {
                prop_assert!(at.is_some_and(|at| source.is_char_boundary(at)), "{:?} {:?}", source, at);
            }
        }
    }
}
