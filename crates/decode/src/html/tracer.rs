//! Which characters of the source became which characters of the page. The tokenizer does not tell; fed character by character, it shows.

use crate::traced::Span;
use std::collections::VecDeque;

/// Most characters looked at to find one again: the tree builder drops white space, never much else.
const AHEAD: usize = 1 << 16;

/// The way of characters from the source through the tokenizer to the tree.
#[derive(Debug, Default)]
pub(super) struct Tracer {
    /// Characters of the source that have not come out of the tokenizer, each with its first byte.
    held: VecDeque<(char, usize)>,
    /// The end of what went in.
    end: usize,
    /// What a reference was written with: it may stand for two characters.
    reference: Option<Span>,
    /// Characters that came out of the tokenizer and have not come into the tree.
    out: VecDeque<(char, Span)>,
}

impl Tracer {
    /// A character goes into the tokenizer.
    pub(super) fn feed(&mut self, c: char, at: usize) {
        self.held.push_back((if c == '\r' { '\n' } else { c }, at));
        self.end = at + c.len_utf8();
    }

    /// Where reading has come to.
    pub(super) fn here(&self) -> Span {
        Span::new(self.end, self.end)
    }

    /// A character comes out of the tokenizer.
    pub(super) fn emitted(&mut self, c: char) {
        let span = self.written(c);
        self.out.push_back((c, span));
    }

    fn written(&mut self, c: char) -> Span {
        let second = self.held.get(1).map(|h| h.0);
        let named = second.is_some_and(|s| s == '#' || s.is_ascii_alphanumeric());
        match self.held.front().copied() {
            Some(('&', start)) if named => {
                let close = self.held.iter().position(|h| h.0 == ';');
                // Without its semicolon a reference ends before the character that showed it was one.
                let length = close.map_or(self.held.len() - 1, |k| k + 1);
                let end = self.held.get(length).map_or(self.end, |h| h.1);
                let name = |h: &(char, usize)| h.0 == '#' || h.0.is_ascii_alphanumeric();
                // A sign that stands for itself: no reference follows it.
                if c == '&' && close.is_none_or(|k| !self.held.iter().take(k).skip(1).all(name)) {
                    self.held.pop_front();
                    return Span::new(start, start + 1);
                }
                self.held.drain(..length.min(self.held.len()));
                let span = Span::new(start, end);
                self.reference = Some(span);
                span
            }
            _ => match self.held.iter().position(|h| h.0 == c) {
                Some(k) => {
                    let start = self.held.get(k).map_or(self.end, |h| h.1);
                    self.held.drain(..=k);
                    self.reference = None;
                    Span::new(start, start + c.len_utf8())
                }
                None => self.reference.unwrap_or(Span::NOWHERE),
            },
        }
    }

    /// Something that is no text comes out of the tokenizer.
    pub(super) fn passed(&mut self) {
        self.held.clear();
        self.reference = None;
    }

    /// A character comes into the tree.
    pub(super) fn taken(&mut self, c: char) -> Span {
        let Some(k) = self.out.iter().take(AHEAD).position(|o| o.0 == c) else { return Span::NOWHERE };
        self.out.drain(..k);
        self.out.pop_front().map_or(Span::NOWHERE, |o| o.1)
    }
}
