//! Scores as a Markdown document.

use super::{Scores, levels, lines, name, pretty::counted, proposals, summary};
use crate::markdown::{cell, escape};
use crate::words;
use std::fmt::Write;

/// A table of the forms, then every form row by row.
#[must_use]
pub fn render(all: &[Scores]) -> String {
    let mut out = String::from("# 绩效自评得分\n");
    for scores in all {
        let _ = writeln!(out, "\n文件：{}\n\n计分办法：{}", escape(&scores.file), escape(&scores.profile.title));
        for (n, problem) in scores.problems.iter().enumerate() {
            let lead = if n == 0 { "\n" } else { "" };
            let _ = writeln!(out, "{lead}- 阅读说明：{}", escape(&words::problem(problem)));
        }
        out.push_str("\n| 项目 | 填报合计 | 计算合计 | 等次 |\n| --- | ---: | ---: | --- |\n");
        for (form, scored) in &scores.forms {
            let [name, printed, should, grade] = summary(form, scored);
            let _ = writeln!(out, "| {} | {printed} | {should} | {grade} |", cell(&name));
        }
        let _ = writeln!(out, "\n{}", counted(scores.tally()));
        for (form, scored) in &scores.forms {
            let _ = writeln!(out, "\n## {}\n", escape(&name(form)));
            out.push_str("| 指标 | 得分/分值 | 计算 | 说明 |\n| --- | ---: | --- | --- |\n");
            for line in lines(form, scored) {
                let remark = if line.wrong { format!("**{}**", cell(&line.remark)) } else { cell(&line.remark) };
                let _ = writeln!(
                    out,
                    "| {} | {} | {} | {remark} |",
                    cell(&line.name),
                    cell(&line.printed),
                    cell(&line.derivation)
                );
            }
            let levels = levels(scored);
            if !levels.is_empty() {
                let _ = writeln!(out, "\n一级指标分值：{}", escape(&levels));
            }
            for (n, proposal) in proposals(form, scored).iter().enumerate() {
                let lead = if n == 0 { "\n" } else { "" };
                let _ = writeln!(out, "{lead}- 建议核实{}", escape(proposal));
            }
        }
    }
    out
}
