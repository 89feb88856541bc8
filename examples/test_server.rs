//! A server on a free port, as in the tests of a connector: the connector gets its URL, and lands rows; the checker says whether it got all.
//!
//!     cargo run --example test_server --features server

use connector_playground::Settings;
use connector_playground::server::TestServer;
use std::io::{self, Read, Write};
use std::net::TcpStream;

#[expect(clippy::disallowed_macros, clippy::print_stdout, reason = "a program prints")]
fn main() -> io::Result<()> {
    let settings =
        Settings::builder("example", "2026-01-01T00:00:00Z".parse().map_err(io::Error::other)?);
    let settings = settings
        .set("records", "1000")
        .and_then(|builder| builder.build())
        .map_err(io::Error::other)?;
    let server = TestServer::start_with(settings);
    println!("a server at {}", server.uri());
    let rows = exchange(&server, "GET", "/export/ndjson", "")?;
    let report = exchange(&server, "POST", "/playground/check?stream=people", &rows)?;
    println!("{report}");
    Ok(())
}

/// The body of a response. A connector has an HTTP client for this.
fn exchange(server: &TestServer, method: &str, target: &str, body: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect(server.address())?;
    let length = body.len();
    write!(
        stream,
        "{method} {target} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )?;
    let mut response = String::new();
    stream.read_to_string(&mut response)?;
    let (_, body) = response.split_once("\r\n\r\n").unwrap_or_default();
    Ok(body.to_owned())
}
