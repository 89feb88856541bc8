//! Runs the command through a case: a server, a fresh folder, and the runs that the case asks for, each handed what the one before it kept.

use super::Options;
use super::case::{Case, Course, Moment};
use super::landed::{Landed, Source, Spool};
use super::process::{self, Invocation, Run};
use super::stage::{self, Orders, Requests, Stage};
use connector_playground::{Settings, Timestamp};
use serde_json::{Value, json};
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

/// What came of a case.
#[derive(Debug)]
pub(crate) struct Played {
    pub(crate) runs: Vec<Run>,
    /// What landed; or why that cannot be told.
    pub(crate) landed: Result<Landed, String>,
    /// The settings of the case.
    pub(crate) settings: Settings,
    pub(crate) requests: Requests,
    /// The present of the case at its end.
    pub(crate) now: Timestamp,
    /// Texts that must not be seen: credentials, and tokens that the command was given.
    pub(crate) secrets: Vec<String>,
    /// What the command left, for as long as this is kept.
    pub(crate) folder: Folder,
}

/// The folder of a case.
#[derive(Debug)]
pub(crate) struct Folder {
    directory: TempDir,
}

impl Folder {
    fn new() -> io::Result<Self> {
        Ok(Self { directory: tempfile::Builder::new().prefix("gauntlet-").tempdir()? })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// Standard output of a run, from 1 on.
    pub(crate) fn spool(&self, run: usize) -> PathBuf {
        self.path(&format!("stdout.{run}"))
    }
}

/// A case under way.
struct Runner<'o> {
    options: &'o Options,
    case: &'o Case,
    stage: Arc<Stage>,
    folder: Folder,
    runs: Vec<Run>,
}

/// Runs a case. `before` is standard output of the plain run, for cases that go on from one of its states; `requests` how many it made.
///
/// # Errors
/// The command cannot be started; the system has no port or no room.
pub(crate) async fn play(
    options: &Options,
    case: &Case,
    before: Option<&Path>,
    requests: u64,
) -> io::Result<Played> {
    let full = before.is_none();
    let settings = case_settings(options, case)?;
    let stage = Stage::open(options.settings.clone(), full).await?;
    if settings.moving {
        stage.hold(stage::moment(settings.anchor, 1))?;
    }
    let mut runner = Runner { options, case, stage, folder: Folder::new()?, runs: Vec::new() };
    runner.course(requests).await?;
    runner.stage.close();
    let (requests, now) = (runner.stage.take_requests(), runner.stage.present());
    let secrets = secrets(&runner.stage, &requests);
    let source = runner.source(&settings, now, &secrets, before);
    let landed =
        tokio::task::spawn_blocking(move || source.judged()).await.map_err(io::Error::other)?;
    let Runner { folder, runs, .. } = runner;
    Ok(Played { runs, landed, settings, requests, now, secrets, folder })
}

/// The settings in force in a case.
pub(crate) fn case_settings(options: &Options, case: &Case) -> io::Result<Settings> {
    if case.settings.is_empty() {
        return Ok(options.settings.clone());
    }
    options.settings.with_prefix(&case.settings).map_err(io::Error::other)
}

impl Runner<'_> {
    async fn course(&mut self, requests: u64) -> io::Result<()> {
        let most = self.options.max_requests;
        let plain = Orders { most, ..Orders::default() };
        match &self.case.course {
            Course::Synced(syncs) => {
                let jump = (self.case.jump > 0).then_some((requests / 2 + 1, self.case.jump));
                self.run(Orders { jump, ..plain.clone() }, None).await?;
                for sync in 2..=*syncs {
                    self.stage.hold(stage::moment(self.options.settings.anchor, sync.into()))?;
                    self.run_again(plain.clone()).await?;
                }
                Ok(())
            }
            Course::Twice => {
                self.run(plain.clone(), None).await?;
                self.run_again(plain).await
            }
            Course::Killed(moment) => {
                self.run(Orders { kill: Some(*moment), ..plain.clone() }, None).await?;
                self.run_again(plain.clone()).await?;
                self.run_again(plain).await
            }
            Course::From(given) => {
                let state = given.state.clone();
                self.run(plain, Some(state)).await
            }
            Course::Forbidden(list) => {
                self.run(Orders { forbidden: vec![list.clone()], ..plain }, None).await
            }
        }
    }

    /// The next run, with the state of the one before it.
    async fn run_again(&mut self, orders: Orders) -> io::Result<()> {
        let state = self
            .runs
            .iter()
            .rev()
            .find_map(|run| run.printed.stdout.states.last().map(|stood| stood.state.clone()));
        self.run(orders, state).await
    }

    async fn run(&mut self, orders: Orders, state: Option<Value>) -> io::Result<()> {
        if let Some(state) = &state {
            write(&self.folder.path("state"), state)?;
        }
        let variables = self.variables();
        let config = Value::Object(
            variables.iter().map(|(name, value)| (key(name), described(name, value))).collect(),
        );
        write(&self.folder.path("config.json"), &config)?;
        let line = arguments(&self.options.command, &variables, self.folder.path("state").exists());
        let invocation = Invocation { line, variables, state, limit: self.options.timeout };
        let watched = Some(self.folder.path("state"));
        self.stage.begin(Orders { watched, ..orders });
        let spool = self.folder.spool(self.runs.len() + 1);
        let run = process::run(&invocation, &spool, &self.stage).await?;
        self.runs.push(run);
        Ok(())
    }

    /// What the command is told, by the names of its variables.
    fn variables(&self) -> Vec<(String, OsString)> {
        let prefix = if self.case.settings.is_empty() {
            String::new()
        } else {
            format!("/with/{}", self.case.settings)
        };
        let base = format!("http://{}{prefix}", self.stage.address());
        let named = self.stage.credentials().named();
        let all: serde_json::Map<String, Value> =
            named.iter().map(|(name, text)| ((*name).to_owned(), text.as_str().into())).collect();
        let mut variables: Vec<(String, OsString)> = vec![
            ("PLAYGROUND_BASE_URL".to_owned(), base.into()),
            ("PLAYGROUND_CASE".to_owned(), self.case.name.clone().into()),
            ("PLAYGROUND_LANDED".to_owned(), self.folder.path("landed").into()),
            ("PLAYGROUND_STATE".to_owned(), self.folder.path("state").into()),
            ("PLAYGROUND_CONFIG".to_owned(), self.folder.path("config.json").into()),
            ("PLAYGROUND_FOLDER".to_owned(), self.folder.directory.path().into()),
            ("PLAYGROUND_CREDENTIALS".to_owned(), Value::Object(all).to_string().into()),
            // dlt keeps what it has extracted below this folder, whatever the pipeline says.
            ("DLT_DATA_DIR".to_owned(), self.folder.path("dlt").into()),
        ];
        variables.extend(named.iter().map(|(name, text)| {
            (format!("PLAYGROUND_{}", name.to_ascii_uppercase()), OsString::from(text.as_str()))
        }));
        variables
    }

    fn source(
        &self,
        settings: &Settings,
        now: Timestamp,
        secrets: &[String],
        before: Option<&Path>,
    ) -> Source {
        let mut spools = Vec::new();
        if let (Course::From(given), Some(before)) = (&self.case.course, before) {
            spools.push(Spool { path: before.to_owned(), most: Some(given.before), torn: false });
        }
        spools.extend(self.runs.iter().enumerate().map(|(at, run)| Spool {
            path: self.folder.spool(at + 1),
            most: None,
            torn: run.end == process::End::Killed,
        }));
        Source {
            settings: settings.clone(),
            now,
            as_of: settings.moving.then_some(now),
            spools,
            landed: self.folder.path("landed"),
            read: self.options.read.clone().map(|read| (read, self.variables())),
            limit: self.options.timeout,
            names: self.options.streams.clone(),
            append: self.options.append,
            secrets: secrets.to_vec(),
        }
    }
}

fn secrets(stage: &Stage, requests: &Requests) -> Vec<String> {
    let named = stage.credentials().named();
    let secret =
        named.iter().filter(|(name, _)| !name.ends_with("_user")).map(|(_, text)| (*text).clone());
    secret.chain(requests.tokens().iter().cloned()).collect()
}

impl Moment {
    /// The request of the first run at which the command died.
    pub(crate) const fn request(self) -> u64 {
        let (Self::Before(at) | Self::Body(at) | Self::After(at)) = self;
        at
    }
}

/// A variable's name in the configuration file and as a placeholder.
fn key(variable: &str) -> String {
    variable.strip_prefix("PLAYGROUND_").unwrap_or(variable).to_ascii_lowercase()
}

fn described(name: &str, value: &OsStr) -> Value {
    let text = value.to_string_lossy();
    match name {
        "PLAYGROUND_CREDENTIALS" => serde_json::from_str(&text).unwrap_or(json!({})),
        _ => text.into(),
    }
}

/// The command's line with its placeholders filled in. What holds `{state}` is left out, with the flag before it, while there is no state.
fn arguments(
    command: &[OsString],
    variables: &[(String, OsString)],
    has_state: bool,
) -> Vec<OsString> {
    let mut line: Vec<OsString> = Vec::new();
    for argument in command {
        let Some(text) = argument.to_str().filter(|text| text.contains('{')) else {
            line.push(argument.clone());
            continue;
        };
        if text.contains("{state}") && !has_state {
            let is_flag = |before: &OsString| before.to_string_lossy().starts_with('-');
            if text == "{state}" && line.len() > 1 && line.last().is_some_and(is_flag) {
                line.pop();
            }
            continue;
        }
        let mut filled = text.to_owned();
        for (name, value) in variables {
            filled = filled.replace(&format!("{{{}}}", key(name)), &value.to_string_lossy());
        }
        line.push(filled.into());
    }
    line
}

#[expect(clippy::disallowed_methods, reason = "the native adapter is where files are written")]
fn write(path: &Path, value: &Value) -> io::Result<()> {
    std::fs::write(path, value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(command: &[&str], has_state: bool) -> Vec<String> {
        let command: Vec<OsString> = command.iter().map(OsString::from).collect();
        let variables = [("PLAYGROUND_STATE", "/s"), ("PLAYGROUND_BASE_URL", "http://h/with/a=b")];
        let variables = variables.map(|(name, value)| (name.to_owned(), OsString::from(value)));
        let line = arguments(&command, &variables, has_state);
        line.into_iter().map(|one| one.into_string().unwrap()).collect()
    }

    #[test]
    fn placeholders_are_filled_in_and_a_state_is_left_out_while_there_is_none() {
        let command = ["tap", "--url={base_url}/x", "--state", "{state}", "{\"a\":1}"];
        assert_eq!(
            filled(&command, true),
            ["tap", "--url=http://h/with/a=b/x", "--state", "/s", "{\"a\":1}"]
        );
        assert_eq!(filled(&command, false), ["tap", "--url=http://h/with/a=b/x", "{\"a\":1}"]);
        assert_eq!(filled(&["tap", "--state={state}"], false), ["tap"]);
        assert_eq!(filled(&["tap", "{state}", "x"], false), ["tap", "x"]);
    }
}
