//! Conditional and range requests for a file (RFC 9110, sections 13 and 14).

use super::header::text;
use super::parameter::Parameter;
use super::{Call, Input};
use crate::response::error::ApiError;
use http::header::{IF_MATCH, IF_NONE_MATCH, IF_RANGE, RANGE};
use http::{HeaderMap, Method};
use std::ops::Range;

/// The conditions and the range of a request for a file.
#[derive(Clone, Debug, Default)]
pub struct Partial {
    if_match: Option<String>,
    if_none_match: Option<String>,
    if_range: Option<String>,
    range: Option<Bytes>,
}

/// One range of bytes, as it was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bytes {
    /// From a position, counted from 0, to another, which is included.
    From(u64, u64),
    /// So many from the end.
    Last(u64),
}

impl Input for Partial {
    fn parameters() -> Vec<&'static Parameter> {
        static DECLARED: [Parameter; 4] = [
            Parameter::header(
                "Range",
                "`bytes=FIRST-LAST`, both counted from 0 and included; or `bytes=FIRST-`, or `bytes=-COUNT`. Several ranges at once, other \
                 units and what is no range are ignored: the whole file comes, as it does above 1,000,000 records.",
            ),
            Parameter::header(
                "If-Range",
                "The `ETag` of the file that was begun: where it has another now, the whole file comes. A date is no such tag.",
            ),
            Parameter::header(
                "If-Match",
                "Entity tags; where the file has none of them, it is 412.",
            ),
            Parameter::header(
                "If-None-Match",
                "Entity tags; where the file has one of them, it is 304.",
            ),
        ];
        DECLARED.iter().collect()
    }

    fn errors() -> Vec<ApiError> {
        vec![ApiError::FileChanged, ApiError::BytesEnd(56_000)]
    }

    fn read(call: &Call<'_>) -> Result<Self, ApiError> {
        let headers = call.headers;
        // Nearly every request has none of them; no other method than GET has ranges.
        let range = if call.links.head.method == Method::GET { range(headers) } else { None };
        let (if_match, if_none_match) = (text(headers, IF_MATCH), text(headers, IF_NONE_MATCH));
        Ok(Self { if_match, if_none_match, if_range: text(headers, IF_RANGE), range })
    }
}

impl Partial {
    /// Whether the client has the file of this (strong) tag already.
    ///
    /// # Errors
    /// [`ApiError::FileChanged`] where the request is for another file than this.
    pub fn is_known(&self, tag: &str) -> Result<bool, ApiError> {
        if self.if_match.as_ref().is_some_and(|tags| !listed(tags, |other| other == tag)) {
            return Err(ApiError::FileChanged);
        }
        Ok(self.if_none_match.as_ref().is_some_and(|tags| listed(tags, |other| same(other, tag))))
    }

    /// Which of the `length` bytes are asked for; None for all of them.
    ///
    /// # Errors
    /// [`ApiError::BytesEnd`] where there are none of them.
    pub fn range(&self, tag: &str, length: u64) -> Result<Option<Range<u64>>, ApiError> {
        let Some(range) =
            self.range.filter(|_| self.if_range.as_ref().is_none_or(|known| known.trim() == tag))
        else {
            return Ok(None);
        };
        let range = match range {
            Bytes::From(first, last) => first..last.saturating_add(1).min(length),
            Bytes::Last(count) => length.saturating_sub(count)..length,
        };
        if range.is_empty() { Err(ApiError::BytesEnd(length)) } else { Ok(Some(range)) }
    }
}

/// Whether the client has a file of this tag by `If-None-Match`, whose tags compare without regard to their weakness.
pub fn has(headers: &HeaderMap, tag: &str) -> bool {
    text(headers, IF_NONE_MATCH).is_some_and(|tags| listed(&tags, |other| same(other, tag)))
}

/// Whether one of these entity tags, or any with `*`, is meant.
fn listed(tags: &str, is_meant: impl Fn(&str) -> bool) -> bool {
    tags.split(',').map(str::trim).any(|tag| tag == "*" || is_meant(tag))
}

fn same(one: &str, other: &str) -> bool {
    let opaque = |tag| str::strip_prefix(tag, "W/").unwrap_or(tag).to_owned();
    opaque(one) == opaque(other)
}

/// The one range of bytes that is asked for. Another unit, several ranges and what is no range are ignored, as they may be.
fn range(headers: &HeaderMap) -> Option<Bytes> {
    let mut values = headers.get_all(RANGE).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return None };
    let (unit, ranges) = value.to_str().ok()?.split_once('=')?;
    // A list may have empty members.
    let mut ranges = ranges.split(',').map(str::trim).filter(|range| !range.is_empty());
    let (Some(range), None) = (ranges.next(), ranges.next()) else { return None };
    let (first, last) =
        range.split_once('-').filter(|_| unit.trim().eq_ignore_ascii_case("bytes"))?;
    match (first, last) {
        ("", count) => number(count).map(Bytes::Last),
        (first, "") => number(first).map(|first| Bytes::From(first, u64::MAX)),
        (first, last) => {
            let (first, last) = (number(first)?, number(last)?);
            (first <= last).then_some(Bytes::From(first, last))
        }
    }
}

/// A number of digits alone; one too large counts as `u64::MAX`.
fn number(digits: &str) -> Option<u64> {
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn asked(text: &'static str) -> Option<Bytes> {
        range(&HeaderMap::from_iter([(RANGE, HeaderValue::from_static(text))]))
    }

    #[test]
    fn one_range_of_bytes_is_read_and_all_else_ignored() {
        let cases = [
            ("bytes=0-24", Some(Bytes::From(0, 24))),
            ("BYTES = 5-5 ", Some(Bytes::From(5, 5))),
            ("bytes=190-", Some(Bytes::From(190, u64::MAX))),
            ("bytes=-5", Some(Bytes::Last(5))),
            ("bytes=, 1-2 ,", Some(Bytes::From(1, 2))),
            ("bytes=0-99999999999999999999999", Some(Bytes::From(0, u64::MAX))),
            ("items=0-1", None),
            ("bytes=5-4", None),
            ("bytes=0-1,3-4", None),
            ("bytes=-", None),
            ("bytes=", None),
            ("bytes=+1-2", None),
            ("bytes=1-2-3", None),
            ("bytes=0x1-2", None),
            ("bytes", None),
            ("", None),
        ];
        for (text, wanted) in cases {
            assert_eq!(asked(text), wanted, "{text}");
        }
        let twice = [
            (RANGE, HeaderValue::from_static("bytes=0-1")),
            (RANGE, HeaderValue::from_static("bytes=0-1")),
        ];
        let mut headers = HeaderMap::new();
        for (name, value) in twice {
            headers.append(name, value);
        }
        assert_eq!(range(&headers), None);
    }

    fn partial(range: &'static str, if_range: Option<&str>) -> Partial {
        Partial { range: asked(range), if_range: if_range.map(str::to_owned), ..Partial::default() }
    }

    #[test]
    fn a_range_is_clipped_to_the_file_and_refused_outside_it() {
        let of = |text| partial(text, None).range("\"1\"", 10);
        assert_eq!(of("bytes=0-"), Ok(Some(0..10)));
        assert_eq!(of("bytes=9-100"), Ok(Some(9..10)));
        assert_eq!(of("bytes=-3"), Ok(Some(7..10)));
        assert_eq!(of("bytes=-100"), Ok(Some(0..10)));
        assert_eq!(of("bytes=2-1"), Ok(None));
        for outside in ["bytes=10-", "bytes=10-20", "bytes=-0", "bytes=99999999999999999999999-"] {
            assert_eq!(of(outside), Err(ApiError::BytesEnd(10)), "{outside}");
        }
    }

    #[test]
    fn a_range_is_given_only_of_the_file_that_was_begun() {
        let of = |if_range| partial("bytes=1-", Some(if_range)).range("\"1\"", 10).unwrap();
        assert_eq!(of("\"1\""), Some(1..10));
        for other in ["W/\"1\"", "\"2\"", "*", "", "Wed, 25 Nov 2026 09:00:00 GMT"] {
            assert_eq!(of(other), None, "{other}");
        }
    }

    #[test]
    fn tags_are_found_in_lists_and_compare_weakly_where_they_may() {
        let known = |text: &'static str| {
            has(&HeaderMap::from_iter([(IF_NONE_MATCH, HeaderValue::from_static(text))]), "W/\"1\"")
        };
        assert!(known("W/\"1\"") && known("\"1\"") && known("\"0\", W/\"1\"") && known("*"));
        assert!(!known("\"2\"") && !known("1") && !known(""));
        let matching = |text: &str| {
            Partial { if_match: Some(text.to_owned()), ..Partial::default() }.is_known("\"1\"")
        };
        for right in ["\"1\"", "\"0\",\"1\"", "*"] {
            assert_eq!(matching(right), Ok(false), "{right}");
        }
        for wrong in ["W/\"1\"", "\"2\"", ""] {
            assert_eq!(matching(wrong), Err(ApiError::FileChanged), "{wrong}");
        }
    }
}
