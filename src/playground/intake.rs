//! A request between its head and its answer. An adapter feeds it the body while it wants more, then takes the answer.

use super::Playground;
use super::finish::Finish;
use crate::content_coding::{Packing, Unpacker};
use crate::request::base_url;
use crate::response::Response;
use crate::response::body::Body;
use crate::response::error::ApiError;
use crate::router::{Endpoint, Receiver};
use crate::state::State;
use crate::state::journal::{OpenEntry, Outcome};
use crate::time::Timestamp;
use http::Request;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use http::request::Parts;
use std::fmt;

/// A request whose answer may still depend on its body.
pub struct Intake<'p> {
    finish: Finish,
    /// The journal entry that the response completes.
    pub(super) entry: Option<OpenEntry<'p>>,
    /// Bytes of body that may still come.
    room: usize,
    /// The decoder of the body's content coding, where it has one.
    coded: Option<Coded>,
    stage: Stage<'p>,
}

/// A body in a content coding.
struct Coded {
    unpacker: Unpacker,
    /// Whether no byte came yet: an empty body is valid in any coding.
    empty: bool,
}

enum Stage<'p> {
    /// The answer is known, whatever else comes.
    Answered(Response),
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
    pub(super) fn answered(finish: &Finish, answer: Response) -> Self {
        Self {
            finish: finish.clone(),
            entry: None,
            room: 0,
            coded: None,
            stage: Stage::Answered(answer),
        }
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
        let declared = head
            .headers
            .get(CONTENT_LENGTH)
            .and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
        if declared.is_some_and(|length| length > endpoint.body_limit as u64) {
            return Err(ApiError::TooLarge);
        }
        let coded =
            packing(head)?.map(|packing| Coded { unpacker: Unpacker::new(packing), empty: true });
        let stage = match receive() {
            Some(receiver) => Stage::Chunked(receiver?),
            None => Stage::Whole {
                playground,
                state,
                endpoint,
                head: Box::new(kept(head)),
                now,
                body: Vec::new(),
            },
        };
        Ok(Self { finish: finish.clone(), entry: None, room: endpoint.body_limit, coded, stage })
    }

    /// The answer as far as it is known, for the journal.
    pub(super) fn outcome(&self) -> Outcome {
        if let Stage::Answered(answer) = &self.stage {
            self.finish.outcome(answer)
        } else {
            Outcome::default()
        }
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
                match &mut self.coded {
                    None => self.stage.take(chunk),
                    Some(coded) => coded.feed(chunk, &mut self.stage),
                }
            }
        };
        if let (Err(error), true) = (fed, self.wants_body()) {
            self.stage = Stage::Answered(error.into());
        }
    }

    /// The answer to what came.
    pub fn finish(mut self) -> http::Response<Body> {
        let wanted = self.wants_body();
        if let Some(coded) = self.coded.as_ref().filter(|_| wanted)
            && let Err(error) = coded.finish()
        {
            self.stage = Stage::Answered(error.into());
        }
        let answer = match self.stage {
            Stage::Answered(answer) => Ok(answer),
            Stage::Whole { playground, state, endpoint, head, now, body } => {
                playground.answer(endpoint, &head, now, state, &body)
            }
            Stage::Chunked(receiver) => receiver.finish(),
        };
        self.finish.apply(answer.unwrap_or_else(Response::from), self.entry.as_ref())
    }
}

impl Stage<'_> {
    /// Takes bytes in no coding.
    fn take(&mut self, bytes: &[u8]) -> Result<(), ApiError> {
        match self {
            Self::Answered(_) => Ok(()),
            Self::Whole { endpoint, body, .. }
                if body.len() + bytes.len() > endpoint.body_limit =>
            {
                Err(ApiError::TooLarge)
            }
            Self::Whole { body, .. } => {
                body.extend_from_slice(bytes);
                Ok(())
            }
            Self::Chunked(receiver) => receiver.feed(bytes),
        }
    }
}

impl Coded {
    fn feed(&mut self, chunk: &[u8], stage: &mut Stage<'_>) -> Result<(), ApiError> {
        let (mut rest, mut plain) = (chunk, Vec::new());
        while !rest.is_empty() {
            self.empty = false;
            let taken = self
                .unpacker
                .unpack(rest, &mut plain)
                .map_err(|damage| ApiError::NotCoded(damage.text()))?;
            rest = rest.get(taken..).unwrap_or_default();
            stage.take(&plain)?;
            plain.clear();
        }
        Ok(())
    }

    fn finish(&self) -> Result<(), ApiError> {
        if self.empty {
            return Ok(());
        }
        self.unpacker.finish().map_err(|damage| ApiError::NotCoded(damage.text()))
    }
}

/// How the body is packed, by its `Content-Encoding` (RFC 9110 section 8.4); `identity` says nothing.
fn packing(head: &Parts) -> Result<Option<Packing>, ApiError> {
    let mut found = None;
    for value in head.headers.get_all(CONTENT_ENCODING) {
        let codings = value.to_str().map_err(|_| ApiError::Coding)?.split(',').map(str::trim);
        for coding in
            codings.filter(|coding| !coding.is_empty() && !coding.eq_ignore_ascii_case("identity"))
        {
            let packing = Packing::of_coding(coding).ok_or(ApiError::Coding)?;
            if found.replace(packing).is_some() {
                return Err(ApiError::Coding);
            }
        }
    }
    Ok(found)
}

/// The parts of a request's head that the response needs. The rest is dropped, since an adapter may add many headers and extensions.
fn kept(head: &Parts) -> Parts {
    let (mut kept, ()) = Request::new(()).into_parts();
    kept.method = head.method.clone();
    kept.uri = head.uri.clone();
    kept.version = head.version;
    for name in base_url::READ {
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
