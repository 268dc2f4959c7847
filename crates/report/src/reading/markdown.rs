//! What was understood, as a Markdown document.

use super::{Reading, forms, groups, heading, pretty, value};
use crate::markdown::{cell, escape};
use crate::words;
use std::fmt::Write;

/// Identity, outline, tables, facts, items, claims, and the figures not understood.
#[must_use]
pub fn render(reading: &Reading) -> String {
    let d = reading.disclosure;
    let mut out = String::new();
    let entity = d.identity.entity.as_deref().unwrap_or(reading.file);
    let _ = writeln!(out, "# 阅读结果：{}\n", escape(entity));
    let _ = writeln!(out, "{}\n\n文件：{}", escape(&words::identity(&d.identity).join("，")), escape(reading.file));
    list(&mut out, "阅读说明", crate::report::problems(d).iter().map(|p| escape(&words::problem(p))));
    list(
        &mut out,
        "目录",
        d.sections.iter().map(|s| {
            let topic = if s.topic.is_whole() { String::new() } else { format!("（{}）", s.topic) };
            escape(&format!("{}{topic}", heading(&s.number, &s.title)))
        }),
    );
    if !d.tables.is_empty() {
        out.push_str(
            "\n## 表格\n\n| 序号 | 标题 | 表样 | 单位 | 数字 | 说明 |\n| ---: | --- | --- | --- | ---: | --- |\n",
        );
        for (i, t) in d.tables.iter().enumerate() {
            let _ = writeln!(
                out,
                "| {} | {} | {} | {} | {} | {} |",
                i + 1,
                cell(t.title.as_ref().map_or("", |(name, _)| name)),
                cell(t.form.as_deref().unwrap_or("未识别")),
                t.unit.name(),
                t.figures,
                cell(t.misread.as_deref().unwrap_or(""))
            );
        }
    }
    if !d.facts.is_empty() {
        out.push_str("\n## 数字\n");
    }
    for (name, facts) in groups(d) {
        let _ = writeln!(out, "\n### {}\n\n| 数值 | 含义 | 原文 | 位置 |\n| ---: | --- | --- | --- |", escape(&name));
        for f in facts {
            let _ = writeln!(
                out,
                "| {} | {} | {} | {} |",
                value(f),
                cell(&f.coordinates.to_string()),
                cell(&f.printed),
                cell(&words::place(&f.place))
            );
        }
    }
    list(&mut out, "功能分类科目", d.items.iter().map(|i| escape(&pretty::subject(i))));
    list(
        &mut out,
        "文字比较",
        d.claims.iter().map(|c| {
            let place = words::place(&c.place);
            escape(&format!("{} {} {}：{}（{place}）", c.left, words::comparison(c.says), c.right, c.printed))
        }),
    );
    performance(&mut out, reading);
    list(
        &mut out,
        "未读懂的数字",
        d.figures
            .iter()
            .filter(|f| !f.understood())
            .map(|f| escape(&format!("{}：{}（{}）", words::place(&f.place), f.text, f.reason))),
    );
    out
}

fn performance(out: &mut String, reading: &Reading) {
    let d = reading.disclosure;
    for (i, form) in d.forms.iter().enumerate() {
        if i == 0 {
            out.push_str("\n## 绩效表格\n");
        }
        let _ = writeln!(out, "\n### {}\n", escape(&forms::name(form)));
        for (label, text) in forms::texts(form) {
            let _ = writeln!(out, "- {}：{}", escape(&label), escape(&text));
        }
        grid(out, &forms::funds(form));
        grid(out, &forms::indicators(form));
    }
    for (i, report) in d.evaluations.iter().enumerate() {
        if i == 0 {
            out.push_str("\n## 绩效评价报告\n");
        }
        let _ = writeln!(out, "\n### {}（{}）\n", escape(&report.title.text), words::place(&report.title.place));
        for (label, text) in forms::stated(report) {
            let _ = writeln!(out, "- {}：{}", escape(&label), escape(&text));
        }
        grid(out, &forms::items(report));
    }
}

fn grid(out: &mut String, grid: &forms::Grid) {
    if grid.rows.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n| {} |\n|{}", grid.heads.join(" | "), " --- |".repeat(grid.heads.len()));
    for row in &grid.rows {
        let cells: Vec<String> = row.iter().map(|c| cell(c)).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
}

fn list(out: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    for (i, line) in lines.enumerate() {
        if i == 0 {
            let _ = writeln!(out, "\n## {title}\n");
        }
        let _ = writeln!(out, "- {line}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::samples;

    #[test]
    fn a_document_has_every_part() {
        let d = samples::disclosure();
        let text = render(&Reading { file: "a.txt", sha256: "00", disclosure: &d });
        for part in [
            "# 阅读结果：青禾市河湾区文化和旅游局",
            "- （一）“三公”经费（三公总体）",
            "| 1 | 收入决算表 | final-income | 万元 | 1 |  |",
            "| 18.26万元 | 三公经费 | 18.26万元 | 第105行 |",
            "- 实施单位：青禾市人事考试中心\n",
            "| 一级指标 | 二级指标 | 三级指标 | 性质 | 指标值 | 完成值 | 得分 |\n| --- |",
            "| 产出指标 | 数量指标 | 考试场次 | ≥ | 5 | 6 | 10 |",
            "| 决策程序 | 绩效分析／项目决策 | 6 | 5.5 | 第9行 |",
            "## 未读懂的数字\n\n- 第12行：共有车辆12（不认识“库存”）\n",
        ] {
            assert!(text.contains(part), "{part} is not in\n{text}");
        }
    }
}
