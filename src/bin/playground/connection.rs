//! One client's connection: its bytes, timed.
//!
//! Hyper has one timer for request heads and it runs from the end of the last answer, so that an idle connection and a slow
//! head are the same to it. Here they are not: a connection may idle for [`IDLE`], a head has [`HEAD`] from its first byte and
//! is then answered 408, and a client that takes none of its answer is given up after [`STALL`]. What is refused while the client
//! still sends is read on for a moment before the close, since a close with unread bytes resets the connection, and the
//! answer is lost with it (RFC 9112 section 9.6).
//!
//! A plain request costs no timer: a deadline is a number, and the one timer of the connection is set again only when it fires.

mod link;

pub(crate) use link::{Link, Phase};

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

const REQUEST_TIMEOUT: &[u8] = b"HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
const URI_TOO_LONG: &[u8] = b"HTTP/1.1 414 URI Too Long\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

/// A TCP stream that knows what its connection is waiting for.
#[derive(Debug)]
pub(crate) struct Wire {
    stream: TcpStream,
    link: Arc<Link>,
    timer: Pin<Box<Sleep>>,
    deadline: Option<(Wait, Instant)>,
    /// Whether the timer has been polled since it was set.
    armed: bool,
    /// Bytes of the current head so far.
    head: usize,
    /// Whether the current head's first line is complete.
    line_complete: bool,
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

impl Wire {
    /// A fresh connection; `link` is what its service tells it by.
    pub(crate) fn new(stream: TcpStream, link: Arc<Link>) -> Self {
        let timer = Box::pin(sleep(IDLE));
        Self { stream, link, timer, deadline: None, armed: false, head: 0, line_complete: false, lingering: None }
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

    /// Takes note of bytes that came. Ready with an answer to give at once where the head can not become a request.
    fn arrived(&mut self, bytes: &[u8]) -> Option<&'static [u8]> {
        if self.link.phase() == Phase::Idle {
            self.link.enter(Phase::Head);
            (self.deadline, self.head, self.line_complete) = (None, 0, false);
        }
        if self.link.phase() != Phase::Head || self.line_complete {
            return None;
        }
        self.head += bytes.len();
        // Empty lines before a request line are allowed (RFC 9112 section 2.2) and do not complete it.
        let line = bytes.iter().position(|byte| !byte.is_ascii_whitespace()).map_or(&[][..], |start| &bytes[start..]);
        self.line_complete = line.contains(&b'\n');
        (!self.line_complete && self.head > LINE).then_some(URI_TOO_LONG)
    }

    /// Answers in hyper's place and closes.
    fn poll_refuse(&mut self, cx: &mut Context<'_>, answer: &[u8]) -> Poll<io::Result<()>> {
        // Nothing of an earlier answer can be waiting: hyper reads no head before it has flushed. A few bytes fit the socket.
        let _ = Pin::new(&mut self.stream).poll_write(cx, answer);
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
    fn progress<T>(&mut self, cx: &mut Context<'_>, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if written.is_pending() {
            return self.poll_overdue(cx, Wait::Client, STALL).map(|()| Err(io::ErrorKind::TimedOut.into()));
        }
        if let Some((Wait::Client, _)) = self.deadline {
            self.deadline = None;
        }
        written
    }
}

impl AsyncRead for Wire {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.lingering.is_some() {
            return self.poll_lingered(cx).map(|()| Err(io::ErrorKind::TimedOut.into()));
        }
        let before = buf.filled().len();
        if Pin::new(&mut self.stream).poll_read(cx, buf)?.is_ready() {
            let bytes = &buf.filled()[before..];
            return match self.arrived(bytes) {
                Some(answer) => self.poll_refuse(cx, answer),
                None => Poll::Ready(Ok(())),
            };
        }
        match self.link.phase() {
            Phase::Busy => Poll::Pending,
            // As if the client had closed: an idle connection ends without a word.
            Phase::Idle => self.poll_overdue(cx, Wait::Request, IDLE).map(Ok),
            Phase::Head => {
                ready!(self.poll_overdue(cx, Wait::Head, HEAD));
                self.poll_refuse(cx, REQUEST_TIMEOUT)
            }
        }
    }
}

impl AsyncWrite for Wire {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.progress(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, bytes);
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
