//! Where pages begin and end: by number, by offset and by cursor, with and without short and empty pages.
//!
//! Pages come in groups of four. Of each group one page is short and another is empty, where those quirks are on; which ones is drawn from the
//! seed, and the first of a group is always whole. So any page's first row is arithmetic, and a walk meets the same pages each time.
//!
//! - By number and by cursor, a short page holds half of what it could, and the rows left out come with the next page.
//! - By offset there are no page numbers. The offsets from k·limit on, `limit` of them, are window k. A page that starts in a short window holds half
//!   of `limit`: a client goes on by the number of rows it got. An empty window is a gap without rows, which the total counts as well, as APIs do
//!   that count what they then hide: a client without rows goes on by `limit`. No page reaches across a gap.

use super::cursor::Mark;
use super::quirks::{Last, PastEnd, Quirks};
use crate::data::stream::Stream;
use crate::error::ApiError;
use crate::input::Call;
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
    /// Whether null stands for its list.
    pub null: bool,
}

/// The pages of a list.
#[derive(Clone, Copy, Debug)]
pub struct Pages {
    quirks: Quirks,
    /// What is drawn from: there where some pages are short or empty.
    drawn: Option<Stream>,
    /// Rows on a whole page, at least 1.
    size: u64,
    /// Rows of the list.
    total: u64,
}

impl Pages {
    /// The pages of `size` rows, at least 1, of a list of `total` rows.
    pub fn new(call: &Call<'_>, size: u64, total: u64) -> Self {
        let settings = &call.world.settings;
        let bent = settings.quirks.short_pages || settings.quirks.empty_pages;
        Self { quirks: settings.quirks, drawn: bent.then(|| Stream::new(&settings.seed, "pages")), size, total }
    }

    /// Without empty pages: for lists where a client without a row has nothing to go on with.
    #[must_use]
    pub const fn without_gaps(mut self) -> Self {
        self.quirks.empty_pages = false;
        self
    }

    /// Without short and empty pages: for lists whose client says where a page ends.
    #[must_use]
    pub const fn whole(mut self) -> Self {
        self.quirks.short_pages = false;
        self.without_gaps()
    }

    /// A page by its number, counted from 1.
    ///
    /// # Errors
    /// Past the end or beyond the highest offset, where quirks refuse that.
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
    /// Past the end or beyond the highest offset, where quirks refuse that.
    pub fn at_offset(&self, offset: u64) -> Result<Page, ApiError> {
        self.check_offset(offset)?;
        let end = self.offsets();
        let past = offset > 0 && offset >= end + self.announced();
        let start = if self.repeats(past)? { end.saturating_sub(1) / self.size * self.size } else { offset };
        let window = start / self.size;
        let following = window.saturating_add(1);
        let border = following.saturating_mul(self.size);
        let (first, room) = if self.is_gap(window) {
            (self.rows_before(window * self.size), 0)
        } else {
            let open = if self.is_gap(following) { border - start } else { self.size };
            (self.rows_before(start), open.min(if self.is_short(window) { self.half() } else { self.size }))
        };
        let rows = first..first.saturating_add(room);
        let next = if room == 0 { border } else { start.saturating_add(room) };
        let at = |offset| Mark { after: offset, page: (offset / self.size).saturating_add(1) };
        Ok(self.page(rows, past, at(next.min(end)), at(offset)))
    }

    /// How many offsets lead to a row or into a gap before the last row: the total by offset.
    pub fn offsets(&self) -> u64 {
        let Some(last) = self.total.checked_sub(1) else { return 0 };
        if !self.quirks.empty_pages {
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
    /// Past the end, where quirks refuse that.
    pub fn resumed(&self, mark: Mark) -> Result<Page, ApiError> {
        let past = mark.after > 0 && mark.after >= self.total && self.quirks.last == Last::List;
        let after = if self.repeats(past)? { self.total.saturating_sub(self.size) } else { mark.after };
        let room = if past { self.size } else { self.room(mark.page - 1) };
        let rows = after..after.saturating_add(room);
        let next = Mark { after: rows.end.min(self.total), page: mark.page.saturating_add(1) };
        Ok(self.page(rows, past, next, mark))
    }

    /// The page that starts after so many rows, for cursors that carry no page number.
    ///
    /// # Errors
    /// Past the end, where quirks refuse that.
    pub fn after(&self, after: u64) -> Result<Page, ApiError> {
        self.without_gaps().resumed(Mark { after, page: after / self.size + 1 })
    }

    fn page(&self, rows: Range<u64>, past: bool, next: Mark, own: Mark) -> Page {
        let rows = rows.start.min(self.total)..rows.end.min(self.total);
        let (more, none) = (rows.end < self.total && !past, rows.is_empty());
        let (next, more) = match self.quirks.last {
            _ if more => (Some(next), true),
            Last::List => (None, false),
            Last::Null => ((!none).then_some(next), !none),
            Last::Cursor => (Some(if none { own } else { next }), false),
        };
        Page { null: self.quirks.last == Last::Null && none && !more, rows, more, next }
    }

    /// 1 where the last page names a page after it, which is not past the end then.
    fn announced(&self) -> u64 {
        u64::from(self.quirks.last != Last::List)
    }

    /// Whether the last page stands for one past the end.
    fn repeats(&self, past: bool) -> Result<bool, ApiError> {
        match self.quirks.past_end {
            PastEnd::NotFound | PastEnd::BadRequest if past => {
                Err(ApiError::PastEnd { missing: self.quirks.past_end == PastEnd::NotFound })
            }
            PastEnd::Repeat => Ok(past),
            _ => Ok(false),
        }
    }

    fn check_offset(&self, offset: u64) -> Result<(), ApiError> {
        self.quirks.max_offset.filter(|&max| offset > max).map_or(Ok(()), |max| Err(ApiError::MaxOffset(max)))
    }

    /// Rows on a short page: half a page, rounded up.
    const fn half(&self) -> u64 {
        self.size.div_ceil(2)
    }

    /// Which page of a group is short, 1 to 3, and which is empty, another one.
    fn draw(&self, group: u64) -> (u64, u64) {
        let word = self.drawn.map_or(0, |stream| stream.word(group, 0) >> 32);
        let (short, empty) = (word % 3, word / 3 % 2);
        (1 + short, 1 + (short + 1 + empty) % 3)
    }

    fn empty_at(&self, group: u64) -> u64 {
        self.draw(group).1
    }

    fn is_short(&self, page: u64) -> bool {
        self.quirks.short_pages && page % GROUP == self.draw(page / GROUP).0
    }

    fn is_gap(&self, page: u64) -> bool {
        self.quirks.empty_pages && page % GROUP == self.empty_at(page / GROUP)
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
        let gaps = if self.quirks.empty_pages { self.size } else { 0 };
        let short = if self.quirks.short_pages { self.size - self.half() } else { 0 };
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
        if !self.quirks.empty_pages {
            return offset;
        }
        let window = offset / self.size;
        let passed = window / GROUP + u64::from(window % GROUP > self.empty_at(window / GROUP));
        offset - passed * self.size
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pages(seed: &str, quirks: Quirks, size: u64, total: u64) -> Pages {
        let bent = quirks.short_pages || quirks.empty_pages;
        Pages { quirks, drawn: bent.then(|| Stream::new(seed, "pages")), size, total }
    }

    /// The rows of all pages, one after the other, by adding up what each has room for.
    fn naive(pages: &Pages) -> Vec<Range<u64>> {
        let (mut rows, mut start) = (Vec::new(), 0);
        while start < pages.total {
            let end = (start + pages.room(rows.len() as u64)).min(pages.total);
            rows.push(start..end);
            start = end;
        }
        rows
    }

    /// Which row each offset leads to, by walking over all windows; None in a gap.
    fn naive_offsets(pages: &Pages) -> Vec<Option<u64>> {
        let mut rows = 0..pages.total;
        let windows = (0..).flat_map(|window| (0..pages.size).map(move |_| window));
        windows
            .map_while(|w| if rows.is_empty() { None } else { Some(if pages.is_gap(w) { None } else { rows.next() }) })
            .collect()
    }

    proptest! {
        #[test]
        fn pages_by_number_and_by_cursor_agree_with_adding_up(
            seed in "[a-z]{3}", size in 1..=50_u64, total in 0..700_u64, short_pages: bool, empty_pages: bool
        ) {
            let pages = pages(&seed, Quirks { short_pages, empty_pages, ..Quirks::default() }, size, total);
            let wanted = naive(&pages);
            prop_assert_eq!(pages.count(), wanted.len() as u64);
            let mut mark = Mark::START;
            for (n, rows) in (1..).zip(wanted) {
                let page = pages.numbered(n).unwrap();
                prop_assert_eq!(&page.rows, &rows);
                prop_assert_eq!(page.more, n < pages.count());
                let resumed = pages.resumed(mark).unwrap();
                prop_assert_eq!((&resumed.rows, resumed.more), (&rows, page.more));
                mark = resumed.next.unwrap_or(mark);
            }
            prop_assert!(pages.numbered(pages.count() + 1).unwrap().rows.is_empty());
            prop_assert!(pages.numbered(u64::MAX).unwrap().rows.is_empty());
        }

        #[test]
        fn every_offset_leads_to_its_row_and_no_page_reaches_across_a_gap(
            seed in "[a-z]{3}", size in 1..=50_u64, total in 0..400_u64, short_pages: bool, empty_pages: bool
        ) {
            let pages = pages(&seed, Quirks { short_pages, empty_pages, ..Quirks::default() }, size, total);
            let wanted = naive_offsets(&pages);
            prop_assert_eq!(pages.offsets(), wanted.len() as u64);
            for (offset, row) in (0..).zip(&wanted) {
                let page = pages.at_offset(offset).unwrap();
                let until = usize::try_from(offset).unwrap();
                let open = wanted[until..].iter().take_while(|row| row.is_some()).count() as u64;
                let most = if short_pages && pages.is_short(offset / size) { pages.half() } else { size };
                prop_assert_eq!(page.rows.end - page.rows.start, open.min(most));
                prop_assert!(row.is_none_or(|row| page.rows.start == row));
                prop_assert!(page.next.is_none_or(|next| next.after > offset));
            }
            prop_assert!(pages.at_offset(pages.offsets()).unwrap().rows.is_empty());
            prop_assert!(pages.at_offset(u64::MAX).unwrap().rows.is_empty());
        }
    }

    #[test]
    fn of_four_pages_one_is_short_and_another_empty_but_never_the_first() {
        let quirks = Quirks { short_pages: true, empty_pages: true, ..Quirks::default() };
        let mut seen = [false; 4];
        for group in 0..100 {
            let rooms: Vec<u64> = (0..4).map(|at| pages("s", quirks, 9, 10_000).room(4 * group + at)).collect();
            let mut sorted = rooms.clone();
            sorted.sort_unstable();
            assert_eq!((rooms[0], sorted), (9, vec![0, 5, 9, 9]));
            (0..4).filter(|&at| rooms[at] == 0).for_each(|at| seen[at] = true);
        }
        assert_eq!(seen, [false, true, true, true]);
    }

    #[test]
    fn a_billion_rows_are_paged_by_arithmetic() {
        let quirks = Quirks { short_pages: true, empty_pages: true, ..Quirks::default() };
        let pages = pages("s", quirks, 1, 1_000_000_000);
        let last = pages.numbered(pages.count()).unwrap();
        assert_eq!((last.rows, last.more), (999_999_999..1_000_000_000, false));
        assert_eq!(pages.at_offset(pages.offsets() - 1).unwrap().rows, 999_999_999..1_000_000_000);
    }
}
