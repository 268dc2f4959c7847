//! Which figures of a broken relation are worth showing beside the accused one.

use crate::bind::Instance;
use crate::diagnose::Verdict;
use crate::report::Reporter;
use mingzhang_model::{Dimension, Quantity};

/// At most so many witnesses.
const WITNESSES: usize = 8;

/// A relation of more figures than this is shown by the telling ones.
const LONG: usize = 7;

impl Reporter<'_, '_> {
    pub(crate) fn witnesses(&self, v: &Verdict, primary: &[usize]) -> Vec<usize> {
        let mut instances: Vec<usize> = v.broken.clone();
        instances.sort_by_key(|i| self.engine.instances.get(*i).map_or(0, |x| x.formula.prints().len()));
        let mut out: Vec<usize> = Vec::new();
        for i in instances {
            let Some(x) = self.engine.instances.get(i) else { continue };
            for p in self.telling(x) {
                if !primary.contains(&p) && !out.contains(&p) && self.engine.print(p).is_some_and(|q| !q.blank) {
                    out.push(p);
                }
            }
        }
        out.truncate(WITNESSES);
        out
    }

    /// The figures of an instance worth showing: all of a short one; of a long sum the total, the addend that equals the gap and the
    /// greatest; of a long sum of quotients the total and the lowest rate.
    fn telling(&self, x: &Instance) -> Vec<usize> {
        let prints = x.formula.prints();
        if prints.len() <= LONG {
            return prints;
        }
        let mut out: Vec<usize> = prints.first().copied().into_iter().collect();
        let rest = || prints.iter().copied().skip(1).filter_map(|p| self.engine.print(p).map(|q| (p, q)));
        if x.formula.quotients.len() > 1 {
            let lowest = rest().filter(|(_, q)| q.is_rate()).min_by_key(|(_, q)| q.value).map(|(p, _)| p);
            if let Some(rate) = lowest {
                let subject = self.engine.coordinates(rate).get(Dimension::Subject);
                out.extend(
                    prints.iter().copied().filter(|p| self.engine.coordinates(*p).get(Dimension::Subject) == subject),
                );
            }
        } else {
            out.extend(self.residual(x));
            out.extend(rest().max_by_key(|(_, q)| q.value.abs()).map(|(p, _)| p));
        }
        let mut seen = Vec::new();
        out.retain(|p| {
            !seen.contains(p) && {
                seen.push(*p);
                true
            }
        });
        out
    }

    /// The one addend of a sum that is as great as its gap: left out of the total, or counted twice.
    pub(crate) fn residual(&self, x: &Instance) -> Option<usize> {
        if !x.formula.quotients.is_empty() || x.formula.plain.len() < 3 {
            return None;
        }
        let (gap, slack) = crate::evaluate::sum(&x.formula.plain, &self.values(&[]));
        let near = |p: &usize| {
            if self.engine.print(*p).is_none_or(|q| q.unit.quantity() != Quantity::Money) {
                return false;
            }
            let value = self.engine.print(*p).map_or(0, |q| q.value.abs());
            value != 0 && (value - gap.abs()).abs() < slack.max(1)
        };
        let mut fitting = x.formula.plain.iter().skip(1).map(|(_, p)| *p).filter(near);
        let one = fitting.next()?;
        fitting.next().is_none().then_some(one)
    }
}
