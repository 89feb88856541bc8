//! Repairs JSON that some programs write and serde_json rejects: Python's `None` and `True`, `NaN`, `Infinity`, unpaired surrogates, invalid
//! UTF-8, control characters in strings, and numbers with a plus sign or leading zeros.

use serde_json::Number;

/// Words for a missing value, by length.
const NONE: [&str; 6] = ["NA", "NaN", "nan", "NaT", "None", "undefined"];
/// Words for values that have no text.
const OTHERS: [(&str, &str); 4] =
    [("True", "true"), ("False", "false"), ("Infinity", "false"), ("inf", "false")];
/// Stands for an unpaired surrogate.
const REPLACEMENT: &str = "\\ufffd";

/// The repaired text. Anything that no program takes for JSON is left as it is.
pub(super) fn repaired(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text);
    let mut out = String::with_capacity(text.len());
    let mut rest = &*text;
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '"' => string(rest, &mut out),
            _ if is_of_word(first) => {
                let word = rest.split(|letter| !is_of_word(letter)).next().unwrap_or_default();
                out.push_str(value(word));
                word.len()
            }
            _ => {
                out.push(first);
                first.len_utf8()
            }
        };
        rest = rest.get(end..).unwrap_or_default();
    }
    out
}

const fn is_of_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '+' | '-' | '.' | '_')
}

/// What a word that stands alone means.
fn value(word: &str) -> &str {
    let unsigned = word.strip_prefix(['+', '-']).unwrap_or(word);
    let plain = word.trim_start_matches(['+', '0']);
    let is_number = |text: &str| text.parse::<Number>().is_ok();
    match word {
        _ if NONE.contains(&word) => "null",
        _ if is_number(word) => word,
        _ if is_number(plain) => plain,
        _ if unsigned.starts_with(|letter: char| letter.is_ascii_digit()) => "false",
        _ => OTHERS.iter().find(|(other, _)| *other == unsigned).map_or(word, |(_, value)| value),
    }
}

/// Appends the string that a text begins with: how long it was.
fn string(text: &str, out: &mut String) -> usize {
    let mut at = 1;
    out.push('"');
    while let Some(letter) = text.get(at..).and_then(|rest| rest.chars().next()) {
        at += match letter {
            '\\' => escape(text.get(at..).unwrap_or_default(), out),
            _ => {
                out.push(printable(letter));
                letter.len_utf8()
            }
        };
        if letter == '"' {
            break;
        }
    }
    at
}

/// A character as a string may have it. A line never ends in a string: there it was cut off.
const fn printable(letter: char) -> char {
    if letter.is_ascii_control() && letter != '\n' { ' ' } else { letter }
}

/// Appends the escape that a text begins with: how long it was.
fn escape(text: &str, out: &mut String) -> usize {
    let unit = |from: usize| {
        text.get(from..from + 4).and_then(|digits| u16::from_str_radix(digits, 16).ok())
    };
    let Some(letter) = text.chars().nth(1) else {
        out.push('\\');
        return 1;
    };
    let low = || text.get(6..8) == Some("\\u") && matches!(unit(8), Some(0xDC00..=0xDFFF));
    let length = match (letter, unit(2)) {
        ('u', Some(0xD800..=0xDBFF)) if low() => 12,
        ('u', Some(0xD800..=0xDFFF)) => {
            out.push_str(REPLACEMENT);
            return 6;
        }
        ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u', _) => 2,
        // Any other character stands for itself.
        _ => {
            out.push(printable(letter));
            return 1 + letter.len_utf8();
        }
    };
    out.push_str(text.get(..length).unwrap_or_default());
    length
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    #[test]
    fn the_json_of_other_programs_is_read() {
        for (text, wanted) in [
            ("[NaN,None,undefined,NA,NaT,nan]", "[null,null,null,null,null,null]"),
            ("[True,False,Infinity,-Infinity,inf]", "[true,false,false,false,false]"),
            ("[007,+1,+1.5,1e999,0x1F,-]", "[7,1,1.5,false,false,-]"),
            ("{\"NaN\":\"None\",\"a\":\"\\\"True\"}", "{\"NaN\":\"None\",\"a\":\"\\\"True\"}"),
            ("\"a\u{1}\tb\"", "\"a  b\""),
            ("\"\\ud800\"", "\"\\ufffd\""),
            (
                "\"\\udc00x\\ud83d\\ude00\\ud83d\\u0041\"",
                "\"\\ufffdx\\ud83d\\ude00\\ufffd\\u0041\"",
            ),
            ("\"\\x\\'\\\"", "\"x'\\\""),
            ("\"\\\u{b}", "\" "),
            ("\"open", "\"open"),
            ("\"open\\", "\"open\\"),
            ("what", "what"),
        ] {
            assert_eq!(repaired(text.as_bytes()), wanted, "{text}");
        }
        assert_eq!(repaired(b"\"caf\xE9\""), "\"caf\u{FFFD}\"");
    }

    proptest! {
        #[test]
        fn what_serde_json_reads_stays(text in "[ \\[\\]{}:,\"0-9a-fu.eE+\\\\-]{0,30}") {
            if serde_json::from_str::<Value>(&text).is_ok() {
                prop_assert_eq!(repaired(text.as_bytes()), text);
            }
        }

        #[test]
        fn any_bytes_are_taken(text in proptest::collection::vec(any::<u8>(), 0..60)) {
            let once = repaired(&text);
            prop_assert_eq!(repaired(once.as_bytes()), once);
        }
    }
}
