//! Zstandard (RFC 8878), a block at a time, so that no more is held than a window and a block.

use super::Damage;
use ruzstd::decoding::errors::FrameDecoderError;
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use std::fmt;

/// The largest window, in bytes: what decoders should support at least (RFC 8878 section 3.1.1.1.2), and what every level up to 19 has.
const WINDOW: u64 = 8 << 20;
const MAGIC: [u8; 4] = [0x28, 0xB5, 0x2F, 0xFD];
const CUT: Damage = Damage::Bytes("the zstd data are cut off");
const DAMAGED: Damage = Damage::Bytes("the zstd data are damaged");
const FOREIGN: Damage = Damage::Bytes("the data are not zstd, or other bytes stand behind them");

/// An unpacker of frames.
#[derive(Default)]
pub(crate) struct Unzstd {
    decoder: FrameDecoder,
    stage: Stage,
    /// The bytes of the part that is read.
    held: Vec<u8>,
    /// Whether the frame ends with a checksum.
    summed: bool,
    /// Whether no byte came yet.
    begun: bool,
}

/// The part of a frame that is read.
#[derive(Clone, Copy, Debug, Default)]
enum Stage {
    /// The first five bytes of a frame.
    #[default]
    Start,
    /// Its head, of so many bytes.
    Head(usize),
    /// The size of a frame that is passed over.
    SkipSize,
    Skip(usize),
    /// The three bytes before a block.
    BlockHead,
    /// A block of so many bytes, its head included; whether it is the last.
    Block(usize, bool),
}

impl Unzstd {
    pub(super) fn unpack(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> Result<usize, Damage> {
        self.begun = true;
        if let Stage::Skip(left) = self.stage {
            let taken = left.min(bytes.len());
            self.stage = if taken == left { Stage::Start } else { Stage::Skip(left - taken) };
            return Ok(taken);
        }
        let wanted = match self.stage {
            Stage::Start => 5,
            Stage::SkipSize => 8,
            Stage::BlockHead => 3,
            Stage::Head(size) | Stage::Block(size, _) => size,
            Stage::Skip(_) => 0,
        };
        let taken = bytes.len().min(wanted - self.held.len());
        self.held.extend_from_slice(bytes.get(..taken).unwrap_or_default());
        if self.held.len() == wanted {
            self.stage = self.next(out)?;
        }
        Ok(taken)
    }

    /// What follows the part that is now complete.
    fn next(&mut self, out: &mut Vec<u8>) -> Result<Stage, Damage> {
        match (self.stage, self.held.as_slice()) {
            (Stage::Start, [0x50..=0x5F, 0x2A, 0x4D, 0x18, _]) => return Ok(Stage::SkipSize),
            (Stage::Start, &[a, b, c, d, flags]) if [a, b, c, d] == MAGIC => {
                return Ok(Stage::Head(5 + head(flags)));
            }
            (Stage::Start, _) => return Err(FOREIGN),
            (Stage::SkipSize, &[.., a, b, c, d]) => {
                self.held.clear();
                let size = u32::from_le_bytes([a, b, c, d]);
                return Ok(if size == 0 { Stage::Start } else { Stage::Skip(size as usize) });
            }
            (Stage::Head(_), held) => {
                self.summed = held.get(4).is_some_and(|flags| flags & 4 != 0);
                self.decoder.set_max_window_size(WINDOW);
                self.decoder.reset(held).map_err(|error| match error {
                    FrameDecoderError::WindowSizeTooBig { .. } => Damage::Window,
                    _ => DAMAGED,
                })?;
            }
            (Stage::BlockHead, &[a, b, c]) => {
                let head = u32::from_le_bytes([a, b, c, 0]);
                let last = head & 1 == 1;
                let size = match head >> 1 & 3 {
                    1 => 1,
                    _ => (head >> 3) as usize,
                };
                let sum = if last && self.summed { 4 } else { 0 };
                return if size <= 128 << 10 {
                    Ok(Stage::Block(3 + size + sum, last))
                } else {
                    Err(DAMAGED)
                };
            }
            (Stage::Block(_, last), mut held) => {
                self.decoder
                    .decode_blocks(&mut held, BlockDecodingStrategy::UptoBlocks(1))
                    .map_err(|_| DAMAGED)?;
                self.decoder.collect_to_writer(&mut *out).map_err(|_| DAMAGED)?;
                let sums =
                    (self.decoder.get_checksum_from_data(), self.decoder.get_calculated_checksum());
                if last && self.summed && sums.0 != sums.1 {
                    return Err(DAMAGED);
                }
                self.held.clear();
                return Ok(if last { Stage::Start } else { Stage::BlockHead });
            }
            _ => return Err(DAMAGED),
        }
        self.held.clear();
        Ok(Stage::BlockHead)
    }

    pub(super) const fn held(&self) -> u64 {
        self.held.len() as u64
    }

    pub(super) const fn finish(&self) -> Result<(), Damage> {
        let ended = matches!(self.stage, Stage::Start) && self.held.is_empty() && self.begun;
        if ended { Ok(()) } else { Err(CUT) }
    }
}

/// How many bytes of a frame's head follow its flags (RFC 8878 section 3.1.1.1).
const fn head(flags: u8) -> usize {
    let single = flags & 0x20 != 0;
    let dictionary = [0, 1, 2, 4][(flags & 3) as usize];
    let size = match flags >> 6 {
        0 => single as usize,
        1 => 2,
        2 => 4,
        _ => 8,
    };
    !single as usize + dictionary + size
}

impl fmt::Debug for Unzstd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unzstd").field("stage", &self.stage).finish_non_exhaustive()
    }
}
