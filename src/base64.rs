//! Base64 (RFC 4648): of the two forms only the texts that encoding gives.

/// Which digits stand for 62 and 63, and whether the end is padded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// `+` and `/`, padded with `=` (section 4).
    Standard,
    /// `-` and `_`, without padding (section 5).
    Url,
}

impl Form {
    /// The text of some bytes.
    pub(crate) fn encode(self, bytes: &[u8]) -> String {
        let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
        for group in bytes.chunks(3) {
            let byte = |at| u32::from(group.get(at).copied().unwrap_or_default());
            let word = byte(0) << 16 | byte(1) << 8 | byte(2);
            for (n, shift) in [18, 12, 6, 0].into_iter().enumerate() {
                if n <= group.len() {
                    text.push(self.digit((word >> shift & 63) as u8));
                } else if self == Self::Standard {
                    text.push('=');
                }
            }
        }
        text
    }

    /// The bytes of a text; None for a text that encoding never gives.
    pub(crate) fn decode(self, text: &str) -> Option<Vec<u8>> {
        let (mut bytes, mut word, mut bits) = (Vec::with_capacity(text.len()), 0_u32, 0);
        for digit in text.trim_end_matches('=').bytes() {
            word = word << 6 | u32::from(value(digit)?);
            bits += 6;
            if bits >= 8 {
                bits -= 8;
                bytes.push((word >> bits) as u8);
            }
        }
        // Wrong padding, digits of the other form, and bits that say nothing are seen here.
        (self.encode(&bytes) == text).then_some(bytes)
    }

    fn digit(self, value: u8) -> char {
        char::from(match (value, self) {
            (0..26, _) => b'A' + value,
            (26..52, _) => b'a' - 26 + value,
            (52..62, _) => value - 52 + b'0',
            (62, Self::Standard) => b'+',
            (62, Self::Url) => b'-',
            (_, Self::Standard) => b'/',
            (_, Self::Url) => b'_',
        })
    }
}

/// What a digit of either form stands for.
const fn value(digit: u8) -> Option<u8> {
    Some(match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64ct::{Base64, Base64UrlUnpadded, Encoding};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bytes_become_what_base64ct_makes_of_them_and_come_back(bytes: Vec<u8>) {
            let texts = [Form::Standard, Form::Url].map(|form| form.encode(&bytes));
            prop_assert_eq!(&texts, &[Base64::encode_string(&bytes), Base64UrlUnpadded::encode_string(&bytes)]);
            prop_assert_eq!(Form::Standard.decode(&texts[0]), Some(bytes.clone()));
            prop_assert_eq!(Form::Url.decode(&texts[1]), Some(bytes));
        }

        #[test]
        fn of_any_text_the_same_is_made_as_by_base64ct(text in "[A-D+/_-]{0,9}={0,3}|.{0,6}|[A-Za-z0-9]{0,9}") {
            prop_assert_eq!(Form::Standard.decode(&text), Base64::decode_vec(&text).ok());
            prop_assert_eq!(Form::Url.decode(&text), Base64UrlUnpadded::decode_vec(&text).ok());
        }
    }
}
