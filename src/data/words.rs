//! Pools of words, drawn once with `fake` on first use. A row picks from them by its own random bits: a tenth of a microsecond in place of
//! three, and the variety of the product of the pools. The pools are the same for every seed.
//!
//! No word needs escaping in JSON (checked where the pools are made), and a field that CSV must quote is kept quoted beside.

use fake::Fake;
use fake::faker::{address, company, job, name};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use std::sync::LazyLock;

/// Words in each pool.
pub(super) const POOL: usize = 512;

/// Fixed for ever: it is part of our bytes.
const SEED: [u8; 32] = *b"api playground: pools of words 1";

pub(super) static WORDS: LazyLock<Words> = LazyLock::new(Words::draw);

#[derive(Debug)]
pub(super) struct Words {
    pub(super) first_names: Vec<Word>,
    pub(super) last_names: Vec<Word>,
    pub(super) streets: Vec<Word>,
    pub(super) cities: Vec<Word>,
    pub(super) states: Vec<Word>,
    pub(super) companies: Vec<Word>,
    pub(super) jobs: Vec<Word>,
}

/// A word in the forms that answers need.
#[derive(Debug)]
pub(super) struct Word {
    /// As it is, which is also its form in JSON.
    pub(super) text: String,
    /// As a field of CSV (RFC 4180): quoted where it has a comma.
    pub(super) csv: String,
    /// Lower-case letters and digits alone, for the local part of an e-mail address.
    pub(super) slug: String,
}

impl Words {
    fn draw() -> Self {
        let mut rng = ChaCha8Rng::from_seed(SEED);
        let mut pool = |draw: fn(&mut ChaCha8Rng) -> String| (0..POOL).map(|_| Word::new(draw(&mut rng))).collect();
        Self {
            first_names: pool(|rng| name::en::FirstName().fake_with_rng(rng)),
            last_names: pool(|rng| name::en::LastName().fake_with_rng(rng)),
            streets: pool(|rng| address::en::StreetName().fake_with_rng(rng)),
            cities: pool(|rng| address::en::CityName().fake_with_rng(rng)),
            states: pool(|rng| address::en::StateAbbr().fake_with_rng(rng)),
            companies: pool(|rng| company::en::CompanyName().fake_with_rng(rng)),
            jobs: pool(|rng| job::en::Title().fake_with_rng(rng)),
        }
    }
}

impl Word {
    fn new(drawn: String) -> Self {
        // What would need escaping is dropped, so that rows can be joined from words as they are.
        let text: String = drawn.chars().filter(|c| !c.is_control() && !['"', '\\'].contains(c)).collect();
        let csv = if text.contains(',') { format!("\"{text}\"") } else { text.clone() };
        let slug = text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        Self { text, csv, slug }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_stands_in_json_as_it_is_and_in_csv_quoted_where_it_must() {
        let words = &*WORDS;
        let pools = [
            &words.first_names,
            &words.last_names,
            &words.streets,
            &words.cities,
            &words.states,
            &words.companies,
            &words.jobs,
        ];
        for word in pools.into_iter().flatten() {
            assert_eq!(serde_json::to_string(&word.text).unwrap(), format!("\"{}\"", word.text));
            let mut csv = csv::Writer::from_writer(Vec::new());
            csv.write_record([&word.text]).unwrap();
            assert_eq!(String::from_utf8(csv.into_inner().unwrap()).unwrap(), format!("{}\n", word.csv));
            assert!(!word.text.is_empty());
        }
        for word in words.first_names.iter().chain(&words.last_names) {
            assert!(!word.slug.is_empty() && !word.text.contains(','), "{}", word.text);
        }
    }
}
