//! The servers that inputs are asked of, and their credentials: those of `tests/exchanges.json`, so that its requests mean here what they mean there.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use connector_playground::{Playground, Settings, Timestamp};
use http::header::HOST;
use http::{HeaderValue, Request};
use serde_json::Value;
use std::sync::LazyLock;

/// The shared table of exchanges.
pub static EXCHANGES: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../tests/exchanges.json")).unwrap());

/// The servers. The first is that of the table; the others are set in every way that requests can't set. `SERVERS[n]` is meant by the
/// digit n in front of a request.
pub static SERVERS: LazyLock<[Server; 4]> = LazyLock::new(|| {
    [
        Server::set(&[], ""),
        Server::set(&[("trust_forwarded", "true")], "/mounted/here"),
        Server::set(
            &[("public_url", "https://public.example/base"), ("journal", "off"), ("records", "7")],
            "",
        ),
        Server::set(
            &[("rate_limit", "true"), ("capacity", "2"), ("ties", "15"), ("short_pages", "true")],
            "/m",
        ),
    ]
});

/// One server, and its present.
#[derive(Debug)]
pub struct Server {
    /// The core.
    pub playground: Playground,
    /// The present of every request.
    pub now: Timestamp,
    /// The path it is mounted at.
    pub mount: &'static str,
    /// What `{name}` in requests stands for.
    names: Vec<(&'static str, String)>,
}

impl Server {
    fn set(settings: &[(&str, &str)], mount: &'static str) -> Self {
        let text = |key: &str| EXCHANGES["settings"][key].as_str().unwrap();
        let now = Timestamp::parse(text("now")).unwrap();
        let mut made = Settings::builder(text("seed"), now);
        for (key, value) in [("anchor", text("anchor"))].iter().chain(settings) {
            made = made.set(key, value).unwrap();
        }
        let playground = Playground::new(made.build().unwrap()).compressing().mounted_at(mount);
        let it = playground.credentials();
        let basic = STANDARD.encode(format!("{}:{}", it.basic_user, it.basic_pass).as_bytes());
        let names = vec![
            ("{basic_b64}", basic),
            ("{basic_user}", it.basic_user.clone()),
            ("{basic_pass}", it.basic_pass.clone()),
            ("{bearer}", it.bearer.clone()),
            ("{api_key}", it.api_key.clone()),
            ("{session_user}", it.session_user.clone()),
            ("{session_pass}", it.session_pass.clone()),
            ("{token}", it.issue_token(now, 3600)),
        ];
        Self { playground, now, mount, names }
    }

    /// The texts that stand for credentials, with what they stand for.
    pub fn names(&self) -> impl Iterator<Item = (&str, &str)> {
        self.names.iter().map(|(name, value)| (*name, &**value))
    }

    /// Puts credentials in the place of their names.
    #[must_use]
    pub fn filled(&self, text: &[u8]) -> Vec<u8> {
        let mut filled = Vec::with_capacity(text.len());
        let mut rest = text;
        while let Some((&first, behind)) = rest.split_first() {
            let found = self.names.iter().find(|(name, _)| rest.starts_with(name.as_bytes()));
            match found {
                Some((name, value)) => {
                    filled.extend_from_slice(value.as_bytes());
                    rest = &rest[name.len()..];
                }
                None => {
                    filled.push(first);
                    rest = behind;
                }
            }
        }
        filled
    }

    /// A request without a body but with a host; None where the target is none of a URI.
    #[must_use]
    pub fn request(&self, method: &str, target: &str) -> Option<Request<bytes::Bytes>> {
        let mut request =
            Request::builder().method(method).uri(target).body(bytes::Bytes::new()).ok()?;
        request.headers_mut().insert(HOST, HeaderValue::from_static("playground.test:5001"));
        Some(request)
    }
}
