//! Findings as a Markdown document that a reviewer can paste into Word or WPS.

use crate::baseline::{Changes, Status};
use crate::report::{Outcome, Read, Report, Tally};
use crate::words;
use mingzhang_model::{Finding, Role, Severity};
use std::fmt::Write;

/// The document: a table of all files, then a section for each.
#[must_use]
pub fn render(reports: &[Report]) -> String {
    let mut out = String::from("# 预决算公开文本核对结果\n\n");
    summary(&mut out, reports);
    for (i, report) in reports.iter().enumerate() {
        let _ = writeln!(out, "\n## {}. {}\n", i + 1, heading(report));
        let _ = writeln!(out, "文件：{}", escape(&report.file));
        match &report.outcome {
            Outcome::Unreadable { message } => {
                let _ = writeln!(out, "\n**无法读取**：{}", escape(message));
            }
            Outcome::Read(read) => section(&mut out, report, read),
        }
    }
    out
}

fn heading(report: &Report) -> String {
    escape(&words::heading(report).unwrap_or_else(|| words::file_name(&report.file).to_owned()))
}

fn summary(out: &mut String, reports: &[Report]) {
    out.push_str("| 序号 | 单位 | 年度 | 类别 | 错误 | 警告 | 提示 | 识别数字 | 已核对 | 文件 |\n");
    out.push_str("| ---: | --- | --- | --- | ---: | ---: | ---: | ---: | ---: | --- |\n");
    for (i, report) in reports.iter().enumerate() {
        let file = cell(&report.file);
        match &report.outcome {
            Outcome::Unreadable { .. } => {
                let _ = writeln!(out, "| {} | 无法读取 | | | | | | | | {file} |", i + 1);
            }
            Outcome::Read(read) => {
                let t = Tally::of(&read.findings);
                let id = &read.identity;
                let _ = writeln!(
                    out,
                    "| {} | {} | {} | {}{} | {} | {} | {} | {} | {} | {file} |",
                    i + 1,
                    cell(id.entity.as_deref().unwrap_or("未识别")),
                    id.fiscal_year.map_or(String::new(), |y| y.to_string()),
                    id.level.map_or("", words::level),
                    id.kind.map_or("", words::kind),
                    t.errors,
                    t.warnings,
                    t.infos,
                    read.coverage.figures,
                    read.coverage.related,
                );
            }
        }
    }
}

fn section(out: &mut String, report: &Report, read: &Read) {
    let c = &read.coverage;
    let _ = writeln!(
        out,
        "\n共识别 {} 个数字：已核对 {} 个，未核对 {} 个。",
        c.figures,
        c.related,
        c.figures.saturating_sub(c.related)
    );
    for line in words::parts(c) {
        let _ = writeln!(out, "\n{line}。");
    }
    if let Some(changes) = &report.changes {
        let _ = writeln!(out, "\n{}。", escape(&words::changes(changes)));
    }
    if !read.problems.is_empty() {
        out.push_str("\n阅读中的问题：\n\n");
        for p in &read.problems {
            let _ = writeln!(out, "- {}", escape(&words::problem(p)));
        }
    }
    if read.findings.is_empty() || (c.related == 0 && Tally::of(&read.findings).errors == 0) {
        let _ = writeln!(out, "\n{}", words::nothing_found(c.related));
    }
    let mut number = 0;
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        for (f, status) in report.told().filter(|(f, _)| f.severity == severity) {
            number += 1;
            finding(out, f, number, status);
        }
    }
    if let Some(changes) = &report.changes {
        resolved(out, changes);
    }
    for (title, list) in words::unchecked(c) {
        let _ = writeln!(out, "\n### {title}\n");
        for figure in list.iter().take(UNCHECKED) {
            let (place, text) = (words::place(&figure.place), escape(&figure.text));
            let _ = writeln!(out, "- {}：{text}（{}）", escape(&place), escape(&figure.reason));
        }
        if list.len() > UNCHECKED {
            let _ = writeln!(out, "- ……另有 {} 个，用 `mingzhang audit --all` 查看", list.len() - UNCHECKED);
        }
    }
}

/// Figures not checked that a document for reviewers lists; a report with dozens of performance forms has thousands.
const UNCHECKED: usize = 40;

fn resolved(out: &mut String, changes: &Changes) {
    if changes.resolved.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n### {}\n", if changes.doubt.is_empty() { "已整改" } else { "不再出现（请核实）" });
    for f in &changes.resolved {
        let stated = if f.stated.is_empty() { String::new() } else { format!("（上次写的是：{}）", f.stated) };
        let _ = writeln!(out, "- {}：{}{}", words::severity(f.severity), escape(&f.title), escape(&stated));
    }
}

fn finding(out: &mut String, f: &Finding, number: usize, status: Option<Status>) {
    let status = status.map_or(String::new(), |s| format!("〔{}〕", words::status(s)));
    let _ = writeln!(out, "\n### {} {number}：{status}{}\n", words::severity(f.severity), escape(&f.title));
    let mut item = |label: &str, text: &str| {
        if !text.is_empty() {
            let _ = writeln!(out, "- **{label}**：{}", escape(text));
        }
    };
    item("说明", &f.message);
    for evidence in words::quotes(f) {
        let label = if evidence.role == Role::Primary { "原文" } else { "对照" };
        let place = words::place(&evidence.place);
        let place = if place.is_empty() { String::new() } else { format!("（{place}）") };
        item(label, &format!("{}{place}", evidence.quote));
    }
    item("关系", words::relation(f));
    item("计算", &f.workings);
    match words::suggestion(f) {
        Some(suggestion) => item("建议", &suggestion),
        None => item("应为", words::expected(f).unwrap_or_default()),
    }
    item("依据", &f.basis);
    item("把握", words::certainty(f.certainty));
}

/// Text with the characters escaped that Markdown would take for markup.
pub(crate) fn escape(text: &str) -> String {
    let text = crate::text::clean(text);
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '<' | '>' | '[' | ']' | '|' | '#' | '~' | '$') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Text of a table cell.
pub(crate) fn cell(text: &str) -> String {
    escape(text.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn a_document_has_a_table_and_sections() {
        let text = render(&[samples::report(), Report::unreadable("b|c.pdf", "", "文件是空的。")]);
        assert!(text.contains(
            "| 1 | 青禾市河湾区文化和旅游局 | 2023 | 单位决算 | 1 | 0 | 1 | 412 | 371 | qinghe-unit-final-2023.txt |"
        ));
        assert!(text.contains("| 2 | 无法读取 | | | | | | | | b\\|c.pdf |"));
        assert!(text.contains("## 1. 青禾市河湾区文化和旅游局2023年度单位决算\n"));
        assert!(text.contains("### 错误 1：“三公”经费增加额与增长率不符\n"));
        assert!(text.contains("- **原文**：较上年度增加39.5万元，增长27.6%（第105行）\n"));
        assert!(text.contains("- **建议**：改为 3.95 万元"));
        assert!(text.contains("### 提示 2：小数位数不一"));
        assert!(text.contains("- **应为**：2832.40"));
    }
}
