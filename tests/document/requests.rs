//! Requests below a prefix, good and bad ones, and their answers.

use crate::table;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use connector_playground::{Playground, Settings, State, Timestamp};
use serde_json::{Value, json};
use std::sync::LazyLock;

const NOW: Timestamp = Timestamp::from_seconds(1_767_225_600);
/// Pages of a walk; 200 rows are four of 50, or seven where some are short or empty.
const PAGES: u64 = 12;
/// What is wrong for most parameters, or just at a bound.
const ODD: [&str; 12] = [
    "",
    "*",
    "x",
    "-1",
    "0",
    "1",
    "50",
    "51",
    "1e3",
    "9007199254740992",
    "2025-12-01T00:00:00Z",
    "2025-12-01",
];

/// A request and its answer, as a document speaks of them.
pub(crate) struct Exchange {
    /// The request in words.
    pub(crate) said: String,
    pub(crate) method: String,
    /// The path below the prefix, without the query.
    pub(crate) path: String,
    pub(crate) status: u16,
    /// The names of the answer's headers.
    pub(crate) headers: Vec<String>,
    pub(crate) media: String,
    pub(crate) text: String,
    /// What the answer names as the next page, in a header.
    next: Option<String>,
}

pub(crate) struct Server {
    playground: Playground,
    prefix: String,
}

impl Server {
    pub(crate) fn new(prefix: &str) -> Self {
        let settings: Settings = "seed=document,now=2026-01-01T00:00:00Z".parse().unwrap();
        Self { playground: Playground::new(settings).compressing(), prefix: prefix.to_owned() }
    }

    pub(crate) fn document(&self) -> Value {
        serde_json::from_str(&self.get("/openapi.json").text).unwrap()
    }

    /// A request below the prefix, and its answer; one server's memory for each.
    fn ask(&self, method: &str, target: &str, headers: &[(&str, &str)], body: &[u8]) -> Exchange {
        self.ask_of(&State::new(), method, target, headers, body)
    }

    fn ask_of(
        &self,
        state: &State,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Exchange {
        let mut request =
            http::Request::builder().method(method).uri(format!("{}{target}", self.prefix));
        if !headers.iter().any(|(name, _)| *name == "host") {
            request = request.header("host", "playground.test");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response =
            self.playground.handle(request.body(Bytes::copy_from_slice(body)).unwrap(), NOW, state);
        let (head, body) = response.into_parts();
        let text =
            |name: &str| head.headers.get(name).map(|value| value.to_str().unwrap().to_owned());
        Exchange {
            said: format!("{}{target} {headers:?}", self.prefix),
            method: method.to_owned(),
            path: target.split('?').next().unwrap().to_owned(),
            status: head.status.as_u16(),
            headers: head.headers.keys().map(ToString::to_string).collect(),
            media: text("content-type").unwrap_or_default().split(';').next().unwrap().to_owned(),
            // A range of bytes may cut a letter in two.
            text: String::from_utf8_lossy(&body.into_bytes()).into_owned(),
            next: text("link").or(text("x-next-cursor")),
        }
    }

    fn get(&self, target: &str) -> Exchange {
        self.ask("GET", target, &[], b"")
    }

    /// Below the document of the prefix, all of them: those of the shared table, those the document suggests, walks to the end and past it, and what has something wrong.
    pub(crate) fn exchanges(&self, document: &Value) -> Vec<Exchange> {
        let mut exchanges = self.of_the_table();
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                let method = method.to_uppercase();
                exchanges.extend(self.of_an_operation(&method, path, operation));
                if operation["x-paging"].is_object() {
                    exchanges.extend(self.walk(&method, path, operation));
                }
            }
        }
        let state = State::new();
        for _ in 0..30 {
            exchanges.push(self.ask_of(&state, "GET", "/pagination/offset", &[], b""));
        }
        exchanges.push(self.ask_of(&state, "GET", "/playground/journal", &[], b""));
        exchanges.push(self.ask_of(
            &state,
            "GET",
            "/playground/journal",
            &[("accept", "application/har+json")],
            b"",
        ));
        exchanges
    }

    /// The requests of the shared table that have no prefix of their own.
    fn of_the_table(&self) -> Vec<Exchange> {
        static TABLE: LazyLock<Value> = LazyLock::new(table::read);
        let table = &*TABLE;
        let own = |exchange: &&Value| {
            let path = exchange["request"]["path"].as_str().unwrap();
            !path.starts_with("/with/")
                && !exchange["request"]["headers"].to_string().contains("host")
        };
        let asked = table["exchanges"].as_array().unwrap().iter().filter(own).map(|exchange| {
            let table::Request { method, path, headers, body } =
                table::request(exchange, &table["credentials"]);
            let headers: Vec<(&str, &str)> =
                headers.iter().map(|(name, value)| (&**name, &**value)).collect();
            self.ask(&method, &path, &headers, body.as_bytes())
        });
        asked.collect()
    }

    /// A good request of an operation, and each of its parameters with odd values.
    fn of_an_operation(&self, method: &str, path: &str, operation: &Value) -> Vec<Exchange> {
        let (target, authorization) = (self.filled(path, operation), self.authorization(operation));
        let body = self.body(operation);
        let kind =
            if body.is_empty() { vec![] } else { vec![("content-type", "application/json")] };
        let mut headers = kind.clone();
        headers.extend(authorization.iter().map(|text| ("authorization", text.as_str())));
        headers.push(("sec-fetch-site", "same-origin"));
        let mut exchanges = vec![
            self.ask(method, &target, &headers, body.as_bytes()),
            self.ask(method, &target, &kind, body.as_bytes()),
            self.ask(
                method,
                &target,
                &[("authorization", "Basic x"), ("content-type", "application/json")],
                body.as_bytes(),
            ),
            self.ask(method, &with(&target, "foo=1"), &headers, body.as_bytes()),
        ];
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap();
            let choices = parameter["schema"]["enum"].as_array().cloned().unwrap_or_default();
            let values = ODD
                .iter()
                .map(|text| (*text).to_owned())
                .chain(choices.iter().map(|value| value.as_str().unwrap().replace(' ', "%20")));
            for value in values {
                exchanges.push(match parameter["in"].as_str().unwrap() {
                    "path" => self.get(
                        &path
                            .replace(&format!("{{{name}}}"), &value)
                            .replace("{company_id}", "2")
                            .replace("{department_id}", "3"),
                    ),
                    "header" => {
                        self.ask(method, &target, &[(name, &format!("items={value}"))], b"")
                    }
                    _ => self.ask(
                        method,
                        &with(&target, &format!("{name}={value}")),
                        &headers,
                        body.as_bytes(),
                    ),
                });
            }
        }
        if method == "POST" {
            exchanges.extend(self.of_a_body(&target, operation, &body));
        }
        exchanges
    }

    /// Bodies of all kinds, each of which something is wrong with.
    fn of_a_body(&self, target: &str, operation: &Value, body: &str) -> Vec<Exchange> {
        let json = [("content-type", "application/json")];
        let mut exchanges = Vec::new();
        for kind in [
            "application/json",
            "application/x-ndjson",
            "text/csv",
            "text/plain",
            "application/octet-stream",
        ] {
            for body in [
                body,
                "",
                "[]",
                "{",
                "[1, null, {}]",
                "a,b\n1,2\n",
                "\"x\"",
                "{\"id\": 1}\n{\"id\": 2}\n",
                "id\nx\n",
            ] {
                exchanges.push(self.ask(
                    "POST",
                    target,
                    &[("content-type", kind)],
                    body.as_bytes(),
                ));
            }
        }
        exchanges.push(self.ask("POST", target, &json, &vec![b' '; 70_000]));
        let members =
            operation["requestBody"]["content"]["application/json"]["schema"]["properties"]
                .as_object();
        for name in members.into_iter().flat_map(|members| members.keys()) {
            for value in [
                json!(null),
                json!(1),
                json!(51),
                json!(-1),
                json!(""),
                json!("x"),
                json!("*"),
                json!([]),
                json!({}),
            ] {
                let mut changed: Value = serde_json::from_str(body).unwrap();
                changed[name] = value;
                exchanges.push(self.ask("POST", target, &json, changed.to_string().as_bytes()));
            }
        }
        exchanges
    }

    /// A walk to the end of a list, and past it.
    fn walk(&self, method: &str, path: &str, operation: &Value) -> Vec<Exchange> {
        let hints = &operation["x-paging"];
        let text = |name: &str| hints[name].as_str().unwrap_or_default();
        let (parameter, size) = (
            text("parameter"),
            if text("size").is_empty() { String::new() } else { format!("&{}=50", text("size")) },
        );
        let mut exchanges = Vec::new();
        if method == "POST" {
            let (mut cursor, mut bodies) = (json!("*"), Vec::new());
            for page in 0..PAGES {
                bodies.push(json!({ "limit": 50, "offset": page * 50 }));
                let exchange = self.ask(
                    "POST",
                    path,
                    &[("content-type", "application/json")],
                    json!({ "limit": 50, "cursor": cursor }).to_string().as_bytes(),
                );
                cursor =
                    serde_json::from_str::<Value>(&exchange.text).unwrap()["next_cursor"].clone();
                exchanges.push(exchange);
            }
            let asked = bodies.iter().map(|body| {
                self.ask(
                    "POST",
                    path,
                    &[("content-type", "application/json")],
                    body.to_string().as_bytes(),
                )
            });
            exchanges.extend(asked.collect::<Vec<_>>());
            return exchanges;
        }
        let mut cursor = "*".to_owned();
        for page in 0..PAGES {
            let exchange = match text("way") {
                "page" | "next_link" | "link_header" => self.get(&format!(
                    "{path}?{parameter}={}{}",
                    if parameter == "$skip" { page * 50 } else { page + 1 },
                    size
                )),
                "page_in_path" => self.get(&format!(
                    "{}?per_page=50",
                    path.replace("{page}", &(page + 1).to_string())
                )),
                "offset" => self.get(&format!("{path}?{parameter}={}{}", page * 50, size)),
                "range" => self.ask(
                    "GET",
                    path,
                    &[("range", &format!("items={}-{}", page * 50, page * 50 + 49))],
                    b"",
                ),
                "single" => self.get(&self.filled(path, operation)),
                _ => self.get(&format!("{path}?{parameter}={cursor}{size}")),
            };
            let body: Value = serde_json::from_str(&exchange.text).unwrap_or_default();
            let last_id = body["data"]
                .as_array()
                .and_then(|rows| rows.last())
                .and_then(|row| row["id"].as_str());
            let next = if text("way") == "last_key" {
                last_id
            } else {
                body[text("next")].as_str().or(exchange.next.as_deref())
            };
            next.unwrap_or("*").clone_into(&mut cursor);
            exchanges.push(exchange);
        }
        exchanges
    }

    /// A target of an operation, with its path and what it must have in the query.
    fn filled(&self, path: &str, operation: &Value) -> String {
        let mut target = path.to_owned();
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap();
            let value = parameter["example"]
                .as_str()
                .or(parameter["schema"]["enum"][0].as_str())
                .unwrap_or("1");
            if parameter["in"] == "path" {
                target = target.replace(&format!("{{{name}}}"), value);
            } else if parameter["required"] == true {
                target = with(&target, &format!("{name}={value}"));
            }
        }
        target
    }

    fn authorization(&self, operation: &Value) -> Option<String> {
        let credentials = self.playground.credentials();
        Some(match operation["security"][0].as_object()?.keys().next()?.as_str() {
            "basic" => {
                let pair = format!("{}:{}", credentials.basic_user, credentials.basic_pass);
                format!("Basic {}", STANDARD.encode(pair.as_bytes()))
            }
            "bearer" => format!("Bearer {}", credentials.bearer),
            "apiKey" => format!("apiKey {}", credentials.api_key),
            _ => format!("Token {}", credentials.issue_token(NOW, 3600)),
        })
    }

    /// A body that an operation takes; empty where it takes none.
    fn body(&self, operation: &Value) -> String {
        let content = &operation["requestBody"]["content"]["application/json"];
        let credentials = self.playground.credentials();
        let known = json!({
            "username": credentials.session_user, "password": credentials.session_pass, "cursor": "*",
            "query": "{ people(first: 50, after: \"*\") { totalCount edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }",
        });
        match (content.get("example"), content["schema"]["properties"].as_object()) {
            (Some(example), _) => example.to_string(),
            (None, Some(members)) => {
                let known = members
                    .keys()
                    .filter_map(|name| Some((name.clone(), known.get(name)?.clone())));
                Value::Object(known.collect()).to_string()
            }
            _ => String::new(),
        }
    }
}

fn with(target: &str, pair: &str) -> String {
    format!("{target}{}{pair}", if target.contains('?') { '&' } else { '?' })
}
