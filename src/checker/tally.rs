//! What is counted while rows are read, so that the hint can tell causes apart.

/// Counts that tell causes apart.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    /// Rows read.
    pub(super) rows: u64,
    /// What could not be read: in how many places, and how many bytes in all.
    pub(super) unreadable: u64,
    pub(super) unread: u64,
    /// Whether the file ended where it cannot end.
    pub(super) cut: bool,
    /// Rows without any field of ours.
    pub(super) bare: u64,
    /// Rows without a key of ours that have all of the key of another stream, and the name of that.
    pub(super) others: u64,
    pub(super) other: Option<&'static str>,
    /// Whether the last line of a CSV has no end, though lines before it have.
    pub(super) open: bool,
    /// Whether the line that names the columns of a CSV looks damaged.
    pub(super) header: bool,
    /// The first line or element in which an object has a member of ours twice.
    pub(super) glued: Option<String>,
    /// The first line on which a record of a CSV begins that holds a row in one of its fields.
    pub(super) swallows: Option<String>,
    /// The position of the row that was read last, where it is one of the stream's.
    pub(super) last: Option<u64>,
    /// Its `updatedAt`.
    last_second: Option<i64>,
    /// How often a row stands behind the one that was read before it, and how often before it.
    pub(super) rises: u64,
    pub(super) falls: u64,
    /// Rows of the stream that had an `updatedAt`, and how many of those had one that the row had at some time, or has.
    pub(super) dated: u64,
    pub(super) right: u64,
    /// Rows that are none of the stream's: all of them; those with a key of no form that keys have; those whose number or seed is right,
    /// beyond what there is; those of another stream.
    pub(super) strangers: u64,
    pub(super) malformed: u64,
    pub(super) beyond: u64,
    pub(super) elsewhere: u64,
}

impl Tally {
    /// Where the row that was read last stands to the one before. Rows of one second tell nothing: they ascend in all orders by updatedAt.
    pub(super) fn follow(&mut self, position: Option<u64>, second: Option<i64>) {
        let same = second.is_some() && second == self.last_second;
        if let (Some(last), Some(position), false) = (self.last, position, same) {
            self.rises += (position > last) as u64;
            self.falls += (position < last) as u64;
        }
        (self.last, self.last_second) = (position, second);
    }
}
