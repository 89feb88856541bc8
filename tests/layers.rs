//! The library's layers: a module imports those of the layers below its own, never one above. Modules of one layer know nothing of each other.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and reads the sources"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// From the bottom to the top.
const LAYERS: &[&[&str]] = &[
    &["content_coding", "redaction", "rng", "time"],
    &["dataset"],
    &["credentials", "settings"],
    &["instance", "state"],
    &["response"],
    &["request"],
    &["pagination", "router"],
    &["checker", "graphql", "rendering"],
    &["endpoints"],
    &["document"],
    &["playground"],
    &["service"],
    &["server"],
];

#[test]
fn imports_point_downwards_only() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut seen, mut wrong) = (BTreeSet::new(), Vec::new());
    for file in files(&src) {
        let path = file.strip_prefix(&src).unwrap();
        let module =
            path.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned();
        if ["lib", "bin"].contains(&&*module)
            || path.components().any(|part| part.as_os_str().to_str().unwrap().starts_with("tests"))
        {
            continue;
        }
        let own =
            layer(&module).unwrap_or_else(|| panic!("src/{module} has no layer: add it to LAYERS"));
        for other in imports(&fs::read_to_string(&file).unwrap()) {
            let below = layer(&other).is_some_and(|layer| layer < own) || other == module;
            if !below {
                wrong.push(format!(
                    "{} (layer {own}) imports {other} (layer {:?})",
                    path.display(),
                    layer(&other)
                ));
            }
        }
        seen.insert(module);
    }
    let listed: BTreeSet<String> =
        LAYERS.iter().flat_map(|layer| layer.iter().map(|name| (*name).to_owned())).collect();
    assert_eq!(seen, listed, "LAYERS and the modules of src/");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn an_import_is_found_in_each_of_its_forms() {
    let text = "use crate::time::Timestamp;\nlet x = crate::rng::finalise(1);\nuse crate::{settings::Settings, State};\n\
        macro_rules! m { () => { $crate::request::Call } }\n#[cfg(test)]\nmod tests { use crate::playground::API; }\n";
    let found: Vec<String> = imports(text).into_iter().collect();
    assert_eq!(found, ["request", "rng", "settings", "state", "time"]);
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// The modules that a file names behind `crate::`, tests at its end left out.
fn imports(text: &str) -> BTreeSet<String> {
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    let code: Vec<&str> =
        text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n");
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let names = match rest.strip_prefix('{') {
            Some(list) => {
                list.split('}').next().unwrap_or_default().split(',').map(str::trim).collect()
            }
            None => vec![rest],
        };
        for name in names {
            let end =
                name.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(name.len());
            found.insert(reexported(&name[..end]).to_owned());
        }
    }
    found.remove("");
    found
}

/// The module of what the crate's root exports.
fn reexported(name: &str) -> &str {
    match name {
        "Body" | "Chunk" => "response",
        "Compression" | "Settings" => "settings",
        "Intake" | "Playground" => "playground",
        "State" => "state",
        "Timestamp" => "time",
        module => module,
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            all.push(path);
        }
    }
    all
}
