//! A look at a file before the parser underneath sees it: what that does without bound is bounded here.
//!
//! It unpacks streams of objects whole, keeps them, and takes any stream for one that the table of objects calls so; and where the table is
//! broken it looks for objects from every place that may begin one. A proper file has one end for each beginning, and passes in no time.

use super::locks;
use super::streams::{self, Stream};
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
    let streams = streams::all(bytes)?;
    let mut left = limits::OBJECT_STREAM_BYTES;
    let mut held = FxHashSet::default();
    for stream in streams.iter().filter(|s| s.is_table()) {
        held.extend(stream.containers(bytes, &mut left)?);
    }
    let containers: Vec<&Stream<'_>> =
        streams.iter().filter(|s| s.holds_objects() || held.contains(&s.number)).collect();
    if containers.iter().any(|s| s.is_predicted()) {
        return Err(DecodeError::Damaged);
    }
    for stream in &containers {
        // What is not packed was seen with the file.
        if let Cow::Owned(content) = stream.content(bytes, &mut left)? {
            nesting(&content, &mut size)?;
        }
    }
    for content in locks::unlocked(bytes, &containers, &mut left)? {
        nesting(&content, &mut size)?;
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
}
