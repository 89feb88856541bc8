//! Settings as JavaScript gives them: an object of texts, where numbers and booleans count as their text.

use api_playground::{Settings, Timestamp};
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use std::collections::BTreeMap;
use std::fmt;
use wasm_bindgen::JsValue;

/// The member that is no setting: the path to be mounted at.
const BASE: &str = "base";

/// What makes a server.
pub(crate) struct Options {
    /// The path it is mounted at.
    pub(crate) base: String,
    /// Its settings.
    pub(crate) settings: Settings,
    /// The texts that give the same settings again, by key.
    pub(crate) texts: BTreeMap<String, String>,
}

/// Reads an object of settings; none at all is an empty one.
pub(crate) fn read(options: &JsValue, now: Timestamp) -> Result<Options, String> {
    let given: Option<BTreeMap<String, Option<Text>>> =
        serde_wasm_bindgen::from_value(options.clone()).map_err(|error| format!("Invalid settings: {error}"))?;
    let given = given.unwrap_or_default().into_iter();
    let mut texts: BTreeMap<String, String> = given.filter_map(|(key, text)| Some((key, text?.0))).collect();
    let base = texts.remove(BASE).unwrap_or_default();
    if !texts.contains_key("seed") {
        texts.insert("seed".to_owned(), drawn()?);
    }
    let mut settings = Settings::new("", now);
    for (key, text) in &texts {
        settings.set(key, text).map_err(|error| error.to_string())?;
    }
    let settings = settings.settle().map_err(|error| error.to_string())?;
    texts.insert("anchor".to_owned(), settings.anchor.to_string());
    Ok(Options { base, settings, texts })
}

/// A seed nobody has seen before.
#[expect(clippy::disallowed_methods, reason = "this door is where the seed is drawn")]
fn drawn() -> Result<String, String> {
    let mut bits = [0; 16];
    getrandom::fill(&mut bits).map_err(|error| format!("No randomness for the seed: {error}"))?;
    Ok(bits.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// A setting's text.
struct Text(String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor)
    }
}

struct TextVisitor;

impl Visitor<'_> for TextVisitor {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a number or a boolean")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Text, E> {
        Ok(Text(text.to_owned()))
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Text, E> {
        Ok(Text(flag.to_string()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Text, E> {
        Ok(Text(number.to_string()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Text, E> {
        Ok(Text(number.to_string()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Text, E> {
        Ok(Text(number.to_string()))
    }
}
