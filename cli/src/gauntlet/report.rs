//! The report on all cases: in words, as JSON, JUnit's XML, Markdown or one file of HTML.

mod html;
mod json;
mod junit;
mod markdown;

pub(crate) use json::SCHEMA;

use super::Options;
use super::progress::word;
use super::verdict::{Verdict, Word};
use std::fmt::Write as _;
use std::io;
use std::path::Path;

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Junit,
    Json,
    Markdown,
    Html,
}

impl Format {
    /// As the command line has them.
    pub(crate) const NAMES: [&str; 4] = ["junit", "json", "md", "html"];

    /// The format of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let all = [Self::Junit, Self::Json, Self::Markdown, Self::Html];
        Self::NAMES.iter().zip(all).find(|(known, _)| **known == name).map(|(_, format)| format)
    }
}

/// Whether a report can be written to a file, found out before the cases take their time. One that is there is kept as it is.
///
/// # Errors
/// It cannot be.
pub(crate) fn can_be_written(path: &Path) -> io::Result<()> {
    std::fs::OpenOptions::new().create(true).append(true).open(path).map(drop)
}

/// The report.
#[derive(Debug)]
pub(crate) struct Report {
    verdicts: Vec<Verdict>,
    /// How one case is run again, but for its name: the flags, and behind `--` the command.
    flags: Vec<String>,
    command: Vec<String>,
}

impl Report {
    pub(crate) fn new(options: &Options, verdicts: Vec<Verdict>) -> Self {
        let command =
            options.command.iter().map(|word| word.to_string_lossy().into_owned()).collect();
        let mut flags = options.flags.clone();
        if options.append {
            flags.push("--append".to_owned());
        }
        for (name, stream) in &options.streams {
            flags.extend(["--stream".to_owned(), format!("{name}={stream}")]);
        }
        if let Some(read) = &options.read {
            flags.extend(["--read".to_owned(), read.clone()]);
        }
        Self { verdicts, flags, command }
    }

    /// Whether the command stood every case.
    pub(crate) fn is_passed(&self) -> bool {
        self.verdicts.iter().all(|verdict| verdict.word.is_good())
    }

    /// Writes it to a file.
    ///
    /// # Errors
    /// The file cannot be written.
    #[expect(clippy::disallowed_methods, reason = "the native adapter is where files are written")]
    pub(crate) fn write(&self, format: Format, path: &Path) -> io::Result<()> {
        let text = match format {
            Format::Junit => self.junit().map_err(io::Error::other)?,
            Format::Json => self.json(),
            Format::Markdown => self.markdown(),
            Format::Html => self.html(),
        };
        std::fs::write(path, text)
    }

    /// The cases that were run.
    fn run(&self) -> impl Iterator<Item = &Verdict> {
        self.verdicts.iter().filter(|verdict| verdict.word != Word::Skipped)
    }

    fn skipped(&self) -> impl Iterator<Item = &Verdict> {
        self.verdicts.iter().filter(|verdict| verdict.word == Word::Skipped)
    }

    /// Those that the command did not stand, the worst first.
    fn failures(&self) -> Vec<&Verdict> {
        let mut failures: Vec<&Verdict> =
            self.run().filter(|verdict| !verdict.word.is_good()).collect();
        failures.sort_by_key(|verdict| verdict.word);
        failures
    }

    /// The line that runs one case alone.
    fn again(&self, verdict: &Verdict) -> String {
        let start = ["playground", "gauntlet", "--only", verdict.case.name.as_str()];
        let flags = self.flags.iter().map(String::as_str);
        let command = self.command.iter().map(String::as_str);
        quoted(start.into_iter().chain(flags).chain(["--"]).chain(command))
    }

    /// What is said at the end.
    pub(crate) fn words(&self) -> String {
        let mut text = String::new();
        if let [plain] = self.verdicts.as_slice()
            && !plain.word.is_good()
        {
            // Writing to a string does not fail.
            let _ = writeln!(
                text,
                "\nYour command does not work against an API without any fault: {}",
                plain.cause
            );
            plain.output.iter().for_each(|line| text.push_str(&format!("  | {line}\n")));
            plain.evidence.iter().for_each(|line| text.push_str(&format!("  {line}\n")));
            text.push_str(&self.data());
            return text;
        }
        for verdict in self.failures() {
            let _ = writeln!(
                text,
                "\n{} in {}: {}",
                word(verdict),
                verdict.case.name,
                verdict.case.about
            );
            let _ = writeln!(text, "  {}", verdict.cause);
            verdict.evidence.iter().for_each(|line| text.push_str(&format!("    {line}\n")));
            if let Some(lesson) = lesson(verdict) {
                let _ = writeln!(text, "  lesson: {lesson} on the page of `playground start`");
            }
            let _ = writeln!(text, "  again: {}", self.again(verdict));
        }
        let _ = writeln!(text, "\n{}", self.summary());
        text + &self.data()
    }

    /// The line that says how to make the same data again.
    fn data(&self) -> String {
        format!("the same data again: {}\n", quoted(self.flags.iter().map(String::as_str)))
    }

    /// How many cases ended in which way, the worst first.
    fn summary(&self) -> String {
        let failures = self.failures().len();
        let run = self.run().count();
        let mut counts: Vec<(Word, usize)> = Vec::new();
        for verdict in &self.verdicts {
            match counts.iter_mut().find(|(word, _)| *word == verdict.word) {
                Some((_, count)) => *count += 1,
                None => counts.push((verdict.word, 1)),
            }
        }
        counts.sort_by_key(|(word, _)| *word);
        let counts: Vec<String> =
            counts.iter().map(|(word, count)| format!("{count} {}", word.text())).collect();
        let verdict = match failures {
            0 if run == 1 => "the case passed".to_owned(),
            0 => format!("all {run} cases passed"),
            _ if run == 1 => "the case failed".to_owned(),
            _ => format!("{failures} of {run} cases failed"),
        };
        format!("{verdict} ({})", counts.join(", "))
    }
}

#[expect(clippy::float_arithmetic, reason = "a time is rounded for those who read it")]
fn seconds(verdict: &Verdict) -> f64 {
    (verdict.took.as_secs_f64() * 1000.0).round() / 1000.0
}

/// Where the lesson of a case is, on the page of a server.
fn lesson(verdict: &Verdict) -> Option<String> {
    (!verdict.case.lesson.is_empty()).then(|| format!("/#/{}", verdict.case.lesson))
}

/// Words as a line for a shell.
fn quoted<'w>(words: impl Iterator<Item = &'w str>) -> String {
    let words: Vec<String> = words
        .map(|word| {
            shlex::try_quote(word).map_or_else(|_| format!("{word:?}"), |text| text.into_owned())
        })
        .collect();
    words.join(" ")
}
