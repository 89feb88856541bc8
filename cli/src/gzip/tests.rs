use super::*;
use flate2::read::{GzDecoder, MultiGzDecoder};
use flate2::write::GzDecoder as Decoder;
use http::header::ACCEPT_ENCODING;
use std::io::Read;
use std::time::Duration;

/// An answer that may be compressed like this.
fn answer(compression: Compression, body: Body, length: Option<usize>) -> Response<Body> {
    let mut response = Response::new(body);
    response.extensions_mut().insert(compression);
    response.headers_mut().insert(ETAG, HeaderValue::from_static("\"1\""));
    response.headers_mut().insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    length.map(|length| response.headers_mut().insert(CONTENT_LENGTH, length.into()));
    response
}

fn request(method: Method, accept: &str) -> Parts {
    http::Request::builder()
        .method(method)
        .header(ACCEPT_ENCODING, accept)
        .body(())
        .unwrap()
        .into_parts()
        .0
}

/// What the first member holds, and what all hold.
fn read(bytes: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let (mut first, mut all) = (Vec::new(), Vec::new());
    GzDecoder::new(bytes).read_to_end(&mut first).unwrap();
    MultiGzDecoder::new(bytes).read_to_end(&mut all).unwrap();
    (first, all)
}

fn sized(size: usize) -> Vec<u8> {
    (0..size).map(|n| u8::try_from(n % 251).unwrap()).collect()
}

#[test]
fn bodies_of_every_size_come_back_and_short_ones_are_left_alone() {
    let accepting = request(Method::GET, "gzip");
    for compression in [Compression::Gzip, Compression::Members] {
        for size in [0, 1, 1024, 1025, PIECE, PIECE + 1, 5 * PIECE + 7] {
            let plain = sized(size);
            let response = encoded(
                &accepting,
                answer(compression, Body::Full(plain.clone().into()), Some(size)),
            );
            let coded = response.headers().contains_key(CONTENT_ENCODING);
            assert_eq!(
                (coded, response.headers().contains_key(VARY)),
                (size > 1024, true),
                "{size}"
            );
            assert_eq!(response.headers()[ETAG], if coded { "W/\"1\"" } else { "\"1\"" });
            assert_eq!(response.headers()[ACCEPT_RANGES], if coded { "none" } else { "bytes" });
            let said = response
                .headers()
                .get(CONTENT_LENGTH)
                .map(|length| length.to_str().unwrap().parse().unwrap());
            let bytes = response.into_body().into_bytes();
            assert_eq!(said, (size <= PIECE).then_some(bytes.len()), "{size}");
            if coded {
                let (first, all) = read(&bytes);
                assert_eq!(first == all, compression == Compression::Gzip, "{size}");
                assert_eq!(all, plain, "{size}");
            } else {
                assert_eq!(bytes, plain, "{size}");
            }
        }
    }
}

#[test]
fn a_client_that_refuses_plain_bytes_gets_short_ones_in_gzip_too() {
    let refusing = request(Method::GET, "gzip, identity;q=0");
    for (size, coded) in [(0, false), (1, true)] {
        let response = encoded(
            &refusing,
            answer(Compression::Gzip, Body::Full(sized(size).into()), Some(size)),
        );
        assert_eq!(response.headers().contains_key(CONTENT_ENCODING), coded, "{size}");
    }
}

#[test]
fn what_was_made_before_a_pause_can_be_read_before_it_and_a_cut_stays_a_cut() {
    let chunks = [
        Chunk::Data("one".into()),
        Chunk::Pause(Duration::from_secs(1)),
        Chunk::Data("two".into()),
        Chunk::Cut,
    ];
    let Body::Chunks(mut sent) =
        compressed(Body::Chunks(Box::new(chunks.into_iter())), Compression::Gzip)
    else {
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
fn refusals_ranges_and_what_nobody_asks_to_compress_stay_as_they_are() {
    let accepting = request(Method::GET, "gzip");
    let long = |compression| answer(compression, Body::Full(sized(5000).into()), Some(5000));
    let mut refused = long(Compression::Gzip);
    *refused.status_mut() = StatusCode::NOT_FOUND;
    let mut coded = long(Compression::Gzip);
    coded.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
    let mut unasked = long(Compression::Gzip);
    unasked.extensions_mut().clear();
    for response in [refused, coded, unasked, long(Compression::None)] {
        let kept = encoded(&accepting, response);
        assert!(!kept.headers().contains_key(VARY) && kept.body().length() == Some(5000));
    }
    let mut ranged = request(Method::GET, "gzip");
    ranged.headers.insert(RANGE, HeaderValue::from_static("bytes=0-"));
    for asked in [ranged, request(Method::GET, "identity")] {
        let plain = encoded(&asked, long(Compression::Gzip));
        assert_eq!(
            (&plain.headers()[ETAG], plain.body().length()),
            (&HeaderValue::from_static("\"1\""), Some(5000))
        );
        assert_eq!(plain.headers()[VARY], "Accept-Encoding");
    }
}

#[test]
fn what_has_not_changed_has_the_tag_of_what_would_have_come() {
    let mut known = answer(Compression::Gzip, Body::empty(), None);
    *known.status_mut() = StatusCode::NOT_MODIFIED;
    let known = encoded(&request(Method::GET, "gzip"), known);
    assert_eq!(
        (&known.headers()[ETAG], &known.headers()[VARY]),
        (&HeaderValue::from_static("W/\"1\""), &HeaderValue::from_static("Accept-Encoding"))
    );
    assert!(!known.headers().contains_key(CONTENT_ENCODING));
}
