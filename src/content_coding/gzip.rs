//! Gzip (RFC 1952) as it comes, member by member: flate2 inflates, and what stands around the deflated data is read here.
//!
//! flate2's own reader of gzip brings 16 kB of checksum tables, which no compression makes smaller: a twentieth of the module of WebAssembly. With
//! the tables of `crc`, it is one of 1 kB there.

use super::Damage;
use crc::{CRC_32_ISO_HDLC, Crc, Digest, Table};
use flate2::{Decompress, FlushDecompress, Status};
use std::fmt;

const DAMAGED: Damage = Damage::Bytes("the gzip data are cut off or damaged");
const FOREIGN: Damage = Damage::Bytes("the data are not gzip");
const BEHIND: Damage = Damage::Bytes("bytes that are no gzip stand behind the gzip data");

/// Tables of the checksum: few where they travel, many where they are there already.
const LANES: usize = if cfg!(target_family = "wasm") { 1 } else { 16 };
static CRC: Crc<u32, Table<LANES>> = Crc::<u32, Table<LANES>>::new(&CRC_32_ISO_HDLC);

/// Most bytes that come out at a time: the window that deflate looks back on (RFC 1951), so that nothing stays behind in the inflater.
const WINDOW: usize = 32_768;

/// An unpacker.
#[derive(Debug)]
pub(crate) struct Gunzip {
    member: Option<Member>,
    /// Whether no byte came yet.
    clean: bool,
}

/// A member that is being read.
enum Member {
    Header(Header),
    Data {
        inflate: Decompress,
        sum: Digest<'static, u32, Table<LANES>>,
        length: u32,
    },
    /// What the trailer must be, and how much of it came.
    Trailer([u8; 8], usize),
}

impl fmt::Debug for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Header(_) => "Header",
            Self::Data { .. } => "Data",
            Self::Trailer(..) => "Trailer",
        })
    }
}

impl Gunzip {
    pub(super) const fn new() -> Self {
        Self { member: None, clean: true }
    }

    /// As [`super::Unpacker::unpack`].
    pub(super) fn unpack(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> Result<usize, Damage> {
        match self.member.take() {
            None => self.between(bytes),
            Some(Member::Header(mut header)) => {
                let mut taken = 0;
                for byte in bytes {
                    header.take(*byte)?;
                    taken += 1;
                    if header.part == Part::End {
                        let (inflate, sum) = (Decompress::new(false), CRC.digest());
                        self.member = Some(Member::Data { inflate, sum, length: 0 });
                        return Ok(taken);
                    }
                }
                self.member = Some(Member::Header(header));
                Ok(taken)
            }
            Some(Member::Data { mut inflate, mut sum, length }) => {
                let (start, before) = (out.len(), inflate.total_in());
                out.reserve(WINDOW);
                let status = inflate.decompress_vec(bytes, out, FlushDecompress::None);
                let inflated = out.get(start..).unwrap_or_default();
                sum.update(inflated);
                // The trailer has the length modulo 2^32.
                let length = length.wrapping_add(inflated.len() as u32);
                let taken = (inflate.total_in() - before) as usize;
                self.member = Some(match status.map_err(|_| DAMAGED)? {
                    Status::StreamEnd => Member::Trailer(trailer(sum.finalize(), length), 0),
                    _ => Member::Data { inflate, sum, length },
                });
                Ok(taken)
            }
            Some(Member::Trailer(wanted, came)) => {
                let rest = wanted.get(came..).unwrap_or_default();
                let taken = rest.len().min(bytes.len());
                if rest.get(..taken) != bytes.get(..taken) {
                    return Err(DAMAGED);
                }
                let is_more = taken < rest.len();
                self.member = is_more.then_some(Member::Trailer(wanted, came + taken));
                Ok(taken)
            }
        }
    }

    /// Takes the first bytes behind a member, or of all.
    fn between(&mut self, bytes: &[u8]) -> Result<usize, Damage> {
        // Zeros behind a member are padding.
        let zeros = bytes.iter().take_while(|byte| **byte == 0 && !self.clean).count();
        match bytes.get(zeros) {
            None => Ok(zeros),
            Some(0x1F) => {
                self.member = Some(Member::Header(Header::new()));
                self.clean = false;
                Ok(zeros)
            }
            Some(_) if self.clean => Err(FOREIGN),
            Some(_) => Err(BEHIND),
        }
    }

    /// As [`super::Unpacker::finish`].
    pub(super) const fn finish(&self) -> Result<(), Damage> {
        if self.clean || self.member.is_some() { Err(DAMAGED) } else { Ok(()) }
    }
}

/// What stands behind the data: their checksum and their length.
fn trailer(sum: u32, length: u32) -> [u8; 8] {
    (u64::from(length) << 32 | u64::from(sum)).to_le_bytes()
}

/// The header of a member (RFC 1952 section 2.3), byte by byte.
struct Header {
    part: Part,
    flags: u8,
    sum: Digest<'static, u32, Table<LANES>>,
}

/// Where in a header the next byte stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// Magic number, method, flags, time, system.
    Start(usize),
    /// The length of the extra field: its first byte, once that came.
    ExtraLength(Option<u8>),
    /// So many bytes of the extra field.
    Extra(u16),
    Name,
    Comment,
    /// The low half of the header's checksum: what is left of it.
    Sum(u16, usize),
    End,
}

/// The flags that announce a part, and those that stand for nothing yet.
const HAS_SUM: u8 = 2;
const HAS_EXTRA: u8 = 4;
const HAS_NAME: u8 = 8;
const HAS_COMMENT: u8 = 16;
const RESERVED: u8 = 0xE0;

impl Header {
    fn new() -> Self {
        Self { part: Part::Start(0), flags: 0, sum: CRC.digest() }
    }

    fn take(&mut self, byte: u8) -> Result<(), Damage> {
        if !matches!(self.part, Part::Sum(..)) {
            self.sum.update(&[byte]);
        }
        let wanted = match self.part {
            Part::Start(at) => [0x1F, 0x8B, 8].get(at).copied(),
            Part::Sum(rest, _) => Some(rest.to_le_bytes()[0]),
            _ => None,
        };
        if wanted.is_some_and(|wanted| byte != wanted) {
            return Err(DAMAGED);
        }
        if self.part == Part::Start(3) {
            self.flags = byte;
            if byte & RESERVED != 0 {
                return Err(DAMAGED);
            }
        }
        self.part = match self.part {
            Part::Start(9) => self.behind_start(),
            Part::Start(at) => Part::Start(at + 1),
            Part::ExtraLength(None) => Part::ExtraLength(Some(byte)),
            Part::ExtraLength(Some(low)) => self.extra(u16::from_le_bytes([low, byte])),
            Part::Extra(left) => self.extra(left.saturating_sub(1)),
            Part::Name if byte == 0 => self.behind_name(),
            Part::Comment if byte == 0 => self.behind_comment(),
            Part::Sum(rest, 0) => Part::Sum(rest >> 8, 1),
            Part::Sum(..) | Part::End => Part::End,
            part @ (Part::Name | Part::Comment) => part,
        };
        Ok(())
    }

    const fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    fn behind_start(&self) -> Part {
        if self.has(HAS_EXTRA) { Part::ExtraLength(None) } else { self.extra(0) }
    }

    fn extra(&self, left: u16) -> Part {
        match left {
            0 if self.has(HAS_NAME) => Part::Name,
            0 => self.behind_name(),
            left => Part::Extra(left),
        }
    }

    fn behind_name(&self) -> Part {
        if self.has(HAS_COMMENT) { Part::Comment } else { self.behind_comment() }
    }

    fn behind_comment(&self) -> Part {
        let sum = || self.sum.clone().finalize() as u16;
        if self.has(HAS_SUM) { Part::Sum(sum(), 0) } else { Part::End }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Packing, Unpacker};
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use flate2::{Crc, GzBuilder};
    use proptest::prelude::*;
    use std::io::Write as _;

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
        let ended = unpacker.finish();
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

    /// A member with every part that a header can have.
    fn with_all_parts(text: &[u8]) -> Vec<u8> {
        let builder = GzBuilder::new().extra(vec![7; 300]).filename("rows.csv").comment("all rows");
        let mut encoder = builder.write(Vec::new(), Compression::fast());
        encoder.write_all(text).unwrap();
        let mut packed = encoder.finish().unwrap();
        // flate2 writes no checksum of the header.
        packed[3] |= HAS_SUM;
        let end = 10 + 2 + 300 + "rows.csv".len() + 1 + "all rows".len() + 1;
        let mut crc = Crc::new();
        crc.update(&packed[..end]);
        packed.splice(end..end, (crc.sum() as u16).to_le_bytes());
        packed
    }

    #[test]
    fn all_parts_of_a_header_are_passed_over_and_its_checksum_counts() {
        let packed = with_all_parts(b"id\n1\n");
        for size in [1, 7, 1000] {
            assert_eq!(unpacked(&packed, size), (b"id\n1\n".to_vec(), Ok(())), "{size}");
        }
        for at in [0, 1, 2, 11, 100, 315, 325, 331, 332] {
            let mut wrong = packed.clone();
            wrong[at] ^= 1;
            assert!(unpacked(&wrong, 50).1.is_err(), "{at}");
        }
        let mut reserved = gzip(b"x");
        reserved[3] |= 0x20;
        assert_eq!(unpacked(&reserved, 50), (Vec::new(), Err(DAMAGED)));
    }
}
