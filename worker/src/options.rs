//! Settings as JavaScript gives them: an object of texts, where numbers and booleans count as their text.
//!
//! Read without serde-wasm-bindgen, which writes objects here: its errors would bring the printing of floats into the module, 14 kB
//! (`docs/decisions/libraries.md`).

use connector_playground::{Settings, Timestamp};
use indexmap::IndexMap;
use js_sys::{Array, Object};
use wasm_bindgen::prelude::*;

/// The members that are no settings: the path to be mounted at, or the whole URL; whether other isolates answer, too.
const BASE: &str = "base";
const ISOLATED: &str = "isolated";

#[wasm_bindgen]
extern "C" {
    /// JavaScript's own text of a value.
    #[wasm_bindgen(js_name = String)]
    fn text(value: &JsValue) -> String;
}

/// What makes a server.
pub(crate) struct Options {
    /// The path it is mounted at, or the URL that all requests are below.
    pub(crate) base: String,
    /// Whether other isolates answer, too, each with a memory of its own.
    pub(crate) isolated: bool,
    /// Its settings.
    pub(crate) settings: Settings,
    /// The texts that give the same settings again, by key.
    pub(crate) texts: Texts,
}

/// Reads an object of settings; none at all is an empty one.
pub(crate) fn read(options: &JsValue, now: Timestamp) -> Result<Options, String> {
    let mut texts = texts(options)?;
    let base = texts.shift_remove(BASE).unwrap_or_default();
    let isolated = texts.shift_remove(ISOLATED).is_some_and(|text| text == "true");
    if !texts.contains_key("seed") {
        texts.insert("seed".to_owned(), drawn()?);
    }
    // A clock that is set wrongly shows the nearest moment that data can end at.
    let mut settings = Settings::builder("", now.clamp(Timestamp::UNIX_EPOCH, Timestamp::MAX));
    for (key, text) in &texts {
        settings = settings.set(key, text).map_err(|error| error.to_string())?;
    }
    let settings = settings.build().map_err(|error| error.to_string())?;
    texts.insert("anchor".to_owned(), settings.anchor.to_string());
    Ok(Options { base, isolated, settings, texts })
}

/// Settings by key, in the order in which they were given.
pub(crate) type Texts = IndexMap<String, String>;

/// The members of an object as texts; those without a value are left out.
fn texts(options: &JsValue) -> Result<Texts, String> {
    if options.is_undefined() {
        return Ok(Texts::new());
    }
    if !options.is_object() {
        return Err("Settings must be an object of texts".to_owned());
    }
    let member = |entry: JsValue| {
        let entry: Array = entry.unchecked_into();
        let value = Some(entry.get(1)).filter(|value| !value.is_undefined() && !value.is_null())?;
        Some((entry.get(0).as_string()?, text(&value)))
    };
    Ok(Object::entries(options.unchecked_ref()).iter().filter_map(member).collect())
}

/// A seed nobody has seen before.
#[expect(clippy::disallowed_methods, reason = "this adapter is where the seed is drawn")]
fn drawn() -> Result<String, String> {
    let mut bits = [0; 16];
    getrandom::fill(&mut bits).map_err(|error| format!("No randomness for the seed: {error}"))?;
    // The first digit is a letter, so no reader takes the seed for a number.
    bits[0] |= 0xa0;
    Ok(bits.iter().map(|byte| format!("{byte:02x}")).collect())
}
