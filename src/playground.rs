//! The entry point of the library: a request and a moment in, a response out. The five steps are settings, route, input, handler and finish.

mod admission;
mod finish;
mod intake;
mod routes;
mod target;

pub use intake::Intake;
pub use routes::{API, ROUTES};

use crate::credentials::Credentials;
use crate::document::{banner, front};
use crate::instance::Instance;
use crate::request::base_url::{Aim, aim};
use crate::request::host::check_host;
use crate::response::Response;
use crate::response::body::Body;
use crate::response::error::ApiError;
use crate::router::Routes;
use crate::settings::{Compression, Settings};
use crate::state::State;
use crate::time::Timestamp;
use bytes::Bytes;
use finish::Finish;
use http::header::ALLOW;
use http::request::Parts;
use http::{HeaderMap, Method, Request};
use target::Target;

/// A playground server: settings, data, credentials and routes. Knows no adapter, no clock and no chance.
///
/// In-process it stands in for the API that a connector reads, and says whether all of it landed:
///
/// ```
/// # use connector_playground::{Playground, Settings, State};
/// # use http::Request;
/// # let now = Settings::ANCHOR;
/// let playground = Playground::new(Settings::default());
/// let state = State::new();
/// let landed = playground.handle(Request::get("/export/csv").header("host", "localhost").body("".into()).unwrap(), now, &state);
/// let upload = Request::post("/playground/check").header("host", "localhost").body(landed.into_body().into_bytes()).unwrap();
/// let report = playground.handle(upload, now, &state).into_body().into_bytes();
/// assert!(report.starts_with(br#"{"verdict":"complete","truth":200"#));
/// ```
#[derive(Debug)]
pub struct Playground {
    instance: Instance,
    credentials: Credentials,
    routes: &'static Routes,
    /// The path it is mounted at, without a trailing slash.
    mount: String,
    /// Whether requests come at one base URL alone, which the document may name.
    has_one_base: bool,
    /// An empty header map, which endpoints without declared headers are given.
    no_headers: HeaderMap,
    /// Whether the adapter compresses.
    compressing: bool,
}

impl Playground {
    /// A server with these settings.
    pub fn new(settings: Settings) -> Self {
        let credentials = Credentials::new(&settings.seed);
        let (instance, routes) = (Instance::lasting(settings), &ROUTES);
        let (mount, no_headers) = (String::new(), HeaderMap::new());
        Self {
            instance,
            credentials,
            routes,
            mount,
            has_one_base: false,
            no_headers,
            compressing: false,
        }
    }

    /// Behind an adapter that compresses as the [`Compression`] in the extensions of a response says. Other adapters leave that to their platform, so
    /// that `compression=members`, which no platform does, is 501 there.
    #[must_use]
    pub const fn compressing(mut self) -> Self {
        self.compressing = true;
        self
    }

    /// Mounted below a path, as a service worker is at its scope; a trailing slash counts for nothing. With a whole URL, such as
    /// `http://127.0.0.1:8000/a/`, all requests are below it, so that the OpenAPI document names it, too.
    #[must_use]
    pub fn mounted_at(mut self, base: &str) -> Self {
        let rest = base.split_once("://").filter(|_| !base.starts_with('/')).map(|(_, rest)| rest);
        self.has_one_base = rest.is_some();
        let path = rest.map_or(base, |rest| rest.find('/').map_or("", |at| rest.split_at(at).1));
        path.trim_end_matches('/').clone_into(&mut self.mount);
        self
    }

    /// The settings of the server.
    pub const fn settings(&self) -> &Settings {
        &self.instance.settings
    }

    /// The credentials of the server.
    pub const fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// Answers a whole request. `now` is the present; it fills buckets, and is the clock of data and tokens unless the settings hold that.
    pub fn handle(
        &self,
        request: Request<Bytes>,
        now: Timestamp,
        state: &State,
    ) -> http::Response<Body> {
        let (head, body) = request.into_parts();
        let mut intake = self.open(&head, now, state);
        if intake.wants_body() {
            intake.feed(&body);
        }
        intake.finish()
    }

    /// Opens a request from its head. An adapter feeds the body while the intake wants it, then finishes it.
    pub fn open<'p>(&'p self, head: &Parts, now: Timestamp, state: &'p State) -> Intake<'p> {
        let mut finish = Finish::new(head, self.instance.settings.journal);
        let opened = check_host(head).and_then(|()| match aim(head)? {
            Aim::Path => self.admit(head, now, state, &mut finish),
            Aim::Server => {
                Ok(Intake::answered(&finish, finish::options(head, self.routes.allow())))
            }
        });
        let mut intake = opened.unwrap_or_else(|error| Intake::answered(&finish, error.into()));
        if finish.journalled {
            let outcome = intake.outcome();
            let place =
                state.journal.open(head, (&self.mount, &self.instance.settings.seed), now, outcome);
            intake.entry = outcome.bytes.is_none().then_some(place);
        }
        intake
    }

    /// The list of the endpoints at the root, for adapters that have no page there, or none for who asks. None for every other path. No row
    /// of the table, so that a service worker never answers a navigation.
    pub fn front_page(&self, head: &Parts) -> Option<http::Response<Body>> {
        let path = head.uri.path();
        // Two bytes tell the path of nearly every request from the root.
        if self.mount.is_empty()
            && !path.ends_with('/')
            && !matches!(path.as_bytes().get(1), Some(b'w' | b'/' | b'%') | None)
        {
            return None;
        }
        let target =
            Target::of(path, &self.mount).filter(Target::is_root).filter(|_| aim(head).is_ok())?;
        let mut finish = Finish::new(head, false);
        // As elsewhere, a preflight passes whatever the settings are.
        let compression = || match head.method {
            Method::OPTIONS => Ok(Compression::None),
            _ => self.instance_of(&target).map(|instance| instance.instance().settings.compression),
        };
        let admitted = check_host(head).and_then(|()| compression());
        let answer = admitted.map(|compression| finish.compression = compression);
        let answer = answer.map(|()| match head.method {
            Method::OPTIONS => finish::options(head, front::ALLOWED),
            Method::GET | Method::HEAD => front::list(self.routes, &self.links(head, &target)),
            _ => Response::from(ApiError::MethodNotAllowed).with(ALLOW, front::ALLOWED),
        });
        Some(finish.apply(answer.unwrap_or_else(Response::from), None))
    }

    /// Whether a path is this server's to answer; adapters pass on the others. The root is not: an adapter may have a page there.
    pub fn handles(&self, path: &str) -> bool {
        Target::of(path, &self.mount).is_some_and(|target| {
            self.routes.find(&target.path).is_some() || target.prefix.is_some() && !target.is_root()
        })
    }

    /// Whether the answer to a request may depend on headers besides `Host`. To an adapter that pays for each header it reads, this tells
    /// when it need not: endpoints that declare none never see any.
    pub fn needs_headers(&self, head: &Parts) -> bool {
        if self.instance.settings.trust_forwarded || head.method == Method::OPTIONS {
            return true;
        }
        let target = Target::of(head.uri.path(), &self.mount);
        let route = target.as_ref().and_then(|target| self.routes.find(&target.path));
        route
            .and_then(|route| route.endpoint(&head.method))
            .is_some_and(|endpoint| endpoint.reads_headers)
    }

    /// Whether making the response may take long: records that move are put in order by the first request of a time, of 100,000 of them in some tenths
    /// of a second. An adapter whose threads serve other requests too lets a thread of its own wait for that.
    pub fn may_take_long(&self, head: &Parts) -> bool {
        self.instance.settings.moving || head.uri.path().contains("moving")
    }

    /// What a terminal shows when the server starts; `authority` is the address it is bound to, as in `127.0.0.1:5001`.
    pub fn banner(&self, authority: &str) -> String {
        banner::text(self.routes, &self.instance.settings, &self.credentials, authority)
    }
}
