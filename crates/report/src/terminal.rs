//! Findings for a person at a terminal.

use crate::baseline::Changes;
use crate::report::{Outcome, Read, ReadingStatus, Report, Tally};
use crate::text::{Ruler, clean};
use crate::{snippet, words};
use mingzhang_model::{Evidence, Finding, Role, Severity};
use std::fmt::Write;

/// How to print.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// With ANSI colours.
    pub colour: bool,
    /// Cells of a line.
    pub width: usize,
    /// True if characters of ambiguous width (“ ” …) take two cells.
    pub wide: bool,
    /// Also what is folded otherwise: hints and the figures not checked.
    pub all: bool,
}

impl Default for Style {
    fn default() -> Style {
        Style { colour: false, width: 100, wide: false, all: false }
    }
}

pub(crate) const BOLD: &str = "1";
pub(crate) const DIM: &str = "2";
pub(crate) const RED: &str = "1;31";
pub(crate) const YELLOW: &str = "1;33";
pub(crate) const CYAN: &str = "1;36";
pub(crate) const GREEN: &str = "1;32";
pub(crate) const BLUE: &str = "36";

impl Style {
    /// The text in a colour, or as it is.
    pub(crate) fn paint(&self, code: &str, text: &str) -> String {
        if self.colour && !text.is_empty() { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// How wide its letters are.
    #[must_use]
    pub fn ruler(&self) -> Ruler {
        Ruler { wide: self.wide }
    }

    /// A labelled paragraph, its further lines under the first: `  关系：…`.
    pub(crate) fn labelled(&self, out: &mut String, indent: usize, label: &str, code: &str, text: &str) {
        let ruler = self.ruler();
        let hang = indent + ruler.text(label);
        for (i, line) in ruler.lines(&clean(text), self.width.saturating_sub(hang)).iter().enumerate() {
            if i == 0 {
                let _ = writeln!(out, "{}{}{line}", " ".repeat(indent), self.paint(code, label));
            } else {
                let _ = writeln!(out, "{}{line}", " ".repeat(hang));
            }
        }
    }
}

fn colour(s: Severity) -> &'static str {
    match s {
        Severity::Error => RED,
        Severity::Warning => YELLOW,
        Severity::Info => CYAN,
    }
}

/// One file: heading, findings by severity, what was checked.
#[must_use]
pub fn render(report: &Report, style: &Style) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}", style.paint(BOLD, &clean(&report.file)));
    match &report.outcome {
        Outcome::Unreadable { message } => style.labelled(&mut out, 2, "无法读取：", RED, message),
        Outcome::Read(read) => body(&mut out, report, read, style),
    }
    out
}

fn body(out: &mut String, report: &Report, read: &Read, style: &Style) {
    style.labelled(out, 2, "", DIM, &words::identity(&read.identity).join(" | "));
    let label = if read.status == ReadingStatus::Complete { "阅读说明：" } else { "未读全：" };
    for problem in &read.problems {
        style.labelled(out, 2, label, YELLOW, &words::problem(problem));
    }
    let tally = Tally::of(&read.findings);
    let mut number = 0;
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        if severity == Severity::Info && !style.all {
            continue;
        }
        for (f, status) in report.told().filter(|(f, _)| f.severity == severity) {
            number += 1;
            out.push('\n');
            head(out, f, number, status.map_or("", words::status), style);
            details(out, f, style);
        }
    }
    if let Some(changes) = &report.changes {
        resolved(out, changes, style);
    }
    out.push('\n');
    if style.all {
        for line in words::parts(&read.coverage) {
            style.labelled(out, 2, "", DIM, &line);
        }
        out.push('\n');
        for (title, list) in words::unchecked(&read.coverage) {
            let _ = writeln!(out, "  {}", style.paint(BOLD, &format!("{title}：")));
            for figure in list {
                let text = format!("{}（{}）", figure.text, figure.reason);
                style.labelled(out, 4, &format!("{}  ", words::place(&figure.place)), BLUE, &text);
            }
            out.push('\n');
        }
    }
    if tally.infos > 0 && !style.all {
        let _ = writeln!(out, "  {}", style.paint(DIM, &format!("另有提示 {} 条，加 --all 列出。", tally.infos)));
    }
    if tally == Tally::default() || (read.coverage.related == 0 && tally.errors == 0) {
        let colour = if read.coverage.related > 0 { GREEN } else { YELLOW };
        for line in style.ruler().lines(words::nothing_found(read.coverage.related), style.width.saturating_sub(2)) {
            let _ = writeln!(out, "  {}", style.paint(colour, &line));
        }
    }
    style.labelled(out, 2, "", DIM, &checked(read, tally));
    if let Some(changes) = &report.changes {
        style.labelled(out, 2, "", BOLD, &words::changes(changes));
    }
}

/// What was there before and is gone.
fn resolved(out: &mut String, changes: &Changes, style: &Style) {
    for f in changes.resolved.iter().filter(|f| f.severity != Severity::Info || style.all) {
        let label = if changes.doubt.is_empty() { "已整改  " } else { "不再出现  " };
        out.push('\n');
        style.labelled(out, 0, label, GREEN, &f.title);
        if !f.stated.is_empty() {
            style.labelled(out, 2, "上次写的是：", DIM, &f.stated);
        }
    }
}

fn checked(read: &Read, tally: Tally) -> String {
    let c = &read.coverage;
    format!(
        "共识别 {} 个数字：已核对 {} 个，未核对 {} 个；错误 {}，警告 {}，提示 {}",
        c.figures,
        c.related,
        c.figures.saturating_sub(c.related),
        tally.errors,
        tally.warnings,
        tally.infos
    )
}

/// Quotes shown of one finding unless all are asked for.
const QUOTES: usize = 5;

/// One finding as it stands in a report.
pub fn finding(out: &mut String, f: &Finding, number: usize, style: &Style) {
    head(out, f, number, "", style);
    details(out, f, style);
}

fn head(out: &mut String, f: &Finding, number: usize, status: &str, style: &Style) {
    let status = if status.is_empty() { String::new() } else { format!("[{status}] ") };
    let head = format!("{} {number}  {status}", words::severity(f.severity));
    let title = if f.certainty == mingzhang_model::Certainty::Ask {
        format!("{}（请核实）", f.title)
    } else {
        f.title.clone()
    };
    let ruler = style.ruler();
    let hang = ruler.text(&head);
    for (i, line) in ruler.lines(&clean(&title), style.width.saturating_sub(hang)).iter().enumerate() {
        let head = if i == 0 { style.paint(colour(f.severity), &head) } else { " ".repeat(hang) };
        let _ = writeln!(out, "{head}{}", style.paint(BOLD, line));
    }
}

fn details(out: &mut String, f: &Finding, style: &Style) {
    let shown = words::quotes(f);
    for evidence in shown.iter().take(QUOTES) {
        quote(out, f, evidence, style);
    }
    if shown.len() > QUOTES && !style.all {
        let rest = format!("另有 {} 处对照，加 --all 列出", shown.len() - QUOTES);
        let _ = writeln!(out, "  {} {rest}", style.paint(BLUE, ":::"));
    }
    if style.all {
        for evidence in shown.iter().skip(QUOTES) {
            quote(out, f, evidence, style);
        }
    }
    if !f.message.is_empty() && f.message != f.title {
        style.labelled(out, 2, "说明：", BOLD, &f.message);
    }
    let relation = words::relation(f);
    if !relation.is_empty() {
        style.labelled(out, 2, "关系：", BOLD, relation);
    }
    if !f.workings.is_empty() {
        style.labelled(out, 2, "计算：", BOLD, &f.workings);
    }
    if let Some(suggestion) = words::suggestion(f) {
        style.labelled(out, 2, "建议：", GREEN, &suggestion);
    } else if let Some(expected) = words::expected(f) {
        style.labelled(out, 2, "应为：", GREEN, expected);
    }
    if !f.basis.is_empty() {
        style.labelled(out, 2, "依据：", DIM, &f.basis);
    }
    if style.all {
        style.labelled(out, 2, "规则：", DIM, &format!("{}（{}）", f.rule, words::certainty(f.certainty)));
    }
}

/// A place and a sentence under a heading of their own, as findings look.
pub fn note(out: &mut String, severity: Severity, number: usize, place: &str, message: &str, style: &Style) {
    let head = format!("{} {number}  ", words::severity(severity));
    let hang = style.ruler().text(&head);
    if place.is_empty() {
        style.labelled(out, 0, &head, colour(severity), message);
        return;
    }
    for (i, line) in style.ruler().lines(&clean(place), style.width.saturating_sub(hang)).iter().enumerate() {
        let head = if i == 0 { style.paint(colour(severity), &head) } else { " ".repeat(hang) };
        let _ = writeln!(out, "{head}{}", style.paint(BOLD, line));
    }
    style.labelled(out, hang, "", "", message);
}

// The frame is ASCII: box-drawing characters are of ambiguous width themselves and would shift the marks.
fn quote(out: &mut String, f: &Finding, evidence: &Evidence, style: &Style) {
    let place = words::place(&evidence.place);
    let (arrow, role) = match evidence.role {
        Role::Primary => ("-->", ""),
        Role::Witness => (":::", "对照 "),
    };
    let _ = writeln!(out, "  {} {role}{}", style.paint(BLUE, arrow), clean(&place));
    if evidence.quote.trim().is_empty() {
        return;
    }
    let bar = style.paint(BLUE, "|");
    for line in snippet::lines(f, evidence, style.ruler(), style.width.saturating_sub(6)) {
        let mut shown = String::new();
        let mut at = 0;
        for (mark, wrong) in &line.marks {
            shown.extend(line.text.get(at..mark.start).unwrap_or(&[]));
            let words: String = line.text.get(mark.clone()).unwrap_or(&[]).iter().collect();
            shown += &style.paint(if *wrong { colour(f.severity) } else { BLUE }, &words);
            at = mark.end;
        }
        shown.extend(line.text.get(at..).unwrap_or(&[]));
        let _ = writeln!(out, "   {bar} {shown}");
        if !line.marks.is_empty() {
            let marks = snippet::underline(&line, style.ruler(), |s, wrong| {
                style.paint(if wrong { colour(f.severity) } else { BLUE }, s)
            });
            let _ = writeln!(out, "   {bar} {marks}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn a_report_reads_like_this() {
        let expected = "\
qinghe-unit-final-2023.txt
  青禾市河湾区文化和旅游局 | 单位 | 2023年度 | 决算 | 版式：四川决算

错误 1  “三公”经费增加额与增长率不符
  --> 第105行
   | 较上年度增加39.5万元，增长27.6%
   |             ^^^^^^^^      -----
  ::: 对照 第105行
   | 2023年度“三公”经费财政拨款支出决算为18.26万元
   |                                     ---------
  说明：增加39.5万元与增长27.6%不能同时成立，增加额大于本年总额，可能应为
        3.95万元。
  关系：增长率 = 增减额 ÷ (本年 − 增减额)
  计算：39.5 ÷ (18.26 − 39.5) ≠ 27.6%
  建议：改为 3.95 万元（小数点错位，置信 98%，改后 3 条关系成立）
  依据：财预〔2016〕143号

  另有提示 1 条，加 --all 列出。
  共识别 412 个数字：已核对 371 个，未核对 41 个；错误 1，警告 0，提示 1
";
        let style = Style { width: 75, ..Style::default() };
        assert_eq!(render(&samples::report(), &style), expected);
    }

    #[test]
    fn lines_fit_the_width() {
        for width in [40, 60, 80] {
            for wide in [false, true] {
                let style = Style { width, wide, all: true, ..Style::default() };
                for line in render(&samples::report(), &style).lines() {
                    assert!(style.ruler().text(line) <= width, "{width} {wide}: {line}");
                }
            }
        }
    }

    #[test]
    fn colour_changes_nothing_but_colour() {
        let plain = render(&samples::report(), &Style::default());
        let coloured = render(&samples::report(), &Style { colour: true, ..Style::default() });
        let mut stripped = String::new();
        let mut rest = coloured.as_str();
        while let Some(at) = rest.find('\u{1b}') {
            stripped += &rest[..at];
            rest = &rest[at + rest[at..].find('m').unwrap() + 1..];
        }
        stripped += rest;
        assert_eq!(stripped, plain);
    }

    #[test]
    fn unreadable_files_say_why() {
        let r = Report::unreadable("甲.pdf", "", "文件是空的。");
        assert_eq!(render(&r, &Style::default()), "甲.pdf\n  无法读取：文件是空的。\n");
    }
}
