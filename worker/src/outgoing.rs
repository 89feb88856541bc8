//! An answer, from the core's to the host's `Response`: whole, or streamed at the core's pace and the reader's.

use crate::inside::Inside;
use crate::promise;
use connector_playground::{Body, Chunk};
use gloo_timers::callback::Timeout;
use http::StatusCode;
use http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, HeaderValue, X_CONTENT_TYPE_OPTIONS,
};
use http::response::Parts;
use js_sys::{Error, Function, JSON, Promise, Reflect, Uint8Array};
use serde::Serialize;
use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use web_sys::{
    Headers, QueuingStrategy, ReadableStream, ReadableStreamDefaultController, Response,
    ResponseInit,
};

/// The host's timers take no longer time than this, in milliseconds; they fire at once instead.
const LONGEST_TIMER: u128 = i32::MAX as u128;

#[wasm_bindgen]
extern "C" {
    // The host copies the bytes (Fetch standard, "extract a body"), so that they need no copy of their own on the way.
    #[wasm_bindgen(js_name = Response)]
    type Whole;
    #[wasm_bindgen(constructor, js_class = "Response", catch)]
    fn new(body: &[u8], init: &ResponseInit) -> Result<Whole, JsValue>;
}

/// Why a request does not reach the core.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Refusal {
    /// 414: the URL is longer than is read.
    UrlTooLong,
    /// 400: no URL that HTTP knows.
    Url,
    /// 400: no method that HTTP knows.
    Method,
    /// 400: the body broke off.
    Body,
}

impl Refusal {
    /// The refusal in the form that all errors have.
    pub(crate) fn answer(self) -> http::Response<Body> {
        let (status, text) = match self {
            Self::UrlTooLong => (StatusCode::URI_TOO_LONG, "URL is too long"),
            Self::Url => (StatusCode::BAD_REQUEST, "Malformed URL"),
            Self::Method => (StatusCode::BAD_REQUEST, "Malformed method"),
            Self::Body => (StatusCode::BAD_REQUEST, "Malformed request body"),
        };
        let mut answer =
            http::Response::new(Body::Full(format!("{{\"error\":\"{text}\"}}").into()));
        *answer.status_mut() = status;
        for (name, value) in [
            (CONTENT_TYPE, "application/json"),
            (CACHE_CONTROL, "no-store"),
            (X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        ] {
            answer.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        answer
    }
}

/// The host's response. Where it streams, `hold` is called with a promise that lasts as long.
pub(crate) fn response(
    answer: http::Response<Body>,
    hold: Option<Function>,
) -> Result<Response, JsValue> {
    let (head, body) = answer.into_parts();
    let init = init(head)?;
    match body {
        // HEAD, 204 and 304 may have no body at all, not even an empty one.
        Body::Full(bytes) if bytes.is_empty() => {
            Response::new_with_opt_js_u8_array_and_init(None, &init)
        }
        Body::Full(bytes) => Whole::new(&bytes, &init).map(JsCast::unchecked_into),
        Body::Chunks(chunks) => {
            Response::new_with_opt_readable_stream_and_init(Some(&stream(chunks, hold)?), &init)
        }
    }
}

/// A status with its headers, and the host's object of them.
struct Last {
    head: Parts,
    init: ResponseInit,
}

thread_local! {
    /// The last one that was made: most answers have those of the one before.
    static LAST: RefCell<Option<Last>> = const { RefCell::new(None) };
}

/// Status and headers as the host has them.
fn init(head: Parts) -> Result<ResponseInit, JsValue> {
    LAST.with_borrow_mut(|last| {
        if let Some(Last { head: known, init }) = last
            && known.status == head.status
            && known.headers.iter().eq(head.headers.iter())
        {
            return Ok(init.clone());
        }
        let init = made(&head)?;
        Ok(last.insert(Last { head, init }).init.clone())
    })
}

/// Status and headers in the form in which they cross the border: as one text, since each crossing costs more than reading JSON.
#[derive(Serialize)]
struct Head<'a> {
    status: u16,
    /// Pairs, since a name may come twice.
    headers: Vec<(&'a str, Cow<'a, str>)>,
}

fn made(head: &Parts) -> Result<ResponseInit, JsValue> {
    let headers = head.headers.iter().map(|(name, value)| (name.as_str(), shown(value)));
    let head = Head { status: head.status.as_u16(), headers: headers.collect() };
    let text = serde_json::to_string(&head).map_err(JsError::from)?;
    let init: ResponseInit = JSON::parse(&text)?.unchecked_into();
    let pairs = Reflect::get(&init, &"headers".into())?;
    init.set_headers(&Headers::new_with_str_sequence_sequence(&pairs)?.into());
    Ok(init)
}

/// A header's value as JavaScript shows it: each byte as the character of that number.
fn shown(value: &HeaderValue) -> Cow<'_, str> {
    match value.to_str() {
        Ok(plain) => plain.into(),
        Err(_) => value.as_bytes().iter().copied().map(char::from).collect(),
    }
}

type Chunks = Box<dyn Iterator<Item = Chunk> + Send>;

/// A stream that makes its next chunk when it is asked for one, and never sooner.
fn stream(chunks: Chunks, hold: Option<Function>) -> Result<ReadableStream, JsValue> {
    let mut ended = None;
    if let Some(hold) = hold {
        let lasting = Promise::new(&mut |resolve, _reject| ended = Some(resolve));
        hold.call1(&JsValue::UNDEFINED, &lasting)?;
    }
    let flow = Flow { chunks: RefCell::new(Some(chunks)), timer: RefCell::default(), ended };
    let strategy = QueuingStrategy::new();
    strategy.set_high_water_mark(0.0);
    ReadableStream::new_with_underlying_source_and_strategy(
        JsValue::from(Source(Rc::new(flow))).unchecked_ref(),
        &strategy,
    )
}

/// What the host's stream asks for chunks; its methods have the names the Streams standard gives them.
#[wasm_bindgen]
pub struct Source(Rc<Flow>);

/// A body on its way out.
struct Flow {
    /// What is still to come; None once the body has ended, in whatever way.
    chunks: RefCell<Option<Chunks>>,
    /// The timer of the pause that lasts now, or of the last one; dropped, it is cleared.
    timer: RefCell<Option<Timeout>>,
    /// Tells the holder that the body has ended.
    ended: Option<Function>,
}

#[wasm_bindgen]
impl Source {
    /// Hands the stream its next chunk, after the pauses before it; the promise, if there is one, lasts as long as they do.
    ///
    /// # Errors
    /// None but what the host itself throws.
    pub fn pull(&self, controller: ReadableStreamDefaultController) -> Result<JsValue, JsValue> {
        let _inside = Inside::enter();
        self.0.step(controller)
    }

    /// Nobody reads on: what is still to come is never made.
    pub fn cancel(&self) {
        let _inside = Inside::enter();
        self.0.timer.take();
        self.0.end();
    }
}

impl Flow {
    fn step(
        self: &Rc<Self>,
        controller: ReadableStreamDefaultController,
    ) -> Result<JsValue, JsValue> {
        let next = self.chunks.borrow_mut().as_mut().map(Iterator::next);
        match next {
            Some(Some(Chunk::Data(bytes))) => {
                controller.enqueue_with_chunk(&Uint8Array::from(&bytes[..]))?
            }
            Some(Some(Chunk::Pause(time))) => return Ok(self.rest(time, controller).into()),
            Some(Some(Chunk::Cut)) => {
                self.end();
                controller.error_with_e(&Error::new("the body breaks off here"));
            }
            Some(None) => {
                self.end();
                controller.close()?;
            }
            // Cancelled during a pause.
            None => {}
        }
        Ok(JsValue::UNDEFINED)
    }

    /// Waits, then goes on. The stream asks no second time for a chunk that it still waits for.
    fn rest(
        self: &Rc<Self>,
        time: Duration,
        controller: ReadableStreamDefaultController,
    ) -> Promise {
        let milliseconds = time.as_millis().min(LONGEST_TIMER) as u32;
        let over = Promise::new(&mut |resolve, _reject| {
            // Resolving a promise throws nothing.
            let end = move || drop(resolve.call0(&JsValue::UNDEFINED));
            self.timer.replace(Some(Timeout::new(milliseconds, end)));
        });
        let flow = Rc::clone(self);
        promise::then(&over, move |_over| flow.step(controller))
    }

    fn end(&self) {
        self.chunks.replace(None);
        if let Some(ended) = &self.ended {
            // Resolving a promise throws nothing.
            let _ = ended.call0(&JsValue::UNDEFINED);
        }
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Source(..)")
    }
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use super::*;
    use wasm_bindgen_futures::JsFuture;
    use wasm_bindgen_test::*;
    use web_sys::ReadableStreamDefaultReader;

    wasm_bindgen_test_configure!(run_in_browser);

    fn streamed(chunks: Vec<Chunk>) -> Response {
        response(http::Response::new(Body::Chunks(Box::new(chunks.into_iter()))), None).unwrap()
    }

    fn data(text: &'static str) -> Chunk {
        Chunk::Data(text.as_bytes().into())
    }

    fn pause(milliseconds: u64) -> Chunk {
        Chunk::Pause(Duration::from_millis(milliseconds))
    }

    #[wasm_bindgen_test]
    async fn pauses_pass_between_the_chunks() {
        let clock = || js_sys::Date::now() as i64;
        let start = clock();
        let response = streamed(vec![data("a"), pause(30), pause(30), data("b"), pause(30)]);
        let text = JsFuture::from(response.text().unwrap()).await.unwrap();
        assert_eq!(text, "ab");
        assert!(clock() - start >= 80);
    }

    #[wasm_bindgen_test]
    async fn a_cut_is_an_error_and_no_end() {
        let response = streamed(vec![data("a"), Chunk::Cut, data("b")]);
        assert!(JsFuture::from(response.text().unwrap()).await.is_err());
    }

    #[wasm_bindgen_test]
    async fn a_pause_ends_when_nobody_reads_on() {
        let body = streamed(vec![pause(3_600_000), data("a")]).body().unwrap();
        let reader = ReadableStreamDefaultReader::new(&body).unwrap();
        let piece = reader.read();
        JsFuture::from(reader.cancel()).await.unwrap();
        assert!(JsFuture::from(piece).await.is_ok());
    }

    #[wasm_bindgen_test]
    fn repeated_headers_stay_repeated_and_bytes_are_kept() {
        let mut answer = http::Response::new(Body::empty());
        for value in [&b"a"[..], &b"b\xE9"[..], &b"\"c\\\td\""[..]] {
            answer.headers_mut().append("x-trace", HeaderValue::from_bytes(value).unwrap());
        }
        let response = response(answer, None).unwrap();
        assert_eq!(
            response.headers().get("x-trace").unwrap().as_deref(),
            Some("a, b\u{E9}, \"c\\\td\"")
        );
    }
}
