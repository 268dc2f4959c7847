//! The right side: what is wrong, with both sides of it, and what was checked.

use super::{Paper, attribute, escape, severity_class};
use crate::baseline::Status;
use crate::report::{Outcome, Read, Report, Tally};
use crate::{snippet, words};
use mingzhang_model::{Certainty, Evidence, Finding, Place, Role, Severity};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Both sides of one report.
pub(super) fn report(out: &mut String, report: &Report, paper: &Paper) {
    let _ = write!(out, "<article class=\"paper\" tabindex=\"-1\" aria-label=\"原文\">{}", paper.html);
    if let Outcome::Unreadable { message } = &report.outcome {
        let _ = write!(out, "<p class=\"unreadable\">无法读取：{}</p>", escape(message));
    }
    out.push_str("</article><aside class=\"side\" aria-label=\"核对结果\">");
    let _ = write!(
        out,
        "<header><h1>{}</h1><p class=\"file\">{}</p>",
        escape(&super::heading(report)),
        escape(&report.file)
    );
    match &report.outcome {
        Outcome::Unreadable { message } => {
            let _ = write!(out, "<p class=\"doubt\">无法读取：{}</p></header>", escape(message));
        }
        Outcome::Read(read) => {
            checked(out, report, read);
            controls(out, report, read);
            out.push_str("</header><div class=\"list\">");
            list(out, report, paper);
            out.push_str("</div>");
        }
    }
    out.push_str("</aside>");
}

fn checked(out: &mut String, report: &Report, read: &Read) {
    let c = &read.coverage;
    let share = c.related.saturating_mul(100).checked_div(c.figures).unwrap_or(0);
    let _ = write!(
        out,
        "<p class=\"checked\">识别 {} 个数字，已核对 {} 个，未核对 {} 个</p><div class=\"bar\" aria-hidden=\"true\"><i style=\"width:{share}%\"></i></div>",
        c.figures,
        c.related,
        c.figures.saturating_sub(c.related)
    );
    if let Some(changes) = &report.changes {
        let _ = write!(out, "<p class=\"changes\">{}</p>", escape(&words::changes(changes)));
    }
    if !read.problems.is_empty() {
        let open = if read.status == crate::ReadingStatus::Complete { "" } else { " open" };
        let _ = write!(out, "<details{open}><summary>阅读说明 {} 条</summary><ul>", read.problems.len());
        for p in &read.problems {
            let _ = write!(out, "<li>{}</li>", escape(&words::problem(p)));
        }
        out.push_str("</ul></details>");
    }
}

fn controls(out: &mut String, report: &Report, read: &Read) {
    let t = Tally::of(&read.findings);
    out.push_str("<div class=\"controls\" role=\"group\" aria-label=\"筛选\">");
    for (severity, n) in [(Severity::Error, t.errors), (Severity::Warning, t.warnings), (Severity::Info, t.infos)] {
        let class = severity_class(severity);
        let _ = write!(
            out,
            "<button type=\"button\" class=\"chip {class}\" data-severity=\"{class}\" aria-pressed=\"true\">{} {n}</button>",
            words::severity(severity)
        );
    }
    if let Some(changes) = &report.changes {
        let (new, remaining) = changes.counts();
        let gone = if changes.doubt.is_empty() { "已整改" } else { "不再出现" };
        for (key, word, n) in
            [("new", "新出现", new), ("remaining", "仍存在", remaining), ("resolved", gone, changes.resolved.len())]
        {
            let _ = write!(
                out,
                "<button type=\"button\" class=\"chip\" data-status=\"{key}\" aria-pressed=\"true\">{word} {n}</button>"
            );
        }
    }
    let unchecked = read.coverage.unread.len() + read.coverage.unrelated.len();
    let _ = write!(
        out,
        "<button type=\"button\" class=\"chip shade\" aria-pressed=\"true\" title=\"在原文中标出没有核对的数字\">未核对 {unchecked}</button>"
    );
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    for f in &read.findings {
        *rules.entry(&f.rule).or_default() += 1;
    }
    out.push_str("<select class=\"rule\" aria-label=\"规则\"><option value=\"\">全部规则</option>");
    for (rule, n) in rules {
        let title = read.findings.iter().find(|f| f.rule == rule).map_or("", |f| words::relation(f));
        let name = if title.is_empty() { rule } else { title };
        let _ = write!(out, "<option value=\"{}\">{}（{n}）</option>", attribute(rule), escape(name));
    }
    out.push_str(
        "</select><input class=\"search\" type=\"search\" placeholder=\"搜索问题（按 /）\" aria-label=\"搜索问题\"></div>\
         <p class=\"keys\">j、k 上一条下一条，回车看下一处，Esc 取消，/ 搜索<span class=\"shown\" role=\"status\"></span></p>",
    );
}

fn list(out: &mut String, report: &Report, paper: &Paper) {
    if let Outcome::Read(read) = &report.outcome
        && (read.findings.is_empty() || report.is_unchecked())
    {
        let _ = write!(out, "<p class=\"none\">{}</p>", words::nothing_found(read.coverage.related));
    }
    let mut number = 0;
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        for (i, (f, status)) in report.told().enumerate().filter(|(_, (f, _))| f.severity == severity) {
            number += 1;
            let placed = paper.placed.get(i).map(Vec::as_slice).unwrap_or_default();
            finding(out, f, (i, number), status, placed);
        }
    }
    let Some(changes) = &report.changes else { return };
    for f in &changes.resolved {
        let word = if changes.doubt.is_empty() { "已整改" } else { "不再出现" };
        let _ = write!(
            out,
            "<section class=\"finding gone\" data-status=\"resolved\" data-severity=\"{}\" data-rule=\"{}\"><h2><b>{word}</b> {}</h2>",
            severity_class(f.severity),
            attribute(&f.rule),
            escape(&f.title)
        );
        row(out, "上次写的是", &f.stated);
        out.push_str("</section>");
    }
}

fn finding(out: &mut String, f: &Finding, (i, number): (usize, usize), status: Option<Status>, placed: &[bool]) {
    let class = severity_class(f.severity);
    let (key, word) = match status {
        Some(Status::New) => ("new", words::status(Status::New)),
        Some(Status::Remaining) => ("remaining", words::status(Status::Remaining)),
        None => ("", ""),
    };
    let _ = write!(
        out,
        "<section class=\"finding {class}\" tabindex=\"0\" data-f=\"{i}\" data-n=\"{number}\" data-severity=\"{class}\" data-rule=\"{}\" data-status=\"{key}\">\
         <h2><b>{} {number}</b> {}{}{}</h2>",
        attribute(&f.rule),
        words::severity(f.severity),
        if word.is_empty() { String::new() } else { format!("<i class=\"status\">{word}</i> ") },
        escape(&f.title),
        if f.certainty == Certainty::Ask { "（请核实）" } else { "" }
    );
    let expected = words::should_be(f);
    if !f.stated.is_empty() || !expected.is_empty() {
        out.push_str("<p class=\"values\">");
        if !f.stated.is_empty() {
            let _ = write!(out, "<del>{}</del>", escape(&f.stated));
        }
        if !expected.is_empty() {
            let _ = write!(out, " → <ins>{}</ins>", escape(&expected));
        }
        out.push_str("</p>");
    }
    if f.message != f.title {
        row(out, "说明", &f.message);
    }
    out.push_str("<ul class=\"quotes\">");
    // Cells of one row carry the same quote; once is enough, with a way to each.
    let same = |a: &Evidence, b: &Evidence| {
        (a.role, &a.quote, a.place.page, a.place.line) == (b.role, &b.quote, b.place.page, b.place.line)
    };
    for (e, evidence) in f.evidence.iter().enumerate() {
        if f.evidence.iter().take(e).any(|before| same(before, evidence)) {
            continue;
        }
        let _ = write!(out, "<li class=\"{}\">", if evidence.role == Role::Primary { "p" } else { "w" });
        for (k, other) in f.evidence.iter().enumerate().skip(e).filter(|(_, other)| same(evidence, other)) {
            way(out, other, &format!("{i}.{k}"), k == e, placed.get(k) == Some(&true));
        }
        quote(out, f, evidence);
    }
    out.push_str("</ul>");
    row(out, "关系", words::relation(f));
    row(out, "计算", &f.workings);
    row(out, "建议", &words::suggestion(f).unwrap_or_default());
    row(out, "依据", &f.basis);
    row(out, "把握", &format!("{}（{}）", words::certainty(f.certainty), f.rule));
    out.push_str("</section>\n");
}

/// Leads to the place of a piece of evidence.
fn way(out: &mut String, evidence: &Evidence, key: &str, first: bool, placed: bool) {
    let role = match evidence.role {
        Role::Primary => "原文",
        Role::Witness => "对照",
    };
    let place = words::place(&evidence.place);
    let name = match (first, &evidence.place.cell) {
        (false, Some(_)) => words::place(&Place { page: None, line: None, ..evidence.place.clone() }),
        _ => format!("{role} {place}"),
    };
    let dead = if placed { "" } else { " disabled title=\"原文中没有与它对应的文字\"" };
    let _ =
        write!(out, "<button type=\"button\" class=\"go\" data-go=\"{key}\"{dead}>{}</button>", escape(name.trim()));
}

fn quote(out: &mut String, f: &Finding, evidence: &Evidence) {
    out.push_str(" <q>");
    let (chars, marks) = snippet::marked(f, evidence);
    let text = |range: std::ops::Range<usize>| escape(&chars.get(range).unwrap_or(&[]).iter().collect::<String>());
    let mut at = 0;
    for (mark, wrong) in marks {
        let name = if wrong { "b" } else { "u" };
        let _ = write!(out, "{}<{name}>{}</{name}>", text(at..mark.start), text(mark.clone()));
        at = mark.end;
    }
    let _ = write!(out, "{}</q></li>", text(at..chars.len()));
}

fn row(out: &mut String, label: &str, text: &str) {
    if !text.is_empty() {
        let _ = write!(out, "<p class=\"row\"><span>{label}</span>{}</p>", escape(text));
    }
}
