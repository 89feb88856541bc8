//! What a command prints: standard output line by line into a file, with the states on it, and the last of standard error. A flood is
//! counted beyond the bounds, not kept.

use super::decoded::decoded;
use crate::gauntlet::stage::Stage;
use connector_playground::checker::messages::{Message, Messages};
use serde_json::Value;
use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::fs::File;
use tokio::io::{
    AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWriteExt as _, BufReader, BufWriter,
};

/// Most bytes of standard output that are kept.
const KEPT: u64 = 256 << 20;
/// Longest line that is read.
const LINE: u64 = 16 << 20;
/// Bytes of the end of standard error that are kept.
const TAIL: usize = 16 << 10;

/// What a run printed.
#[derive(Debug, Default)]
pub(crate) struct Printed {
    pub(crate) stdout: Stdout,
    pub(crate) stderr: Stderr,
}

/// A state, where it stood.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stood {
    /// The line, from 1 on.
    pub(crate) line: u64,
    /// The bytes before that line.
    pub(crate) before: u64,
    /// How many requests had come.
    pub(crate) requests: u64,
    /// What a next run is handed.
    pub(crate) state: Value,
}

/// What is known of standard output beside the file.
#[derive(Debug, Default)]
pub(crate) struct Stdout {
    /// The states, in their order.
    pub(crate) states: Vec<Stood>,
    /// Bytes that were kept.
    pub(crate) kept: u64,
    /// Bytes that were not.
    pub(crate) lost: u64,
    /// Its last lines that are neither rows nor states.
    pub(crate) tail: Tail,
}

/// What is known of standard error.
#[derive(Debug, Default)]
pub(crate) struct Stderr {
    pub(crate) tail: Tail,
    pub(crate) bytes: u64,
}

/// The last bytes of a text.
#[derive(Debug, Default)]
pub(crate) struct Tail(VecDeque<u8>);

impl Tail {
    fn add(&mut self, bytes: &[u8]) {
        self.0.extend(&bytes[bytes.len().saturating_sub(TAIL)..]);
        let surplus = self.0.len().saturating_sub(TAIL);
        self.0.drain(..surplus);
    }

    /// The last lines, so many at most, without control characters.
    pub(crate) fn lines(&self, most: usize) -> Vec<String> {
        let bytes: Vec<u8> = self.0.iter().copied().collect();
        let text = String::from_utf8_lossy(&bytes);
        let shown = |line: &str| {
            line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>()
        };
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
        lines
            .iter()
            .skip(lines.len().saturating_sub(most))
            .map(|line| shown(line.trim_end()))
            .collect()
    }
}

impl Stdout {
    /// Reads to the end, into a file. `given` is the state that the run was handed, which counts where it writes none.
    pub(crate) async fn read(
        pipe: impl AsyncRead + Send + Unpin + 'static,
        spool: PathBuf,
        given: Option<Value>,
        stage: Arc<Stage>,
    ) -> io::Result<Self> {
        let mut file = BufWriter::new(File::create(spool).await?);
        let mut pipe = BufReader::with_capacity(64 << 10, decoded(pipe).await?);
        let (mut read, mut messages, mut line, mut number) =
            (Self::default(), Messages::with_state(given), Vec::new(), 0);
        loop {
            line.clear();
            let length = (&mut pipe).take(LINE).read_until(b'\n', &mut line).await?;
            if length == 0 {
                break;
            }
            number += 1;
            if read.kept + length as u64 > KEPT {
                read.lost += length as u64;
                continue;
            }
            if !read.note(&line, number, &mut messages, &stage) {
                read.tail.add(&line);
            }
            file.write_all(&line).await?;
            read.kept += length as u64;
        }
        file.flush().await?;
        Ok(read)
    }

    /// Notes a state; whether the line is a row or a state, and no text.
    fn note(&mut self, line: &[u8], number: u64, messages: &mut Messages, stage: &Stage) -> bool {
        // A line that is not whole is no message.
        let text = line.strip_suffix(b"\n").and_then(|line| std::str::from_utf8(line).ok());
        match text.map(|text| messages.read(text)) {
            Some(Message::Row { .. }) => return true,
            Some(Message::State) => {}
            _ => return false,
        }
        if let Some(state) = messages.state() {
            let requests = stage.number();
            self.states.push(Stood { line: number, before: self.kept, requests, state });
        }
        stage.sign();
        true
    }
}

impl Stderr {
    /// Reads to the end.
    pub(crate) async fn read(mut pipe: impl AsyncRead + Unpin) -> io::Result<Self> {
        let (mut read, mut chunk) = (Self::default(), vec![0; 16 << 10]);
        loop {
            let length = pipe.read(&mut chunk).await?;
            if length == 0 {
                return Ok(read);
            }
            read.bytes += length as u64;
            read.tail.add(chunk.get(..length).unwrap_or_default());
        }
    }
}
