//! Documents computed from the endpoint table: banner, OpenAPI, llms.txt, client configurations, front page and manual. None of them is a
//! second list of endpoints.

pub mod banner;
pub mod clients;
mod endpoints;
pub mod example;
pub mod front;
pub mod llms;
pub mod manual;
pub mod openapi;
mod template;

pub use endpoints::rows;

use crate::response::body::Body;
use crate::router::Routes;
use crate::settings::Settings;
use crate::state::State;
use crate::time::Timestamp;
use bytes::Bytes;
use std::fmt::Debug;

/// What the documents describe: the whole endpoint table, and a server that answers its samples. The documents are endpoints of that
/// server, so `playground` passes this in when it registers them; importing it from here would be a cycle.
#[derive(Clone, Copy, Debug)]
pub struct Api {
    /// The table, the documents' own endpoints included.
    pub routes: fn() -> &'static Routes,
    /// A server of these settings.
    pub server: fn(Settings) -> Box<dyn Server>,
}

/// What answers the samples.
pub trait Server: Debug {
    /// Its settings.
    fn settings(&self) -> &Settings;

    /// Answers a whole request.
    fn respond(
        &self,
        request: http::Request<Bytes>,
        now: Timestamp,
        state: &State,
    ) -> http::Response<Body>;
}
