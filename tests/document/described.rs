//! A document as the judge of answers.

use crate::requests::Exchange;
use crate::schemas;
use serde_json::Value;

/// Headers that answers of any HTTP server have, which documents leave out.
const USUAL: [&str; 8] = [
    "content-type",
    "content-length",
    "cache-control",
    "x-content-type-options",
    "access-control-allow-origin",
    "access-control-expose-headers",
    "vary",
    "allow",
];

pub(crate) struct Described {
    document: Value,
}

impl Described {
    pub(crate) fn new(document: Value) -> Self {
        Self { document }
    }

    /// The examples of the document that do not fit it.
    pub(crate) fn examples(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (path, item) in self.document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                for (status, response) in operation["responses"].as_object().unwrap() {
                    for (media, content) in response["content"].as_object().into_iter().flatten() {
                        for example in content["examples"]
                            .as_object()
                            .into_iter()
                            .flat_map(|examples| examples.values())
                        {
                            let fault = schemas::unfit(
                                &content["schema"],
                                &example["value"],
                                &self.document,
                                "",
                            );
                            faults.extend(fault.map(|fault| {
                                format!("example of {path} {method} {status} {media}: {fault}")
                            }));
                        }
                    }
                }
            }
        }
        faults
    }

    /// What an answer has that the document does not say; None for a request that is none of an operation.
    pub(crate) fn fault(&self, exchange: &Exchange) -> Option<String> {
        let operation = self.operation(exchange)?;
        let fault = self.against(exchange, &operation);
        fault.map(|fault| format!("{}: {} {fault}", exchange.said, exchange.status))
    }

    fn against(&self, exchange: &Exchange, operation: &Value) -> Option<String> {
        let Some(response) = operation["responses"].get(exchange.status.to_string()) else {
            return Some(format!("is not listed: {}", exchange.text));
        };
        let listed: Vec<String> = response["headers"]
            .as_object()
            .into_iter()
            .flat_map(|headers| headers.keys())
            .map(|name| name.to_lowercase())
            .collect();
        let strange = |name: &&String| !USUAL.contains(&name.as_str()) && !listed.contains(name);
        if let Some(name) = exchange.headers.iter().find(strange) {
            return Some(format!("has the header {name}, which is not listed"));
        }
        let Some(content) = response.get("content") else {
            return (!exchange.text.is_empty())
                .then(|| "has a body, which is not listed".to_owned());
        };
        let Some(schema) = content.get(&exchange.media).map(|content| content["schema"].clone())
        else {
            return Some(format!("is of the type {}, which is not listed", exchange.media));
        };
        // A part of a file need not be JSON.
        if exchange.status == 206 && serde_json::from_str::<Value>(&exchange.text).is_err() {
            return None;
        }
        let value = if exchange.media.ends_with("json") && !exchange.media.contains("ndjson") {
            serde_json::from_str(&exchange.text).unwrap_or_default()
        } else {
            Value::from(exchange.text.clone())
        };
        schemas::unfit(&schema, &value, &self.document, "")
            .map(|fault| format!("does not fit: {fault}"))
    }

    /// The operation that a request is for.
    pub(crate) fn operation(&self, exchange: &Exchange) -> Option<Value> {
        let paths = self.document["paths"].as_object().unwrap();
        let fits = |pattern: &str| {
            let (pattern, path): (Vec<&str>, Vec<&str>) =
                (pattern.split('/').collect(), exchange.path.split('/').collect());
            let same = |(pattern, path): (&&str, &&str)| {
                pattern == path || pattern.starts_with('{') && !path.is_empty()
            };
            pattern.len() == path.len() && pattern.iter().zip(&path).all(same)
        };
        let (_, item) = paths.iter().find(|(pattern, _)| fits(pattern))?;
        item.get(exchange.method.to_lowercase()).cloned()
    }
}
