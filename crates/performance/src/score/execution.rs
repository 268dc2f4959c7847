//! R1: execution = points × executed ÷ adjusted budget, from amounts that are roundings themselves.

use super::{RowScore, Verdict, rounding};
use crate::fraction::Fraction;
use mingzhang_catalog::scoring::{Basis, ScoringProfile, Words};
use mingzhang_model::performance::{FormCell, FundRow, PerformanceForm};
use mingzhang_model::{Figure, Unit};

/// A rate of execution: exact from the printed amounts, and the ends of what the true amounts allow.
pub type Rate = (Fraction, (Fraction, Fraction));

fn figure(cell: Option<&FormCell>, unit: Unit) -> Option<Figure> {
    Figure::parse(&cell?.text, unit)
}

fn percent(cell: Option<&FormCell>) -> Option<Figure> {
    let text = cell?.text.trim();
    Figure::parse(text.strip_suffix(['%', '％']).unwrap_or(text), Unit::Percent)
}

/// The denominator by the profile's basis; the other column where the form lacks it.
fn budget(row: &FundRow, basis: Basis) -> Option<&FormCell> {
    let (first, second) = match basis {
        Basis::Adjusted => (&row.adjusted, &row.initial),
        Basis::Initial => (&row.initial, &row.adjusted),
    };
    first.as_ref().or(second.as_ref())
}

/// The rate of a row as a share of 1 under a basis; `None` if an amount is missing or the budget is zero.
#[must_use]
pub fn rate(row: &FundRow, money: Unit, basis: Basis) -> Option<Rate> {
    let (executed, budget) = (figure(row.executed.as_ref(), money)?, figure(budget(row, basis), money)?);
    let exact = Fraction::new(i128::from(executed.value.0), i128::from(budget.value.0))?;
    let (over, under) = (executed.interval(), budget.interval());
    let ends = (Fraction::new(over.low, under.high)?, Fraction::new(over.high, under.low)?);
    (under.low > 0).then_some((exact, ends))
}

/// The row that carries the points: the one with a number as weight, or else the first that names the whole.
fn row(form: &PerformanceForm, words: &Words) -> Option<usize> {
    let weighs = |r: &FundRow| super::number(words, r.weight.as_ref()).is_some();
    let whole = |r: &FundRow| r.label.text.contains("总额");
    form.funds.iter().position(weighs).or_else(|| form.funds.iter().position(whole))
}

pub(super) fn score(form: &PerformanceForm, profile: &ScoringProfile, words: &Words) -> Option<(usize, RowScore)> {
    let index = row(form, words)?;
    let fund = form.funds.get(index)?;
    // Forms of targets have amounts and no points.
    if fund.weight.is_none() && fund.score.is_none() {
        return None;
    }
    let weight = super::number(words, fund.weight.as_ref()).unwrap_or(Fraction::whole(profile.weights.execution));
    let printed = super::number(words, fund.score.as_ref());
    let mut out = RowScore {
        weight: Some(weight),
        printed,
        expected: None,
        range: None,
        verdict: Verdict::Unclear,
        derivation: String::new(),
    };
    let cell = |c: Option<&FormCell>| c.map_or("", |c| c.text.as_str()).to_owned();
    let (over, under) = (cell(fund.executed.as_ref()), cell(budget(fund, profile.execution.basis)));
    let Some((exact, (low, high))) = rate(fund, form.money, profile.execution.basis) else {
        let zero = |c| figure(c, form.money).is_some_and(|f| f.value.is_zero());
        let nothing = zero(fund.executed.as_ref()) && zero(budget(fund, profile.execution.basis));
        (out.verdict, out.derivation) = match (nothing, printed) {
            (true, Some(_)) => (Verdict::WithoutActual, "预算和执行都是0，没有执行率，不应有得分".to_owned()),
            (true, None) => (Verdict::NotApplicable, "预算和执行都是0，没有执行率，不适用".to_owned()),
            (false, _) => (Verdict::Unclear, format!("执行数“{over}”、预算数“{under}”算不出执行率")),
        };
        return Some((index, out));
    };
    let points = |rate: Fraction| rate.times(weight).map(|p| p.min(weight).max(Fraction::ZERO));
    out.expected = points(exact);
    let shown = exact.times(Fraction::whole(100)).unwrap_or(exact);
    let capped = if exact > Fraction::ONE { "，超过100%按100%" } else { "" };
    let score = out.expected.map(|e| e.fixed(profile.rounding.places)).unwrap_or_default();
    out.derivation = format!("{over}÷{under}={}%{capped}，×{weight}={score}", shown.fixed(2));
    // The printed rate, if the amounts allow it, was made from the true amounts: it narrows what they may be.
    let said = percent(fund.rate.as_ref()).and_then(|f| {
        let half = Fraction::new(f.interval().high - f.interval().low, 4 * 10_000 * 100)?;
        let value = Fraction::new(i128::from(f.value.0), 10_000 * 100)?;
        Some((value.minus(half)?, value, value.plus(half)?))
    });
    let mut ends = (low, high);
    let mut at = None;
    if let Some((from, value, to)) = said.filter(|(from, _, to)| *from <= high && *to >= low) {
        ends = (low.max(from), high.min(to));
        at = points(value);
    }
    out.range = points(ends.0).zip(points(ends.1));
    let accept = |range| {
        let rounding = &profile.rounding;
        rounding::rounds_to(printed?, range, rounding.execution.iter().copied(), rounding.half_even)
    };
    let places = out.range.and_then(accept).or_else(|| at.and_then(|at| accept((at, at))));
    out.verdict = match (printed, places) {
        (None, _) => Verdict::Blank,
        (Some(p), _) if out.expected == Some(p) => Verdict::Agrees,
        (Some(_), Some(places)) if places >= profile.rounding.places => Verdict::Agrees,
        (Some(_), Some(places)) => Verdict::Habit(places),
        (Some(_), None) => Verdict::Differs,
    };
    if fund.score.is_none() {
        out.verdict = Verdict::Unscored;
    }
    Some((index, out))
}
