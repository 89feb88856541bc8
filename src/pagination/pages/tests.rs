use super::*;
use crate::rng::Rng;
use proptest::prelude::*;

fn pages(seed: &str, behaviours: Behaviours, size: u64, total: u64) -> Pages {
    let bent = behaviours.short_pages || behaviours.empty_pages;
    Pages { behaviours, drawn: bent.then(|| Rng::new(seed, "pages")), size, total }
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
        .map_while(|w| {
            if rows.is_empty() {
                None
            } else {
                Some(if pages.is_gap(w) { None } else { rows.next() })
            }
        })
        .collect()
}

proptest! {
    #[test]
    fn pages_by_number_and_by_cursor_agree_with_adding_up(
        seed in "[a-z]{3}", size in 1..=50_u64, total in 0..700_u64, short_pages: bool, empty_pages: bool
    ) {
        let pages = pages(&seed, Behaviours { short_pages, empty_pages, ..Behaviours::default() }, size, total);
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
        let pages = pages(&seed, Behaviours { short_pages, empty_pages, ..Behaviours::default() }, size, total);
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

/// The pages that hold rows, of a walk that goes on from each page by `next`, until it is past the end.
fn walked(pages: &Pages, page: impl Fn(&Pages, u64) -> (Page, u64)) -> Vec<Range<u64>> {
    let plain =
        Pages { behaviours: Behaviours { past_end: PastEnd::Empty, ..pages.behaviours }, ..*pages };
    let (mut at, mut seen) = (0, Vec::new());
    while seen.last().is_none_or(|rows: &Range<u64>| rows.end < plain.total) {
        let (page, next) = page(&plain, at);
        if !page.rows.is_empty() {
            seen.push(page.rows);
        }
        at = next;
    }
    seen
}

proptest! {
    #[test]
    fn past_the_end_the_page_comes_again_that_a_walk_ended_with(
        seed in "[a-z]{3}", size in 1..=50_u64, total in 1..900_u64, short_pages: bool, empty_pages: bool, beyond in 0..200_u64
    ) {
        let behaviours = Behaviours { short_pages, empty_pages, past_end: PastEnd::Repeat, ..Behaviours::default() };
        let pages = pages(&seed, behaviours, size, total);
        let by_offset = walked(&pages, |pages, offset| {
            let page = pages.at_offset(offset).unwrap();
            let came = page.rows.end - page.rows.start;
            (page, offset + if came == 0 { size } else { came })
        });
        prop_assert_eq!(&pages.at_offset(pages.offsets() + beyond).unwrap().rows, by_offset.last().unwrap());
        let after = walked(&pages, |pages, after| pages.after(after).map(|page| (page.clone(), page.rows.end)).unwrap());
        prop_assert_eq!(&pages.after(total + beyond).unwrap().rows, after.last().unwrap());
        let numbered = naive(&pages);
        let last = numbered.iter().rfind(|rows| !rows.is_empty()).unwrap();
        prop_assert_eq!(&pages.numbered(pages.count() + 1 + beyond).unwrap().rows, last);
        let mark = Mark { after: total + beyond, page: pages.count() + 1 };
        prop_assert_eq!(&pages.resumed(mark).unwrap().rows, last);
    }
}

#[test]
fn of_four_pages_one_is_short_and_another_empty_but_never_the_first() {
    let behaviours = Behaviours { short_pages: true, empty_pages: true, ..Behaviours::default() };
    let mut seen = [false; 4];
    for group in 0..100 {
        let rooms: Vec<u64> =
            (0..4).map(|at| pages("s", behaviours, 9, 10_000).room(4 * group + at)).collect();
        let mut sorted = rooms.clone();
        sorted.sort_unstable();
        assert_eq!((rooms[0], sorted), (9, vec![0, 5, 9, 9]));
        (0..4).filter(|&at| rooms[at] == 0).for_each(|at| seen[at] = true);
    }
    assert_eq!(seen, [false, true, true, true]);
}

#[test]
fn a_billion_rows_are_paged_by_arithmetic() {
    let behaviours = Behaviours { short_pages: true, empty_pages: true, ..Behaviours::default() };
    let pages = pages("s", behaviours, 1, 1_000_000_000);
    let last = pages.numbered(pages.count()).unwrap();
    assert_eq!((last.rows, last.more), (999_999_999..1_000_000_000, false));
    assert_eq!(pages.at_offset(pages.offsets() - 1).unwrap().rows, 999_999_999..1_000_000_000);
}
