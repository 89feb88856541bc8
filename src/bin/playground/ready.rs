//! The ready file: it tells who started the server that it listens, and where, so that nobody has to guess a time or to read a banner.

use api_playground::Playground;
use api_playground::settings::{SETTINGS, Scope, Setting};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Value, json};
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// What has a meaning of its own in a settings prefix or in a path.
const ENCODED: &AsciiSet = &CONTROLS.add(b' ').add(b'%').add(b',').add(b'/').add(b'?').add(b'#').add(b'"');

/// A ready file that is there until this is dropped.
#[derive(Debug)]
pub(crate) struct ReadyFile {
    path: PathBuf,
    content: Vec<u8>,
}

impl ReadyFile {
    /// Writes the file for a server that listens at `address`, as one that is there as a whole or not at all, for its owner alone. An older one is
    /// replaced.
    ///
    /// # Errors
    /// It can not be written; nothing is left behind then.
    pub(crate) fn write(path: &Path, playground: &Playground, address: SocketAddr) -> io::Result<Self> {
        let content = format!("{}\n", content(playground, address)).into_bytes();
        let mut beside = OsString::from(path);
        beside.push(format!(".{}", std::process::id()));
        let beside = Path::new(&beside);
        let written = create(beside)?.write_all(&content);
        let moved = written.and_then(|()| fs::rename(beside, path));
        moved.inspect_err(|_| drop(fs::remove_file(beside))).map(|()| Self { path: path.to_owned(), content })
    }
}

impl Drop for ReadyFile {
    /// Another server may have put its own in this one's place.
    fn drop(&mut self) {
        if read(&self.path).is_ok_and(|there| there == self.content) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn content(playground: &Playground, address: SocketAddr) -> Value {
    let credentials = playground.credentials().named().map(|(name, text)| (name.to_owned(), text.as_str().into()));
    json!({
        "base_url": format!("http://{address}"),
        "port": address.port(),
        "pid": std::process::id(),
        "version": env!("CARGO_PKG_VERSION"),
        "settings": prefix(playground),
        "credentials": Value::Object(credentials.into_iter().collect()),
    })
}

/// The settings that make the data of this server again, as a prefix has them: seed, anchor, and what was given besides.
fn prefix(playground: &Playground) -> String {
    let settings = playground.settings();
    let text = |setting: &Setting| match setting.key {
        "seed" => Some(settings.seed.to_string()),
        "anchor" => Some(settings.anchor.to_string()),
        key if setting.scope == Scope::Request => settings.text(key).map(str::to_owned),
        _ => None,
    };
    let pair = |setting: &Setting| text(setting).map(|text| format!("{}={}", setting.key, encoded(&encoded(&text))));
    SETTINGS.iter().filter_map(pair).collect::<Vec<_>>().join(",")
}

/// A value as prefixes have them: it is decoded as a part of the whole, and once more by itself.
fn encoded(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    // It holds credentials.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[expect(clippy::disallowed_methods, reason = "the native door is where files are read")]
fn read(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path)
}
