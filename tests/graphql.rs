//! GraphQL as a client meets it: walks through connections, and what is wrong with a query.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and says when it takes too long"
)]

use bytes::Bytes;
use connector_playground::{Playground, Settings, State, Timestamp};
use http::Request;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const NOW: Timestamp = Timestamp::from_seconds(1_795_597_200);
const WALK: &str =
    "query Walk($n: Int!, $after: String, $field: PersonOrderField!, $way: OrderDirection!, $since: DateTime) {
  people(first: $n, after: $after, orderBy: {field: $field, direction: $way}, updatedSince: $since) {
    totalCount edges { cursor node { id updatedAt } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}";

fn playground(set: &[(&str, &str)]) -> Playground {
    let mut settings = Settings::builder("graphql", NOW);
    for (key, value) in set {
        settings = settings.set(key, value).unwrap();
    }
    Playground::new(settings.build().unwrap())
}

fn send(playground: &Playground, request: Request<Bytes>) -> (u16, Value) {
    let response = playground.handle(request, NOW, &State::new());
    let status = response.status().as_u16();
    (status, serde_json::from_slice(&response.into_body().into_bytes()).unwrap())
}

fn post(playground: &Playground, path: &str, body: &Value) -> Value {
    let request =
        Request::post(path).header("host", "a.test").header("content-type", "application/json");
    let (status, answer) = send(playground, request.body(Bytes::from(body.to_string())).unwrap());
    assert_eq!(status, 200, "{body}");
    answer
}

fn ask(playground: &Playground, query: &str) -> Value {
    post(playground, "/graphql", &json!({ "query": query }))
}

/// The first error of a query: its message.
fn refusal(query: &str) -> String {
    ask(&playground(&[]), query)["errors"][0]["message"].as_str().unwrap_or("none").to_owned()
}

/// The ids of a walk to the end, each page by the cursor that the page before named.
fn walk(
    playground: &Playground,
    size: u64,
    field: &str,
    way: &str,
    since: Option<&str>,
) -> Vec<String> {
    let (mut ids, mut after) = (Vec::new(), Value::Null);
    loop {
        let variables =
            json!({ "n": size, "after": after, "field": field, "way": way, "since": since });
        let answer =
            post(playground, "/graphql", &json!({ "query": WALK, "variables": variables }));
        assert!(answer.get("errors").is_none(), "{answer}");
        let people = &answer["data"]["people"];
        let edges = people["edges"].as_array().unwrap();
        let info = &people["pageInfo"];
        assert_eq!(info["hasPreviousPage"], !ids.is_empty());
        assert_eq!(
            (&info["startCursor"], &info["endCursor"]),
            (&edges[0]["cursor"], &edges.last().unwrap()["cursor"])
        );
        ids.extend(edges.iter().map(|edge| edge["node"]["id"].as_str().unwrap().to_owned()));
        after = info["endCursor"].clone();
        if info["hasNextPage"] == false {
            assert_eq!(people["totalCount"], ids.len());
            return ids;
        }
    }
}

/// The ids in the same order by offset.
fn by_offset(playground: &Playground, query: &str) -> Vec<String> {
    let mut ids = Vec::new();
    for offset in (0..200).step_by(50) {
        let target = format!("/pagination/offset?limit=50&offset={offset}{query}");
        let request = Request::get(target).header("host", "a.test").body(Bytes::new()).unwrap();
        let (_, page) = send(playground, request);
        ids.extend(
            page["data"]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| row["id"].as_str().unwrap().to_owned()),
        );
    }
    ids
}

#[test]
fn a_walk_gives_each_row_once_in_order_also_with_ties() {
    for set in [&[][..], &[("ties", "120")]] {
        let playground = playground(set);
        for (field, order_by) in [("CREATED_AT", "createdAt"), ("UPDATED_AT", "updatedAt")] {
            for (way, order_type) in [("ASC", "asc"), ("DESC", "desc")] {
                let wanted = by_offset(
                    &playground,
                    &format!("&order_by={order_by}&order_type={order_type}"),
                );
                assert_eq!(wanted.len(), 200);
                for size in [1, 7, 10, 50] {
                    assert_eq!(
                        walk(&playground, size, field, way, None),
                        wanted,
                        "{field} {way} {size}"
                    );
                }
            }
        }
        let since = "2026-11-20T00:00:00Z";
        let wanted = by_offset(&playground, &format!("&updated_since={since}"));
        assert!(!wanted.is_empty() && wanted.len() < 200);
        assert_eq!(walk(&playground, 9, "UPDATED_AT", "ASC", Some(since)), wanted);
    }
}

#[test]
fn a_cursor_of_every_edge_resumes_behind_it() {
    let playground = playground(&[("ties", "20")]);
    let all = walk(&playground, 50, "UPDATED_AT", "ASC", None);
    let page = ask(&playground, "{ people(first: 50) { edges { cursor } } }");
    for (n, edge) in page["data"]["people"]["edges"].as_array().unwrap().iter().enumerate() {
        let query = format!(
            "{{ people(first: 1, after: {}) {{ edges {{ node {{ id }} }} }} }}",
            edge["cursor"]
        );
        assert_eq!(
            ask(&playground, &query)["data"]["people"]["edges"][0]["node"]["id"],
            all[n + 1]
        );
    }
}

#[test]
fn a_cursor_of_elsewhere_is_refused_and_the_rest_is_answered() {
    let playground = playground(&[]);
    let page = ask(&playground, "{ people { pageInfo { endCursor } } }");
    let cursor = &page["data"]["people"]["pageInfo"]["endCursor"];
    let query = format!(
        "{{\n  one: people(after: {cursor}, orderBy: {{direction: DESC}}) {{ totalCount }}\n  two: people {{ totalCount }} }}"
    );
    let answer = ask(&playground, &query);
    assert_eq!(answer["data"], json!({ "one": null, "two": { "totalCount": 200 } }));
    let error = &answer["errors"][0];
    assert_eq!(
        error["message"],
        "Invalid value for 'after'. It belongs to other parameters, which must stay the same"
    );
    assert_eq!(
        (&error["path"], &error["locations"]),
        (&json!(["one"]), &json!([{ "line": 2, "column": 3 }]))
    );
    let body = json!({ "query": format!("{{ people(after: {cursor}) {{ totalCount }} }}") });
    let elsewhere = post(&playground, "/with/seed=other/graphql", &body);
    assert!(
        elsewhere["errors"][0]["message"].as_str().unwrap().contains("other settings"),
        "{elsewhere}"
    );
}

#[test]
fn fragments_aliases_and_directives_shape_the_answer() {
    let query = "query A($yes: Boolean = true, $no: Boolean!) {
      ...Q @include(if: $yes)
      people(first: 1) { edges { node { id @skip(if: true) email @skip(if: $no) ... @include(if: $no) { job } } } __typename }
    }
    fragment Q on Query { __typename people(first: 1) { n: totalCount edges { ...E node { full: name } } } }
    fragment E on PersonEdge { node { ... on Person { company } __typename } }
    query B { people { totalCount } }";
    let body = json!({ "query": query, "operationName": "A", "variables": { "no": false } });
    let answer = post(&playground(&[]), "/graphql", &body);
    let people = &answer["data"]["people"];
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&answer["data"]), ["__typename", "people"]);
    assert_eq!(keys(people), ["n", "edges", "__typename"]);
    assert_eq!(keys(&people["edges"][0]["node"]), ["company", "__typename", "full", "email"]);
    assert_eq!((&people["n"], &people["__typename"]), (&json!(200), &json!("PersonConnection")));
}

#[test]
fn what_is_wrong_with_a_query_is_said() {
    let cases = [
        (
            "{ persons { totalCount } }",
            "Field 'persons' does not exist on type 'Query'. There are: people",
        ),
        ("{ people { totalCount { x } } }", "Field 'totalCount' has no fields of its own"),
        (
            "{ people { pageInfo } }",
            "Field 'pageInfo' needs a selection of the fields of 'PageInfo'",
        ),
        ("{ people(last: 5) { totalCount } }", "Unknown argument 'last'"),
        (
            "{ people(first: 1, first: 1) { totalCount } }",
            "Invalid value for 'first'. It is given twice",
        ),
        (
            "{ people(first: \"5\") { totalCount } }",
            "Invalid value for 'first'. It must be an integer of 32 bits",
        ),
        (
            "{ people(first: 2147483648) { totalCount } }",
            "Invalid value for 'first'. It must be an integer of 32 bits",
        ),
        (
            "{ people(first: 0) { totalCount } }",
            "Invalid value for 'first'. It should be between 1 and 50.",
        ),
        (
            "{ people(first: 51) { totalCount } }",
            "Invalid value for 'first'. It should be between 1 and 50.",
        ),
        (
            "{ people(after: \"x\") { totalCount } }",
            "Invalid value for 'after'. Use what the answer before gave",
        ),
        (
            "{ people(orderBy: {field: \"UPDATED_AT\"}) { totalCount } }",
            "Invalid value for 'orderBy'. Use CREATED_AT or UPDATED_AT",
        ),
        (
            "{ people(orderBy: {by: ASC}) { totalCount } }",
            "Invalid value for 'orderBy'. It must be an object of 'field' and 'direction', as in {field: UPDATED_AT, direction: ASC}",
        ),
        (
            "{ people(updatedSince: \"2026\") { totalCount } }",
            "Invalid value for 'updatedSince'. It must be a string of the form YYYY-MM-DDTHH:MM:SSZ",
        ),
        ("query($n: Int) { people { totalCount } }", "Variable '$n' is never used"),
        (
            "query($n: Int!) { people(first: $n) { totalCount } }",
            "Invalid value for variable '$n'. It is required",
        ),
        (
            "query($n: String) { people(first: $n) { totalCount } }",
            "Invalid value for 'first'. Variable '$n' must be declared as 'Int'",
        ),
        (
            "query($n: [Int]) { people(first: $n) { totalCount } }",
            "Invalid variable '$n'. No argument takes a variable of type '[Int]'",
        ),
        (
            "query($n: Int = true) { people(first: $n) { totalCount } }",
            "Invalid variable '$n'. It must be an integer of 32 bits",
        ),
        (
            "{ people(first: $n) { totalCount } }",
            "Invalid value for 'first'. The operation declares no variable '$n'",
        ),
        (
            "query($b: Boolean) { people @skip(if: $b) { totalCount } }",
            "Invalid value for 'if'. Variable '$b' must be declared as 'Boolean!'",
        ),
        (
            "{ people @defer { totalCount } }",
            "Directive '@defer' does not exist. There are: @include, @skip",
        ),
        ("{ people @skip { totalCount } }", "Directive '@skip' needs the argument 'if'"),
        ("{ ...F }", "Unknown fragment 'F'"),
        (
            "{ ...F } fragment F on Query { ...G } fragment G on Query { ...F }",
            "Fragment 'F' contains itself",
        ),
        (
            "{ ...F } fragment F on Person { id }",
            "A fragment on 'Person' cannot be spread on 'Query'",
        ),
        ("{ __typename } fragment F on Query { __typename }", "Fragment 'F' is never used"),
        (
            "{ people(first: 1) { totalCount } people(first: 2) { totalCount } }",
            "'people' stands for two different fields. Give one of them an alias",
        ),
        (
            "mutation { people { totalCount } }",
            "This schema has no mutation; it can only be queried",
        ),
        (
            "query A { __typename } query B { __typename }",
            "'operationName' is required: the document has several operations",
        ),
        ("query A { __typename } query A { __typename }", "Operation 'A' is defined twice"),
        (
            "{ __typename } query B { __typename }",
            "An operation without a name must be the only one",
        ),
        ("{ people { totalCount ", "Syntax error: Expected '}', found the end"),
        ("{ people { totalCount } %", "Syntax error: Unexpected character \"%\""),
        (
            "{ people(orderBy: {field: UPDATED_AT, field: CREATED_AT}) { totalCount } }",
            "Invalid value for 'orderBy'. It must be an object of 'field' and 'direction', as in {field: UPDATED_AT, direction: ASC}",
        ),
        (
            "query($o: PersonOrder = {field: NAME}) { people(orderBy: $o) { totalCount } }",
            "Invalid variable '$o'. Use CREATED_AT or UPDATED_AT",
        ),
        (
            "query($n: Int! = null) { people(first: $n) { totalCount } }",
            "Invalid variable '$n'. It must be an integer of 32 bits",
        ),
        (
            "query($n: Int @skip(if: true)) { people(first: $n) { totalCount } }",
            "Directive '@skip' cannot stand here",
        ),
        (
            "query($p: Person) { people { totalCount } }",
            "Invalid variable '$p'. No argument takes a variable of type 'Person'",
        ),
        (
            "{ people(first: [1]) { totalCount } }",
            "Invalid value for 'first'. It must be an integer of 32 bits",
        ),
        (
            "{ people(first: 1.0) { totalCount } }",
            "Invalid value for 'first'. It must be an integer of 32 bits",
        ),
        ("{ __type { name } }", "Field '__type' needs the argument 'name'"),
        ("{ __type(name: null) { name } }", "Invalid value for 'name'. It must be a string"),
        (
            "{ people { __schema { description } } }",
            "Field '__schema' does not exist on type 'PersonConnection'. There are: edges, pageInfo, totalCount",
        ),
        (
            "{ __schema { type } }",
            "Field 'type' does not exist on type '__Schema'. There are: description, types, queryType, mutationType, subscriptionType, directives",
        ),
        (
            "type Query { people: Int }",
            "Syntax error: Expected an operation or a fragment, found type",
        ),
    ];
    for (query, wanted) in cases {
        assert_eq!(refusal(query), wanted, "{query}");
    }
    assert!(ask(&playground(&[]), "{").get("data").is_none());
}

/// The message about variables that came with a request.
fn refused_variables(declared: &str, variables: &Value) -> String {
    let query = format!(
        "query({declared}) {{ people(first: $n, after: $a, orderBy: $o, updatedSince: $t) @skip(if: $b) {{ totalCount }} }}"
    );
    let answer =
        post(&playground(&[]), "/graphql", &json!({ "query": query, "variables": variables }));
    answer["errors"][0]["message"].as_str().unwrap_or("none").to_owned()
}

#[test]
fn variables_are_coerced_or_refused_by_their_types() {
    let declared = "$n: Int, $a: String, $o: PersonOrder, $t: DateTime, $b: Boolean! = false";
    let all = json!({ "n": 5, "a": null, "o": { "direction": "DESC" }, "t": "2026-11-20T00:00:00Z", "b": false, "more": 1 });
    assert_eq!(refused_variables(declared, &all), "none");
    assert_eq!(refused_variables(declared, &json!({})), "none");
    let order = "It must be an object of 'field' and 'direction', as in {field: UPDATED_AT, direction: ASC}";
    let cases = [
        ("n", json!("5"), "It must be an integer of 32 bits"),
        ("n", json!(1.5), "It must be an integer of 32 bits"),
        ("n", json!(3_000_000_000_u64), "It must be an integer of 32 bits"),
        ("n", json!([5]), "It must be an integer of 32 bits"),
        ("a", json!(5), "It must be a string"),
        ("a", json!({}), "It must be a string"),
        ("b", json!("true"), "It must be true or false"),
        ("b", json!(1), "It must be true or false"),
        ("b", Value::Null, "It must be true or false"),
        ("t", json!("2026-11-20"), "It must be a string of the form YYYY-MM-DDTHH:MM:SSZ"),
        ("t", json!(0), "It must be a string of the form YYYY-MM-DDTHH:MM:SSZ"),
        ("o", json!("DESC"), order),
        ("o", json!({ "by": "id" }), order),
        ("o", json!({ "field": "NAME" }), "Use CREATED_AT or UPDATED_AT"),
        ("o", json!({ "direction": null }), "Use ASC or DESC"),
    ];
    for (name, value, wanted) in cases {
        let said = refused_variables(declared, &json!({ name: value }));
        assert_eq!(said, format!("Invalid value for variable '${name}'. {wanted}"), "{value}");
    }
}

#[test]
fn what_is_asked_of_the_schema_is_answered() {
    let ask = |query: &str| {
        let answer = ask(&playground(&[]), query);
        assert!(answer.get("errors").is_none(), "{query}: {answer}");
        answer["data"].clone()
    };
    let answer = ask("query A($name: String = \"PersonConnection\") { __type(name: $name) { kind ...N fields { ...N type { ...N kind ofType { ...N } } } }
        none: __type(name: \"[Int]\") { name } people { pageInfo { __typename } } }  fragment N on __Type { name __typename }"
        .replace("fields { ...N", "fields { name").as_str());
    assert_eq!(answer["none"], Value::Null);
    assert_eq!(answer["people"]["pageInfo"]["__typename"], "PageInfo");
    let of = &answer["__type"];
    assert_eq!(
        (&of["kind"], &of["name"], &of["__typename"]),
        (&json!("OBJECT"), &json!("PersonConnection"), &json!("__Type"))
    );
    let info = json!({ "name": null, "__typename": "__Type", "kind": "NON_NULL", "ofType": { "name": "PageInfo", "__typename": "__Type" } });
    assert_eq!(of["fields"][1], json!({ "name": "pageInfo", "type": info }));
    let arguments = ask(
        "{ __type(name: \"Query\") { fields(includeDeprecated: true) { args(includeDeprecated: false) { name defaultValue isDeprecated deprecationReason } } } }",
    );
    let first = &arguments["__type"]["fields"][0]["args"][0];
    assert_eq!(
        *first,
        json!({ "name": "first", "defaultValue": "10", "isDeprecated": false, "deprecationReason": null })
    );
    let scalar = ask(
        "{ __type(name: \"DateTime\") { kind specifiedByURL fields { name } ofType { name } isOneOf } }",
    );
    let wanted = json!({ "kind": "SCALAR", "specifiedByURL": "https://www.rfc-editor.org/rfc/rfc3339#section-5.6", "fields": null, "ofType": null, "isOneOf": null });
    assert_eq!(scalar["__type"], wanted);
    let schema = ask(
        "{ __schema { queryType { name } mutationType { name } subscriptionType { name } directives { name isRepeatable locations } types { name @skip(if: true) kind } } }",
    );
    assert_eq!(schema["__schema"]["mutationType"], Value::Null);
    assert_eq!(
        schema["__schema"]["directives"][0],
        json!({ "name": "include", "isRepeatable": false, "locations": ["FIELD", "FRAGMENT_SPREAD", "INLINE_FRAGMENT"] })
    );
    assert_eq!(schema["__schema"]["types"][0], json!({ "kind": "OBJECT" }));
}

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
