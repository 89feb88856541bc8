//! The request log: one line a request, on stderr, as events of tracing. The writer is tracing-appender's, which never holds up a request:
//! where it cannot keep up (a full pipe, a stopped terminal), lines are dropped and counted, and the count is logged once it can.
//!
//! `RUST_LOG` filters it, as in `RUST_LOG=off` or `RUST_LOG=playground::request=off`; request lines have the level INFO.

mod line;
mod output;

pub(crate) use line::Line;

use crate::clock;
use crate::connection::ErrorResponse;
use connector_playground::Timestamp;
use connector_playground::redaction::masked;
use http::StatusCode;
use http::request::Parts;
use line::Refused;
use output::{Output, Plain};
use std::io::Write;
use std::net::SocketAddr;
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;
use tracing::{Dispatch, Level};
use tracing_appender::non_blocking::{NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;

/// The target of request lines.
const REQUEST: &str = "playground::request";
/// Lines that may wait to be written.
const WAITING: usize = 4096;
/// Bytes of a request target that are shown.
const SHOWN: usize = 2048;

/// The sending side, for the server.
#[derive(Debug)]
pub(crate) struct AccessLog {
    dispatch: Dispatch,
    guard: Mutex<Option<WorkerGuard>>,
    /// Whether request lines are written.
    requests: bool,
    /// The server's, which is shown nowhere.
    seed: Arc<str>,
}

/// What is logged where `RUST_LOG` does not say: request lines, unless they are not wanted, and what goes wrong inside.
pub(crate) fn default_filter(quiet: bool) -> Targets {
    Targets::new().with_default(if quiet { Level::WARN } else { Level::INFO })
}

impl AccessLog {
    /// Starts the writer, for a server with this seed.
    pub(crate) fn start(output: Box<dyn Write + Send>, filter: Targets, seed: &Arc<str>) -> Self {
        let requests = filter.would_enable(REQUEST, &Level::INFO);
        let (output, counter) = Output::new(output);
        let builder =
            NonBlockingBuilder::default().buffered_lines_limit(WAITING).thread_name("request log");
        let (writer, guard) = builder.finish(output);
        // Nothing was dropped before the counter is set.
        let _ = counter.set(writer.error_counter());
        let layer = tracing_subscriber::fmt::layer()
            .event_format(Plain)
            .with_ansi(false)
            .with_writer(writer);
        let dispatch = Dispatch::new(tracing_subscriber::registry().with(filter).with(layer));
        Self { dispatch, guard: Mutex::new(Some(guard)), requests, seed: Arc::clone(seed) }
    }

    /// Makes this the log of the process; of several, the first.
    pub(crate) fn install(&self) {
        let _ = tracing::dispatcher::set_global_default(self.dispatch.clone());
    }

    /// A line for this request, unless none is wanted.
    pub(crate) fn line(&self, head: &Parts, peer: SocketAddr, at: Timestamp) -> Option<Line> {
        self.requests.then(|| Line {
            peer,
            at,
            method: head.method.clone(),
            target: self.target(head),
            version: head.version,
            status: StatusCode::OK,
            bytes: 0,
        })
    }

    /// Logs what came from a client and was refused before it was a request; `line` is its first line, as far as it is known.
    pub(crate) fn refused(&self, peer: SocketAddr, line: &[u8], response: &ErrorResponse) {
        if self.requests {
            let ErrorResponse { status, why, .. } = *response;
            let refused =
                Refused { peer, at: clock::now(), line, status, bytes: response.body().len(), why };
            tracing::info!(target: REQUEST, "{}", refused.text(&self.seed));
        }
    }

    /// The request target as it came: a path with its query, or the absolute form; cut where it is very long.
    fn target(&self, head: &Parts) -> Box<str> {
        let whole = if head.uri.scheme().is_none() { head.uri.path_and_query() } else { None };
        let text = whole.map_or_else(
            || head.uri.to_string().into(),
            |path| std::borrow::Cow::Borrowed(path.as_str()),
        );
        if text.len() <= SHOWN {
            return text.into();
        }
        // Masked first, because a secret that is cut off could not be told any more.
        let text = masked(&text, &self.seed);
        // At a character's end.
        let shown = (0..=SHOWN).rev().find_map(|end| text.get(..end)).unwrap_or_default();
        [shown, if shown.len() < text.len() { "..." } else { "" }].concat().into()
    }

    /// Logs a line, or drops it where too many wait.
    pub(crate) fn send(&self, line: &Line) {
        tracing::info!(target: REQUEST, "{}", line.text(&self.seed));
    }

    /// Has everything that was logged written, as far as that takes no longer than `patience`. Nothing is logged after it.
    pub(crate) fn close(&self, patience: Duration) {
        let guard = self.guard.lock().unwrap_or_else(PoisonError::into_inner).take();
        let (done, written) = sync_channel(1);
        // Dropping the guard waits for up to 1.1 s, without a way to say less.
        let flush = thread::Builder::new().spawn(move || {
            drop(guard);
            done.send(())
        });
        if flush.is_ok() {
            let _ = written.recv_timeout(patience);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;
    use tracing::dispatcher::DefaultGuard;

    /// A destination that can be read, and that can be held up.
    #[derive(Clone, Default)]
    struct Destination(Arc<Mutex<Vec<u8>>>);

    impl Write for Destination {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    /// A log for this thread.
    fn start(output: &Destination, filter: Targets) -> (AccessLog, DefaultGuard) {
        let log = AccessLog::start(Box::new(output.clone()), filter, &"own".into());
        let guard = tracing::dispatcher::set_default(&log.dispatch);
        (log, guard)
    }

    fn line(log: &AccessLog, target: &str) -> Line {
        let (head, ()) = http::Request::get(target).body(()).unwrap().into_parts();
        log.line(&head, "127.0.0.1:54321".parse().unwrap(), Timestamp::from_seconds(1_700_000_000))
            .unwrap()
    }

    fn text(output: &Destination) -> String {
        String::from_utf8(output.0.lock().unwrap().clone()).unwrap()
    }

    #[test]
    fn a_line_has_client_time_request_status_and_bytes() {
        let output = Destination::default();
        let (log, _guard) = start(&output, default_filter(false));
        log.send(&Line { status: StatusCode::NOT_FOUND, bytes: 24, ..line(&log, "/a?b=c") });
        log.send(&line(&log, "http://a.example/x?y"));
        log.send(&Line { target: "/\"\u{9b}2J\\".into(), ..line(&log, "/") });
        log.close(Duration::from_secs(5));
        assert_eq!(
            text(&output),
            "127.0.0.1:54321 - 2023-11-14T22:13:20Z \"GET /a?b=c HTTP/1.1\" 404 24\n\
             127.0.0.1:54321 - 2023-11-14T22:13:20Z \"GET http://a.example/x?y HTTP/1.1\" 200 -\n\
             127.0.0.1:54321 - 2023-11-14T22:13:20Z \"GET /\\\"\\u{9b}2J\\\\ HTTP/1.1\" 200 -\n"
        );
    }

    #[test]
    fn a_line_has_no_secrets_and_one_of_what_was_refused_says_why() {
        let output = Destination::default();
        let (log, _guard) = start(&output, default_filter(false));
        log.send(&line(&log, "/with/seed=own/a?%74oken=S&api-key=S&limit=1"));
        log.send(&line(&log, "http://u:S@a.example/x?password=S"));
        log.send(&line(
            &log,
            &format!("/a?x={}&secret={}", "x".repeat(SHOWN - 20), "S".repeat(100)),
        ));
        let refusal = ErrorResponse::of_large_head();
        log.refused("127.0.0.1:1".parse().unwrap(), b"GET /\x1b?token=S HTTP/1.1\r", &refusal);
        log.close(Duration::from_secs(5));
        let text = text(&output);
        assert!(
            text.contains("\"GET /with/seed=***/a?%74oken=***&api-key=***&limit=1 HTTP/1.1\""),
            "{text}"
        );
        assert!(
            text.contains("\"GET http://***@a.example/x?password=*** HTTP/1.1\"")
                && !text.contains("S&"),
            "{text}"
        );
        assert!(!text.contains("own") && !text.contains("SS"), "{text}");
        assert!(
            text.lines().last().unwrap().contains(" \"GET /\\u{1b}?*** HTTP/1.1\" 431 "),
            "{text}"
        );
        assert!(text.ends_with(&format!(" ({})\n", refusal.why)), "{text}");
    }

    #[test]
    fn an_output_that_hangs_holds_up_nobody_and_what_was_dropped_is_counted() {
        let output = Destination::default();
        let (log, _guard) = start(&output, default_filter(false));
        let held = output.0.lock().unwrap();
        let sent = WAITING * 2;
        for _ in 0..sent {
            log.send(&line(&log, "/"));
        }
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
        let output = Destination::default();
        let (log, _guard) = start(&output, default_filter(true));
        let (head, ()) = http::Request::get("/").body(()).unwrap().into_parts();
        assert!(log.line(&head, "[::1]:1".parse().unwrap(), Timestamp::from_seconds(0)).is_none());
        tracing::error!("broken inside");
        log.close(Duration::from_secs(5));
        assert_eq!(text(&output), "broken inside\n");
    }

    #[test]
    fn a_filter_leaves_out_the_targets_that_it_names() {
        let output = Destination::default();
        let (log, _guard) = start(&output, "info,playground::request=off".parse().unwrap());
        let (head, ()) = http::Request::get("/").body(()).unwrap().into_parts();
        assert!(log.line(&head, "[::1]:1".parse().unwrap(), Timestamp::from_seconds(0)).is_none());
        tracing::info!("something else");
        log.close(Duration::from_secs(5));
        assert_eq!(text(&output), "something else\n");
    }

    #[test]
    fn a_very_long_target_is_cut_between_characters() {
        let output = Destination::default();
        let (log, _guard) = start(&output, default_filter(false));
        let long = format!("/{}", "x".repeat(SHOWN * 2));
        assert_eq!(line(&log, &long).target.len(), SHOWN + 3);
    }
}
