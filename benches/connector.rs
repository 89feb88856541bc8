//! A connector that costs nothing but its time: it lands the list of people page by page, and ends 50 ms after its start.
//!
//! Started by the gauntlet that `cargo xtask bench` measures: it reads `PLAYGROUND_BASE_URL`, and prints a row a line.

// A measuring program is an adapter.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::print_stdout,
    clippy::print_stderr
)]

use serde_json::Value;
use std::error::Error;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

/// How long a run takes: as long as a program of an interpreted language, say.
const TIME: Duration = Duration::from_millis(50);
/// Rows of a page, so that there are a good dozen of requests.
const SIZE: usize = 15;

fn main() -> ExitCode {
    let start = Instant::now();
    let Ok(base) = std::env::var("PLAYGROUND_BASE_URL") else {
        eprintln!("connector: started by the gauntlet in `cargo xtask bench`");
        return ExitCode::SUCCESS;
    };
    if let Err(problem) = sync(&base) {
        eprintln!("connector: {problem}");
        return ExitCode::FAILURE;
    }
    thread::sleep(TIME.saturating_sub(start.elapsed()));
    ExitCode::SUCCESS
}

/// Prints all rows: by offset, to the total.
fn sync(base: &str) -> Result<(), Box<dyn Error>> {
    let (mut offset, mut empties) = (0, 0);
    loop {
        let page: Value = serde_json::from_str(&ask(base, offset)?)?;
        let rows = page["data"].as_array().map(Vec::as_slice).unwrap_or_default();
        for row in rows {
            println!("{row}");
        }
        offset += if rows.is_empty() { SIZE } else { rows.len() };
        empties = if rows.is_empty() { empties + 1 } else { 0 };
        let total = &page["total"];
        let total = total.as_str().map_or(total.as_u64(), |text| text.parse().ok());
        // Without a total, two pages without rows are the end: those in the middle never meet.
        if total.map_or(empties == 2, |total| offset as u64 >= total) {
            return Ok(());
        }
    }
}

/// The body of a page, on a connection of its own.
fn ask(base: &str, offset: usize) -> Result<String, Box<dyn Error>> {
    let rest = base.strip_prefix("http://").ok_or("no http")?;
    let (host, prefix) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    let mut stream = TcpStream::connect(host)?;
    write!(
        stream,
        "GET {prefix}/pagination/offset?limit={SIZE}&offset={offset} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    match answer.split_once("\r\n\r\n") {
        Some((head, body)) if head.split(' ').nth(1) == Some("200") => Ok(body.to_owned()),
        _ => Err(answer.lines().next().unwrap_or("no answer").into()),
    }
}
