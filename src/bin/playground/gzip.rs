//! `Content-Encoding: gzip` for clients that accept it (RFC 9110 section 12.5.3): exports, and answers above [`LEAST`] bytes.
//!
//! A request without `Accept-Encoding` costs one look at its headers, and its answer is the core's to the byte. The platforms of the other
//! doors compress by themselves.

use api_playground::{Body, Chunk};
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, VARY};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use std::io::Write;

/// An answer that says it has no more bytes than this travels as it is.
const LEAST: u64 = 1024;
/// A whole body above this is compressed while it is sent, in pieces of this size, so that no other answer waits for it.
const PIECE: usize = 64 * 1024;
/// Of miniz's levels the one where a little more time stops making bodies of JSON much smaller.
const LEVEL: u32 = 2;

type Chunks = Box<dyn Iterator<Item = Chunk> + Send>;

/// The answer in the coding that the request asks for. What a client may get depends on `Accept-Encoding` only where that is named in
/// `Vary`.
pub(crate) fn encoded(request: &Parts, mut response: Response<Body>) -> Response<Body> {
    if !request.headers.contains_key(ACCEPT_ENCODING) || !is_worth_it(&response) {
        return response;
    }
    response.headers_mut().append(VARY, HeaderValue::from_static("Accept-Encoding"));
    if !accepts_gzip(&request.headers) {
        return response;
    }
    let (mut head, body) = response.into_parts();
    head.headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    // HEAD can not know how long the answer to GET would be: what it says is the same but for that.
    head.headers.remove(CONTENT_LENGTH);
    let body = if request.method == Method::HEAD { body } else { compressed(body) };
    if let Some(length) = body.length().filter(|_| request.method != Method::HEAD) {
        head.headers.insert(CONTENT_LENGTH, length.into());
    }
    Response::from_parts(head, body)
}

/// Whether an answer is a plain one, and long or of unknown length. HEAD is judged by the headers it shares with GET.
fn is_worth_it(response: &Response<Body>) -> bool {
    let headers = response.headers();
    let length = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    response.status() == StatusCode::OK && !headers.contains_key(CONTENT_ENCODING) && length.is_none_or(|n| n > LEAST)
}

/// Whether gzip is accepted, and no less than the plain form where that is named.
fn accepts_gzip(headers: &HeaderMap) -> bool {
    let (mut gzip, mut any, mut plain) = (None, None, None);
    let members = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    for (coding, weight) in members.flat_map(|value| value.split(',')).filter_map(member) {
        match coding.to_ascii_lowercase().as_str() {
            "gzip" | "x-gzip" => gzip = gzip.max(Some(weight)),
            "*" => any = Some(weight),
            "identity" => plain = Some(weight),
            _ => {}
        }
    }
    let gzip = gzip.or(any).unwrap_or_default();
    gzip > 0 && plain.is_none_or(|plain| gzip >= plain)
}

/// A coding and its weight in thousandths; None for what is none.
fn member(text: &str) -> Option<(&str, u16)> {
    let (coding, weight) = text.split_once(';').map_or((text, None), |(coding, weight)| (coding, Some(weight)));
    let weight = match weight {
        None => 1000,
        Some(weight) => {
            let (name, value) = weight.split_once('=')?;
            thousandths(value.trim()).filter(|_| name.trim().eq_ignore_ascii_case("q"))?
        }
    };
    Some((coding.trim(), weight))
}

/// `0` to `1` with up to three decimals (RFC 9110 section 12.4.2).
fn thousandths(text: &str) -> Option<u16> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits = decimals.bytes().chain(std::iter::repeat(b'0')).take(3);
    let fraction = digits.map(|digit| u16::from(digit) - u16::from(b'0'));
    let formed = ["0", "1"].contains(&whole) && decimals.len() <= 3 && decimals.bytes().all(|b| b.is_ascii_digit());
    let value = || u16::from(whole == "1") * 1000 + fraction.fold(0, |number, digit| number * 10 + digit);
    formed.then(value).filter(|weight| *weight <= 1000)
}

/// A body in gzip: short ones as a whole, all others as they are sent.
fn compressed(body: Body) -> Body {
    let chunks: Chunks = match body {
        Body::Full(bytes) if bytes.len() <= PIECE => {
            return Body::Full(Gzip::new(Box::new(std::iter::once(Chunk::Data(bytes)))).whole());
        }
        Body::Full(bytes) => Box::new(pieces(bytes)),
        Body::Stream(chunks) => chunks,
    };
    Body::Stream(Box::new(Gzip::new(chunks)))
}

fn pieces(mut bytes: Bytes) -> impl Iterator<Item = Chunk> + Send {
    std::iter::from_fn(move || {
        let piece = bytes.split_to(bytes.len().min(PIECE));
        (!piece.is_empty()).then_some(Chunk::Data(piece))
    })
}

/// Chunks in gzip. Each is flushed, so that what the core has made is on its way; pauses and cuts stay where they are.
struct Gzip {
    chunks: Chunks,
    /// None once the body has ended.
    encoder: Option<GzEncoder<Vec<u8>>>,
}

impl Gzip {
    fn new(chunks: Chunks) -> Self {
        Self { chunks, encoder: Some(GzEncoder::new(Vec::new(), Compression::new(LEVEL))) }
    }

    /// All of it, without a flush in between.
    fn whole(mut self) -> Bytes {
        let Some(mut encoder) = self.encoder.take() else { return Bytes::new() };
        for chunk in self.chunks {
            if let Chunk::Data(bytes) = chunk {
                // Writing to a vector does not fail.
                let _ = encoder.write_all(&bytes);
            }
        }
        encoder.finish().unwrap_or_default().into()
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
mod tests {
    use super::*;
    use flate2::read::GzDecoder;
    use flate2::write::GzDecoder as Decoder;
    use std::io::Read;
    use std::time::Duration;

    fn accepts(values: &[&'static str]) -> bool {
        let mut headers = HeaderMap::new();
        values.iter().for_each(|value| {
            headers.append(ACCEPT_ENCODING, HeaderValue::from_static(value));
        });
        accepts_gzip(&headers)
    }

    #[test]
    fn gzip_is_taken_where_its_weight_says_so() {
        for yes in [
            "gzip",
            "GZip",
            "x-gzip",
            "deflate, gzip;q=0.5, br",
            "*",
            "gzip;q=0.001",
            "gzip ; Q=1.000",
            "identity;q=0.5, gzip",
        ] {
            assert!(accepts(&[yes]), "{yes}");
        }
        for no in [
            "",
            "identity",
            "br",
            "gzip;q=0",
            "gzip;q=0.000, *",
            "*;q=0",
            "gzip;q=0.4, identity;q=0.5",
            "gzip;q=2",
            "gzip;q=x",
            "gzip;q=0.0001",
            "gzip;q",
            "gzip;q=1.001",
            "gzipped",
        ] {
            assert!(!accepts(&[no]), "{no}");
        }
        assert!(accepts(&["br", "gzip"]) && !accepts(&["br", "gzip;q=0"]));
    }

    fn answer(body: Body, length: Option<usize>) -> Response<Body> {
        let mut response = Response::new(body);
        length.map(|length| response.headers_mut().insert(CONTENT_LENGTH, length.into()));
        response
    }

    fn request(method: Method, accept: Option<&str>) -> Parts {
        let mut request = http::Request::builder().method(method);
        if let Some(accept) = accept {
            request = request.header(ACCEPT_ENCODING, accept);
        }
        request.body(()).unwrap().into_parts().0
    }

    fn read(bytes: &[u8]) -> Vec<u8> {
        let mut plain = Vec::new();
        GzDecoder::new(bytes).read_to_end(&mut plain).unwrap();
        plain
    }

    #[test]
    fn bodies_of_every_size_come_back_and_short_ones_are_left_alone() {
        let accepting = request(Method::GET, Some("gzip"));
        for size in [0, 1, 1024, 1025, PIECE, PIECE + 1, 5 * PIECE + 7] {
            let plain: Vec<u8> = (0..size).map(|n| u8::try_from(n % 251).unwrap()).collect();
            let response = encoded(&accepting, answer(Body::Full(plain.clone().into()), Some(size)));
            let coded = response.headers().contains_key(CONTENT_ENCODING);
            assert_eq!((coded, response.headers().contains_key(VARY)), (size > 1024, size > 1024), "{size}");
            let said = response.headers().get(CONTENT_LENGTH).map(|length| length.to_str().unwrap().parse().unwrap());
            let bytes = response.into_body().into_bytes();
            assert_eq!(said, (size <= PIECE).then_some(bytes.len()), "{size}");
            assert_eq!(if coded { read(&bytes) } else { bytes.to_vec() }, plain, "{size}");
        }
    }

    #[test]
    fn what_was_made_before_a_pause_can_be_read_before_it_and_a_cut_stays_a_cut() {
        let chunks =
            [Chunk::Data("one".into()), Chunk::Pause(Duration::from_secs(1)), Chunk::Data("two".into()), Chunk::Cut];
        let Body::Stream(mut sent) = compressed(Body::Stream(Box::new(chunks.into_iter()))) else {
            panic!("no stream")
        };
        let mut decoder = Decoder::new(Vec::new());
        let mut decoded = |chunk: Option<Chunk>| {
            let Some(Chunk::Data(bytes)) = chunk else { panic!("{chunk:?}") };
            decoder.write_all(&bytes).and_then(|()| decoder.flush()).unwrap();
            String::from_utf8(decoder.get_ref().clone()).unwrap()
        };
        assert_eq!(decoded(sent.next()), "one");
        assert_eq!(sent.next(), Some(Chunk::Pause(Duration::from_secs(1))));
        assert_eq!(decoded(sent.next()), "onetwo");
        assert_eq!((sent.next(), sent.next()), (Some(Chunk::Cut), None));
    }

    #[test]
    fn refusals_and_what_is_encoded_already_stay_as_they_are() {
        let accepting = request(Method::GET, Some("gzip"));
        let long = || Body::Full(vec![b'x'; 5000].into());
        let mut refused = answer(long(), Some(5000));
        *refused.status_mut() = StatusCode::NOT_FOUND;
        let mut coded = answer(long(), Some(5000));
        coded.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
        for response in [refused, coded] {
            assert_eq!(encoded(&accepting, response).into_body().length(), Some(5000));
        }
        let plain = encoded(&request(Method::GET, None), answer(long(), Some(5000)));
        assert_eq!((plain.headers().len(), plain.body().length()), (1, Some(5000)));
    }
}
