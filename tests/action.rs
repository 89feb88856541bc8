//! What CI runs is true: the scripts of the GitHub Action, and the recipes for other systems, in bash as they stand.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test")]
#![allow(clippy::disallowed_macros, clippy::print_stderr, reason = "what is skipped is said")]

mod support;

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use support::clients::python;
use support::samples::samples;

const PROGRAM: &str = env!("CARGO_BIN_EXE_playground");
const ACTION: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../action.yml");

/// A machine of a CI: an empty folder for a job, with programs of its own in front of the others.
struct Job {
    folder: PathBuf,
    path: String,
}

impl Job {
    fn new(name: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("jobs").join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("bin")).unwrap();
        let path = format!("{}/bin:{}", folder.display(), std::env::var("PATH").unwrap());
        Self { folder, path }
    }

    /// Puts a program in the folder, or below it.
    fn program(&self, name: &str, script: &str) {
        let file = self.folder.join(name);
        fs::write(&file, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// Runs a script as a CI does: it ends where a command fails.
    fn run(&self, script: &str, variables: &BTreeMap<String, String>) -> Output {
        let mut bash = Command::new("bash");
        bash.args(["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script])
            .current_dir(&self.folder);
        bash.env("PATH", &self.path).envs(variables).output().unwrap()
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.join(name)).unwrap()
    }
}

fn text(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// Whether there is a program; the test is skipped, with a word, where not.
fn have(name: &str) -> bool {
    let there =
        Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success());
    if !there {
        eprintln!("skipped: no {name} here");
    }
    there
}

/// The script of a step of the action, without its indentation.
fn step(name: &str) -> String {
    let action = fs::read_to_string(ACTION).unwrap();
    let (_, rest) = action.split_once(&format!("    - name: {name}\n")).unwrap();
    let (_, rest) = rest.split_once("      run: |\n").unwrap();
    let lines = rest.lines().take_while(|line| line.is_empty() || line.starts_with("        "));
    lines.map(|line| line.get(8..).unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// The values in a file that steps write `name=value` to.
fn outputs(text: &str) -> BTreeMap<&str, &str> {
    text.lines().map(|line| line.split_once('=').unwrap()).collect()
}

/// The names below a key of the action.
fn names(key: &str) -> Vec<String> {
    let action = fs::read_to_string(ACTION).unwrap();
    let (_, rest) = action.split_once(&format!("\n{key}:\n")).unwrap();
    let lines = rest.lines().take_while(|line| line.is_empty() || line.starts_with(' '));
    let names = lines
        .filter_map(|line| line.strip_prefix("  ")?.strip_suffix(':'))
        .filter(|name| !name.starts_with(' '));
    names.map(str::to_owned).collect()
}

/// What the runner gives to steps.
fn runner(job: &Job, inputs: &[(&str, &str)]) -> BTreeMap<String, String> {
    let at = |name: &str| job.folder.join(name).to_str().unwrap().to_owned();
    let mut variables: BTreeMap<String, String> = BTreeMap::from([
        ("RUNNER_TEMP".to_owned(), at("")),
        ("GITHUB_PATH".to_owned(), at("github-path")),
        ("GITHUB_OUTPUT".to_owned(), at("github-output")),
        ("GITHUB_STEP_SUMMARY".to_owned(), at("summary.md")),
    ]);
    variables.extend(inputs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    variables
}

/// A server that a job has left behind, which the runner ends with it.
struct Orphan(Value);

impl Orphan {
    fn of(job: &Job) -> Self {
        let log = outputs(&job.read("github-output"))["log"].to_owned();
        Self(
            serde_json::from_str(&fs::read_to_string(log.replace("/log", "/ready.json")).unwrap())
                .unwrap(),
        )
    }
}

impl Drop for Orphan {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.0["pid"].to_string()).status();
    }
}

#[test]
fn the_action_starts_a_server_that_outlives_its_step_and_says_where() {
    let Some(_) = python(8) else { return };
    let job = Job::new("start");
    fs::copy(PROGRAM, job.folder.join("bin/playground")).unwrap();
    let output = job.run(
        &step("Start"),
        &runner(&job, &[("PORT", "0"), ("FLAGS", "--ties --records 70 --seed ci")]),
    );
    assert!(output.status.success(), "{}", text(&output));
    let server = Orphan::of(&job);
    let written = job.read("github-output");
    let told = outputs(&written);
    assert_eq!(told["base-url"], server.0["base_url"]);
    assert_eq!(
        serde_json::from_str::<Value>(told["credentials"]).unwrap(),
        server.0["credentials"]
    );
    assert!(
        told["settings"].starts_with("seed=ci,anchor=")
            && told["settings"].ends_with("records=70,ties=15"),
        "{written}"
    );
    let port = u16::try_from(server.0["port"].as_u64().unwrap()).unwrap();
    assert_eq!(support::http::get(([127, 0, 0, 1], port).into(), "/health").status, 200);
    assert!(fs::read_to_string(told["log"]).unwrap().contains("Press CTRL+C to quit"));
    let mut given: Vec<&str> = told.keys().copied().collect();
    let mut promised = names("outputs");
    given.sort_unstable();
    promised.sort_unstable();
    assert_eq!(given, promised);
}

#[test]
fn the_action_fails_with_the_commands_own_words() {
    let Some(_) = python(8) else { return };
    let job = Job::new("fails");
    fs::copy(PROGRAM, job.folder.join("bin/playground")).unwrap();
    let output = job.run(&step("Start"), &runner(&job, &[("PORT", "0"), ("FLAGS", "--records 0")]));
    assert_eq!(output.status.code(), Some(1));
    let wanted = "::error title=Connector Playground::error: invalid value '0' for '--records <N>': it should be between 1 and 1000000000\n";
    assert_eq!(text(&output), wanted);
}

#[test]
fn the_actions_gauntlet_puts_its_table_into_the_summary_and_ends_as_it_does() {
    if !have("curl") {
        return;
    }
    let job = Job::new("gauntlet");
    fs::copy(PROGRAM, job.folder.join("bin/playground")).unwrap();
    let ended = |command: &str| {
        let flags = "--only short_pages,second_sync --seed ci";
        job.run(&step("Gauntlet"), &runner(&job, &[("GAUNTLET", command), ("FLAGS", flags)]))
    };
    let right =
        ended("curl --fail --silent \"$PLAYGROUND_BASE_URL/export/json\" > \"$PLAYGROUND_LANDED\"");
    assert!(right.status.success(), "{}", text(&right));
    let summary = job.read("summary.md");
    assert!(summary.starts_with("### Gauntlet: all 2 cases passed"), "{summary}");
    assert!(summary.contains("| second_sync | complete | 0 |"), "{summary}");
    let wrong = ended("exit 3");
    assert_eq!(wrong.status.code(), Some(1));
    assert!(job.read("summary.md").contains("| plain | **failed** |"));
}

/// The smallest wheel with the command in it, as maturin makes one.
const WHEEL: &str = r#"
import base64, hashlib, sys, zipfile
program, wheel = sys.argv[1:]
info, scripts = "connector_playground-0.1.0.dist-info/", "connector_playground-0.1.0.data/scripts/"
files = {
    scripts + "playground": open(program, "rb").read(),
    info + "METADATA": b"Metadata-Version: 2.1\nName: connector-playground\nVersion: 0.1.0\n",
    info + "WHEEL": b"Wheel-Version: 1.0\nGenerator: a test\nRoot-Is-Purelib: false\nTag: py3-none-any\n",
}
digest = lambda data: base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
files[info + "RECORD"] = "".join(f"{name},sha256={digest(data)},{len(data)}\n" for name, data in files.items()).encode()
with zipfile.ZipFile(wheel, "w") as archive:
    for name, data in files.items():
        entry = zipfile.ZipInfo(name)
        entry.external_attr = (0o100755 if name.startswith(scripts) else 0o100644) << 16
        archive.writestr(entry, data)
"#;

#[test]
fn the_action_installs_a_wheel_and_puts_its_command_on_the_path() {
    let Some(python) = python(8) else { return };
    let pip = Command::new(python).args(["-m", "pip", "--version"]).output().unwrap();
    if !pip.status.success() {
        eprintln!("skipped: no pip here");
        return;
    }
    let job = Job::new("install");
    let wheel = job.folder.join("connector_playground-0.1.0-py3-none-any.whl");
    assert!(
        Command::new(python).args(["-c", WHEEL, PROGRAM]).arg(&wheel).status().unwrap().success()
    );
    let output = job.run(
        &step("Install"),
        &runner(&job, &[("PACKAGE", wheel.to_str().unwrap()), ("PIP_NO_INDEX", "1")]),
    );
    assert!(output.status.success(), "{}", text(&output));
    let installed = Path::new(job.read("github-path").trim()).join("playground");
    let version = Command::new(&installed).arg("--version").output().unwrap();
    assert_eq!(
        String::from_utf8(version.stdout).unwrap(),
        format!("playground {}\n", env!("CARGO_PKG_VERSION"))
    );
    let beside = fs::read_dir(installed.parent().unwrap()).unwrap().count();
    assert_eq!(beside, 1, "nothing else comes before the job's own programs");
}

#[test]
fn the_sample_of_the_action_names_what_it_has_and_its_commands_run() {
    let Some(_) = python(8) else { return };
    let job = Job::new("sample");
    fs::copy(PROGRAM, job.folder.join("bin/playground")).unwrap();
    job.program("sync", "exec curl --fail --silent \"$1/export/json\"");
    let sample = samples("docs/ci.md", "yaml").remove(0);
    assert_eq!(sample.lines().next(), Some("- uses: ./connector-playground"));
    assert!(sample.contains(concat!("connector_playground-", env!("CARGO_PKG_VERSION"), "-")));
    let inputs: Vec<(&str, &str)> =
        sample.lines().filter_map(|line| line.strip_prefix("    ")?.split_once(": ")).collect();
    assert!(
        !inputs.is_empty()
            && inputs.iter().all(|(name, _)| names("inputs").contains(&(*name).to_owned())),
        "{inputs:?}"
    );
    let flags = inputs.iter().find(|(name, _)| *name == "flags").unwrap().1;
    if !have("curl") {
        return;
    }
    let output = job.run(&step("Start"), &runner(&job, &[("PORT", "0"), ("FLAGS", flags)]));
    assert!(output.status.success(), "{}", text(&output));
    let _server = Orphan::of(&job);
    let written = job.read("github-output");
    let commands: Vec<&str> =
        sample.lines().filter_map(|line| line.strip_prefix("- run: ")).collect();
    assert_eq!(commands.len(), 2);
    for command in commands {
        let filled = outputs(&written).iter().fold(command.to_owned(), |command, (name, value)| {
            command.replace(&format!("${{{{ steps.playground.outputs.{name} }}}}"), value)
        });
        assert!(!filled.contains("${{"), "{filled}");
        let output = job.run(&filled, &BTreeMap::new());
        assert!(output.status.success(), "{filled}: {}", text(&output));
    }
}

#[test]
fn the_recipes_for_other_systems_run_and_give_the_verdict() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port().to_string();
    let recipes = samples("docs/ci.md", "sh");
    assert_eq!((recipes.len(), recipes[0].lines().count()), (2, 5));
    for (n, recipe) in recipes.iter().enumerate() {
        if !have("curl") || recipe.contains("jq ") && !have("jq") {
            continue;
        }
        for (list, code, verdict) in [
            ("export/ndjson", 0, "complete: 200 of 200"),
            ("pagination/link_header", 1, "incomplete: 10 of 200"),
        ] {
            let job = Job::new(&format!("recipe{n}{code}"));
            fs::copy(PROGRAM, job.folder.join("bin/playground")).unwrap();
            job.program("bin/pip", "test \"$*\" = 'install connector-playground'");
            job.program("sync", &format!("exec curl --fail --silent \"$1/{list}\""));
            // What a job leaves behind ends with it.
            let script = format!(
                "trap 'code=$?; kill $!; exit $code' EXIT\n{}",
                recipe.replace("5001", &port)
            );
            let output = job.run(&script, &BTreeMap::new());
            assert_eq!(output.status.code(), Some(code), "{recipe}{}", text(&output));
            assert!(text(&output).contains(verdict), "{}", text(&output));
        }
    }
}

#[test]
fn the_documented_members_are_those_of_the_file() {
    let ready = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("documented.json");
    let server = support::Server::start(&["--ready-file", ready.to_str().unwrap()]);
    let told: Value = serde_json::from_slice(&fs::read(&ready).unwrap()).unwrap();
    let documented =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/ci.md")).unwrap();
    let rows: Vec<&str> = documented
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(rows, told.as_object().unwrap().keys().collect::<Vec<_>>());
    drop(server);
}
