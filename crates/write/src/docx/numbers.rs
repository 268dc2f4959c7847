//! Headings that a word processor numbers by itself, with exactly the numbers the publication gives them.

use crate::package::XML;
use mingzhang_model::publication::Heading;
use std::fmt::Write;

/// Levels that have numbers.
pub(super) const LEVELS: usize = 4;

/// The lists of a document. All are of one kind; another list begins wherever counting on would give another number.
pub(super) struct Numbers {
    /// What each level of each list starts from.
    lists: Vec<[u32; LEVELS]>,
    /// The last number of each level.
    last: [u32; LEVELS],
}

/// How a heading is numbered.
pub(super) enum Number {
    /// It has none, or one that no word processor counts: it stands in the text.
    Text(String),
    /// By this list, from 1.
    List(usize),
}

impl Numbers {
    pub(super) fn new() -> Numbers {
        Numbers { lists: vec![[1; LEVELS]], last: [0; LEVELS] }
    }

    /// The number of the next heading.
    pub(super) fn next(&mut self, heading: &Heading) -> Number {
        let level = index(heading.level);
        let n = heading.ordinal;
        // Beyond 99 the publication prints digits, which no counting in Chinese does.
        if n == 0 || (n > 99 && level < LEVELS - 1) {
            return Number::Text(heading.label());
        }
        let counted = self.last.get(level).copied().unwrap_or(0) + 1;
        // A start other than 1 below this level would come back after it in some word processors and not in others.
        let clear = |list: &[u32; LEVELS]| list.iter().skip(level + 1).all(|s| *s == 1);
        // Whether a level that was passed over has counted is for each word processor to say.
        let passed = counted == 1 && self.last.iter().skip(level + 1).any(|l| *l > 0);
        if counted != n || passed || !self.lists.last().is_some_and(clear) {
            let mut list = [1; LEVELS];
            for (k, (start, last)) in list.iter_mut().zip(self.last).enumerate() {
                *start = match k.cmp(&level) {
                    std::cmp::Ordering::Less => last + 1,
                    std::cmp::Ordering::Equal => n,
                    std::cmp::Ordering::Greater => 1,
                };
            }
            self.lists.push(list);
        }
        for (k, last) in self.last.iter_mut().enumerate().skip(level) {
            *last = if k == level { n } else { 0 };
        }
        Number::List(self.lists.len())
    }

    /// The part that says how lists count.
    pub(super) fn part(&self) -> String {
        // Number format, text, what follows the number, first line.
        const KINDS: [(&str, &str, &str, u32); LEVELS] = [
            ("chineseCountingThousand", "第%1部分", "space", 0),
            ("chineseCountingThousand", "%2、", "nothing", 640),
            ("chineseCountingThousand", "（%3）", "nothing", 640),
            ("decimal", "%4.", "nothing", 640),
        ];
        let mut out = format!(
            "{XML}<w:numbering xmlns:w=\"{}\"><w:abstractNum w:abstractNumId=\"0\"><w:multiLevelType w:val=\"multilevel\"/>",
            super::W
        );
        for (k, (format, text, after, first)) in KINDS.iter().enumerate() {
            let _ = write!(
                out,
                "<w:lvl w:ilvl=\"{k}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:pStyle w:val=\"Heading{}\"/>\
                 <w:suff w:val=\"{after}\"/><w:lvlText w:val=\"{text}\"/><w:lvlJc w:val=\"left\"/>\
                 <w:pPr><w:ind w:left=\"0\" w:firstLine=\"{first}\"/></w:pPr></w:lvl>",
                k + 1
            );
        }
        out.push_str("</w:abstractNum>");
        for (i, list) in self.lists.iter().enumerate() {
            let _ = write!(out, "<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"0\"/>", i + 1);
            for (k, start) in list.iter().enumerate().filter(|_| i > 0) {
                let _ =
                    write!(out, "<w:lvlOverride w:ilvl=\"{k}\"><w:startOverride w:val=\"{start}\"/></w:lvlOverride>");
            }
            out.push_str("</w:num>");
        }
        out.push_str("</w:numbering>");
        out
    }
}

/// The level of a heading, from 0.
pub(super) fn index(level: u8) -> usize {
    usize::from(level).clamp(1, LEVELS) - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists(headings: &[(u8, u32)]) -> Vec<usize> {
        let mut numbers = Numbers::new();
        let mut of = |(level, ordinal): &(u8, u32)| {
            let heading = Heading { level: *level, ordinal: *ordinal, text: "".into(), listed: true };
            match numbers.next(&heading) {
                Number::Text(_) => 0,
                Number::List(n) => n,
            }
        };
        headings.iter().map(&mut of).collect()
    }

    #[test]
    fn another_list_begins_where_counting_would_err() {
        assert_eq!(lists(&[(1, 1), (2, 1), (2, 2), (1, 2), (2, 1), (3, 1), (2, 2), (3, 1)]), [1; 8]);
        // A gap, and a number that goes on under a heading without one.
        assert_eq!(lists(&[(2, 1), (2, 3), (2, 4), (1, 0), (2, 5)]), [1, 2, 2, 0, 2]);
        // A level that starts anew without a heading above it.
        assert_eq!(lists(&[(2, 1), (2, 2), (2, 1), (2, 2)]), [1, 1, 2, 2]);
        // A level that was passed over.
        assert_eq!(lists(&[(1, 1), (3, 1), (2, 1), (3, 1)]), [1, 1, 2, 2]);
        // After an odd start the level above begins another list, so that the odd start does not come back.
        assert_eq!(lists(&[(1, 1), (2, 5), (1, 2), (2, 1), (2, 100)]), [1, 2, 3, 3, 0]);
    }
}
