//! The ready file: it tells the program that started the server that it listens, and where, so that nothing has to sleep or parse the banner.

mod stale;
mod target;

use crate::Terminal;
use connector_playground::Playground;
use connector_playground::settings::{SETTINGS, Scope, Setting};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Value, json};
use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use target::Target;

/// What has a meaning of its own in a settings prefix or in a path.
const ENCODED: &AsciiSet =
    &CONTROLS.add(b' ').add(b'%').add(b',').add(b'/').add(b'?').add(b'#').add(b'"');

/// A ready file that is there until this is dropped.
#[derive(Debug)]
pub(crate) struct ReadyFile {
    /// The file that was made; None where the text went into something that was there.
    path: Option<PathBuf>,
    content: Vec<u8>,
}

/// Removes a stale file of a server that is gone, before anybody takes it for that of the server that starts.
pub(crate) fn clear(path: &Path) {
    if let Ok(Target::File(path)) = Target::of(path)
        && read(&path).is_ok_and(|there| stale::is_stale(&there))
    {
        target::take_away(&path);
    }
}

impl ReadyFile {
    /// Tells that a server listens at `address`: in a file that is there as a whole or not at all, for its owner alone, in place of an older one;
    /// or by writing to the device, pipe, socket or descriptor that is there.
    ///
    /// # Errors
    /// It cannot be written; nothing is left behind then.
    pub(crate) fn write(
        path: &Path,
        playground: &Playground,
        address: SocketAddr,
        terminal: &mut Terminal<'_>,
    ) -> io::Result<Self> {
        let content = format!("{}\n", content(playground, address)).into_bytes();
        let mut made = None;
        match Target::of(path)? {
            Target::File(path) => {
                target::put(&path, &content)?;
                made = Some(path);
            }
            Target::Out => terminal.out.write_all(&content).and_then(|()| terminal.out.flush())?,
            Target::Err => terminal.err.write_all(&content).and_then(|()| terminal.err.flush())?,
            Target::Pipe(path) => target::stream(path, content.clone())?,
            #[cfg(unix)]
            Target::Socket(path) => target::send(path, content.clone())?,
        }
        Ok(Self { path: made, content })
    }
}

impl Drop for ReadyFile {
    /// Another server or a person may have put another file in its place.
    fn drop(&mut self) {
        let Some(path) = &self.path else { return };
        if fs::symlink_metadata(path).is_ok_and(|there| there.is_file())
            && read(path).is_ok_and(|there| there == self.content)
        {
            target::take_away(path);
        }
    }
}

fn content(playground: &Playground, address: SocketAddr) -> Value {
    let credentials = playground
        .credentials()
        .named()
        .map(|(name, text)| (name.to_owned(), text.as_str().into()));
    json!({
        "base_url": format!("http://{address}"),
        "port": address.port(),
        "pid": std::process::id(),
        "started": stale::own_start().to_string(),
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
    let pair = |setting: &Setting| {
        text(setting).map(|text| format!("{}={}", setting.key, encoded(&encoded(&text))))
    };
    SETTINGS.iter().filter_map(pair).collect::<Vec<_>>().join(",")
}

/// A value as prefixes have them: it is decoded as a part of the whole, and once more by itself.
fn encoded(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

#[expect(clippy::disallowed_methods, reason = "the native adapter is where files are read")]
fn read(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path)
}
