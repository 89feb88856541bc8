//! Why a case was not stood, in one sentence, and the requests that show it.

use super::{Terms, Verdict, Word};
use crate::gauntlet::case::Course;
use crate::gauntlet::process::{End, Printed};
use crate::gauntlet::runner::Played;
use crate::gauntlet::stage::Request;
use connector_playground::checker::report::{Listed, on_one_line};
use serde_json::Value;

/// Most requests that are shown.
const SHOWN: usize = 5;
/// Lines of output that are kept.
const LINES: usize = 20;

impl Printed {
    /// The last lines of standard error, or of standard output where there are none.
    pub(crate) fn last_lines(&self) -> Vec<String> {
        let lines = self.stderr.tail.lines(LINES);
        if lines.is_empty() { self.stdout.tail.lines(LINES) } else { lines }
    }
}

/// The line that says why: the last one that begins with the name of an error, as what stands behind it is a stack or a version; or else the
/// last, but for Node's version behind the stack of what was thrown.
fn reason(lines: &[String]) -> Option<&String> {
    if let Some(line) = lines.iter().rfind(|line| names_an_error(line)) {
        return Some(line);
    }
    let last = lines.last()?;
    let stack = lines.iter().position(|line| line.starts_with("    at "));
    let thrown = stack.and_then(|stack| lines.get(stack.checked_sub(1)?));
    thrown.filter(|_| last.starts_with("Node.js v")).or(Some(last))
}

/// Whether a line begins as `TypeError: …`, `java.io.IOException: …`, `Error [ERR]: …` or `panic: …` do.
fn names_an_error(line: &str) -> bool {
    let Some((name, _)) = line.split_once(": ").filter(|_| !line.starts_with(' ')) else {
        return false;
    };
    let mut words = name.split(|c: char| !c.is_alphanumeric()).map(str::to_ascii_lowercase);
    words.any(|word| ["error", "exception", "panic"].iter().any(|end| word.ends_with(end)))
}

impl Played {
    /// Where a secret was seen.
    pub(crate) fn leak(&self) -> Option<String> {
        let secrets = &self.secrets;
        let has = |text: &str| secrets.iter().any(|secret| text.contains(secret.as_str()));
        if let Some(request) = self.requests.all().iter().find(|request| has(&request.target)) {
            return Some(format!("the URL of request {} of run {}", request.number, request.run));
        }
        let said = self
            .runs
            .iter()
            .any(|run| run.printed.stderr.tail.lines(usize::MAX).iter().any(|line| has(line)));
        let printed = self.landed.as_ref().is_ok_and(|landed| landed.leaked);
        (said || printed).then(|| "its output".to_owned())
    }
}

impl Verdict {
    /// Says why.
    pub(crate) fn explain(&mut self, played: &Played, terms: Terms<'_>) {
        self.evidence = self.requests(played).iter().map(|request| request.line()).collect();
        self.cause = match self.word {
            Word::Endless => endless(played),
            Word::Leaked => format!("A secret stands in {}.", played.leak().unwrap_or_default()),
            Word::Hammered => hammered(played),
            Word::Failed => self.failed(played, terms),
            Word::Silent
            | Word::Lost
            | Word::Invented
            | Word::Twice
            | Word::Stale
            | Word::Deleted => self.rows(played, terms),
            Word::Expected | Word::Complete | Word::Skipped => String::new(),
        };
    }

    fn failed(&self, played: &Played, terms: Terms<'_>) -> String {
        self.ended(played, terms).unwrap_or_else(|| match &played.landed {
            Err(error) => format!("What landed cannot be read: {error}."),
            Ok(landed) => match &landed.broken {
                Some((why, 1)) => format!("A line of its output is no message: {why}."),
                Some((why, count)) => {
                    format!("{count} lines of its output are no messages: {why}.")
                }
                None if self.unreadable() == 1 => "A line of what landed is no row.".to_owned(),
                None => format!("{} lines of what landed are no rows.", self.unreadable()),
            },
        })
    }

    /// How the first run ended that did not end well; None where all did.
    fn ended(&self, played: &Played, terms: Terms<'_>) -> Option<String> {
        let at = played.runs.iter().position(|run| run.end.is_bad())?;
        let run = played.runs.get(at)?;
        let which = if played.runs.len() > 1 {
            format!("Run {} ", at + 1)
        } else {
            "The command ".to_owned()
        };
        let how = match run.end {
            End::Exit(code) => format!("ended with exit code {code}"),
            End::Signal(signal) => format!("was ended by signal {signal}"),
            End::Late => format!("did not end within {} s", terms.timeout.as_secs()),
            End::Endless | End::Killed => String::new(),
        };
        let asked =
            if played.requests.all().is_empty() { ", and asked the server nothing" } else { "" };
        Some(match reason(&self.output) {
            Some(line) => format!("{which}{how}{asked}: {}", on_one_line(line)),
            None => format!("{which}{how}{asked}, and printed nothing."),
        })
    }

    /// What is wrong with the rows: the checker's hint, or the first of them.
    fn rows(&self, played: &Played, terms: Terms<'_>) -> String {
        let worst = self.groups.iter().find(|group| match &self.group {
            Some(name) => group.name == *name,
            None => true,
        });
        let Some(report) = worst.map(|group| &group.report) else { return String::new() };
        let (list, what) = match self.word {
            Word::Invented => (&report.unknown, "never were"),
            Word::Twice => (&report.duplicates, "are there more than once"),
            Word::Stale => (&report.stale, "are older than they should be"),
            Word::Deleted => (&report.deleted_present, "were deleted, and are there"),
            _ => (&report.missing, "are missing"),
        };
        let count = format!("{} of {} rows {what}, {}.", list.count, report.truth, first(list));
        let resumed = self.resumed(played);
        let ended = self.ended(played, terms);
        if self.gave_up() {
            return format!(
                "{count} One list is 403, and rows of others are missing too. {}",
                ended.unwrap_or_default()
            );
        }
        match (&report.hint, ended) {
            (_, Some(ended)) => format!("{count}{resumed} {ended}"),
            (Some(hint), None) if resumed.is_empty() => format!("{count} {hint}"),
            _ => format!("{count}{resumed}"),
        }
    }

    /// Where a command that was killed went on.
    fn resumed(&self, played: &Played) -> String {
        let Course::Killed(moment) = self.case.course else { return String::new() };
        let requests = &played.requests;
        match requests.all().iter().find(|request| request.run == 2) {
            Some(request) => format!(
                " It died at request {}, and went on with {}.",
                moment.request(),
                request.curl()
            ),
            None => format!(
                " It died at request {}, and asked for nothing when it ran again.",
                moment.request()
            ),
        }
    }

    /// Requests that show it: those that were refused, those around a kill, the one that came again, or else the last.
    fn requests(&self, played: &Played) -> Vec<Request> {
        let requests = &played.requests;
        let all = requests.all();
        let mut shown: Vec<&Request> = match self.word {
            Word::Endless => {
                let same = requests.most_frequent().filter(|(_, count)| *count > 2);
                same.map(|(request, _)| request).into_iter().collect()
            }
            Word::Hammered => requests.hammered().map(|(request, _)| request).into_iter().collect(),
            _ => all
                .iter()
                .filter(|request| request.status.is_some_and(|status| status.as_u16() >= 400))
                .take(3)
                .collect(),
        };
        if let Course::Killed(moment) = self.case.course {
            shown.extend(
                all.iter().filter(|request| request.run == 1 && request.number == moment.request()),
            );
            shown.extend(all.iter().filter(|request| request.run == 2).take(2));
        } else if shown.is_empty() {
            shown.extend(all.iter().skip(all.len().saturating_sub(3)));
        }
        shown.into_iter().take(SHOWN).cloned().collect()
    }
}

fn endless(played: &Played) -> String {
    let all = played.requests.all();
    match (played.requests.most_frequent(), played.requests.same()) {
        (Some((request, count)), _) if count > 2 => {
            format!("Of {} requests {count} were the same: {}.", all.len(), request.curl())
        }
        (_, same) if same > 2 => {
            format!("The last {same} of {} answers were the same, and it asked on.", all.len())
        }
        _ => format!("It was stopped after {} requests.", all.len()),
    }
}

fn hammered(played: &Played) -> String {
    let requests = &played.requests;
    requests.hammered().map_or_else(String::new, |(request, early)| {
        format!(
            "Request {} of run {} came {early} ms before the wait was over that Retry-After asks for.",
            request.number, request.run
        )
    })
}

/// The first row of a list, as in `first id 12`.
fn first(list: &Listed) -> String {
    let row = list.examples.first().and_then(Value::as_object);
    let shown: Vec<String> = row
        .into_iter()
        .flatten()
        .map(|(name, value)| {
            format!("{name} {}", value.as_str().map_or_else(|| value.to_string(), on_one_line))
        })
        .collect();
    if shown.is_empty() {
        "none of which is known".to_owned()
    } else {
        format!("first {}", shown.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_is_the_line_that_names_an_error_not_the_stack_behind_it() {
        for (said, wanted) in [
            (
                "file.mjs:3\n\nSyntaxError: Unexpected end of JSON input\n    at JSON.parse (<anonymous>)\nNode.js v20.20.2",
                "SyntaxError: Unexpected end of JSON input",
            ),
            (
                "Traceback:\n  File \"a\"\nurllib.error.HTTPError: HTTP Error 429: x",
                "urllib.error.HTTPError: HTTP Error 429: x",
            ),
            ("panic: boom\ngoroutine 1 [running]:\nmain.go:3", "panic: boom"),
            (
                "Exception in thread \"main\" java.io.IOException: gone\n\tat A.b",
                "Exception in thread \"main\" java.io.IOException: gone",
            ),
            ("one\nthe reason", "the reason"),
            ("a.mjs:1\nGone\n    at a.mjs:1\nNode.js v20.20.2", "Gone"),
        ] {
            let lines: Vec<String> = said.lines().map(str::to_owned).collect();
            assert_eq!(reason(&lines).map(String::as_str), Some(wanted));
        }
        assert_eq!(reason(&[]), None);
    }
}
