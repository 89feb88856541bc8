//! Two things that tracing lacks: events formatted as their bare text, and a destination that reports how many lines were dropped.

use std::fmt;
use std::io::{self, Write};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;
use tracing::{Event, Subscriber};
use tracing_appender::non_blocking::ErrorCounter;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;

/// The writer rests this long after writing, so that under load it writes many lines at once and is not woken for each.
const REST: Duration = Duration::from_millis(5);
/// Bytes that are written at once.
const BATCH: usize = 64 * 1024;

/// The format of events: their text alone, since request lines have the moment in a place of their own.
pub(super) struct Plain;

impl<S, N> FormatEvent<S, N> for Plain
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        context.format_fields(writer.by_ref(), event)?;
        writeln!(writer)
    }
}

/// Collects lines, and writes them together when no more are waiting. It survives a destination that fails.
pub(super) struct Output {
    to: Box<dyn Write + Send>,
    text: Vec<u8>,
    dropped: Arc<OnceLock<ErrorCounter>>,
    /// How many dropped lines were reported.
    reported: usize,
}

impl Output {
    /// An output, and the place for the counter of dropped lines, which exists only after it.
    pub(super) fn new(to: Box<dyn Write + Send>) -> (Self, Arc<OnceLock<ErrorCounter>>) {
        let dropped = Arc::<OnceLock<ErrorCounter>>::default();
        (Self { to, text: Vec::new(), dropped: Arc::clone(&dropped), reported: 0 }, dropped)
    }

    fn write_out(&mut self) {
        let dropped = self.dropped.get().map_or(0, ErrorCounter::dropped_lines);
        if dropped > self.reported {
            self.text.extend(format!("{} lines dropped\n", dropped - self.reported).bytes());
            self.reported = dropped;
        }
        // Ignore write errors: a closed stderr must not stop the server.
        let _ = self.to.write_all(&self.text).and_then(|()| self.to.flush());
        self.text.clear();
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.text.extend_from_slice(bytes);
        if self.text.len() >= BATCH {
            self.write_out();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.write_out();
        thread::sleep(REST);
        Ok(())
    }
}
