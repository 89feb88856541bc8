//! From the bytes of a file to text: compressed files are unpacked, other encodings become UTF-8, and files that are not text are refused by
//! name. After damaged compressed data, the remaining bytes are counted as unread.

use super::file_type::{ENOUGH, FileType, strange};
use super::rows::Rows;
use super::utf16::Utf16;
#[cfg(feature = "zstd")]
use crate::content_coding::{Damage, WIDE};
use crate::content_coding::{Packing, Unpacker};
use crate::response::error::ApiError;

/// Largest number of nested compressions.
const PACKINGS: u32 = 3;

/// A reader of the text of a file.
pub(super) trait Reader: Sized {
    /// Destination of its rows.
    type Target: Target;

    fn new() -> Self;

    /// Number of the current line or element.
    fn number(&self) -> u64;

    fn feed(&mut self, chunk: &[u8], target: &mut Self::Target) -> Result<(), ApiError>;

    fn finish(&mut self, target: &mut Self::Target) -> Result<(), ApiError>;
}

/// A destination of rows, as far as this module needs to know it.
pub(super) trait Target {
    /// Counts the last bytes of a file that was cut off.
    fn cut(&mut self, number: u64, reason: &str, bytes: u64);

    /// Adds bytes to those.
    fn unread(&mut self, bytes: u64);
}

/// A file that is being read.
#[derive(Debug)]
pub(super) struct Source<R = Rows> {
    stage: Stage<R>,
    /// How many more nested compressions are accepted.
    packings: u32,
    /// What the text looks like, for the error if it holds no rows.
    strange: Option<(&'static str, &'static str)>,
}

#[derive(Debug)]
enum Stage<R> {
    /// The first bytes, too few to recognise the file.
    Start(Vec<u8>),
    Text(R),
    Wide(Utf16, R),
    Packed(Box<Packed<R>>),
}

/// A compressed file.
#[derive(Debug)]
struct Packed<R> {
    unpacker: Unpacker,
    inner: Source<R>,
    /// Whether damage ended the reading.
    damaged: bool,
}

impl<R: Reader> Source<R> {
    pub(super) const fn new() -> Self {
        Self::packed(PACKINGS)
    }

    const fn packed(packings: u32) -> Self {
        Self { stage: Stage::Start(Vec::new()), packings, strange: None }
    }

    /// Number of the current line or element.
    pub(super) fn number(&self) -> u64 {
        match &self.stage {
            Stage::Start(_) => 1,
            Stage::Text(rows) | Stage::Wide(_, rows) => rows.number(),
            Stage::Packed(packed) => packed.inner.number(),
        }
    }

    pub(super) fn feed(&mut self, chunk: &[u8], target: &mut R::Target) -> Result<(), ApiError> {
        match &mut self.stage {
            Stage::Start(held) if held.len() + chunk.len() < ENOUGH => {
                held.extend_from_slice(chunk);
                Ok(())
            }
            Stage::Start(held) => {
                let start = std::mem::take(held);
                self.open(&start, chunk, target)
            }
            Stage::Text(rows) => {
                rows.feed(chunk, target).map_err(|error| named(error, self.strange))
            }
            Stage::Wide(decoder, rows) => {
                let mut text = Vec::with_capacity(chunk.len());
                decoder.decode(chunk, &mut text);
                rows.feed(&text, target)
            }
            Stage::Packed(packed) => packed.feed(chunk, target),
        }
    }

    /// Recognises the file by its first bytes.
    fn open(&mut self, held: &[u8], chunk: &[u8], target: &mut R::Target) -> Result<(), ApiError> {
        let more = chunk.get(..chunk.len().min(ENOUGH)).unwrap_or_default();
        let start = [held, more].concat();
        let file_type = FileType::of(&start)?;
        self.strange = strange(&start);
        self.stage = match file_type {
            FileType::Text => Stage::Text(R::new()),
            FileType::Wide { high_first } => Stage::Wide(Utf16::new(high_first), R::new()),
            FileType::Gzip => self.unpacking(Packing::Gzip)?,
            #[cfg(feature = "zstd")]
            FileType::Zstd => self.unpacking(Packing::Zstd)?,
            #[cfg(not(feature = "zstd"))]
            FileType::Zstd => {
                let way =
                    "Unpack it, pack it by gzip, or check it by the command playground check.";
                return Err(ApiError::FileType("packed by zstd, which is not read here", way));
            }
        };
        self.feed(held, target)?;
        self.feed(chunk, target)
    }

    fn unpacking(&self, packing: Packing) -> Result<Stage<R>, ApiError> {
        let left = self
            .packings
            .checked_sub(1)
            .ok_or(ApiError::FileType("packed too often", "Unpack it first."))?;
        let (unpacker, inner) = (Unpacker::new(packing), Self::packed(left));
        Ok(Stage::Packed(Box::new(Packed { unpacker, inner, damaged: false })))
    }

    pub(super) fn finish(&mut self, target: &mut R::Target) -> Result<(), ApiError> {
        if let Stage::Start(held) = &mut self.stage {
            let start = std::mem::take(held);
            if start.is_empty() {
                return Ok(());
            }
            self.open(&start, &[], target)?;
        }
        match &mut self.stage {
            Stage::Start(_) => Ok(()),
            Stage::Text(rows) => rows.finish(target).map_err(|error| named(error, self.strange)),
            Stage::Wide(decoder, rows) => {
                let mut text = Vec::new();
                let whole = decoder.finish(&mut text);
                rows.feed(&text, target)?;
                if !whole {
                    target.cut(rows.number(), "the text ends in half a character", 1);
                }
                rows.finish(target)
            }
            Stage::Packed(packed) => packed.finish(target),
        }
    }
}

/// Replaces the error about missing columns where the text looks like something other than rows.
fn named(error: ApiError, strange: Option<(&'static str, &'static str)>) -> ApiError {
    match (error, strange) {
        (
            ApiError::NoColumn(_, None) | ApiError::Declared(..) | ApiError::LongHead(_),
            Some((name, way)),
        ) => ApiError::FileType(name, way),
        (error, _) => error,
    }
}

impl<R: Reader> Packed<R> {
    fn feed(&mut self, chunk: &[u8], target: &mut R::Target) -> Result<(), ApiError> {
        let (mut rest, mut text) = (chunk, Vec::new());
        while !rest.is_empty() && !self.damaged {
            let held = self.unpacker.held();
            let taken = self.unpacker.unpack(rest, &mut text);
            self.inner.feed(&text, target)?;
            text.clear();
            match taken {
                Ok(taken) => rest = rest.get(taken..).unwrap_or_default(),
                #[cfg(feature = "zstd")]
                Err(Damage::Window) => return Err(ApiError::FileType(WIDE.0, WIDE.1)),
                Err(damage) => {
                    self.damaged = true;
                    target.cut(self.inner.number(), damage.text(), held);
                }
            }
        }
        target.unread(rest.len() as u64);
        Ok(())
    }

    fn finish(&mut self, target: &mut R::Target) -> Result<(), ApiError> {
        if !self.damaged
            && let Err(damage) = self.unpacker.finish()
        {
            target.cut(self.inner.number(), damage.text(), self.unpacker.held().max(1));
        }
        self.inner.finish(target)
    }
}
