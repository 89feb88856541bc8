//! Where pages begin and end: by number, by offset and by cursor, with and without short and empty pages.
//!
//! Pages come in groups of four. Of each group one page is short and another is empty, where those behaviours are on; which ones is drawn from the
//! seed, and the first of a group is always whole. So any page's first row is arithmetic, and a walk meets the same pages each time.
//!
//! - By number and by cursor, a short page holds half of what it could, and the rows left out come with the next page.
//! - By offset there are no page numbers. The offsets from k·limit on, `limit` of them, are window k. A page that starts in a short window holds half
//!   of `limit`: a client goes on by the number of rows it got. An empty window is a gap without rows, which the total counts as well, as APIs do
//!   that count what they then hide: a client without rows goes on by `limit`. No page reaches across a gap.

use super::cursor::Mark;
use crate::request::Call;
use crate::response::error::ApiError;
use crate::rng::Rng;
use crate::settings::behaviours::{Behaviours, Last, PastEnd};
use std::ops::Range;

/// Pages of a group.
const GROUP: u64 = 4;

/// One page: its rows, and what it says of the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Positions of its rows in the list, counted from 0.
    pub rows: Range<u64>,
    /// Whether another page follows, of rows or the one that says null.
    pub more: bool,
    /// The page it names as the next; None where it names none. By offset, `after` is the offset.
    pub next: Option<Mark>,
    /// Whether the response has null in place of the list of rows.
    pub null: bool,
    /// Whether the list is the whole response, where others stand in an object.
    pub bare: bool,
}

/// The pages of a list.
#[derive(Clone, Copy, Debug)]
pub struct Pages {
    behaviours: Behaviours,
    /// The generator of short and empty pages; None where all pages are full.
    drawn: Option<Rng>,
    /// Rows on a whole page, at least 1.
    size: u64,
    /// Rows of the list.
    total: u64,
}

impl Pages {
    /// The pages of `size` rows, at least 1, of a list of `total` rows.
    pub fn new(call: &Call<'_>, size: u64, total: u64) -> Self {
        let settings = &call.instance.settings;
        let bent = settings.behaviours.short_pages || settings.behaviours.empty_pages;
        Self {
            behaviours: settings.behaviours,
            drawn: bent.then(|| Rng::new(&settings.seed, "pages")),
            size,
            total,
        }
    }

    /// Without empty pages: for lists where a client without a row has nothing to go on with.
    #[must_use]
    pub const fn without_gaps(mut self) -> Self {
        self.behaviours.empty_pages = false;
        self
    }

    /// Without short and empty pages: for lists whose client says where a page ends.
    #[must_use]
    pub const fn whole(mut self) -> Self {
        self.behaviours.short_pages = false;
        self.without_gaps()
    }

    /// A page by its number, counted from 1.
    ///
    /// # Errors
    /// Past the end or beyond the highest offset, where behaviours refuse that.
    pub fn numbered(&self, page: u64) -> Result<Page, ApiError> {
        self.check_offset((page - 1).saturating_mul(self.size))?;
        let count = self.count();
        let past = page > 1 && page > count + self.announced();
        let shown = if self.repeats(past)? { count.max(1) } else { page };
        let start = self.start(shown - 1);
        let rows = start..start.saturating_add(self.room(shown - 1));
        let at = |page| Mark { after: 0, page };
        Ok(self.page(rows, past, at(page.saturating_add(1)), at(page)))
    }

    /// The number of pages up to the last row; 0 for an empty list.
    pub fn count(&self) -> u64 {
        let Some(last) = self.total.checked_sub(1) else { return 0 };
        let (group, mut left) = (last / self.per_group(), last % self.per_group());
        let mut page = group * GROUP;
        // The last row is in this group, so the search ends within it.
        while left >= self.room(page) {
            left -= self.room(page);
            page += 1;
        }
        page + 1
    }

    /// A page by the offset it starts at.
    ///
    /// # Errors
    /// Past the end or beyond the highest offset, where behaviours refuse that.
    pub fn at_offset(&self, offset: u64) -> Result<Page, ApiError> {
        self.check_offset(offset)?;
        let end = self.offsets();
        let past = offset > 0 && offset >= end + self.announced();
        let start = if self.repeats(past)? { self.last_offset() } else { offset };
        let (room, next) = self.reach(start);
        // At the start of a gap or in it, no row comes.
        let first = self.rows_before(if room == 0 { start / self.size * self.size } else { start });
        let rows = first..first.saturating_add(room);
        let at = |offset| Mark { after: offset, page: (offset / self.size).saturating_add(1) };
        Ok(self.page(rows, past, at(next.min(end)), at(offset)))
    }

    /// How many rows a page that starts at an offset has room for, and at which offset the next one starts.
    fn reach(&self, start: u64) -> (u64, u64) {
        let window = start / self.size;
        let following = window.saturating_add(1);
        let border = following.saturating_mul(self.size);
        if self.is_gap(window) {
            return (0, border);
        }
        let open = if self.is_gap(following) { border - start } else { self.size };
        let room = open.min(if self.is_short(window) { self.half() } else { self.size });
        (room, start.saturating_add(room))
    }

    /// The offset of the page that a walk by this size, from the first row on, ends with.
    fn last_offset(&self) -> u64 {
        let Some(last) = self.offsets().checked_sub(1) else { return 0 };
        // From a place before it that each walk passes, at most two groups back, step by step.
        let mut start = self.passed(last / self.size / GROUP);
        if start > last {
            start = self.passed((last / self.size / GROUP).saturating_sub(1));
        }
        loop {
            let next = self.reach(start).1;
            if next > last {
                return start;
            }
            start = next;
        }
    }

    /// An offset that a walk passes at the start of a group of windows, or before it.
    ///
    /// Behind a gap a walk starts with the window. Where there is none, a short window of odd size moves it on by one row, as two halves are
    /// one more than the whole; and back to the start where its first half ends with the window, so every `half` groups.
    fn passed(&self, group: u64) -> u64 {
        if self.behaviours.empty_pages {
            let gap = |before| before * GROUP + self.empty_at(before) + 1;
            return group.checked_sub(1).map_or(0, |before| gap(before) * self.size);
        }
        let moved =
            if self.behaviours.short_pages && self.size % 2 == 1 { group % self.half() } else { 0 };
        group * GROUP * self.size + moved
    }

    /// How many offsets lead to a row or into a gap before the last row: the total by offset.
    pub fn offsets(&self) -> u64 {
        let Some(last) = self.total.checked_sub(1) else { return 0 };
        if !self.behaviours.empty_pages {
            return self.total;
        }
        let (whole, within) = (last / self.size, last % self.size);
        let (group, at) = (whole / (GROUP - 1), whole % (GROUP - 1));
        let passed = u64::from(at >= self.empty_at(group));
        (group * GROUP + at + passed) * self.size + within + 1
    }

    /// The page that starts at a mark.
    ///
    /// # Errors
    /// Past the end, where behaviours refuse that.
    pub fn resumed(&self, mark: Mark) -> Result<Page, ApiError> {
        let (past, last) = (self.is_past(mark.after), self.count().saturating_sub(1));
        let (after, page) = if self.repeats(past)? {
            (self.start(last), last)
        } else {
            (mark.after, mark.page - 1)
        };
        Ok(self.page_after(after, page, past, mark))
    }

    /// The page, counted from 0, that starts after so many rows; `own` is where the request said to go on.
    fn page_after(&self, after: u64, page: u64, past: bool, own: Mark) -> Page {
        let rows = after..after.saturating_add(self.room(page));
        let next = Mark { after: rows.end.min(self.total), page: own.page.saturating_add(1) };
        self.page(rows, past, next, own)
    }

    /// Whether no row comes after so many, and no page before said that another follows.
    fn is_past(&self, after: u64) -> bool {
        after > 0 && after >= self.total && self.behaviours.last == Last::List
    }

    /// The page that starts after so many rows, for cursors that carry no page number.
    ///
    /// # Errors
    /// Past the end, where behaviours refuse that.
    pub fn after(&self, after: u64) -> Result<Page, ApiError> {
        let pages = self.without_gaps();
        let (past, own) = (self.is_past(after), Mark { after, page: after / self.size + 1 });
        let from = if self.repeats(past)? { pages.last_offset() } else { after };
        Ok(pages.page_after(from, from / self.size, past, own))
    }

    fn page(&self, rows: Range<u64>, past: bool, next: Mark, own: Mark) -> Page {
        let rows = rows.start.min(self.total)..rows.end.min(self.total);
        let (more, none) = (rows.end < self.total && !past, rows.is_empty());
        let (next, more) = match self.behaviours.last {
            _ if more => (Some(next), true),
            Last::List => (None, false),
            Last::Null => ((!none).then_some(next), !none),
            Last::Cursor => (Some(if none { own } else { next }), false),
        };
        let null = self.behaviours.last == Last::Null && none && !more;
        Page { null, bare: self.behaviours.envelope.is_off(own.page), rows, more, next }
    }

    /// 1 where the last page names a page after it, which is not past the end then.
    fn announced(&self) -> u64 {
        u64::from(self.behaviours.last != Last::List)
    }

    /// Whether the last page stands for one past the end.
    fn repeats(&self, past: bool) -> Result<bool, ApiError> {
        match self.behaviours.past_end {
            PastEnd::NotFound | PastEnd::BadRequest if past => {
                Err(ApiError::PastEnd { missing: self.behaviours.past_end == PastEnd::NotFound })
            }
            PastEnd::Repeat => Ok(past),
            _ => Ok(false),
        }
    }

    fn check_offset(&self, offset: u64) -> Result<(), ApiError> {
        self.behaviours
            .max_offset
            .filter(|&max| offset > max)
            .map_or(Ok(()), |max| Err(ApiError::MaxOffset(max)))
    }

    /// Rows on a short page: half a page, rounded up.
    const fn half(&self) -> u64 {
        self.size.div_ceil(2)
    }

    /// Which page of a group is short, 1 to 3, and which is empty, another one.
    fn draw(&self, group: u64) -> (u64, u64) {
        let word = self.drawn.map_or(0, |rng| rng.word(group, 0) >> 32);
        let (short, empty) = (word % 3, word / 3 % 2);
        (1 + short, 1 + (short + 1 + empty) % 3)
    }

    fn empty_at(&self, group: u64) -> u64 {
        self.draw(group).1
    }

    fn is_short(&self, page: u64) -> bool {
        self.behaviours.short_pages && page % GROUP == self.draw(page / GROUP).0
    }

    fn is_gap(&self, page: u64) -> bool {
        self.behaviours.empty_pages && page % GROUP == self.empty_at(page / GROUP)
    }

    /// How many rows a page has room for; pages are counted from 0.
    fn room(&self, page: u64) -> u64 {
        if self.drawn.is_none() {
            self.size
        } else if self.is_gap(page) {
            0
        } else if self.is_short(page) {
            self.half()
        } else {
            self.size
        }
    }

    /// How many rows four pages have room for.
    const fn per_group(&self) -> u64 {
        let gaps = if self.behaviours.empty_pages { self.size } else { 0 };
        let short = if self.behaviours.short_pages { self.size - self.half() } else { 0 };
        GROUP * self.size - gaps - short
    }

    /// How many rows stand before a page, counted from 0. Far pages saturate, which is past the end of any list.
    fn start(&self, page: u64) -> u64 {
        let first = page / GROUP * GROUP;
        let in_group: u64 = (first..page).map(|page| self.room(page)).sum();
        (page / GROUP).saturating_mul(self.per_group()).saturating_add(in_group)
    }

    /// How many rows stand before an offset that is in no gap, or at the start of one.
    fn rows_before(&self, offset: u64) -> u64 {
        if !self.behaviours.empty_pages {
            return offset;
        }
        let window = offset / self.size;
        let passed = window / GROUP + u64::from(window % GROUP > self.empty_at(window / GROUP));
        offset - passed * self.size
    }
}

#[cfg(test)]
mod tests;
