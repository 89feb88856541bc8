//! The adapter of WebAssembly, for a service worker, a page and an edge isolate alike: it converts, and does nothing else.
//!
//! JavaScript makes a [`Playground`] from settings, and hands it `Request`s for `Response`s.
//! `incoming` reads a request, `outgoing` writes the answer, `options` reads the settings; the core does the rest.
//!
//! There is no async runtime: the callbacks of promises read a request's body, so that a trap inside one rejects the promise that
//! the host waits for (`promise`). [`trapped`] tells the host afterwards to make a new instance, as workers-rs does
//! with its `reinit`.

mod incoming;
mod inside;
mod options;
mod outgoing;
mod promise;

pub use inside::trapped;

use connector_playground::{State, Timestamp};
use http::request::Parts;
use inside::Inside;
use js_sys::{Function, Object};
use options::{Options, Texts};
use outgoing::Refusal;
use serde::{Serialize, Serializer};
use wasm_bindgen::prelude::*;
use web_sys::{Request, Response};

/// A server in this instance, and its memory.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Playground {
    // Bodies that are still coming outlive every borrow, and an instance has one server for its life: no counting of references.
    server: &'static Server,
    settings: Texts,
}

/// The core and its memory.
#[derive(Debug)]
struct Server {
    playground: connector_playground::Playground,
    state: State,
}

#[wasm_bindgen]
impl Playground {
    /// A server from an object of settings in their textual form; numbers and booleans count as their text. `base` is the path it
    /// is mounted at, or the URL that all requests are below; with `isolated` it is one of several, each with a memory of its own.
    /// Without a seed one is drawn, without an anchor it is now.
    ///
    /// # Errors
    /// An `Error` that names an unknown setting, or what a setting's value should be.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue) -> Result<Self, JsValue> {
        let _inside = Inside::enter();
        let Options { base, isolated, settings, texts } =
            options::read(options, now()).map_err(|text| js_sys::Error::new(&text))?;
        let playground = connector_playground::Playground::new(settings).mounted_at(&base);
        let state = if isolated { State::isolated() } else { State::new() };
        Ok(Self { server: Box::leak(Box::new(Server { playground, state })), settings: texts })
    }

    /// Whether a path is this server's to answer.
    pub fn handles(&self, path: &str) -> bool {
        let _inside = Inside::enter();
        self.server.playground.handles(path)
    }

    /// Answers a request whatever its path is: a `Response`, or the promise of one where a body is to come. Where the answer streams,
    /// `hold` is called with a promise that lasts as long as the stream.
    ///
    /// # Errors
    /// None but what the host itself throws.
    pub fn handle(&self, request: &Request, hold: Option<Function>) -> Result<JsValue, JsValue> {
        let _inside = Inside::enter();
        self.answer(incoming::line(request), request, hold)
    }

    /// The same for paths that are this server's; undefined for all others.
    ///
    /// # Errors
    /// None but what the host itself throws.
    pub fn handle_own(
        &self,
        request: &Request,
        hold: Option<Function>,
    ) -> Result<JsValue, JsValue> {
        let _inside = Inside::enter();
        let line = incoming::line(request);
        let own =
            line.as_ref().map_or(true, |line| self.server.playground.handles(line.uri.path()));
        if own { self.answer(line, request, hold) } else { Ok(JsValue::UNDEFINED) }
    }

    /// The list of endpoints at the root, for adapters that have no page there; undefined for every other path.
    ///
    /// # Errors
    /// None but what the host itself throws.
    pub fn front_page(&self, request: &Request) -> Result<Option<Response>, JsValue> {
        let _inside = Inside::enter();
        let mut head = incoming::line(request).ok();
        let page = head.as_mut().and_then(|head| {
            incoming::read_headers(request, head);
            self.server.playground.front_page(head)
        });
        page.map(|page| outgoing::response(page, None)).transpose()
    }

    /// Whether a request to the root wants the page for people rather than the list for programs.
    pub fn wants_page(&self, request: &Request) -> bool {
        let _inside = Inside::enter();
        incoming::line(request).is_ok_and(|mut head| {
            incoming::read_headers(request, &mut head);
            connector_playground::request::header::wants_page(&head.headers)
        })
    }

    /// The credentials that `/auth/…` accepts, by name.
    ///
    /// # Errors
    /// None but what the host itself throws.
    #[wasm_bindgen(getter)]
    pub fn credentials(&self) -> Result<Object, JsValue> {
        let _inside = Inside::enter();
        object(self.server.playground.credentials().named())
    }

    /// How far clocks were moved, for [`restore_clocks`](Self::restore_clocks) of the same server in another instance; empty where none was.
    #[wasm_bindgen(getter)]
    pub fn clocks(&self) -> String {
        let _inside = Inside::enter();
        self.server.state.clocks.text()
    }

    /// Moves clocks to where they were, none of them back.
    pub fn restore_clocks(&self, text: &str) {
        let _inside = Inside::enter();
        self.server.state.clocks.restore(text);
    }

    /// The settings that make this very server again: those given, the seed and the anchor, as texts by key.
    ///
    /// # Errors
    /// None but what the host itself throws.
    #[wasm_bindgen(getter)]
    pub fn settings(&self) -> Result<Object, JsValue> {
        let _inside = Inside::enter();
        object(&self.settings)
    }
}

impl Playground {
    fn answer(
        &self,
        line: Result<Parts, Refusal>,
        request: &Request,
        hold: Option<Function>,
    ) -> Result<JsValue, JsValue> {
        let Server { playground, state } = self.server;
        match line {
            Ok(mut head) => {
                if playground.needs_headers(&head) {
                    incoming::read_headers(request, &mut head);
                }
                incoming::receive(playground.open(&head, now(), state), request, hold)
            }
            Err(refusal) => Ok(outgoing::response(refusal.answer(), None)?.into()),
        }
    }
}

/// The present, by the host's clock; asked inside a request, since some hosts have none outside.
fn now() -> Timestamp {
    // Milliseconds that a Date can hold are whole and far inside an i64.
    Timestamp::from_millis(js_sys::Date::now() as i64)
}

/// An object with these members.
fn object(
    members: impl IntoIterator<Item = (impl Serialize, impl Serialize)>,
) -> Result<Object, JsValue> {
    let object = serde_wasm_bindgen::Serializer::json_compatible().collect_map(members)?;
    Ok(object.unchecked_into())
}
