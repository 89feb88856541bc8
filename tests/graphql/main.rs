//! GraphQL as a client meets it: walks through connections, the shape of an answer, and what the schema says of itself.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and says when it takes too long"
)]

mod effort;
mod refused;

use bytes::Bytes;
use connector_playground::{Playground, Settings, State, Timestamp};
use http::Request;
use serde_json::{Value, json};

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
