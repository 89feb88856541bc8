//! Reads JSON (RFC 8259) as serde_json does, into its values: what it takes and refuses is the same.
//!
//! Its reader tells where a fault is, which nobody here asks, and reads floats by a table of powers that packs badly: a thirtieth of the
//! wasm module.

use serde_json::{Map, Number, Value};

/// Values lie in each other less deep than this.
const DEPTH: u32 = 128;

/// The value of a text; None where it is no JSON, other encodings than UTF-8, nesting of 128 levels and numbers beyond floats included.
pub(crate) fn read(text: &[u8]) -> Option<Value> {
    let mut reader = Reader { text: std::str::from_utf8(text).ok()?, at: 0 };
    let value = reader.value(DEPTH)?;
    reader.skip_blanks();
    (reader.at == text.len()).then_some(value)
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    /// Takes this byte, if it is the next.
    fn takes(&mut self, byte: u8) -> bool {
        let next = self.peek() == Some(byte);
        self.at += usize::from(next);
        next
    }

    /// The same, whatever blanks stand before it.
    fn takes_sign(&mut self, byte: u8) -> bool {
        self.skip_blanks();
        self.takes(byte)
    }

    fn value(&mut self, depth: u32) -> Option<Value> {
        self.skip_blanks();
        match self.peek()? {
            b'"' => self.string().map(Value::String),
            b'{' => self.object(depth - 1),
            b'[' => self.array(depth - 1),
            b't' => self.word("true", true.into()),
            b'f' => self.word("false", false.into()),
            b'n' => self.word("null", Value::Null),
            _ => self.number(),
        }
    }

    fn word(&mut self, word: &str, value: Value) -> Option<Value> {
        let found = self.text.get(self.at..)?.starts_with(word);
        self.at += word.len();
        found.then_some(value)
    }

    fn array(&mut self, depth: u32) -> Option<Value> {
        self.at += 1;
        let mut items = Vec::new();
        let mut more = depth > 0 && !self.takes_sign(b']');
        while more {
            items.push(self.value(depth)?);
            more = self.goes_on(b']')?;
        }
        (depth > 0).then_some(Value::Array(items))
    }

    fn object(&mut self, depth: u32) -> Option<Value> {
        self.at += 1;
        let mut members = Map::new();
        let mut more = depth > 0 && !self.takes_sign(b'}');
        while more {
            self.skip_blanks();
            let name = self.string()?;
            let value = if self.takes_sign(b':') { self.value(depth)? } else { return None };
            members.insert(name, value);
            more = self.goes_on(b'}')?;
        }
        (depth > 0).then_some(Value::Object(members))
    }

    /// Whether a comma follows, or the end.
    fn goes_on(&mut self, end: u8) -> Option<bool> {
        let more = self.takes_sign(b',');
        (more || self.takes(end)).then_some(more)
    }

    fn string(&mut self) -> Option<String> {
        if !self.takes(b'"') {
            return None;
        }
        let mut string = String::new();
        loop {
            let rest = self.text.get(self.at..)?;
            let end = rest.bytes().position(|byte| matches!(byte, b'"' | b'\\' | ..b' '))?;
            string.push_str(rest.get(..end)?);
            self.at += end;
            if self.takes(b'"') {
                return Some(string);
            }
            string.push(self.escaped()?);
        }
    }

    /// What a backslash and the characters behind it stand for.
    fn escaped(&mut self) -> Option<char> {
        let (&[b'\\', letter], _) = self.text.as_bytes().get(self.at..)?.split_first_chunk()? else { return None };
        self.at += 2;
        Some(match letter {
            b'"' | b'\\' | b'/' => char::from(letter),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = self.unit()?;
                // A half of a pair alone is no character.
                if matches!(unit, 0xD800..0xDC00) && self.takes(b'\\') && self.takes(b'u') {
                    let low = self.unit()?.checked_sub(0xDC00).filter(|low| *low < 0x400)?;
                    return char::from_u32(0x1_0000 + ((unit - 0xD800) << 10) + low);
                }
                return char::from_u32(unit);
            }
            _ => return None,
        })
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        self.at += 4;
        digits.chars().try_fold(0, |unit, digit| Some(unit << 4 | digit.to_digit(16)?))
    }

    fn number(&mut self) -> Option<Value> {
        let negative = self.takes(b'-');
        let zero = self.peek() == Some(b'0');
        let mut number = 0;
        let (kept, mut exponent) = self.digits(&mut number)?;
        // No zeros in front.
        if zero && kept > 1 {
            return None;
        }
        let mut whole = exponent == 0;
        if self.takes(b'.') {
            whole = false;
            exponent -= self.digits(&mut number)?.0;
        }
        if self.takes(b'e') || self.takes(b'E') {
            whole = false;
            let down = self.takes(b'-');
            let _ = !down && self.takes(b'+');
            let mut power = 0;
            let _ = self.digits(&mut power)?;
            let power = i32::try_from(power).unwrap_or(i32::MAX);
            exponent = exponent.saturating_add(if down { -power } else { power });
        }
        // There is no -0 among integers.
        let below = 0_i64.checked_sub_unsigned(number).filter(|below| *below < 0);
        match below {
            _ if whole && !negative => Some(number.into()),
            Some(below) if whole => Some(below.into()),
            _ => Number::from_f64(scaled(number, exponent, negative)).map(Value::Number),
        }
    }

    /// Appends digits to a number, one at least: how many of them it had room for, and how many not.
    fn digits(&mut self, number: &mut u64) -> Option<(i32, i32)> {
        let (mut kept, mut dropped) = (0_i32, 0_i32);
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            self.at += 1;
            match number.checked_mul(10).and_then(|longer| longer.checked_add(u64::from(digit - b'0'))) {
                Some(longer) if dropped == 0 => (*number, kept) = (longer, kept.saturating_add(1)),
                _ => dropped = dropped.saturating_add(1),
            }
        }
        (kept > 0 || dropped > 0).then_some((kept, dropped))
    }
}

/// A number times a power of ten. No answer holds one: all that is asked of it is whether it is whole, and whether there is one.
#[allow(clippy::float_arithmetic, reason = "each step up to 10^19 is exact where its result is a whole number")]
fn scaled(number: u64, exponent: i32, negative: bool) -> f64 {
    let mut float = number as f64;
    // More would only bring zero or infinity again.
    let mut left = exponent.unsigned_abs().min(400);
    while left > 0 {
        let step = left.min(19);
        let power = 10_u64.pow(step) as f64;
        if exponent < 0 {
            float /= power
        } else {
            float *= power
        }
        left -= step;
    }
    if negative { -float } else { float }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Whether two values are the same, but for the last digits of floats.
    fn alike(ours: &Value, theirs: &Value) -> bool {
        match (ours, theirs) {
            (Value::Number(ours), Value::Number(theirs)) if ours.is_f64() && theirs.is_f64() => {
                let (ours, theirs) = (ours.as_f64().unwrap(), theirs.as_f64().unwrap());
                let near = ours.to_bits().abs_diff(theirs.to_bits()) < 32;
                near && (ours == theirs
                    || super::super::EXACT < ours.abs()
                    || ours.fract() != 0.0 && theirs.fract() != 0.0)
            }
            (Value::Array(ours), Value::Array(theirs)) => {
                ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| alike(ours, theirs))
            }
            (Value::Object(ours), Value::Object(theirs)) => {
                ours.len() == theirs.len()
                    && ours.iter().zip(theirs).all(|(ours, theirs)| ours.0 == theirs.0 && alike(ours.1, theirs.1))
            }
            (ours, theirs) => ours == theirs,
        }
    }

    fn agrees(text: &[u8]) -> Result<(), TestCaseError> {
        let (ours, theirs) = (read(text), serde_json::from_slice::<Value>(text).ok());
        let same = match (&ours, &theirs) {
            (Some(ours), Some(theirs)) => alike(ours, theirs),
            (ours, theirs) => ours.is_none() && theirs.is_none(),
        };
        prop_assert!(same, "{:?}: {ours:?} in place of {theirs:?}", String::from_utf8_lossy(text));
        Ok(())
    }

    /// Pieces of JSON, whole and broken.
    fn pieces() -> impl Strategy<Value = Vec<u8>> {
        let piece = prop_oneof![
            8 => proptest::sample::select(&[
                "{", "}", "[", "]", ",", ":", "\"", "\"a\"", "\"b\":", "[1,2]", "{\"a\":1,\"a\":2}", " ", "\n", "\u{b}", "null", "true",
                "false", "nul", "0", "-", "1", ".5", "e3", "E-2", "\\n", "\\u00e4", "\\ud83d\\ude00", "\\ud83d", "\\udc00", "\\u+123",
                "\\x", "ä", "\u{1}", "\u{7f}", "\u{feff}", "//",
            ][..]).prop_map(|piece| piece.as_bytes().to_vec()),
            1 => proptest::collection::vec(any::<u8>(), 0..3),
        ];
        proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn broken_texts_are_read_as_serde_json_reads_them(text in pieces()) {
            agrees(&text)?;
            agrees(&[b"\"", &*text, b"\""].concat())?;
            agrees(&[b"[", &*text, b"]"].concat())?;
        }

        #[test]
        fn numbers_are_read_as_serde_json_reads_them(text in "-?[0-9]{0,22}(\\.[0-9]{0,22})?([eE][-+]?[0-9]{0,3})?") {
            agrees(text.as_bytes())?;
        }

        #[test]
        fn integers_are_read_exactly(number in prop_oneof![any::<u64>().prop_map(i128::from), any::<i64>().prop_map(i128::from)]) {
            prop_assert_eq!(read(number.to_string().as_bytes()).map(|value| value.to_string()), Some(number.to_string()));
        }
    }

    #[test]
    fn borders_are_those_of_serde_json() {
        for text in [
            "-0",
            "0e999",
            "1e308",
            "1e309",
            "-1e400",
            "1e-400",
            "5e-320",
            "18446744073709551616",
            "-9223372036854775808",
            "-9223372036854775809",
            "1e99999999999",
            "0e99999999999",
            "1e-99999999999",
            "123e-2",
            "2.0",
            "1E3",
            "",
            " ",
            "tru",
            "\"\\u12",
            "\"\\u12é\"",
            "\"\\",
        ] {
            agrees(text.as_bytes()).unwrap();
        }
        for depth in 126..130 {
            agrees(("[".repeat(depth) + &"]".repeat(depth)).as_bytes()).unwrap();
            agrees(("{\"a\":".repeat(depth) + "1" + &"}".repeat(depth)).as_bytes()).unwrap();
        }
        assert!(read("[".repeat(1_000_000).as_bytes()).is_none());
    }
}
