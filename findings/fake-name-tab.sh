#!/usr/bin/env bash
# What:     fake, which makes names for test data, has an Italian last name that ends with a tab.
# Versions: fake 5.1.0 (crates.io); Rust 1.85 or later.
# Expected: names without control characters, as in its other lists: its documentation calls them last names, and adds nothing to them.
# Seen:     of the last names in Italian one, "Ricci", has a tab behind it; in English, German, French and Portuguese none has.
# Matters:  a column of names made with it breaks rows of tab-separated files, and is unequal to the same name typed by hand.
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
fake = { version = "=5.1.0", default-features = false }
TOML
cat > "$folder/src/main.rs" <<'RS'
use fake::locales::{Data, DE_DE, EN, FR_FR, IT_IT, PT_PT};

fn main() {
    let lists = [
        ("Italian", IT_IT::NAME_LAST_NAME),
        ("English", EN::NAME_LAST_NAME),
        ("German", DE_DE::NAME_LAST_NAME),
        ("French", FR_FR::NAME_LAST_NAME),
        ("Portuguese", PT_PT::NAME_LAST_NAME),
    ];
    for (language, names) in lists {
        let odd: Vec<&&str> = names.iter().filter(|name| name.chars().any(char::is_control)).collect();
        println!("{language}: {} last names, with control characters: {odd:?}", names.len());
        let wanted: &[&str] = if language == "Italian" { &["Ricci\t"] } else { &[] };
        assert!(odd.iter().map(|name| **name).eq(wanted.iter().copied()), "this has changed");
    }
}
RS
cargo run --quiet --manifest-path "$folder/Cargo.toml"
