//! Headers that a request has several times. `fetch` shows their values as one, with `, ` between them, and so does HTTP (RFC 9110 section 5.3):
//! here every adapter reads them so. What must be a single value, and is not one then, counts as a wrong value, whichever came first.

use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderName};
use std::borrow::Cow;

/// All values of a header as one, without outer blanks; None where it is missing.
pub fn joined(headers: &HeaderMap, name: HeaderName) -> Option<Cow<'_, [u8]>> {
    let mut values = headers.get_all(name).iter().map(|value| value.as_bytes().trim_ascii());
    let first = values.next()?;
    let mut whole = Cow::Borrowed(first);
    for value in values {
        let text = whole.to_mut();
        text.extend_from_slice(b", ");
        text.extend_from_slice(value);
    }
    Some(whole)
}

/// The same as text; what is no UTF-8 becomes U+FFFD.
pub(super) fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    joined(headers, name).map(|value| String::from_utf8_lossy(&value).into_owned())
}

/// The media type of the body in small letters, without its parameters; None where the header is missing or is no single media type.
pub fn media_type(headers: &HeaderMap) -> Option<String> {
    let value = joined(headers, CONTENT_TYPE)?;
    let value = std::str::from_utf8(&value)
        .ok()
        .filter(|value| value.is_ascii() && split(value, ',').nth(1).is_none())?;
    Some(value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
}

/// Whether the request wants one media type rather than another, which it gets where it does not mind (RFC 9110 section 12.5.1). Of two that it
/// wants alike, it gets the first one only where it names that.
pub fn prefers(headers: &HeaderMap, media: &str, rather_than: &str) -> bool {
    let Some(accept) = joined(headers, ACCEPT) else { return false };
    // Bytes that are no UTF-8 spoil one media range, not the others beside it.
    let accept = String::from_utf8_lossy(&accept);
    let ((weight, named), (other, _)) = (weight(&accept, media), weight(&accept, rather_than));
    weight > other || weight == other && weight > 0 && named
}

/// Whether a request to the root wants the page for people rather than the list for programs.
pub fn wants_page(headers: &HeaderMap) -> bool {
    prefers(headers, "text/html", "application/json")
}

/// How much a media type is wanted, in thousandths, by the range that fits it best; and whether that range is its name.
fn weight(accept: &str, media: &str) -> (u16, bool) {
    let kind = media.split_once('/').map_or("", |(kind, _)| kind);
    let (mut best, mut found) = (0, 0);
    for range in split(accept, ',') {
        let mut parts = split(range, ';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let fits = match name.split_once('/') {
            _ if name.eq_ignore_ascii_case(media) => 3,
            Some((of, "*")) if of.eq_ignore_ascii_case(kind) => 2,
            Some(("*", "*")) => 1,
            _ => 0,
        };
        let q = parts
            .filter_map(|part| part.split_once('='))
            .find(|(name, _)| name.trim().eq_ignore_ascii_case("q"));
        let q = q.map_or(Some(1000), |(_, q)| thousandths(q.trim()));
        if let Some(q) = q.filter(|_| fits > 0 && fits >= best) {
            // A media type that is named twice gets its highest weight.
            found = if fits > best { q } else { q.max(found) };
            best = fits;
        }
    }
    (found, best == 3)
}

/// A weight of at most 1 with at most three digits behind the point; None for what is none.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    if !matches!(whole, "0" | "1")
        || rest.len() > 3
        || !rest.bytes().all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    format!("{whole}{rest:0<3}").parse().ok().filter(|weight| *weight <= 1000)
}

/// The parts of a value between separators that stand outside quotes.
fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    text.split(move |c| {
        quoted ^= c == '"';
        c == separator && !quoted
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn headers(name: HeaderName, values: &[&[u8]]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(name.clone(), HeaderValue::from_bytes(value).unwrap());
        }
        headers
    }

    #[test]
    fn several_values_are_one_as_fetch_shows_them() {
        let whole =
            |values: &[&[u8]]| joined(&headers(ACCEPT, values), ACCEPT).map(Cow::into_owned);
        assert_eq!(whole(&[]), None);
        assert_eq!(whole(&[b" a "]).as_deref(), Some(&b"a"[..]));
        assert_eq!(whole(&[b"a", b"b", b""]).as_deref(), Some(&b"a, b, "[..]));
    }

    #[test]
    fn a_media_type_is_one_or_none() {
        let kind = |values: &[&[u8]]| media_type(&headers(CONTENT_TYPE, values));
        assert_eq!(
            kind(&[b"Application/JSON; charset=\"a,b\""]).as_deref(),
            Some("application/json")
        );
        for none in [
            &[][..],
            &[&b"application/json"[..], b"text/plain"],
            &[b"application/json;a=b, text/plain"],
            &[b"text/\xe9"],
        ] {
            assert_eq!(kind(none), None);
        }
        assert_eq!(kind(&[b""]).as_deref(), Some(""));
    }

    #[test]
    fn the_wanted_media_type_is_found_by_weight() {
        let har = |accept: &[&[u8]]| {
            prefers(&headers(ACCEPT, accept), "application/har+json", "application/json")
        };
        for wanted in [
            &[&b"application/har+json"[..]][..],
            &[b"APPLICATION/HAR+JSON"],
            &[b"text/html;q=0.1, application/har+json"],
            &[b"application/json", b"application/har+json"],
            &[b"application/har+json, */*"],
            &[b"application/har+json;q=0.9, */*;q=0.8"],
            &[b"application/har+json; version=\"1,2\"; Q=1.000"],
            &[b"\xe9, application/har+json"],
            &[b"application/*;q=0.5, application/json;q=0.1"],
        ] {
            assert!(har(wanted), "{wanted:?}");
        }
        for other in [
            &[][..],
            &[&b""[..]],
            &[b"*/*"],
            &[b"application/*"],
            &[b"application/json"],
            &[b"application/har+json;q=0"],
            &[b"application/har+json;q=0.000, text/html"],
            &[b"application/har+json;q=0.1, application/json;q=0.9"],
            &[b"application/json, application/har+json;q=0.5"],
            &[b"application/har+json;q=0.5, */*"],
            &[b"application/har+json;q=2"],
            &[b"application/har+jsonx"],
            &[b"x; y=\"application/har+json\""],
        ] {
            assert!(!har(other), "{other:?}");
        }
        let page =
            |accept: &[u8]| prefers(&headers(ACCEPT, &[accept]), "text/html", "application/json");
        assert!(page(b"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"));
        assert!(page(b"text/html,\xe9") && page(b"Text/HTML") && page(b"text/*"));
        assert!(
            !page(b"text/html;q=0")
                && !page(b"*/*")
                && !page(b"text/html;q=0, */*")
                && !page(b"application/json, text/html;q=0.5")
        );
    }
}
