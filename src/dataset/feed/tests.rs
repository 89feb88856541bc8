use super::*;
use crate::dataset::moving::index::Indexes;
use crate::dataset::moving::life::Deletes;
use crate::dataset::moving::life::tests::lives;
use crate::dataset::moving::view::MovingView;
use crate::dataset::order::{Direction, OrderBy};
use crate::dataset::timeline::tests::timeline;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// What a place shows, by its place.
type Rows = BTreeMap<u64, u32>;

/// All that happened up to a moment, by replaying each version and each end in the order in which they are to be seen.
fn replayed(lives: &Lives, moment: i64) -> Vec<(u64, Op, u32, bool)> {
    let (mut all, mut shown, mut ended) = (Vec::new(), Rows::new(), Vec::new());
    let mut feed = Vec::new();
    for place in 1..=lives.places(moment) {
        for version in lives.of(place).until(moment) {
            all.push((
                version.seen,
                if version.seen == i64::MIN { version.updated } else { 0 },
                place,
                Some(version),
            ));
        }
        all.extend(lives.gone(place).map(|gone| (gone, 0, place, None)));
    }
    all.sort_by_key(|&(seen, updated, place, version)| {
        (seen, updated, place, version.map_or(u32::MAX, |version| version.number))
    });
    for (seen, _, place, version) in all.into_iter().filter(|(seen, ..)| *seen <= moment) {
        match version {
            _ if ended.contains(&place) => {}
            // What is seen in the second of the end is not seen.
            Some(_) if lives.gone(place) == Some(seen) => {}
            None => {
                ended.push(place);
                if let Some(number) = shown.remove(&place) {
                    feed.push((place, Op::Delete, number, false));
                }
            }
            Some(version) => match shown.insert(place, version.number) {
                None => feed.push((place, Op::Insert, version.number, version.deleted)),
                Some(before) if before < version.number => {
                    feed.push((place, Op::Update, version.number, version.deleted));
                }
                Some(before) => drop(shown.insert(place, before)),
            },
        }
    }
    feed
}

/// Rows with an event applied.
fn apply(rows: &mut Rows, event: &Event) {
    match event.op {
        Op::Delete => rows.remove(&event.place),
        _ => rows.insert(event.place, event.number),
    };
}

fn view(lives: &Lives, indexes: &Indexes, moment: i64) -> List {
    List::Moving(MovingView::new(
        indexes,
        lives,
        moment,
        (OrderBy::CreatedAt, Direction::Asc),
        None,
    ))
}

fn shown(list: &List) -> Rows {
    let List::Moving(view) = list else { return Rows::new() };
    view.rows(0..u64::MAX).into_iter().map(|row| (row.place, row.number)).collect()
}

fn deletes() -> impl Strategy<Value = Deletes> {
    prop_oneof![Just(Deletes::Both), Just(Deletes::Soft), Just(Deletes::Hard), Just(Deletes::None)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_feed_in_pages_resumed_at_later_moments_is_what_replaying_gives(
        seed in "[a-z]{2}", records in 1..40_u64, churn in 1..1000_u64, late in 0..90_000_u64, deletes in deletes(),
        pages in proptest::collection::vec((0..9_000_i64, 1..40_usize), 1..12),
    ) {
        let (lives, logs) = (lives(&seed, records, churn, late, deletes), Logs::default());
        let timeline = timeline(&seed, records, records.min(3));
        let (mut moment, mut came) = (lives.anchor(), Vec::new());
        for (later, size) in pages {
            moment += later;
            let feed = Feed::new(&timeline, Some(&lives), &logs, moment);
            let page = feed.after(came.len() as u64).take(size).collect::<Vec<_>>();
            for (number, event) in page {
                came.push((event.place, event.op, event.number, event.marked));
                prop_assert_eq!(number, came.len() as u64);
            }
        }
        let feed = Feed::new(&timeline, Some(&lives), &logs, moment);
        came.extend(feed.after(came.len() as u64).map(|(_, event)| (event.place, event.op, event.number, event.marked)));
        let wanted = replayed(&lives, moment);
        prop_assert_eq!(came.len() as u64, feed.total());
        for (came, wanted) in came.iter().zip(&wanted) {
            prop_assert_eq!((came.0, came.1, came.3), (wanted.0, wanted.1, wanted.3));
            prop_assert!(came.1 == Op::Delete || came.2 == wanted.2);
        }
        prop_assert_eq!(came.len(), wanted.len());
    }

    #[test]
    fn changes_lead_from_the_rows_of_a_moment_to_those_of_another(
        seed in "[a-z]{2}", records in 1..40_u64, churn in 1..1000_u64, late in 0..90_000_u64, deletes in deletes(),
        from in 0..60_000_i64, later in proptest::collection::vec(0..60_000_i64, 1..4),
    ) {
        let (lives, logs, indexes) = (lives(&seed, records, churn, late, deletes), Logs::default(), Indexes::default());
        let timeline = timeline(&seed, records, records.min(3));
        let mut moment = lives.anchor() + from;
        let mut rows = shown(&view(&lives, &indexes, moment));
        for later in later {
            let before = Feed::new(&timeline, Some(&lives), &logs, moment).total();
            moment += later;
            let (feed, list) = (Feed::new(&timeline, Some(&lives), &logs, moment), view(&lives, &indexes, moment));
            let mut seen = std::collections::BTreeSet::new();
            for (_, event) in feed.changes(before, &list) {
                prop_assert!(seen.insert(event.place), "{:?} twice", event);
                apply(&mut rows, &event);
            }
            prop_assert_eq!(&rows, &shown(&list));
            prop_assert_eq!(feed.changes(feed.total(), &list).count(), 0);
        }
    }

    #[test]
    fn deletions_are_the_marked_rows_and_those_that_went(
        seed in "[a-z]{2}", records in 1..60_u64, churn in 1..1000_u64, late in 0..90_000_u64, deletes in deletes(),
        age in 0..90_000_i64, back in proptest::option::of(0..90_000_i64),
    ) {
        let (lives, logs) = (lives(&seed, records, churn, late, deletes), Logs::default());
        let timeline = timeline(&seed, records, records.min(3));
        let moment = lives.anchor() + age;
        let since = back.map(|back| moment - back);
        let mut wanted = Vec::new();
        for (place, op, number, marked) in replayed(&lives, moment) {
            let deleted = match op {
                Op::Delete => lives.gone(place).unwrap(),
                _ if marked => lives.numbered(place, number).updated,
                _ => continue,
            };
            wanted.extend(since.is_none_or(|since| deleted >= since).then_some((deleted, place)));
        }
        wanted.sort_unstable();
        let feed = Feed::new(&timeline, Some(&lives), &logs, moment);
        let came: Vec<_> = feed.deletions(since).into_iter().map(|it| (it.deleted, it.place)).collect();
        prop_assert_eq!(came, wanted);
    }
}

#[test]
fn nothing_happens_to_rows_that_stand_still() {
    let (timeline, logs) = (timeline("a", 50, 3), Logs::default());
    let feed = Feed::new(&timeline, None, &logs, i64::MAX);
    let events: Vec<_> = feed.after(0).collect();
    assert_eq!((events.len(), feed.total()), (50, 50));
    assert!(events.iter().all(|(_, event)| event.op == Op::Insert && event.number == 0));
    let keys: Vec<_> =
        events.iter().map(|(_, event)| (timeline.updated(event.place), event.place)).collect();
    assert!(keys.is_sorted() && feed.deletions(None).is_empty() && feed.after(50).next().is_none());
}

#[test]
fn the_last_second_there_is_overflows_nothing() {
    let (lives, logs) = (lives("c", 300, 1000, 86_400, Deletes::Both), Logs::default());
    let timeline = timeline("c", 300, 3);
    let feed = Feed::new(&timeline, Some(&lives), &logs, crate::time::Timestamp::MAX.seconds());
    assert_eq!(feed.after(0).count() as u64, feed.total());
    let last = feed.after(feed.total() - 1).next().unwrap().1;
    assert!(
        last.second <= crate::time::Timestamp::MAX.seconds() && feed.deletions(None).len() > 100
    );
}
