//! Counters that are kept while rows are read. The hint uses them to tell causes apart.

/// The counters.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    /// Rows read.
    pub(super) rows: u64,
    /// Number of unreadable places, and their bytes in all.
    pub(super) unreadable: u64,
    pub(super) unread: u64,
    /// Whether the file was cut off.
    pub(super) cut: bool,
    /// Rows without any of the wanted fields.
    pub(super) bare: u64,
    /// Rows that lack the stream's key but have the key of another stream, and that stream's name.
    pub(super) others: u64,
    pub(super) other: Option<&'static str>,
    /// Whether the last line of a CSV has no line end, though earlier lines have.
    pub(super) open: bool,
    /// Whether the header line of a CSV looks damaged.
    pub(super) header: bool,
    /// First line or element with an object that has a wanted member twice.
    pub(super) glued: Option<String>,
    /// First line of a CSV record that has a row inside one of its fields.
    pub(super) swallows: Option<String>,
    /// Position of the previous row, if it is one of the stream's.
    pub(super) last: Option<u64>,
    /// Its `updatedAt`.
    last_second: Option<i64>,
    /// How often a row's position is above that of the previous row, and how often below.
    pub(super) rises: u64,
    pub(super) falls: u64,
    /// Rows of the stream with an `updatedAt`, and how many of those times are ones that the row has or had.
    pub(super) dated: u64,
    pub(super) right: u64,
    /// Rows that are none of the stream's: all of them; those with a key of no form that keys have; those whose number or seed is right,
    /// beyond what there is; those of another stream.
    pub(super) strangers: u64,
    pub(super) malformed: u64,
    pub(super) beyond: u64,
    pub(super) elsewhere: u64,
    /// Of these, integers that look as if they went through a float.
    pub(super) rounded: u64,
}

impl Tally {
    /// Compares a row with the previous one. Rows of the same second are ignored: they ascend in every order by updatedAt.
    pub(super) fn follow(&mut self, position: Option<u64>, second: Option<i64>) {
        let same = second.is_some() && second == self.last_second;
        if let (Some(last), Some(position), false) = (self.last, position, same) {
            self.rises += (position > last) as u64;
            self.falls += (position < last) as u64;
        }
        (self.last, self.last_second) = (position, second);
    }
}
