//! Where the rows of a file begin, by arithmetic over the lengths of rows.

use super::Format;
use super::rows::FileRows;
use crate::dataset::lengths::{BLOCK, Measured};
use crate::dataset::people::People;
use crate::response::body::Body;
use std::sync::Arc;

/// Where the rows of one file begin.
pub(super) struct Places {
    format: Format,
    count: u64,
    /// The bytes before the first row, and behind the last one.
    ends: [u64; 2],
    /// The bytes that each row has besides its words.
    fixed: u64,
    words: Measured,
}

impl Places {
    /// The places in the file of these records.
    pub(super) fn of(people: &Arc<People>, format: Format) -> Self {
        let count = people.timeline().records();
        let quoted = matches!(format, Format::Csv(dialect) if dialect.separator == b',');
        let (words, ends) = (people.measured(count, quoted), format.ends(people));
        let one = Body::Chunks(Box::new(FileRows::new(people, &people.canonical(0), format, 0..1)));
        let one = one.into_bytes().len() as u64;
        Self { format, count, ends, fixed: one - words.before(1) - ends[0] - ends[1], words }
    }

    pub(super) const fn format(&self) -> Format {
        self.format
    }

    /// The bytes of the file.
    pub(super) fn length(&self) -> u64 {
        self.begin(self.count) + self.ends[1]
    }

    /// Finds a row (counted from 0) at or before the one that holds a byte, at most a block earlier, and the byte offset where that row begins.
    pub(super) fn seek(&self, byte: u64) -> (u64, u64) {
        let (mut low, mut high) = (0, self.count.saturating_sub(1) / BLOCK);
        while low < high {
            let middle = high - (high - low) / 2;
            if self.begin(middle * BLOCK) <= byte { low = middle } else { high = middle - 1 }
        }
        // The first row is begun with all that stands before it.
        if low == 0 { (0, 0) } else { (low * BLOCK, self.begin(low * BLOCK)) }
    }

    fn begin(&self, row: u64) -> u64 {
        self.ends[0] + row * self.fixed + self.words.before(row)
    }
}
