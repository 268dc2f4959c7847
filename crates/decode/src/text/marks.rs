//! Markdown marks: stripped where they occur, so that plain text may hold them too.

use super::source::SourceLine;
use crate::prose;

/// A line without its marks.
#[derive(Clone, Debug, Default)]
pub(super) struct Plain {
    /// Characters with their offsets in the source.
    pub(super) chars: Vec<(char, usize)>,
    /// Heading level, 0 for none.
    pub(super) heading: u8,
    /// Whether a list mark was stripped.
    pub(super) item: bool,
    /// Whether the line is indented as the first of a paragraph.
    pub(super) indented: bool,
    /// Line of the source.
    pub(super) number: usize,
}

impl Plain {
    pub(super) fn text(&self) -> String {
        self.chars.iter().map(|c| c.0).collect()
    }
}

/// Marks inside a line that say how, not what.
const INLINE: [&str; 14] = [
    "**",
    "<b>",
    "</b>",
    "<strong>",
    "</strong>",
    "<i>",
    "</i>",
    "<u>",
    "</u>",
    "<em>",
    "</em>",
    "<br>",
    "<br/>",
    "<br />",
];

/// Strips a line.
pub(super) fn strip(line: &SourceLine<'_>) -> Plain {
    let indent = line.text.chars().take_while(|c| prose::is_space(*c));
    let wide: usize = indent.map(|c| if c == '\u{3000}' { 2 } else { usize::from(c != '\u{feff}') }).sum();
    let mut out = Plain { indented: wide >= 2, number: line.number, ..Plain::default() };
    let mut rest = line.text;
    let mut offset = line.offset;
    let skip = |rest: &mut &str, offset: &mut usize, bytes: usize| {
        let (head, tail) = rest.split_at_checked(bytes).unwrap_or((rest, ""));
        *offset += head.chars().count();
        *rest = tail;
    };
    let blank = |s: &str| s.len() - s.trim_start_matches(prose::is_space).len();
    let lead = blank(rest);
    skip(&mut rest, &mut offset, lead);
    let hashes = rest.bytes().take_while(|b| *b == b'#').count();
    if (1..=6).contains(&hashes) && rest.as_bytes().get(hashes).is_none_or(|b| *b == b' ' || *b == b'\t') {
        out.heading = u8::try_from(hashes).unwrap_or(6);
        skip(&mut rest, &mut offset, hashes);
    } else if ["- ", "* ", "+ "].iter().any(|m| rest.starts_with(m)) && !is_page_number(rest) {
        out.item = true;
        skip(&mut rest, &mut offset, 2);
    }
    while let Some(c) = rest.chars().next() {
        if let Some(mark) = INLINE.iter().find(|m| rest.starts_with(**m)) {
            skip(&mut rest, &mut offset, mark.len());
            continue;
        }
        out.chars.push((c, offset));
        skip(&mut rest, &mut offset, c.len_utf8());
    }
    let end = out.chars.iter().rposition(|c| !prose::is_space(c.0)).map_or(0, |i| i + 1);
    out.chars.truncate(end);
    let start = out.chars.iter().position(|c| !prose::is_space(c.0)).unwrap_or(0);
    out.chars.drain(..start);
    out
}

/// `- 3 -` alone on its line.
pub(super) fn is_page_number(text: &str) -> bool {
    let text = text.trim_matches(prose::is_space);
    let dash = |c: char| matches!(c, '-' | '—' | '–' | '－');
    let inner = text.trim_matches(|c| dash(c) || prose::is_space(c));
    text.starts_with(dash)
        && text.ends_with(dash)
        && !inner.is_empty()
        && inner.len() <= 4
        && inner.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> SourceLine<'_> {
        SourceLine { text, offset: 100, number: 7 }
    }

    #[test]
    fn marks_go_and_offsets_stay() {
        let p = strip(&line("## **一、概况**"));
        assert_eq!((p.text().as_str(), p.heading, p.chars[0].1), ("一、概况", 2, 105));
        let p = strip(&line("- 二、<b>收入</b>表"));
        assert_eq!((p.text().as_str(), p.item, p.chars[2].1, p.chars[4].1), ("二、收入表", true, 107, 113));
        assert_eq!(strip(&line("3 * 4 # 5")).text(), "3 * 4 # 5");
        assert_eq!(strip(&line("#号文件")).heading, 0);
    }

    #[test]
    fn page_numbers() {
        assert!(is_page_number("- 12 -") && is_page_number("—3—") && !is_page_number("-3.5") && !is_page_number("12"));
    }
}
