//! Numbers as destinations write them: `1`, `1.0` and `1e0` are one number, and an epoch time is one in seconds or in finer units.

/// A number without a sign: its digits, and a power of ten.
struct Decimal {
    digits: u128,
    power: i32,
}

/// Reads digits with an optional fraction and an optional exponent.
fn decimal(text: &str) -> Option<Decimal> {
    let (plain, power) = match text.split_once(['e', 'E']) {
        Some((plain, power)) if power.len() < 5 => (plain, power.parse().ok()?),
        Some(_) => return None,
        None => (text, 0),
    };
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    if whole.is_empty() || plain.len() > 38 {
        return None;
    }
    let mut digits = 0;
    for byte in whole.bytes().chain(fraction.bytes()) {
        digits = digits * 10 + u128::from(byte.is_ascii_digit().then(|| byte - b'0')?);
    }
    Some(Decimal { digits, power: power - i32::try_from(fraction.len()).ok()? })
}

impl Decimal {
    /// The part before the point.
    fn whole(&self) -> Option<u128> {
        let factor = 10_u128.checked_pow(self.power.unsigned_abs());
        if self.power < 0 {
            Some(factor.map_or(0, |factor| self.digits / factor))
        } else {
            self.digits.checked_mul(factor?)
        }
    }
}

/// A natural number: `7`, and what columns of floats make of it, as `7.0`.
pub(super) fn natural(text: &str) -> Option<u64> {
    let number = decimal(text)?;
    let whole = number.whole()?;
    // The digits after the point must be zeros.
    let factor =
        if number.power < 0 { 10_u128.checked_pow(number.power.unsigned_abs())? } else { 1 };
    let exact = number.power >= 0 || whole * factor == number.digits;
    u64::try_from(whole).ok().filter(|_| exact)
}

/// A whole number that may have a sign.
pub(super) fn integer(text: &str) -> Option<i64> {
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |text| (-1, text));
    i64::try_from(natural(text)?).ok().map(|number| sign * number)
}

/// The second of an epoch time in seconds, milliseconds, microseconds or nanoseconds, which its size tells apart: as seconds the numbers
/// of each finer unit lie beyond the year 5138. What is below 1973 is rather a rest of something, as the year of a time that was cut off.
pub(super) fn epoch(text: &str) -> Option<i64> {
    const SECONDS: u128 = 100_000_000_000;
    const FIRST: u128 = 100_000_000;
    let number = decimal(text)?.whole()?;
    let unit =
        [1, 1_000, 1_000_000, 1_000_000_000].into_iter().find(|unit| number / unit < SECONDS)?;
    i64::try_from(number / unit).ok().filter(|_| number >= FIRST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_count_in_every_spelling() {
        for (text, wanted) in [
            ("1", Some(1)),
            ("1.0", Some(1)),
            ("12.000", Some(12)),
            ("1.", Some(1)),
            ("1e3", Some(1000)),
            ("1.5E1", Some(15)),
            ("10e-1", Some(1)),
            ("18446744073709551615", Some(u64::MAX)),
            ("18446744073709551616", None),
            ("1.5", None),
            ("1e-3", None),
            ("", None),
            (".5", None),
            ("-1", None),
            ("1,0", None),
            ("0x1", None),
            ("1e99999", None),
            ("1e999", None),
        ] {
            assert_eq!(natural(text), wanted, "{text}");
        }
    }

    #[test]
    fn epoch_times_are_read_in_four_units() {
        for text in [
            "1767268800",
            "1767268800.0",
            "1.7672688e9",
            "1767268800.999",
            "1767268800000",
            "1767268800000.0",
            "1.767268800123E12",
            "1767268800123456",
            "1767268800123456789",
        ] {
            assert_eq!(epoch(text), Some(1_767_268_800), "{text}");
        }
        for text in [
            "",
            "x",
            "-1",
            "2026",
            "20260101",
            "1767268800Z",
            "99999999999999999999999999999999999999999",
        ] {
            assert_eq!(epoch(text), None, "{text}");
        }
    }
}
