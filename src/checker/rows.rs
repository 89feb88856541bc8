//! Chooses the reader for the text of a file: the first bytes decide, whatever format was declared.

use super::csv::Csv;
use super::format::{Format, Opening};
use super::intake::Intake;
use super::json::Json;
use super::source::Reader;
use crate::response::error::ApiError;

/// A text that is being read.
#[derive(Debug)]
pub(super) enum Rows {
    Opening(Opening),
    Json(Box<Json>),
    Csv(Csv),
}

impl Reader for Rows {
    type Target = Intake;

    fn new() -> Self {
        Self::Opening(Opening::new())
    }

    fn number(&self) -> u64 {
        match self {
            Self::Opening(opening) => opening.line,
            Self::Json(json) => json.number(),
            Self::Csv(csv) => csv.number(),
        }
    }

    fn feed(&mut self, chunk: &[u8], intake: &mut Intake) -> Result<(), ApiError> {
        intake.spend(chunk.len())?;
        let mut rest = chunk;
        if let Self::Opening(opening) = self {
            let Some((format, skipped)) = opening.read(chunk) else { return Ok(()) };
            let (held, line) = (opening.held(), opening.line);
            *self = match format {
                Format::Csv => Self::Csv(Csv::new(line)),
                _ => Self::Json(Box::new(Json::new(line))),
            };
            if let Some(declared) = intake.declared.filter(|declared| *declared != format) {
                let (was, is) = (declared.title(), format.title());
                intake.note(
                    &[
                        was,
                        " was declared, by the Content-Type or the input format, but this is ",
                        is,
                        ", and was read as such.",
                    ]
                    .concat(),
                );
            }
            if format == Format::Csv {
                self.read(&held, intake)?;
            }
            rest = chunk.get(skipped..).unwrap_or_default();
        }
        self.read(rest, intake)
    }

    fn finish(&mut self, intake: &mut Intake) -> Result<(), ApiError> {
        match self {
            Self::Opening(_) => Ok(()),
            Self::Json(json) => json.finish(intake),
            Self::Csv(csv) => csv.finish(intake),
        }
    }
}

impl Rows {
    fn read(&mut self, chunk: &[u8], intake: &mut Intake) -> Result<(), ApiError> {
        match self {
            Self::Opening(_) => Ok(()),
            Self::Json(json) => json.feed(chunk, intake),
            Self::Csv(csv) => csv.feed(chunk, intake),
        }
    }
}
