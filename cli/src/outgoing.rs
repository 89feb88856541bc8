//! An answer's body on its way out: the core's chunks at the core's pace, with hyper's back-pressure.
//!
//! A chunk is made when hyper asks for one, which it does only while the client takes bytes, so an answer of any size needs
//! constant memory. When the body ends, or the client is gone, its request is over: the connection idles and the log gets its line.

use crate::access_log::{AccessLog, Line};
use crate::connection::{Link, Phase};
use bytes::Bytes;
use connector_playground::{Body, Chunk};
use http_body::{Frame, SizeHint};
use std::fmt;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::time::{Instant, Sleep, sleep};

/// How long a body's chunks are made without looking at what else there is to do. Chunks in gzip take a while each, so time is what counts.
const TURN: Duration = Duration::from_micros(250);

/// A body that hyper can send.
pub(crate) struct Outgoing {
    body: Body,
    pause: Option<Pin<Box<Sleep>>>,
    /// When the chunks of this turn began to be made.
    turn: Option<Instant>,
    cutting: bool,
    link: Arc<Link>,
    log: &'static AccessLog,
    line: Option<Line>,
}

/// The core breaks the body off; hyper closes the connection on it.
#[derive(Debug)]
pub(crate) struct BrokenOff;

impl fmt::Display for BrokenOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the body breaks off here")
    }
}

impl std::error::Error for BrokenOff {}

impl Outgoing {
    /// The body of the answer to the request that `line` remembers.
    pub(crate) fn new(
        body: Body,
        link: Arc<Link>,
        log: &'static AccessLog,
        line: Option<Line>,
    ) -> Self {
        Self { body, pause: None, turn: None, cutting: false, link, log, line }
    }

    /// Breaks off once everything before has left: hyper drops what it still holds when a body fails.
    fn poll_cut(&mut self) -> Poll<Option<Result<Frame<Bytes>, BrokenOff>>> {
        if !self.cutting {
            self.cutting = true;
            self.link.await_flush();
        } else if self.link.is_flushed() {
            return Poll::Ready(Some(Err(BrokenOff)));
        }
        // Hyper asks again after each flush.
        Poll::Pending
    }

    fn sent(&mut self, bytes: Bytes) -> Poll<Option<Result<Frame<Bytes>, BrokenOff>>> {
        if let Some(line) = &mut self.line {
            line.bytes += bytes.len() as u64;
        }
        Poll::Ready(Some(Ok(Frame::data(bytes))))
    }
}

impl http_body::Body for Outgoing {
    type Data = Bytes;
    type Error = BrokenOff;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BrokenOff>>> {
        let this = &mut *self;
        loop {
            if this.cutting {
                return this.poll_cut();
            }
            if let Some(pause) = &mut this.pause {
                ready!(pause.as_mut().poll(cx));
                this.pause = None;
            }
            let chunks = match &mut this.body {
                Body::Full(bytes) if bytes.is_empty() => return Poll::Ready(None),
                Body::Full(bytes) => {
                    let bytes = std::mem::take(bytes);
                    return this.sent(bytes);
                }
                Body::Chunks(chunks) => chunks,
            };
            // A client that takes everything at once must not keep its thread from all others.
            if this.turn.is_some_and(|turn| turn.elapsed() > TURN) {
                this.turn = None;
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            this.turn.get_or_insert_with(Instant::now);
            match catch_unwind(AssertUnwindSafe(|| chunks.next())) {
                Ok(Some(Chunk::Data(bytes))) => return this.sent(bytes),
                Ok(Some(Chunk::Pause(time))) => this.pause = Some(Box::pin(sleep(time))),
                Ok(Some(Chunk::Cut)) | Err(_) => return this.poll_cut(),
                Ok(None) => return Poll::Ready(None),
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(&self.body, Body::Full(bytes) if bytes.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        self.body
            .length()
            .map_or_else(SizeHint::default, |length| SizeHint::with_exact(length as u64))
    }
}

impl Drop for Outgoing {
    fn drop(&mut self) {
        self.link.enter(Phase::Idle);
        if let Some(line) = self.line.take() {
            self.log.send(&line);
        }
    }
}

#[cfg(test)]
mod tests;
