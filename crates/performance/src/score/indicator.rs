//! R2-R7 for one indicator: positive, equal and reverse targets, strict comparators, over-fulfilment, bands, absence.

use super::{IndicatorScore, Note, RowScore, Situation, Verdict, quality, rounding};
use crate::comparator::Comparator;
use crate::fraction::Fraction;
use crate::measure::Measure;
use crate::value::{Content, Measured};
use mingzhang_catalog::scoring::{EqualOver, OverPolicy, Reverse, ScoringProfile, Strict, Words};
use mingzhang_model::performance::Indicator;
use std::cmp::Ordering;

/// What a row is held by: everything that scoring it needs.
struct Row<'a> {
    execution: Option<&'a RowScore>,
    /// The amount executed, in 元.
    spent: Option<Fraction>,
    indicator: &'a Indicator,
    profile: &'a ScoringProfile,
    words: &'a Words,
    out: IndicatorScore,
}

pub(super) fn score(
    indicator: &Indicator,
    execution: Option<&RowScore>,
    spent: Option<Fraction>,
    profile: &ScoringProfile,
    words: &Words,
) -> IndicatorScore {
    let unit = indicator.unit.as_ref().map_or("", |u| u.text.as_str());
    let target = Measured::parse(words, &indicator.target.text, unit);
    let actual = indicator.actual.as_ref().map(|a| Measured::parse(words, &a.text, unit));
    let (comparator, assumed) = comparator(indicator, &target, words);
    let row = RowScore {
        weight: super::number(words, indicator.weight.as_ref()),
        printed: super::number(words, indicator.score.as_ref()),
        expected: None,
        range: None,
        verdict: Verdict::Unclear,
        derivation: String::new(),
    };
    let notes = if assumed && !target.is_absent() { vec![Note::ComparatorAssumed] } else { Vec::new() };
    let out = IndicatorScore { row, situation: Situation::Unclear, comparator, target, actual, notes };
    let mut row = Row { execution, spent, indicator, profile, words, out };
    row.judge();
    row.out
}

/// The comparator printed, in its own column or before the target; or else the usual one: a limit for costs and dates, a least value for the rest.
fn comparator(indicator: &Indicator, target: &Measured, words: &Words) -> (Option<Comparator>, bool) {
    let column = indicator.comparator.as_ref();
    if let Some(cell) = column.filter(|c| !c.is_blank()) {
        return (Comparator::parse(words, &cell.text).or(target.comparator), false);
    }
    if let Some(own) = target.comparator {
        return (Some(own), false);
    }
    if target.number().is_none() {
        return (Some(Comparator::Qualitative), column.is_some());
    }
    let limit = indicator.level1.text.contains("成本") || indicator.level2.text.contains("成本");
    let limit = limit || target.unit().is_deadline(words) && indicator.level2.text.contains("时效");
    (Some(if limit { Comparator::AtMost } else { Comparator::AtLeast }), column.is_some())
}

impl Row<'_> {
    fn judge(&mut self) {
        let Some(actual) = self.out.actual.clone() else {
            (self.out.row.verdict, self.out.row.derivation) = (Verdict::Unscored, "本表没有完成值一栏".to_owned());
            return;
        };
        if actual.is_absent() {
            return self.absent(&actual);
        }
        let Some(weight) = self.out.row.weight else {
            self.out.row.derivation = "没有分值，算不出得分".to_owned();
            return;
        };
        let quantity = self.out.target.number().zip(self.out.comparator.filter(|c| *c != Comparator::Qualitative));
        match quantity {
            Some((_, comparator)) => self.quantity(comparator, &actual, weight),
            None if self.out.target.is_absent() => {
                self.out.row.derivation = "没有指标值，无从计分".to_owned();
            }
            None => self.quality(&actual, weight),
        }
        self.verdict(weight);
    }

    /// R6: no value, no score.
    fn absent(&mut self, actual: &Measured) {
        let row = &mut self.out.row;
        self.out.situation = match actual.content {
            Content::Blank => Situation::Blank,
            Content::Nothing => Situation::Nothing,
            _ => Situation::NotApplicable,
        };
        let said = if actual.text.is_empty() { "空白".to_owned() } else { format!("为“{}”", actual.text) };
        // Nothing for nothing: 0 is as good as a blank.
        let given = row.printed.is_some_and(|p| !p.is_zero());
        (row.verdict, row.derivation) = match (self.out.situation, given) {
            (_, true) => (Verdict::WithoutActual, format!("完成值{said}，不应有得分")),
            (Situation::NotApplicable, _) => (Verdict::NotApplicable, format!("完成值{said}，不计分")),
            _ => (Verdict::Unscored, format!("完成值{said}，不计分")),
        };
    }

    fn quality(&mut self, actual: &Measured, weight: Fraction) {
        let (situation, band) = quality::judge(&self.out.target, actual, self.words);
        self.out.situation = situation;
        let target = &self.out.target.text;
        if situation == Situation::WholeScale {
            self.out.notes.push(Note::TargetIsScale);
        }
        let bands = &self.profile.quality.bands;
        let row = &mut self.out.row;
        let share = |percent: u32| weight.times(Fraction::percent(percent)).unwrap_or(weight);
        let sign = if target.trim() == actual.text.trim() { "＝" } else { "对照" };
        match band.and_then(|b| Some((b, bands.get(b)?))) {
            Some((0, band)) => {
                row.expected = Some(weight);
                row.range = Some((share(band.2), weight));
                row.derivation = format!("{}{sign}{target}，达到，得{weight}", actual.text);
            }
            Some((_, (name, high, low))) => {
                row.range = Some((share(*low), share(*high)));
                let (low, high) = (share(*low), share(*high));
                row.derivation = format!("{}{sign}{target}，属“{name}”，得分应在{low}至{high}之间", actual.text);
            }
            None => {
                row.range = Some((Fraction::ZERO, weight));
                row.derivation = format!("“{}”与目标“{target}”不能比较高低，由评价人判断", actual.text);
            }
        }
    }

    fn quantity(&mut self, comparator: Comparator, actual: &Measured, weight: Fraction) {
        let target = self.out.target.clone();
        let (Some(a), Some(t)) = (actual.amount(), target.amount()) else {
            // 全年 against 全年 under ≥ is as good as a grade.
            self.out.row.derivation = format!("完成值“{}”不是一个数，算不出得分", actual.text);
            return;
        };
        let against = actual
            .comparator
            .is_some_and(|c| c.is_positive() && comparator.is_reverse() || c.is_reverse() && !comparator.is_reverse());
        if against {
            self.out.row.derivation = format!("完成值“{}”只是一个界限，不能与目标比较", actual.text);
            return;
        }
        if !actual.unit().counts_as(target.unit()) || actual.contradicts_cell() {
            self.out.notes.push(Note::UnitsDiffer);
        }
        // A value that is itself ＞90% is beyond 90%.
        let order = match (a.cmp(&t), actual.comparator) {
            (Ordering::Equal, Some(Comparator::Above)) => Ordering::Greater,
            (Ordering::Equal, Some(Comparator::Below)) => Ordering::Less,
            (order, _) => order,
        };
        self.out.situation = situation(comparator, order);
        if comparator.is_strict() && order == Ordering::Equal {
            self.out.notes.push(Note::StrictAtBound);
            if self.profile.quantity.strict == Strict::Strict {
                self.out.notes.push(Note::ReasonDue);
            }
        }
        let (share, formula) = self.share(comparator, order, a, t, actual);
        let Some(share) = share else {
            self.out.row.derivation = formula;
            return;
        };
        let points = weight.times(share).map(|p| p.max(Fraction::ZERO).min(weight));
        self.out.row.expected = points;
        self.out.row.range = points.map(|p| (p, p));
        self.out.row.derivation = match points {
            Some(p) if p == weight => format!("{formula}，得{weight}"),
            Some(p) => format!("{formula}，×{weight}={}", p.fixed(self.profile.rounding.places)),
            None => formula,
        };
        self.limits(comparator, a, t, actual.unit());
    }

    /// The share of the points and how it is said.
    fn share(
        &self,
        comparator: Comparator,
        order: Ordering,
        a: Fraction,
        t: Fraction,
        actual: &Measured,
    ) -> (Option<Fraction>, String) {
        let rules = &self.profile.quantity;
        let (said, aimed) = (shown(actual), shown(&self.out.target));
        let sign = comparator.sign();
        let percent = |share: Option<Fraction>| {
            share.and_then(|s| s.times(Fraction::whole(100))).map(|s| format!("{}%", s.fixed(2))).unwrap_or_default()
        };
        let met = match order {
            Ordering::Equal => true,
            Ordering::Greater => !comparator.is_reverse(),
            Ordering::Less => comparator.is_reverse(),
        };
        if a.is_negative() && !comparator.is_reverse() {
            return (Some(Fraction::ZERO), format!("完成值{said}是负数"));
        }
        if met {
            if let Some((share, formula)) = self.excess(comparator, a, t) {
                let share = Some(share);
                return (share, format!("{formula}，计{}", percent(share)));
            }
            let reached =
                if order == Ordering::Equal && comparator.is_strict() { "等于界限，按达到" } else { "达到" };
            return (Some(Fraction::ONE), format!("{said}对{sign}{aimed}，{reached}"));
        }
        if t.is_zero() || t.is_negative() {
            return match comparator.is_reverse() {
                true if t.is_zero() => (Some(Fraction::ZERO), format!("{said}超过上限0")),
                _ => (None, format!("目标值{aimed}不是正数，没有完成比例")),
            };
        }
        match (comparator.is_reverse(), rules.reverse) {
            (false, _) => {
                let share = a.over(t);
                (share, format!("{said}÷{aimed}={}", percent(share)))
            }
            (true, Reverse::Linear) => {
                let share = a.minus(t).and_then(|d| d.over(t)).and_then(|d| Fraction::ONE.minus(d));
                let share = share.map(|s| s.max(Fraction::ZERO));
                (share, format!("1-({said}-{aimed})÷{aimed}={}", percent(share)))
            }
            (true, Reverse::Ratio) => {
                let share = t.over(a);
                (share, format!("{aimed}÷{said}={}", percent(share)))
            }
        }
    }

    /// R4: what exceeding costs, where it costs anything.
    fn excess(&self, comparator: Comparator, a: Fraction, t: Fraction) -> Option<(Fraction, String)> {
        let (quantity, over) = (&self.profile.quantity, &self.profile.over);
        if comparator.is_reverse() || t.is_zero() || self.out.target.unit().is_deadline(self.words) {
            return None;
        }
        let reached = a.over(t)?;
        if comparator == Comparator::Equal && reached > Fraction::ONE && quantity.equal_over == EqualOver::Deviation {
            let share = Fraction::whole(2).minus(reached)?.max(Fraction::ZERO);
            return Some((share, "超过目标，按超过的比例扣分".to_owned()));
        }
        let beyond = beyond(reached, over.factor, over.inclusive)?;
        match over.policy {
            OverPolicy::None => None,
            OverPolicy::Deviation => {
                let share = Fraction::ONE.minus(beyond)?.max(Fraction::ZERO);
                Some((share, format!("超过目标的{}%，按超出部分扣分", over.factor)))
            }
            OverPolicy::Zero if self.indicator.level2.text.contains("数量") => {
                Some((Fraction::ZERO, format!("超过目标的{}%，不得分", over.factor)))
            }
            OverPolicy::Zero => None,
        }
    }

    /// What asks for a reason without touching the score.
    fn limits(&mut self, comparator: Comparator, a: Fraction, t: Fraction, unit: &Measure) {
        let over = &self.profile.over;
        let (deadline, money) = (self.out.target.unit().is_deadline(self.words), self.is_cost(unit));
        let reached = if t.is_zero() { None } else { a.over(t) };
        let far = reached.and_then(|r| beyond(r, over.factor, over.inclusive)).is_some();
        if far && !comparator.is_reverse() && !deadline {
            self.out.notes.push(Note::OverFulfilled);
        }
        if comparator.is_reverse() && money && reached.is_some_and(|r| r < Fraction::percent(over.saving)) {
            self.out.notes.push(Note::FarBelowBound);
        }
    }

    fn is_cost(&self, unit: &Measure) -> bool {
        let target = self.out.target.unit();
        let bare = |m: &Measure| m.base.is_empty() && m.scale > 1 && self.indicator.level1.text.contains("成本");
        target.is_money(self.words) || unit.is_money(self.words) || bare(target)
    }

    fn verdict(&mut self, weight: Fraction) {
        let missed = self.out.situation.is_met() == Some(false);
        let full = self.out.row.expected == Some(weight);
        let row = &self.out.row;
        let verdict = match (row.printed, row.range) {
            (_, None) => Verdict::Unclear,
            (None, _) if self.indicator.score.is_none() => Verdict::Unscored,
            (None, _) => Verdict::Blank,
            (Some(printed), Some(range)) if self.out.situation >= Situation::GradeReached => {
                band(printed, range, weight, row.expected)
            }
            (Some(printed), Some(range)) => {
                let rules = &self.profile.rounding;
                let places = rules.indicator.iter().copied();
                // Whole points that hide a missed target.
                let places = places.filter(|p| *p > 0 || rules.whole_full || printed != weight || full);
                match rounding::rounds_to(printed, range, places, rules.half_even) {
                    _ if row.expected == Some(printed) => Verdict::Agrees,
                    Some(places) if places >= rules.places => Verdict::Agrees,
                    Some(places) => Verdict::Habit(places),
                    None if self.by_execution(printed, weight) => Verdict::ByExecution,
                    None => Verdict::Differs,
                }
            }
        };
        let below = row.printed.is_some_and(|p| p < weight);
        self.out.row.verdict = verdict;
        if (missed || below) && !self.out.notes.contains(&Note::ReasonDue) {
            self.out.notes.push(Note::ReasonDue);
        }
    }

    /// A total cost under ＝ that is the executed amount, scored as the execution is.
    fn by_execution(&self, printed: Fraction, weight: Fraction) -> bool {
        let rules = &self.profile.quantity;
        if !rules.cost_by_execution || self.out.comparator != Some(Comparator::Equal) {
            return false;
        }
        // Only money is spent.
        if !self.is_cost(self.out.target.unit()) {
            return false;
        }
        let Some(spent) = self.out.actual.as_ref().and_then(Measured::amount) else { return false };
        let points = self.execution.and_then(|row| {
            let (low, high) = row.range?;
            let points = |p: Fraction| p.times(weight)?.over(row.weight?);
            Some((points(low)?, points(high)?))
        });
        let places = self.profile.rounding.indicator.iter().copied().filter(|p| *p > 0);
        self.spent == Some(spent) && points.is_some_and(|p| rounding::rounds_to(printed, p, places, false).is_some())
    }
}

/// By how much a share exceeds a factor in per cent; `None` if it does not.
fn beyond(share: Fraction, factor: u32, inclusive: bool) -> Option<Fraction> {
    let factor = Fraction::percent(factor);
    (share > factor || inclusive && share == factor).then(|| share.minus(factor)).flatten()
}

/// A value as printed, its own unit included, its own comparator not.
fn shown(value: &Measured) -> String {
    let number = value.number().map(|n| n.to_string()).unwrap_or_default();
    let magnitude = value.own.as_ref().is_some_and(|own| own.factor() != value.cell.factor());
    if magnitude { value.text.trim().to_owned() } else { number }
}

fn situation(comparator: Comparator, order: Ordering) -> Situation {
    match (comparator, order) {
        (Comparator::AtLeast, Ordering::Equal | Ordering::Greater) => Situation::Reached,
        (Comparator::Above, Ordering::Greater) => Situation::Exceeded,
        (Comparator::Above, Ordering::Equal) => Situation::AboveEqual,
        (Comparator::Equal, Ordering::Equal) => Situation::Equal,
        (Comparator::Equal, Ordering::Greater) => Situation::EqualExceeded,
        (Comparator::AtMost | Comparator::Below, Ordering::Less) => Situation::BelowBound,
        (Comparator::AtMost, Ordering::Equal) => Situation::AtBound,
        (Comparator::Below, Ordering::Equal) => Situation::BelowEqual,
        (Comparator::AtMost | Comparator::Below, Ordering::Greater) => Situation::BoundExceeded,
        (Comparator::Qualitative, _) => Situation::Unclear,
        (_, Ordering::Less) => Situation::Missed,
    }
}

/// A qualitative score: full, in its band, or outside. The lower end of a band belongs to it, the upper end to the band above.
fn band(printed: Fraction, (low, high): (Fraction, Fraction), weight: Fraction, full: Option<Fraction>) -> Verdict {
    if full == Some(printed) {
        return Verdict::Agrees;
    }
    let inside = printed >= low && (printed < high || high == weight && printed <= high);
    if inside { Verdict::InBand } else { Verdict::Differs }
}
