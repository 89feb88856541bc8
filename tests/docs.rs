//! Every sample in the README and in the book of `docs/` is true: it is run as it stands, against a server started as the page says, and what the page shows
//! as its output is its output.
//!
//! The line that opens a sample says how it is proven, and one that says nothing fails:
//!
//! | opened by | what happens |
//! | --- | --- |
//! | `sh server` | the page's server, started with these flags on a free port |
//! | `LANGUAGE file=NAME` | saved under this name; a later command of the page must name it |
//! | `console` | each line after `$` is run by a shell; the lines below it are what it prints, `…` being anything; JSON may be indented |
//! | `console with=CLIENT` | the same in the environment of a client; where that can't be had, the page's Python is compiled at least |
//! | `rust` | run by rustdoc: the core's `lib.rs` takes the page in |
//! | `sh by=FILE` | run by that test, which names the page |
//! | `sh not run: REASON` | nothing; the page must say so in words, too |
//!
//! `UPDATE=1 cargo test --test docs` writes what commands print into the pages; look at the difference.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::print_stderr,
    reason = "a test stops where it fails, and starts processes"
)]

mod support;

use connector_playground::document::example;
use serde_json::Value;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs, thread};
use support::Server;
use support::clients::{AIRBYTE, Client, DLT, DUCKDB, FIVETRAN, SINGER, python};

const DOCS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs");
/// The README is a page too, though none of the book.
const README: &str = "../README.md";
const LIB: &str = include_str!("../src/lib.rs");
/// Pages whose samples are run elsewhere: by `tests/readme.rs`, by `tests/pytest.rs`, `tests/kit` and rustdoc, by `tests/action.rs`, and by
/// `tests/kit`.
const ELSEWHERE: &[&str] = &["endpoints.md", "testing.md", "ci.md", "embedding.md"];
const CLIENTS: &[Client] = &[DLT, DUCKDB, AIRBYTE, SINGER, FIVETRAN];

/// A fenced block of a page.
#[derive(Debug)]
struct Sample<'a> {
    line: usize,
    language: &'a str,
    /// What stands behind the language.
    mark: &'a str,
    text: String,
}

/// The fenced blocks of a page; blocks in lists are indented.
fn samples(page: &str) -> Vec<Sample<'_>> {
    let mut samples = Vec::new();
    let mut lines = page.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let Some(info) = line.trim_start().strip_prefix("```") else { continue };
        let indent = line.len() - line.trim_start().len();
        let (language, mark) = info.split_once(' ').unwrap_or((info, ""));
        let mut text = String::new();
        for (_, line) in lines.by_ref().take_while(|(_, line)| line.trim() != "```") {
            text += line.get(indent..).unwrap_or_default();
            text.push('\n');
        }
        samples.push(Sample { line: number + 1, language, mark: mark.trim(), text });
    }
    samples
}

/// A command and what a page shows below it.
fn commands(console: &str) -> Vec<(String, String)> {
    let mut commands: Vec<(String, String)> = Vec::new();
    let mut goes_on = false;
    for line in console.lines() {
        if let Some(command) = line.strip_prefix("$ ") {
            commands.push((command.to_owned(), String::new()));
        } else if let Some((command, shown)) = commands.last_mut() {
            let into = if goes_on { command } else { shown };
            into.push('\n');
            into.push_str(line);
        }
        goes_on = line.ends_with('\\') && (goes_on || line.starts_with("$ "));
    }
    commands
}

/// Whether an output is what a page shows, where `…` stands for anything.
fn is_shown(shown: &str, output: &str) -> bool {
    let json = |text| serde_json::from_str::<Value>(text).ok();
    match (json(output), json(shown)) {
        (Some(output), Some(shown)) if output == shown => true,
        (Some(indented), _) => {
            is_all_but_gaps(shown, output) || is_all_but_gaps(shown, &format!("{indented:#}"))
        }
        _ => is_all_but_gaps(shown, output),
    }
}

fn is_all_but_gaps(shown: &str, output: &str) -> bool {
    let mut parts = shown.trim().split('…');
    let Some(mut rest) = output.trim().strip_prefix(parts.next().unwrap_or_default()) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    rest.ends_with(last)
}

/// A page whose samples are being run.
struct Run {
    page: String,
    folder: PathBuf,
    server: Option<Server>,
    /// Files that no command has named yet, with the lines they stand at.
    unused: Vec<(String, usize)>,
    /// What is to be written into the page: a command with its output, as it stands and as it is.
    edits: Vec<(String, String)>,
}

impl Run {
    fn new(page: &str) -> Self {
        let folder =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("docs").join(page.replace('/', "-"));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Self { page: page.to_owned(), folder, server: None, unused: Vec::new(), edits: Vec::new() }
    }

    /// A text of the page with the address of its server in place of the usual one.
    fn addressed(&self, text: &str) -> String {
        let usual = format!("http://{}", example::AUTHORITY);
        self.server
            .as_ref()
            .map_or_else(|| text.to_owned(), |server| text.replace(&usual, &server.base))
    }

    fn sample(&mut self, sample: &Sample<'_>) {
        let place = format!("docs/{}:{}", self.page, sample.line);
        let (key, value) = sample.mark.split_once('=').unwrap_or((sample.mark, ""));
        match (sample.language, key) {
            ("sh", "server") => self.start(&sample.text, &place),
            ("console", "") => self.console(&sample.text, &place, None),
            ("console", "with") => {
                let client = CLIENTS.iter().find(|client| client.name == value).expect(&place);
                self.console(&sample.text, &place, Some(client));
            }
            ("rust", "") => assert!(
                LIB.contains(&format!("docs/{}\"", self.page)),
                "{place}: rustdoc does not run it"
            ),
            (_, "file") => {
                fs::write(self.folder.join(value), self.addressed(&sample.text)).unwrap();
                self.unused.push((value.to_owned(), sample.line));
            }
            (_, "by") => {
                let test = fs::read_to_string(
                    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).join(value),
                )
                .expect(&place);
                assert!(
                    test.contains(&format!("docs/{}", self.page)),
                    "{place}: {value} does not run it"
                );
            }
            (_, mark) => {
                let reason = mark.strip_prefix("not run: ").unwrap_or_default();
                assert!(
                    !reason.is_empty(),
                    "{place}: the sample does not say how it is proven; see tests/docs.rs"
                );
            }
        }
    }

    fn start(&mut self, command: &str, place: &str) {
        let command = command.replace("\\\n", " ");
        let words: Vec<&str> = command.split_whitespace().collect();
        let Some(["playground", "start", flags @ ..]) = words.get(..) else {
            panic!("{place}: {command}")
        };
        self.server = Some(Server::start(flags));
    }

    fn console(&mut self, text: &str, place: &str, client: Option<&Client>) {
        let own = match client {
            None => None,
            Some(client) => match client.python() {
                Some(own) => own.parent().map(Path::to_owned),
                None => return self.compile(place),
            },
        };
        for (command, shown) in commands(text) {
            self.unused.retain(|(name, _)| !command.contains(name));
            if !has_program(&command) {
                continue;
            }
            let output = self.run(&command, own.as_deref(), place);
            if shown.is_empty() || is_shown(&shown, &output) {
                continue;
            }
            let update = env::var_os("UPDATE").is_some();
            assert!(
                update,
                "{place}: $ {command}\n-- the page shows{shown}\n-- it printed\n{output}"
            );
            let printed = serde_json::from_str::<Value>(&output)
                .and_then(|json| serde_json::to_string_pretty(&json));
            let printed = printed.unwrap_or_else(|_| output.trim_end().to_owned());
            self.edits.push((format!("$ {command}{shown}\n"), format!("$ {command}\n{printed}\n")));
        }
    }

    /// What a command prints, its errors included, with the usual address in it.
    fn run(&self, command: &str, own: Option<&Path>, place: &str) -> String {
        let mut path =
            vec![Path::new(env!("CARGO_BIN_EXE_playground")).parent().unwrap().to_owned()];
        path.extend(own.map(Path::to_owned));
        path.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
        let mut shell = Command::new("sh");
        shell
            .arg("-c")
            .arg(format!("exec 2>&1\n{}", self.addressed(command)))
            .current_dir(&self.folder);
        shell.env("PATH", env::join_paths(path).unwrap()).env("RUNTIME__DLTHUB_TELEMETRY", "false");
        // What a tool keeps for its user stays in the folder.
        shell.env("HOME", &self.folder).env("PYTHONDONTWRITEBYTECODE", "1").stdin(Stdio::null());
        // For root, dlt keeps it elsewhere, and a run in another folder before this one would be remembered.
        shell.env("DLT_DATA_DIR", self.folder.join(".dlt"));
        let output = shell.output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{place}: $ {command}\n{said}");
        let usual = format!("http://{}", example::AUTHORITY);
        self.server
            .as_ref()
            .map_or_else(|| said.clone(), |server| said.replace(&server.base, &usual))
    }

    /// What is left where a client can't be had: its samples are Python.
    fn compile(&mut self, place: &str) {
        let Some(python) = python(8) else { return };
        for (name, _) in self.unused.drain(..).filter(|(name, _)| name.ends_with(".py")) {
            let compiled = Command::new(python)
                .args(["-m", "py_compile"])
                .arg(self.folder.join(&name))
                .status();
            assert!(compiled.unwrap().success(), "{place}: {name}");
        }
    }
}

/// Whether the machine has the interpreter that a command asks for.
fn has_program(command: &str) -> bool {
    let program = command.split_whitespace().next().unwrap_or_default();
    let asked = ["python3", "node"].contains(&program);
    let there = !asked
        || Command::new(program)
            .arg("--version")
            .output()
            .is_ok_and(|output| output.status.success());
    if !there {
        eprintln!("skipped: no {program} here: {command}");
    }
    there
}

/// The pages below a folder of the book, by their paths in it.
fn pages(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(pages(&path));
        } else if path.extension() == Some(&OsString::from("md")) {
            found.push(path.strip_prefix(DOCS).unwrap().to_str().unwrap().to_owned());
        }
    }
    found.sort();
    found
}

#[test]
fn every_sample_does_what_its_page_says() {
    let mut pages = pages(Path::new(DOCS));
    pages.push(README.to_owned());
    let all = pages.iter().filter(|page| !ELSEWHERE.contains(&page.as_str()));
    let run = |page: &str| {
        let text = fs::read_to_string(Path::new(DOCS).join(page)).unwrap();
        let mut run = Run::new(page);
        let samples = samples(&text);
        samples.iter().for_each(|sample| run.sample(sample));
        if !run.edits.is_empty() {
            let edited =
                run.edits.iter().fold(text.clone(), |text, (old, new)| text.replacen(old, new, 1));
            fs::write(Path::new(DOCS).join(page), edited).unwrap();
        }
        assert!(run.unused.is_empty(), "docs/{page}: no command uses {:?}", run.unused);
        samples.len()
    };
    let count: usize = thread::scope(|scope| {
        let threads: Vec<_> = all.map(|page| (page, scope.spawn(move || run(page)))).collect();
        let ended =
            threads.into_iter().map(|(page, thread)| thread.join().map_err(|_| page.as_str()));
        let (right, wrong): (Vec<_>, Vec<_>) = ended.partition(Result::is_ok);
        let wrong: Vec<_> = wrong.into_iter().filter_map(Result::err).collect();
        assert!(wrong.is_empty(), "not true, as said above: {wrong:?}");
        right.into_iter().flatten().sum()
    });
    assert!(count > 30, "{count}");
}

#[test]
fn a_page_falls_into_samples_and_a_console_into_commands() {
    let page = "a\n```sh server\nplayground start\n```\n- b\n  ```console\n  $ one \\\n    two\n  out\n  $ three\n  ```\n";
    let found = samples(page);
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].line, found[0].language, found[0].mark), (2, "sh", "server"));
    let wanted =
        [("one \\\n  two".to_owned(), "\nout".to_owned()), ("three".to_owned(), String::new())];
    assert_eq!(commands(&found[1].text), wanted);
}

#[test]
fn an_output_is_compared_but_for_what_is_left_out() {
    assert!(
        is_shown("a…z", "abc\nz")
            && is_shown("a…m…z", "a m z")
            && is_shown("{ \"a\": 1 }", "{\"a\":1}")
    );
    assert!(is_shown("{\n  \"a\": \"…\",\n  \"b\": 1\n}", "{\"a\":\"c\",\"b\":1}"));
    assert!(
        !is_shown("a…z", "abc")
            && !is_shown("a", "ab")
            && !is_shown("{}", "{\"a\":1}")
            && !is_shown("a…m…z", "a z")
    );
}

#[test]
#[should_panic(expected = "does not say how it is proven")]
fn a_sample_without_a_mark_is_refused() {
    Run::new("none").sample(&Sample {
        line: 1,
        language: "sh",
        mark: "",
        text: "true\n".to_owned(),
    });
}
