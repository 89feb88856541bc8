//! Names and keys in the spellings of destinations: `updated_at` for `updatedAt`, and a UUID in braces for a UUID.

use super::number;
use std::borrow::Cow;

/// The lengths of a UUID, with and without hyphens.
const UUID: usize = 36;
const DIGITS: usize = 32;

/// A key without decoration: a UUID without braces, `urn:uuid:` or `0x`, a whole number without a decimal point.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    let text = text.trim_start_matches('\u{FEFF}');
    // Nearly all keys are a plain UUID or digits.
    if text.len() == UUID || text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Cow::Borrowed(text);
    }
    let bare = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')).unwrap_or(text);
    for start in ["urn:uuid:", "0x", "\\x"] {
        let (Some(found), Some(rest)) = (bare.get(..start.len()), bare.get(start.len()..)) else {
            continue;
        };
        if found.eq_ignore_ascii_case(start) && rest.len() >= DIGITS {
            return Cow::Borrowed(rest);
        }
    }
    match number::natural(bare) {
        Some(number) if bare.len() < DIGITS => Cow::Owned(number.to_string()),
        _ => Cow::Borrowed(bare),
    }
}

/// How well the name of a column or member fits a wanted field: 3 for the exact name, 2 for another case, 1 for a spelling that destinations
/// use, such as `updated_at` for `updatedAt`, and 0 for another name.
pub(super) fn likeness(found: &str, wanted: &str) -> u8 {
    let first = |text: &str| text.bytes().next().map(|byte| byte.to_ascii_lowercase());
    if wanted.is_empty() || first(found) != first(wanted) {
        return 0;
    }
    if found == wanted {
        return 3;
    }
    let letters = |text: &'_ str| {
        text.bytes()
            .filter(|&byte| byte != b'_')
            .map(|byte| byte.to_ascii_lowercase())
            .collect::<Vec<_>>()
    };
    match () {
        () if found.eq_ignore_ascii_case(wanted) => 2,
        () => u8::from(letters(found) == letters(wanted)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_in_the_spellings_of_destinations() {
        for (found, wanted) in [
            ("updatedAt", 3),
            ("updated_at", 1),
            ("UPDATED_AT", 1),
            ("updatedat", 2),
            ("UpdatedAt", 2),
        ] {
            assert_eq!(likeness(found, "updatedAt"), wanted, "{found}");
        }
        assert_eq!(
            (likeness("companyId", "company_id"), likeness("ID", "id"), likeness("id", "id")),
            (1, 2, 3)
        );
        for found in ["_id", "idx", "i", "", "updated", "_updatedAt"] {
            assert_eq!(
                [likeness(found, "id"), likeness(found, "updatedAt"), likeness(found, "")],
                [0; 3],
                "{found}"
            );
        }
    }

    #[test]
    fn keys_are_read_without_what_is_written_around_them() {
        let id = "209efdf8-9beb-4493-8a21-62a975b71c9e";
        for text in [
            id.to_owned(),
            format!("{{{id}}}"),
            format!("urn:uuid:{id}"),
            format!("URN:UUID:{id}"),
            format!("\u{FEFF}{id}"),
        ] {
            assert_eq!(plain(&text), id, "{text}");
        }
        let digits = "12345678901234567890123456789e12";
        for text in [
            digits.to_owned(),
            format!("0x{digits}"),
            format!("\\x{digits}"),
            format!("{{{digits}}}"),
        ] {
            assert_eq!(plain(&text), digits, "{text}");
        }
        for (text, wanted) in [
            ("7", "7"),
            ("7.0", "7"),
            ("1e1", "10"),
            ("7.5", "7.5"),
            ("x", "x"),
            ("", ""),
            ("{", "{"),
        ] {
            assert_eq!(plain(text), wanted, "{text}");
        }
    }
}
