//! The API of one case: a server of its own on a free port, which writes down each request and knows the moment at which the command is to
//! die. It holds the answer then, and the case kills the command.

mod body;
mod clock;
mod requests;

pub(crate) use clock::moment;
pub(crate) use requests::{Request, Requests};

use super::case::Moment;
use crate::gzip;
use body::StageBody;
use bytes::Bytes;
use clock::Clock;
use connector_playground::{Credentials, Playground, Settings, State, Timestamp};
use http::header::RETRY_AFTER;
use http::request::Parts;
use http::{Response, StatusCode};
use http_body_util::{BodyExt as _, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::future::pending;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};

/// Most bytes of a request's body.
const BODY: usize = 1 << 20;
/// So often the same answer comes one after the other to a command that does not end.
const AGAIN: u64 = 100;
/// How long a command that got its whole answer has for a sign of life before it dies.
const SIGN: Duration = Duration::from_millis(100);
/// How often its state is looked at meanwhile.
const LOOK: Duration = Duration::from_millis(5);

/// A server, and what is known of its requests.
#[derive(Debug)]
pub(crate) struct Stage {
    settings: Settings,
    credentials: Credentials,
    playground: Mutex<Arc<Playground>>,
    state: State,
    address: SocketAddr,
    accepting: Mutex<Option<JoinHandle<()>>>,
    requests: Mutex<Requests>,
    orders: Mutex<Orders>,
    /// Told when the command is to be killed.
    halt: Notify,
    clock: Clock,
}

/// What happens at which request of the run that is under way.
#[derive(Clone, Debug, Default)]
pub(crate) struct Orders {
    /// The moment at which the command dies.
    pub(crate) kill: Option<Moment>,
    /// Paths (without settings and query) that are 403.
    pub(crate) forbidden: Vec<String>,
    /// Before this request of the run the clock jumps by these seconds.
    pub(crate) jump: Option<(u64, u32)>,
    /// A file that the command may change: each change is a sign of life.
    pub(crate) watched: Option<PathBuf>,
    /// Most requests of all runs together.
    pub(crate) most: u64,
    /// Why the command is being killed; None as long as it is not.
    pub(crate) halted: Option<Halt>,
}

/// Why the command is being killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Halt {
    /// Its moment has come.
    Moment,
    /// It asks without an end.
    Endless,
}

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Answered,
    Held,
    Forbidden,
    /// Half of the answer is sent.
    Halved,
    /// The answer is sent, and the command dies after it.
    Last,
}

impl Stage {
    /// A server with these settings; `full` keeps whole requests, to be asked again.
    pub(crate) async fn open(settings: Settings, full: bool) -> io::Result<Arc<Self>> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let playground = Playground::new(settings.clone()).compressing();
        let stage = Arc::new(Self {
            credentials: playground.credentials().clone(),
            playground: Mutex::new(Arc::new(playground)),
            settings,
            state: State::new(),
            address: listener.local_addr()?,
            accepting: Mutex::default(),
            requests: Mutex::new(Requests::new(full)),
            orders: Mutex::default(),
            halt: Notify::new(),
            clock: Clock::default(),
        });
        let accepting = tokio::spawn(accept(listener, Arc::clone(&stage)));
        *lock(&stage.accepting) = Some(accepting);
        Ok(stage)
    }

    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// What opens its endpoints.
    pub(crate) const fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// Begins a run of the command.
    pub(crate) fn begin(&self, orders: Orders) {
        *lock(&self.orders) = orders;
        lock(&self.requests).begin(self.state_file());
    }

    /// Until the command is to be killed.
    pub(crate) async fn halted(&self) -> Halt {
        loop {
            let told = self.halt.notified();
            if let Some(halt) = lock(&self.orders).halted {
                return halt;
            }
            told.await;
        }
    }

    /// A sign that the command took what it was last sent: if it was its last answer, it dies now.
    pub(crate) fn sign(&self) {
        if lock(&self.requests).is_last_sent() {
            self.kill(Halt::Moment);
        }
    }

    /// Looks whether the file that is watched has changed, which is a sign.
    fn look(&self) {
        let known = self.state_file();
        if lock(&self.requests).state_is(known) {
            self.sign();
        }
    }

    /// Time and size of the file that is watched.
    fn state_file(&self) -> Option<(SystemTime, u64)> {
        let path = lock(&self.orders).watched.clone()?;
        let known = std::fs::metadata(path).ok()?;
        Some((known.modified().ok()?, known.len()))
    }

    /// How many requests of this run have come.
    pub(crate) fn number(&self) -> u64 {
        lock(&self.requests).number()
    }

    /// What was asked, taken out of here at the end.
    pub(crate) fn take_requests(&self) -> Requests {
        std::mem::take(&mut *lock(&self.requests))
    }

    /// The present of the data.
    pub(crate) fn present(&self) -> Timestamp {
        self.clock.held().unwrap_or_else(|| self.clock.now())
    }

    /// Lets the clock of the data stand still.
    ///
    /// # Errors
    /// The settings do not take the moment.
    pub(crate) fn hold(&self, moment: Timestamp) -> io::Result<()> {
        self.clock.hold(moment);
        self.tell_time()
    }

    /// Tells the server the moment at which its clock stands still, if it does.
    fn tell_time(&self) -> io::Result<()> {
        let Some(held) = self.clock.held() else { return Ok(()) };
        let settings = self.settings.with_prefix(&format!("now={held}"));
        let playground = Playground::new(settings.map_err(io::Error::other)?).compressing();
        *lock(&self.playground) = Arc::new(playground);
        Ok(())
    }

    fn playground(&self) -> Arc<Playground> {
        Arc::clone(&lock(&self.playground))
    }

    /// Stops listening.
    pub(crate) fn close(&self) {
        if let Some(accepting) = lock(&self.accepting).take() {
            accepting.abort();
        }
    }

    fn kill(&self, halt: Halt) {
        lock(&self.orders).halted.get_or_insert(halt);
        self.halt.notify_waiters();
    }

    /// Writes a request down, and says what becomes of it.
    fn arrive(&self, head: &Parts, body: &Bytes) -> (usize, Fate) {
        let (index, number, all) = lock(&self.requests).add(head, body, self.clock.now());
        self.look();
        let mut orders = lock(&self.orders);
        if let Some((_, seconds)) = orders.jump.take_if(|(at, _)| *at <= number) {
            self.clock.jump(seconds);
            // A moment that was held can be held later.
            let _ = self.tell_time();
        }
        if orders.halted.is_some() {
            return (index, Fate::Held);
        }
        if all > orders.most {
            orders.halted = Some(Halt::Endless);
            drop(orders);
            self.halt.notify_waiters();
            return (index, Fate::Held);
        }
        let fate = match orders.kill {
            Some(Moment::Before(at)) if number == at => Fate::Held,
            Some(Moment::Body(at)) if number == at => Fate::Halved,
            Some(Moment::After(at)) if number == at => Fate::Last,
            Some(Moment::After(at)) if number > at => Fate::Held,
            _ if orders.forbidden.iter().any(|path| path == requests::path(head.uri.path())) => {
                Fate::Forbidden
            }
            _ => Fate::Answered,
        };
        drop(orders);
        if fate == Fate::Held {
            self.kill(Halt::Moment);
        }
        (index, fate)
    }

    async fn respond(self: Arc<Self>, request: http::Request<Incoming>) -> Response<StageBody> {
        let (head, body) = request.into_parts();
        let body = Limited::new(body, BODY).collect().await;
        let Ok(body) = body.map(http_body_util::Collected::to_bytes) else {
            return refused(StatusCode::PAYLOAD_TOO_LARGE, "The body is larger than 1 MiB");
        };
        let (index, fate) = self.arrive(&head, &body);
        if fate == Fate::Held {
            return pending().await;
        }
        if fate == Fate::Forbidden {
            lock(&self.requests).answered(index, StatusCode::FORBIDDEN, None, None);
            return refused(StatusCode::FORBIDDEN, "This list may not be read");
        }
        let request = http::Request::from_parts(head.clone(), body);
        let response =
            gzip::encoded(&head, self.playground().handle(request, self.clock.now(), &self.state));
        let wait =
            response.headers().get(RETRY_AFTER).and_then(|wait| wait.to_str().ok()?.parse().ok());
        let answer = digest(&response);
        let again = lock(&self.requests).answered(index, response.status(), wait, answer);
        if again >= AGAIN {
            self.kill(Halt::Endless);
        }
        let stage = self;
        response.map(|body| match fate {
            Fate::Halved => StageBody::halved(body, move || stage.kill(Halt::Moment)),
            Fate::Last => StageBody::ending(body, move || stage.last_sent()),
            _ => StageBody::whole(body),
        })
    }

    /// The last answer of a run is sent: what comes next kills the command, if only the time.
    fn last_sent(self: Arc<Self>) {
        let run = lock(&self.requests).last_is_sent();
        tokio::spawn(async move {
            let end = Instant::now() + SIGN;
            while Instant::now() < end {
                self.look();
                sleep(LOOK).await;
            }
            // The run may have ended by itself, and another one begun.
            if lock(&self.requests).run() == run {
                self.kill(Halt::Moment);
            }
        });
    }
}

async fn accept(listener: TcpListener, stage: Arc<Stage>) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            sleep(Duration::from_millis(1)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let stage = Arc::clone(&stage);
        let service = service_fn(move |request| {
            let stage = Arc::clone(&stage);
            async move { Ok::<_, Infallible>(stage.respond(request).await) }
        });
        tokio::spawn(async {
            // A connection that fails was ended by its client.
            let _ = http1::Builder::new()
                .half_close(true)
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

/// An error that is the gauntlet's, in the form that the API's have.
fn refused(status: StatusCode, text: &str) -> Response<StageBody> {
    let text = format!("{{\"error\":\"{text}\"}}");
    let mut response =
        Response::new(StageBody::whole(connector_playground::Body::Full(text.into())));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(http::header::CONTENT_TYPE, http::HeaderValue::from_static("application/json"));
    response
}

/// What tells the answers of one case apart: status and list, since the page's number beside it may grow. None of an answer that is not
/// known as a whole.
fn digest(response: &Response<connector_playground::Body>) -> Option<u64> {
    let connector_playground::Body::Full(bytes) = response.body() else { return None };
    let list = bytes.iter().position(|byte| *byte == b'[').unwrap_or(0)
        ..bytes.iter().rposition(|byte| *byte == b']').unwrap_or(bytes.len());
    let mut hasher = DefaultHasher::new();
    (response.status().as_u16(), bytes.get(list)).hash(&mut hasher);
    Some(hasher.finish())
}

/// What is shared, whoever panicked while holding it: each change leaves it whole.
fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
