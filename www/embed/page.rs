//! Gathers the page in the build's folder, for `lib.rs` to embed.
//!
//! The files are copied as they are, but for two placeholders that say which adapter serves them. In place of the service worker of static
//! sites stands the script that removes one, and in place of the lessons' folders the module that is made of them.

use super::lessons;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The script in the service worker's place.
const RETIRE: &str = "embed/retire.js";
/// What stands in the folder and is not a file of the page: the package itself.
const OWN: [&str; 3] = ["embed", "LICENSE", "target"];
/// What the module of the lessons is made of: of their folders only the checks are files of the page.
const SOURCES: [&str; 6] =
    ["lesson.md", "start.js", "solution.js", "start.py", "parts.toml", "catalogue.js"];

/// The end of the names of files that only the checker of types reads.
const TYPES: &str = ".d.ts";

/// Makes the folder `page` in the build's output. Cargo runs this in the folder of the package.
pub(super) fn gather() -> Result<(), String> {
    println!("cargo:rerun-if-changed=.");
    let out = env::var_os("OUT_DIR")
        .map(|out| PathBuf::from(out).join("page"))
        .ok_or("cargo sets no OUT_DIR")?;
    let version = env::var("CARGO_PKG_VERSION").map_err(|e| e.to_string())?;
    let module = lessons::catalogue(Path::new("lessons"))?;
    let gathered = clear(&out)
        .and_then(|()| copy(Path::new("."), &out, &|name| is_own(name), &version))
        .and_then(|()| fs::write(out.join("lessons/catalogue.js"), module))
        .and_then(|()| fs::copy(RETIRE, out.join("service-worker.js")));
    gathered.map(drop).map_err(|e| format!("{}: {e}", out.display()))
}

fn clear(folder: &Path) -> io::Result<()> {
    if folder.exists() { fs::remove_dir_all(folder) } else { Ok(()) }
}

/// Whether a name in the root is the package's: its sources, and what cargo keeps beside these.
fn is_own(name: &str) -> bool {
    OWN.contains(&name) || name.starts_with("Cargo.") || name.starts_with('.')
}

/// Copies a folder, without the names that `left_out` says, and with the placeholders of texts filled in.
fn copy(from: &Path, to: &Path, left_out: &dyn Fn(&str) -> bool, version: &str) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let from = entry?.path();
        let name = from.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let of_lesson = from.components().any(|part| part.as_os_str() == "lessons")
            && SOURCES.contains(&&*name);
        if left_out(&name) || of_lesson || name.ends_with(TYPES) {
            continue;
        }
        let to = to.join(name);
        if from.is_dir() {
            copy(&from, &to, &|_| false, version)?;
        } else {
            let bytes = fs::read(&from)?;
            let filled = String::from_utf8(bytes).map(|text| filled(&text, version));
            fs::write(to, filled.unwrap_or_else(|error| error.into_bytes()))?;
        }
    }
    Ok(())
}

/// A text with its placeholders filled in.
fn filled(text: &str, version: &str) -> Vec<u8> {
    text.replace("__ADAPTER__", "native").replace("__VERSION__", version).into_bytes()
}
