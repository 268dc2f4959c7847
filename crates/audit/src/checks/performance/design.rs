//! How the indicators are made: comparators, target values, grades, levels, weights.

use super::Sheet;
use crate::checks::build::Draft;
use crate::checks::scene::{Scene, plain};
use mingzhang_model::performance::{FormKind, Indicator};
use mingzhang_model::{Certainty, Finding};
use mingzhang_performance::score::Note;
use mingzhang_performance::{Comparator, Content, Fraction, IndicatorScore};

const COMPARATOR: &str = "performance-comparator";
const TARGET: &str = "performance-target-value";
const GRADE: &str = "performance-qualitative";
const LEVELS: &str = "performance-levels";
const WEIGHTS: &str = "performance-weights";

/// True for a rate that ought to be full: 合格率, but not 不合格率.
fn is_full_rate(sheet: &Sheet<'_>, i: &Indicator, row: &IndicatorScore) -> bool {
    // What stands in brackets says how it is measured.
    let name = plain(&i.name.text);
    let name = name.split('（').next().unwrap_or("");
    let found = sheet.review.full_rates.iter().find_map(|w| name.strip_suffix(w.as_str()));
    let adverse =
        |before: &str| sheet.review.adverse.iter().any(|a| before.ends_with(a.as_str()) || before.contains(a.as_str()));
    row.target.unit().base == "%" && found.is_some_and(|before| !adverse(before))
}

/// A rate that ought to be full and is kept below 100.
pub(super) fn reversed(sheet: &Sheet<'_>, i: &Indicator, row: &IndicatorScore) -> bool {
    row.comparator.is_some_and(Comparator::is_reverse)
        && (is_full_rate(sheet, i, row) || i.level1.text.contains("满意度") && row.target.unit().base == "%")
}

/// Comparators point the right way.
pub(crate) fn comparator(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for sheet in scene.sheets() {
        for (i, row) in sheet.rows() {
            let Some(comparator) = row.comparator else { continue };
            let target = format!("{}{}{}", comparator.sign(), i.target.text, unit(i));
            if reversed(sheet, i, row) {
                let right = if row.target.number() == Some(Fraction::whole(100)) { "＝" } else { "≥" };
                out.push(
                    Draft::warning(COMPARATOR, "指标性质方向相反")
                        .say(format!(
                            "{}的“{}”越高越好，指标性质却是“{}”，应为“{right}”。",
                            sheet.name(),
                            i.name.text,
                            comparator.sign()
                        ))
                        .stated(target)
                        .expected(format!("{right}{}{}", i.target.text, unit(i)))
                        .suggest(right, Some("comparator"), 80, 1)
                        .at(sheet.row(i))
                        .done(),
                );
                continue;
            }
            // ≥5天, and it took ≤5天.
            let own = row.actual.as_ref().and_then(|a| a.comparator);
            let against = own.is_some_and(|own| {
                comparator.is_positive() && own.is_reverse() || comparator.is_reverse() && own.is_positive()
            });
            if let (true, Some(actual), Some(own)) = (against, &i.actual, own) {
                out.push(
                    Draft::warning(COMPARATOR, "指标性质与完成值方向相反")
                        .say(format!(
                            "{}的“{}”目标是{target}，完成值却是{}，方向相反，有一处写错。",
                            sheet.name(),
                            i.name.text,
                            actual.text
                        ))
                        .stated(target)
                        .expected(format!("指标性质“{}”", own.sign()))
                        .suggest(own.sign(), Some("comparator"), 60, 1)
                        .at(sheet.row(i))
                        .done(),
                );
            }
        }
    }
}

fn unit(i: &Indicator) -> &str {
    i.unit.as_ref().map_or("", |u| u.text.as_str())
}

/// A rate that ought to be full with a target that lacks a nought.
pub(crate) fn target(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for sheet in scene.sheets() {
        for (i, row) in sheet.rows() {
            let least = matches!(row.comparator, Some(Comparator::Equal | Comparator::AtLeast | Comparator::Above));
            let Some(number) = row.target.number().filter(|_| least && is_full_rate(sheet, i, row)) else { continue };
            if number > Fraction::whole(20) || number.is_zero() {
                continue;
            }
            out.push(
                Draft::warning(TARGET, "指标值可疑")
                    .certainty(Certainty::Ask)
                    .say(format!(
                        "{}的“{}”指标值只有{}{}，这样的比率应接近100%，可能漏写了0。",
                        sheet.name(),
                        i.name.text,
                        i.target.text,
                        unit(i)
                    ))
                    .stated(format!("{}{}", i.target.text, unit(i)))
                    .expected("100%")
                    .suggest("100", Some("digit"), 60, 1)
                    .at(sheet.row(i))
                    .done(),
            );
        }
    }
}

/// A qualitative target is one grade, and has no unit.
pub(crate) fn qualitative(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for sheet in scene.sheets() {
        let name = sheet.name();
        for (i, row) in sheet.rows() {
            if row.notes.contains(&Note::TargetIsScale) || matches!(row.target.content, Content::Scale(_)) {
                out.push(
                    Draft::warning(GRADE, "定性指标的指标值是整个尺度")
                        .say(format!(
                            "{name}的“{}”指标值“{}”是整个等次尺度，没有目标，应写一个等次。",
                            i.name.text, i.target.text
                        ))
                        .stated(i.target.text.clone())
                        .expected("一个等次，如“优”")
                        .at(sheet.row(i))
                        .done(),
                );
            }
            let qualitative = row.comparator == Some(Comparator::Qualitative) && row.target.number().is_none();
            let Some(cell) = i.unit.as_ref().filter(|u| qualitative && !u.is_blank()) else { continue };
            if row.target.cell.is_none() {
                continue;
            }
            out.push(
                Draft::info(GRADE, "定性指标填了度量单位")
                    .say(format!("{name}的“{}”是定性指标，度量单位“{}”应当不填。", i.name.text, cell.text))
                    .stated(cell.text.clone())
                    .expected("（空白）")
                    .at(sheet.row(i))
                    .done(),
            );
        }
    }
}

/// Level-1 names are complete, level-2 names are the standard ones.
pub(crate) fn levels(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for sheet in scene.sheets() {
        let named = || sheet.form.indicators.iter().filter(|i| !i.name.is_blank());
        for i in named().filter(|i| i.prints.1) {
            second(scene, sheet, i, out);
        }
        let strays = strays(sheet);
        for (i, _) in &strays {
            out.push(
                Draft::warning(LEVELS, "成本指标列在满意度指标之下")
                    .say(format!(
                        "{}的“{}”以{}计，是成本指标，却列在“{}”之下，可能漏写了一级指标和二级指标。",
                        sheet.name(),
                        i.name.text,
                        unit(i),
                        plain(&i.level1.text)
                    ))
                    .stated(plain(&i.level1.text))
                    .expected("成本指标")
                    .suggest("成本指标", Some("name"), 80, 1)
                    .at(sheet.row(i))
                    .done(),
            );
        }
        let evaluated = sheet.form.kind == FormKind::ProjectSelfEvaluation;
        if !evaluated || sheet.form.heads.is_empty() || named().next().is_none() {
            continue;
        }
        let has = |level: &str| {
            let core = level.trim_end_matches("指标");
            named().any(|i| i.level1.text.contains(core))
        };
        let levels = sheet.profile.weights.levels.iter().map(|(l, _)| l.as_str());
        let absent: Vec<&str> = levels.filter(|l| !has(l) && (strays.is_empty() || !l.contains("成本"))).collect();
        let Some(first) = named().next() else { continue };
        if !absent.is_empty() {
            out.push(
                Draft::warning(LEVELS, "缺一级指标")
                    .certainty(Certainty::Ask)
                    .say(format!("{}没有{}，请核实是否应当设置。", sheet.name(), absent.join("、")))
                    .stated(absent.join("、"))
                    .expected(format!("设置{}，或说明原因", absent.join("、")))
                    .at(super::spot(&[&first.level1, &first.level2, &first.name]))
                    .done(),
            );
        }
    }
}

/// Rows of money under 满意度指标: the level of the row above was carried down to them.
fn strays<'s>(sheet: &'s Sheet<'_>) -> Vec<(&'s Indicator, &'s IndicatorScore)> {
    let money = |r: &IndicatorScore| r.target.unit().is_money(sheet.words);
    sheet.rows().filter(|(i, r)| i.level1.text.contains("满意度") && money(r)).collect()
}

fn second(scene: &Scene<'_>, sheet: &Sheet<'_>, i: &Indicator, out: &mut Vec<Finding>) {
    let (level1, level2) = (plain(&i.level1.text), plain(&i.level2.text));
    let level1 = level1.split('（').next().unwrap_or("");
    let spot = super::spot(&[&i.level1, &i.level2, &i.name]);
    let aliases = &sheet.review.second_names;
    // 成本指标 below 产出指标 is what the ministry's form of 2020 calls it.
    let here =
        |right: &str| level1.is_empty() || scene.catalog.performance.parent(right).is_none_or(|own| own == level1);
    if let Some((_, right)) = aliases.iter().find(|(wrong, right)| *wrong == level2 && here(right)) {
        let why = if level1 == level2 { "重复了一级指标的名称" } else { "不是规范名称" };
        out.push(
            Draft::info(LEVELS, "二级指标名称不规范")
                .say(format!("{}的二级指标“{level2}”{why}，规范名称是“{right}”。", sheet.name()))
                .stated(level2.clone())
                .expected(right.clone())
                .suggest(right.clone(), Some("name"), 90, 1)
                .at(spot)
                .done(),
        );
        return;
    }
    // A standard name under another level-1 name.
    let own = scene.catalog.performance.parent(&level2);
    if let Some(own) = own.filter(|own| !level1.is_empty() && *own != level1) {
        out.push(
            Draft::warning(LEVELS, "二级指标不属于这个一级指标")
                .say(format!("{}的“{}”列在“{level1}”之下，二级指标“{level2}”属于{own}。", sheet.name(), i.name.text))
                .stated(level2)
                .expected(own.to_owned())
                .at(spot)
                .done(),
        );
    }
}

/// Weights: those that are the same everywhere, and their sum.
pub(crate) fn weights(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for sheet in scene.sheets() {
        if sheet.form.total.is_some() {
            sum(sheet, out);
        } else {
            whole(scene, sheet, out);
        }
        let stray = !strays(sheet).is_empty();
        for level in sheet.scored.levels.iter().filter(|l| l.announced || l.fixed && !stray) {
            let Some(expected) = level.expected.filter(|e| *e != level.points) else { continue };
            // An overall form may weigh without the ten points of the execution.
            if !level.announced && sheet.form.kind != FormKind::ProjectSelfEvaluation {
                continue;
            }
            let rows: Vec<_> = sheet.rows().filter(|(i, _)| plain(&i.level1.text).starts_with(&level.name)).collect();
            let Some((first, _)) = rows.first() else { continue };
            let why = if level.announced { "表中写明" } else { "各地统一为" };
            let draft = if level.announced { Draft::error } else { Draft::warning };
            let mut draft = draft(WEIGHTS, "一级指标的分值与规定不同")
                .certainty(if level.announced { Certainty::Proven } else { Certainty::Ask })
                .say(format!("{}的{}分值合计{}分，{why}{expected}分，请核实。", sheet.name(), level.name, level.points))
                .stated(format!("{}{}", level.name.trim_end_matches("指标"), level.points))
                .expected(format!("{expected}分"))
                .at(sheet.row(first));
            for (i, _) in rows.iter().skip(1) {
                draft = draft.witness(sheet.row(i));
            }
            out.push(draft.done());
        }
    }
}

/// Forms without a total: all weights are the whole, or the whole without the points of the execution.
fn whole(scene: &Scene<'_>, sheet: &Sheet<'_>, out: &mut Vec<Finding>) {
    let rows: Vec<_> = sheet.rows().filter(|(i, _)| !i.name.is_blank()).collect();
    let points: Option<Vec<Fraction>> = rows.iter().map(|(_, r)| r.row.weight).collect();
    let Some(points) = points.filter(|p| p.len() > 1) else { return };
    let Some(sum) = points.into_iter().try_fold(Fraction::ZERO, Fraction::plus) else { return };
    let weights = &sheet.profile.weights;
    let full = Fraction::whole(weights.total);
    let without = Fraction::whole(weights.total.saturating_sub(weights.execution));
    scene.compare_cells(rows.iter().filter_map(|(i, _)| i.weight.as_ref()));
    if sum == full || sum == without && sheet.scored.execution.is_none() {
        return;
    }
    // The one level whose points make the difference.
    let off = |l: &&mingzhang_performance::score::LevelWeight| l.expected.is_some_and(|e| e != l.points);
    let levels: Vec<_> = sheet.scored.levels.iter().filter(off).collect();
    let culprit = match levels.as_slice() {
        [level] => {
            level.expected.and_then(|e| sum.minus(level.points)?.plus(e)).filter(|s| *s == without).map(|_| level)
        }
        _ => None,
    };
    let of = |i: &Indicator| culprit.is_some_and(|l| plain(&i.level1.text).starts_with(&l.name));
    let hint = culprit.and_then(|l| Some(format!("；{}合计{}，通常是{}", l.name, l.points, l.expected?)));
    let mut shown: Vec<_> = rows.iter().filter(|(i, _)| of(i)).collect();
    if shown.is_empty() {
        shown = rows.iter().collect();
    }
    let Some((first, _)) = shown.first() else { return };
    let allowed = if sheet.scored.execution.is_some() { full.to_string() } else { format!("{full}或{without}") };
    let mut draft = Draft::warning(WEIGHTS, "权重之和不对")
        .say(format!("{}各指标权重之和是{sum}，应是{allowed}{}。", sheet.name(), hint.unwrap_or_default()))
        .stated(sum.to_string())
        .expected(allowed)
        .at(sheet.row(first));
    for (i, _) in shown.iter().skip(1) {
        draft = draft.witness(sheet.row(i));
    }
    out.push(draft.done());
}

fn sum(sheet: &Sheet<'_>, out: &mut Vec<Finding>) {
    let rows = || sheet.form.indicators.iter().filter(|i| !i.name.is_blank());
    let (Some(weights), Some(total)) = (sheet.scored.total.weights, &sheet.form.total) else { return };
    let all = rows().all(|i| i.weight.as_ref().is_some_and(|w| !w.is_blank()));
    let printed = Fraction::parse(total.weight.text.trim().trim_end_matches(['%', '分'])).map(|(f, _)| f);
    let full = printed.unwrap_or(Fraction::whole(sheet.profile.weights.total));
    if !all || rows().next().is_none() || weights == full || sheet.scored.execution.is_none() {
        return;
    }
    let Some(spot) = sheet.total() else { return };
    let draft = if printed.is_some() { Draft::error } else { Draft::warning };
    out.push(
        draft(WEIGHTS, "权重之和不对")
            .say(format!("{}各行权重之和是{weights}，不是{full}。", sheet.name()))
            .stated(full.to_string())
            .expected(weights.to_string())
            .at(spot)
            .done(),
    );
}
