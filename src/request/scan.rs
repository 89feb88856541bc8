//! Where a keyset scan starts: a filter, a row to resume after, or a timestamp a client packed itself (contract, section 5, B11, B12).
//!
//! An issued `scroll_param` is the base64 form of `UPDATED_AT:PLACE:SINCE`: the last row's updatedAt, its place, and the second the scan
//! started at (empty for none), so that every page knows the total of the whole scan. Where each page is of another moment, `:START:PAGES` stands
//! behind it: the second of the first page, and how many pages come before. It holds no secret and needs none: it is valid on any
//! server and resumes by time, then place. Digits, colons, `T`, `Z` and `-` give base64 without `+` and `/`, whatever their order.

use crate::dataset::form::time_format::TimeFormat;
use crate::dataset::timeline::shown;
use crate::request::parameter::Parameter;
use crate::request::{Call, Input};
use crate::response::error::ApiError;
use crate::settings::MAX_RECORDS;
use crate::time::Timestamp;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Where a scan starts, and where in it a page does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScanStart {
    /// First second of the scan, included; None for all rows.
    pub since: Option<i64>,
    /// The row the page comes after: its second and place.
    pub after: Option<(i64, u64)>,
    /// The second of the scan's first page and how many pages come before this one, where each is of another moment.
    pub walk: Option<(i64, u64)>,
}

static UPDATED_SINCE: Parameter = Parameter::timestamp(
    "updated_since",
    "For the first request: only rows with updatedAt at or after this moment.",
);
static SCROLL_PARAM: Parameter = Parameter::text(
    "scroll_param",
    "For later requests: what the answer before gave, or the base64 form of a timestamp.",
);

impl Input for ScanStart {
    fn parameters() -> Vec<&'static Parameter> {
        vec![&UPDATED_SINCE, &SCROLL_PARAM]
    }

    fn errors() -> Vec<ApiError> {
        let mut errors = vec![ApiError::TwoStarts, ApiError::ScrollParam];
        errors.append(&mut UPDATED_SINCE.errors());
        errors
    }

    fn read(call: &Call<'_>) -> Result<Self, ApiError> {
        let scroll_param = SCROLL_PARAM.read_cursor(call)?;
        if let Some(scroll_param) = scroll_param {
            if UPDATED_SINCE.read_text(call).is_some() {
                return Err(ApiError::TwoStarts);
            }
            let times = call.instance.settings.form.time;
            return Self::decode(scroll_param, times).ok_or(ApiError::ScrollParam);
        }
        let since = call.cut(UPDATED_SINCE.read_timestamp(call)?).map(Timestamp::seconds);
        Ok(Self { since, after: None, walk: None })
    }
}

impl ScanStart {
    /// What to send for the page after a row, by its `updatedAt` and place.
    pub fn next_scroll_param(
        &self,
        (updated, place): (i64, u64),
        walk: Option<(i64, u64)>,
    ) -> String {
        let since = self.since.map(|second| second.to_string()).unwrap_or_default();
        let mut text = format!(":{place}:{since}");
        if let Some((start, pages)) = walk {
            text.push_str(&format!(":{start}:{pages}"));
        }
        STANDARD.encode([&shown(updated)[..], text.as_bytes()].concat())
    }

    fn decode(scroll_param: &str, times: TimeFormat) -> Option<Self> {
        let bytes = STANDARD.decode(scroll_param).ok()?;
        let text = std::str::from_utf8(&bytes).ok()?;
        if let Some((moment, _)) = times.second(text) {
            // Strictly after that second: a scan of its own, from the next second on.
            return Some(Self { since: Some(moment.seconds() + 1), after: None, walk: None });
        }
        let (time, rest) = text.split_at_checked(Timestamp::TEXT_LENGTH)?;
        let second = Timestamp::parse(time)?.seconds();
        let (place, rest) = rest.strip_prefix(':')?.split_once(':')?;
        let (since, walk) =
            rest.split_once(':').map_or((rest, None), |(since, walk)| (since, Some(walk)));
        let walk = match walk.map(|walk| walk.split_once(':')) {
            None => None,
            Some(None) => return None,
            Some(Some((start, pages))) => Some((canonical(start)?, canonical(pages)?)),
        };
        let place = canonical::<u64>(place).filter(|place| (1..=MAX_RECORDS).contains(place))?;
        let since = if since.is_empty() { None } else { Some(canonical::<i64>(since)?) };
        Some(Self { since, after: Some((second, place)), walk })
    }
}

/// A number in the one form that printing it gives.
fn canonical<N: std::str::FromStr + ToString>(text: &str) -> Option<N> {
    text.parse().ok().filter(|number: &N| number.to_string() == text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::people::People;
    use crate::settings::Settings;
    use proptest::prelude::*;

    fn decode(text: &str) -> Option<ScanStart> {
        ScanStart::decode(&STANDARD.encode(text.as_bytes()), TimeFormat::Z)
    }

    #[test]
    fn a_timestamp_means_strictly_after_its_second() {
        assert_eq!(
            decode("1970-01-01T00:00:09Z"),
            Some(ScanStart { since: Some(10), after: None, walk: None })
        );
        assert_eq!(
            decode("9999-12-31T23:59:59Z").and_then(|start| start.since),
            Some(Timestamp::MAX.seconds() + 1)
        );
    }

    #[test]
    fn a_timestamp_may_have_the_form_of_rows() {
        for form in TimeFormat::ALL {
            let own = ScanStart::decode(&STANDARD.encode(form.example()), form).unwrap();
            assert_eq!(own.since, Some(1_767_268_801), "{form:?}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        let time = "2020-01-01T00:00:00Z";
        for rest in [
            ":",
            ":1",
            ":0:",
            ":01:",
            ":-1:",
            ":1000000001:",
            ":1:x",
            ":1:+5",
            ":1:05",
            ":1:5:",
            " ",
            ":1: ",
        ] {
            assert_eq!(decode(&format!("{time}{rest}")), None, "{rest}");
        }
        for text in
            ["", "hello", "2020-01-01T00:00:00", "2020-13-01T00:00:00Z", "2020-01-01T00:00:00z:1:"]
        {
            assert_eq!(decode(text), None, "{text}");
        }
        for raw in
            ["abc", "!!", "MjAyMC0wMS0wMVQwMDowMDowMFo", "MjAyMC0wMS0wMVQwMDowMDowMFo%3D", "//4="]
        {
            assert_eq!(ScanStart::decode(raw, TimeFormat::Z), None, "{raw}");
        }
    }

    proptest! {
        #[test]
        fn an_issued_parameter_needs_no_escaping_and_decodes_to_its_row(rank in 0..1_000_000_000_u64, since in proptest::option::of(-70_000_000_000..300_000_000_000_i64), walk: Option<(i64, u64)>) {
            let settings: Settings = "records=1000000000,anchor=2026-11-25T09:00:00Z".parse().unwrap();
            let people = People::new(&settings.shape(), false);
            let place = people.timeline().place_at(rank);
            let last = (people.timeline().updated(place), place);
            let issued = ScanStart { since, after: None, walk: None }.next_scroll_param(last, walk);
            prop_assert!(issued.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'='), "{}", issued);
            let decoded = ScanStart::decode(&issued, TimeFormat::EpochMs).unwrap();
            prop_assert_eq!((decoded.since, decoded.walk), (since, walk));
            let (second, place) = decoded.after.unwrap();
            prop_assert_eq!(people.timeline().rank_after(second, place), rank + 1);
        }
    }
}
