//! Any requests, one after the other, of one server. The input is what [`requests`] reads.

use crate::invariants::check;
use crate::{Target, requests, seeds};
use connector_playground::State;

/// Most requests of one input.
const MOST: usize = 8;

/// The target.
pub const TARGET: Target = Target { name: "handle", run, seeds: seeds::requests };

fn run(input: &[u8]) {
    let (server, requests) = requests::read(input);
    let state = State::new();
    for request in requests.iter().take(MOST) {
        check(server, request, &state);
    }
    for form in ["application/json", "application/har+json"] {
        let mut journal =
            server.request("GET", &format!("{}/playground/journal", server.mount)).unwrap();
        journal.headers_mut().insert("accept", form.parse().unwrap());
        check(server, &journal, &state);
    }
}
