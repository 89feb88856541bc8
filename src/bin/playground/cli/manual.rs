//! The man page and the completions of shells are those of the program's grammar, though the program does not carry what writes them.
//!
//! `UPDATE=1 cargo test --bin playground manual` writes `man` and `completions` anew.

use super::checked::FORMATS;
use super::*;
use api_playground::check::stream;
use clap::ValueHint;
use clap::builder::PossibleValuesParser;
use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, italic, roman};

/// Files, from the root of the package, and who reads each.
const COMPLETIONS: [(&str, Shell); 4] = [
    ("completions/playground.bash", Shell::Bash),
    ("completions/_playground", Shell::Zsh),
    ("completions/playground.fish", Shell::Fish),
    ("completions/playground.ps1", Shell::PowerShell),
];
const PAGE: &str = "man/playground.1";

/// The grammar as people think of it: command words with the flags and operands that go with each.
fn with_words() -> Command {
    let flat = command();
    let words = WORDS.iter().map(|word| {
        let flags = flat.get_arguments().filter(|arg| goes_with(arg, word.name)).cloned().map(with_values);
        Command::new(word.name).about(word.about).args(flags).args(operand(word.name))
    });
    Command::new("playground").version(env!("CARGO_PKG_VERSION")).disable_help_subcommand(true).subcommands(words)
}

fn goes_with(arg: &Arg, word: &str) -> bool {
    match arg.get_help_heading() {
        Some(heading) => heading == format!("Options of {word}"),
        None if word == "health" => ["host", "port"].contains(&arg.get_id().as_str()),
        None => !arg.is_hide_set(),
    }
}

/// A flag with the values there are, where there are few.
fn with_values(arg: Arg) -> Arg {
    // clap keeps values for as long as the process lives.
    let shown: &'static str = arg.get_value_names().map_or("", |names| names[0].to_string().leak());
    let values = match arg.get_id().as_str() {
        "stream" => stream::NAMES.to_vec(),
        "input-format" => FORMATS.to_vec(),
        _ if shown == "PATH" => return arg.value_hint(ValueHint::FilePath),
        _ if shown.contains('|') => shown.split('|').collect(),
        _ => return arg,
    };
    arg.value_parser(PossibleValuesParser::new(values))
}

fn operand(word: &str) -> Option<Arg> {
    match word {
        "check" => Some(Arg::new("FILE").value_hint(ValueHint::FilePath)),
        "health" => Some(Arg::new("URL").value_hint(ValueHint::Url)),
        _ => None,
    }
}

fn completions(shell: Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut with_words(), "playground", &mut script);
    String::from_utf8(script).unwrap()
}

/// One page for all commands, as their flags are mostly the same.
fn page() -> String {
    let man = Man::new(command()).manual("API Playground");
    let mut text = Vec::new();
    man.render_title(&mut text).unwrap();
    man.render_name_section(&mut text).unwrap();
    synopsis().to_writer(&mut text).unwrap();
    man.render_description_section(&mut text).unwrap();
    commands().to_writer(&mut text).unwrap();
    man.render_options_section(&mut text).unwrap();
    rest().to_writer(&mut text).unwrap();
    man.render_version_section(&mut text).unwrap();
    String::from_utf8(text).unwrap()
}

fn synopsis() -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["SYNOPSIS"]);
    for line in USAGE.trim_start_matches("usage: ").split(" | ") {
        roff.text([roman(line)]).control("br", []);
    }
    roff
}

fn commands() -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["COMMANDS"]);
    for word in &WORDS {
        roff.control("TP", []).text([bold(word.name)]).text([roman(word.about)]);
    }
    roff
}

/// What help says at its end but the commands: each part a heading and its lines.
fn rest() -> Roff {
    let mut roff = Roff::new();
    for part in after_help().split("\n\n").filter(|part| !part.starts_with("Commands:")) {
        let (heading, lines) = part.split_once(":\n").unwrap();
        roff.control("SH", [heading.to_uppercase().as_str()]);
        for line in lines.lines() {
            let line = line.trim_start();
            roff.text([if line.starts_with("playground") { italic(line) } else { roman(line) }]).control("br", []);
        }
    }
    roff
}

#[expect(clippy::disallowed_methods, reason = "a test reads and writes its own files")]
#[test]
fn man_page_and_completions_are_those_of_the_grammar() {
    let made = COMPLETIONS.map(|(file, shell)| (file, completions(shell)));
    for (file, wanted) in made.into_iter().chain([(PAGE, page())]) {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        if std::env::var_os("UPDATE").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).and_then(|()| std::fs::write(&path, wanted)).unwrap();
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
    let flags = SETTINGS.iter().map(|setting| setting.key.replace('_', "-"));
    for name in flags.chain(WORDS.iter().map(|word| word.name.to_owned())) {
        assert!(page().replace('\\', "").contains(&name), "{name}");
        for (file, shell) in COMPLETIONS {
            assert!(completions(shell).contains(&name), "{file}: {name}");
        }
    }
}
