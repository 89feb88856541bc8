//! The three folders of `dist`: `site` for a static host, `edge` for the Workers runtime, `npm` for other people's pages.

use super::digest;
use super::llms;
use super::module::Module;
use super::page::{self, Page};
use crate::project::{self, Project};
use anyhow::Result;
use fs_err as fs;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// Files whose placeholders are filled in.
const TEXTS: &[&str] = &["html", "js", "json", "ts", "css", "toml"];

/// The module and its script, as all adapters call them.
const MODULE: &str = "playground.wasm";
const SCRIPT: &str = "playground.js";
const WORKER: &str = "service-worker.js";
/// The text for agents.
const FOR_AGENTS: &str = "llms.txt";
/// What stands in the service worker for the files that belong to it, and for the script.
const FILES: &str = "\"__FILES__\"";
const INLINE: &str = "(\"__SCRIPT__\");";

/// The kit's module for browsers, one file, and those that it is made of.
const KIT: &str = "index.js";
const KIT_PARTS: &[&str] = &[KIT, "answers.js", "asking.js"];

/// A folder that is made anew.
struct Folder {
    path: PathBuf,
    /// What stands for what in texts.
    values: Vec<(&'static str, String)>,
}

impl Folder {
    fn make(project: &Project, path: PathBuf) -> Result<Self> {
        project::empty(&path)?;
        Ok(Self { path, values: vec![("__VERSION__", project.version.clone())] })
    }

    /// Lets a placeholder stand for a value in what is copied from now on.
    fn fill(&mut self, placeholder: &'static str, value: &str) {
        self.values.push((placeholder, value.to_owned()));
    }

    /// Copies a file under a name; texts with their placeholders filled in.
    fn copy(&self, from: &Path, name: &str) -> Result<()> {
        let mut bytes = fs::read(from)?;
        if from.extension().and_then(OsStr::to_str).is_some_and(|kind| TEXTS.contains(&kind)) {
            let mut text = String::from_utf8(bytes)?;
            for (placeholder, value) in &self.values {
                text = text.replace(placeholder, value);
            }
            bytes = text.into_bytes();
        }
        self.write(name, &bytes)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let to = self.path.join(name);
        let parent = to.parent().unwrap_or(&self.path);
        fs::create_dir_all(parent)?;
        Ok(fs::write(&to, bytes)?)
    }

    /// Copies all files of a folder.
    fn copy_all(&self, from: &Path, below: &str) -> Result<()> {
        for name in files(from)? {
            self.copy(&from.join(&name), &format!("{below}{name}"))?;
        }
        Ok(())
    }
}

/// The names of a folder's files, those of its folders included, in order.
pub(crate) fn files(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            names.extend(files(&path)?.into_iter().map(|below| format!("{name}/{below}")));
        } else {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// Makes the folders below `out`.
pub(super) fn make(project: &Project, module: &Module, page: &Page, out: &Path) -> Result<()> {
    edge(project, module, page, out)?;
    npm(project, module, page, out)?;
    site(project, module, page, out)
}

/// The module, the handler, the page, and what wrangler wants to know.
fn edge(project: &Project, module: &Module, page: &Page, out: &Path) -> Result<()> {
    let mut folder = Folder::make(project, out.join("edge"))?;
    for name in ["edge.js", "handler.js", "server.js", "shared.js", "variables.js", "wrangler.toml"]
    {
        folder.copy(&project.root.join("worker").join(name), name)?;
    }
    folder.copy(&project.root.join("worker/edge.md"), "README.md")?;
    folder.write(MODULE, &module.wasm)?;
    folder.write(SCRIPT, module.script.as_bytes())?;
    // Node takes .js files for ES modules where this says so.
    folder.write("package.json", b"{ \"type\": \"module\", \"private\": true }\n")?;
    folder.copy(&project.root.join("www/embed/retire.js"), &format!("assets/{WORKER}"))?;
    folder.fill("__ADAPTER__", "edge");
    folder.copy_all(&page.folder, "assets/")
}

/// The package for other people's pages.
fn npm(project: &Project, module: &Module, page: &Page, out: &Path) -> Result<()> {
    let mut folder = Folder::make(project, out.join("npm"))?;
    let kit = project.root.join("worker/kit");
    for name in files(&kit)?.iter().filter(|name| !KIT_PARTS.contains(&name.as_str())) {
        folder.copy(&kit.join(name), name)?;
    }
    folder.copy(&page.plain_kit, KIT)?;
    folder.copy(&project.root.join("LICENSE"), "LICENSE")?;
    // What tells agents how to use the command is the wheel's.
    folder.copy_all(&project.root.join("python/connector_playground/skills"), "skills/")?;
    folder.write(MODULE, &module.wasm)?;
    folder.write(SCRIPT, module.script.as_bytes())?;
    folder.fill(FILES, &digests([(MODULE, &module.wasm[..])]));
    folder.fill(INLINE, &module.script);
    folder.copy(&project.root.join("worker").join(WORKER), WORKER)
}

/// The page, with all it needs: the service worker keeps every file that is written here, which makes it work offline.
fn site(project: &Project, module: &Module, page: &Page, out: &Path) -> Result<()> {
    let mut folder = Folder::make(project, out.join("site"))?;
    folder.fill("__ADAPTER__", "browser");
    folder.copy_all(&page.folder, "")?;
    folder.copy(&page.kit, "kit.js")?;
    folder.write(MODULE, &module.wasm)?;
    folder.write(SCRIPT, module.script.as_bytes())?;
    let names = files(&folder.path)?;
    let mut contents = Vec::new();
    // The script is in the worker itself, and for pages where there is none.
    for name in names.iter().filter(|name| *name != SCRIPT && !page::is_for_host(name)) {
        let path = folder.path.join(name);
        contents.push((name.as_str(), fs::read(&path)?));
    }
    // For those without a browser: where the worker runs, it answers with the server's own.
    let text = fs::read_to_string(project.root.join("docs").join(FOR_AGENTS))?;
    folder.write(FOR_AGENTS, llms::of_page(&text).as_bytes())?;
    folder.fill(FILES, &digests(contents.iter().map(|(name, bytes)| (*name, &bytes[..]))));
    folder.fill(INLINE, &module.script);
    folder.copy(&project.root.join("worker").join(WORKER), WORKER)
}

/// Names and digests, as the service worker wants them.
fn digests<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> String {
    let files = files.into_iter().map(|(name, bytes)| (name.to_owned(), digest(bytes).into()));
    serde_json::Value::Object(files.collect()).to_string()
}
