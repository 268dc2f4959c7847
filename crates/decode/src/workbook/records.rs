//! The bytes of BIFF8: records, and the strings in them.

use super::compound::u16_at;

/// One record: its type, and its bytes in pieces, as later pieces of a long record have a header each.
pub(super) struct Record<'a> {
    pub kind: u16,
    pub pieces: Vec<&'a [u8]>,
}

impl<'a> Record<'a> {
    pub fn data(&self) -> &'a [u8] {
        self.pieces.first().copied().unwrap_or(&[])
    }
}

const CONTINUE: u16 = 0x3c;
pub(super) const EOF: u16 = 0x0a;
pub(super) const BOF: u16 = 0x809;

/// The records of a stream from a place on.
pub(super) struct Records<'a, 'l> {
    pub bytes: &'a [u8],
    pub at: usize,
    /// Records that may still be read.
    pub left: &'l mut usize,
}

impl<'a> Records<'a, '_> {
    fn piece(&self) -> Option<(u16, &'a [u8], usize)> {
        let kind = u16_at(self.bytes, self.at)?;
        let length = usize::from(u16_at(self.bytes, self.at + 2)?);
        let end = self.at + 4 + length;
        Some((kind, self.bytes.get(self.at + 4..end)?, end))
    }
}

impl<'a> Iterator for Records<'a, '_> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let (kind, data, end) = self.piece()?;
        *self.left = self.left.checked_sub(1)?;
        self.at = end;
        let mut pieces = vec![data];
        while let Some((CONTINUE, more, end)) = self.piece() {
            *self.left = self.left.checked_sub(1)?;
            pieces.push(more);
            self.at = end;
        }
        Some(Record { kind, pieces })
    }
}

/// Strings of a record in pieces: where characters go on in the next piece, it says anew how wide they are.
pub(super) struct Text<'a> {
    pieces: &'a [&'a [u8]],
    piece: usize,
    at: usize,
}

impl<'a> Text<'a> {
    pub fn new(pieces: &'a [&'a [u8]], at: usize) -> Text<'a> {
        Text { pieces, piece: 0, at }
    }

    fn byte(&mut self) -> Option<u8> {
        loop {
            match self.pieces.get(self.piece)?.get(self.at) {
                Some(b) => {
                    self.at += 1;
                    return Some(*b);
                }
                None => {
                    self.piece += 1;
                    self.at = 0;
                }
            }
        }
    }

    fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    /// A string with a length of one byte.
    pub fn short(&mut self) -> Option<String> {
        let length = u16::from(self.byte()?);
        self.string(length)
    }

    /// A string with a length of two bytes.
    pub fn long(&mut self) -> Option<String> {
        let length = self.u16()?;
        self.string(length)
    }

    fn string(&mut self, length: u16) -> Option<String> {
        if length == 0 && self.pieces.get(self.piece).is_some_and(|p| p.len() == self.at) && self.pieces.len() == 1 {
            return Some(String::new());
        }
        let flags = self.byte()?;
        let runs = if flags & 8 != 0 { usize::from(self.u16()?) * 4 } else { 0 };
        let extra = if flags & 4 != 0 {
            u32::from_le_bytes([self.byte()?, self.byte()?, self.byte()?, self.byte()?]) as usize
        } else {
            0
        };
        let mut wide = flags & 1 != 0;
        let mut units = Vec::with_capacity(usize::from(length));
        for _ in 0..length {
            if self.pieces.get(self.piece).is_some_and(|p| p.len() <= self.at) {
                self.piece += 1;
                self.at = 0;
                wide = self.byte()? & 1 != 0;
            }
            let low = self.byte()?;
            let high = if wide { self.byte()? } else { 0 };
            units.push(u16::from_le_bytes([low, high]));
        }
        self.skip(runs.saturating_add(extra));
        Some(String::from_utf16_lossy(&units))
    }

    fn skip(&mut self, mut bytes: usize) {
        while let Some(piece) = self.pieces.get(self.piece) {
            let here = piece.len().saturating_sub(self.at);
            if bytes <= here {
                self.at += bytes;
                return;
            }
            bytes -= here;
            self.piece += 1;
            self.at = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_go_on_in_the_next_piece_in_another_width() {
        // 甲AB in two bytes a character, then one; a rich text of one run; an empty one.
        let first = [3, 0, 1, 0x32, 0x75];
        let second = [0, b'A', b'B', 1, 0, 8, 1, 0, b'C'];
        let third = [0, 0, 0, 0, 0, 0, 0];
        let pieces: [&[u8]; 3] = [&first, &second, &third];
        let mut text = Text::new(&pieces, 0);
        let all: Vec<Option<String>> = (0..4).map(|_| text.long()).collect();
        let some = |t: &str| Some(t.to_owned());
        assert_eq!(all, [some("甲AB"), some("C"), some(""), None]);
    }
}
