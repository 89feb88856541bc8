//! An anchor ahead of the clock: rows are created later than now, the lists show them, and a sync that has them all is complete.

use super::children::Source;
use super::*;

const NOW: i64 = ANCHOR.seconds();
const DAY: i64 = 86_400;

#[test]
fn a_perfect_sync_is_complete_however_far_the_anchor_is_ahead() {
    for ahead in [0, 1, 60, DAY, 30 * DAY, 400 * DAY, 4 * 365 * DAY] {
        for seed in ["a", "b", "c"] {
            for (stream, bumps) in (0..3).flat_map(|stream| [(stream, false), (stream, true)]) {
                let source = Source::anchored(seed, NOW + ahead, stream, bumps);
                // Checked at once, and a while later.
                for later in [0, 5, 90] {
                    let rows: Vec<Value> =
                        source.rows(NOW - later).into_iter().map(|(_, row)| row).collect();
                    for as_of in [
                        None,
                        Some(NOW - later),
                        Some(NOW + ahead),
                        Some(NOW - later).filter(|_| later > 0),
                    ] {
                        if as_of > Some(NOW - later) && later > 0 {
                            continue;
                        }
                        let verdict = source.check(&rows, as_of);
                        assert!(
                            verdict.is_complete(),
                            "{ahead} {seed} {stream} {bumps} {later} {as_of:?} {verdict:?}"
                        );
                        assert!(verdict.truth > 0, "{ahead} {seed} {stream} {bumps} {as_of:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_row_that_is_lost_is_missing_also_where_it_is_created_later_than_now() {
    for (stream, as_of) in (0..3).flat_map(|stream| [(stream, None), (stream, Some(NOW))]) {
        let source = Source::anchored("a", NOW + 4 * 365 * DAY, stream, false);
        let mut rows: Vec<Value> = source.rows(NOW).into_iter().map(|(_, row)| row).collect();
        let all = rows.len() as u64;
        rows.pop();
        let verdict = source.check(&rows, as_of);
        assert_eq!((verdict.truth, counts(&verdict)), (all, [1, 0, 0, 0, 0]), "{stream} {as_of:?}");
    }
}

#[test]
fn an_updated_at_that_no_list_showed_is_still_unknown() {
    let source = Source::anchored("a", NOW + 4 * 365 * DAY, 0, false);
    let mut rows: Vec<Value> = source.rows(NOW).into_iter().map(|(_, row)| row).collect();
    rows[0]["updatedAt"] = Timestamp::from_seconds(NOW + 7).to_string().into();
    rows[1]["updatedAt"] = Timestamp::from_seconds(NOW - 64).to_string().into();
    assert_eq!(counts(&source.check(&rows, None)), [0, 0, 0, 2, 0]);
}

#[test]
fn people_are_complete_as_well() {
    let instance = instance(&[("anchor", "2035-01-01T00:00:00Z")]);
    let now = Timestamp::from_seconds(NOW);
    let verdict = checked(
        Check::new("people", None, None, &instance, now),
        &[csv(&rows(&instance)).as_bytes()],
    )
    .unwrap();
    assert!(verdict.is_complete() && verdict.truth == 200);
}
