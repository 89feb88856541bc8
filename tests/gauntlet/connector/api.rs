//! The API as the connector asks it.

use super::Result;
use crate::support::http::{Reply, request};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::net::SocketAddr;
use std::thread::sleep;
use std::time::Duration;

pub(super) struct Api {
    pub(super) base: String,
    defect: String,
}

impl Api {
    pub(super) fn new(base: &str, defect: &str) -> Self {
        Self { base: base.to_owned(), defect: defect.to_owned() }
    }

    pub(super) fn is(&self, defect: &str) -> bool {
        self.defect == defect
    }

    /// The text of an answer; None where the list has no such page. After 429 it waits as long as it is told.
    pub(super) fn ask(&self, url: &str) -> Result<Option<String>> {
        loop {
            let reply = send("GET", url, &[], "")?;
            let text = reply.text().to_owned();
            let is_paged = url.contains("page=") || url.contains("offset=");
            match reply.status {
                200 => return Ok(Some(text)),
                _ if self.is("errors-are-the-end") => return Ok(None),
                429 => {
                    self.wait(&reply);
                    if self.is("retry-skips") {
                        return Ok(Some("{\"data\": [1]}".to_owned()));
                    }
                }
                404 => return Ok(None),
                400 if is_paged && !text.contains("beyond") => return Ok(None),
                status => return Err(format!("{status}: {text}")),
            }
        }
    }

    /// An answer of any status but 429.
    pub(super) fn reply(
        &self,
        method: &str,
        url: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Result<Reply> {
        loop {
            let reply = send(method, url, headers, body)?;
            if reply.status != 429 {
                return Ok(reply);
            }
            self.wait(&reply);
        }
    }

    fn wait(&self, reply: &Reply) {
        let told = reply.header("retry-after").and_then(|wait| wait.parse().ok()).unwrap_or(1.0);
        sleep(Duration::from_secs_f64(if self.is("retry-at-once") { 0.15 } else { told }));
    }

    /// The address of a list, with what has a value in its query.
    pub(super) fn url(&self, name: &str, query: &[(&str, &str)]) -> String {
        let given = query.iter().filter(|(_, value)| !value.is_empty());
        let pairs = given
            .map(|(key, value)| format!("{key}={}", utf8_percent_encode(value, NON_ALPHANUMERIC)));
        format!("{}/pagination/{name}?{}", self.base, pairs.collect::<Vec<_>>().join("&"))
    }
}

fn send(method: &str, url: &str, headers: &[(&str, &str)], body: &str) -> Result<Reply> {
    let (origin, target) = parts(url);
    let address: SocketAddr =
        origin.trim_start_matches("http://").parse().map_err(|error| format!("{url}: {error}"))?;
    Ok(request(address, method, target, headers, body.as_bytes()))
}

/// Origin, and path with query.
fn parts(url: &str) -> (&str, &str) {
    let path = url.find("://").and_then(|at| Some(at + 3 + url[at + 3..].find('/')?));
    url.split_at(path.unwrap_or(url.len()))
}

/// A link of a page, resolved against the address of that page.
pub(super) fn joined(page: &str, link: &str) -> String {
    let (origin, target) = parts(page);
    let path = target.split('?').next().unwrap_or_default();
    if link.starts_with("http") {
        link.to_owned()
    } else if link.starts_with('/') {
        format!("{origin}{link}")
    } else if link.starts_with('?') {
        format!("{origin}{path}{link}")
    } else {
        let folder = &path[..=path.rfind('/').unwrap_or(0)];
        format!("{origin}{folder}{link}")
    }
}
