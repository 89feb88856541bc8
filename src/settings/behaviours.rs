//! How real APIs break the rules: settings that bend the pages of every list. All off by default, free to combine, and the same in every walk.

/// The behaviours in force.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Behaviours {
    /// Whether some pages in the middle hold half of what they could.
    pub short_pages: bool,
    /// Whether some pages in the middle hold nothing.
    pub empty_pages: bool,
    /// What a page past the end is.
    pub past_end: PastEnd,
    /// How a walk ends.
    pub last: Last,
    /// How links are written.
    pub links: LinkForm,
    /// The highest offset that is answered, in rows; None for no limit.
    pub max_offset: Option<u64>,
    /// Whether the first request must send an empty cursor, or `*`.
    pub first_cursor: bool,
    /// Whether totals are left out.
    pub drop_total: bool,
    /// Whether numbers are strings.
    pub string_numbers: bool,
    /// Whether lists stand in an object.
    pub envelope: Envelope,
    /// Whether filters by time begin at the start of their day.
    pub whole_days: bool,
}

/// Whether a list stands in an object, with members beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Envelope {
    /// It does.
    #[default]
    On,
    /// It is the whole answer.
    Off,
    /// It is the whole answer on every second page.
    Mixed,
}

impl Envelope {
    /// Whether the list is the whole answer on a page, counted from 1.
    pub const fn is_off(self, page: u64) -> bool {
        match self {
            Self::On => false,
            Self::Off => true,
            Self::Mixed => page.is_multiple_of(2),
        }
    }
}

/// What a page past the end is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PastEnd {
    /// A page without rows.
    #[default]
    Empty,
    /// The last page again.
    Repeat,
    /// 404.
    NotFound,
    /// 400.
    BadRequest,
}

/// How a walk ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Last {
    /// With the page of the last rows; where there are no rows, the list is empty.
    #[default]
    List,
    /// With one more page, whose list is null.
    Null,
    /// Never: the page of the last rows names a next one, and that one, which is empty, itself.
    Cursor,
}

/// How links are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LinkForm {
    /// As whole URLs.
    #[default]
    Absolute,
    /// As a query alone, relative to the page's own URL (RFC 3986 section 5.2).
    Relative,
    /// As a path with its query.
    Path,
    /// As whole URLs with `http`, however the client came.
    Http,
}

impl Behaviours {
    /// All of them as numbers.
    pub fn code(&self) -> [u64; 2] {
        let flags = [
            self.short_pages,
            self.empty_pages,
            self.first_cursor,
            self.drop_total,
            self.string_numbers,
        ];
        let first = self.envelope as u64 | u64::from(self.whole_days) << 2;
        let bits = flags.into_iter().fold(first, |bits, flag| bits << 1 | u64::from(flag));
        let choices = [self.past_end as u64, self.last as u64, self.links as u64];
        [
            choices.into_iter().fold(bits, |bits, choice| bits << 2 | choice),
            self.max_offset.unwrap_or_default(),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_quirk_has_a_part_in_the_code() {
        let off = Behaviours::default();
        let changed = [
            Behaviours { short_pages: true, ..off },
            Behaviours { empty_pages: true, ..off },
            Behaviours { past_end: PastEnd::BadRequest, ..off },
            Behaviours { past_end: PastEnd::Repeat, ..off },
            Behaviours { last: Last::Cursor, ..off },
            Behaviours { links: LinkForm::Http, ..off },
            Behaviours { max_offset: Some(1), ..off },
            Behaviours { first_cursor: true, ..off },
            Behaviours { drop_total: true, ..off },
            Behaviours { string_numbers: true, ..off },
            Behaviours { envelope: Envelope::Off, ..off },
            Behaviours { envelope: Envelope::Mixed, ..off },
            Behaviours { whole_days: true, ..off },
            off,
        ];
        for (n, one) in changed.iter().enumerate() {
            assert!(changed[n + 1..].iter().all(|other| one.code() != other.code()), "{one:?}");
        }
    }
}
