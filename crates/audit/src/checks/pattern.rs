//! Regular expressions compiled once, on first use. A pattern that does not compile matches nothing; the pages' tests compile every one.

use regex::{Captures, Match, Regex};

/// A compiled pattern.
pub(crate) struct Pattern(Option<Regex>);

impl Pattern {
    /// Compiles.
    pub(crate) fn new(text: &str) -> Pattern {
        let made = Regex::new(text);
        debug_assert!(made.is_ok(), "{text}");
        Pattern(made.ok())
    }

    /// True if it matches somewhere.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.0.as_ref().is_some_and(|r| r.is_match(text))
    }

    /// The first match.
    pub(crate) fn find<'t>(&self, text: &'t str) -> Option<Match<'t>> {
        self.0.as_ref().and_then(|r| r.find(text))
    }

    /// All matches.
    pub(crate) fn find_all<'t>(&self, text: &'t str) -> Vec<Match<'t>> {
        self.0.as_ref().map_or_else(Vec::new, |r| r.find_iter(text).collect())
    }

    /// The groups of the first match.
    pub(crate) fn groups<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        self.0.as_ref().and_then(|r| r.captures(text))
    }

    /// The groups of all matches.
    pub(crate) fn all<'t>(&self, text: &'t str) -> Vec<Captures<'t>> {
        self.0.as_ref().map_or_else(Vec::new, |r| r.captures_iter(text).collect())
    }
}

/// A group's text, empty if it took no part.
pub(crate) fn group<'t>(captures: &Captures<'t>, index: usize) -> &'t str {
    captures.get(index).map_or("", |m| m.as_str())
}

/// A group's byte range; the whole match where it took no part.
pub(crate) fn range(captures: &Captures<'_>, index: usize) -> std::ops::Range<usize> {
    captures.get(index).or_else(|| captures.get(0)).map_or(0..0, |m| m.range())
}

/// A pattern made once.
macro_rules! re {
    ($text:expr) => {{
        static PATTERN: std::sync::LazyLock<$crate::checks::pattern::Pattern> =
            std::sync::LazyLock::new(|| $crate::checks::pattern::Pattern::new($text));
        &*PATTERN
    }};
}
pub(crate) use re;
