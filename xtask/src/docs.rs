//! `cargo xtask docs`: the Markdown of `docs` as a site, by mdBook, with the page beside it so that one host of static files has both.
//!
//! What stands in the pages is proven elsewhere: samples are run by `tests/docs.rs`, and generated parts are held to the tables they are
//! made from by `tests/readme.rs`. Here it is what only the built site can show: that it has every page, and that links lead somewhere.

mod links;

use crate::project::Project;
use crate::run::run;
use crate::{build, tools};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the page lies in the site. Chapters link to it.
const PAGE: &str = "page";

/// The task.
pub(crate) fn task(project: &Project, arguments: &build::Arguments) -> Result<(), String> {
    let out = arguments.out(project)?;
    build::dist(project, &out)?;
    make(project, &out)
}

/// Makes `docs` in a folder where `build` has made `site`.
pub(crate) fn make(project: &Project, out: &Path) -> Result<(), String> {
    let book = out.join("docs");
    let mut mdbook = Command::new(tools::MDBOOK.have(project)?);
    run(mdbook.arg("build").arg(&project.root).arg("--dest-dir").arg(&book))?;
    copy(&out.join("site"), &book.join(PAGE))?;
    let problems = [missing(project, &book)?, links::broken(project, &book)?].concat();
    if problems.is_empty() {
        println!("    {} is a site for any host of static files", book.display());
        return Ok(());
    }
    Err(format!("the book is not whole:\n  {}", problems.join("\n  ")))
}

/// The pages that no chapter of SUMMARY.md brings into the book.
fn missing(project: &Project, book: &Path) -> Result<Vec<String>, String> {
    let docs = project.root.join("docs");
    let pages = files(&docs, "md")?
        .into_iter()
        .filter_map(|page| page.strip_prefix(&docs).ok().map(Path::to_owned));
    let left_out = pages.filter(|page| {
        page != Path::new("SUMMARY.md") && !book.join(page.with_extension("html")).exists()
    });
    Ok(left_out
        .map(|page| format!("docs/{} is in no chapter of docs/SUMMARY.md", page.display()))
        .collect())
}

/// The files below a folder whose names end so, in order.
fn files(folder: &Path, kind: &str) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    for path in entries(folder)? {
        if path.is_dir() {
            found.extend(files(&path, kind)?);
        } else if path.extension().is_some_and(|extension| extension == kind) {
            found.push(path);
        }
    }
    Ok(found)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let problem = |e: std::io::Error| format!("{}: {e}", folder.display());
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(problem)? {
        paths.push(entry.map_err(problem)?.path());
    }
    paths.sort();
    Ok(paths)
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    fs::create_dir_all(to).map_err(|e| format!("{}: {e}", to.display()))?;
    for path in entries(from)? {
        let copied = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy(&path, &copied)?;
        } else {
            fs::copy(&path, &copied).map_err(|e| format!("{}: {e}", copied.display()))?;
        }
    }
    Ok(())
}
