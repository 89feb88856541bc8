//! `cargo xtask docs`: the Markdown of `docs` as a site, by mdBook, with the page beside it so that one host of static files has both.
//!
//! What stands in the pages is proven elsewhere: samples are run by `tests/docs.rs`, and generated parts are held to the tables they are
//! made from by `tests/readme.rs`. Here it is what only the built site can show: that it has every page, and that links lead somewhere.

mod links;

use crate::project::Project;
use crate::run::run;
use crate::{build, tools};
use anyhow::{Result, anyhow};
use fs_err as fs;
use std::path::Path;
use std::process::Command;

/// Where the page lies in the site. Chapters link to it.
const PAGE: &str = "page";

/// Files that lie elsewhere and stand in the site too: where they lie, and their place in it.
const BESIDE: &[(&str, &str)] = &[
    ("cli/src/gauntlet/report/schema.json", "gauntlet.schema.json"),
    ("python/connector_playground/skills/verify-sync/SKILL.md", "skills/verify-sync/SKILL.md"),
];

/// The task.
pub(crate) fn task(project: &Project, arguments: &build::Arguments) -> Result<()> {
    let out = arguments.out(project)?;
    build::dist(project, &out)?;
    make(project, &out)
}

/// Makes `docs` in a folder where `build` has made `site`.
pub(crate) fn make(project: &Project, out: &Path) -> Result<()> {
    let book = out.join("docs");
    let mut mdbook = Command::new(tools::MDBOOK.have(project)?);
    run(mdbook.arg("build").arg(&project.root).arg("--dest-dir").arg(&book))?;
    for name in build::files(&out.join("site"))? {
        copy(&out.join("site").join(&name), &book.join(PAGE).join(&name))?;
    }
    for (from, to) in BESIDE {
        copy(&project.root.join(from), &book.join(to))?;
    }
    let problems = [missing(project, &book)?, links::broken(project, &book)?].concat();
    if problems.is_empty() {
        println!("    {} is a site for any host of static files", book.display());
        return Ok(());
    }
    Err(anyhow!("the book is not whole:\n  {}", problems.join("\n  ")))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to.parent().unwrap_or(to))?;
    fs::copy(from, to)?;
    Ok(())
}

/// The pages that no chapter of SUMMARY.md brings into the book.
fn missing(project: &Project, book: &Path) -> Result<Vec<String>> {
    let pages = build::files(&project.root.join("docs"))?.into_iter();
    let left_out = pages.filter(|page| page.ends_with(".md") && page != "SUMMARY.md");
    let left_out = left_out.filter(|page| !book.join(page).with_extension("html").exists());
    Ok(left_out.map(|page| format!("docs/{page} is in no chapter of docs/SUMMARY.md")).collect())
}
