//! What an answer costs inside the core: `Playground::handle` in a loop, without a socket.
//!
//! `handle RECORDS PATH…` prints `NANOSECONDS PATH` for each path: the median of many batches. Without arguments it measures the page of
//! ten that everything else is held against.

// A measuring program is an adapter.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::print_stdout,
    clippy::print_stderr
)]

use bytes::Bytes;
use connector_playground::{Playground, Settings, State, Timestamp};
use http::Request;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

/// Requests in a batch, so that reading the clock costs nothing.
const BATCH: usize = 500;
/// Batches; their median is the result.
const BATCHES: usize = 201;
/// 2026-01-01T00:00:00Z, as `cargo xtask bench` gives it to the servers too.
const ANCHOR: Timestamp = Timestamp::from_seconds(1_767_225_600);

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let measured = match words.split_first() {
        None => measure("200", &["/pagination/offset".to_owned()]),
        Some((records, paths)) => measure(records, paths),
    };
    match measured {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("handle: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn measure(records: &str, paths: &[String]) -> Result<(), String> {
    let settings =
        Settings::builder("bench", ANCHOR).set("records", records).map_err(|e| e.to_string())?;
    let playground = Playground::new(settings.build().map_err(|e| e.to_string())?);
    for path in paths {
        println!("{} {path}", nanoseconds(&playground, path)?);
    }
    Ok(())
}

/// Handles the path often and returns the median time of one answer, making and dropping it included.
fn nanoseconds(playground: &Playground, path: &str) -> Result<u128, String> {
    let state = State::new();
    let request = Request::get(path)
        .header("host", "127.0.0.1:5001")
        .header("accept", "*/*")
        .body(Bytes::new());
    let request = request.map_err(|e| format!("{path}: {e}"))?;
    let status = playground.handle(request.clone(), ANCHOR, &state).status();
    if status != 200 {
        return Err(format!("{path}: the answer is {status}"));
    }
    let mut times: Vec<u128> = (0..BATCHES)
        .map(|_| {
            let requests = vec![request.clone(); BATCH];
            let start = Instant::now();
            for request in requests {
                black_box(playground.handle(black_box(request), ANCHOR, &state));
            }
            start.elapsed().as_nanos() / BATCH as u128
        })
        .collect();
    times.sort_unstable();
    Ok(times[BATCHES / 2])
}
