//! The access log: one line a request, on stderr, that can never hold up a request.
//!
//! The request's path only hands over a small value, without formatting or waiting. A thread of its own formats and writes. Where
//! it can not keep up (a full pipe, a stopped terminal), lines are dropped and counted, and the count is logged once it can.

use api_playground::Timestamp;
use http::request::Parts;
use http::{Method, StatusCode, Version};
use std::fmt::Write as _;
use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread;
use std::time::Duration;

/// Lines that may wait to be written.
const WAITING: usize = 4096;
/// Bytes of a request target that are shown.
const SHOWN: usize = 2048;
/// The writer rests this long after writing, so that under load it writes many lines at once and is not woken for each.
const REST: Duration = Duration::from_millis(5);
/// Lines written at once.
const BATCH: usize = 256;

/// The sending side, for the door.
#[derive(Debug)]
pub(crate) struct AccessLog {
    sender: SyncSender<Message>,
    dropped: Arc<AtomicU64>,
    quiet: bool,
}

/// A request, remembered until it is answered.
#[derive(Debug)]
pub(crate) struct Line {
    /// The client.
    pub(crate) peer: SocketAddr,
    /// When the request came.
    pub(crate) at: Timestamp,
    method: Method,
    target: Box<str>,
    version: Version,
    /// What it was answered with.
    pub(crate) status: StatusCode,
    /// Bytes of the answer's body that were sent.
    pub(crate) bytes: u64,
}

#[derive(Debug)]
enum Message {
    Line(Line),
    Note(String),
    End(SyncSender<()>),
}

impl AccessLog {
    /// Starts the writer. With `quiet` it gets no lines, only notes of what went wrong inside.
    ///
    /// # Errors
    /// No thread can be started.
    pub(crate) fn start(output: Box<dyn Write + Send>, quiet: bool) -> std::io::Result<Self> {
        let (sender, receiver) = sync_channel(WAITING);
        let dropped = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&dropped);
        let writer = thread::Builder::new().name("access log".to_owned()).stack_size(128 * 1024);
        writer.spawn(move || write_all(&receiver, &counter, output))?;
        Ok(Self { sender, dropped, quiet })
    }

    /// A line for this request, unless nobody wants one.
    pub(crate) fn line(&self, head: &Parts, peer: SocketAddr, at: Timestamp) -> Option<Line> {
        (!self.quiet).then(|| Line {
            peer,
            at,
            method: head.method.clone(),
            target: target(head),
            version: head.version,
            status: StatusCode::OK,
            bytes: 0,
        })
    }

    /// Hands a line over, or drops it where too many wait.
    pub(crate) fn send(&self, line: Line) {
        self.hand_over(Message::Line(line));
    }

    /// Hands over a note of something that went wrong inside.
    pub(crate) fn note(&self, text: String) {
        self.hand_over(Message::Note(text));
    }

    fn hand_over(&self, message: Message) {
        if let Err(TrySendError::Full(_)) = self.sender.try_send(message) {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Has everything handed over written, as far as that takes no longer than `patience`.
    pub(crate) fn close(&self, patience: Duration) {
        const STEP: Duration = Duration::from_millis(10);
        let (done, written) = sync_channel(1);
        let mut message = Message::End(done);
        let mut left = patience;
        while let Err(TrySendError::Full(unsent)) = self.sender.try_send(message) {
            if left.is_zero() {
                return;
            }
            thread::sleep(STEP);
            left = left.saturating_sub(STEP);
            message = unsent;
        }
        let _ = written.recv_timeout(left);
    }
}

/// The request target as it came: a path with its query, or the absolute form; cut where it is very long.
fn target(head: &Parts) -> Box<str> {
    let whole = if head.uri.scheme().is_none() { head.uri.path_and_query() } else { None };
    let text = whole.map_or_else(|| head.uri.to_string().into(), |path| std::borrow::Cow::Borrowed(path.as_str()));
    match text.len() {
        0..=SHOWN => text.into(),
        _ => format!("{}...", &text[..text.floor_char_boundary(SHOWN)]).into(),
    }
}

/// The writer's whole life. It ends with the door's end or the process's, and survives an output that fails.
fn write_all(receiver: &Receiver<Message>, dropped: &AtomicU64, mut output: Box<dyn Write + Send>) {
    let mut text = String::new();
    while let Ok(first) = receiver.recv() {
        let (mut end, mut count) = (None, 0);
        for message in std::iter::once(first).chain(receiver.try_iter()).take(BATCH) {
            count += 1;
            match message {
                Message::Line(line) => line.write(&mut text),
                Message::Note(note) => push_line(&mut text, &note),
                Message::End(done) => end = Some(done),
            }
        }
        match dropped.swap(0, Ordering::Relaxed) {
            0 => {}
            lost => push_line(&mut text, &format!("{lost} lines dropped")),
        }
        let _ = output.write_all(text.as_bytes()).and_then(|()| output.flush());
        text.clear();
        if let Some(done) = end {
            let _ = done.send(());
            return;
        }
        if count < BATCH {
            thread::sleep(REST);
        }
    }
}

impl Line {
    /// `127.0.0.1:54321 - 2026-11-25T09:14:16Z "GET /pagination/offset?limit=2 HTTP/1.1" 200 1234`
    fn write(&self, text: &mut String) {
        let Self { peer, at, method, target, version, status, bytes } = self;
        // A String takes everything.
        let _ = write!(text, "{peer} - {at} \"{method} ");
        push_escaped(text, target);
        let _ = write!(text, " {version:?}\" {} ", status.as_u16());
        if *bytes == 0 {
            text.push('-');
        } else {
            text.push_str(&bytes.to_string());
        }
        text.push('\n');
    }
}

/// Adds a request target as it can stand between quotation marks on a terminal.
fn push_escaped(text: &mut String, target: &str) {
    let harmless = |c: char| !c.is_control() && c != '"' && c != '\\';
    if target.chars().all(harmless) {
        return text.push_str(target);
    }
    for c in target.chars() {
        if harmless(c) {
            text.push(c);
        } else {
            text.extend(c.escape_default());
        }
    }
}

fn push_line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    /// An output that can be read, and that can be held up.
    #[derive(Clone, Default)]
    struct Output(Arc<Mutex<Vec<u8>>>);

    impl Write for Output {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    fn line(log: &AccessLog, target: &str) -> Line {
        let (head, ()) = http::Request::get(target).body(()).unwrap().into_parts();
        log.line(&head, "127.0.0.1:54321".parse().unwrap(), Timestamp::from_seconds(1_700_000_000)).unwrap()
    }

    fn text(output: &Output) -> String {
        String::from_utf8(output.0.lock().unwrap().clone()).unwrap()
    }

    #[test]
    fn a_line_has_client_time_request_status_and_bytes() {
        let output = Output::default();
        let log = AccessLog::start(Box::new(output.clone()), false).unwrap();
        log.send(Line { status: StatusCode::NOT_FOUND, bytes: 24, ..line(&log, "/a?b=c") });
        log.send(line(&log, "http://a.example/x?y"));
        log.send(Line { target: "/\"\u{9b}2J\\".into(), ..line(&log, "/") });
        log.close(Duration::from_secs(5));
        assert_eq!(
            text(&output),
            "127.0.0.1:54321 - 2023-11-14T22:13:20Z \"GET /a?b=c HTTP/1.1\" 404 24\n\
             127.0.0.1:54321 - 2023-11-14T22:13:20Z \"GET http://a.example/x?y HTTP/1.1\" 200 -\n\
             127.0.0.1:54321 - 2023-11-14T22:13:20Z \"GET /\\\"\\u{9b}2J\\\\ HTTP/1.1\" 200 -\n"
        );
    }

    #[test]
    fn an_output_that_hangs_holds_up_nobody_and_what_was_dropped_is_counted() {
        let output = Output::default();
        let log = AccessLog::start(Box::new(output.clone()), false).unwrap();
        let held = output.0.lock().unwrap();
        let sent = WAITING + BATCH + 1000;
        for _ in 0..sent {
            log.send(line(&log, "/"));
        }
        log.close(Duration::from_millis(20));
        drop(held);
        log.close(Duration::from_secs(5));
        let text = text(&output);
        let dropped: usize = text
            .lines()
            .filter_map(|line| line.strip_suffix(" lines dropped"))
            .map(|n| n.parse::<usize>().unwrap())
            .sum();
        let written = text.lines().filter(|line| line.contains("\"GET / HTTP/1.1\"")).count();
        assert!(dropped >= 1000, "{dropped}");
        assert_eq!(written + dropped, sent);
    }

    #[test]
    fn quiet_writes_no_lines_but_notes() {
        let output = Output::default();
        let log = AccessLog::start(Box::new(output.clone()), true).unwrap();
        let (head, ()) = http::Request::get("/").body(()).unwrap().into_parts();
        assert!(log.line(&head, "[::1]:1".parse().unwrap(), Timestamp::from_seconds(0)).is_none());
        log.note("broken inside".to_owned());
        log.close(Duration::from_secs(5));
        assert_eq!(text(&output), "broken inside\n");
    }

    #[test]
    fn a_very_long_target_is_cut_between_characters() {
        let output = Output::default();
        let log = AccessLog::start(Box::new(output), false).unwrap();
        let long = format!("/{}", "x".repeat(SHOWN * 2));
        assert_eq!(line(&log, &long).target.len(), SHOWN + 3);
    }
}
