//! Insertions into a text, made at once.

use std::collections::BTreeMap;

/// What goes into a text: at each byte what ends there, then what begins there.
#[derive(Debug, Default)]
pub(crate) struct Edit {
    at: BTreeMap<usize, String>,
}

impl Edit {
    /// Puts something behind all that was put there before.
    pub(crate) fn put(&mut self, at: usize, what: &str) {
        self.at.entry(at).or_default().push_str(what);
    }

    /// The places with what goes there, ascending.
    pub(crate) fn list(&self) -> impl Iterator<Item = (usize, &str)> {
        self.at.iter().map(|(at, what)| (*at, what.as_str()))
    }

    /// The text with all that goes into it.
    pub(crate) fn apply(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + self.at.values().map(String::len).sum::<usize>());
        let mut from = 0;
        for (at, what) in self.list() {
            // A place inside a character would be a mistake of ours; nothing is lost then.
            let Some(before) = text.get(from..at) else { continue };
            out.push_str(before);
            out.push_str(what);
            from = at;
        }
        out.push_str(text.get(from..).unwrap_or_default());
        out
    }
}

/// A text without some ranges, which ascend.
pub(crate) fn without(text: &str, ranges: &[(usize, usize)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (start, end) in ranges {
        out.push_str(text.get(from..*start).unwrap_or_default());
        from = from.max(*end);
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}
