//! Which cases cannot touch the command: what it asked for in the plain run is asked again, of an API with the settings of the case. Where
//! no answer is another one, it would see the plain API once more. Where not all requests could be kept, no case is left out for that reason.

use super::Options;
use super::case::{Case, Course};
use super::runner::{self, Played};
use super::stage;
use crate::gzip;
use bytes::Bytes;
use connector_playground::settings::Shows;
use connector_playground::{Body, Chunk, Playground, State, Timestamp};
use http::Request;
use http::header::CONTENT_ENCODING;
use http::request::Parts;
use http::uri::PathAndQuery;
use std::hash::{DefaultHasher, Hasher as _};

/// Where session tokens are asked for.
const SESSIONS: &str = "/auth/session_token";
/// Lists of what changed behind a token.
const FEEDS: [&str; 2] = ["/changes", "/delta"];
/// How many bytes of an answer are compared: what differs in an export of any length differs at its start.
const COMPARED: usize = 1 << 20;

/// What the plain run asked for, and what it was answered.
pub(crate) struct Asked<'p> {
    options: &'p Options,
    plain: &'p Played,
    playground: Playground,
    answers: Vec<Answer>,
}

/// What tells an answer from others: status, whether the body was packed, and a digest of its start, without the settings in its links.
#[derive(PartialEq)]
struct Answer(u16, bool, u64);

impl<'p> Asked<'p> {
    /// Asks again for all that the plain run asked for.
    pub(crate) fn of(options: &'p Options, plain: &'p Played) -> Self {
        let playground = Playground::new(options.settings.clone()).compressing();
        let mut asked = Self { options, plain, playground, answers: Vec::new() };
        asked.answers = plain
            .requests
            .full()
            .iter()
            .map(|request| asked.answer(request, "", plain.now))
            .collect();
        asked
    }

    /// Whether a case can touch the command.
    pub(crate) fn is_touched_by(&self, case: &Case) -> bool {
        let Course::Synced(syncs) = case.course else { return true };
        // What was asked for by a flag stays, as a number of records that a list has at most; and the data may be too few for the settings,
        // as for 15 rows of one second among 10.
        let key = case.settings.split('=').next().unwrap_or_default();
        if self.options.settings.is_given(key) || runner::case_settings(self.options, case).is_err()
        {
            return false;
        }
        let requests = &self.plain.requests;
        match case.shows {
            Shows::InTime => true,
            Shows::InSessions => {
                requests.all().iter().any(|request| request.list().starts_with(SESSIONS))
            }
            Shows::InFeeds => requests
                .all()
                .iter()
                .any(|request| FEEDS.iter().any(|feed| request.list().starts_with(feed))),
            // Rows that move are others in each sync, as far as the command asks for rows.
            Shows::InAnswers => {
                let moment = stage::moment(self.options.settings.anchor, syncs.into());
                let now = if syncs > 1 { moment } else { self.plain.now };
                let mut asked = requests.full().iter().zip(&self.answers);
                requests.overflowed()
                    || asked
                        .any(|(request, plain)| self.answer(request, &case.settings, now) != *plain)
            }
        }
    }

    fn answer(&self, (head, body): &(Parts, Bytes), settings: &str, now: Timestamp) -> Answer {
        let mut head = head.clone();
        let prefix = if settings.is_empty() { String::new() } else { format!("/with/{settings}") };
        let target = head.uri.path_and_query().map_or("/", PathAndQuery::as_str);
        if let Ok(uri) = format!("{prefix}{target}").parse() {
            head.uri = uri;
        }
        let request = Request::from_parts(head.clone(), body.clone());
        let answer = self.playground.handle(request, now, &State::new());
        let answer = gzip::encoded(&head, answer);
        let (status, is_packed) =
            (answer.status().as_u16(), answer.headers().contains_key(CONTENT_ENCODING));
        let mut bytes = start(answer.into_body());
        if !is_packed && !prefix.is_empty() {
            bytes = String::from_utf8_lossy(&bytes).replace(&prefix, "").into_bytes();
        }
        let mut digest = DefaultHasher::new();
        digest.write(&bytes);
        Answer(status, is_packed, digest.finish())
    }
}

/// A body that is known as a whole, or the start of one that is made while it is sent.
fn start(body: Body) -> Vec<u8> {
    let chunks = match body {
        Body::Full(bytes) => return bytes.into(),
        Body::Chunks(chunks) => chunks,
    };
    let mut start = Vec::new();
    for chunk in chunks {
        match chunk {
            Chunk::Data(bytes) => start.extend_from_slice(&bytes),
            Chunk::Pause(_) => {}
            Chunk::Cut => break,
        }
        if start.len() >= COMPARED {
            start.truncate(COMPARED);
            break;
        }
    }
    start
}
