//! Times as destinations write them. A table or a file rarely keeps `2026-01-01T00:00:00Z` letter by letter; the same moment in another
//! of the usual forms is the same `updatedAt`.

use super::number;
use crate::dataset::form::time_format::TimeFormat;
use crate::time::Timestamp;

/// The length of a date and a time without a zone.
const PLAIN: usize = 19;
/// The form of a time that is asked for; what stands in a form's place of a digit is a digit.
const FORM: &[u8; PLAIN] = b"0000-00-00T00:00:00";
const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";

/// The second that a text names: `YYYY-MM-DD`, `T` or a blank, `HH:MM:SS`, a fraction or none, and a zone or none, which stands for UTC;
/// the same without signs between its digits; as HTTP and mails write it; or a number of seconds, milliseconds, microseconds or
/// nanoseconds since 1970.
pub(super) fn second(text: &str) -> Option<i64> {
    extended(text).or_else(|| basic(text)).or_else(|| number::epoch(text)).or_else(|| spelt(text))
}

/// How numbers are read where rows have them for times. Their size alone tells units apart only from 1973 on, and rows may be older, so what it
/// leads to has to be a time that rows can have; else the unit counts that they were sent in. A destination may have made another unit of it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Numbers {
    /// How many there are to a second; None where times are no numbers.
    units: Option<i64>,
    /// The first and the last second that rows can have.
    first: i64,
    last: i64,
}

/// Years that rows reach back from the anchor, and ahead of it or the present, at most.
const YEARS: i64 = 12;
const YEAR: i64 = 366 * 86_400;

impl Numbers {
    /// Of rows with times in a form.
    pub(super) fn of(form: TimeFormat, anchor: Timestamp, now: Timestamp) -> Self {
        let first = anchor.seconds().saturating_sub(YEARS * YEAR);
        let last = anchor.max(now).seconds().saturating_add(YEARS * YEAR);
        Self { units: form.to_a_second(), first, last }
    }

    /// [`second`], of a time that may be a number.
    pub(super) fn second(&self, text: &str) -> Option<i64> {
        let found = second(text);
        let Some(units) = self.units else { return found };
        let fits = |second: &i64| (self.first..=self.last).contains(second);
        found.filter(fits).or_else(|| number::integer(text).map(|n| n.div_euclid(units))).or(found)
    }
}

/// Whether a text stands for no time: nothing, or what databases and data frames write for a missing value.
pub(super) fn is_none(text: &str) -> bool {
    ["", "null", "none", "nan", "nat", "na", "<na>", "\\n"]
        .iter()
        .any(|none| text.eq_ignore_ascii_case(none))
}

/// `2026-01-01T00:00:00`, and what may follow.
fn extended(text: &str) -> Option<i64> {
    let (plain, rest) = text.split_at_checked(PLAIN)?;
    let mut form = *FORM;
    for (to, from) in form.iter_mut().zip(plain.bytes()) {
        let same = match *to {
            b'-' => matches!(from, b'-' | b'/'),
            b'T' => matches!(from, b'T' | b't' | b' ' | b'_'),
            _ => true,
        };
        if *to == b'0' || !same {
            *to = from;
        }
    }
    at(&form, rest)
}

/// `20260101T000000`, and what may follow.
fn basic(text: &str) -> Option<i64> {
    let (date, rest) = text.split_at_checked(8)?;
    let rest = rest.strip_prefix(['T', 't', ' ', '_']).unwrap_or(rest);
    let (time, rest) = rest.split_at_checked(6)?;
    // Fourteen digits are a date and a time from the year 1900 on; as an epoch time they would be one of 1970, or of a far future.
    if date.len() + time.len() == text.len() && !date.starts_with("19") && !date.starts_with("20") {
        return None;
    }
    let mut digits = date.bytes().chain(time.bytes());
    let mut form = *FORM;
    for place in form.iter_mut().filter(|place| **place == b'0') {
        *place = digits.next().filter(u8::is_ascii_digit)?;
    }
    at(&form, rest)
}

/// `Thu, 01 Jan 2026 00:00:00 GMT`, with or without the day of the week (RFC 9110 section 5.6.7, RFC 5322 section 3.3). chrono's reader of
/// that form is 9 kB of the module of WebAssembly.
fn spelt(text: &str) -> Option<i64> {
    let text = text.split_once(", ").map_or(text, |(_, date)| date);
    let mut words = text.splitn(4, ' ');
    let (day, month, year, rest) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let month = MONTHS.find(month).filter(|place| month.len() == 3 && place % 3 == 0)? / 3 + 1;
    let (time, rest) = rest.split_at_checked(8)?;
    let form = format!("{year}-{month:02}-{day:0>2}T{time}");
    at(form.as_bytes().try_into().ok()?, rest)
}

/// The second of a date and a time, and of what stands behind it.
fn at(form: &[u8; PLAIN], rest: &str) -> Option<i64> {
    let mut text = [b'Z'; Timestamp::TEXT_LENGTH];
    text.iter_mut().zip(form).for_each(|(to, from)| *to = *from);
    let second = Timestamp::parse(std::str::from_utf8(&text).ok()?)?.seconds();
    Some(second - offset(without_fraction(rest)?)?)
}

/// What follows a fraction of a second; rows have whole ones.
fn without_fraction(text: &str) -> Option<&str> {
    let Some(digits) = text.strip_prefix(['.', ',']) else { return Some(text) };
    let rest = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    (rest.len() < digits.len()).then_some(rest)
}

/// The seconds that a zone is ahead of UTC. A name behind an offset says nothing more, nor do brackets behind a zone.
fn offset(zone: &str) -> Option<i64> {
    let zone = zone.trim_matches(' ');
    if let Some((zone, name)) = zone.strip_suffix(']').and_then(|zone| zone.split_once('[')) {
        return if zone.is_empty() { universal(name).then_some(0) } else { offset(zone) };
    }
    if universal(zone) {
        return Some(0);
    }
    let zone = ["UTC", "GMT"].iter().find_map(|name| zone.strip_prefix(name)).unwrap_or(zone);
    let zone = zone.split_once(' ').map_or(zone, |(offset, _)| offset);
    let sign = match zone.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits: Vec<u8> = zone.bytes().skip(1).filter(|&byte| byte != b':').collect();
    let number = |pair: &[u8]| {
        pair.iter().try_fold(0, |n, d| d.is_ascii_digit().then(|| n * 10 + i64::from(d - b'0')))
    };
    let (hours, minutes) = match digits.len() {
        2 => (number(&digits)?, 0),
        4 => (number(digits.get(..2)?)?, number(digits.get(2..)?)?),
        _ => return None,
    };
    (hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

/// Whether a zone is UTC by one of its names.
fn universal(zone: &str) -> bool {
    let name = if zone.len() > 4 && zone.as_bytes()[..4].eq_ignore_ascii_case(b"etc/") {
        zone.get(4..).unwrap_or("?")
    } else {
        zone
    };
    ["", "z", "utc", "gmt", "uct", "zulu", "universal"]
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_moment_has_many_forms() {
        let wanted = Timestamp::parse("2026-01-01T12:00:00Z").map(Timestamp::seconds);
        for text in [
            "2026-01-01T12:00:00Z",
            "2026-01-01 12:00:00",
            "2026-01-01 12:00:00+00",
            "2026-01-01 12:00:00 UTC",
            "2026-01-01T12:00:00.000Z",
            "2026-01-01T12:00:00,000Z",
            "2026-01-01 12:00:00.000000+00:00",
            "2026-01-01T14:00:00+0200",
            "2026-01-01T06:30:00-05:30",
            "2026-01-01 12:00:00.000 +0000",
            "2026-01-01 12:00:00 GMT",
            "2026-01-01 12:00:00.000 Etc/UTC",
            "2026-01-01T12:00:00Z[UTC]",
            "2026-01-01T12:00:00[Etc/UTC]",
            "2026-01-01T13:00:00+01:00[Europe/Berlin]",
            "2026-01-01 12:00:00 +0000 UTC",
            "2026-01-01 14:00:00.5 +0200 EET",
            "2026-01-01T12:00:00 UTC+00:00",
            "2026/01/01 12:00:00",
            "20260101T120000Z",
            "20260101T120000.000Z",
            "20260101T140000+0200",
            "20260101 120000",
            "20260101120000",
            "Thu, 01 Jan 2026 12:00:00 GMT",
            "1 Jan 2026 12:00:00 +0000",
            "1767268800",
            "1767268800.25",
            "1.7672688e9",
            "1767268800000",
            "1767268800000000",
            "1767268800000000000",
        ] {
            assert_eq!(second(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_number_counts_in_the_unit_that_it_was_sent_in_where_its_size_tells_no_time_of_rows() {
        let read = |form, anchor: &str, text: &str| {
            let anchor = Timestamp::parse(anchor).unwrap();
            Numbers::of(form, anchor, anchor).second(text)
        };
        let (seconds, millis) = (TimeFormat::Epoch, TimeFormat::EpochMs);
        for (form, anchor, text, wanted) in [
            (seconds, "2026-01-01T00:00:00Z", "1767268800", 1_767_268_800),
            (seconds, "2026-01-01T00:00:00Z", "1767268800000", 1_767_268_800),
            (millis, "2026-01-01T00:00:00Z", "1767268800", 1_767_268_800),
            (millis, "2026-01-01T00:00:00Z", "1.7672688e12", 1_767_268_800),
            (millis, "2026-01-01T00:00:00Z", "2026-01-01T12:00:00Z", 1_767_268_800),
            (seconds, "1970-01-01T00:00:00Z", "-86400", -86_400),
            (seconds, "1970-01-01T00:00:00Z", "7", 7),
            (seconds, "1970-01-01T00:00:00Z", "-7.0", -7),
            (millis, "1970-01-01T00:00:00Z", "-200000000000", -200_000_000),
            (millis, "1973-06-01T00:00:00Z", "99999999000", 99_999_999),
            (seconds, "9999-12-31T23:59:59Z", "253402300799", 253_402_300_799),
        ] {
            assert_eq!(read(form, anchor, text), Some(wanted), "{form:?} {anchor} {text}");
        }
        assert_eq!(read(TimeFormat::Z, "1970-01-01T00:00:00Z", "7"), None);
        assert_eq!(read(seconds, "1970-01-01T00:00:00Z", "yesterday"), None);
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in [
            "",
            "2026-01-01",
            "-1767268800",
            "2026-02-30T00:00:00Z",
            "2026-01-01T12:00:00.Z",
            "2026-01-01T12:00:00+2",
            "2026-01-01T12:00:00+24:00",
            "2026-01-01T12:00:00 CET",
            "2026-01-01T12:00:00[Europe/Berlin]",
            "01/01/2026 12:00:00",
            "2026-01-01T12:00:0\u{663}Z",
            "20260132T120000Z",
            "2026010\u{e9}120000",
            "01 Foo 2026 12:00:00 GMT",
            "01 anF 2026 12:00:00 GMT",
            "yesterday",
        ] {
            assert_eq!(second(text), None, "{text}");
        }
    }
}
