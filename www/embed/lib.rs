//! The page of **Connector Playground** as bytes in a program: its files with their types and entity tags, and the headers that all have.
//!
//! The build makes the lessons and fills in the version; nothing is read at run time.

mod sent;

use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What the build gathered.
static FOLDER: Dir<'_> = include_dir!("$OUT_DIR/page");
/// The files by their paths. The types and tags are made at the first use.
static FILES: LazyLock<BTreeMap<String, File>> = LazyLock::new(|| {
    let mut files = BTreeMap::new();
    add(&FOLDER, &mut files);
    files
});

/// A file of the page.
#[derive(Debug)]
pub struct File {
    /// Its media type.
    pub kind: String,
    /// Its entity tag: a weak one, since its form in gzip has the same.
    pub tag: String,
    /// Its contents.
    pub bytes: &'static [u8],
}

fn add(folder: &Dir<'static>, files: &mut BTreeMap<String, File>) {
    for file in folder.files() {
        let (path, bytes) = (file.path().to_string_lossy().replace('\\', "/"), file.contents());
        let tag: String =
            Sha256::digest(bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        files.insert(
            format!("/{path}"),
            File { kind: sent::kind(&path), tag: format!("W/\"{tag}\""), bytes },
        );
    }
    folder.dirs().for_each(|folder| add(folder, files));
}

/// The file at a path, as in `/index.html`.
#[must_use]
pub fn find(path: &str) -> Option<&'static File> {
    FILES.get(path)
}

/// The headers of every file: the policy that `index.html` states, and two that pages cannot state.
#[must_use]
pub fn headers() -> &'static [(&'static str, &'static str)] {
    static HEADERS: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
        let page = find("/index.html").and_then(|file| std::str::from_utf8(file.bytes).ok());
        page.and_then(sent::headers).into_iter().flatten().collect()
    });
    &HEADERS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_says_which_adapter_serves_it_and_is_all_there_is() {
        let page = find("/index.html").unwrap();
        let text = String::from_utf8_lossy(page.bytes).into_owned();
        assert!(text.contains("data-adapter=\"native\"") && !text.contains("__"), "{text}");
        assert!(text.contains(headers()[0].1) && headers().len() == 3);
        assert!(find("/service-worker.js").is_some_and(|file| file.bytes.ends_with(b"}\n")));
        for path in [
            "",
            "/",
            "index.html",
            "/style",
            "/index.htm",
            "/Cargo.toml",
            "/embed/lib.rs",
            "/../embed/lib.rs",
        ] {
            assert!(find(path).is_none(), "{path}");
        }
    }
}
