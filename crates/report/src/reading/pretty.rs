//! What was understood, for a person at a terminal.

use super::{Reading, forms, groups, heading, value};
use crate::terminal::{BLUE, BOLD, DIM, Style, YELLOW};
use crate::text::clean;
use crate::words;
use mingzhang_model::{Disclosure, SubjectItem};
use std::fmt::Write;

/// Identity, outline, tables, facts, items, claims, and the figures not understood.
#[must_use]
pub fn render(reading: &Reading, style: &Style) -> String {
    let d = reading.disclosure;
    let mut out = String::new();
    let _ = writeln!(out, "{}", style.paint(BOLD, &clean(reading.file)));
    style.labelled(&mut out, 2, "", DIM, &words::identity(&d.identity).join(" | "));
    for p in crate::report::problems(d) {
        style.labelled(&mut out, 2, "阅读说明：", YELLOW, &words::problem(&p));
    }
    if !d.units.is_empty() {
        style.labelled(&mut out, 2, "所属单位与简称：", BOLD, &d.units.join("、"));
    }
    outline(&mut out, d, style);
    tables(&mut out, d, style);
    facts(&mut out, d, style);
    items(&mut out, d, style);
    claims(&mut out, d, style);
    performance(&mut out, d, style);
    unread(&mut out, d, style);
    let understood = d.figures.iter().filter(|f| f.understood()).count();
    let count =
        format!("共识别 {} 个数字：读懂 {understood} 个，未读懂 {} 个", d.figures.len(), d.figures.len() - understood);
    out.push('\n');
    style.labelled(&mut out, 2, "", DIM, &count);
    out
}

fn title(out: &mut String, style: &Style, name: &str, count: usize) {
    let _ = writeln!(out, "\n{}", style.paint(BOLD, &format!("{name}（{count}）")));
}

fn line(out: &mut String, style: &Style, text: &str) {
    let _ = writeln!(out, "{}", style.ruler().cut(&clean(text), style.width));
}

fn outline(out: &mut String, d: &Disclosure, style: &Style) {
    title(out, style, "目录", d.sections.len());
    for s in &d.sections {
        let indent = "  ".repeat(usize::from(s.level.clamp(1, 8)));
        let topic = if s.topic.is_whole() { String::new() } else { format!("  [{}]", s.topic) };
        line(out, style, &format!("{indent}{}{topic}", heading(&s.number, &s.title)));
    }
}

fn tables(out: &mut String, d: &Disclosure, style: &Style) {
    title(out, style, "表格", d.tables.len());
    for (i, t) in d.tables.iter().enumerate() {
        let name = t.title.as_ref().map_or("（无标题）", |(name, _)| name.as_str());
        let form = t.form.as_deref().unwrap_or("未识别的表");
        let size = d.document.blocks.get(t.block).and_then(|b| b.table()).map_or((0, 0), |g| (g.rows, g.columns));
        let unit = if t.unit.name().is_empty() { "无" } else { t.unit.name() };
        line(
            out,
            style,
            &format!("  表{} {name}  [{form}]  单位：{unit}  {}行{}列  {} 个数字", i + 1, size.0, size.1, t.figures),
        );
        if let Some(why) = &t.misread {
            style.labelled(out, 6, "没有读准：", YELLOW, why);
        }
    }
}

fn facts(out: &mut String, d: &Disclosure, style: &Style) {
    title(out, style, "数字", d.facts.len());
    let ruler = style.ruler();
    for (name, facts) in groups(d) {
        let _ = writeln!(out, "  {}", style.paint(BLUE, &clean(&name)));
        let values: Vec<String> = facts.iter().map(|f| value(f)).collect();
        let widest = values.iter().map(|v| ruler.text(v)).max().unwrap_or(0).min(24);
        for (fact, value) in facts.iter().zip(&values) {
            let fill = " ".repeat(widest.saturating_sub(ruler.text(value)));
            let place = words::place(&fact.place);
            line(out, style, &format!("    {fill}{value}  {place}  {}  “{}”", fact.coordinates, fact.printed));
        }
    }
}

fn items(out: &mut String, d: &Disclosure, style: &Style) {
    title(out, style, "功能分类科目", d.items.len());
    for item in &d.items {
        line(out, style, &format!("  {}", subject(item)));
    }
}

/// `3. 社会保障和就业／…／行政运行 2080101（名词解释）`
pub(crate) fn subject(item: &SubjectItem) -> String {
    let names: Vec<&str> = item.names.iter().map(String::as_str).filter(|n| !n.is_empty()).collect();
    format!(
        "{} {}  {}{}",
        item.ordinal,
        names.join("／"),
        item.code.as_deref().unwrap_or("编码不明"),
        if item.glossary { "（名词解释）" } else { "" }
    )
}

fn claims(out: &mut String, d: &Disclosure, style: &Style) {
    title(out, style, "文字比较", d.claims.len());
    for c in &d.claims {
        let says = words::comparison(c.says);
        line(out, style, &format!("  {}  {} {says} {}  “{}”", words::place(&c.place), c.left, c.right, c.printed));
    }
}

fn performance(out: &mut String, d: &Disclosure, style: &Style) {
    if !d.forms.is_empty() {
        title(out, style, "绩效表格", d.forms.len());
    }
    for form in &d.forms {
        let _ = writeln!(
            out,
            "  {}",
            style.paint(BLUE, &style.ruler().cut(&clean(&forms::name(form)), style.width.saturating_sub(2)))
        );
        for (label, text) in forms::texts(form) {
            line(out, style, &format!("    {label}：{text}"));
        }
        grid(out, style, &forms::funds(form));
        grid(out, style, &forms::indicators(form));
    }
    if !d.evaluations.is_empty() {
        title(out, style, "绩效评价报告", d.evaluations.len());
    }
    for report in &d.evaluations {
        let name = format!("{}  {}", report.title.text, words::place(&report.title.place));
        let _ =
            writeln!(out, "  {}", style.paint(BLUE, &style.ruler().cut(&clean(&name), style.width.saturating_sub(2))));
        for (label, text) in forms::stated(report) {
            line(out, style, &format!("    {label}：{text}"));
        }
        grid(out, style, &forms::items(report));
    }
}

fn grid(out: &mut String, style: &Style, grid: &forms::Grid) {
    if grid.rows.is_empty() {
        return;
    }
    line(out, style, &format!("    {}", grid.heads.join(" | ")));
    for row in &grid.rows {
        line(out, style, &format!("    {}", row.join(" | ")));
    }
}

fn unread(out: &mut String, d: &Disclosure, style: &Style) {
    let rest: Vec<_> = d.figures.iter().filter(|f| !f.understood()).collect();
    title(out, style, "未读懂的数字", rest.len());
    for f in rest {
        line(out, style, &format!("  {}  {}（{}）", words::place(&f.place), f.text, f.reason));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::samples;

    #[test]
    fn a_reading_shows_every_part() {
        let d = samples::disclosure();
        let reading = Reading { file: "a.txt", sha256: "00", disclosure: &d };
        let text = render(&reading, &Style::default());
        for part in [
            "青禾市河湾区文化和旅游局",
            "    （一）“三公”经费  [三公总体]",
            "  表1 收入决算表  [final-income]  单位：万元  2行2列  1 个数字",
            "    18.26万元  第105行  三公经费  “18.26万元”",
            "  1. 社会保障和就业／行政运行  2080101",
            "大于",
            "  第12行  共有车辆12（不认识“库存”）",
            "  考试经费  [项目支出绩效自评表]  2024年度  第7行",
            "    实施单位：青禾市人事考试中心",
            "    资金 | 调整后预算 | 执行数",
            "    总额 | 10.00 | 8.00",
            "    一级指标 | 二级指标 | 三级指标 | 性质 | 指标值 | 完成值 | 得分",
            "    产出指标 | 数量指标 | 考试场次 | ≥ | 5 | 6 | 10",
            "    合计 |  |  |  |  |  | 98",
            "    分值设置：通用指标60分、个性指标40分",
            "    决策程序 | 绩效分析／项目决策 | 6 | 5.5 | 第9行",
            "共识别 4 个数字：读懂 3 个，未读懂 1 个",
        ] {
            assert!(text.contains(part), "{part} is not in\n{text}");
        }
    }

    #[test]
    fn lines_fit_the_width() {
        let d = samples::disclosure();
        let reading = Reading { file: "a.txt", sha256: "00", disclosure: &d };
        let style = Style { width: 40, ..Style::default() };
        for l in render(&reading, &style).lines() {
            assert!(style.ruler().text(l) <= 40, "{l}");
        }
    }
}
