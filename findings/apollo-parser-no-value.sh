#!/usr/bin/env bash
# What:     apollo-parser takes an argument without a value, and tells no error.
# Versions: apollo-parser 0.8.7 (crates.io); Rust 1.85 or later.
# Expected: an error: GraphQL's specification (September 2025), section 2.6, has an argument as `Name : Value`, and its documentation says that errors are
#           beside the tree wherever a document breaks the grammar.
# Seen:     `{ f(a) }` parses with 0 errors, into an argument whose value is none; `{ f(: 1) }` has errors.
# Matters:  who relies on the list of errors runs a query whose filter was forgotten, and gets all rows in place of a refusal.
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
    for (document, taken) in [("{ f(a: 1) }", true), ("{ f(a) }", true), ("{ f(: 1) }", false)] {
        let errors = Parser::new(document).parse().errors().count();
        println!("{document}: {errors} errors");
        assert_eq!(errors == 0, taken, "this has changed");
    }
}
RS
cargo run --quiet --manifest-path "$folder/Cargo.toml"
