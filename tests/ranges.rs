//! Ranges of bytes of the exports: any range is that slice of the whole file, of every format, dialect and size.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use bytes::Bytes;
use connector_playground::{Body, Chunk, Playground, Settings, State, Timestamp};
use http::{Request, Response};
use proptest::prelude::*;
use proptest::sample::select;

const ANCHOR: Timestamp = Timestamp::from_seconds(1_767_225_600);

type Headers<'a> = &'a [(&'a str, &'a str)];

struct Server(Playground);

impl Server {
    fn new() -> Self {
        Self(Playground::new(Settings::new("ranges", ANCHOR).unwrap()))
    }

    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Response<Body> {
        let mut request = Request::builder().method(method).uri(path).header("host", "a");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.0.handle(request.body(Bytes::new()).unwrap(), ANCHOR, &State::new())
    }

    fn get(&self, path: &str, headers: &[(&str, &str)]) -> Response<Body> {
        self.ask("GET", path, headers)
    }
}

fn header<'a>(response: &'a Response<Body>, name: &str) -> Option<&'a str> {
    response.headers().get(name).map(|value| value.to_str().unwrap())
}

fn said_length(response: &Response<Body>) -> Option<u64> {
    header(response, "content-length").map(|length| length.parse().unwrap())
}

/// The bytes that a range stands for, as the naive reader of RFC 9110 has them: None for 416.
fn slice(whole: &[u8], first: Option<usize>, last: Option<usize>) -> Option<&[u8]> {
    match (first, last) {
        (None, count) => whole.get(whole.len().saturating_sub(count.unwrap())..),
        (Some(first), last) => {
            whole.get(first..last.map_or(whole.len(), |last| (last + 1).min(whole.len())))
        }
    }
    .filter(|bytes| !bytes.is_empty())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_range_is_that_slice_of_the_whole(
        seed in select(vec!["ranges", "x", "other"]),
        (records, ties) in (1..6000_u64).prop_flat_map(|records| (Just(records), 0..=records)),
        format in select(vec!["csv", "ndjson", "json"]),
        dialect in (select(vec!["comma", "semicolon", "tab", "pipe"]), select(vec!["lf", "crlf"]), select(vec!["on", "off"]), select(vec!["on", "off"])),
        places in prop::collection::vec((0..1020_usize, 0..200_000_usize, 0..4_u8), 6),
    ) {
        let (separator, end, bom, names) = dialect;
        let prefix = format!("seed={seed},records={records},ties={ties},csv_separator={separator},csv_line_end={end},csv_bom={bom},csv_header={names}");
        let (server, path) = (Server::new(), format!("/with/{prefix}/export/{format}"));
        let whole = server.get(&path, &[]);
        let tag = header(&whole, "etag").unwrap().to_owned();
        prop_assert_eq!(header(&whole, "accept-ranges"), Some("bytes"));
        let said = said_length(&whole);
        let whole = whole.into_body().into_bytes();
        prop_assert_eq!(said, Some(whole.len() as u64));
        for (at, length, kind) in places {
            let at = whole.len() * at / 1000;
            let (text, wanted) = match kind {
                0 => (format!("bytes={at}-"), slice(&whole, Some(at), None)),
                1 => (format!("bytes=-{length}"), slice(&whole, None, Some(length))),
                2 => (format!("bytes={at}-{at}"), slice(&whole, Some(at), Some(at))),
                _ => (format!("bytes={at}-{}", at + length), slice(&whole, Some(at), Some(at + length))),
            };
            let part = server.get(&path, &[("range", &text), ("if-range", &tag), ("if-match", &tag)]);
            let Some(wanted) = wanted else {
                prop_assert_eq!(part.status(), 416, "{}", &text);
                prop_assert_eq!(header(&part, "content-range"), Some(&*format!("bytes */{}", whole.len())));
                continue;
            };
            prop_assert_eq!(part.status(), 206, "{}", &text);
            let (from, to) = (wanted.as_ptr() as usize - whole.as_ptr() as usize, wanted.len());
            let shown = format!("bytes {from}-{}/{}", from + to - 1, whole.len());
            prop_assert_eq!(header(&part, "content-range"), Some(&*shown));
            prop_assert_eq!((said_length(&part), header(&part, "etag")), (Some(to as u64), Some(&*tag)));
            prop_assert!(part.into_body().into_bytes() == wanted, "{}", &text);
        }
    }
}

#[test]
fn files_of_a_million_records_have_a_length_and_ranges_and_larger_ones_say_that_they_have_none() {
    let server = Server::new();
    for format in ["csv", "ndjson", "json"] {
        let path = format!("/with/records=1000000/export/{format}");
        let (head, whole) = (server.ask("HEAD", &path, &[]), server.get(&path, &[]));
        let length = said_length(&head).unwrap();
        assert_eq!(head.headers(), whole.headers());
        let Body::Chunks(chunks) = whole.into_body() else { panic!("made as a whole") };
        let (mut bytes, mut last) = (0, Vec::new());
        for chunk in chunks {
            let Chunk::Data(data) = chunk else { panic!("{chunk:?}") };
            bytes += data.len() as u64;
            last = data.to_vec();
        }
        assert_eq!(bytes, length);
        let end = server.get(&path, &[("range", "bytes=-1000")]);
        assert_eq!(
            end.into_body().into_bytes(),
            last.get(last.len() - 1000..).unwrap(),
            "{format}"
        );

        let path = format!("/with/records=1000001/export/{format}");
        let large = server.get(&path, &[("range", "bytes=0-9")]);
        assert_eq!((large.status().as_u16(), said_length(&large)), (200, None));
        assert_eq!(header(&large, "accept-ranges"), Some("none"));
        let tag = header(&large, "etag").unwrap().to_owned();
        assert_eq!(server.get(&path, &[("if-none-match", &tag)]).status(), 304);
    }
}

#[test]
fn conditions_come_before_ranges_and_only_get_has_ranges() {
    let (server, path) = (Server::new(), "/export/csv");
    let whole = server.get(path, &[]);
    let tag = header(&whole, "etag").unwrap().to_owned();
    let weak = format!("W/{tag}");
    let whole_bytes = whole.into_body().into_bytes();
    let part = ("range", "bytes=0-9");
    let asked: [(&str, Headers<'_>, u16); 13] = [
        ("GET", &[("if-none-match", &tag)], 304),
        ("GET", &[("if-none-match", &weak), part], 304),
        ("HEAD", &[("if-none-match", "*")], 304),
        ("GET", &[("if-none-match", "\"other\"")], 200),
        ("GET", &[("if-match", &tag), part], 206),
        ("GET", &[("if-match", "*"), part], 206),
        ("GET", &[("if-match", &weak), part], 412),
        ("GET", &[("if-match", "\"other\""), ("if-none-match", &tag)], 412),
        ("GET", &[("if-range", &tag), part], 206),
        ("GET", &[("if-range", &weak), part], 200),
        ("GET", &[("if-range", "Thu, 01 Jan 2026 00:00:00 GMT"), part], 200),
        ("GET", &[("range", "bytes=0-1,5-6")], 200),
        ("HEAD", &[part], 200),
    ];
    for (method, headers, status) in asked {
        let response = server.ask(method, path, headers);
        assert_eq!(response.status(), status, "{method} {headers:?}");
        if status == 304 {
            assert_eq!(
                (header(&response, "etag"), header(&response, "content-length")),
                (Some(&*tag), None)
            );
        }
        if status == 200 {
            assert_eq!(
                said_length(&response),
                Some(whole_bytes.len() as u64),
                "{method} {headers:?}"
            );
        }
    }
    let exposed = server.get(path, &[("range", "bytes=0-9")]);
    let exposed = header(&exposed, "access-control-expose-headers").unwrap().to_owned();
    for name in ["Content-Range", "Accept-Ranges", "ETag"] {
        assert!(exposed.contains(name), "{exposed}");
    }
}

#[test]
fn a_tag_stands_for_bytes() {
    let prefixes = [
        "",
        "/with/seed=x",
        "/with/records=199",
        "/with/ties=3",
        "/with/anchor=2025-01-01T00:00:00Z",
        "/with/csv_bom=on",
        "/with/csv_header=off",
        "/with/csv_separator=tab",
        "/with/csv_line_end=crlf",
    ];
    let server = Server::new();
    let mut seen: Vec<(String, Bytes)> = Vec::new();
    for prefix in prefixes {
        for format in ["csv", "ndjson", "json"] {
            let response = server.get(&format!("{prefix}/export/{format}"), &[]);
            let tag = header(&response, "etag").unwrap().to_owned();
            let bytes = response.into_body().into_bytes();
            for (other, others) in &seen {
                assert_eq!(*other == tag, *others == bytes, "{prefix} {format}");
            }
            seen.push((tag, bytes));
        }
    }
    let again = Server::new().get("/with/rate_limit=true,short_pages=true/export/csv", &[]);
    assert_eq!(header(&again, "etag"), Some(&*seen[0].0), "what changes no byte changes no tag");
}
