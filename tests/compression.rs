//! The setting `compression` in the core: it asks the adapter, and refuses what no platform does where that is to compress.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use bytes::Bytes;
use connector_playground::{Body, Compression, Playground, Settings, State};
use http::{Request, Response};

fn ask(playground: &Playground, path: &str) -> Response<Body> {
    let request = Request::get(path)
        .header("host", "a")
        .header("accept-encoding", "gzip")
        .body(Bytes::new())
        .unwrap();
    playground.handle(request, Settings::ANCHOR, &State::new())
}

fn asked(response: &Response<Body>) -> Option<Compression> {
    response.extensions().get().copied()
}

#[test]
fn an_answer_says_how_it_may_be_compressed_and_is_plain_itself() {
    let playground = Playground::new(Settings::default()).compressing();
    let plain = ask(&playground, "/export/csv");
    assert_eq!(asked(&plain), None);
    let plain = plain.into_body().into_bytes();
    for (value, wanted) in [("gzip", Compression::Gzip), ("members", Compression::Members)] {
        let response = ask(&playground, &format!("/with/compression={value}/export/csv"));
        assert_eq!(asked(&response), Some(wanted));
        assert!(!response.headers().contains_key("content-encoding"));
        assert_eq!(response.into_body().into_bytes(), plain);
    }
}

#[test]
fn members_are_refused_where_the_platform_compresses() {
    let of_server: Settings = "compression=members".parse().unwrap();
    let (plain, members) = (Playground::new(Settings::default()), Playground::new(of_server));
    for (playground, path) in [
        (&plain, "/with/compression=members/export/csv"),
        (&plain, "/with/compression=members/nothing"),
        (&members, "/export/csv"),
    ] {
        let response = ask(playground, path);
        assert_eq!(response.status(), 501, "{path}");
        let error: serde_json::Value =
            serde_json::from_slice(&response.into_body().into_bytes()).unwrap();
        assert!(
            error["error"].as_str().unwrap().contains("'compression' cannot be 'members' here"),
            "{error}"
        );
    }
    assert_eq!(ask(&plain, "/with/compression=gzip/export/csv").status(), 200);
    assert_eq!(ask(&members, "/with/compression=none/export/csv").status(), 200);
}
