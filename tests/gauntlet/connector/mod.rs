//! The connector of `connector.py` in Rust: the same styles, with the same defects by the same names.

mod api;
mod styles;

use api::Api;
use connector_playground::Timestamp;
use serde_json::{Value, json};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Rows on a page.
const SIZE: usize = 50;
/// Seconds by which a sync begins before the newest row of the last one, since some rows come late.
const LOOK_BACK: i64 = 600;
/// Styles that read everything each time, in place of what landed before.
const WHOLE: [&str; 3] = ["session", "export", "two-lists"];

/// Names of what a delta gives beside rows: that all rows come anew, rows that are gone, and the token of the next sync.
const ANEW: &str = "anew";
const GONE: &str = "gone";
const TOKEN: &str = "token";

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
    let from = if sync.is("no-look-back") { since.clone() } else { earlier(&since) };
    let known: Vec<Value> = sync.state["seen"].as_array().cloned().unwrap_or_default();
    if sync.is_whole() {
        // What is not there is gone.
        let _ = fs::remove_file(&sync.landed).or_else(|_| fs::remove_dir_all(&sync.landed));
    }
    let from =
        if sync.style == "delta" { text(&sync.state, "token").unwrap_or_default() } else { from };
    let style = styles::named(style).ok_or_else(|| format!("no style {style}"))?;
    style(&api, &from, &mut |name, rows| sync.page(name, rows, &since, &known))?;
    let held = std::mem::take(&mut sync.held);
    sync.land(&held, "")?;
    if since.is_empty() || sync.is("deletes-unseen") || sync.is_whole() {
        return Ok(());
    }
    sync.take_out(&styles::deleted(&api, &from)?)
}

/// A moment so much earlier that no late row is passed; none before the first sync.
fn earlier(since: &str) -> String {
    let moment = Timestamp::parse(since).map(|at| at.seconds() - LOOK_BACK);
    moment.map(|at| Timestamp::from_seconds(at).to_string()).unwrap_or_default()
}

fn variable(name: &str) -> Result<String> {
    std::env::var(name).map_err(|error| format!("{name}: {error}"))
}

/// What tells a version of a row from others.
fn version(row: &Value) -> Value {
    json!([row["id"], row["updatedAt"]])
}

/// A member that is text.
fn text(value: &Value, name: &str) -> Option<String> {
    value[name].as_str().map(str::to_owned)
}

impl Sync {
    fn is(&self, defect: &str) -> bool {
        self.defect == defect
    }

    /// Whether it reads everything each time.
    fn is_whole(&self) -> bool {
        WHOLE.contains(&self.style.as_str())
    }

    /// Takes rows out of what landed.
    fn take_out(&self, gone: &[Value]) -> Result {
        let landed = fs::read_to_string(&self.landed).unwrap_or_default();
        let is_gone = |line: &&str| {
            serde_json::from_str(line).is_ok_and(|row: Value| gone.contains(&row["id"]))
        };
        let kept: Vec<&str> = landed.lines().filter(|line| !is_gone(line)).collect();
        if gone.is_empty() {
            return Ok(());
        }
        let lines: String = kept.iter().map(|line| format!("{line}\n")).collect();
        fs::write(&self.landed, lines).map_err(|error| error.to_string())
    }

    /// Lands a page, and keeps how far that is.
    fn page(&mut self, name: &str, mut rows: Vec<Value>, since: &str, known: &[Value]) -> Result {
        match name {
            "" if self.style == "delta" => return self.land(&rows, ""),
            "" => {}
            GONE => {
                return self
                    .take_out(&rows.iter().map(|row| row["id"].clone()).collect::<Vec<_>>());
            }
            ANEW => {
                let _ = fs::remove_file(&self.landed);
                return Ok(());
            }
            TOKEN => {
                self.state = json!({ "token": rows[0] });
                return self.keep();
            }
            _ => return self.land(&rows, name),
        }
        // What is older than asked for has landed before.
        let asked = earlier(since);
        let is_first = since.is_empty() || self.is_whole();
        rows.retain(|row| is_first || row["updatedAt"].as_str() >= Some(&asked));
        if self.is("strictly-after") {
            // A number is compared with no text.
            rows.retain(|row| row["updatedAt"].as_str().is_none_or(|at| at > since));
        }
        if !self.is("copies-kept") {
            rows.retain(|row| !known.contains(&version(row)));
        }
        if self.is_whole() || !self.is("state-first") {
            self.land(&rows, "")?;
        } else {
            self.held.extend(rows.iter().cloned());
            if self.held.len() > 2 * SIZE {
                let held = std::mem::take(&mut self.held);
                self.land(&held, "")?;
            }
        }
        if self.is_whole() { Ok(()) } else { self.note(&rows) }
    }

    /// Keeps the newest moment so far, and which versions of rows a next sync meets again.
    fn note(&mut self, rows: &[Value]) -> Result {
        let before = text(&self.state, "since").unwrap_or_default();
        let newest = rows.iter().filter_map(|row| text(row, "updatedAt")).max();
        let since = newest.unwrap_or_default().max(before);
        let mut seen = self.state["seen"].as_array().cloned().unwrap_or_default();
        seen.extend(rows.iter().map(version));
        let from = earlier(&since);
        seen.retain(|version| version[1].as_str() >= Some(&from));
        self.state = json!({ "since": since, "seen": seen });
        self.keep()
    }

    /// Keeps the state; the file is replaced as a whole.
    fn keep(&self) -> Result {
        if self.is("state-never") {
            return Ok(());
        }
        let new = self.kept.with_extension("new");
        let written = fs::write(&new, self.state.to_string());
        written.and_then(|()| fs::rename(&new, &self.kept)).map_err(|error| error.to_string())
    }

    /// A row as it lands; None for one that does not.
    fn kept(&self, row: &Value) -> Option<Value> {
        let mut row = row.clone();
        match self.defect.as_str() {
            "zone-cut" => {
                if let Some(time) = text(&row, "updatedAt") {
                    row["updatedAt"] = format!("{}Z", &time[..19]).into();
                }
            }
            "times-are-texts" if text(&row, "updatedAt").is_none() => return None,
            "unknown-dropped" if text(&row, "company").is_none_or(|name| name.is_empty()) => {
                return None;
            }
            "ids-rounded" => {
                if let Some(id) = row["id"].as_f64() {
                    row["id"] = (id as u64).into();
                }
            }
            _ => {}
        }
        Some(row)
    }

    fn land(&self, rows: &[Value], name: &str) -> Result {
        let kept: Vec<Value> = rows.iter().filter_map(|row| self.kept(row)).collect();
        let rows = if self.style == "page-numbers" { &kept[..] } else { rows };
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
