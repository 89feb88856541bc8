//! What a request's `Accept-Encoding` says of gzip and of plain bytes (RFC 9110 section 12.5.3).

use http::HeaderMap;
use http::header::ACCEPT_ENCODING;

/// Which codings a client takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Accepted {
    /// Whether gzip is accepted, and no less than the plain form where that is named.
    pub(super) gzip: bool,
    /// Whether the plain form is.
    pub(super) plain: bool,
}

impl Accepted {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let (mut gzip, mut any, mut plain) = (None, None, None);
        let members =
            headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
        for (coding, weight) in members.flat_map(|value| value.split(',')).filter_map(member) {
            match coding.to_ascii_lowercase().as_str() {
                "gzip" | "x-gzip" => gzip = gzip.max(Some(weight)),
                "*" => any = Some(weight),
                "identity" => plain = Some(weight),
                _ => {}
            }
        }
        let gzip = gzip.or(any).unwrap_or_default();
        let refused = plain.or(any) == Some(0);
        Self { gzip: gzip > 0 && plain.is_none_or(|plain| gzip >= plain), plain: !refused }
    }
}

/// A coding and its weight in thousandths; None for what is none.
fn member(text: &str) -> Option<(&str, u16)> {
    let (coding, weight) =
        text.split_once(';').map_or((text, None), |(coding, weight)| (coding, Some(weight)));
    let weight = match weight {
        None => 1000,
        Some(weight) => {
            let (name, value) = weight.split_once('=')?;
            thousandths(value.trim()).filter(|_| name.trim().eq_ignore_ascii_case("q"))?
        }
    };
    Some((coding.trim(), weight))
}

/// `0` to `1` with up to three decimals (RFC 9110 section 12.4.2).
fn thousandths(text: &str) -> Option<u16> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits = decimals.bytes().chain(std::iter::repeat(b'0')).take(3);
    let fraction = digits.map(|digit| u16::from(digit) - u16::from(b'0'));
    let formed = ["0", "1"].contains(&whole)
        && decimals.len() <= 3
        && decimals.bytes().all(|b| b.is_ascii_digit());
    let value =
        || u16::from(whole == "1") * 1000 + fraction.fold(0, |number, digit| number * 10 + digit);
    formed.then(value).filter(|weight| *weight <= 1000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn accepted(values: &[&'static str]) -> Accepted {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(ACCEPT_ENCODING, HeaderValue::from_static(value));
        }
        Accepted::of(&headers)
    }

    fn accepts(values: &[&'static str]) -> bool {
        accepted(values).gzip
    }

    #[test]
    fn gzip_is_taken_where_its_weight_says_so() {
        for yes in [
            "gzip",
            "GZip",
            "x-gzip",
            "deflate, gzip;q=0.5, br",
            "*",
            "gzip;q=0.001",
            "gzip ; Q=1.000",
            "identity;q=0.5, gzip",
        ] {
            assert!(accepts(&[yes]), "{yes}");
        }
        for no in [
            "",
            "identity",
            "br",
            "gzip;q=0",
            "gzip;q=0.000, *",
            "*;q=0",
            "gzip;q=0.4, identity;q=0.5",
            "gzip;q=2",
            "gzip;q=x",
            "gzip;q=0.0001",
            "gzip;q",
            "gzip;q=1.001",
            "gzipped",
        ] {
            assert!(!accepts(&[no]), "{no}");
        }
        assert!(accepts(&["br", "gzip"]) && !accepts(&["br", "gzip;q=0"]));
    }

    #[test]
    fn plain_bytes_are_taken_unless_they_are_refused() {
        for yes in ["", "gzip", "gzip, identity;q=0.1", "*;q=0, identity", "br;q=0"] {
            assert!(accepted(&[yes]).plain, "{yes}");
        }
        for no in ["identity;q=0", "gzip, identity;q=0.000", "gzip, *;q=0"] {
            assert!(!accepted(&[no]).plain, "{no}");
        }
        assert!(accepted(&["gzip, *;q=0"]).gzip && accepted(&["*, identity;q=0"]).gzip);
    }
}
