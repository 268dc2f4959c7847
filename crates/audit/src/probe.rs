//! What the relations can see of one figure, for the mutation bench: how many touch it, and how many a change of it breaks.

use crate::engine::Engine;
use crate::evaluate::{Corrected, Outcome, Values};
use mingzhang_catalog::Catalog;
use mingzhang_model::{Disclosure, Figure};

/// The engine bound to a report.
pub struct Probe<'a> {
    engine: Engine<'a>,
}

impl std::fmt::Debug for Probe<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Probe").field("instances", &self.engine.instances.len()).finish()
    }
}

/// The prints as they stand but for one.
struct Changed<'a> {
    base: Corrected<'a>,
    print: usize,
    value: i128,
    slack: i128,
}

impl Values for Changed<'_> {
    fn value(&self, print: usize) -> i128 {
        if print == self.print { self.value } else { self.base.value(print) }
    }

    fn slack(&self, print: usize) -> i128 {
        if print == self.print { self.slack } else { self.base.slack(print) }
    }
}

impl<'a> Probe<'a> {
    /// Binds the relations of the catalog to a report.
    #[must_use]
    pub fn new(disclosure: &'a Disclosure, catalog: &'a Catalog) -> Probe<'a> {
        let dropped: Vec<bool> = disclosure.tables.iter().map(|t| t.misread.is_some()).collect();
        Probe { engine: Engine::new(disclosure, &catalog.relations, &dropped) }
    }

    fn judged(&self, fact: usize) -> impl Iterator<Item = usize> {
        let print = self.engine.prints.of_fact.get(fact).copied().flatten();
        let list = print.and_then(|p| self.engine.touching.get(p)).map_or(&[][..], Vec::as_slice);
        // What is uncertain breaks in silence: it witnesses nothing.
        let speaks = |i: &usize| {
            self.engine.outcomes.get(*i).is_some_and(|o| *o != Outcome::Unknown)
                && self.engine.instances.get(*i).is_some_and(|x| !x.uncertain)
        };
        list.iter().copied().filter(speaks)
    }

    /// How many relations that say something touch a fact.
    #[must_use]
    pub fn witnesses(&self, fact: usize) -> usize {
        self.judged(fact).count()
    }

    /// How many relations that hold cannot hold any more once the fact is printed as `figure`.
    #[must_use]
    pub fn contradictions(&self, fact: usize, figure: Figure) -> usize {
        let Some(print) = self.engine.prints.of_fact.get(fact).copied().flatten() else { return 0 };
        let rate = figure.unit == mingzhang_model::Unit::Percent;
        let values = Changed {
            base: Corrected { prints: &self.engine.prints.all, changes: &[], base: None },
            print,
            value: 2 * i128::from(figure.value.0),
            slack: if rate { i128::from(figure.step.0) } else { figure.slack() },
        };
        let broken = |i: &usize| {
            let Some(x) = self.engine.instances.get(*i) else { return false };
            let held = self.engine.outcomes.get(*i).is_some_and(|o| o.holds());
            held && matches!(x.formula.evaluate(&values), Outcome::Broken)
        };
        self.judged(fact).filter(broken).count()
    }
}

#[cfg(test)]
mod tests {
    use super::Probe;
    use crate::sample;
    use mingzhang_catalog::Catalog;
    use mingzhang_model::{Figure, Unit};

    #[test]
    fn a_change_within_rounding_contradicts_nothing() {
        let d = sample::disclosure(
            "T0 支出 30.00万元\nT0 支出[性质=基本支出] 10.00万元\nT0 支出[性质=项目支出] 20.00万元\nN1 会议费 3.00万元",
        )
        .unwrap();
        let p = Probe::new(&d, Catalog::embedded());
        let seen = |n: &str| p.contradictions(1, Figure::parse(n, Unit::WanYuan).unwrap()) == 1;
        assert_eq!((p.witnesses(1), p.witnesses(3)), (1, 0));
        assert!(!seen("10.00") && !seen("10.01") && seen("10.02") && seen("1.00"));
    }
}
