//! What is wrong with a query or its variables is said.

use super::{ask, playground, post, refusal};
use serde_json::{Value, json};

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
