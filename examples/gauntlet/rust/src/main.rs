//! People by cursor, with ureq: a page goes to standard output, and the checkpoint follows it.

use serde_json::{Value, json};
use std::error::Error;
use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;
use std::{env, fs, thread};
use time::format_description::well_known::Rfc3339;
use time::{Duration as Span, OffsetDateTime};
use ureq::Agent;

/// Updates may be to be seen so long behind their `updatedAt`.
const LOOK_BACK: Span = Span::minutes(10);

/// The answer of a URL; after 429 it waits as long as it is told.
fn ask(agent: &Agent, url: &str, query: &[(&str, &str)]) -> Result<Value, Box<dyn Error>> {
    loop {
        let mut answer = agent.get(url).query_pairs(query.iter().copied()).call()?;
        match answer.status().as_u16() {
            200 => {
                let page: Value = answer.body_mut().read_json()?;
                // A list alone does not say how to go on.
                return if page.is_object() { Ok(page) } else { Err(format!("{url}: no object").into()) };
            }
            429 => {
                let seconds = answer.headers().get("retry-after").ok_or("429 without Retry-After")?;
                thread::sleep(Duration::from_secs(seconds.to_str()?.parse()?));
            }
            status => {
                return Err(format!("{status} {url}: {}", answer.body_mut().read_to_string()?).into());
            }
        }
    }
}

/// Where a run begins: early enough for rows that came late.
fn start(since: &str) -> Result<String, Box<dyn Error>> {
    if since.is_empty() {
        return Ok(String::new());
    }
    Ok((OffsetDateTime::parse(since, &Rfc3339)? - LOOK_BACK).format(&Rfc3339)?)
}

fn main() -> Result<(), Box<dyn Error>> {
    let (base, state) = (env::var("PLAYGROUND_BASE_URL")?, PathBuf::from(env::var("PLAYGROUND_STATE")?));
    let agent: Agent = Agent::config_builder().http_status_as_error(false).build().into();
    let url = format!("{base}/pagination/cursor");
    let checkpoint: Value =
        if state.exists() { serde_json::from_slice(&fs::read(&state)?)? } else { json!({}) };
    let mut since = checkpoint["since"].as_str().unwrap_or_default().to_owned();
    let start = start(&since)?;
    let (mut cursor, mut more, mut out) = (String::new(), true, std::io::stdout().lock());
    while more {
        let query = [("limit", "50"), ("updated_since", start.as_str()), ("cursor", &cursor)];
        let page = ask(&agent, &url, &query)?;
        let rows = page["data"].as_array().map(Vec::as_slice).unwrap_or_default();
        for row in rows {
            writeln!(out, "{row}")?;
        }
        out.flush()?;
        if let Some(newest) = rows.last().and_then(|row| row["updatedAt"].as_str()) {
            since = since.max(newest.to_owned());
            // The file is replaced as a whole, so that no crash leaves half of it.
            let new = state.with_extension("new");
            fs::write(&new, json!({ "since": since }).to_string())?;
            fs::rename(&new, &state)?;
        }
        more = page["has_more"] == true;
        cursor = page["next_cursor"].as_str().unwrap_or_default().to_owned();
    }
    Ok(())
}
