//! A request, from the host's `Request` to the core's: its head as it came, its body in pieces for as long as the core wants any.

use crate::outgoing::{self, Refusal};
use crate::promise;
use connector_playground::Intake;
use connector_playground::request::base_url;
use http::header::HeaderValue;
use http::request::Parts;
use http::{Method, Uri, Version};
use js_sys::{Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{ReadableStreamDefaultReader, ReadableStreamReadResult, Request};

/// Longest URL that is read, in bytes; longer ones are answered 414.
const LONGEST_URL: usize = 65_534;
/// A body that comes whole is fed in pieces of this many bytes, so that no more of it is copied than is wanted.
const PIECE: u32 = 65_536;

/// The head of a request, but for its headers. It has an absolute URL and the version of HTTP that needs no `Host`, since most hosts
/// show none.
pub(crate) fn line(request: &Request) -> Result<Parts, Refusal> {
    let url = request.url();
    if url.len() > LONGEST_URL {
        return Err(Refusal::UrlTooLong);
    }
    let (mut parts, ()) = http::Request::new(()).into_parts();
    parts.version = Version::HTTP_2;
    parts.uri = Uri::try_from(url).map_err(|_| Refusal::Url)?;
    parts.method = Method::from_bytes(request.method().as_bytes()).map_err(|_| Refusal::Method)?;
    Ok(parts)
}

/// Adds the headers that the core reads: some hosts take longer for them than the core for its answer.
pub(crate) fn read_headers(request: &Request, parts: &mut Parts) {
    let mut take = |value: String, name: String| {
        // The host has checked values by the same rules, and shows names in small letters.
        let known = base_url::READ.into_iter().find(|known| known.as_str() == name);
        if let (Some(name), Ok(value)) = (known, HeaderValue::try_from(bytes(value))) {
            parts.headers.append(name, value);
        }
    };
    let taking = Closure::<dyn FnMut(String, String)>::borrow_mut_aborting(&mut take);
    // It throws only what its callback throws.
    let _ = request.headers().for_each(taking.as_js_value().unchecked_ref());
}

/// The bytes of a header's value: JavaScript shows each as the character of that number.
fn bytes(value: String) -> Vec<u8> {
    if value.is_ascii() {
        return value.into_bytes();
    }
    value.chars().map(|character| u8::try_from(character).unwrap_or(b'?')).collect()
}

/// Feeds the body while it is wanted. The value is the answer, or its promise where a body is to come.
pub(crate) fn receive(
    intake: Intake<'static>,
    request: &Request,
    hold: Option<Function>,
) -> Result<JsValue, JsValue> {
    if !intake.wants_body() {
        return Ok(outgoing::response(intake.finish(), hold)?.into());
    }
    let body = Reflect::get(request, &"body".into())?;
    if body.is_null() {
        return Ok(outgoing::response(intake.finish(), hold)?.into());
    }
    if body.is_undefined() {
        // A host that knows no streams of requests.
        return Ok(whole(intake, request.array_buffer()?, hold).into());
    }
    let reader = ReadableStreamDefaultReader::new(body.unchecked_ref())?;
    Ok(Upload { intake, reader, hold }.next().into())
}

/// Waits for a body that comes whole.
fn whole(mut intake: Intake<'static>, body: Promise, hold: Option<Function>) -> Promise {
    settled(&body, move |buffer| {
        let body = Uint8Array::new(&buffer);
        let mut start = 0;
        while intake.wants_body() && start < body.length() {
            let end = start.saturating_add(PIECE).min(body.length());
            intake.feed(&body.subarray(start, end).to_vec());
            start = end;
        }
        Ok(outgoing::response(intake.finish(), hold)?.into())
    })
}

/// A body on its way.
struct Upload {
    intake: Intake<'static>,
    reader: ReadableStreamDefaultReader,
    hold: Option<Function>,
}

impl Upload {
    /// Waits for the next piece.
    fn next(self) -> Promise {
        settled(&self.reader.read(), move |piece| self.take(piece.unchecked_ref()))
    }

    fn take(mut self, piece: &ReadableStreamReadResult) -> Result<JsValue, JsValue> {
        if piece.get_done() != Some(true) {
            self.intake.feed(&Uint8Array::new(&piece.get_value()).to_vec());
            if self.intake.wants_body() {
                return Ok(self.next().into());
            }
            // Nobody waits for this promise, and nobody needs to know how it ends.
            let _ = self.reader.cancel();
        }
        Ok(outgoing::response(self.intake.finish(), self.hold)?.into())
    }
}

/// The answer that `arrived` gives to a promise's value, or the refusal of a body that broke off.
fn settled(
    promise: &Promise,
    arrived: impl FnOnce(JsValue) -> Result<JsValue, JsValue> + 'static,
) -> Promise {
    promise::either(promise, arrived, |_error| {
        Ok(outgoing::response(Refusal::Body.answer(), None)?.into())
    })
}
