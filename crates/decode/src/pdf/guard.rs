//! A look at a file before the parser underneath sees it: what that does without bound is bounded here.
//!
//! It unpacks streams of objects whole, keeps them, and takes any stream for one that the table of objects calls so; and where the table is
//! broken it looks for objects from every place that may begin one. A proper file has one end for each beginning, and passes in no time.

use super::packed::{Filters, unpacks_within};
use crate::error::DecodeError;
use crate::limits;
use rustc_hash::FxHashSet;
use std::borrow::Cow;

/// Looks at a file.
///
/// # Errors
/// When reading it would be too much work, or take too much memory.
pub(super) fn check(bytes: &[u8]) -> Result<(), DecodeError> {
    // Each has its beginning and its end.
    if memchr::memmem::find_iter(bytes, b"obj").count() > 2 * limits::PDF_OBJECTS {
        return Err(DecodeError::Damaged);
    }
    let mut size = Size::default();
    nesting(bytes, &mut size)?;
    let streams = streams(bytes)?;
    let mut left = limits::OBJECT_STREAM_BYTES;
    let mut counted = FxHashSet::default();
    let mut held = FxHashSet::default();
    for (i, stream) in streams.iter().enumerate() {
        let table = has_widths(stream.head) || stream.has(b"#");
        if table || stream.has(b"ObjStm") {
            counted.insert(i);
            let content = stream.content(bytes, &mut left)?;
            nesting(&content, &mut size)?;
            if table {
                containers(stream, &content, &mut held);
            }
        }
    }
    for (i, stream) in streams.iter().enumerate() {
        if !counted.contains(&i) && held.contains(&stream.number) {
            nesting(&stream.content(bytes, &mut left)?, &mut size)?;
        }
    }
    let work = size.names.saturating_mul(size.resources);
    if work > limits::PDF_ENTRIES || size.pages > limits::PDF_PAGES || size.names > limits::PDF_NAMES {
        Err(DecodeError::Damaged)
    } else {
        Ok(())
    }
}

/// What dictionaries there are.
#[derive(Default)]
struct Size {
    /// Most names in one.
    names: usize,
    /// How many say what resources a page has: those are read for each page before any other.
    resources: usize,
    /// How many may be pages: all of them are listed before the first is read.
    pages: usize,
}

impl Size {
    /// Takes note of a name, `here` in its bytes, and what follows it.
    fn name(&mut self, bytes: &[u8], here: usize, listed: &mut usize) {
        let rest = bytes.get(here..).unwrap_or_default();
        let end = rest.iter().skip(1).position(|b| b.is_ascii_whitespace() || b"/<>[]()%".contains(b));
        let word = rest.get(1..end.map_or(rest.len(), |e| e + 1)).unwrap_or_default();
        match &*unescaped(word) {
            b"Resources" => self.resources += 1,
            b"Contents" => self.pages += 1,
            // What stands in a list was counted with it.
            b"Kids" if here >= *listed => {
                // References, and pages that stand there themselves.
                let list = rest.get(word.len() + 1..).unwrap_or_default().trim_ascii_start();
                let list = list.strip_prefix(b"[").unwrap_or_default();
                let mut depth = 1_usize;
                let end = list.iter().position(|b| {
                    depth += usize::from(*b == b'[');
                    depth -= usize::from(*b == b']');
                    depth == 0
                });
                let list = list.get(..end.unwrap_or(list.len())).unwrap_or_default();
                *listed = here + list.len();
                self.pages += list.iter().filter(|b| matches!(b, b'R' | b'<')).count();
            }
            _ => {}
        }
    }
}

/// A name with its characters in place of their numbers.
fn unescaped(word: &[u8]) -> Cow<'_, [u8]> {
    if !word.contains(&b'#') {
        return Cow::Borrowed(word);
    }
    let mut out = Vec::new();
    let mut rest = word;
    while let Some((first, after)) = rest.split_first() {
        let code =
            after.get(..2).and_then(|h| std::str::from_utf8(h).ok()).and_then(|h| u8::from_str_radix(h, 16).ok());
        match code.filter(|_| *first == b'#') {
            Some(code) => {
                out.push(code);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                out.push(*first);
                rest = after;
            }
        }
    }
    Cow::Owned(out)
}

/// Dictionaries and strings that begin and do not end are looked through again from each beginning.
fn nesting(bytes: &[u8], size: &mut Size) -> Result<(), DecodeError> {
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut names = 0_usize;
    let mut listed = 0;
    let mut work = 0_usize;
    let mut at = 0;
    while let Some(step) = bytes.get(at..).and_then(|b| b.iter().position(|b| matches!(b, b'<' | b'>' | b'(' | b'/'))) {
        let here = at + step;
        at = here + 1;
        let pair = bytes.get(here..here + 2).unwrap_or_default();
        if pair == b"<<" {
            at += 1;
            // What random bytes mostly do not go on with.
            let next = bytes.get(at..).and_then(|b| b.iter().find(|b| !b.is_ascii_whitespace()));
            if next.is_some_and(|b| b.is_ascii_alphanumeric() || b"/<([+-.".contains(b)) {
                open.push((here, names));
                if open.len() > limits::PDF_DEPTH {
                    return Err(DecodeError::Damaged);
                }
            }
        } else if pair == b">>" {
            at += 1;
            if let Some((_, before)) = open.pop() {
                size.names = size.names.max(names - before);
            }
        } else if pair.starts_with(b"/") {
            names += 1;
            size.name(bytes, here, &mut listed);
        } else if pair.starts_with(b"(") && after_head(bytes, here) {
            // An object that is a string: read to its end, and again for each head in it.
            work = work.saturating_add(string(bytes.get(here..).unwrap_or_default()));
        }
        if work > limits::PDF_LOOKS {
            return Err(DecodeError::Damaged);
        }
    }
    let work = open.iter().fold(work, |sum, (at, _)| sum.saturating_add(bytes.len() - at));
    if work > limits::PDF_LOOKS { Err(DecodeError::Damaged) } else { Ok(()) }
}

/// Whether `obj` stands before a place.
fn after_head(bytes: &[u8], at: usize) -> bool {
    bytes.get(at.saturating_sub(16)..at).is_some_and(|b| b.trim_ascii_end().ends_with(b"obj"))
}

/// The length of a string.
fn string(bytes: &[u8]) -> usize {
    let mut depth = 0_usize;
    let mut escaped = false;
    for (i, b) in bytes.iter().enumerate() {
        match b {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'(' => depth += 1,
            b')' => {
                depth -= 1;
                if depth == 0 {
                    return i;
                }
            }
            _ => {}
        }
    }
    bytes.len()
}

/// A stream: its object's number, its dictionary, and where its bytes begin.
struct Stream<'a> {
    number: u32,
    head: &'a [u8],
    start: usize,
}

/// How far before its bytes a stream's dictionary begins at most.
const HEAD: usize = 4096;

/// All that may be read as a stream, wherever it stands.
fn streams(bytes: &[u8]) -> Result<Vec<Stream<'_>>, DecodeError> {
    const WORD: &[u8] = b"stream";
    let mut out = Vec::new();
    let mut work = 0_usize;
    // Where the last look for an end found it.
    let mut end = 0;
    for at in memchr::memmem::find_iter(bytes, WORD) {
        let before = bytes.get(at.saturating_sub(HEAD)..at).unwrap_or_default();
        if before.ends_with(b"end") || !before.trim_ascii_end().ends_with(b">>") {
            continue;
        }
        let start = at + WORD.len();
        if end < start {
            let rest = bytes.get(start..).unwrap_or_default();
            end = memchr::memmem::find(rest, b"endstream").map_or(bytes.len(), |e| start + e);
        }
        let head = memchr::memmem::rfind(before, b"obj").map_or(before, |o| before.get(o + 3..).unwrap_or_default());
        let number = before.len() - head.len();
        let number = before.get(..number.saturating_sub(3)).map_or(0, number_of);
        // Up to the end of another stream, or as long as it says.
        let said = entry(head, b"/Length").and_then(number_at).unwrap_or(0).min(bytes.len() - start);
        work = work.saturating_add(if head_has(head, b"ObjStm") { said.max(end - start) } else { 0 });
        if end == bytes.len() || work > limits::PDF_LOOKS {
            work = work.saturating_add(end - start);
        }
        if work > limits::PDF_LOOKS {
            return Err(DecodeError::Damaged);
        }
        out.push(Stream { number, head, start });
    }
    Ok(out)
}

/// `12` of `12 0 `.
fn number_of(text: &[u8]) -> u32 {
    let text = text.trim_ascii_end();
    let generation = text.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let text = text.get(..text.len() - generation).unwrap_or_default().trim_ascii_end();
    let digits = text.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let digits = text.get(text.len() - digits..).unwrap_or_default();
    std::str::from_utf8(digits).ok().and_then(|d| d.parse().ok()).unwrap_or(0)
}

/// The widths of a table of objects, not the width of a picture.
fn has_widths(head: &[u8]) -> bool {
    memchr::memmem::find_iter(head, b"/W").any(|at| !head.get(at + 2).is_some_and(u8::is_ascii_alphanumeric))
}

fn head_has(head: &[u8], word: &[u8]) -> bool {
    memchr::memmem::find(head, word).is_some()
}

/// What stands behind a key.
fn entry<'a>(head: &'a [u8], key: &[u8]) -> Option<&'a [u8]> {
    let at = memchr::memmem::find(head, key)?;
    head.get(at + key.len()..).map(<[u8]>::trim_ascii_start)
}

fn number_at(text: &[u8]) -> Option<usize> {
    let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
    std::str::from_utf8(text.get(..digits)?).ok()?.parse().ok()
}

impl Stream<'_> {
    fn has(&self, word: &[u8]) -> bool {
        head_has(self.head, word)
    }

    /// The content as it is unpacked, up to a bound for all of them.
    fn content(&self, bytes: &[u8], left: &mut usize) -> Result<Vec<u8>, DecodeError> {
        let too_large = DecodeError::UnpacksTooLarge { limit: limits::OBJECT_STREAM_BYTES };
        let raw = bytes.get(self.start..).unwrap_or_default();
        let raw = raw.strip_prefix(b"\r\n").or_else(|| raw.strip_prefix(b"\n")).unwrap_or(raw);
        let names = entry(self.head, b"/Filter").or_else(|| entry(self.head, b"/F ")).unwrap_or_default();
        let names = match names.strip_prefix(b"[") {
            Some(list) => list.split(|b| *b == b']').next().unwrap_or_default(),
            None => names.get(..names.len().min(24)).unwrap_or_default(),
        };
        let filters = Filters::named(names);
        match unpacks_within(raw, filters, *left) {
            Some(content) => {
                *left -= content.len();
                Ok(content)
            }
            None => Err(too_large),
        }
    }
}

/// Adds the numbers of the streams that hold objects, as a table of objects tells them.
fn containers(stream: &Stream<'_>, content: &[u8], out: &mut FxHashSet<u32>) {
    let Some(widths) = entry(stream.head, b"/W").and_then(|w| w.strip_prefix(b"[")) else { return };
    let mut widths = widths.split(|b| !b.is_ascii_digit()).filter_map(number_at);
    let (Some(a), Some(b), Some(c)) = (widths.next(), widths.next(), widths.next()) else { return };
    if a != 1 || b == 0 || b > 8 || c > 8 {
        return;
    }
    let row = a + b + c;
    // Rows are mostly told as differences to the row above, with a byte before each that says so.
    let predicted = entry(stream.head, b"/Predictor").and_then(number_at).is_some_and(|p| p >= 10);
    let mut above = vec![0_u8; row];
    for line in content.chunks(if predicted { row + 1 } else { row }) {
        let (kind, cells) = match line.split_first() {
            Some((kind, cells)) if predicted => (*kind, cells),
            _ => (0, line),
        };
        for (slot, cell) in above.iter_mut().zip(cells) {
            *slot = if kind == 2 { slot.wrapping_add(*cell) } else { *cell };
        }
        let number = above.iter().skip(1).take(b).fold(0_u64, |n, b| n << 8 | u64::from(*b));
        if above.first() == Some(&2) {
            out.extend(u32::try_from(number));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_they_are_in_any_spelling() {
        let mut size = Size::default();
        let kids = b"<</#4bids[1 0 R <</Contents 2 0 R/MediaBox[0 0 1 1]>>]/Resour#63es<<>>>>";
        nesting(kids, &mut size).unwrap();
        // A reference; two angles and a reference of the page that stands there; and its contents.
        assert_eq!((size.pages, size.resources), (5, 1));
    }

    #[test]
    fn what_never_ends_is_refused() {
        let check = |text: &[u8]| check(text).is_err();
        assert!(check(&b"<</A ".repeat(limits::PDF_DEPTH + 1)));
        assert!(check(&b"1 0 obj(".repeat(100_000)));
        assert!(check(&b"1 0 obj<</Type/ObjStm>>stream\n".repeat(20_000)));
        assert!(!check(b"%PDF-1.7\n1 0 obj<</A<</B(>>)>>>>stream\nx\nendstream endobj"));
    }

    #[test]
    fn pictures_are_no_tables_of_objects() {
        assert!(has_widths(b"<</Type/XRef/W[1 2 1]>>") && has_widths(b"<</W 5 0 R>>"));
        assert!(!has_widths(b"<</Subtype/Image/Width 2480/Height 3508>>"));
    }

    #[test]
    fn containers_are_those_the_table_of_objects_names() {
        let head = b"<</W[1 2 1]/Predictor 12>>";
        let stream = Stream { number: 9, head, start: 0 };
        let mut out = FxHashSet::default();
        // Rows of one byte for the kind of difference and four of the entry: the second adds 5 to the first's number.
        containers(&stream, &[2, 2, 0, 7, 0, 2, 0, 0, 5, 0], &mut out);
        let mut held: Vec<u32> = out.into_iter().collect();
        held.sort_unstable();
        assert_eq!(held, [7, 12]);
    }
}
