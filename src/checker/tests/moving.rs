//! Streams that move on the clock.

use super::*;
use crate::dataset::companies::Companies;

const NOW: i64 = 1_800_000_000;

fn companies() -> Companies {
    instance(&[]).companies
}

fn text(second: i64) -> String {
    Timestamp::from_seconds(second).to_string()
}

fn company_rows(at: &[(u64, i64)]) -> String {
    at.iter().fold("company_id,updatedAt\n".to_owned(), |all, (id, second)| {
        all + &format!("{id},{}\n", text(*second))
    })
}

fn verdict(stream: &str, file: &str, as_of: Option<i64>) -> Report {
    let check =
        Check::new(stream, as_of.map(Timestamp::from_seconds), None, &instance(&[]), ANCHOR);
    checked(check, &[file.as_bytes()]).unwrap()
}

/// The seconds of late in which a company changed, newest first.
fn changes(company: u64) -> Vec<i64> {
    (NOW - 500..=NOW)
        .rev()
        .filter(|&second| companies().updated(company, second) == second)
        .collect()
}

#[test]
fn an_answer_is_complete_whenever_it_was_given() {
    let companies = companies();
    for then in [NOW, NOW - 1, NOW - 77, NOW - 40_000] {
        let file = company_rows(&[1, 2].map(|id| (id, companies.updated(id, then))));
        assert!(verdict("companies", &file, None).is_complete(), "{then}");
        let mut file = "company_id,department_id,updatedAt\n".to_owned();
        // The second parent's children are asked for a while after the first's.
        for (company, then) in [(1, then - 30), (2, then)] {
            for department in 1..=4 {
                file += &format!(
                    "{company},{department},{}\n",
                    text(companies.department_updated(company, department, then))
                );
            }
        }
        assert!(verdict("departments", &file, None).is_complete(), "{then}");
        assert!(verdict("departments", &file, Some(then - 30)).is_complete(), "{then}");
    }
}

#[test]
fn a_row_that_changed_before_the_moment_of_the_truth_is_stale_and_later_changes_are_not_held_against_it()
 {
    let [one, two] = [changes(1), changes(2)];
    let between = two[0].max(one[0]);
    let file = company_rows(&[(1, one[5]), (2, two[0])]);
    let found = verdict("companies", &file, None);
    assert_eq!(found.stale.count, 1);
    assert_eq!(
        found.stale.examples,
        [json!({ "company_id": 1, "updatedAt": text(companies().updated(1, two[0])) })]
    );
    assert!(verdict("companies", &file, Some(one[4] - 1)).is_complete());
    assert_eq!(verdict("companies", &file, Some(between)).stale.count, 1);
    assert_eq!(
        verdict("companies", &file, Some(NOW + 1_000_000)),
        verdict("companies", &file, Some(NOW)),
        "the future is not known"
    );
}

#[test]
fn an_updated_at_that_the_row_never_had_is_unknown() {
    let never = (NOW - 100..NOW).find(|&second| companies().updated(1, second) != second).unwrap();
    let file = company_rows(&[(1, never), (2, changes(2)[0]), (3, NOW), (1, NOW + 64)]);
    let found = verdict("companies", &file, None);
    assert_eq!(counts(&found), [0, 1, 0, 3, 0]);
    let shown: Vec<&Value> = found.unknown.examples.iter().map(|row| &row["company_id"]).collect();
    assert_eq!(shown, [&json!("1"), &json!("3"), &json!("1")]);
}

#[test]
fn what_was_created_after_the_moment_of_the_truth_is_not_expected() {
    let second = companies().created(2);
    assert_eq!(verdict("companies", "company_id\n1\n", Some(second - 1)).truth, 1);
    assert!(verdict("companies", "company_id\n1\n", Some(second - 1)).is_complete());
    assert_eq!(verdict("companies", "company_id\n1\n", Some(second)).missing.count, 1);
    assert_eq!(verdict("departments", "", Some(companies().created(1) - 1)).truth, 0);
}

#[test]
fn children_of_a_parent_that_was_never_asked_for_are_hinted_at() {
    let all =
        |company: u64| (1..=4).fold(String::new(), |all, id| all + &format!("{company},{id}\n"));
    let found = verdict("departments", &format!("company_id,department_id\n{}", all(2)), None);
    assert_eq!((found.truth, found.missing.count), (8, 4));
    assert_eq!(
        found.hint.as_deref(),
        Some(
            "All children of a parent are missing: it looks as if they were never asked for, or their answer was lost."
        )
    );
    let one_less = format!("company_id,department_id\n{}1,1\n", all(2));
    assert_eq!(verdict("departments", &one_less, None).hint, None);
}
