#!/usr/bin/env bash
# What:     apollo-parser refuses a comma behind an alias's name and behind the dots of a spread, and takes it before the colon of an argument.
# Versions: apollo-parser 0.8.7 (crates.io); Rust 1.85 or later.
# Expected: all of them parse: GraphQL's specification (September 2025), section 2.1.5, has commas as insignificant as white space, everywhere
#           between tokens.
# Seen:     errors for `{ a , : b }` and `{ ... , F }`; none for `{ f(a , : 1) }` and `query Q($a , : Int) { b }`.
# Matters:  a tool that joins tokens with commas writes documents that one server answers and another refuses; tests against one do not tell.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/src"
cat > "$folder/Cargo.toml" <<'TOML'
[package]
name = "shown"
version = "0.0.0"
edition = "2021"
[dependencies]
apollo-parser = "=0.8.7"
TOML
cat > "$folder/src/main.rs" <<'RS'
use apollo_parser::Parser;

fn main() {
    let documents = [
        ("{ a : b }", true),
        ("{ a , : b }", false),
        ("{ ... F } fragment F on Q { a }", true),
        ("{ ... , F } fragment F on Q { a }", false),
        ("{ f(a , : 1) }", true),
        ("query Q($a , : Int) { b }", true),
    ];
    for (document, taken) in documents {
        let errors = Parser::new(document).parse().errors().count();
        println!("{document}: {errors} errors");
        assert_eq!(errors == 0, taken, "this has changed");
    }
}
RS
cargo run --quiet --manifest-path "$folder/Cargo.toml"
