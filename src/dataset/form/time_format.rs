//! How times in rows are written: the contract's form, and those that other APIs have. Each names the same second.

use crate::time::Timestamp;
use std::borrow::Cow;

/// A form of times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TimeFormat {
    /// `2026-01-01T12:00:00Z`, the contract's.
    #[default]
    Z,
    /// With the offset of one of three zones, which a row keeps: `2026-01-01T14:00:00+02:00`.
    Offset,
    /// Without a zone, for UTC: `2026-01-01T12:00:00`.
    Naive,
    /// With three digits of a fraction: `2026-01-01T12:00:00.000Z`.
    Millis,
    /// With six.
    Micros,
    /// With nine.
    Nanos,
    /// As a number of seconds since 1970.
    Epoch,
    /// As a number of milliseconds since 1970.
    EpochMs,
}

/// The zones of rows and their seconds ahead of UTC, by place.
const ZONES: [(&str, i64); 3] = [("+02:00", 7200), ("-05:00", -18_000), ("+05:30", 19_800)];
/// The length of a date and a time of day.
const PLAIN: usize = Timestamp::TEXT_LENGTH - 1;

impl TimeFormat {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Z,
        Self::Offset,
        Self::Naive,
        Self::Millis,
        Self::Micros,
        Self::Nanos,
        Self::Epoch,
        Self::EpochMs,
    ];
    /// Their names, in the same order.
    pub const NAMES: &[&str] =
        &["z", "offset", "naive", "millis", "micros", "nanos", "epoch", "epoch_ms"];
    /// The same moment in each, in the same order.
    const EXAMPLES: [&str; 8] = [
        "2026-01-01T12:00:00Z",
        "2026-01-01T14:00:00+02:00",
        "2026-01-01T12:00:00",
        "2026-01-01T12:00:00.000Z",
        "2026-01-01T12:00:00.000000Z",
        "2026-01-01T12:00:00.000000000Z",
        "1767268800",
        "1767268800000",
    ];

    /// A time in this form.
    pub fn example(self) -> &'static str {
        Self::EXAMPLES.get(self as usize).copied().unwrap_or_default()
    }

    /// Whether times are numbers.
    pub const fn is_number(self) -> bool {
        matches!(self, Self::Epoch | Self::EpochMs)
    }

    /// How many numbers there are to a second, where times are numbers.
    pub const fn to_a_second(self) -> Option<i64> {
        match self {
            Self::Epoch => Some(1),
            Self::EpochMs => Some(1000),
            _ => None,
        }
    }

    /// How many digits a fraction has.
    const fn fraction(self) -> usize {
        match self {
            Self::Millis => 3,
            Self::Micros => 6,
            Self::Nanos => 9,
            _ => 0,
        }
    }

    /// A second since 1970, of the row at a place.
    pub fn text(self, second: i64, place: u64) -> String {
        if let Some(units) = self.to_a_second() {
            return second.saturating_mul(units).to_string();
        }
        let (zone, ahead) = if self == Self::Offset { zone(second, place) } else { ("Z", 0) };
        let text = Timestamp::from_seconds(second.saturating_add(ahead)).text();
        let mut text = String::from_utf8_lossy(&text[..PLAIN]).into_owned();
        let digits = self.fraction();
        if digits > 0 {
            text.push('.');
            text.extend(std::iter::repeat_n('0', digits));
        }
        text.push_str(if self == Self::Naive { "" } else { zone });
        text
    }

    /// The moment of a text in this form or in the contract's. Rows are of whole seconds: a fraction stands for the second that comes next, since
    /// what is asked for is from it on.
    pub fn read(self, text: &str) -> Option<Timestamp> {
        let (moment, more) = self.second(text)?;
        Some(later(moment, i64::from(more)))
    }

    /// The second of a text in either form, and whether a fraction of it is over.
    pub fn second(self, text: &str) -> Option<(Timestamp, bool)> {
        Timestamp::parse(text).map(|moment| (moment, false)).or_else(|| match self {
            Self::Z => None,
            Self::Offset => {
                let (local, zone) = text.split_at_checked(PLAIN)?;
                Some((later(parse(local)?, -offset(zone)?), false))
            }
            Self::Naive => parse(text).map(|moment| (moment, false)),
            Self::Millis | Self::Micros | Self::Nanos => {
                let (plain, rest) = text.split_at_checked(PLAIN)?;
                let digits = rest.strip_prefix('.')?.strip_suffix('Z')?;
                let fits =
                    digits.len() == self.fraction() && digits.bytes().all(|b| b.is_ascii_digit());
                let more = digits.bytes().any(|digit| digit != b'0');
                parse(plain).filter(|_| fits).map(|moment| (moment, more))
            }
            Self::Epoch | Self::EpochMs => {
                let number: i64 = text.parse().ok().filter(|n: &i64| n.to_string() == text)?;
                let units = self.to_a_second()?;
                let moment = Timestamp::from_seconds(number.div_euclid(units));
                let named = (Timestamp::MIN..=Timestamp::MAX).contains(&moment);
                named.then_some((moment, number.rem_euclid(units) > 0))
            }
        })
    }

    /// The moment of a JSON value, a string or a number where times are numbers.
    pub fn read_value(self, value: &serde_json::Value) -> Option<Timestamp> {
        let text = match value {
            serde_json::Value::String(text) => Cow::Borrowed(text.as_str()),
            serde_json::Value::Number(number) if self.is_number() => number.to_string().into(),
            _ => return None,
        };
        self.read(&text)
    }
}

/// The zone of the row at a place; UTC where no text has the local time's year.
fn zone(second: i64, place: u64) -> (&'static str, i64) {
    let named = Timestamp::MIN.seconds()..=Timestamp::MAX.seconds();
    let zone = ZONES.get(usize::try_from(place % 3).unwrap_or_default()).copied();
    zone.filter(|(_, ahead)| named.contains(&second.saturating_add(*ahead)))
        .unwrap_or(("+00:00", 0))
}

/// The moment of a date and a time of day in UTC.
fn parse(plain: &str) -> Option<Timestamp> {
    if plain.len() == PLAIN { Timestamp::parse(&[plain, "Z"].concat()) } else { None }
}

const fn later(moment: Timestamp, seconds: i64) -> Timestamp {
    Timestamp::from_seconds(moment.seconds().saturating_add(seconds))
}

/// The seconds that `+HH:MM` or `-HH:MM` is ahead of UTC (RFC 3339 section 5.6).
fn offset(zone: &str) -> Option<i64> {
    let sign = match zone.as_bytes() {
        [b'+', _, _, b':', _, _] => 1,
        [b'-', _, _, b':', _, _] => -1,
        _ => return None,
    };
    let number = |text: Option<&str>| {
        let text = text.filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))?;
        text.parse::<i64>().ok()
    };
    let (hours, minutes) = (number(zone.get(1..3))?, number(zone.get(4..6))?);
    (hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_moment_is_written_as_the_examples_are() {
        let noon = Timestamp::parse("2026-01-01T12:00:00Z").unwrap();
        for form in TimeFormat::ALL {
            assert_eq!(form.text(noon.seconds(), 3), form.example());
            assert_eq!(form.read(form.example()), Some(noon));
        }
        let zones: Vec<String> =
            (0..4).map(|place| TimeFormat::Offset.text(noon.seconds(), place)).collect();
        let [one, two, three] =
            ["2026-01-01T14:00:00+02:00", "2026-01-01T07:00:00-05:00", "2026-01-01T17:30:00+05:30"];
        assert_eq!(zones, [one, two, three, one]);
    }

    #[test]
    fn a_fraction_asks_for_the_second_that_comes_next() {
        let next = Timestamp::parse("2026-01-01T12:00:01Z");
        for (form, text) in [
            (TimeFormat::Millis, "2026-01-01T12:00:00.001Z"),
            (TimeFormat::Micros, "2026-01-01T12:00:00.000001Z"),
            (TimeFormat::Nanos, "2026-01-01T12:00:00.999999999Z"),
            (TimeFormat::EpochMs, "1767268800001"),
        ] {
            assert_eq!(form.read(text), next, "{text}");
        }
        assert_eq!(TimeFormat::EpochMs.read("-1"), Some(Timestamp::UNIX_EPOCH));
    }

    #[test]
    fn what_is_in_neither_form_is_none() {
        for (form, text) in [
            (TimeFormat::Z, "2026-01-01T12:00:00"),
            (TimeFormat::Offset, "2026-01-01T14:00:00 02:00"),
            (TimeFormat::Offset, "2026-01-01T14:00:00+24:00"),
            (TimeFormat::Offset, "2026-01-01T14:00:00+2:000"),
            (TimeFormat::Offset, "2026-01-01T14:00:00"),
            (TimeFormat::Naive, "2026-01-01T12:00:00.000"),
            (TimeFormat::Naive, "2026-01-01 12:00:00"),
            (TimeFormat::Millis, "2026-01-01T12:00:00.000000Z"),
            (TimeFormat::Millis, "2026-01-01T12:00:00.00xZ"),
            (TimeFormat::Nanos, "2026-01-01T12:00:00Z "),
            (TimeFormat::Epoch, "1767268800.0"),
            (TimeFormat::Epoch, "+1767268800"),
            (TimeFormat::Epoch, "9999999999999"),
            (TimeFormat::EpochMs, ""),
        ] {
            assert_eq!(form.read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_second_is_read_back(
            second in Timestamp::MIN.seconds()..=Timestamp::MAX.seconds(), place in 1..=1_000_000_000_u64
        ) {
            let moment = Timestamp::from_seconds(second);
            for second in [second, Timestamp::MIN.seconds(), Timestamp::MAX.seconds()] {
                for form in TimeFormat::ALL {
                    let read = form.read(&form.text(second, place));
                    prop_assert_eq!(read.map(Timestamp::seconds), Some(second), "{:?}", form);
                }
            }
            prop_assert_eq!(TimeFormat::Offset.read(&moment.to_string()), Some(moment));
        }
    }
}
