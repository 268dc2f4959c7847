//! Texts and Markdown: 〔问题1〕 behind the words, and a list at the end of the copy.

use crate::edit::Edit;
use crate::error::AnnotateError;
use crate::notes::Note;
use mingzhang_decode::{Origin, Source, Trace, marked};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Marks a text; the numbers of the findings that found a place.
pub(crate) fn annotate(bytes: &[u8], notes: &[Note<'_>]) -> Result<(Vec<u8>, HashSet<usize>), AnnotateError> {
    let Some(Trace { spans, origin: Origin::Text(source) }) = mingzhang_decode::trace(bytes)? else {
        return Err(AnnotateError::Damaged);
    };
    let mut places: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    let mut placed = HashSet::new();
    for note in notes {
        let Some([from, to]) = note.place.offset else { continue };
        let last = if to > from { spans.get(to - 1).map(|s| s.end) } else { spans.get(from).map(|s| s.start) };
        if let Some(at) = last {
            places.entry(at as usize).or_default().insert(note.number);
            if note.primary {
                placed.insert(note.number);
            }
        }
    }
    if placed.is_empty() {
        return Ok((bytes.to_vec(), placed));
    }
    let mut edit = Edit::default();
    for (at, numbers) in places {
        edit.put(at, &marked::mark(&numbers.into_iter().collect::<Vec<_>>()));
    }
    let line = if source.text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut list = format!("{line}{}", marked::HEADING);
    let mut told = HashSet::new();
    for note in notes.iter().filter(|n| n.primary && placed.contains(&n.number)) {
        if told.insert(note.number) {
            list.push_str(&format!("{line}{line}{}", note.lines.join(line)));
        }
    }
    edit.put(source.text.len(), &format!("{list}{line}"));
    Ok((insert(bytes, &source, &edit), placed))
}

/// The text without marks.
pub(crate) fn remove(bytes: &[u8]) -> Vec<u8> {
    let source = Source::of(bytes);
    let ranges = marked::ranges(&source.text);
    if ranges.is_empty() { bytes.to_vec() } else { cut(bytes, &source, &ranges) }
}

/// The file with what goes into its text, in its own encoding.
pub(crate) fn insert(bytes: &[u8], source: &Source, edit: &Edit) -> Vec<u8> {
    let places: Vec<usize> = edit.list().map(|(at, _)| at).collect();
    let mut out = Vec::with_capacity(bytes.len() + (bytes.len() >> 3));
    let mut from = 0;
    for (at, (_, what)) in source.positions(bytes, &places).into_iter().zip(edit.list()) {
        out.extend_from_slice(bytes.get(from..at).unwrap_or_default());
        out.extend(source.encode(what));
        from = from.max(at);
    }
    out.extend_from_slice(bytes.get(from..).unwrap_or_default());
    out
}

/// The file without some ranges of its text, which ascend.
pub(crate) fn cut(bytes: &[u8], source: &Source, ranges: &[(usize, usize)]) -> Vec<u8> {
    let places: Vec<usize> = ranges.iter().flat_map(|(a, b)| [*a, *b]).collect();
    let mut out = Vec::with_capacity(bytes.len());
    let mut from = 0;
    for pair in source.positions(bytes, &places).chunks(2) {
        let [start, end] = pair else { continue };
        out.extend_from_slice(bytes.get(from..*start).unwrap_or_default());
        from = *end;
    }
    out.extend_from_slice(bytes.get(from..).unwrap_or_default());
    out
}
