//! How a locale puts its words together: which name comes first, and the forms of addresses, companies and jobs.
//!
//! What `fake` has no words for is in English, its form and its words, so that no field mixes two languages.

use super::locale::Locale;
use super::words::{Word, word};

/// The forms of a locale.
#[derive(Debug)]
pub(super) struct Layout {
    /// Whether the family name comes first.
    pub(super) family_first: bool,
    /// What stands between the two names.
    pub(super) between_names: Word,
    /// The parts of an address; None for the English one, which has several forms.
    pub(super) address: Option<&'static [Part]>,
    /// What stands between the name of a company and its suffix, between two partners, and twice between three.
    pub(super) company: [Word; 4],
    /// Whether a job's position comes before its seniority and field.
    pub(super) position_first: bool,
    /// What stands between the words of a job.
    pub(super) between_job: Word,
}

/// A part of an address.
#[derive(Debug)]
pub(super) enum Part {
    /// The family name that the street is named after.
    Street,
    /// What makes a street of a name.
    StreetSuffix,
    /// The number of the house.
    House,
    /// A postcode of five digits.
    Postcode,
    /// A postcode of six digits.
    LongPostcode,
    /// A postcode of four digits and three.
    SplitPostcode,
    /// The family name that the city is named after.
    City,
    /// What makes a city of a name.
    CitySuffix,
    /// The abbreviation of the province.
    State,
    /// The end of the first line.
    LineFeed,
    /// A text as it is.
    Text(Word),
}

use Part::{
    City, CitySuffix, House, LineFeed, LongPostcode, Postcode, SplitPostcode, State, Street,
    StreetSuffix, Text,
};

/// A blank between two parts.
const BLANK: Part = Text(word!(" "));

const ENGLISH: Layout = Layout {
    family_first: false,
    between_names: word!(" "),
    address: None,
    company: [word!(" "), word!("-"), word!(", "), word!(" and ")],
    position_first: false,
    between_job: word!(" "),
};

static EN: Layout = ENGLISH;

static DE: Layout = Layout {
    address: Some(&[
        Street,
        StreetSuffix,
        BLANK,
        House,
        LineFeed,
        Postcode,
        BLANK,
        City,
        CitySuffix,
    ]),
    company: [word!(" "), word!("-"), word!(", "), word!(" und ")],
    ..ENGLISH
};

static FR: Layout = Layout {
    address: Some(&[House, BLANK, StreetSuffix, BLANK, Street, LineFeed, Postcode, BLANK, City]),
    ..ENGLISH
};

static IT: Layout = Layout {
    address: Some(&[
        StreetSuffix,
        BLANK,
        Street,
        BLANK,
        House,
        LineFeed,
        Postcode,
        BLANK,
        City,
        BLANK,
        CitySuffix,
        BLANK,
        State,
    ]),
    company: [word!(" "), word!("-"), word!(", "), word!(" e ")],
    position_first: true,
    ..ENGLISH
};

static PT: Layout = Layout {
    address: Some(&[
        StreetSuffix,
        BLANK,
        Street,
        BLANK,
        House,
        LineFeed,
        SplitPostcode,
        BLANK,
        City,
        BLANK,
        CitySuffix,
    ]),
    company: [word!(" "), word!("-"), word!(", "), word!(" e ")],
    ..ENGLISH
};

static JA: Layout = Layout {
    family_first: true,
    company: [word!(""), word!("・"), word!("・"), word!("・")],
    between_job: word!(""),
    ..ENGLISH
};

static ZH: Layout = Layout {
    family_first: true,
    between_names: word!(""),
    address: Some(&[
        LongPostcode,
        BLANK,
        City,
        CitySuffix,
        LineFeed,
        Street,
        StreetSuffix,
        House,
        Text(word!("号")),
    ]),
    company: [word!(""), word!("与"), word!("、"), word!("和")],
    ..ENGLISH
};

impl Layout {
    /// The forms of a locale.
    pub(super) const fn of(locale: Locale) -> &'static Self {
        match locale {
            Locale::En | Locale::Ar => &EN,
            Locale::De => &DE,
            Locale::Fr => &FR,
            Locale::It => &IT,
            Locale::Pt => &PT,
            Locale::Ja => &JA,
            Locale::Zh => &ZH,
        }
    }
}
