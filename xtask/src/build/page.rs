//! The page's files: what they may weigh, and the headers that hosts are to send with them.

use super::dist::files;
use super::module::gzip;
use super::plan::Plan;
use crate::project::Project;
use crate::sent;
use std::fs;
use std::path::Path;

/// The folder of the page.
pub(super) const PAGE: &str = "www";
/// Where hosts such as Workers and Netlify look for headers. It is for them alone.
pub(super) const HEADERS: &str = "_headers";
/// What is fetched by few, and compressed already.
const ICONS: &str = "icons/";

/// The files as they travel, against what they may weigh.
pub(super) fn keeps(project: &Project, plan: &Plan) -> Result<(), String> {
    let folder = project.root.join(PAGE);
    let mut sum = 0;
    for name in files(&folder)?.iter().filter(|name| !name.starts_with(ICONS)) {
        sum += gzip(&folder.join(name))?;
    }
    let budget = plan.page_budget;
    println!("    page: after gzip -9 {sum} of {budget} bytes");
    if sum > budget {
        return Err(format!("the files of {PAGE} have {sum} bytes after gzip -9; wasm-pack.toml allows {budget}"));
    }
    Ok(())
}

/// The text that tells hosts the headers of every file.
pub(super) fn headers(project: &Project) -> Result<String, String> {
    let path = project.root.join(PAGE).join("index.html");
    let page = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let headers = sent::headers(&page).ok_or_else(|| format!("{} states no policy", path.display()))?;
    Ok("/*\n".to_owned() + &headers.map(|(name, value)| format!("  {name}: {value}\n")).concat())
}

/// What a built folder tells its host.
pub(crate) fn own_headers(folder: &Path) -> Vec<(String, String)> {
    let text = fs::read_to_string(folder.join(HEADERS)).unwrap_or_default();
    let lines = text.lines().filter_map(|line| line.strip_prefix("  ")?.split_once(": "));
    lines.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}
