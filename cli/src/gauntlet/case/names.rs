//! The names by which `--only` and `--skip` know cases, as far as they are known before the command runs.

use super::{Case, LEARNED, Moment, PLAIN, known};

/// All names: those of the cases that are known before, and what the others begin with.
pub(crate) fn all() -> Vec<String> {
    let known = known().into_iter().map(|case| case.name);
    let first = std::iter::once(PLAIN.to_owned());
    first.chain(known).chain(families().map(str::to_owned)).collect()
}

/// Whether a name may mean a case: one that is known, by what stands before its value too, or one that the plain run of some command shows.
pub(crate) fn may_be(name: &str) -> bool {
    name == PLAIN || may_be_learned(name) || known().iter().any(|case| case.is_meant_by(name))
}

/// Whether the plain run of some command shows a case of this name: `resume`, `resume/2`, `resume/2/body`, `state/7`.
fn may_be_learned(name: &str) -> bool {
    match name.split_once('/') {
        Some(("resume", rest)) => {
            let number = rest.split('/').next().and_then(number);
            number.is_some_and(|at| Moment::of(at).iter().any(|one| begins(&one.to_string(), rest)))
        }
        Some(("state", line)) => number(line).is_some(),
        Some(_) => false,
        None => families().any(|family| family == name),
    }
}

/// What the names of cases begin with that follow from the plain run.
fn families() -> impl Iterator<Item = &'static str> {
    LEARNED.iter().filter_map(|(name, _, _)| name.split('/').next())
}

fn number(text: &str) -> Option<u64> {
    text.parse().ok().filter(|at| *at > 0)
}

/// Whether a name is the given one, or goes on behind it with a slash, or with the value of a setting.
fn begins(name: &str, given: &str) -> bool {
    name.strip_prefix(given).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '=']))
}

impl Case {
    /// Whether a name of `--only` or `--skip` means this case.
    pub(crate) fn is_meant_by(&self, given: &str) -> bool {
        begins(&self.name, given)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Learned, learned};
    use super::*;

    #[test]
    fn every_case_that_a_plain_run_can_show_has_a_name_that_may_be_learned() {
        let lists = vec!["/a".to_owned(), "/b".to_owned()];
        let states =
            vec![super::super::Given { line: 7, before: 0, state: serde_json::Value::Null }];
        let shown = Learned { requests: 3, lists, states, ..Learned::default() };
        let cases = learned(&shown, true);
        assert_eq!(cases.len(), 1 + 9 + 1);
        for case in cases {
            assert!(may_be_learned(&case.name), "{}", case.name);
        }
        for family in ["resume", "resume/3", "state", "forbidden"] {
            assert!(may_be_learned(family), "{family}");
        }
    }

    #[test]
    fn a_setting_means_the_cases_of_all_its_values() {
        let meant = |given: &str| known().iter().filter(|case| case.is_meant_by(given)).count();
        assert_eq!((meant("past_end"), meant("past_end=404"), meant("past_en")), (3, 1, 0));
        assert_eq!((meant("first_cursor"), meant("short_pages")), (1, 1));
    }

    #[test]
    fn names_that_no_command_has_a_case_of_are_none() {
        for name in [
            "",
            "resume/",
            "resume/x",
            "resume/0",
            "resume/1/later",
            "resume/1/body/x",
            "state/0",
            "states",
            "ties=15/x",
        ] {
            assert!(!may_be(name), "{name}");
        }
        assert!(may_be("past_end") && may_be("past_end=404") && may_be("plain"));
    }
}
