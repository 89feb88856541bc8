//! What workerd is told: the modules of `dist/edge`, the variables, and the page's files.

use crate::{build, sent};
use anyhow::{Context, Result};
use fs_err as fs;
use serde_json::Value as Json;
use std::fmt::Write;
use std::io;
use std::path::Path;
use toml::Table;

/// The socket's name.
pub(super) const SOCKET: &str = "http";

/// The service in front of several isolates.
const TURNS: &str = "    (name = \"turns\", worker = .turns),\n";

/// What wrangler.toml says, as far as it concerns workerd.
pub(super) struct Deployment {
    pub(super) variables: Vec<(String, String)>,
    main: String,
    compatibility_date: String,
    /// Folder and binding of the page.
    assets: (String, String),
    /// Binding and class of the object that isolates can share.
    object: (String, String),
}

impl Deployment {
    /// Reads wrangler.toml.
    pub(super) fn read(folder: &Path) -> Result<Self> {
        let path = folder.join("wrangler.toml");
        let text = fs::read_to_string(&path)?;
        let table: Table = text.parse()?;
        Self::parse(&table).with_context(|| {
            format!(
                "{} lacks main, compatibility_date, vars, assets or durable_objects",
                path.display()
            )
        })
    }

    fn parse(table: &Table) -> Option<Self> {
        let text = |table: &Table, key: &str| Some(table.get(key)?.as_str()?.to_owned());
        let assets = table.get("assets")?.as_table()?;
        let objects = table.get("durable_objects")?.as_table()?.get("bindings")?.as_array()?;
        let object = objects.first()?.as_table()?;
        let variables = table.get("vars")?.as_table()?.iter();
        Some(Self {
            variables: variables
                .map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
                .collect::<Option<_>>()?,
            main: text(table, "main")?,
            compatibility_date: text(table, "compatibility_date")?,
            assets: (text(assets, "directory")?, text(assets, "binding")?),
            object: (text(object, "name")?, text(object, "class_name")?),
        })
    }

    /// Sets a variable from a setting's key, in whatever spelling.
    pub(super) fn set(&mut self, key: &str, value: &str) {
        let name = format!("PLAYGROUND_{}", key.replace('-', "_").to_uppercase());
        self.variables.retain(|(known, _)| *known != name);
        self.variables.push((name, value.to_owned()));
    }

    /// The configuration, for a workerd that looks for files in `folder`. Of several isolates, all ask the first one's object.
    pub(super) fn config(&self, folder: &Path, isolates: usize) -> io::Result<String> {
        let modules = self.modules(folder)?;
        let bindings = self.bindings();
        let (binding, class) = (quoted(&self.object.0), quoted(&self.object.1));
        let date = quoted(&self.compatibility_date);
        let assets = folder.join(&self.assets.0);
        let files = quoted(&assets.to_string_lossy());
        let (stand_in, turns) = (quoted(&stand_in(&assets)), quoted(include_str!("turns.js")));
        let (mut others, mut all) =
            (String::new(), "(name = \"1\", service = \"main\"), ".to_owned());
        let (turns_of, first) = if isolates > 1 { (TURNS, "turns") } else { ("", "main") };
        for n in 2..=isolates {
            let _ = writeln!(others, "    (name = \"isolate-{n}\", worker = .main),");
            let _ = write!(all, "(name = \"{n}\", service = \"isolate-{n}\"), ");
        }
        Ok(format!(
            r#"using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
{others}{turns_of}    (name = "assets", worker = .assets),
    (name = "files", disk = (path = {files})),
  ],
  sockets = [(name = "{SOCKET}", address = "127.0.0.1:0", http = (), service = "{first}")],
);
const main :Workerd.Worker = (
  modules = [
{modules}  ],
  bindings = [
{bindings}    (name = {binding}, durableObjectNamespace = (className = {class}, serviceName = "main")),
  ],
  durableObjectNamespaces = [(className = {class}, uniqueKey = {class})],
  durableObjectStorage = (inMemory = void),
  compatibilityDate = {date},
);
const turns :Workerd.Worker = (
  modules = [(name = "turns.js", esModule = {turns})],
  bindings = [{all}],
  compatibilityDate = {date},
);
const assets :Workerd.Worker = (
  modules = [(name = "assets.js", esModule = {stand_in})],
  bindings = [(name = "FILES", service = "files")],
  compatibilityDate = {date},
);
"#
        ))
    }

    /// The modules of a folder, as rows of the configuration.
    fn modules(&self, folder: &Path) -> io::Result<String> {
        let mut rows = String::new();
        for name in module_names(folder, &self.main)? {
            let kind = if name.ends_with(".wasm") { "wasm" } else { "esModule" };
            let (name, file) = (quoted(&name), quoted(&format!("/{name}")));
            let _ = writeln!(rows, "    (name = {name}, {kind} = embed {file}),");
        }
        Ok(rows)
    }

    /// The page and the variables, as rows of the configuration.
    fn bindings(&self) -> String {
        let mut rows = format!("    (name = {}, service = \"assets\"),\n", quoted(&self.assets.1));
        for (name, value) in &self.variables {
            let _ = writeln!(rows, "    (name = {}, text = {}),", quoted(name), quoted(value));
        }
        rows
    }
}

/// What stands in for the platform's assets.
fn stand_in(assets: &Path) -> String {
    let object = |pairs: Vec<(String, String)>| {
        Json::Object(pairs.into_iter().map(|(k, v)| (k, v.into())).collect())
    };
    let names = build::files(assets).unwrap_or_default();
    let types = names
        .iter()
        .filter_map(|name| Some((name.rsplit_once('.')?.1.to_owned(), sent::kind(name))))
        .collect();
    let (types, headers) = (object(types), object(build::own_headers(assets)));
    let script = include_str!("assets.js").replace("\"__TYPES__\"", &types.to_string());
    script.replace("\"__HEADERS__\"", &headers.to_string())
}

/// The modules of a folder, the main one first, as workerd wants it.
fn module_names(folder: &Path, main: &str) -> io::Result<Vec<String>> {
    let mut names = vec![main.to_owned()];
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name != main && (name.ends_with(".js") || name.ends_with(".wasm")) {
            names.push(name);
        }
    }
    names[1..].sort();
    Ok(names)
}

/// Text as Cap'n Proto writes it.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' => quoted.push_str("\\n"),
            c if c.is_ascii_control() => {
                let _ = write!(quoted, "\\x{:02x}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrangler_toml_is_understood_and_settings_replace_its_variables() {
        let table = include_str!("../../../worker/wrangler.toml").parse().unwrap();
        let mut deployment = Deployment::parse(&table).unwrap();
        let variables = deployment.variables.len();
        deployment.set("seed", "7");
        deployment.set("rate-limit", "true");
        assert_eq!(deployment.variables.len(), variables + 1);
        assert!(deployment.variables.contains(&("PLAYGROUND_SEED".to_owned(), "7".to_owned())));
        assert!(
            deployment.variables.contains(&("PLAYGROUND_RATE_LIMIT".to_owned(), "true".to_owned()))
        );
    }

    #[test]
    fn any_text_can_be_quoted() {
        assert_eq!(quoted("a\"b\\c\n\u{1}é"), "\"a\\\"b\\\\c\\n\\x01é\"");
    }
}
