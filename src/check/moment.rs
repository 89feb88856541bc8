//! Times as destinations write them. A table or a file rarely keeps `2026-01-01T00:00:00Z` letter by letter; the same moment in another
//! of the usual forms is the same `updatedAt`.

use crate::time::Timestamp;

/// The length of a date and a time without a zone.
const PLAIN: usize = 19;

/// The second that a text names: `YYYY-MM-DD`, `T` or a blank, `HH:MM:SS`, a fraction or none, then `Z`, an offset of hours and minutes,
/// ` UTC` or nothing, which stands for UTC.
pub(super) fn second(text: &str) -> Option<i64> {
    let (plain, rest) = text.split_at_checked(PLAIN)?;
    let mut form = [b'Z'; Timestamp::TEXT_LENGTH];
    form.iter_mut().zip(plain.bytes()).for_each(|(to, from)| *to = from);
    if matches!(form[10], b' ' | b't') {
        form[10] = b'T';
    }
    let second = Timestamp::parse(std::str::from_utf8(&form).ok()?)?.seconds();
    Some(second - offset(without_fraction(rest)?)?)
}

/// What follows a fraction of a second; rows have whole ones.
fn without_fraction(text: &str) -> Option<&str> {
    let Some(digits) = text.strip_prefix('.') else { return Some(text) };
    let rest = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    (rest.len() < digits.len()).then_some(rest)
}

/// The seconds that a zone is ahead of UTC.
fn offset(zone: &str) -> Option<i64> {
    if matches!(zone, "" | "Z" | "z" | " UTC") {
        return Some(0);
    }
    let zone = zone.trim_start_matches(' ');
    let sign = match zone.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits: Vec<u8> = zone.bytes().skip(1).filter(|&byte| byte != b':').collect();
    let number = |pair: &[u8]| pair.iter().try_fold(0, |n, d| d.is_ascii_digit().then(|| n * 10 + i64::from(d - b'0')));
    let (hours, minutes) = match digits.len() {
        2 => (number(&digits)?, 0),
        4 => (number(digits.get(..2)?)?, number(digits.get(2..)?)?),
        _ => return None,
    };
    (hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
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
            "2026-01-01 12:00:00.000000+00:00",
            "2026-01-01T14:00:00+0200",
            "2026-01-01T06:30:00-05:30",
            "2026-01-01 12:00:00.000 +0000",
        ] {
            assert_eq!(second(text), wanted, "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in [
            "",
            "2026-01-01",
            "1767268800",
            "2026-02-30T00:00:00Z",
            "2026-01-01T12:00:00.Z",
            "2026-01-01T12:00:00+2",
            "2026-01-01T12:00:00+24:00",
            "2026-01-01T12:00:00 CET",
            "01/01/2026 12:00:00",
            "2026-01-01T12:00:0\u{663}Z",
        ] {
            assert_eq!(second(text), None, "{text}");
        }
    }
}
