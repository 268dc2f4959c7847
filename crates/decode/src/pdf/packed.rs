//! Packed streams: how much they unpack to is known before they are unpacked.

use crate::limits;
use flate2::{Decompress, FlushDecompress, Status};
use hayro_syntax::Filter;
use hayro_syntax::object::Stream;
use std::borrow::Cow;

/// How a stream is packed, as far as it matters to its size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Filters {
    /// In nothing that makes it longer when it is unpacked.
    Plain,
    /// In one step.
    Flate,
    /// In one step, by the old method or run lengths.
    Other,
    /// In several steps, each of which may make it a thousand times as long.
    Several,
}

impl Filters {
    /// Those of a stream.
    fn of(stream: &Stream<'_>) -> Filters {
        let filters = stream.filters();
        let swells = |f: &&Filter| matches!(f, Filter::FlateDecode | Filter::LzwDecode | Filter::RunLengthDecode);
        match (filters.iter().filter(swells).count(), filters.first(), filters.len()) {
            (0, ..) => Filters::Plain,
            (1, Some(Filter::FlateDecode), 1) => Filters::Flate,
            (1, ..) if filters.len() <= 3 => Filters::Other,
            _ => Filters::Several,
        }
    }

    /// Those of names as they are written.
    pub(super) fn named(names: &[u8]) -> Filters {
        let text = String::from_utf8_lossy(names);
        let names: Vec<&str> =
            text.split('/').skip(1).map(|n| n.split([' ', '/', '>', '\r', '\n']).next().unwrap_or("")).collect();
        match names.as_slice() {
            [] => Filters::Plain,
            ["FlateDecode" | "Fl", rest @ ..] if !rest.iter().any(|n| is_filter(n)) => Filters::Flate,
            all if all.iter().filter(|n| is_filter(n)).count() == 1 => Filters::Other,
            _ => Filters::Several,
        }
    }
}

/// Whether a name may be that of a filter: entries of the dictionary may follow.
fn is_filter(name: &str) -> bool {
    name.contains('#') || name.ends_with("Decode") || matches!(name, "Fl" | "LZW" | "RL" | "A85" | "AHx")
}

/// The content of packed bytes, if it is no longer than a bound; what follows it does not matter. What cannot be unpacked is as long as it
/// came.
pub(super) fn unpacks_within(raw: &[u8], filters: Filters, bound: usize) -> Option<Vec<u8>> {
    match filters {
        Filters::Plain => Some(Vec::new()),
        Filters::Flate => {
            let mut out = Vec::new();
            inflate(raw, bound, |piece| out.extend_from_slice(piece)).then_some(out)
        }
        Filters::Other | Filters::Several => None,
    }
}

/// Unpacks piece by piece; false if there is more than the bound.
fn inflate(raw: &[u8], bound: usize, mut each: impl FnMut(&[u8])) -> bool {
    // As the parser does: with the head of two bytes or without it.
    let head = matches!(raw, [a, b, ..] if a & 15 == 8 && (u16::from(*a) << 8 | u16::from(*b)).is_multiple_of(31));
    let mut unpacker = Decompress::new(head);
    let mut piece = vec![0_u8; 32 << 10];
    let mut total = 0_usize;
    loop {
        let (read, written) = (unpacker.total_in(), unpacker.total_out());
        let rest = usize::try_from(read).ok().and_then(|r| raw.get(r..)).unwrap_or_default();
        let status = unpacker.decompress(rest, &mut piece, FlushDecompress::None);
        let made = usize::try_from(unpacker.total_out() - written).unwrap_or(usize::MAX);
        total = total.saturating_add(made);
        if total > bound {
            return false;
        }
        each(piece.get(..made).unwrap_or_default());
        let stuck = made == 0 && unpacker.total_in() == read;
        if stuck || !matches!(status, Ok(Status::Ok | Status::BufError)) {
            return true;
        }
    }
}

/// A stream's content, unless it is longer than a bound.
pub(super) fn content<'a>(stream: &Stream<'a>, bound: usize) -> Option<Cow<'a, [u8]>> {
    if fits(stream, bound) { stream.decoded_data().ok() } else { None }
}

/// Whether a stream's content is no longer than a bound.
pub(super) fn fits(stream: &Stream<'_>, bound: usize) -> bool {
    let raw = stream.raw_data();
    match Filters::of(stream) {
        Filters::Plain => raw.len() <= bound,
        Filters::Flate => raw.len() <= bound / SWELLS || inflate(&raw, bound, |_| {}),
        Filters::Other => raw.len() <= bound / OTHER_SWELLS,
        Filters::Several => false,
    }
}

/// As much of a content as the parser reads in bounded work: for the end of a picture written in place it looks at all that follows.
pub(super) fn interpretable(bytes: &[u8]) -> &[u8] {
    let count = |mark: &[u8]| memchr::memmem::find_iter(bytes, mark).count();
    let marks = count(b"BI") + count(b"EI");
    if marks.saturating_mul(bytes.len()) <= limits::PDF_LOOKS {
        return bytes;
    }
    let end = memchr::memmem::find_iter(bytes, b"BI").nth(limits::PDF_LOOKS / bytes.len() / 4).unwrap_or(bytes.len());
    bytes.get(..end).unwrap_or(bytes)
}

/// How many times its length a stream unpacks to at most.
const SWELLS: usize = 1_100;
/// The same for the old method.
const OTHER_SWELLS: usize = 2_600;
