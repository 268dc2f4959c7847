//! The numbered items of the functional list, and the entries of the glossary that explain them.

use crate::plain::{CharIndex, Plain};
use mingzhang_catalog::Catalog;
use mingzhang_catalog::subjects::plain_name;
use mingzhang_model::disclosure::Span;
use mingzhang_model::{SubjectItem, TableReading};
use regex::Regex;
use std::sync::LazyLock;

/// An item's head found in a paragraph, in characters of its plain text.
pub(crate) struct Head {
    pub ordinal: String,
    pub names: [String; 3],
    /// First character of the head, ordinal included.
    pub start: usize,
    /// First and one past the last character of the three names.
    pub name: (usize, usize),
}

static TRIPLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:([0-9]{1,3})[.、．])?“?([\u{4e00}-\u{9fff}、]{2,30}?)（(?:[0-9]{3})?类）(?:支出)?([\u{4e00}-\u{9fff}、（）“]{2,40}?)（(?:[0-9]{2})?款）([\u{4e00}-\u{9fff}、（）/“]{2,50}?)（(?:[0-9]{2})?项）“?(?:科目)?").ok()
});
static DASHED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:([0-9]{1,3})[.、．])?“([\u{4e00}-\u{9fff}、]{2,30})[-—－]([\u{4e00}-\u{9fff}、（）“]{2,40})[-—－]([\u{4e00}-\u{9fff}、（）/“]{2,50})“科目").ok()
});

/// All heads in a paragraph.
pub(crate) fn heads(plain: &Plain) -> Vec<Head> {
    let text = plain.all();
    if !text.contains("项）") && !text.contains("“科目") {
        return Vec::new();
    }
    let index = CharIndex::new(&text);
    let mut out = Vec::new();
    for pattern in [TRIPLE.as_ref(), DASHED.as_ref()].into_iter().flatten() {
        for c in pattern.captures_iter(&text) {
            let (Some(whole), Some(a), Some(b), Some(d)) = (c.get(0), c.get(2), c.get(3), c.get(4)) else { continue };
            out.push(Head {
                ordinal: c.get(1).map_or(String::new(), |m| m.as_str().to_owned()),
                names: [a.as_str().to_owned(), b.as_str().to_owned(), d.as_str().to_owned()],
                start: index.at(whole.start()),
                name: (index.at(a.start()), index.at(whole.end())),
            });
        }
    }
    out.sort_by_key(|h| h.start);
    out
}

/// The code of an item by the catalog, else by the names in the document's own tables.
pub(crate) fn code(names: &[String; 3], catalog: &Catalog, tables: &[TableReading]) -> Option<String> {
    let plain = |s: &str| plain_name(s).trim_end_matches("支出").to_owned();
    let by_catalog = catalog.subjects.functional.resolve([&names[0], &names[1], &names[2]]);
    if by_catalog.is_some() {
        return by_catalog;
    }
    let rows = || tables.iter().flat_map(|t| t.rows.iter());
    let label = |code: &str| rows().find(|r| r.code == code).map(|r| r.label.clone());
    let mut found: Vec<String> = rows()
        .filter(|r| r.code.len() == 7 && plain(&r.label) == plain(&names[2]))
        .filter(|r| {
            let parent = r.code.get(..5).and_then(label).unwrap_or_default();
            plain(&parent) == plain(&names[1])
        })
        .map(|r| r.code.clone())
        .collect();
    found.sort();
    found.dedup();
    match found.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
}

fn clause(plain: &Plain, from: usize, to: usize, openers: &[&str]) -> Option<(usize, usize)> {
    let text = plain.text(from, to);
    let index = CharIndex::new(&text);
    let (at, word) = openers.iter().filter_map(|w| text.find(w).map(|at| (at, *w))).min()?;
    let mut start = from + index.at(at + word.len());
    while start < to && matches!(plain.chars.get(start), Some('：' | '，' | '是')) {
        start += 1;
    }
    let end = (start..to).find(|k| plain.chars.get(*k) == Some(&'。')).unwrap_or(to);
    (end >= start).then_some((start, end))
}

/// 主要用于 … of an item, in characters.
pub(crate) fn purpose(plain: &Plain, from: usize, to: usize) -> Option<(usize, usize)> {
    clause(plain, from, to, &["主要用于"])
}

/// 主要原因是 … of an item, in characters.
pub(crate) fn reason(plain: &Plain, from: usize, to: usize) -> Option<(usize, usize)> {
    clause(plain, from, to, &["主要原因", "差异原因为", "差异原因是", "变动原因是"])
}

/// An item of the list or of the glossary.
pub(crate) fn item(block: usize, plain: &Plain, head: &Head, code: Option<String>, glossary: bool) -> SubjectItem {
    let (start, end) = plain.span(head.name.0, head.name.1);
    SubjectItem {
        ordinal: head.ordinal.clone(),
        names: head.names.clone(),
        code,
        name_span: Span { block, start, end },
        purpose: None,
        reason: None,
        facts: Vec::new(),
        glossary,
    }
}

#[cfg(test)]
mod tests {
    use super::heads;
    use crate::plain::Plain;
    use mingzhang_catalog::Catalog;

    /// Whatever a subject is called, quotes and strokes included, its name opens an item.
    #[test]
    fn every_subject_opens_an_item() {
        let subjects = &Catalog::embedded().subjects.functional;
        let name = |code: &str| subjects.get(code).map(|s| s.name.clone());
        for s in subjects.iter().filter(|s| s.code.len() == 7) {
            let (Some(class), Some(group)) = (name(&s.code[..3]), name(&s.code[..5])) else { continue };
            for text in [
                format!("1.{class}（类）{group}（款）{}（项）12.00万元。", s.name),
                format!("2. “{class}（类）{group}（款）{}（项）”科目12.00万元。", s.name),
                format!("3. “{class}-{group}-{}”科目12.00万元。", s.name),
            ] {
                let plain = Plain::new(&text);
                let found = heads(&plain);
                let plainly = |n: &str| Plain::new(n).all();
                assert_eq!(found.len(), 1, "{text}");
                assert_eq!(found[0].names, [plainly(&class), plainly(&group), plainly(&s.name)], "{text}");
                assert!(plain.text(found[0].name.1, plain.len()).starts_with("12.00"), "{text}");
            }
        }
    }
}
