//! Actual values: their unit, strict bounds, what exceeds a target by far.

use super::Sheet;
use super::scores::proposal;
use crate::checks::build::Draft;
use crate::checks::scene::Scene;
use mingzhang_model::performance::Indicator;
use mingzhang_model::{Certainty, Finding, Severity};
use mingzhang_performance::score::{Field, Note};
use mingzhang_performance::{Fraction, IndicatorScore};

const UNIT: &str = "performance-actual-unit";
const STRICT: &str = "performance-strict-bound";
const OVER: &str = "performance-over-target";

/// The actual value is in the unit of the target.
pub(crate) fn unit(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for sheet in scene.sheets().iter().filter(|s| s.is_account()) {
        let shares = shares(sheet);
        for n in &shares {
            if let Some((indicator, row)) = sheet.rows().nth(*n) {
                // Two counts may both be a hundred by chance; a hundredth month cannot be.
                let sure = shares.len() > 2 || sheet.scored.indicators.iter().any(impossible);
                out.push(share(sheet, indicator, row, sure));
            }
        }
        for (n, (indicator, row)) in sheet.rows().enumerate() {
            if shares.contains(&n) {
                continue;
            }
            if let Some(fix) = proposal(sheet, Field::Actual(n)).filter(|p| p.reason.contains("倍")) {
                let severity = match super::cost::spent(sheet) {
                    // The amount executed speaks for the value as printed.
                    Some((true, _)) => continue,
                    Some((_, true)) => Severity::Error,
                    _ if fix.reason.contains("执行数") => Severity::Error,
                    _ => Severity::Warning,
                };
                out.push(
                    Draft::of(severity, UNIT, "完成值的数量级与指标值不符")
                        .certainty(Certainty::Likely)
                        .say(format!(
                            "{}的“{}”指标值{}{}，完成值却是{}：{}。",
                            sheet.name(),
                            indicator.name.text,
                            indicator.target.text,
                            unit_text(indicator),
                            fix.from,
                            fix.reason
                        ))
                        .stated(format!("{}{}", fix.from, unit_text(indicator)))
                        .expected(fix.to.clone())
                        .suggest(fix.to.clone(), Some("magnitude"), 90, 2)
                        .at(sheet.row(indicator))
                        .done(),
                );
            } else if row.notes.contains(&Note::UnitsDiffer)
                && let Some(actual) = &indicator.actual
            {
                out.push(
                    Draft::error(UNIT, "完成值的单位与指标值不同")
                        .certainty(Certainty::Likely)
                        .say(format!(
                            "{}的“{}”指标值是{}{}，完成值却是{}，单位不同，有一处写错。",
                            sheet.name(),
                            indicator.name.text,
                            indicator.target.text,
                            unit_text(indicator),
                            actual.text
                        ))
                        .stated(actual.text.clone())
                        .expected(format!("与指标值相同的单位“{}”", row.target.unit().base))
                        .at(super::at(actual))
                        .witness(sheet.row(indicator))
                        .done(),
                );
            }
        }
    }
}

fn unit_text(i: &Indicator) -> &str {
    i.unit.as_ref().map_or("", |u| u.text.as_str())
}

/// Rows of counts and months whose actual value is a share: 100 in each of them whatever the target, or a hundredth month.
pub(super) fn shares(sheet: &Sheet<'_>) -> Vec<usize> {
    let hundred = |r: &IndicatorScore| {
        let counted =
            !r.target.unit().is_none() && r.target.unit().base != "%" && !r.target.unit().is_money(sheet.words);
        let value = r.actual.as_ref().and_then(|a| a.number());
        let far = r.target.number().is_some_and(|t| {
            t != Fraction::whole(100) && t.times(Fraction::whole(5)).is_some_and(|most| most <= Fraction::whole(100))
        });
        counted && value == Some(Fraction::whole(100)) && (far || impossible(r))
    };
    let rows: Vec<usize> =
        sheet.scored.indicators.iter().enumerate().filter(|(_, r)| hundred(r)).map(|(n, _)| n).collect();
    let month = rows.iter().any(|n| sheet.scored.indicators.get(*n).is_some_and(impossible));
    if month || rows.len() > 1 { rows } else { Vec::new() }
}

/// True if the actual value of an indicator is told to be a share.
pub(super) fn is_share(sheet: &Sheet<'_>, indicator: &Indicator) -> bool {
    shares(sheet).iter().any(|n| sheet.form.indicators.get(*n).is_some_and(|i| std::ptr::eq(i, indicator)))
}

/// A month beyond the twelfth where the target is a month of the year.
fn impossible(r: &IndicatorScore) -> bool {
    let twelve = Fraction::whole(12);
    let (actual, target) = (r.actual.as_ref().and_then(|a| a.number()), r.target.number());
    r.target.unit().base == "月" && target.is_some_and(|t| t <= twelve) && actual.is_some_and(|a| a > twelve)
}

fn share(sheet: &Sheet<'_>, i: &Indicator, row: &IndicatorScore, sure: bool) -> Finding {
    let actual = row.actual.as_ref().map_or("", |a| a.text.as_str());
    let draft = if sure { Draft::error } else { Draft::warning };
    draft(UNIT, "完成值填成了百分比")
        .certainty(Certainty::Likely)
        .say(format!(
            "{}的“{}”指标值是{}{}，完成值却填{actual}，像是完成百分比，应填实际的{}数。",
            sheet.name(),
            i.name.text,
            i.target.text,
            unit_text(i),
            unit_text(i)
        ))
        .stated(actual)
        .expected(format!("实际的{}数", unit_text(i)))
        .at(sheet.row(i))
        .done()
}

/// ＞ and ＜ are not met by the bound itself.
pub(crate) fn strict(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for sheet in scene.sheets().iter().filter(|s| s.is_account()) {
        for (indicator, row) in sheet.rows().filter(|(_, r)| r.notes.contains(&Note::StrictAtBound)) {
            // 资金使用合规率＜100: the comparator itself is wrong, and told.
            if super::design::reversed(sheet, indicator, row) {
                continue;
            }
            let full = row.row.printed.is_some() && row.row.printed == row.row.weight;
            // Whoever writes ＜12月 means by the end of December.
            let deadline = row.target.unit().is_deadline(sheet.words);
            let severity = if deadline || !full { Severity::Info } else { Severity::Warning };
            let sign = row.comparator.map_or("", |c| c.sign());
            let open = if sign == "＞" { "≥" } else { "≤" };
            let actual = row.actual.as_ref().map_or("", |a| a.text.as_str());
            let (target, unit) = (&indicator.target.text, unit_text(indicator));
            out.push(
                Draft::of(severity, STRICT, "恰好等于界限，没有达到严格的目标")
                    .say(format!(
                        "{}的“{}”要求{sign}{target}{unit}，完成值{actual}恰好等于界限，并没有{}，得分却是{}；本意多半是“{open}”。",
                        sheet.name(),
                        indicator.name.text,
                        if sign == "＞" { "超过" } else { "低于" },
                        row.row.printed.map(|p| p.to_string()).unwrap_or_default()
                    ))
                    .stated(format!("{sign}{target}{unit}，完成值{actual}"))
                    .expected(format!("指标性质改为“{open}”，或说明没有达到"))
                    .suggest(open, Some("comparator"), 60, 1)
                    .at(sheet.row(indicator))
                    .done(),
            );
        }
    }
}

/// What exceeds a target by far has its reason.
pub(crate) fn over(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for sheet in scene.sheets().iter().filter(|s| s.is_account()) {
        let shares = shares(sheet);
        for (n, (indicator, row)) in sheet.rows().enumerate() {
            let told = shares.contains(&n) || proposal(sheet, Field::Actual(n)).is_some();
            if !told && row.notes.contains(&Note::FarBelowBound) && sheet.no_reason(indicator.reason.as_ref()) {
                out.extend(saved(sheet, indicator, row));
                continue;
            }
            if told || !row.notes.contains(&Note::OverFulfilled) || !sheet.no_reason(indicator.reason.as_ref()) {
                continue;
            }
            let (Some(actual), Some(target)) = (row.actual.as_ref().and_then(|a| a.amount()), row.target.amount())
            else {
                continue;
            };
            let share = actual.over(target).and_then(|s| s.times(Fraction::whole(100)));
            let share = share.map(|s| s.fixed(0)).unwrap_or_default();
            let executed = sheet.whole().and_then(|f| sheet.money(f.executed.as_ref())).and_then(super::value);
            let money = row.target.unit().is_money(sheet.words);
            // A bound of money that was not moved with the budget.
            let stale = money && executed.is_some_and(|e| close(e, actual));
            let advice = if stale {
                "完成值就是预算执行数，指标值没有随预算调整"
            } else {
                "应说明原因，或把指标值定得切合实际"
            };
            let shown = row.actual.as_ref().map_or("", |a| a.text.as_str());
            // Where the form has no place for reasons, none is owed in it.
            let draft = if indicator.reason.is_some() { Draft::warning } else { Draft::info };
            let draft = draft(OVER, "完成值大大超过指标值而没有说明原因")
                .say(format!(
                    "{}的“{}”完成值{shown}是指标值{}的{share}%，超过{}%，{advice}。",
                    sheet.name(),
                    indicator.name.text,
                    indicator.target.text,
                    sheet.profile.over.factor
                ))
                .stated(format!("{shown}，是指标值{}的{share}%", indicator.target.text))
                .expected(if stale { "按调整后的预算定指标值" } else { "超额完成的原因" })
                .workings(format!("{shown}÷{}＝{share}%", indicator.target.text))
                .at(sheet.row(indicator));
            let draft = match sheet.whole().filter(|_| stale) {
                Some(fund) => draft.witness(sheet.fund(fund)),
                None => draft,
            };
            out.push(draft.done());
        }
    }
}

/// A cost far below its bound: well saved, or a bound set without care.
fn saved(sheet: &Sheet<'_>, i: &Indicator, row: &IndicatorScore) -> Option<Finding> {
    let (actual, target) = (row.actual.as_ref()?, row.target.amount()?);
    let share = actual.amount()?.over(target)?.times(Fraction::whole(100))?.fixed(0);
    // What was not spent at all is told where scores and reasons are.
    if actual.amount()?.is_zero() {
        return None;
    }
    Some(
        Draft::info(OVER, "成本大大低于上限而没有说明原因")
            .say(format!(
                "{}的“{}”完成值{}只是指标值{}的{share}%，低于{}%；请核对，或说明怎样节约的。",
                sheet.name(),
                i.name.text,
                actual.text,
                i.target.text,
                sheet.profile.over.saving
            ))
            .stated(format!("{}，是指标值{}的{share}%", actual.text, i.target.text))
            .expected("核对指标值和完成值，或说明原因")
            .workings(format!("{}÷{}＝{share}%", actual.text, i.target.text))
            .at(sheet.row(i))
            .done(),
    )
}

/// Equal but for the rounding of 万元 with two decimals.
pub(super) fn close(a: Fraction, b: Fraction) -> bool {
    let gap = if a > b { a.minus(b) } else { b.minus(a) };
    gap.is_some_and(|g| g <= Fraction::whole(50))
}
