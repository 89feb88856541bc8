//! `playground gauntlet`: runs anybody's connector against an API that does what real ones do, kills it, lets it go on, and says which rows
//! it lost, and why.
//!
//! A `case` is what happens; a `stage` is its server, a `process` a run of the command, the `runner` brings them together. `landed` reads
//! what landed, `verdict` judges it, `progress` shows it as it comes, and `report` writes it down.

mod case;
mod landed;
mod process;
mod progress;
mod report;
mod runner;
mod skipping;
mod stage;
mod verdict;

pub(crate) use case::names;
pub(crate) use report::Format;

use crate::Terminal;
use crate::signals::{closed, either, terminated, watch_stdin};
use case::{Case, Given, Learned};
use connector_playground::Settings;
use progress::Progress;
use report::Report;
use runner::Played;
use skipping::Asked;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use verdict::{Terms, Verdict, Word};

/// What is run, and how.
#[derive(Debug)]
pub(crate) struct Options {
    /// Program and arguments, with placeholders.
    pub(crate) command: Vec<OsString>,
    /// The data of all cases.
    pub(crate) settings: Settings,
    /// The settings that make the data again, as flags.
    pub(crate) flags: Vec<String>,
    /// Cases that are run, by name or by what stands before their slash; all where there are none.
    pub(crate) only: Vec<String>,
    /// Cases that are not.
    pub(crate) skip: Vec<String>,
    /// Whether the cases are only named.
    pub(crate) list: bool,
    /// Whether the schema of the report is printed.
    pub(crate) schema: bool,
    /// Groups whose truth is named.
    pub(crate) streams: Vec<(String, &'static str)>,
    /// A command for the shell that prints what landed.
    pub(crate) read: Option<String>,
    /// Whether a copy of a row is a fault.
    pub(crate) append: bool,
    /// The longest that a run may take.
    pub(crate) timeout: Duration,
    /// Most requests of a case.
    pub(crate) max_requests: u64,
    /// Cases side by side.
    pub(crate) jobs: usize,
    /// Whether the command dies at each request.
    pub(crate) every_request: bool,
    /// Reports to write.
    pub(crate) reports: Vec<(Format, PathBuf)>,
    /// Whether the report is printed as JSON.
    pub(crate) json: bool,
    /// Whether it ends when its standard input does.
    pub(crate) end_with_stdin: bool,
}

/// Some cases failed.
const FAULTY: u8 = 1;
/// The gauntlet itself could not run.
const UNABLE: u8 = 2;

/// Runs all cases, and gives the exit code: 0 where the command stood them, 1 where it did not, 2 where that could not be found out.
pub(crate) fn run(options: Options, terminal: &mut Terminal<'_>) -> u8 {
    let told = match (options.list, options.schema) {
        (true, _) => Some(listed()),
        (false, true) => Some(report::SCHEMA.to_owned()),
        (false, false) => None,
    };
    if let Some(text) = told {
        let _ = terminal.out.write_all(text.as_bytes()).and_then(|()| terminal.out.flush());
        return 0;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    for (_, path) in &options.reports {
        if let Err(error) = report::can_be_written(path) {
            return unable(&unwritten(path, &error), terminal);
        }
    }
    let stdin = options.end_with_stdin.then(watch_stdin).transpose();
    let (runtime, stdin) = match runtime.and_then(|runtime| Ok((runtime, stdin?))) {
        Ok(both) => both,
        Err(error) => return unable(&error.to_string(), terminal),
    };
    let options = Arc::new(options);
    let mut progress = Progress::new(terminal.watched && !options.json);
    let report = runtime.block_on(async {
        tokio::select! {
            report = gauntlet(&options, &mut progress, terminal) => report,
            () = either(terminated(), closed(stdin)) => Err("interrupted".to_owned()),
        }
    });
    // What the command started dies with the tasks that are dropped here.
    runtime.shutdown_timeout(Duration::from_secs(2));
    progress.clear();
    match report.and_then(|report| written(&report, &options, terminal).map(|()| report)) {
        Ok(report) if report.is_passed() => 0,
        Ok(_) => FAULTY,
        Err(error) => unable(&error, terminal),
    }
}

fn unable(error: &str, terminal: &mut Terminal<'_>) -> u8 {
    let _ = terminal.err.write_all(format!("error: {error}\n").as_bytes());
    UNABLE
}

fn unwritten(path: &Path, error: &io::Error) -> String {
    format!("cannot write --report to {}: {error}", path.to_string_lossy().escape_debug())
}

/// Prints the last words, and writes the reports.
fn written(report: &Report, options: &Options, terminal: &mut Terminal<'_>) -> Result<(), String> {
    let text = if options.json { report.json() } else { report.words() };
    let printed = terminal.out.write_all(text.as_bytes()).and_then(|()| terminal.out.flush());
    for (format, path) in &options.reports {
        report.write(*format, path).map_err(|error| unwritten(path, &error))?;
    }
    match printed {
        // Who closes a pipe has read enough.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(format!("the report cannot be printed: {error}"))
        }
        _ => Ok(()),
    }
}

/// Each case with its sentence and its lesson.
fn listed() -> String {
    let mut text = String::new();
    let mut line = |name: &str, about: &str, lesson: &str| {
        let lesson = if lesson.is_empty() { String::new() } else { format!(" [lesson: {lesson}]") };
        text.push_str(&format!("{name:<28} {about}{lesson}\n"));
    };
    for case in std::iter::once(Case::plain()).chain(case::known()) {
        line(&case.name, &case.about, case.lesson);
    }
    for (name, about, lesson) in case::LEARNED {
        line(name, about, lesson);
    }
    text
}

/// The plain run, then all other cases.
async fn gauntlet(
    options: &Arc<Options>,
    progress: &mut Progress,
    terminal: &mut Terminal<'_>,
) -> Result<Report, String> {
    let failed = |error: io::Error| could_not(options, &error);
    let plain_case = Case::plain();
    progress.begin(1);
    let plain = runner::play(options, &plain_case, None, 0).await.map_err(failed)?;
    let groups = groups_of(&plain);
    let terms = Terms { groups: &groups, appended: options.append, timeout: options.timeout };
    let verdict = plain_verdict(&plain_case, &plain, terms);
    progress.done(&verdict, terminal, options.json);
    if !verdict.word.is_good() {
        return Ok(Report::new(options, vec![verdict]));
    }
    let (cases, skipped) = chosen(options, &plain)?;
    progress.begin(1 + cases.len());
    let mut verdicts = vec![verdict];
    let running = all(options, cases, &plain, &groups);
    for case in running {
        let verdict = case.await.map_err(|error| error.to_string())?.map_err(failed)?;
        progress.done(&verdict, terminal, options.json);
        verdicts.push(verdict);
    }
    verdicts.extend(skipped.into_iter().map(Verdict::skipped));
    Ok(Report::new(options, verdicts))
}

/// Starts all cases, so many at a time, in their order.
fn all(
    options: &Arc<Options>,
    cases: Vec<Case>,
    plain: &Played,
    groups: &[(String, &'static str)],
) -> Vec<tokio::task::JoinHandle<io::Result<Verdict>>> {
    let slots = Arc::new(Semaphore::new(options.jobs));
    let (before, requests) = (plain.folder.spool(1), plain.requests.all().len() as u64);
    let start = |case: Case| {
        let (options, slots, before, groups) =
            (Arc::clone(options), Arc::clone(&slots), before.clone(), groups.to_vec());
        tokio::spawn(async move {
            let _slot = slots.acquire().await.map_err(io::Error::other)?;
            let played = runner::play(&options, &case, Some(&before), requests).await?;
            let terms =
                Terms { groups: &groups, appended: options.append, timeout: options.timeout };
            Ok(Verdict::of(&case, &played, terms))
        })
    };
    cases.into_iter().map(start).collect()
}

/// The verdict on the plain run: one that landed nothing at all has failed, too.
fn plain_verdict(case: &Case, plain: &Played, terms: Terms<'_>) -> Verdict {
    let mut verdict = Verdict::of(case, plain, terms);
    if verdict.word.is_good() && terms.groups.is_empty() {
        verdict.word = Word::Failed;
        verdict.cause = if plain.requests.all().is_empty() {
            "The command asked the server nothing: it is to read PLAYGROUND_BASE_URL.".to_owned()
        } else {
            "Nothing landed: rows are to be printed as messages, or written to PLAYGROUND_LANDED."
                .to_owned()
        };
    }
    verdict
}

/// The groups that landed, and the streams they were held against.
fn groups_of(plain: &Played) -> Vec<(String, &'static str)> {
    let groups = plain.landed.as_ref().map(|landed| landed.groups.as_slice()).unwrap_or_default();
    groups.iter().map(|group| (group.name.clone(), group.stream)).collect()
}

/// The cases that are run, and those that cannot touch the command.
fn chosen(options: &Options, plain: &Played) -> Result<(Vec<Case>, Vec<Case>), String> {
    let mut learned = learned(plain);
    learned.thin_states();
    let mut cases = case::known();
    cases.extend(case::learned(&learned, options.every_request));
    // A family that this command has no case of is left out as others are that cannot touch it; a moment that there is not is a mistake.
    for given in options.only.iter().filter(|given| given.contains('/')) {
        if !cases.iter().any(|case| case.is_meant_by(given)) {
            let names: Vec<&str> = cases.iter().map(|case| case.name.as_str()).collect();
            return Err(format!(
                "no case '{}'; there are {}, {}",
                given.escape_debug(),
                case::PLAIN,
                names.join(", ")
            ));
        }
    }
    let is_chosen = |case: &Case| {
        let has = |list: &[String]| list.iter().any(|given| case.is_meant_by(given));
        (options.only.is_empty() || has(&options.only)) && !has(&options.skip)
    };
    cases.retain(is_chosen);
    let cases = cases.into_iter().map(|case| fitting(case, options));
    let asked = Asked::of(options, plain);
    Ok(cases.partition(|case| asked.is_touched_by(case)))
}

/// A crash without the settings that bite together with it, where the data are too few for them.
fn fitting(case: Case, options: &Options) -> Case {
    let is_killed = matches!(case.course, case::Course::Killed(_));
    if is_killed && runner::case_settings(options, &case).is_err() {
        return Case { settings: String::new(), ..case };
    }
    case
}

/// What the plain run shows of the command.
fn learned(plain: &Played) -> Learned {
    let requests = &plain.requests;
    let mut learned = Learned { requests: requests.all().len() as u64, ..Learned::default() };
    for run in &plain.runs {
        for stood in &run.printed.stdout.states {
            learned.after_states.push(stood.requests);
            let (line, before, state) = (stood.line, stood.before, stood.state.clone());
            learned.states.push(Given { line, before, state });
        }
    }
    learned.after_states.extend_from_slice(requests.state_changes());
    for request in requests.all() {
        let list = request.list();
        if !learned.lists.contains(&list) {
            learned.lists.push(list);
        }
    }
    learned
}

/// Why the command could not be run at all.
fn could_not(options: &Options, error: &io::Error) -> String {
    let program =
        options.command.first().map(|word| word.to_string_lossy().into_owned()).unwrap_or_default();
    format!("cannot run '{}': {error}", program.escape_debug())
}
