//! Text that knows where each of its characters stands in the source, when somebody wants to know.

use crate::prose;

/// Bytes of the source that a character is written with; one without a source is nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte; the same as the first for a place between characters.
    pub end: u32,
}

impl Span {
    /// A character that is not written in the source: a number of a list, the dots of a table of contents.
    pub const NOWHERE: Span = Span { start: u32::MAX, end: u32::MAX };

    /// Bytes `start..end`; nowhere beyond four gigabytes, which no file reaches.
    pub(crate) fn new(start: usize, end: usize) -> Span {
        match (u32::try_from(start), u32::try_from(end)) {
            (Ok(start), Ok(end)) => Span { start, end },
            _ => Span::NOWHERE,
        }
    }

    /// Whether it is written in the source.
    #[must_use]
    pub fn is_somewhere(self) -> bool {
        self != Span::NOWHERE
    }
}

/// A text with the span of each character. Without spans it costs no more than its text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Traced {
    text: String,
    /// One for each character, or none at all.
    spans: Vec<Span>,
    length: usize,
}

impl Traced {
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn into_string(self) -> String {
        self.text
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub(crate) fn push(&mut self, c: char, span: Span) {
        if span.is_somewhere() || !self.spans.is_empty() {
            self.spans.resize(self.length, Span::NOWHERE);
            self.spans.push(span);
        }
        self.text.push(c);
        self.length += 1;
    }

    /// Adds text that is not written in the source.
    pub(crate) fn push_str(&mut self, text: &str) {
        self.text.push_str(text);
        self.length += text.chars().count();
        if !self.spans.is_empty() {
            self.spans.resize(self.length, Span::NOWHERE);
        }
    }

    /// Adds text as it is written in the source from a byte on.
    pub(crate) fn push_source(&mut self, text: &str, start: usize) {
        for (at, c) in text.char_indices() {
            self.push(c, Span::new(start + at, start + at + c.len_utf8()));
        }
    }

    pub(crate) fn append(&mut self, other: &Traced) {
        if other.spans.is_empty() {
            return self.push_str(&other.text);
        }
        self.spans.resize(self.length, Span::NOWHERE);
        self.spans.extend(&other.spans);
        self.text.push_str(&other.text);
        self.length += other.length;
    }

    pub(crate) fn chars(&self) -> impl Iterator<Item = (char, Span)> + '_ {
        let spans = self.spans.iter().copied().chain(std::iter::repeat(Span::NOWHERE));
        self.text.chars().zip(spans)
    }

    /// Without what `cut` says at its beginning.
    pub(crate) fn trim_start(&self, cut: impl Fn(char) -> bool) -> Traced {
        self.chars().skip_while(|(c, _)| cut(*c)).collect()
    }

    /// Without what `cut` says at both ends.
    pub(crate) fn trim(&self, cut: impl Fn(char) -> bool) -> Traced {
        let kept = self.text.trim_end_matches(&cut).chars().count();
        self.chars().take(kept).skip_while(|(c, _)| cut(*c)).collect()
    }

    /// The parts between a character.
    pub(crate) fn split(&self, at: char) -> Vec<Traced> {
        let mut out = vec![Traced::default()];
        for (c, span) in self.chars() {
            if c == at {
                out.push(Traced::default());
            } else if let Some(last) = out.last_mut() {
                last.push(c, span);
            }
        }
        out
    }

    /// Without the spaces that letter-spacing and line breaks leave in it.
    pub(crate) fn tidy(&self) -> Traced {
        prose::tidied(self.chars())
    }
}

impl From<&str> for Traced {
    fn from(text: &str) -> Traced {
        let mut out = Traced::default();
        out.push_str(text);
        out
    }
}

impl FromIterator<(char, Span)> for Traced {
    fn from_iter<I: IntoIterator<Item = (char, Span)>>(chars: I) -> Traced {
        let mut out = Traced::default();
        chars.into_iter().for_each(|(c, span)| out.push(c, span));
        out
    }
}

/// The spans of all characters a document's offsets count. What ends a block stands for the block's own place, so that an empty cell has
/// one too.
#[derive(Debug, Default)]
pub(crate) struct Spans {
    /// Whether anybody wants to know.
    pub(crate) wanted: bool,
    pub(crate) list: Vec<Span>,
}

impl Spans {
    /// Takes the text of a block and the place where it begins.
    pub(crate) fn block(&mut self, text: &Traced, at: Span) {
        if self.wanted {
            self.list.extend(text.chars().map(|(_, span)| span));
            self.list.push(at);
        }
    }

    /// Moves all spans by some bytes that stand before the text.
    pub(crate) fn shift(&mut self, bytes: usize) {
        for span in self.list.iter_mut().filter(|s| s.is_somewhere() && bytes > 0) {
            *span = Span::new(span.start as usize + bytes, span.end as usize + bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_follow_their_characters() {
        let mut text = Traced::from("一、");
        text.push_source(" 收 入", 10);
        let tidy = text.tidy();
        assert_eq!(tidy.as_str(), "一、收入");
        let spans: Vec<Span> = tidy.chars().map(|(_, s)| s).collect();
        assert_eq!(spans, [Span::NOWHERE, Span::NOWHERE, Span::new(11, 14), Span::new(15, 18)]);
        let parts = text.split('、');
        assert_eq!(parts[1].trim(prose::is_space).chars().next(), Some(('收', Span::new(11, 14))));
    }
}
