//! Text on a grid of terminal cells: widths, wrapping, cleaning.

use std::borrow::Cow;
use std::ops::Range;
use unicode_width::UnicodeWidthChar;

/// Measures text. Characters of ambiguous width (“ ” … —) take one cell in most terminals and two in some Chinese ones.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ruler {
    /// True if ambiguous characters take two cells.
    pub wide: bool,
}

impl Ruler {
    /// Cells of one character.
    #[must_use]
    pub fn char(self, c: char) -> usize {
        if self.wide { c.width_cjk() } else { c.width() }.unwrap_or(0)
    }

    /// Cells of a text.
    #[must_use]
    pub fn text(self, text: &str) -> usize {
        text.chars().map(|c| self.char(c)).sum()
    }

    /// Cells of some characters.
    #[must_use]
    pub fn chars(self, chars: &[char]) -> usize {
        chars.iter().map(|c| self.char(*c)).sum()
    }

    /// Breaks characters into lines of at most `width` cells: numbers and words stay whole, closing marks do not begin a line, opening
    /// ones do not end it. `glued(i)` forbids a break before character `i`. What does not fit a line by itself is broken anywhere.
    #[must_use]
    pub fn wrap(self, chars: &[char], width: usize, glued: impl Fn(usize) -> bool) -> Vec<Range<usize>> {
        let width = width.max(4);
        let (mut lines, mut start, mut used, mut last) = (Vec::new(), 0, 0, 0);
        for (i, c) in chars.iter().enumerate() {
            if i > start && may_break(chars.get(i - 1).copied().unwrap_or(' '), *c) && !glued(i) {
                last = i;
            }
            let cells = self.char(*c);
            if used + cells > width && i > start {
                let at = if last > start { last } else { i };
                lines.push(start..at);
                start = at;
                last = at;
                used = self.chars(chars.get(at..i).unwrap_or(&[]));
            }
            used += cells;
        }
        if start < chars.len() || lines.is_empty() {
            lines.push(start..chars.len());
        }
        lines
    }

    /// The lines of a paragraph of at most `width` cells.
    #[must_use]
    pub fn lines(self, text: &str, width: usize) -> Vec<String> {
        let chars: Vec<char> = text.chars().collect();
        self.wrap(&chars, width, |_| false)
            .into_iter()
            .map(|r| chars.get(r).unwrap_or(&[]).iter().collect::<String>().trim_end().to_owned())
            .collect()
    }

    /// The text cut to `width` cells, with … where something was cut.
    #[must_use]
    pub fn cut(self, text: &str, width: usize) -> String {
        if self.text(text) <= width {
            return text.to_owned();
        }
        let room = width.saturating_sub(self.char('…'));
        let (mut out, mut used) = (String::new(), 0);
        for c in text.chars() {
            used += self.char(c);
            if used > room {
                break;
            }
            out.push(c);
        }
        out.push('…');
        out
    }

    /// The text filled with spaces to `width` cells.
    #[must_use]
    pub fn pad(self, text: &str, width: usize) -> String {
        let mut out = text.to_owned();
        out.extend(std::iter::repeat_n(' ', width.saturating_sub(self.text(text))));
        out
    }
}

fn may_break(before: char, after: char) -> bool {
    const CLOSING: &str = "，。；：、！？）》】〕”’…%％.,;:!?)]}";
    const OPENING: &str = "（《【〔“‘([{-−+";
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ',' | '%' | '_' | '-' | '/');
    !(CLOSING.contains(after) || OPENING.contains(before) || (word(before) && word(after)))
}

/// The text without what could move a terminal's cursor or reverse its direction: documents may come from anyone.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    let harmful = |c: char| {
        c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.chars().any(harmful) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .filter_map(|c| match c {
                '\t' | '\n' => Some(' '),
                c if c.is_control() => Some('?'),
                c if harmful(c) => None,
                c => Some(c),
            })
            .collect(),
    )
}

/// A number in a text: characters `start..end`, of which the digits end at `digits`; the rest is its unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// First character.
    pub start: usize,
    /// One past the last digit.
    pub digits: usize,
    /// One past the unit.
    pub end: usize,
    /// The value without separators and trailing zeros, by which numbers are compared.
    pub key: String,
}

/// The numbers of a text, with the units that follow them. Years (2023年) are none.
#[must_use]
pub fn numbers(chars: &[char]) -> Vec<Number> {
    const UNITS: [&str; 8] = ["个百分点", "万元", "亿元", "元", "%", "％", "辆", "人"];
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let (mut out, mut i) = (Vec::new(), 0);
    while i < chars.len() {
        if digit(at(i)).is_none() {
            i += 1;
            continue;
        }
        let start = i;
        let mut key = String::new();
        loop {
            match at(i) {
                c if digit(c).is_some() => key.extend(digit(c)),
                '.' | '．' if digit(at(i + 1)).is_some() && !key.contains('.') => key.push('.'),
                ',' | '，' if digit(at(i + 1)).is_some() && thousands(chars, i) => {}
                _ => break,
            }
            i += 1;
        }
        let digits = i;
        if at(i) == '年' && key.len() == 4 {
            continue;
        }
        if let Some(unit) = UNITS.iter().find(|u| u.chars().enumerate().all(|(n, c)| at(i + n) == c)) {
            i += unit.chars().count();
        }
        if key.contains('.') {
            key.truncate(key.trim_end_matches('0').trim_end_matches('.').len());
        }
        out.push(Number { start, digits, end: i, key });
    }
    out
}

fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10),
        _ => None,
    }
}

/// True if exactly three digits follow the separator: `1,234` is one number, `12，5` is two.
fn thousands(chars: &[char], comma: usize) -> bool {
    let is = |n: usize| chars.get(comma + n).copied().and_then(digit).is_some();
    is(1) && is(2) && is(3) && !is(4)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(s: &str) -> Vec<char> {
        s.chars().collect()
    }

    #[test]
    fn ambiguous_characters_have_two_widths() {
        assert_eq!(Ruler { wide: false }.text("“三公”1"), 7);
        assert_eq!(Ruler { wide: true }.text("“三公”1"), 9);
    }

    #[test]
    fn numbers_stay_whole_and_closing_marks_hang_on() {
        let ruler = Ruler::default();
        assert_eq!(ruler.lines("支出决算为1234.56万元，增长", 14), ["支出决算为", "1234.56万元，", "增长"]);
        for line in ruler.lines("一二三四五六七八九十一二三四五六七八九十", 10) {
            assert!(ruler.text(&line) <= 10);
        }
        assert_eq!(ruler.lines("", 10), [""]);
    }

    #[test]
    fn numbers_are_found_with_their_units() {
        let found = numbers(&chars("2023年度支出9,205.10万元，增长２７．６％"));
        let keys: Vec<&str> = found.iter().map(|n| n.key.as_str()).collect();
        assert_eq!(keys, ["9205.1", "27.6"]);
        assert_eq!((found[0].start, found[0].digits, found[0].end), (8, 16, 18));
    }

    #[test]
    fn escapes_do_not_reach_the_terminal() {
        assert_eq!(clean("a\u{1b}[31mb\u{202e}c\td"), "a?[31mbc d");
    }

    #[test]
    fn cutting_counts_cells() {
        assert_eq!(Ruler::default().cut("一二三四五", 7), "一二三…");
        assert_eq!(Ruler::default().cut("一二三", 6), "一二三");
    }
}
