//! A load generator that costs little: one thread, blocking sockets, prebuilt requests.
//!
//! It keeps one request in flight on every connection and takes the answers in turn, so a request costs it two system calls and no
//! scheduler. Every answer must be a 200 and as long as the first; with `any` at the end, of any length. Started by `cargo xtask bench`:
//!
//! `load ADDRESS PATH CONNECTIONS MILLISECONDS` prints `ANSWERS NANOSECONDS BYTES MEDIAN`, MEDIAN being the nanoseconds
//! from one answer to the next; 0 milliseconds stand for one answer.

// A measuring program is an adapter.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::print_stdout,
    clippy::print_stderr
)]

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;
use std::time::{Duration, Instant};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let ([address, path, connections, milliseconds], more) = words.split_at(words.len().min(4))
    else {
        eprintln!(
            "load: started by `cargo xtask bench`; alone: load ADDRESS PATH CONNECTIONS MILLISECONDS [any]"
        );
        return ExitCode::SUCCESS;
    };
    let (Ok(connections), Ok(milliseconds)) = (connections.parse(), milliseconds.parse()) else {
        eprintln!("load: CONNECTIONS and MILLISECONDS are numbers");
        return ExitCode::FAILURE;
    };
    let any_length = more.iter().any(|word| word == "any");
    match load(address, path, connections, Duration::from_millis(milliseconds), any_length) {
        Ok(Count { mut between, time, bytes }) => {
            let (answers, middle) = (between.len(), between.len() / 2);
            let (_, median, _) = between.select_nth_unstable(middle);
            println!("{answers} {} {bytes} {}", time.as_nanos(), median.as_nanos());
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("load: {address}{path}: {problem}");
            ExitCode::FAILURE
        }
    }
}

/// What went over the wire while the clock ran.
struct Count {
    /// From each answer to the next: as many as there were answers, and never none.
    between: Vec<Duration>,
    time: Duration,
    bytes: u64,
}

fn load(
    address: &str,
    path: &str,
    connections: usize,
    time: Duration,
    any_length: bool,
) -> Result<Count, String> {
    let mut all = Vec::new();
    for _ in 0..connections {
        all.push(Connection::open(address, path)?);
    }
    if time.is_zero() {
        return one_answer(&mut all);
    }
    let mut length = None;
    for connection in &mut all {
        let bytes = connection.answer()?;
        if !any_length {
            same(&mut length, bytes)?;
        }
        connection.ask()?;
    }
    let mut count = Count { between: Vec::with_capacity(1 << 20), time: Duration::ZERO, bytes: 0 };
    let start = Instant::now();
    for n in (0..all.len()).cycle() {
        let bytes = all[n].answer()?;
        all[n].ask()?;
        if !any_length {
            same(&mut length, bytes)?;
        }
        let now = start.elapsed();
        count.between.push(now - count.time);
        count.bytes += bytes;
        count.time = now;
        if count.time >= time {
            break;
        }
    }
    Ok(count)
}

fn one_answer(all: &mut [Connection]) -> Result<Count, String> {
    let start = Instant::now();
    let bytes = all.first_mut().ok_or("no connection")?.answer()?;
    let time = start.elapsed();
    Ok(Count { between: vec![time], time, bytes })
}

/// Answers to one request differ in nothing, so one of another length is no answer to it.
fn same(length: &mut Option<u64>, bytes: u64) -> Result<(), String> {
    match *length.get_or_insert(bytes) {
        first if first == bytes => Ok(()),
        first => Err(format!("an answer of {bytes} bytes after one of {first}")),
    }
}

/// One connection with a request in flight.
struct Connection {
    address: String,
    request: Vec<u8>,
    stream: TcpStream,
    buffer: Box<[u8]>,
    /// Whether the server closes after this answer.
    closes: bool,
}

impl Connection {
    fn open(address: &str, path: &str) -> Result<Self, String> {
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept: */*\r\n\r\n").into_bytes();
        let (stream, buffer) = (connect(address)?, vec![0; 128 * 1024].into());
        let mut connection =
            Self { address: address.to_owned(), request, stream, buffer, closes: false };
        connection.ask()?;
        Ok(connection)
    }

    fn ask(&mut self) -> Result<(), String> {
        if self.closes {
            self.stream = connect(&self.address)?;
            self.closes = false;
        }
        self.stream.write_all(&self.request).map_err(|e| format!("writing: {e}"))
    }

    /// Reads one answer to its end and returns the length of its body as sent.
    fn answer(&mut self) -> Result<u64, String> {
        let (mut filled, mut searched) = (0, 0);
        let head = loop {
            filled += self.read(filled)?;
            if let Some(end) = find(&self.buffer[searched..filled], b"\r\n\r\n") {
                break searched + end + 4;
            }
            searched = filled.saturating_sub(3);
        };
        let mut framing = Framing::of(&self.buffer[..head])?;
        self.closes = framing.closes;
        let mut bytes = (filled - head) as u64;
        let mut done = framing.take(&self.buffer[head..filled])?;
        while !done {
            let read = match self.read(0) {
                Err(_) if framing.body == Length::ToTheEnd => return Ok(bytes),
                read => read?,
            };
            bytes += read as u64;
            done = framing.take(&self.buffer[..read])?;
        }
        Ok(bytes)
    }

    fn read(&mut self, at: usize) -> Result<usize, String> {
        match self.stream.read(&mut self.buffer[at..]) {
            Ok(0) => Err("the connection ended inside an answer".to_owned()),
            Ok(read) => Ok(read),
            Err(e) => Err(format!("reading: {e}")),
        }
    }
}

fn connect(address: &str) -> Result<TcpStream, String> {
    let stream = TcpStream::connect(address).map_err(|e| format!("connecting: {e}"))?;
    stream.set_nodelay(true).map_err(|e| e.to_string())?;
    stream.set_read_timeout(Some(Duration::from_secs(60))).map_err(|e| e.to_string())?;
    Ok(stream)
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// Where an answer's body ends.
struct Framing {
    body: Length,
    closes: bool,
}

#[derive(PartialEq)]
enum Length {
    /// So many bytes are still to come.
    Known(u64),
    /// Chunks: `left` bytes of this one with its line end; then a line with the next one's size, of which `line` is here.
    Chunks { left: u64, line: Vec<u8> },
    /// The end of the connection ends it.
    ToTheEnd,
}

impl Framing {
    fn of(head: &[u8]) -> Result<Self, String> {
        let head = std::str::from_utf8(head).map_err(|e| e.to_string())?;
        let mut lines = head.split("\r\n");
        let status = lines.next().unwrap_or_default();
        if status.split(' ').nth(1) != Some("200") {
            return Err(format!("the answer is {status}"));
        }
        let mut framing = Self { body: Length::ToTheEnd, closes: status.starts_with("HTTP/1.0") };
        for (name, value) in lines.filter_map(|line| line.split_once(':')) {
            let value = value.trim();
            if name.eq_ignore_ascii_case("content-length") {
                framing.body =
                    Length::Known(value.parse().map_err(|_| format!("Content-Length: {value}"))?);
            } else if name.eq_ignore_ascii_case("transfer-encoding") {
                framing.body = Length::Chunks { left: 0, line: Vec::new() };
            } else if name.eq_ignore_ascii_case("connection") {
                framing.closes |= value.eq_ignore_ascii_case("close");
            }
        }
        Ok(framing)
    }

    /// Takes the next bytes of the body; true where they are the last.
    fn take(&mut self, mut bytes: &[u8]) -> Result<bool, String> {
        match &mut self.body {
            Length::ToTheEnd => Ok(false),
            Length::Known(left) => {
                *left = left
                    .checked_sub(bytes.len() as u64)
                    .ok_or("more bytes than Content-Length says")?;
                Ok(*left == 0)
            }
            Length::Chunks { left, line } => loop {
                let skipped = usize::try_from(*left).unwrap_or(usize::MAX).min(bytes.len());
                *left -= skipped as u64;
                bytes = &bytes[skipped..];
                let Some((&byte, rest)) = bytes.split_first() else { return Ok(false) };
                bytes = rest;
                line.push(byte);
                if let Some(size) = line.strip_suffix(b"\r\n") {
                    let text = String::from_utf8_lossy(size).into_owned();
                    line.clear();
                    if text.is_empty() {
                        return Ok(true); // the line after the last chunk, which has no bytes
                    }
                    let size = u64::from_str_radix(&text, 16)
                        .map_err(|_| format!("a chunk of size {text:?}"))?;
                    *left = if size == 0 { 0 } else { size + 2 };
                }
            },
        }
    }
}
