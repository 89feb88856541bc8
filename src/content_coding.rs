//! Streaming decompression: gzip, and Zstandard with the feature `zstd`, which the command has. Memory does not grow with the data.

mod gzip;
#[cfg(feature = "zstd")]
mod zstd;

use gzip::Gunzip;

/// What is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    /// Gzip (RFC 1952), of one member or several.
    Gzip,
    /// Zstandard (RFC 8878).
    #[cfg(feature = "zstd")]
    Zstd,
}

/// The codings of `Content-Encoding` that are read, as `Accept-Encoding` names them.
pub(crate) const CODINGS: &str = if cfg!(feature = "zstd") { "gzip, zstd" } else { "gzip" };

impl Packing {
    /// The packing that a content coding names (RFC 9110 section 8.4.1).
    pub(crate) fn of_coding(coding: &str) -> Option<Self> {
        match coding.to_ascii_lowercase().as_str() {
            "gzip" | "x-gzip" => Some(Self::Gzip),
            #[cfg(feature = "zstd")]
            "zstd" => Some(Self::Zstd),
            _ => None,
        }
    }
}

/// An unpacker.
#[derive(Debug)]
pub(crate) enum Unpacker {
    Gzip(Box<Gunzip>),
    #[cfg(feature = "zstd")]
    Zstd(Box<zstd::Unzstd>),
}

/// Why compressed bytes cannot be read any further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Damage {
    /// What is wrong with them.
    Bytes(&'static str),
    /// The window is larger than the memory that decoding may use; the data may be fine.
    #[cfg(feature = "zstd")]
    Window,
}

/// A form that the checker does not read, and the way out, for [`Damage::Window`].
#[cfg(feature = "zstd")]
pub(crate) const WIDE: (&str, &str) = (
    "packed by zstd with a window above 8 MiB",
    "Unpack it first, or pack it without --long and --ultra.",
);

impl Damage {
    /// The damage in words; more text may follow.
    pub(crate) const fn text(self) -> &'static str {
        match self {
            Self::Bytes(text) => text,
            #[cfg(feature = "zstd")]
            Self::Window => WIDE.0,
        }
    }
}

impl Unpacker {
    pub(crate) fn new(packing: Packing) -> Self {
        match packing {
            Packing::Gzip => Self::Gzip(Box::new(Gunzip::new())),
            #[cfg(feature = "zstd")]
            Packing::Zstd => Self::Zstd(Box::default()),
        }
    }

    /// Decodes the beginning of these bytes, which are not empty, and appends a bounded amount of output. Returns how many bytes were
    /// consumed; zero is no error, since output of earlier bytes may come first.
    ///
    /// # Errors
    /// The damage, behind which nothing can be read. What came before it is appended.
    pub(crate) fn unpack(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> Result<usize, Damage> {
        match self {
            Self::Gzip(gunzip) => gunzip.unpack(bytes, out),
            #[cfg(feature = "zstd")]
            Self::Zstd(unzstd) => unzstd.unpack(bytes, out),
        }
    }

    /// How many consumed bytes have not led to output yet, where that is known.
    pub(crate) fn held(&self) -> u64 {
        match self {
            Self::Gzip(_) => 0,
            #[cfg(feature = "zstd")]
            Self::Zstd(unzstd) => unzstd.held(),
        }
    }

    /// Takes the end of the data.
    ///
    /// # Errors
    /// The data are cut off: they cannot end here.
    pub(crate) fn finish(&self) -> Result<(), Damage> {
        match self {
            Self::Gzip(gunzip) => gunzip.finish(),
            #[cfg(feature = "zstd")]
            Self::Zstd(unzstd) => unzstd.finish(),
        }
    }
}
