//! Responses to heads that never become requests. They come from the connection itself, or replace those of hyper, which have no body. Each is JSON,
//! as every error is, and the connection's last.

/// Longest of hyper's own refusals, in bytes.
const LONGEST: usize = 256;
/// The headers of all error responses except those of hyper.
const OURS: &[u8] = b"x-content-type-options";

/// A refusal of what came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ErrorResponse {
    /// Its status.
    pub(crate) status: u16,
    phrase: &'static str,
    /// Why, in words.
    pub(crate) why: &'static str,
}

/// The request line, or what should be one, is no HTTP/1.1.
pub(super) const MALFORMED: ErrorResponse =
    ErrorResponse { status: 400, phrase: "Bad Request", why: "Malformed request" };
/// A client that speaks TLS, which is not spoken here.
pub(super) const TLS: ErrorResponse = ErrorResponse {
    status: 400,
    phrase: "Bad Request",
    why: "This port speaks HTTP without TLS. Use http://",
};
/// The head did not become complete.
pub(super) const SLOW: ErrorResponse = ErrorResponse {
    status: 408,
    phrase: "Request Timeout",
    why: "Request head did not arrive in time",
};
/// As the adapters have it that see URLs.
pub(super) const LONG: ErrorResponse =
    ErrorResponse { status: 414, phrase: "URI Too Long", why: "URL is too long" };
/// More of a head than is held.
pub(super) const LARGE: ErrorResponse = ErrorResponse {
    status: 431,
    phrase: "Request Header Fields Too Large",
    why: "Request head is too large. It may have 131072 bytes and 100 fields",
};
/// A client that begins with HTTP/2.
pub(super) const VERSION: ErrorResponse = ErrorResponse {
    status: 505,
    phrase: "HTTP Version Not Supported",
    why: "This port speaks HTTP/1.1",
};

impl ErrorResponse {
    /// The one for a head that is too large, for tests.
    #[cfg(test)]
    pub(crate) const fn of_large_head() -> Self {
        LARGE
    }

    /// The body of its answer.
    pub(crate) fn body(&self) -> String {
        format!("{{\"error\":\"{}\"}}", self.why)
    }

    /// Its whole answer; `date` is a header line, or nothing.
    pub(super) fn answer(&self, date: &str) -> String {
        let (Self { status, phrase, .. }, body) = (self, self.body());
        let length = body.len();
        format!(
            "HTTP/1.1 {status} {phrase}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\ncache-control: no-store\r\n\
             x-content-type-options: nosniff\r\naccess-control-allow-origin: *\r\nconnection: close\r\n{date}\r\n{body}"
        )
    }
}

/// Where in `bytes`, which hyper is about to write, its own refusal begins, if they end with one; what to say instead, and its line with the date.
/// It is hyper's last word: it closes the connection.
pub(super) fn of_hyper(bytes: &[u8]) -> Option<(usize, ErrorResponse, &str)> {
    if !bytes.ends_with(b"\r\n\r\n") {
        return None;
    }
    let from = bytes.len().saturating_sub(LONGEST);
    let last = bytes.get(from..)?;
    let start = last.windows(10).rposition(|window| window == b"HTTP/1.1 4")?;
    let head =
        last.get(start..).filter(|head| !head.windows(OURS.len()).any(|window| window == OURS))?;
    let head = std::str::from_utf8(head).ok()?;
    let refusal = match head.get(9..12)? {
        "400" => MALFORMED,
        "414" => LONG,
        "431" => LARGE,
        _ => return None,
    };
    let date =
        head.split_inclusive("\r\n").find(|line| line.starts_with("date:")).unwrap_or_default();
    Some((from + start, refusal, date))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HYPERS: &[u8] = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\
        date: Mon, 30 Nov 2026 12:33:38 GMT\r\n\r\n";

    #[test]
    fn what_hyper_says_itself_is_known_also_behind_an_answer() {
        let date = "date: Mon, 30 Nov 2026 12:33:38 GMT\r\n";
        assert_eq!(of_hyper(HYPERS), Some((0, LARGE, date)));
        let behind = [
            b"HTTP/1.1 200 OK\r\nx-content-type-options: nosniff\r\ncontent-length: 2\r\n\r\n{}",
            HYPERS,
        ]
        .concat();
        assert_eq!(of_hyper(&behind).map(|(start, ..)| behind.len() - start), Some(HYPERS.len()));
        for other in [
            &b"HTTP/1.1 404 Not Found\r\nx-content-type-options: nosniff\r\ncontent-length: 0\r\n\r\n"[..],
            b"HTTP/1.1 400 Bad Request\r\nx-content-type-options: nosniff\r\ncontent-length: 21\r\n\r\n",
            b"HTTP/1.1 204 No Content\r\n\r\n",
            b"",
            b"a\r\n\r\n",
        ] {
            assert_eq!(of_hyper(other), None);
        }
    }

    #[test]
    fn a_refusal_is_an_answer_in_json_and_the_last() {
        let answer = SLOW.answer("");
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(
            head.starts_with("HTTP/1.1 408 Request Timeout\r\n")
                && head.contains("connection: close"),
            "{head}"
        );
        assert_eq!(body, "{\"error\":\"Request head did not arrive in time\"}");
        assert!(head.contains(&format!("content-length: {}\r\n", body.len())));
    }
}
