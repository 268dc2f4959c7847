//! The form of one project printed twice, as in the text of a report and in the workbook that goes with it.

use super::{at, spot};
use crate::checks::build::Draft;
use crate::checks::scene::{Scene, plain};
use mingzhang_model::performance::{FormCell, PerformanceForm};
use mingzhang_model::{Figure, Finding, Unit};

const RULE: &str = "performance-form-twice";

/// True if both are the form of one project, year and unit for one purpose.
pub(super) fn same(a: &PerformanceForm, b: &PerformanceForm) -> bool {
    let or_blank = |x: &FormCell, y: &FormCell| x.is_blank() || y.is_blank() || plain(&x.text) == plain(&y.text);
    let named = plain(&a.name.text).chars().count() >= 4 && plain(&a.name.text) == plain(&b.name.text);
    a.kind == b.kind
        && a.year.zip(b.year).is_none_or(|(x, y)| x == y)
        && or_blank(&a.unit, &b.unit)
        && (named || (!a.code.is_empty() && a.code == b.code))
}

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let forms = &scene.d.forms;
    for (n, b) in forms.iter().enumerate() {
        let Some(a) = forms.iter().take(n).find(|a| same(a, b)) else { continue };
        let pairs = pairs(a, b);
        let other: Vec<_> = pairs.iter().filter(|(_, x, y)| differ(x, y)).collect();
        let Some((what, x, y)) = other.first() else { continue };
        let listed: Vec<String> =
            other.iter().take(3).map(|(what, x, y)| format!("{what}一处是{}、一处是{}", x.text, y.text)).collect();
        let more = if other.len() > 3 { format!("等{}处", other.len()) } else { String::new() };
        // Forms that have hardly a figure in common are of two things under one name.
        let draft = if other.len() * 3 <= pairs.len() { Draft::error } else { Draft::warning };
        out.push(
            draft(RULE, "同一项目的绩效表两处不同")
                .certainty(mingzhang_model::Certainty::Proven)
                .say(format!(
                    "“{}”的绩效表印了两处，数字不同：{}{more}；请核实以哪一处为准。",
                    a.name.text,
                    listed.join("；")
                ))
                .stated(y.text.clone())
                .expected(format!("两处一致（{what}另一处为{}）", x.text))
                .at(at(y))
                .witness(at(x))
                .witness(spot(&[&a.name]))
                .done(),
        );
    }
}

/// Cells of both forms that say the same thing, with what it is.
fn pairs<'a>(a: &'a PerformanceForm, b: &'a PerformanceForm) -> Vec<(String, &'a FormCell, &'a FormCell)> {
    let mut out: Vec<(String, &FormCell, &FormCell)> = Vec::new();
    let mut put = |what: String, x: Option<&'a FormCell>, y: Option<&'a FormCell>| {
        if let Some((x, y)) = x.zip(y) {
            out.push((what, x, y));
        }
    };
    for (f, g) in matched(&a.funds, &b.funds, |f| plain(&f.label.text)) {
        let label = &f.label.text;
        put(format!("{label}的年初预算"), f.initial.as_ref(), g.initial.as_ref());
        put(format!("{label}的调整后预算"), f.adjusted.as_ref(), g.adjusted.as_ref());
        put(format!("{label}的执行数"), f.executed.as_ref(), g.executed.as_ref());
        put(format!("{label}的执行率"), f.rate.as_ref(), g.rate.as_ref());
        put(format!("{label}的得分"), f.score.as_ref(), g.score.as_ref());
    }
    let key = |name: &FormCell, level: &FormCell| format!("{}/{}", plain(&level.text), plain(&name.text));
    for (i, j) in matched(&a.indicators, &b.indicators, |i| key(&i.name, &i.level2)) {
        let name = &i.name.text;
        put(format!("{name}的指标值"), Some(&i.target), Some(&j.target));
        put(format!("{name}的完成值"), i.actual.as_ref(), j.actual.as_ref());
        put(format!("{name}的权重"), i.weight.as_ref(), j.weight.as_ref());
        put(format!("{name}的得分"), i.score.as_ref(), j.score.as_ref());
    }
    if let Some((t, u)) = a.total.as_ref().zip(b.total.as_ref()) {
        put("合计得分".to_owned(), Some(&t.score), Some(&u.score));
    }
    out
}

/// Rows of one name, where the name is given to one row in each.
fn matched<'a, T>(a: &'a [T], b: &'a [T], name: impl Fn(&T) -> String) -> Vec<(&'a T, &'a T)> {
    let only = |rows: &'a [T], wanted: &str| {
        let mut found = rows.iter().filter(|r| name(r) == wanted);
        found.next().filter(|_| found.next().is_none())
    };
    let pair = |x: &'a T| {
        let wanted = name(x);
        Some((only(a, &wanted)?, only(b, &wanted)?))
    };
    a.iter().filter_map(pair).collect()
}

/// Two numbers that are no roundings of one; words and units may be put differently.
fn differ(x: &FormCell, y: &FormCell) -> bool {
    let parts = |c: &FormCell| -> Option<(Figure, String)> {
        let text = plain(&c.text);
        let digit = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
        let from = text.find(digit)?;
        let (before, rest) = text.split_at(from);
        let end = rest.find(|c: char| !digit(c)).unwrap_or(rest.len());
        let (number, unit) = rest.split_at(end);
        // 2023年12月 and 1-2次 are no one number.
        if unit.contains(|c: char| c.is_ascii_digit()) {
            return None;
        }
        Some((Figure::parse(number, Unit::Yuan)?, format!("{before}{unit}")))
    };
    let (Some((f, a)), Some((g, b))) = (parts(x), parts(y)) else { return false };
    (a == b || a.is_empty() || b.is_empty()) && !f.interval().overlaps(g.interval())
}
