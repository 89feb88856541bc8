//! Rows that move on the clock, as their endpoints answer them, with random faults planted: a naive checker that asks the API what was
//! true at each second counts the same.

use super::*;
use crate::{Playground, State};
use proptest::prelude::*;
use proptest::sample::Index;
use std::collections::BTreeMap;

const NOW: i64 = ANCHOR.seconds();
const STREAMS: [(&str, &[&str]); 3] = [
    ("companies", &["company_id"]),
    ("departments", &["company_id", "department_id"]),
    ("employees", &["employee_id"]),
];

/// A server, and one of its streams.
pub(super) struct Source {
    settings: Settings,
    playground: Playground,
    stream: &'static str,
    keys: &'static [&'static str],
}

/// A row's answer, as the path it came from, and its key.
pub(super) type Key = (String, Vec<String>);

impl Source {
    fn new(stream: usize, bumps: bool) -> Self {
        Self::anchored("check", NOW, stream, bumps)
    }

    /// The same of another seed and anchor.
    pub(super) fn anchored(seed: &str, anchor: i64, stream: usize, bumps: bool) -> Self {
        let bumps = if bumps { "on" } else { "off" };
        let settings = Settings::builder(seed, Timestamp::from_seconds(anchor));
        let settings = settings.set("parent_bumps", bumps).unwrap().build().unwrap();
        let (stream, keys) = STREAMS[stream];
        Self { playground: Playground::new(settings.clone()), settings, stream, keys }
    }

    /// The rows of a path at a second; none where there is no list.
    fn get(&self, path: &str, second: i64) -> Vec<Value> {
        let request =
            http::Request::get(path).header("host", "a.test").body(bytes::Bytes::new()).unwrap();
        let response =
            self.playground.handle(request, Timestamp::from_seconds(second), &State::new());
        let body = response.into_body().into_bytes();
        let body: Value = serde_json::from_slice(&body).unwrap_or_default();
        body["data"].as_array().cloned().unwrap_or_default()
    }

    /// All rows of the stream at a second, by answer, as a connector meets them.
    pub(super) fn rows(&self, second: i64) -> Vec<(Key, Value)> {
        let departments = || (1..=2).map(|company| format!("/cursors/{company}/departments"));
        let paths: Vec<String> = match self.stream {
            "companies" => vec!["/cursors/companies".to_owned()],
            "departments" => departments().collect(),
            _ => departments()
                .flat_map(|path| (1..=4).map(move |id| format!("{path}/{id}/employees")))
                .collect(),
        };
        let of = |path: String| {
            let rows = self.get(&path, second);
            rows.into_iter().map(move |row| ((path.clone(), self.key(&row)), row))
        };
        paths.into_iter().flat_map(of).collect()
    }

    fn key(&self, row: &Value) -> Vec<String> {
        self.keys.iter().map(|key| row[key].to_string()).collect()
    }

    /// `updatedAt` of a row at a second.
    fn updated(&self, key: &Key, second: i64) -> i64 {
        let rows = self.get(&key.0, second);
        seconds(&rows.iter().find(|row| self.key(row) == key.1).unwrap()["updatedAt"])
    }

    pub(super) fn check(&self, landed: &[Value], as_of: Option<i64>) -> Report {
        let instance = Instance::passing(self.settings.clone());
        let check =
            Check::new(self.stream, as_of.map(Timestamp::from_seconds), None, &instance, ANCHOR);
        checked(check, &[json!(landed).to_string().as_bytes()]).unwrap()
    }

    /// What a naive checker counts: missing, duplicates, stale, unknown, unreadable.
    fn counted(&self, landed: &[(Option<Key>, Value)], as_of: Option<i64>) -> [u64; 5] {
        let (mut copies, mut moments): (BTreeMap<&Key, Vec<i64>>, BTreeMap<&str, i64>) =
            Default::default();
        let mut unknown = 0;
        for (key, row) in landed {
            let Some(key) = key else {
                unknown += 1;
                continue;
            };
            let copies = copies.entry(key).or_default();
            let second =
                if row["updatedAt"].is_null() { None } else { Some(seconds(&row["updatedAt"])) };
            copies.push(match second {
                None => i64::MIN,
                Some(second) if second <= NOW && self.updated(key, second) == second => {
                    let moment = moments.entry(&key.0).or_insert(second);
                    *moment = second.max(*moment);
                    second
                }
                Some(_) => {
                    unknown += 1;
                    i64::MIN
                }
            });
        }
        let latest = as_of.unwrap_or(NOW).min(NOW);
        let (mut missing, mut stale) = (0, 0);
        for (key, _) in
            self.rows(NOW).iter().filter(|(_, row)| seconds(&row["createdAt"]) <= latest)
        {
            let moment =
                as_of.or(moments.get(key.0.as_str()).copied()).or(moments.values().max().copied());
            match copies.get(key).and_then(|copies| copies.iter().max()) {
                None => missing += 1,
                Some(&newest) => {
                    let wanted = self.updated(key, moment.unwrap_or(NOW).min(NOW));
                    stale += u64::from(newest > i64::MIN && newest < wanted);
                }
            }
        }
        let surplus: usize = copies.values().map(|copies| copies.len() - 1).sum();
        [missing, surplus as u64, stale, unknown, 0]
    }
}

fn seconds(text: &Value) -> i64 {
    Timestamp::parse(text.as_str().unwrap()).unwrap().seconds()
}

/// What is done to the rows that landed.
#[derive(Clone, Debug)]
enum Plant {
    Lose(Index),
    /// The row landed again, as it was so many seconds ago.
    Then(Index, i64),
    /// The row's `updatedAt` is changed by so many seconds: mostly to one that it never had.
    Shift(Index, i64),
    Undated(Index),
    Foreign(u128),
}

fn plants() -> impl Strategy<Value = Vec<Plant>> {
    let plant = prop_oneof![
        any::<Index>().prop_map(Plant::Lose),
        (any::<Index>(), 0..300_i64).prop_map(|(at, back)| Plant::Then(at, back)),
        (any::<Index>(), -100..100_i64).prop_map(|(at, by)| Plant::Shift(at, by)),
        any::<Index>().prop_map(Plant::Undated),
        any::<u128>().prop_map(Plant::Foreign),
    ];
    proptest::collection::vec(plant, 0..12)
}

fn planted(source: &Source, then: i64, plants: &[Plant]) -> Vec<(Option<Key>, Value)> {
    let rows = source.rows(then);
    let mut landed: Vec<(Option<Key>, Value)> =
        rows.iter().cloned().map(|(key, row)| (Some(key), row)).collect();
    for plant in plants {
        let with = |index: &Index, updated: Value| {
            let (key, mut row) = rows[index.index(rows.len())].clone();
            row["updatedAt"] = updated;
            (Some(key), row)
        };
        let shown = |second: i64| Timestamp::from_seconds(second).to_string().into();
        match plant {
            Plant::Lose(index) => {
                let lost = &rows[index.index(rows.len())].0;
                landed.retain(|(key, _)| key.as_ref() != Some(lost));
            }
            Plant::Then(index, back) => {
                let key = &rows[index.index(rows.len())].0;
                landed.push(with(index, shown(source.updated(key, then - back))));
            }
            Plant::Shift(index, by) => {
                let row = &rows[index.index(rows.len())].1;
                landed.push(with(index, shown(seconds(&row["updatedAt"]) + by)));
            }
            Plant::Undated(index) => landed.push(with(index, Value::Null)),
            Plant::Foreign(bits) => {
                let id = uuid::Uuid::from_u128(*bits).to_string();
                landed.push((
                    None,
                    json!({ "employee_id": id, "company_id": id, "department_id": 1 }),
                ));
            }
        }
    }
    landed
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn every_planted_fault_is_counted_and_no_other(
        stream in 0..3_usize,
        bumps in any::<bool>(),
        ago in 0..100_i64,
        plants in plants(),
        back in prop_oneof![Just(None), (-50..300_i64).prop_map(Some), (0..100_000_000_i64).prop_map(Some)],
    ) {
        let source = Source::new(stream, bumps);
        let (landed, as_of) = (planted(&source, NOW - ago, &plants), back.map(|back| NOW - back));
        let rows: Vec<Value> = landed.iter().map(|(_, row)| row.clone()).collect();
        let verdict = source.check(&rows, as_of);
        let wanted = source.counted(&landed, as_of);
        prop_assert_eq!(counts(&verdict), wanted, "{:?}", rows);
        prop_assert_eq!(verdict.is_complete(), wanted == [0; 5]);
    }
}

#[test]
fn rows_as_their_endpoints_give_them_are_complete_whether_changes_go_up_or_not() {
    for (stream, bumps) in (0..3).flat_map(|stream| [(stream, false), (stream, true)]) {
        let source = Source::new(stream, bumps);
        let rows =
            |second| source.rows(second).into_iter().map(|(_, row)| row).collect::<Vec<Value>>();
        for then in [NOW, NOW - 1, NOW - 77] {
            assert!(
                source.check(&rows(then), None).is_complete(),
                "{} {bumps} {then}",
                source.stream
            );
        }
        let other = Source::new(stream, !bumps);
        let wrong = (NOW - 20..NOW).map(|then| {
            let verdict = other.check(&rows(then), Some(then));
            verdict.stale.count + verdict.unknown.count
        });
        let (wrong, parents): (u64, bool) = (wrong.sum(), source.stream != "employees");
        assert_eq!(wrong > 0, parents, "{} {bumps}", source.stream);
    }
}

#[test]
fn departments_without_employees_have_none_to_miss_and_a_department_that_was_passed_over_is_hinted_at()
 {
    let source = Source::new(2, false);
    let rows = source.rows(NOW);
    let barren = |key: &Key| {
        key.0.starts_with("/cursors/2/departments/3")
            || key.0.starts_with("/cursors/2/departments/4")
    };
    assert!(!rows.iter().any(|(key, _)| barren(key)));
    assert_eq!(source.check(&[], None).truth, rows.len() as u64);
    let whole = "All children of a parent are missing: it looks as if they were never asked for, or their answer was lost.";
    let without = |lost: &[usize]| {
        let mut paths: Vec<&str> = rows.iter().map(|(key, _)| key.0.as_str()).collect();
        paths.dedup();
        let lost: Vec<&str> = lost.iter().map(|at| paths[*at]).collect();
        let kept = rows.iter().filter(|(key, _)| !lost.contains(&key.0.as_str()));
        kept.map(|(_, row)| row.clone()).collect::<Vec<Value>>()
    };
    for lost in [&[0][..], &[5], &[2], &[1, 2], &[0, 5]] {
        assert_eq!(source.check(&without(lost), None).hint.as_deref(), Some(whole), "{lost:?}");
    }
    let mut less = without(&[1]);
    less.remove(0);
    assert_eq!(source.check(&less, None).hint, None);
    let mut less = without(&[5]);
    less.pop();
    assert_eq!(source.check(&less, None).hint, None);
}

#[test]
fn an_employee_is_known_by_its_id_alone_in_any_spelling() {
    let source = Source::new(2, false);
    let id = |row: &Value| row["employee_id"].as_str().unwrap().replace('-', "").to_uppercase();
    let landed: Vec<Value> =
        source.rows(NOW).iter().map(|(_, row)| json!({ "EMPLOYEE_ID": id(row) })).collect();
    assert!(source.check(&landed, None).is_complete());
    let strange = [json!({ "employee_id": 1 }), json!({ "employee_id": "1" })];
    assert_eq!(counts(&source.check(&[&landed[..], &strange].concat(), None)), [0, 0, 0, 2, 0]);
}
