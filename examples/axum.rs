//! The playground inside a service of one's own: routes that a test makes by hand come first, and the playground has all others.
//!
//!     cargo run --example axum --features tower
//!
//! It works in the same way with each stack of tower's; what a test needs of it is `app` alone.

use axum::Router;
use axum::routing::get;
use connector_playground::service::PlaygroundService;
use connector_playground::{Playground, Settings};
use std::io;

/// An application that responds to `/quota` by itself, and as the playground with these settings elsewhere.
pub(crate) fn app(settings: Settings) -> Router {
    let playground = PlaygroundService::new(Playground::new(settings));
    Router::new().route("/quota", get(|| async { "{\"left\":3}" })).fallback_service(playground)
}

#[expect(clippy::disallowed_macros, clippy::print_stdout, reason = "a program prints")]
fn say(text: &str) {
    println!("{text}");
}

#[tokio::main]
async fn main() -> io::Result<()> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    say(&format!("http://{address}/quota and http://{address}/pagination/offset"));
    axum::serve(listener, app(Settings::default())).await
}
