//! Generates the man page and the shell completions from the command's grammar. This is a test, so that the program does not carry the generators.
//!
//! `UPDATE=1 cargo test --bin playground manual` writes `man` and `completions` anew.

use super::*;
use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, italic, roman};
use connector_playground::settings::SETTINGS;

/// Files, from the root of the package, and who reads each.
const COMPLETIONS: [(&str, Shell); 4] = [
    ("completions/playground.bash", Shell::Bash),
    ("completions/_playground", Shell::Zsh),
    ("completions/playground.fish", Shell::Fish),
    ("completions/playground.ps1", Shell::PowerShell),
];
const PAGE: &str = "man/playground.1";

fn completions(shell: Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(), "playground", &mut script);
    String::from_utf8(script).unwrap()
}

/// The grammar with its words, each of which knows how it is used.
fn built() -> Command {
    let mut built = command();
    built.build();
    built
}

fn words(built: &Command) -> impl Iterator<Item = &Command> {
    built.get_subcommands().filter(|word| word.get_name() != "help")
}

/// One page for all commands, with a section for each.
fn page() -> String {
    let built = built();
    let man = Man::new(built.clone()).manual("Connector Playground");
    let mut text = Vec::new();
    man.render_title(&mut text).unwrap();
    man.render_name_section(&mut text).unwrap();
    synopsis(&built).to_writer(&mut text).unwrap();
    man.render_description_section(&mut text).unwrap();
    commands(&built).to_writer(&mut text).unwrap();
    for word in words(&built) {
        text.extend(section(word).into_bytes());
    }
    man.render_version_section(&mut text).unwrap();
    String::from_utf8(text).unwrap()
}

fn synopsis(built: &Command) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["SYNOPSIS"]);
    for word in words(built) {
        let usage = word.clone().render_usage().to_string();
        roff.text([roman(usage.trim_start_matches("Usage: "))]).control("br", []);
    }
    roff
}

fn commands(built: &Command) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["COMMANDS"]);
    for word in words(built) {
        roff.control("TP", [])
            .text([bold(word.get_name())])
            .text([roman(word.get_about().unwrap().to_string())]);
    }
    roff
}

/// The options of a command, and what its help says at the end: each part a heading and its lines.
fn section(word: &Command) -> String {
    let heading = format!("playground {}", word.get_name()).to_uppercase();
    let mut text = Vec::new();
    Man::new(word.clone()).render_options_section(&mut text).unwrap();
    // The headings of a command are below its own.
    let options = String::from_utf8(text).unwrap().replace(".SH ", ".SS ");
    let mut roff = Roff::new();
    for part in word.get_after_help().map(ToString::to_string).unwrap_or_default().split("\n\n") {
        let (heading, lines) = match part.split_once(":\n") {
            Some((heading, lines)) => (heading, lines),
            None => ("Notes", part),
        };
        roff.control("SS", [heading.to_uppercase().as_str()]);
        for line in lines.lines() {
            let line = line.trim_start();
            roff.text([if line.starts_with("playground ") { italic(line) } else { roman(line) }])
                .control("br", []);
        }
    }
    format!(
        ".SH \"{heading}\"\n{options}{}",
        roff.render().replace(".ie \\n(.g .ds Aq \\(aq\n.el .ds Aq '\n", "")
    )
}

#[expect(clippy::disallowed_methods, reason = "a test reads and writes its own files")]
#[test]
fn man_page_and_completions_are_those_of_the_grammar() {
    let made = COMPLETIONS.map(|(file, shell)| (file, completions(shell)));
    for (file, wanted) in made.into_iter().chain([(PAGE, page())]) {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        if std::env::var_os("UPDATE").is_some() {
            std::fs::create_dir_all(path.parent().unwrap())
                .and_then(|()| std::fs::write(&path, wanted))
                .unwrap();
        } else {
            let there = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(
                there == wanted,
                "{file}: run `UPDATE=1 cargo test --bin playground manual` and look at the difference"
            );
        }
    }
}

#[test]
fn every_setting_and_word_is_in_the_page_and_in_each_completion() {
    let words: Vec<String> = words(&built()).map(|word| word.get_name().to_owned()).collect();
    for name in SETTINGS.iter().map(|setting| setting.flag()).chain(words) {
        assert!(page().replace('\\', "").contains(&name), "{name}");
        for (file, shell) in COMPLETIONS {
            assert!(completions(shell).contains(&name), "{file}: {name}");
        }
    }
}
