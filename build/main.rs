//! Puts the page into the command: a table of the files of `www`, each with its path, type, tag and bytes, for `page.rs` to include.
//!
//! The files stand there as they are, but for the two placeholders that say which server brings the page. In the place of the service
//! worker of static sites stands the script that ends one.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::print_stdout,
    reason = "a build reads files and tells cargo"
)]

mod sent;

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Folder and script, from the root of the package.
const PAGE: &str = "www";
const RETIRE: &str = "build/retire.js";

fn main() -> Result<(), String> {
    println!("cargo:rerun-if-changed=build");
    println!("cargo:rerun-if-changed={PAGE}");
    // The core alone has no page.
    if env::var_os("CARGO_FEATURE_NATIVE").is_none() {
        return Ok(());
    }
    // Cargo runs this in the folder of the package.
    let out = env::var_os("OUT_DIR").map(PathBuf::from).ok_or("cargo sets no OUT_DIR")?;
    let version = env::var("CARGO_PKG_VERSION").map_err(|e| e.to_string())?;
    let mut files = vec![("/service-worker.js".to_owned(), PathBuf::from(RETIRE))];
    find(Path::new(PAGE), "", &mut files).map_err(|e| format!("{PAGE}: {e}"))?;
    files.sort();
    let table = table(&files, &out, &version).map_err(|e| format!("{PAGE}: {e}"))?;
    fs::write(out.join("page.rs"), table).map_err(|e| e.to_string())
}

/// Adds the files of a folder, and of those in it, by their paths.
fn find(folder: &Path, below: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let place = entry?.path();
        let path = format!("{below}/{}", place.file_name().unwrap_or_default().to_string_lossy());
        if place.is_dir() {
            find(&place, &path, files)?;
        } else {
            files.push((path, place));
        }
    }
    Ok(())
}

/// The table in Rust, in the order of the paths. Texts that were filled in are written to `out`. Folders are named by variables, so that a
/// checkout may be moved with what was built in it.
fn table(files: &[(String, PathBuf)], out: &Path, version: &str) -> io::Result<String> {
    let mut table = format!("pub(super) static FILES: [File; {}] = [\n", files.len());
    let mut headers = String::new();
    for (n, (path, place)) in files.iter().enumerate() {
        let (kind, plain) = (sent::kind(path), fs::read(place)?);
        let bytes = if kind.starts_with("text/") { filled(&plain, version) } else { plain.clone() };
        let (folder, name) = if bytes == plain {
            ("CARGO_MANIFEST_DIR", place.to_string_lossy().into_owned())
        } else {
            fs::write(out.join(n.to_string()), &bytes)?;
            ("OUT_DIR", n.to_string())
        };
        if path == "/index.html" {
            let page = String::from_utf8_lossy(&bytes);
            let found = sent::headers(&page).ok_or_else(|| io::Error::other("index.html states no policy"))?;
            headers = constants(&found);
        }
        let tag = tag(&bytes);
        let _ = writeln!(
            table,
            "    File {{ path: {path:?}, kind: {kind:?}, tag: \"W/\\\"{tag:016x}\\\"\", bytes: include_bytes!(concat!(env!({folder:?}), \"/\", {name:?})) }},"
        );
    }
    Ok(table + "];\n" + &headers)
}

/// A text with its placeholders filled in.
fn filled(text: &[u8], version: &str) -> Vec<u8> {
    let text = String::from_utf8_lossy(text);
    text.replace("__DOOR__", "native").replace("__VERSION__", version).into_bytes()
}

/// The headers in Rust, their names in the lower case that constants want.
fn constants(headers: &[(&str, &str)]) -> String {
    let rows: String =
        headers.iter().map(|(name, value)| format!("    ({:?}, {value:?}),\n", name.to_lowercase())).collect();
    format!("pub(super) static HEADERS: [(&str, &str); {}] = [\n{rows}];\n", headers.len())
}

/// FNV-1a: tells versions of a file apart, and is no secret.
fn tag(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
