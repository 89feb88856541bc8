//! The lines of the access log, as texts: without secrets, and such as can stand on a terminal.

use connector_playground::Timestamp;
use connector_playground::redaction::masked;
use http::{Method, StatusCode, Version};
use std::fmt::Write as _;
use std::net::SocketAddr;

/// Longest method that is shown of what was refused, in bytes.
const METHOD: usize = 20;

/// A request, remembered until it is answered.
#[derive(Debug)]
pub(crate) struct Line {
    /// The client.
    pub(crate) peer: SocketAddr,
    /// When the request came.
    pub(crate) at: Timestamp,
    pub(super) method: Method,
    pub(super) target: Box<str>,
    pub(super) version: Version,
    /// What it was answered with.
    pub(crate) status: StatusCode,
    /// Bytes of the answer's body that were sent.
    pub(crate) bytes: u64,
}

/// Bytes that were refused before they became a request.
pub(super) struct Refused<'a> {
    pub(super) peer: SocketAddr,
    pub(super) at: Timestamp,
    /// Its first line, as far as it is known.
    pub(super) line: &'a [u8],
    pub(super) status: u16,
    /// Bytes of the answer's body.
    pub(super) bytes: usize,
    pub(super) why: &'static str,
}

impl Line {
    /// `127.0.0.1:54321 - 2026-11-25T09:14:16Z "GET /pagination/offset?limit=2 HTTP/1.1" 200 1234`; `seed` is the server's.
    pub(super) fn text(&self, seed: &str) -> String {
        let Self { peer, at, method, target, version, status, bytes } = self;
        let mut text = format!("{peer} - {at} \"{method} ");
        push_escaped(&mut text, &masked(target, seed));
        // A String takes everything.
        let _ = write!(text, " {version:?}\" {} ", status.as_u16());
        let _ = if *bytes == 0 { write!(text, "-") } else { write!(text, "{bytes}") };
        text
    }
}

impl Refused<'_> {
    /// The same, and why it was refused: `127.0.0.1:54321 - 2026-11-25T09:14:16Z "GET /a?*** HTTP/1.1" 431 79 (Request head is too large. …)`
    pub(super) fn text(&self, seed: &str) -> String {
        let Self { peer, at, line, status, bytes, why } = self;
        let mut text = format!("{peer} - {at} \"");
        push_escaped(&mut text, &shown(line, seed));
        let _ = write!(text, "\" {status} {bytes} ({why})");
        text
    }
}

/// The part of an unparsed first line that may be logged: nothing unless it begins like a request line, and never its query, which no
/// parser has masked.
fn shown(line: &[u8], seed: &str) -> String {
    let line = String::from_utf8_lossy(line);
    let is_method =
        |word: &str| word.len() <= METHOD && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let Some((method, rest)) = line.trim_end().split_once(' ').filter(|(word, _)| is_method(word))
    else {
        return "-".to_owned();
    };
    let (target, version) = match rest.rsplit_once(' ') {
        Some((target, version)) if version.starts_with("HTTP/") => (target, version),
        _ => (rest, ""),
    };
    let (path, query) = target.split_once('?').map_or((target, ""), |(path, _)| (path, "?***"));
    let path = masked(path, seed);
    [method, " ", &path, query, if version.is_empty() { "" } else { " " }, version].concat()
}

/// Adds a text as it can stand between quotation marks on a terminal.
fn push_escaped(text: &mut String, added: &str) {
    let harmless = |c: char| !c.is_control() && c != '"' && c != '\\';
    if added.chars().all(harmless) {
        return text.push_str(added);
    }
    for c in added.chars() {
        if harmless(c) {
            text.push(c);
        } else {
            text.extend(c.escape_default());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_what_is_no_request_only_what_looks_like_one_is_shown() {
        let shown = |line: &[u8]| shown(line, "own");
        assert_eq!(shown(b"GET /a?token=S&x=1 HTTP/1.1\r"), "GET /a?*** HTTP/1.1");
        assert_eq!(shown(b"GET /with/seed=own/a b HTTP/3.0"), "GET /with/seed=***/a b HTTP/3.0");
        assert_eq!(shown(b"GET /with/seed=own"), "GET /with/seed=***");
        assert_eq!(shown(b"GET http://u:p@h/a FTP/1.1"), "GET http://***@h/a FTP/1.1");
        for other in [
            &b"password=S&x HTTP/1.1"[..],
            b"SECRET",
            b"Authorization: Bearer S",
            b"\x16\x03\x01",
            b"",
            b"get / x",
        ] {
            assert_eq!(shown(other), "-", "{other:?}");
        }
        let mut text = String::new();
        push_escaped(&mut text, "\u{1b}[2J\"\u{9b}");
        assert_eq!(text, "\\u{1b}[2J\\\"\\u{9b}");
    }
}
