//! Every operation of the document, called on the real process: what was sent, and what came back.

use super::Trial;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;

/// A value that an operation must be given.
fn good(name: &str) -> Value {
    match name {
        "name" => json!("singer"),
        "Sec-Fetch-Site" => json!("same-origin"),
        "end_id" => json!(2),
        _ => json!(1),
    }
}

impl Trial {
    /// Calls every operation, with and without its credentials, and for each type that it answers in; a file of what was sent and came back.
    pub(super) fn answers(&self) -> PathBuf {
        let (mut answers, mut token) = (Vec::new(), String::new());
        let document: Value = serde_json::from_slice(&fs::read(&self.document).unwrap()).unwrap();
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, described) in item.as_object().unwrap() {
                let types = described["responses"]["200"]["content"].as_object();
                let types = types.map_or_else(
                    || vec!["*/*"],
                    |types| types.keys().map(String::as_str).collect(),
                );
                for accept in types {
                    let answer = self.answer(
                        path,
                        method,
                        described,
                        &[("accept", accept), ("authorization", &self.key(described, &token))],
                    );
                    assert!(
                        answer["status"].as_u64().is_some_and(|status| status < 300),
                        "{answer}"
                    );
                    if let Some(given) = answer["body"]["token"].as_str() {
                        given.clone_into(&mut token);
                    }
                    answers.push(answer);
                }
                if described.get("security").is_some() {
                    answers.push(self.answer(path, method, described, &[]));
                }
            }
        }
        assert!(answers.len() > document["paths"].as_object().unwrap().len());
        let file = self.folder.join("answers.json");
        fs::write(&file, Value::from(answers).to_string()).unwrap();
        file
    }

    /// An operation's credentials, as a header.
    fn key(&self, described: &Value, token: &str) -> String {
        let c = self.server.credentials();
        match described["security"][0]
            .as_object()
            .and_then(|schemes| schemes.keys().next())
            .map(String::as_str)
        {
            Some("basic") => {
                format!(
                    "Basic {}",
                    STANDARD.encode(format!("{}:{}", c.basic.0, c.basic.1).as_bytes())
                )
            }
            Some("bearer") => format!("Bearer {}", c.bearer),
            Some("apiKey") => format!("apiKey {}", c.api_key),
            _ => format!("Token {token}"),
        }
    }

    /// Calls an operation with what it must be given.
    fn answer(
        &self,
        path: &str,
        method: &str,
        described: &Value,
        headers: &[(&str, &str)],
    ) -> Value {
        let mut parameters = json!({});
        for parameter in described["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|p| p["required"] == true)
        {
            let name = parameter["name"].as_str().unwrap();
            parameters[parameter["in"].as_str().unwrap()][name] = good(name);
        }
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let (mut target, mut headers) = (path.to_owned(), headers.to_vec());
        for (name, value) in parameters["path"].as_object().into_iter().flatten() {
            target = target.replace(&format!("{{{name}}}"), &text(value));
        }
        let query = parameters["query"].as_object().into_iter().flatten();
        let query: Vec<String> =
            query.map(|(name, value)| format!("{name}={}", text(value))).collect();
        if !query.is_empty() {
            target = format!("{target}?{}", query.join("&"));
        }
        for (name, value) in parameters["header"].as_object().into_iter().flatten() {
            headers.push((name, value.as_str().unwrap()));
        }
        let (user, pass) = self.server.credentials().login;
        let sent = match described["operationId"].as_str().unwrap() {
            "auth_session_token_login" => json!({ "username": user, "password": pass }),
            "graphql" => json!({ "query": "{ people(first: 2) { totalCount } }" }),
            "pagination_search" => json!({ "limit": 2 }),
            "post_playground_clock" => json!({ "advance": "PT1H" }),
            "playground_check" => {
                json!([{ "id": "209efdf8-9beb-4493-8a21-62a975b71c9e", "updatedAt": "2025-12-31T21:22:58Z" }])
            }
            _ => Value::Null,
        };
        let body = if sent.is_null() { String::new() } else { sent.to_string() };
        if !sent.is_null() {
            headers.push(("content-type", "application/json"));
        }
        let reply = self.server.request(&method.to_uppercase(), &target, &headers, body.as_bytes());
        let media =
            reply.header("content-type").map_or("", |header| header.split(';').next().unwrap());
        let is_json = media.ends_with("json") && media != "application/x-ndjson";
        let read: Value = if is_json {
            serde_json::from_slice(&reply.body).unwrap()
        } else {
            reply.text().into()
        };
        json!({
            "operation": described["operationId"], "path": path, "method": method, "status": reply.status, "media": media,
            "parameters": parameters, "sent": sent, "body": read,
        })
    }
}
