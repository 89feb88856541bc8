//! From a request on the wire to the core and back: the head as it came, the body in pieces for as long as the core wants any.

use crate::access_log::{AccessLog, Line};
use crate::clock;
use crate::connection::{Link, Phase};
use crate::crowd::Crowd;
use crate::gzip;
use crate::hosts::Hosts;
use crate::outgoing::Outgoing;
use crate::page::{self, Asked};
use api_playground::{Body, Playground, State, Timestamp};
use bytes::Bytes;
use http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, ALLOW};
use http::header::{CACHE_CONTROL, CONNECTION, CONTENT_TYPE, EXPECT, HOST, X_CONTENT_TYPE_OPTIONS};
use http::request::Parts;
use http::{HeaderValue, Request, Response, StatusCode, Version};
use http_body::Body as _;
use hyper::body::Incoming;
use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::task::yield_now;
use tokio::time::{Instant, timeout_at};

/// How long a request's body may take, from the end of its head.
const BODY: Duration = Duration::from_secs(30);
/// Bodies above this many bytes, which are the checker's, are taken [`UPLOADS`] at a time, since what is known of their rows takes memory; others
/// wait, and have their time after that.
const SMALL: usize = 64 * 1024;
/// Large bodies at a time.
pub(crate) const UPLOADS: usize = 8;
/// How long, and for how many bytes, a body that nobody needs is read, so that its connection can be kept.
const DRAIN: Duration = Duration::from_secs(1);
const DRAIN_BYTES: u64 = 256 * 1024;

/// What all connections share.
#[derive(Debug)]
pub(crate) struct Door {
    /// The core.
    pub(crate) playground: Playground,
    /// Its memory.
    pub(crate) state: State,
    /// Where answered requests are told.
    pub(crate) log: AccessLog,
    /// Its names.
    pub(crate) hosts: Hosts,
    /// Places for large bodies.
    pub(crate) uploads: Semaphore,
    /// Who is connected.
    pub(crate) crowd: Crowd,
    /// Whether each answer is its connection's last, since the server ends.
    pub(crate) stopping: AtomicBool,
}

/// One connection's client.
#[derive(Debug)]
pub(crate) struct Client {
    /// The server it talks to.
    pub(crate) door: &'static Door,
    /// Its address.
    pub(crate) peer: SocketAddr,
    /// The address it reached.
    pub(crate) local: SocketAddr,
    /// What its wire is told by.
    pub(crate) link: Arc<Link>,
}

/// An answer in the making.
#[expect(clippy::large_enum_variant, reason = "nearly all are done at once, and a box would be an allocation for each")]
pub(crate) enum Answering<'a> {
    /// It is there, until it is taken.
    Done(Option<Response<Outgoing>>),
    /// It depends on a body that is still coming.
    Waiting(Pin<Box<dyn Future<Output = Response<Outgoing>> + Send + 'a>>),
}

/// What came of waiting for the next piece of a body.
enum Piece {
    Data(Bytes),
    End,
    Broken,
    Late,
}

impl Client {
    /// Answers a request; whatever happens inside, there is an answer. Nearly every request has no body and is answered at once: hyper moves
    /// the future of an answer about, and one that may have to wait is large.
    pub(crate) fn answer(&self, request: Request<Incoming>) -> Answering<'_> {
        self.link.enter(Phase::Busy);
        let now = clock::now();
        let (mut head, body) = request.into_parts();
        let line = self.door.log.line(&head, self.peer, now);
        name_host(&mut head, self.local);
        if !body.is_end_stream() {
            return Answering::Waiting(Box::pin(self.answer_with_body(head, body, now, line)));
        }
        let Door { playground, state, .. } = self.door;
        let answer = || {
            let answer = self.aside(&mut head).unwrap_or_else(|| playground.open(&head, now, state).finish());
            gzip::encoded(&head, answer)
        };
        let answer = catch_unwind(AssertUnwindSafe(answer)).unwrap_or_else(|_| broken());
        Answering::Done(Some(self.outgoing(answer, line, false)))
    }

    async fn answer_with_body(
        &self,
        mut head: Parts,
        mut body: Incoming,
        now: Timestamp,
        line: Option<Line>,
    ) -> Response<Outgoing> {
        let answer = caught(async {
            let answer = match self.aside(&mut head) {
                Some(answer) => answer,
                None => self.exchange(&head, &mut body, now).await,
            };
            gzip::encoded(&head, answer)
        })
        .await;
        let unread = !body.is_end_stream() && !drained(&head, &mut body).await;
        if unread {
            self.link.leave_unread();
        }
        self.outgoing(answer, line, unread)
    }

    /// An answer on its way; `last` is one after which the connection is closed.
    fn outgoing(&self, mut response: Response<Body>, mut line: Option<Line>, last: bool) -> Response<Outgoing> {
        if last || self.door.stopping.load(Ordering::Relaxed) {
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        if let Some(line) = &mut line {
            line.status = response.status();
        }
        response.map(|body| Outgoing::new(body, Arc::clone(&self.link), &self.door.log, line))
    }

    /// The answer to what is not the core's: a request to another host, for a file of the page, or for the list at the root.
    fn aside(&self, head: &mut Parts) -> Option<Response<Body>> {
        let Door { playground, hosts, .. } = self.door;
        if !hosts.admit(head) {
            let text = "This host is not served here. Allow it with --allow-host";
            return Some(refusal(StatusCode::MISDIRECTED_REQUEST, text));
        }
        match page::asked(head, playground) {
            Asked::NoFile => playground.front_page(head),
            Asked::WrongMethod => {
                let mut refusal = refusal(StatusCode::METHOD_NOT_ALLOWED, "Method not allowed");
                refusal.headers_mut().insert(ALLOW, page::ALLOWED);
                Some(refusal)
            }
            Asked::Answer(file) => Some(file),
        }
    }

    /// The core's answer to a request with a body.
    async fn exchange(&self, head: &Parts, body: &mut Incoming, now: Timestamp) -> Response<Body> {
        let Door { playground, state, uploads, .. } = self.door;
        let mut intake = playground.open(head, now, state);
        let (mut deadline, mut came, mut place) = (Instant::now() + BODY, 0, None);
        while intake.wants_body() {
            match next_piece(body, deadline).await {
                Piece::Data(bytes) => {
                    came += bytes.len();
                    if came > SMALL && place.is_none() {
                        place = uploads.acquire().await.ok();
                        deadline = Instant::now() + BODY;
                    }
                    intake.feed(&bytes);
                    if place.is_some() {
                        // Reading rows takes a while: others have their turn in between.
                        yield_now().await;
                    }
                }
                Piece::End => break,
                Piece::Broken => return refusal(StatusCode::BAD_REQUEST, "Malformed request body"),
                Piece::Late => return refusal(StatusCode::REQUEST_TIMEOUT, "Request body did not arrive in time"),
            }
        }
        intake.finish()
    }
}

impl Future for Answering<'_> {
    type Output = Result<Response<Outgoing>, Infallible>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut *self {
            Self::Done(response) => response.take().map_or(Poll::Pending, |response| Poll::Ready(Ok(response))),
            Self::Waiting(response) => response.as_mut().poll(cx).map(Ok),
        }
    }
}

/// HTTP/1.0 knows no `Host`; links then name the address that was reached.
fn name_host(head: &mut Parts, local: SocketAddr) {
    if head.version == Version::HTTP_10 && !head.headers.contains_key(HOST) {
        HeaderValue::try_from(local.to_string()).map(|host| head.headers.insert(HOST, host)).ok();
    }
}

/// The next data of a body; trailers are passed over.
async fn next_piece(body: &mut Incoming, deadline: Instant) -> Piece {
    loop {
        match timeout_at(deadline, poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx))).await {
            Ok(Some(Ok(frame))) => match frame.into_data() {
                Ok(bytes) => return Piece::Data(bytes),
                Err(_trailers) => {}
            },
            Ok(Some(Err(_))) => return Piece::Broken,
            Ok(None) => return Piece::End,
            Err(_) => return Piece::Late,
        }
    }
}

/// Reads what is left of a body that nobody needs; whether it came to its end. A client that asks first is not told to go on.
async fn drained(head: &Parts, body: &mut Incoming) -> bool {
    if head.headers.contains_key(EXPECT) || body.size_hint().lower() > DRAIN_BYTES {
        return false;
    }
    let deadline = Instant::now() + DRAIN;
    let mut left = DRAIN_BYTES;
    loop {
        match next_piece(body, deadline).await {
            Piece::Data(bytes) => match left.checked_sub(bytes.len() as u64) {
                Some(less) => left = less,
                None => return false,
            },
            Piece::End => return true,
            Piece::Broken | Piece::Late => return false,
        }
    }
}

/// The answer of `work`, or a plain 500 where it panics; the panic hook has noted why.
async fn caught(work: impl Future<Output = Response<Body>>) -> Response<Body> {
    let mut work = pin!(work);
    poll_fn(|cx| {
        let polled = catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(cx)));
        polled.unwrap_or_else(|_| broken().into())
    })
    .await
}

/// The answer where making one panicked.
fn broken() -> Response<Body> {
    refusal(StatusCode::INTERNAL_SERVER_ERROR, "Internal server error")
}

/// An error that the core never gets to see, in the form all its errors have.
fn refusal(status: StatusCode, text: &str) -> Response<Body> {
    let mut response = Response::new(Body::Full(format!("{{\"error\":\"{text}\"}}").into()));
    *response.status_mut() = status;
    for (name, value) in [
        (CONTENT_TYPE, "application/json"),
        (CACHE_CONTROL, "no-store"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_plain_500() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let response = runtime.block_on(caught(async { panic!("a secret") }));
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(response.headers()[CONTENT_TYPE], "application/json");
        assert_eq!(response.into_body().into_bytes(), "{\"error\":\"Internal server error\"}");
    }
}
