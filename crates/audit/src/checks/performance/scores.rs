//! The scores of the indicators and the total.

use super::Sheet;
use crate::checks::build::Draft;
use crate::checks::scene::Scene;
use mingzhang_model::performance::Indicator;
use mingzhang_model::{Finding, Severity};
use mingzhang_performance::score::{Field, Note, Proposal, TotalVerdict};
use mingzhang_performance::{Comparator, Fraction, IndicatorScore, Verdict};

const ROW: &str = "performance-row-score";
const TOTAL: &str = "performance-total";
const BLANK: &str = "performance-no-actual";

/// Every score follows from target, actual value and weight.
pub(crate) fn rows(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for sheet in scene.sheets().iter().filter(|s| s.is_account()) {
        for (n, (indicator, row)) in sheet.rows().enumerate() {
            let cells = [&indicator.actual, &indicator.weight, &indicator.score].into_iter().flatten();
            if row.row.range.is_some() {
                scene.compare_cells(cells.chain([&indicator.target]));
            }
            if row.row.verdict != Verdict::Differs {
                continue;
            }
            // What is wrong is the value: told there.
            if let Some(proposal) = proposal(sheet, Field::Actual(n)) {
                if !proposal.reason.contains("倍") {
                    out.push(strayed(sheet, indicator, row, proposal));
                }
                continue;
            }
            out.push(differs(sheet, n, indicator, row));
        }
    }
}

pub(super) fn proposal<'s>(sheet: &'s Sheet<'_>, field: Field) -> Option<&'s Proposal> {
    sheet.scored.proposals.iter().find(|p| p.field == field)
}

/// A value that belongs to another row.
fn strayed(sheet: &Sheet<'_>, i: &Indicator, row: &IndicatorScore, proposal: &Proposal) -> Finding {
    let score = row.row.printed.map(|p| p.to_string()).unwrap_or_default();
    let draft = Draft::error(ROW, "完成值填成了别行的值")
        .say(format!(
            "{}的“{}”完成值{}得{score}分，与指标值{}不符：{}，应为{}。",
            sheet.name(),
            i.name.text,
            proposal.from,
            i.target.text,
            proposal.reason,
            proposal.to
        ))
        .stated(format!("{}（得分{score}）", proposal.from))
        .expected(proposal.to.clone())
        .suggest(proposal.to.clone(), Some("stray-value"), 90, 2)
        .workings(row.row.derivation.clone())
        .at(sheet.row(i));
    match sheet.whole() {
        Some(fund) => draft.witness(sheet.fund(fund)).done(),
        None => draft.done(),
    }
}

fn differs(sheet: &Sheet<'_>, n: usize, i: &Indicator, row: &IndicatorScore) -> Finding {
    let printed = row.row.printed.unwrap_or(Fraction::ZERO);
    let places = sheet.profile.rounding.places;
    let right = row.row.expected.map(|e| e.rounded(places));
    let met = row.situation.is_met() == Some(true);
    let (severity, why) = severity(sheet, i, row, printed);
    let mut say = format!(
        "{}的“{}”得分{printed}与计分规则不符：{}{}",
        sheet.name(),
        i.name.text,
        row.row.derivation,
        if met && printed < row.row.weight.unwrap_or(printed) { "，目标已经达到" } else { "" }
    );
    say.push_str(why);
    if row.situation.is_met() == Some(false) && i.reason.is_some() && sheet.no_reason(i.reason.as_ref()) {
        say.push_str("；未完成原因也空白");
    }
    let fix = proposal(sheet, Field::Score(n));
    if let Some(fix) = fix {
        say.push_str(&format!("；{}", fix.reason));
    }
    let mut draft = Draft::of(severity, ROW, "指标得分与完成情况不符")
        .say(format!("{say}。"))
        .stated(printed.to_string())
        .workings(row.row.derivation.clone())
        .at(sheet.row(i));
    if let Some(right) = right {
        let sure = if severity == Severity::Error { 90 } else { 60 };
        draft = draft.expected(right.to_string()).suggest(right.to_string(), None, sure, 1 + u32::from(fix.is_some()));
    }
    if let (Some(_), Some(total)) = (fix, sheet.total()) {
        draft = draft.witness(total);
    }
    draft.done()
}

/// A cost below the sum that was planned.
pub(super) fn is_saving(sheet: &Sheet<'_>, i: &Indicator, row: &IndicatorScore) -> bool {
    let (actual, target) = (row.actual.as_ref().and_then(|a| a.amount()), row.target.amount());
    let cost = i.level1.text.contains("成本") || row.target.unit().is_money(sheet.words);
    row.comparator == Some(Comparator::Equal) && cost && actual.zip(target).is_some_and(|(a, t)| a < t)
}

/// How sure it is that a score is wrong, and the reading that would explain it.
fn severity(sheet: &Sheet<'_>, i: &Indicator, row: &IndicatorScore, printed: Fraction) -> (Severity, &'static str) {
    let weight = row.row.weight.unwrap_or(printed);
    let (actual, target) = (row.actual.as_ref().and_then(|a| a.amount()), row.target.amount());
    let ratio = actual.zip(target).and_then(|(a, t)| a.over(t)).and_then(|r| r.times(weight));
    let fits = |points: Option<Fraction>| points.is_some_and(|p| (0..=2).any(|n| p.rounded(n) == printed));
    let rate = sheet.scored.execution.as_ref().and_then(|(_, e)| e.expected?.over(e.weight?)?.times(weight));
    let below = row.comparator.is_some_and(Comparator::is_reverse) && actual.zip(target).is_some_and(|(a, t)| a < t);
    let reasoned = !sheet.no_reason(i.reason.as_ref());
    let money = i.level1.text.contains("成本") || row.target.unit().is_money(sheet.words);
    match () {
        // Nothing was bought, and why is told: whether that saves or misses is a matter of view.
        () if below && reasoned && actual.is_some_and(Fraction::is_zero) => {
            (Severity::Info, "；没有发生的可以写明不适用")
        }
        () if below && !money && fits(ratio) => (Severity::Warning, "；按完成比例计分，指标性质多半应为“≥”"),
        () if below && (fits(ratio) || fits(rate)) => {
            (Severity::Warning, "；按支出与上限之比计分，是把节约当成了未完成")
        }
        () if is_saving(sheet, i, row) => (Severity::Warning, "；成本的指标性质多半应为“≤”"),
        () if below && reasoned => (Severity::Warning, "；所填原因不影响按规则计分"),
        () if row.notes.contains(&Note::OverFulfilled) && row.row.expected.is_some_and(|e| printed < e) => {
            (Severity::Warning, "；因超额完成而扣分的，应说明依据")
        }
        () if row.row.expected.is_some_and(|e| printed < e) && (reasoned || row.situation.is_met() == Some(false)) => {
            (Severity::Warning, "；另有评分标准的应说明")
        }
        () => {
            let Some(expected) = row.row.expected else { return (Severity::Warning, "") };
            let gap = if printed > expected { printed.minus(expected) } else { expected.minus(printed) };
            let near = printed.has_places(0) && gap.is_some_and(|g| g < Fraction::ONE);
            if near {
                (Severity::Warning, "；只差不到1分，取整掩盖了差别")
            } else {
                (Severity::Error, "")
            }
        }
    }
}

/// Scores where no actual value is.
pub(crate) fn without_actual(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for sheet in scene.sheets().iter().filter(|s| s.is_account()) {
        let given =
            |r: &IndicatorScore| r.row.verdict == Verdict::WithoutActual && r.row.printed.is_some_and(|p| !p.is_zero());
        let rows: Vec<_> = sheet.rows().filter(|(_, r)| given(r)).collect();
        let Some((first, _)) = rows.first() else { continue };
        // A lump where the rows should be is told as such.
        if rows.iter().all(|(i, _)| i.name.is_blank()) {
            continue;
        }
        let points = rows.iter().filter_map(|(_, r)| r.row.printed).try_fold(Fraction::ZERO, Fraction::plus);
        let points = points.map(|p| p.to_string()).unwrap_or_default();
        let mut draft = Draft::error(BLANK, "没有完成值却有得分")
            .say(format!("{}有{}个指标完成值空白却共得{points}分，没有完成值不能计分。", sheet.name(), rows.len()))
            .stated(format!("{}个指标没有完成值", rows.len()))
            .expected("先填完成值，再计得分")
            .at(sheet.row(first));
        for (i, _) in rows.iter().skip(1) {
            draft = draft.witness(sheet.row(i));
        }
        out.push(draft.done());
    }
}

/// The total is there and is the sum of the rows.
pub(crate) fn total(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for sheet in scene.sheets().iter().filter(|s| s.is_account()) {
        if bare(sheet, out) || unscored(scene, sheet, out) {
            continue;
        }
        let total = &sheet.scored.total;
        let Some(spot) = sheet.total() else { continue };
        let scores = sheet.form.indicators.iter().filter_map(|i| i.score.as_ref());
        let scores = scores.chain(sheet.whole().and_then(|f| f.score.as_ref()));
        scene.compare_cells(scores.chain(sheet.form.total.as_ref().map(|t| &t.score)));
        let blank_execution = sheet.scored.execution.as_ref().is_some_and(|(_, r)| r.verdict == Verdict::Blank);
        match total.verdict {
            TotalVerdict::Blank if blank_execution => {}
            TotalVerdict::Blank => {
                let right = total.sum.to_string();
                let mut draft = Draft::error(TOTAL, "合计得分空白")
                    .say(format!("{}的合计得分空白，各行得分之和为{right}。", sheet.name()))
                    .stated("（空白）")
                    .expected(right.clone())
                    .suggest(right, None, 90, 1)
                    .workings(total.derivation.clone())
                    .at(spot);
                if !sheet.form.conclusion.is_blank() {
                    draft = draft.witness(super::at(&sheet.form.conclusion));
                }
                out.push(draft.done());
            }
            // One cause, told at its row.
            TotalVerdict::Differs
                if super::funds::lacks_execution(sheet)
                    || sheet.scored.proposals.iter().any(|p| matches!(p.field, Field::Score(_) | Field::Execution)) => {
            }
            TotalVerdict::Differs => {
                let printed = total.printed.map(|p| p.to_string()).unwrap_or_default();
                let right = total.sum.to_string();
                // Where a row could not be read for sure, the sum is not sure either.
                let draft = if sheet.form.problems_read.is_empty() { Draft::error } else { Draft::warning };
                let mut draft = draft(TOTAL, "合计得分不是各行之和")
                    .say(format!("{}的合计得分{printed}与各行得分之和{right}不符。", sheet.name()))
                    .stated(printed)
                    .expected(right.clone())
                    .suggest(right, None, 80, 1)
                    .workings(total.derivation.clone())
                    .at(spot);
                if let Some(fund) = sheet.whole() {
                    draft = draft.witness(sheet.fund(fund));
                }
                out.push(draft.done());
            }
            TotalVerdict::Tail => {
                let printed = total.printed.map(|p| p.to_string()).unwrap_or_default();
                let right = total.sum.to_string();
                out.push(
                    Draft::info(TOTAL, "合计得分与各行之和有尾差")
                        .say(format!(
                            "{}的合计得分{printed}与各行得分之和{right}有尾差，像是用没有取整的得分加的；请按表中各行得分加总。",
                            sheet.name()
                        ))
                        .stated(printed)
                        .expected(right.clone())
                        .suggest(right, None, 60, 1)
                        .workings(total.derivation.clone())
                        .at(spot)
                        .done(),
                );
            }
            TotalVerdict::Agrees | TotalVerdict::Absent => {}
        }
    }
}

/// A form without an indicator, or with one lump in their place.
fn bare(sheet: &Sheet<'_>, out: &mut Vec<Finding>) -> bool {
    let named = sheet.form.indicators.iter().any(|i| !i.name.is_blank());
    if named || sheet.form.heads.is_empty() {
        return false;
    }
    let lump = sheet.scored.indicators.iter().find_map(|r| r.row.printed);
    let budget = sheet.whole().and_then(|f| f.adjusted.as_ref().or(f.initial.as_ref())).map(|c| c.text.clone());
    let budget = budget.map(|b| format!("预算{b}{}，", sheet.form.money.name())).unwrap_or_default();
    let tail = match lump {
        Some(points) => format!("只在一行没有名称的格里填了得分{points}"),
        None if sheet.scored.total.printed.is_none() => "合计得分也空白，没有得分可言".to_owned(),
        None => "得分无从计算".to_owned(),
    };
    let mut draft = Draft::error(TOTAL, "没有绩效指标")
        .say(format!("{}{budget}没有一个绩效指标，{tail}。", sheet.name()))
        .stated(lump.map_or_else(|| "没有绩效指标".to_owned(), |p| p.to_string()))
        .expected("分值90分的绩效指标")
        .at(super::spot(&sheet.form.heads.iter().collect::<Vec<_>>()));
    let cells = sheet.form.indicators.iter().filter_map(|i| i.score.as_ref()).filter(|c| !c.is_blank());
    for cell in cells {
        draft = draft.witness(super::at(cell));
    }
    if let Some(spot) = sheet.total() {
        draft = draft.witness(spot);
    }
    if !sheet.form.conclusion.is_blank() {
        draft = draft.witness(super::at(&sheet.form.conclusion));
    }
    out.push(draft.done());
    true
}

/// Indicators without a score. True if all are, and the total with them.
fn unscored(scene: &Scene<'_>, sheet: &Sheet<'_>, out: &mut Vec<Finding>) -> bool {
    let due = |r: &IndicatorScore| r.row.verdict == Verdict::Blank;
    let open = |r: &IndicatorScore| {
        r.row.printed.is_none() && matches!(r.row.verdict, Verdict::NotApplicable | Verdict::Unscored)
    };
    let blank: Vec<_> = sheet.rows().filter(|(i, r)| i.score.is_some() && (due(r) || open(r))).collect();
    let all = blank.len() == sheet.form.indicators.len() && sheet.scored.total.printed.is_none();
    let shown: Vec<_> = if all { blank.clone() } else { blank.iter().copied().filter(|(_, r)| due(r)).collect() };
    let Some((first, row)) = shown.first() else { return false };
    let count = shown.len();
    let applies = shown.iter().any(|(_, r)| due(r));
    let draft = if applies { Draft::error } else { Draft::warning };
    let also = if all { "，合计也空白" } else { "" };
    let hint = if applies { "" } else { "；没有发生的也要写明不适用" };
    let mut draft = draft(TOTAL, "指标得分空白")
        .say(format!("{}有{count}个指标没有得分{also}{hint}。", sheet.name()))
        .stated(format!("{count}个指标得分空白"))
        .expected(if applies { "每个指标的得分" } else { "得分，或写明不适用" })
        .workings(row.row.derivation.clone())
        .at(sheet.row(first));
    for (i, _) in shown.iter().skip(1) {
        draft = draft.witness(sheet.row(i));
    }
    if all {
        draft = sheet.total().into_iter().fold(draft, Draft::witness);
        draft = super::told::scores(scene, sheet).into_iter().map(|t| t.spot).fold(draft, Draft::witness);
    }
    out.push(draft.done());
    all
}

/// True if the form's scores are told to be missing altogether.
pub(super) fn is_unscored(sheet: &Sheet<'_>) -> bool {
    !sheet.form.indicators.iter().any(|i| !i.name.is_blank())
        || sheet.scored.total.printed.is_none() && sheet.scored.indicators.iter().all(|r| r.row.printed.is_none())
}

/// True if the actual value of a row is told to be wrong.
pub(super) fn proposal_of(sheet: &Sheet<'_>, indicator: &Indicator) -> bool {
    let n = sheet.form.indicators.iter().position(|i| std::ptr::eq(i, indicator));
    n.is_some_and(|n| proposal(sheet, Field::Actual(n)).is_some())
}
