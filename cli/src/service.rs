//! From hyper's request to the library and back: the head as it came, the body in pieces for as long as the library wants any.

use crate::access_log::{AccessLog, Line};
use crate::clock;
use crate::connection::{Link, Phase};
use crate::gzip;
use crate::hosts::Hosts;
use crate::limiter::ConnectionLimiter;
use crate::outgoing::Outgoing;
use crate::page::{self, Found};
use bytes::Bytes;
use connector_playground::request::header::joined;
use connector_playground::{Body, Playground, State, Timestamp};
use http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, ALLOW};
use http::header::{
    CACHE_CONTROL, CONNECTION, CONTENT_TYPE, EXPECT, HOST, TRANSFER_ENCODING,
    X_CONTENT_TYPE_OPTIONS,
};
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
use tokio::task::{block_in_place, yield_now};
use tokio::time::{Instant, timeout_at};

/// How long a request's body may take, from the end of its head.
const BODY: Duration = Duration::from_secs(30);
/// Bodies larger than this are uploads to the checker. At most [`UPLOADS`] run at once, because the checker keeps state per row; the rest
/// queue, and their timeout starts when they are admitted.
const SMALL: usize = 64 * 1024;
/// Uploads at once.
pub(crate) const UPLOADS: usize = 8;
/// For how long, and for how many bytes, an unneeded body is read, so that its connection can be kept.
const DRAIN: Duration = Duration::from_secs(1);
const DRAIN_BYTES: u64 = 256 * 1024;

/// What all connections share.
#[derive(Debug)]
pub(crate) struct Server {
    /// The library.
    pub(crate) playground: Playground,
    /// Its state between requests.
    pub(crate) state: State,
    /// One line a request.
    pub(crate) log: AccessLog,
    /// The host names it answers to.
    pub(crate) hosts: Hosts,
    /// Slots for uploads.
    pub(crate) uploads: Semaphore,
    /// Slots for connections.
    pub(crate) limiter: ConnectionLimiter,
    /// Whether the server stops: each response is then the last on its connection.
    pub(crate) stopping: AtomicBool,
}

/// One connection's client.
#[derive(Debug)]
pub(crate) struct Client {
    /// The server it talks to.
    pub(crate) server: &'static Server,
    /// Its address.
    pub(crate) peer: SocketAddr,
    /// The address it reached.
    pub(crate) local: SocketAddr,
    /// Handle for telling the connection's stream which timeout applies.
    pub(crate) link: Arc<Link>,
}

/// A response in the making.
#[expect(
    clippy::large_enum_variant,
    reason = "nearly all are done at once, and a box would be an allocation for each"
)]
pub(crate) enum Responding<'a> {
    /// It is complete, until it is taken.
    Done(Option<Response<Outgoing>>),
    /// The response depends on a body that is still coming.
    Waiting(Pin<Box<dyn Future<Output = Response<Outgoing>> + Send + 'a>>),
}

/// The outcome of waiting for the next piece of a body.
enum Piece {
    Data(Bytes),
    End,
    Broken,
    Late,
}

impl Client {
    /// The response to a request; there is one even if the library panics. Nearly every request has no body and is answered at once: hyper
    /// moves the future of a response about, and one that may have to wait is large.
    pub(crate) fn respond(&self, request: Request<Incoming>) -> Responding<'_> {
        self.link.enter(Phase::Busy);
        let now = clock::now();
        let (mut head, body) = request.into_parts();
        let line = self.server.log.line(&head, self.peer, now);
        name_host(&mut head, self.local);
        if !body.is_end_stream() {
            return Responding::Waiting(Box::pin(self.respond_with_body(head, body, now, line)));
        }
        let Server { playground, state, .. } = self.server;
        let long = playground.may_take_long(&head);
        let answer = || {
            let answer = self
                .aside(&mut head)
                .unwrap_or_else(|| playground.open(&head, now, state).finish());
            gzip::encoded(&head, answer)
        };
        let answer = || catch_unwind(AssertUnwindSafe(answer)).unwrap_or_else(|_| broken());
        let answer = beside(long, answer);
        Responding::Done(Some(self.outgoing(answer, line, false)))
    }

    async fn respond_with_body(
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

    /// A response on its way; `last` is one after which the connection is closed.
    fn outgoing(
        &self,
        mut response: Response<Body>,
        mut line: Option<Line>,
        last: bool,
    ) -> Response<Outgoing> {
        if last || self.server.stopping.load(Ordering::Relaxed) {
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        if let Some(line) = &mut line {
            line.status = response.status();
        }
        response.map(|body| Outgoing::new(body, Arc::clone(&self.link), &self.server.log, line))
    }

    /// The response to what is not the library's: a request to another host, for a file of the page, or for the list at the root.
    fn aside(&self, head: &mut Parts) -> Option<Response<Body>> {
        let Server { playground, hosts, .. } = self.server;
        if !hosts.admit(head) {
            let text = "This host is not served here. Allow it with --allow-host";
            return Some(error_response(StatusCode::MISDIRECTED_REQUEST, text));
        }
        if joined(&head.headers, TRANSFER_ENCODING)
            .is_some_and(|coding| !coding.eq_ignore_ascii_case(b"chunked"))
        {
            let text = "Transfer-Encoding is not supported, but for 'chunked'";
            return Some(error_response(StatusCode::NOT_IMPLEMENTED, text));
        }
        match page::find(head, playground) {
            Found::Nothing => playground.front_page(head),
            Found::WrongMethod => {
                let mut response =
                    error_response(StatusCode::METHOD_NOT_ALLOWED, "Method not allowed");
                response.headers_mut().insert(ALLOW, page::ALLOWED);
                Some(response)
            }
            Found::File(file) => Some(file),
        }
    }

    /// The library's response to a request with a body.
    async fn exchange(&self, head: &Parts, body: &mut Incoming, now: Timestamp) -> Response<Body> {
        let Server { playground, state, uploads, .. } = self.server;
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
                Piece::Broken => {
                    return error_response(StatusCode::BAD_REQUEST, "Malformed request body");
                }
                Piece::Late => {
                    return error_response(
                        StatusCode::REQUEST_TIMEOUT,
                        "Request body did not arrive in time",
                    );
                }
            }
        }
        beside(playground.may_take_long(head), || intake.finish())
    }
}

impl Future for Responding<'_> {
    type Output = Result<Response<Outgoing>, Infallible>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut *self {
            Self::Done(response) => {
                response.take().map_or(Poll::Pending, |response| Poll::Ready(Ok(response)))
            }
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

/// What `work` makes. Where that may take long, the other tasks of this thread go on in another one meanwhile.
fn beside<T>(long: bool, work: impl FnOnce() -> T) -> T {
    if long { block_in_place(work) } else { work() }
}

/// The response of `work`, or a plain 500 where it panics; the panic hook has noted why.
async fn caught(work: impl Future<Output = Response<Body>>) -> Response<Body> {
    let mut work = pin!(work);
    poll_fn(|cx| {
        let polled = catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(cx)));
        polled.unwrap_or_else(|_| broken().into())
    })
    .await
}

/// The response where making one panicked.
fn broken() -> Response<Body> {
    error_response(StatusCode::INTERNAL_SERVER_ERROR, "Internal server error")
}

/// An error that the library does not see, in the form that all its errors have.
fn error_response(status: StatusCode, text: &str) -> Response<Body> {
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
