//! A streaming decoder from UTF-16 to UTF-8. An unpaired surrogate becomes U+FFFD.

/// A decoder.
#[derive(Debug)]
pub struct Utf16 {
    high_first: bool,
    /// The first byte of a unit, and the first unit of a pair.
    byte: Option<u8>,
    unit: Option<u16>,
}

impl Utf16 {
    /// Before the first byte.
    pub const fn new(high_first: bool) -> Self {
        Self { high_first, byte: None, unit: None }
    }

    /// Decodes the next bytes and appends them.
    pub fn decode(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        for &byte in bytes {
            let Some(before) = self.byte.take() else {
                self.byte = Some(byte);
                continue;
            };
            let pair = if self.high_first { [before, byte] } else { [byte, before] };
            self.take(u16::from_be_bytes(pair), out);
        }
    }

    fn take(&mut self, unit: u16, out: &mut Vec<u8>) {
        let character = match (self.unit.take(), unit) {
            (Some(high), 0xDC00..0xE000) => char::from_u32(
                0x1_0000 + (u32::from(high - 0xD800) << 10) + u32::from(unit - 0xDC00),
            ),
            (Some(_), _) => {
                push(char::REPLACEMENT_CHARACTER, out);
                return self.take(unit, out);
            }
            (None, 0xD800..0xDC00) => {
                self.unit = Some(unit);
                return;
            }
            (None, _) => char::from_u32(unit.into()),
        };
        push(character.unwrap_or(char::REPLACEMENT_CHARACTER), out);
    }

    /// Ends the text. Returns whether its last character was complete.
    pub fn finish(&mut self, out: &mut Vec<u8>) -> bool {
        if self.unit.take().is_some() {
            push(char::REPLACEMENT_CHARACTER, out);
        }
        self.byte.is_none()
    }
}

fn push(character: char, out: &mut Vec<u8>) {
    out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_is_the_same_in_both_orders_and_any_chunks(text in any::<String>(), high_first in any::<bool>(), size in 1..7_usize) {
            let bytes: Vec<u8> =
                text.encode_utf16().flat_map(|unit| if high_first { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect();
            let (mut decoder, mut out) = (Utf16::new(high_first), Vec::new());
            bytes.chunks(size).for_each(|chunk| decoder.decode(chunk, &mut out));
            prop_assert!(decoder.finish(&mut out));
            prop_assert_eq!(String::from_utf8(out).unwrap(), text);
        }

        #[test]
        fn any_units_are_read_as_the_standard_library_reads_them(units in proptest::collection::vec(prop_oneof![any::<u16>(), 0xD700..0xE000_u16], 0..20)) {
            let bytes: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
            let (mut decoder, mut out) = (Utf16::new(false), Vec::new());
            decoder.decode(&bytes, &mut out);
            decoder.finish(&mut out);
            prop_assert_eq!(String::from_utf8(out).unwrap(), String::from_utf16_lossy(&units));
        }
    }
}
