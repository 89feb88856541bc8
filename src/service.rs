//! The playground as a [`tower::Service`](tower_service::Service) (feature `tower`): what axum, tonic or hyper's servers can mount, and what a
//! test can call without a port.
//!
//! ```
//! use connector_playground::service::PlaygroundService;
//! use connector_playground::{Playground, Settings};
//! use tower::ServiceExt as _;
//!
//! # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
//! let service = PlaygroundService::new(Playground::new(Settings::default()));
//! let request = http::Request::get("/pagination/offset?limit=2").header("host", "localhost").body(String::new()).unwrap();
//! let response = service.oneshot(request).await.unwrap();
//! assert_eq!(response.status(), 200);
//! # });
//! ```

use crate::playground::Playground;
use crate::response::body::{Body, Chunk};
use crate::state::State;
use crate::time::Timestamp;
use bytes::{Buf, Bytes};
use http::{Request, Response, StatusCode};
use http_body::{Frame, SizeHint};
use std::convert::Infallible;
use std::fmt;
use std::future::{Future, poll_fn};
use std::io;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::SystemTime;
use tokio::time::{Sleep, sleep};
use tower_service::Service;

/// A playground with its state and a clock. Clones share the state.
#[derive(Clone)]
pub struct PlaygroundService {
    shared: Arc<Shared>,
}

struct Shared {
    playground: Playground,
    state: State,
    clock: Box<dyn Fn() -> Timestamp + Send + Sync>,
}

impl PlaygroundService {
    /// A service whose present is that of the system's clock.
    #[must_use]
    pub fn new(playground: Playground) -> Self {
        Self::with_clock(playground, system_time)
    }

    /// A service whose present is that of a clock of one's own.
    #[must_use]
    pub fn with_clock(
        playground: Playground,
        clock: impl Fn() -> Timestamp + Send + Sync + 'static,
    ) -> Self {
        Self {
            shared: Arc::new(Shared { playground, state: State::new(), clock: Box::new(clock) }),
        }
    }

    /// The playground that responds.
    #[must_use]
    pub fn playground(&self) -> &Playground {
        &self.shared.playground
    }
}

impl fmt::Debug for PlaygroundService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlaygroundService")
            .field("playground", self.playground())
            .finish_non_exhaustive()
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this feature is an adapter, and adapters read the clock"
)]
fn system_time() -> Timestamp {
    Timestamp::try_from(SystemTime::now()).unwrap_or(Timestamp::MAX)
}

impl<B> Service<Request<B>> for PlaygroundService
where
    B: http_body::Body + Send + 'static,
    B::Data: Send,
    B::Error: Send,
{
    type Response = Response<ResponseBody>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let shared = Arc::clone(&self.shared);
        Box::pin(async move { Ok(shared.respond(request).await.map(ResponseBody::from)) })
    }
}

impl Shared {
    /// The response. Of the body no more is read than the endpoint wants.
    async fn respond<B: http_body::Body>(&self, request: Request<B>) -> Response<Body>
    where
        B::Data: Send,
    {
        let (head, body) = request.into_parts();
        let mut body = pin!(body);
        let mut intake = self.playground.open(&head, (self.clock)(), &self.state);
        while intake.wants_body() {
            match poll_fn(|cx| body.as_mut().poll_frame(cx)).await {
                Some(Ok(frame)) => {
                    // Trailers mean nothing here.
                    let Ok(mut data) = frame.into_data() else { continue };
                    while data.has_remaining() {
                        let chunk = data.chunk();
                        let length = chunk.len();
                        intake.feed(chunk);
                        data.advance(length);
                    }
                }
                Some(Err(_)) => {
                    let mut response = Response::new(Body::empty());
                    *response.status_mut() = StatusCode::BAD_REQUEST;
                    return response;
                }
                None => break,
            }
        }
        intake.finish()
    }
}

/// The body of a response, made chunk by chunk as it is read. Its pauses are timers of tokio; where a setting breaks it off, it fails.
pub struct ResponseBody {
    body: Body,
    pause: Option<Pin<Box<Sleep>>>,
}

impl From<Body> for ResponseBody {
    fn from(body: Body) -> Self {
        Self { body, pause: None }
    }
}

impl fmt::Debug for ResponseBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseBody").field("length", &self.body.length()).finish_non_exhaustive()
    }
}

impl http_body::Body for ResponseBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        loop {
            if let Some(pause) = &mut self.pause {
                ready!(pause.as_mut().poll(cx));
                self.pause = None;
            }
            let chunk = match &mut self.body {
                Body::Full(bytes) if bytes.is_empty() => None,
                Body::Full(bytes) => Some(Chunk::Data(std::mem::take(bytes))),
                Body::Chunks(chunks) => chunks.next(),
            };
            return Poll::Ready(match chunk {
                Some(Chunk::Data(bytes)) => Some(Ok(Frame::data(bytes))),
                Some(Chunk::Cut) => Some(Err(io::ErrorKind::ConnectionReset.into())),
                Some(Chunk::Pause(time)) => {
                    self.pause = Some(Box::pin(sleep(time)));
                    continue;
                }
                None => None,
            });
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
