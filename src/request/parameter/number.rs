//! Integers in texts: which there are, and the bounds that the error texts, OpenAPI and the manual name.

use crate::response::error::{ApiError, MAX_ECHOED};

/// The bounds of an integer, by the text that names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bounds {
    /// Both are named: `It should be between 1 and 50.`
    Between(u64, u64),
    /// Echoed in the answer: at least this, and at most [`MAX_ECHOED`].
    Echoed(u64),
    /// At least this; any size above counts as "to the end".
    AtLeast(u64),
    /// Any integer: an id, which may turn out to be unknown.
    Any,
}

/// What a text of digits says.
pub(super) enum Number {
    Negative,
    /// Too large counts as `u64::MAX`.
    Natural(u64),
}

impl Number {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let digits = digits(text)?;
        let natural = digits.parse().unwrap_or(u64::MAX);
        Some(if text.starts_with('-') && natural > 0 {
            Self::Negative
        } else {
            Self::Natural(natural)
        })
    }
}

impl Bounds {
    /// The lowest and the highest value, where there are any.
    pub const fn limits(self) -> (Option<u64>, Option<u64>) {
        match self {
            Self::Between(min, max) => (Some(min), Some(max)),
            Self::Echoed(min) => (Some(min), Some(MAX_ECHOED)),
            Self::AtLeast(min) => (Some(min), None),
            Self::Any => (None, None),
        }
    }

    pub(super) fn check(self, name: &'static str, number: Number) -> Result<u64, ApiError> {
        match (self, number) {
            (Self::Between(min, max), Number::Natural(n)) if (min..=max).contains(&n) => Ok(n),
            (Self::Between(min, max), _) => Err(ApiError::Between(name, min, max)),
            (Self::Echoed(min), Number::Natural(n)) if n >= min => {
                if n > MAX_ECHOED {
                    Err(ApiError::AtMost(name, MAX_ECHOED))
                } else {
                    Ok(n)
                }
            }
            (Self::AtLeast(min), Number::Natural(n)) if n >= min => Ok(n),
            (Self::Echoed(min) | Self::AtLeast(min), _) => Err(ApiError::AtLeast(name, min)),
            (Self::Any, Number::Natural(n)) => Ok(n),
            (Self::Any, Number::Negative) => Err(ApiError::AtLeast(name, 0)),
        }
    }
}

/// The digits of `-?[0-9]+`, in ASCII (B2).
fn digits(text: &str) -> Option<&str> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

/// An integer of any length without leading zeros, its sign kept.
pub(super) fn canonical(text: &str) -> Option<String> {
    let digits = digits(text)?.trim_start_matches('0');
    Some(match digits {
        "" => "0".to_owned(),
        digits if text.starts_with('-') => format!("-{digits}"),
        digits => digits.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_ascii_digits_with_a_minus_at_most() {
        for text in ["", "-", "+5", "1_0", " 2", "2 ", "1.0", "\u{661}", "5\n", "0x1", "--1"] {
            assert!(digits(text).is_none(), "{text:?}");
        }
        let huge = "9".repeat(5000);
        assert!(matches!(Number::parse(&huge), Some(Number::Natural(u64::MAX))));
        assert!(matches!(Number::parse("-0"), Some(Number::Natural(0))));
        assert!(matches!(Number::parse("007"), Some(Number::Natural(7))));
    }

    #[test]
    fn canonical_form_keeps_the_sign_and_any_length() {
        let cases = [
            ("007", "7"),
            ("-01", "-1"),
            ("-0", "0"),
            ("0", "0"),
            ("1000000000000000000000", "1000000000000000000000"),
        ];
        for (text, wanted) in cases {
            assert_eq!(canonical(text).as_deref(), Some(wanted));
        }
    }

    #[test]
    fn echoed_numbers_survive_every_json_reader() {
        let check =
            |n| Bounds::Echoed(1).check("page", Number::Natural(n)).map_err(|e| e.to_string());
        assert_eq!(check(MAX_ECHOED), Ok(MAX_ECHOED));
        assert!(
            check(MAX_ECHOED + 1).unwrap_err().contains("less than or equal to 9007199254740991")
        );
        assert!(check(0).unwrap_err().contains("greater than or equal to 1"));
    }
}
