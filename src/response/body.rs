//! Response bodies: whole bytes, or a lazy sequence of chunks and pauses that the adapter sends at its own pace.

use bytes::Bytes;
use std::fmt;
use std::time::Duration;

/// A response body. The adapter does the waiting and the cutting; the core only says where they happen.
pub enum Body {
    /// Known as a whole; its length is the `Content-Length`.
    Full(Bytes),
    /// Made while it is sent, so an answer of any size needs constant memory.
    Chunks(Box<dyn Iterator<Item = Chunk> + Send>),
}

/// One step of a streamed body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chunk {
    /// Bytes to send next; never empty.
    Data(Bytes),
    /// Nothing is sent for this long.
    Pause(Duration),
    /// The body breaks off here, before its end, as when a connection is lost.
    Cut,
}

impl Body {
    /// No bytes at all.
    pub const fn empty() -> Self {
        Self::Full(Bytes::new())
    }

    /// The length in bytes, where it is known before sending.
    pub fn length(&self) -> Option<usize> {
        match self {
            Self::Full(bytes) => Some(bytes.len()),
            Self::Chunks(_) => None,
        }
    }

    /// Everything the body sends, pauses left out; for tests and for adapters that cannot stream.
    pub fn into_bytes(self) -> Bytes {
        match self {
            Self::Full(bytes) => bytes,
            Self::Chunks(chunks) => {
                let mut all = Vec::new();
                for chunk in chunks {
                    match chunk {
                        Chunk::Data(bytes) => all.extend_from_slice(&bytes),
                        Chunk::Pause(_) => {}
                        Chunk::Cut => break,
                    }
                }
                all.into()
            }
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full(bytes) => f.debug_tuple("Full").field(bytes).finish(),
            Self::Chunks(_) => f.write_str("Chunks(..)"),
        }
    }
}
