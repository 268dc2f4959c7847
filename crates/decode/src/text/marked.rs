//! What an audit writes into a copy of a text, and how to find it again: marks at the words, a list at the end.

/// The line that begins the list of findings at the end of a marked text.
pub const HEADING: &str = "〔明账核对结果：以下各行及文中的〔问题…〕由明账加注，不属于原文〕";

const OPEN: &str = "〔问题";
const CLOSE: char = '〕';

/// The mark of some findings.
#[must_use]
pub fn mark(numbers: &[usize]) -> String {
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    format!("{OPEN}{}{CLOSE}", numbers.join("、"))
}

/// The byte ranges of a marked text that are not of the original; none if it is not marked.
#[must_use]
pub fn ranges(text: &str) -> Vec<(usize, usize)> {
    let Some(heading) = text.rfind(HEADING) else { return Vec::new() };
    let before = text.get(..heading).unwrap_or_default();
    // The line end before the list came with it.
    let body = before.strip_suffix("\r\n").or_else(|| before.strip_suffix('\n')).unwrap_or(before);
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(found) = body.get(at..).and_then(|rest| rest.find(OPEN)) {
        let start = at + found;
        at = start + OPEN.len();
        let inside = body.get(at..).unwrap_or_default();
        // No further than numbers go: the end of the text would be looked for from each beginning.
        let length = inside.find(|c: char| !c.is_ascii_digit() && c != '、').unwrap_or(inside.len());
        let numbers = inside.get(..length).unwrap_or_default();
        if inside.get(length..).is_some_and(|rest| rest.starts_with(CLOSE))
            && !numbers.is_empty()
            && numbers.split('、').all(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
        {
            at += length + CLOSE.len_utf8();
            out.push((start, at));
        }
    }
    out.push((body.len(), text.len()));
    out
}

/// The original of a marked text; `None` if it is not marked.
pub(crate) fn clean(text: &str) -> Option<String> {
    let ranges = ranges(text);
    let mut at = 0;
    let mut out = String::with_capacity(text.len());
    for (start, end) in &ranges {
        out.push_str(text.get(at..*start)?);
        at = *end;
    }
    (!ranges.is_empty()).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_come_off() {
        let text = format!("收入5〔问题1、2〕万元〔问题是什么〕。\n{HEADING}\n问题1：…");
        assert_eq!(clean(&text).as_deref(), Some("收入5万元〔问题是什么〕。"));
        assert_eq!(clean("收入5〔问题1〕万元。"), None);
    }
}
