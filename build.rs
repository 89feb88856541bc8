//! Draws the pools of words that rows are composed from with `fake`, into `pools.txt` of the build's own folder.
//!
//! At build time, because that crate's lists and its random source would be a fifth of the wasm module. Pinned to one version of it, because
//! the words are part of the data: `src/dataset/words.rs` holds the hash of what is drawn.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::print_stdout,
    reason = "a build writes files and tells cargo"
)]

use deunicode::deunicode;
use fake::Fake;
use fake::faker::{
    address::raw as address, company::raw as company, job::raw as job, name::raw as name,
};
use fake::locales::{AR_SA, DE_DE, Data, EN, FR_FR, IT_IT, JA_JP, PT_PT, ZH_CN};
use fake::rand::SeedableRng;
use fake::rand::rngs::ChaCha8Rng;
use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;

const SEED: [u8; 32] = *b"api playground: pools of words 1";
/// Draws for a pool: enough to come by all words where there are few.
const DRAWS: usize = 20_000;
/// Longest word, in bytes; `src/dataset/words.rs` copies as many.
const LONGEST: usize = 24;
/// Most words of a pool that holds no names.
const FEW: usize = 64;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let pools = [
        pools("en", EN, 256),
        pools("de", DE_DE, 200),
        pools("fr", FR_FR, 200),
        pools("it", IT_IT, 200),
        pools("pt", PT_PT, 200),
        pools("ja", JA_JP, 200),
        pools("zh", ZH_CN, 200),
        pools("ar", AR_SA, 200),
    ];
    let out = std::env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?;
    std::fs::write(Path::new(&out).join("pools.txt"), pools.concat())?;
    Ok(())
}

/// The name of a locale and its pools, one a line: first and last names, at most `most` of each, then words for streets, cities, states,
/// companies and jobs. The line of a pool that `fake` has in English only is empty; not every layout has a use for every pool.
fn pools<L: Data + Copy>(name: &str, locale: L, most: usize) -> String {
    let rng = &mut ChaCha8Rng::from_seed(SEED);
    macro_rules! own {
        ($faker:expr, $words:ident) => {{
            let own = name == "en" || L::$words != EN::$words;
            drawn(if own { FEW } else { 0 }, || $faker.fake_with_rng(rng)).join("|")
        }};
    }
    [
        name.to_owned(),
        mailed(drawn(most, || name::FirstName(locale).fake_with_rng(rng))),
        mailed(drawn(most, || name::LastName(locale).fake_with_rng(rng))),
        own!(address::StreetSuffix(locale), ADDRESS_STREET_SUFFIX),
        own!(address::CitySuffix(locale), ADDRESS_CITY_SUFFIX),
        own!(address::StateAbbr(locale), ADDRESS_STATE_ABBR),
        own!(company::CompanySuffix(locale), COMPANY_SUFFIX),
        own!(job::Seniority(locale), JOB_SENIORITY),
        own!(job::Field(locale), JOB_FIELD),
        own!(job::Position(locale), JOB_POSITION),
    ]
    .join("\n")
        + "\n"
}

/// Distinct words, sorted.
fn drawn(most: usize, mut draw: impl FnMut() -> &'static str) -> Vec<&'static str> {
    let mut words = BTreeSet::new();
    for _ in 0..DRAWS {
        let word = draw().trim();
        if words.len() < most && word.len() <= LONGEST && is_plain(word) {
            words.insert(word);
        }
    }
    words.into_iter().collect()
}

/// Whether a word needs no escaping in JSON and no quoting in any dialect of CSV.
fn is_plain(word: &str) -> bool {
    !word.contains(|c: char| c.is_control() || matches!(c, '"' | '\\' | ',' | ';' | '|' | '='))
}

/// A line of names. Behind a name in Latin letters follow a `=` and its form in e-mail addresses, where that is another.
fn mailed(names: Vec<&str>) -> String {
    let is_latin = |name: &str| !name.contains(|c: char| c.is_alphabetic() && c > '\u{24f}');
    let mailed = |name: &str| match deunicode(name).replace(|c: char| !c.is_ascii_alphabetic(), "")
    {
        letters if is_latin(name) && letters != name => format!("{name}={letters}"),
        _ => name.to_owned(),
    };
    names.into_iter().map(mailed).collect::<Vec<_>>().join("|")
}
