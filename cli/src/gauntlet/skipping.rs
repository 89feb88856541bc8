//! Which cases cannot touch the command: what it asked for in the plain run is asked again, of an API with the settings of the case. Where
//! no answer is another one, it would see the plain API once more.

use super::Options;
use super::case::{Case, Course};
use super::runner::{self, Played};
use crate::gzip;
use bytes::Bytes;
use connector_playground::settings::Shows;
use connector_playground::{Playground, State, Timestamp};
use http::Request;
use http::request::Parts;
use http::uri::PathAndQuery;

/// Where session tokens are asked for.
const SESSIONS: &str = "/auth/session_token";

/// Whether a case can touch a command that asked for these.
pub(crate) fn touches(case: &Case, options: &Options, plain: &Played) -> bool {
    if case.course != Course::Once {
        return true;
    }
    // What was asked for by a flag stays, as a number of records that a list has at most; and the data may be too few for the settings, as
    // for 15 rows of one second among 10.
    let key = case.settings.split('=').next().unwrap_or_default();
    if options.settings.is_given(key) || runner::case_settings(options, case).is_err() {
        return false;
    }
    let requests = &plain.requests;
    match case.shows {
        Shows::InTime => true,
        Shows::InSessions => {
            requests.all().iter().any(|request| request.list().starts_with(SESSIONS))
        }
        Shows::InAnswers => {
            let playground = Playground::new(options.settings.clone()).compressing();
            let now = plain.now;
            let same = |(head, body): &(Parts, Bytes)| {
                let without = asked(&playground, head, body, "", now);
                without == asked(&playground, head, body, &case.settings, now)
            };
            !requests.full().iter().all(same)
        }
    }
}

/// Status and body of an answer, without the settings in its links.
fn asked(
    playground: &Playground,
    head: &Parts,
    body: &Bytes,
    settings: &str,
    now: Timestamp,
) -> (u16, Vec<u8>) {
    let mut head = head.clone();
    let prefix = if settings.is_empty() { String::new() } else { format!("/with/{settings}") };
    let target = head.uri.path_and_query().map_or("/", PathAndQuery::as_str);
    if let Ok(uri) = format!("{prefix}{target}").parse() {
        head.uri = uri;
    }
    let answer =
        playground.handle(Request::from_parts(head.clone(), body.clone()), now, &State::new());
    let answer = gzip::encoded(&head, answer);
    let status = answer.status().as_u16();
    let is_packed = answer.headers().contains_key(http::header::CONTENT_ENCODING);
    let mut bytes = answer.into_body().into_bytes().to_vec();
    if is_packed {
        // Packed bytes differ already.
        bytes.push(0);
    } else if !prefix.is_empty() {
        bytes = String::from_utf8_lossy(&bytes).replace(&prefix, "").into_bytes();
    }
    (status, bytes)
}
