//! A text line by line.

/// The longest line, in bytes; what a longer one has behind is cut off.
pub(super) const LONGEST: usize = 1 << 24;

/// The line that is read.
#[derive(Debug, Default)]
pub(super) struct Lines {
    held: Vec<u8>,
    /// How many lines have ended.
    pub(super) ended: u64,
}

/// A line that has ended.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'l> {
    /// Counted from 1 on.
    pub(super) number: u64,
    pub(super) text: &'l [u8],
    /// Whether an end of line stands behind it, and not the end of the file.
    pub(super) whole: bool,
}

impl Lines {
    pub(super) fn feed(&mut self, chunk: &[u8], mut take: impl FnMut(Line<'_>)) {
        for part in chunk.split_inclusive(|byte| *byte == b'\n') {
            let room = LONGEST.saturating_sub(self.held.len());
            self.held.extend_from_slice(part.get(..part.len().min(room)).unwrap_or_default());
            if part.ends_with(b"\n") {
                self.end(true, &mut take);
            }
        }
    }

    /// Takes the last line, where it has no end.
    pub(super) fn finish(&mut self, mut take: impl FnMut(Line<'_>)) {
        if !self.held.is_empty() {
            self.end(false, &mut take);
        }
    }

    fn end(&mut self, whole: bool, take: &mut impl FnMut(Line<'_>)) {
        self.ended += 1;
        take(Line { number: self.ended, text: &self.held, whole });
        self.held.clear();
    }
}
