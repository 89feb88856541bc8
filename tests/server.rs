//! The features `tower` and `server`, as users of the crate have them.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

#[path = "support/http.rs"]
#[allow(
    dead_code,
    clippy::panic,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a part of it is used here"
)]
mod client;

use connector_playground::server::TestServer;
use connector_playground::service::PlaygroundService;
use connector_playground::{Playground, Settings, Timestamp};
use std::net::TcpStream;

fn settings(pairs: &[(&str, &str)]) -> Settings {
    let builder = Settings::builder("tests", "2026-01-01T00:00:00Z".parse().unwrap());
    pairs
        .iter()
        .fold(builder, |builder, (key, value)| builder.set(key, value).unwrap())
        .build()
        .unwrap()
}

#[test]
fn servers_run_beside_each_other_until_they_are_dropped() {
    let (one, other) = (TestServer::start(), TestServer::start_with(settings(&[("records", "3")])));
    assert_ne!(one.uri(), other.uri());
    let total =
        |server: &TestServer| client::get(server.address(), "/pagination/offset").text().to_owned();
    assert!(total(&one).contains("\"total\":200") && total(&other).contains("\"total\":3"));
    let address = one.address();
    drop(one);
    assert!(TcpStream::connect(address).is_err());
    assert_eq!(client::get(other.address(), "/health").status, 200);
}

#[test]
fn bodies_of_any_size_go_both_ways_and_the_state_is_kept() {
    let limited = settings(&[("records", "20000"), ("rate_limit", "true"), ("capacity", "3")]);
    // A clock that stands still refills no bucket.
    let service = PlaygroundService::with_clock(Playground::new(limited), || Settings::ANCHOR);
    let server = TestServer::try_start(service).unwrap();
    let rows = client::get(server.address(), "/export/ndjson");
    assert!(rows.status == 200 && rows.body.len() > 1 << 20);
    let target = "/playground/check?stream=people";
    let report = client::request(server.address(), "POST", target, &[], &rows.body);
    assert!(report.text().contains("\"verdict\":\"complete\""), "{}", report.text());
    let statuses = [(); 4].map(|()| client::get(server.address(), "/pagination/offset").status);
    assert_eq!(statuses, [200, 429, 429, 429]);
}

#[test]
fn a_clock_of_ones_own_is_the_present() {
    let moment: Timestamp = "2027-05-06T07:08:09Z".parse().unwrap();
    let service = PlaygroundService::with_clock(Playground::new(settings(&[])), move || moment);
    let server = TestServer::try_start(service).unwrap();
    assert_eq!(client::get(server.address(), "/pagination/offset").status, 200);
    let journal = client::get(server.address(), "/playground/journal");
    assert!(journal.text().contains("2027-05-06T07:08:09"), "{}", journal.text());
    let login = server.playground().credentials();
    assert!(!login.bearer.is_empty());
}
