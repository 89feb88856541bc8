//! The connector of `connector.py` in Rust: the same styles, with the same defects by the same names.

mod api;
mod styles;

use api::Api;
use serde_json::{Value, json};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Rows on a page.
const SIZE: usize = 50;

type Result<T = ()> = std::result::Result<T, String>;

/// A sync, which lands a page at a time and then keeps its checkpoint.
struct Sync {
    style: String,
    defect: String,
    landed: PathBuf,
    kept: PathBuf,
    state: Value,
    /// Rows that wait, where the state is written before them.
    held: Vec<Value>,
}

/// Syncs once.
pub(crate) fn sync(style: &str, defect: &str) -> Result {
    let (landed, kept) = (variable("PLAYGROUND_LANDED")?, variable("PLAYGROUND_STATE")?);
    let state = fs::read(&kept).ok().and_then(|text| serde_json::from_slice(&text).ok());
    let mut sync = Sync {
        style: style.to_owned(),
        defect: defect.to_owned(),
        landed: landed.into(),
        kept: kept.into(),
        state: state.unwrap_or_else(|| json!({})),
        held: Vec::new(),
    };
    if defect == "secret-told" {
        let _ = writeln!(io::stderr(), "token {}", variable("PLAYGROUND_BEARER")?);
    }
    let api = Api::new(&variable("PLAYGROUND_BASE_URL")?, defect);
    let since = text(&sync.state, "since").unwrap_or_default();
    let known: Vec<Value> = sync.state["ids"].as_array().cloned().unwrap_or_default();
    let style = styles::named(style).ok_or_else(|| format!("no style {style}"))?;
    style(&api, &since, &mut |name, rows| sync.page(name, rows, &since, &known))?;
    let held = std::mem::take(&mut sync.held);
    sync.land(&held, "")
}

fn variable(name: &str) -> Result<String> {
    std::env::var(name).map_err(|error| format!("{name}: {error}"))
}

/// A member that is text.
fn text(value: &Value, name: &str) -> Option<String> {
    value[name].as_str().map(str::to_owned)
}

impl Sync {
    fn is(&self, defect: &str) -> bool {
        self.defect == defect
    }

    /// Lands a page, and keeps how far that is.
    fn page(&mut self, name: &str, mut rows: Vec<Value>, since: &str, known: &[Value]) -> Result {
        if !name.is_empty() {
            return self.land(&rows, name);
        }
        if self.is("strictly-after") {
            rows.retain(|row| row["updatedAt"].as_str() > Some(since));
        }
        if !self.is("copies-kept") {
            rows.retain(|row| !known.contains(&row["id"]));
        }
        if ["session", "export"].contains(&self.style.as_str()) || !self.is("state-first") {
            self.land(&rows, "")?;
        } else {
            self.held.extend(rows.iter().cloned());
            if self.held.len() > 2 * SIZE {
                let held = std::mem::take(&mut self.held);
                self.land(&held, "")?;
            }
        }
        if ["session", "export"].contains(&self.style.as_str()) { Ok(()) } else { self.note(&rows) }
    }

    /// Keeps the newest moment of a page, and which rows are of that very moment.
    fn note(&mut self, rows: &[Value]) -> Result {
        let Some(newest) = rows.iter().filter_map(|row| text(row, "updatedAt")).max() else {
            return Ok(());
        };
        let is_same = text(&self.state, "since").as_deref() == Some(newest.as_str());
        let before = self.state["ids"].as_array().filter(|_| is_same).cloned();
        let mut ids = before.unwrap_or_default();
        let of_that = rows.iter().filter(|row| row["updatedAt"] == newest.as_str());
        ids.extend(of_that.map(|row| row["id"].clone()));
        self.state = json!({ "since": newest, "ids": ids });
        if self.is("state-never") {
            return Ok(());
        }
        let new = self.kept.with_extension("new");
        let written = fs::write(&new, self.state.to_string());
        written.and_then(|()| fs::rename(&new, &self.kept)).map_err(|error| error.to_string())
    }

    fn land(&self, rows: &[Value], name: &str) -> Result {
        if rows.is_empty() {
            return Ok(());
        }
        let path = if name.is_empty() { self.landed.clone() } else { self.landed.join(name) };
        let lines: String = rows.iter().map(|row| format!("{row}\n")).collect();
        let folder = path.parent().unwrap_or(Path::new("/"));
        let file = fs::create_dir_all(folder)
            .and_then(|()| OpenOptions::new().create(true).append(true).open(&path));
        file.and_then(|mut file| file.write_all(lines.as_bytes()))
            .map_err(|error| error.to_string())
    }
}
