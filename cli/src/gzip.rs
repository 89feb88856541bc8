//! `Content-Encoding: gzip` where the setting `compression` asks for it and the client accepts it (RFC 9110 section 12.5.3): exports, and
//! answers above [`LEAST`] bytes.
//!
//! The core says by [`Compression`], in the extensions of an answer, how it may be compressed; one without it costs a look, and is the core's
//! to the byte. The platforms of the other adapters compress by themselves.

mod accepted;

use accepted::Accepted;
use bytes::Bytes;
use connector_playground::{Body, Chunk, Compression};
use flate2::write::GzEncoder;
use http::header::{ACCEPT_RANGES, CONTENT_ENCODING, CONTENT_LENGTH, ETAG, RANGE, VARY};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use std::io::Write;

/// An answer that says it has no more bytes than this travels as it is, unless the client refuses that. The first of several members has
/// as many, so that every other answer has two at least.
const LEAST: u64 = 1024;
/// A whole body above this is compressed while it is sent, in pieces of this size, so that no other answer waits for it.
const PIECE: usize = 64 * 1024;
/// Of miniz's levels the one where a little more time stops making bodies of JSON much smaller.
const LEVEL: u32 = 2;

type Chunks = Box<dyn Iterator<Item = Chunk> + Send>;

/// The answer in the coding that the request and the setting ask for. A range is always one of the plain bytes.
pub(crate) fn encoded(request: &Parts, mut response: Response<Body>) -> Response<Body> {
    let Some(&compression) = response.extensions().get::<Compression>() else { return response };
    let can_be = matches!(
        response.status(),
        StatusCode::OK | StatusCode::PARTIAL_CONTENT | StatusCode::NOT_MODIFIED
    );
    if compression == Compression::None
        || !can_be
        || response.headers().contains_key(CONTENT_ENCODING)
    {
        return response;
    }
    response.headers_mut().append(VARY, HeaderValue::from_static("Accept-Encoding"));
    let accepted = Accepted::of(&request.headers);
    if !accepted.gzip || request.headers.contains_key(RANGE) || !is_worth_it(&response, &accepted) {
        return response;
    }
    let (mut head, body) = response.into_parts();
    mark(&mut head.headers);
    if head.status == StatusCode::NOT_MODIFIED {
        return Response::from_parts(head, body);
    }
    head.headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    // HEAD cannot know how long the answer to GET would be: what it says is the same but for that.
    head.headers.remove(CONTENT_LENGTH);
    let body = if request.method == Method::HEAD { body } else { compressed(body, compression) };
    if let Some(length) = body.length().filter(|_| request.method != Method::HEAD) {
        head.headers.insert(CONTENT_LENGTH, length.into());
    }
    Response::from_parts(head, body)
}

/// Whether an answer is long or of unknown length, or cannot be sent otherwise. HEAD is judged by the headers it shares with GET.
fn is_worth_it(response: &Response<Body>, accepted: &Accepted) -> bool {
    if response.status() == StatusCode::NOT_MODIFIED {
        return true;
    }
    let length = response
        .headers()
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    let least = if accepted.plain { LEAST } else { 0 };
    response.status() == StatusCode::OK && length.is_none_or(|length| length > least)
}

/// Says that these are not the plain bytes: the tag of those does not stand for them to the byte (RFC 9110 section 8.8.3), nor have they
/// ranges.
fn mark(headers: &mut HeaderMap) {
    if let Some(tag) = headers.get_mut(ETAG)
        && tag.as_bytes().first() == Some(&b'"')
        && let Ok(weak) = HeaderValue::from_bytes(&[b"W/", tag.as_bytes()].concat())
    {
        *tag = weak;
    }
    if let Some(ranges) = headers.get_mut(ACCEPT_RANGES).filter(|ranges| *ranges == "bytes") {
        *ranges = HeaderValue::from_static("none");
    }
}

/// A body in gzip: short ones as a whole, all others as they are sent.
fn compressed(body: Body, compression: Compression) -> Body {
    let short = body.length().is_some_and(|length| length <= PIECE);
    let chunks: Chunks = match body {
        Body::Full(bytes) => Box::new(Pieces { bytes, size: PIECE }),
        Body::Chunks(chunks) => chunks,
    };
    let body = Body::Chunks(match compression {
        Compression::Members => {
            Box::new(Members { chunks, rest: Bytes::new(), size: LEAST as usize })
        }
        _ if short => Box::new(chunks.map(member)),
        _ => Box::new(Gzip::new(chunks)),
    });
    if short { Body::Full(body.into_bytes()) } else { body }
}

/// A whole body in pieces.
struct Pieces {
    bytes: Bytes,
    size: usize,
}

impl Iterator for Pieces {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        let piece = self.bytes.split_to(self.bytes.len().min(self.size));
        (!piece.is_empty()).then_some(Chunk::Data(piece))
    }
}

/// A chunk as a file of its own in gzip.
fn member(chunk: Chunk) -> Chunk {
    let Chunk::Data(bytes) = chunk else { return chunk };
    let mut encoder = encoder();
    let made = encoder.write_all(&bytes).and_then(|()| encoder.finish());
    made.map_or(Chunk::Cut, |bytes| Chunk::Data(bytes.into()))
}

fn encoder() -> GzEncoder<Vec<u8>> {
    GzEncoder::new(Vec::new(), flate2::Compression::new(LEVEL))
}

/// Chunks as members, one behind the other: each is a whole file in gzip, and so are all together (RFC 1952 section 2.2). Readers that take the
/// first for all lose the rest.
struct Members {
    chunks: Chunks,
    /// What is left of the last chunk.
    rest: Bytes,
    /// The bytes of the next member, at most.
    size: usize,
}

impl Iterator for Members {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        if self.rest.is_empty() {
            match self.chunks.next()? {
                Chunk::Data(bytes) => self.rest = bytes,
                other => return Some(other),
            }
        }
        let size = std::mem::replace(&mut self.size, PIECE);
        Some(member(Chunk::Data(self.rest.split_to(self.rest.len().min(size)))))
    }
}

/// Chunks in gzip, as one member. Each is flushed, so that what the core has made is on its way; pauses and cuts stay where they are.
struct Gzip {
    chunks: Chunks,
    /// None once the body has ended.
    encoder: Option<GzEncoder<Vec<u8>>>,
}

impl Gzip {
    fn new(chunks: Chunks) -> Self {
        Self { chunks, encoder: Some(encoder()) }
    }
}

impl Iterator for Gzip {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        let encoder = self.encoder.as_mut()?;
        let made = match self.chunks.next() {
            Some(Chunk::Data(bytes)) => {
                let written = encoder.write_all(&bytes).and_then(|()| encoder.flush());
                written.map(|()| std::mem::take(encoder.get_mut()))
            }
            Some(Chunk::Pause(time)) => return Some(Chunk::Pause(time)),
            Some(Chunk::Cut) => {
                self.encoder = None;
                return Some(Chunk::Cut);
            }
            None => self.encoder.take()?.finish(),
        };
        Some(made.map_or(Chunk::Cut, |bytes| Chunk::Data(bytes.into())))
    }
}

#[cfg(test)]
mod tests;
