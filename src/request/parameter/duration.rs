//! Durations in the form of ISO 8601, of the units that have a fixed length: `P2W`, or `P1DT1H30M15S` and parts of that.
//!
//! Read by hand: chrono reads none, and jiff weighs 49 kB in the module (`docs/decisions/libraries.md`).

/// The seconds of a duration; None for another text. More than there are numbers for are as many as there are.
pub(super) fn seconds(text: &str) -> Option<u64> {
    let rest = text.strip_prefix('P')?;
    if let Some(weeks) = rest.strip_suffix('W') {
        return number(weeks).map(|weeks| weeks.saturating_mul(604_800));
    }
    let (date, time) = rest.split_once('T').map_or((rest, None), |(date, time)| (date, Some(time)));
    let days = parts(date, &[('D', 86_400)])?;
    let of_day = match time {
        Some("") => return None,
        Some(time) => parts(time, &[('H', 3600), ('M', 60), ('S', 1)])?,
        None if date.is_empty() => return None,
        None => 0,
    };
    Some(days.saturating_add(of_day))
}

/// The seconds of numbers, each with its unit, in the order of the units.
fn parts(mut text: &str, units: &[(char, u64)]) -> Option<u64> {
    let mut sum = 0_u64;
    for &(unit, seconds) in units {
        if let Some((digits, rest)) = text.split_once(unit) {
            sum = sum.saturating_add(number(digits)?.saturating_mul(seconds));
            text = rest;
        }
    }
    text.is_empty().then_some(sum)
}

fn number(digits: &str) -> Option<u64> {
    let all = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    all.then(|| digits.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_weeks_or_days_and_times_of_day() {
        for (text, wanted) in [
            ("PT1H", 3600),
            ("PT0S", 0),
            ("P1D", 86_400),
            ("P2W", 1_209_600),
            ("P1DT1H30M15S", 91_815),
            ("PT90M", 5400),
            ("P1DT1S", 86_401),
            ("PT99999999999999999999H", u64::MAX),
        ] {
            assert_eq!(seconds(text), Some(wanted), "{text}");
        }
        for text in [
            "", "P", "PT", "P1DT", "1H", "T1H", "PT1", "P1H", "PT1D", "P1M", "P1Y", "P1W1D",
            "PT1S1M", "PT1H1H", "PT1.5H", "PT-1H", "-PT1H", "PT+1H", "pt1h", "PT 1H", "P1DT1H ",
            "PTH", "PT١H",
        ] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}
