//! Texts of a report: duties, organisation, purposes, reasons.

use super::cells::{self, Slot};
use super::said::Known;
use super::{Extracted, Missing, Shift};
use crate::book::{about, placed};
use crate::cube::PURSES;
use crate::workbook::slots;
use mingzhang_catalog::publish::{Publishing, SheetRows};
use mingzhang_model::{Claim, Comparison, Coordinates, Dimension, Disclosure, Fact, Level, Origin, Term};
use std::collections::{BTreeMap, HashMap};

/// Words after which a reason stands.
const BECAUSE: [&str; 6] = ["主要原因是", "主要原因为", "主要原因：", "原因是", "主要是由于", "主要是"];
/// Words after which a use stands.
const USED: [&str; 3] = ["主要用于", "主要是用于", "主要是"];
/// Fields that say something of an amount: name, amount, words before.
const BESIDE: [(&str, &str, &str, &[&str]); 5] = [
    ("用车用途", "三公经费", "公务用车运行维护费", &USED),
    ("接待用途", "三公经费", "公务接待费", &USED),
    ("接待用途", "三公经费", "国内公务接待费", &USED),
    ("采购用途", "政府采购", "", &["主要用于"]),
    ("其他用车", "车辆", "其他用车", &["其他用车主要是", "其他用车主要为"]),
];
/// Texts that are of one year only.
const OF_THE_YEAR: [&str; 6] = ["绩效说明", "出国说明", "主要工作", "资产日期", "平均得分", "绩效制度"];

/// True for fields that say the same next year.
pub(super) fn lasting(name: &str) -> bool {
    !OF_THE_YEAR.contains(&name)
}

/// Puts every text found into the book, as far as its workbook has a cell for it.
pub(super) fn put(
    out: &mut Extracted,
    report: &Disclosure,
    publishing: &Publishing,
    known: &HashMap<Coordinates, Known>,
    shift: Shift,
) {
    let fields: Vec<String> = cells::fields(publishing).into_iter().map(|(name, _, _)| name).collect();
    let mut found: Vec<(&str, String)> = vec![
        ("主要职责", listed(&section(report, "职责")).join("\n")),
        ("机构设置", organisation(report)),
        ("绩效说明", plain(&section(report, "绩效"))),
    ];
    found.extend(BESIDE.iter().map(|(name, measure, item, words)| (*name, beside(report, measure, item, words))));
    for (name, text) in found {
        let wanted = fields.iter().any(|f| f == name) && (shift == Shift::Same || lasting(name));
        if wanted && !text.is_empty() && out.book.text(name).is_none() {
            out.book.say(name, Coordinates::default(), &text, None);
        }
    }
    subjects(out, report, publishing, known, shift);
    if shift == Shift::Same {
        reasons(out, report, publishing);
    }
}

/// The paragraphs of the first sections of a topic, without their headings.
fn section<'a>(report: &'a Disclosure, topic: &str) -> Vec<(usize, &'a str)> {
    let Some(at) = report.sections.iter().position(|s| s.topic == Term::new(topic)) else { return Vec::new() };
    let Some(first) = report.sections.get(at) else { return Vec::new() };
    let blocks = report.document.blocks.iter().enumerate().skip(first.blocks.0 + 1);
    let own = blocks.take(first.blocks.1.saturating_sub(first.blocks.0 + 1));
    own.filter_map(|(n, b)| Some((n, b.paragraph()?.text.trim()))).filter(|(_, t)| !t.is_empty()).collect()
}

/// A line without the number it begins with; `None` if it has none.
fn unnumbered(line: &str) -> Option<&str> {
    const NUMERALS: &str = "一二三四五六七八九十百0123456789０１２３４５６７８９";
    let (open, rest) = match line.strip_prefix(['（', '(']) {
        Some(rest) => (true, rest),
        None => (false, line),
    };
    let end = rest.find(|c| !NUMERALS.contains(c)).filter(|end| *end > 0)?;
    let after = rest.get(end..)?;
    let mut chars = after.chars();
    let closes = chars.next().is_some_and(|c| if open { ")）".contains(c) } else { "、.．".contains(c) });
    let text = chars.as_str();
    // 1.5万元 is no number of a paragraph.
    (closes && !text.starts_with(|c: char| c.is_ascii_digit()))
        .then(|| text.trim_start_matches(['.', '、', '．', ' ', '　']))
}

/// A list of duties, one a line: lines that a page break has cut are joined.
fn listed(lines: &[(usize, &str)]) -> Vec<String> {
    let numbered = lines.iter().filter(|(_, l)| unnumbered(l).is_some()).count() > 1;
    let mut out: Vec<String> = Vec::new();
    for (_, line) in lines {
        match (unnumbered(line), out.last_mut()) {
            (Some(text), _) => out.push(text.to_owned()),
            (None, Some(last)) if numbered && !last.ends_with('。') => last.push_str(line),
            _ if line.ends_with(['：', ':']) => {}
            _ => out.push((*line).to_owned()),
        }
    }
    out
}

/// What is said of the organisation beside the units and their number, which the book has as such.
fn organisation(report: &Disclosure) -> String {
    let counted = |block: usize| {
        let mut facts = report.facts.iter();
        facts.any(|f| {
            f.coordinates.get(Dimension::Measure) == Term::new("机构")
                && matches!(f.origin, Origin::Narrative { block: b, .. } if b == block)
        })
    };
    let own = section(report, "机构").into_iter().filter(|(block, line)| {
        let units =
            report.identity.level != Some(Level::Unit) && report.units.iter().any(|u| line.contains(u.as_str()));
        !units && !counted(*block) && !line.contains("下属单位")
    });
    own.map(|(_, line)| unnumbered(line).unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

/// Paragraphs that are nothing but words.
fn plain(lines: &[(usize, &str)]) -> String {
    let words = lines.iter().filter(|(_, l)| l.ends_with('。') && !l.contains(|c: char| c.is_ascii_digit()));
    words.map(|(_, l)| *l).collect::<Vec<_>>().join("\n")
}

fn paragraph(report: &Disclosure, block: usize) -> &str {
    report.document.blocks.get(block).and_then(|b| b.paragraph()).map_or("", |p| p.text.as_str())
}

/// What stands between some words and the end of their clause.
fn clause<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    let (at, word) =
        words.iter().filter_map(|w| Some((text.find(w)?, *w))).min_by_key(|(at, w)| (*at, usize::MAX - w.len()))?;
    // A reason ends with its sentence; what is counted up to a day is another matter.
    let rest = text.get(at + word.len()..)?;
    let end = ["。", "；", "，截至", "，截止"].iter().filter_map(|s| rest.find(s)).min().unwrap_or(rest.len());
    let own = rest.get(..end)?.trim_start_matches(['：', ':', '是', '：']).trim();
    (!own.is_empty()).then_some(own)
}

/// The text in the paragraph of an amount, after it.
fn beside(report: &Disclosure, measure: &str, item: &str, words: &[&str]) -> String {
    let what = Coordinates::of(measure).at(Dimension::Item, item);
    let told = report.facts.iter().filter(|f| placed(f.coordinates) == what).find_map(|f| {
        let Origin::Narrative { block, .. } = f.origin else { return None };
        let own = clause(paragraph(report, block).get(f.span.1..)?, words)?;
        (!own.starts_with('因') && !own.starts_with("由于")).then(|| own.to_owned())
    });
    told.unwrap_or_default()
}

/// Purposes and reasons of the items of the functional list.
fn subjects(
    out: &mut Extracted,
    report: &Disclosure,
    publishing: &Publishing,
    known: &HashMap<Coordinates, Known>,
    shift: Shift,
) {
    let sheets = publishing.sheets.iter().filter(|s| s.rows == SheetRows::Functional);
    let has = |name: &str, purse: &str| {
        let mut own = sheets.clone().filter(|s| s.purses.iter().any(|p| p == purse));
        own.any(|s| s.columns.iter().any(|c| c.text.as_deref() == Some(name)))
    };
    for item in report.items.iter().filter(|i| !i.glossary) {
        let Some(code) = &item.code else { continue };
        let own =
            item.facts.iter().filter_map(|f| report.facts.get(*f)).map(|f| f.coordinates.get(Dimension::Purse).word());
        let purses: Vec<&str> = match own.into_iter().find(|p| PURSES.contains(p)) {
            Some(purse) => vec![purse],
            None => {
                let spent = |p: &str| known.get(&slots::text_of_subject(p, code)).is_some_and(|k| !k.value.is_zero());
                PURSES.into_iter().filter(|p| spent(p)).collect()
            }
        };
        for (name, span) in [("用途", item.purpose), ("预算差异原因", item.reason.filter(|_| shift == Shift::Same))]
        {
            let text = span.map(|s| report.text(s).trim().trim_end_matches(['。', '；', '，'])).unwrap_or_default();
            for purse in purses.iter().filter(|p| !text.is_empty() && has(name, p)) {
                out.book.say(name, slots::text_of_subject(purse, code), text, None);
            }
        }
    }
}

/// Why amounts of the grids differ from those of the year before or of the budget.
fn reasons(out: &mut Extracted, report: &Disclosure, publishing: &Publishing) {
    let told = told(report);
    for sheet in publishing.sheets.iter().filter(|s| s.rows == SheetRows::Grid) {
        for row in &sheet.grid {
            for column in sheet.columns.iter().filter(|c| slots::open(row, c)) {
                let Some(name) = &column.text else { continue };
                let what = slots::text_of_row(row);
                if let Some(text) = told.get(&(name.clone(), what)) {
                    out.book.say(name, what, text, None);
                } else if differs(out, name, what) {
                    let slot = Slot { sheet: sheet.name.clone(), row: row.title.clone(), column: column.title.clone() };
                    out.missing.push(Missing { slot, why: "两数不同，没有找到原因" });
                }
            }
        }
    }
}

/// True if the book has two amounts that ask for the reason.
fn differs(out: &Extracted, name: &str, what: Coordinates) -> bool {
    let amount = |c: Coordinates| out.book.amounts.iter().find(|(k, _)| *k == c).map(|(_, f)| f.value);
    let other = |c: Coordinates| {
        if name == "变动原因" {
            vec![c.at(Dimension::Year, "上年")]
        } else {
            ["预算", "年初预算", "全年预算"].map(|s| c.at(Dimension::Stage, s)).to_vec()
        }
    };
    let Some(now) = amount(what) else { return false };
    other(what).into_iter().filter_map(amount).any(|then| then != now)
}

/// Every reason told of an amount, by the name of the text.
fn told(report: &Disclosure) -> BTreeMap<(String, Coordinates), String> {
    let changes: Vec<(&Fact, usize)> = report
        .facts
        .iter()
        .filter(|f| f.coordinates.get(Dimension::Aspect) == Term::new("增减额"))
        .filter_map(|f| match f.origin {
            Origin::Narrative { block, .. } => Some((f, block)),
            Origin::Table { .. } => None,
        })
        .collect();
    let mut out = BTreeMap::new();
    for (n, (fact, block)) in changes.iter().enumerate() {
        let text = paragraph(report, *block);
        let next = changes
            .get(n + 1)
            .filter(|(f, b)| b == block && f.span.0 >= fact.span.1)
            .map_or(text.len(), |(f, _)| f.span.0);
        let own = text.get(fact.span.1..next).and_then(|t| clause(t, &BECAUSE));
        // A reason may have a paragraph of its own.
        let after = paragraph(report, block + 1);
        let after =
            BECAUSE.iter().any(|w| after.find(w).is_some_and(|at| at < 30)).then(|| clause(after, &BECAUSE)).flatten();
        let Some(reason) = own.or(after.filter(|_| next == text.len())) else { continue };
        let base = fact.coordinates.get(Dimension::Base).word();
        let name = if base.starts_with("上年") { "变动原因" } else { "预算差异原因" };
        out.entry((name.to_owned(), speaks_of(fact.coordinates)))
            .or_insert_with(|| reason.trim_start_matches("因为").to_owned());
    }
    for claim in report.claims.iter().filter(|c| matches!(c.says, Comparison::Greater | Comparison::Less)) {
        let before = claim.right.get(Dimension::Year);
        let name = if before.is_whole() { "预算差异原因" } else { "变动原因" };
        if let Some(reason) = after_claim(report, claim) {
            out.entry((name.to_owned(), speaks_of(claim.left))).or_insert_with(|| reason.to_owned());
        }
    }
    out
}

/// 决算数小于预算数的主要原因是 …
fn after_claim<'a>(report: &'a Disclosure, claim: &Claim) -> Option<&'a str> {
    const NEAR: usize = 24;
    let Origin::Narrative { block, .. } = claim.origin else { return None };
    let text = paragraph(report, block);
    let from =
        claim.facts.and_then(|(a, b)| Some(report.facts.get(a)?.span.1.max(report.facts.get(b)?.span.1))).unwrap_or(0);
    let from = from + text.get(from..)?.find(&claim.printed)? + claim.printed.len();
    let rest = text.get(from..)?;
    let near = BECAUSE.iter().any(|w| rest.find(w).is_some_and(|at| at < NEAR));
    near.then(|| clause(rest, &BECAUSE)).flatten()
}

/// The amount a change is a change of; both sides of the accounts are one.
fn speaks_of(c: Coordinates) -> Coordinates {
    let amount = about(placed(c.with(Dimension::Aspect, Term::WHOLE).with(Dimension::Base, Term::WHOLE)));
    if amount.get(Dimension::Measure) == Term::new("支出总计") {
        amount.at(Dimension::Measure, "收入总计")
    } else {
        amount
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_paragraphs_are_known() {
        assert_eq!(unnumbered("（十二）完成其他任务。"), Some("完成其他任务。"));
        assert_eq!((unnumbered("1.拟订规划。"), unnumbered("三、机构")), (Some("拟订规划。"), Some("机构")));
        assert_eq!((unnumbered("1.5万元"), unnumbered("一般工作"), unnumbered("2023年")), (None, None, None));
    }

    #[test]
    fn duties_cut_by_a_page_are_joined() {
        let lines =
            [(0, "主要职责是："), (1, "（一）拟订政策、"), (2, "规划并组织实施。"), (3, "（二）承办其他事项。")];
        assert_eq!(listed(&lines), ["拟订政策、规划并组织实施。", "承办其他事项。"]);
    }

    #[test]
    fn a_clause_ends_with_its_sentence() {
        assert_eq!(clause("增加2万元，增加的主要原因是：人员增加，调标。另有", &BECAUSE), Some("人员增加，调标"));
        assert_eq!(clause("23万元，主要是燃油费、维修费，截至年末有11辆。", &USED), Some("燃油费、维修费"));
        assert_eq!(clause("没有原因", &BECAUSE), None);
    }
}
