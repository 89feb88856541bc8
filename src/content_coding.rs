//! Streaming decompression: gzip, and Zstandard with the feature `zstd`, which the command has. Memory does not grow with the data.

#[cfg(feature = "zstd")]
mod zstd;

use flate2::write::GzDecoder;
use std::io::Write as _;

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
            Packing::Gzip => Self::Gzip(Box::new(Gunzip { member: None, clean: true })),
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

    /// Appends what is left at the end of the data.
    ///
    /// # Errors
    /// The data are cut off: they cannot end here.
    pub(crate) fn finish(&mut self, out: &mut Vec<u8>) -> Result<(), Damage> {
        match self {
            Self::Gzip(gunzip) => gunzip.finish(out),
            #[cfg(feature = "zstd")]
            Self::Zstd(unzstd) => unzstd.finish(),
        }
    }
}

const DAMAGED: Damage = Damage::Bytes("the gzip data are cut off or damaged");
const FOREIGN: Damage = Damage::Bytes("the data are not gzip");
const BEHIND: Damage = Damage::Bytes("bytes that are no gzip stand behind the gzip data");

/// Gzip, member by member.
#[derive(Debug)]
pub(crate) struct Gunzip {
    member: Option<GzDecoder<Vec<u8>>>,
    /// Whether no byte came yet.
    clean: bool,
}

impl Gunzip {
    fn unpack(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> Result<usize, Damage> {
        let Some(member) = &mut self.member else {
            // Zeros behind a member are padding.
            let zeros = bytes.iter().take_while(|byte| **byte == 0 && !self.clean).count();
            return match bytes.get(zeros) {
                None => Ok(zeros),
                Some(0x1F) => {
                    self.member = Some(GzDecoder::new(Vec::new()));
                    self.clean = false;
                    Ok(zeros)
                }
                Some(_) if self.clean => Err(FOREIGN),
                Some(_) => Err(BEHIND),
            };
        };
        let taken = member.write(bytes);
        if !matches!(taken, Ok(taken) if taken > 0) {
            let ended = taken.is_ok() && member.try_finish().is_ok();
            if !ended {
                let _ = member.flush();
            }
            out.append(member.get_mut());
            if !ended {
                return Err(DAMAGED);
            }
            self.member = None;
            return Ok(0);
        }
        out.append(member.get_mut());
        taken.map_err(|_| DAMAGED)
    }

    fn finish(&mut self, out: &mut Vec<u8>) -> Result<(), Damage> {
        let Some(member) = &mut self.member else {
            return if self.clean { Err(DAMAGED) } else { Ok(()) };
        };
        let ended = member.try_finish().is_ok();
        if !ended {
            let _ = member.flush();
        }
        out.append(member.get_mut());
        if ended { Ok(()) } else { Err(DAMAGED) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use proptest::prelude::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn unpacked(packed: &[u8], size: usize) -> (Vec<u8>, Result<(), Damage>) {
        let (mut unpacker, mut out) = (Unpacker::new(Packing::Gzip), Vec::new());
        for chunk in packed.chunks(size) {
            let mut rest = chunk;
            while !rest.is_empty() {
                match unpacker.unpack(rest, &mut out) {
                    Ok(taken) => rest = &rest[taken..],
                    Err(damage) => return (out, Err(damage)),
                }
            }
        }
        let ended = unpacker.finish(&mut out);
        (out, ended)
    }

    proptest! {
        #[test]
        fn members_are_read_in_any_chunks(parts in proptest::collection::vec("[a-c]{0,300}", 1..4), size in 1..40_usize, zeros in 0..30_usize) {
            let mut packed: Vec<u8> = parts.iter().flat_map(|part| gzip(part.as_bytes())).collect();
            packed.extend(vec![0; zeros]);
            prop_assert_eq!(unpacked(&packed, size), (parts.concat().into_bytes(), Ok(())));
        }

        #[test]
        fn what_is_cut_or_damaged_is_told_and_what_stood_before_is_there(text in "[a-z]{1,900}", cut in any::<proptest::sample::Index>(), size in 1..40_usize) {
            let packed = gzip(text.as_bytes());
            let (out, ended) = unpacked(&packed[..cut.index(packed.len())], size);
            prop_assert!(ended.is_err() && text.as_bytes().starts_with(&out));
        }
    }

    #[test]
    fn what_was_packed_before_a_cut_comes_out() {
        let text: String =
            (0..20_000).map(|n: u32| n.wrapping_mul(2_654_435_761).to_string()).collect();
        let packed = gzip(text.as_bytes());
        let (out, ended) = unpacked(&packed[..packed.len() - 9], 1000);
        assert_eq!(ended, Err(DAMAGED));
        assert!(text.len() - out.len() < 100, "{} of {}", out.len(), text.len());
        let mut wrong = packed.clone();
        let last = wrong.len() - 5;
        wrong[last] ^= 1;
        assert_eq!(unpacked(&wrong, 1000), (text.into_bytes(), Err(DAMAGED)));
        assert_eq!(unpacked(&[&packed[..], b"x"].concat(), 1000).1, Err(BEHIND));
        assert_eq!(unpacked(b"plain", 2), (Vec::new(), Err(FOREIGN)));
        assert_eq!(unpacked(b"", 2), (Vec::new(), Err(DAMAGED)));
    }
}
