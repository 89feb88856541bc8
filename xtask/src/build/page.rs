//! The page as it travels: one script and one sheet of styles in place of many, without what only people need. In `www` the files stand
//! as people write them, and the command brings them so; a page of a hundred kilobytes is for the loopback alone.

use super::dist::files;
use super::module::gzip;
use super::plan::Plan;
use crate::npm::{self, Packages};
use crate::project::Project;
use crate::run::run;
use crate::sent;
use std::fs;
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

/// What was made.
pub(super) struct Page {
    /// The files for every host.
    pub(super) folder: PathBuf,
    /// The kit's module, which starts a server where the host is none.
    pub(super) kit: PathBuf,
}

/// The page's files below cargo's folder, made anew and held to their budget.
pub(super) fn make(project: &Project, plan: &Plan) -> Result<Page, String> {
    let (packages, from, to) = (Packages::have(project)?, project.root.join(PAGE), project.target.join("page"));
    if to.exists() {
        fs::remove_dir_all(&to).map_err(|e| format!("{}: {e}", to.display()))?;
    }
    for name in files(&from)?.iter().filter(|name| is_kept(name)) {
        write(&to.join(name), &fs::read(from.join(name)).map_err(|e| format!("{name}: {e}"))?)?;
    }
    let html = text(&from.join("index.html"))?;
    let (joined, styles) = join(&html, STYLE, "page.css");
    write(&to.join("index.html"), joined.as_bytes())?;
    bundle(&packages, plan, &from.join(MODULE), &to.join(MODULE))?;
    // A sheet that names the others is bundled as a script is.
    let sheet = project.target.join("page.css");
    let imports: String = styles.iter().map(|name| format!("@import {:?};\n", from.join(name))).collect();
    write(&sheet, imports.as_bytes())?;
    bundle(&packages, plan, &sheet, &to.join("page.css"))?;
    let kit = project.target.join("kit.js");
    bundle(&packages, plan, &project.root.join("worker/kit/index.js"), &kit)?;
    weigh(plan, &to, &kit)?;
    write(&to.join(HEADERS), headers(&html).ok_or("index.html states no policy")?.as_bytes())?;
    Ok(Page { folder: to, kit })
}

fn is_kept(name: &str) -> bool {
    KEPT.iter().any(|kept| name.starts_with(kept))
}

/// The page with one line in place of those that begin with `tag`, and what these named, in order.
fn join<'a>(html: &'a str, tag: &str, name: &str) -> (String, Vec<&'a str>) {
    let (mut joined, mut names) = (String::new(), Vec::new());
    for line in html.split_inclusive('\n') {
        let Some((named, rest)) = line.strip_prefix(tag).and_then(|line| line.split_once('"')) else {
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
fn bundle(packages: &Packages, plan: &Plan, from: &Path, to: &Path) -> Result<(), String> {
    let mut node = npm::node();
    node.arg(packages.file("esbuild/bin/esbuild")).arg(from).args(&plan.bundler);
    run(node.arg(format!("--outfile={}", to.display())))
}

/// The files that the page loads, against what they may weigh.
fn weigh(plan: &Plan, folder: &Path, kit: &Path) -> Result<(), String> {
    let mut sum = gzip(kit)?;
    for name in files(folder)?.iter().filter(|name| !is_kept(name)) {
        sum += gzip(&folder.join(name))?;
    }
    let budget = plan.page_budget;
    println!("    page: after gzip -9 {sum} of {budget} bytes");
    if sum > budget {
        return Err(format!("the page has {sum} bytes after gzip -9; wasm-pack.toml allows {budget}"));
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

fn text(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).and_then(|()| fs::write(path, bytes)).map_err(|e| format!("{}: {e}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_one_kind_become_one_and_name_what_they_named() {
        let html = "<html>\n<link rel=\"stylesheet\" href=\"a.css\">\n<p>\n<link rel=\"stylesheet\" href=\"b/c.css\" media=\"x\">\n";
        let (joined, names) = join(html, STYLE, "all.css");
        assert_eq!(joined, "<html>\n<link rel=\"stylesheet\" href=\"all.css\">\n<p>\n");
        assert_eq!(names, ["a.css", "b/c.css"]);
        assert_eq!(join("<p>\n", STYLE, "x.css"), ("<p>\n".to_owned(), Vec::new()));
    }
}
