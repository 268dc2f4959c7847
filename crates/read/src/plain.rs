//! A paragraph without white space and with brackets, colons and quotes unified, each character tied to its byte in the source text.

use mingzhang_catalog::coords::plain_char;

/// The plain view of a text.
pub(crate) struct Plain {
    /// Unified characters.
    pub chars: Vec<char>,
    /// The characters as printed (a half-width comma may separate thousands, a full-width one does not).
    pub raw: Vec<char>,
    bytes: Vec<usize>,
    ends: Vec<usize>,
}

impl Plain {
    pub fn new(text: &str) -> Plain {
        let n = text.chars().count();
        let mut out = Plain {
            chars: Vec::with_capacity(n),
            raw: Vec::with_capacity(n),
            bytes: Vec::with_capacity(n),
            ends: Vec::with_capacity(n),
        };
        for (at, c) in text.char_indices() {
            if c.is_whitespace() {
                continue;
            }
            out.chars.push(plain_char(c));
            out.raw.push(c);
            out.bytes.push(at);
            out.ends.push(at + c.len_utf8());
        }
        out
    }

    pub fn len(&self) -> usize {
        self.chars.len()
    }

    /// The plain text of a range.
    pub fn text(&self, from: usize, to: usize) -> String {
        self.chars.get(from.min(to)..to.min(self.len())).map(|c| c.iter().collect()).unwrap_or_default()
    }

    /// A range as printed, for people to read.
    pub fn printed(&self, from: usize, to: usize) -> String {
        self.raw.get(from.min(to)..to.min(self.len())).map(|c| c.iter().collect()).unwrap_or_default()
    }

    /// The bytes of a range of characters in the source text.
    pub fn span(&self, from: usize, to: usize) -> (usize, usize) {
        let start = self.bytes.get(from).copied().unwrap_or_else(|| self.ends.last().copied().unwrap_or(0));
        let end = if to == 0 { start } else { self.ends.get(to - 1).copied().unwrap_or(start) };
        (start, end.max(start))
    }

    /// The character index of a byte of the string [`Plain::text`] of the whole.
    pub fn all(&self) -> String {
        self.chars.iter().collect()
    }
}

/// Converts byte positions of a string to character positions.
pub(crate) struct CharIndex(Vec<usize>);

impl CharIndex {
    pub fn new(text: &str) -> CharIndex {
        let mut map = vec![0; text.len() + 1];
        let mut n = 0;
        for (at, c) in text.char_indices() {
            for slot in map.iter_mut().skip(at).take(c.len_utf8()) {
                *slot = n;
            }
            n += 1;
        }
        if let Some(last) = map.last_mut() {
            *last = n;
        }
        CharIndex(map)
    }

    pub fn at(&self, byte: usize) -> usize {
        self.0.get(byte).copied().unwrap_or(0)
    }
}
