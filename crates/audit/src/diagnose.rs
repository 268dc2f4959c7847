//! Diagnosis: the smallest set of figures whose correction makes broken relations hold, found greedily.
//!
//! A correction is worth the broken instances it repairs less the held ones it breaks. The best correction is believed only if no figure
//! elsewhere could be corrected about as well; otherwise both sides are shown and nobody is accused.

mod unresolved;

use crate::engine::Engine;
use crate::evaluate::{Corrected, Outcome, RoundedZeros};
use crate::slip::{self, Slip};
use crate::weigh::Candidate;
use mingzhang_model::{Dimension, Severity};
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
    /// Others as likely as the one shown first, if nobody is accused.
    pub suspects: Vec<usize>,
    /// What would satisfy the first broken relation, if nobody is accused.
    pub required: Option<i128>,
    /// Broken instances explained by it.
    pub broken: Vec<usize>,
    /// Instances that held and break once it is corrected: figures derived from the wrong one.
    pub follow: Vec<usize>,
    /// Instances that hold afterwards.
    pub satisfies: u32,
}

/// The search.
pub(crate) struct Diagnosis<'a, 'e> {
    pub(crate) engine: &'e Engine<'a>,
    pub(crate) outcomes: Vec<Outcome>,
    pub(crate) explained: Vec<bool>,
    /// Believed corrections.
    pub corrections: FxHashMap<usize, i128>,
    pub(crate) targets: FxHashMap<usize, i128>,
    /// Only instances of this table, for the guard.
    table: Option<usize>,
    /// Figures that stand in the next cell, row or clause as well.
    pub(crate) copied: FxHashSet<usize>,
    /// The best correction of each print, until something it rests on changes.
    known: FxHashMap<usize, Option<Candidate>>,
}

/// Among more rivals than this a slip fits one of them by chance, unless it fits to the digit.
const FEW: usize = 8;

/// More causes than this in one report are not causes.
const MOST: usize = 200;

/// How often a suggestion of this kind is right, in hundredths: by the slip that explains it and the relations that hold afterwards.
/// Measured by the mutation bench (`docs/accuracy.md`).
fn confidence(slip: Option<Slip>, held: u32) -> u8 {
    match (slip, held) {
        (None, 0..=1) => 45,
        (None, 2) => 86,
        (None, _) => 98,
        (Some("neighbour"), 0..=1) => 78,
        (Some("neighbour"), 2) => 89,
        (Some("neighbour"), 3) => 94,
        (Some("neighbour" | "wrong-digit"), _) => 97,
        (Some(_), 0..=1) => 95,
        (Some(_), _) => 99,
    }
}

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
            copied: FxHashSet::default(),
            known: FxHashMap::default(),
        };
        if out.outcomes.contains(&Outcome::Broken) {
            out.copied = Self::copied(engine);
        }
        out.targets = out.targets();
        out
    }

    pub(crate) fn sees(&self, i: usize) -> bool {
        self.table.is_none_or(|t| self.engine.instances.get(i).is_some_and(|x| x.table == Some(t)))
    }

    pub(crate) fn is_broken(&self, i: usize) -> bool {
        self.outcomes.get(i) == Some(&Outcome::Broken) && self.explained.get(i) == Some(&false) && self.sees(i)
    }

    pub(crate) fn broken(&self) -> Vec<usize> {
        (0..self.outcomes.len()).filter(|i| self.is_broken(*i)).collect()
    }

    pub(crate) fn evaluate(&self, i: usize, changes: &[(usize, i128)]) -> Outcome {
        let values = Corrected { prints: &self.engine.prints.all, changes, base: Some(&self.corrections) };
        self.engine.instances.get(i).map_or(Outcome::Unknown, |x| x.formula.evaluate(&values))
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
            same.also.extend(v.also);
            same.broken.extend(v.broken);
            same.follow.extend(v.follow);
            same.satisfies += v.satisfies;
            return;
        }
        out.push(v);
    }

    fn candidates(&mut self, broken: &[usize]) -> Vec<Candidate> {
        let mut names: Vec<usize> =
            broken.iter().filter_map(|i| self.engine.instances.get(*i)).flat_map(|x| x.formula.prints()).collect();
        names.sort_unstable();
        names.dedup();
        for p in &names {
            if !self.known.contains_key(p) {
                let best = self.best(*p);
                self.known.insert(*p, best);
            }
        }
        names.iter().filter_map(|p| self.known.get(p)?.clone()).collect()
    }

    /// Forgets what was found for the figures of these instances and for their repetitions.
    fn forget(&mut self, instances: &[usize]) {
        for x in instances.iter().filter_map(|i| self.engine.instances.get(*i)) {
            for p in x.formula.prints() {
                self.known.remove(&p);
                for q in self.engine.by_coordinates.get(&self.engine.coordinates(p)).into_iter().flatten() {
                    self.known.remove(q);
                }
            }
        }
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
            // Of two that explain the same, the one that any slip explains, if no slip explains the other. The digits of a short
            // figure cannot tell.
            let told = |o: &Candidate| {
                o.slip.is_some()
                    || self.engine.print(o.print).is_some_and(|p| !p.blank && slip::short(p.value / 2, p.step))
            };
            let alone = c.slip.is_some() && c.quality > 0 && !rivals.iter().any(|o| o.score() >= c.score() && told(o));
            let believed = (score >= 4 && lead >= 2)
                || (score >= 1 && lead >= 3)
                || (score >= 2 && lead >= 0 && alone && rivals.len() <= FEW)
                || (score >= 2 && lead >= 0 && strong && !rival_slip && (rivals.len() <= FEW || c.exactly > 0));
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
        let confidence = confidence(c.slip, c.held);
        let correction = Correction {
            value: c.value,
            slip: c.slip.or_else(|| self.borrowed(c.print)),
            exact,
            confidence,
            proven: score >= 2 && lead >= 3,
        };
        let group = self.group(c.print);
        self.corrections.extend(group.iter().map(|p| (*p, c.value)));
        for i in c.repaired.iter().chain(&c.lost).chain(&c.tails) {
            if let Some(e) = self.explained.get_mut(*i) {
                *e = true;
            }
        }
        let moved: Vec<usize> = group.iter().filter_map(|p| self.engine.touching.get(*p)).flatten().copied().collect();
        self.forget(&moved);
        let follow: Vec<usize> = c.lost.clone();
        for i in &follow {
            if let Some(o) = self.outcomes.get_mut(*i) {
                *o = Outcome::Unknown;
            }
        }
        for &i in group.iter().filter_map(|p| self.engine.touching.get(*p)).flatten() {
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
            primary: group.iter().copied().min().unwrap_or(c.print),
            also: {
                let first = group.iter().copied().min();
                group.iter().copied().filter(|p| Some(*p) != first).collect()
            },
            correction: Some(correction),
            suspects: Vec::new(),
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

    /// How bad a verdict is: as its worst relation, unless a blank is accused.
    pub fn severity(engine: &Engine<'_>, v: &Verdict) -> Severity {
        if engine.print(v.primary).is_some_and(|p| p.blank) {
            return Severity::Warning;
        }
        let stated = Corrected { prints: &engine.prints.all, changes: &[], base: None };
        let of = |i: usize| {
            let own = engine.relation(i).map_or(Severity::Error, |r| r.severity);
            match engine.instances.get(i) {
                // 0.00 may stand for a few 元: then the gap proves nothing.
                Some(x) if x.formula.evaluate(&RoundedZeros(stated)).holds() => own.max(Severity::Warning),
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
