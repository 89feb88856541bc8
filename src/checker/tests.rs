//! The checker against naive models: every planted fault is found, nothing where nothing is wrong, and chunks make no difference.

mod ahead;
mod children;
mod damage;
mod dialects;
mod encodings;
mod ended;
mod faults;
mod formats;
mod hints;
#[cfg(feature = "landing")]
mod landings;
mod lists;
mod loops;
mod moving;
#[cfg(feature = "zstd")]
mod zstandard;

use super::*;
use crate::settings::Settings;
use serde_json::{Value, json};

/// The anchor of the instances, and their present.
const ANCHOR: Timestamp = Timestamp::from_seconds(1_800_000_000);

fn instance(set: &[(&str, &str)]) -> Instance {
    let mut settings = Settings::builder("check", ANCHOR);
    for (key, value) in set {
        settings = settings.set(key, value).unwrap();
    }
    Instance::passing(settings.build().unwrap())
}

fn check(instance: &Instance, stream: &str, chunks: &[&[u8]]) -> Result<Report, ApiError> {
    checked(Check::new(stream, None, None, instance, ANCHOR), chunks)
}

fn checked(mut check: Check, chunks: &[&[u8]]) -> Result<Report, ApiError> {
    chunks.iter().try_for_each(|chunk| check.feed(chunk))?;
    check.finish()
}

/// All rows of a instance by rank: id and `updatedAt`.
fn rows(instance: &Instance) -> Vec<(String, String)> {
    let timeline = instance.people.timeline();
    let mut rows: Vec<(i64, u64)> =
        (1..=timeline.records()).map(|place| (timeline.updated(place), place)).collect();
    rows.sort_unstable();
    let text = |second| Timestamp::from_seconds(second).to_string();
    rows.into_iter()
        .map(|(second, place)| (instance.people.ids().id(place).to_string(), text(second)))
        .collect()
}

fn csv<'r>(rows: impl IntoIterator<Item = &'r (String, String)>) -> String {
    rows.into_iter()
        .fold("id,updatedAt\n".to_owned(), |text, (id, updated)| text + id + "," + updated + "\n")
}

/// The counts of a verdict: missing, duplicates, stale, unknown, unreadable.
fn counts(verdict: &Report) -> [u64; 5] {
    [&verdict.missing, &verdict.duplicates, &verdict.stale, &verdict.unknown, &verdict.unreadable]
        .map(|list| list.count)
}

#[test]
fn what_landed_whole_is_complete_and_nothing_landed_is_all_missing() {
    let instance = instance(&[]);
    let verdict = check(&instance, "people", &[csv(&rows(&instance)).as_bytes()]).unwrap();
    assert!(verdict.is_complete());
    assert_eq!((verdict.truth, verdict.landed, verdict.hint), (200, 200, None));
    for stream in stream::NAMES {
        let verdict = check(&instance, stream, &[]).unwrap();
        assert!(!verdict.is_complete() && verdict.truth > 0);
        assert_eq!((verdict.missing.count, verdict.landed), (verdict.truth, 0));
        assert_eq!(verdict.missing.examples.len() as u64, verdict.truth.min(20));
        assert_eq!(verdict.hint.as_deref(), Some("Nothing landed: the file holds no rows."));
    }
}

#[test]
fn the_answer_has_its_members_in_order() {
    let value = json!(check(&instance(&[]), "people", &[]).unwrap().judged());
    let names: Vec<&String> = value.as_object().unwrap().keys().collect();
    let wanted = [
        "verdict",
        "truth",
        "landed",
        "missing",
        "duplicates",
        "stale",
        "unknown",
        "deleted_present",
        "unreadable",
        "hint",
        "note",
    ];
    assert_eq!(names, wanted);
}

#[test]
fn a_billion_rows_cost_nothing_but_the_landed_ones() {
    let instance = instance(&[("records", "1000000000")]);
    let id = instance.people.ids().id(1_000_000_000);
    let verdict = check(&instance, "people", &[format!("id\n{id}\n").as_bytes()]).unwrap();
    assert_eq!(
        (verdict.truth, verdict.missing.count, verdict.landed),
        (1_000_000_000, 999_999_999, 1)
    );
    let verdict = check(&instance, "step", &[b"id\n1\n2\n1000000000\n4\n1000000001\n"]).unwrap();
    assert_eq!((verdict.missing.count, verdict.unknown.count), (999_999_996, 1));
    assert_eq!(
        verdict.missing.examples[..2].iter().map(|row| &row["id"]).collect::<Vec<_>>(),
        [&json!("3"), &json!("5")]
    );
}
