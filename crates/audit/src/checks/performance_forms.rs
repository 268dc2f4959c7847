//! Forms of performance targets: the money adds up, to what the text says, and every target can be measured.

use super::build::{Draft, Spot};
use super::pattern::{group, range, re};
use super::scene::{Scene, Zone, is_han, plain};
use mingzhang_model::performance::{FormCell, Indicator, PerformanceForm};
use mingzhang_model::{Amount, Figure, Finding, Unit};

const RULE: &str = "performance-forms";

/// A labelled amount of a form.
struct Entry<'a> {
    figure: Figure,
    cell: &'a FormCell,
}

/// The money of one form.
struct Money<'a> {
    unit: Unit,
    /// 年度资金申请总额 with its parts.
    year: (Entry<'a>, Vec<Entry<'a>>),
    /// 项目资金总额 with its parts.
    project: Option<(Entry<'a>, Vec<Entry<'a>>)>,
}

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let mut forms = Vec::new();
    for form in &scene.d.forms {
        if let Some(money) = money(form) {
            balanced(scene, &money, out);
            forms.push(money);
        }
        targets(form, out);
    }
    told(scene, &forms, out);
}

fn money(form: &PerformanceForm) -> Option<Money<'_>> {
    // A total with the rows under it up to the next total; blank is nothing.
    let group = |total: &str, parts: &[&str]| {
        let names: Vec<String> = form.funds.iter().map(|f| plain(&f.label.text)).collect();
        let at = names.iter().position(|n| n == total)?;
        let entry = |i: usize| {
            let cell = form.funds.get(i)?.initial.as_ref()?;
            Some(Entry { figure: Figure::parse(&cell.text, form.money)?, cell })
        };
        let under = (at + 1..names.len()).take_while(|i| names.get(*i).is_some_and(|n| !n.ends_with("总额")));
        let under = under.filter(|i| names.get(*i).is_some_and(|n| parts.contains(&n.trim_start_matches("其中："))));
        Some((entry(at)?, under.filter_map(entry).collect()))
    };
    let year = group("年度资金申请总额", &["当年财政拨款", "上年结转资金", "其他资金"])?;
    Some(Money { unit: form.money, year, project: group("项目资金总额", &["财政资金", "其他资金"]) })
}

fn balanced(scene: &Scene<'_>, money: &Money<'_>, out: &mut Vec<Finding>) {
    let mut both = vec![("年度资金申请总额", "当年财政拨款＋上年结转资金＋其他资金", &money.year, 3)];
    if let Some(project) = &money.project {
        both.push(("项目资金总额", "财政资金＋其他资金", project, 2));
    }
    for (name, formula, (whole, parts), count) in both {
        if parts.len() != count {
            continue;
        }
        scene.compare_cells(parts.iter().chain([whole]).map(|e| e.cell));
        let sum = parts.iter().fold(Amount::ZERO, |s, p| s + p.figure.value);
        if sum == whole.figure.value {
            continue;
        }
        let larger = parts.iter().find(|p| p.figure.value.0 > whole.figure.value.0);
        let shown: Vec<String> = parts.iter().map(|p| p.figure.number()).collect();
        let draft = if larger.is_some() { Draft::error } else { Draft::warning };
        let wrong = larger.unwrap_or(whole);
        let mut draft = draft(RULE, "绩效目标表的资金加不起来")
            .say(format!("{name}{}与{formula}不符。", whole.figure.number()))
            .stated(wrong.cell.text.trim())
            .expected(if larger.is_some() {
                format!("不大于{}", whole.figure.number())
            } else {
                Figure::show(sum, money.unit, whole.figure.decimals())
            })
            .workings(format!(
                "{} = {} ≠ {}",
                shown.join(" + "),
                Figure::show(sum, money.unit, whole.figure.decimals()),
                whole.figure.number()
            ))
            .at(spot(wrong.cell));
        for other in parts.iter().chain([whole]).filter(|e| e.cell.place != wrong.cell.place) {
            draft = draft.witness(spot(other.cell));
        }
        out.push(draft.done());
    }
    if let Some((project, _)) = &money.project
        && money.year.0.figure.value.0 > project.figure.value.0
    {
        out.push(
            Draft::warning(RULE, "年度资金大于项目资金总额")
                .say(format!(
                    "年度资金申请总额{}大于项目资金总额{}。",
                    money.year.0.figure.number(),
                    project.figure.number()
                ))
                .stated(money.year.0.cell.text.trim())
                .at(spot(money.year.0.cell))
                .witness(spot(project.cell))
                .done(),
        );
    }
}

/// 编报绩效目标的项目5个，涉及项目预算资金3328.13万元 with just so many forms attached.
fn told(scene: &Scene<'_>, forms: &[Money<'_>], out: &mut Vec<Finding>) {
    let pattern = re!("编报绩效目标的项目共?([0-9]+)个，涉及(?:项目)?(?:预算)?(?:资金|金额)([0-9][0-9,.]*)万元");
    let found =
        scene.lines.iter().filter(|l| l.zone == Zone::Report).find_map(|l| pattern.groups(&l.text).map(|g| (l, g)));
    let Some((line, found)) = found else { return };
    let Some(stated) = Figure::parse(group(&found, 2), Unit::WanYuan) else { return };
    if forms.is_empty() || group(&found, 1).parse() != Ok(forms.len()) {
        return;
    }
    let sum = forms.iter().fold(Amount::ZERO, |s, f| s + f.year.0.figure.value);
    let steps = i64::try_from(forms.len().div_ceil(2)).unwrap_or(i64::MAX);
    if (sum - stated.value).abs().0 <= stated.step.0.saturating_mul(steps) {
        return;
    }
    let parts: Vec<String> = forms.iter().map(|f| Figure::show(f.year.0.figure.value, Unit::WanYuan, 2)).collect();
    let right = Figure::show(sum, Unit::WanYuan, 2);
    let mut draft = Draft::warning(RULE, "绩效目标表的金额与文字不符")
        .say(format!("文中说{}个项目涉及{stated}，所附{0}张表的年度资金申请总额合计{right}万元。", forms.len()))
        .stated(stated.to_string())
        .expected(format!("{right}万元"))
        .workings(format!("{} = {right}", parts.join(" + ")))
        .at(scene.spot(line, range(&found, 0)));
    for form in forms.iter().take(8) {
        draft = draft.witness(spot(form.year.0.cell));
    }
    out.push(draft.done());
}

/// A target that repeats a kind of measure and gives no value.
fn targets(form: &PerformanceForm, out: &mut Vec<Finding>) {
    let mut empty: Vec<&FormCell> = Vec::new();
    for Indicator { target: cell, name, .. } in &form.indicators {
        let text = plain(&cell.text);
        let named = text.ends_with(['率', '度']) && text.chars().count() <= 8 && text.chars().all(is_han);
        let said = text.contains([
            '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '全', '高', '低', '零', '无', '大', '小',
            '较', '提', '增', '升', '降', '显', '适', '进', '制', '年', '季', '月',
        ]) || text.chars().count() < 3;
        if named && !said {
            empty.push(cell);
        }
        let unit = re!("^[≥≤＞＜><=＝]?[0-9.]+（([^）]+)）$");
        let name = plain(&name.text);
        if let Some(found) = unit.groups(&text)
            && name.contains("满意")
            && !matches!(group(&found, 1), "%" | "分" | "‰" | "人" | "户" | "家" | "个" | "人次")
        {
            out.push(
                Draft::info(RULE, "满意度的单位")
                    .say(format!("“{name}”的指标值{text}，单位应当是%或分。"))
                    .stated(text.clone())
                    .expected("%")
                    .at(spot(cell))
                    .done(),
            );
        }
    }
    let Some(first) = empty.first() else { return };
    // A column of nothing else holds the names of the indicators.
    if empty.len() > 3 && empty.len() * 2 > form.indicators.len() {
        return;
    }
    let words: Vec<String> = empty.iter().map(|c| plain(&c.text)).collect();
    let mut draft = Draft::warning(RULE, "指标值没有目标值")
        .say(format!("{}个指标的指标值只写了“{}”，没有目标值，无法考核。", words.len(), words.join("”“")))
        .stated(words.join("、"))
        .expected("应有数值")
        .at(spot(first));
    for cell in empty.iter().skip(1).take(20) {
        draft = draft.witness(spot(cell));
    }
    out.push(draft.done());
}

fn spot(cell: &FormCell) -> Spot {
    Spot { quote: cell.text.clone(), place: cell.place.clone() }
}
