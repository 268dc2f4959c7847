//! Packed streams: how much they unpack to is known before they are unpacked.

use crate::limits;
use flate2::{Decompress, FlushDecompress, Status};
use hayro_syntax::Filter;
use hayro_syntax::object::{Dict, MaybeRef, Object, Stream};
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

    /// Those of a stream of which only the dictionary is known: what is said elsewhere may be anything.
    pub(super) fn said(head: &Dict<'_>) -> Filters {
        let mut names = Vec::new();
        for key in ["F", "Filter"] {
            match head.get_raw::<Object<'_>>(key) {
                Some(MaybeRef::NotRef(Object::Name(name))) => names.push(name),
                Some(MaybeRef::NotRef(Object::Array(list))) => {
                    for item in list.raw_iter() {
                        let MaybeRef::NotRef(Object::Name(name)) = item else { return Filters::Several };
                        names.push(name);
                    }
                }
                Some(MaybeRef::Ref(_)) => return Filters::Several,
                _ => {}
            }
        }
        match names.as_slice() {
            [] => Filters::Plain,
            [name] if matches!(name.as_ref(), b"FlateDecode" | b"Fl") => Filters::Flate,
            _ => Filters::Several,
        }
    }
}

/// The content of packed bytes, if it is no longer than a bound; what follows it does not matter. What cannot be unpacked is as long as it
/// came.
pub(super) fn unpacks_within(raw: &[u8], bound: usize) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    (inflate(raw, bound, |piece| out.extend_from_slice(piece)) != Inflated::Over).then_some(out)
}

/// How packed bytes came to their end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inflated {
    /// There is more than the bound.
    Over,
    /// They ask for more bytes.
    Cut,
    /// They said so.
    Ended,
    /// They are none, from here on.
    Broken,
}

/// Whether bytes that are packed go on behind their end.
pub(super) fn goes_on(raw: &[u8]) -> bool {
    inflate(raw, limits::OBJECT_STREAM_BYTES, |_| {}) == Inflated::Cut
}

/// Unpacks piece by piece.
fn inflate(raw: &[u8], bound: usize, mut each: impl FnMut(&[u8])) -> Inflated {
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
            return Inflated::Over;
        }
        each(piece.get(..made).unwrap_or_default());
        match status {
            Ok(Status::Ok | Status::BufError) if made > 0 || unpacker.total_in() > read => {}
            Ok(Status::Ok | Status::BufError) => return Inflated::Cut,
            Ok(_) => return Inflated::Ended,
            Err(_) => return Inflated::Broken,
        }
    }
}

/// Why there is no content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// It is longer than the bound.
    TooLong,
    /// It cannot be unpacked.
    Damaged,
}

/// A stream's content up to a bound. `work` grows by what its bytes cost, whatever comes of them.
pub(super) fn content<'a>(stream: &Stream<'a>, bound: usize, work: &mut usize) -> Result<Cow<'a, [u8]>, Unread> {
    let raw = stream.raw_data();
    *work += raw.len() * if matches!(raw, Cow::Owned(_)) { LOCKED } else { 1 };
    let filters = Filters::of(stream);
    match filters {
        Filters::Plain if stream.filters().is_empty() => {
            return if raw.len() <= bound { Ok(raw) } else { Err(Unread::TooLong) };
        }
        Filters::Flate if !stream.dict().contains_key("DecodeParms") && !stream.dict().contains_key("DP") => {
            let mut out = Vec::new();
            match inflate(&raw, bound, |piece| out.extend_from_slice(piece)) {
                Inflated::Over => return Err(Unread::TooLong),
                Inflated::Ended => return Ok(Cow::Owned(out)),
                // What can be had of damaged bytes is the parser's business.
                Inflated::Cut | Inflated::Broken => {}
            }
        }
        _ => {}
    }
    if !fits(&raw, filters, bound) {
        return Err(Unread::TooLong);
    }
    drop(raw);
    stream.decoded_data().map_err(|_| Unread::Damaged)
}

/// Whether a stream's content is no longer than a bound.
fn fits(raw: &[u8], filters: Filters, bound: usize) -> bool {
    match filters {
        Filters::Plain => raw.len() <= bound,
        Filters::Flate => raw.len() <= bound / SWELLS || inflate(raw, bound, |_| {}) != Inflated::Over,
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

/// How much slower bytes are unlocked than unpacked.
const LOCKED: usize = 4;
/// How many times its length a stream unpacks to at most.
const SWELLS: usize = 1_100;
/// The same for the old method.
const OTHER_SWELLS: usize = 2_600;
