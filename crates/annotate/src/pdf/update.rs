//! An incremental update: new objects, a table of them, and the way back to the original.

use super::syntax;
use crate::error::AnnotateError;
use std::collections::BTreeMap;

/// The line before our update; the length of the original follows.
const MARK: &[u8] = b"\n%mingzhang ";

/// The table of objects a file ends with.
pub(super) struct Table<'a> {
    /// Where it stands.
    at: usize,
    /// It is a stream.
    stream: bool,
    dictionary: &'a [u8],
    size: u32,
}

impl<'a> Table<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Option<Table<'a>> {
        const WORD: &[u8] = b"startxref";
        let found = bytes.windows(WORD.len()).rposition(|w| w == WORD)?;
        let at = number(bytes.get(found + WORD.len()..)?)?;
        let rest = bytes.get(at..)?;
        let stream = !rest.trim_ascii_start().starts_with(b"xref");
        let start = if stream {
            // `12 0 obj <<`
            rest.get(..64.min(rest.len()))?.windows(2).position(|w| w == b"<<")?
        } else {
            let word = rest.windows(7).position(|w| w == b"trailer")?;
            word + rest.get(word..)?.windows(2).position(|w| w == b"<<")?
        };
        let end = syntax::dictionary(rest, start)?;
        let dictionary = rest.get(start..end)?;
        let size = u32::try_from(number(syntax::entry(dictionary, b"Size")?)?).ok()?;
        Some(Table { at, stream, dictionary, size })
    }

    pub(super) fn has(&self, name: &str) -> bool {
        syntax::entry(self.dictionary, name.as_bytes()).is_some()
    }
}

/// The number a text begins with, blanks before it left out.
fn number(text: &[u8]) -> Option<usize> {
    let text = text.trim_ascii_start();
    let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
    std::str::from_utf8(text.get(..digits)?).ok()?.parse().ok()
}

/// An update while it is written.
pub(super) struct Update<'a> {
    original: &'a [u8],
    added: Vec<u8>,
    /// Object number to place and generation.
    places: BTreeMap<u32, (usize, i32)>,
    next: u32,
}

impl<'a> Update<'a> {
    pub(super) fn new(original: &'a [u8], table: &Table<'_>) -> Update<'a> {
        let mut added = MARK.to_vec();
        added.extend(format!("{}\n", original.len()).bytes());
        Update { original, added, places: BTreeMap::new(), next: table.size }
    }

    /// A number for an object to come.
    pub(super) fn reserve(&mut self) -> u32 {
        let number = self.next;
        self.next = self.next.saturating_add(1);
        number
    }

    /// Writes an object.
    pub(super) fn object(&mut self, number: u32, generation: i32, body: &[u8]) {
        self.places.insert(number, (self.original.len() + self.added.len(), generation));
        self.added.extend(format!("{number} {generation} obj\n").bytes());
        self.added.extend_from_slice(body);
        self.added.extend_from_slice(b"\nendobj\n");
    }

    /// Writes a new object; its number.
    pub(super) fn add(&mut self, body: &str) -> u32 {
        let number = self.reserve();
        self.object(number, 0, body.as_bytes());
        number
    }

    /// Writes a new stream; its number.
    pub(super) fn add_stream(&mut self, entries: &str, data: &str) -> u32 {
        self.add(&format!("<<{entries}/Length {}>>\nstream\n{data}\nendstream", data.len()))
    }

    /// The whole file, with a table of the kind it had.
    pub(super) fn finish(mut self, table: &Table<'_>) -> Option<Vec<u8>> {
        let number = if table.stream { Some(self.reserve()) } else { None };
        let at = self.original.len() + self.added.len();
        if let Some(number) = number {
            self.places.insert(number, (at, 0));
        }
        let mut trailer = format!("/Size {}/Prev {}", self.next, table.at).into_bytes();
        for name in ["Root", "Info", "ID"] {
            if let Some(value) = syntax::entry(table.dictionary, name.as_bytes()) {
                trailer.extend(format!("/{name} ").bytes());
                trailer.extend_from_slice(value);
            }
        }
        // Ranges of numbers that follow each other.
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for number in self.places.keys() {
            match ranges.last_mut() {
                Some((first, count)) if *first + *count == *number => *count += 1,
                _ => ranges.push((*number, 1)),
            }
        }
        match number {
            Some(number) => {
                let index: Vec<String> = ranges.iter().map(|(a, b)| format!("{a} {b}")).collect();
                let mut data = Vec::new();
                for (place, generation) in self.places.values() {
                    data.push(1);
                    data.extend(u32::try_from(*place).ok()?.to_be_bytes());
                    data.extend(u16::try_from(*generation).ok()?.to_be_bytes());
                }
                let head =
                    format!("{number} 0 obj\n<</Type/XRef/W [1 4 2]/Index [{}]/Length {}", index.join(" "), data.len());
                self.added.extend(head.bytes());
                self.added.extend_from_slice(&trailer);
                self.added.extend_from_slice(b">>\nstream\n");
                self.added.extend_from_slice(&data);
                self.added.extend_from_slice(b"\nendstream\nendobj\n");
            }
            None => {
                self.added.extend_from_slice(b"xref\n");
                for (first, count) in ranges {
                    self.added.extend(format!("{first} {count}\n").bytes());
                    for (place, generation) in self.places.range(first..first + count).map(|(_, p)| p) {
                        self.added.extend(format!("{place:010} {generation:05} n\r\n").bytes());
                    }
                }
                self.added.extend_from_slice(b"trailer\n<<");
                self.added.extend_from_slice(&trailer);
                self.added.extend_from_slice(b">>\n");
            }
        }
        self.added.extend(format!("startxref\n{at}\n%%EOF\n").bytes());
        Some([self.original, self.added.as_slice()].concat())
    }
}

/// The file without our update.
///
/// # Errors
/// When another program wrote into the file after us.
pub(super) fn original(bytes: &[u8]) -> Result<Vec<u8>, AnnotateError> {
    let Some(at) = bytes.windows(MARK.len()).rposition(|w| w == MARK) else { return Ok(bytes.to_vec()) };
    let rest = bytes.get(at + MARK.len()..).unwrap_or_default();
    let ends = rest.windows(5).filter(|w| *w == b"%%EOF").count();
    match bytes.get(..at) {
        Some(original) if number(rest) == Some(at) && ends == 1 && rest.ends_with(b"%%EOF\n") => Ok(original.to_vec()),
        _ => Err(AnnotateError::Resaved),
    }
}
