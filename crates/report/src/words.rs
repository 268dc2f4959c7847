//! The Chinese words for values of the model.

use crate::baseline::{Changes, Status};
use crate::report::{Outcome, Report};
use mingzhang_model::document::Problem;
use mingzhang_model::finding::{PartCoverage, Unchecked};
use mingzhang_model::{
    Certainty, Comparison, Coverage, Evidence, Finding, Identity, Kind, Level, Part, Place, Severity,
};

/// 错误, 警告, 提示.
#[must_use]
pub fn severity(s: Severity) -> &'static str {
    match s {
        Severity::Error => "错误",
        Severity::Warning => "警告",
        Severity::Info => "提示",
    }
}

/// 确证, 很可能, 请核实.
#[must_use]
pub fn certainty(c: Certainty) -> &'static str {
    match c {
        Certainty::Proven => "确证",
        Certainty::Likely => "很可能",
        Certainty::Ask => "请核实",
    }
}

/// 新出现, 仍存在.
#[must_use]
pub fn status(s: Status) -> &'static str {
    match s {
        Status::New => "新出现",
        Status::Remaining => "仍存在",
    }
}

/// The changes since the earlier version in one line: `与上次（old.pdf）相比：已整改 3，仍存在 2，新出现 1`.
#[must_use]
pub fn changes(c: &Changes) -> String {
    let (new, remaining) = c.counts();
    let doubt = if c.doubt.is_empty() || c.resolved.is_empty() {
        String::new()
    } else {
        format!("（{}，不再出现的问题是否已整改请核实）", c.doubt)
    };
    format!("与上次核对（{}）相比：已整改 {}，仍存在 {remaining}，新出现 {new}{doubt}", c.file, c.resolved.len())
}

/// 部门 or 单位.
#[must_use]
pub fn level(l: Level) -> &'static str {
    match l {
        Level::Department => "部门",
        Level::Unit => "单位",
    }
}

/// 预算 or 决算.
#[must_use]
pub fn kind(k: Kind) -> &'static str {
    match k {
        Kind::Budget => "预算",
        Kind::FinalAccounts => "决算",
    }
}

/// 大于, 小于, 等于, 基本持平.
#[must_use]
pub fn comparison(c: Comparison) -> &'static str {
    match c {
        Comparison::Greater => "大于",
        Comparison::Less => "小于",
        Comparison::Equal => "等于",
        Comparison::NearlyEqual => "基本持平",
    }
}

/// A place as a person says it: `第3页 表2第5行第3列`, `第105行`; empty if nothing is known.
#[must_use]
pub fn place(p: &Place) -> String {
    let mut parts: Vec<String> = p.file.iter().map(|f| format!("《{f}》")).collect();
    if let Some(page) = p.page {
        parts.push(format!("第{page}页"));
    }
    if let Some(line) = p.line {
        parts.push(format!("第{line}行"));
    }
    if let Some(c) = &p.cell {
        parts.push(cell(c));
    }
    parts.join(" ")
}

/// `table 3, row 5, column 2` in Chinese; anything else (`sheet!B12`) as it is.
fn cell(text: &str) -> String {
    let mut out = String::new();
    for part in text.split(", ") {
        match part.split_once(' ') {
            Some(("table", n)) => out += &format!("表{n}"),
            Some(("row", n)) => out += &format!("第{n}行"),
            Some(("column", n)) => out += &format!("第{n}列"),
            _ => return text.to_owned(),
        }
    }
    out
}

/// The evidence worth quoting: cells of one row carry the same quote, with all of its figures marked; once is enough.
#[must_use]
pub fn quotes(f: &Finding) -> Vec<&Evidence> {
    let same =
        |a: &Evidence, b: &Evidence| a.quote == b.quote && a.place.page == b.place.page && a.place.line == b.place.line;
    let new = |i: usize, e: &Evidence| !f.evidence.iter().take(i).any(|before| same(before, e));
    f.evidence.iter().enumerate().filter(|(i, e)| new(*i, e)).map(|(_, e)| e).collect()
}

/// The identity in parts: name, 部门/单位, year, 预算/决算, profile. Unknown parts are left out, except the name.
#[must_use]
pub fn identity(i: &Identity) -> Vec<String> {
    let mut parts = vec![i.entity.clone().unwrap_or_else(|| "单位名称未识别".to_owned())];
    parts.extend(i.level.map(|l| level(l).to_owned()));
    parts.extend(i.fiscal_year.map(|y| format!("{y}年度")));
    parts.extend(i.kind.map(|k| kind(k).to_owned()));
    match i.profile.as_str() {
        "" => {}
        "generic" => parts.push("通用版式".to_owned()),
        profile if i.profile_title.is_empty() => parts.push(format!("版式 {profile}")),
        _ => parts.push(format!("版式：{}", i.profile_title)),
    }
    parts
}

/// Whose report, of which year, of what; `None` if it does not say whose.
#[must_use]
pub fn heading(report: &Report) -> Option<String> {
    let Outcome::Read(read) = &report.outcome else { return None };
    let i = &read.identity;
    let entity = i.entity.as_deref()?.trim();
    let year = i.fiscal_year.map_or(String::new(), |y| format!("{y}年度"));
    Some(format!("{entity}{year}{}{}", i.level.map_or("", level), i.kind.map_or("", kind)))
}

/// The text on one line, without control characters.
#[must_use]
pub fn line(text: &str) -> String {
    crate::text::clean(text).trim().to_owned()
}

/// The last part of a path.
#[must_use]
pub fn file_name(file: &str) -> &str {
    file.rsplit(['/', '\\']).next().unwrap_or(file)
}

/// A problem of reading with its place: `第3页：这一页没有文字层…`.
#[must_use]
pub fn problem(p: &Problem) -> String {
    let at = place(&p.place);
    if at.is_empty() || p.message.contains(&at) { p.message.clone() } else { format!("{at}：{}", p.message) }
}

/// What a suggestion proposes, with the unit where the expected value carries one: `改为 3.95 万元（小数点错位，置信 98%）`.
#[must_use]
pub fn suggestion(f: &mingzhang_model::Finding) -> Option<String> {
    let s = f.suggestion.as_ref()?;
    let unit = f.expected.strip_prefix(&s.value).map(str::trim).filter(|u| is_unit(u)).unwrap_or("");
    let gap = if unit.is_empty() || unit.starts_with(['%', '％']) { "" } else { " " };
    let mut why: Vec<String> = s.slip.iter().filter_map(|c| mingzhang_model::slip_name(c)).map(str::to_owned).collect();
    why.push(format!("置信 {}%", s.confidence));
    if s.satisfies > 0 {
        why.push(format!("改后 {} 条关系成立", s.satisfies));
    }
    let head = if s.value.is_empty() { "补写".to_owned() } else { format!("改为 {}{gap}{unit}", s.value) };
    Some(format!("{head}（{}）", why.join("，")))
}

/// What to say of a report without findings, by the number of figures checked: silence about nothing checked would pass for approval.
#[must_use]
pub fn nothing_found(checked: usize) -> &'static str {
    if checked > 0 {
        "未发现问题。"
    } else {
        "没有任何数字得到核对，不能据此认为没有问题。"
    }
}

fn is_unit(text: &str) -> bool {
    matches!(
        text,
        "元" | "万元"
            | "亿元"
            | "%"
            | "％"
            | "个百分点"
            | "人"
            | "辆"
            | "个"
            | "次"
            | "批"
            | "批次"
            | "人次"
            | "台"
            | "套"
    )
}

/// The relation in the field's words; empty where a check has none but its own name.
#[must_use]
pub fn relation(f: &mingzhang_model::Finding) -> &str {
    if f.relation == f.rule { "" } else { &f.relation }
}

/// The coverage of each part, a line each; none where there is only one.
#[must_use]
pub fn parts(c: &Coverage) -> Vec<String> {
    if c.by_part.len() < 2 {
        return Vec::new();
    }
    let line = |p: &PartCoverage| {
        format!(
            "{}：{} 个数字，读懂 {} 个，已核对 {} 个，其中两次以上 {} 个",
            part(p.part),
            p.figures,
            p.understood,
            p.related,
            p.related_twice
        )
    };
    c.by_part.iter().map(line).collect()
}

/// 表格, 说明, 绩效.
#[must_use]
pub fn part(p: Part) -> &'static str {
    match p {
        Part::Tables => "表格",
        Part::Narrative => "文字说明",
        Part::Performance => "绩效表和绩效报告",
    }
}

/// The figures that were not checked, under a title each: those not understood, those nothing was there to check with.
#[must_use]
pub fn unchecked(c: &Coverage) -> Vec<(&'static str, &[Unchecked])> {
    let lists = [("含义未识别的数字", c.unread.as_slice()), ("未能核对的数字", c.unrelated.as_slice())];
    lists.into_iter().filter(|(_, list)| !list.is_empty()).collect()
}

/// What remains to be said of the expected value when no suggestion says it.
#[must_use]
pub fn expected(f: &mingzhang_model::Finding) -> Option<&str> {
    (f.suggestion.is_none() && !f.expected.is_empty()).then_some(f.expected.as_str())
}

/// What should stand there, with a word of caution where it is only what one relation would ask for.
#[must_use]
pub fn should_be(f: &mingzhang_model::Finding) -> String {
    let sure = f.suggestion.is_some() || f.certainty == Certainty::Proven;
    if sure || f.expected.is_empty() { f.expected.clone() } else { format!("{}（供核对）", f.expected) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_said_in_chinese() {
        let p = Place { page: Some(3), cell: Some("table 2, row 5, column 3".into()), ..Place::default() };
        assert_eq!(place(&p), "第3页 表2第5行第3列");
        assert_eq!(place(&Place { line: Some(105), ..Place::default() }), "第105行");
        assert_eq!(place(&Place { cell: Some("收支总表!B12".into()), ..Place::default() }), "收支总表!B12");
    }

    #[test]
    fn suggestions_take_the_unit_of_the_expected_value() {
        let f = crate::samples::growth();
        assert_eq!(suggestion(&f).as_deref(), Some("改为 3.95 万元（小数点错位，置信 98%，改后 3 条关系成立）"));
    }
}
