//! The page as it travels: one script and one sheet of styles in place of many, without what only people need. In `www` the files stand
//! as people write them, and the command brings them so; a page of a hundred kilobytes is for the loopback alone.

use super::dist::files;
use super::module::gzip;
use super::plan::Plan;
use crate::lessons;
use crate::npm::{self, Packages};
use crate::project::{self, Project};
use crate::run::{capture, run};
use crate::sent;
use anyhow::{Context, Result, bail};
use fs_err as fs;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// The folder of the page.
const PAGE: &str = "www";
/// Where hosts such as Workers and Netlify look for headers. It is for them alone.
const HEADERS: &str = "_headers";
/// What goes along as it is; few fetch it.
const KEPT: &[&str] = &["icons/", "manifest.webmanifest", "vendor/LICENSES.txt"];
/// What the page loads: a module, styles.
const MODULE: &str = "page.js";
const STYLE: &str = "<link rel=\"stylesheet\" href=\"";

/// The folder of what the module imports: some of it at once, some when it is needed.
const PARTS: &str = "parts/";

/// How a module becomes one file that people can read.
const PLAIN: &[&str] = &["--bundle", "--format=esm", "--charset=utf8", "--log-level=warning"];

/// What was made.
pub(super) struct Page {
    /// The files for every host.
    pub(super) folder: PathBuf,
    /// The kit's module, which starts a server where the host is none.
    pub(super) kit: PathBuf,
    /// The same as people read it.
    pub(super) plain_kit: PathBuf,
}

/// The page's files below cargo's folder, made anew and held to their budget.
pub(super) fn make(project: &Project, plan: &Plan) -> Result<Page> {
    lessons::make(project)?;
    let (packages, from, to) =
        (Packages::have(project)?, project.root.join(PAGE), project.target.join("page"));
    project::empty(&to)?;
    for name in files(&from)?.iter().filter(|name| is_kept(name)) {
        write(&to.join(name), &fs::read(from.join(name))?)?;
    }
    let html = fs::read_to_string(from.join("index.html"))?;
    let (joined, styles) = join(&html, STYLE, "page.css");
    split(&packages, &plan.bundler, &from.join(MODULE), &to)?;
    for name in files(&to)?.iter().filter(|name| !is_kept(name)) {
        shrink(&packages, &plan.minifier, &to.join(name))?;
    }
    let started = started(&to)?;
    write(&to.join("index.html"), preloaded(&joined, &started).as_bytes())?;
    // A sheet that names the others is bundled as a script is.
    let sheet = project.target.join("page.css");
    let imports: String =
        styles.iter().map(|name| format!("@import {:?};\n", from.join(name))).collect();
    write(&sheet, imports.as_bytes())?;
    bundle(&packages, &plan.bundler, &sheet, &to.join("page.css"))?;
    let (kit, plain_kit) = (project.target.join("kit.js"), project.target.join("kit-plain.js"));
    let source = project.root.join("worker/kit/index.js");
    bundle(&packages, &plan.bundler, &source, &kit)?;
    bundle(&packages, PLAIN, &source, &plain_kit)?;
    weigh(plan, &to, &kit, &started)?;
    write(&to.join(HEADERS), headers(&html).context("index.html states no policy")?.as_bytes())?;
    Ok(Page { folder: to, kit, plain_kit })
}

fn is_kept(name: &str) -> bool {
    KEPT.iter().any(|kept| name.starts_with(kept))
}

/// The page with one line in place of those that begin with `tag`, and what these named, in order.
fn join<'a>(html: &'a str, tag: &str, name: &str) -> (String, Vec<&'a str>) {
    let (mut joined, mut names) = (String::new(), Vec::new());
    for line in html.split_inclusive('\n') {
        let Some((named, rest)) = line.strip_prefix(tag).and_then(|line| line.split_once('"'))
        else {
            joined.push_str(line);
            continue;
        };
        if names.is_empty() {
            joined.push_str(&format!("{tag}{name}\"{rest}"));
        }
        names.push(named);
    }
    (joined, names)
}

/// A file with all it imports.
fn bundle<S: AsRef<OsStr>>(packages: &Packages, how: &[S], from: &Path, to: &Path) -> Result<()> {
    let mut node = npm::node();
    node.arg(packages.file("esbuild/bin/esbuild")).arg(from).args(how);
    run(node.arg(format!("--outfile={}", to.display())))
}

/// A module with what it needs at once; what it fetches when it is needed goes to [`PARTS`].
fn split<S: AsRef<OsStr>>(packages: &Packages, how: &[S], from: &Path, to: &Path) -> Result<()> {
    let mut node = npm::node();
    node.arg(packages.file("esbuild/bin/esbuild")).arg(from).args(how);
    node.args(["--splitting", "--entry-names=[name]"])
        .arg(format!("--chunk-names={PARTS}[name]-[hash]"));
    run(node.arg(format!("--outdir={}", to.display())))
}

/// A module without what the bundler leaves in it.
fn shrink(packages: &Packages, how: &[String], script: &Path) -> Result<()> {
    let mut node = npm::node();
    let shrunk = capture(
        node.arg(packages.file("terser/bin/terser")).arg(script).arg("--module").args(how),
    )?;
    write(script, shrunk.trim_end().as_bytes())
}

/// The parts that the module imports at once, and those that these import.
fn started(folder: &Path) -> Result<BTreeSet<String>> {
    let (mut started, mut next) = (BTreeSet::new(), vec![MODULE.to_owned()]);
    while let Some(name) = next.pop() {
        let script = fs::read_to_string(folder.join(&name))?;
        let found = imports(&script).map(|file| format!("{PARTS}{file}"));
        next.extend(
            found.filter(|part| folder.join(part).exists() && started.insert(part.clone())),
        );
    }
    Ok(started)
}

/// The files that a shrunk module imports at once, without their folders. What it fetches later stands in brackets.
fn imports(script: &str) -> impl Iterator<Item = &str> {
    let named = ["from\"", "import\""].into_iter().flat_map(|start| script.split(start).skip(1));
    named.filter_map(|rest| rest.split('"').next()?.strip_prefix("./")?.rsplit('/').next())
}

/// The page with a line for each part that it needs at once, so that browsers fetch all of them together.
fn preloaded(html: &str, parts: &BTreeSet<String>) -> String {
    let lines: String = parts
        .iter()
        .map(|part| format!("<link rel=\"modulepreload\" href=\"{part}\">\n"))
        .collect();
    html.replacen("<script type=\"module\"", &(lines + "<script type=\"module\""), 1)
}

/// The files that the page loads to start, against what they may weigh; and what comes late beside it.
fn weigh(plan: &Plan, folder: &Path, kit: &Path, started: &BTreeSet<String>) -> Result<()> {
    let (mut sum, mut late) = (gzip(kit)?, 0);
    for name in files(folder)?.iter().filter(|name| !is_kept(name)) {
        let bytes = gzip(&folder.join(name))?;
        *(if name.starts_with(PARTS) && !started.contains(name) { &mut late } else { &mut sum }) +=
            bytes;
    }
    let budget = plan.page_budget;
    println!(
        "    page: after gzip -9 {sum} of {budget} bytes, and {late} bytes that come when they are needed"
    );
    if sum > budget {
        bail!("the page has {sum} bytes after gzip -9; wasm-pack.toml allows {budget}");
    }
    Ok(())
}

/// The text that tells hosts the headers of every file.
fn headers(html: &str) -> Option<String> {
    let lines = sent::headers(html)?.map(|(name, value)| format!("  {name}: {value}\n"));
    Some("/*\n".to_owned() + &lines.concat())
}

/// What a built folder tells its host.
pub(crate) fn own_headers(folder: &Path) -> Vec<(String, String)> {
    let text = fs::read_to_string(folder.join(HEADERS)).unwrap_or_default();
    let lines = text.lines().filter_map(|line| line.strip_prefix("  ")?.split_once(": "));
    lines.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// Whether a file is for the host alone.
pub(super) fn is_for_host(name: &str) -> bool {
    name == HEADERS
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)?;
    Ok(fs::write(path, bytes)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_module_imports_at_once_is_told_from_what_it_fetches_later() {
        let script = "import{a as b}from\"./parts/one-A.js\";import\"./parts/two-B.js\";const c=()=>import(\"./parts/three-C.js\");";
        assert_eq!(imports(script).collect::<Vec<_>>(), ["one-A.js", "two-B.js"]);
        let parts = BTreeSet::from(["parts/one-A.js".to_owned()]);
        let html = "<p>\n<script type=\"module\" src=\"page.js\"></script>\n";
        assert_eq!(
            preloaded(html, &parts),
            "<p>\n<link rel=\"modulepreload\" href=\"parts/one-A.js\">\n<script type=\"module\" src=\"page.js\"></script>\n"
        );
    }

    #[test]
    fn lines_of_one_kind_become_one_and_name_what_they_named() {
        let html = "<html>\n<link rel=\"stylesheet\" href=\"a.css\">\n<p>\n<link rel=\"stylesheet\" href=\"b/c.css\" media=\"x\">\n";
        let (joined, names) = join(html, STYLE, "all.css");
        assert_eq!(joined, "<html>\n<link rel=\"stylesheet\" href=\"all.css\">\n<p>\n");
        assert_eq!(names, ["a.css", "b/c.css"]);
        assert_eq!(join("<p>\n", STYLE, "x.css"), ("<p>\n".to_owned(), Vec::new()));
    }
}
