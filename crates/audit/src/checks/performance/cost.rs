//! Costs against what was executed: a total cost is the executed amount, a cost per unit times its count too.

use super::Sheet;
use super::scores::proposal;
use crate::checks::build::Draft;
use crate::checks::scene::{Scene, plain};
use mingzhang_model::performance::{FormKind, FundRow, Indicator};
use mingzhang_model::{Certainty, Finding, Severity};
use mingzhang_performance::score::Field;
use mingzhang_performance::{Fraction, IndicatorScore, Measured};

const TOTAL: &str = "performance-cost";
const UNIT: &str = "performance-unit-cost";

/// A row of costs.
pub(super) struct Cost<'s> {
    pub indicator: &'s Indicator,
    pub row: &'s IndicatorScore,
    /// Target and actual value in 元 with half their last place.
    pub target: (Fraction, Fraction),
    pub actual: (Fraction, Fraction),
    /// A cost of one of something.
    per: bool,
}

/// An amount in 元 with half its last printed place; `None` if it is no amount of money.
fn amount(sheet: &Sheet<'_>, value: &Measured, money: bool) -> Option<(Fraction, Fraction)> {
    let unit = value.unit();
    let bare = unit.base.is_empty() && unit.scale > 1 && money;
    if !unit.is_money(sheet.words) && !bare {
        return None;
    }
    let places = match value.content {
        mingzhang_performance::Content::Number { places, .. } => places,
        _ => return None,
    };
    let half = Fraction::place(places).over(Fraction::whole(2))?.times(unit.factor())?;
    Some((value.amount()?, half))
}

pub(super) fn costs<'s>(sheet: &'s Sheet<'_>) -> Option<Vec<Cost<'s>>> {
    // Costs to society or nature are not paid from the project.
    let spent = |i: &Indicator| !sheet.review.outside_cost.iter().any(|w| i.level2.text.contains(w.as_str()));
    let of_cost = |i: &Indicator| (i.level1.text.contains("成本") || i.level2.text.contains("成本")) && spent(i);
    let mut out = Vec::new();
    for (indicator, row) in sheet.rows().filter(|(i, _)| of_cost(i)) {
        let target = amount(sheet, &row.target, true)?;
        let actual = amount(sheet, row.actual.as_ref()?, true)?;
        let unit = row.target.unit();
        let name = plain(&indicator.name.text);
        let per =
            unit.per.iter().any(|p| p != "年") || sheet.review.unit_cost.iter().any(|w| name.contains(w.as_str()));
        out.push(Cost { indicator, row, target, actual, per });
    }
    (!out.is_empty()).then_some(out)
}

pub(super) fn within(a: Fraction, b: Fraction, slack: Fraction) -> bool {
    let gap = if a > b { a.minus(b) } else { b.minus(a) };
    gap.is_some_and(|g| g <= slack)
}

/// An amount of the funds in 元 with half its last place.
pub(super) fn fund(
    sheet: &Sheet<'_>,
    cell: Option<&mingzhang_model::performance::FormCell>,
) -> Option<(Fraction, Fraction)> {
    let figure = sheet.money(cell)?;
    Some((super::value(figure)?, Fraction::new(i128::from(figure.step.0), 20_000)?))
}

/// Whether the actual values of the costs, and whether their targets, add up to what was executed.
pub(super) fn spent(sheet: &Sheet<'_>) -> Option<(bool, bool)> {
    let (whole, costs) = (sheet.whole()?, costs(sheet)?);
    let spent = fund(sheet, whole.executed.as_ref())?;
    let equal = |get: fn(&Cost<'_>) -> (Fraction, Fraction)| {
        let sum =
            costs.iter().map(get).try_fold((Fraction::ZERO, spent.1), |(s, h), (a, b)| Some((s.plus(a)?, h.plus(b)?)));
        sum.is_some_and(|(s, h)| within(s, spent.0, h))
    };
    Some((equal(|c| c.actual), equal(|c| c.target)))
}

/// Costs of the whole project add up to what was executed.
pub(crate) fn total(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    bound(scene, out);
    for sheet in scene.sheets().iter().filter(|s| s.is_account()) {
        let (Some(whole), Some(costs)) = (sheet.whole(), costs(sheet)) else { continue };
        let wrong = |c: &Cost<'_>| {
            let n = sheet.form.indicators.iter().position(|i| std::ptr::eq(i, c.indicator));
            n.is_some_and(|n| proposal(sheet, Field::Actual(n)).is_some())
        };
        if costs.iter().any(|c| c.per || wrong(c)) {
            continue;
        }
        let Some(spent) = fund(sheet, whole.executed.as_ref()) else { continue };
        let add = |get: fn(&Cost<'_>) -> (Fraction, Fraction)| {
            costs
                .iter()
                .map(get)
                .try_fold((Fraction::ZERO, Fraction::ZERO), |(s, h), (a, b)| Some((s.plus(a)?, h.plus(b)?)))
        };
        let (Some(actual), Some(target)) = (add(|c| c.actual), add(|c| c.target)) else { continue };
        let Some(slack) = actual.1.plus(spent.1) else { continue };
        if within(actual.0, spent.0, slack) {
            continue;
        }
        let budgets = [&whole.adjusted, &whole.initial];
        let budgets = || budgets.iter().filter_map(|c| fund(sheet, c.as_ref()));
        let equal = |(b, h): (Fraction, Fraction)| target.1.plus(h).is_some_and(|s| within(target.0, b, s));
        // An actual value rounded up to the budget (23.6 of 23.57) is that of its row.
        let generic = costs.len() == 1 && costs.iter().all(|c| is_whole(sheet, c.indicator));
        let complete = budgets().any(equal);
        // The costs of a whole department are many, and its form names some.
        let project = sheet.form.kind == FormKind::ProjectSelfEvaluation;
        let (beyond, generic) = (project && actual.0 > spent.0, project && generic);
        if !complete && !beyond && !generic || explained(sheet, whole, actual.0) {
            continue;
        }
        // The budget printed again: money put in rather than money spent, by some readings.
        let budgeted = budgets().any(|(b, h)| actual.1.plus(h).is_some_and(|s| within(actual.0, b, s)));
        let severity = if project && (complete || beyond) && !budgeted { Severity::Error } else { Severity::Warning };
        let Some(first) = costs.first() else { continue };
        let spent_text = whole.executed.as_ref().map_or("", |c| c.text.trim());
        let shown: Vec<String> =
            costs.iter().map(|c| c.row.actual.as_ref().map_or("", |a| a.text.as_str()).to_owned()).collect();
        let unit = first.indicator.unit.as_ref().map_or("", |u| u.text.as_str());
        let shown = shown.join("＋");
        let why = match () {
            () if beyond
                && budgets()
                    .all(|(b, h)| target.1.plus(h).and_then(|s| b.plus(s)).is_some_and(|most| target.0 > most)) =>
            {
                "比全部支出还多，指标值也超过全部预算"
            }
            () if budgeted => "填的是预算数，不是执行数",
            () if beyond => "比全部支出还多",
            () if complete => "指标值合计就是预算数，完成值合计应为执行数",
            () => "总成本应为执行数",
        };
        let right = spent.0.over(first.row.target.unit().factor()).map(|r| r.to_string()).unwrap_or_default();
        let mut draft = Draft::of(severity, TOTAL, "成本指标完成值与预算执行数不符")
            .say(format!(
                "{}的成本指标完成值合计{shown}{unit}，预算执行数{spent_text}{}：{why}。",
                sheet.name(),
                sheet.form.money.name()
            ))
            .stated(format!("{shown}{unit}"))
            .expected(format!("{spent_text}{}", sheet.form.money.name()))
            .at(sheet.row(first.indicator));
        if costs.len() == 1 {
            draft = draft.suggest(right, None, 70, 1);
        }
        for cost in costs.iter().skip(1) {
            draft = draft.witness(sheet.row(cost.indicator));
        }
        out.push(draft.witness(sheet.fund(whole)).done());
    }
}

/// The bound of the whole cost is not above all the money there is.
fn bound(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for sheet in scene.sheets() {
        let Some(whole) = sheet.whole() else { continue };
        let rows: Vec<_> =
            sheet.rows().filter(|(i, _)| i.level1.text.contains("成本") || i.level2.text.contains("成本")).collect();
        let [(i, row)] = rows.as_slice() else { continue };
        let Some((target, _)) = amount(sheet, &row.target, true).filter(|_| is_whole(sheet, i)) else { continue };
        let budgets = [&whole.adjusted, &whole.initial].into_iter().filter_map(|c| fund(sheet, c.as_ref()));
        let Some((most, half)) = budgets.max_by(|a, b| a.0.cmp(&b.0)) else { continue };
        // A budget of nothing is one that is to come.
        if most.is_zero() || most.plus(half).is_some_and(|m| target <= m) || !row.target.unit().per.is_empty() {
            continue;
        }
        let unit = i.unit.as_ref().map_or("", |u| u.text.as_str());
        let budget = most.over(Fraction::whole(sheet.form.money.factor())).map(|m| m.fixed(2)).unwrap_or_default();
        let budget = format!("{budget}{}", sheet.form.money.name());
        out.push(
            Draft::info(TOTAL, "成本指标值超过全部预算")
                .say(format!(
                    "{}的“{}”指标值{}{unit}，比全部预算{budget}还多；请核对指标值，或按调整后的预算定指标值。",
                    sheet.name(),
                    i.name.text,
                    i.target.text
                ))
                .stated(format!("{}{unit}", i.target.text))
                .expected(format!("不超过{budget}"))
                .at(sheet.row(i))
                .witness(sheet.fund(whole))
                .done(),
        );
    }
}

/// A name that says cost and not of what part of the project.
pub(super) fn is_whole(sheet: &Sheet<'_>, i: &Indicator) -> bool {
    let mut name: String = plain(&i.name.text).chars().filter(|c| super::super::scene::is_han(*c)).collect();
    let mut words: Vec<&String> = sheet.review.whole_cost.iter().collect();
    words.sort_by_key(|w| std::cmp::Reverse(w.len()));
    for word in words {
        name = name.replace(word.as_str(), "");
    }
    name.is_empty()
}

/// The reason of the funds names the amount: the rest of the money is not of this indicator.
fn explained(sheet: &Sheet<'_>, whole: &FundRow, actual: Fraction) -> bool {
    let Some(reason) = &whole.reason else { return false };
    let numbers = crate::checks::amounts::amounts(&plain(&reason.text));
    numbers.iter().filter(|a| a.is_money()).any(|a| {
        super::value(a.figure)
            .zip(Fraction::new(i128::from(a.figure.step.0), 20_000))
            .is_some_and(|(v, half)| within(v, actual, half) && !sheet.says_nothing(reason))
    })
}

/// A cost of one, times how many: not more than was executed, and not far less.
pub(crate) fn unit(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for sheet in scene.sheets().iter().filter(|s| s.form.kind == FormKind::ProjectSelfEvaluation) {
        let (Some(whole), Some(costs)) = (sheet.whole(), costs(sheet)) else { continue };
        let [cost] = costs.as_slice() else { continue };
        let (Some(spent), true) = (fund(sheet, whole.executed.as_ref()), cost.per) else { continue };
        let Some((counted, count)) = count(sheet, cost) else { continue };
        let (Some(product), Some(each)) = (cost.actual.0.times(count), spent.0.over(count)) else { continue };
        // Half a last place of the unit cost for each, and of the executed amount.
        let Some(slack) = cost.actual.1.times(count).and_then(|h| h.plus(spent.1)) else { continue };
        if spent.0.is_zero() || within(product, spent.0, slack) {
            continue;
        }
        let each = each.over(cost.row.target.unit().factor()).map(|e| e.fixed(2)).unwrap_or_default();
        let actual = cost.row.actual.as_ref().map_or("", |a| a.text.as_str());
        let unit = cost.indicator.unit.as_ref().map_or("", |u| u.text.as_str());
        let spent_text =
            format!("{}{}", whole.executed.as_ref().map_or("", |c| c.text.trim()), sheet.form.money.name());
        let product = product.over(Fraction::whole(sheet.form.money.factor())).map(|p| p.to_string());
        let product = format!("{}{}", product.unwrap_or_default(), sheet.form.money.name());
        out.push(
            Draft::warning(UNIT, "单位成本乘以数量与预算执行数不符")
                .certainty(Certainty::Likely)
                .say(format!(
                    "{}的“{}”完成值{actual}{unit}，乘以“{}”{count}得{product}，预算执行数是{spent_text}；按执行数算是{each}。",
                    sheet.name(),
                    cost.indicator.name.text,
                    counted.name.text
                ))
                .stated(actual)
                .expected(each.clone())
                .suggest(each, None, 60, 1)
                .workings(format!("{actual}×{count}＝{product}≠{spent_text}"))
                .at(sheet.row(cost.indicator))
                .witness(sheet.row(counted))
                .witness(sheet.fund(whole))
                .done(),
        );
    }
}

/// The one row that counts what a cost is the cost of.
fn count<'s>(sheet: &'s Sheet<'_>, cost: &Cost<'_>) -> Option<(&'s Indicator, Fraction)> {
    let name = plain(&cost.indicator.name.text);
    // A month or a year is no count of the year's.
    let per = &cost.row.target.unit().per;
    if per.iter().any(|p| matches!(p.as_str(), "月" | "年" | "天")) || per.iter().any(|p| p.chars().count() > 2) {
        return None;
    }
    let word = |text: &str| mingzhang_performance::Measure::parse(sheet.words, text).base;
    let mut units: Vec<String> = per.clone();
    for (mark, unit) in &sheet.review.unit_of {
        if name.contains(mark.as_str()) {
            // The name is more precise than the unit (元/人·次 for a case).
            units = vec![word(unit)];
        }
    }
    let rows: Vec<_> = sheet
        .rows()
        .filter(|(i, r)| i.level2.text.contains("数量") && units.contains(&r.target.unit().base))
        .filter_map(|(i, r)| Some((i, r.actual.as_ref()?.amount()?)))
        .collect();
    match rows.as_slice() {
        [(i, count)] if !count.is_zero() => Some((i, *count)),
        _ => None,
    }
}
