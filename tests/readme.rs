//! The generated parts of the book are true: their tables are those of the program, and every command in the reference gives the answer that
//! stands below it; the README's figures of speed are those that were measured. `tests/docs.rs` runs the samples of README and book.
//!
//! `UPDATE=1 cargo test --test readme` writes the tables anew.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and reads and writes its own files"
)]

#[path = "../www/embed/lessons.rs"]
mod lessons;
mod support;

use connector_playground::document::llms::{self, Place};
use connector_playground::document::{example, manual};
use connector_playground::playground::{API, ROUTES};
use connector_playground::settings::{SETTINGS, Scope, Setting};
use lessons::Lesson;
use serde_json::Value;
use std::path::Path;
use support::{Reply, Server};

/// The picture of the terminal.
const PICTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/terminal.svg");
const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md");
const PERFORMANCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/performance.md");
const SETTINGS_PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/settings.md");
const LESSONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/lessons.md");
/// What the lessons are made from.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../www/lessons");
const BEHAVIOURS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/behaviours.md");
/// Settings that say which data there are, rather than how they are given.
const DATA: &[&str] = &["seed", "anchor", "now", "records", "journal"];
const GAUNTLET: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/gauntlet.md");
/// Connectors with the results that the gauntlet gave them.
const CONNECTORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/gauntlet");
const REFERENCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/endpoints.md");

/// The text for agents at the root of the book.
const LLMS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/llms.txt");
const BOOK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs");
const SKILL: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../python/connector_playground/skills/verify-sync/SKILL.md"
);

/// What a `curl` command of the reference asks for.
#[derive(Debug, Default)]
struct Curl {
    target: String,
    headers: Vec<(String, String)>,
    body: Option<String>,
}

/// Reads the words of a command as a shell does, as far as the reference goes: single quotes and blanks.
fn words(command: &str) -> Vec<String> {
    let (mut words, mut quoted, mut open) = (vec![String::new()], false, false);
    for c in command.chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted => open = true,
            _ => {
                if std::mem::take(&mut open) {
                    words.push(String::new());
                }
                words.last_mut().unwrap().push(c);
            }
        }
    }
    words
}

fn curl(command: &str) -> Curl {
    let mut words = words(command).into_iter();
    assert_eq!(words.next().as_deref(), Some("curl"), "{command}");
    let mut curl = Curl::default();
    while let Some(word) = words.next() {
        match word.as_str() {
            "-s" => {}
            "-H" => {
                let header = words.next().unwrap();
                let (name, value) = header.split_once(": ").unwrap();
                curl.headers.push((name.to_owned(), value.to_owned()));
            }
            "-d" => curl.body = words.next(),
            url => {
                curl.target =
                    url.strip_prefix(&format!("http://{}", example::AUTHORITY)).unwrap().to_owned()
            }
        }
    }
    curl
}

fn run(server: &Server, command: &str) -> Reply {
    let curl = curl(command);
    let mut headers: Vec<(&str, &str)> = vec![("Host", example::AUTHORITY)];
    headers.extend(curl.headers.iter().map(|(name, value)| (&**name, &**value)));
    let method = if curl.body.is_some() { "POST" } else { "GET" };
    server.request(method, &curl.target, &headers, curl.body.unwrap_or_default().as_bytes())
}

/// A page with a part between its two marks replaced.
fn with_part(page: &str, name: &str, part: &str) -> String {
    let start = page.find(&format!("<!-- {name}: ")).unwrap();
    let start = start + page[start..].find('\n').unwrap() + 1;
    let end = page.find(&format!("<!-- end of {name} -->")).unwrap();
    format!("{}\n{}\n{}", &page[..start], part.trim(), &page[end..])
}

/// Writes a file, or asserts that it is so already.
fn hold(file: &str, wanted: &str) {
    if std::env::var("UPDATE").is_ok() {
        std::fs::write(file, wanted).unwrap();
    } else {
        let there = std::fs::read_to_string(file).unwrap();
        assert!(
            there == wanted,
            "{file}: run `UPDATE=1 cargo test --test readme` and look at the difference"
        );
    }
}

/// Holds a part of a file, between its two marks.
fn hold_part(file: &str, name: &str, part: &str) {
    hold(file, &with_part(&std::fs::read_to_string(file).unwrap(), name, part));
}

#[test]
fn the_tables_are_those_of_the_program() {
    hold_part(SETTINGS_PAGE, "settings", &manual::settings());
    hold(REFERENCE, &manual::reference(API));
}

/// The table of the connectors in `examples/gauntlet`: the folder, the title of its README, and the results that stand in it.
fn connectors() -> String {
    let mut names: Vec<_> = std::fs::read_dir(CONNECTORS)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| Path::new(CONNECTORS).join(name).join("matrix.md").exists())
        .collect();
    names.sort();
    let mut table = "| folder | | result |\n| --- | --- | --- |\n".to_owned();
    for name in names {
        let readme = Path::new(CONNECTORS).join(&name).join("README.md");
        let readme = std::fs::read_to_string(readme).unwrap();
        let title = readme.lines().next().unwrap().trim_start_matches("# ");
        let ran = readme.lines().filter(|line| line.starts_with("playground gauntlet "));
        let results = readme.lines().filter_map(|line| line.strip_prefix("Result: "));
        let results = results.map(|result| result.split(" ([").next().unwrap());
        let rows: Vec<_> = ran.zip(results).collect();
        assert!(!rows.is_empty(), "{name}");
        for (line, result) in &rows {
            let told = if rows.len() > 1 { format!("{title}: `{line}`") } else { title.to_owned() };
            table += &format!("| `{name}` | {told} | {result} |\n");
        }
    }
    table
}

#[test]
fn the_table_of_connectors_has_their_results() {
    hold_part(GAUNTLET, "connectors", &connectors());
}

/// The heading of an endpoint in the reference, as mdBook names its place.
fn heading(title: &str) -> String {
    let words = title.to_lowercase().replace(' ', "-");
    words.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect()
}

/// The chapters of the book with the first sentence of each, as a list of links.
fn chapters() -> String {
    let summary = std::fs::read_to_string(Path::new(BOOK).join("SUMMARY.md")).unwrap();
    let mut list = String::new();
    for line in summary.lines() {
        let Some((title, rest)) = line
            .trim_start()
            .trim_start_matches("- ")
            .strip_prefix('[')
            .and_then(|line| line.split_once("]("))
        else {
            continue;
        };
        let file = rest.trim_end_matches(')');
        let text = std::fs::read_to_string(Path::new(BOOK).join(file)).unwrap();
        let text = match text.trim().strip_prefix("{{#include ") {
            Some(included) => {
                let path = included.trim_end_matches("}}");
                std::fs::read_to_string(Path::new(BOOK).join(path)).unwrap()
            }
            None => text,
        };
        let page = file.replace(".md", ".html");
        list += &format!("- [{title}]({page}): {}\n", first_sentence(&text));
    }
    list
}

/// The first sentence below the heading of a page, without its links, and without a word in bold before it.
fn first_sentence(page: &str) -> String {
    let is_text = |part: &&str| {
        !part.starts_with("```")
            && part.starts_with(|c: char| c.is_alphanumeric() || "`*[".contains(c))
    };
    let paragraph = page.split("\n\n").find(is_text).unwrap_or_default();
    let paragraph = match paragraph.strip_prefix("**").and_then(|rest| rest.split_once(".** ")) {
        Some((_, rest)) => rest,
        None => paragraph,
    };
    let mut text = String::new();
    let mut rest = paragraph;
    while let Some((before, link)) = rest.split_once('[') {
        let (name, target) = link.split_once("](").unwrap();
        text += before;
        text += name;
        rest = target.split_once(')').unwrap().1;
    }
    text += rest;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = [". ", ": "].iter().filter_map(|end| text.find(end)).min();
    let sentence = end.map_or(text.as_str(), |end| &text[..end]);
    format!("{}.", sentence.trim_end_matches(['.', ':']))
}

#[test]
fn the_text_for_agents_in_the_book_is_that_of_the_server() {
    let skill = std::fs::read_to_string(SKILL).unwrap();
    let about = skill.lines().find_map(|line| line.strip_prefix("description: ")).unwrap();
    let documents = format!(
        "- [The page](page/index.html): the tutorial as static files; a service worker answers the endpoints, in a browser alone. `playground start` serves \
         them to programs, with this text at `/llms.txt`.\n\
         - [The skill verify-sync](skills/verify-sync/SKILL.md): {about}\n\
         - [The report's schema](gauntlet.schema.json): what `playground gauntlet --json` prints, as JSON Schema.\n\n\
         ## The book\n\n{}",
        chapters()
    );
    let place = Place {
        documents: &documents,
        endpoint: |endpoint| format!("endpoints.html#{}", heading(endpoint.title)),
        setting: |_, setting| format!("settings.html#{}", setting.key),
        lessons: "page/index.html#/",
    };
    hold(LLMS, &llms::text(&ROUTES, &place));
}

#[test]
fn its_figures_are_those_of_the_measurement() {
    let [readme, measured] =
        [README, PERFORMANCE].map(|file| std::fs::read_to_string(file).unwrap());
    let (_, part) = readme.split_once("<!-- speed: ").unwrap();
    let (part, _) = part.split_once("<!-- end of speed -->").unwrap();
    let rows: Vec<&str> = part.lines().filter(|line| line.starts_with("| ")).collect();
    assert_eq!(rows.len(), 8, "a head and six rows: run `cargo xtask bench`");
    for row in rows {
        assert!(
            measured.lines().any(|line| line.starts_with(row)),
            "docs/performance.md does not say {row}: run `cargo xtask bench`"
        );
    }
}

#[test]
fn every_command_gives_the_answer_below_it() {
    let text = std::fs::read_to_string(REFERENCE).unwrap();
    let anchor = example::ANCHOR.to_string();
    let server =
        Server::start(&["--seed", example::SEED, "--anchor", &anchor, "--clock-speed", "0"]);
    let mut commands = 0;
    for block in text.split("```console\n$ ").skip(1) {
        let (block, _) = block.split_once("```").unwrap();
        let (command, shown) = block.split_once('\n').unwrap();
        // The samples are of a server that was asked nothing before.
        server.request("DELETE", "/playground/journal", &[], b"");
        let reply = run(&server, command);
        assert_eq!(reply.status, 200, "{command}");
        commands += 1;
        match serde_json::from_str::<Value>(shown) {
            Ok(shown) => assert_eq!(
                serde_json::from_slice::<Value>(&reply.body).unwrap(),
                shown,
                "{command}"
            ),
            Err(_) => {
                assert!(shown.trim().is_empty() || shown.trim() == reply.text().trim(), "{command}")
            }
        }
    }
    assert!(commands > 10, "{commands}");
}

#[test]
fn the_two_commands_exist() {
    let readme = std::fs::read_to_string(README).unwrap();
    let alias =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../.cargo/config.toml"))
            .unwrap();
    assert!(readme.contains("cargo run --release -- start") && readme.contains("cargo xtask test"));
    assert!(alias.contains("xtask ="));
}

/// Lines of text as a picture of a terminal.
fn picture(lines: &[String]) -> String {
    let (width, height) = (1180, 18 * lines.len() + 40);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"ui-monospace,Menlo,Consolas,monospace\" \
         font-size=\"12.5\">\n<rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"#14181f\"/>\n"
    );
    for (n, line) in lines.iter().enumerate() {
        let colour = match line {
            line if line.starts_with('$') => "#7ee787",
            line if line.starts_with('-') => "#4a5565",
            line if line.contains("Type ") => "#8ab4f8",
            _ => "#e6e9ee",
        };
        let text = line.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        svg += &format!(
            "<text x=\"20\" y=\"{}\" fill=\"{colour}\" xml:space=\"preserve\">{text}</text>\n",
            32 + 18 * n
        );
    }
    svg + "</svg>\n"
}

#[test]
fn the_picture_shows_what_the_command_prints() {
    let server = Server::start(&["--seed", example::SEED]);
    let banner = server.banner().replace(&server.address.port().to_string(), "5001");
    let mut lines = vec!["$ playground start --seed example".to_owned()];
    // Rules are drawn shorter, doubled ones once, so that the picture can be read in a narrow column.
    for line in banner.lines().map(|line| line.trim_end().chars().take(142).collect::<String>()) {
        if !(line.starts_with("---")
            && lines.last().is_some_and(|before| before.starts_with("---")))
        {
            lines.push(line);
        }
    }
    hold(PICTURE, &picture(&lines));
}

#[test]
fn the_lessons_are_those_of_the_page() {
    let (folder, mut text) = (Path::new(FOLDER), String::new());
    // Those with something to judge; the last one is the sandbox.
    let found = lessons::lessons(folder).unwrap();
    let all: Vec<&Lesson> =
        found.iter().filter(|lesson| lesson.fields.contains_key("part")).collect();
    for part in lessons::parts(folder).unwrap() {
        text += &format!("## {}\n\n{}\n\n", said(&part["title"]), said(&part["text"]));
        text.extend(
            all.iter()
                .filter(|lesson| lesson.fields["part"] == part["id"])
                .map(|lesson| section(lesson)),
        );
    }
    hold_part(LESSONS, "lessons", &text);
    hold_part(BEHAVIOURS, "behaviours", &behaviours(&all));
}

#[test]
fn a_lesson_that_is_not_whole_is_named_with_what_is_wrong() {
    let folder = std::env::temp_dir().join(format!("lessons-{}", std::process::id()));
    let problem = |text: &str| {
        std::fs::create_dir_all(folder.join("one")).unwrap();
        std::fs::copy(Path::new(FOLDER).join("parts.toml"), folder.join("parts.toml")).unwrap();
        std::fs::write(folder.join("one/lesson.md"), text).unwrap();
        let problem = lessons::catalogue(&folder).err().unwrap_or_default();
        std::fs::remove_dir_all(&folder).unwrap();
        problem
    };
    let front = "+++\ntitle = \"One\"\nrequest = \"/health\"\npart = \"lists\"\n+++\nA *text*.\n\n## Task\n\nDo it.\n";
    assert_eq!(problem(front), "");
    for (from, to, wrong) in [
        ("title =", "titel =", "there is no field `titel`; there are title,"),
        ("request = \"/health\"\n", "", "it has no `request`"),
        ("\"lists\"", "\"list\"", "there is no part \"list\"; parts.toml has [\"lists\","),
        ("\"One\"", "One", "front matter: TOML parse error at line 1"),
        ("## Task", "Task", "there is no section `## Task`"),
        ("+++\nA", "A", "no second line of +++"),
    ] {
        let said = problem(&front.replace(from, to));
        assert!(said.contains("one/lesson.md: ") && said.contains(wrong), "{said}");
    }
}

fn said(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// A lesson as a section of its page, which takes the text over from the lesson itself.
fn section(lesson: &Lesson) -> String {
    let settings: Vec<String> = special(lesson)
        .map(|(key, value)| format!("[`{key}={value}`](settings.md#{key})"))
        .collect();
    let settings = if settings.is_empty() {
        String::new()
    } else {
        format!(" Settings: {}.", settings.join(", "))
    };
    let (title, id) = (said(&lesson.fields["title"]), &lesson.id);
    let part = |name: &str| format!("{{{{#include ../www/lessons/{id}/lesson.md:{name}}}}}");
    let (text, task) = (part("text"), part("task"));
    format!(
        "### {title}\n\n{text}\n\n**Task.**\n{task}\n[Open the lesson](page/index.html#/{id}).{settings}\n\n"
    )
}

/// The settings that make a lesson what it is; seed and anchor are those of all.
fn special(lesson: &Lesson) -> impl Iterator<Item = (&str, &str)> {
    let settings = lesson.fields.get("settings").and_then(Value::as_object);
    settings
        .into_iter()
        .flatten()
        .filter(|(key, _)| !DATA.contains(&key.as_str()))
        .map(|(key, value)| (key.as_str(), value.as_str().unwrap()))
}

/// What a request can switch on, and the lessons that do.
fn behaviours(lessons: &[&Lesson]) -> String {
    let mut text = "| setting | what it does | lesson |\n| --- | --- | --- |\n".to_owned();
    for Setting { key, description, .. } in
        SETTINGS.iter().filter(|setting| setting.scope == Scope::Request)
    {
        if DATA.contains(key) {
            continue;
        }
        let teaching = lessons.iter().filter(|lesson| special(lesson).any(|(set, _)| set == *key));
        let links = teaching.map(|lesson| {
            let title = said(&lesson.fields["title"]);
            format!(
                "[{title}](lessons.md#{})",
                title.to_lowercase().replace(',', "").replace(' ', "-")
            )
        });
        let first = description.split(". ").next().unwrap();
        let lessons = links.collect::<Vec<_>>().join("<br>");
        text += &format!("| [`{key}`](settings.md#{key}) | {first} | {lessons} |\n");
    }
    text
}
