//! The centre: a request and a moment in, a response out. Five steps: settings, route, input, handler, finish.

mod finish;
mod intake;
mod target;

pub use intake::Intake;

use crate::answer::Answer;
use crate::body::Body;
use crate::data::credentials::Credentials;
use crate::describe::{banner, front};
use crate::endpoint::{Endpoint, Route, Routes};
use crate::endpoints::ROUTES;
use crate::error::ApiError;
use crate::input::Call;
use crate::input::query::Query;
use crate::origin::{Links, check_host};
use crate::settings::{Problem, SettingError, Settings};
use crate::state::{Allowance, State};
use crate::time::Timestamp;
use crate::world::World;
use bytes::Bytes;
use finish::Finish;
use http::header::ALLOW;
use http::request::Parts;
use http::{HeaderMap, Method, Request, Response};
use percent_encoding::percent_decode_str;
use target::Target;

/// A playground server: settings, data, credentials and routes. Knows no door, no clock and no chance.
///
/// In-process it stands in for the API that a connector reads, and says whether all of it landed:
///
/// ```
/// # use api_playground::{Playground, Settings, State, Timestamp};
/// # use http::Request;
/// # let now = Timestamp::parse("2026-01-01T00:00:00Z").unwrap();
/// let playground = Playground::new(Settings::new("any seed", now));
/// let state = State::new();
/// let landed = playground.handle(Request::get("/export/csv").header("host", "localhost").body("".into()).unwrap(), now, &state);
/// let upload = Request::post("/playground/check").header("host", "localhost").body(landed.into_body().into_bytes()).unwrap();
/// let report = playground.handle(upload, now, &state).into_body().into_bytes();
/// assert!(report.starts_with(br#"{"verdict":"complete","truth":200"#));
/// ```
#[derive(Debug)]
pub struct Playground {
    world: World,
    credentials: Credentials,
    routes: &'static Routes,
    /// The path it is mounted at, without a trailing slash.
    mount: String,
    /// What endpoints see that declare no header.
    no_headers: HeaderMap,
}

/// The world that answers a request: the server's own, or one made for the request's settings.
enum InForce<'p> {
    Server(&'p World),
    Request(Box<World>),
}

impl InForce<'_> {
    const fn world(&self) -> &World {
        match self {
            Self::Server(world) => world,
            Self::Request(world) => world,
        }
    }
}

/// A request that has found its way: what answers it, and what it asks for.
struct Arrival<'p, 'r> {
    world: InForce<'p>,
    target: Target<'r>,
    now: Timestamp,
    state: &'p State,
}

impl Playground {
    /// A server with these settings.
    pub fn new(settings: Settings) -> Self {
        let credentials = Credentials::new(&settings.seed);
        let (world, routes) = (World::lasting(settings), &ROUTES);
        Self { world, credentials, routes, mount: String::new(), no_headers: HeaderMap::new() }
    }

    /// Mounted below a path, as a service worker is at its scope; a trailing slash counts for nothing.
    #[must_use]
    pub fn mounted_at(mut self, path: &str) -> Self {
        path.trim_end_matches('/').clone_into(&mut self.mount);
        self
    }

    /// The settings of the server.
    pub const fn settings(&self) -> &Settings {
        &self.world.settings
    }

    /// The credentials of the server.
    pub const fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// Answers a whole request. `now` is the present; it fills buckets, and is the clock of data and tokens unless the settings hold that.
    pub fn handle(&self, request: Request<Bytes>, now: Timestamp, state: &State) -> Response<Body> {
        let (head, body) = request.into_parts();
        let mut intake = self.open(&head, now, state);
        if intake.wants_body() {
            intake.feed(&body);
        }
        intake.finish()
    }

    /// Opens a request from its head. A door feeds the body while the intake wants it, then finishes it.
    pub fn open<'p>(&'p self, head: &Parts, now: Timestamp, state: &'p State) -> Intake<'p> {
        let mut finish = Finish::new(head, self.world.settings.journal);
        let opened = check_host(head).and_then(|()| self.admit(head, now, state, &mut finish));
        let mut intake = opened.unwrap_or_else(|error| Intake::answered(&finish, error.into()));
        if finish.journalled {
            let outcome = intake.outcome();
            let place = state.journal.open(head, &self.mount, now, outcome);
            intake.place = place.filter(|_| outcome.bytes.is_none());
        }
        intake
    }

    /// The list of the endpoints at the root, for doors that have no page there, or none for who asks. None for every other path. No row
    /// of the table, so that a service worker never answers a navigation.
    pub fn front_page(&self, head: &Parts) -> Option<Response<Body>> {
        let path = head.uri.path();
        // What nearly every request asks for is told from the root by two bytes.
        if self.mount.is_empty()
            && !path.ends_with('/')
            && !matches!(path.as_bytes().get(1), Some(b'w' | b'/' | b'%') | None)
        {
            return None;
        }
        let target = Target::of(path, &self.mount).filter(Target::is_root)?;
        let finish = Finish::new(head, false);
        let admitted = check_host(head).and_then(|()| self.world_of(&target).map(drop));
        let answer = admitted.map(|()| match head.method {
            Method::GET | Method::HEAD => front::list(self.routes, &self.links(head, &target)),
            Method::OPTIONS => finish::options(head, front::ALLOWED),
            _ => Answer::from(ApiError::MethodNotAllowed).with(ALLOW, front::ALLOWED),
        });
        Some(finish.apply(answer.unwrap_or_else(Answer::from), None))
    }

    /// Whether a path is this server's to answer; doors pass on the others. The root is not: a door may have a page there.
    pub fn handles(&self, path: &str) -> bool {
        Target::of(path, &self.mount).is_some_and(|target| {
            self.routes.find(&target.path).is_some() || target.prefix.is_some() && !target.is_root()
        })
    }

    /// Whether the answer to a request may depend on headers besides `Host`. To a door that pays for each header it reads, this tells
    /// when it need not: endpoints that declare none never see any.
    pub fn needs_headers(&self, head: &Parts) -> bool {
        if self.world.settings.trust_forwarded || head.method == Method::OPTIONS {
            return true;
        }
        let target = Target::of(head.uri.path(), &self.mount);
        let route = target.as_ref().and_then(|target| self.routes.find(&target.path));
        route.and_then(|route| route.endpoint(&head.method)).is_some_and(|endpoint| endpoint.reads_headers)
    }

    /// What a terminal shows when the server starts; `authority` is the address it is bound to, as in `127.0.0.1:5001`.
    pub fn banner(&self, authority: &str) -> String {
        banner::text(self.routes, &self.world.settings, &self.credentials, authority)
    }

    /// Settings, limits and route; then the answer itself, or an intake where it depends on the body.
    fn admit<'p>(
        &'p self,
        head: &Parts,
        now: Timestamp,
        state: &'p State,
        finish: &mut Finish,
    ) -> Result<Intake<'p>, ApiError> {
        let target = Target::of(head.uri.path(), &self.mount).ok_or(ApiError::NotFound)?;
        let world = self.world_of(&target)?;
        let arrival = Arrival { world, target, now, state };
        let route = self.routes.find(&arrival.target.path);
        finish.journalled = arrival.world.world().settings.journal && route.as_ref().is_none_or(Route::journalled);
        finish.private = route.as_ref().is_some_and(Route::private);
        if !route.as_ref().is_some_and(Route::free) {
            finish.allowance = arrival.take_token()?;
        }
        if let Some(allowance) = finish.allowance.filter(|allowance| !allowance.granted) {
            return Err(ApiError::RateLimited { retry_after: allowance.retry_after });
        }
        let route = route.ok_or(ApiError::NotFound)?;
        let Some(endpoint) = route.endpoint(&head.method) else {
            let answer = if head.method == Method::OPTIONS {
                finish::options(head, route.allow())
            } else {
                Answer::from(ApiError::MethodNotAllowed).with(ALLOW, route.allow())
            };
            return Ok(Intake::answered(finish, answer));
        };
        if endpoint.takes_body() {
            return Intake::of_body(self, state, endpoint, head, now, finish, || {
                endpoint.receive(&self.call(endpoint, head, &[], &arrival, &route))
            });
        }
        Ok(Intake::answered(finish, endpoint.call(&self.call(endpoint, head, &[], &arrival, &route))?))
    }

    /// Answers a request whose body came after its head.
    fn answer(
        &self,
        endpoint: &Endpoint,
        head: &Parts,
        now: Timestamp,
        state: &State,
        body: &[u8],
    ) -> Result<Answer, ApiError> {
        let target = Target::of(head.uri.path(), &self.mount).ok_or(ApiError::NotFound)?;
        let arrival = Arrival { world: self.world_of(&target)?, target, now, state };
        let route = self.routes.find(&arrival.target.path).ok_or(ApiError::NotFound)?;
        endpoint.call(&self.call(endpoint, head, body, &arrival, &route))
    }

    fn world_of(&self, target: &Target<'_>) -> Result<InForce<'_>, ApiError> {
        let Some(prefix) = target.prefix else { return Ok(InForce::Server(&self.world)) };
        if target.second_prefix() {
            return Err(ApiError::Setting(SettingError { key: "with".to_owned(), problem: Problem::SecondPrefix }));
        }
        let settings = self.world.settings.with_prefix(prefix).map_err(ApiError::Setting)?;
        Ok(InForce::Request(Box::new(self.world.changed(settings))))
    }

    fn links<'a>(&'a self, head: &'a Parts, target: &Target<'a>) -> Links<'a> {
        Links { head, settings: &self.world.settings, mount: &self.mount, prefix: target.prefix }
    }

    fn call<'a>(
        &'a self,
        endpoint: &Endpoint,
        head: &'a Parts,
        body: &'a [u8],
        arrival: &'a Arrival<'a, 'a>,
        route: &Route<'a, 'a>,
    ) -> Call<'a> {
        let world = arrival.world.world();
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        Call {
            query: Query::parse(head.uri.query()),
            path: route.parameters.iter().map(|&(name, text)| (name, decoded(text))).collect(),
            headers: if endpoint.reads_headers { &head.headers } else { &self.no_headers },
            body,
            world,
            state: arrival.state,
            credentials: &self.credentials,
            now: world.settings.now.unwrap_or(arrival.now),
            links: self.links(head, &arrival.target),
        }
    }
}

impl Arrival<'_, '_> {
    /// Takes a token where limits are on; None where they are off.
    fn take_token(&self) -> Result<Option<Allowance>, ApiError> {
        let settings = &self.world.world().settings;
        Ok(settings
            .rate_limit
            .then(|| self.state.take_token(self.target.prefix.unwrap_or_default(), settings.capacity, self.now)))
    }
}
