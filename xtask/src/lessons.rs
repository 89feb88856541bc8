//! `cargo xtask lessons`: the lessons as the one module that the page imports, where Node and the bundler find it. The command's build makes
//! its own.

use crate::lesson_files;
use crate::project::Project;
use anyhow::{Error, Result};
use fs_err as fs;

/// The folder of the lessons, and the module in it.
const FOLDER: &str = "www/lessons";
const MODULE: &str = "catalogue.js";

/// Writes the module, unless it is there as it should be: whoever watches it need not build anew.
pub(crate) fn make(project: &Project) -> Result<()> {
    let folder = project.root.join(FOLDER);
    let (place, module) =
        (folder.join(MODULE), lesson_files::catalogue(&folder).map_err(Error::msg)?);
    if fs::read_to_string(&place).is_ok_and(|old| old == module) {
        return Ok(());
    }
    Ok(fs::write(&place, module)?)
}
