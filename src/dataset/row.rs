//! The drawn fields of a record, each composed of words that bits of its own choose.
//!
//! No word holds a quote, a backslash, a comma or a control character: what does is put in here, and known where it is.

use super::layout::Part;
use super::locale::Locale;
use super::words::{Word, Words};
use crate::rng::{Draws, Rng};

/// Lanes of the stream that fields are drawn from; lanes 0 and 1 are the timeline's.
mod lane {
    pub(super) const NAME: u64 = 2;
    pub(super) const EMAIL: u64 = 3;
    pub(super) const STREET: u64 = 4;
    pub(super) const CITY: u64 = 5;
    pub(super) const HOUSE: u64 = 6;
    pub(super) const REGION: u64 = 7;
    pub(super) const COMPANY: u64 = 8;
    pub(super) const PARTNER: u64 = 9;
    pub(super) const JOB: u64 = 10;
    pub(super) const POSITION: u64 = 11;
    pub(super) const UNKNOWN: u64 = 12;
    pub(super) const PHONE: u64 = 13;
}

/// A sink for fields: either collects the bytes, or only counts them.
pub(super) trait Out {
    /// Appends a text.
    fn text(&mut self, text: &[u8]);

    /// Appends a word.
    fn word(&mut self, word: Word);

    /// Appends the last N decimal digits of a number, zeros in front.
    fn digits<const N: usize>(&mut self, number: u32);

    /// Appends two names with a dot between them, as they stand before the `@`.
    fn mailbox(&mut self, first: Word, last: Word);
}

impl Out for Vec<u8> {
    fn text(&mut self, text: &[u8]) {
        self.extend_from_slice(text);
    }

    fn word(&mut self, word: Word) {
        word.push(self);
    }

    fn digits<const N: usize>(&mut self, mut number: u32) {
        let mut text = [b'0'; N];
        for digit in text.iter_mut().rev() {
            *digit += u8::try_from(number % 10).unwrap_or_default();
            number /= 10;
        }
        self.extend_from_slice(&text);
    }

    fn mailbox(&mut self, first: Word, last: Word) {
        let start = self.len();
        first.push(self);
        self.push(b'.');
        last.push(self);
        self.get_mut(start..).unwrap_or_default().make_ascii_lowercase();
    }
}

/// A number of bytes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counted(pub(super) u64);

impl Out for Counted {
    fn text(&mut self, text: &[u8]) {
        self.0 += text.len() as u64;
    }

    fn word(&mut self, word: Word) {
        self.0 += word.length() as u64;
    }

    fn digits<const N: usize>(&mut self, _: u32) {
        self.0 += N as u64;
    }

    fn mailbox(&mut self, first: Word, last: Word) {
        self.word(first);
        self.text(b".");
        self.word(last);
    }
}

/// The fields of one place; each is drawn when it is written.
pub(super) struct Row {
    drawn: Draws,
    /// What changes from version to version is drawn from these.
    drawn_anew: Draws,
    words: &'static Words,
}

impl Row {
    /// The fields of a place.
    pub(super) fn new(rng: &Rng, locale: Locale, place: u64) -> Self {
        let drawn = rng.at(place);
        Self { drawn, drawn_anew: drawn, words: Words::of(locale) }
    }

    /// The fields of a version of a place: the first is the place's own, others have another company and job.
    pub(super) fn version(rng: &Rng, locale: Locale, place: u64, number: u32) -> Self {
        let row = Self::new(rng, locale, place);
        Self { drawn_anew: rng.at(place ^ (u64::from(number) << 40)), ..row }
    }

    /// Whether this is one of the records, one of five, whose company and job may not be known.
    pub(super) fn is_unknown(&self) -> bool {
        self.draw(lane::UNKNOWN).0.is_multiple_of(5)
    }

    /// Two times 32 bits of a lane whose field changes from version to version.
    fn draw_anew(&self, lane: u64) -> (u32, u32) {
        halves(self.drawn_anew.word(lane))
    }

    /// Two times 32 bits of a lane.
    fn draw(&self, lane: u64) -> (u32, u32) {
        halves(self.drawn.word(lane))
    }

    /// Appends both names, in the order of the locale.
    pub(super) fn name(&self, out: &mut impl Out) {
        let (first, last) = self.draw(lane::NAME);
        let Words { first_names, last_names, layout, .. } = self.words;
        let (first, last) = (first_names.pick(first), last_names.pick(last));
        let (one, other) = if layout.family_first { (last, first) } else { (first, last) };
        out.word(one);
        out.word(layout.between_names);
        out.word(other);
    }

    /// Appends an address made from the name, in a domain that is nobody's (RFC 2606 section 3).
    pub(super) fn email(&self, out: &mut impl Out) {
        let (first, last) = self.draw(lane::NAME);
        let (first, last) = (self.words.first_mail.pick(first), self.words.last_mail.pick(last));
        let (number, domain) = self.draw(lane::EMAIL);
        out.mailbox(first, last);
        out.digits::<2>(number % 100);
        out.text([b"@example.com", b"@example.net", b"@example.org"][(domain % 3) as usize]);
    }

    /// Appends a telephone number, of those in North America that are nobody's.
    pub(super) fn phone(&self, out: &mut impl Out) {
        let (area, line) = self.draw(lane::PHONE);
        out.text(b"+1-");
        out.digits::<3>(201 + area % 789);
        out.text(b"-555-01");
        out.digits::<2>(line % 100);
    }

    /// Appends a postal address of two lines.
    pub(super) fn address(&self, line_feed: &str, out: &mut impl Out) {
        match self.words.layout.address {
            None => self.english_address(line_feed, out),
            Some(parts) => parts.iter().for_each(|part| self.part(part, line_feed, out)),
        }
    }

    fn part(&self, part: &Part, line_feed: &str, out: &mut impl Out) {
        let words = self.words;
        let (street, city, region) =
            (self.draw(lane::STREET), self.draw(lane::CITY), self.draw(lane::REGION));
        match *part {
            Part::Street => out.word(words.place_names.pick(street.0)),
            Part::StreetSuffix => out.word(words.street_suffixes.pick(street.1)),
            Part::House => out.digits::<2>(10 + self.draw(lane::HOUSE).0 % 90),
            Part::City => out.word(words.place_names.pick(city.0)),
            Part::CitySuffix => out.word(words.city_suffixes.pick(city.1)),
            Part::State => out.word(words.states.pick(region.0)),
            Part::Postcode => out.digits::<5>(10_000 + region.1 % 90_000),
            Part::LongPostcode => out.digits::<6>(100_000 + region.1 % 750_000),
            Part::SplitPostcode => {
                out.digits::<4>(1000 + region.1 % 9000);
                out.text(b"-");
                out.digits::<3>(region.1 / 9000);
            }
            Part::LineFeed => out.text(line_feed.as_bytes()),
            Part::Text(text) => out.word(text),
        }
    }

    /// One in sixteen is a military one, without a comma; three in eight have a second unit.
    fn english_address(&self, line_feed: &str, out: &mut impl Out) {
        let (house, unit) = self.draw(lane::HOUSE);
        let (state, zip) = self.draw(lane::REGION);
        if unit.is_multiple_of(16) {
            out.text(b"Unit ");
            out.digits::<4>(house);
            out.text(b" Box ");
            out.digits::<4>(unit / 16);
            out.text(line_feed.as_bytes());
            out.text(b"DPO AE ");
            out.digits::<5>(9000 + zip % 1000);
            return;
        }
        let (street, suffix) = self.draw(lane::STREET);
        let (city, ending) = self.draw(lane::CITY);
        let words = self.words;
        out.digits::<4>(1 + house % 9999);
        out.text(b" ");
        out.word(words.place_names.pick(street));
        out.text(b" ");
        out.word(words.street_suffixes.pick(suffix));
        let kind = match unit % 16 {
            1..4 => " Apt. ",
            4..7 => " Suite ",
            _ => "",
        };
        if !kind.is_empty() {
            out.text(kind.as_bytes());
            out.digits::<3>(unit / 16);
        }
        out.text(line_feed.as_bytes());
        out.word(words.place_names.pick(city));
        out.word(words.city_suffixes.pick(ending));
        out.text(b", ");
        out.word(words.states.pick(state));
        out.text(b" ");
        out.digits::<5>(501 + zip % 99_000);
    }

    /// Appends a company; `quote` stands around one that has a comma, as in most locales a third of them do.
    pub(super) fn company(&self, quote: &str, out: &mut impl Out) {
        let (kind, one) = self.draw_anew(lane::COMPANY);
        let (other, third) = self.draw_anew(lane::PARTNER);
        let Words { company_names: names, company_suffixes: suffixes, layout, .. } = self.words;
        let [before_suffix, pair, comma, and] = layout.company;
        let one = names.pick(one);
        match kind % 3 {
            0 => {
                out.word(one);
                out.word(before_suffix);
                out.word(suffixes.pick(other));
            }
            1 => {
                out.word(one);
                out.word(pair);
                out.word(names.pick(other));
            }
            _ => {
                let quote = if comma.is_comma() { quote.as_bytes() } else { b"" };
                out.text(quote);
                out.word(one);
                out.word(comma);
                out.word(names.pick(other));
                out.word(and);
                out.word(names.pick(third));
                out.text(quote);
            }
        }
    }

    /// Appends a job's title.
    pub(super) fn job(&self, out: &mut impl Out) {
        let (seniority, field) = self.draw_anew(lane::JOB);
        let (position, _) = self.draw_anew(lane::POSITION);
        let Words { seniorities, fields, positions, layout, .. } = self.words;
        let (seniority, field, position) =
            (seniorities.pick(seniority), fields.pick(field), positions.pick(position));
        let [one, two, three] = if layout.position_first {
            [position, seniority, field]
        } else {
            [seniority, field, position]
        };
        out.word(one);
        out.word(layout.between_job);
        out.word(two);
        out.word(layout.between_job);
        out.word(three);
    }
}

/// A word of 64 bits as two of 32.
const fn halves(word: u64) -> (u32, u32) {
    (word as u32, (word >> 32) as u32)
}
