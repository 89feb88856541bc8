//! GraphQL. The input is a document; behind a line `---` the variables, as JSON, and behind another the name of the operation.

use crate::invariants::check;
use crate::server::SERVERS;
use crate::{Target, requests, seeds};
use connector_playground::State;
use connector_playground::router::BODY_LIMIT;
use http::{HeaderValue, StatusCode};
use serde_json::{Value, json};

/// The target.
pub const TARGET: Target = Target { name: "graphql", run, seeds: seeds::documents };

/// What stands between the parts.
pub const BETWEEN: &str = "\n---\n";

fn run(input: &[u8]) {
    let (document, rest) = requests::split(input, BETWEEN);
    let (variables, name) = requests::split(rest.unwrap_or_default(), BETWEEN);
    let document = String::from_utf8_lossy(document);
    let variables: Value = serde_json::from_slice(variables).unwrap_or_default();
    let name = name.map(String::from_utf8_lossy);
    let server = &SERVERS[0];
    let mut request = server.request("POST", "/graphql").unwrap();
    request.headers_mut().insert("content-type", HeaderValue::from_static("application/json"));
    *request.body_mut() =
        json!({ "query": document, "variables": variables, "operationName": name })
            .to_string()
            .into();
    let answered = check(server, &request, &State::new());
    let wanted = if request.body().len() > BODY_LIMIT {
        StatusCode::PAYLOAD_TOO_LARGE
    } else if document.is_empty() || !(variables.is_null() || variables.is_object()) {
        StatusCode::BAD_REQUEST
    } else {
        StatusCode::OK
    };
    assert_eq!(answered.status, wanted, "{answered:?}");
    if wanted == StatusCode::OK {
        answer(&answered.json(), &document);
    }
}

/// The answer has data or errors, and each error says what and where (section 7.1).
fn answer(answer: &Value, document: &str) {
    let errors = answer.get("errors").map(|errors| errors.as_array().expect("errors are a list"));
    assert!(errors.is_none_or(|errors| !errors.is_empty()), "no errors are no list: {answer}");
    assert!(answer["data"].is_object() || errors.is_some(), "neither data nor errors: {answer}");
    let lines = document.split(['\n', '\r']).count() as u64;
    for error in errors.into_iter().flatten() {
        assert!(error["message"].as_str().is_some_and(|text| !text.is_empty()), "{answer}");
        for place in error["locations"].as_array().into_iter().flatten() {
            let (line, column) =
                (place["line"].as_u64().unwrap(), place["column"].as_u64().unwrap());
            assert!(
                (1..=lines).contains(&line) && (1..=document.len() as u64 + 1).contains(&column),
                "{answer}"
            );
        }
    }
}
