//! All groups of a landing, and which of them the file that is read belongs to.

use super::super::format::Format;
use super::super::source::Target;
use super::super::spelling::likeness;
use super::super::{Check, stream};
use super::dlt::{Loads, Place};
use super::group::Rows;
use super::name;
use super::{Group, Held};
use crate::instance::Instance;
use crate::response::error::ApiError;
use crate::time::Timestamp;

/// What all groups have in common.
#[derive(Debug)]
pub(super) struct Terms {
    pub(super) instance: Instance,
    pub(super) as_of: Option<Timestamp>,
    pub(super) now: Timestamp,
    /// Whether the newest copy of a row counts, and not the last.
    pub(super) appended: bool,
}

impl Terms {
    /// The check of a stream.
    pub(super) fn check(&self, stream: &str) -> Check {
        let mut check = Check::new(stream, self.as_of, None, &self.instance, self.now);
        if !self.appended {
            check.intake.landed.last = true;
            check.intake.truth.merge();
        }
        check
    }
}

/// The groups, in the order in which they came.
#[derive(Debug)]
pub(super) struct Groups {
    pub(super) terms: Terms,
    /// The streams of groups whose stream is given.
    names: Vec<(String, &'static str)>,
    /// That of all others, where it is given.
    pub(super) stream: Option<&'static str>,
    all: Vec<Rows>,
    /// The check of rows that say of no group whose they are, with its stream, before the first of them.
    plain: Option<(Check, &'static str)>,
    /// Whether there is such a check.
    joins: bool,
    /// The group of the file that is read, unless its rows name another, and its path.
    current: String,
    path: Option<String>,
    /// What it is by its path.
    pub(super) place: Place,
    /// Whether its rows are rows as they are.
    is_plain: bool,
    /// What the file that is read, or that ended last, was found to hold.
    pub(super) held: Held,
    pub(super) format: Option<Format>,
    pub(super) alone: bool,
    pub(super) loads: Loads,
    /// The groups of files of loads that are not done, once for each file.
    unfinished: Vec<String>,
    /// What was not read, and why.
    pub(super) passed: Vec<(String, String)>,
}

impl Groups {
    pub(super) fn new(terms: Terms, names: &[(String, &'static str)]) -> Self {
        let (all, plain, current, path, format) = Default::default();
        let (loads, unfinished, passed, stream) = Default::default();
        let (joins, alone, is_plain) = (false, false, false);
        let (place, held, names) = (Place::Rows, Held::Rows, names.to_vec());
        Self {
            terms,
            names,
            stream,
            all,
            plain,
            joins,
            current,
            path,
            place,
            is_plain,
            held,
            format,
            alone,
            loads,
            unfinished,
            passed,
        }
    }

    /// Takes the check of rows that say of no group whose they are.
    pub(super) fn plain(&mut self, check: Check, stream: &str) {
        self.plain = Some((check, stream::named(stream).name()));
        self.joins = true;
    }

    /// The name that a group was given a stream under, and the stream.
    fn given(&self, name: &str) -> Option<&(String, &'static str)> {
        let like =
            |given: &&(String, &'static str)| given.0 == name || likeness(name, &given.0) > 0;
        self.names.iter().find(|given| given.0 == name).or_else(|| self.names.iter().find(like))
    }

    /// The group of a name.
    pub(super) fn named(&mut self, name: &str) -> &mut Rows {
        let at = self.all.iter().position(|group| group.name == name);
        let at = at.unwrap_or_else(|| {
            let group = match self.plain.take_if(|_| name.is_empty()) {
                Some((check, stream)) => Rows::of_check(name, stream, check),
                None => Rows::new(
                    name,
                    self.given(name).map(|given| given.1).or(self.stream),
                    &self.terms,
                ),
            };
            self.all.push(group);
            self.all.len() - 1
        });
        &mut self.all[at]
    }

    /// The group of the file that is read.
    pub(super) fn current(&mut self) -> &mut Rows {
        let name = std::mem::take(&mut self.current);
        self.current.clone_from(&name);
        self.named(&name)
    }

    /// Begins the file at a path.
    pub(super) fn begin(&mut self, path: &str) {
        self.place = self.loads.place(path);
        self.current = name::of(path);
        self.path = Some(path.to_owned()).filter(|_| !self.alone);
        self.is_plain = false;
        self.held = Held::Rows;
    }

    /// Takes the file that is read as one of rows as they are; `told` says whether it names its group itself.
    pub(super) fn begin_plain(&mut self, told: bool) -> Result<(), ApiError> {
        self.is_plain = true;
        if self.joins && !told && !self.loads.is_known() && self.given(&self.current).is_none() {
            self.current.clear();
        }
        let (path, format) = (self.path.clone(), self.format);
        self.current().begin_file(path.as_deref(), format)
    }

    /// Has a group name the file that is read for what cannot be read of it.
    pub(super) fn show_file(&mut self, group: Option<&str>) {
        let path = self.path.clone();
        let group = match group {
            Some(name) => self.named(name),
            None => self.current(),
        };
        group.each(|check| check.intake.file.clone_from(&path));
    }

    /// Counts a file of a load that is not done.
    pub(super) fn unfinished(&mut self) {
        self.unfinished.push(self.current.clone());
    }

    /// Forgets what the file that is read held, where it was no row.
    pub(super) fn drop_file(&mut self) {
        if let Some(group) = self.all.iter_mut().find(|group| group.name == self.current) {
            group.each(Check::drop_file);
        }
    }

    /// The verdicts.
    pub(super) fn finish(mut self) -> Result<Vec<Group>, ApiError> {
        for (name, _) in self.names.clone() {
            if self
                .all
                .iter()
                .all(|group| self.given(&group.name).is_none_or(|given| given.0 != name))
            {
                self.named(&name);
            }
        }
        let (passed, unfinished) =
            (std::mem::take(&mut self.passed), std::mem::take(&mut self.unfinished));
        let told = |mut group: Rows, is_left: &dyn Fn(&String) -> bool| {
            for (name, reason) in &passed {
                group.each(|check| check.pass_over(name, reason));
            }
            match unfinished.iter().filter(|name| is_left(name)).count() {
                0 => {}
                count => group.each(|check| check.note(&left_out(count))),
            }
            group.finish()
        };
        let mut verdicts = Vec::new();
        let names: Vec<String> = self.all.iter().map(|group| group.name.clone()).collect();
        for (group, name) in std::mem::take(&mut self.all).into_iter().zip(&names) {
            // Of what is no group all have to know.
            verdicts.extend(told(group, &|other| other == name || !names.contains(other))?);
        }
        if self.joins && verdicts.is_empty() {
            self.named("");
            let rows = self.all.pop();
            verdicts.extend(rows.map(|rows| told(rows, &|_| true)).transpose()?.flatten());
        }
        Ok(verdicts)
    }
}

/// A note on files of loads that are not done.
fn left_out(files: usize) -> String {
    format!(
        "Left out {files} file{} of loads that are not done: _dlt_loads has no line of theirs with status 0.",
        if files == 1 { "" } else { "s" }
    )
}

impl Target for Groups {
    fn cut(&mut self, number: u64, reason: &str, bytes: u64) {
        if self.held == Held::Aside {
            return;
        }
        let is_plain = self.is_plain;
        self.current().each(|check| {
            let number = if is_plain { check.source.number() } else { number };
            check.intake.cut(number, reason, bytes);
        });
    }

    fn unread(&mut self, bytes: u64) {
        if bytes > 0 && self.held != Held::Aside {
            self.current().each(|check| check.intake.unread(bytes));
        }
    }
}
