//! Scores for the screen.

use super::{Scores, Tally, levels, lines, name, proposals, summary};
use crate::Style;
use crate::terminal::YELLOW;
use crate::text::{Ruler, clean};
use crate::words;
use mingzhang_model::performance::PerformanceForm;
use mingzhang_performance::Scored;
use std::fmt::Write;

/// Every form row by row, then a line per form, then the counts.
#[must_use]
pub fn render(all: &[Scores], style: &Style) -> String {
    let ruler = Ruler { wide: style.wide };
    let mut out = String::new();
    for scores in all {
        let _ = writeln!(out, "{}  计分办法：{}", clean(&scores.file), scores.profile.title);
        for problem in &scores.problems {
            style.labelled(&mut out, 2, "阅读说明：", YELLOW, &words::problem(problem));
        }
        for (form, scored) in &scores.forms {
            let _ = writeln!(out, "\n{}", ruler.cut(&clean(&name(form)), style.width));
            out.push_str(&self::form(form, scored, style));
        }
        let _ = writeln!(out, "\n{} {} {} 等次", ruler.pad("项目", 60), ruler.pad("填报", 7), ruler.pad("计算", 7));
        for (form, scored) in &scores.forms {
            let [name, printed, should, grade] = summary(form, scored);
            let name = ruler.pad(&ruler.cut(&clean(&name), 60), 60);
            let _ = writeln!(out, "{name} {} {} {grade}", ruler.pad(&printed, 7), ruler.pad(&should, 7));
        }
        let _ = writeln!(out, "{}\n", counted(scores.tally()));
    }
    out
}

/// One form row by row: score and points as printed, how the score follows, what is to be said.
#[must_use]
pub fn form(form: &PerformanceForm, scored: &Scored, style: &Style) -> String {
    let ruler = Ruler { wide: style.wide };
    let mut out = String::new();
    for line in lines(form, scored) {
        let mark = if line.wrong { "✗" } else { " " };
        let name = ruler.pad(&ruler.cut(&clean(&line.name), 24), 24);
        let remark = if line.remark.is_empty() { String::new() } else { format!("（{}）", line.remark) };
        let text = format!("{}{remark}", line.derivation);
        let _ = write!(out, "{mark} {name} {} ", ruler.pad(&line.printed, 11));
        wrapped(&mut out, &clean(&text), ruler, style.width, 39);
    }
    let levels = levels(scored);
    if !levels.is_empty() {
        out.push_str("  一级指标分值 ");
        wrapped(&mut out, &clean(&levels), ruler, style.width, 15);
    }
    for proposal in proposals(form, scored) {
        out.push_str("  建议核实 ");
        wrapped(&mut out, &clean(&proposal), ruler, style.width, 11);
    }
    out
}

/// The counts in one sentence.
pub(super) fn counted(t: Tally) -> String {
    format!(
        "共{}张表，{}行，得分相符{}行；合计相符{}张；不符、没有填或没有依据的共{}处。",
        t.forms, t.rows, t.accepted, t.totals, t.wrong
    )
}

fn wrapped(out: &mut String, text: &str, ruler: Ruler, width: usize, indent: usize) {
    for (n, line) in ruler.lines(text, width.saturating_sub(indent).max(20)).into_iter().enumerate() {
        let lead = if n == 0 { 0 } else { indent };
        let _ = writeln!(out, "{}{line}", " ".repeat(lead));
    }
}
