//! The report as Markdown: a table for the summary of a job, the failures in full below it.

use super::{Report, Word, lesson};
use crate::gauntlet::progress::word;

impl Report {
    pub(crate) fn markdown(&self) -> String {
        let mut text = format!("### Gauntlet: {}\n\n", self.summary());
        text.push_str("| case | verdict | rows missing | requests | |\n|---|---|---:|---:|---|\n");
        let rest = self.verdicts.iter().filter(|verdict| verdict.word.is_good());
        for verdict in
            self.failures().into_iter().chain(rest.filter(|verdict| verdict.word != Word::Skipped))
        {
            let word = if verdict.word.is_good() {
                word(verdict)
            } else {
                format!("**{}**", word(verdict))
            };
            text.push_str(&format!(
                "| {} | {word} | {} | {} | {} |\n",
                cell(&verdict.case.name),
                verdict.counts.missing,
                verdict.requests,
                cell(&verdict.case.about)
            ));
        }
        for verdict in self.failures() {
            text.push_str(&format!("\n**{}**: {}\n\n", verdict.case.name, cell(&verdict.cause)));
            let lines = verdict.evidence.iter().chain(&verdict.output).map(String::as_str);
            text.push_str(&fenced(lines));
            text.push_str(&format!(
                "\nAgain:\n{}",
                fenced(std::iter::once(self.again(verdict).as_str()))
            ));
            if let Some(lesson) = lesson(verdict) {
                text.push_str(&format!("\nLesson: `{lesson}`\n"));
            }
        }
        text
    }
}

/// A text in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ").replace('<', "&lt;")
}

/// Lines as they are, in a fence that is longer than any in them.
fn fenced<'l>(lines: impl Iterator<Item = &'l str>) -> String {
    let text: Vec<&str> = lines.collect();
    let text = text.join("\n");
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}\n{text}\n{fence}\n")
}
