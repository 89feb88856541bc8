//! The playground inside a service of one's own: routes that a test makes by hand come first, and the core answers all others.
//!
//!     cargo run --example axum
//!
//! What is here does for every stack of tower's; what a test needs of it is `app` alone.

use api_playground::{Body, Chunk, Playground, Settings, State, Timestamp};
use axum::Router;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http_body::Frame;
use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::SystemTime;
use tokio::time::{Sleep, sleep};
use tower::service_fn;

/// Bytes that a request may bring along; the core's own limits are at this or below.
const MOST: usize = 64 << 20;

/// An application that answers `/quota` by itself, and as the playground with these settings elsewhere.
pub(crate) fn app(settings: Settings) -> Router {
    let server = Arc::new((Playground::new(settings), State::new()));
    let playground = service_fn(move |request| {
        let server = Arc::clone(&server);
        async move { Ok::<_, Infallible>(answer(&server.0, &server.1, request).await) }
    });
    Router::new().route("/quota", get(|| async { "{\"left\":3}" })).fallback_service(playground)
}

/// A request's way through the core: its body as a whole, the present, and the memory of the server.
async fn answer(playground: &Playground, state: &State, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MOST).await else { return StatusCode::PAYLOAD_TOO_LARGE.into_response() };
    let answer = playground.handle(Request::from_parts(head, body), now(), state);
    answer.map(|body| axum::body::Body::new(Outgoing { body, pause: None }))
}

/// The present: the core has no clock.
fn now() -> Timestamp {
    let since = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// A body of the core's as HTTP sends it: chunks are made when they are asked for, pauses are kept.
struct Outgoing {
    body: Body,
    pause: Option<Pin<Box<Sleep>>>,
}

impl http_body::Body for Outgoing {
    type Data = bytes::Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<bytes::Bytes>>>> {
        loop {
            if let Some(pause) = &mut self.pause {
                ready!(pause.as_mut().poll(cx));
                self.pause = None;
            }
            let chunk = match &mut self.body {
                Body::Full(bytes) if bytes.is_empty() => None,
                Body::Full(bytes) => Some(Chunk::Data(std::mem::take(bytes))),
                Body::Stream(chunks) => chunks.next(),
            };
            return Poll::Ready(match chunk {
                Some(Chunk::Data(bytes)) => Some(Ok(Frame::data(bytes))),
                Some(Chunk::Cut) => Some(Err(io::ErrorKind::ConnectionReset.into())),
                None => None,
                Some(Chunk::Pause(time)) => {
                    self.pause = Some(Box::pin(sleep(time)));
                    continue;
                }
            });
        }
    }
}

#[expect(clippy::disallowed_macros, clippy::print_stdout, reason = "a program's door")]
fn say(text: &str) {
    println!("{text}");
}

#[tokio::main]
async fn main() -> io::Result<()> {
    let mut settings = Settings::new("axum", now());
    settings.set("records", "1000").map_err(io::Error::other)?;
    let settings = settings.settle().map_err(io::Error::other)?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    say(&format!("http://{address}/quota and http://{address}/pagination/offset"));
    axum::serve(listener, app(settings)).await
}
