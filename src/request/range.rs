//! Ranges of items in the header `Range` (RFC 9110 section 14.2). Other units than `items` and other methods than GET are ignored, as it demands.

use super::header::joined;
use super::parameter::Parameter;
use super::{Call, Input};
use crate::response::error::ApiError;
use http::Method;
use http::header::RANGE;

/// Which items a request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Items {
    /// All of them: no range was asked for.
    All,
    /// From a position, counted from 0, to another, which is included; to the end where that is None.
    From(u64, Option<u64>),
    /// So many from the end.
    Last(u64),
}

impl Input for Items {
    fn parameters() -> Vec<&'static Parameter> {
        static DECLARED: Parameter = Parameter::range(
            "`items=FIRST-LAST`, both counted from 0 and included; or `items=FIRST-`, or `items=-COUNT`. At most 50 rows come. Without \
             it, and with another unit, the answer is the whole list.",
        );
        vec![&DECLARED]
    }

    fn read(call: &Call<'_>) -> Result<Self, ApiError> {
        match joined(call.headers, RANGE) {
            Some(value) if call.links.head.method == Method::GET => {
                Self::parse(&value).ok_or(ApiError::RangeForm)
            }
            _ => Ok(Self::All),
        }
    }
}

impl Items {
    /// Reads a value; None for one that is no range, or several.
    fn parse(value: &[u8]) -> Option<Self> {
        // Without a unit it is none that is understood.
        let Some(at) = value.iter().position(|&byte| byte == b'=') else { return Some(Self::All) };
        let (unit, range) = value.split_at(at);
        if !unit.trim_ascii().eq_ignore_ascii_case(b"items") {
            return Some(Self::All);
        }
        let range = std::str::from_utf8(range.get(1..)?).ok()?.trim_ascii();
        let (first, last) = range.split_once('-')?;
        match (first, last) {
            ("", count) => number(count).map(Self::Last),
            (first, "") => Some(Self::From(number(first)?, None)),
            (first, last) => {
                let (first, last) = (number(first)?, number(last)?);
                (first <= last).then_some(Self::From(first, Some(last)))
            }
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

    #[test]
    fn ranges_of_items_are_read_and_other_units_ignored() {
        let cases = [
            ("items=0-24", Some(Items::From(0, Some(24)))),
            ("ITEMS = 5-5 ", Some(Items::From(5, Some(5)))),
            ("items=190-", Some(Items::From(190, None))),
            ("items=-5", Some(Items::Last(5))),
            ("items=0-99999999999999999999999", Some(Items::From(0, Some(u64::MAX)))),
            ("bytes=x", Some(Items::All)),
            ("items=5-4", None),
            ("items=0-1,3-4", None),
            ("items=-", None),
            ("items=", None),
            ("items=+1-2", None),
            ("items=1-2-3", None),
            ("items", Some(Items::All)),
            ("", Some(Items::All)),
        ];
        for (text, wanted) in cases {
            assert_eq!(Items::parse(text.as_bytes()), wanted, "{text}");
        }
    }
}
