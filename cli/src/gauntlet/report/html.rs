//! The report as one file of HTML: the matrix of cases, and for each the rows that landed as squares.

use super::{Report, Word, lesson};
use crate::gauntlet::progress::word;
use crate::gauntlet::verdict::Verdict;
use std::fmt::Write as _;

const STYLE: &str = include_str!("report.css");
/// Squares in a row of a picture.
const WIDE: usize = 40;
/// Pixels of a square with its border.
const SQUARE: usize = 10;

impl Report {
    pub(crate) fn html(&self) -> String {
        let mut text = format!(
            "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
             <title>Gauntlet: {summary}</title>\n<style>{STYLE}</style>\n<h1>Gauntlet</h1>\n<p class=\"summary {class}\">{summary}</p>\n\
             <p><code>{command}</code></p>\n",
            summary = escaped(&self.summary()),
            class = if self.is_passed() { "good" } else { "bad" },
            command = escaped(&super::quoted(self.command.iter().map(String::as_str))),
        );
        text.push_str("<nav class=\"matrix\">\n");
        for verdict in &self.verdicts {
            // Writing to a string does not fail.
            let _ = writeln!(
                text,
                "<a class=\"{}\" href=\"#{name}\"><b>{}</b> <span>{name}</span></a>",
                class(verdict.word),
                escaped(&word(verdict)),
                name = escaped(&verdict.case.name)
            );
        }
        text.push_str("</nav>\n");
        legend(&mut text);
        let rest = self.verdicts.iter().filter(|verdict| verdict.word.is_good());
        for verdict in self.failures().into_iter().chain(rest) {
            self.section(verdict, &mut text);
        }
        text
    }

    fn section(&self, verdict: &Verdict, text: &mut String) {
        let open = if verdict.word.is_good() { "" } else { " open" };
        let _ = writeln!(
            text,
            "<details id=\"{name}\" class=\"{}\"{open}><summary><b>{}</b> {name}</summary>\n<p>{}</p>",
            class(verdict.word),
            escaped(&word(verdict)),
            escaped(&verdict.case.about),
            name = escaped(&verdict.case.name),
        );
        if !verdict.cause.is_empty() {
            let _ = writeln!(text, "<p class=\"cause\">{}</p>", escaped(&verdict.cause));
        }
        for group in &verdict.groups {
            if verdict.groups.len() > 1 {
                let _ = writeln!(text, "<h3>{}</h3>", escaped(&group.name));
            }
            picture(&group.rows, text);
        }
        if !verdict.word.is_good() {
            pre(&verdict.evidence, text);
            pre(&verdict.output, text);
            if let Some(lesson) = lesson(verdict) {
                let _ = writeln!(
                    text,
                    "<p>Lesson: <code>{}</code> on the page of <code>playground start</code></p>",
                    escaped(&lesson)
                );
            }
        }
        if verdict.word != Word::Skipped {
            let _ = writeln!(text, "<p>Again: <code>{}</code></p>", escaped(&self.again(verdict)));
        }
        text.push_str("</details>\n");
    }
}

/// What the squares of the pictures say.
fn legend(text: &mut String) {
    text.push_str("<p class=\"legend\">Rows in the order of a sync:");
    for (letter, about) in
        [('l', "landed"), ('m', "missing"), ('t', "more than once"), ('s', "old")]
    {
        let _ = write!(
            text,
            " <svg class=\"rows\" width=\"{SQUARE}\" height=\"{SQUARE}\" aria-hidden=\"true\"><rect class=\"{letter}\" x=\"1\" y=\"1\" \
             width=\"8\" height=\"8\"/></svg>&nbsp;{about}"
        );
    }
    text.push_str("</p>\n");
}

/// Rows as squares, in the order of a sync.
fn picture(rows: &str, text: &mut String) {
    let (width, height) = (WIDE * SQUARE, rows.len().div_ceil(WIDE) * SQUARE);
    let _ = write!(
        text,
        "<svg class=\"rows\" role=\"img\" width=\"{width}\" height=\"{height}\" aria-label=\"rows in the order of a sync\">"
    );
    for (at, row) in rows.bytes().enumerate() {
        let (x, y) = (at % WIDE * SQUARE, at / WIDE * SQUARE);
        let side = SQUARE - 2;
        let _ = write!(
            text,
            "<rect class=\"{}\" x=\"{x}\" y=\"{y}\" width=\"{side}\" height=\"{side}\"/>",
            char::from(row)
        );
    }
    text.push_str("</svg>\n");
}

fn pre(lines: &[String], text: &mut String) {
    if !lines.is_empty() {
        let _ = writeln!(text, "<pre>{}</pre>", escaped(&lines.join("\n")));
    }
}

const fn class(word: Word) -> &'static str {
    match word {
        Word::Skipped => "skipped",
        Word::Expected | Word::Complete => "good",
        _ => "bad",
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
