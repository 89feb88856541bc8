//! A case: an API that does something that real ones do, and what becomes of the command meanwhile. The cases of behaviours follow from the
//! table of settings; those of pairs, second syncs, crashes and states stand here.

mod learned;
pub(crate) mod names;

pub(crate) use learned::Learned;

use connector_playground::settings::{Ends, SETTINGS, Shows, Trial};
use serde_json::Value;
use std::fmt;

/// One case.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// As `--only` knows it.
    pub(crate) name: String,
    /// What happens, as a sentence.
    pub(crate) about: String,
    /// The lesson on it, by the last part of its address; empty where there is none.
    pub(crate) lesson: &'static str,
    /// Settings of the API, as a `/with/…/` prefix has them; empty for none.
    pub(crate) settings: String,
    /// What a right connector ends with.
    pub(crate) ends: Ends,
    /// Seconds by which the clock jumps in the middle of the first run; 0 for none.
    pub(crate) jump: u32,
    /// Which requests it shows in.
    pub(crate) shows: Shows,
    /// What becomes of the command.
    pub(crate) course: Course,
}

/// What becomes of the command in a case.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Course {
    /// It runs so often, each time but for the first with what it kept, and two hours later.
    Synced(u8),
    /// It runs again, with what it kept; nothing is new.
    Twice,
    /// It dies at a moment, runs again, and once more.
    Killed(Moment),
    /// It has landed what came before a state, and runs from that state.
    From(Given),
    /// One of its lists is 403.
    Forbidden(String),
}

/// A state as a command wrote it in the plain run.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Given {
    /// The line of standard output on which it stands, from 1 on.
    pub(crate) line: u64,
    /// The bytes before that line.
    pub(crate) before: u64,
    /// What is handed to the next run.
    pub(crate) state: Value,
}

/// When the command dies, by the number of the request in the run, from 1 on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Moment {
    /// The request has come, and nothing of an answer is sent.
    Before(u64),
    /// Half of the answer is sent.
    Body(u64),
    /// The answer is sent, and the next sign of life came or 100 ms passed.
    After(u64),
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Before(at) => write!(f, "{at}/before"),
            Self::Body(at) => write!(f, "{at}/body"),
            Self::After(at) => write!(f, "{at}/after"),
        }
    }
}

impl Moment {
    /// The moments of a request, by their names.
    fn of(request: u64) -> [Self; 3] {
        [Self::Before(request), Self::Body(request), Self::After(request)]
    }

    fn about(self) -> String {
        match self {
            Self::Before(at) => format!(
                "The command is killed at request {at}, before its answer, and runs again twice."
            ),
            Self::Body(at) => {
                format!("The command is killed in the middle of answer {at}, and runs again twice.")
            }
            Self::After(at) => {
                format!("The command is killed after answer {at}, and runs again twice.")
            }
        }
    }
}

/// Names of trials that bite together.
const PAIRS: [(&str, &str); 5] = [
    ("short_pages", "empty_pages"),
    ("short_pages", "ties=15"),
    ("drop_total", "past_end=repeat"),
    ("last=null", "short_pages"),
    ("rate_limit", "token_ttl=60"),
];

/// The name of the case without any fault.
pub(crate) const PLAIN: &str = "plain";

/// Cases that follow from the plain run, for those who ask for a list: name, sentence, lesson.
pub(crate) const LEARNED: [(&str, &str, &str); 3] = [
    ("state/LINE", "The state on a line of the output, handed to a new run.", "checkpoint"),
    (
        "resume/REQUEST/MOMENT",
        "The command is killed before, in the middle of (body) or after an answer, and runs again twice.",
        "crash",
    ),
    ("forbidden", "One of the lists is 403; the others are to land.", ""),
];

impl Case {
    fn new(
        name: impl Into<String>,
        about: impl Into<String>,
        lesson: &'static str,
        course: Course,
    ) -> Self {
        Self {
            name: name.into(),
            about: about.into(),
            lesson,
            settings: String::new(),
            ends: Ends::Complete,
            jump: 0,
            shows: Shows::InTime,
            course,
        }
    }

    /// The API without any fault.
    pub(crate) fn plain() -> Self {
        Self::new(PLAIN, "An API without any fault.", "", Course::Synced(1))
    }

    fn of(trial: &Trial) -> Self {
        Self {
            settings: trial.settings.to_owned(),
            ends: trial.ends,
            jump: trial.jump,
            shows: trial.shows,
            ..Self::new(trial.name(), trial.about, trial.lesson, Course::Synced(trial.syncs))
        }
    }

    /// Two cases at once.
    fn pair(one: &Self, other: &Self) -> Self {
        let ends = match (one.ends, other.ends) {
            (Ends::Complete, Ends::Complete) => Ends::Complete,
            _ => Ends::CompleteOrError,
        };
        Self {
            settings: format!("{},{}", one.settings, other.settings),
            ends,
            jump: one.jump.max(other.jump),
            // What depends on time or on a session decides whether it can be touched.
            shows: if one.shows == Shows::InAnswers { one.shows } else { other.shows },
            ..Self::new(
                format!("{}+{}", one.name, other.name),
                format!("{} {}", one.about, other.about),
                one.lesson,
                Course::Synced(1),
            )
        }
    }

    /// Rows that share a second lie on the border that a resume begins at.
    fn killed(moment: Moment) -> Self {
        let killed =
            Self::new(format!("resume/{moment}"), moment.about(), "crash", Course::Killed(moment));
        Self { settings: "ties=15".to_owned(), ..killed }
    }
}

/// The cases that are known before the command ran: those of the table of settings, pairs, and the second sync.
pub(crate) fn known() -> Vec<Case> {
    let trials = SETTINGS.iter().flat_map(|setting| setting.trials).map(Case::of);
    let mut cases: Vec<Case> = trials.collect();
    let named = |name: &str| cases.iter().find(|case| case.name == name);
    let pairs: Vec<Case> = PAIRS
        .iter()
        .filter_map(|(one, other)| Some(Case::pair(named(one)?, named(other)?)))
        .collect();
    cases.extend(pairs);
    cases.push(Case::new(
        "second_sync",
        "A second sync, when nothing is new.",
        "checkpoint",
        Course::Twice,
    ));
    cases
}

/// The cases that follow from what the command did in the plain run.
pub(crate) fn learned(learned: &Learned, every_request: bool) -> Vec<Case> {
    let mut cases: Vec<Case> = learned
        .states
        .iter()
        .map(|given| {
            let about =
                format!("The state on line {} of the output, handed to a new run.", given.line);
            Case::new(
                format!("state/{}", given.line),
                about,
                "checkpoint",
                Course::From(given.clone()),
            )
        })
        .collect();
    cases.extend(learned.moments(every_request).into_iter().map(Case::killed));
    if let [first, _, ..] = learned.lists.as_slice() {
        let about = format!("{first} is 403; the other lists are to land.");
        let forbidden = Case::new("forbidden", about, "", Course::Forbidden(first.clone()));
        cases.push(Case { ends: Ends::CompleteOrError, ..forbidden });
    }
    cases
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_have_names_of_their_own_and_settings_that_are_valid() {
        let cases = known();
        for case in &cases {
            assert_eq!(
                cases.iter().filter(|other| other.name == case.name).count(),
                1,
                "{}",
                case.name
            );
            let settings = connector_playground::Settings::default();
            assert!(
                case.settings.is_empty() || settings.with_prefix(&case.settings).is_ok(),
                "{}",
                case.name
            );
            assert!(case.about.ends_with('.') && !case.about.contains("  "), "{}", case.about);
        }
        assert_eq!(cases.iter().filter(|case| case.name.contains('+')).count(), PAIRS.len());
    }
}
