//! The rendered rows of a small data set. The server's own is asked for again and again, so that it pays to render it once.

use super::{IdForm, People};
use crate::dataset::dialect::Dialect;
use crate::time::Texts;
use bytes::Bytes;
use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// Data sets up to this many rows are kept.
const MOST: u64 = 1000;

/// All rows, rendered when they are asked for the second time: a data set that is asked for once is not worth it.
#[derive(Debug, Default)]
pub(super) struct Kept {
    asked: AtomicBool,
    rendered: OnceLock<Rendered>,
}

#[derive(Debug)]
struct Rendered {
    json: Vec<u8>,
    /// Where row i (by rank of updatedAt) lies in `json`; one more entry than rows. Rows are followed by a comma.
    ends: Vec<usize>,
    csv: Bytes,
}

impl Kept {
    /// Room for the rows of a data set that many requests ask for, if it is small.
    pub(super) fn worth_it(often: bool, records: u64) -> Option<Self> {
        (often && records <= MOST).then(Self::default)
    }

    /// The rows of these ranks as JSON objects joined by commas.
    pub(super) fn json(&self, people: &People, ranks: Range<u64>) -> Option<&[u8]> {
        self.again(people)?.json(usize_of(ranks.start), usize_of(ranks.end))
    }

    /// The whole export in the default dialect.
    pub(super) fn csv(&self, people: &People) -> Option<Bytes> {
        self.again(people).map(|rendered| rendered.csv.clone())
    }

    /// The rendered rows; None for the first who asks.
    fn again(&self, people: &People) -> Option<&Rendered> {
        let again = self.asked.load(Ordering::Relaxed);
        if !again {
            self.asked.store(true, Ordering::Relaxed);
        }
        again.then(|| self.rendered.get_or_init(|| Rendered::of(people)))
    }
}

impl Rendered {
    fn of(people: &People) -> Self {
        let (mut json, mut ends) = (Vec::new(), vec![0]);
        let mut times = Texts::new();
        for rank in 0..people.timeline.records() {
            let fields = people.still(people.timeline.place_at(rank));
            people.write_row(&fields, IdForm::Uuid, &mut times, &mut json);
            json.push(b',');
            ends.push(json.len());
        }
        let (dialect, mut csv) = (Dialect::default(), Vec::new());
        dialect.write_header(&people.columns(0), &mut csv);
        let mut rows = people.canonical(0).rows(0..u64::MAX);
        people.write_csv(&mut rows, &dialect, &mut csv, usize::MAX);
        Self { json, ends, csv: csv.into() }
    }

    /// Rows of adjacent ranks lie side by side: one slice, without the last comma.
    fn json(&self, start: usize, end: usize) -> Option<&[u8]> {
        let (from, to) = (*self.ends.get(start)?, *self.ends.get(end)?);
        self.json.get(from..to.saturating_sub(1).max(from))
    }
}

fn usize_of(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}
