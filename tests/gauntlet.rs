//! `playground gauntlet` over real connectors: right ones pass, and each planted defect is caught by exactly the cases that can show it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests fail by panicking"
)]
#![allow(clippy::disallowed_methods, reason = "tests start processes")]

#[path = "gauntlet/connector/mod.rs"]
mod connector;
#[path = "gauntlet/picture.rs"]
mod picture;
mod support;

use picture::Matrix;
use serde_json::Value;
use std::collections::BTreeSet;
use std::env;
use std::process::Command;
use support::clients::JSONSCHEMA;

/// A connector with one defect: how it reads, what is wrong, flags of the gauntlet, and the cases that fail. Of those that follow from the plain
/// run (`resume/…`, `state/…`) the first part of the name stands for all.
struct Planted {
    style: &'static str,
    defect: &'static str,
    flags: &'static [&'static str],
    caught: &'static [&'static str],
}

const fn planted(
    style: &'static str,
    defect: &'static str,
    caught: &'static [&'static str],
) -> Planted {
    Planted { style, defect, flags: &["--append"], caught }
}

/// Styles of reading that are right in all of their cases.
const RIGHT: [(&str, &[&str]); 9] = [
    ("page-numbers", &["--append"]),
    ("offsets", &["--append"]),
    ("links", &["--append"]),
    ("cursors", &["--append"]),
    ("keyset", &["--append"]),
    ("export", &["--merge"]),
    ("session", TEN),
    ("two-lists", &["--merge"]),
    ("delta", &["--merge"]),
];

/// A style that has ten rows, however many there are.
const TEN: &[&str] =
    &["--records", "10", "--skip", "moving", "deletes", "late_seconds", "page_seconds"];

/// Styles that count pages or rows, and lose some where those before them go or change while they walk: that is what is wrong with these.
const COUNTING: [&str; 3] = ["page-numbers", "offsets", "links"];

/// The cases in which pages are short, though more follow.
const SHORT: &[&str] =
    &["short_pages", "short_pages+empty_pages", "short_pages+ties=15", "last=null+short_pages"];

const PLANTED: &[Planted] = &[
    planted("offsets", "off-by-one", &["plain"]),
    planted("offsets", "steps-by-limit", SHORT),
    planted(
        "page-numbers",
        "short-is-the-end",
        &[
            "empty_pages",
            "short_pages",
            "short_pages+empty_pages",
            "short_pages+ties=15",
            "last=null+short_pages",
        ],
    ),
    planted("page-numbers", "empty-is-the-end", &["empty_pages", "short_pages+empty_pages"]),
    planted("page-numbers", "errors-are-the-end", &["max_offset=100", "rate_limit"]),
    planted(
        "page-numbers",
        "repeats-forever",
        &[
            "past_end=repeat",
            "drop_total+past_end=repeat",
            "empty_pages",
            "short_pages+empty_pages",
        ],
    ),
    planted("page-numbers", "newest-first", &["resume"]),
    planted(
        "page-numbers",
        "total-pages",
        &[
            "drop_total",
            "drop_total+past_end=repeat",
            "empty_pages",
            "short_pages",
            "short_pages+empty_pages",
            "short_pages+ties=15",
            "last=null+short_pages",
        ],
    ),
    planted("page-numbers", "numbers-are-numbers", &["string_numbers"]),
    planted("page-numbers", "retry-at-once", &["rate_limit"]),
    planted("page-numbers", "retry-skips", &["rate_limit"]),
    planted("page-numbers", "strictly-after", &["resume", "late_seconds=600"]),
    planted("page-numbers", "copies-kept", &["resume", "second_sync", "filter_precision=day"]),
    planted("page-numbers", "state-first", &["resume"]),
    planted(
        "page-numbers",
        "state-never",
        &["resume", "second_sync", "filter_precision=day", "deletes=hard"],
    ),
    planted("page-numbers", "zone-cut", &["time_format=offset"]),
    planted("page-numbers", "times-are-texts", &["time_format=epoch_ms"]),
    planted("page-numbers", "unknown-dropped", &["nulls=null", "nulls=absent"]),
    planted("page-numbers", "ids-rounded", &["big_ids"]),
    planted("page-numbers", "secret-told", &["plain"]),
    planted("links", "joins-by-hand", &["links=relative", "links=path"]),
    planted("links", "cursors-forever", &["last=cursor"]),
    planted("links", "null-breaks", &["last=null", "last=null+short_pages"]),
    planted("cursors", "cursors-forever", &["last=cursor"]),
    planted(
        "keyset",
        "ties-skipped",
        &["ties=15", "ties=all", "short_pages+ties=15", "resume", "deletes=soft", "deletes=hard"],
    ),
    Planted {
        flags: TEN,
        ..planted("session", "token-kept", &["token_ttl=60", "rate_limit+token_ttl=60"])
    },
    planted("keyset", "deletes-unseen", &["deletes=hard"]),
    planted("keyset", "no-look-back", &["late_seconds=600"]),
    Planted { flags: &[], ..planted("delta", "gone-fails", &["retention_hours=1"]) },
    Planted { flags: &[], ..planted("delta", "gone-is-nothing", &["retention_hours=1"]) },
    Planted { flags: &[], ..planted("export", "mark-is-text", &["csv_bom"]) },
    Planted { flags: &[], ..planted("export", "lines-are-rows", &["plain"]) },
    Planted { flags: &[], ..planted("two-lists", "forbidden-is-fine", &["forbidden"]) },
    Planted { flags: &[], ..planted("two-lists", "forbidden-ends-all", &["forbidden"]) },
];

/// The connector in each language: the same styles, and the same defects by the same names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Language {
    /// What is compiled starts fastest, so that each defect is tried in it each time.
    Rust,
    Python,
    JavaScript,
}

/// Defects that are tried in the other languages each time; with `ALL` in the environment all are.
const FEW: [&str; 5] =
    ["short-is-the-end", "joins-by-hand", "strictly-after", "ties-skipped", "deletes-unseen"];

impl Language {
    fn command(self, style: &str, defect: &str) -> Vec<String> {
        const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/gauntlet");
        let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        match self {
            Self::Rust => {
                let own = env::current_exe().unwrap();
                let own = own.to_str().unwrap();
                words(&[own, "--exact", "--ignored", "--nocapture", SYNC, style, defect])
            }
            // Neither folders of packages nor variables of Python's: half of the start.
            Self::Python => {
                words(&["python3", "-I", "-S", &format!("{FOLDER}/connector.py"), style, defect])
            }
            Self::JavaScript => words(&["node", &format!("{FOLDER}/connector.mjs"), style, defect]),
        }
    }

    /// Whether every defect and every moment is tried in it.
    fn tries_all(self) -> bool {
        self == Self::Rust || env::var_os("ALL").is_some()
    }

    /// Whether a defect is tried in it; the right connector has none.
    fn tries(self, style: &str, defect: &str) -> bool {
        let is_one_of_few =
            if defect.is_empty() { style == "keyset" } else { FEW.contains(&defect) };
        is_one_of_few || self.tries_all()
    }

    /// Flags beside those of a row: one of four requests to die at will do, where others have been tried in Rust; and a style that is wrong by itself is
    /// tried alone.
    fn flags(self, style: &str, row: &[&'static str]) -> Vec<&'static str> {
        let skipped = ["--skip", "resume/1", "resume/3", "resume/4"];
        let more = if self.tries_all() { &[][..] } else { &skipped };
        let counting = ["--skip", "page_seconds"];
        let style = if COUNTING.contains(&style) { &counting[..] } else { &[] };
        [row, more, style].concat()
    }
}

/// What the gauntlet starts of this program.
const SYNC: &str = "the_sync_of_the_connector_in_rust";

#[test]
#[ignore = "the gauntlet starts it, in a process of its own"]
fn the_sync_of_the_connector_in_rust() {
    let words: Vec<String> = env::args().collect();
    let [.., style, defect] = words.as_slice() else { panic!("{words:?}") };
    connector::sync(style, defect).unwrap();
}

/// The failing cases of a run, each family once, and the whole report.
fn failing(
    language: Language,
    style: &str,
    defect: &str,
    flags: &[&str],
) -> (BTreeSet<String>, Value) {
    let command = language.command(style, defect);
    judged(flags, &command.iter().map(String::as_str).collect::<Vec<_>>())
}

/// The same of a command.
fn judged(flags: &[&str], command: &[&str]) -> (BTreeSet<String>, Value) {
    let output = Command::new(env!("CARGO_BIN_EXE_playground"))
        .args([
            "gauntlet",
            "--seed",
            "demo",
            "--anchor",
            "2026-01-01T00:00:00Z",
            "--json",
            "--timeout",
            "30",
        ])
        .args(flags)
        .arg("--")
        .args(command)
        .output()
        .expect("the command runs");
    let report: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)));
    let cases = report["cases"].as_array().expect("cases");
    let is_bad = |case: &&Value| !matches!(case["verdict"].as_str(), Some("complete" | "expected"));
    let family = |case: &Value| {
        case["name"].as_str().and_then(|name| name.split('/').next()).map(str::to_owned)
    };
    let failing: BTreeSet<String> = cases.iter().filter(is_bad).filter_map(family).collect();
    let code = if failing.is_empty() { 0 } else { 1 };
    assert_eq!(output.status.code(), Some(code), "{command:?}");
    (failing, report)
}

/// What is wrong with the verdicts on a language: right connectors that fail, and defects that other cases catch than those of their rows.
fn wrong_in(language: Language) -> Vec<String> {
    let mut wrong = Vec::new();
    for (style, flags) in RIGHT.into_iter().filter(|(style, _)| language.tries(style, "")) {
        let (failing, report) = failing(language, style, "", &language.flags(style, flags));
        if !failing.is_empty() {
            wrong.push(format!("{style}: {report:#}"));
        }
    }
    for Planted { style, defect, flags, caught } in PLANTED {
        if !language.tries(style, defect) {
            continue;
        }
        let (failing, _) = failing(language, style, defect, &language.flags(style, flags));
        let right: BTreeSet<String> = caught.iter().map(|&name| name.to_owned()).collect();
        if failing != right || right.is_empty() {
            wrong.push(format!("{style} {defect}: {failing:?}, not {right:?}"));
        }
    }
    wrong
}

#[test]
fn in_rust_right_connectors_pass_and_each_defect_is_caught_by_exactly_its_cases() {
    assert_eq!(wrong_in(Language::Rust), [""; 0]);
}

#[test]
fn what_counts_pages_loses_rows_that_move_meanwhile() {
    for style in COUNTING {
        let (failing, _) =
            failing(Language::Rust, style, "", &["--append", "--only", "moving", "page_seconds"]);
        assert_eq!(failing, BTreeSet::from(["page_seconds=60".to_owned()]), "{style}");
    }
}

#[test]
fn so_it_is_in_python() {
    assert_eq!(wrong_in(Language::Python), [""; 0]);
}

#[test]
fn so_it_is_in_javascript() {
    assert_eq!(wrong_in(Language::JavaScript), [""; 0]);
}

#[test]
fn a_state_that_runs_ahead_of_its_rows_is_found_by_its_line() {
    let tap = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/gauntlet/tap.py");
    let right = ["python3", "-I", "-S", tap, "--state", "{state}"];
    let (failing, report) = judged(&["--only", "state", "resume", "second_sync"], &right);
    assert!(failing.is_empty(), "{report:#}");
    let ahead = ["python3", "-I", "-S", tap, "--ahead", "--state", "{state}"];
    let (failing, report) = judged(&["--only", "state"], &ahead);
    assert_eq!(failing, BTreeSet::from(["state".to_owned()]), "{report:#}");
    // SCHEMA, then a STATE before each page of 40 rows: all but the one that a new run begins at the end of lose a page.
    let cases = report["cases"].as_array().unwrap();
    let lost: Vec<(&str, u64)> = cases
        .iter()
        .filter(|case| case["verdict"] == "silent")
        .map(|case| (case["name"].as_str().unwrap(), case["missing"].as_u64().unwrap()))
        .collect();
    let lines = ["state/2", "state/43", "state/84", "state/125", "state/166"];
    assert_eq!(lost, lines.map(|line| (line, 39)));
}

/// The reports of a right connector, a wrong one and one that does not even pass the plain run, and each with a field changed or left out.
#[test]
fn a_report_is_as_its_schema_says_and_a_changed_one_is_not() {
    let Some(python) = JSONSCHEMA.python() else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut files = vec![folder.path().join("schema.json")];
    std::fs::write(&files[0], schema()).unwrap();
    for (name, defect, flags) in [
        ("right.json", "", &["--only", "short_pages", "csv_bom"][..]),
        ("wrong.json", "short-is-the-end", &["--only", "short_pages", "csv_bom", "resume/1"]),
        ("plain.json", "secret-told", &[]),
    ] {
        let (failing, report) = failing(Language::Rust, "page-numbers", defect, flags);
        assert_eq!(failing.is_empty(), defect.is_empty(), "{name}");
        files.push(folder.path().join(name));
        std::fs::write(folder.path().join(name), report.to_string()).unwrap();
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/gauntlet/schema.py");
    let output = Command::new(python).arg(script).args(&files).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(said, "ok\n");
}

/// The schema of a report, as the command prints it.
fn schema() -> Vec<u8> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_playground"));
    command.args(["gauntlet", "--schema"]).output().unwrap().stdout
}

/// `UPDATE=1`, as `cargo xtask screenshots` has it, draws it anew.
#[test]
fn the_picture_in_the_readme_shows_what_two_connectors_come_to() {
    const PICTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/gauntlet.svg");
    let schema: Value = serde_json::from_slice(&schema()).unwrap();
    let words = schema["$defs"]["Word"]["oneOf"].as_array().unwrap();
    let words: Vec<&str> = words.iter().map(|word| word["const"].as_str().unwrap()).collect();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/gauntlet/naive.py");
    let (naive, right) =
        (judged(&[], &["python3", "-I", "-S", script]), failing(Language::Rust, "keyset", "", &[]));
    assert!(naive.0.len() > 5 && right.0.is_empty(), "{:?}", naive.0);
    let svg = Matrix::of(&[naive.1, right.1], &words).svg();
    if env::var("UPDATE").is_ok() {
        std::fs::write(PICTURE, svg).unwrap();
    } else {
        let there = std::fs::read_to_string(PICTURE).unwrap();
        assert!(there == svg, "cargo xtask screenshots draws docs/gauntlet.svg anew: {svg}");
    }
}

/// Runs a line as an agent would, in a shell with `playground` on the path; the report that it prints.
fn in_shell(line: &str) -> Value {
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_playground"));
    let others = env::var("PATH").unwrap_or_default();
    let path = format!("{}:{others}", program.parent().unwrap().display());
    let output = Command::new("sh").args(["-c", line]).env("PATH", path).output().unwrap();
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{line}: {}", String::from_utf8_lossy(&output.stderr)))
}

#[test]
fn the_skill_followed_to_the_letter_mends_a_connector() {
    const SKILL: &str = include_str!("../python/connector_playground/skills/verify-sync/SKILL.md");
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("connector.py");
    let source = include_str!("gauntlet/connector.py");
    let planted = source
        .replace("(sys.argv[1:] + [\"\", \"\"])[:2]", "(\"page-numbers\", \"short-is-the-end\")");
    assert_ne!(planted, source);
    std::fs::write(&script, &planted).unwrap();
    // Step 3.
    let mut lines = SKILL.split('`');
    let line = lines.find(|text| text.starts_with("playground gauntlet --json")).unwrap();
    let (line, _) = line.split_once(" > ").unwrap();
    let line = line.replace("COMMAND", &format!("python3 -I -S {}", script.display()));
    let report = in_shell(&line);
    assert_eq!(report["verdict"], "fail");
    // Steps 5 and 6: the worst case says what it led to, and the table what to look for.
    let case = report["cases"]
        .as_array()
        .unwrap()
        .iter()
        .find(|case| case["verdict"] == "silent")
        .unwrap();
    assert!(case["cause"].as_str().unwrap().contains("the walk ended"), "{case:#}");
    let name = case["name"].as_str().unwrap();
    let row = SKILL
        .lines()
        .find(|row| row.starts_with('|') && row.contains(&format!("`{name}`")))
        .unwrap();
    assert!(row.contains("a page that is not full, or empty, is taken for the last one"), "{row}");
    std::fs::write(&script, planted.replace("short-is-the-end\")", "\")")).unwrap();
    // Step 7.
    let again =
        case["again"].as_str().unwrap().replace("gauntlet --only", "gauntlet --json --only");
    assert_eq!(in_shell(&again)["verdict"], "pass");
    // What is left is the way of paging itself.
    let report = in_shell(&line);
    let left: Vec<&str> = report["cases"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|case| case["verdict"] != "complete" && case["verdict"] != "expected")
        .map(|case| case["name"].as_str().unwrap())
        .collect();
    assert_eq!(left, ["page_seconds=60"]);
}
