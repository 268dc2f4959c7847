//! The pages of a TIFF, each as a file of its own: scanners put all pages of a report into one.

use crate::limits;
use std::borrow::Cow;
use std::collections::HashSet;

/// Bit of a page that is only a small view of another one.
const REDUCED: u32 = 1;

/// Bytes of each page of a picture file, made when it is asked for. Other kinds of picture have one.
pub(crate) fn pages(bytes: &[u8]) -> impl Iterator<Item = Cow<'_, [u8]>> {
    let (starts, large_first) = Tiff::of(bytes).map(|t| (t.starts(), t.large_first)).unwrap_or_default();
    let starts = if starts.len() < 2 { vec![None] } else { starts.into_iter().map(Some).collect() };
    starts.into_iter().map(move |start| {
        let Some(at) = start else { return Cow::Borrowed(bytes) };
        // Pages are found from the fifth byte on: with another number there, another page is the first.
        let mut copy = bytes.to_vec();
        let place = if large_first { at.to_be_bytes() } else { at.to_le_bytes() };
        copy.iter_mut().skip(4).zip(place).for_each(|(old, new)| *old = new);
        Cow::Owned(copy)
    })
}

struct Tiff<'a> {
    bytes: &'a [u8],
    large_first: bool,
}

impl<'a> Tiff<'a> {
    fn of(bytes: &'a [u8]) -> Option<Tiff<'a>> {
        let large_first = match bytes.get(..4)? {
            b"II*\0" => false,
            b"MM\0*" => true,
            _ => return None,
        };
        Some(Tiff { bytes, large_first })
    }

    /// Where the list of entries of each page begins.
    fn starts(&self) -> Vec<u32> {
        let (mut out, mut seen) = (Vec::new(), HashSet::new());
        let mut next = self.long(4);
        while let Some(at) = next.filter(|at| *at > 0 && out.len() < limits::PAGES && seen.insert(*at)) {
            let Some((kind, after)) = self.page(at as usize) else { break };
            if kind & REDUCED == 0 {
                out.push(at);
            }
            next = Some(after);
        }
        out
    }

    fn short(&self, at: usize) -> Option<u16> {
        let two = self.bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.large_first { u16::from_be_bytes(two) } else { u16::from_le_bytes(two) })
    }

    fn long(&self, at: usize) -> Option<u32> {
        let four = self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if self.large_first { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) })
    }

    /// What kind of page a list of entries describes, and where the next list is.
    fn page(&self, at: usize) -> Option<(u32, u32)> {
        let count = usize::from(self.short(at)?);
        let entries = (0..count).map(|i| at + 2 + 12 * i);
        let kind = entries.clone().find(|e| self.short(*e) == Some(254)).and_then(|e| self.long(e + 8));
        Some((kind.unwrap_or(0), self.long(at + 2 + 12 * count)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(pages: &[u32]) -> Vec<u8> {
        let mut out = b"II*\0\x08\0\0\0".to_vec();
        for (i, kind) in pages.iter().enumerate() {
            out.extend(2_u16.to_le_bytes());
            out.extend([[0xfe, 0, 4, 0, 1, 0, 0, 0].as_slice(), &kind.to_le_bytes()].concat());
            out.extend([0x00, 1, 3, 0, 1, 0, 0, 0, i as u8, 0, 0, 0]);
            let next = if i + 1 < pages.len() { out.len() as u32 + 4 } else { 0 };
            out.extend(next.to_le_bytes());
        }
        out
    }

    #[test]
    fn each_page_comes_first_in_its_own_file() {
        let starts = |bytes: &[u8]| pages(bytes).map(|p| p[4]).collect::<Vec<u8>>();
        assert_eq!(starts(&file(&[0, 1, 2])), [8, 68]);
        assert_eq!(starts(&file(&[0])), [8]);
        // A list that leads back to itself, and one that is cut off.
        let mut circle = file(&[0, 0]);
        let end = circle.len() - 4;
        circle[end..].copy_from_slice(&8_u32.to_le_bytes());
        assert_eq!(starts(&circle), [8, 38]);
        assert_eq!(starts(&file(&[0, 0])[..40]), [8]);
        assert_eq!(pages(b"\x89PNG").count(), 1);
    }
}
