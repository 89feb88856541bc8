//! JSON values and their texts. The values are serde_json's; `json!` and `to_string` would bring serializers in several forms and the
//! formatting of floats, a tenth of the wasm module.

mod read;

pub(crate) use read::read;
use serde_json::{Map, Number, Value};

/// The largest integer that every float up to it stands for exactly: 2^53.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// An object of these members, in this order.
pub(crate) fn object(members: &mut [(&str, Value)]) -> Value {
    let mut object = Map::new();
    for (name, value) in members {
        object.insert((*name).to_owned(), value.take());
    }
    Value::Object(object)
}

/// What a text of JSON says, where its strings `$0`, `$1`, … stand for these values.
pub(crate) fn filled(text: &str, values: &mut [Value]) -> Value {
    let mut value = read(text.as_bytes()).unwrap_or_default();
    fill(&mut value, values);
    value
}

fn fill(value: &mut Value, values: &mut [Value]) {
    match value {
        Value::String(text) => {
            let place = text.strip_prefix('$').and_then(|place| place.parse::<usize>().ok());
            if let Some(given) = place.and_then(|place| values.get_mut(place)) {
                *value = given.take();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| fill(item, values)),
        Value::Object(members) => members.values_mut().for_each(|member| fill(member, values)),
        _ => {}
    }
}

/// The text of a value, without blanks. No answer holds a float.
pub(crate) fn text(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

/// Appends the text of a value.
pub(crate) fn write(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => {
            if !write_integer(number, out) {
                out.push_str("null");
            }
        }
        Value::String(text) => quote(text, out),
        Value::Array(items) => {
            let mut before = '[';
            for item in items {
                out.push(std::mem::replace(&mut before, ','));
                write(item, out);
            }
            out.push_str(if items.is_empty() { "[]" } else { "]" });
        }
        Value::Object(members) => {
            let mut before = '{';
            for (name, member) in members {
                out.push(std::mem::replace(&mut before, ','));
                quote(name, out);
                out.push(':');
                write(member, out);
            }
            out.push_str(if members.is_empty() { "{}" } else { "}" });
        }
    }
}

/// Appends a text as JSON writes it (RFC 8259 section 7).
pub(crate) fn quote(text: &str, out: &mut String) {
    out.push('"');
    // Most texts need no escaping. A look at all bytes, whatever is found, is faster than a search.
    if text.bytes().fold(false, |special, byte| special | is_special(byte)) {
        text.chars().for_each(|character| escape(character, out));
    } else {
        out.push_str(text);
    }
    out.push('"');
}

const fn is_special(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | ..b' ')
}

fn escape(character: char, out: &mut String) {
    let short = match character {
        '\n' => 'n',
        '\r' => 'r',
        '\t' => 't',
        '\u{8}' => 'b',
        '\u{c}' => 'f',
        '"' | '\\' => character,
        ..' ' => {
            let digit = char::from_digit(u32::from(character) & 15, 16);
            out.push_str(if character < '\u{10}' { "\\u000" } else { "\\u001" });
            return out.push(digit.unwrap_or_default());
        }
        _ => return out.push(character),
    };
    out.push('\\');
    out.push(short);
}

/// The digits of an integer; None for all else.
pub(crate) fn integer(number: &Number) -> Option<String> {
    let mut digits = String::new();
    write_integer(number, &mut digits).then_some(digits)
}

/// Appends an integer, and says whether it is one; 2.0 is one too (JSON Schema 2020-12, section 6.1.1 of the validation vocabulary).
fn write_integer(number: &Number, out: &mut String) -> bool {
    let float = || number.as_f64().filter(|float| float.abs() <= EXACT && float.fract() == 0.0);
    let natural = number.as_u64();
    let Some(integer) =
        natural.map_or_else(|| number.as_i64().or_else(|| float().map(|float| float as i64)), |_| Some(0))
    else {
        return false;
    };
    if integer < 0 {
        out.push('-');
    }
    push_natural(natural.unwrap_or(integer.unsigned_abs()), out);
    true
}

/// Appends a number's digits, at a third of what formatting costs.
pub(crate) fn push_natural(number: u64, out: &mut String) {
    let mut room = [b'0'; 20];
    out.push_str(std::str::from_utf8(digits(number, &mut room)).unwrap_or_default());
}

/// A number's digits, in room that holds zeros.
pub(crate) fn digits(mut number: u64, digits: &mut [u8; 20]) -> &[u8] {
    let mut start = digits.len();
    for digit in digits.iter_mut().rev() {
        *digit += (number % 10) as u8;
        number /= 10;
        start -= 1;
        if number == 0 {
            break;
        }
    }
    digits.get(start..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn values_stand_where_their_numbers_do_and_are_not_read_again() {
        let filled = filled(
            r#"{"a":"$1","b":["$0",{"c":"$2"}],"d":"$ref","e":"$7"}"#,
            &mut ["$1".into(), 2.into(), Value::Null],
        );
        assert_eq!(filled, json!({ "a": 2, "b": ["$1", { "c": null }], "d": "$ref", "e": "$7" }));
        assert_eq!(text(&object(&mut [("b", 1.into()), ("a", "\"".into())])), r#"{"b":1,"a":"\""}"#);
    }

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
            "[\\x00-\\x7F]*".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                proptest::collection::vec((any::<String>(), inner), 0..6)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn every_value_is_written_as_serde_json_writes_it(value in value()) {
            prop_assert_eq!(text(&value), value.to_string());
        }
    }

    #[test]
    fn whole_floats_are_integers_and_others_are_not() {
        let digits = |value: &str| serde_json::from_str::<Number>(value).ok().and_then(|number| integer(&number));
        for (written, wanted) in [
            ("2.0", "2"),
            ("1e3", "1000"),
            ("-0.0", "0"),
            ("-7", "-7"),
            ("18446744073709551615", "18446744073709551615"),
        ] {
            assert_eq!(digits(written).as_deref(), Some(wanted));
        }
        for written in ["1.5", "1e300", "99999999999999999999", "-1e16"] {
            assert_eq!(digits(written), None, "{written}");
        }
        assert_eq!(text(&json!([2.0])), "[2]");
    }
}
