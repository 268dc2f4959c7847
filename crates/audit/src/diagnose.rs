//! Diagnosis: the smallest set of figures whose correction makes broken relations hold, found greedily.
//!
//! A correction is worth the broken instances it repairs less the held ones it breaks. The best correction is believed only if no figure
//! elsewhere could be corrected about as well; otherwise both sides are shown and nobody is accused.

use crate::bind::Rule;
use crate::engine::Engine;
use crate::evaluate::{Corrected, Outcome};
use crate::slip::{self, Slip};
use mingzhang_catalog::relations::Order;
use mingzhang_model::{Dimension, Quantity, Severity};
use rustc_hash::{FxHashMap, FxHashSet};

/// A correction that is believed.
#[derive(Clone, Debug)]
pub(crate) struct Correction {
    /// The right value, in half units.
    pub value: i128,
    pub slip: Option<Slip>,
    /// False if the relations only confine it to a range.
    pub exact: bool,
    pub confidence: u8,
    /// True if nothing else comes near.
    pub proven: bool,
}

/// One cause.
#[derive(Clone, Debug)]
pub(crate) struct Verdict {
    /// The accused figure, or the one shown first if nobody is accused.
    pub primary: usize,
    /// Other printings with the same mistake.
    pub also: Vec<usize>,
    pub correction: Option<Correction>,
    /// What would satisfy the first broken relation, if nobody is accused.
    pub required: Option<i128>,
    /// Broken instances explained by it.
    pub broken: Vec<usize>,
    /// Instances that held and break once it is corrected: figures derived from the wrong one.
    pub follow: Vec<usize>,
    /// Instances that hold afterwards.
    pub satisfies: u32,
}

#[derive(Clone, Debug)]
struct Candidate {
    print: usize,
    value: i128,
    quality: u8,
    slip: Option<Slip>,
    repaired: Vec<usize>,
    lost: Vec<usize>,
    /// Of the lost: rates worked out from this very figure, which are wrong with it.
    derived: usize,
    held: u32,
    /// Of the held: those that hold to the digit.
    exactly: u32,
}

impl Candidate {
    /// Two for each instance repaired, minus two for each lost, minus one for each lost rate that was derived from the figure.
    fn score(&self) -> i64 {
        let n = |n: usize| i64::try_from(n).unwrap_or(0);
        2 * n(self.repaired.len()) - 2 * n(self.lost.len()) + n(self.derived)
    }

    fn strong(&self, engine: &Engine<'_>) -> bool {
        let Some(p) = engine.print(self.print) else { return false };
        self.slip.is_some_and(|s| slip::strong(s, p.value / 2, p.step))
    }
}

/// The search.
pub(crate) struct Diagnosis<'a, 'e> {
    engine: &'e Engine<'a>,
    outcomes: Vec<Outcome>,
    explained: Vec<bool>,
    /// Believed corrections.
    pub corrections: FxHashMap<usize, i128>,
    targets: FxHashMap<usize, i128>,
    /// Only instances of this table, for the guard.
    table: Option<usize>,
}

/// More causes than this in one report are not causes.
const MOST: usize = 200;

impl<'a, 'e> Diagnosis<'a, 'e> {
    /// Prepares the search, over one table or everything.
    pub fn new(engine: &'e Engine<'a>, table: Option<usize>) -> Diagnosis<'a, 'e> {
        let mut out = Diagnosis {
            engine,
            outcomes: engine.outcomes.clone(),
            explained: vec![false; engine.instances.len()],
            corrections: FxHashMap::default(),
            targets: FxHashMap::default(),
            table,
        };
        out.targets = out.targets();
        out
    }

    fn sees(&self, i: usize) -> bool {
        self.table.is_none_or(|t| self.engine.instances.get(i).is_some_and(|x| x.table == Some(t)))
    }

    fn is_broken(&self, i: usize) -> bool {
        self.outcomes.get(i) == Some(&Outcome::Broken) && self.explained.get(i) == Some(&false) && self.sees(i)
    }

    fn broken(&self) -> Vec<usize> {
        (0..self.outcomes.len()).filter(|i| self.is_broken(*i)).collect()
    }

    fn evaluate(&self, i: usize, changes: &[(usize, i128)]) -> Outcome {
        let values = Corrected { prints: &self.engine.prints.all, changes, base: Some(&self.corrections) };
        self.engine.instances.get(i).map_or(Outcome::Unknown, |x| x.formula.evaluate(&values))
    }

    /// Where printings of one thing differ: the value with most support, for those that print another.
    fn targets(&self) -> FxHashMap<usize, i128> {
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
    fn weigh(&self, print: usize, value: i128, quality: u8, slip: Option<Slip>) -> Candidate {
        let mut out = Candidate {
            print,
            value,
            quality,
            slip,
            repaired: Vec::new(),
            lost: Vec::new(),
            derived: 0,
            held: 0,
            exactly: 0,
        };
        for &i in self.engine.touching.get(print).into_iter().flatten() {
            if !self.sees(i) {
                continue;
            }
            let before = self.outcomes.get(i).copied().unwrap_or(Outcome::Unknown);
            if before == Outcome::Unknown {
                continue;
            }
            let after = self.evaluate(i, &[(print, value)]);
            if after.holds() {
                out.held += 1;
                out.exactly += u32::from(after == Outcome::Held);
                if self.is_broken(i) {
                    out.repaired.push(i);
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
    fn forgiven(&self, i: usize, print: usize, value: i128) -> bool {
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
    fn plausible(&self, print: usize, value: i128) -> bool {
        let Some(p) = self.engine.print(print) else { return false };
        if value == p.value {
            return false;
        }
        let aspect = self.engine.coordinates(print).get(Dimension::Aspect);
        let signed = matches!(aspect.word(), "增减额" | "增长率");
        signed || value >= 0 || p.value < 0
    }

    /// The best value for one print, given the broken instances it takes part in.
    fn best(&self, print: usize) -> Option<Candidate> {
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

    /// Printings with the same mistake: same coordinates, same value.
    fn allies(&self, print: usize) -> Vec<usize> {
        let Some(p) = self.engine.print(print) else { return Vec::new() };
        let list = self.engine.by_coordinates.get(&self.engine.coordinates(print));
        list.into_iter()
            .flatten()
            .copied()
            .filter(|q| *q != print && self.engine.print(*q).is_some_and(|q| q.value == p.value && !q.part && !q.blank))
            .collect()
    }

    /// Runs to the end.
    pub fn run(&mut self) -> Vec<Verdict> {
        let mut out: Vec<Verdict> = Vec::new();
        while out.len() < MOST {
            match self.step() {
                Some(v) => self.merge(&mut out, v),
                None => break,
            }
        }
        while out.len() < MOST {
            match self.unresolved() {
                Some(v) => out.push(v),
                None => break,
            }
        }
        out
    }

    fn merge(&self, out: &mut Vec<Verdict>, v: Verdict) {
        let value = v.correction.as_ref().map(|c| c.value);
        let c = self.engine.coordinates(v.primary);
        let stated = self.engine.print(v.primary).map(|p| p.value);
        if let Some(same) = out.iter_mut().find(|o| {
            self.engine.coordinates(o.primary) == c
                && o.correction.as_ref().map(|c| c.value) == value
                && self.engine.print(o.primary).map(|p| p.value) == stated
        }) {
            same.also.push(v.primary);
            same.broken.extend(v.broken);
            same.follow.extend(v.follow);
            same.satisfies += v.satisfies;
            return;
        }
        out.push(v);
    }

    fn candidates(&self, broken: &[usize]) -> Vec<Candidate> {
        let mut names: Vec<usize> =
            broken.iter().filter_map(|i| self.engine.instances.get(*i)).flat_map(|x| x.formula.prints()).collect();
        names.sort_unstable();
        names.dedup();
        names.into_iter().filter_map(|p| self.best(p)).collect()
    }

    /// The next correction to believe, applied.
    fn step(&mut self) -> Option<Verdict> {
        let broken = self.broken();
        if broken.is_empty() {
            return None;
        }
        let all = self.candidates(&broken);
        let mut best: Option<(i64, i64, bool, usize)> = None;
        for (n, c) in all.iter().enumerate() {
            let allies = self.allies(c.print);
            let touches: FxHashSet<usize> = c.repaired.iter().copied().collect();
            let rivals: Vec<&Candidate> = all
                .iter()
                .filter(|o| {
                    o.print != c.print && !allies.contains(&o.print) && o.repaired.iter().any(|i| touches.contains(i))
                })
                .collect();
            let runner = rivals.iter().map(|o| o.score()).max().unwrap_or(-20);
            let strong = c.strong(self.engine);
            let rival_slip = rivals.iter().any(|o| o.score() >= c.score() && o.strong(self.engine));
            let (score, lead) = (c.score(), c.score() - runner);
            let believed = (score >= 4 && lead >= 2)
                || (score >= 1 && lead >= 3)
                || (score >= 2 && lead >= 0 && strong && !rival_slip);
            let key = (score, lead, strong, n);
            if believed && best.is_none_or(|b| (b.0, b.1, b.2) < (score, lead, strong)) {
                best = Some(key);
            }
        }
        let (score, lead, strong, n) = best?;
        let c = all.get(n)?.clone();
        let p = self.engine.print(c.print)?;
        let neighbours = [c.value - 2 * p.place, c.value + 2 * p.place];
        let exact = c.quality > 0
            || c.slip.is_some() && strong
            || !neighbours.iter().any(|v| self.weigh(c.print, *v, 0, None).score() >= score);
        let confidence =
            (50 + 5 * score.clamp(0, 6) + 2 * lead.clamp(0, 6) + if c.slip.is_some() { 8 } else { 0 }).clamp(0, 99);
        let correction = Correction {
            value: c.value,
            slip: c.slip.or_else(|| self.borrowed(c.print)),
            exact,
            confidence: u8::try_from(confidence).unwrap_or(50),
            proven: score >= 2 && lead >= 3,
        };
        self.corrections.insert(c.print, c.value);
        for i in c.repaired.iter().chain(&c.lost) {
            if let Some(e) = self.explained.get_mut(*i) {
                *e = true;
            }
        }
        let follow: Vec<usize> = c.lost.clone();
        for &i in self.engine.touching.get(c.print).into_iter().flatten() {
            let now = self.evaluate(i, &[]);
            if let Some(o) = self.outcomes.get_mut(i)
                && *o != Outcome::Unknown
                && !follow.contains(&i)
            {
                *o = now;
                // Held relations that were forgiven wait for the correction of their other figures.
                if now == Outcome::Broken
                    && self.engine.outcomes.get(i).is_some_and(|o| o.holds())
                    && let Some(e) = self.explained.get_mut(i)
                {
                    *e = true;
                }
            }
        }
        Some(Verdict {
            primary: c.print,
            also: Vec::new(),
            correction: Some(correction),
            required: None,
            broken: c.repaired,
            follow,
            satisfies: c.held,
        })
    }

    /// The wrong figure is the right one of something near it: another purse, last year, another subject.
    fn borrowed(&self, print: usize) -> Option<Slip> {
        let p = self.engine.print(print).filter(|p| p.value != 0 && !p.is_rate())?;
        let c = self.engine.coordinates(print);
        let has = |at: mingzhang_model::Coordinates| -> bool {
            self.engine.by_coordinates.get(&at).is_some_and(|l| {
                l.iter().any(|q| *q != print && self.engine.print(*q).is_some_and(|q| q.value == p.value))
            })
        };
        let whole = mingzhang_model::Term::WHOLE;
        if !c.get(Dimension::Purse).is_whole() && has(c.with(Dimension::Purse, whole)) {
            return Some("other-printing");
        }
        if c.get(Dimension::Year).is_whole() && has(c.at(Dimension::Year, "上年")) {
            return Some("prior-year");
        }
        // The same figure stands for another subject.
        let subject = c.get(Dimension::Subject);
        let other = |at: &mingzhang_model::Coordinates| {
            let s = at.get(Dimension::Subject);
            s != subject && !s.is_whole() && at.with(Dimension::Subject, subject) == c
        };
        if !subject.is_whole() && self.engine.by_coordinates.keys().any(|at| other(at) && has(*at)) {
            return Some("neighbour");
        }
        None
    }

    /// What is left: a contradiction without a culprit. The figure shown first is the only best candidate, if there is one; else the
    /// narrative side of an equality, the left side of a sum, the rate of a quotient.
    fn unresolved(&mut self) -> Option<Verdict> {
        let broken = self.broken();
        let size = |i: &usize| self.engine.instances.get(*i).map_or(0, |x| x.formula.prints().len());
        let first = broken.iter().copied().min_by_key(|i| (size(i), *i))?;
        let x = self.engine.instances.get(first)?;
        let formula = &x.formula;
        let values = Corrected { prints: &self.engine.prints.all, changes: &[], base: Some(&self.corrections) };
        let overall = formula.overall(&values);
        let candidates = if overall.is_some() { Vec::new() } else { self.candidates(&[first]) };
        let top = candidates.iter().map(Candidate::score).max();
        let best: Vec<&Candidate> = candidates.iter().filter(|c| Some(c.score()) == top).collect();
        let prints = formula.prints();
        let narrative = |p: &usize| self.engine.print(*p).is_some_and(|p| p.table.is_none());
        let (primary, required) = match (overall, best.as_slice()) {
            (Some((rate, value)), _) => (rate, self.engine.print(rate).map(|p| p.round(value))),
            (None, [only]) => (only.print, Some(only.value)),
            _ => {
                let p = if x.rule == Rule::Same { prints.iter().copied().find(|p| narrative(p)) } else { None };
                let p = p.or(prints.first().copied())?;
                let solved = formula.solve(p, &values);
                (p, solved.and_then(|v| self.engine.print(p).map(|q| q.round(v))).filter(|v| self.plausible(p, *v)))
            }
        };
        // Everything that one of the best corrections would repair together belongs to one dispute.
        let mut mine: Vec<usize> = vec![first];
        for c in &best {
            mine.extend(c.repaired.iter().copied().filter(|_| c.repaired.contains(&first)));
        }
        mine.sort_unstable();
        mine.dedup();
        for i in &mine {
            if let Some(e) = self.explained.get_mut(*i) {
                *e = true;
            }
        }
        Some(Verdict {
            primary,
            also: Vec::new(),
            correction: None,
            required,
            broken: mine,
            follow: Vec::new(),
            satisfies: 0,
        })
    }

    /// How bad a verdict is: as its worst relation, unless a blank is accused.
    pub fn severity(engine: &Engine<'_>, v: &Verdict) -> Severity {
        if engine.print(v.primary).is_some_and(|p| p.blank) {
            return Severity::Warning;
        }
        let stated = Corrected { prints: &engine.prints.all, changes: &[], base: None };
        let of = |i: usize| {
            let own = engine.relation(i).map_or(Severity::Error, |r| r.severity);
            match engine.instances.get(i) {
                Some(x) if x.soft && crate::evaluate::sum(&x.formula.plain, &stated).0 > 0 => {
                    own.max(Severity::Warning)
                }
                _ => own,
            }
        };
        v.broken.iter().map(|i| of(*i)).min().unwrap_or(Severity::Error)
    }

    /// Rates that miss by their last place and nothing else is wrong with.
    pub fn tails(&self) -> Vec<usize> {
        (0..self.outcomes.len())
            .filter(|i| self.outcomes.get(*i) == Some(&Outcome::Tail) && self.explained.get(*i) == Some(&false))
            .collect()
    }
}
