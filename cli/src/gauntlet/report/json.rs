//! The report as JSON, for programs and agents. Its schema is made of the types here, and kept in `schema.json`, which the command prints and
//! the book has beside its page on the gauntlet.

use super::{Report, lesson, seconds};
use crate::gauntlet::verdict::Verdict;
use serde::Serialize;
use serde_json::Value;

/// The schema, draft 2020-12.
pub(crate) const SCHEMA: &str = include_str!("schema.json");

/// What a connector made of every case of `playground gauntlet`.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Report"))]
struct Whole<'r> {
    /// Whether every case passed.
    verdict: Outcome,
    /// The cases that were run, the plain one first.
    cases: Vec<Entry<'r>>,
    /// The names of those that cannot touch the connector.
    skipped: Vec<&'r str>,
    /// The command, word by word.
    command: &'r [String],
    /// The flags that make the same data again, word by word.
    settings: &'r [String],
    /// The version of the gauntlet.
    version: &'static str,
}

/// The verdict on all cases.
#[derive(Debug, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
enum Outcome {
    /// All cases passed: exit code 0.
    Pass,
    /// Some failed: exit code 1.
    Fail,
}

/// A case that was run.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Case"))]
struct Entry<'r> {
    /// As `--only` knows it.
    name: &'r str,
    #[cfg_attr(test, schemars(with = "crate::gauntlet::verdict::Word"))]
    verdict: &'static str,
    /// Rows that did not land.
    missing: u64,
    /// Copies of rows that landed, faults with `--append` alone.
    duplicates: u64,
    /// Rows that landed older than they are.
    stale: u64,
    /// Rows that landed and were deleted.
    deleted: u64,
    /// Rows that landed and never were.
    invented: u64,
    /// How many rows there should be.
    truth: u64,
    /// The group of rows that the counts are of, where there are several: the worst one.
    group: Option<&'r str>,
    /// Requests of all runs.
    requests: u64,
    /// How long all runs took.
    seconds: f64,
    /// The exit code of the last run; null where it did not end by itself.
    exit: Option<i32>,
    /// What the API did, in a sentence.
    about: &'r str,
    /// What is wrong, in a sentence; empty where the case passed.
    cause: &'r str,
    /// Requests that show it, as lines for a shell.
    evidence: &'r [String],
    /// The last lines of what a command that did not pass printed, in the run that did not end well.
    output: &'r [String],
    /// The lesson on it, on the page of `playground start`; null where there is none.
    lesson: Option<String>,
    /// The line for a shell that runs this case alone.
    again: String,
}

impl Report {
    pub(crate) fn json(&self) -> String {
        let whole = Whole {
            verdict: if self.is_passed() { Outcome::Pass } else { Outcome::Fail },
            cases: self.run().map(|verdict| self.entry(verdict)).collect(),
            skipped: self.skipped().map(|verdict| verdict.case.name.as_str()).collect(),
            command: &self.command,
            settings: &self.flags,
            version: env!("CARGO_PKG_VERSION"),
        };
        // Texts and numbers alone: nothing that cannot be JSON.
        let value = serde_json::to_value(whole).unwrap_or(Value::Null);
        format!("{value:#}\n")
    }

    fn entry<'r>(&'r self, verdict: &'r Verdict) -> Entry<'r> {
        let counts = &verdict.counts;
        Entry {
            name: &verdict.case.name,
            verdict: verdict.word.text(),
            missing: counts.missing,
            duplicates: counts.duplicates,
            stale: counts.stale,
            deleted: counts.deleted,
            invented: counts.invented,
            truth: counts.truth,
            group: verdict.group.as_deref(),
            requests: verdict.requests,
            seconds: seconds(verdict),
            exit: verdict.exit,
            about: &verdict.case.about,
            cause: &verdict.cause,
            evidence: &verdict.evidence,
            output: if verdict.word.is_good() { &[] } else { &verdict.output },
            lesson: lesson(verdict),
            again: self.again(verdict),
        }
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and reads and writes its own file"
)]
mod tests {
    use super::*;
    use crate::gauntlet::verdict::Word;
    use schemars::generate::SchemaSettings;

    const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/gauntlet/report/schema.json");

    #[test]
    fn the_schema_is_that_of_the_types() {
        let settings = SchemaSettings::draft2020_12().for_serialize();
        let schema = settings.into_generator().into_root_schema_for::<Whole<'_>>();
        let schema = format!("{:#}\n", schema.as_value());
        if std::env::var("UPDATE").is_ok() {
            std::fs::write(FILE, &schema).unwrap();
        } else {
            assert!(schema == SCHEMA, "UPDATE=1 cargo test -p connector-playground-cli schema");
        }
    }

    #[test]
    fn the_schema_has_the_words_of_verdicts() {
        let schema: Value = serde_json::from_str(SCHEMA).unwrap();
        let words = schema["$defs"]["Word"]["oneOf"].as_array().unwrap();
        let words: Vec<&str> = words.iter().map(|word| word["const"].as_str().unwrap()).collect();
        let all = [
            Word::Silent,
            Word::Invented,
            Word::Lost,
            Word::Deleted,
            Word::Stale,
            Word::Twice,
            Word::Leaked,
            Word::Hammered,
            Word::Endless,
            Word::Failed,
            Word::Expected,
            Word::Complete,
            Word::Skipped,
        ];
        assert_eq!(words, all.map(Word::text));
    }
}
