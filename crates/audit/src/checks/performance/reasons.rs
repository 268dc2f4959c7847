//! Reasons that are due: for a target missed, for a low rate of execution, for a budget that was adjusted.

use super::Sheet;
use crate::checks::build::Draft;
use crate::checks::scene::Scene;
use mingzhang_model::performance::{FundRow, Indicator};
use mingzhang_model::{Certainty, Finding};
use mingzhang_performance::{Fraction, IndicatorScore, Situation, Verdict};

const MISSED: &str = "performance-missed-reason";
const BUDGET: &str = "performance-budget-reason";

/// A target missed or points deducted, and why.
pub(crate) fn missed(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    unscored(scene, out);
    for sheet in scene.sheets().iter().filter(|s| s.is_account()) {
        for (indicator, row) in sheet.rows() {
            let Some(reason) = &indicator.reason else {
                asked(sheet, indicator, row, out);
                continue;
            };
            if !sheet.no_reason(Some(reason)) {
                continue;
            }
            let missed = row.situation.is_met() == Some(false);
            // A score that does not follow from the values is told as such.
            let deducted = row.row.verdict.is_accepted() && row.row.printed < row.row.weight;
            let own = row.row.verdict == Verdict::Differs || super::actuals::is_share(sheet, indicator);
            // Spending less than a sum that should have been a limit.
            let saved = super::scores::is_saving(sheet, indicator, row);
            if !missed && !deducted || own || saved || super::scores::proposal_of(sheet, indicator) {
                continue;
            }
            let actual = row.actual.as_ref().map_or("", |a| a.text.as_str());
            let score = match row.row.printed {
                Some(p) => format!("得{p}分"),
                None => "没有得分".to_owned(),
            };
            let sign = row.comparator.map_or("", |c| c.sign());
            let what = if missed { "没有达到目标" } else { "扣了分" };
            out.push(
                Draft::warning(MISSED, "没有完成或扣了分，没有说明原因")
                    .say(format!(
                        "{}的“{}”目标{sign}{}，完成值{actual}，{score}，{what}，未完成原因分析空白。",
                        sheet.name(),
                        indicator.name.text,
                        indicator.target.text
                    ))
                    .stated(actual)
                    .expected("未完成原因分析")
                    .at(sheet.row(indicator))
                    .done(),
            );
        }
    }
}

/// A form without a place for reasons: a target missed is asked about.
fn asked(sheet: &Sheet<'_>, indicator: &Indicator, row: &IndicatorScore, out: &mut Vec<Finding>) {
    if row.situation.is_met() != Some(false) || row.row.verdict == Verdict::Differs {
        return;
    }
    let actual = row.actual.as_ref().map_or("", |a| a.text.as_str());
    let sign = row.comparator.map_or("", |c| c.sign());
    out.push(
        Draft::info(MISSED, "目标没有达到")
            .say(format!(
                "{}的“{}”目标{sign}{}，完成值{actual}，没有达到目标；表中没有说明原因的一栏，请核对，并在报告中说明。",
                sheet.name(),
                indicator.name.text,
                indicator.target.text
            ))
            .stated(actual)
            .expected("核对指标值和完成值，或说明原因")
            .at(sheet.row(indicator))
            .done(),
    );
}

/// A rate below the limit, and a budget that was adjusted, have their reasons.
pub(crate) fn budget(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for sheet in scene.sheets().iter().filter(|s| s.is_account()) {
        let Some(fund) = sheet.whole() else { continue };
        let Some(reason) = &fund.reason else { continue };
        rate(sheet, fund, out);
        let (Some(from), Some(to)) = (sheet.money(fund.initial.as_ref()), sheet.money(fund.adjusted.as_ref())) else {
            continue;
        };
        if from.value == to.value {
            continue;
        }
        let silent = sheet.no_reason(Some(reason));
        let explained = sheet.review.adjustment.iter().any(|w| reason.text.contains(w.as_str()));
        if !silent && explained {
            continue;
        }
        let why = match () {
            () if reason.is_blank() => "原因空白",
            () if sheet.says_nothing(reason) => "原因一格还是填表说明的文字",
            () if silent => "原因一格没有说明调整的原因",
            () => "所填原因没有说到预算调整",
        };
        let draft = if silent { Draft::warning } else { Draft::info };
        let mut draft = draft(BUDGET, "预算调整没有说明原因")
            .certainty(if silent { Certainty::Likely } else { Certainty::Ask })
            .say(format!(
                "{}的预算由年初{}调整为{}，{why}；年中发生预算调整的应单独说明。",
                sheet.name(),
                from.number(),
                to.number()
            ))
            .stated(format!("{} → {}", from.number(), to.number()))
            .expected("预算调整的原因")
            .at(sheet.fund(fund));
        if !reason.is_blank() {
            draft = draft.witness(super::at(reason));
        }
        out.push(draft.done());
    }
}

fn rate(sheet: &Sheet<'_>, fund: &FundRow, out: &mut Vec<Finding>) {
    let basis = sheet.profile.execution.basis;
    let Some((exact, _)) = mingzhang_performance::score::rate(fund, sheet.form.money, basis) else { return };
    let limit = sheet.profile.execution.reason_below;
    if exact >= Fraction::percent(limit) || !sheet.no_reason(fund.reason.as_ref()) {
        return;
    }
    let printed = fund.rate.as_ref().map(|c| c.text.trim().to_owned()).unwrap_or_default();
    out.push(
        Draft::warning(BUDGET, "预算执行率低而没有说明原因")
            .say(format!("{}的预算执行率{printed}低于{limit}%，没有说明原因。", sheet.name()))
            .stated(printed)
            .expected("执行率低的原因")
            .at(sheet.fund(fund))
            .done(),
    );
}

/// Forms without scores: a limit that was passed asks for its reason.
fn unscored(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for sheet in scene.sheets().iter().filter(|s| s.is_account()) {
        for (indicator, row) in sheet.rows() {
            let open = indicator.score.is_none() && indicator.reason.is_none() && row.row.verdict == Verdict::Unscored;
            let (Some(actual), true) = (&indicator.actual, open) else { continue };
            if row.situation != Situation::Missed && row.situation != Situation::BoundExceeded {
                continue;
            }
            let sign = row.comparator.map_or("", |c| c.sign());
            out.push(
                // The form has no room for a reason: to be asked, not a mistake of the form.
                Draft::info(MISSED, "没有达到目标")
                    .say(format!(
                        "{}的“{}”目标{sign}{}，实际{}，没有达到，应说明原因。",
                        sheet.name(),
                        indicator.name.text,
                        indicator.target.text,
                        actual.text
                    ))
                    .stated(actual.text.clone())
                    .expected(format!("{sign}{}，或说明原因", indicator.target.text))
                    .at(sheet.row(indicator))
                    .done(),
            );
        }
    }
}
