//! One client's connection: its bytes, timed.
//!
//! What a library does here was tried against the attack tests: hyper has one timer for request heads and it runs from the end of the last answer, so that an idle connection and a slow
//! head are the same to it. Here they are not: a connection may idle for [`IDLE`], a head has [`HEAD`] from its first byte and
//! is then answered 408, and a client that takes none of its answer is given up after [`STALL`]. What is refused while the client
//! still sends is read on for a moment before the close, since a close with unread bytes resets the connection, and the
//! answer is lost with it (RFC 9112 section 9.6).
//!
//! A plain request costs no timer: a deadline is a number, and the one timer of the connection is set again only when it fires.

mod error_response;
mod link;

pub(crate) use error_response::ErrorResponse;
pub(crate) use link::{Link, Phase};

use crate::access_log::AccessLog;
use std::net::SocketAddr;

use std::future::Future;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep};

/// How long a connection may wait for its next request, the first included.
const IDLE: Duration = Duration::from_secs(75);
/// How long a request's head may take, from its first byte.
const HEAD: Duration = Duration::from_secs(10);
/// How long a client may take none of the bytes meant for it. A debugger that stops a client in mid-download should find it alive.
const STALL: Duration = Duration::from_secs(300);
/// Longest request line, in bytes; hyper's own limit of the target is just below.
const LINE: usize = 65_536;
/// How long, and for how many bytes, a refused client is listened to before the close.
const LINGER: Duration = Duration::from_secs(1);
const LINGER_BYTES: usize = 4 << 20;

/// Bytes of a request line that are kept, to be told where it is refused.
const KEPT: usize = 2048;
/// The first bytes of a client that speaks HTTP/2 with prior knowledge (RFC 9113 section 3.4).
const HTTP_2: &[u8] = b"PRI * HTTP/2.0";
/// The first bytes of a client that speaks TLS: a handshake record.
const HANDSHAKE: &[u8] = &[0x16, 3];

/// A TCP stream that knows what its connection is waiting for.
#[derive(Debug)]
pub(crate) struct TimedStream {
    stream: TcpStream,
    peer: SocketAddr,
    link: Arc<Link>,
    log: &'static AccessLog,
    timer: Pin<Box<Sleep>>,
    deadline: Option<(Wait, Instant)>,
    /// Whether the timer has been polled since it was set.
    armed: bool,
    /// Bytes of the current head so far.
    head: usize,
    /// Whether the current head's first line is complete.
    line_complete: bool,
    /// The bytes of that line so far, up to a limit.
    line: Vec<u8>,
    /// Bytes still to be listened to, once the connection is being closed on a client that may be sending.
    lingering: Option<usize>,
}

/// What a deadline is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wait {
    Request,
    Head,
    Client,
}

impl TimedStream {
    /// A new connection. Its service sets timeouts by `link`; refused requests go to `log`.
    pub(crate) fn new(
        stream: TcpStream,
        peer: SocketAddr,
        link: Arc<Link>,
        log: &'static AccessLog,
    ) -> Self {
        Self {
            stream,
            peer,
            link,
            log,
            timer: Box::pin(sleep(IDLE)),
            deadline: None,
            armed: false,
            head: 0,
            line_complete: false,
            line: Vec::new(),
            lingering: None,
        }
    }

    /// Ready once the wait has lasted longer than `limit`.
    fn poll_overdue(&mut self, cx: &mut Context<'_>, wait: Wait, limit: Duration) -> Poll<()> {
        let deadline = match self.deadline {
            Some((same, deadline)) if same == wait => deadline,
            _ => {
                let deadline = Instant::now() + limit;
                self.deadline = Some((wait, deadline));
                deadline
            }
        };
        if self.timer.deadline() > deadline {
            self.timer.as_mut().reset(deadline);
            self.armed = false;
        }
        // Polled once, the timer wakes this task, which is the connection's for life: until it fires there is nothing to do again.
        if self.armed && !self.timer.is_elapsed() {
            return Poll::Pending;
        }
        loop {
            self.armed = true;
            ready!(self.timer.as_mut().poll(cx));
            if Instant::now() >= deadline {
                return Poll::Ready(());
            }
            self.timer.as_mut().reset(deadline);
        }
    }

    /// Takes note of bytes that came. Ready with an answer to give at once where the head cannot become a request.
    fn arrived(&mut self, bytes: &[u8]) -> Option<ErrorResponse> {
        if self.link.phase() == Phase::Idle {
            self.link.enter(Phase::Head);
            (self.deadline, self.head, self.line_complete) = (None, 0, false);
            self.line.clear();
        }
        if self.link.phase() != Phase::Head || self.line_complete {
            return None;
        }
        self.head += bytes.len();
        // Empty lines before a request line are allowed (RFC 9112 section 2.2) and do not complete it.
        let blank = |byte: &u8| self.line.is_empty() && byte.is_ascii_whitespace();
        let line =
            bytes.iter().position(|byte| !blank(byte)).map_or(&[][..], |start| &bytes[start..]);
        let end = line.iter().position(|byte| *byte == b'\n');
        self.line_complete = end.is_some();
        let line = &line[..end.unwrap_or(line.len())];
        self.line.extend_from_slice(&line[..line.len().min(KEPT.saturating_sub(self.line.len()))]);
        if self.line_complete && self.line.starts_with(HTTP_2) {
            return Some(error_response::VERSION);
        }
        (!self.line_complete && self.head > LINE).then_some(error_response::LONG)
    }

    /// Tells the log what is refused. What hyper reads behind another request was never seen apart, and has no line.
    fn tell(&self, refusal: &ErrorResponse) {
        let line = if self.link.phase() == Phase::Head { &*self.line } else { &[] };
        self.log.refused(self.peer, line, refusal);
    }

    /// Writes a refusal in place of hyper's, whose bytes count as written then; what stands before it goes first, as it is.
    fn poll_write_refusal(
        &mut self,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Option<Poll<io::Result<usize>>> {
        let (start, refusal, date) = error_response::of_hyper(bytes)?;
        if start > 0 {
            return Some(Pin::new(&mut self.stream).poll_write(cx, bytes.get(..start)?));
        }
        let is_tls = self.link.phase() == Phase::Head && self.line.starts_with(HANDSHAKE);
        let refusal = if is_tls { error_response::TLS } else { refusal };
        // A few bytes fit the socket.
        let written = Pin::new(&mut self.stream).poll_write(cx, refusal.answer(date).as_bytes());
        Some(written.map_ok(|_| {
            self.tell(&refusal);
            bytes.len()
        }))
    }

    /// Answers in hyper's place and closes.
    fn poll_refuse(
        &mut self,
        cx: &mut Context<'_>,
        refusal: &ErrorResponse,
    ) -> Poll<io::Result<()>> {
        self.tell(refusal);
        // Nothing of an earlier answer can be waiting: hyper reads no head before it has flushed. A few bytes fit the socket.
        let _ = Pin::new(&mut self.stream).poll_write(cx, refusal.answer("").as_bytes());
        let _ = Pin::new(&mut self.stream).poll_shutdown(cx);
        self.lingering = Some(LINGER_BYTES);
        self.timer.as_mut().reset(Instant::now() + LINGER);
        self.poll_lingered(cx).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }

    /// Ready when the client has finished, or has been listened to for long enough.
    fn poll_lingered(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let mut space = [0; 16 * 1024];
        while let Some(left) = self.lingering.filter(|left| *left > 0) {
            let mut heard = ReadBuf::new(&mut space);
            match Pin::new(&mut self.stream).poll_read(cx, &mut heard) {
                Poll::Ready(Ok(())) if !heard.filled().is_empty() => {
                    self.lingering = Some(left.saturating_sub(heard.filled().len()));
                }
                Poll::Ready(_) => break,
                Poll::Pending => return self.timer.as_mut().poll(cx),
            }
        }
        Poll::Ready(())
    }

    /// A write's outcome, with the patience for it: progress renews it.
    fn progress<T>(
        &mut self,
        cx: &mut Context<'_>,
        written: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if written.is_pending() {
            return self
                .poll_overdue(cx, Wait::Client, STALL)
                .map(|()| Err(io::ErrorKind::TimedOut.into()));
        }
        if let Some((Wait::Client, _)) = self.deadline {
            self.deadline = None;
        }
        written
    }
}

impl AsyncRead for TimedStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.lingering.is_some() {
            return self.poll_lingered(cx).map(|()| Err(io::ErrorKind::TimedOut.into()));
        }
        let before = buf.filled().len();
        if Pin::new(&mut self.stream).poll_read(cx, buf)?.is_ready() {
            let bytes = &buf.filled()[before..];
            return match self.arrived(bytes) {
                Some(refusal) => self.poll_refuse(cx, &refusal),
                None => Poll::Ready(Ok(())),
            };
        }
        match self.link.phase() {
            Phase::Busy => Poll::Pending,
            // Report end of stream, as if the client had closed: hyper then ends an idle connection without a response.
            Phase::Idle => self.poll_overdue(cx, Wait::Request, IDLE).map(Ok),
            Phase::Head => {
                ready!(self.poll_overdue(cx, Wait::Head, HEAD));
                self.poll_refuse(cx, &error_response::SLOW)
            }
        }
    }
}

impl AsyncWrite for TimedStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let refused = self.poll_write_refusal(cx, bytes);
        let written = refused.unwrap_or_else(|| Pin::new(&mut self.stream).poll_write(cx, bytes));
        self.progress(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        // A refusal of hyper's stands alone, or behind answers: those go first.
        let (before, last) = match bytes.split_last() {
            Some((last, before)) if error_response::of_hyper(last).is_some() => {
                (before, Some(last))
            }
            _ => (bytes, None),
        };
        let written = match last {
            Some(last) if before.iter().all(|part| part.is_empty()) => {
                return self.poll_write(cx, last);
            }
            _ => Pin::new(&mut self.stream).poll_write_vectored(cx, before),
        };
        self.progress(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    /// Hyper calls this when it has nothing left to write.
    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.link.flushed();
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.lingering.is_none() {
            ready!(Pin::new(&mut self.stream).poll_shutdown(cx))?;
            // In a head's midst hyper closes on what it could not parse; and a body may be unread.
            if self.link.phase() != Phase::Head && !self.link.has_unread() {
                return Poll::Ready(Ok(()));
            }
            self.lingering = Some(LINGER_BYTES);
            self.timer.as_mut().reset(Instant::now() + LINGER);
        }
        self.poll_lingered(cx).map(Ok)
    }
}
