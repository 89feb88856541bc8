//! The first steps of a request: its settings, its limits and its route; then its endpoint is called.

use super::finish::{self, Finish};
use super::target::Target;
use super::{Intake, Playground};
use crate::instance::Instance;
use crate::request::Call;
use crate::request::base_url::Links;
use crate::request::query::Query;
use crate::response::Response;
use crate::response::error::ApiError;
use crate::router::{Endpoint, Route};
use crate::settings::{Compression, Problem, SettingError};
use crate::state::{Allowance, State};
use crate::time::Timestamp;
use http::Method;
use http::header::ALLOW;
use http::request::Parts;
use percent_encoding::percent_decode_str;

/// The instance that answers a request: the server's own, or one made for the request's settings.
pub(super) enum InForce<'p> {
    Server(&'p Instance),
    Request(Box<Instance>),
}

impl InForce<'_> {
    pub(super) const fn instance(&self) -> &Instance {
        match self {
            Self::Server(instance) => instance,
            Self::Request(instance) => instance,
        }
    }
}

/// A routed request: the endpoint and the instance that answer it, and its parameters.
struct Arrival<'p, 'r> {
    instance: InForce<'p>,
    target: Target<'r>,
    now: Timestamp,
    state: &'p State,
}

impl Playground {
    /// Settings, limits and route; then the answer itself, or an intake where it depends on the body.
    pub(super) fn admit<'p>(
        &'p self,
        head: &Parts,
        now: Timestamp,
        state: &'p State,
        finish: &mut Finish,
    ) -> Result<Intake<'p>, ApiError> {
        let target = Target::of(head.uri.path(), &self.mount).ok_or(ApiError::NotFound)?;
        let instance = match self.instance_of(&target) {
            // A preflight succeeds, so that a page can read in the actual response what is wrong with the settings.
            Err(_) if head.method == Method::OPTIONS => {
                let route = self.routes.find(&target.path);
                finish.private = route.as_ref().is_some_and(Route::private);
                let allow = route.map_or_else(|| self.routes.allow(), |route| route.allow());
                return Ok(Intake::answered(finish, finish::options(head, allow)));
            }
            instance => instance?,
        };
        let arrival = Arrival { instance, target, now, state };
        let route = self.routes.find(&arrival.target.path);
        finish.compression = arrival.instance.instance().settings.compression;
        finish.journalled = arrival.instance.instance().settings.journal
            && route.as_ref().is_none_or(Route::journalled);
        finish.private = route.as_ref().is_some_and(Route::private);
        if !route.as_ref().is_some_and(Route::free) {
            finish.allowance = arrival.take_token()?;
        }
        if let Some(allowance) = finish.allowance.filter(|allowance| !allowance.granted) {
            return Err(ApiError::RateLimited { retry_after: allowance.retry_after });
        }
        let Some(route) = route else {
            // A preflight succeeds, so that a page can read the 404.
            return if finish::is_preflight(head) {
                Ok(Intake::answered(finish, finish::options(head, self.routes.allow())))
            } else {
                Err(ApiError::NotFound)
            };
        };
        let Some(endpoint) = route.endpoint(&head.method) else {
            let answer = if head.method == Method::OPTIONS {
                finish::options(head, route.allow())
            } else {
                Response::from(ApiError::MethodNotAllowed).with(ALLOW, route.allow())
            };
            return Ok(Intake::answered(finish, answer));
        };
        if endpoint.takes_body() {
            return Intake::of_body(self, state, endpoint, head, now, finish, || {
                endpoint.receive(&self.call(endpoint, head, &[], &arrival, &route))
            });
        }
        Ok(Intake::answered(
            finish,
            endpoint.call(&self.call(endpoint, head, &[], &arrival, &route))?,
        ))
    }

    /// Answers a request whose body came after its head.
    pub(super) fn answer(
        &self,
        endpoint: &Endpoint,
        head: &Parts,
        now: Timestamp,
        state: &State,
        body: &[u8],
    ) -> Result<Response, ApiError> {
        let target = Target::of(head.uri.path(), &self.mount).ok_or(ApiError::NotFound)?;
        let arrival = Arrival { instance: self.instance_of(&target)?, target, now, state };
        let route = self.routes.find(&arrival.target.path).ok_or(ApiError::NotFound)?;
        endpoint.call(&self.call(endpoint, head, body, &arrival, &route))
    }

    pub(super) fn instance_of(&self, target: &Target<'_>) -> Result<InForce<'_>, ApiError> {
        let instance = self.requested_instance(target)?;
        let members = instance.instance().settings.compression == Compression::Members;
        if members && !self.compressing { Err(ApiError::NoMembers) } else { Ok(instance) }
    }

    fn requested_instance(&self, target: &Target<'_>) -> Result<InForce<'_>, ApiError> {
        let Some(prefix) = target.prefix else { return Ok(InForce::Server(&self.instance)) };
        if target.second_prefix() {
            return Err(ApiError::Setting(SettingError {
                key: "with".to_owned(),
                problem: Problem::SecondPrefix,
            }));
        }
        let settings = self.instance.settings.with_prefix(prefix).map_err(ApiError::Setting)?;
        Ok(InForce::Request(Box::new(self.instance.changed(settings))))
    }

    pub(super) fn links<'a>(&'a self, head: &'a Parts, target: &Target<'a>) -> Links<'a> {
        let (settings, mount) = (&self.instance.settings, &self.mount);
        Links { head, settings, mount, has_one_base: self.has_one_base, prefix: target.prefix }
    }

    fn call<'a>(
        &'a self,
        endpoint: &Endpoint,
        head: &'a Parts,
        body: &'a [u8],
        arrival: &'a Arrival<'a, 'a>,
        route: &Route<'a, 'a>,
    ) -> Call<'a> {
        let instance = arrival.instance.instance();
        let moved = arrival.state.clocks.moved(&instance.settings);
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        Call {
            query: Query::parse(head.uri.query()),
            path: route.parameters.iter().map(|&(name, text)| (name, decoded(text))).collect(),
            headers: if endpoint.reads_headers { &head.headers } else { &self.no_headers },
            body,
            instance,
            state: arrival.state,
            credentials: &self.credentials,
            now: instance.settings.clock(arrival.now, moved),
            real: arrival.now,
            moved,
            links: self.links(head, &arrival.target),
        }
    }
}

impl Arrival<'_, '_> {
    /// Takes a token where limits are on; None where they are off.
    fn take_token(&self) -> Result<Option<Allowance>, ApiError> {
        let settings = &self.instance.instance().settings;
        Ok(settings.rate_limit.then(|| {
            self.state.take_token(
                self.target.prefix.unwrap_or_default(),
                settings.capacity,
                self.now,
            )
        }))
    }
}
