//! What is seen while the cases run: a line for each that is done, and on a terminal a bar with the time that is left.

use super::verdict::{Verdict, Word};
use crate::Terminal;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::Duration;

/// How often the bar moves where nothing happens.
const TICK: Duration = Duration::from_millis(200);

/// The bar, where there is one.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// Progress that is seen where somebody may be looking.
    pub(crate) fn new(watched: bool) -> Self {
        let bar = ProgressBar::with_draw_target(
            Some(1),
            if watched { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() },
        );
        let style = ProgressStyle::with_template(
            "{bar:24} {pos}/{len} cases, {elapsed} gone, about {eta} left",
        );
        if let Ok(style) = style {
            bar.set_style(style);
        }
        if watched {
            bar.enable_steady_tick(TICK);
        }
        Self { bar }
    }

    /// Says how many cases there are.
    pub(crate) fn begin(&self, cases: usize) {
        self.bar.set_length(cases as u64);
    }

    /// Shows a case that is done. Beside JSON on standard output, lines go to standard error.
    pub(crate) fn done(&self, verdict: &Verdict, terminal: &mut Terminal<'_>, json: bool) {
        let line = format!("{}\n", line(verdict));
        let to: &mut dyn std::io::Write = if json { terminal.err } else { terminal.out };
        self.bar.suspend(|| {
            let _ = to.write_all(line.as_bytes()).and_then(|()| to.flush());
        });
        self.bar.inc(1);
    }

    pub(crate) fn clear(&self) {
        self.bar.finish_and_clear();
    }
}

/// A case on one line: its word with the number of rows, its name, requests and time.
fn line(verdict: &Verdict) -> String {
    let group = verdict.group.as_ref().filter(|_| !verdict.word.is_good());
    let group = group.map(|name| format!(" ({name})")).unwrap_or_default();
    let requests = if verdict.requests == 1 { "request" } else { "requests" };
    format!(
        "{:<14} {:<30} {:>5} {requests:<8} {:>6.2} s{group}",
        word(verdict),
        verdict.case.name,
        verdict.requests,
        verdict.took.as_secs_f64()
    )
}

/// The word, with how many rows it is about.
pub(crate) fn word(verdict: &Verdict) -> String {
    let counts = &verdict.counts;
    let rows = match verdict.word {
        Word::Silent | Word::Lost => counts.missing,
        Word::Invented => counts.invented,
        Word::Twice => counts.duplicates,
        Word::Stale => counts.stale,
        Word::Deleted => counts.deleted,
        _ => return verdict.word.text().to_owned(),
    };
    format!("{} {rows}", verdict.word.text())
}
