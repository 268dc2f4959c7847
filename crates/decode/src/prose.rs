//! How Chinese official prose breaks into paragraphs: shapes of headings, ends of sentences, spaces that mean nothing.

use crate::traced::{Span, Traced};

/// Han characters, their punctuation and full-width forms.
pub(crate) fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{303f}' | '\u{3040}'..='\u{30ff}' | '\u{3105}'..='\u{312f}' | '\u{31a0}'..='\u{31bf}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}'
        | '“' | '”' | '‘' | '’' | '…' | '—' | '·' | '①'..='⑳')
}

/// White space of any width, and the marks that take none.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{00ad}' | '\u{2028}' | '\u{2029}')
}

/// Whether a space between two characters says something: only between words and figures of ASCII (`1. 2024` is not `1.2024`).
pub(crate) fn keeps_space(before: char, after: char) -> bool {
    (before.is_ascii_alphanumeric() || matches!(before, '.' | ',' | ';' | ':' | ')' | '%'))
        && (after.is_ascii_alphanumeric() || after == '(')
}

/// A cell's or a line's text without the spaces that letter-spacing and line breaks leave in it.
pub(crate) fn tidy(text: &str) -> String {
    tidied(text.chars().map(|c| (c, Span::NOWHERE))).into_string()
}

/// The same for a text that knows where it stands.
pub(crate) fn tidied(text: impl Iterator<Item = (char, Span)>) -> Traced {
    let mut out = Traced::default();
    let mut space = false;
    for (c, span) in text {
        if is_space(c) {
            space = true;
            continue;
        }
        if space && out.as_str().chars().next_back().is_some_and(|b| keeps_space(b, c)) {
            out.push(' ', Span::NOWHERE);
        }
        space = false;
        out.push(c, span);
    }
    out
}

/// Punctuation that may not begin a line.
pub(crate) fn is_closing(c: char) -> bool {
    matches!(
        c,
        '。' | '，'
            | '、'
            | '；'
            | '：'
            | '！'
            | '？'
            | '）'
            | '》'
            | '〉'
            | '”'
            | '’'
            | '】'
            | '」'
            | '』'
            | ')'
            | ']'
            | ','
            | ';'
            | ':'
            | '.'
            | '%'
            | '％'
            | '〕'
            | '．'
            | '…'
    )
}

/// Punctuation that may not end a line.
pub(crate) fn is_opening(c: char) -> bool {
    matches!(c, '（' | '《' | '〈' | '“' | '‘' | '【' | '「' | '『' | '(' | '[' | '〔')
}

/// Whether a line ends where a sentence or a clause of a list may end.
pub(crate) fn is_terminal(text: &str) -> bool {
    let mut chars = text.trim_end_matches(is_space).chars().rev();
    match chars.next() {
        Some('”' | '’' | '）' | ')' | '》' | '〉') => {
            chars.next().is_some_and(|c| matches!(c, '。' | '！' | '？' | '；'))
        }
        Some(c) => matches!(c, '。' | '；' | '：' | '！' | '？' | ';' | ':' | '!' | '?'),
        None => false,
    }
}

/// Whether a line cannot be the end of anything: an open bracket or quotation, or a mark that joins.
pub(crate) fn is_unfinished(text: &str) -> bool {
    let text = end(text).trim_end_matches(is_space);
    if text.ends_with(['，', '、', ',', '（', '(', '“', '《', '-', '—', '＝', '=']) {
        return true;
    }
    let balance = |open: &[char], close: &[char]| {
        text.chars().fold(0_i32, |n, c| {
            if open.contains(&c) {
                n + 1
            } else if close.contains(&c) {
                (n - 1).max(0)
            } else {
                n
            }
        }) > 0
    };
    balance(&['（', '('], &['）', ')']) || balance(&['“'], &['”']) || balance(&['《'], &['》'])
}

/// How far back, in bytes, what stands in a paragraph can matter to its end: no bracket stays open for longer.
const BACK: usize = 1_500;

/// The end of a text, as far as it matters to what may follow.
pub(crate) fn end(text: &str) -> &str {
    let from = (text.len().saturating_sub(BACK)..).find(|i| text.is_char_boundary(*i)).unwrap_or(0);
    text.get(from..).unwrap_or(text)
}

/// Whether a line has the dots that lead to a page number in a table of contents.
pub(crate) fn is_contents(text: &str) -> bool {
    let text = end(text);
    ["....", "…………", "····", "．．．．"].iter().any(|dots| text.contains(dots))
}

/// Whether a line is one closed bracket: a caption or a remark that stands for itself.
pub(crate) fn is_remark(text: &str) -> bool {
    let text = text.trim();
    text.starts_with(['（', '('])
        && text.ends_with(['）', ')'])
        && text.matches(['（', '(']).count() == 1
        && !starts_item(text)
}

const NUMERALS: &str = "一二三四五六七八九十百零〇";

/// Whether a line begins as a heading, a list item, a note or a caption does.
pub(crate) fn starts_item(text: &str) -> bool {
    let text = text.trim_start_matches(is_space);
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return false };
    let rest = chars.as_str();
    match first {
        '#' | '|' | '①'..='⑳' | '⑴'..='⒇' | '●' | '■' | '◆' | '★' | '※' | '\u{f06c}' | '\u{f0d8}' => {
            true
        }
        '-' | '*' | '+' => rest.starts_with([' ', '\t']),
        '（' | '(' => {
            let inner: String = rest.chars().take_while(|c| !matches!(c, '）' | ')')).take(5).collect();
            let n = inner.chars().count();
            let closed = rest.chars().nth(n).is_some_and(|c| matches!(c, '）' | ')'));
            let year = n == 4 && inner.chars().all(|c| c.is_ascii_digit());
            closed && n > 0 && n <= 4 && !year && inner.chars().all(|c| NUMERALS.contains(c) || c.is_ascii_digit())
        }
        '第' => {
            let n = rest.chars().take_while(|c| NUMERALS.contains(*c) || c.is_ascii_digit()).count();
            n > 0 && rest.chars().nth(n).is_some_and(|c| matches!(c, '部' | '章' | '节' | '条'))
        }
        '注' => rest.trim_start().starts_with(['：', ':', '1', '１']),
        '图' | '表' => rest.trim_start().starts_with(|c: char| c.is_ascii_digit()),
        '附' => rest.starts_with(['件', '表', '：', ':']),
        '单' => rest.starts_with("位：") || rest.starts_with("位:"),
        '备' => rest.starts_with("注：") || rest.starts_with("注:"),
        '其' => rest.starts_with("中：") || rest.starts_with("中:"),
        c if NUMERALS.contains(c) => {
            let n = rest.chars().take_while(|c| NUMERALS.contains(*c)).count();
            n < 4 && rest.chars().nth(n).is_some_and(|c| matches!(c, '、' | '．' | '.'))
        }
        c if c.is_ascii_digit() || ('０'..='９').contains(&c) => numbered(text),
        _ => false,
    }
}

/// `1.`, `12、`, `3）`, but neither `2024年` nor the second half of a number (`3.95万元`).
fn numbered(text: &str) -> bool {
    let n = text.chars().take_while(|c| c.is_ascii_digit() || ('０'..='９').contains(c)).count();
    let mut after = text.chars().skip(n);
    match (after.next(), after.next()) {
        (Some('、' | '）' | ')'), _) => n <= 3,
        (Some('.' | '．'), next) => n <= 2 && next.is_none_or(|c| !c.is_ascii_digit()),
        _ => false,
    }
}

/// A classification path of three levels, （类）…（款）…（项）, that has not come to its last: a line that stops there goes on.
pub(crate) fn lacks_item_level(text: &str) -> bool {
    let text = end(text);
    let last = |a: &str, b: &str| text.rfind(a).max(text.rfind(b));
    let class = last("（类）", "(类)").max(last("（款）", "(款)"));
    class.is_some() && class > last("（项）", "(项)") && !text.contains(['。', '；', '，'])
}

/// Whether a text ends with a figure and its unit, as a complete statement may.
pub(crate) fn ends_with_measure(text: &str) -> bool {
    const UNITS: [&str; 22] = [
        "万元",
        "亿元",
        "元",
        "个",
        "人",
        "人次",
        "批次",
        "次",
        "辆",
        "台",
        "套",
        "件",
        "项",
        "家",
        "户",
        "名",
        "场",
        "%",
        "％",
        "分",
        "（套）",
        "平方米",
    ];
    let text = text.trim_end_matches(is_space);
    UNITS.iter().any(|unit| {
        text.strip_suffix(unit).is_some_and(|before| {
            before.trim_end_matches(is_space).ends_with(|c: char| c.is_ascii_digit() || c == '台')
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items() {
        for yes in [
            "一、收入",
            "（一）收入",
            "(2) 收入",
            "1. 概况",
            "12、支出",
            "第三部分 说明",
            "注：说明",
            "图3 构成",
            "①说明",
            "附件1",
        ] {
            assert!(starts_item(yes), "{yes}");
        }
        for no in [
            "一般公共预算",
            "2024年度",
            "3.95万元",
            "（类）支出",
            "第一书记",
            "注意事项",
            "图书馆",
            "其他收入",
            "附属单位",
            "100人以上",
        ] {
            assert!(!starts_item(no), "{no}");
        }
    }

    #[test]
    fn spaces() {
        assert_eq!(tidy(" 因 公 出 国 （ 境 ）\u{3000}费 "), "因公出国（境）费");
        assert_eq!(tidy("2024 年度 PDF file 1"), "2024年度PDF file 1");
        assert_eq!(tidy("1. 2024 年增长 77.70 %"), "1. 2024年增长77.70%");
    }

    #[test]
    fn ends() {
        assert!(is_terminal("完成。") && is_terminal("“优”。") && is_terminal("（完成。）") && !is_terminal("（一）"));
        assert!(is_unfinished("收入、") && is_unfinished("共有（其中") && !is_unfinished("共有（轿车）"));
    }
}
