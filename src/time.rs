//! Moments in UTC, and the one textual form the API speaks: `YYYY-MM-DDTHH:MM:SSZ` (contract, section 1).

use chrono::{Datelike, NaiveDate};
use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

const DAY: i64 = 86_400;

/// A moment in UTC, in whole milliseconds since 1970-01-01T00:00:00Z. Text form and comparisons of rows use whole seconds.
///
/// ```
/// use connector_playground::Timestamp;
/// use std::time::SystemTime;
///
/// let anchor: Timestamp = "2026-01-01T00:00:00Z".parse()?;
/// assert_eq!(anchor.to_string(), "2026-01-01T00:00:00Z");
/// assert_eq!(Timestamp::try_from(SystemTime::UNIX_EPOCH)?, Timestamp::UNIX_EPOCH);
/// assert!("2026-01-01 00:00".parse::<Timestamp>().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    millis: i64,
}

impl Timestamp {
    /// The earliest moment the text form can name: 0001-01-01T00:00:00Z.
    pub const MIN: Self = Self::from_seconds(-62_135_596_800);
    /// The latest second the text form can name: 9999-12-31T23:59:59Z.
    pub const MAX: Self = Self::from_seconds(253_402_300_799);
    /// 1970-01-01T00:00:00Z.
    pub const UNIX_EPOCH: Self = Self::from_seconds(0);
    /// Length of the text form, in bytes.
    pub const TEXT_LENGTH: usize = 20;

    /// From milliseconds since 1970-01-01T00:00:00Z.
    pub const fn from_millis(millis: i64) -> Self {
        Self { millis }
    }

    /// From seconds since 1970-01-01T00:00:00Z; saturates far outside the years 1 to 9999.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self { millis: seconds.saturating_mul(1000) }
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub const fn millis(self) -> i64 {
        self.millis
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    pub const fn seconds(self) -> i64 {
        self.millis.div_euclid(1000)
    }

    /// Parses exactly `YYYY-MM-DDTHH:MM:SSZ`, as `str::parse` does: 20 ASCII characters, years 0001 to 9999, no second 60, no hour 24 (B10).
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: &[u8; Self::TEXT_LENGTH] = text.as_bytes().try_into().ok()?;
        let punctuation = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (19, b'Z')];
        if punctuation.iter().any(|&(at, wanted)| bytes[at] != wanted) {
            return None;
        }
        let number = |from: usize, to: usize| {
            bytes[from..to]
                .iter()
                .try_fold(0_u32, |n, b| b.is_ascii_digit().then(|| n * 10 + u32::from(b - b'0')))
        };
        let year = number(0, 4).filter(|&year| year >= 1)?;
        let date =
            NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, number(5, 7)?, number(8, 10)?)?;
        let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let days = i64::from(date.to_epoch_days());
        Some(Self::from_seconds(days * DAY + i64::from(hour * 3600 + minute * 60 + second)))
    }

    /// The text form, as bytes. Moments outside the years 1 to 9999 show the nearest second inside.
    pub fn text(self) -> [u8; Self::TEXT_LENGTH] {
        let seconds = self.seconds().clamp(Self::MIN.seconds(), Self::MAX.seconds());
        let date = i32::try_from(seconds.div_euclid(DAY))
            .ok()
            .and_then(NaiveDate::from_epoch_days)
            .unwrap_or_default();
        let of_day = u32::try_from(seconds.rem_euclid(DAY)).unwrap_or_default();
        let year = u32::try_from(date.year()).unwrap_or_default();
        let mut text = *b"0000-00-00T00:00:00Z";
        put(&mut text, 0, year / 100);
        put(&mut text, 2, year % 100);
        put(&mut text, 5, date.month());
        put(&mut text, 8, date.day());
        put_time(&mut text, of_day);
        text
    }
}

/// The text form of moments one after the other. The date is what costs, and most rows share theirs with the row before.
#[derive(Debug)]
pub(crate) struct Texts {
    /// The day of `text`, since 1970.
    day: i64,
    text: [u8; Timestamp::TEXT_LENGTH],
}

impl Texts {
    pub(crate) const fn new() -> Self {
        Self { day: i64::MAX, text: [0; Timestamp::TEXT_LENGTH] }
    }

    /// [`Timestamp::text`] of a second since 1970.
    pub(crate) fn of(&mut self, second: i64) -> &[u8; Timestamp::TEXT_LENGTH] {
        let day = second.div_euclid(DAY);
        match u32::try_from(second.rem_euclid(DAY)) {
            Ok(of_day) if day == self.day => put_time(&mut self.text, of_day),
            _ => {
                let moment = Timestamp::from_seconds(second);
                // Moments that the text form cannot name show another time of day.
                let named = (Timestamp::MIN..=Timestamp::MAX).contains(&moment);
                (self.day, self.text) = (if named { day } else { i64::MAX }, moment.text());
            }
        }
        &self.text
    }
}

fn put_time(text: &mut [u8; Timestamp::TEXT_LENGTH], of_day: u32) {
    put(text, 11, of_day / 3600);
    put(text, 14, of_day / 60 % 60);
    put(text, 17, of_day % 60);
}

/// Writes a number below 100 as two digits at `at`.
fn put(text: &mut [u8; Timestamp::TEXT_LENGTH], at: usize, number: u32) {
    let digit = |n: u32| b'0' + u8::try_from(n % 10).unwrap_or_default();
    text[at] = digit(number / 10);
    text[at + 1] = digit(number);
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.text()).unwrap_or_default())
    }
}

/// Why something is no [`Timestamp`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimestampError {
    /// A text of another form than `YYYY-MM-DDTHH:MM:SSZ`, or a moment that there is not.
    Malformed,
    /// A moment so far from 1970 that it has no number: 292 million years.
    Range,
}

impl fmt::Display for TimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "a timestamp must be a UTC time of the form YYYY-MM-DDTHH:MM:SSZ, years 0001 to 9999",
            Self::Range => "a timestamp must be within 292 million years of 1970",
        })
    }
}

impl std::error::Error for TimestampError {}

impl FromStr for Timestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Self, TimestampError> {
        Self::parse(text).ok_or(TimestampError::Malformed)
    }
}

impl TryFrom<SystemTime> for Timestamp {
    type Error = TimestampError;

    /// Rounded down to whole milliseconds.
    fn try_from(time: SystemTime) -> Result<Self, TimestampError> {
        let millis = match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_millis()).ok(),
            Err(error) => i64::try_from(error.duration().as_nanos().div_ceil(1_000_000))
                .ok()
                .map(i64::saturating_neg),
        };
        millis.map(Self::from_millis).ok_or(TimestampError::Range)
    }
}

impl TryFrom<Timestamp> for SystemTime {
    type Error = TimestampError;

    /// An error for a moment that the system's own form has no number for.
    fn try_from(moment: Timestamp) -> Result<Self, TimestampError> {
        let apart = Duration::from_millis(moment.millis.unsigned_abs());
        let epoch = Self::UNIX_EPOCH;
        let time =
            if moment.millis < 0 { epoch.checked_sub(apart) } else { epoch.checked_add(apart) };
        time.ok_or(TimestampError::Range)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn system_times_before_and_after_1970_are_moments_rounded_down_and_back() {
        for (nanos, millis) in [(0, 0), (1_999_999, 1), (1_000_000, 1)] {
            let apart = Duration::from_nanos(nanos);
            assert_eq!(
                Timestamp::try_from(SystemTime::UNIX_EPOCH + apart),
                Ok(Timestamp::from_millis(millis))
            );
        }
        for (nanos, millis) in [(1, -1), (1_000_000, -1), (1_000_001, -2)] {
            let apart = Duration::from_nanos(nanos);
            assert_eq!(
                Timestamp::try_from(SystemTime::UNIX_EPOCH - apart),
                Ok(Timestamp::from_millis(millis))
            );
        }
        for moment in
            [Timestamp::MIN, Timestamp::from_millis(-1), Timestamp::UNIX_EPOCH, Timestamp::MAX]
        {
            assert_eq!(SystemTime::try_from(moment).and_then(Timestamp::try_from), Ok(moment));
        }
    }

    #[test]
    fn a_text_of_another_form_is_told_the_form() {
        assert_eq!("1970-01-01T00:00:00Z".parse(), Ok(Timestamp::UNIX_EPOCH));
        assert!(
            "now".parse::<Timestamp>().unwrap_err().to_string().contains("YYYY-MM-DDTHH:MM:SSZ")
        );
    }

    #[test]
    fn text_and_moment_are_each_others_inverse() {
        for text in [
            "0001-01-01T00:00:00Z",
            "1969-12-31T23:59:59Z",
            "2020-02-29T12:34:56Z",
            "9999-12-31T23:59:59Z",
        ] {
            assert_eq!(Timestamp::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Timestamp::parse("1970-01-01T00:00:01Z"), Some(Timestamp::from_seconds(1)));
        assert_eq!(Timestamp::parse("0001-01-01T00:00:00Z"), Some(Timestamp::MIN));
        assert_eq!(Timestamp::parse("9999-12-31T23:59:59Z"), Some(Timestamp::MAX));
    }

    #[test]
    fn texts_one_after_the_other_are_each_moments_own() {
        let mut texts = Texts::new();
        let (first, last) = (Timestamp::MIN.seconds(), Timestamp::MAX.seconds());
        for second in [
            0,
            86_399,
            86_400,
            -1,
            -86_400,
            last,
            last + 1,
            last + 60,
            last - 1,
            first - 1,
            first,
            i64::MIN,
            i64::MAX,
            59,
        ] {
            assert_eq!(*texts.of(second), Timestamp::from_seconds(second).text(), "{second}");
        }
    }

    #[test]
    fn impossible_and_foreign_forms_are_refused() {
        for text in [
            "",
            "Z",
            "2020-01-01",
            "2020-1-1T0:0:0Z",
            "2020-01-01T00:00:00z",
            "2020-01-01 00:00:00Z",
            "2020-02-30T00:00:00Z",
            "2020-13-01T00:00:00Z",
            "2020-01-01T24:00:00Z",
            "2016-12-31T23:59:60Z",
            "0000-01-01T00:00:00Z",
            "10000-01-01T00:00:00Z",
            "2020-01-01T00:00:00.0Z",
            "2020-01-01T00:00:0\u{663}Z",
            "+020-01-01T00:00:00Z",
        ] {
            assert_eq!(Timestamp::parse(text), None, "{text}");
        }
    }

    #[test]
    fn seconds_round_down_before_the_epoch() {
        assert_eq!(Timestamp::from_millis(-1).seconds(), -1);
        assert_eq!(Timestamp::from_millis(-1).to_string(), "1969-12-31T23:59:59Z");
    }
}
