use super::*;
use crate::dataset::timeline::tests::timeline;
use proptest::prelude::*;

/// Lives that begin at a fixed moment.
pub(in crate::dataset) fn lives(
    seed: &str,
    records: u64,
    churn: u64,
    late: u64,
    deletes: Deletes,
) -> Lives {
    Lives::new(seed, timeline(seed, records, records.min(3)), Motion { late, deletes, churn })
}

fn after(lives: &Lives, seconds: i64) -> i64 {
    lives.anchor() + seconds
}

proptest! {
    #[test]
    fn places_are_those_that_were_created(seed in "[a-z]{2}", records in 1..50_u64, churn in 1..1000_u64, age in 0..2_000_000_i64) {
        let lives = lives(&seed, records, churn, 600, Deletes::Both);
        let now = after(&lives, age);
        let places = lives.places(now);
        prop_assert!(places >= records);
        for place in 1..=places + 30 {
            prop_assert_eq!(lives.created(place) <= now, place <= places, "{}", place);
            prop_assert!(lives.created(place) <= lives.created(place + 1));
            prop_assert_eq!(place <= records, lives.created(place) <= lives.anchor());
        }
        for second in [now, lives.anchor(), lives.anchor() + 1, lives.created(places), lives.created(1)] {
            let before = (1..=places + 30).filter(|&place| lives.created(place) < second).count() as u64;
            prop_assert_eq!(lives.created_before(second), before);
        }
    }

    #[test]
    fn versions_come_one_after_the_other(seed in "[a-z]{2}", records in 1..50_u64, churn in 1..1000_u64, late in 0..5000_u64) {
        let lives = lives(&seed, records, churn, late, Deletes::Both);
        let end = lives.anchor() + 3_000_000;
        for place in 1..=lives.places(end) {
            let versions: Vec<Version> = lives.of(place).until(end).collect();
            prop_assert!(versions.windows(2).all(|two| two[0].updated < two[1].updated && !two[0].deleted));
            prop_assert!(versions.iter().all(|version| version.seen >= version.updated || version.number == 0));
            if let Some(gone) = lives.gone(place) {
                prop_assert!(versions.iter().all(|version| version.updated < gone));
            }
            for version in versions {
                prop_assert_eq!(lives.version(place, version.updated), Some(version));
            }
        }
    }
}

#[test]
fn shares_are_as_they_are_said_to_be() {
    let lives = lives("a", 10_000, 20, 600, Deletes::Both);
    let span = 3000;
    let updated = (1..=10_000)
        .filter(|&place| lives.of(place).until(after(&lives, span)).nth(1).is_some())
        .count();
    // All are updated or gone: one in twenty goes without a trace, a third of them with its first change.
    assert!((9_750..9_900).contains(&updated), "{updated}");
    assert_eq!(lives.places(after(&lives, span)), 12_500);
    assert_eq!(lives.places(after(&lives, 3 * span)), 15_000);
    let end = after(&lives, 7 * span);
    let marked = (1..=10_000)
        .filter(|&place| lives.of(place).until(end).any(|version| version.deleted))
        .count();
    let gone =
        (1..=10_000).filter(|&place| lives.gone(place).is_some_and(|gone| gone <= end)).count();
    assert!((900..1100).contains(&marked) && (430..570).contains(&gone), "{marked} {gone}");
    let late = (1..=10_000).flat_map(|place| lives.of(place).until(end)).filter(|v| v.number > 0);
    let (late, all) =
        late.fold((0, 0), |(late, all), v| (late + i32::from(v.seen > v.updated), all + 1));
    assert!((45..55).contains(&(late * 1000 / all)), "{late} of {all}");
}

#[test]
fn what_is_off_does_not_happen() {
    let end = |lives: &Lives| lives.anchor() + 1_000_000;
    let versions = |lives: &Lives| -> Vec<Version> {
        (1..=lives.places(end(lives)))
            .flat_map(|place| lives.of(place).until(end(lives)).collect::<Vec<_>>())
            .collect()
    };
    let gone = |lives: &Lives| (1..=200).filter(|&place| lives.gone(place).is_some()).count();
    let [both, soft, hard, none] = [Deletes::Both, Deletes::Soft, Deletes::Hard, Deletes::None]
        .map(|deletes| lives("b", 200, 20, 0, deletes));
    let marked = |lives: &Lives| versions(lives).iter().filter(|version| version.deleted).count();
    assert!(
        marked(&both) > 0
            && marked(&both) == marked(&soft)
            && marked(&hard) == 0
            && marked(&none) == 0
    );
    assert!(gone(&both) > 0 && gone(&both) == gone(&hard) && gone(&soft) == 0 && gone(&none) == 0);
    assert!(
        versions(&both)
            .iter()
            .all(|version| version.seen == version.updated || version.number == 0)
    );
}

#[test]
fn the_last_second_there_is_overflows_nothing() {
    for churn in [1, 20, 1000] {
        let lives = lives("c", 100_000, churn, 86_400, Deletes::Both);
        let end = crate::time::Timestamp::MAX.seconds();
        let places = lives.places(end);
        assert!((100_000..1_200_000).contains(&places), "{places}");
        assert!(lives.span_end(end) >= end);
        for place in [1, 100_000, 100_001, places] {
            assert!(lives.of(place).until(end).count() <= 41);
        }
    }
}
