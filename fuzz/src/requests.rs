//! Requests as text, in the way of `.http` files: `METHOD TARGET`, a header a line, an empty line, the body; a line `###` stands between two. A
//! digit in front of the method chooses one of [`SERVERS`], and names in braces stand for the credentials of the server.

use crate::server::{SERVERS, Server};
use bytes::Bytes;
use http::header::HOST;
use http::{HeaderName, HeaderValue, Method, Request, Uri};
use serde_json::Value;

/// What stands between two requests.
const BETWEEN: &str = "\n###\n";

/// The server that an input means, and its requests. Those that no adapter could make of bytes are left out.
pub fn read(input: &[u8]) -> (&'static Server, Vec<Request<Bytes>>) {
    let (server, input) = match input.split_first() {
        Some((digit @ b'0'..=b'9', rest)) => {
            (&SERVERS[usize::from(digit - b'0') % SERVERS.len()], rest)
        }
        _ => (&SERVERS[0], input),
    };
    let mut requests = Vec::new();
    let mut rest = Some(input);
    while let Some(text) = rest {
        let (one, behind) = split(text, BETWEEN);
        requests.extend(request(server, one));
        rest = behind;
    }
    (server, requests)
}

/// What stands before a mark and, if it is there, behind it.
pub fn split<'t>(text: &'t [u8], mark: &str) -> (&'t [u8], Option<&'t [u8]>) {
    match text.windows(mark.len()).position(|window| window == mark.as_bytes()) {
        Some(at) => (&text[..at], Some(&text[at + mark.len()..])),
        None => (text, None),
    }
}

/// A text as part of a URI: what no URI can hold is percent-encoded.
pub fn encoded(text: &[u8]) -> String {
    let mut encoded = String::new();
    for &byte in text {
        if byte.is_ascii_graphic() && byte != b'#' {
            encoded.push(char::from(byte));
        } else {
            encoded += &format!("%{byte:02X}");
        }
    }
    encoded
}

fn request(server: &Server, text: &[u8]) -> Option<Request<Bytes>> {
    let (head, body) = split(text, "\n\n");
    let (first, headers) = split(head, "\n");
    let (method, target) = split(first, " ");
    let mut request = Request::new(Bytes::from(server.filled(body.unwrap_or_default())));
    *request.method_mut() = Method::from_bytes(method).ok()?;
    *request.uri_mut() = encoded(&server.filled(target.unwrap_or(b"/"))).parse::<Uri>().ok()?;
    let mut rest = headers;
    while let Some(text) = rest {
        let (line, behind) = split(text, "\n");
        rest = behind;
        let (name, value) = split(line, ":");
        let (Ok(name), Some(value)) = (HeaderName::from_bytes(name), value) else { continue };
        if let Ok(value) = HeaderValue::from_bytes(server.filled(value).trim_ascii()) {
            request.headers_mut().append(name, value);
        }
    }
    if !request.headers().contains_key(HOST) {
        request.headers_mut().insert(HOST, HeaderValue::from_static("playground.test:5001"));
    }
    Some(request)
}

/// An exchange of the shared table as such a text.
pub fn written(exchange: &Value) -> String {
    let request = &exchange["request"];
    let text = |key: &str| request[key].as_str().unwrap_or_default();
    let mut written = format!("{} {}", text("method"), text("path"));
    for (name, value) in request["headers"].as_object().into_iter().flatten() {
        written += &format!("\n{name}: {}", value.as_str().unwrap_or_default());
    }
    if !text("body").is_empty() {
        written += &format!("\n\n{}", text("body"));
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_read_as_they_are_written() {
        let text =
            b"0POST /a b?c=\xFF\nX-Y: {bearer}\nno header\n\nbody\n\n{api_key}\n###\nGET\n###\n\n###\nHEAD /d\nhost:";
        let (server, requests) = read(text);
        let credentials = server.playground.credentials();
        assert_eq!(requests.len(), 3);
        assert_eq!(
            (requests[0].method(), &*requests[0].uri().to_string()),
            (&Method::POST, "/a%20b?c=%FF")
        );
        assert_eq!(requests[0].headers()["x-y"], *credentials.bearer);
        assert_eq!(*requests[0].body(), *format!("body\n\n{}", credentials.api_key));
        assert_eq!((requests[1].uri().path(), requests[1].headers().len()), ("/", 1));
        assert_eq!(requests[2].headers()["host"], "");
    }
}
