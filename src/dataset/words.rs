//! Pools of words that rows are composed from. A row picks by its own random bits: a tenth of a microsecond in place of three, and the
//! variety of the product of the pools. The pools are the same for every seed.
//!
//! `build.rs` draws them with `fake`: linked into the program, that crate's lists and its random source would be a fifth of the wasm
//! module. A test holds the words to their hash, since other words are other rows. No word needs escaping in JSON or quoting in CSV.

use super::layout::Layout;
use super::locale::Locale;
use std::sync::{Arc, OnceLock};

/// The pools of all locales, with padding behind the last word for [`Word::wide`].
const TEXT: &str =
    concat!("\n", include_str!(concat!(env!("OUT_DIR"), "/pools.txt")), "........................");

/// No word is longer, in bytes.
const WIDE: usize = 24;

/// The words of one locale; those it has none of its own for are the English ones.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) layout: &'static Layout,
    pub(super) first_names: Pool,
    pub(super) last_names: Pool,
    /// The names as they stand in e-mail addresses: ASCII letters, in any case. The English ones, if the names are in other letters than Latin.
    pub(super) first_mail: Pool,
    pub(super) last_mail: Pool,
    /// The last names that streets and cities are named after.
    pub(super) place_names: Pool,
    pub(super) street_suffixes: Pool,
    pub(super) city_suffixes: Pool,
    pub(super) states: Pool,
    /// The last names that companies are named after.
    pub(super) company_names: Pool,
    pub(super) company_suffixes: Pool,
    pub(super) seniorities: Pool,
    pub(super) fields: Pool,
    pub(super) positions: Pool,
}

/// Distinct words, never none.
#[derive(Clone, Debug)]
pub(super) struct Pool(Arc<[Word]>);

/// A word, as a slice of the text that holds all pools.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// The word and what follows. To copy always the same number of bytes and cut them is a third of the work of copying just the word.
    wide: &'static [u8; WIDE],
    length: usize,
}

/// A word that is a literal in the code.
macro_rules! word {
    ($text:literal) => {
        Word::padded(const { &Word::wide($text) }, $text.len())
    };
}
pub(super) use word;

impl Word {
    pub(super) const fn padded(wide: &'static [u8; WIDE], length: usize) -> Self {
        Self { wide, length }
    }

    /// A text with blanks behind it.
    pub(super) const fn wide(text: &str) -> [u8; WIDE] {
        let (mut wide, mut at) = ([b' '; WIDE], 0);
        while at < text.len() {
            wide[at] = text.as_bytes()[at];
            at += 1;
        }
        wide
    }

    /// Whether it starts with a comma, which has to be quoted in CSV.
    pub(super) fn is_comma(self) -> bool {
        self.wide[0] == b','
    }

    /// Appends the word.
    pub(super) fn push(self, out: &mut Vec<u8>) {
        let length = out.len() + self.length;
        out.extend_from_slice(self.wide);
        out.truncate(length);
    }

    /// Takes a word and the byte that ends it.
    fn take(rest: &mut &'static [u8]) -> Option<(Self, u8)> {
        let length = rest.iter().position(|byte| matches!(byte, b'=' | b'|' | b'\n'))?;
        let (wide, end) = (rest.first_chunk()?, *rest.get(length)?);
        *rest = rest.get(length + 1..)?;
        Some((Self { wide, length }, end))
    }

    fn is_ascii(self) -> bool {
        self.wide.iter().take(self.length).all(u8::is_ascii)
    }

    /// Its length in bytes.
    pub(super) const fn length(self) -> usize {
        self.length
    }
}

impl Words {
    /// The words of a locale, which are read when they are first asked for.
    pub(super) fn of(locale: Locale) -> &'static Self {
        static ALL: [OnceLock<Words>; Locale::ALL.len()] =
            [const { OnceLock::new() }; Locale::ALL.len()];
        ALL[locale as usize].get_or_init(|| Self::read(locale))
    }

    /// Reads one pool a line, in the order in which `build.rs` writes them behind the locale's name.
    fn read(locale: Locale) -> Self {
        let name = format!("\n{}\n", locale.name());
        let start = TEXT.find(&name).map_or(TEXT.len(), |at| at + name.len());
        let mut rest = TEXT.as_bytes().get(start..).unwrap_or_default();
        let [first, last, streets, cities, states, companies, seniorities, fields, positions] =
            std::array::from_fn(|_| Entry::line(&mut rest));
        let english = (locale != Locale::En).then(|| Self::of(Locale::En));
        let pool = |line: &[Entry], other: fn(&Self) -> &Pool| match english {
            Some(english) if line.is_empty() => other(english).clone(),
            _ => Pool(line.iter().map(|entry| entry.word).collect()),
        };
        let mail = |line: &[Entry], other: fn(&Self) -> &Pool| match english {
            Some(english) if line.iter().any(|entry| !entry.mail.is_ascii()) => {
                other(english).clone()
            }
            _ => Pool(line.iter().map(|entry| entry.mail).collect()),
        };
        let names = |own: &[Entry]| {
            pool(if own.is_empty() { &[] } else { &last }, |words| &words.last_names)
        };
        Self {
            layout: Layout::of(locale),
            first_names: pool(&first, |words| &words.first_names),
            last_names: pool(&last, |words| &words.last_names),
            first_mail: mail(&first, |words| &words.first_mail),
            last_mail: mail(&last, |words| &words.last_mail),
            place_names: names(&streets),
            street_suffixes: pool(&streets, |words| &words.street_suffixes),
            city_suffixes: pool(&cities, |words| &words.city_suffixes),
            states: pool(&states, |words| &words.states),
            company_names: names(&companies),
            company_suffixes: pool(&companies, |words| &words.company_suffixes),
            seniorities: pool(&seniorities, |words| &words.seniorities),
            fields: pool(&fields, |words| &words.fields),
            positions: pool(&positions, |words| &words.positions),
        }
    }
}

/// A word of the text, and its form in e-mail addresses, which is mostly the same.
struct Entry {
    word: Word,
    mail: Word,
}

impl Entry {
    /// Takes a line, its entries separated by `|`.
    fn line(rest: &mut &'static [u8]) -> Vec<Self> {
        let mut entries = Vec::new();
        while let Some((word, mut end)) = Word::take(rest) {
            let mut mail = word;
            if end == b'=' {
                let Some(other) = Word::take(rest) else { break };
                (mail, end) = other;
            }
            entries.extend((word.length > 0).then_some(Self { word, mail }));
            if end == b'\n' {
                break;
            }
        }
        entries
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
mod tests {
    use super::*;
    use sha2::{Digest, Sha256};

    /// SHA-256 of the pools. Another one means that `fake` or its random source drew other words, and that rows are others.
    const POOLS: &str = "38013676caa6cdedb8791eef7246f11b58a8ef9bfe4b4a1b3a305579e70eb013";

    fn texts(pool: &Pool) -> Vec<&'static str> {
        pool.0.iter().map(|word| std::str::from_utf8(&word.wide[..word.length]).unwrap()).collect()
    }

    #[test]
    fn the_words_drawn_are_those_that_rows_were_always_made_of() {
        let drawn = include_str!(concat!(env!("OUT_DIR"), "/pools.txt"));
        let hash: String = Sha256::digest(drawn).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hash, POOLS);
    }

    #[test]
    fn every_pool_has_distinct_words_that_need_no_escaping() {
        for locale in Locale::ALL {
            let words = Words::of(locale);
            let names = if locale == Locale::En { 256..=256 } else { 40..=200 };
            for (pool, bounds) in [
                (&words.first_names, names.clone()),
                (&words.last_names, names.clone()),
                (&words.place_names, 40..=256),
                (&words.street_suffixes, 6..=64),
                (&words.city_suffixes, 3..=64),
                (&words.states, 16..=64),
                (&words.company_names, 40..=256),
                (&words.company_suffixes, 4..=64),
                (&words.seniorities, 3..=64),
                (&words.fields, 10..=64),
                (&words.positions, 10..=64),
            ] {
                let mut texts = texts(pool);
                assert!(bounds.contains(&texts.len()), "{locale:?} {texts:?}");
                assert!(
                    texts.iter().all(|text| !text.is_empty() && text.trim() == *text),
                    "{texts:?}"
                );
                assert!(
                    !texts.concat().contains(['"', '\\', ',', ';', '\t', '\n', '|', '=']),
                    "{texts:?}"
                );
                assert_eq!(
                    (pool.pick(0).wide, pool.pick(u32::MAX).wide),
                    (pool.0[0].wide, pool.0[texts.len() - 1].wide)
                );
                texts.sort_unstable();
                texts.dedup();
                assert_eq!(texts.len(), pool.0.len(), "{texts:?}");
            }
        }
    }

    #[test]
    fn names_in_mail_are_ascii_letters_of_the_same_name_or_of_an_english_one() {
        let english = Words::of(Locale::En);
        for locale in Locale::ALL {
            let words = Words::of(locale);
            for (names, mail, other) in [
                (&words.first_names, &words.first_mail, &english.first_mail),
                (&words.last_names, &words.last_mail, &english.last_mail),
            ] {
                let (names, mail, other) = (texts(names), texts(mail), texts(other));
                assert!(mail.concat().bytes().all(|byte| byte.is_ascii_alphabetic()), "{mail:?}");
                if matches!(locale, Locale::Ja | Locale::Zh | Locale::Ar) {
                    assert_eq!(mail, other);
                } else {
                    assert!(
                        names
                            .iter()
                            .zip(&mail)
                            .all(|(name, mail)| !name.is_ascii() || name.starts_with(&mail[..1]))
                    );
                }
            }
        }
        let of = |locale, name: &str| {
            let words = Words::of(locale);
            let at = texts(&words.last_names).iter().position(|word| *word == name).unwrap();
            texts(&words.last_mail)[at]
        };
        assert_eq!((of(Locale::En, "O'Keefe"), of(Locale::It, "De Luca")), ("OKeefe", "DeLuca"));
        assert_eq!((of(Locale::De, "Weiß"), of(Locale::Pt, "Gonçalves")), ("Weiss", "Goncalves"));
    }

    #[test]
    fn a_locale_has_words_of_its_own_where_the_help_says_so() {
        let english = Words::of(Locale::En);
        let own = |pool: fn(&Words) -> &Pool| {
            let is_own = |locale: &Locale| texts(pool(Words::of(*locale))) != texts(pool(english));
            let names: Vec<&str> =
                Locale::ALL.into_iter().filter(is_own).map(Locale::name).collect();
            let (last, others) = names.split_last().unwrap();
            format!("{} and {last}", others.join(", "))
        };
        assert_eq!(own(|words| &words.first_names), "de, fr, it, pt, ja, zh and ar");
        assert_eq!(own(|words| &words.last_names), "de, fr, it, pt, ja, zh and ar");
        let setting =
            crate::settings::SETTINGS.iter().find(|setting| setting.key == "locale").unwrap();
        for (what, pool) in [
            ("addresses", (|words| &words.street_suffixes) as fn(&Words) -> &Pool),
            ("addresses", |words| &words.place_names),
            ("companies", |words| &words.company_suffixes),
            ("companies", |words| &words.company_names),
            ("jobs", |words| &words.fields),
            ("jobs", |words| &words.seniorities),
        ] {
            let said =
                format!("{what}{} in {}", if what == "addresses" { " too" } else { "" }, own(pool));
            assert!(setting.description.contains(&said), "{said}");
        }
    }
}
