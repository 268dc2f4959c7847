//! What a correction is worth: the instances it repairs, less those it breaks.

use crate::bind::Rule;
use crate::diagnose::Diagnosis;
use crate::engine::Engine;
use crate::evaluate::{Corrected, Outcome, Values};
use crate::recognised;
use crate::slip::{self, Slip};
use mingzhang_catalog::relations::Order;
use mingzhang_model::{Dimension, Origin, Quantity};
use rustc_hash::{FxHashMap, FxHashSet};

#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub print: usize,
    pub value: i128,
    pub quality: u8,
    pub slip: Option<Slip>,
    pub repaired: Vec<usize>,
    pub lost: Vec<usize>,
    /// Of the lost: rates worked out from this very figure, which are wrong with it.
    pub derived: usize,
    /// Rates that miss by their last place and fit afterwards.
    pub tails: Vec<usize>,
    /// Of the repaired: the same other printing once more.
    pub repeats: usize,
    pub held: u32,
    /// Of the held: those that hold to the digit.
    pub exactly: u32,
}

impl Candidate {
    /// Two for each instance repaired and one for each rate that fits again, minus two for each lost, but one for a lost rate that was
    /// derived from the figure.
    pub fn score(&self) -> i64 {
        let n = |n: usize| i64::try_from(n).unwrap_or(0);
        2 * n(self.repaired.len() - self.repeats) + n(self.tails.len()) - 2 * n(self.lost.len()) + n(self.derived)
    }

    pub fn strong(&self, engine: &Engine<'_>) -> bool {
        let Some(p) = engine.print(self.print) else { return false };
        self.slip.is_some_and(|s| slip::strong(s, p.value / 2, p.step))
    }
}

impl Diagnosis<'_, '_> {
    /// Where printings of one thing differ: the value with most support, for those that print another.
    pub(crate) fn targets(&self) -> FxHashMap<usize, i128> {
        let mut out = FxHashMap::default();
        let mut at = FxHashSet::default();
        for i in self.broken() {
            let Some(x) = self.engine.instances.get(i).filter(|x| x.rule == Rule::Same) else { continue };
            for p in x.formula.prints() {
                at.insert(self.engine.coordinates(p));
            }
        }
        for c in at {
            let Some(list) = self.engine.by_coordinates.get(&c) else { continue };
            let mut groups: Vec<(i128, u32, Vec<usize>)> = Vec::new();
            for p in list {
                let Some(q) = self.engine.print(*p).filter(|q| !q.part && !q.blank) else { continue };
                let support = 1 + u32::try_from(
                    self.engine
                        .touching
                        .get(*p)
                        .into_iter()
                        .flatten()
                        .filter(|i| {
                            self.outcomes.get(**i).is_some_and(|o| o.holds())
                                && self.engine.instances.get(**i).is_some_and(|x| x.rule != Rule::Same)
                        })
                        .count(),
                )
                .unwrap_or(0);
                match groups.iter_mut().find(|(v, _, _)| (*v - q.value).abs() < 2 * q.step) {
                    Some((_, s, members)) => {
                        *s += support;
                        members.push(*p);
                    }
                    None => groups.push((q.value, support, vec![*p])),
                }
            }
            groups.sort_by_key(|g| std::cmp::Reverse(g.1));
            if let [first, second, ..] = groups.as_slice()
                && first.1 > second.1
            {
                for (_, _, members) in groups.iter().skip(1) {
                    out.extend(members.iter().map(|p| (*p, first.0)));
                }
            }
        }
        out
    }

    /// What correcting `print` to `value` does.
    pub(crate) fn weigh(&self, print: usize, value: i128, quality: u8, slip: Option<Slip>) -> Candidate {
        let group = self.group(print);
        let changes: Vec<(usize, i128)> = group.iter().map(|p| (*p, value)).collect();
        let mut touched: Vec<usize> =
            group.iter().filter_map(|p| self.engine.touching.get(*p)).flatten().copied().collect();
        if group.len() > 1 {
            touched.sort_unstable();
            touched.dedup();
        }
        let mut others: FxHashSet<usize> = FxHashSet::default();
        let mut out = Candidate {
            print,
            value,
            quality,
            slip,
            repaired: Vec::new(),
            lost: Vec::new(),
            derived: 0,
            tails: Vec::new(),
            repeats: 0,
            held: 0,
            exactly: 0,
        };
        for i in touched {
            if !self.sees(i) {
                continue;
            }
            let before = self.outcomes.get(i).copied().unwrap_or(Outcome::Unknown);
            if before == Outcome::Unknown {
                continue;
            }
            let after = self.evaluate(i, &changes);
            if after.holds() {
                out.held += 1;
                out.exactly += u32::from(after == Outcome::Held);
                if before == Outcome::Tail && self.explained.get(i) == Some(&false) {
                    out.tails.push(i);
                }
                if self.is_broken(i) {
                    out.repaired.push(i);
                    // The same printing set right against each member of the group is one repair.
                    let same = self.engine.instances.get(i).filter(|x| x.rule == Rule::Same);
                    let other = same.and_then(|x| x.formula.prints().into_iter().find(|p| !group.contains(p)));
                    let other = other.map(|o| self.group(o).into_iter().min().unwrap_or(o));
                    out.repeats += usize::from(other.is_some_and(|o| !others.insert(o)));
                }
            } else if after == Outcome::Broken
                && (before.holds() || before == Outcome::Tail)
                && !self.forgiven(i, print, value)
            {
                out.lost.push(i);
                let operand = self.engine.instances.get(i).is_some_and(|x| {
                    !x.formula.quotients.is_empty() && !x.formula.plain.iter().any(|(_, p)| *p == print)
                });
                out.derived += usize::from(operand);
            }
        }
        out
    }

    /// True if an instance breaks only because its other figures are wrong in the same way.
    pub(crate) fn forgiven(&self, i: usize, print: usize, value: i128) -> bool {
        let Some(x) = self.engine.instances.get(i).filter(|x| x.rule != Rule::Same) else { return false };
        let mut changes = vec![(print, value)];
        changes.extend(
            x.formula
                .prints()
                .into_iter()
                .filter(|p| *p != print)
                .filter_map(|p| self.targets.get(&p).map(|v| (p, *v))),
        );
        changes.len() > 1 && self.evaluate(i, &changes).holds()
    }

    /// A value that could stand there: amounts and counts are not negative, and zero needs a printing that says so.
    pub(crate) fn plausible(&self, print: usize, value: i128) -> bool {
        let Some(p) = self.engine.print(print) else { return false };
        if value == p.value {
            return false;
        }
        let aspect = self.engine.coordinates(print).get(Dimension::Aspect);
        let signed = matches!(aspect.word(), "增减额" | "增长率");
        signed || value >= 0 || p.value < 0
    }

    /// The best value for one print, given the broken instances it takes part in.
    pub(crate) fn best(&self, print: usize) -> Option<Candidate> {
        let p = self.engine.print(print)?;
        let mine: Vec<usize> =
            self.engine.touching.get(print)?.iter().copied().filter(|i| self.is_broken(*i)).collect();
        let mut values: Vec<(i128, u8, Option<Slip>)> = Vec::new();
        let stated = p.value / 2;
        let base = Corrected { prints: &self.engine.prints.all, changes: &[], base: Some(&self.corrections) };
        for i in &mine {
            let Some(x) = self.engine.instances.get(*i) else { continue };
            if let Some(v) = x.formula.solve(print, &base) {
                let rate = !x.formula.quotients.is_empty() && x.formula.plain.first().is_none_or(|(_, r)| *r != print);
                let v = p.round(v);
                let quality = if x.rule == Rule::Same {
                    3
                } else if rate {
                    0
                } else {
                    1
                };
                values.push((v, quality, slip::name(stated, v / 2, p.place, p.unit)));
                // Sums of rounded figures leave the last place open: the neighbours may fit better.
                if quality == 1 && p.unit.quantity() == Quantity::Money {
                    for n in [v - 2 * p.place, v + 2 * p.place] {
                        values.push((n, 1, slip::name(stated, n / 2, p.place, p.unit)));
                    }
                }
            }
        }
        if p.unit.quantity() != Quantity::Count {
            // A slip must mend an equation: any large enough shift would mend an inequality.
            let equations: Vec<usize> = mine
                .iter()
                .copied()
                .filter(|i| {
                    self.engine
                        .instances
                        .get(*i)
                        .is_some_and(|x| x.formula.order == Order::Equal && x.formula.solve(print, &base).is_some())
                })
                .collect();
            for (v, s) in slip::variants(stated, p.step, p.unit).into_iter().filter(|(v, _)| v % p.place == 0) {
                if equations.iter().any(|i| self.evaluate(*i, &[(print, 2 * v)]).holds()) {
                    values.push((2 * v, 2, Some(s)));
                }
            }
        }
        values.extend(self.last_years(print, &mine));
        // In a quotient of few figures a single wrong digit is telling: hardly another value fits.
        let quotient = |i: &usize| {
            self.engine
                .instances
                .get(*i)
                .is_some_and(|x| x.formula.quotients.len() == 1 && x.formula.order == Order::Equal)
        };
        if p.unit.quantity() == Quantity::Money && mine.len() <= 2 && mine.iter().all(quotient) {
            for v in slip::one_digit(stated, p.step).into_iter().filter(|v| v % p.place == 0) {
                if mine.iter().any(|i| self.evaluate(*i, &[(print, 2 * v)]).holds()) {
                    values.push((2 * v, 1, Some("wrong-digit")));
                }
            }
        }
        let misread = self.misread(print);
        values.extend(misread.iter().map(|v| (*v, 2, Some(recognised::MISREAD))));
        if self.copied.contains(&print) {
            for (_, _, slip) in values.iter_mut().filter(|v| !v.2.is_some_and(|s| slip::strong(s, stated, p.step))) {
                *slip = Some("neighbour");
            }
        }
        for (_, _, slip) in values.iter_mut().filter(|v| misread.contains(&v.0)) {
            *slip = Some(recognised::MISREAD);
        }
        values.retain(|(v, _, _)| self.plausible(print, *v));
        values.sort_by_key(|(v, q, _)| (*v, std::cmp::Reverse(*q)));
        values.dedup_by_key(|(v, _, _)| *v);
        values.into_iter().map(|(v, q, s)| self.weigh(print, v, q, s)).filter(|c| !c.repaired.is_empty()).max_by_key(
            |c| {
                let written = c.slip.is_some();
                (
                    c.score(),
                    c.quality == 3,
                    c.strong(self.engine),
                    c.quality > 1,
                    written,
                    c.exactly,
                    c.quality,
                    std::cmp::Reverse((c.value - p.value).abs()),
                )
            },
        )
    }

    /// The values a figure read from a picture may have instead.
    fn misread(&self, print: usize) -> Vec<i128> {
        let fact = self.engine.print(print).and_then(|p| self.engine.disclosure.facts.get(p.fact()));
        let others = fact.map(|f| recognised::others(self.engine.disclosure, f)).unwrap_or_default();
        others.into_iter().map(|v| 2 * i128::from(v)).collect()
    }

    /// Last year's figure printed as this year's: with the change told beside it the right one follows. It must meet an inequality to the
    /// digit, or any change large enough would mend it; a quotient within its rounding.
    fn last_years(&self, print: usize, broken: &[usize]) -> Vec<(i128, u8, Option<Slip>)> {
        let Some(p) = self.engine.print(print).filter(|p| !p.is_rate() && p.unit.quantity() == Quantity::Money) else {
            return Vec::new();
        };
        let c = self.engine.coordinates(print);
        if !c.get(Dimension::Aspect).is_whole() || p.table.is_some() {
            return Vec::new();
        }
        let stands = Corrected { prints: &self.engine.prints.all, changes: &[], base: Some(&self.corrections) };
        let mut out = Vec::new();
        for base in ["上年", "上年执行数", "预算"] {
            let at = c.at(Dimension::Aspect, "增减额").at(Dimension::Base, base);
            for change in self.engine.by_coordinates.get(&at).into_iter().flatten() {
                let value = p.value + stands.value(*change);
                let changes = [(print, value)];
                let moved = Corrected { changes: &changes, ..stands };
                let meets = |i: &usize| {
                    let Some(x) = self.engine.instances.get(*i) else { return false };
                    if x.formula.order == Order::Equal {
                        return x.formula.quotients.len() == 1 && x.formula.evaluate(&moved).holds();
                    }
                    let plain = x.formula.quotients.is_empty() && !x.formula.prints().contains(change);
                    plain && crate::evaluate::sum(&x.formula.plain, &moved).0 == 0
                };
                if value != p.value && broken.iter().any(meets) {
                    out.push((value, 2, Some("prior-year")));
                }
            }
        }
        out
    }

    /// Figures that stand word for word in the next cell, row or clause: they may have been taken from there.
    pub(crate) fn copied(engine: &Engine<'_>) -> FxHashSet<usize> {
        let mut at: FxHashMap<(usize, usize, usize), (usize, i128)> = FxHashMap::default();
        let mut out = FxHashSet::default();
        let mut before: Option<(usize, usize, i128)> = None;
        for (p, print) in engine.prints.all.iter().enumerate() {
            let Some(fact) = engine.disclosure.facts.get(print.fact()) else { continue };
            match fact.origin {
                Origin::Table { table, row, column } if !print.blank && print.value != 0 => {
                    at.insert((table, row, column), (p, print.value));
                }
                Origin::Table { .. } => {}
                Origin::Narrative { block, .. } => {
                    if before.is_some_and(|(b, q, v)| b == block && q != p && v == print.value) {
                        out.insert(p);
                    }
                    before = Some((block, p, print.value));
                }
            }
        }
        for ((table, row, column), (p, value)) in &at {
            let near = [(0, 1), (1, 0), (0, 2), (2, 0)].into_iter().any(|(r, c)| {
                let same = |key: (usize, usize, usize)| at.get(&key).is_some_and(|(_, v)| v == value);
                same((*table, row + r, column + c))
                    || (*row >= r && *column >= c && same((*table, row - r, column - c)))
            });
            if near {
                out.insert(*p);
            }
        }
        out
    }

    /// Printings with the same mistake: same coordinates, same value.
    pub(crate) fn allies(&self, print: usize) -> Vec<usize> {
        let Some(p) = self.engine.print(print) else { return Vec::new() };
        let list = self.engine.by_coordinates.get(&self.engine.coordinates(print));
        list.into_iter()
            .flatten()
            .copied()
            .filter(|q| *q != print && self.engine.print(*q).is_some_and(|q| q.value == p.value && !q.part && !q.blank))
            .collect()
    }

    /// A figure with its repetitions in the same stretch of text: a slip is copied from sentence to sentence.
    pub(crate) fn group(&self, print: usize) -> Vec<usize> {
        let at = |p: usize| match self.engine.print(p).and_then(|q| self.engine.disclosure.facts.get(q.fact()))?.origin
        {
            Origin::Narrative { section, block } => Some((section, block)),
            Origin::Table { .. } => None,
        };
        let mut out = vec![print];
        if let Some((section, block)) = at(print) {
            out.extend(
                self.allies(print).into_iter().filter(|p| {
                    at(*p).is_some_and(|(s, b)| b.abs_diff(block) <= 1 || (s == section && s != usize::MAX))
                }),
            );
        }
        out
    }
}
