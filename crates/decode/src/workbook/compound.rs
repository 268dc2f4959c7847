//! Compound files (OLE2): the container of old Office files and of encrypted new ones.

/// The mark of a compound file.
pub(crate) const MARK: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

use crate::limits;

/// Streams of this many bytes have sectors of their own.
const CUTOFF: usize = 4096;

/// Sector numbers from here on are no sectors.
const END: u32 = 0xffff_fffa;

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_le_bytes)
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)
}

struct Compound<'a> {
    bytes: &'a [u8],
    /// Bytes of a sector as a power of two.
    shift: u32,
    /// Next sector of each sector.
    fat: Vec<u32>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    kind: u8,
    first: u32,
    size: usize,
}

impl<'a> Compound<'a> {
    fn open(bytes: &'a [u8]) -> Option<Compound<'a>> {
        if !bytes.starts_with(MARK) {
            return None;
        }
        let shift = u32::from(u16_at(bytes, 30)?);
        if !matches!(shift, 9 | 12) {
            return None;
        }
        let mut out = Compound { bytes, shift, fat: Vec::new(), entries: Vec::new() };
        let sectors = bytes.len() >> shift;
        // The first 109 sectors of the table are listed in the header, more of them in a chain of sectors.
        let mut list: Vec<u32> = (0..109).map_while(|i| u32_at(bytes, 76 + 4 * i)).collect();
        let mut next = u32_at(bytes, 68)?;
        let mut seen = 0;
        while next < END && seen <= sectors {
            let sector = out.sector(next)?;
            let count = sector.len() / 4 - 1;
            list.extend((0..count).map_while(|i| u32_at(sector, 4 * i)));
            next = u32_at(sector, 4 * count)?;
            seen += 1;
        }
        let mut fat = Vec::new();
        for number in list.into_iter().filter(|n| *n < END).take(sectors + 1) {
            let Some(sector) = out.sector(number) else { continue };
            fat.extend(sector.chunks_exact(4).filter_map(|c| u32_at(c, 0)));
        }
        out.fat = fat;
        let directory = out.chain(u32_at(bytes, 48)?, limits::PACKAGE_PARTS * 128);
        out.entries = directory.chunks_exact(128).filter_map(entry).collect();
        Some(out)
    }

    fn sector(&self, number: u32) -> Option<&'a [u8]> {
        let start = (number as usize + 1).checked_shl(self.shift)?;
        let rest = self.bytes.get(start..)?;
        // The last sector may be cut off.
        Some(rest.get(..1 << self.shift).unwrap_or(rest))
    }

    /// The bytes of a chain of sectors. A chain that returns to itself ends there.
    fn chain(&self, first: u32, size: usize) -> Vec<u8> {
        let mut out = Vec::new();
        let mut next = first;
        for _ in 0..=self.bytes.len() >> self.shift {
            let Some(sector) = (next < END).then(|| self.sector(next)).flatten() else { break };
            out.extend_from_slice(sector);
            if out.len() >= size {
                break;
            }
            next = self.fat.get(next as usize).copied().unwrap_or(END);
        }
        out.truncate(size);
        out
    }

    fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.entries.iter().find(|e| e.kind == 2 && e.name.eq_ignore_ascii_case(name))?;
        if entry.size >= CUTOFF {
            return Some(self.chain(entry.first, entry.size));
        }
        // Small streams lie in sectors of 64 bytes inside the root's stream.
        let root = self.entries.iter().find(|e| e.kind == 5)?;
        let mini = self.chain(root.first, root.size);
        let table = self.chain(u32_at(self.bytes, 60)?, usize::MAX);
        let mut out = Vec::new();
        let mut next = entry.first;
        while next < END && out.len() < entry.size {
            let start = (next as usize).checked_mul(64)?;
            let Some(rest) = mini.get(start..) else { break };
            out.extend_from_slice(rest.get(..64).unwrap_or(rest));
            next = u32_at(&table, (next as usize).checked_mul(4)?).unwrap_or(END);
        }
        out.truncate(entry.size);
        Some(out)
    }
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let length = usize::from(u16_at(bytes, 64)?).min(64);
    let units: Vec<u16> = (0..length / 2).filter_map(|i| u16_at(bytes, 2 * i)).take_while(|u| *u != 0).collect();
    let kind = *bytes.get(66)?;
    let size = u32_at(bytes, 120)? as usize;
    Some(Entry { name: String::from_utf16_lossy(&units), kind, first: u32_at(bytes, 116)?, size })
}

/// The names of all entries; empty if it is no compound file.
pub(crate) fn names(bytes: &[u8]) -> Vec<String> {
    Compound::open(bytes).map(|c| c.entries.into_iter().map(|e| e.name).collect()).unwrap_or_default()
}

/// A stream by its name.
pub(super) fn stream(bytes: &[u8], name: &str) -> Option<Vec<u8>> {
    Compound::open(bytes)?.stream(name)
}
