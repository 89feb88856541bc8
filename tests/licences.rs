//! No list of packages in this repository brings the core of Fivetran's SDK, whose licence its user accepts by installing it: tests, examples
//! and checks take version 2.13.1, which is MIT and comes without it.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and reads the repository"
)]

use std::fs;
use std::path::{Path, PathBuf};

const SDK: &str = "fivetran-connector-sdk";
const WANTED: &str = "==2.13.1";
/// Texts that say what the rule is, and hold no list.
const TEXTS: [&str; 2] = ["tests/licences.rs", "CHANGELOG.md"];
/// Folders of what is made, and of other people's packages.
const SKIPPED: [&str; 5] = ["target", "node_modules", ".git", "corpus", "dist"];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let (path, kind) = (entry.path(), entry.file_type().unwrap());
        if kind.is_dir() && !SKIPPED.iter().any(|skipped| path.ends_with(skipped)) {
            files(&path, found);
        } else if kind.is_file() {
            found.push(path);
        }
    }
}

/// The lines of a text that could install the core: which name it, or the SDK in another version or in none.
fn brings_core(line: &str) -> bool {
    // As pip reads names.
    let line = line.to_lowercase().replace(['_', '.'], "-");
    let wanted = WANTED.replace('.', "-");
    line.match_indices(SDK).any(|(at, name)| {
        let rest = &line[at + name.len()..];
        let refused = rest.starts_with("-core") && !rest.starts_with("-core<0");
        // A module is imported, and prose names the SDK with its version behind a space or speaks of it.
        let imported = [" import", "-protos import", "'}", " 2-13-1"]
            .iter()
            .any(|start| rest.starts_with(start));
        refused || !imported && !rest.starts_with("-core") && !rest.starts_with(&wanted)
    })
}

#[test]
fn no_list_of_packages_brings_the_core_of_fivetrans_sdk() {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let mut found = Vec::new();
    files(root, &mut found);
    let mut named = 0;
    for path in found {
        let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
        let Ok(text) = fs::read_to_string(&path) else { continue };
        if TEXTS.contains(&name.as_str()) {
            continue;
        }
        for line in text.lines().filter(|line| line.to_lowercase().replace('_', "-").contains(SDK))
        {
            named += 1;
            // The recipe says in a sentence what version 3 brings.
            let told = name == "docs/recipes/fivetran.md"
                && line.starts_with("Version 3 of the SDK brings");
            assert!(told || !brings_core(line), "{name}: {line}");
        }
    }
    assert!(named >= 3, "the lists were not read");
}

#[test]
fn the_rule_tells_lists_that_bring_it() {
    for line in [
        "pip install fivetran-connector-sdk",
        "fivetran_connector_sdk>=2",
        "fivetran-connector-sdk==3.0.0",
        "Fivetran.Connector_SDK~=2.13",
    ] {
        assert!(brings_core(line), "{line}");
    }
    for line in [
        "fivetran-connector-sdk-core",
        "fivetran_connector_sdk_core==1.0",
        "\"fivetran-connector-sdk[x]==2.13.1\"",
    ] {
        assert!(brings_core(line), "{line}");
    }
    for line in [
        "fivetran-connector-sdk==2.13.1",
        "from fivetran_connector_sdk import Connector",
        "fivetran-connector-sdk-core<0",
    ] {
        assert!(!brings_core(line), "{line}");
    }
}
