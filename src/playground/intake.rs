//! A request between its head and its answer. A door feeds it the body while it wants more, then takes the answer.

use super::Playground;
use super::finish::Finish;
use crate::answer::Answer;
use crate::body::Body;
use crate::endpoint::{Endpoint, Receiver};
use crate::error::ApiError;
use crate::origin;
use crate::state::State;
use crate::state::journal::{Outcome, Place};
use crate::time::Timestamp;
use http::header::CONTENT_LENGTH;
use http::request::Parts;
use http::{Request, Response};
use std::fmt;

/// A request whose answer may still depend on its body.
pub struct Intake<'p> {
    finish: Finish,
    /// Where the journal waits for the answer.
    pub(super) place: Option<Place<'p>>,
    /// Bytes of body that may still come.
    room: usize,
    stage: Stage<'p>,
}

enum Stage<'p> {
    /// The answer is known, whatever else comes.
    Answered(Answer),
    /// The body is kept until it is complete.
    Whole {
        playground: &'p Playground,
        state: &'p State,
        endpoint: &'p Endpoint,
        head: Box<Parts>,
        now: Timestamp,
        body: Vec<u8>,
    },
    /// The body is taken as it comes.
    Chunked(Box<dyn Receiver>),
}

impl<'p> Intake<'p> {
    pub(super) fn answered(finish: &Finish, answer: Answer) -> Self {
        Self { finish: finish.clone(), place: None, room: 0, stage: Stage::Answered(answer) }
    }

    /// An intake for an endpoint that takes a body; `receive` opens it where it takes chunks.
    pub(super) fn of_body(
        playground: &'p Playground,
        state: &'p State,
        endpoint: &'p Endpoint,
        head: &Parts,
        now: Timestamp,
        finish: &Finish,
        receive: impl FnOnce() -> Option<Result<Box<dyn Receiver>, ApiError>>,
    ) -> Result<Self, ApiError> {
        let declared = head.headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
        if declared.is_some_and(|length| length > endpoint.body_limit as u64) {
            return Err(ApiError::TooLarge);
        }
        let stage = match receive() {
            Some(receiver) => Stage::Chunked(receiver?),
            None => Stage::Whole { playground, state, endpoint, head: Box::new(kept(head)), now, body: Vec::new() },
        };
        Ok(Self { finish: finish.clone(), place: None, room: endpoint.body_limit, stage })
    }

    /// The answer as far as it is known, for the journal.
    pub(super) fn outcome(&self) -> Outcome {
        if let Stage::Answered(answer) = &self.stage { self.finish.outcome(answer) } else { Outcome::default() }
    }

    /// Whether the answer depends on (more of) the body.
    pub const fn wants_body(&self) -> bool {
        !matches!(self.stage, Stage::Answered(_))
    }

    /// Takes the next bytes of the body. Past the endpoint's limit the answer is 413, and no more is wanted.
    pub fn feed(&mut self, chunk: &[u8]) {
        let fed = match self.room.checked_sub(chunk.len()) {
            None => Err(ApiError::TooLarge),
            Some(room) => {
                self.room = room;
                match &mut self.stage {
                    Stage::Answered(_) => return,
                    Stage::Whole { body, .. } => {
                        body.extend_from_slice(chunk);
                        Ok(())
                    }
                    Stage::Chunked(receiver) => receiver.feed(chunk),
                }
            }
        };
        if let (Err(error), true) = (fed, self.wants_body()) {
            self.stage = Stage::Answered(error.into());
        }
    }

    /// The answer to what came.
    pub fn finish(self) -> Response<Body> {
        let answer = match self.stage {
            Stage::Answered(answer) => Ok(answer),
            Stage::Whole { playground, state, endpoint, head, now, body } => {
                playground.answer(endpoint, &head, now, state, &body)
            }
            Stage::Chunked(receiver) => receiver.finish(),
        };
        self.finish.apply(answer.unwrap_or_else(Answer::from), self.place.as_ref())
    }
}

/// What the answer will need of a head; a door's own headers and extensions may be many.
fn kept(head: &Parts) -> Parts {
    let (mut kept, ()) = Request::new(()).into_parts();
    kept.method = head.method.clone();
    kept.uri = head.uri.clone();
    kept.version = head.version;
    for name in origin::READ {
        for value in head.headers.get_all(&name) {
            kept.headers.append(name.clone(), value.clone());
        }
    }
    kept
}

impl fmt::Debug for Intake<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Intake")
            .field("wants_body", &self.wants_body())
            .field("room", &self.room)
            .finish_non_exhaustive()
    }
}
