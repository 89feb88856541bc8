//! The drawn fields of a record, each chosen from the pools of words by bits of its own.

use super::stream::Stream;
use super::words::{POOL, WORDS, Word, Words};

/// Lanes of the stream that fields are drawn from; lanes 0 and 1 are the timeline's.
mod lane {
    pub(super) const NAME: u64 = 2;
    pub(super) const EMAIL: u64 = 3;
    pub(super) const PLACE: u64 = 4;
    pub(super) const HOUSE: u64 = 5;
    pub(super) const WORK: u64 = 6;
    pub(super) const REGION: u64 = 7;
}

/// The drawn fields of a row; the times are the timeline's, the id is the ids'.
pub(super) struct Row<'a> {
    first_name: &'a Word,
    last_name: &'a Word,
    pub(super) company: &'a Word,
    pub(super) job: &'a Word,
    street: &'a Word,
    city: &'a Word,
    state: &'a Word,
    email: u32,
    house: u32,
    unit: u32,
    zip: u32,
}

impl Row<'static> {
    /// The fields of a place.
    pub(super) fn draw(stream: &Stream, place: u64) -> Self {
        let words: &Words = &WORDS;
        let (first_name, last_name) = halves(stream.word(place, lane::NAME));
        let (email, _) = halves(stream.word(place, lane::EMAIL));
        let (street, city) = halves(stream.word(place, lane::PLACE));
        let (house, unit) = halves(stream.word(place, lane::HOUSE));
        let (company, job) = halves(stream.word(place, lane::WORK));
        let (state, zip) = halves(stream.word(place, lane::REGION));
        Self {
            first_name: pick(&words.first_names, first_name),
            last_name: pick(&words.last_names, last_name),
            company: pick(&words.companies, company),
            job: pick(&words.jobs, job),
            street: pick(&words.streets, street),
            city: pick(&words.cities, city),
            state: pick(&words.states, state),
            email,
            house,
            unit,
            zip,
        }
    }
}

impl Row<'_> {
    /// Appends first and last name.
    pub(super) fn name(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.first_name.text.as_bytes());
        out.push(b' ');
        out.extend_from_slice(self.last_name.text.as_bytes());
    }

    /// Appends an address made from the name.
    pub(super) fn email(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.first_name.slug.as_bytes());
        out.push(b'.');
        out.extend_from_slice(self.last_name.slug.as_bytes());
        digits::<2>(self.email % 100, out);
        let domains: [&[u8]; 3] = [b"@example.com", b"@example.net", b"@example.org"];
        out.extend_from_slice(domains[(self.email / 100 % 3) as usize]);
    }

    /// Appends a postal address of two lines. One in sixteen is a military address, without a comma; three in eight have a second unit.
    pub(super) fn address(&self, line_feed: &[u8], out: &mut Vec<u8>) {
        let number = self.unit / 16 % 1000;
        if self.unit.is_multiple_of(16) {
            out.extend_from_slice(b"Unit ");
            digits::<4>(self.house % 10_000, out);
            out.extend_from_slice(b" Box ");
            digits::<4>(self.unit / 16 % 10_000, out);
            out.extend_from_slice(line_feed);
            out.extend_from_slice(b"DPO AE ");
            digits::<5>(9000 + self.zip % 1000, out);
            return;
        }
        digits::<4>(1 + self.house % 9999, out);
        out.push(b' ');
        out.extend_from_slice(self.street.text.as_bytes());
        let kind: &[u8] = match self.unit % 16 {
            1..4 => b" Apt. ",
            4..7 => b" Suite ",
            _ => b"",
        };
        if !kind.is_empty() {
            out.extend_from_slice(kind);
            digits::<3>(number, out);
        }
        out.extend_from_slice(line_feed);
        out.extend_from_slice(self.city.text.as_bytes());
        out.extend_from_slice(b", ");
        out.extend_from_slice(self.state.text.as_bytes());
        out.push(b' ');
        digits::<5>(501 + self.zip % 99_000, out);
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

/// The word of a pool that 32 random bits choose.
fn pick(pool: &[Word], bits: u32) -> &Word {
    &pool[(bits as usize) % POOL]
}
