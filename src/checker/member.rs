//! Reads the wanted members of a JSON object as texts. serde_json does the parsing, and skips all other members.

use super::intake::Fields;
use super::repair::repaired;
use super::spelling::likeness;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, de};
use serde_json::Number;
use std::borrow::Cow;
use std::fmt;

pub(super) const NOT_JSON: &str = "not JSON";
pub(super) const NOT_AN_OBJECT: &str = "not an object";

/// The wanted members of an object, as far as it could be read.
#[derive(Debug, Default)]
pub(super) struct Object<'t> {
    members: [Member<'t>; Fields::MOST],
    /// Whether a member is a list, complete or cut off.
    pub(super) lists: bool,
    /// Whether a wanted member occurs twice, under its exact name and with different texts: a sign that two rows were glued together.
    pub(super) twice: bool,
    /// Which of the fields in `KEYS` are there.
    keys: [bool; KEYS.len()],
}

/// The fields of the keys of all streams.
const KEYS: [&str; 4] = ["id", "company_id", "department_id", "employee_id"];
/// The likeness of an exact name.
const EXACT: u8 = 3;

/// A wanted member.
#[derive(Clone, Debug, Default)]
struct Member<'t> {
    /// How well its name fits; 0 where there is none.
    likeness: u8,
    /// Its value as text, for strings and numbers; empty for null, None for any other value.
    text: Option<Cow<'t, str>>,
}

impl<'t> Object<'t> {
    /// Reads the object at the beginning of a text. Returns where it ends.
    ///
    /// # Errors
    /// Why it is not an object.
    pub(super) fn read(
        &mut self,
        text: &'t str,
        names: &[&str; Fields::MOST],
    ) -> Result<usize, &'static str> {
        let mut json = serde_json::Deserializer::from_str(text);
        let value = Value { members: Some((self, names)), wanted: false, list: &mut false }
            .deserialize(&mut json);
        if text.starts_with('{') {
            value.map_err(|_| NOT_JSON)?;
            return Ok(json.into_iter::<IgnoredAny>().byte_offset());
        }
        let is_value = value.and_then(|_| json.end()).is_ok();
        Err(if is_value { NOT_AN_OBJECT } else { NOT_JSON })
    }

    /// Takes the text of a wanted member: empty if it is absent, None if its value has no text.
    pub(super) fn take(&mut self, at: usize) -> Option<Cow<'t, str>> {
        match self.members.get_mut(at) {
            Some(member) if member.likeness > 0 => member.text.take(),
            _ => Some(Cow::Borrowed("")),
        }
    }

    /// Whether the object has this field of a key.
    pub(super) fn names(&self, key: &str) -> bool {
        KEYS.iter().zip(self.keys).any(|(name, there)| there && *name == key)
    }

    /// Whether a wanted member has a non-empty text.
    pub(super) fn has(&self, at: usize) -> bool {
        self.members
            .get(at)
            .and_then(|member| member.text.as_ref())
            .is_some_and(|text| !text.is_empty())
    }

    /// Stores a member; `fits` says how well its name fits each wanted one.
    fn member(&mut self, fits: [u8; Fields::MOST], text: Option<&Cow<'t, str>>) {
        for (member, likeness) in self.members.iter_mut().zip(fits) {
            // Of several spellings the first counts; of several exact names the last, as in most parsers.
            if likeness > member.likeness || likeness == EXACT {
                self.twice |= member.likeness == EXACT && member.text.as_ref() != text;
                *member = Member { likeness, text: text.cloned() };
            }
        }
    }
}

/// Whether a text is one object and nothing else, be it in JSON that needs repair.
pub(super) fn is_object(text: &[u8], names: &[&str; Fields::MOST]) -> bool {
    let text = repaired(text);
    Object::default().read(&text, names) == Ok(text.len())
}

/// A member's name, which is copied only where it is escaped.
#[derive(Deserialize)]
struct Name<'t>(#[serde(borrow)] Cow<'t, str>);

/// Reads a value: its text, if it is wanted and has one, or its members. Nested values are skipped, as deep as serde_json goes.
///
/// It takes values of every type, so that no error ever has to name one: serde's words for that print floats, which would be 12 kB of the module.
struct Value<'o, 't, 'n> {
    /// Where the members of the value go, and those that are wanted. They are read one by one: where the value is cut off, those before
    /// are known.
    members: Option<(&'o mut Object<'t>, &'n [&'n str; Fields::MOST])>,
    wanted: bool,
    /// Set if the value is a list, complete or cut off.
    list: &'o mut bool,
}

impl<'o, 't> Value<'o, 't, '_> {
    /// A value that is skipped.
    const fn passed_over(list: &'o mut bool) -> Self {
        Self { members: None, wanted: false, list }
    }

    fn number(&self, number: impl Into<Number>) -> Option<Cow<'t, str>> {
        self.wanted.then(|| number.into().to_string().into())
    }
}

impl<'t> DeserializeSeed<'t> for Value<'_, 't, '_> {
    type Value = Option<Cow<'t, str>>;

    fn deserialize<D: Deserializer<'t>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'t> Visitor<'t> for Value<'_, 't, '_> {
    type Value = Option<Cow<'t, str>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_borrowed_str<E: de::Error>(self, text: &'t str) -> Result<Self::Value, E> {
        Ok(Some(Cow::Borrowed(text)))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(self.wanted.then(|| text.to_owned().into()))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(self.number(number))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(self.number(number))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Number::from_f64(number).and_then(|number| self.number(number)))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(Some(Cow::Borrowed("")))
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        *self.list = true;
        while items.next_element_seed(Value::passed_over(&mut false))?.is_some() {}
        Ok(None)
    }

    fn visit_map<A: MapAccess<'t>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let Some((object, names)) = self.members else {
            while members.next_key::<IgnoredAny>()?.is_some() {
                members.next_value_seed(Value::passed_over(&mut false))?;
            }
            return Ok(None);
        };
        while let Some(Name(name)) = members.next_key()? {
            let fits = names.map(|wanted| likeness(&name, wanted));
            let wanted = fits.iter().any(|likeness| *likeness > 0);
            let value = Value { wanted, ..Value::passed_over(&mut object.lists) };
            let text = members.next_value_seed(value)?;
            for (there, key) in object.keys.iter_mut().zip(KEYS) {
                *there |= name == key;
            }
            if wanted {
                object.member(fits, text.as_ref());
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 4] = ["id", "", "", "updatedAt"];

    fn texts(text: &str) -> Result<(Option<String>, Option<String>), &'static str> {
        let (text, mut object) = (repaired(text.as_bytes()), Object::default());
        object.read(&text, &NAMES)?;
        Ok((object.take(0).map(Cow::into_owned), object.take(3).map(Cow::into_owned)))
    }

    fn some(id: &str, updated: &str) -> Result<(Option<String>, Option<String>), &'static str> {
        Ok((Some(id.to_owned()), Some(updated.to_owned())))
    }

    #[test]
    fn what_others_write_in_members_that_are_not_ours_does_no_harm() {
        for value in [
            "NaN",
            "-Infinity",
            "Infinity",
            "None",
            "True",
            "\"\\ud800\"",
            "\"\\udc00x\"",
            "[1,{\"id\":9},[]]",
            "{}",
            "1.5e-300",
            "\"\\\"\"",
            "\"\u{1}\"",
        ] {
            assert_eq!(
                texts(&format!("{{\"x\":{value},\"id\":7 , \"updatedAt\":null}}")),
                some("7", ""),
                "{value}"
            );
        }
        let text = repaired(b"{\"name\":\"caf\xE9\",\"id\":\"a\"} x");
        assert_eq!(Object::default().read(&text, &NAMES), Ok(text.len() - 2));
    }

    #[test]
    fn the_name_that_fits_best_counts_in_any_order() {
        for text in [
            "{\"updated_at\":\"b\",\"updatedAt\":\"a\",\"ID\":1,\"id\":2}",
            "{\"updatedAt\":\"a\",\"updated_at\":\"b\",\"id\":2,\"ID\":1}",
            "{\"UPDATED_AT\":\"b\",\"UPDATEDAT\":\"a\",\"Id\":2,\"i_d\":1}",
            "{\"i\\u0064\":\"2\",\"\\u0075pdatedAt\":\"\\u0061\"}",
        ] {
            assert_eq!(texts(text), some("2", "a"), "{text}");
        }
    }

    #[test]
    fn what_is_no_object_says_why() {
        for text in [
            "{",
            "{\"id\":1",
            "{\"id\" 1}",
            "{id:1}",
            "{\"id\":1,}",
            "oops",
            "\"a\nb\"",
            "[1",
            "{\"id\":what}",
            "1 2",
        ] {
            assert_eq!(texts(text), Err(NOT_JSON), "{text}");
        }
        for text in ["7", "\"x\"", "[1]", "null"] {
            assert_eq!(texts(text), Err(NOT_AN_OBJECT), "{text}");
        }
        assert_eq!(texts("{\"id\":{},\"updatedAt\":true}"), Ok((None, None)));
    }

    #[test]
    fn a_list_that_is_cut_off_is_one_and_the_members_before_are_known() {
        let mut object = Object::default();
        assert_eq!(object.read("{\"id\":\"a\",\"data\":[{\"x\":1},", &NAMES), Err(NOT_JSON));
        assert!(object.lists && object.has(0) && object.names("id"));
    }
}
