//! Pools of words that rows are composed from. A row picks by its own random bits: a tenth of a microsecond in place of three, and the
//! variety of the product of the pools. The pools are the same for every seed.
//!
//! `words.txt` was drawn with `fake`, once: linked into the program, that crate's lists and its random source would be a fifth of the wasm
//! module. A test draws the file again and holds it to that. No word needs escaping in JSON or quoting in CSV.

use std::sync::LazyLock;

/// The pools, and something behind the last word, for [`Word::wide`].
const TEXT: &str = concat!(include_str!("words.txt"), "........................");

pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| Words::read(TEXT));

/// No word is longer, in bytes.
const WIDE: usize = 24;

#[derive(Debug)]
pub(super) struct Words {
    pub(super) first_names: Pool,
    pub(super) last_names: Pool,
    pub(super) street_suffixes: Pool,
    pub(super) city_suffixes: Pool,
    pub(super) states: Pool,
    pub(super) company_suffixes: Pool,
    pub(super) seniorities: Pool,
    pub(super) fields: Pool,
    pub(super) positions: Pool,
}

/// Distinct words, never none.
#[derive(Debug)]
pub(super) struct Pool(Vec<Word>);

/// A word where it stands in the text of all.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// The word and what follows. To copy always the same number of bytes and cut them is a third of the work of copying just the word.
    wide: &'static [u8; WIDE],
    length: usize,
}

impl Word {
    /// Appends the word.
    pub(super) fn push(self, out: &mut Vec<u8>) {
        let length = out.len() + self.length;
        out.extend_from_slice(self.wide);
        out.truncate(length);
    }
}

impl Words {
    /// Reads one pool a line, its words separated by `|`, in the order of the fields.
    fn read(text: &'static str) -> Self {
        let mut rest = text.as_bytes();
        let mut pool = || {
            let mut words = Vec::new();
            while let Some(wide) = rest.first_chunk() {
                let length = wide.iter().position(|byte| matches!(byte, b'|' | b'\n')).unwrap_or(WIDE);
                words.push(Word { wide, length });
                let last = rest.get(length) != Some(&b'|');
                rest = rest.get(length + 1..).unwrap_or_default();
                if last {
                    break;
                }
            }
            Pool(words)
        };
        Self {
            first_names: pool(),
            last_names: pool(),
            street_suffixes: pool(),
            city_suffixes: pool(),
            states: pool(),
            company_suffixes: pool(),
            seniorities: pool(),
            fields: pool(),
            positions: pool(),
        }
    }
}

impl Pool {
    /// The word that 32 random bits choose.
    pub(super) fn pick(&self, bits: u32) -> Word {
        self.word((u64::from(bits) * self.0.len() as u64) >> 32)
    }

    /// The word at an index, which goes round.
    pub(super) fn at(&self, index: u64) -> Word {
        self.word(index % (self.0.len() as u64).max(1))
    }

    fn word(&self, index: u64) -> Word {
        let nothing = Word { wide: &[b'.'; WIDE], length: 0 };
        usize::try_from(index).ok().and_then(|index| self.0.get(index)).copied().unwrap_or(nothing)
    }
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "the test writes the file that it holds to what is drawn")]
mod tests {
    use super::*;
    use fake::Fake;
    use fake::faker::{address, company, job, name};
    use rand_chacha::ChaCha8Rng;
    use rand_chacha::rand_core::SeedableRng;

    fn text(word: &Word) -> &'static str {
        std::str::from_utf8(&word.wide[..word.length]).unwrap()
    }

    const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/data/words.txt");

    /// Draws distinct words until there are `enough`, or no more turn up.
    fn drawn(rng: &mut ChaCha8Rng, enough: usize, draw: fn(&mut ChaCha8Rng) -> String) -> String {
        let mut words: Vec<String> = Vec::new();
        for _ in 0..20_000 {
            let word = draw(rng);
            let plain = word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" '.-".contains(&byte));
            if words.len() < enough && plain && !words.contains(&word) {
                words.push(word);
            }
        }
        words.sort_unstable();
        words.join("|") + "\n"
    }

    #[test]
    fn the_file_is_what_fake_draws() {
        let rng = &mut ChaCha8Rng::from_seed(*b"api playground: pools of words 1");
        let text = [
            drawn(rng, 256, |rng| name::en::FirstName().fake_with_rng(rng)),
            drawn(rng, 256, |rng| name::en::LastName().fake_with_rng(rng)),
            drawn(rng, 64, |rng| address::en::StreetSuffix().fake_with_rng(rng)),
            drawn(rng, 64, |rng| address::en::CitySuffix().fake_with_rng(rng)),
            drawn(rng, 64, |rng| address::en::StateAbbr().fake_with_rng(rng)),
            drawn(rng, 64, |rng| company::en::CompanySuffix().fake_with_rng(rng)),
            drawn(rng, 64, |rng| job::en::Seniority().fake_with_rng(rng)),
            drawn(rng, 64, |rng| job::en::Field().fake_with_rng(rng)),
            drawn(rng, 64, |rng| job::en::Position().fake_with_rng(rng)),
        ]
        .concat();
        if std::env::var("UPDATE").is_ok() {
            std::fs::write(FILE, text).unwrap();
        } else {
            assert!(std::fs::read_to_string(FILE).unwrap() == text, "run `UPDATE=1 cargo test --lib words`");
        }
    }

    #[test]
    fn every_pool_has_distinct_words() {
        let (words, mut read) = (&*WORDS, Vec::new());
        for (pool, least) in [
            (&words.first_names, 256),
            (&words.last_names, 256),
            (&words.street_suffixes, 20),
            (&words.city_suffixes, 10),
            (&words.states, 50),
            (&words.company_suffixes, 4),
            (&words.seniorities, 4),
            (&words.fields, 10),
            (&words.positions, 10),
        ] {
            let texts: Vec<&str> = pool.0.iter().map(text).collect();
            assert!(texts.len() >= least && texts.iter().all(|text| !text.is_empty()), "{pool:?}");
            assert!(texts.iter().all(|text| !text.contains(['"', '\\', ',', ';', '\t', '\n', '|'])), "{pool:?}");
            assert_eq!((text(&pool.pick(0)), text(&pool.pick(u32::MAX))), (texts[0], texts[texts.len() - 1]));
            read.push(texts.join("|") + "\n");
        }
        assert_eq!(read.concat(), include_str!("words.txt"));
    }

    #[test]
    fn first_names_are_letters_and_last_names_have_an_apostrophe_at_most() {
        let letters = |word: &str| word.bytes().all(|byte| byte.is_ascii_alphabetic());
        assert!(WORDS.first_names.0.iter().all(|word| letters(text(word))));
        assert!(WORDS.last_names.0.iter().all(|word| letters(&text(word).replacen('\'', "", 1))));
        assert!(WORDS.last_names.0.iter().any(|word| text(word) == "O'Keefe"));
    }
}
