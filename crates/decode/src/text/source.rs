//! Lines of a text with their places.

use crate::limits;
use crate::prose;
use crate::traced::Span;

/// A line without its end.
#[derive(Clone, Copy, Debug)]
pub(super) struct SourceLine<'a> {
    pub(super) text: &'a str,
    /// Character offset of its first character; a `\r\n` counts as one character, as everywhere else that text is read in text mode.
    pub(super) offset: usize,
    /// From 1.
    pub(super) number: usize,
}

impl SourceLine<'_> {
    /// Nothing to be seen, not even the tab of an empty cell.
    pub(super) fn is_blank(&self) -> bool {
        self.text.chars().all(|c| c != '\t' && prose::is_space(c))
    }

    /// Nothing to be seen.
    pub(super) fn is_empty(&self) -> bool {
        self.text.chars().all(prose::is_space)
    }

    /// Width in half-width columns.
    pub(super) fn width(&self) -> usize {
        self.text.trim_end().chars().map(|c| if prose::is_cjk(c) { 2 } else { 1 }).sum()
    }
}

/// The lines of a text, one more than are read at most.
pub(super) fn lines(text: &str) -> Vec<SourceLine<'_>> {
    let mut out = Vec::new();
    let (mut rest, mut offset, mut number) = (text, 0, 1);
    while !rest.is_empty() && out.len() <= limits::LINES {
        let end = rest.find(['\n', '\r']);
        let line = end.map_or(rest, |e| rest.get(..e).unwrap_or_default());
        out.push(SourceLine { text: line, offset, number });
        let Some(end) = end else { break };
        let after = rest.get(end..).unwrap_or_default();
        rest = after.strip_prefix("\r\n").or_else(|| after.get(1..)).unwrap_or_default();
        offset += line.chars().count() + 1;
        number += 1;
    }
    out
}

/// The bytes of each character that offsets count.
pub(super) fn spans(text: &str) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    let mut before = '\0';
    for (at, c) in text.char_indices() {
        let span = Span::new(at, at + c.len_utf8());
        match out.last_mut() {
            Some(last) if c == '\n' && before == '\r' => last.end = span.end,
            _ => out.push(span),
        }
        before = c;
    }
    out.push(Span::new(text.len(), text.len()));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_of_lines_count_one() {
        let places: Vec<(usize, usize, &str)> =
            lines("一二\r\n三\r四\n\n五").iter().map(|l| (l.number, l.offset, l.text)).collect();
        assert_eq!(places, [(1, 0, "一二"), (2, 3, "三"), (3, 5, "四"), (4, 7, ""), (5, 8, "五")]);
    }
}
