//! No query makes much work of little text, and every text is answered.

use super::{ask, playground, post, refusal};
use proptest::prelude::*;
use serde_json::json;
use std::time::{Duration, Instant};

/// Types lead to fields, and those to types: each step multiplies what is answered.
#[test]
fn no_query_makes_a_large_answer_of_the_small_schema() {
    let many = |fields: usize| {
        let aliases: String = (0..fields).map(|n| format!("a{n}: description ")).collect();
        format!(
            "{{ __schema {{ types {{ fields {{ type {{ ofType {{ fields {{ {aliases} }} }} }} }} }} }} }}"
        )
    };
    assert!(ask(&playground(&[]), &many(20))["errors"].is_null());
    assert!(refusal(&many(900)).starts_with("The answer is too large"));
    // By fragments it goes deeper than a text can nest.
    let chain: String = (0..400)
        .map(|n| format!("fragment F{n} on __Type {{ ofType {{ ...F{} }} }} ", n + 1))
        .collect();
    let query = format!(
        "{{ __type(name: \"Int\") {{ ...F0 }} }} {chain} fragment F400 on __Type {{ name }}"
    );
    assert_eq!(refusal(&query), "Nested deeper than 64 levels");
}

#[test]
fn no_query_makes_much_work_of_little_text() {
    let wide = format!(
        "{{ {} }} fragment F on Query {{ {} }}",
        "...F ".repeat(3000),
        "__typename ".repeat(3000)
    );
    assert!(refusal(&wide).starts_with("The document is too large"));
    let aliases: String = (0..2000).map(|n| format!("a{n}: people {{ totalCount }} ")).collect();
    assert!(refusal(&format!("{{ {aliases} }}")).starts_with("The document is too large"));
    // A name is repeated in every row: 60 kB of document were half a gigabyte of answer.
    let named = |length: usize| {
        format!("{{ people {{ edges {{ node {{ {}: id }} }} }} }}", "n".repeat(length))
    };
    assert!(refusal(&named(16_000)).starts_with("The document is too large"));
    assert!(ask(&playground(&[]), &named(15_000))["errors"].is_null());
    let chain: String =
        (0..900).map(|n| format!("fragment F{n} on Query {{ ...F{} }} ", n + 1)).collect();
    let query = format!("{{ ...F0 }} {chain} fragment F900 on Query {{ __typename }}");
    assert_eq!(ask(&playground(&[]), &query)["data"]["__typename"], "Query");
}

/// Texts that are nearly queries.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "{",
        "}",
        "{",
        "}",
        "(",
        ")",
        "people",
        "edges",
        "node",
        "pageInfo",
        "totalCount",
        "cursor",
        "id",
        "first:",
        "after:",
        "5",
        "\"x\"",
        "$n",
        "query",
        "Q",
        "fragment F on",
        "Person",
        "Query",
        "...",
        "...F",
        "@skip(if: true)",
        "orderBy:{field:UPDATED_AT}",
        "__typename",
        "a:",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn every_text_gets_data_or_errors(any in ".{1,80}", near in pieces(), variables in "[a-z]{0,3}") {
        let playground = playground(&[]);
        for query in [any, format!("{{ {near} }}"), format!("x{near}")] {
            let answer = post(&playground, "/graphql", &json!({ "query": query, "variables": { variables.clone(): 5 } }));
            prop_assert!(answer.get("data").is_some() || answer["errors"][0]["message"].is_string(), "{}", answer);
        }
    }
}

/// Parts that are repeated to the end of the longest body: what a document is made of, and what confuses a lexer.
fn parts() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "$a",
        ":",
        "=",
        "!",
        "@skip",
        "...",
        "on",
        "query",
        "fragment F on T",
        "1",
        "\"",
        "\"t\"",
        "\"\"\"",
        "\\u00e4",
        "#",
        "\n",
        " ",
        ",",
        "null",
        "é",
        "people{",
        "(a:1)",
        "%",
        "a:b",
        "$a:Int",
        "type T",
        "a",
        ".",
        "{a:",
        "extend",
        "&",
        "|",
        "-",
        "__schema{types{",
    ]);
    prop::collection::vec(piece, 1..5).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn no_document_of_the_longest_body_takes_long(start in parts(), part in parts(), end in parts()) {
        let playground = playground(&[]);
        let unescaped = json!(part).to_string().len() - 2;
        let query = format!("{{a {start}{}{end}", part.repeat(65_000 / unescaped - 10));
        let started = Instant::now();
        let answer = post(&playground, "/graphql", &json!({ "query": query }));
        prop_assert!(answer["errors"][0]["message"].is_string(), "{:?}", part);
        // Some milliseconds in an optimised build, some tens in another; what grew with the square would take minutes.
        prop_assert!(started.elapsed() < Duration::from_secs(4), "{:?} {:?} {:?}: {:?}", start, part, end, started.elapsed());
    }
}
