//! The README and the reference of endpoints are true: their tables are those of the program, and every command in them gives the answer that
//! stands below it; its figures of speed are those that were measured.
//!
//! `UPDATE=1 cargo test --test readme` writes the tables anew.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and reads and writes its own files"
)]

mod support;

use api_playground::describe::{example, manual};
use api_playground::endpoints::ROUTES;
use serde_json::Value;
use support::{Reply, Server};

/// The picture of the terminal.
const PICTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/terminal.svg");
const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
const PERFORMANCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/performance.md");
const REFERENCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/endpoints.md");

/// What a `curl` command of the README asks for.
#[derive(Debug, Default)]
struct Curl {
    target: String,
    headers: Vec<(String, String)>,
    body: Option<String>,
}

/// Reads the words of a command as a shell does, as far as the README goes: single quotes and blanks.
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
            url => curl.target = url.strip_prefix(&format!("http://{}", example::AUTHORITY)).unwrap().to_owned(),
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

/// The README with a part between its two marks replaced.
fn with_part(readme: &str, name: &str, part: &str) -> String {
    let start = readme.find(&format!("<!-- {name}: ")).unwrap();
    let start = start + readme[start..].find('\n').unwrap() + 1;
    let end = readme.find(&format!("<!-- end of {name} -->")).unwrap();
    format!("{}\n{}\n{}", &readme[..start], part.trim(), &readme[end..])
}

#[test]
fn the_tables_are_those_of_the_program() {
    let readme = std::fs::read_to_string(README).unwrap();
    let wanted = with_part(&readme, "endpoints", &manual::table(&ROUTES));
    let wanted = with_part(&wanted, "settings", &manual::settings());
    for (file, wanted) in [(README, wanted), (REFERENCE, manual::reference(&ROUTES))] {
        if std::env::var("UPDATE").is_ok() {
            std::fs::write(file, wanted).unwrap();
        } else {
            let there = std::fs::read_to_string(file).unwrap();
            assert!(there == wanted, "{file}: run `UPDATE=1 cargo test --test readme` and look at the difference");
        }
    }
}

#[test]
fn its_figures_are_those_of_the_measurement() {
    let [readme, measured] = [README, PERFORMANCE].map(|file| std::fs::read_to_string(file).unwrap());
    let (_, part) = readme.split_once("<!-- speed: ").unwrap();
    let (part, _) = part.split_once("<!-- end of speed -->").unwrap();
    let rows: Vec<&str> = part.lines().filter(|line| line.starts_with("| ")).collect();
    assert!(rows.len() > 10, "run `cargo xtask bench`");
    for row in rows {
        assert!(
            measured.lines().any(|line| line == row),
            "docs/performance.md does not say {row}: run `cargo xtask bench`"
        );
    }
}

#[test]
fn every_command_gives_the_answer_below_it() {
    let text = [README, REFERENCE].map(|file| std::fs::read_to_string(file).unwrap()).concat();
    let anchor = example::ANCHOR.to_string();
    let server = Server::start(&["--seed", example::SEED, "--anchor", &anchor, "--now", &anchor]);
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
            Ok(shown) => assert_eq!(serde_json::from_slice::<Value>(&reply.body).unwrap(), shown, "{command}"),
            Err(_) => assert!(shown.trim().is_empty() || shown.trim() == reply.text().trim(), "{command}"),
        }
    }
    assert!(commands > 10, "{commands}");
}

#[test]
fn the_two_commands_exist() {
    let readme = std::fs::read_to_string(README).unwrap();
    let alias = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/.cargo/config.toml")).unwrap();
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
        svg +=
            &format!("<text x=\"20\" y=\"{}\" fill=\"{colour}\" xml:space=\"preserve\">{text}</text>\n", 32 + 18 * n);
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
        if !(line.starts_with("---") && lines.last().is_some_and(|before| before.starts_with("---"))) {
            lines.push(line);
        }
    }
    let wanted = picture(&lines);
    if std::env::var("UPDATE").is_ok() {
        std::fs::write(PICTURE, wanted).unwrap();
    } else {
        assert!(std::fs::read_to_string(PICTURE).unwrap() == wanted, "run `UPDATE=1 cargo test --test readme`");
    }
}
