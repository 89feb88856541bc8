//! Rows that move, over TCP: a whole sync of them, how the time of a walk grows where each page is of a later moment, a page beside one of rows that
//! stand still, and the memory of it all.

use super::rounds::Measure::Time;
use super::rounds::{Compared, Pair, Side, Times};
use super::server::Server;
use super::{Bench, PAGE, progress};
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Instant;

/// So many minutes behind the anchor of the servers.
const NOW: &str = "now=2026-01-01T01:00:00Z";
const FEW: &str = "moving=on,records=10000";
const MANY: &str = "moving=on,records=100000";
const LATER: &str = "page_seconds=60";

/// The group `moving`.
pub(super) fn measure(bench: &mut Bench<'_>) -> Result<()> {
    let (mut rate, mut walks, mut memory) = (Vec::new(), Vec::new(), Vec::new());
    let rounds = bench.plan.long_rounds;
    for round in 0..rounds {
        progress(&format!("syncs of rows that move, {} of {rounds}", round + 1));
        let server = bench.ours(&[])?;
        let prefix = |settings: &str| format!("/with/{settings},{NOW}");
        // The first page of a moment makes what the others use.
        server.first_answer(&format!("{}{PAGE}", prefix(MANY)))?;
        let sync = walk(&server, &prefix(MANY))?;
        rate.push(sync.pages / sync.seconds);
        let many = walk(&server, &prefix(&format!("{MANY},{LATER}")))?;
        let few = walk(&server, &prefix(&format!("{FEW},{LATER}")))?;
        walks.push((many.seconds * 1e3, few.seconds * 1e3));
        memory.extend(server.memory("VmHWM"));
    }
    bench.results.alone("moving-sync", Times::new(rate));
    bench.results.pair("moving-walk", Compared::new(walks));
    if memory.is_empty() {
        bench.results.skip("moving-memory", "only Linux tells the memory of another process");
    } else {
        bench.results.alone("moving-memory", Times::new(memory));
    }
    let server = bench.ours(&["--records", "10000"])?;
    let moving = format!("/with/{FEW},{NOW}{PAGE}?offset=5000&limit=50");
    bench.pairs([Pair {
        rows: vec![("moving-page", Time)],
        connections: 1,
        one: Side::new(&server, &moving),
        other: Side::new(&server, &format!("{PAGE}?offset=5000&limit=50")),
    }])
}

/// What a walk took.
struct Walk {
    pages: f64,
    seconds: f64,
}

/// Walks a list by cursor, 50 rows a page, on one connection.
fn walk(server: &Server, prefix: &str) -> Result<Walk> {
    let stream = TcpStream::connect(server.address())?;
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let (mut writer, mut cursor, mut pages) = (stream, String::new(), 0.0);
    let start = Instant::now();
    loop {
        let target = format!("{prefix}/pagination/cursor?limit=50&cursor={cursor}");
        write!(writer, "GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n")?;
        let body = answer(&mut reader).with_context(|| target.clone())?;
        pages += 1.0;
        match next(&body) {
            Some(next) => cursor = next.to_owned(),
            None => return Ok(Walk { pages, seconds: start.elapsed().as_secs_f64() }),
        }
    }
}

/// The body of an answer that is 200 and says how long it is.
fn answer(reader: &mut impl BufRead) -> Result<String> {
    let (mut line, mut length) = (String::new(), None);
    reader.read_line(&mut line)?;
    if !line.contains(" 200 ") {
        bail!("it answered {line:?}");
    }
    while line.trim_end() != "" {
        line.clear();
        reader.read_line(&mut line)?;
        if let Some(number) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = Some(number.trim().parse()?);
        }
    }
    let mut body = vec![0; length.context("no content-length")?];
    reader.read_exact(&mut body)?;
    Ok(String::from_utf8(body)?)
}

/// The cursor of the next page, which stands behind the rows.
fn next(body: &str) -> Option<&str> {
    let (_, rest) = body.rsplit_once("\"next_cursor\":\"")?;
    Some(rest.split_once('"')?.0)
}
