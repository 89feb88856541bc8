//! stub
use crate::body::Body;
use crate::settings::Settings;
use crate::state::State;
use crate::time::Timestamp;
use bytes::Bytes;
use http::request::Parts;
use http::{Request, Response};

/// A playground server: settings, data, credentials and routes. Knows no door.
#[derive(Debug)]
pub struct Playground {
    settings: Settings,
}

impl Playground {
    /// stub
    pub fn new(settings: Settings) -> Self {
        Self { settings }
    }
    /// The settings of the server
    pub fn settings(&self) -> &Settings {
        &self.settings
    }
    /// A whole request to its response.
    pub fn handle(&self, request: Request<Bytes>, now: Timestamp, state: &State) -> Response<Body> {
        let (head, body) = request.into_parts();
        let mut intake = self.open(&head, now, state);
        if intake.wants_body() {
            intake.feed(&body);
        }
        intake.finish()
    }
    /// Opens a request from its head.
    pub fn open(&self, _head: &Parts, _now: Timestamp, _state: &State) -> Intake<'_> {
        Intake { playground: self }
    }
    /// The door's own page at the root.
    pub fn front_page(&self, _head: &Parts) -> Option<Response<Body>> {
        None
    }
    /// Whether the core answers this path
    pub fn handles(&self, _path: &str) -> bool {
        true
    }
    /// The banner
    pub fn banner(&self, address: &str) -> String {
        format!("Starting Local API on {address} ...{}\n", self.settings.port)
    }
}

/// stub
#[derive(Debug)]
pub struct Intake<'a> {
    playground: &'a Playground,
}
impl Intake<'_> {
    /// Whether the answer depends on (more of) the body.
    pub fn wants_body(&self) -> bool {
        false
    }
    /// Takes the next bytes.
    pub fn feed(&mut self, _chunk: &[u8]) {}
    /// The answer.
    pub fn finish(self) -> Response<Body> {
        let _ = self.playground;
        Response::new(Body::empty())
    }
}
