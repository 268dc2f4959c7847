//! The system as the simplex sees it: ranges, starting points and constraints.

use super::Joint;
use crate::evaluate::{Formula, Outcome, RATE, sum};
use crate::simplex::{Constraint, Model, Point, Range, Var};
use mingzhang_catalog::relations::Order;

impl Joint<'_, '_> {
    fn quotient(&self, formula: &Formula) -> Option<Vec<Constraint>> {
        let (rate, q) = formula.rate()?;
        if !self.strict && self.worked_out(rate, &q.above, &q.below) {
            return Some(Vec::new());
        }
        let (value, slack) = (self.value(rate), self.slack(rate));
        let positive = sum(&q.below, &self.stated()).0 > 0;
        let bound = |r: i128, range: Range| -> Option<Constraint> {
            let weighted = |parts: &[(i8, usize)], w: i128| -> Vec<(Var, i128)> {
                parts.iter().map(|(s, p)| (self.of(*p), i128::from(*s) * w)).collect()
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

    fn patient(&self) -> bool {
        self.patient
    }

    fn start(&self, v: Var) -> Point {
        self.classes.get(&v).map_or_else(|| Point::closed(self.value(v)), |c| c.start)
    }

    fn range(&self, v: Var) -> Range {
        self.classes.get(&v).map_or_else(|| self.own(v), |c| c.range)
    }

    fn touching(&self, v: Var) -> Vec<usize> {
        let of = |p: usize| self.engine.touching.get(p).into_iter().flatten().copied();
        match self.classes.get(&v) {
            Some(c) => c.members.iter().flat_map(|p| of(*p)).collect(),
            None => of(v).collect(),
        }
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
        let terms = merged(f.plain.iter().map(|(s, p)| (self.of(*p), i128::from(*s))).collect());
        if terms.is_empty() { Vec::new() } else { vec![Constraint { terms, range }] }
    }

    fn open(&self) -> Vec<usize> {
        let moved: Vec<Option<Point>> =
            (0..self.class.len()).map(|p| self.classes.get(&self.of(p)).map(|c| c.start)).collect();
        let changed = |p: usize| moved.get(p).copied().flatten().filter(|s| *s != Point::closed(self.value(p)));
        let instances = self.engine.instances.iter().zip(&self.engine.outcomes).enumerate();
        let open = instances.filter(|(i, (x, outcome))| {
            if self.part.get(*i) != Some(&true) {
                return false;
            }
            let f = &x.formula;
            if !f.quotients.is_empty() {
                // A rate says nothing unless the printed figures miss it.
                return **outcome == Outcome::Rounding
                    || (self.strict && f.prints().into_iter().any(|p| changed(p).is_some()));
            }
            let mut total = 0i128;
            for (s, p) in &f.plain {
                let start = changed(*p).unwrap_or_else(|| Point::closed(self.value(*p)));
                if start.steps != 0 {
                    return true;
                }
                total += i128::from(*s) * start.at;
            }
            match f.order {
                Order::Equal => total != 0,
                Order::AtMost => total > 0,
                Order::AtLeast => total < 0,
            }
        });
        open.map(|(i, _)| i).collect()
    }
}
