//! The languages that names, and some of what else rows hold, can be in.

/// A language, with the conventions of one country: `de` of Germany, `pt` of Portugal, `zh` of China, `ar` of Saudi Arabia.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Locale {
    /// English.
    #[default]
    En,
    /// German.
    De,
    /// French.
    Fr,
    /// Italian.
    It,
    /// Portuguese.
    Pt,
    /// Japanese.
    Ja,
    /// Chinese.
    Zh,
    /// Arabic.
    Ar,
}

impl Locale {
    /// All of them.
    pub const ALL: [Self; 8] =
        [Self::En, Self::De, Self::Fr, Self::It, Self::Pt, Self::Ja, Self::Zh, Self::Ar];
    /// Their names, in the same order (ISO 639-1).
    pub const NAMES: &[&str] = &["en", "de", "fr", "it", "pt", "ja", "zh", "ar"];

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::NAMES.get(self as usize).copied().unwrap_or_default()
    }
}
