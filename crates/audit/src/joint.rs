//! The report as one system: the truths behind the printed figures, and what all relations together demand of them.
//!
//! A relation judged alone forgives each of its figures half a last place. The same figure cannot use its half place upwards in one relation
//! and downwards in another, so relations that hold one by one may refute each other. Here every print has one true value, inside the
//! interval of its print, and every relation that holds takes part; `simplex` decides whether such values exist.
//!
//! Not every printed figure is a rounded truth. A total may have been added up from printed addends, a rate worked out from printed figures:
//! where that explains a figure to the digit, its print says nothing of the truth and is left free. So are the copies of such a figure.

use crate::bind::{Instance, Rule};
use crate::engine::Engine;
use crate::evaluate::{Corrected, Formula, Outcome, RATE, sum};
use crate::simplex::{Answer, Constraint, Model, Point, Range, Var, decide};
use mingzhang_catalog::relations::Order;
use mingzhang_model::Quantity;
use rustc_hash::{FxHashMap, FxHashSet};

/// The system.
pub(crate) struct Joint<'a, 'e> {
    engine: &'e Engine<'a>,
    /// Instances that take part.
    part: Vec<bool>,
    /// Prints that say nothing of the truth.
    free: FxHashSet<usize>,
    /// Takes every print for a rounded truth.
    #[cfg(test)]
    pub strict: bool,
}

/// Levels of sums below a sum that its total may have been added up from.
const LEVELS: usize = 3;

impl<'a, 'e> Joint<'a, 'e> {
    /// Everything that holds, certainly, and touches no print of `told`.
    pub fn new(engine: &'e Engine<'a>, outcomes: &[Outcome], told: &FxHashSet<usize>) -> Joint<'a, 'e> {
        let holds = |o: &[Outcome], i: usize| o.get(i).is_some_and(|o| o.holds());
        let part = engine.instances.iter().enumerate().map(|(i, x)| {
            let kind = x.formula.quotients.is_empty() || (x.formula.rate().is_some() && x.formula.extra == 0);
            let sure = kind && !x.uncertain && !x.soft && holds(&engine.outcomes, i) && holds(outcomes, i);
            sure && (told.is_empty() || !x.formula.prints().iter().any(|p| told.contains(p)))
        });
        let mut out = Joint {
            engine,
            part: part.collect(),
            free: FxHashSet::default(),
            #[cfg(test)]
            strict: false,
        };
        if !out.open().is_empty() {
            out.free = out.added();
        }
        out
    }

    /// True values for all figures, or a set of bounds that leaves none.
    pub fn decide(&self) -> Answer {
        decide(self)
    }

    fn lenient(&self) -> bool {
        #[cfg(test)]
        return !self.strict;
        #[cfg(not(test))]
        true
    }

    fn value(&self, p: usize) -> i128 {
        self.engine.print(p).map_or(0, |q| q.value)
    }

    fn stated(&self) -> Corrected<'_> {
        Corrected { prints: &self.engine.prints.all, changes: &[], base: None }
    }

    /// Half the width of a print, as a reading of its truth.
    pub fn slack(&self, p: usize) -> i128 {
        match self.engine.print(p) {
            // A printed zero may be anything that rounds to it.
            Some(q) if self.lenient() && q.value == 0 && q.unit.quantity() == Quantity::Money => q.step,
            Some(q) => q.slack,
            None => 0,
        }
    }

    /// Figures that to the digit are sums of printed ones, with their copies.
    fn added(&self) -> FxHashSet<usize> {
        let sums: Vec<(usize, &Instance)> = self.engine.instances.iter().enumerate().filter(|(_, x)| is_sum(x)).collect();
        let mut below: FxHashMap<(Rule, usize), &Instance> = FxHashMap::default();
        for (_, x) in &sums {
            if let (1, Some((_, total))) = (x.left, x.formula.plain.first()) {
                below.entry((x.rule, *total)).or_insert(x);
            }
        }
        let mut out: FxHashSet<usize> = FxHashSet::default();
        let mut open: Vec<usize> = Vec::new();
        for (_, x) in &sums {
            let plain = &x.formula.plain;
            let (left, right) = plain.split_at(x.left.min(plain.len()));
            for (one, many) in [(left, right), (right, left)] {
                let [(_, total)] = one else { continue };
                let some = many.iter().filter(|(_, p)| self.value(*p) != 0).count();
                if some >= 2 && self.adds_up(x.rule, *total, many, &below) && out.insert(*total) {
                    open.push(*total);
                }
            }
        }
        while let Some(p) = open.pop() {
            let facts = self.engine.print(p).map(|q| q.facts.as_slice()).unwrap_or_default();
            let at = facts.iter().filter_map(|f| self.engine.disclosure.facts.get(*f)).map(|f| f.coordinates);
            let twins = at.filter_map(|c| self.engine.by_coordinates.get(&c)).flatten().copied();
            let equal = self.engine.touching.get(p).into_iter().flatten().filter_map(|i| {
                let x = self.engine.instances.get(*i).filter(|x| is_sum(x))?;
                let mut some = x.formula.plain.iter().filter(|(_, q)| self.value(*q) != 0).map(|(_, q)| *q);
                match (some.next(), some.next(), some.next()) {
                    (Some(a), Some(b), None) => Some(if a == p { b } else { a }),
                    _ => None,
                }
            });
            for q in twins.chain(equal).collect::<Vec<usize>>() {
                let near = (self.value(p) - self.value(q)).abs() <= self.slack(q).max(self.slack(p));
                if near && out.insert(q) {
                    open.push(q);
                }
            }
        }
        out
    }

    /// True if a total is the sum of its printed addends, or of what is printed below them.
    fn adds_up(
        &self,
        rule: Rule,
        total: usize,
        addends: &[(i8, usize)],
        below: &FxHashMap<(Rule, usize), &Instance>,
    ) -> bool {
        let mut level: Vec<(i8, usize)> = addends.to_vec();
        for _ in 0..LEVELS {
            if sum(&level, &self.stated()).0.abs() == self.value(total).abs() {
                return true;
            }
            let next = level.iter().flat_map(|(sign, p)| match below.get(&(rule, *p)) {
                Some(x) => x.formula.plain.iter().skip(1).map(|(s, p)| (-sign * s, *p)).collect(),
                None => vec![(*sign, *p)],
            });
            let next: Vec<(i8, usize)> = next.collect();
            if next.len() == level.len() {
                return false;
            }
            level = next;
        }
        false
    }

    /// True if a rate is what the printed figures work out to, in some of their printings: then it says nothing of the truths.
    fn worked_out(&self, rate: usize, above: &[(i8, usize)], below: &[(i8, usize)]) -> bool {
        let mut names: Vec<usize> = above.iter().chain(below).map(|(_, p)| *p).collect();
        names.sort_unstable();
        names.dedup();
        let printings: Vec<Vec<i128>> = names
            .iter()
            .map(|p| {
                let list = self.engine.by_coordinates.get(&self.engine.coordinates(*p)).into_iter().flatten();
                let whole = list.filter(|q| self.engine.print(**q).is_some_and(|q| !q.part && !q.blank));
                let mut values: Vec<i128> = whole.map(|q| self.value(*q)).chain([self.value(*p)]).collect();
                values.sort_unstable();
                values.dedup();
                values.truncate(4);
                values
            })
            .collect();
        let combinations = printings.iter().map(Vec::len).product::<usize>().min(64);
        (0..combinations).any(|mut n| {
            let mut at: FxHashMap<usize, i128> = FxHashMap::default();
            for (p, list) in names.iter().zip(&printings) {
                at.extend(list.get(n % list.len()).map(|v| (*p, *v)));
                n /= list.len();
            }
            let total = |parts: &[(i8, usize)]| -> i128 {
                parts.iter().map(|(s, p)| i128::from(*s) * at.get(p).copied().unwrap_or(0)).sum()
            };
            let (a, b) = (total(above), total(below));
            let gap = (2 * RATE).checked_mul(a).zip(self.value(rate).checked_mul(b)).map(|(x, y)| (x - y).abs());
            b != 0 && gap.is_none_or(|gap| gap <= self.slack(rate).saturating_mul(b.abs()))
        })
    }

    fn quotient(&self, formula: &Formula) -> Option<Vec<Constraint>> {
        let (rate, q) = formula.rate()?;
        if self.lenient() && self.worked_out(rate, &q.above, &q.below) {
            return Some(Vec::new());
        }
        let (value, slack) = (self.value(rate), self.slack(rate));
        let positive = sum(&q.below, &self.stated()).0 > 0;
        let bound = |r: i128, range: Range| -> Option<Constraint> {
            let weighted = |parts: &[(i8, usize)], w: i128| -> Vec<(Var, i128)> {
                parts.iter().map(|(s, p)| (*p, i128::from(*s) * w)).collect()
            };
            let mut terms = weighted(&q.above, 2 * RATE);
            terms.extend(weighted(&q.below, -r));
            Some(Constraint { terms: merged(terms), range })
        };
        let zero = Point::closed(0);
        if slack == 0 {
            return Some(vec![bound(value, Range { low: Some(zero), high: Some(zero) })?]);
        }
        let more = Range { low: Some(Point::above(0)), high: None };
        let less = Range { low: None, high: Some(Point::below(0)) };
        let (low, high) = if positive { (more, less) } else { (less, more) };
        Some(vec![bound(value - slack, low)?, bound(value + slack, high)?])
    }
}

fn is_sum(x: &Instance) -> bool {
    x.formula.quotients.is_empty() && x.formula.order == Order::Equal
}

/// One term for each variable.
fn merged(mut terms: Vec<(Var, i128)>) -> Vec<(Var, i128)> {
    terms.sort_unstable_by_key(|t| t.0);
    terms.dedup_by(|b, a| {
        let same = a.0 == b.0;
        a.1 += if same { b.1 } else { 0 };
        same
    });
    terms.retain(|t| t.1 != 0);
    terms
}

impl Model for Joint<'_, '_> {
    fn variables(&self) -> usize {
        self.engine.prints.all.len()
    }

    fn start(&self, v: Var) -> i128 {
        self.value(v)
    }

    fn range(&self, v: Var) -> Range {
        if self.lenient() && self.free.contains(&v) {
            return Range::default();
        }
        let (value, slack) = (self.value(v), self.slack(v));
        if slack == 0 {
            return Range { low: Some(Point::closed(value)), high: Some(Point::closed(value)) };
        }
        Range { low: Some(Point::above(value - slack)), high: Some(Point::below(value + slack)) }
    }

    fn touching(&self, v: Var) -> &[usize] {
        self.engine.touching.get(v).map(Vec::as_slice).unwrap_or_default()
    }

    fn constraints(&self, group: usize) -> Vec<Constraint> {
        let Some(x) = self.engine.instances.get(group).filter(|_| self.part.get(group) == Some(&true)) else {
            return Vec::new();
        };
        let f = &x.formula;
        if !f.quotients.is_empty() {
            return self.quotient(f).unwrap_or_default();
        }
        let high = if f.extra > 0 { Point::below(f.extra) } else { Point::closed(0) };
        let low = if f.extra > 0 { Point::above(-f.extra) } else { Point::closed(0) };
        // What is nowhere printed could still raise its side.
        let range = Range {
            low: (f.order != Order::AtMost && !f.open.0).then_some(low),
            high: (f.order != Order::AtLeast && !f.open.1).then_some(high),
        };
        if range == Range::default() {
            return Vec::new();
        }
        let terms = f.plain.iter().map(|(s, p)| (*p, i128::from(*s))).collect();
        vec![Constraint { terms: merged(terms), range }]
    }

    fn open(&self) -> Vec<usize> {
        let rounding = |i: &usize| self.engine.outcomes.get(*i) == Some(&Outcome::Rounding);
        (0..self.part.len()).filter(|i| self.part.get(*i) == Some(&true)).filter(rounding).collect()
    }
}
