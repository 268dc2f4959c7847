//! Contradictions without a culprit: both sides are shown, and which of them first.

use super::{Diagnosis, Verdict};
use crate::bind::Rule;
use crate::evaluate::{Corrected, Outcome};
use crate::weigh::Candidate;
use mingzhang_catalog::relations::Order;
use mingzhang_model::Dimension;

/// Shown as equals when nobody is accused.
const SUSPECTS: usize = 3;

impl Diagnosis<'_, '_> {
    /// What is left: a contradiction without a culprit. The figure shown first is the only best candidate, if there is one; else the
    /// narrative side of an equality, the left side of a sum, the rate of a quotient.
    pub(super) fn unresolved(&mut self) -> Option<Verdict> {
        let broken = self.broken();
        let size = |i: &usize| self.engine.instances.get(*i).map_or(0, |x| x.formula.prints().len());
        let first = broken.iter().copied().min_by_key(|i| (size(i), *i))?;
        let x = self.engine.instances.get(first)?;
        let formula = &x.formula;
        let stated = Corrected { prints: &self.engine.prints.all, changes: &[], base: Some(&self.corrections) };
        let overall = formula.overall(&stated);
        let candidates = if overall.is_some() { Vec::new() } else { self.candidates(&[first]) };
        let values = Corrected { prints: &self.engine.prints.all, changes: &[], base: Some(&self.corrections) };
        let top = candidates.iter().map(Candidate::score).max();
        let best: Vec<&Candidate> = candidates.iter().filter(|c| Some(c.score()) == top).collect();
        let prints = formula.prints();
        let narrative = |p: &usize| self.engine.print(*p).is_some_and(|p| p.table.is_none());
        let (primary, required) = match (overall, best.as_slice()) {
            (Some((rate, value)), _) => (rate, self.engine.print(rate).map(|p| p.round(value))),
            (None, [only]) => (only.print, Some(only.value)),
            _ => {
                let p = if x.rule == Rule::Same { prints.iter().copied().find(|p| narrative(p)) } else { None };
                // A slip of the digits points at a figure; the total and the rate come first where one points at them too.
                let slips: Vec<usize> = best.iter().filter(|c| self.slips(c)).map(|c| c.print).collect();
                let first = prints.first().filter(|f| slips.contains(f)).or(slips.first());
                let p = p.or(first.copied());
                let p = p.or_else(|| self.loneliest(x.formula.order, &prints)).or(prints.first().copied())?;
                let solved = formula.solve(p, &values);
                (p, solved.and_then(|v| self.engine.print(p).map(|q| q.round(v))).filter(|v| self.plausible(p, *v)))
            }
        };
        // A value is asked for only of a figure that nothing else speaks for, or of a rate whose amounts are not in doubt themselves.
        let doubted = |p: &usize| {
            self.engine
                .touching
                .get(*p)
                .into_iter()
                .flatten()
                .any(|i| *i != first && self.outcomes.get(*i) == Some(&Outcome::Broken))
        };
        let spoken_for = overall.is_none() && best.len() != 1 && x.rule != Rule::Same && self.sums_held(primary) > 0;
        let unsure = spoken_for || overall.is_some() && prints.iter().any(doubted);
        let required = required.filter(|_| !unsure);
        let suspects = self.suspects(primary, &best);
        // Everything that one of the best corrections would repair together belongs to one dispute.
        let mut mine: Vec<usize> = vec![first];
        for c in &best {
            mine.extend(c.repaired.iter().copied().filter(|_| c.repaired.contains(&first)));
        }
        for p in self.group(primary) {
            mine.extend(
                self.engine.touching.get(p).into_iter().flatten().copied().filter(|i| {
                    self.is_broken(*i) && self.engine.instances.get(*i).is_some_and(|x| x.rule == Rule::Same)
                }),
            );
        }
        mine.sort_unstable();
        mine.dedup();
        self.forget(&mine);
        for i in &mine {
            if let Some(e) = self.explained.get_mut(*i) {
                *e = true;
            }
        }
        Some(Verdict {
            primary,
            also: Vec::new(),
            correction: None,
            suspects,
            required,
            broken: mine,
            follow: Vec::new(),
            satisfies: 0,
        })
    }

    /// How many sums that hold a figure is part of.
    fn sums_held(&self, print: usize) -> usize {
        let sum = |i: &&usize| {
            self.outcomes.get(**i).is_some_and(|o| o.holds())
                && self.engine.instances.get(**i).is_some_and(|x| {
                    x.rule != Rule::Same && x.formula.order == Order::Equal && x.formula.quotients.is_empty()
                })
        };
        self.engine.touching.get(print).into_iter().flatten().filter(sum).count()
    }

    /// True if the digits themselves show how a figure went wrong; that it also stands in the next cell may be as it should.
    pub(super) fn slips(&self, c: &Candidate) -> bool {
        c.strong(self.engine) && c.slip != Some("neighbour")
    }

    /// The others that a single correction could clear as well, if they are few: those a strong slip explains, if there are such.
    fn suspects(&self, primary: usize, best: &[&Candidate]) -> Vec<usize> {
        let strong: Vec<&Candidate> = best.iter().copied().filter(|c| self.slips(c)).collect();
        let list = if strong.is_empty() { best.to_vec() } else { strong };
        let solid = |p: &usize| *p != primary && self.engine.print(*p).is_some_and(|q| !q.blank);
        let out: Vec<usize> = list.iter().map(|c| c.print).filter(solid).collect();
        if out.len() < SUSPECTS { out } else { Vec::new() }
    }

    /// Of an inequality without a culprit: a change before an amount, then the figure that the fewest printings and relations that
    /// hold speak for; the one printed coarsest before that.
    fn loneliest(&self, order: Order, prints: &[usize]) -> Option<usize> {
        let held = |p: &usize| {
            let touching = self.engine.touching.get(*p).into_iter().flatten();
            let held = touching.filter(|i| self.outcomes.get(**i).is_some_and(|o| o.holds())).count();
            let whole = self.engine.coordinates(*p).get(Dimension::Aspect).is_whole();
            (whole, self.engine.print(*p).map(|q| q.agreement), self.decimals(*p), held)
        };
        if order == Order::Equal { None } else { prints.iter().copied().min_by_key(held) }
    }

    /// How many decimals are printed: fewer than elsewhere, and some may be lost.
    fn decimals(&self, print: usize) -> Option<usize> {
        let fact = self.engine.print(print).and_then(|p| self.engine.disclosure.facts.get(p.fact()))?;
        let rest = fact.printed.split_once('.').map_or("", |(_, rest)| rest);
        Some(rest.chars().take_while(char::is_ascii_digit).count())
    }
}
