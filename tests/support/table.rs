//! The shared table of exchanges: its requests filled in, its answers as they are kept.

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// The table as it is kept.
const TEXT: &str = include_str!("../exchanges.json");
/// What `{origin}` in an answer stands for here.
pub(crate) const ORIGIN: &str = "http://playground.test:5001";
/// Longer bodies are kept as length and digest.
const SHOWN: usize = 3000;

/// A request of the table, its placeholders filled.
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

pub(crate) fn read() -> Value {
    serde_json::from_str(TEXT).unwrap()
}

/// The request of an exchange; `{name}` stands for one of the credentials. `Host` is the one of [`ORIGIN`].
pub(crate) fn request(exchange: &Value, credentials: &Value) -> Request {
    let request = &exchange["request"];
    let text = |key: &str| request[key].as_str().unwrap_or_default().to_owned();
    let host = ("host".to_owned(), ORIGIN.trim_start_matches("http://").to_owned());
    let others = request["headers"].as_object().into_iter().flatten();
    let others =
        others.map(|(name, value)| (name.clone(), filled(value.as_str().unwrap(), credentials)));
    Request {
        method: text("method"),
        path: text("path"),
        headers: std::iter::once(host).chain(others).collect(),
        body: filled(&text("body"), credentials),
    }
}

fn filled(text: &str, credentials: &Value) -> String {
    credentials.as_object().unwrap().iter().fold(text.to_owned(), |text, (name, value)| {
        text.replace(&format!("{{{name}}}"), value.as_str().unwrap())
    })
}

/// What the table keeps of an answer.
pub(crate) fn kept<'a>(
    status: u16,
    headers: impl Iterator<Item = (&'a str, &'a str)>,
    body: &[u8],
) -> Value {
    let headers: Map<String, Value> = headers
        .map(|(name, value)| (name.to_owned(), value.replace(ORIGIN, "{origin}").into()))
        .collect();
    let body = if body.len() <= SHOWN {
        std::str::from_utf8(body).unwrap().replace(ORIGIN, "{origin}").into()
    } else {
        let digest: String =
            Sha256::digest(body).iter().map(|byte| format!("{byte:02x}")).collect();
        json!({ "bytes": body.len(), "sha256": digest })
    };
    json!({ "status": status, "headers": headers, "body": body })
}
