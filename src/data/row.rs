//! The drawn fields of a record, each composed of words that bits of its own choose.
//!
//! No word holds a quote, a backslash, a comma or a control character: what does is put in here, and known where it is.

use super::stream::{Place, Stream};
use super::words::{WORDS, Word, Words};

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
}

/// The fields of one place; each is drawn when it is written.
pub(super) struct Row {
    drawn: Place,
    words: &'static Words,
}

impl Row {
    /// The fields of a place.
    pub(super) fn new(stream: &Stream, place: u64) -> Self {
        Self { drawn: stream.at(place), words: &WORDS }
    }

    /// Two times 32 bits of a lane.
    fn draw(&self, lane: u64) -> (u32, u32) {
        halves(self.drawn.word(lane))
    }

    fn names(&self) -> (Word, Word) {
        let (first, last) = self.draw(lane::NAME);
        (self.words.first_names.pick(first), self.words.last_names.pick(last))
    }

    /// Appends first and last name.
    pub(super) fn name(&self, out: &mut Vec<u8>) {
        let (first, last) = self.names();
        first.push(out);
        out.push(b' ');
        last.push(out);
    }

    /// Appends an address made from the name, in a domain that is nobody's (RFC 2606 section 3).
    pub(super) fn email(&self, out: &mut Vec<u8>) {
        let (first, last) = self.names();
        let (number, domain) = self.draw(lane::EMAIL);
        let start = out.len();
        first.push(out);
        out.push(b'.');
        let middle = out.len();
        last.push(out);
        // A last name is letters, and an apostrophe at most.
        if let Some(at) = out.iter().skip(middle).position(|&byte| byte == b'\'') {
            out.remove(middle + at);
        }
        out.get_mut(start..).unwrap_or_default().make_ascii_lowercase();
        digits::<2>(number % 100, out);
        out.extend_from_slice([b"@example.com", b"@example.net", b"@example.org"][(domain % 3) as usize]);
    }

    /// Appends a postal address of two lines. One in sixteen is a military one, without a comma; three in eight have a second unit.
    pub(super) fn address(&self, line_feed: &str, out: &mut Vec<u8>) {
        let (house, unit) = self.draw(lane::HOUSE);
        let (state, zip) = self.draw(lane::REGION);
        if unit.is_multiple_of(16) {
            push(out, &["Unit "]);
            digits::<4>(house, out);
            push(out, &[" Box "]);
            digits::<4>(unit / 16, out);
            push(out, &[line_feed, "DPO AE "]);
            digits::<5>(9000 + zip % 1000, out);
            return;
        }
        let (street, suffix) = self.draw(lane::STREET);
        let (city, ending) = self.draw(lane::CITY);
        let words = self.words;
        digits::<4>(1 + house % 9999, out);
        out.push(b' ');
        words.last_names.pick(street).push(out);
        out.push(b' ');
        words.street_suffixes.pick(suffix).push(out);
        let kind = match unit % 16 {
            1..4 => " Apt. ",
            4..7 => " Suite ",
            _ => "",
        };
        if !kind.is_empty() {
            push(out, &[kind]);
            digits::<3>(unit / 16, out);
        }
        push(out, &[line_feed]);
        words.last_names.pick(city).push(out);
        words.city_suffixes.pick(ending).push(out);
        out.extend_from_slice(b", ");
        words.states.pick(state).push(out);
        out.push(b' ');
        digits::<5>(501 + zip % 99_000, out);
    }

    /// Appends a company; `quote` stands around one that has a comma, as a third of them do.
    pub(super) fn company(&self, quote: &str, out: &mut Vec<u8>) {
        let (kind, one) = self.draw(lane::COMPANY);
        let (other, third) = self.draw(lane::PARTNER);
        let names = &self.words.last_names;
        let one = names.pick(one);
        match kind % 3 {
            0 => {
                one.push(out);
                out.push(b' ');
                self.words.company_suffixes.pick(other).push(out);
            }
            1 => {
                one.push(out);
                out.push(b'-');
                names.pick(other).push(out);
            }
            _ => {
                push(out, &[quote]);
                one.push(out);
                out.extend_from_slice(b", ");
                names.pick(other).push(out);
                out.extend_from_slice(b" and ");
                names.pick(third).push(out);
                push(out, &[quote]);
            }
        }
    }

    /// Appends a job's title.
    pub(super) fn job(&self, out: &mut Vec<u8>) {
        let (seniority, field) = self.draw(lane::JOB);
        let (position, _) = self.draw(lane::POSITION);
        let Words { seniorities, fields, positions, .. } = self.words;
        seniorities.pick(seniority).push(out);
        out.push(b' ');
        fields.pick(field).push(out);
        out.push(b' ');
        positions.pick(position).push(out);
    }
}

fn push(out: &mut Vec<u8>, parts: &[&str]) {
    for part in parts {
        out.extend_from_slice(part.as_bytes());
    }
}

/// Appends the last N decimal digits of a number, zeros in front.
fn digits<const N: usize>(mut number: u32, out: &mut Vec<u8>) {
    let mut text = [b'0'; N];
    for digit in text.iter_mut().rev() {
        *digit += u8::try_from(number % 10).unwrap_or_default();
        number /= 10;
    }
    out.extend_from_slice(&text);
}

/// A word of 64 bits as two of 32.
const fn halves(word: u64) -> (u32, u32) {
    (word as u32, (word >> 32) as u32)
}
