//! The core alone in wasm: `benches/handle.rs` without arguments and clock, which this platform does not have.
//!
//! Each call of `main` answers one batch of requests for a page of ten; `time.mjs` calls it and looks at the clock. It is compiled as the
//! module of the adapters is (`wasm-pack.toml`), only without their bindings.

use bytes::Bytes;
use connector_playground::{Playground, Settings, State, Timestamp};
use http::Request;
use std::hint::black_box;
use std::sync::OnceLock;

/// Requests in a batch, as `time.mjs` has it.
const BATCH: usize = 500;
/// What `benches/handle.rs` starts with.
const ANCHOR: Timestamp = Timestamp::from_seconds(1_767_225_600);

static CORE: OnceLock<Option<(Playground, State, Request<Bytes>)>> = OnceLock::new();

fn main() -> std::process::ExitCode {
    let Some((playground, state, request)) = CORE.get_or_init(core) else { return 1.into() };
    let mut others = 0u8;
    for _ in 0..BATCH {
        let answer = black_box(playground.handle(black_box(request.clone()), ANCHOR, state));
        others = u8::max(others, (answer.status() != 200).into());
    }
    others.into()
}

fn core() -> Option<(Playground, State, Request<Bytes>)> {
    let playground = Playground::new(Settings::new("bench", ANCHOR).ok()?);
    let request =
        Request::get("/pagination/offset").header("host", "127.0.0.1:5001").header("accept", "*/*");
    Some((playground, State::new(), request.body(Bytes::new()).ok()?))
}
