//! Lines of markup to pieces: `#` headings with a number, `#*` without, `[目录]`, `[表 …]`, `[图 …]`, anything else a paragraph.

use crate::narrative::{BEGIN, END};
use crate::performance::Which;
use mingzhang_model::publication::{Heading, Piece, Prose, Source};

/// What a line is.
pub(crate) enum LineOf {
    Piece(Piece),
    /// The table of that form.
    Table(String),
    /// The chart of that number.
    Chart(usize),
    /// Performance forms.
    Forms(Which),
}

/// Reads the lines.
pub(crate) fn lines(text: &str, sources: &[Source]) -> Vec<LineOf> {
    let mut counts = [0u32; 4];
    let mut out = Vec::new();
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let bracket = line.strip_prefix('[').and_then(|l| l.strip_suffix(']'));
        if bracket == Some("目录") {
            out.push(LineOf::Piece(Piece::Contents));
        } else if let Some(form) = bracket.and_then(|b| b.strip_prefix("表 ")) {
            out.push(LineOf::Table(form.to_owned()));
        } else if let Some(n) = bracket.and_then(|b| b.strip_prefix("图 ")).and_then(|n| n.parse().ok()) {
            out.push(LineOf::Chart(n));
        } else if let Some(which) = bracket.and_then(|b| b.strip_prefix("绩效表 ")) {
            out.push(LineOf::Forms(match which {
                "整体" => Which::Whole,
                "事前评估" => Which::Before,
                _ => Which::Projects,
            }));
        } else if line.starts_with('#') {
            out.push(LineOf::Piece(Piece::Heading(heading(line, sources, &mut counts))));
        } else {
            out.push(LineOf::Piece(Piece::Paragraph(prose(line, sources))));
        }
    }
    out
}

fn heading(line: &str, sources: &[Source], counts: &mut [u32; 4]) -> Heading {
    let level = line.bytes().take_while(|b| *b == b'#').count().min(4);
    let rest = line.get(level..).unwrap_or("");
    let (numbered, rest) = match rest.strip_prefix('*') {
        Some(rest) => (false, rest),
        None => (true, rest),
    };
    let mut ordinal = 0;
    for (k, count) in counts.iter_mut().enumerate() {
        match (k + 1).cmp(&level) {
            std::cmp::Ordering::Equal if numbered => {
                *count += 1;
                ordinal = *count;
            }
            // What stands below is counted from one, whether or not the heading above has a number.
            std::cmp::Ordering::Greater => *count = 0,
            _ => {}
        }
    }
    let level = u8::try_from(level).unwrap_or(4);
    Heading { level, ordinal, text: prose(rest.trim(), sources), listed: level <= 2 }
}

/// Takes the marks of cells out of a text and keeps what they say.
pub(crate) fn prose(marked: &str, sources: &[Source]) -> Prose {
    let mut out = Prose::default();
    let mut open: Vec<(usize, Source)> = Vec::new();
    for c in marked.chars() {
        let mark = (c as u32).checked_sub(BEGIN).filter(|_| (c as u32) < END as u32);
        if c == END {
            if let Some((start, source)) = open.pop() {
                out.sources.push((start, out.text.len(), source));
            }
        } else if let Some(source) = mark.and_then(|n| sources.get(n as usize)) {
            open.push((out.text.len(), source.clone()));
        } else {
            out.text.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_count_and_marks_become_places() {
        let source = Source { sheet: "基本信息".to_owned(), cell: "C2".to_owned() };
        let begin = char::from_u32(BEGIN).unwrap();
        let text = format!("# 概况\n## 甲\n## 乙\n#* 附\n# 说明\n## 丙\n由{begin}某局{END}负责。\n");
        let made = lines(&text, std::slice::from_ref(&source));
        let heads: Vec<String> = made
            .iter()
            .filter_map(|l| match l {
                LineOf::Piece(Piece::Heading(h)) => Some(h.line()),
                _ => None,
            })
            .collect();
        assert_eq!(heads, ["第一部分 概况", "一、甲", "二、乙", "附", "第二部分 说明", "一、丙"]);
        let Some(LineOf::Piece(Piece::Paragraph(p))) = made.last() else { panic!() };
        assert_eq!((p.text.as_str(), p.sources.clone()), ("由某局负责。", vec![(3, 9, source)]));
    }
}
